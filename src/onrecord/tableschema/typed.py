"""The cells of a column as values of the type that its schema declares.

polars reads the cells whose form leaves no doubt; the parsers of the validator read the others one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from onrecord.tableschema.column_values import EXACT_UP_TO, READERS, why_not_held
from onrecord.tableschema.columns import doubt
from onrecord.tableschema.missing import filled
from onrecord.tableschema.parsers import NotOfType, is_known, reader
from onrecord.tableschema.schema import Field
from onrecord.tableschema.types import TYPES, polars_type
from onrecord.text.printable import shown

# The polars type of each type of a schema whose column is not text.
DTYPES: Mapping[str, Any] = {row.name: polars_type(row.frame) for row in TYPES.values() if row.frame != "String"}


class NotReadable(ValueError):  # noqa: N818 - users see a PackageError with the place
    """A cell has no value of its column's type; `is_valid` is whether its schema allows it nevertheless."""

    def __init__(self, row: int, message: str, *, is_valid: bool = False) -> None:
        super().__init__(message)
        self.row, self.is_valid = row, is_valid


def dtype_of(field: Field) -> Any:
    """The polars type of a field's column."""
    return DTYPES.get(field.type, pl.String) if is_known(field) else pl.String


def typed(field: Field, frame: pl.DataFrame) -> pl.Series:
    """The column of a field with values of its type, null for a missing cell.

    Args:
        field: the field, as its schema declares it.
        frame: the cells as text, null for the empty text.

    Raises:
        NotReadable: a cell is not of the field's type, or the column cannot hold its value.
    """
    cells = filled(frame, field)
    dtype = dtype_of(field)
    if dtype == pl.String:
        return cells
    values = cells.to_frame().select(_FAST[field.type](pl.col(field.name))).to_series()
    doubts = values.is_null() & cells.is_not_null()
    if (expression := doubt(field)) is not None:
        doubts |= cells.to_frame().select(expression.fill_null(False)).to_series()
    if dtype == pl.Float64:
        doubts |= (values.abs() >= EXACT_UP_TO).fill_null(False)
    odd = cells.filter(doubts).unique()
    if odd.is_empty():
        return values
    read, parse = READERS[field.type], reader(field)
    exact: dict[str, Any] = {}
    refused: dict[str, str] = {}
    beyond = set[str]()
    for cell in odd.to_list():
        try:
            exact[cell] = read(parse(cell))
        except NotOfType:
            of_format = "" if field.format == "default" else f" of the format {field.format}"
            refused[cell] = f"which is not a valid {field.type}{of_format}"
        except OverflowError as error:
            refused[cell] = why_not_held(error, field.type)
            beyond.add(cell)
    if refused:
        row = int(cells.is_in(pl.Series([*refused], dtype=pl.String).implode()).arg_true()[0])
        message = f"{field.name} is {shown(cells[row])}, {refused[cells[row]]}"
        raise NotReadable(row, message, is_valid=cells[row] in beyond)
    texts, found = pl.Series([*exact], dtype=pl.String), pl.Series([*exact.values()], dtype=dtype)
    replaced = cells.replace_strict(texts, found, default=None, return_dtype=dtype)
    return replaced.zip_with(doubts, values).alias(field.name)


# Conversions that are right for the cells without doubt; other cells may become anything.
_FAST: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "integer": lambda cells: cells.cast(pl.Int64, strict=False),
    "number": lambda cells: cells.cast(pl.Float64, strict=False),
    # A schema may use any words for the two values, and a column has few of them: the parsers read them all.
    "boolean": lambda cells: pl.when(pl.lit(False)).then(cells.is_null()),
    "date": lambda cells: cells.str.to_date("%Y-%m-%d", strict=False),
    "time": lambda cells: cells.str.to_time("%H:%M:%S", strict=False),
    "datetime": lambda cells: (
        cells.str.strip_suffix("Z")
        .str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False)
        .dt.replace_time_zone("UTC")
    ),
    "year": lambda cells: cells.cast(pl.Int64, strict=False),
}
