"""Builds `datapackage.json`. No other module writes it; `package.package` reads it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.package.files import open_file, open_inside
from onrecord.package.own_tables import data_path, own_tables, schema_path
from onrecord.tableschema.schema import Table
from onrecord.text.printable import escape_json

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
# The properties that people write and a rebuild keeps, in the order of the file.
_HUMAN = (
    "name",
    "title",
    "description",
    "version",
    "created",
    "homepage",
    "licenses",
    "sources",
    "contributors",
    "keywords",
)
FIRST_VERSION = "1.0.0"
# Stated in full: a reader that has to guess chooses another delimiter if the texts are full of semicolons.
_DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}


@dataclasses.dataclass(frozen=True, slots=True)
class FileFacts:
    """Size and hash of a file."""

    size: int
    sha256: str


def file_facts(path: Path, within: Path | None = None) -> FileFacts:
    """Size and hash of a file, read in pieces.

    Args:
        path: the file.
        within: folder of the package that the file belongs to; the path may not leave it.

    Raises:
        PackageError: the path leads over a link or out of the package, or does not name a regular file.
        OSError: the file cannot be read.
    """
    with open_file(path) if within is None else open_inside(within, path.relative_to(within).as_posix()) as file:
        return FileFacts(os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest())


def table_resource(table: Table, facts: FileFacts, rows: int) -> dict[str, Any]:
    """The descriptor's entry for a table with `rows` rows."""
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "type": "table",
        # For readers of version 1 of the standard, the R package among them.
        "profile": "tabular-data-resource",
        "path": data_path(table.name),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": dict(_DIALECT),
        "bytes": facts.size,
        "hash": f"sha256:{facts.sha256}",
        "rows": rows,
        "schema": schema_path(table.name),
    }


def text_resource(article_id: str, title: str | None, path: str, facts: FileFacts) -> dict[str, Any]:
    """The descriptor's entry for the text of an article."""
    return {
        "name": f"text_{article_id}",
        "title": title or path,
        "path": path,
        "format": "txt",
        "mediatype": "text/plain",
        "encoding": "utf-8",
        "bytes": facts.size,
        "hash": f"sha256:{facts.sha256}",
    }


def new_descriptor(name: str) -> dict[str, Any]:
    """The human part of a new package's descriptor."""
    return {
        "name": slug(name),
        "title": name,
        "version": FIRST_VERSION,
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0 "
                "(the tables; the articles keep the terms of their publishers)",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "contributors": [{"title": name, "roles": ["creator"]}],
    }


def slug(name: str) -> str:
    """A name in the form that descriptors require: lower case letters, digits, dots, hyphens and underscores."""
    return re.sub(r"[^a-z0-9._-]+", "-", name.casefold()).strip("-._") or "package"


def build(
    human: Mapping[str, Any], settings: Mapping[str, Any], resources: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """A descriptor from its human part, the `onrecord` settings and the resources."""
    kept = {key: human[key] for key in _HUMAN if key in human}
    extra = {key: value for key, value in human.items() if key not in {*_HUMAN, "$schema", "onrecord", "resources"}}
    # A third-party package does not get the property, which would make it one of onrecord's own packages.
    ours = {"onrecord": dict(settings)} if settings or "onrecord" in human else {}
    return {"$schema": SCHEMA, **kept, **extra, **ours, "resources": list(resources)}


def dump(descriptor: Mapping[str, Any]) -> bytes:
    """The bytes of a descriptor file."""
    return (escape_json(json.dumps(descriptor, indent=2, ensure_ascii=False)) + "\n").encode("utf-8")


def schema_files() -> dict[str, bytes]:
    """The files of schemas/ by their path inside a package."""
    return {schema_path(name): dump(table.schema) for name, table in own_tables().items()}
