"""Tables in JSON and Parquet, and in the descriptor itself, as rows of text.

Each value is written as a cell of its field, so that it is checked like any other cell. The place of a JSON value whose
type its field does not allow, such as a number for a string, is reported with the rows.
"""

from __future__ import annotations

import codecs
import contextlib
import itertools
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from onrecord.package import DESCRIPTOR
from onrecord.package.files import LARGEST_READ
from onrecord.package.resources import Resource, format_of
from onrecord.package.table_data import check_growth, has_header, opened_part, size_of_part
from onrecord.tableschema.blocks import Block, Marks, NotCsv
from onrecord.tableschema.cells import writable
from onrecord.tableschema.parquet import Malformed, size_when_read
from onrecord.tableschema.records import NULL
from onrecord.tableschema.schema import MOST_FIELDS, Field, Table
from onrecord.tableschema.types import TYPES
from onrecord.tableschema.values import as_cell
from onrecord.text.bounded_json import NotReadable, parse_json, parse_lines

_ROWS = 50_000  # of a block
# The Python types of a field's values that are not text; numbers of JSON are read exactly.
NATIVE: Mapping[str, tuple[type, ...]] = {
    row.name: (*row.json, *({Decimal} if int in row.json else ())) for row in TYPES.values()
}
_ANY = Field("", "any")


def structured_rows(folder: Path, resource: Resource, table: Table | None) -> StructuredRows:
    """The rows of a table in JSON or Parquet; arguments and errors as for `table_data.opened_rows`."""
    form = format_of(resource.declared, resource.parts)
    if form == "parquet":
        frames = {part: _parquet(folder, resource, part) for part in resource.parts}
        return _ParquetRows(frames, table, resource)
    marks: dict[str, Marks] = {}
    found: Iterable[tuple[str, int, Any]] = _items(folder, resource, form, marks)
    found = list(found) if form == "json" else found
    first, there = _surveyed(found, resource.dialect.get("itemType"))
    # Lines of JSON are read twice, so that they need not be kept: even the last line may have a new key.
    items = iter(found) if form == "json" else _items(folder, resource, form, None)
    if isinstance(first, dict):
        return StructuredRows(_keys(there, resource, table), items, table, resource, marks)
    if has_header(resource) and first is not None:
        labels = [label if isinstance(label, str) else json.dumps(label) for label in first]
        return StructuredRows(labels, itertools.islice(items, 1, None), table, resource, marks)
    is_empty = first is None and table is not None
    return StructuredRows(list(table.columns) if is_empty and table else None, items, table, resource, marks)


def _surveyed(items: Iterable[tuple[str, int, Any]], stated: Any) -> tuple[Any, dict[str, None]]:
    """The first of the items that are rows, None if there are no items, and the keys of all items.

    Raises:
        NotCsv: they are neither all objects nor all arrays, or not of the type that the dialect declares.
    """
    first, there = None, dict[str, None]()
    kind = {"object": dict, "array": list}.get(stated if isinstance(stated, str) else "")
    expected = {dict: "an object", list: "an array"}
    for _, number, row in items:
        if first is None:
            first = row
            kind = kind or (dict if isinstance(row, dict) else list)
        if type(row) is not kind:
            declared = ", as the dialect declares" if stated in ("array", "object") else ""
            raise NotCsv("not-csv", f"item {number} is not a row; expected {expected[kind or list]}{declared}", number)
        if kind is dict and not there.keys() >= row.keys():
            there |= dict.fromkeys(row)
            if len(there) > MOST_FIELDS:
                message = f"its items have more than {MOST_FIELDS:,} different keys, more columns than can be judged"
                raise NotCsv("not-csv", message, number)
    return first, there


def _parquet(folder: Path, resource: Resource, part: str) -> pl.DataFrame:
    with opened_part(folder, resource, part) as file:
        content = file.read(LARGEST_READ + 1)
    if len(content) > LARGEST_READ:
        raise NotCsv("not-readable", f"a table in Parquet of more than {LARGEST_READ >> 20} MiB", 0)
    size = min(len(content), size_of_part(folder, resource, part))
    try:
        check_growth(size, size_when_read(content))
        with _without_panic():
            frame = pl.read_parquet(content)
    except (Malformed, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise NotCsv("not-readable", f"it is not a Parquet file ({str(error).splitlines()[0]})", 0) from None
    # A text that many cells share is stored only once in a file.
    check_growth(size, sum(map(_length, frame.iter_columns())))
    return frame


@contextlib.contextmanager
def _without_panic() -> Iterator[None]:
    """Silences standard error within a block: polars prints a place in its own code if a file makes it panic."""
    try:
        kept = os.dup(2)
    except OSError:  # standard error is closed
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _length(column: pl.Series) -> int:
    """How many bytes the texts of a column have, also within lists and structs, plus one for each value."""
    if isinstance(column.dtype, pl.List | pl.Array):
        return len(column) + _length(column.explode())
    if isinstance(column.dtype, pl.Struct):
        return len(column) + sum(map(_length, column.struct.unnest().iter_columns()))
    if column.dtype == pl.Categorical or isinstance(column.dtype, pl.Enum):
        column = column.cast(pl.String)
    if column.dtype not in (pl.String, pl.Binary):
        return len(column)
    sizes = column.str.len_bytes() if column.dtype == pl.String else column.bin.size()
    return len(column) + int(sizes.cast(pl.UInt64).sum())


def _items(
    folder: Path, resource: Resource, form: str, marks: dict[str, Marks] | None
) -> Iterator[tuple[str, int, Any]]:
    """The items that are rows, each with its file and its line, or else its number; adds to `marks`."""
    if not resource.parts:
        yield from _listed(resource.declared["data"], resource, DESCRIPTOR)
    for part in resource.parts:
        with opened_part(folder, resource, part) as file:
            content = file.read(LARGEST_READ + 1)
        if len(content) > LARGEST_READ:
            raise NotCsv("not-readable", f"a table in JSON of more than {LARGEST_READ >> 20} MiB", 0)
        repeated = None if marks is None else marks.setdefault(part, Marks()).repeated
        content = content.removeprefix(codecs.BOM_UTF8)
        try:
            if form == "json":
                yield from _listed(parse_json(content, largest=LARGEST_READ, repeated=repeated), resource, part)
            else:
                yield from ((part, line, value) for line, value in parse_lines(content, repeated))
        except NotReadable as error:
            raise NotCsv("not-csv", f"the table cannot be read as JSON: {error}", error.line) from None


def _listed(value: Any, resource: Resource, part: str) -> Iterator[tuple[str, int, Any]]:
    """The items of the array of rows: the value itself, or the property that the dialect names."""
    stated = resource.dialect.get("property")
    is_key = isinstance(value, dict) and stated in value  # a key may have dots in it
    for name in ([stated] if is_key else stated.split(".")) if isinstance(stated, str) else ():
        value = value.get(name) if isinstance(value, dict) else None
    if not isinstance(value, list):
        subject = f"its property {stated}" if isinstance(stated, str) else "it"
        raise NotCsv("not-csv", f"{subject} is not an array of rows", 0)
    for number, item in enumerate(value, start=1):
        yield part, number, item


def _keys(there: Mapping[str, None], resource: Resource, table: Table | None) -> list[str]:
    """The keys of objects as the labels of columns, in the order of the dialect or else of the schema."""
    stated = resource.dialect.get("itemKeys")
    if isinstance(stated, list):
        return [key for key in stated if isinstance(key, str)]
    declared = [name for name in table.columns if name in there] if table else []
    return [*declared, *(key for key in there if key not in declared)]


class StructuredRows:
    """The rows of a table that is not a delimited text; see `table_data.Rows`."""

    def __init__(
        self,
        labels: list[str] | None,
        rows: Iterator[tuple[str, int, Any]],
        table: Table | None,
        resource: Resource,
        marks: dict[str, Marks],
    ) -> None:
        self._labels, self._rows = labels, rows
        self._fields = {field.name: field for field in table.fields} if table else {}
        self._several = len(resource.parts) > 1
        self.path = resource.parts[0] if resource.parts else DESCRIPTOR
        self.marks = marks
        self.with_mark: list[str] = []

    def header(self) -> list[str] | None:
        """The labels of the columns."""
        return self._labels

    def blocks(self, columns: Sequence[str]) -> Iterator[Block]:
        """The rows, block by block."""
        fields = [self._fields.get(name, _ANY) for name in columns]
        for part, rows in itertools.groupby(self._rows, key=lambda row: row[0]):
            self.path = part
            while batch := list(itertools.islice(rows, _ROWS)):
                yield self._block(part, batch, columns, fields)

    def _block(
        self, part: str, batch: list[tuple[str, int, Any]], columns: Sequence[str], fields: list[Field]
    ) -> Block:
        width = len(columns)
        ragged: dict[int, int] = {}
        misfits: dict[tuple[int, str], str] = {}
        cells: list[list[str | None]] = [[] for _ in columns]
        for row, (_, _, values) in enumerate(batch):
            if isinstance(values, dict):
                values = [values.get(name) for name in columns]
            elif len(values) != width:
                ragged[row] = len(values)
                values = [*values, *[None] * (width - len(values))]
            for column, field, value in zip(cells, fields, values, strict=False):
                column.append(_cell(field, value, row, misfits))
        frame = _framed(columns, fields, (pl.Series(column, dtype=pl.String) for column in cells))
        return Block(frame, ragged, [line for _, line, _ in batch], path=part if self._several else "", misfits=misfits)

    def again(self, block: Block, rows: Sequence[int], columns: Sequence[str]) -> Any:
        """Never called: no block has a place in a file."""
        raise NotImplementedError


class _ParquetRows(StructuredRows):
    """The rows of Parquet files, file after file; a column that a file lacks has no values there."""

    def __init__(self, frames: Mapping[str, pl.DataFrame], table: Table | None, resource: Resource) -> None:
        labels = list(dict.fromkeys(name for frame in frames.values() for name in frame.columns))
        super().__init__(labels, iter(()), table, resource, {})
        self._frames = frames

    def blocks(self, columns: Sequence[str]) -> Iterator[Block]:
        """The rows, block by block."""
        fields = [self._fields.get(name, _ANY) for name in columns]
        for part, frame in self._frames.items():
            self.path, first = part, 1
            for rows in frame.iter_slices(_ROWS):
                misfits: dict[tuple[int, str], str] = {}
                nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(rows))
                cells = [
                    _texts(field, rows[name], misfits) if name in frame.columns else nothing
                    for name, field in zip(columns, fields, strict=True)
                ]
                path = part if self._several else ""
                yield Block(_framed(columns, fields, cells), {}, first, path=path, misfits=misfits)
                first += len(rows)


def _texts(field: Field, column: pl.Series, misfits: dict[tuple[int, str], str]) -> pl.Series:
    """The values of a Parquet column as cells, null for a missing value; most types are converted all at once."""
    if column.dtype == pl.String:
        missing = pl.Series(writable(field.null_texts or ()), dtype=pl.String)
        return column.set(column.is_in(missing.implode()).fill_null(value=False), None)
    if column.dtype.is_integer() and int in NATIVE.get(field.type, ()) and field.type != "year":
        return column.cast(pl.String)
    return pl.Series([_cell(field, value, row, misfits) for row, value in enumerate(column)], dtype=pl.String)


def _cell(field: Field, value: Any, row: int, misfits: dict[tuple[int, str], str]) -> str | None:
    """The cell of a value, None if it is missing; a value whose type its field does not allow is added to `misfits`."""
    text = _text(field, value)
    if text is None and not (value is None or isinstance(value, str)):
        text = misfits[row, field.name] = json.dumps(value, default=str)
    return text


def _framed(columns: Sequence[str], fields: Sequence[Field], cells: Iterable[pl.Series]) -> pl.DataFrame:
    """Columns of cells as a frame, null for the empty text and for missing values."""
    of_fields = zip(columns, fields, cells, strict=True)
    filled = {
        name: column if "" in field.missing_values else column.fill_null(NULL) for name, field, column in of_fields
    }
    return pl.DataFrame(filled).with_columns(
        pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in columns
    )


def _text(field: Field, value: Any) -> str | None:
    """A value as a cell of a field; None if it is missing or is not a value of the field's type."""
    if value is None or isinstance(value, str):
        return None if value in (field.null_texts or ()) else value
    kinds = NATIVE.get(field.type, ())
    if isinstance(value, bool):
        return as_cell(field, value) if bool in kinds else None
    if isinstance(value, Decimal):
        is_number = field.type == "number"
        return str(value).replace(".", field.decimal_char if is_number else ".") if Decimal in kinds else None
    if isinstance(value, int | float | list | dict):
        return as_cell(field, _without_decimals(value)) if isinstance(value, kinds) else None
    from onrecord.tableschema.cells import text_of

    return text_of(value, field.type, nan=True)


def _without_decimals(value: Any) -> Any:
    """A value with floats for decimals, which JSON cannot hold."""
    if isinstance(value, list):
        return [_without_decimals(item) for item in value]
    if isinstance(value, dict):
        return {name: _without_decimals(item) for name, item in value.items()}
    return float(value) if isinstance(value, Decimal) else value
