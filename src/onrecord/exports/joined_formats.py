"""The joined tables as CSV for spreadsheets and as JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from onrecord.loading.joined import JoinedTable
from onrecord.tableschema.cells import text_of
from onrecord.text.printable import escape_json
from onrecord.text.spreadsheets import BYTE_ORDER_MARK, spreadsheet_cell

_SIZE = 1 << 16  # characters of a piece


def csv_parts(table: JoinedTable) -> Iterator[bytes]:
    """A table as CSV for spreadsheets, in pieces.

    It begins with a byte order mark, as Excel would otherwise take the bytes for those of the machine's own encoding.
    No cell runs as a formula; see `spreadsheet_cell`.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    text.write(BYTE_ORDER_MARK)
    writer.writerow([column.name for column in table.columns])
    kinds = [column.type for column in table.columns]
    for row in table.rows():
        writer.writerow([_cell(value, kind) for value, kind in zip(row, kinds, strict=True)])
        if text.tell() > _SIZE:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _cell(value: object, kind: str) -> str:
    text = text_of(value, kind, nan=True) or ""
    return spreadsheet_cell(text) if isinstance(value, str) else text


def json_parts(table: JoinedTable) -> Iterator[bytes]:
    """A table as a JSON array of objects, one a line, in pieces; each object has all columns, in order."""
    names = [column.name for column in table.columns]
    kinds = [column.type for column in table.columns]
    before = "[\n"
    for row in table.rows():
        values = {name: _value(value, kind) for name, value, kind in zip(names, row, kinds, strict=True)}
        yield (before + escape_json(json.dumps(values, ensure_ascii=False))).encode()
        before = ",\n"
    yield b"\n]\n" if before == ",\n" else b"[]\n"


def _value(value: object, kind: str) -> object:
    """A value as JSON has it: numbers that it lacks, dates and times as texts."""
    is_plain = value is None or isinstance(value, str | bool | int)
    if is_plain or (isinstance(value, float) and abs(value) < float("inf")):
        return int(value) if isinstance(value, float) and value.is_integer() else value
    return text_of(value, kind, nan=True)
