"""The first rows of a table, as its page shows them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import polars as pl

from onrecord.release.pages.frame import cut
from onrecord.tableschema.cells import text_of
from onrecord.tableschema.schema import Field

_ROWS = 5
_COLUMNS = 24
_LONGEST = 200  # characters of a cell


@dataclasses.dataclass(frozen=True, slots=True)
class Preview:
    """The first rows and columns of a table.

    Attributes:
        fields: the columns.
        rows: the cells of each row as text; None if the value is missing.
    """

    fields: tuple[Field, ...]
    rows: tuple[tuple[str | None, ...], ...]


def preview(parquet: Path, fields: tuple[Field, ...]) -> Preview:
    """The first rows of a table.

    Args:
        parquet: the Parquet file with its rows.
        fields: its columns.
    """
    first = fields[:_COLUMNS]
    frame = pl.read_parquet(parquet, columns=[field.name for field in first], n_rows=_ROWS, glob=False)
    rows = (tuple(map(_cell, row, first)) for row in frame.iter_rows())
    return Preview(first, tuple(rows))


def _cell(value: object, field: Field) -> str | None:
    text = text_of(value, field.type, nan=True)
    return None if text is None else cut(text, _LONGEST)
