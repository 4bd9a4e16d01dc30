"""Tables to download as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import IO

# https://owasp.org/www-community/attacks/CSV_Injection: a cell that begins so may be run as a formula.
_FORMULA = frozenset("=+-@\t\r")


def safe_cell(cell: str) -> str:
    """A cell as text that no spreadsheet takes for a formula: an apostrophe goes before it, unless it is a number.

    Examples:
        >>> safe_cell("=1+1"), safe_cell("-2.5"), safe_cell("a - b")
        ("'=1+1", '-2.5', 'a - b')
    """
    if cell[:1] not in _FORMULA:
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


class Download:
    """Writes a table, row by row, into an open binary file."""

    def __init__(self, file: IO[bytes], columns: Sequence[str]) -> None:
        # Without the mark at the beginning, Excel reads UTF-8 as another encoding.
        self._text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="backslashreplace", newline="")
        self._writer = csv.writer(self._text)
        self._writer.writerow(columns)

    def write(self, cells: Sequence[str]) -> None:
        """Adds a row."""
        self._writer.writerow([cell if cell[:1] not in _FORMULA else safe_cell(cell) for cell in cells])

    def close(self) -> None:
        """Flushes and closes the file."""
        self._text.close()
