"""What programs that guess the types of columns make of a table: numbers of ids, truth values of answers.

Said of whole columns, as that is what readers go by. Seen with pandas, DuckDB and R; docs/loading.md says how to read
such columns all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from onrecord.problems import Problem
from onrecord.tableschema.forms import CODES, MISSING_WORDS
from onrecord.tableschema.schema import Field, Table
from onrecord.text.printable import shown
from onrecord.validation.rules import problem

_NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
# What a number would not be written as again: 007, +1, 12345e67, 1.50, 12345678901234567.
_CHANGED = r"^[+.]|^-?0[0-9]|[eE]|\.[0-9]*0$|\.$|[0-9]{16}"
_TRUTH = frozenset({"true", "false", "yes", "no", "y", "n", "t", "f", "on", "off"})
_ZONED = r":[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})$"
_WORDS = sorted(MISSING_WORDS)
_BARE = r"(?:^|T)[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?$"
_SAMPLE = 100  # most columns show in a few cells that they are no such column


class _Trap:
    """What is known of a column so far."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self._is_text = field.type in ("string", "any") and field.format == "default" and not field.enum
        has_zones = field.type == "datetime" or (field.type == "time" and field.is_v1)
        self._has_times = has_zones and field.format == "default"
        self._wants_utc = self._has_times and field.is_v1 and field.type == "datetime"
        self._numbers = self._truths = self._is_text
        self._codes: tuple[str, ...] = CODES if self._is_text else ()
        self._changed: str | None = None
        self._words: set[str] = set()
        self._odd = ""  # a time that is not in UTC
        self._zoned = self._bare = self._seen = self._others = False

    def see(self, column: pl.Series) -> None:
        """Takes the next cells of the column, null where a value is missing."""
        if not (self._numbers or self._truths or self._has_times or self._codes):
            return
        cells = column.drop_nulls()
        if cells.is_empty():
            return
        self._seen = True
        if self._has_times:
            self._zoned |= bool(cells.str.contains(_ZONED).any())
            self._bare |= bool(cells.str.contains(_BARE).any())
        if self._wants_utc and not self._odd:
            odd = cells.filter(~cells.str.ends_with("Z"))
            self._odd = odd[0] if len(odd) else ""
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
        if self._truths:
            self._truths = all(
                _TRUTH.issuperset(some.unique().str.to_lowercase()) for some in (cells.head(_SAMPLE), cells)
            )
        if self._truths:
            self._words.update(cells.unique().str.to_lowercase())

    @property
    def is_of_codes(self) -> bool:
        """Whether all cells are short codes, some of which are not one of the words for a missing value."""
        return bool(self._codes) and self._others

    def reported(self) -> Iterator[tuple[str, str]]:
        """Code and message of what readers will make of the column."""
        if self._seen and self._numbers and self._changed is not None:
            yield "reads-as-number", f"every value looks like a number, and readers would change {shown(self._changed)}"
        if self._truths and len(self._words) > 1:
            yield "reads-as-boolean", "every value looks like a truth value, and readers would make it one"
        if self._zoned and self._bare:
            yield "mixed-zones", "some times have a zone, others have none"
        elif self._odd:
            yield "not-in-utc", f"{shown(self._odd)} does not end with Z, as times of version 1 of the standard do"


class Traps:
    """The traps of a table, which is seen block by block."""

    def __init__(self, table: Table, path: str) -> None:
        self._table, self._path = table, path
        self._traps = [_Trap(field) for field in table.fields]

    def see(self, frame: pl.DataFrame) -> None:
        """Takes the next rows, null where a value is missing."""
        for trap in self._traps:
            trap.see(frame[trap.field.name])

    @property
    def codes(self) -> frozenset[str]:
        """The columns of short codes, among which NA is not a word for a missing value."""
        return frozenset(trap.field.name for trap in self._traps if trap.is_of_codes)

    def problems(self) -> Iterator[Problem]:
        """What is to be said of the columns that were seen."""
        for trap in self._traps:
            for code, message in trap.reported():
                yield problem(code, message, path=self._path, table=self._table.name, field=trap.field.name)
