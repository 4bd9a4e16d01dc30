"""A package as one SQLite database, for Datasette, DB Browser, R and any programming language."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl

from onrecord.errors import ReleaseError
from onrecord.sql.schema import Columns, SqlTable, constraints
from onrecord.sql.syntax import listed, one_line, quoted
from onrecord.sql.typed import iso, kind_of
from onrecord.sql.views import View
from onrecord.tableschema.schema import Field

# Otherwise the build of the library decides. There is no journal, as the file is new and useless before it is complete.
_PRAGMAS = ("page_size = 4096", "encoding = 'UTF-8'", "auto_vacuum = NONE", "journal_mode = OFF", "synchronous = OFF")

# Rows that are held as Python objects at a time.
_ROWS = 50_000


def too_wide(tables: Sequence[SqlTable]) -> dict[str, int]:
    """SQLite's largest number of columns, for each table that has more, by name."""
    with closing(sqlite3.connect(":memory:")) as database:
        most = database.getlimit(sqlite3.SQLITE_LIMIT_COLUMN)
    return {table.name: most for table in tables if len(table.table.fields) > most}


def write_sqlite(
    path: Path, tables: Sequence[SqlTable], parquet: Mapping[str, Path], views: Sequence[View] = ()
) -> None:
    """Writes a new database; the same tables give the same bytes with the same version of SQLite.

    Dates and times are ISO 8601 texts, booleans are 0 and 1, lists and points are JSON.

    Args:
        path: the file, which does not exist yet.
        tables: the tables, each after the tables that it refers to.
        parquet: the Parquet files with their rows, by the names of the tables.
        views: the views.

    Raises:
        ReleaseError: SQLite refuses the tables.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            _write(database, tables, parquet, views)
    except (sqlite3.Error, sqlite3.Warning, OverflowError, ValueError) as error:
        raise ReleaseError(f"{path.name}: SQLite cannot hold the tables ({error}); correct the schemas") from error


def _write(
    database: sqlite3.Connection, tables: Sequence[SqlTable], parquet: Mapping[str, Path], views: Sequence[View]
) -> None:
    for pragma in _PRAGMAS:
        database.execute(f"PRAGMA {pragma}")
    # A row may refer to a row that is inserted later; all references are checked at the end.
    database.execute("PRAGMA foreign_keys = OFF")
    names = {table.name.casefold() for table in tables}
    for table in tables:
        database.execute(_create(table))
        fields = table.table.fields
        insert = f"INSERT INTO {quoted(table.name)} VALUES ({', '.join('?' * len(fields))})"
        database.execute("BEGIN")
        for rows in pl.read_parquet(parquet[table.name], glob=False).iter_slices(_ROWS):
            database.executemany(insert, zip(*(_plain(rows[field.name], field) for field in fields), strict=True))
        database.execute("COMMIT")
    for table in tables:
        for columns_of_key in _unindexed(table):
            database.execute(_index(table, columns_of_key, names))
    broken = database.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise ValueError(f"row {broken[1]} of {broken[0]} refers to a row of {broken[2]} that is not there")
    for view in views:
        database.execute(f"CREATE VIEW {quoted(view.name)} AS -- {one_line(view.description)}\n{view.select}")
    # Keys are inserted in no order and leave half-filled pages.
    database.execute("VACUUM")


def _create(table: SqlTable) -> str:
    """The statement that makes a table; SQLite keeps its comments and shows them with the schema."""
    parts = [(_column(field, table), one_line(field.description)) for field in table.table.fields]
    parts += [(constraint, "") for constraint in constraints(table, table.references)]
    parts += [(f"CHECK ({quoted(field.name)} IN (0, 1))", "") for field in table.table.fields if _is_boolean(field)]
    title = one_line(table.table.description or table.table.title)
    lines = [f"CREATE TABLE {quoted(table.name)} (" + (f" -- {title}" if title else "")]
    for number, (part, words) in enumerate(parts, start=1):
        comma = "," if number < len(parts) else ""
        lines.append(f"  {part}{comma}" + (f" -- {words}" if words else ""))
    return "\n".join([*lines, ")"])


def _column(field: Field, table: SqlTable) -> str:
    not_null = " NOT NULL" if field.name in table.not_null else ""
    return f"{quoted(field.name)} {kind_of(field).sqlite}{not_null}"


def _is_boolean(field: Field) -> bool:
    return bool(kind_of(field).polars == pl.Boolean)


def _unindexed(table: SqlTable) -> Iterator[Columns]:
    """The columns of foreign keys that are not the first columns of another key."""
    indexed = [table.primary_key, *table.unique]
    for columns in dict.fromkeys(reference.columns for reference in table.references):
        if not any(key[: len(columns)] == columns for key in indexed):
            yield columns


def _index(table: SqlTable, columns: Columns, taken: set[str]) -> str:
    """The statement that makes an index under a name that is not in `taken`; adds the name to it."""
    base = name = f"{table.name}_by_{'_'.join(columns)}"
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{base}_{number}"
    taken.add(name.casefold())
    return f"CREATE INDEX {quoted(name)} ON {quoted(table.name)} {listed(columns)}"


def _plain(values: pl.Series, field: Field) -> list[Any]:
    """The values of a column as SQLite stores them."""
    kind = kind_of(field).polars
    if kind in (pl.Date, pl.Time, pl.Datetime):
        return [None if value is None else iso(value) for value in values.to_list()]
    if isinstance(kind, pl.List | pl.Struct):
        return [None if value is None else _json(value) for value in values.to_list()]
    return values.to_list()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=iso)
