"""Dialects that the csv module cannot read are read as it would read them."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from onrecord.tableschema import records
from onrecord.tableschema.blocks import Marks
from onrecord.tableschema.dialect import Dialect
from onrecord.tableschema.records import Records

LIMITS = (1_000, 2_000)
PIECES = [",", ",", '"', '"', '""', "\n", "\n", "\r\n", "\r", " ", "a", "ü", "\\", "1", "\0"]
DIALECTS = st.builds(
    Dialect,
    quote_char=st.sampled_from(['"', '"', None]),
    double_quote=st.booleans(),
    escape_char=st.sampled_from([None, None, "\\"]),
    skip_initial_space=st.booleans(),
)


def read(content: bytes, dialect: Dialect) -> tuple[list[list[str]], bool]:
    """The records, and whether they are followed by an error."""
    found = []
    try:
        found.extend(cells for cells in Records(io.BytesIO(content), dialect, 1, Marks(), LIMITS).records())
    except csv.Error:
        return found, True
    return found, False


def by_the_law(text: str, dialect: Dialect) -> tuple[list[list[str]], bool]:
    """The same, by the csv module."""
    found = []
    try:
        found.extend(cells for cells in dialect.reader(iter(io.StringIO(text, newline=""))))
    except csv.Error:
        return found, True
    return found, False


@settings(deadline=None, max_examples=500)
@given(text=st.lists(st.sampled_from(PIECES), max_size=40).map("".join), dialect=DIALECTS, chunk=st.integers(1, 9))
def test_it_is_as_by_the_csv_module(text: str, dialect: Dialect, chunk: int) -> None:
    """Whatever the bytes and the size of the pieces; also with other sequences than usual."""
    # csv in its strict mode takes no line break for escaped, or takes it and the end of the file for an error.
    assume(not (dialect.escape_char and re.search(r"\\[\r\n]", text)))
    expected = by_the_law(text, dialect)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "_CHUNK", chunk)
        found = read(text.encode(), dialect)
        assert found[1] == expected[1]
        # The reader of csv has the rows before an error, and maybe not the last of them.
        assert found[0] == expected[0]
        other: dict[str, Any] = {name: getattr(dialect, name) for name in Dialect.__slots__}
        other |= {"delimiter": "<>", "line_terminator": "$\u2028"}
        lines = text.replace("\r\n", "\n").replace("\r", "\n").replace(",", "<>").replace("\n", "$\u2028")
        if dialect.escape_char is None:  # it would escape but one character of a sequence
            cells = [[cell.replace(",", "<>") for cell in row] for row in by_the_law(_feeds(text), dialect)[0]]
            cells = [[cell.replace("\n", "$\u2028") for cell in row] for row in cells]
            assert read(lines.encode(), Dialect(**other))[0] == cells


def _feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("content", ["a" * 1_001 + "||b\n", '"' + "a" * 3_000, "a||" * 700, "a" * 5_000])
def test_cells_and_rows_have_limits(content: str) -> None:
    """Nothing is read without end."""
    assert read(content.encode(), Dialect(delimiter="||"))[1]


@pytest.mark.parametrize(
    "stated",
    [
        {"delimiter": "||", "line_terminator": "||"},
        {"delimiter": "||", "line_terminator": ""},
        {"delimiter": "", "line_terminator": "|"},
        {"line_terminator": '"'},
        {"delimiter": "||", "quote_char": "||"},
        {"delimiter": "||", "line_terminator": 5},
        {"delimiter": 5, "line_terminator": "|"},
    ],
    ids=str,
)
def test_impossible_dialects(stated: dict[str, Any]) -> None:
    """Sequences must be distinct."""
    with pytest.raises((TypeError, ValueError)):
        Dialect(**stated).check()
