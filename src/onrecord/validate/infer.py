"""Drafting a Table Schema from a CSV file.

Types are those whose plain form every cell has: `007` stays a string, since an integer would lose its zeros, and a
column of "yes" and "no" is one of words. The draft tells what the rows are, not what they ought to be.
"""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from onrecord.errors import PackageError
from onrecord.package.files import open_file
from onrecord.validate.forms import MISSING_WORDS, PLAIN

if TYPE_CHECKING:
    import polars as pl

_DELIMITERS = ",;\t|"
# A column with fewer different values than this, each five times or more on average, is taken for a choice of them.
_CHOICES = 12
_REPEATED = 5
_LONG = 40
_SEEN = 2_000_000  # values kept to see whether a column is unique
_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z?")


def _is_date(cell: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell)) and _reads(datetime.date.fromisoformat, cell)


def _is_datetime(cell: str) -> bool:
    return bool(_DATETIME.fullmatch(cell)) and _reads(datetime.datetime.fromisoformat, cell)


def _reads(read: Callable[[str], object], cell: str) -> bool:
    try:
        read(cell)
    except ValueError:
        return False
    return True


_TYPES: Mapping[str, Callable[[str], bool]] = {
    "boolean": lambda cell: bool(PLAIN["boolean"].fullmatch(cell)),
    "integer": lambda cell: bool(PLAIN["integer"].fullmatch(cell)),
    "number": lambda cell: bool(PLAIN["number"].fullmatch(cell)),
    "date": _is_date,
    "datetime": _is_datetime,
}


class Types:
    """The types whose plain form all cells have, by column; a column without a cell is one of strings."""

    def __init__(self, columns: Iterable[str]) -> None:
        self._possible: dict[str, dict[str, Callable[[str], bool]] | None] = dict.fromkeys(columns)

    def see(self, frame: pl.DataFrame) -> None:
        """Takes the next rows, null where nothing stands."""
        for name, possible in self._possible.items():
            cells = frame.get_column(name).drop_nulls().unique()
            fitting = _TYPES if possible is None else possible
            for cell in cells if fitting else ():
                fitting = {kind: fits for kind, fits in fitting.items() if fits(cell)}
                if not fitting:
                    break
            if len(cells):
                self._possible[name] = dict(fitting)

    def told(self) -> str:
        """The columns with their types, as in a sentence."""
        return ", ".join(f"{name} {next(iter(possible or ()), 'string')}" for name, possible in self._possible.items())


class _Column:
    """What the cells of a column have in common."""

    def __init__(self) -> None:
        self.possible = dict(_TYPES)
        self.missing = 0
        self.words: set[str] = set()  # words that stand for a missing value
        self.values: set[str] | None = set()  # None where there are too many
        self.unique = True
        self.longest = 0

    def add(self, cell: str) -> None:
        if cell in MISSING_WORDS:
            self.words.add(cell)
        if not cell or cell in MISSING_WORDS:
            self.missing += 1
            return
        self.longest = max(self.longest, len(cell))
        self.possible = {name: fits for name, fits in self.possible.items() if fits(cell)}
        if self.values is not None:
            self.unique = self.unique and cell not in self.values
            self.values.add(cell)
            if len(self.values) > (_SEEN if self.unique else _CHOICES):
                self.values, self.unique = None, False

    def field(self, name: str, rows: int) -> dict[str, Any]:
        """The draft of the field."""
        kind = next(iter(self.possible), "string") if self.missing < rows else "string"
        constraints: dict[str, Any] = {}
        if rows and not self.missing:
            constraints["required"] = True
        chosen = self.values is not None and 1 < len(self.values) <= _CHOICES and self.longest <= _LONG
        if kind == "string" and chosen and self.values and rows >= _REPEATED * len(self.values):
            constraints["enum"] = sorted(self.values)
        return {"name": name, "type": kind, **({"constraints": constraints} if constraints else {})}


def infer_schema(file: str | Path) -> tuple[dict[str, Any], list[str]]:
    """A draft of the Table Schema of a CSV file, and what its user should know, as sentences.

    Args:
        file: CSV in UTF-8 with a header, its cells divided by commas, semicolons, tabs or bars.

    Raises:
        PackageError: the file is missing, is not UTF-8, has no header, or a row has more or fewer cells.
    """
    path = Path(file)
    delimiter = _delimiter(path)
    rows = _rows(path, delimiter)
    header = next(rows, None)
    if not header:
        raise PackageError(f"{path}: the file is empty; a table has a header")
    if len(set(header)) < len(header) or "" in header:
        raise PackageError(f"{path}: a name in the header is empty or stands twice; give each column a name of its own")
    columns = {name: _Column() for name in header}
    count = 0
    for number, cells in enumerate(rows, start=2):
        if len(cells) != len(header):
            raise PackageError(f"{path}: row {number} has {len(cells)} cells, the header {len(header)}; mend the row")
        count += 1
        for column, cell in zip(columns.values(), cells, strict=True):
            column.add(cell)
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [column.field(name, count) for name, column in columns.items()],
    }
    if words := sorted(set().union(*(column.words for column in columns.values()))):
        schema["missingValues"] = ["", *words]
    if key := _key(columns, count):
        schema["primaryKey"] = [key]
    return schema, list(_notes(delimiter, words, key, count))


def _key(columns: Mapping[str, _Column], rows: int) -> str | None:
    """The column that tells rows apart: the first by its name, else the first of all."""
    apart = [name for name, column in columns.items() if rows > 1 and column.unique and not column.missing]
    named = [name for name in apart if re.search(r"(^|_)(id|key|code|uuid)$", name, re.IGNORECASE)]
    return next(iter(named or apart[:1]), None)


def _notes(delimiter: str, words: list[str], key: str | None, rows: int) -> Iterator[str]:
    yield f"drafted from {rows:,} rows; add descriptions, and what the rows ought to be"
    if delimiter != ",":
        shown = delimiter.replace("\t", "\\t")
        yield f'the resource needs "dialect": {{"delimiter": "{shown}"}}'
    if words:
        yield f"{', '.join(words)} were taken for missing values"
    if key is None:
        yield "no column tells the rows apart, so there is no primary key"


def _delimiter(path: Path) -> str:
    """The character that divides the header into the most cells."""
    with _opened(path) as file:
        header = file.readline()
    return max(_DELIMITERS, key=header.count)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    try:
        with io.TextIOWrapper(open_file(path), encoding="utf-8-sig", newline="") as file:
            yield file
    except FileNotFoundError:
        raise PackageError(f"{path}: no such file") from None
    except UnicodeDecodeError as error:
        raise PackageError(f"{path}: not UTF-8 ({error.reason}); save the file as UTF-8") from None
    except csv.Error as error:
        raise PackageError(f"{path}: not CSV ({error}); mend the file") from None


def _rows(path: Path, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(16 * 1024 * 1024)
    with _opened(path) as file:
        yield from csv.reader(file, delimiter=delimiter, strict=True)
