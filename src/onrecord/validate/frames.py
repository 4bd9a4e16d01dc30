"""Frames of pandas or polars as sheets of text: judged as the files would be that they are written to."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from onrecord.contract import Table, own_tables, parse_table
from onrecord.errors import PackageError
from onrecord.problems import Problem
from onrecord.tables import format_cell
from onrecord.validate.blocks import Block
from onrecord.validate.sheets import Lines, Sheet, header_defect

Frames = Mapping[str, Any]
_FIRST_LINE = 2  # behind the header of the file that a frame would be written to


def tables_of(frames: Frames, schemas: Mapping[str, Any] | None) -> dict[str, Table]:
    """The tables that frames are to be judged by, by name: those of `schemas`, else the project's own.

    Args:
        frames: the frames by the names of their tables.
        schemas: the JSON of a Table Schema for each table that is none of the project's own.

    Raises:
        PackageError: a frame has no schema, or one that is none.
    """
    tables = {}
    for name in frames:
        if schemas and name in schemas:
            tables[name] = parse_table(name, schemas[name], f"the schema of {name}")
        elif name in own_tables():
            tables[name] = own_tables()[name]
        else:
            known = ", ".join(own_tables())
            raise PackageError(f"no schema for {name}, which is none of {known}; give one: schemas={{{name!r}: ...}}")
    return tables


def sheet_of(frame: Any, table: Table) -> tuple[Sheet | None, Block | None, list[Problem]]:
    """A frame as a sheet and as the one block of its rows, None where its columns are not those of the table.

    Raises:
        TypeError: it is no data frame of pandas or polars.
    """
    library = type(frame).__module__.partition(".")[0]
    if library not in ("pandas", "polars") or not hasattr(frame, "columns"):
        raise TypeError(f"{table.name}: expected a data frame of pandas or polars, not {type(frame).__qualname__}")
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if defect := header_defect([str(name) for name in frame.columns], table, {"path": table.name, "table": table.name}):
        return None, None, [defect]
    # NaN is how pandas, but not polars, says that there is nothing.
    columns = {name: _texts(frame[name], table.field(name).type, nan=library == "polars") for name in table.columns}
    block = Block(pl.DataFrame(columns), {}, _FIRST_LINE)
    lines = Lines()
    lines.add(block)
    return Sheet(table.name, table, block.frame, lines, {}), block, []


def _texts(column: Any, kind: str, *, nan: bool) -> pl.Series:
    if isinstance(column, pl.Series) and column.dtype == pl.String:
        texts = column
    else:
        texts = pl.Series([text_of(value, kind, nan=nan) for value in column.to_list()], dtype=pl.String)
    return texts.replace("", None)


def text_of(value: Any, kind: str, *, nan: bool) -> str | None:
    """A value as it would stand in a cell; None where nothing would."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value != value:
        return "NaN" if nan else None
    if value is None or isinstance(value, bool | int | float):
        return format_cell(value)
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, datetime.datetime):
        return _date_or_time(value, kind)
    # pandas says with NA and NaT, which equal nothing, that there is nothing.
    return None if str(value) in ("<NA>", "NaT") else str(value)


def _date_or_time(value: datetime.datetime, kind: str) -> str | None:
    if value != value:  # NaT, which calls itself a datetime
        return None
    if kind == "date" and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat().replace("+00:00", "Z")
