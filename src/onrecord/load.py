"""A package -> typed pandas frames, the types those of the schemas and nothing guessed from the cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.contract import Field, Table, inside, read_package
from onrecord.errors import PackageError
from onrecord.opening import opened
from onrecord.tables import Record, read_records

if TYPE_CHECKING:
    from pandas import DataFrame, Series

_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_REMEDY = "run onrecord validate to see all that is wrong"


class Tables(Mapping[str, "DataFrame"]):
    """The tables of a package, by name: `tables["quotes"]` and `tables.quotes` are one frame."""

    def __init__(self, frames: Mapping[str, DataFrame]) -> None:
        self._frames = dict(frames)

    def __getitem__(self, name: str) -> DataFrame:
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    def __getattr__(self, name: str) -> DataFrame:
        # A copy that is being made asks for names before it has any frames.
        frames: dict[str, DataFrame] = self.__dict__.get("_frames", {})
        if name not in frames:
            raise AttributeError(f"no table {name}; the package has {', '.join(frames)}")
        return frames[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self]

    def __repr__(self) -> str:
        return f"Tables({', '.join(f'{name}: {len(frame)}' for name, frame in self.items())})"


def load(source: str | Path = ".") -> Tables:
    """Loads the tables of a package.

    Strings and ids become `string`, integers `Int64`, numbers `Float64`, booleans `boolean`. An empty cell
    becomes `pandas.NA`, and no other cell does.

    Args:
        source: the package's folder, its datapackage.json, or a zip of it.

    Raises:
        PackageError: the package cannot be read, or a table is not as its schema says.
    """
    with opened(Path(source)) as folder:
        return Tables(
            {
                resource.name: _frame(inside(folder, resource.path), resource.table)
                for resource in read_package(folder).resources
                if resource.table is not None
            }
        )


def _frame(path: Path, table: Table) -> DataFrame:
    from pandas import DataFrame

    records = list(read_records(path))
    if not records or records[0].cells != table.columns:
        header = ",".join(records[0].cells) if records else ""
        expected = ",".join(table.columns)
        raise PackageError(f"{path}:1: the header is {header!r}, but its schema has {expected!r}; {_REMEDY}")
    for record in records:
        if len(record.cells) != len(table.columns):
            count = f"{len(record.cells)} cells, but the header has {len(table.columns)}"
            raise PackageError(f"{path}:{record.line}: {count}; {_REMEDY}")
    del records[0]
    return DataFrame({field.name: _column(path, records, place, field) for place, field in enumerate(table.fields)})


def _column(path: Path, records: Sequence[Record], place: int, field: Field) -> Series[Any]:
    from pandas import Series

    dtype, parse = _TYPES.get(field.type, ("string", str))
    values = []
    for record in records:
        cell = record.cells[place]
        try:
            values.append(parse(cell) if cell else None)
        except (KeyError, ValueError):
            where = f"{path}:{record.line}: {field.name}"
            raise PackageError(f"{where} is {cell!r}, which is no {field.type}; {_REMEDY}") from None
    return Series(values, dtype=dtype)


def _integer(cell: str) -> int:
    if not _INTEGER.fullmatch(cell) or not -(2**63) <= int(cell) < 2**63:
        raise ValueError(cell)
    return int(cell)


def _number(cell: str) -> float:
    # `float` alone takes `nan`, which pandas would show as a missing value.
    if not _NUMBER.fullmatch(cell):
        raise ValueError(cell)
    return float(cell)


# The pandas type of each type of a schema, and how its cells are read; all others are strings.
_TYPES: Mapping[str, tuple[Any, Callable[[str], Any]]] = {
    "integer": ("Int64", _integer),
    "number": ("Float64", _number),
    "boolean": ("boolean", {"true": True, "false": False}.__getitem__),
}
