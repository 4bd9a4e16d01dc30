"""The joined tables as CSV for spreadsheets and as JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from onrecord.loading.joined import JoinedTable
from onrecord.sql.views import Column
from onrecord.tableschema.cells import text_of
from onrecord.text.printable import escape_json
from onrecord.text.spreadsheets import BYTE_ORDER_MARK, MAY_DIFFER, spreadsheet_cell

_SIZE = 1 << 16  # characters of a piece


def csv_parts(table: JoinedTable) -> Iterator[bytes]:
    """A table as CSV for spreadsheets, in pieces.

    It begins with a byte order mark, as Excel would otherwise take the bytes for those of the machine's own encoding.
    No cell runs as a formula; see `spreadsheet_cell`.
    """
    text = io.StringIO(BYTE_ORDER_MARK)
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    for some in table.slices():
        cells = [_cells(column, values) for column, values in zip(table.columns, some, strict=True)]
        writer.writerows(zip(*cells, strict=True))
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    yield text.getvalue().encode()


def _cells(column: Column, values: pl.Series) -> list[str | None]:
    """The values of a column as cells; None is the empty cell."""
    if values.dtype != pl.String:
        return [None if value is None else text_of(value, column.type, nan=True) for value in values]
    cells = values.to_list()
    # Few texts may differ as a cell. To find them at once takes a tenth of the time of a call for each.
    for place in values.str.contains(MAY_DIFFER).fill_null(False).arg_true():
        cells[place] = spreadsheet_cell(cells[place])
    return cells


def json_parts(table: JoinedTable) -> Iterator[bytes]:
    """A table as a JSON array of objects, one a line, in pieces; each object has all columns, in order."""
    names = [column.name for column in table.columns]
    values = [_value(column) for column in table.columns]
    encode = json.JSONEncoder(ensure_ascii=False).encode
    parts, size, before = ["["], 0, "\n"
    for row in table.rows():
        found = [value(each) for value, each in zip(values, row, strict=True)]
        parts.append(before + encode(dict(zip(names, found, strict=True))))
        size, before = size + len(parts[-1]), ",\n"
        if size > _SIZE:
            yield escape_json("".join(parts)).encode()
            parts, size = [], 0
    yield escape_json("".join([*parts, "\n]\n" if len(table) else "]\n"])).encode()


def _value(column: Column) -> Callable[[Any], Any]:
    """How a value of a column is written in JSON: numbers that JSON lacks, dates and times are texts."""

    def value(found: Any) -> Any:
        if found is None or isinstance(found, str | int):
            return found
        if isinstance(found, float) and math.isfinite(found):
            return int(found) if found.is_integer() else found
        return text_of(found, column.type, nan=True)

    return value
