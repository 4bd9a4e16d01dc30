"""Cells of CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io

import pytest

from onrecord.text.spreadsheets import spreadsheet_cell

# Cells that a spreadsheet shows as they are, the numbers among them.
HARMLESS = ["", "a=b", "3 - 1", "-1.5", "-12", "1e5", "-1e-5", "said; he left", "x: =1", "“Ja”", "ü\u00a0x", "a\nb"]


@pytest.mark.parametrize("cell", HARMLESS)
def test_what_runs_nowhere_stays_as_it_is(cell: str) -> None:
    """Texts, numbers, and signs after other characters."""
    assert spreadsheet_cell(cell) == cell


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-", "'-"),
        ("- he left", "'- he left"),
        ("-1+cmd", "'-1+cmd"),
        ("@ida", "'@ida"),
        ("\tx", "'\tx"),
        ("\rx", "'\\rx"),
        ("＝1", "'＝1"),
        ("one;=two", "one;'=two"),
        ('one;"=two"', 'one;\'"=two"'),
        ("one\n=two", "one\n'=two"),
        ("red\x1b[31m\u202e", "red\\x1b[31m\\u202e"),
    ],
)
def test_what_would_run_begins_with_an_apostrophe(cell: str, shown: str) -> None:
    """The signs of OWASP, also where another delimiter begins a cell in the text; commands to terminals are shown."""
    assert spreadsheet_cell(cell) == shown


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
@pytest.mark.parametrize("before", ["", "x;", 'x;"', "x\n", 'x\n"', "x;\n;", '";', "x\t"])
def test_no_delimiter_makes_a_formula(before: str, sign: str, delimiter: str) -> None:
    """However a spreadsheet divides the lines, no cell begins with a sign."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(["id", spreadsheet_cell(f"{before}{sign}1+1;y"), "z"])
    for row in csv.reader(io.StringIO(line.getvalue()), delimiter=delimiter):
        assert [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))] == []
