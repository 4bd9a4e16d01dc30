"""The types of Table Schema: one row a type, with all that other formats and rules have for it.

Loaders, the writers of SQL, Parquet and metadata, and the rules on constraints are derived from these rows. How a cell
is read is in `parsers`, what its value is in a column in `column_values`. pandas' types follow from the polars column.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class Type:
    """One type.

    Attributes:
        name: as in a schema.
        frame: the name of its type in polars, as in `polars_type`, where a table is loaded.
        file: the same in Parquet and the databases of a release.
        sqlite: the type that SQLite is told.
        duckdb: its type in DuckDB.
        postgres: its type in PostgreSQL.
        croissant: its data type in Croissant.
        json: what JSON has for its values, beside their text.
        is_ordered: whether bounds suit it (`minimum`, `exclusiveMaximum`, ...).
        is_sized: whether `minLength` and `maxLength` suit it.
        compares: whether values are equal in a database where the field's values are, so that it can be a key there.
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
    # The item's type, several times; as text where a format has no lists.
    dataclasses.replace(_TEXT, name="list", json=(list,), compares=False),
    _INTEGER,
    Type(
        "number", "Float64", "Float64", "REAL", "DOUBLE", "double precision", "sc:Float", (int, float), is_ordered=True
    ),
    Type("date", "Date", "Date", "TEXT", "DATE", "date", "sc:Date", is_ordered=True),
    Type("time", "Time", "Time", "TEXT", "TIME", "time", "sc:Time", is_ordered=True),
    Type("datetime", "instant", "instant", "TEXT", "TIMESTAMPTZ", "timestamptz", "sc:DateTime", is_ordered=True),
    # No format has months and seconds in one, and lets them compare.
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
    """A type of polars by its name there; `instant` is a datetime in UTC, `point` a pair of coordinates."""
    import polars as pl

    if name == "instant":
        return pl.Datetime("us", "UTC")
    return pl.Struct({"lon": pl.Float64(), "lat": pl.Float64()}) if name == "point" else getattr(pl, name)
