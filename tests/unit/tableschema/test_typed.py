"""Cells as values of their types: quickly where a form leaves no doubt, and then as the law of cells has it."""

from __future__ import annotations

import datetime
import math
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.tableschema import typed as module
from onrecord.tableschema.parsers import NotOfType, reader
from onrecord.tableschema.schema import Field, parse_table
from onrecord.tableschema.typed import NotReadable, dtype_of, typed


def field_of(**declared: Any) -> Field:
    """A field called `x`."""
    missing = {"missingValues": declared.pop("missingValues")} if "missingValues" in declared else {}
    [field] = parse_table("things", {"fields": [{"name": "x", **declared}], **missing}, "here").fields
    return field


def column(field: Field, *cells: str | None) -> list[Any]:
    """The values of a column with some cells; an empty cell is null."""
    frame = pl.DataFrame({"x": pl.Series([cell or None for cell in cells], dtype=pl.String)})
    values = typed(field, frame)
    assert (values.name, values.dtype) == ("x", dtype_of(field))
    return values.to_list()


def at(*parts: int, microsecond: int = 0) -> datetime.datetime:
    """An instant of UTC."""
    year, month, day, hour, minute, second = parts
    return datetime.datetime(year, month, day, hour, minute, second, microsecond, tzinfo=datetime.UTC)


MEANT = {
    "strings": (
        {"type": "string"},
        ["12345e67", "007", "NA", "null", " a ", "a\r\nb", "🚢", ""],
        ["12345e67", "007", "NA", "null", " a ", "a\r\nb", "🚢", None],
    ),
    "untyped": ({}, ["1", "true", ""], ["1", "true", None]),
    "unknown format": ({"type": "string", "format": "roman"}, ["XII", ""], ["XII", None]),
    "integers": (
        {"type": "integer"},
        ["9007199254740993", "-9223372036854775808", "9223372036854775807", "007", "+1", " 2 ", "-0", ""],
        [9007199254740993, -(2**63), 2**63 - 1, 7, 1, 2, 0, None],
    ),
    "integers with their own signs": (
        {"type": "integer", "groupChar": ",", "bareNumber": False},
        ["1,234", "$5", "95%", ""],
        [1234, 5, 95, None],
    ),
    "numbers": (
        {"type": "number"},
        ["0.30000000000000004", "1e-7", ".5", "5.", "-0", "INF", "-INF", "NaN", ""],
        [0.30000000000000004, 1e-7, 0.5, 5.0, -0.0, math.inf, -math.inf, math.nan, None],
    ),
    "numbers with a comma": (
        {"type": "number", "decimalChar": ",", "groupChar": "."},
        ["1.234,5", "0,1", ""],
        [1234.5, 0.1, None],
    ),
    "booleans": ({"type": "boolean"}, ["true", "False", "1", "0", ""], [True, False, True, False, None]),
    "booleans in other words": (
        {"type": "boolean", "trueValues": ["yes", "false"], "falseValues": ["no"]},
        ["yes", "no", "false", ""],
        [True, False, True, None],
    ),
    "dates": (
        {"type": "date"},
        ["0001-01-01", "2024-02-29", "9999-12-31", ""],
        [datetime.date(1, 1, 1), datetime.date(2024, 2, 29), datetime.date(9999, 12, 31), None],
    ),
    "dates of a pattern": (
        {"type": "date", "format": "%d.%m.%Y"},
        ["03.04.2024", ""],
        [datetime.date(2024, 4, 3), None],
    ),
    "times": (
        {"type": "time"},
        ["01:02:03", "23:59:59", ""],
        [datetime.time(1, 2, 3), datetime.time(23, 59, 59), None],
    ),
    "datetimes": (
        {"type": "datetime"},
        [
            "2024-01-02T03:04:05Z",
            "2024-01-02T03:04:05",
            "2024-01-02T03:04:05+02:00",
            "2024-01-02T03:04:05.000007Z",
            "2024-12-31T24:00:00",
            "",
        ],
        [
            at(2024, 1, 2, 3, 4, 5),
            at(2024, 1, 2, 3, 4, 5),
            at(2024, 1, 2, 1, 4, 5),
            at(2024, 1, 2, 3, 4, 5, microsecond=7),
            at(2025, 1, 1, 0, 0, 0),
            None,
        ],
    ),
    "years": ({"type": "year"}, ["2024", "0001", ""], [2024, 1, None]),
    "what stays text": ({"type": "yearmonth"}, ["2024-05", ""], ["2024-05", None]),
    "objects stay text": ({"type": "object"}, ['{"a": 1.0}', ""], ['{"a": 1.0}', None]),
    "other missing values": (
        {"type": "integer", "missingValues": ["-", "n/a"]},
        ["-", "n/a", "3"],
        [None, None, 3],
    ),
    "an empty text that is not one of the missing values": (
        {"type": "string", "missingValues": ["-"]},
        ["-", "", "NA"],
        [None, "", "NA"],
    ),
}


@pytest.mark.parametrize(("declared", "cells", "values"), MEANT.values(), ids=MEANT.keys())
def test_what_cells_are_worth(declared: dict[str, Any], cells: list[str], values: list[Any]) -> None:
    """Each cell has the value that its schema gives it, in the column's one type."""
    found = column(field_of(**declared), *cells)
    assert list(map(repr, found)) == list(map(repr, values)) or found == values


REFUSED = {
    "no integer": ({"type": "integer"}, "1.0", "x is '1.0', which is not a valid integer"),
    "too large": ({"type": "integer"}, "9223372036854775808", "which 64 bits do not hold"),
    "no float": ({"type": "number"}, "1e400", "which a float does not hold"),
    "a whole number that a float changes": ({"type": "number"}, "9007199254740993", "which a float does not hold"),
    "finer than a column": ({"type": "datetime"}, "2024-01-26T15:00:00.0000001Z", "which is finer than a microsecond"),
    "no date": ({"type": "date"}, "2023-02-29", "x is '2023-02-29', which is not a valid date"),
    "no date of the pattern": (
        {"type": "date", "format": "%d.%m.%Y"},
        "2024-04-03",
        "x is '2024-04-03', which is not a valid date of the format %d.%m.%Y",
    ),
    "outside of the calendar": (
        {"type": "datetime"},
        "0001-01-01T00:00:00+02:00",
        "which is outside of the years 1 to 9999",
    ),
    "no missing value": ({"type": "integer", "missingValues": ["-"]}, "", "x is '', which is not a valid integer"),
    "no time": ({"type": "time"}, "25:00:00", "x is '25:00:00', which is not a valid time"),
    "no year": ({"type": "year"}, "24", "x is '24', which is not a valid year"),
    "no boolean": ({"type": "boolean"}, "yes", "x is 'yes', which is not a valid boolean"),
}


@pytest.mark.parametrize(("declared", "cell", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_cells_that_have_no_value(declared: dict[str, Any], cell: str, message: str) -> None:
    """The message has the first faulty row, with the value."""
    good = {"integer": "5", "number": "5", "date": "2024-02-28", "datetime": "2024-02-28T00:00:00", "time": "05:00:00"}
    good |= {"year": "2024", "boolean": "true"}
    fine = "28.02.2024" if "format" in declared else good[declared["type"]]
    with pytest.raises(NotReadable) as caught:
        column(field_of(**declared), fine, cell, fine, cell)
    assert caught.value.row == 1
    assert message in str(caught.value)


_TEXTS = st.text(st.sampled_from("0123456789-+.:TZeE "), min_size=1, max_size=20)
_NEAR = st.one_of(
    _TEXTS,
    st.integers(-(2**64), 2**64).map(str),
    st.floats().map(repr),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.datetimes().map(lambda value: value.isoformat()),
    st.datetimes().map(lambda value: f"{value:%Y-%m-%dT%H:%M:%S}Z"),
    st.dates().map(str),
    st.times().map(str),
    st.from_regex(r"[0-9]{1,25}\.[0-9]{1,25}", fullmatch=True),
)


@settings(deadline=None)
@given(st.sampled_from(sorted(module.DTYPES)), _NEAR)
@example("number", "2.4703282292062327208e-324")
@example("number", "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587")
@example("time", "23:59:60")
def test_the_quick_way_is_the_exact_way(kind: str, cell: str) -> None:
    """What polars reads is, to the last bit, what the law of cells says; what the law refuses is refused."""
    field = field_of(type=kind)
    try:
        value = module.READERS[kind](reader(field)(cell))
    except (NotOfType, OverflowError):
        with pytest.raises(NotReadable):
            column(field, cell)
    else:
        assert list(map(repr, column(field, cell))) == list(map(repr, pl.Series([value], dtype=dtype_of(field))))
