"""Publishing: a valid package, versioned by what changed, written so that no kill leaves half a release."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import descriptor
from onrecord.contract import DESCRIPTOR, Package, read_package
from onrecord.errors import PackageError, ReleaseError
from onrecord.problems import Problem
from onrecord.release.archive import differing, write_archive
from onrecord.release.changes import compare
from onrecord.release.created import build_moment, stated_moment
from onrecord.release.files import release_files
from onrecord.release.index import INDEX, NAME, Entry, dump_index, read_index
from onrecord.release.signing import public_key_of, read_private_key
from onrecord.release.sums import SIGNATURE, SUMS, dump_sums, facts_of_files
from onrecord.release.targets import target
from onrecord.release.version import FIRST, Version, parse_version
from onrecord.staging import Staging, recover, replace_file, staged

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


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
        url: the target, where that is no folder of this machine; the three paths are then relative to it.
    """

    name: str
    version: str
    folder: Path
    zip: Path
    index: Path
    changes: tuple[str, ...]
    is_new: bool
    url: str | None = None

    def place_of(self, path: Path) -> str:
        """Where `folder`, `zip` or `index` is: a path, or a URL."""
        return str(path) if self.url is None else f"{self.url}/{path.as_posix()}"


def publish(
    package: str | Path = ".",
    output: str | Path = "dist",
    *,
    created: str | None = None,
    sign: str | Path | None = None,
    take_over: bool = False,
) -> Release:
    """Publishes a package as `output/NAME/VERSION/`; same input, same bytes.

    The version follows from what changed since the newest release in `output`, and is written back to the
    package's descriptor. A package that has not changed is not published again.

    Args:
        package: folder of the package.
        output: folder of the releases, or a URL that fsspec knows, such as `s3://bucket/prefix`.
        created: when the release was made, as a date or date-time of RFC 3339; else what the descriptor says, else
            SOURCE_DATE_EPOCH, else the release does not say.
        sign: PEM file of the private Ed25519 key to sign the release with.
        take_over: drop the release that another run has begun to send to a URL and will never finish.

    Raises:
        InvalidPackage: the package has problems.
        PackageError: the package cannot be read.
        ReleaseError: the name, the date or the key is wrong, a release in `output` is not as it was published, or
            somebody else publishes there.
        DownloadError: the newest release cannot be fetched from a URL.
    """
    try:
        key = None if sign is None else read_private_key(Path(sign))
        return _publish(Path(package), output, created, key, take_over)
    except OSError as error:
        raise ReleaseError(f"{error.filename or output}: {error.strerror or error}; check that place") from error


def _publish(
    folder: Path, output: str | Path, created: str | None, key: Ed25519PrivateKey | None, take_over: bool
) -> Release:
    package = _read_valid(folder)
    with target(output, _name(package), take_over=take_over) as place:
        home = place.home
        entries = read_index(home / INDEX, home.name)
        moment = stated_moment(package, created)
        version, changes = _next_version(home, entries, package)
        if changes:
            _write(home, package, version, moment or build_moment(), entries, changes, key)
        elif moment not in (None, entries[0].created):
            raise ReleaseError(
                f"{home.name} {version} was published as created {entries[0].created}, and nothing has changed; "
                f"a release never changes, so leave {moment} out or raise the version in {folder / DESCRIPTOR}"
            )
        elif key and entries[0].public_key != public_key_of(key):
            raise ReleaseError(
                f"{home.name} {version} was published {_signer(entries[0])}, and nothing has changed; "
                f"a release never changes, so leave --sign out or raise the version in {folder / DESCRIPTOR}"
            )
        place.finish()
    if package.descriptor.get("version") != str(version):
        replace_file(folder / DESCRIPTOR, _described(package, version))
    if place.url is None:
        return _release(home, version, changes)
    return dataclasses.replace(_release(Path(home.name), version, changes), url=place.url)


def _signer(entry: Entry) -> str:
    return "without a signature" if entry.public_key is None else f"with the signature of {entry.public_key}"


def _read_valid(folder: Path) -> Package:
    from onrecord.validate import engine_for_release, validate  # takes polars with it

    if not folder.is_dir():
        raise PackageError(f"{folder}: no such folder; name the folder of the package that is to be published")
    recover(folder)
    package = read_package(folder)
    found = validate(folder, engine=engine_for_release(package))
    if errors := [problem for problem in found if problem.severity == "error"]:
        raise InvalidPackage(folder, errors)
    if not any(table.declared.get("rows") for table in package.tables.values()):
        raise ReleaseError(f"{folder}: nothing to publish yet; put articles into seeds/ and run convert")
    return package


def _name(package: Package) -> str:
    name = package.descriptor.get("name")
    if isinstance(name, str) and NAME.fullmatch(name):
        return name
    raise ReleaseError(
        f"{package.folder / DESCRIPTOR}: name is {name!r}, but it is to name a folder of releases; "
        "use lower case letters, digits, dots, hyphens and underscores, a letter or digit first"
    )


def _next_version(home: Path, entries: Sequence[Entry], package: Package) -> tuple[Version, tuple[str, ...]]:
    """The version of the package, and what changed since the newest release; nothing if that is up to date.

    The version follows from the changes, unless the descriptor asks for a higher one.
    """
    declared = parse_version(package.descriptor.get("version"))
    if not entries:
        return declared or FIRST, ("first release",)
    published = entries[0].version
    comparison = compare(_read_published(_release(home, published), entries[0]), package)
    version = published.bump(comparison.level)
    if declared is None or declared <= version:
        return version, comparison.reasons
    return declared, (*comparison.reasons, f"{DESCRIPTOR}: version {declared} set by hand")


def _read_published(release: Release, entry: Entry) -> Package:
    """The package in a release, which must be as it was published."""
    descriptor_file = release.folder / DESCRIPTOR
    for path, sha256 in ((descriptor_file, entry.descriptor_sha256), (release.zip, entry.zip_sha256)):
        if not path.is_file():
            raise ReleaseError(f"{path}: no such file, but {release.index} lists it; restore it from a copy")
        if descriptor.file_facts(path).sha256 != sha256:
            raise ReleaseError(f"{path}: not as it was published; restore it from a copy")
    package = read_package(release.folder)
    altered = differing(release.zip, release_files(package))
    if altered:
        names = ", ".join(altered)
        raise ReleaseError(f"{release.folder}: not as it was published ({names}); restore it from its zip")
    return package


def _write(
    home: Path,
    package: Package,
    version: Version,
    moment: str | None,
    entries: Sequence[Entry],
    changes: tuple[str, ...],
    key: Ed25519PrivateKey | None,
) -> None:
    release = _release(home, version)
    sources = release_files(package)
    home.mkdir(parents=True, exist_ok=True)
    with staged(home) as staging:
        files = {}
        for path, source in sources.items():
            files[path] = staging.path(f"{version}/{path}")
            shutil.copyfile(source, files[path])
        files[DESCRIPTOR].write_bytes(_described(package, version, moment))
        archive = release.zip.relative_to(home).as_posix()
        write_archive(staging.path(archive), files)
        facts = descriptor.file_facts(staging.path(archive))
        entry = Entry(
            version=version,
            created=moment,
            path=str(version),
            descriptor_sha256=descriptor.file_facts(files[DESCRIPTOR]).sha256,
            zip=archive,
            zip_bytes=facts.size,
            zip_sha256=facts.sha256,
            rows={name: table.declared["rows"] for name, table in package.tables.items() if "rows" in table.declared},
            changes=changes,
        )
        # What is to lie in the version's folder is there by now.
        entry = _sealed(staging, entry, files, key)
        if release.folder.exists() and set(entry.files) != set(facts_of_files(home, release.folder)):
            raise ReleaseError(
                f"{release.folder}: not listed in {release.index}; restore that file or remove the folder"
            )
        # Its name comes after those of all versions, so it is moved last and never lists what is not there.
        staging.write(INDEX, dump_index(home.name, (entry, *entries)))


def _sealed(staging: Staging, entry: Entry, files: Mapping[str, Path], key: Ed25519PrivateKey | None) -> Entry:
    """The entry with the facts of all files of its version, their list of hashes and the signature of that."""
    if taken := [path for path in files if path.casefold() in (SUMS.casefold(), SIGNATURE.casefold())]:
        raise ReleaseError(f"{taken[0]} is a file of the package, but publishing writes one of that name; rename it")
    folder = staging.path(entry.path)
    sums, signature = f"{entry.path}/{SUMS}", f"{entry.path}/{SIGNATURE}"
    listed = (file for file in facts_of_files(folder.parent, folder) if file.path != sums)
    content = dump_sums(listed, entry.path)
    staging.write(sums, content)
    if key is not None:
        staging.write(signature, key.sign(content))
    return dataclasses.replace(
        entry,
        sums=sums,
        signature=None if key is None else signature,
        public_key=None if key is None else public_key_of(key),
        files=facts_of_files(folder.parent, folder),
    )


def _described(package: Package, version: Version, moment: str | None = None) -> bytes:
    human = {**package.descriptor, "version": str(version), **({"created": moment} if moment else {})}
    return descriptor.dump(descriptor.build(human, package.settings, package.descriptor["resources"]))


def _release(home: Path, version: Version, changes: tuple[str, ...] = ()) -> Release:
    folder = home / str(version)
    archive = folder / f"{home.name}-{version}.zip"
    return Release(home.name, str(version), folder, archive, home / INDEX, changes, is_new=bool(changes))
