"""The table of types: complete, and what each consumer takes from it."""

from __future__ import annotations

import polars as pl
import pytest

from onrecord.tableschema.parsers import is_known
from onrecord.tableschema.schema import Field
from onrecord.tableschema.typed import dtype_of
from onrecord.tableschema.types import ORDERED, SIZED, TYPES, polars_type

# Table Schema 2.0, "Field Types".
STANDARD = (
    *("string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date", "time", "year"),
    *("yearmonth", "duration", "geopoint", "geojson", "any"),
)


def test_every_type_of_the_standard_has_a_row() -> None:
    """All types and no others, each of which can be read."""
    assert sorted(TYPES) == sorted(STANDARD)
    assert all(is_known(Field("x", name)) for name in TYPES)


def test_constraints_suit_the_types_of_the_standard() -> None:
    """Table Schema 2.0, "Field Constraints": what bounds and lengths apply to."""
    assert sorted(ORDERED) == sorted(("integer", "number", "date", "time", "datetime", "duration", "year", "yearmonth"))
    assert sorted(SIZED) == sorted(("string", "array", "object", "list"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("integer", (pl.Int64, pl.Int64, "INTEGER", "BIGINT", "bigint", "sc:Integer")),
        ("number", (pl.Float64, pl.Float64, "REAL", "DOUBLE", "double precision", "sc:Float")),
        (
            "datetime",
            (pl.Datetime("us", "UTC"), pl.Datetime("us", "UTC"), "TEXT", "TIMESTAMPTZ", "timestamptz", "sc:DateTime"),
        ),
        ("geojson", (pl.String, pl.String, "TEXT", "JSON", "text", "sc:Text")),
        (
            "geopoint",
            (
                pl.String,
                pl.Struct({"lon": pl.Float64, "lat": pl.Float64}),
                "TEXT",
                "STRUCT(lon DOUBLE, lat DOUBLE)",
                "text",
                "sc:GeoCoordinates",
            ),
        ),
    ],
)
def test_a_row(name: str, expected: tuple[object, ...]) -> None:
    """Frame, file, SQLite, DuckDB, PostgreSQL and Croissant, side by side."""
    row = TYPES[name]
    assert (
        polars_type(row.frame),
        polars_type(row.file),
        row.sqlite,
        row.duckdb,
        row.postgres,
        row.croissant,
    ) == expected


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_frame_has_the_type_of_its_row(name: str) -> None:
    """Columns are loaded with the types in the table."""
    assert dtype_of(Field("x", name)) == polars_type(TYPES[name].frame)
