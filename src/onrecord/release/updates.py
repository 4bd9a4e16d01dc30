"""The releases that are newer than the release in a folder."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import DownloadError
from onrecord.release.destination import name_and_version
from onrecord.release.location import locate, read_releases
from onrecord.release.receipt import read_receipt
from onrecord.release.version import Level
from onrecord.text.versions import parse_version

if TYPE_CHECKING:
    from semver import Version


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """A newer release.

    Attributes:
        version: its version.
        level: how far it is from the release before it: patch, minor or major.
        changes: what it changed, in words.
    """

    version: str
    level: str
    changes: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Updates:
    """The releases that are newer than the release in a folder: what `check_updates` returns.

    Attributes:
        folder: the folder.
        url: where the releases are.
        name: the package's name.
        version: the version that the folder holds.
        newest: the newest version.
        steps: the newer releases, the oldest first.
        level: how far they are from the folder's version together: none, patch, minor or major.
        is_listed: whether the index lists the version that the folder holds.

    Examples:
        >>> download = onrecord.get("dist/small", "got")
        >>> onrecord.check_updates("got", url="dist/small").is_listed
        True
    """

    folder: Path
    url: str
    name: str
    version: str
    newest: str
    steps: tuple[Step, ...]
    level: str
    is_listed: bool


def check_updates(folder: str | Path = ".", *, url: str | Path | None = None) -> Updates:
    """Finds the releases that are newer than the release in a folder, and what they changed; writes nothing.

    Args:
        folder: a folder with a release.
        url: where the releases are; by default where `get` downloaded the folder's release from.

    Raises:
        DownloadError: the folder holds no release, it is unknown where that came from, or the index cannot be read.

    Examples:
        >>> download = onrecord.get("dist/small@1.0.0", "got")
        >>> updates = onrecord.check_updates("got", url="dist/small")
        >>> updates.version, updates.newest, updates.steps
        ('1.0.0', '1.0.0', ())
    """
    folder = Path(folder)
    receipt = read_receipt(folder)
    if receipt is None and url is None:
        raise DownloadError(
            f"{folder}: no note of where it came from; name the URL, too: onrecord get --check-updates URL {folder}"
        )
    if url is None and receipt and not receipt.may_be_asked:
        raise DownloadError(
            f"{folder}: its note says that it came from {receipt.url}, which is asked only if you name it: "
            f"onrecord get --check-updates URL {folder}"
        )
    location = locate(str(url if url is not None else receipt.url if receipt else ""))
    name, entries = read_releases(location)
    held_name, version = (receipt.name, receipt.version) if receipt else name_and_version(folder)
    held = parse_version(version)
    if held is None or held_name != name:
        holds = f"{held_name} {version or 'without a version'}"
        raise DownloadError(f"{folder}: holds {holds}, but {location.url} has {name}")
    newer = sorted((entry for entry in entries if entry.version > held), key=lambda entry: entry.version)
    previous = [held, *(entry.version for entry in newer)]
    levels = [_level(before, entry.version) for before, entry in zip(previous, newer, strict=False)]
    return Updates(
        folder=folder,
        url=location.url,
        name=name,
        version=version,
        newest=str(entries[0].version),
        steps=tuple(
            Step(str(entry.version), level.name.lower(), entry.changes)
            for level, entry in zip(levels, newer, strict=True)
        ),
        level=max(levels, default=Level.NONE).name.lower(),
        is_listed=any(entry.version == held for entry in entries),
    )


def _level(old: Version, new: Version) -> Level:
    """How far a newer version is from an old version."""
    if old.major != new.major:
        return Level.MAJOR
    return Level.MINOR if old.minor != new.minor else Level.PATCH
