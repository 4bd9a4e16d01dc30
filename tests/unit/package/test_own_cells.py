"""Cells that people write, by the validator's law of cells."""

from __future__ import annotations

import pytest

from onrecord.package.own_cells import as_written, rejects
from onrecord.package.own_tables import own_tables
from onrecord.tableschema.values import broken


@pytest.mark.parametrize(
    ("table", "column", "cell", "written"),
    [
        *(("votes", "unanimous", cell, "true") for cell in ("true", "True", "TRUE", "1")),
        *(("votes", "unanimous", cell, "false") for cell in ("false", "False", "FALSE", "0")),
        *(("vote_counts", "value", cell, "1000") for cell in ("1000", "1e3", "1E3", "1000.0", "+1000")),
        ("vote_counts", "value", "63.20", "63.2"),
        *(("quote_spans", "ordinal", cell, "7") for cell in ("7", "07", "+7")),
        ("entities", "name", "True", "True"),
        ("votes", "date", "2028-02-29/2028-03-01", "2028-02-29/2028-03-01"),
    ],
)
def test_what_the_law_accepts(table: str, column: str, cell: str, written: str) -> None:
    """Such a cell is accepted, and the tables have it in its plain form."""
    field = own_tables()[table].field(column)
    assert broken(field)(cell) == ()
    assert (rejects(field, cell), as_written(field, cell)) == ("", written)


@pytest.mark.parametrize(
    ("table", "column", "cell", "message"),
    [
        ("votes", "unanimous", "no", "is 'no', not a boolean"),
        ("vote_counts", "value", "five", "is 'five', not a number"),
        ("vote_counts", "value", "-1", "is '-1', beyond 0"),
        ("vote_counts", "value", "INF", "is 'INF', which is not a finite number"),
        ("vote_counts", "value", "NaN", "is 'NaN', beyond 0"),
        ("quote_spans", "ordinal", "1.5", "is '1.5', not an integer"),
        ("votes", "result", "passed", "is 'passed', none of pass, fail, tie"),
        ("votes", "date", "2031-02-29/2031-03-01", "is '2031-02-29/2031-03-01', which is not a date in EDTF"),
        ("articles", "url", "example.org", "is 'example.org', not in the format uri"),
        ("entities", "name", "", "is empty"),
        ("entities", "name", " Lee", "is ' Lee', with blanks around it"),
    ],
)
def test_what_it_refuses(table: str, column: str, cell: str, message: str) -> None:
    """What is wrong, with the value."""
    assert rejects(own_tables()[table].field(column), cell) == message


def test_dates_are_in_edtf_where_the_schema_says_so() -> None:
    """The columns that conversions, corrections and the validator hold to it."""
    fields = [(name, field.name) for name, table in own_tables().items() for field in table.fields if field.notation]
    assert fields == [
        ("articles", "published"),
        ("articles", "updated"),
        ("votes", "date"),
        ("article_revisions", "published"),
        ("article_revisions", "updated"),
    ]
