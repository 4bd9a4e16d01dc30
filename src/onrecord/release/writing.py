"""Writing a release: the files of a version, their hashes and signature, and the index that lists it."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import ReleaseError
from onrecord.package import DESCRIPTOR, descriptor
from onrecord.package.files import copy_file, is_inside, open_inside, read_inside, write_file
from onrecord.package.json_files import read_json
from onrecord.package.package import Package
from onrecord.package.staging import Staging, staged
from onrecord.release.companions import write_companions
from onrecord.release.files import release_files
from onrecord.release.history import Row, written_history
from onrecord.release.index import INDEX, Entry, dump_index
from onrecord.release.names import refuse_names
from onrecord.release.new_release import NewRelease
from onrecord.release.signing import public_key_of
from onrecord.release.sums import SIGNATURE, SUMS, dump_sums, facts_of_files

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from semver import Version


def archive_path(name: str, version: Version) -> str:
    """The path of a release's zip, relative to the index."""
    return f"{version}/{name}-{version}.zip"


def write_release(home: Path, package: Package, new: NewRelease, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Writes a release and lists it, all or nothing.

    Args:
        home: the folder of the package's releases, which the caller has locked.
        package: the package.
        new: the release.
        entries: the releases before it.

    Returns:
        Notes on what was left out, each with a remedy.

    Raises:
        PackageError: a table cannot be read, or a path leaves the package.
        ReleaseError: the package cannot be written in one of the formats, a file has a name that is not valid on every
            system, or the version's folder holds something else.
    """
    sources, written = release_files(package), written_history(package, new.history)
    refuse_names(sources.keys() | written.keys())
    home.mkdir(parents=True, exist_ok=True)
    with staged(home, is_locked=True) as staging:
        written = {**written, DESCRIPTOR: _described(package, new.version, written, new.created)}
        files = {path: staging.path(f"{new.version}/{path}") for path in sources.keys() | written.keys()}
        for path, target in files.items():
            if path in written:
                write_file(target, written[path])
            else:
                with open_inside(package.folder, path) as source:
                    copy_file(source, target)
        archive = staging.path(archive_path(home.name, new.version))
        notes = write_companions(files[DESCRIPTOR].parent, files, archive, new)
        # All files of the version's folder are written by now.
        entry = _sealed(staging, _entry(home.name, new, files[DESCRIPTOR], archive), files, new.key)
        folder = home / entry.path
        if folder.exists() and set(entry.files) != set(facts_of_files(home, folder)):
            raise ReleaseError(f"{folder}: not listed in {home / INDEX}; restore that file or remove the folder")
        # Its name sorts after those of all versions, so it is moved last and never lists missing files.
        staging.write(INDEX, dump_index(home.name, (entry, *entries)))
    return notes


def _entry(name: str, new: NewRelease, described: Path, archive: Path) -> Entry:
    facts = descriptor.file_facts(archive)
    # `rows` is onrecord's property; in a third-party package it may be anything.
    stated = {resource["name"]: resource.get("rows") for resource in read_json(described)["resources"]}
    return Entry(
        version=new.version,
        created=new.created,
        path=str(new.version),
        descriptor_sha256=descriptor.file_facts(described).sha256,
        zip=archive_path(name, new.version),
        zip_bytes=facts.size,
        zip_sha256=facts.sha256,
        rows={name: rows for name, rows in stated.items() if type(rows) is int},
        changes=tuple(change.reason for change in new.changes),
        previous=None if new.previous is None else str(new.previous),
        reason=new.reason,
    )


def _sealed(staging: Staging, entry: Entry, files: Mapping[str, Path], key: Ed25519PrivateKey | None) -> Entry:
    """The entry with the facts of all files of its version, after writing their hashes and the signature."""
    if taken := [path for path in files if path.casefold() in (SUMS.casefold(), SIGNATURE.casefold())]:
        raise ReleaseError(f"{taken[0]} is a file of the package, but publish writes that name; rename it")
    folder = staging.path(entry.path)
    sums, signature = f"{entry.path}/{SUMS}", f"{entry.path}/{SIGNATURE}"
    content = dump_sums(facts_of_files(folder.parent, folder), entry.path)
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


def write_back(package: Package, version: Version, history: Sequence[Row]) -> None:
    """Writes the version and the history of its releases into the package itself."""
    written = written_history(package, history)
    folder = package.folder
    changed = {path for path in written if not is_inside(folder, path) or read_inside(folder, path) != written[path]}
    if changed or package.descriptor.get("version") != str(version):
        with staged(package.folder) as staging:
            for path in changed:
                staging.write(path, written[path])
            staging.write(package.described_in, _described(package, version, written))


def _described(package: Package, version: Version, written: Mapping[str, bytes], created: str | None = None) -> bytes:
    """The descriptor with a version, and with the sizes and hashes of the files of the history."""
    human = {**package.descriptor, "version": str(version), **({"created": created} if created else {})}
    resources = [
        {**resource.declared, **_facts(written[resource.path])} if resource.path in written else resource.declared
        for resource in package.resources
    ]
    return descriptor.dump(descriptor.build(human, package.settings, resources))


def _facts(table: bytes) -> dict[str, Any]:
    """The properties of a resource that follow from the file of its table."""
    rows = sum(1 for _ in csv.reader(io.StringIO(table.decode(), newline=""))) - 1
    return {"bytes": len(table), "hash": f"sha256:{hashlib.sha256(table).hexdigest()}", "rows": rows}
