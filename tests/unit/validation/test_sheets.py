"""Reading a table as its file holds it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.package import DESCRIPTOR
from onrecord.package.package import read_package
from onrecord.package.resources import Resource
from onrecord.package.table_data import why_unreadable
from onrecord.tableschema.schema import parse_table
from onrecord.validation.sheets import Sheet, read_sheet

TABLE = parse_table("notes", {"fields": [{"name": "id"}, {"name": "text"}], "primaryKey": ["id"]}, "here")


def resource(folder: Path, **declared: Any) -> Resource:
    """A resource of the table `notes`, as it is read from a descriptor."""
    entry = {"name": "notes", "path": "notes.csv", "schema": TABLE.schema, **declared}
    (folder / DESCRIPTOR).write_text(json.dumps({"resources": [entry]}), encoding="utf-8")
    return read_package(folder).resources[0]


def read(folder: Path, content: str, **declared: Any) -> tuple[Sheet | None, list[str]]:
    """The sheet that a file holds, and the problems as they are printed."""
    (folder / "notes.csv").write_bytes(content.encode())
    sheet, problems = read_sheet(folder, resource(folder, **declared), TABLE)
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
        "notes.csv:5: advice: all cells of the row are empty; remove the row if it holds no data [empty-row]"
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
    (tmp_path / "notes.csv").write_bytes(b"id,text\n" + b"a,b\n" * 30_000 + b"c,\xff\n" + b"d,e\n" * 30_000)
    sheet, problems = read_sheet(tmp_path, resource(tmp_path), TABLE)
    assert sheet is None
    assert [str(problem) for problem in problems] == [
        "notes.csv:30002: the line is not UTF-8: invalid start byte; "
        "the file is in Windows-1252 or another old encoding, as Excel's plain CSV is: save it as CSV UTF-8 [not-utf8]"
    ]


@pytest.mark.parametrize(
    ("declared", "reason"),
    [
        ({}, ""),
        ({"encoding": "UTF-8", "format": "csv", "dialect": {"delimiter": ",", "header": True}}, ""),
        ({"path": "notes.tsv"}, ""),
        ({"path": "notes.csv.gz"}, ""),
        ({"encoding": "latin-1", "dialect": {"header": False, "commentChar": "#"}}, ""),
        ({"path": "notes.xlsx", "type": "table"}, "is of the format xlsx, which onrecord does not read"),
        ({"encoding": "runes"}, "is declared as 'runes', which is not a known encoding"),
        ({"dialect": {"headerRows": [1, 2]}}, ""),
        ({"dialect": {"anything": "else"}}, ""),
        ({"dialect": {"lineTerminator": ";"}}, ""),
        (
            {"dialect": {"lineTerminator": ","}},
            "has an impossible dialect: delimiter, lineTerminator, quoteChar and escapeChar are not all different",
        ),
        ({"dialect": "dialect.json"}, "has its dialect in dialect.json, which does not exist"),
        ({"dialect": 5}, "has the dialect 5; expected an object"),
        ({"compression": "zip"}, ""),
        ({"compression": "7z"}, "is compressed as '7z', which onrecord does not read"),
        ({"dialect": {"delimiter": 5, "headerRows": ["1"], "commentChar": None, "header": "no"}}, ""),
        ({"path": "https://example.org/a.csv"}, "refers to https://example.org/a.csv, which was not fetched"),
        ({"schema": "https://example.org/s.json"}, "refers to https://example.org/s.json, which was not fetched"),
        ({"path": "file:///a.csv"}, "has the URL file:///a.csv; expected http, https, ftp or ftps"),
        (
            {"path": ["a.csv", "https://example.org/b.csv"]},
            "has paths and URLs in one list, which the standard does not allow",
        ),
        ({"path": []}, "has the path []; expected a path, a URL, or a list of either"),
        ({"path": "../a.csv"}, "cannot be read: path '../a.csv' must be relative and stay inside the package"),
        ({"data": [["id", "text"]]}, "has both path and data; the standard allows only one of them"),
        ({"path": None, "data": 5, "type": "table"}, "has data that are not a table: int"),
        (
            {"schema": {"fields": 5}},
            "cannot be read: its schema: a Table Schema is an object with a list of fields; its fields are 5",
        ),
    ],
)
def test_reasons_why_tables_cannot_be_read(declared: dict[str, Any], reason: str, tmp_path: Path) -> None:
    """What cannot be read is not judged by guessing; each has its reason, and stops no other table."""
    assert why_unreadable(resource(tmp_path, **declared)) == reason


@pytest.mark.parametrize(
    ("name", "content", "declared"),
    [
        ("notes.csv", "id,text\nä,ö\n".encode("latin-1"), {"encoding": "iso-8859-1"}),
        ("notes.csv", "id,text\nä,ö\n".encode("utf-16"), {"encoding": "utf-16"}),
        ("notes.csv.gz", gzip.compress("id,text\nä,ö\n".encode(), mtime=0), {"path": "notes.csv.gz"}),
        ("notes.csv", gzip.compress("id,text\nä,ö\n".encode(), mtime=0), {"compression": "gz"}),
        ("notes.csv", "# two\nä,ö\n".encode(), {"dialect": {"header": False, "commentChar": "#"}}),
    ],
)
def test_files_of_other_forms(name: str, content: bytes, declared: dict[str, Any], tmp_path: Path) -> None:
    """Other encodings, packed files, comments and tables without a header are read as the descriptor says."""
    (tmp_path / name).write_bytes(content)
    sheet, problems = read_sheet(tmp_path, resource(tmp_path, **declared), TABLE)
    assert sheet
    assert (problems, cells(sheet)) == ([], {"id": ["ä"], "text": ["ö"]})


@pytest.mark.parametrize(
    ("content", "declared", "message"),
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
def test_files_that_cannot_be_unpacked(content: bytes, declared: dict[str, Any], message: str, tmp_path: Path) -> None:
    """A file that would fill the disk, or is not what it should be, is one problem."""
    (tmp_path / "notes.csv").write_bytes(content)
    sheet, [problem] = read_sheet(tmp_path, resource(tmp_path, **declared), TABLE)
    assert (sheet, problem.code) == (None, "not-readable")
    assert message in problem.message
