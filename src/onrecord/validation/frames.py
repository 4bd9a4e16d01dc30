"""Frames of pandas or polars as sheets of text, judged like the files that they would be written to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from onrecord.errors import PackageError
from onrecord.package.own_tables import own_tables
from onrecord.problems import Problem
from onrecord.tableschema.blocks import Block
from onrecord.tableschema.cells import text_of
from onrecord.tableschema.schema import Table, parse_table
from onrecord.validation.sheets import Lines, Sheet, header_defect

Frames = Mapping[str, Any]
_FIRST_LINE = 2  # after the header of the file that a frame would be written to


def tables_of(frames: Frames, schemas: Mapping[str, Any] | None) -> dict[str, Table]:
    """The tables whose schemas frames are judged by, by name: those in `schemas`, else onrecord's own.

    Args:
        frames: the frames by the names of their tables.
        schemas: the JSON of a Table Schema for each table that is not one of onrecord's own.

    Raises:
        PackageError: a frame has no schema, or its schema is invalid.
    """
    tables = {}
    for name in frames:
        if schemas and name in schemas:
            tables[name] = parse_table(name, schemas[name], f"the schema of {name}")
        elif name in own_tables():
            tables[name] = own_tables()[name]
        else:
            known = ", ".join(own_tables())
            raise PackageError(
                f"no schema for {name}, expected one of {known}; give its schema: schemas={{{name!r}: ...}}"
            )
    return tables


def sheet_of(frame: Any, table: Table) -> tuple[Sheet | None, Block | None, list[Problem]]:
    """A frame as a sheet and as a block of rows, with problems; both None if its columns are not those of the table.

    Raises:
        TypeError: it is not a data frame of pandas or polars.
    """
    library = type(frame).__module__.partition(".")[0]
    if library not in ("pandas", "polars") or not hasattr(frame, "columns"):
        raise TypeError(f"{table.name}: expected a data frame of pandas or polars, not {type(frame).__qualname__}")
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if defect := header_defect([str(name) for name in frame.columns], table, {"path": table.name, "table": table.name}):
        return None, None, [defect]
    # NaN is a missing value in pandas, and a number in polars.
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
