"""Layouts: where the rows of a block are, and which blocks polars must not divide."""

from __future__ import annotations

import pytest

from onrecord.tableschema.csv_layout import Layout, lines_with_nul
from onrecord.tableschema.dialect import Dialect

CONTENT = b'a,"x\ny"\r\n1,2,3\n\n"",""'


def test_rows_and_lines() -> None:
    """A line feed within quotation marks ends a line but not a row."""
    layout = Layout.of(CONTENT, Dialect(), is_last=True)
    assert layout
    assert (layout.size, layout.rows, layout.ended, layout.feeds, layout.returns) == (len(CONTENT), 4, 3, 4, 1)
    assert not layout.is_flat
    assert layout.lines(CONTENT, 10).tolist() == [10, 12, 13, 14]
    assert layout.ragged(CONTENT, 2, any_wide=True) == {1: 3, 2: 0}
    assert layout.take(CONTENT, [1, 3]) == b'1,2,3\n"",""\n'
    assert (layout.first_end(CONTENT, "\r\n"), layout.first_end(CONTENT, "\n")) == (1, 2)


def test_the_last_row_may_go_on() -> None:
    """Where more of the file follows, a row without its end does not belong to the block."""
    layout = Layout.of(b"1,2\n3,", Dialect(), is_last=False)
    assert layout
    assert (layout.size, layout.rows) == (4, 1)


@pytest.mark.parametrize("content", [b'a"b,c"d\n', b'"a" ,b\n', b'"a\n', b"a\rb\n", b'"a"\rb\n'])
def test_blocks_for_the_csv_module(content: bytes) -> None:
    """A quotation mark within a cell, an open cell, and a carriage return without a line feed."""
    assert Layout.of(content, Dialect(), is_last=True) is None


def test_nul_characters() -> None:
    """Each line that holds one is given once."""
    assert lines_with_nul(b"a\n\0\0\nb\n\0", 5) == [6, 8]
