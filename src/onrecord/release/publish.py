"""Publishing: a valid package, versioned by what changed, written so that no kill leaves half a release."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord import descriptor
from onrecord.contract import DESCRIPTOR, Package, inside, read_json, read_package
from onrecord.errors import PackageError, ReleaseError
from onrecord.problems import Problem
from onrecord.release.archive import differing
from onrecord.release.changes import Change, compare
from onrecord.release.choice import base_of, chosen_version, first_version, next_version
from onrecord.release.companions import packed_companions, write_companions
from onrecord.release.created import build_moment, stated_moment
from onrecord.release.files import release_files
from onrecord.release.history import Row, change_rows, joined, read_history, written_history
from onrecord.release.index import INDEX, Entry, dump_index, read_index
from onrecord.release.version import Version
from onrecord.staging import recover, staged

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")


class InvalidPackage(ReleaseError):  # noqa: N818 - it tells of the package, not of the run
    """The package has problems and is not published."""

    def __init__(self, folder: Path, problems: Sequence[Problem]) -> None:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"{folder}: {count} found, so nothing is published; mend the package and publish again")
        self.problems = tuple(problems)


@dataclasses.dataclass(frozen=True, slots=True)
class Release:
    """A release of a package.

    Attributes:
        name: the package's name.
        version: the release's version.
        folder: the release as a folder.
        zip: the release as one file.
        index: the list of all releases of the package.
        changes: what changed since the release before, in words, the widest first; empty unless `is_new`.
        is_new: whether it was made now; else the package is still as it was published.
        notes: what was left out of a new release, each with what to do.
    """

    name: str
    version: str
    folder: Path
    zip: Path
    index: Path
    changes: tuple[str, ...]
    is_new: bool
    notes: tuple[str, ...] = ()


def publish(
    package: str | Path = ".",
    output: str | Path = "dist",
    *,
    created: str | None = None,
    version: str | None = None,
    reason: str | None = None,
    against: str | None = None,
) -> Release:
    """Publishes a package as `output/NAME/VERSION/`; same input, same bytes.

    The version follows from what changed since the newest release in `output`, and is written back to the
    package's descriptor; what changed, to its table `changes` and its changelog. A package that has not changed is
    not published again.

    Args:
        package: folder of the package.
        output: folder of the releases.
        created: when the release was made, as a date or date-time of RFC 3339; else what the descriptor says, else
            SOURCE_DATE_EPOCH, else the release does not say.
        version: a version of one's own; else the one in the descriptor, if no release has it, else it is computed.
        reason: why the release is made, which a version higher than the changes ask for must have.
        against: the release to compare with, if not the newest.

    Raises:
        InvalidPackage: the package has problems.
        PackageError: the package cannot be read.
        ReleaseError: the name, the date or the version is wrong, or a release in `output` is not as it was published.
    """
    try:
        return _publish(Path(package), Path(output), created, _Wish(version, reason, against))
    except OSError as error:
        raise ReleaseError(f"{error.filename or output}: {error.strerror or error}; check that place") from error


@dataclasses.dataclass(frozen=True, slots=True)
class _Wish:
    """What a person says of the version, as `publish` takes it."""

    version: str | None
    reason: str | None
    against: str | None


def _publish(folder: Path, output: Path, created: str | None, wish: _Wish) -> Release:
    package = _read_valid(folder)
    home = output / _name(package)
    if home.is_dir():
        recover(home)
    entries = read_index(home / INDEX, home.name)
    moment = stated_moment(package, created)
    base = base_of(entries, wish.against)
    chosen = chosen_version(package, entries, wish.version)
    notes: tuple[str, ...] = ()
    if base is None:
        version, changes = first_version(chosen)
        history = read_history(package)
    else:
        published = _read_published(_release(home, base.version), base)
        version, changes = next_version(base.version, entries, compare(published, package), chosen, wish.reason)
        history = joined(read_history(published), read_history(package))
    if changes:
        moment = moment or build_moment()
        previous = base.version if base else None
        told = change_rows(version, previous, moment, changes, wish.reason)
        history = joined(history, told)
        notes = _write(home, package, _Next(version, moment, previous, changes, wish.reason, history), entries)
    elif base and moment not in (None, base.created):
        raise ReleaseError(
            f"{home.name} {version} was published as created {base.created}, and nothing has changed; "
            f"a release never changes, so leave {moment} out or raise the version in {folder / DESCRIPTOR}"
        )
    _write_back(package, version, history)
    return dataclasses.replace(_release(home, version, changes), notes=notes)


def _read_valid(folder: Path) -> Package:
    from onrecord.validate import engine_for_release, validate  # takes polars with it

    if not folder.is_dir():
        raise PackageError(f"{folder}: no such folder; name the folder of the package that is to be published")
    recover(folder)
    package = read_package(folder)
    found = validate(folder, engine=engine_for_release(package))
    if errors := [problem for problem in found if problem.severity == "error"]:
        raise InvalidPackage(folder, errors)
    # Packages of others need not state it.
    if not any(table.declared.get("rows", 1) for table in package.tables.values()):
        raise ReleaseError(f"{folder}: nothing to publish yet; put articles into seeds/ and run convert")
    return package


def _name(package: Package) -> str:
    name = package.descriptor.get("name")
    if isinstance(name, str) and _NAME.fullmatch(name):
        return name
    raise ReleaseError(
        f"{package.folder / DESCRIPTOR}: name is {name!r}, but it is to name a folder of releases; "
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


@dataclasses.dataclass(frozen=True, slots=True)
class _Next:
    """The release that is about to be written."""

    version: Version
    moment: str | None
    previous: Version | None
    changes: tuple[Change, ...]
    reason: str | None
    history: list[Row]


def _write(home: Path, package: Package, new: _Next, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Writes a release; the notes on it."""
    release = _release(home, new.version)
    if release.folder.exists():
        raise ReleaseError(f"{release.folder}: not listed in {release.index}; restore that file or remove the folder")
    sources = release_files(package)
    told = written_history(package, new.history)
    home.mkdir(parents=True, exist_ok=True)
    with staged(home) as staging:
        files = {path: staging.path(f"{new.version}/{path}") for path in sources.keys() | told.keys()}
        for path, target in files.items():
            if path in told:
                target.write_bytes(told[path])
            else:
                shutil.copyfile(sources[path], target)
        files[DESCRIPTOR].write_bytes(_described(package, new.version, told, new.moment))
        archive = release.zip.relative_to(home).as_posix()
        notes = write_companions(files[DESCRIPTOR].parent, files, staging.path(archive))
        facts = descriptor.file_facts(staging.path(archive))
        entry = Entry(
            version=new.version,
            created=new.moment,
            path=str(new.version),
            descriptor_sha256=descriptor.file_facts(files[DESCRIPTOR]).sha256,
            zip=archive,
            zip_bytes=facts.size,
            zip_sha256=facts.sha256,
            rows={
                resource["name"]: resource["rows"]
                for resource in read_json(files[DESCRIPTOR])["resources"]
                if "rows" in resource
            },
            changes=tuple(change.reason for change in new.changes),
            previous=None if new.previous is None else str(new.previous),
            reason=new.reason,
        )
        # Its name comes after those of all versions, so it is moved last and never lists what is not there.
        staging.write(INDEX, dump_index(home.name, (entry, *entries)))
    return notes


def _write_back(package: Package, version: Version, history: Sequence[Row]) -> None:
    """Has the package itself state its version, and what its releases changed."""
    told = written_history(package, history)
    files = {path: inside(package.folder, path) for path in told}
    changed = {path for path, file in files.items() if not file.is_file() or file.read_bytes() != told[path]}
    if changed or package.descriptor.get("version") != str(version):
        with staged(package.folder) as staging:
            for path in changed:
                staging.write(path, told[path])
            staging.write(DESCRIPTOR, _described(package, version, told))


def _described(package: Package, version: Version, told: Mapping[str, bytes], moment: str | None = None) -> bytes:
    """The descriptor with a version and, of the files that tell of releases, their sizes and hashes."""
    human = {**package.descriptor, "version": str(version), **({"created": moment} if moment else {})}
    resources = [
        {**resource.declared, **_facts(told[resource.path])} if resource.path in told else resource.declared
        for resource in package.resources
    ]
    return descriptor.dump(descriptor.build(human, package.settings, resources))


def _facts(table: bytes) -> dict[str, Any]:
    """What a descriptor says of the file of a table."""
    rows = sum(1 for _ in csv.reader(io.StringIO(table.decode(), newline=""))) - 1
    return {"bytes": len(table), "hash": f"sha256:{hashlib.sha256(table).hexdigest()}", "rows": rows}


def _release(home: Path, version: Version, changes: Sequence[Change] = ()) -> Release:
    folder = home / str(version)
    archive = folder / f"{home.name}-{version}.zip"
    told = tuple(change.reason for change in changes)
    return Release(home.name, str(version), folder, archive, home / INDEX, told, is_new=bool(changes))
