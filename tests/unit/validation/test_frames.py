"""Data frames in memory are judged as the files would be that they are written to."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import onrecord
from onrecord.errors import PackageError
from onrecord.validation import validate

from ...small_package import edit_cell, mention_id

SCHEMA: dict[str, Any] = {
    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True}},
        {"name": "count", "type": "integer", "constraints": {"minimum": 1}},
        {"name": "share", "type": "number"},
        {"name": "open", "type": "boolean"},
        {"name": "day", "type": "date"},
        {"name": "at", "type": "datetime"},
        {"name": "tags", "type": "array"},
        {"name": "of", "type": "string"},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["of"], "reference": {"fields": ["id"]}}],
}
ROWS: dict[str, list[Any]] = {
    "id": ["a", "b", "c"],
    "count": [1, None, 3],
    "share": [0.5, 2.0, None],
    "open": [True, None, False],
    "day": [datetime.date(2031, 5, 13), None, None],
    "at": [datetime.datetime(2031, 5, 13, 7, 30), None, None],
    "tags": [["x", 1], None, []],
    "of": ["b", None, "a"],
}
LIBRARIES = {"pandas": pd.DataFrame, "polars": lambda rows: pl.DataFrame(rows, strict=False)}


def frame(library: str, **columns: Any) -> Any:
    """The rows with other columns, as a frame of a library."""
    rows = {**ROWS, **columns}
    if library == "polars":  # a list of mixed values is none to polars
        rows["tags"] = ['["x", 1]', None, "[]"]
    return LIBRARIES[library](rows)


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_valid_frame(library: str) -> None:
    """Integers with gaps, times, lists and truth values are taken for what they would be in a file."""
    verdict = validate({"things": frame(library)}, schemas={"things": SCHEMA})
    assert (verdict.problems, verdict.tables) == ((), {"things": 3})


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"count": [1, 0, 3]}, "things:3: b count: '0' is below the minimum 1; correct the cell [below-minimum]"),
        ({"id": ["a", "b", None]}, "things:4: id: the cell is empty, but a value is required; fill the cell "),
        ({"id": ["a", "b", "a"]}, "things:4: a id: 'a' is already in line 2; correct the key of one of the rows "),
        (
            {"of": ["b", None, "x"]},
            "things:4: c of: 'x' is not found in id of things; correct the reference, or add the row ",
        ),
        ({"count": ["1", "x", None]}, "things:3: b count: 'x' is not a valid integer; correct the cell [type-error]"),
    ],
)
def test_defects_of_a_frame(library: str, columns: dict[str, Any], message: str) -> None:
    """A problem names the table, and the line that the row would have in a file."""
    [problem] = list(validate({"things": frame(library, **columns)}, schemas={"things": SCHEMA}))
    assert str(problem).startswith(message)


def test_nan_is_nothing_to_pandas_and_a_number_to_polars() -> None:
    """Each library's own way to say that there is nothing is followed."""
    rows = {"share": [0.5, float("nan"), 1.0]}
    assert list(validate({"things": frame("pandas", **rows)}, schemas={"things": SCHEMA})) == []
    [problem] = list(validate({"things": frame("polars", **rows)}, schemas={"things": SCHEMA}))
    assert (problem.code, problem.value) == ("loose-form", "NaN")


def test_columns_of_a_frame() -> None:
    """A frame with other columns is not judged by guessing."""
    [problem] = validate({"things": frame("pandas").drop(columns=["of"])}, schemas={"things": SCHEMA})
    assert str(problem) == ("things:1: the header lacks of; make the header and the schema match [wrong-header]")


def test_the_projects_own_tables_need_no_schema(small_package: Path) -> None:
    """What `onrecord.load` gives can be validated again, keys between tables and meaning included."""
    assert list(validate(dict(onrecord.load(small_package).items()))) == []
    edit_cell(small_package, "mentions", mention_id(3), "mention_type", "nominal", refresh=False)
    tables = dict(onrecord.load(small_package).items())
    tables["mentions"].loc[3, "start"] = 10_000
    tables["mentions"].loc[3, "entity_id"] = "ent_aaaaaaaaaaaaaaaa"
    assert {(problem.code, problem.line) for problem in validate(tables)} >= {
        ("unknown-reference", 5),
        ("span-order", 5),
    }


@pytest.mark.parametrize(
    ("package", "options", "error", "message"),
    [
        ({"things": pd.DataFrame()}, {}, PackageError, "no schema for things, expected one of articles, "),
        ({"quotes": [1]}, {}, TypeError, "quotes: expected a data frame of pandas or polars, not list"),
        ({}, {"engine": "both"}, ValueError, "frames are judged by the fast engine"),
        (".", {"schemas": {}}, ValueError, "schemas are for frames; a package has its own schemas"),
    ],
)
def test_what_cannot_be_judged(package: Any, options: dict[str, Any], error: type[Exception], message: str) -> None:
    """The message says what was expected."""
    with pytest.raises(error) as caught:
        validate(package, **options)
    assert str(caught.value).startswith(message)
