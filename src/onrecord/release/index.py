"""index.json: the releases of a package in a folder.

It is checked here, as receipts are in `receipt`, without msgspec (0.22) or cattrs (26.2). Of some ninety lines of
checks, msgspec would replace the twenty that check types, not those for paths, hashes, keys and repeated versions; and
it needs the types at run time, so that it and semver are imported, 22 ms before anything is read. cattrs turns 5 into
"5".
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import PackageError, ReleaseError
from onrecord.package.files import read_inside
from onrecord.package.names import has_controls
from onrecord.release.signing import is_public_key
from onrecord.text.bounded_json import NotReadable, parse_json
from onrecord.text.printable import escape_json
from onrecord.text.versions import parse_version

if TYPE_CHECKING:
    from semver import Version

INDEX = "index.json"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
LARGEST_INDEX = 32 * 1024 * 1024
_LARGEST_FILE = 2**63 - 1
_LONGEST_NAME = 200
_SHOWN = 100  # characters of a wrong value in a message


@dataclasses.dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file of a release: its path relative to the index, its size in bytes and its SHA-256."""

    path: str
    bytes: int
    sha256: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A release; paths are relative to the index.

    Attributes:
        version: its version.
        created: when it was made, if that is stated.
        path: its folder.
        descriptor_sha256: hash of its datapackage.json, which has the hashes of tables and texts.
        zip: the archive of its files, with its size and hash.
        rows: number of rows of each table.
        changes: what changed since the release before it, in words.
        previous: the version of that release; None for the first.
        reason: why the release was made, if that is stated.
        sums: the list of the hashes of its files, in the form of `sha256sum`; missing in old releases.
        signature: the detached Ed25519 signature of `sums`, if the release is signed.
        public_key: the key that verifies it, as its publisher states it.
        files: every file of the release; empty in old releases.
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
        """The facts of the file at a path relative to the index; None if it is not listed."""
        return next((file for file in self.files if file.path == path), None)


def read_index(path: Path, name: str) -> tuple[Entry, ...]:
    """The releases of the package `name` in the index at `path`, the newest first; empty if the file is missing.

    Raises:
        ReleaseError: the file is not an index, or the index of another package.
    """
    try:
        content = read_inside(path.parent, path.name, LARGEST_INDEX)
    except FileNotFoundError:
        return ()
    except PackageError as error:
        raise ReleaseError(f"{error}; restore the index") from None
    listed, entries = parse_index(content, str(path), strict=True)
    if listed != name:
        raise ReleaseError(f"{path}: lists releases of {listed}, not of {name}; publish to another folder")
    return entries


def parse_index(content: bytes, place: str, *, strict: bool = False) -> tuple[str, tuple[Entry, ...]]:
    """The package's name and the releases, the newest first, of a third-party index.

    A later onrecord may have written it: unknown properties are ignored.

    Args:
        content: the bytes of the index.
        place: its name in messages.
        strict: refuse unknown properties, which would be lost when the index is written again.

    Raises:
        ReleaseError: it is not an index, or names a file outside of its folder.
    """
    try:
        index = parse_json(content, strict=True, largest=LARGEST_INDEX)
        if not isinstance(index, dict) or not isinstance(index.get("versions"), list):
            raise ValueError("expected an object with a list of versions")
        entries = tuple(_entry(values, strict) for values in index["versions"])
        name = index.get("name")
        if not isinstance(name, str) or not NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
            raise ValueError(f"name is {str(name)[:_SHOWN]!r}")
        repeated = [version for version, count in Counter(entry.version for entry in entries).items() if count > 1]
        if repeated:
            raise ValueError(f"version {repeated[0]} is listed twice")
    except KeyError as error:
        raise ReleaseError(f"{place}: not an index of releases ({error} is missing); restore the file") from None
    except (AttributeError, TypeError):
        message = "a property has the wrong type"
        raise ReleaseError(f"{place}: not an index of releases ({message}); restore the file") from None
    except (NotReadable, ValueError) as error:
        raise ReleaseError(f"{place}: not an index of releases ({error}); restore the file") from None
    return name, tuple(sorted(entries, key=lambda entry: entry.version, reverse=True))


def _entry(values: Any, strict: bool) -> Entry:
    if not isinstance(values, dict):
        raise ValueError(f"a version is {str(values)[:_SHOWN]!r}, not an object")
    version = parse_version(values["version"])
    if version is None:
        raise ValueError(f"{str(values['version'])[:_SHOWN]!r} is not a semantic version")
    files = tuple(ReleaseFile(file["path"], file["bytes"], file["sha256"]) for file in values.get("files", ()))
    known = {field.name: field.default for field in dataclasses.fields(Entry)}
    for name, default in known.items():
        if default is dataclasses.MISSING and name not in (*values, "files"):
            raise ValueError(f"{name!r} of {version} is missing")
    if strict and (unknown := next((name for name in values if name not in known), None)):
        raise ValueError(f"{_short(unknown)} of {version} is not known; a later onrecord wrote it")
    kept = {name: value for name, value in values.items() if strict or name in known}
    if not isinstance(values["changes"], list):
        raise ValueError(f"changes of {version} are not a list")
    entry = Entry(**{**kept, "version": version, "changes": tuple(values["changes"]), "files": files})
    _check(entry)
    return entry


def _check(entry: Entry) -> None:
    """Raises a ValueError if an entry has an impossible value, or names a file outside of the folder of the index."""
    archive = ReleaseFile(entry.zip, entry.zip_bytes, entry.zip_sha256)
    for file in (archive, ReleaseFile(entry.path, 0, entry.descriptor_sha256), *entry.files):
        if not lies_below(file.path):
            raise ValueError(f"path {_short(file.path)} leaves the folder of the index")
        if type(file.bytes) is not int or not 0 <= file.bytes <= _LARGEST_FILE:
            raise ValueError(f"size of {file.path} is {_short(file.bytes)}")
        if not isinstance(file.sha256, str) or not SHA256.fullmatch(file.sha256):
            raise ValueError(f"sha256 of {file.path} is {_short(file.sha256)}")
    if len({file.path for file in entry.files}) < len(entry.files):
        raise ValueError(f"a file of {entry.version} is listed twice")
    for path in (entry.sums, entry.signature):
        if path is not None and not lies_below(path):
            raise ValueError(f"path {_short(path)} leaves the folder of the index")
    if not isinstance(entry.rows, dict) or not all(
        type(count) is int and 0 <= count <= _LARGEST_FILE for count in entry.rows.values()
    ):
        raise ValueError(f"rows of {entry.version} are not numbers by table")
    if not all(isinstance(change, str) for change in entry.changes):
        raise ValueError(f"changes of {entry.version} are not texts")
    for what in ("created", "public_key", "previous", "reason"):
        if not isinstance(getattr(entry, what), str | None):
            raise ValueError(f"{what} of {entry.version} is not a text")
    if entry.public_key is not None and not is_public_key(entry.public_key):
        raise ValueError(f"public_key of {entry.version} is not a key to be trusted: {_short(entry.public_key)}")


def _short(value: object) -> str:
    """A wrong value, shortened for a message."""
    return repr(value if not isinstance(value, str) else value[:_SHOWN])[: _SHOWN + 2]


def lies_below(path: object) -> bool:
    """Whether a path names a file below its base folder, on every system."""
    if not isinstance(path, str) or "\\" in path or has_controls(path):
        return False
    parts = path.split("/")
    return ":" not in parts[0] and all(part not in ("", ".", "..") for part in parts)


def dump_index(name: str, entries: Sequence[Entry]) -> bytes:
    """The bytes of an index of `entries`, listed from the highest version to the lowest."""
    versions = [_values(entry) for entry in sorted(entries, key=lambda entry: entry.version, reverse=True)]
    index = {"name": name, "latest": versions[0]["version"], "versions": versions}
    return (escape_json(json.dumps(index, indent=2, ensure_ascii=False)) + "\n").encode("utf-8")


def _values(entry: Entry) -> dict[str, Any]:
    values = {field.name: getattr(entry, field.name) for field in dataclasses.fields(entry)}
    values |= {"version": str(entry.version), "files": [dataclasses.asdict(file) for file in entry.files]}
    return {name: value for name, value in values.items() if value is not None and value != []}
