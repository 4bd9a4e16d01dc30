"""Tables to download as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import IO

from onrecord.text.spreadsheets import BYTE_ORDER_MARK, spreadsheet_cell


class Download:
    """Writes a table, row by row, into an open binary file."""

    def __init__(self, file: IO[bytes], columns: Sequence[str]) -> None:
        self._text = io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="")
        self._text.write(BYTE_ORDER_MARK)  # or Excel reads UTF-8 as another encoding
        self._writer = csv.writer(self._text)
        self._writer.writerow(columns)

    def write(self, cells: Sequence[str]) -> None:
        """Adds a row."""
        self._writer.writerow(map(spreadsheet_cell, cells))

    def close(self) -> None:
        """Flushes and closes the file."""
        self._text.close()
