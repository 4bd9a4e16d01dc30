"""The tables of onrecord's own packages, as their schemas declare them.

The schemas are Table Schemas of Data Package 2.0 and the only place where a table and its columns are defined. The
repository keeps them in `schemas/`; the wheel carries the same files as `onrecord/schemas/`.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onrecord.package.json_files import read_json
from onrecord.tableschema.schema import Table, parse_table

_SCHEMA, _ORDER = ".schema.json", "onrecord:order"


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """What a schema states about a whole table in properties of onrecord's own, `onrecord:order` and so on.

    Attributes:
        order: where the table comes among the others, which is after all that it refers to.
        id_prefix: what the ids of its rows begin with; empty where its rows have no id of their own.
        parent: the table of which its rows are parts, to which it has a foreign key; empty for none.
        layer: the table of the things that its rows are marked for on the report page: itself, or one to which it
            has a foreign key; empty where its rows have no mark.
        anchor: the column of the words by which a row is found again in an edited text; empty where a row has no id,
            or no place in a text.
        annotation: the columns that a web annotation of a row repeats; empty where a row is none.
        added_in: the version of onrecord that brought the table, which packages of earlier ones lack; empty for those
            that all have.
    """

    order: int
    id_prefix: str = ""
    parent: str = ""
    layer: str = ""
    anchor: str = ""
    annotation: tuple[str, ...] = ()
    added_in: str = ""


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
    """The project's own tables by name, in their order: the schemas that state one."""
    found = [_read_table(path.name.removesuffix(_SCHEMA), path) for path in schemas_folder().glob(f"*{_SCHEMA}")]
    return {table.name: table for table in sorted((each for each in found if _ORDER in each.schema), key=_order)}


@functools.cache
def facts_of(table: str) -> Facts:
    """What the schema of one of the project's own tables states about it.

    Example:
        >>> facts_of("vote_counts").parent
        'votes'
    """
    stated = own_tables()[table].schema
    return Facts(
        order=stated[_ORDER],
        id_prefix=stated.get("onrecord:idPrefix", ""),
        parent=stated.get("onrecord:parent", ""),
        layer=stated.get("onrecord:layer", ""),
        anchor=stated.get("onrecord:anchor", ""),
        annotation=tuple(stated.get("onrecord:annotation", ())),
        added_in=stated.get("onrecord:addedIn", ""),
    )


def column_of(table: str, home: str) -> str:
    """The column of a table that says which row of `home` a row belongs to: its first reference, or its own key."""
    declared = own_tables()[table]
    if table == home:
        return declared.primary_key[0]
    return next(key.fields[0] for key in declared.foreign_keys if key.resource == home)


@functools.cache
def corrections_table() -> Table:
    """What the files in a package's corrections/ hold; they are not tables of the package."""
    return _read_table("corrections", schemas_folder() / "corrections.schema.json")


def _order(table: Table) -> int:
    place: int = table.schema[_ORDER]
    return place


def _read_table(name: str, path: Path) -> Table:
    return parse_table(name, read_json(path), str(path))


def allowed(table: str, field: str) -> tuple[Any, ...]:
    """The values that a column of one of the project's own tables may take, as its schema lists them."""
    return own_tables()[table].field(field).enum


TABLES: tuple[str, ...] = tuple(own_tables())
# Tables that packages made by an earlier onrecord lack; such a package is as good as it was.
LATER_TABLES = frozenset(name for name in TABLES if facts_of(name).added_in)
