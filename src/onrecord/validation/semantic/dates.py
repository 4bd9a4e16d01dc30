"""Dates in EDTF."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.package.own_tables import own_tables
from onrecord.problems import Problem
from onrecord.text.edtf import LONGEST_DATE, is_edtf
from onrecord.text.printable import shown
from onrecord.validation.semantic.book import Book, check
from onrecord.validation.sheets import Sheet


@check()
def dates_are_in_edtf(book: Book) -> Iterator[Problem]:
    """All columns in this notation hold valid dates."""
    for name, table in own_tables().items():
        for field in table.fields:
            if field.notation == "edtf" and name in book.sheets and book.sheets[name].has(field.name):
                yield from _dates(book.sheets[name], field.name)


@check(votes="date date_basis")
def dates_have_a_basis(book: Book) -> Iterator[Problem]:
    """A vote has a date and a date_basis, or neither."""
    votes = book.sheets["votes"]
    for row, date, basis in votes.records("date", "date_basis"):
        if date and not basis:
            yield votes.problem("date-basis-differs", row, "date_basis", f"the date is {date}, but date_basis is empty")
        elif basis and not date:
            yield votes.problem(
                "date-basis-differs", row, "date_basis", f"date_basis is {basis}, but the date is empty"
            )


def _dates(sheet: Sheet, column: str) -> Iterator[Problem]:
    known = {cell: is_edtf(cell) for cell in set(sheet.cells[column]) if cell}
    for row, cell in sheet.records(column):
        if cell and not known[cell]:
            message = f"{shown(cell)} is not a date in EDTF"
            if len(cell) > LONGEST_DATE:
                message = f"{shown(cell)} has {len(cell):,} characters; a date has at most {LONGEST_DATE}"
            yield sheet.problem("not-a-date", row, column, message)
