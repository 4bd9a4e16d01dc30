"""Publishing a valid package: versioned by its changes, and written so that no kill leaves half a release."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import PackageError, ReleaseError, of_system
from onrecord.package import DESCRIPTOR, descriptor, is_descriptor
from onrecord.package.files import read_file, refuse_links_below
from onrecord.package.names import name_fault
from onrecord.package.package import Package, read_package
from onrecord.package.staging import recover
from onrecord.package.stores import is_remote
from onrecord.problems import Problem
from onrecord.progress import working
from onrecord.release.accepted import Accepted
from onrecord.release.archive import differing
from onrecord.release.changes import Change, compare
from onrecord.release.companions import packed_companions
from onrecord.release.created import build_moment, stated_moment
from onrecord.release.files import release_files
from onrecord.release.history import change_rows, joined, read_history
from onrecord.release.index import INDEX, NAME, Entry, read_index
from onrecord.release.new_release import NewRelease
from onrecord.release.next_version import base_of, chosen_version, first_version, next_version
from onrecord.release.signing import public_key_of, read_private_key
from onrecord.release.targets import Target, local_path, target
from onrecord.release.writing import archive_path, write_back, write_release
from onrecord.text.numbers import counted
from onrecord.text.printable import address, shown
from onrecord.text.versions import parse_version

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from semver import Version

    from onrecord.validation import Verdict


# The name of the zip also has the version and a suffix.
_LONGEST_NAME = 100


class InvalidPackage(ReleaseError):  # noqa: N818 - it describes the package, not the run
    """The package is not published: it has problems, or nothing in it could be judged."""

    def __init__(self, folder: Path, problems: Sequence[Problem], message: str = "") -> None:
        count = counted(len(problems), "problem")
        message = message or f"{count} found, so nothing is published; correct the package and publish again"
        super().__init__(f"{folder}: {message}")
        self.problems = tuple(problems)


@dataclasses.dataclass(frozen=True, slots=True)
class Release:
    """A release of a package: what `publish` returns.

    Attributes:
        name: the package's name.
        version: the release's version.
        folder: the release as a folder.
        zip: the release as one file.
        index: the list of all releases of the package.
        changes: what changed since the release before, in words, the highest level first; empty unless `is_new`.
        is_new: whether it was made now; False if the package has not changed since it was published.
        notes: what was left out of a new release, each with a remedy.
        url: the target if it is not a local folder; the three paths are then relative to it.

    Examples:
        >>> release = onrecord.publish("out", "dist")
        >>> release.version, release.is_new, release.changes
        ('1.0.0', False, ())
    """

    name: str
    version: str
    folder: Path
    zip: Path
    index: Path
    changes: tuple[str, ...]
    is_new: bool
    notes: tuple[str, ...] = ()
    url: str | None = None

    def place_of(self, path: Path) -> str:
        """The place of `folder`, `zip` or `index`: a path or a URL."""
        return str(path) if self.url is None else f"{self.url}/{path.as_posix()}"


def publish(
    package: str | Path = ".",
    output: str | Path = "dist",
    *,
    created: str | None = None,
    version: str | None = None,
    reason: str | None = None,
    against: str | None = None,
    sign: str | Path | None = None,
    take_over: bool = False,
    accepted: str | Path | None = None,
) -> Release:
    """Publishes a package as `output/NAME/VERSION/`; same input, same bytes.

    The version follows from the changes since the newest release in `output`, and is written back to the package's
    descriptor; the changes are added to its table `changes` and its changelog. A package that has not changed is not
    published again.

    Args:
        package: folder of the package, or its descriptor, which is named `datapackage.json` in the release.
        output: folder of the releases, or a URL that fsspec knows, such as `s3://bucket/prefix`.
        created: date or date-time of the release, after RFC 3339; by default that in the descriptor, else
            SOURCE_DATE_EPOCH, else the release has no date.
        version: your own version; by default the descriptor's if it is not published yet, else it is computed.
        reason: why the release is made; required if the version is higher than the changes require.
        against: version of the release to compare with; by default the highest.
        sign: PEM file of the private Ed25519 key to sign the release with.
        take_over: drop the release that another run has begun to send to a URL and will never finish.
        accepted: CSV of accepted problems, each with its reason, as `onrecord validate --accept` writes it. The
            release's README.md lists them, and the release contains the file as `accepted.csv`.

    Raises:
        InvalidPackage: the package has problems that are not accepted, or lacks an accepted problem; or nothing in it
            was judged, and that is not accepted.
        PackageError: the package cannot be read.
        ReleaseError: the name, the date, the version or the key is wrong, a release in `output` is not as published,
            or somebody else is publishing there.
        DownloadError: the release to compare with cannot be fetched from a URL.

    Examples:
        >>> release = onrecord.publish("out", "releases", created="2031-05-13")
        >>> release.version, release.is_new, release.zip.name
        ('1.0.0', True, 'small-1.0.0.zip')
    """
    try:
        # On one line, so that it cannot contain a heading of the changelog.
        reason = " ".join((reason or "").split()) or None
        request = _Request(created, version, reason, against, None if sign is None else read_private_key(Path(sign)))
        valid, known = _read_valid(Path(package), None if accepted is None else Path(accepted))
        if not isinstance(output, str) or not is_remote(output):
            refuse_links_below(valid.folder, local_path(output) / _name(valid))
        with target(output, _name(valid), take_over=take_over) as place:
            return _publish(valid, known, place, request)
    except OSError as error:
        raise ReleaseError(of_system(error, address(str(output)))) from error


@dataclasses.dataclass(frozen=True, slots=True)
class _Request:
    """The arguments of `publish` that describe the release."""

    created: str | None
    version: str | None
    reason: str | None
    against: str | None
    key: Ed25519PrivateKey | None


def _publish(package: Package, accepted: Accepted | None, place: Target, request: _Request) -> Release:
    home = place.home
    entries = read_index(home / INDEX, home.name)
    moment = stated_moment(package, request.created)
    base = base_of(entries, request.against)
    chosen = chosen_version(package, entries, request.version)
    notes: tuple[str, ...] = ()
    if base is None:
        version, changes = first_version(chosen)
        history = read_history(package)
    else:
        place.fetch(base)
        published = _read_published(_release(home, base.version), base)
        with working(f"comparing with {base.version}"):
            compared = compare(published, package)
        version, changes = next_version(base.version, entries, compared, chosen, request.reason)
        history = joined(read_history(published), read_history(package))
    if changes:
        moment = moment or build_moment()
        previous = base.version if base else None
        history = joined(history, change_rows(version, previous, moment, changes, request.reason))
        new = NewRelease(version, moment, previous, changes, request.reason, history, request.key, accepted)
        notes = (*_overwritten(package, version), *_forgotten(base, entries, moment, request))
        with working(f"writing {version} in all formats"):
            notes += tuple(write_release(home, package, new, entries))
    elif base:
        _check_unchanged(base, moment, request.key, f"{home.name} {version}", package.described)
    notes += place.finish()
    write_back(package, version, history)
    release = _release(home if place.url is None else Path(home.name), version, changes)
    return dataclasses.replace(release, notes=notes, url=place.url)


def _overwritten(package: Package, version: Version) -> Iterator[str]:
    """A note if the release's version replaces a version in the descriptor that is not semantic."""
    declared = package.descriptor.get("version")
    if declared is not None and parse_version(declared) is None:
        message = f"version is {shown(str(declared))} in {package.described}, which is not a semantic version"
        yield f"{message}; this release is {version}, which the descriptor now says; choose another with --version"


def _forgotten(base: Entry | None, entries: Sequence[Entry], moment: str | None, request: _Request) -> Iterator[str]:
    """Notes on arguments that the publisher may have forgotten.

    The descriptor of a downloaded package states the date of the release before.
    """
    if base and base.signature and request.key is None:
        message = "is signed and this release is not: folders with the signed release refuse it; publish with --sign"
        yield f"{base.version} {message}"
    same = next((entry.version for entry in entries if moment and entry.created == moment), None)
    if same and request.created is None:
        yield f"created is {moment} in {DESCRIPTOR}, the moment of {same}; publish with --created, or change it"


def _check_unchanged(
    entry: Entry, moment: str | None, key: Ed25519PrivateKey | None, release: str, described: Path
) -> None:
    """Raises a ReleaseError if an argument would change a published release."""
    remedy = f"raise the version in {described}, with a reason"
    if moment not in (None, entry.created):
        raise ReleaseError(
            f"{release} was published as created {entry.created}, and nothing has changed; "
            f"a release never changes, so leave {moment} out or {remedy}"
        )
    if key and entry.public_key != public_key_of(key):
        signed = f"with the signature of {entry.public_key}" if entry.public_key else "without a signature"
        raise ReleaseError(
            f"{release} was published {signed}, and nothing has changed; "
            f"a release never changes, so leave --sign out or {remedy}"
        )


def _read_valid(place: Path, list_of_accepted: Path | None) -> tuple[Package, Accepted | None]:
    """The package at a place, whose problems are all accepted, and the accepted problems."""
    from onrecord.validation import accept, engine_for_release, reasons, validate  # imports polars

    folder = place if place.is_dir() or not is_descriptor(place) else place.parent
    if not folder.is_dir():
        raise PackageError(f"{folder}: no such folder; name the folder of the package to publish")
    recover(folder)
    package = read_package(place)
    verdict, accepted = validate(place, engine=engine_for_release(package)), None
    if list_of_accepted is not None:
        accepted = Accepted(read_file(list_of_accepted), tuple(reasons(verdict.problems, list_of_accepted)))
        verdict = accept(verdict, list_of_accepted)
    if verdict.errors:
        raise InvalidPackage(folder, verdict.errors)
    _refuse_unjudged(folder, verdict, accepted)
    if package.is_own and not any(table.declared.get("rows", 1) for table in package.tables.values()):
        raise ReleaseError(f"{folder}: nothing to publish yet; put articles into seeds/ and run convert")
    return package, accepted


def _refuse_unjudged(folder: Path, verdict: Verdict, accepted: Accepted | None) -> None:
    """Raises an InvalidPackage if nothing was judged, unless that is accepted for each table."""
    known = accepted.tables if accepted else frozenset()
    if verdict.is_unjudged and not (verdict.unjudged and known.issuperset(verdict.unjudged)):
        why, remedy = "it has neither tables nor files", "add a resource to the descriptor"
        if verdict.unjudged:
            why, remedy = "none of its tables could be judged", "do what the problems say, or accept them: --accepted"
        unjudged = [problem for problem in verdict.problems if problem.table in verdict.unjudged]
        raise InvalidPackage(folder, unjudged, f"{why}, so nothing is published; {remedy}")


def _name(package: Package) -> str:
    name = package.descriptor.get("name")
    if isinstance(name, str) and NAME.fullmatch(name):
        fault = f"it has more than {_LONGEST_NAME} characters" if len(name) > _LONGEST_NAME else name_fault(name)
        if not fault:
            return name
        message = f"name is {name[:_LONGEST_NAME]!r}, which must name a folder of releases, but {fault}"
        raise ReleaseError(f"{package.described}: {message}; choose another")
    raise ReleaseError(
        f"{package.described}: name is {name!r}, but must name a folder of releases; "
        "use lower case letters, digits, dots, hyphens and underscores, and begin with a letter or digit"
    )


def _read_published(release: Release, entry: Entry) -> Package:
    """The package in a release, which must be as published."""
    descriptor_file = release.folder / DESCRIPTOR
    for path, sha256 in ((descriptor_file, entry.descriptor_sha256), (release.zip, entry.zip_sha256)):
        if not path.is_file():
            raise ReleaseError(f"{path}: no such file, but {release.index} lists it; restore it from a copy")
        if descriptor.file_facts(path).sha256 != sha256:
            raise ReleaseError(f"{path}: not as published; restore it from a copy")
    package = read_package(release.folder)
    altered = differing(release.zip, {**release_files(package), **packed_companions(release.folder)})
    if altered:
        names = ", ".join(altered)
        raise ReleaseError(f"{release.folder}: not as published ({names}); restore it from its zip")
    return package


def _release(home: Path, version: Version, changes: Sequence[Change] = ()) -> Release:
    reasons = tuple(change.reason for change in changes)
    archive = home / archive_path(home.name, version)
    return Release(home.name, str(version), home / str(version), archive, home / INDEX, reasons, is_new=bool(changes))
