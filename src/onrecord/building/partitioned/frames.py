"""Frames of polars as the bytes of Parquet files, and rows of the tables as typed frames."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from onrecord.package.parquet_files import write_parquet
from onrecord.tableschema.cells import format_cell
from onrecord.tableschema.schema import Table
from onrecord.tableschema.typed import typed


def packed(frame: pl.DataFrame) -> bytes:
    """A frame as the content of a Parquet file; the same frame gives the same bytes."""
    file = io.BytesIO()
    write_parquet(file, frame)
    return file.getvalue()


def unpacked(content: bytes, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """The frame that `packed` made into `content`, or some of its columns."""
    return pl.read_parquet(content, columns=None if columns is None else list(columns))


def table_frame(table: Table, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows of a table with the types of its schema, null for a missing value.

    The cells are those that a CSV file would have, so that both forms of a table hold the same values.
    """
    cells: dict[str, list[str | None]] = {column: [] for column in table.columns}
    for row in rows:
        for column, values in cells.items():
            values.append(format_cell(row.get(column)) or None)
    texts = pl.DataFrame(cells, schema=dict.fromkeys(table.columns, pl.String))
    return pl.DataFrame([typed(field, texts).alias(field.name) for field in table.fields])
