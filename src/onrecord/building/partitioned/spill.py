"""A temporary database of DuckDB: tables larger than memory, sorted and joined within a limit of memory."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from onrecord.errors import PackageError
from onrecord.package.files import write_file
from onrecord.package.parquet_files import write_parquet
from onrecord.package.staging import temporary_folder

if TYPE_CHECKING:
    import duckdb

# Megabytes that DuckDB uses at the most; what is beyond goes to disk.
_MEMORY = 600
_FETCHED = 10_000  # rows at once
_CHUNK = 100_000  # rows that are collected before they go to disk


class Spill:
    """Tables on disk.

    Attributes:
        folder: a folder for further files.
    """

    def __init__(self, folder: Path, database: duckdb.DuckDBPyConnection) -> None:
        self.folder, self._database = folder, database

    def run(self, query: str) -> None:
        """Runs a statement."""
        self._database.execute(query)

    def rows(self, query: str, *, few: bool = False) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, some at a time; `few` if they are large."""
        cursor = self._database.cursor()
        try:
            found = cursor.execute(query)
            while batch := found.fetchmany(_FETCHED // 10 if few else _FETCHED):
                yield from batch
        finally:
            cursor.close()

    def one(self, query: str) -> Any:
        """The only value of a query."""
        ((value,),) = self.rows(query)
        return value

    def add(self, kind: str, part: int, content: bytes) -> None:
        """Adds the content of a Parquet file to a kind of files; `part` is its place among them."""
        write_file(self.folder / kind / f"{part:08}.parquet", content)

    def files(self, kind: str) -> str:
        """The rows of all files of a kind, with the column `part`, as a table of a query."""
        place = str(self.folder / kind / "*.parquet").replace("'", "''")
        number = "CAST(regexp_extract(filename, '(\\d+)\\.parquet$', 1) AS BIGINT)"
        return f"(SELECT * EXCLUDE (filename), {number} AS part FROM read_parquet('{place}', filename = true))"

    def table(self, name: str, schema: pl.Schema, rows: Iterable[Sequence[Any]]) -> None:
        """Makes a table of rows, which are written to disk as they come."""
        writer = self.writer(name, schema)
        writer.add(rows)
        writer.done()

    def writer(self, name: str, schema: pl.Schema) -> Writer:
        """Writes a table to disk while others are made."""
        return Writer(self, name, schema)


class Writer:
    """Writes a table; see `Spill.writer`."""

    def __init__(self, spill: Spill, name: str, schema: pl.Schema) -> None:
        self._spill, self._name, self._schema = spill, name, schema
        self._number = 0
        self._waiting: list[Sequence[Any]] = []

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Adds rows."""
        for row in rows:
            self._waiting.append(row)
            if len(self._waiting) == _CHUNK:
                self._write()

    def _write(self) -> None:
        batch, self._waiting = self._waiting, []
        path = self._spill.folder / self._name / f"{self._number:08}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_parquet(path, pl.DataFrame(batch, schema=self._schema, orient="row"))
        self._number += 1

    def done(self) -> None:
        """Makes the table of what was added."""
        self._write()
        place = str(self._spill.folder / self._name / "*.parquet").replace("'", "''")
        self._spill.run(f"CREATE TABLE {self._name} AS SELECT * FROM read_parquet('{place}')")


@contextmanager
def spill(memory: int = _MEMORY) -> Iterator[Spill]:
    """Tables on disk for the time of a block, within so many megabytes of memory.

    Raises:
        PackageError: DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise PackageError("this needs DuckDB, which is not installed; run pip install 'onrecord[dask]'") from None
    with temporary_folder() as folder:
        database = duckdb.connect(
            str(folder / "spill.duckdb"),
            config={
                "memory_limit": f"{memory}MB",
                "temp_directory": str(folder / "overflow"),
                "preserve_insertion_order": "false",
                "threads": "2",
            },
        )
        try:
            yield Spill(folder, database)
        finally:
            database.close()


def grouped(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, Iterator[tuple[Any, ...]]]]:
    """Rows in groups of equal first columns, as they come."""
    return itertools.groupby(rows, key=operator.itemgetter(0))


class Groups:
    """Groups that are asked for in the order in which they come, some of which may be missing."""

    def __init__(self, groups: Iterator[tuple[Any, Iterator[tuple[Any, ...]]]]) -> None:
        self._groups = groups
        self._next = next(groups, None)

    def of(self, key: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a group; none if it is missing."""
        if self._next is not None and self._next[0] == key:
            yield from self._next[1]
            self._next = next(self._groups, None)
