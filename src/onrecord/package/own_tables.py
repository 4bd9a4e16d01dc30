"""The tables of onrecord's own packages, as their schemas declare them.

The schemas are Table Schemas of Data Package 2.0 and the only place where a column is defined. The repository keeps
them in `schemas/`; the wheel carries the same files as `onrecord/schemas/`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onrecord.package.json_files import read_json
from onrecord.tableschema.schema import Table, parse_table

TABLES = (
    "articles",
    "entities",
    "mentions",
    "quotes",
    "quote_spans",
    "votes",
    "vote_counts",
    "vote_positions",
    "claims",
    "claim_entities",
    "id_changes",
    "changes",
)
# Tables that packages made by an earlier onrecord lack; such a package is as good as it was.
LATER_TABLES = frozenset({"id_changes", "changes"})


def schemas_folder() -> Path:
    """The folder of the project's own schemas: in the installed package, else in the checkout."""
    here = Path(__file__).resolve()
    shipped = here.parents[1] / "schemas"
    return shipped if shipped.is_dir() else here.parents[3] / "schemas"


def schema_path(table: str) -> str:
    """Where a package keeps the schema of a table."""
    return f"schemas/{table}.schema.json"


def data_path(table: str) -> str:
    """Where a package keeps a table."""
    return f"data/{table}.csv"


@functools.cache
def own_tables() -> Mapping[str, Table]:
    """The project's own tables by name, in the order of `TABLES`."""
    folder = schemas_folder()
    return {name: _read_table(name, folder / f"{name}.schema.json") for name in TABLES}


@functools.cache
def corrections_table() -> Table:
    """What the files in a package's corrections/ hold; they are no tables of the package."""
    return _read_table("corrections", schemas_folder() / "corrections.schema.json")


def _read_table(name: str, path: Path) -> Table:
    return parse_table(name, read_json(path), str(path))


def allowed(table: str, field: str) -> tuple[Any, ...]:
    """The values that a column of one of the project's own tables may take, as its schema lists them."""
    return own_tables()[table].field(field).enum
