"""index.json: the releases of a package that a folder holds."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.contract import read_json
from onrecord.errors import PackageError, ReleaseError
from onrecord.release.version import Version, parse_version

INDEX = "index.json"


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


def read_index(path: Path, name: str) -> tuple[Entry, ...]:
    """The releases of the package `name` that the index at `path` lists, the newest first; none without it.

    Raises:
        ReleaseError: the file is no index, or the one of another package.
    """
    if not path.exists():
        return ()
    try:
        index = read_json(path)
        listed, entries = index["name"], tuple(_entry(values) for values in index["versions"])
    except (PackageError, KeyError, TypeError, ValueError) as error:
        raise ReleaseError(f"{path}: not an index of releases ({error}); restore the file") from None
    if listed != name:
        raise ReleaseError(f"{path}: lists releases of {listed}, not of {name}; publish to another folder")
    return entries


def _entry(values: Mapping[str, Any]) -> Entry:
    version = parse_version(values["version"])
    if version is None:
        raise ValueError(f"{values['version']!r} is no semantic version")
    return Entry(**{**values, "version": version, "changes": tuple(values["changes"])})


def dump_index(name: str, entries: Sequence[Entry]) -> bytes:
    """The bytes of an index of `entries`, which it lists from the highest version down."""
    versions = [_values(entry) for entry in sorted(entries, key=lambda entry: entry.version, reverse=True)]
    index = {"name": name, "latest": versions[0]["version"], "versions": versions}
    return (json.dumps(index, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _values(entry: Entry) -> dict[str, Any]:
    values = {field.name: getattr(entry, field.name) for field in dataclasses.fields(entry)}
    return {name: value for name, value in values.items() if value is not None} | {"version": str(entry.version)}
