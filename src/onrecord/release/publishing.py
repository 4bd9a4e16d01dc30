"""Publishing: a valid package, versioned by what changed, written so that no kill leaves half a release."""

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
from onrecord.release.next_version import base_of, chosen_version, first_version, next_version
from onrecord.release.signing import public_key_of, read_private_key
from onrecord.release.stores import is_remote
from onrecord.release.targets import Target, local_path, target
from onrecord.release.writing import NewRelease, archive_path, write_back, write_release
from onrecord.text.printable import address, shown
from onrecord.text.versions import parse_version

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from semver import Version

    from onrecord.validation import Verdict


# A version behind it, and an ending, make the name of the zip.
_LONGEST_NAME = 100


class InvalidPackage(ReleaseError):  # noqa: N818 - it tells of the package, not of the run
    """The package has problems, or nothing of it could be judged, and is not published."""

    def __init__(self, folder: Path, problems: Sequence[Problem], message: str = "") -> None:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
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
        changes: what changed since the release before, in words, the widest first; empty unless `is_new`.
        is_new: whether it was made now; else the package is still as it was published.
        notes: what was left out of a new release, each with what to do.
        url: the target, where that is not a folder of this machine; the three paths are then relative to it.

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
        """Where `folder`, `zip` or `index` is: a path, or a URL."""
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

    The version follows from what changed since the newest release in `output`, and is written back to the
    package's descriptor; what changed, to its table `changes` and its changelog. A package that has not changed is
    not published again.

    Args:
        package: folder of the package, or its descriptor, which is called `datapackage.json` in the release.
        output: folder of the releases, or a URL that fsspec knows, such as `s3://bucket/prefix`.
        created: when the release was made, as a date or date-time of RFC 3339; else what the descriptor says, else
            SOURCE_DATE_EPOCH, else the release does not say.
        version: a version of one's own; else the one in the descriptor, if no release has it, else it is computed.
        reason: why the release is made, which a version higher than the changes ask for must have.
        against: the release to compare with, if not the one of the highest version.
        sign: PEM file of the private Ed25519 key to sign the release with.
        take_over: drop the release that another run has begun to send to a URL and will never finish.
        accepted: CSV of problems with which the package is published all the same, each with its reason, as
            `onrecord validate --accept` writes it. The release's README.md names them, and the list goes along as
            `accepted.csv`.

    Raises:
        InvalidPackage: the package has problems that are not accepted, or does not have one that is; or nothing of it
            was judged, and that is not accepted.
        PackageError: the package cannot be read.
        ReleaseError: the name, the date, the version or the key is wrong, a release in `output` is not as it was
            published, or somebody else publishes there.
        DownloadError: the release to compare with cannot be fetched from a URL.

    Examples:
        >>> release = onrecord.publish("out", "releases", created="2031-05-13")
        >>> release.version, release.is_new, release.zip.name
        ('1.0.0', True, 'small-1.0.0.zip')
    """
    try:
        # One line, which no heading of the changelog can be in.
        reason = " ".join((reason or "").split()) or None
        wish = _Wish(created, version, reason, against, None if sign is None else read_private_key(Path(sign)))
        valid, known = _read_valid(Path(package), None if accepted is None else Path(accepted))
        if not isinstance(output, str) or not is_remote(output):
            refuse_links_below(valid.folder, local_path(output) / _name(valid))
        with target(output, _name(valid), take_over=take_over) as place:
            return _publish(valid, known, place, wish)
    except OSError as error:
        raise ReleaseError(of_system(error, address(str(output)))) from error


@dataclasses.dataclass(frozen=True, slots=True)
class _Wish:
    """What a person says of the release, as `publish` takes it."""

    created: str | None
    version: str | None
    reason: str | None
    against: str | None
    key: Ed25519PrivateKey | None


def _publish(package: Package, accepted: Accepted | None, place: Target, wish: _Wish) -> Release:
    home = place.home
    entries = read_index(home / INDEX, home.name)
    moment = stated_moment(package, wish.created)
    base = base_of(entries, wish.against)
    chosen = chosen_version(package, entries, wish.version)
    notes: tuple[str, ...] = ()
    if base is None:
        version, changes = first_version(chosen)
        history = read_history(package)
    else:
        place.fetch(base)
        published = _read_published(_release(home, base.version), base)
        with working(f"comparing with {base.version}"):
            compared = compare(published, package)
        version, changes = next_version(base.version, entries, compared, chosen, wish.reason)
        history = joined(read_history(published), read_history(package))
    if changes:
        moment = moment or build_moment()
        previous = base.version if base else None
        history = joined(history, change_rows(version, previous, moment, changes, wish.reason))
        new = NewRelease(version, moment, previous, changes, wish.reason, history, wish.key, accepted)
        notes = (*_overwritten(package, version), *_forgotten(base, entries, moment, wish))
        with working(f"writing {version} in all formats"):
            notes += tuple(write_release(home, package, new, entries))
    elif base:
        _check_unchanged(base, moment, wish.key, f"{home.name} {version}", package.described)
    place.finish()
    write_back(package, version, history)
    release = _release(home if place.url is None else Path(home.name), version, changes)
    return dataclasses.replace(release, notes=notes, url=place.url)


def _overwritten(package: Package, version: Version) -> Iterator[str]:
    """A note on a version in the descriptor that is not a semantic one: the release's replaces it."""
    declared = package.descriptor.get("version")
    if declared is not None and parse_version(declared) is None:
        message = f"version is {shown(str(declared))} in {package.described}, which is not a semantic version"
        yield f"{message}; this release is {version}, which the descriptor now says; choose another with --version"


def _forgotten(base: Entry | None, entries: Sequence[Entry], moment: str | None, wish: _Wish) -> Iterator[str]:
    """Notes on what a person may have forgotten to say.

    The descriptor of a package that was got states the moment of the release before.
    """
    if base and base.signature and wish.key is None:
        message = (
            "is signed and this release is not: folders that hold that one do not take this one; publish with --sign"
        )
        yield f"{base.version} {message}"
    same = next((entry.version for entry in entries if moment and entry.created == moment), None)
    if same and wish.created is None:
        yield f"created is {moment} in {DESCRIPTOR}, the moment of {same}; publish with --created, or change it"


def _check_unchanged(
    entry: Entry, moment: str | None, key: Ed25519PrivateKey | None, release: str, described: Path
) -> None:
    """Raises a ReleaseError where something new is said of a release that stands."""
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
    """The package at a place, which has no problems but those that are accepted, and these."""
    from onrecord.validation import accept, engine_for_release, reasons, validate  # takes polars with it

    folder = place if place.is_dir() or not is_descriptor(place) else place.parent
    if not folder.is_dir():
        raise PackageError(f"{folder}: no such folder; name the folder of the package that is to be published")
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
    """Raises an InvalidPackage where nothing was judged, unless that is accepted of each table."""
    known = accepted.tables if accepted else frozenset()
    if verdict.is_unjudged and not (verdict.unjudged and known.issuperset(verdict.unjudged)):
        why, remedy = "it has neither a table nor a file", "add a resource to the descriptor"
        if verdict.unjudged:
            why, remedy = "none of its tables could be judged", "do what the problems say, or accept them: --accepted"
        unjudged = [one for one in verdict.problems if one.table in verdict.unjudged]
        raise InvalidPackage(folder, unjudged, f"{why}, so nothing is published; {remedy}")


def _name(package: Package) -> str:
    name = package.descriptor.get("name")
    if isinstance(name, str) and NAME.fullmatch(name):
        fault = f"it has more than {_LONGEST_NAME} characters" if len(name) > _LONGEST_NAME else name_fault(name)
        if not fault:
            return name
        message = f"name is {name[:_LONGEST_NAME]!r}, which is to name a folder of releases, but {fault}"
        raise ReleaseError(f"{package.described}: {message}; choose another")
    raise ReleaseError(
        f"{package.described}: name is {name!r}, but it is to name a folder of releases; "
        "use lower case letters, digits, dots, hyphens and underscores, a letter or digit first"
    )


def _read_published(release: Release, entry: Entry) -> Package:
    """The package in a release, which must be as it was published."""
    descriptor_file = release.folder / DESCRIPTOR
    for path, sha256 in ((descriptor_file, entry.descriptor_sha256), (release.zip, entry.zip_sha256)):
        if not path.is_file():
            raise ReleaseError(f"{path}: no such file, but {release.index} lists it; restore it from a copy")
        if descriptor.file_facts(path).sha256 != sha256:
            raise ReleaseError(f"{path}: not as it was published; restore it from a copy")
    package = read_package(release.folder)
    altered = differing(release.zip, {**release_files(package), **packed_companions(release.folder)})
    if altered:
        names = ", ".join(altered)
        raise ReleaseError(f"{release.folder}: not as it was published ({names}); restore it from its zip")
    return package


def _release(home: Path, version: Version, changes: Sequence[Change] = ()) -> Release:
    message = tuple(change.reason for change in changes)
    archive = home / archive_path(home.name, version)
    return Release(home.name, str(version), home / str(version), archive, home / INDEX, message, is_new=bool(changes))
