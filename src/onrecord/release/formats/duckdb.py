"""A package as one DuckDB database: the SQL that makes it from Parquet files, as a script or run.

A release contains the script, not the database: DuckDB writes the blocks of larger tables in an order that differs from
run to run, even with one thread, so two files of the same rows are never equal.
"""

from __future__ import annotations

import importlib.util
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from onrecord.errors import OnrecordError, ReleaseError
from onrecord.package.package import Package
from onrecord.package.parquet_files import write_parquet
from onrecord.package.staging import temporary_folder
from onrecord.release.formats.parquet import parquet_path
from onrecord.sql.schema import SqlTable, constraints, readable_tables, sql_tables, without_merged_keys
from onrecord.sql.syntax import comment_on, comments, literal, quoted
from onrecord.sql.typed import kind_of, typed_table
from onrecord.sql.views import View, views

# Later versions read this version. Blocks are as small as possible, as each key takes some even in a small table.
_STORAGE = "STORAGE_VERSION 'v1.2.0', BLOCK_SIZE 16384"

# Nothing is downloaded, and nothing is left in the current folder.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "temp_directory": tempfile.gettempdir(),
}
# DuckDB would take these characters in the path of a file for a pattern.
_GLOB = re.compile(r"([*?[])")
_HEAD = """\
-- Makes a DuckDB database of the tables in parquet/, with keys, comments and views. In the folder of this file:
--   duckdb {name}.duckdb < {script}
"""


def is_installed() -> bool:
    """Whether DuckDB is installed."""
    return importlib.util.find_spec("duckdb") is not None


def duckdb_script(name: str, script: str, tables: Sequence[SqlTable], joined: Sequence[View] = ()) -> str:
    """The text of a script that makes the database from the Parquet files of a release, run in its folder.

    It makes the whole database or, if anything fails, nothing.

    Args:
        name: the name of the database's file, without its suffix.
        script: the name of the script's file.
        tables: the tables, each after the tables that it refers to.
        joined: the views.
    """
    files = {table.name: parquet_path(table.name) for table in tables}
    statements = ["BEGIN TRANSACTION", *_statements(tables, files, joined), "COMMIT"]
    return "\n".join([_HEAD.format(name=name, script=script), *(f"{statement};" for statement in statements), ""])


def write_duckdb(
    path: Path, tables: Sequence[SqlTable], parquet: Mapping[str, Path], joined: Sequence[View] = ()
) -> None:
    """Writes a new database by the statements of `duckdb_script`.

    Args:
        path: the file, which does not exist yet.
        tables: the tables, each after the tables that it refers to.
        parquet: the Parquet files with their rows, by the names of the tables.
        joined: the views.

    Raises:
        ReleaseError: DuckDB refuses the tables.
    """
    import duckdb

    files = {name: _GLOB.sub(r"[\1]", str(file)) for name, file in parquet.items()}
    try:
        with duckdb.connect(config=_CONFIG) as database:
            database.execute(f"ATTACH {literal(str(path))} AS release ({_STORAGE})")
            database.execute("USE release")
            for statement in _statements(tables, files, joined):
                database.execute(statement)
            # The checkpoint moves the log into the file.
            database.execute("CHECKPOINT; USE memory; DETACH release")
    except duckdb.OutOfMemoryException as error:
        raise MemoryError from error
    except duckdb.Error as error:
        raise ReleaseError(f"DuckDB cannot hold the tables ({error}); correct the schemas") from error


def write_package(path: Path, package: Package) -> tuple[int, list[str]]:
    """Writes a new database of all tables of a package, with their views.

    Args:
        path: the file, which does not exist yet.
        package: the package.

    Returns:
        The number of tables, and a note on each table that cannot be read and each key that the database lacks.

    Raises:
        OnrecordError: DuckDB is not installed.
        PackageError: a table cannot be read.
        ReleaseError: DuckDB cannot hold a value or a name.
    """
    if not is_installed():
        raise OnrecordError("DuckDB is not installed, which writes such a database; run pip install 'onrecord[duckdb]'")
    resources, notes = readable_tables(package)
    tables = sql_tables(resources)
    with temporary_folder() as temporary:
        parquet = {table.name: temporary / f"{number}.parquet" for number, table in enumerate(tables)}
        for table in tables:
            write_parquet(parquet[table.name], typed_table(package, table.resource))
        tables, merged = without_merged_keys(tables, parquet)
        notes += merged
        joined = views({table.name: table.table for table in tables})
        write_duckdb(path, tables, parquet, list(joined.values()))
    return len(tables), notes


def _statements(tables: Sequence[SqlTable], files: Mapping[str, str], joined: Sequence[View]) -> Iterator[str]:
    """The statements that make the tables from files, and the views.

    A foreign key of a table to itself, or in a circle of tables, is left out: DuckDB checks each row when it is
    inserted, not when all rows are there.
    """
    for table in tables:
        name = quoted(table.name)
        parts = [
            f"{quoted(field.name)} {kind_of(field).duckdb}{' NOT NULL' if field.name in table.not_null else ''}"
            for field in table.table.fields
        ]
        yield f"CREATE TABLE {name} ({', '.join([*parts, *constraints(table, table.straight)])})"
        # Without the option, a folder named `year=2031` would become a column.
        yield f"INSERT INTO {name} SELECT * FROM read_parquet({literal(files[table.name])}, hive_partitioning = false)"
        yield from comments(table.table)
    for view in joined:
        yield view.create
        yield comment_on("VIEW", quoted(view.name), view.description)
