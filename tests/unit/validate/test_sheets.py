"""Reading a table as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from onrecord.contract import Resource, parse_table
from onrecord.validate.sheets import Sheet, read_sheet, why_unreadable

TABLE = parse_table("notes", {"fields": [{"name": "id"}, {"name": "text"}], "primaryKey": ["id"]}, "here")


def resource(**declared: Any) -> Resource:
    """A resource of the table `notes`."""
    return Resource("notes", declared.pop("path", "data/notes.csv"), TABLE, declared)


def read(tmp_path: Path, content: str, **declared: Any) -> tuple[Sheet | None, list[str]]:
    """The sheet that a file holds, and the problems as they are printed."""
    path = tmp_path / "notes.csv"
    path.write_bytes(content.encode())
    sheet, problems = read_sheet(resource(**declared), TABLE, path)
    return sheet, [str(problem) for problem in problems]


def test_lines_are_counted_in_the_file(tmp_path: Path) -> None:
    """A row starts where an editor shows it, whatever line breaks the cells before it hold."""
    sheet, problems = read(tmp_path, 'id,text\na,"one\ntwo\r\nthree\rfour"\nb,five\n')
    assert sheet
    assert problems == []
    assert sheet.cells == {"id": ["a", "b"], "text": ["one\ntwo\r\nthree\rfour", "five"]}
    assert sheet.lines == [2, 6]
    assert (sheet.key(1), sheet.first_line(1, "text")) == ("b", 6)


def test_cells_keep_what_other_readers_drop(tmp_path: Path) -> None:
    """Blanks, words for missing values, other line separators and quotation marks are characters like any other."""
    sheet, problems = read(tmp_path, 'id,text\na, NA \nb,"say ""so"""\nc,x\u2028y\x0bz\x85\n')
    assert sheet
    assert problems == []
    assert sheet.cells["text"] == [" NA ", 'say "so"', "x\u2028y\x0bz\x85"]


def test_ragged_rows_are_marked(tmp_path: Path) -> None:
    """They are filled up or cut off, so that the rows below keep their place."""
    sheet, problems = read(tmp_path, "id,text\na\nb,c,d\n\n,\ne,f\n")
    assert sheet
    assert problems == []
    assert sheet.cells == {"id": ["a", "b", "", "", "e"], "text": ["", "c", "", "", "f"]}
    assert sheet.ragged == {0: 1, 1: 3, 2: 0, 3: 0}
    assert list(sheet.records("id", "text")) == [(4, "e", "f")]


def test_the_dialect_is_followed(tmp_path: Path) -> None:
    """Other separators and quotation marks are read as the descriptor says."""
    sheet, _ = read(tmp_path, "id;text\na;'b;c'\n", dialect={"delimiter": ";", "quoteChar": "'"})
    assert sheet
    assert sheet.cells == {"id": ["a"], "text": ["b;c"]}


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    """The line is right even far behind what a decoder reads at once."""
    path = tmp_path / "notes.csv"
    path.write_bytes(b"id,text\n" + b"a,b\n" * 30_000 + b"c,\xff\n" + b"d,e\n" * 30_000)
    sheet, problems = read_sheet(resource(), TABLE, path)
    assert sheet is None
    assert [str(problem) for problem in problems] == [
        "data/notes.csv:30002: the line is not UTF-8: invalid start byte; "
        "the file is Windows-1252 or another old encoding, as Excel's plain CSV is: save it as CSV UTF-8 [not-utf8]"
    ]


@pytest.mark.parametrize(
    ("declared", "reason"),
    [
        ({}, ""),
        ({"encoding": "UTF-8", "format": "csv", "dialect": {"delimiter": ",", "header": True}}, ""),
        ({"path": "data/notes.tsv"}, ""),
        ({"path": "data/notes.xlsx"}, "is no CSV file but xlsx"),
        ({"encoding": "latin-1"}, "is declared as latin-1"),
        ({"dialect": {"header": False}}, "uses header, which this validator does not know"),
        ({"dialect": {"commentChar": "#"}}, "uses commentChar, which this validator does not know"),
        ({"dialect": "dialect.json"}, "uses path, which this validator does not know"),
        ({"compression": "gz"}, "uses compression, which this validator does not know"),
        ({"dialect": {"delimiter": 5}}, 'has a dialect that is none: "delimiter" must be string, not int'),
    ],
)
def test_tables_of_other_kinds_are_told_apart(declared: dict[str, Any], reason: str) -> None:
    """What cannot be read as CSV in UTF-8 is not judged by guessing."""
    assert why_unreadable(resource(**declared)) == reason
