"""Cells of CSV files that people open in a spreadsheet: no text may run there."""

from __future__ import annotations

import re

from onrecord.text.printable import visible

BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet takes a cell for a formula that begins with one of these, and a formula may call programs and send data.
# Source: OWASP, "CSV Injection". Where semicolons or tabs separate cells, as in most of Europe, a text can go on in the
# next cell, and a line break in it can begin a row. The marks around such a part would be those of the cell.
_FORMULA = re.compile(r'(?:^|(?<=[;\t\n\r]))(?="*[=+\-@\t\r＝＋－＠])')
# A printable cell stays what it is if it begins with none of these and has no semicolon, `::` or `##[`.
_BEGINNINGS = frozenset("=+-@＝＋－＠")
# A regular expression of polars: it finds every text that `spreadsheet_cell` changes, and some others.
MAY_DIFFER = r"^[=+\-@＝＋－＠]|;|::|##\[|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]"
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def without_apostrophe(cell: str) -> str:
    """A cell that `spreadsheet_cell` wrote, without the apostrophe before what would be a formula.

    Examples:
        >>> without_apostrophe("'=1+1"), without_apostrophe("'tis")
        ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and cell[1:2] in _BEGINNINGS else cell


def spreadsheet_cell(text: str) -> str:
    r"""A text as a cell of CSV that no spreadsheet runs: an apostrophe before what would be a formula.

    Numbers stay numbers; invisible characters are shown by their codes.

    Examples:
        >>> spreadsheet_cell("=1+1"), spreadsheet_cell("-1.5"), spreadsheet_cell("a = b")
        ("'=1+1", '-1.5', 'a = b')
        >>> spreadsheet_cell('one;="two"')
        'one;\'="two"'
    """
    if (
        text[:1] not in _BEGINNINGS
        and ";" not in text
        and "::" not in text
        and "##[" not in text
        and text.isprintable()
    ):
        return text  # nearly every cell, at a tenth of the time
    if not _NUMBER.fullmatch(text):
        text = _FORMULA.sub("'", text)
    return visible(text, lines=True)
