"""The expression of a column passes over no cell that is at fault."""

from __future__ import annotations

import datetime

import polars as pl
import pytest

from onrecord.tableschema.columns import Column
from onrecord.tableschema.schema import parse_table


def suspects(kind: str, cells: list[str]) -> list[str]:
    """The cells that need a look in a column of a type."""
    table = parse_table("one", {"fields": [{"name": "cell", "type": kind}]}, "here")
    suspect = Column.of(table, table.field("cell")).suspect
    assert suspect is not None
    return pl.DataFrame({"cell": cells}).filter(suspect)["cell"].to_list()


def is_day(text: str) -> bool:
    """Whether a day is in the calendar."""
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(("kind", "clock"), [("date", ""), ("datetime", "T09:30:00Z"), ("datetime", "T23:59:59")])
@pytest.mark.parametrize("year", [1900, 1999, 2000, 2024, 2025, 2100])
def test_no_day_outside_the_calendar_is_passed_over(kind: str, clock: str, year: int) -> None:
    """Of all days that can be written, a look is taken at those that do not exist, and at the 29th of February."""
    days = [f"{year}-{month:02}-{day:02}" for month in range(14) for day in range(33)]
    expected = [f"{day}{clock}" for day in days if not is_day(day) or day.endswith("-02-29")]
    assert suspects(kind, [f"{day}{clock}" for day in days]) == expected


def test_no_time_outside_the_day_is_passed_over() -> None:
    """Hours end at 23, minutes and seconds at 59."""
    odd = ["24:00:00", "23:60:00", "23:59:60", "9:30:00", "09:30", "09:30:00.5", "09:30:00Z"]
    assert suspects("time", ["00:00:00", "23:59:59", *odd]) == odd
