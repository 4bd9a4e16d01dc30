"""Reading a table as it stands."""

from __future__ import annotations

import gzip
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


def cells(sheet: Sheet) -> dict[str, list[str]]:
    """The cells of all columns."""
    return {name: sheet.cells[name] for name in TABLE.columns}


def test_lines_are_counted_in_the_file(tmp_path: Path) -> None:
    """A row starts where an editor shows it, whatever line breaks the cells before it hold."""
    sheet, problems = read(tmp_path, 'id,text\na,"one\ntwo\r\nthree\rfour"\nb,five\n')
    assert sheet
    assert problems == []
    assert cells(sheet) == {"id": ["a", "b"], "text": ["one\ntwo\r\nthree\rfour", "five"]}
    assert (list(sheet.lines), sheet.lines[1:]) == ([2, 5], [5])
    assert (sheet.key(1), sheet.value(1, ["text", "id"])) == ("b", "five,b")


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
    assert problems == [
        "data/notes.csv:5: advice: all cells of the row are empty; remove the row, if it says nothing [empty-row]"
    ]
    assert cells(sheet) == {"id": ["a", "b", "", "", "e"], "text": ["", "c", "", "", "f"]}
    assert sheet.ragged == {0: 1, 1: 3, 2: 0}
    assert list(sheet.records("id", "text")) == [(3, "", ""), (4, "e", "f")]


def test_the_dialect_is_followed(tmp_path: Path) -> None:
    """Other separators and quotation marks are read as the descriptor says."""
    sheet, _ = read(tmp_path, "id;text\na;'b;c'\n", dialect={"delimiter": ";", "quoteChar": "'"})
    assert sheet
    assert cells(sheet) == {"id": ["a"], "text": ["b;c"]}


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
        ({"path": "data/notes.csv.gz"}, ""),
        ({"encoding": "latin-1", "dialect": {"header": False, "commentChar": "#"}}, ""),
        ({"path": "data/notes.xlsx"}, "is no CSV file but xlsx"),
        ({"encoding": "runes"}, "is declared as 'runes', which is no encoding that is known"),
        ({"dialect": {"headerRows": [1, 2]}}, "uses headerRows in its dialect, which this validator does not know"),
        ({"dialect": "dialect.json"}, "has a dialect in another file, which this validator does not know"),
        ({"compression": "zip"}, "is compressed as 'zip', which this validator does not know"),
        ({"dialect": {"delimiter": 5}}, 'has a dialect that is none: "delimiter" must be string, not int'),
    ],
)
def test_tables_of_other_kinds_are_told_apart(declared: dict[str, Any], reason: str) -> None:
    """What cannot be read as CSV is not judged by guessing."""
    assert why_unreadable(resource(**declared)) == reason


@pytest.mark.parametrize(
    ("name", "content", "declared"),
    [
        ("notes.csv", "id,text\nä,ö\n".encode("latin-1"), {"encoding": "iso-8859-1"}),
        ("notes.csv", "id,text\nä,ö\n".encode("utf-16"), {"encoding": "utf-16"}),
        ("notes.csv.gz", gzip.compress("id,text\nä,ö\n".encode(), mtime=0), {"path": "data/notes.csv.gz"}),
        ("notes.csv", gzip.compress("id,text\nä,ö\n".encode(), mtime=0), {"compression": "gz"}),
        ("notes.csv", "# two\nä,ö\n".encode(), {"dialect": {"header": False, "commentChar": "#"}}),
    ],
)
def test_files_of_other_forms(name: str, content: bytes, declared: dict[str, Any], tmp_path: Path) -> None:
    """Other encodings, packed files, comments and tables without a header are read as the descriptor says."""
    (tmp_path / name).write_bytes(content)
    sheet, problems = read_sheet(resource(**declared), TABLE, tmp_path / name)
    assert sheet
    assert (problems, cells(sheet)) == ([], {"id": ["ä"], "text": ["ö"]})


@pytest.mark.parametrize(
    ("content", "declared", "told"),
    [
        (
            gzip.compress(bytes(100 << 20), mtime=0),
            {"compression": "gz"},
            "it grows to more than 200 times its size",
        ),
        (b"id,text\n", {"compression": "gz"}, "the file cannot be read: Not a gzipped file"),
        ("id,text\n".encode("utf-16")[:-1], {"encoding": "utf-16"}, "the file cannot be read: 'utf-16"),
    ],
)
def test_files_that_cannot_be_unpacked(content: bytes, declared: dict[str, Any], told: str, tmp_path: Path) -> None:
    """A file that would fill the disk, or is not what it should be, is one problem."""
    path = tmp_path / "notes.csv"
    path.write_bytes(content)
    sheet, [problem] = read_sheet(resource(**declared), TABLE, path)
    assert (sheet, problem.code) == (None, "not-readable")
    assert told in problem.message


@pytest.mark.parametrize(
    ("match", "reason"),
    [("exact", ""), (["exact"], ""), ("subset", "asks for fields to match as 'subset', where only exact is known")],
)
def test_other_ways_to_match_fields_are_named(match: object, reason: str) -> None:
    """A header that may be another is not judged as if it might not."""
    table = parse_table("notes", {**TABLE.schema, "fieldsMatch": match}, "here")
    assert why_unreadable(Resource("notes", "notes.csv", table, {})) == reason
