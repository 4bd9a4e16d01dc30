"""Dialects: which of them polars and the csv module can read, and which cannot be read at all."""

from __future__ import annotations

import pytest

from onrecord.tableschema.dialect import Dialect


@pytest.mark.parametrize(
    ("dialect", "is_plain", "is_beyond_csv"),
    [
        (Dialect(), True, False),
        (Dialect(";", line_terminator="\r\n"), True, False),
        (Dialect("\t", quote_char="'"), True, False),
        (Dialect(quote_char=None), False, False),
        (Dialect("ü"), False, False),
        (Dialect(skip_initial_space=True), False, False),
        (Dialect(comment_char="#"), False, False),
        (Dialect("||"), False, True),
        (Dialect(line_terminator="|"), False, True),
        (Dialect(escape_char="\\", null_sequence="\\N"), False, True),
    ],
)
def test_who_reads_a_dialect(dialect: Dialect, is_plain: bool, is_beyond_csv: bool) -> None:
    """Polars knows plain dialects; dialects beyond the csv module have our own reader."""
    assert (dialect.is_plain, dialect.is_beyond_csv) == (is_plain, is_beyond_csv)
    dialect.check()


@pytest.mark.parametrize(
    ("dialect", "error", "message"),
    [
        (Dialect(quote_char="ab"), TypeError, "quotechar"),
        (Dialect(""), TypeError, "delimiter"),
        (Dialect("", line_terminator="|"), ValueError, "delimiter and lineTerminator are strings that are not empty"),
        (
            Dialect("|", line_terminator="|"),
            ValueError,
            "delimiter, lineTerminator, quoteChar and escapeChar are not all different",
        ),
        (
            Dialect("||", quote_char="||"),
            ValueError,
            "delimiter, lineTerminator, quoteChar and escapeChar are not all different",
        ),
    ],
)
def test_invalid_dialects(dialect: Dialect, error: type[Exception], message: str) -> None:
    """The error names the properties."""
    with pytest.raises(error, match=message):
        dialect.check()
