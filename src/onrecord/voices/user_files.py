"""CSV files that users write for an audit: codes of entities, and how quotes were read and what they truly are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from onrecord.errors import PackageError
from onrecord.package.tables import read_records
from onrecord.text.spreadsheets import BYTE_ORDER_MARK

MOST_ROWS = 1_000_000


def rows_of(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file with their lines: the cells of some columns, without spaces around them.

    Other columns are left aside. Lines without any cell are skipped.

    Raises:
        PackageError: the file cannot be read, lacks a column or has it twice, or a row has other cells than the header
            or an empty cell.
    """
    records = read_records(path)
    header = next(records, None)
    names = [name.removeprefix(BYTE_ORDER_MARK).strip() for name in header.cells] if header else []
    if wrong := [column for column in columns if names.count(column) != 1]:
        message = f"the header needs the column {wrong[0]} once; it has {', '.join(names) or 'nothing'}"
        raise PackageError(f"{path}:1: {message}; begin the file with the line {','.join(columns)}")
    places = [names.index(column) for column in columns]
    for number, record in enumerate(records):
        if number >= MOST_ROWS:
            raise PackageError(f"{path}: more than {MOST_ROWS:,} rows; leave out those that are not needed")
        if not any(cell.strip() for cell in record.cells):
            continue
        if len(record.cells) != len(names):
            message = f"the row has {len(record.cells)} cells, but the header has {len(names)}"
            raise PackageError(f"{path}:{record.line}: {message}; put cells with commas in quotation marks")
        cells = [record.cells[place].strip() for place in places]
        if not all(cells):
            message = f"{columns[cells.index('')]} is empty"
            raise PackageError(f"{path}:{record.line}: {message}; fill it in, or remove the row")
        yield record.line, cells
