"""The version of a release: the version that its changes require, or a higher version chosen with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.errors import ReleaseError
from onrecord.package import DESCRIPTOR
from onrecord.package.package import Package
from onrecord.release.changes import Change, Comparison
from onrecord.release.index import Entry
from onrecord.release.version import Level, bump
from onrecord.text.versions import parse_version

if TYPE_CHECKING:
    from semver import Version


def base_of(entries: Sequence[Entry], against: str | None) -> Entry | None:
    """The release to compare with: the newest, or the release of the version `against`; None before the first release.

    Raises:
        ReleaseError: no release has that version.
    """
    if against is None:
        return entries[0] if entries else None
    version = parse_version(against)
    for entry in entries:
        if entry.version == version:
            return entry
    known = ", ".join(str(entry.version) for entry in entries) or "none"
    raise ReleaseError(f"{against!r} is not a release to compare with; there are: {known}")


def chosen_version(package: Package, entries: Sequence[Entry], version: str | None) -> Version | None:
    """The version that a person chose: the argument, or the descriptor's version if it is not published yet.

    Raises:
        ReleaseError: the argument is not a semantic version, or has been published.
    """
    published = {entry.version for entry in entries}
    if version is not None:
        chosen = parse_version(version)
        if chosen is None:
            raise ReleaseError(f"{version!r} is not a semantic version; write, for example, 2.0.0")
        if chosen in published:
            raise ReleaseError(f"{chosen} has been published, and a release never changes; choose another version")
        return chosen
    declared = parse_version(package.descriptor.get("version"))
    return None if declared in published else declared


def first_version(chosen: Version | None) -> tuple[Version, tuple[Change, ...]]:
    """The version and the change of the first release."""
    from semver import Version

    return chosen or Version(1), (Change(Level.NONE, "first release"),)


def next_version(
    base: Version, entries: Sequence[Entry], comparison: Comparison, chosen: Version | None, reason: str | None
) -> tuple[Version, tuple[Change, ...]]:
    """The next version of a package, and the changes since a release; no changes if the package has not changed.

    A pre-release counts as the version that it announces.

    Args:
        base: the version of the release that the package was compared with.
        entries: all releases.
        comparison: what changed since.
        chosen: the version that a person chose.
        reason: why it is higher than the changes require.

    Raises:
        ReleaseError: the version is too low, is higher without a reason, or has been published.
    """
    needed = bump(base, comparison.level)
    if chosen is None:
        if comparison.changes and needed in {entry.version for entry in entries}:
            raise ReleaseError(
                f"the changes since {base} require {needed}, which has been published; compare with a later release, "
                "or choose your own version with a reason"
            )
        return needed, comparison.changes
    announced = chosen.finalize_version()
    if chosen < base or announced < needed:
        message = f"since {base} {comparison.reasons[0]}" if comparison.changes else f"{base} has been published"
        raise ReleaseError(
            f"version {chosen} is too low: {message}, so it must be {needed} or higher; choose that, or set the "
            f"version in {DESCRIPTOR} back to {base} to have it computed"
        )
    if announced == needed and comparison.changes:
        return chosen, comparison.changes
    if not (reason or "").strip():
        raise ReleaseError(
            f"version {chosen} is higher than {needed}, which the changes since {base} require; say why, as in "
            f'--reason "the method is new", or set the version in {DESCRIPTOR} back to {base}'
        )
    return chosen, (*comparison.changes, Change(Level.NONE, f"version {chosen} chosen, {needed} asked for"))
