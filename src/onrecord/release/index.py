"""index.json: the releases of a package that a folder holds."""

from __future__ import annotations

import dataclasses
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.contract import read_json
from onrecord.errors import PackageError, ReleaseError
from onrecord.package.files import temporary_folder, write_file
from onrecord.release.version import Version, parse_version

INDEX = "index.json"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclasses.dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file of a release: its path relative to the index, its size in bytes and its hash."""

    path: str
    bytes: int
    sha256: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One release; paths are relative to the index.

    Attributes:
        version: its version.
        created: when it was made, where that is known.
        path: its folder.
        descriptor_sha256: hash of its datapackage.json, which in turn holds the hashes of tables and texts.
        zip: the archive of its files, with its size and hash.
        rows: number of rows of each table.
        changes: what changed since the release before it, in words.
        previous: the version of that release; None for the first.
        reason: why the release was made, where a person said so.
        sums: the list of the hashes of its files, as `sha256sum` reads it; missing in releases of old.
        signature: the detached Ed25519 signature of `sums`, where the release is signed.
        public_key: the key that verifies it, as its maker states it.
        files: every file of the release; empty in releases of old.
    """

    version: Version
    created: str | None = None
    path: str
    descriptor_sha256: str
    zip: str
    zip_bytes: int
    zip_sha256: str
    rows: Mapping[str, int]
    changes: tuple[str, ...]
    previous: str | None = None
    reason: str | None = None
    sums: str | None = None
    signature: str | None = None
    public_key: str | None = None
    files: tuple[ReleaseFile, ...] = ()

    def facts_of(self, path: str) -> ReleaseFile | None:
        """What is stated of the file at a path relative to the index; None where nothing is."""
        return next((file for file in self.files if file.path == path), None)


def read_index(path: Path, name: str) -> tuple[Entry, ...]:
    """The releases of the package `name` that the index at `path` lists, the newest first; none without it.

    Raises:
        ReleaseError: the file is no index, or the one of another package.
    """
    if not path.exists():
        return ()
    listed, entries = _read(path, strict=True)
    if listed != name:
        raise ReleaseError(f"{path}: lists releases of {listed}, not of {name}; publish to another folder")
    return entries


def parse_index(content: bytes, place: str) -> tuple[str, tuple[Entry, ...]]:
    """The package's name and the releases, the newest first, of an index that somebody else wrote.

    It may be of a later onrecord: properties that are not known are passed over.

    Args:
        content: the bytes of the index.
        place: how messages name it.

    Raises:
        ReleaseError: it is no index, or names a file that does not lie below it.
    """
    with temporary_folder() as temporary:
        path = Path(temporary, INDEX)
        write_file(path, content)
        try:
            return _read(path, strict=False)
        except ReleaseError as error:
            raise ReleaseError(str(error).replace(str(path), place)) from None


def _read(path: Path, *, strict: bool) -> tuple[str, tuple[Entry, ...]]:
    try:
        index = read_json(path)
        entries = tuple(_entry(values, strict) for values in index["versions"])
        if not isinstance(index["name"], str) or not NAME.fullmatch(index["name"]):
            raise ValueError(f"name is {index['name']!r}")
    except (AttributeError, PackageError, KeyError, TypeError, ValueError) as error:
        raise ReleaseError(f"{path}: not an index of releases ({error}); restore the file") from None
    return index["name"], entries


def _entry(values: Mapping[str, Any], strict: bool) -> Entry:
    version = parse_version(values["version"])
    if version is None:
        raise ValueError(f"{values['version']!r} is no semantic version")
    files = tuple(ReleaseFile(file["path"], file["bytes"], file["sha256"]) for file in values.get("files", ()))
    known = {field.name for field in dataclasses.fields(Entry)}
    kept = {name: value for name, value in values.items() if strict or name in known}
    entry = Entry(**{**kept, "version": version, "changes": tuple(values["changes"]), "files": files})
    _check(entry)
    return entry


def _check(entry: Entry) -> None:
    """Raises a ValueError where an entry says what cannot be, or names a file that does not lie below the index."""
    archive = ReleaseFile(entry.zip, entry.zip_bytes, entry.zip_sha256)
    for file in (archive, ReleaseFile(entry.path, 0, entry.descriptor_sha256), *entry.files):
        if not _lies_below(file.path):
            raise ValueError(f"path {file.path!r} leaves the folder of the index")
        if type(file.bytes) is not int or file.bytes < 0:
            raise ValueError(f"size of {file.path} is {file.bytes!r}")
        if not isinstance(file.sha256, str) or not _SHA256.fullmatch(file.sha256):
            raise ValueError(f"sha256 of {file.path} is {file.sha256!r}")
    for path in (entry.sums, entry.signature):
        if path is not None and not _lies_below(path):
            raise ValueError(f"path {path!r} leaves the folder of the index")
    if not all(isinstance(change, str) for change in entry.changes):
        raise ValueError(f"changes of {entry.version} are no texts")
    for what in ("created", "public_key", "previous", "reason"):
        if not isinstance(getattr(entry, what), str | None):
            raise ValueError(f"{what} of {entry.version} is no text")


def _lies_below(path: object) -> bool:
    if not isinstance(path, str) or "\\" in path or has_controls(path):
        return False
    parts = path.split("/")
    return ":" not in parts[0] and all(part not in ("", ".", "..") for part in parts)


def has_controls(text: str) -> bool:
    """Whether a text has a character that is no sign but an order to a terminal, as a line break is."""
    return any(unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs") for character in text)


def dump_index(name: str, entries: Sequence[Entry]) -> bytes:
    """The bytes of an index of `entries`, which it lists from the highest version down."""
    versions = [_values(entry) for entry in sorted(entries, key=lambda entry: entry.version, reverse=True)]
    index = {"name": name, "latest": versions[0]["version"], "versions": versions}
    return (json.dumps(index, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _values(entry: Entry) -> dict[str, Any]:
    values = {field.name: getattr(entry, field.name) for field in dataclasses.fields(entry)}
    values |= {"version": str(entry.version), "files": [dataclasses.asdict(file) for file in entry.files]}
    return {name: value for name, value in values.items() if value is not None and value != []}
