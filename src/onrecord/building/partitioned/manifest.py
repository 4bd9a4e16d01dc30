"""The manifest of a partitioned package: its `datapackage.json`, which lists the parts of each table, written last."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onrecord.building.partitioned.parts import Parts
from onrecord.building.partitioned.tables import TablePart
from onrecord.errors import PackageError
from onrecord.nlp.models import models
from onrecord.package import DESCRIPTOR, descriptor
from onrecord.package.own_tables import own_tables, schema_path
from onrecord.package.package import PARTS, TEXTS
from onrecord.tableschema.forms import WHOLE_TEXT
from onrecord.text.bounded_json import parse_json

_TEXTS_SCHEMA: Mapping[str, Any] = {
    "fields": [
        {"name": "article_id", "type": "string", "description": "The article.", "constraints": {"required": True}},
        {
            "name": "text_path",
            "type": "string",
            "description": "The path that the text has as a file of a package.",
            "constraints": {"required": True},
        },
        {
            "name": "text",
            "type": "string",
            "description": "The text, which all offsets count.",
            "onrecord:notation": WHOLE_TEXT,
            "constraints": {"required": True},
        },
        {"name": "origin", "type": "string", "description": "What the text was derived from, as in its origin.json."},
    ],
    "primaryKey": ["article_id"],
    "foreignKeys": [{"fields": ["article_id"], "reference": {"resource": "articles", "fields": ["article_id"]}}],
}


def existing_descriptor(parts: Parts, name: str) -> Mapping[str, Any]:
    """The descriptor of a partitioned package; if it is missing, the human part of a new descriptor.

    Raises:
        PackageError: there is a package of another form.
    """
    content = parts.read(DESCRIPTOR)
    if content is None:
        return descriptor.new_descriptor(name)
    try:
        value = parse_json(content)
    except ValueError:
        value = None
    settings = value.get("onrecord") if isinstance(value, dict) else None
    if not isinstance(settings, dict) or settings.get("tables") != PARTS:
        raise PackageError(f"{parts.place}: has a package whose tables are not in parts; name another folder")
    return dict(value)


def write_manifest(
    parts: Parts, existing: Mapping[str, Any], made: Iterable[TablePart], publishers: Sequence[str]
) -> dict[str, int]:
    """Writes the schemas and then the descriptor; returns how many rows each table has.

    Args:
        parts: the package.
        existing: the descriptor of which the human part is kept.
        made: the parts of all tables, in the order of their rows.
        publishers: the names of those who published the articles.
    """
    of_table: dict[str, list[TablePart]] = {table: [] for table in (*own_tables(), TEXTS)}
    for part in made:
        of_table[part.table].append(part)
    for path, content in descriptor.schema_files().items():
        parts.overwrite(path, content)
    resources = [_resource(table, of_table[table]) for table in of_table]
    known = [dataclasses.asdict(model) for model in models()]
    # The setting `full` means files, which `text_path` names.
    settings = {"texts": "none", "tables": PARTS, "models": known}
    sources = [{"title": name} for name in publishers] or [{"title": "The articles in the table texts"}]
    value = descriptor.build({"sources": sources, **existing}, settings, resources)
    parts.overwrite(DESCRIPTOR, descriptor.dump(value))
    return {table: sum(part.rows for part in found) for table, found in of_table.items() if table != TEXTS}


def _resource(table: str, found: Sequence[TablePart]) -> dict[str, Any]:
    """The descriptor's entry for a table of several files."""
    own = own_tables().get(table)
    return {
        "name": table,
        "title": own.title if own else "Texts",
        "description": own.description if own else "The texts of the articles.",
        "type": "table",
        "path": [part.path for part in found],
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": sum(part.size for part in found),
        "rows": sum(part.rows for part in found),
        "onrecord:parts": [{"bytes": part.size, "hash": f"sha256:{part.sha256}", "rows": part.rows} for part in found],
        "schema": schema_path(table) if own else dict(_TEXTS_SCHEMA),
    }
