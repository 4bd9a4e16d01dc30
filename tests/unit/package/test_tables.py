"""Tables: cells, and CSV files byte for byte."""

from __future__ import annotations

import decimal
import io
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import PackageError
from onrecord.package.tables import Record, TableWriter, read_records, read_rows
from onrecord.tableschema.cells import format_cell
from onrecord.tableschema.schema import parse_table

TABLE = parse_table("things", {"fields": [{"name": "id"}, {"name": "words"}, {"name": "size"}]}, "here")


def written(*rows: dict[str, Any]) -> bytes:
    """The bytes of a file with these rows."""
    file = io.BytesIO()
    writer = TableWriter(file, TABLE)
    for row in rows:
        writer.write(row)
    content = file.getvalue()
    writer.close()
    assert writer.count == len(rows)
    return content


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("", ""),
        ("None", "None"),
        (" 007 ", " 007 "),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-12, "-12"),
        (10**20, "100000000000000000000"),
        (6.0, "6"),
        (-0.0, "0"),
        (52.5, "52.5"),
        (0.1, "0.1"),
        (1e-7, "1e-07"),
    ],
)
def test_cells(value: Any, cell: str) -> None:
    """Nothing is the empty cell, truth is a word, and a number has its shortest form."""
    assert format_cell(value) == cell


@pytest.mark.parametrize("value", [b"a", ["a"], {}, decimal.Decimal(1), object])
def test_what_no_cell_holds(value: Any) -> None:
    """A value of another type is a mistake of the caller's."""
    with pytest.raises(TypeError, match=r"^a cell holds a string, a number, a boolean or nothing, not "):
        format_cell(value)


def test_a_file_of_bytes() -> None:
    """UTF-8 without a mark, line feeds, quotes only where a cell needs them, missing columns empty."""
    assert (
        written(
            {"id": "a", "words": "plain words; “quoted”", "size": 6.0},
            {"words": 'says "no", twice', "id": "b"},
            {"id": "c", "words": "two\nlines"},
            {"id": "d", "words": "old\rlines"},
            {"id": "e", "words": "line\r\n"},
            {},
        )
        == (
            "id,words,size\n"
            "a,plain words; “quoted”,6\n"
            'b,"says ""no"", twice",\n'
            'c,"two\nlines",\n'
            'd,"old\rlines",\n'
            'e,"line\r\n",\n'
            ",,\n"
        ).encode()
    )


def test_a_table_without_rows() -> None:
    """There is only the header."""
    assert written() == b"id,words,size\n"


def test_unknown_columns_are_refused() -> None:
    """They are named, and the row is not written."""
    file = io.BytesIO()
    writer = TableWriter(file, TABLE)
    with pytest.raises(KeyError, match="table things has no column depth, width"):
        writer.write({"id": "a", "width": 2, "depth": 1})
    assert (file.getvalue(), writer.count) == (b"id,words,size\n", 0)


NASTY = st.one_of(
    st.text(st.sampled_from("a ,;\"'\n\r\t\u2028\x0b\x85\ufeff🚢“é")),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
)


@given(st.lists(st.tuples(NASTY, NASTY, NASTY)))
def test_what_is_written_is_read(rows: list[tuple[str, str, str]]) -> None:
    """Any cell comes back, and every record knows the line where it starts."""
    content = written(*(dict(zip(TABLE.columns, row, strict=True)) for row in rows))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "things.csv"
        path.write_bytes(content)
        records = list(read_records(path))
    assert [record.cells for record in records] == [TABLE.columns, *rows]
    lines = 1
    for record in records:
        assert record.line == lines
        # What ends a line for an editor that knows LF, CR LF and CR.
        lines += 1 + len(re.findall(r"\r\n|\n|\r", "".join(f"{cell}," for cell in record.cells)))


def test_lines_are_those_of_an_editor(tmp_path: Path) -> None:
    """A cell of several lines moves the records after it, blank lines count."""
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,words\na,"one\ntwo\nthree"\n\nb,"one\r\ntwo"\r\nc,\n')
    assert list(read_records(path)) == [
        Record(1, ("id", "words")),
        Record(2, ("a", "one\ntwo\nthree")),
        Record(5, ()),
        Record(6, ("b", "one\r\ntwo")),
        Record(8, ("c", "")),
    ]


def test_a_long_cell(tmp_path: Path) -> None:
    """A cell may be longer than the 131,072 characters that Python's csv module allows by itself."""
    path = tmp_path / "a.csv"
    path.write_bytes(written({"id": "x" * 200_000}))
    assert len(list(read_records(path))[1].cells[0]) == 200_000


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no such file; run convert, or restore it"),
        (b"id\n\xe9\n", "not UTF-8 (invalid continuation byte); save the file as UTF-8"),
        (b"id\n\xff\n", "not UTF-8 (invalid start byte); save the file as UTF-8"),
        (b"id\n" + b"x" * (16 * 1024 * 1024 + 1), "not CSV (field larger than field limit (16777216)); correct or"),
    ],
    ids=["missing", "Latin-1", "UTF-16", "endless cell"],
)
def test_no_table(content: bytes | None, message: str, tmp_path: Path) -> None:
    """The message has the file, the reason and the remedy."""
    path = tmp_path / "a.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PackageError, match=re.escape(f"{path}: {message}")):
        list(read_records(path))


def test_rows_by_column(tmp_path: Path) -> None:
    """Blank lines are left out, cells that are missing are empty, and those beyond the header are nobody's."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,name\n1,a\n\n2\n3,c,d\n")
    assert list(read_rows(path)) == [{"id": "1", "name": "a"}, {"id": "2", "name": ""}, {"id": "3", "name": "c"}]
    path.write_bytes(b"")
    assert list(read_rows(path)) == []


def test_a_folder_is_not_a_table(tmp_path: Path) -> None:
    """The system's own words are passed on."""
    with pytest.raises(PackageError, match=re.escape(f"{tmp_path}: Is a directory")):
        list(read_records(tmp_path))
