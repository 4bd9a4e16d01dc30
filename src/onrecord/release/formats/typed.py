"""Cells as typed columns: which type each type of Table Schema has in Parquet, SQLite and DuckDB.

The types follow from the schema alone, never from the cells. A value that its type cannot hold is refused; none is
rounded or cut in silence, but for decimal fractions, which become the nearest binary ones.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from onrecord.contract import Field, Package, Resource, inside
from onrecord.errors import PackageError, ReleaseError
from onrecord.validate.blocks import Block
from onrecord.validate.rules import shown
from onrecord.validate.sheets import present, read_sheet
from onrecord.validate.values import declarer, is_known, reader

_LARGEST = 2**63 - 1
# Digits of a second beyond the sixth, of which one is not 0.
_FINE_SECOND = re.compile(r"\.[0-9]{6}[0-9]*[1-9]")


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """What a field is in each format.

    Attributes:
        polars: its type in polars, and by that in Parquet.
        sqlite: the type that SQLite is told.
        duckdb: its type in DuckDB.
        compares: whether values are equal where the field's values are, so that it can be a key there.
    """

    polars: pl.DataType
    sqlite: str
    duckdb: str
    compares: bool = True


_TEXT = Kind(pl.String(), "TEXT", "VARCHAR")
_UNEQUAL_TEXT = dataclasses.replace(_TEXT, compares=False)
_JSON = Kind(pl.String(), "TEXT", "JSON", compares=False)
_INTEGER = Kind(pl.Int64(), "INTEGER", "BIGINT")
_KINDS: Mapping[str, Kind] = {
    "any": _TEXT,
    "string": _TEXT,
    "integer": _INTEGER,
    "number": Kind(pl.Float64(), "REAL", "DOUBLE"),
    "boolean": Kind(pl.Boolean(), "INTEGER", "BOOLEAN"),
    "date": Kind(pl.Date(), "TEXT", "DATE"),
    "time": Kind(pl.Time(), "TEXT", "TIME"),
    "datetime": Kind(pl.Datetime("us"), "TEXT", "TIMESTAMP"),
    "year": _INTEGER,
    "yearmonth": _TEXT,
    # No format has months and seconds in one, and lets them compare.
    "duration": _UNEQUAL_TEXT,
    "object": _JSON,
    "array": _JSON,
    "geojson": _JSON,
    "geopoint": Kind(
        pl.Struct({"lon": pl.Float64(), "lat": pl.Float64()}),
        "TEXT",
        "STRUCT(lon DOUBLE, lat DOUBLE)",
        compares=False,
    ),
}


def kind_of(field: Field) -> Kind:
    """What a field is in each format; text where its type or format is not known."""
    if not is_known(field):
        return _TEXT
    if field.type == "list":
        item = _KINDS[field.item_type]
        return Kind(pl.List(item.polars), "TEXT", f"{item.duckdb}[]", compares=False)
    return _KINDS[field.type]


def typed_table(package: Package, resource: Resource) -> pl.DataFrame:
    """The rows of a table in the order of its file, null where a value is missing.

    Raises:
        PackageError: the table cannot be read.
        ReleaseError: a value is one that the type of its column cannot hold.
    """
    table = resource.table
    assert table
    path = inside(package.folder, resource.path)
    frames = [pl.DataFrame(schema={field.name: kind_of(field).polars for field in table.fields})]

    def see(block: Block, first: int) -> None:
        cells = block.frame.select(present(field) for field in table.fields)
        columns = (_typed(cells[field.name], field, path, resource, block) for field in table.fields)
        frames.append(pl.DataFrame(list(columns)))

    sheet, problems = read_sheet(resource, table, path, keep=(), see=see)
    if sheet is None:
        raise PackageError("; ".join(map(str, problems)))
    return pl.concat(frames)


def _typed(cells: pl.Series, field: Field, path: Path, resource: Resource, block: Block) -> pl.Series:
    kind = kind_of(field)
    if kind.polars == pl.String:
        return cells
    quick = _quick(cells, field)
    if quick is not None and quick.null_count() == cells.null_count():
        return quick
    convert = _converter(field)
    values = []
    for row, cell in enumerate(cells):
        try:
            values.append(None if cell is None else convert(cell))
        except Unheld as error:
            place = f"{resource.path}:{block.line(row)}: {field.name} is {shown(cell)}"
            raise ReleaseError(f"{place}, {error}; declare the column as a string, or mend the cell") from None
        except ValueError:
            place = f"{resource.path}:{block.line(row)}: {field.name} is {shown(cell)}"
            raise PackageError(f"{place}, which is no {field.type}; validate the package") from None
    return pl.Series(field.name, values, dtype=kind.polars)


class Unheld(ValueError):  # noqa: N818 - it is completed to an error by who knows the place
    """A value that a column's type cannot hold."""


def _quick(cells: pl.Series, field: Field) -> pl.Series | None:
    """The values of plain texts, null for all others; None where polars is not asked."""
    if field.format != "default" or not is_known(field):
        return None
    match field.type:
        case "integer" if field.bare_number and not field.group_char:
            return cells.cast(pl.Int64, strict=False)
        case "number" if field.bare_number and not field.group_char and field.decimal_char == ".":
            numbers = cells.cast(pl.Float64, strict=False)
            # What is too large becomes infinite; whether it was meant to be is for the exact way to say.
            return numbers.set(~numbers.is_finite(), None)
        case "boolean":
            values = dict.fromkeys(field.true_values, True) | dict.fromkeys(field.false_values, False)
            return cells.replace_strict(values, default=None, return_dtype=pl.Boolean)
        case "date":
            return cells.str.to_date("%Y-%m-%d", strict=False)
        case "time":
            return cells.str.to_time("%H:%M:%S", strict=False)
        case "datetime":
            plain = cells.str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False)
            zoned = cells.str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us", strict=False)
            return plain.fill_null(zoned)
        case "year":
            return cells.cast(pl.Int64, strict=False)
        case _:
            return None


def _converter(field: Field) -> Callable[[str], Any]:
    """What gives the value of a cell as the column's type has it."""
    read, fit = reader(field), _fitter(field)

    def convert(cell: str) -> Any:
        if field.type in ("time", "datetime") and field.format == "default" and _FINE_SECOND.search(cell):
            raise Unheld("but the formats of a release have no fractions of a microsecond")
        return fit(read(cell))

    return convert


def declared_values(field: Field, declared: tuple[Any, ...]) -> list[Any]:
    """The values of the JSON of a schema as the field's column has them; those that it cannot hold are left out.

    Args:
        field: a field whose kind compares.
        declared: values of its `enum` or `categories`.
    """
    value, fit = declarer(field), _fitter(field)
    values = []
    for one in declared:
        read = value(one)
        try:
            if read is not None:
                values.append(fit(read))
        except Unheld:
            continue  # no cell can hold it either
    return values


def _fitter(field: Field) -> Callable[[Any], Any]:
    """What makes of the value of the field the value of its column.

    The function raises `Unheld` where the column cannot hold it.
    """
    if field.type == "list" and is_known(field):
        fit_item = _FITTERS.get(field.item_type, _as_it_is)
        return lambda items: [fit_item(item) for item in items]
    return _FITTERS.get(field.type, _as_it_is) if is_known(field) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _integer(value: int | Decimal) -> int:
    if not -_LARGEST - 1 <= value <= _LARGEST:
        raise Unheld("but integers of Parquet, SQLite and DuckDB have 64 bits")
    return int(value)


def _number(value: Decimal) -> float:
    if value.is_nan():
        raise Unheld("but SQLite would take it for a missing value")
    number = float(value)
    if value.is_finite() and abs(number) == float("inf"):
        raise Unheld("but the largest number of Parquet, SQLite and DuckDB is 1.8e308")
    return number


def _time(value: datetime.time) -> datetime.time:
    if value.utcoffset():
        raise Unheld("but times of Parquet, SQLite and DuckDB have no zone")
    return value.replace(tzinfo=None)


def _datetime(value: datetime.datetime) -> datetime.datetime:
    try:
        return value.astimezone(datetime.UTC).replace(tzinfo=None)
    except OverflowError:
        raise Unheld("which is in UTC beyond the end of the calendar") from None


_FITTERS: Mapping[str, Callable[[Any], Any]] = {
    "integer": _integer,
    "number": _number,
    "time": _time,
    "datetime": _datetime,
    "geopoint": lambda point: dict(zip(("lon", "lat"), map(_number, point), strict=True)),
    # The one type that is compared by value and held as text.
    "yearmonth": lambda value: "{:04}-{:02}".format(*value),
}
