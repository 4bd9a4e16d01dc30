"""A package as one DuckDB database, where DuckDB is installed."""

from __future__ import annotations

import importlib.util
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import ReleaseError
from onrecord.release.formats.sql import SqlTable, constraints, said, text
from onrecord.release.formats.typed import kind_of
from onrecord.views import View, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Later versions read this one; the smallest blocks, as each key takes some even in a small table.
_STORAGE = "STORAGE_VERSION 'v1.2.0', BLOCK_SIZE 16384"

# Nothing is fetched from anywhere, and nothing is left in the current folder.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "temp_directory": tempfile.gettempdir(),
}
# What DuckDB would take for a pattern in the path of a file.
_GLOB = re.compile(r"([*?[])")


def is_installed() -> bool:
    """Whether there is a DuckDB to write with."""
    return importlib.util.find_spec("duckdb") is not None


def write_duckdb(
    path: Path, tables: Sequence[SqlTable], parquet: Mapping[str, Path], views: Sequence[View] = ()
) -> None:
    """Writes a new database.

    The same small tables give the same bytes from one version of DuckDB; of larger ones it orders blocks as it likes.
    A foreign key of a table to itself, or one that leads round in a circle, is left out: DuckDB checks each row when
    it comes, not when all are there.

    Args:
        path: the file, which does not exist yet.
        tables: the tables in an order in which they can be made.
        parquet: the Parquet files with their rows, by the tables' names.
        views: the views that it is to have.

    Raises:
        ReleaseError: DuckDB refuses the tables.
    """
    import duckdb

    try:
        with duckdb.connect(config=_CONFIG) as database:
            database.execute(f"ATTACH {text(str(path))} AS release ({_STORAGE})")
            # Several threads would put the rows into the file in the order in which they are ready.
            database.execute("USE release; SET threads = 1")
            _write(database, tables, parquet, views)
            # What is still in the log beside the file goes into it.
            database.execute("CHECKPOINT; USE memory; DETACH release")
    except duckdb.Error as error:
        raise ReleaseError(f"{path.name}: DuckDB cannot hold the tables ({error}); correct the schemas") from error


def _write(
    database: DuckDBPyConnection, tables: Sequence[SqlTable], parquet: Mapping[str, Path], views: Sequence[View]
) -> None:
    for table in tables:
        name, columns = quoted(table.name), table.table.fields
        database.execute("BEGIN")
        parts = [
            f"{quoted(field.name)} {kind_of(field).duckdb}{' NOT NULL' if field.name in table.not_null else ''}"
            for field in columns
        ]
        database.execute(f"CREATE TABLE {name} ({', '.join([*parts, *constraints(table, table.straight)])})")
        file = text(_GLOB.sub(r"[\1]", str(parquet[table.name])))
        # Else a folder that is called as `year=2031` would become a column.
        database.execute(f"INSERT INTO {name} SELECT * FROM read_parquet({file}, hive_partitioning = false)")
        for comment in _comments(table):
            database.execute(comment)
        database.execute("COMMIT")
    for view in views:
        database.execute(view.create)
        database.execute(f"COMMENT ON VIEW {quoted(view.name)} IS {text(said(view.description))}")


def _comments(table: SqlTable) -> Iterator[str]:
    if words := said(table.table.description or table.table.title):
        yield f"COMMENT ON TABLE {quoted(table.name)} IS {text(words)}"
    for field in table.table.fields:
        if words := said(field.description):
            yield f"COMMENT ON COLUMN {quoted(table.name)}.{quoted(field.name)} IS {text(words)}"
