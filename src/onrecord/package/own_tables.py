"""The tables of onrecord's own packages, as their schemas declare them.

The schemas are Table Schemas of Data Package 2.0, and the only place where a table and its columns are defined. The
repository keeps them in `schemas/`; the wheel has the same files in `onrecord/schemas/`.
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
    """The facts about a whole table that its schema states in onrecord's own properties, such as `onrecord:order`.

    Attributes:
        order: the position of the table among the others, after all tables that it refers to.
        id_prefix: what the ids of its rows begin with; empty if its rows have no id.
        parent: the table that its rows are parts of, and to which it has a foreign key; may be empty.
        layer: the table of the things that its rows are marked for on the site: itself, or a table to which it
            has a foreign key; empty if its rows are not marked.
        anchor: the column of the words by which a row is found again in an edited text; empty if a row has no id or no
            place in a text.
        annotation: the columns that a web annotation of a row repeats; empty if its rows are not annotations.
        review: the columns that a person judges who reviews a row; empty if its rows are not reviewed.
        added_in: the version of onrecord that added the table, which packages of earlier versions lack; empty if all
            packages have it.
    """

    order: int
    id_prefix: str = ""
    parent: str = ""
    layer: str = ""
    anchor: str = ""
    annotation: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
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
    """The project's own tables by name, in order: those whose schemas state `onrecord:order`."""
    found = [_read_table(path.name.removesuffix(_SCHEMA), path) for path in schemas_folder().glob(f"*{_SCHEMA}")]
    return {table.name: table for table in sorted((each for each in found if _ORDER in each.schema), key=_order)}


@functools.cache
def facts_of(table: str) -> Facts:
    """The facts about one of the project's own tables that its schema states.

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
        review=tuple(stated.get("onrecord:review", ())),
        added_in=stated.get("onrecord:addedIn", ""),
    )


def column_of(table: str, home: str) -> str:
    """The column of a table that refers to `home`: its first foreign key there, or in `home` itself the primary key."""
    declared = own_tables()[table]
    if table == home:
        return declared.primary_key[0]
    return next(key.fields[0] for key in declared.foreign_keys if key.resource == home)


@functools.cache
def corrections_table() -> Table:
    """The columns of the files in a package's corrections/, which are not tables of the package."""
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
# Tables that packages made by an earlier onrecord lack; such packages stay valid.
LATER_TABLES = frozenset(name for name in TABLES if facts_of(name).added_in)
