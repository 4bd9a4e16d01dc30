"""Drafts a Table Schema from a table.

A column gets a type if all its cells have the plain form of the type and lose nothing by it: `007` stays a string,
because an integer would lose its zeros; so do numbers with more digits than readers keep, and a column of "yes" and
"no". A word such as NA stands for a missing value only if the other cells of the column have such a type: among strings
it may be a value, such as the code of Namibia. The draft describes the rows as they are, not as they should be.
"""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import io
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import PackageError
from onrecord.package import is_descriptor
from onrecord.package.json_files import read_json
from onrecord.package.package import Package, read_package
from onrecord.package.resources import Resource, format_of
from onrecord.package.table_data import BROKEN, FORMATS, labels, opened_part, opened_rows, why_unreadable
from onrecord.tableschema.blocks import NotCsv
from onrecord.tableschema.cells import CELL_LIMIT
from onrecord.tableschema.forms import MISSING_WORDS, PLAIN
from onrecord.tableschema.parsers import NotOfType, reader
from onrecord.tableschema.schema import Field
from onrecord.text.printable import shown

if TYPE_CHECKING:
    import polars as pl

_DELIMITERS = ",;\t|"
# A column gets an enum if it has at most this many different values, each five times or more on average.
_CHOICES = 12
_REPEATED = 5
_LONG = 40
_DIGITS = 19  # the digits of integers that may need more than 64 bits
_SEEN = 2_000_000  # values that are kept to find out whether a column is unique


def _is_integer(cell: str) -> bool:
    return bool(PLAIN["integer"].fullmatch(cell)) and len(cell) < _DIGITS


def _is_number(cell: str) -> bool:
    if not PLAIN["number"].fullmatch(cell) or len(cell) > _LONG:
        return False
    value = float(cell)
    return math.isfinite(value) and Decimal(repr(value)) == Decimal(cell)


def _is(kind: str, form: str) -> Callable[[str], bool]:
    """A test for cells that match a pattern and are read as a value of a type."""
    read, pattern = reader(Field("", kind)), re.compile(form)

    def fits(cell: str) -> bool:
        try:
            return bool(pattern.fullmatch(cell)) and read(cell) is not None
        except NotOfType:
            return False

    return fits


_DAY, _CLOCK = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{2}:[0-9]{2}:[0-9]{2}"
_TYPES: Mapping[str, Callable[[str], bool]] = {
    "boolean": lambda cell: bool(PLAIN["boolean"].fullmatch(cell)),
    "integer": _is_integer,
    "number": _is_number,
    "date": _is("date", _DAY),
    # Readers keep microseconds.
    "datetime": _is("datetime", rf"{_DAY}T{_CLOCK}(\.[0-9]{{1,6}})?(Z|[+-][0-9:]{{5}})?"),
    "time": _is("time", _CLOCK),
}
# Types whose equal values have equal cells in the plain form.
_OF_KEYS = ("string", "integer", "date")


class Types:
    """The types that all cells of a column have in their plain form; a column without cells has strings."""

    def __init__(self, columns: Iterable[str]) -> None:
        self._possible: dict[str, dict[str, Callable[[str], bool]] | None] = dict.fromkeys(columns)

    def see(self, frame: pl.DataFrame) -> None:
        """Takes the next rows, null if a cell is empty."""
        for name, possible in self._possible.items():
            cells = frame.get_column(name).drop_nulls().unique()
            fitting = _TYPES if possible is None else possible
            for cell in cells if fitting else ():
                fitting = {kind: fits for kind, fits in fitting.items() if fits(cell)}
                if not fitting:
                    break
            if len(cells):
                self._possible[name] = dict(fitting)

    def reported(self) -> str:
        """The columns with their types, as part of a sentence."""
        return ", ".join(f"{name} {next(iter(possible or ()), 'string')}" for name, possible in self._possible.items())


class _Column:
    """The common properties of the cells of a column."""

    def __init__(self) -> None:
        self._possible = dict(_TYPES)
        self._empty = self._filled = 0
        self._words: Counter[str] = Counter()  # words that may stand for a missing value
        self._values: set[str] | None = set()  # None if there are too many
        self._are_unique = True
        self._longest = 0

    def add(self, cell: str) -> None:
        if not cell:
            self._empty += 1
            return
        if cell in MISSING_WORDS:
            self._words[cell] += 1
        else:
            self._filled += 1
            self._possible = {name: fits for name, fits in self._possible.items() if fits(cell)}
        self._longest = max(self._longest, len(cell))
        if self._values is not None:
            self._are_unique = self._are_unique and cell not in self._values
            self._values.add(cell)
            if len(self._values) > (_SEEN if self._are_unique else _CHOICES):
                self._values, self._are_unique = None, False

    @property
    def type(self) -> str:
        """The type of the cells."""
        return next(iter(self._possible), "string") if self._filled else "string"

    @property
    def missing_words(self) -> list[str]:
        """The words that stand for a missing value; empty for strings."""
        return [] if self.type == "string" else sorted(self._words)

    @property
    def has_gaps(self) -> bool:
        """Whether a cell is missing."""
        return bool(self._empty or self.missing_words)

    @property
    def is_key(self) -> bool:
        """Whether each row has a different value."""
        return self._are_unique and not self.has_gaps and self.type in _OF_KEYS

    def field(self, name: str, rows: int) -> dict[str, Any]:
        """The draft of the field."""
        constraints: dict[str, Any] = {}
        if rows and not self.has_gaps:
            constraints["required"] = True
        chosen = self._values is not None and 1 < len(self._values) <= _CHOICES and self._longest <= _LONG
        if self.type == "string" and chosen and self._values and rows >= _REPEATED * len(self._values):
            constraints["enum"] = sorted(self._values)
        field: dict[str, Any] = {"name": name, "type": self.type}
        if constraints:
            field["constraints"] = constraints
        if self.missing_words:
            field["missingValues"] = ["", *self.missing_words]
        return field


def infer_schema(file: str | Path, table: str | None = None) -> tuple[dict[str, Any], list[str]]:
    """A draft of the Table Schema of a table, and notes for its user.

    Args:
        file: a table in a supported format: CSV with a header and with commas, semicolons, tabs or bars between the
            cells, JSON or Parquet, also compressed; or a package's folder or descriptor, which says how to read it.
        table: the name of the table in a package; by default, the only table without a schema.

    Raises:
        PackageError: there is no such table, it cannot be read, has no header, or a row has more or fewer cells.

    Examples:
        >>> schema, notes = onrecord.infer_schema("out/data/entities.csv")
        >>> schema["fields"][0]
        {'name': 'entity_id', 'type': 'string', 'constraints': {'required': True}}
    """
    path, dialect = Path(file), {}
    if path.is_dir() or _is_package(path):
        package = read_package(path)
        resource, folder = _chosen(package, table), package.folder
        path = folder / (resource.path or package.described_in)
    elif table is not None:
        raise PackageError(f"{path}: a table, not a package; leave out the name {shown(table)}")
    else:
        resource, folder = _alone(path), path.parent
        if format_of(resource.declared, resource.parts) == "csv":
            with _reporting(path):
                dialect = {"delimiter": found} if (found := _delimiter(folder, resource)) != "," else {}
            resource = dataclasses.replace(resource, dialect=dialect)
    if reason := why_unreadable(resource):
        raise PackageError(f"{path}: the table {reason}")
    with _reporting(path):
        columns, count = _columns(path, folder, resource)
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [column.field(name, count) for name, column in columns.items()],
    }
    if key := _key(columns, count):
        schema["primaryKey"] = [key]
    return schema, list(_notes(dialect, columns, key, count))


def _is_package(path: Path) -> bool:
    """Whether a file is the descriptor of a package, not a table in JSON."""
    if not is_descriptor(path) or not path.is_file():
        return False
    value = read_json(path)
    return isinstance(value, dict) and isinstance(value.get("resources"), list)


def _chosen(package: Package, name: str | None) -> Resource:
    """The table with this name, or the only table without a schema, without the facts of its schema."""
    tables = {resource.name: resource for resource in package.resources if resource.is_tabular}
    candidates = [each for each, resource in tables.items() if not resource.declared.get("schema")] or list(tables)
    if name is None and len(candidates) == 1:
        [name] = candidates
    if name not in tables:
        message = "name the table" if name is None else f"no table {shown(name)}"
        raise PackageError(f"{package.described}: {message}; the package has {', '.join(tables) or 'no tables'}")
    return dataclasses.replace(tables[name], table=None)


def _alone(path: Path) -> Resource:
    """A table in a file without a descriptor; CSV if the name of the file does not show its format."""
    declared: dict[str, Any] = {"name": path.name, "path": path.name}
    if format_of(declared, (path.name,)) not in FORMATS:
        declared["format"] = "csv"
    return Resource(path.name, path.name, None, declared, (path.name,), fetched={path.name: path}, is_tabular=True)


def _columns(path: Path, folder: Path, resource: Resource) -> tuple[dict[str, _Column], int]:
    """The common properties of the cells of each column, and the number of rows."""
    header = labels(folder, resource)
    if not header:
        raise PackageError(f"{path}: the file is empty; a table has a header")
    if len(set(header)) < len(header) or "" in header:
        raise PackageError(f"{path}: a name in the header is empty or occurs twice; give each column its own name")
    columns, count = {name: _Column() for name in header}, 0
    with opened_rows(folder, resource) as rows:
        rows.header()
        for block in rows.blocks(header):
            # In a table with one column, an empty line is an empty cell.
            wrong = {row: cells for row, cells in block.ragged.items() if cells or len(header) > 1}
            if wrong:
                row = min(wrong)
                message = f"row {count + row + 2} has {wrong[row]} cells, but the header has {len(header)}"
                raise PackageError(f"{path}: {message}; correct the row")
            count += len(block.frame)
            for name, column in columns.items():
                for cell in block.frame[name].fill_null("").to_list():
                    column.add(cell)
    return columns, count


def _key(columns: Mapping[str, _Column], rows: int) -> str | None:
    """The column that identifies rows: the first column named like a key, else the first of all; None if none does."""
    keys = [name for name, column in columns.items() if rows > 1 and column.is_key]
    named = [name for name in keys if re.search(r"(^|_)(id|key|code|uuid)$", name, re.IGNORECASE)]
    return next(iter(named or keys[:1]), None)


def _notes(dialect: Mapping[str, str], columns: Mapping[str, _Column], key: str | None, rows: int) -> Iterator[str]:
    yield f"drafted from {rows:,} rows; add descriptions, and the constraints that rows should satisfy"
    if dialect:
        yield f'the resource needs "dialect": {json.dumps(dialect)}'
    for name, column in columns.items():
        if words := column.missing_words:
            yield f"{', '.join(words)} {'is' if len(words) == 1 else 'are'} treated as missing values in {name}"
    if key is None:
        yield "no column identifies the rows, so there is no primary key"


def _delimiter(folder: Path, resource: Resource) -> str:
    """The character that splits the header into the most cells."""
    with opened_part(folder, resource, resource.path) as file:
        header = file.readline(CELL_LIMIT).decode("utf-8-sig", "replace")
    # newline="" also ends lines at a carriage return.
    return max(_DELIMITERS, key=lambda mark: len(next(csv.reader(io.StringIO(header, newline=""), delimiter=mark), ())))


@contextlib.contextmanager
def _reporting(path: Path) -> Iterator[None]:
    """Reports why a table cannot be read."""
    try:
        yield
    except FileNotFoundError:
        raise PackageError(f"{path}: no such file") from None
    except NotCsv as error:
        remedy = "save the file as UTF-8" if error.code == "not-utf8" else "correct the file"
        raise PackageError(f"{path}: {error}; {remedy}") from None
    except BROKEN as error:
        raise PackageError(f"{path}: it cannot be read ({error}); correct the file") from None
    except OSError as error:
        raise PackageError(f"{path}: {error.strerror or error}") from None
    except csv.Error as error:
        raise PackageError(f"{path}: not CSV ({error}); correct the file") from None
