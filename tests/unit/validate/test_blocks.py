"""Blocks: whatever the bytes, what is read fast is what Python's csv module reads."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.validate import blocks
from onrecord.validate.blocks import CsvBlocks, Dialect, NotCsv

COLUMNS = ("a", "b", "c")
Row = tuple[int, int | None, tuple[str | None, ...]]


def rows_of(content: bytes, columns: tuple[str, ...] = COLUMNS, dialect: Dialect = Dialect()) -> list[Row]:  # noqa: B008
    """Line, number of cells where it is not the schema's, and cells of each row."""
    rows: list[Row] = []
    for block in CsvBlocks(io.BytesIO(content), dialect).blocks(columns):
        assert block.frame.columns == list(columns)
        assert set(block.frame.dtypes) <= {pl.String}
        rows += [(block.line(row), block.ragged.get(row), cells) for row, cells in enumerate(block.frame.rows())]
    return rows


def by_the_law(content: bytes, columns: tuple[str, ...] = COLUMNS) -> list[Row]:
    """The same by the csv module alone."""
    line, rows, seen = 1, [], [0]
    pieces = io.StringIO(content.decode(), newline="")
    feeds = (seen.append(seen[-1] + piece.endswith("\n")) or piece for piece in pieces)  # type: ignore[func-returns-value]
    for cells in csv.reader(feeds, strict=True):
        count = None if len(cells) == len(columns) else len(cells)
        filled = [*cells, *[""] * (len(columns) - len(cells))][: len(columns)]
        rows.append((line, count, tuple(cell or None for cell in filled)))
        line = seen[-1] + 1
    return rows


PIECES = st.sampled_from(
    [",", '"', '""', "\n", "\r\n", "\r", "a", "ü", " ", "\0", "\ufeff", "1,2,3\n", '"x,\ny",', ",,\n", "'"]
)
FILES = st.lists(PIECES, max_size=30).map("".join)
WELL_FORMED = st.lists(st.lists(st.text('ab,"\n\r ü\ufeff', max_size=6), min_size=1, max_size=5), max_size=12)


@settings(max_examples=600, deadline=None)
@given(FILES, st.sampled_from([5, 16, 1 << 20]))
@example('a,b"q,c\n1,2,3"\n', 1 << 20)
@example("a,b\n1,2,3,4\n", 1 << 20)
@example('a,b,"3""', 1 << 20)
@example("\ufeffa,b,c\n", 5)
def test_any_bytes_are_read_as_the_csv_module_does(text: str, size: int) -> None:
    """Rows, their lines and their cells are the same, and so is what cannot be read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", size)
        try:
            expected: list[Row] | str = by_the_law(text.encode())
        except csv.Error as error:
            expected = str(error)
        try:
            found: list[Row] | str = rows_of(text.encode())
        except NotCsv as error:
            found = str(error).removeprefix("the row is not CSV: ")
    assert found == expected


@settings(max_examples=300, deadline=None)
@given(WELL_FORMED, st.sampled_from(["\n", "\r\n"]), st.sampled_from([8, 1 << 20]))
def test_tables_that_programs_write_are_read_as_the_csv_module_does(
    table: list[list[str]], end: str, size: int
) -> None:
    """Rows of any width, with quotation marks, delimiters and line breaks in cells."""
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", size)
        assert rows_of(text.getvalue().encode()) == by_the_law(text.getvalue().encode())


def test_most_tables_are_read_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks, line breaks in cells, short and long rows, blank lines and carriage returns need no csv module."""
    monkeypatch.setattr(CsvBlocks, "_exactly", None)
    content = b'1,"x, ""y""",3\r\n"4\n5",,\r\n1,2\r\n\r\n1,2,3,4\r\n"","",""\r\nend,of,file'
    assert rows_of(content) == [
        (1, None, ("1", 'x, "y"', "3")),
        (2, None, ("4\n5", None, None)),
        (4, 2, ("1", "2", None)),
        (5, 0, (None, None, None)),
        (6, 4, ("1", "2", "3")),
        (7, None, (None, None, None)),
        (8, None, ("end", "of", "file")),
    ]


@pytest.mark.parametrize(
    ("dialect", "content", "cells"),
    [
        (Dialect(";"), b"1;2,2;3\n", ("1", "2,2", "3")),
        (Dialect("\t"), b"1\t2\t3\n", ("1", "2", "3")),
        (Dialect(quote_char="'"), b"1,'2,''x',3\n", ("1", "2,'x", "3")),
        (Dialect(quote_char=None), b'1,"2,3\n', ("1", '"2', "3")),
        (Dialect(skip_initial_space=True), b"1, 2, 3\n", ("1", "2", "3")),
        (Dialect(double_quote=False, escape_char="\\"), b'1,"\\"2",3\n', ("1", '"2', "3")),
        (Dialect(comment_char="#"), b"# 1,2,3\n1,2,3\n", ("1", "2", "3")),
    ],
)
def test_dialects(dialect: Dialect, content: bytes, cells: tuple[str, ...]) -> None:
    """A file is divided as its dialect says."""
    [(_, count, found)] = rows_of(content, dialect=dialect)
    assert (count, found) == (None, cells)


def test_marks_are_told_with_their_lines() -> None:
    """NUL characters by line, carriage returns by their number and the first."""
    reader = CsvBlocks(io.BytesIO(b'a,b,c\n"1\r\n\0",2,3\r\n\0,\0,x\r\n'), Dialect())
    assert reader.header() == ["a", "b", "c"]
    assert [block.lines for block in reader.blocks(COLUMNS)] != []
    assert (reader.marks.nul, reader.marks.returns, reader.marks.first_return) == ([3, 4], 2, 3)


def test_a_line_that_is_not_utf8_is_told() -> None:
    """The rows before it are read."""
    reader = CsvBlocks(io.BytesIO(b"a,b,c\n1,2,3\n\xff,2,3\n"), Dialect())
    assert reader.header() == ["a", "b", "c"]
    with pytest.raises(NotCsv) as caught:
        list(reader.blocks(COLUMNS))
    assert (caught.value.code, caught.value.line) == ("not-utf8", 3)


def test_a_cell_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quotation mark that nothing closes does not gather the whole file in memory."""
    monkeypatch.setattr(blocks, "CELL_LIMIT", 1000)
    monkeypatch.setattr(blocks, "BLOCK", 300)
    reader = CsvBlocks(io.BytesIO(b'a,b,c\n"' + b"x" * 100_000), Dialect())
    reader.header()
    with pytest.raises(NotCsv, match="field larger than field limit"):
        list(reader.blocks(COLUMNS))
