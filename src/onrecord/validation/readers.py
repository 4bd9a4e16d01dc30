"""Pitfalls of columns whose types readers guess: ids become numbers, answers become booleans.

Readers guess from whole columns, so whole columns are judged. Seen with pandas, DuckDB and R; docs/loading.md shows how
to read such columns.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from onrecord.problems import Problem
from onrecord.tableschema.boolean_words import GUESSED_AS_BOOLEAN
from onrecord.tableschema.forms import CODES, MISSING_WORDS
from onrecord.tableschema.schema import Field, Table
from onrecord.text.printable import shown
from onrecord.validation.rules import problem

_NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
# Numbers that are written differently after they were read: 007, +1, 12345e67, 1.50, 12345678901234567.
_CHANGED = r"^[+.]|^-?0[0-9]|[eE]|\.[0-9]*0$|\.$|[0-9]{16}"

_ZONED = r":[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})$"
_WORDS = sorted(MISSING_WORDS)
_BARE = r"(?:^|T)[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?$"
_SAMPLE = 100  # the first cells rule out most columns


class _ColumnPitfalls:
    """The pitfalls that the cells of a column, as far as they were seen, have not ruled out."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self._is_text = field.type in ("string", "any") and field.format == "default" and not field.enum
        has_zones = field.type == "datetime" or (field.type == "time" and field.is_v1)
        self._has_times = has_zones and field.format == "default"
        self._must_be_utc = self._has_times and field.is_v1 and field.type == "datetime"
        self._numbers = self._booleans = self._is_text
        self._codes: tuple[str, ...] = CODES if self._is_text else ()
        self._changed: str | None = None
        self._words: set[str] = set()
        self._not_utc = ""
        self._zoned = self._bare = self._seen = self._others = False

    def see(self, column: pl.Series) -> None:
        """Takes the next cells of the column, null where a value is missing."""
        if not (self._numbers or self._booleans or self._has_times or self._codes):
            return
        cells = column.drop_nulls()
        if cells.is_empty():
            return
        self._seen = True
        if self._has_times:
            self._zoned |= bool(cells.str.contains(_ZONED).any())
            self._bare |= bool(cells.str.contains(_BARE).any())
        if self._must_be_utc and not self._not_utc:
            not_utc = cells.filter(~cells.str.ends_with("Z"))
            self._not_utc = not_utc[0] if len(not_utc) else ""
        if self._numbers:
            self._numbers = all(some.str.contains(_NUMBER).all() for some in (cells.head(_SAMPLE), cells))
        if self._numbers and self._changed is None:
            changed = cells.filter(cells.str.contains(_CHANGED))
            self._changed = changed[0] if len(changed) else None
        if self._codes:
            self._others |= not MISSING_WORDS.issuperset(cells.head(_SAMPLE)) or not cells.is_in(_WORDS).all()
            self._codes = tuple(
                form
                for form in self._codes
                if all(some.str.contains(form).all() for some in (cells.head(_SAMPLE), cells))
            )
        if self._booleans:
            self._booleans = all(
                GUESSED_AS_BOOLEAN.issuperset(some.unique().str.to_lowercase()) for some in (cells.head(_SAMPLE), cells)
            )
        if self._booleans:
            self._words.update(cells.unique().str.to_lowercase())

    @property
    def is_of_codes(self) -> bool:
        """Whether all cells are short codes, and not all of them are words for a missing value."""
        return bool(self._codes) and self._others

    def reported(self) -> Iterator[tuple[str, str]]:
        """The rule and the message of each pitfall of the column."""
        if self._seen and self._numbers and self._changed is not None:
            yield "reads-as-number", f"every value looks like a number, and readers would change {shown(self._changed)}"
        if self._booleans and len(self._words) > 1:
            yield "reads-as-boolean", "every value looks like a boolean, and readers would turn it into one"
        if self._zoned and self._bare:
            yield "mixed-zones", "some times have a zone, others do not"
        elif self._not_utc:
            yield (
                "not-in-utc",
                f"{shown(self._not_utc)} does not end with Z, as times must in version 1 of the standard",
            )


class Pitfalls:
    """The pitfalls of a table, which is read block by block."""

    def __init__(self, table: Table, path: str) -> None:
        self._table, self._path = table, path
        self._columns = [_ColumnPitfalls(field) for field in table.fields]

    def see(self, frame: pl.DataFrame) -> None:
        """Takes the next rows, null where a value is missing."""
        for column in self._columns:
            column.see(frame[column.field.name])

    @property
    def codes(self) -> frozenset[str]:
        """The columns of short codes, in which NA is a code like others."""
        return frozenset(column.field.name for column in self._columns if column.is_of_codes)

    def problems(self) -> Iterator[Problem]:
        """The advice on the columns that were seen."""
        for column in self._columns:
            for code, message in column.reported():
                yield problem(code, message, path=self._path, table=self._table.name, field=column.field.name)
