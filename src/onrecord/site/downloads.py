"""Tables to download as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from onrecord.errors import PackageError
from onrecord.exports.joined_formats import csv_parts
from onrecord.loading.joined import JoinedTable, joined_tables
from onrecord.package.files import create_file, remove_file
from onrecord.package.package import Package
from onrecord.sql.views import JOINED
from onrecord.text.spreadsheets import BYTE_ORDER_MARK, spreadsheet_cell


def download_path(table: str) -> str:
    """The path in the site of a table to download."""
    return f"data/{table}.csv"


class Download:
    """Writes a table, row by row, into an open binary file."""

    def __init__(self, file: IO[bytes], columns: Sequence[str]) -> None:
        self._text = io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="")
        self._text.write(BYTE_ORDER_MARK)  # or Excel reads UTF-8 as another encoding
        self._writer = csv.writer(self._text, lineterminator="\n")
        self._writer.writerow(columns)

    def write(self, cells: Sequence[str]) -> None:
        """Adds a row."""
        self._writer.writerow(map(spreadsheet_cell, cells))

    def close(self) -> None:
        """Flushes and closes the file."""
        self._text.close()


def write_exports(package: Package, site: Path) -> list[str]:
    """Writes the tables that `onrecord export` makes, with the same bytes.

    Returns:
        the names of those that cannot be made: pages show rows that do not fit their schema, but such rows cannot be
        joined.
    """
    written = set[str]()
    try:
        for table in joined_tables(package):
            _write(table, site)
            written.add(table.name)
    except PackageError:
        return [name for name in JOINED if name not in written and not _is_written(package, name, site)]
    return []


def _is_written(package: Package, name: str, site: Path) -> bool:
    """Writes a table by itself, because those before it cannot be made."""
    try:
        [table] = joined_tables(package, [name])
        _write(table, site)
    except PackageError:
        return False
    return True


def _write(table: JoinedTable, site: Path) -> None:
    path = site / download_path(table.name)
    try:
        with create_file(path) as file:
            file.writelines(csv_parts(table))
    except PackageError:
        remove_file(path)
        raise
