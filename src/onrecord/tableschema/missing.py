"""Missing cells: replaced by null."""

from __future__ import annotations

import functools

import polars as pl

from onrecord.tableschema.cells import writable
from onrecord.tableschema.schema import Field


def present(field: Field) -> pl.Expr:
    """The cells of a field, with null for missing cells."""
    cells = pl.col(field.name)
    if "" not in field.missing_values:
        cells = cells.fill_null("")
    words = _words(field.missing_values)
    return cells if words.is_empty() else pl.when(~cells.is_in(words.implode())).then(cells).alias(field.name)


def filled(frame: pl.DataFrame, field: Field) -> pl.Series:
    """The cells of a field in a frame, with null for missing cells; computed on a frame of this column alone."""
    return frame.get_column(field.name).to_frame().select(present(field)).to_series()


@functools.lru_cache(256)
def _words(missing_values: tuple[str, ...]) -> pl.Series:
    return pl.Series(writable(word for word in missing_values if word), dtype=pl.String)
