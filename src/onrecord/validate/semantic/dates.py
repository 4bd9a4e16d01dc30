"""Dates in EDTF."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from onrecord.problems import Problem
from onrecord.validate.rules import shown
from onrecord.validate.semantic.book import Book, check
from onrecord.validate.sheets import Sheet

_PLAIN = re.compile(r"(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


@check(articles="published")
def articles_have_dates_in_edtf(book: Book) -> Iterator[Problem]:
    """The date of publication can be read."""
    yield from _dates(book.sheets["articles"], "published")


@check(votes="date")
def votes_have_dates_in_edtf(book: Book) -> Iterator[Problem]:
    """The date of a vote can be read."""
    yield from _dates(book.sheets["votes"], "date")


@check(votes="date date_basis")
def dates_tell_their_basis(book: Book) -> Iterator[Problem]:
    """Where a vote has a date, it says how that follows from the words; where it has none, there is nothing to say."""
    votes = book.sheets["votes"]
    for row, date, basis in votes.records("date", "date_basis"):
        if date and not basis:
            yield votes.problem("date-basis-differs", row, "date_basis", f"the date is {date}, date_basis is empty")
        elif basis and not date:
            yield votes.problem("date-basis-differs", row, "date_basis", f"date_basis is {basis}, the date is empty")


def _dates(sheet: Sheet, column: str) -> Iterator[Problem]:
    known = {cell: _is_edtf(cell) for cell in set(sheet.cells[column]) if cell}
    for row, cell in sheet.records(column):
        if cell and not known[cell]:
            yield sheet.problem("not-a-date", row, column, f"{shown(cell)} is no date in EDTF")


def _is_edtf(value: str) -> bool:
    # The grammar takes 14 ms for each date, and nearly all dates are plain.
    if _PLAIN.fullmatch(value):
        return len(value) < len("2031-05-13") or _is_day(value)
    from edtf import EDTFParseException, parse_edtf

    try:
        parse_edtf(value)
        # The parser knows the lengths of the months, but not the years of 366 days.
        return all(map(_is_day, _DAY.findall(value)))
    except (EDTFParseException, TypeError, ValueError):
        return False


def _is_day(value: str) -> bool:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True
