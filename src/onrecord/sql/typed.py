"""The typed columns of a release in Parquet, SQLite and DuckDB.

The types follow from the schema, never from the cells. They are those of `onrecord.load`; lists and points, which it
leaves as text, have types here, too. A value that its type cannot hold is refused; values are not rounded or cut,
except that decimal fractions become the nearest binary fractions.
"""

from __future__ import annotations

import dataclasses
import datetime
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from onrecord.errors import PackageError, ReleaseError
from onrecord.package import DESCRIPTOR
from onrecord.package.package import Package
from onrecord.package.resources import Resource
from onrecord.tableschema.blocks import Block
from onrecord.tableschema.column_values import READERS, why_not_held
from onrecord.tableschema.missing import filled
from onrecord.tableschema.parsers import is_known, reader
from onrecord.tableschema.schema import Field
from onrecord.tableschema.typed import NotReadable, typed
from onrecord.tableschema.types import TYPES, polars_type
from onrecord.tableschema.values import declarer
from onrecord.text.printable import shown
from onrecord.validation.sheets import read_sheet

_REMEDY = "correct the cell, or declare the column as a string"


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """The type of a field in each format.

    Attributes:
        polars: its type in polars, and so in Parquet.
        sqlite: its declared type in SQLite.
        duckdb: its type in DuckDB.
        compares: whether equal values of the field are equal in a database, so that it can be a key.
    """

    polars: Any
    sqlite: str
    duckdb: str
    compares: bool = True


_KINDS: Mapping[str, Kind] = {
    row.name: Kind(polars_type(row.file), row.sqlite, row.duckdb, row.compares) for row in TYPES.values()
}


def kind_of(field: Field) -> Kind:
    """The type of a field in each format; text if its type or format is unknown."""
    if not is_known(field):
        return _KINDS["string"]
    if field.type == "list":
        item = _KINDS[field.item_type]
        return Kind(pl.List(item.polars), "TEXT", f"{item.duckdb}[]", compares=False)
    return _KINDS[field.type]


def iso(value: datetime.date | datetime.time) -> str:
    """A date, a time or an instant in UTC as text that sorts like the values."""
    return value.isoformat().replace("+00:00", "Z")


def typed_table(package: Package, resource: Resource) -> pl.DataFrame:
    """The rows of a table in the order of its file, null if a value is missing.

    Raises:
        PackageError: the table cannot be read.
        ReleaseError: the type of a column cannot hold a value.
    """
    table = resource.table
    assert table
    frames = [pl.DataFrame(schema={field.name: kind_of(field).polars for field in table.fields})]

    def see(block: Block, first: int) -> None:
        try:
            frames.append(pl.DataFrame({field.name: _column(field, block.frame) for field in table.fields}))
        except NotReadable as error:
            place = f"{block.path or resource.path or DESCRIPTOR}:{block.line(error.row)}"
            raise ReleaseError(f"{place}: {error}; {_REMEDY}") from None

    sheet, problems = read_sheet(package.folder, resource, table, keep=(), see=see)
    if sheet is None:
        raise PackageError("; ".join(map(str, problems)))
    return pl.concat(frames)


def _column(field: Field, frame: pl.DataFrame) -> pl.Series:
    is_nested = is_known(field) and field.type in ("list", "geopoint")
    column = _nested(field, frame) if is_nested else typed(field, frame)
    if column.dtype == pl.Float64:
        _refuse(field, frame, column.is_nan(), "which SQLite stores as a missing value")
    return column


def _refuse(field: Field, frame: pl.DataFrame, refused: pl.Series, message: str) -> None:
    rows = refused.arg_true()
    if not rows.is_empty():
        raise NotReadable(rows[0], f"{field.name} is {shown(frame[rows[0], field.name])}, {message}")


def _nested(field: Field, frame: pl.DataFrame) -> pl.Series:
    cells = filled(frame, field)
    convert = _list(field) if field.type == "list" else _point(field)
    values = []
    for row, cell in enumerate(cells):
        try:
            values.append(None if cell is None else convert(cell))
        except OverflowError as error:
            message = why_not_held(error, field.item_type)
            raise NotReadable(row, f"{field.name} is {shown(cell)}, {message}") from None
        except ValueError:
            raise NotReadable(row, f"{field.name} is {shown(cell)}, which is not a valid {field.type}") from None
    return pl.Series(field.name, values, dtype=kind_of(field).polars)


def _list(field: Field) -> Callable[[str], list[Any]]:
    parse, item = reader(field), READERS.get(field.item_type, str)

    def convert(cell: str) -> list[Any]:
        values = [item(value) for value in parse(cell)]
        # SQLite stores lists as JSON, which has only finite numbers.
        if not all(math.isfinite(value) for value in values if isinstance(value, float)):
            raise OverflowError
        return values

    return convert


def _point(field: Field) -> Callable[[str], dict[str, float]]:
    parse = reader(field)
    return lambda cell: dict(zip(("lon", "lat"), map(float, parse(cell)), strict=True))


def declared_values(field: Field, declared: tuple[Any, ...]) -> Iterator[Any]:
    """JSON values of a schema as values of the field's column, without values that it cannot hold.

    Args:
        field: a field whose kind compares.
        declared: values of its `enum` or `categories`.
    """
    value, column = declarer(field), READERS.get(field.type, str)
    for stated in declared:
        read = value(stated)
        try:
            if read is not None:
                yield "{:04}-{:02}".format(*read) if field.type == "yearmonth" else column(read)
        except OverflowError:
            continue  # cells cannot hold it either
