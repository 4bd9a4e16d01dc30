"""The tables of a package, and their views, as frames of pandas, polars or pyarrow, or in a DuckDB database."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

from onrecord.errors import OnrecordError, PackageError
from onrecord.package.opening import opened
from onrecord.package.package import read_package
from onrecord.package.staging import temporary_folder
from onrecord.sql.syntax import quoted
from onrecord.sql.views import View, views
from onrecord.tableschema.schema import Table

if TYPE_CHECKING:
    import duckdb
    import pandas
    import polars
    import pyarrow

Backend = Literal["pandas", "polars", "duckdb", "arrow"]
# The libraries of backends that are not installed with onrecord; each has an extra with the backend's name.
_EXTRAS = {"duckdb": "duckdb", "arrow": "pyarrow"}
BACKENDS: tuple[Backend, ...] = ("pandas", "polars", "duckdb", "arrow")
Frame = TypeVar("Frame")


class Views(Mapping[str, Frame], Generic[Frame]):
    """Frames by name, each made at first use; `views["votes_wide"]` and `views.votes_wide` are the same frame."""

    _kind = "view"

    def __init__(self, makers: Mapping[str, Callable[[], Frame]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, Frame] = {}

    def __getitem__(self, name: str) -> Frame:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __getattr__(self, name: str) -> Frame:
        # `copy` asks for attributes before the copy has frames.
        names: Mapping[str, Any] = self.__dict__.get("_makers", {})
        if name not in names:
            raise AttributeError(f"no {self._kind} {name}; the package has {', '.join(names) or f'no {self._kind}s'}")
        return self[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self)})"


class Tables(Views[Frame]):
    """The result of `load`: tables by name; `tables["quotes"]` and `tables.quotes` are the same frame.

    `start` and `end` in a table count the Unicode code points of the article's text from 0, and `end` is exclusive:
    `text[start:end]` is `exact`.

    Attributes:
        views: the views of these tables, also by name; see docs/loading.md.

    Examples:
        >>> tables = onrecord.load("out")
        >>> tables.vote_counts[["option", "value", "start", "end", "exact"]]
          option  value  start  end      exact
        0    yes    5.0     90   99  voted 5-2
        1     no    2.0     90   99  voted 5-2
        >>> tables.views
        Views(quotes_named, speaker_counts, votes_wide, positions_named, claims_named, voices, stories, speaker_stories)
    """

    _kind = "table"

    def __init__(
        self,
        frames: Mapping[str, polars.DataFrame],
        convert: Callable[[polars.DataFrame], Frame],
        views: Mapping[str, View],
    ) -> None:
        super().__init__({name: functools.partial(convert, frame) for name, frame in frames.items()})
        self._heights = {name: frame.height for name, frame in frames.items()}
        self.views: Views[Frame] = Views(
            {name: functools.partial(_joined, frames, view, convert) for name, view in views.items()}
        )

    def __repr__(self) -> str:
        return f"Tables({', '.join(f'{name}: {height}' for name, height in self._heights.items())})"


@overload
def load(
    source: str | Path = ".", backend: Literal["pandas"] = "pandas", *, tables: Sequence[str] | None = None
) -> Tables[pandas.DataFrame]: ...
@overload
def load(
    source: str | Path, backend: Literal["polars"], *, tables: Sequence[str] | None = None
) -> Tables[polars.DataFrame]: ...
@overload
def load(
    source: str | Path, backend: Literal["arrow"], *, tables: Sequence[str] | None = None
) -> Tables[pyarrow.Table]: ...
@overload
def load(
    source: str | Path, backend: Literal["duckdb"], *, tables: Sequence[str] | None = None
) -> duckdb.DuckDBPyConnection: ...
@overload
def load(
    source: str | Path = ".", *, backend: Literal["polars"], tables: Sequence[str] | None = None
) -> Tables[polars.DataFrame]: ...
@overload
def load(
    source: str | Path = ".", *, backend: Literal["arrow"], tables: Sequence[str] | None = None
) -> Tables[pyarrow.Table]: ...
@overload
def load(
    source: str | Path = ".", *, backend: Literal["duckdb"], tables: Sequence[str] | None = None
) -> duckdb.DuckDBPyConnection: ...
def load(source: str | Path = ".", backend: Backend = "pandas", *, tables: Sequence[str] | None = None) -> Any:
    """Loads the tables of a package.

    Every column has the type of its schema. Only cells with one of the schema's missing values are missing. Integers
    have 64 bits. Times and datetimes are in UTC, to the microsecond; without a zone, they are read as UTC. Values of
    types without a column type (yearmonth, duration, object, array, list, geopoint, geojson) stay text.

    Args:
        source: the package's folder, its descriptor, or a zip of it.
        backend: what to load into. "pandas", "polars" and "arrow" return a mapping from the names of tables to frames
            of that library, with the attribute `views`; "duckdb" returns a connection to a database in memory with the
            tables and the views. "duckdb" and "arrow" need the extra of that name.
        tables: the names of the tables to load, in this order; None loads all. Other tables are not read, and views
            that need them are left out.

    Raises:
        PackageError: the package cannot be read, has no such table, or a table does not match its schema.
        OnrecordError: there is no such backend, or its library is missing.
        TypeError: `tables` is a string.

    Examples:
        >>> onrecord.load("out", tables=["quotes", "entities"])
        Tables(quotes: 5, entities: 10)
    """
    require(backend)
    if isinstance(tables, str):  # its letters would be taken for names
        raise TypeError(f"tables is {tables!r}; give a list of names, such as [{tables!r}]")
    from onrecord.loading.reading import read_frames
    from onrecord.package.table_data import resolved

    with opened(Path(source)) as described:
        package = resolved(read_package(described))
        there = [resource.name for resource in package.resources if resource.is_tabular]
        frames = read_frames(package, there if tables is None else tables)
    return given(frames, {name: table for name in frames if (table := package.tables[name].table)}, backend)


def given(frames: Mapping[str, polars.DataFrame], declared: Mapping[str, Table], backend: Backend) -> Any:
    """Typed frames in the form of a backend, with the views of their tables."""
    available = views(declared)
    if backend == "duckdb":
        return _database(frames, available)
    return Tables(frames, {"pandas": _pandas, "polars": _polars, "arrow": _arrow}[backend], available)


def require(backend: Backend) -> None:
    """Checks that a backend can be used.

    Raises:
        OnrecordError: there is no such backend, or its library is missing.
    """
    if backend not in BACKENDS:
        raise OnrecordError(f"there is no backend {backend!r}; use one of {', '.join(BACKENDS)}")
    library = _EXTRAS.get(backend)
    try:
        if library:
            importlib.import_module(library)
    except ImportError:
        message = f"backend {backend!r} needs {library}, which is not installed"
        raise OnrecordError(f"{message}; run pip install 'onrecord[{backend}]'") from None


def _joined(frames: Mapping[str, polars.DataFrame], view: View, convert: Callable[[polars.DataFrame], Frame]) -> Frame:
    from onrecord.loading.joined import selected

    return convert(selected(frames, view))


def _polars(frame: polars.DataFrame) -> polars.DataFrame:
    return frame


def _arrow(frame: polars.DataFrame) -> pyarrow.Table:
    import polars as pl

    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())


def _pandas(frame: polars.DataFrame) -> pandas.DataFrame:
    from pandas import DataFrame

    return DataFrame({name: _pandas_column(frame[name]) for name in frame.columns})


def _pandas_column(column: polars.Series) -> Any:
    """A column with pandas' types for values that may be missing; times, which have no such type, are objects."""
    import numpy as np
    import polars as pl
    from pandas import DatetimeTZDtype, Series, array
    from pandas.arrays import BooleanArray, FloatingArray, IntegerArray

    dtype = column.dtype
    if dtype == pl.String:
        return array(column.to_list(), dtype="string")
    if dtype == pl.Time:
        return Series(column.to_list(), dtype=object)
    missing = column.is_null().to_numpy().copy()
    if dtype == pl.Date:
        days = column.cast(pl.Int64).fill_null(0).to_numpy() * 86_400
        return Series(np.where(missing, np.datetime64("NaT", "s"), days.astype("datetime64[s]")))
    if isinstance(dtype, pl.Datetime):
        instants = column.cast(pl.Int64).fill_null(0).to_numpy().astype("datetime64[us]")
        return array(np.where(missing, np.datetime64("NaT", "us"), instants), dtype=DatetimeTZDtype("us", "UTC"))
    if dtype == pl.Boolean:
        return BooleanArray(column.fill_null(False).to_numpy().copy(), missing)
    if dtype == pl.Float64:
        return FloatingArray(column.fill_null(0.0).to_numpy().copy(), missing)
    return IntegerArray(column.fill_null(0).to_numpy().copy(), missing)


def _database(frames: Mapping[str, polars.DataFrame], views: Mapping[str, View]) -> duckdb.DuckDBPyConnection:
    """A DuckDB database in memory with the tables and their views."""
    import duckdb
    import polars as pl

    from onrecord.tableschema.typed import DTYPES
    from onrecord.tableschema.types import TYPES

    types = {pl.String: TYPES["string"].duckdb, **{dtype: TYPES[name].duckdb for name, dtype in DTYPES.items()}}
    connection = duckdb.connect()
    try:
        with temporary_folder() as folder:
            path = folder / "table.parquet"
            for name, frame in frames.items():
                # Through Parquet, because other ways from polars to DuckDB need pyarrow.
                frame.write_parquet(path)
                columns = (f"{quoted(column)} {types[dtype]}" for column, dtype in frame.schema.items())
                connection.execute(f"CREATE TABLE {quoted(name)} ({', '.join(columns)})")
                connection.execute(f"INSERT INTO {quoted(name)} FROM read_parquet(?)", [str(path)])
        for view in views.values():
            connection.execute(view.create)
    except duckdb.Error as error:
        connection.close()
        raise PackageError(f"DuckDB refuses the tables: {error}; load them with another backend") from error
    return connection
