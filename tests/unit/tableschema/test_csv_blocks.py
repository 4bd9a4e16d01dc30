"""Blocks: whatever the bytes, fast reading gives the same as Python's csv module."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterator

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.tableschema import csv_blocks, csv_lines
from onrecord.tableschema.blocks import NotCsv
from onrecord.tableschema.csv_blocks import CsvBlocks
from onrecord.tableschema.dialect import Dialect

COLUMNS = ("a", "b", "c")
Row = tuple[int, int | None, tuple[str | None, ...]]
# What is read of a file: the cells of its header, where it has one, and its rows.
Read = tuple[list[str] | None, list[Row]]


def read(content: bytes, columns: tuple[str, ...] = COLUMNS, dialect: Dialect = Dialect()) -> Read:  # noqa: B008
    """The header; line, number of cells where it is not the schema's, and cells of each row."""
    reader, rows = CsvBlocks(io.BytesIO(content), dialect), []
    header = reader.header() if dialect.header else None
    for block in reader.blocks(columns):
        assert block.frame.columns == list(columns)
        assert set(block.frame.dtypes) <= {pl.String}
        rows += [(block.line(row), block.ragged.get(row), cells) for row, cells in enumerate(block.frame.rows())]
    return header, rows


def rows_of(content: bytes, columns: tuple[str, ...] = COLUMNS, dialect: Dialect = Dialect()) -> list[Row]:  # noqa: B008
    """The rows of a file without a header."""
    return read(content, columns, dataclasses.replace(dialect, header=False))[1]


def by_the_law(content: bytes, columns: tuple[str, ...] = COLUMNS, dialect: Dialect = Dialect()) -> Read:  # noqa: B008
    """The same by the csv module alone, of a file that was opened as its documentation says."""
    line, rows, last = 1, [], ""
    header: list[str] | None = None

    def pieces() -> Iterator[str]:
        nonlocal line, last, start, is_first
        for last in io.StringIO(content.decode(), newline=""):
            if is_first and dialect.comment_char and last.startswith(dialect.comment_char):
                line += 1
                continue
            start, is_first = line if is_first else start, False
            line += last.endswith("\n")
            yield last

    start, is_first, awaits_header = line, True, dialect.header
    for cells in csv.reader(
        pieces(),
        strict=True,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote_char,
        quoting=csv.QUOTE_MINIMAL if dialect.quote_char else csv.QUOTE_NONE,
        doublequote=dialect.double_quote,
        escapechar=dialect.escape_char,
        skipinitialspace=dialect.skip_initial_space,
    ):
        line += last.endswith("\r")  # alone, and at the end of a row, it ends a line as editors count them
        is_first = True
        if awaits_header:
            header, awaits_header = cells, False
        else:
            count = None if len(cells) == len(columns) else len(cells)
            filled = [*cells, *[""] * (len(columns) - len(cells))][: len(columns)]
            rows.append((start, count, tuple(cell or None for cell in filled)))
    return header, rows


PIECES = st.sampled_from(
    [
        *(b",", b'"', b'""', b"\n", b"\r\n", b"\r", b"a", "ü".encode(), b" ", b"\0", "\ufeff".encode(), b"1,2,3\n"),
        *(b'"x,\ny",', b",,\n", b"'", b"''", b";", b"\t", b"|", b"\\", b"#", b"//", b"a,b,c\r", b"1;2;3\r", b"\xff"),
        *(b"\x1c", "\u2028".encode(), "\x85".encode()),
    ]
)
FILES = st.lists(PIECES, max_size=30).map(b"".join)
DIALECTS = st.builds(
    Dialect,
    delimiter=st.sampled_from([",", ",", ";", "\t", "|", "a", "ü"]),
    quote_char=st.sampled_from(['"', '"', '"', "'", None]),
    double_quote=st.booleans(),
    escape_char=st.sampled_from([None, None, "\\"]),
    skip_initial_space=st.booleans(),
    comment_char=st.sampled_from([None, None, "#", "//"]),
    header=st.booleans(),
)
PLAIN = st.builds(Dialect, delimiter=st.sampled_from([",", ";"]), header=st.booleans())
WELL_FORMED = st.lists(st.lists(st.text('ab,"\n\r ü\ufeff', max_size=6), min_size=1, max_size=5), max_size=12)
# How much is read at once, of the file and of a line.
SIZES = st.sampled_from([1, 2, 5, 16, 1 << 20])


@settings(max_examples=1_500, deadline=None)
@given(FILES, DIALECTS | PLAIN, SIZES)
@example(b'a,b"q,c\n1,2,3"\n', Dialect(), 1 << 20)
@example(b"a,b\n1,2,3,4\n", Dialect(), 1 << 20)
@example(b'a,b,"3""', Dialect(), 1 << 20)
@example("\ufeffa,b,c\n".encode(), Dialect(header=False), 5)
@example(b"a,b,c\r1,2,3\r4,5,6\r", Dialect(), 1 << 20)
@example(b"a,b,c\r1,2,3\n4,5,6\n", Dialect(), 1 << 20)
@example(b"a,b,c\r1,2,3\r\n4,5,6\r", Dialect(), 5)
@example(b"a,b,c\n1,2,3\r4,5,6\n", Dialect(), 16)
def test_any_bytes_are_read_as_the_csv_module_does(content: bytes, dialect: Dialect, size: int) -> None:
    """Never fewer rows and never other cells: the csv module's rows with their lines, or an error as it raises one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_blocks, "BLOCK", size)
        patch.setattr(csv_lines, "_STEP", size)
        try:
            expected = by_the_law(content, dialect=dialect)
        except (csv.Error, UnicodeDecodeError):
            with pytest.raises(NotCsv):
                read(content, dialect=dialect)
        else:
            assert read(content, dialect=dialect) == expected


@settings(max_examples=300, deadline=None)
@given(WELL_FORMED, st.sampled_from(["\n", "\r\n", "\r"]), SIZES, st.booleans())
def test_tables_that_programs_write_are_read_as_the_csv_module_does(
    table: list[list[str]], end: str, size: int, has_header: bool
) -> None:
    """Rows of any width, with quotation marks, delimiters and line breaks in cells."""
    text, dialect = io.StringIO(), Dialect(header=has_header)
    csv.writer(text, lineterminator=end).writerows(table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_blocks, "BLOCK", size)
        patch.setattr(csv_lines, "_STEP", size)
        content = text.getvalue().encode()
        assert read(content, dialect=dialect) == by_the_law(content, dialect=dialect)


@pytest.mark.parametrize("size", [7, 1 << 20])
def test_lines_that_a_lone_carriage_return_ends(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after a header: its line does not swallow the rows that follow."""
    monkeypatch.setattr(csv_lines, "_STEP", size)
    header, rows = read(b'id,n\r1,5\r2,"6\r7"\r\r3,7\r', ("id", "n"))
    assert header == ["id", "n"]
    assert rows == [
        (2, None, ("1", "5")),
        (3, None, ("2", "6\r7")),
        (4, 0, (None, None)),
        (5, None, ("3", "7")),
    ]


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


def test_marks_have_their_lines() -> None:
    """NUL characters by line; how records end, by their number and the first, the header being one."""
    reader = CsvBlocks(io.BytesIO(b'a,b,c\n"1\r\n\0",2,3\r\n\0,\0,x\r\n1,2,3\n1,2,3'), Dialect())
    assert reader.header() == ["a", "b", "c"]
    assert [block.line(row) for block in reader.blocks(COLUMNS) for row in range(len(block.frame))] == [2, 4, 5, 6]
    assert reader.marks.nul == [3, 4]
    assert reader.marks.ends == {"\n": (2, 1), "\r\n": (2, 3)}


def test_a_line_that_is_not_utf8_is_reported() -> None:
    """The rows before it are read."""
    reader = CsvBlocks(io.BytesIO(b"a,b,c\n1,2,3\n\xff,2,3\n"), Dialect())
    assert reader.header() == ["a", "b", "c"]
    with pytest.raises(NotCsv) as caught:
        list(reader.blocks(COLUMNS))
    assert (caught.value.code, caught.value.line) == ("not-utf8", 3)


def test_a_cell_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quotation mark that nothing closes does not gather the whole file in memory."""
    monkeypatch.setattr(csv_blocks, "CELL_LIMIT", 1000)
    monkeypatch.setattr(csv_blocks, "BLOCK", 300)
    reader = CsvBlocks(io.BytesIO(b'a,b,c\n"' + b"x" * 100_000), Dialect())
    reader.header()
    with pytest.raises(NotCsv, match="field larger than field limit"):
        list(reader.blocks(COLUMNS))
