"""The types of Table Schema: one row for each type, with its types in other formats and its constraints.

Loaders, the writers of SQL, Parquet and metadata, and the rules on constraints are derived from these rows. `parsers`
reads a cell, `column_values` turns its value into a column's. The types of pandas follow from polars.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class Type:
    """One type.

    Attributes:
        name: its name in a schema.
        frame: the name of its polars type (see `polars_type`) when a table is loaded.
        file: the same for Parquet and the databases of a release.
        sqlite: its declared type in SQLite.
        duckdb: its type in DuckDB.
        postgres: its type in PostgreSQL.
        croissant: its data type in Croissant.
        json: the types of its values in JSON, in addition to text.
        is_ordered: whether it may have bounds (`minimum`, `exclusiveMaximum`, ...).
        is_sized: whether it may have `minLength` and `maxLength`.
        compares: whether equal values of the field are equal in a database, so that it can be a key there.
    """

    name: str
    frame: str
    file: str
    sqlite: str
    duckdb: str
    postgres: str
    croissant: str
    json: tuple[type, ...] = ()
    is_ordered: bool = False
    is_sized: bool = False
    compares: bool = True


_TEXT = Type("string", "String", "String", "TEXT", "VARCHAR", "text", "sc:Text", is_sized=True)
_JSON = Type("object", "String", "String", "TEXT", "JSON", "text", "sc:Text", (dict,), is_sized=True, compares=False)
_INTEGER = Type("integer", "Int64", "Int64", "INTEGER", "BIGINT", "bigint", "sc:Integer", (int,), is_ordered=True)
_ROWS = (
    _TEXT,
    dataclasses.replace(_JSON, name="array", json=(list,)),
    _JSON,
    # A list of the item's type; text in formats without lists.
    dataclasses.replace(_TEXT, name="list", json=(list,), compares=False),
    _INTEGER,
    Type(
        "number", "Float64", "Float64", "REAL", "DOUBLE", "double precision", "sc:Float", (int, float), is_ordered=True
    ),
    Type("date", "Date", "Date", "TEXT", "DATE", "date", "sc:Date", is_ordered=True),
    Type("time", "Time", "Time", "TEXT", "TIME", "time", "sc:Time", is_ordered=True),
    Type("datetime", "instant", "instant", "TEXT", "TIMESTAMPTZ", "timestamptz", "sc:DateTime", is_ordered=True),
    # No format has a type with both months and seconds whose values can be compared.
    dataclasses.replace(_TEXT, name="duration", is_ordered=True, is_sized=False, compares=False),
    dataclasses.replace(_INTEGER, name="year", postgres="integer"),
    dataclasses.replace(_TEXT, name="yearmonth", is_ordered=True, is_sized=False),
    Type("boolean", "Boolean", "Boolean", "INTEGER", "BOOLEAN", "boolean", "sc:Boolean", (bool,)),
    Type(
        *("geopoint", "String", "point", "TEXT", "STRUCT(lon DOUBLE, lat DOUBLE)", "text", "sc:GeoCoordinates"),
        json=(list, dict),
        compares=False,
    ),
    dataclasses.replace(_JSON, name="geojson", is_sized=False),
    dataclasses.replace(_TEXT, name="any", json=(bool, int, float, list, dict), is_sized=False),
)
TYPES: Mapping[str, Type] = {row.name: row for row in _ROWS}
ORDERED = tuple(row.name for row in _ROWS if row.is_ordered)
SIZED = tuple(row.name for row in _ROWS if row.is_sized)


def polars_type(name: str) -> Any:
    """The polars type with a name; also `instant`, a datetime in UTC, and `point`, a pair of coordinates."""
    import polars as pl

    if name == "instant":
        return pl.Datetime("us", "UTC")
    return pl.Struct({"lon": pl.Float64(), "lat": pl.Float64()}) if name == "point" else getattr(pl, name)
