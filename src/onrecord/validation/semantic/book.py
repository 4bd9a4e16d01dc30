"""Book: the sheets and texts of a package, and the registry of the checks on them."""

from __future__ import annotations

import dataclasses
import functools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from onrecord.problems import Problem
from onrecord.text.spans import Span
from onrecord.validation.semantic.texts import Texts
from onrecord.validation.sheets import Sheet, integer, span_of


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A row of quote_spans; invalid cells give the ordinal None or the span None."""

    row: int
    ordinal: int | None
    span: Span | None
    exact: str


@dataclasses.dataclass(frozen=True)
class Book:
    """The sheets of a package by name, and the texts of its articles."""

    sheets: Mapping[str, Sheet]
    texts: Texts

    @functools.cached_property
    def parts(self) -> Mapping[str, Mapping[str, list[Part]]]:
        """The parts of each quote by role, in the order of the table."""
        parts: dict[str, dict[str, list[Part]]] = defaultdict(lambda: defaultdict(list))
        columns = ("quote_id", "role", "ordinal", "start", "end", "exact")
        for row, quote_id, role, ordinal, start, end, exact in self.sheets["quote_spans"].records(*columns):
            part = Part(row, integer(ordinal), span_of(start, end), exact)
            parts[quote_id][role].append(part)
        return {quote_id: dict(roles) for quote_id, roles in parts.items()}


Check = Callable[[Book], Iterator[Problem]]
CHECKS: dict[str, tuple[Check, Mapping[str, tuple[str, ...]]]] = {}


def check(**needs: str) -> Callable[[Check], Check]:
    """Registers a check, which runs if a package has the given tables with the given columns."""

    def register(function: Check) -> Check:
        CHECKS[function.__name__] = (
            function,
            {table: tuple(columns.split()) for table, columns in needs.items()},
        )
        return function

    return register


def judge(book: Book) -> Iterator[Problem]:
    """The problems that the checks find, as far as the package has their tables."""
    for function, needs in CHECKS.values():
        if all(table in book.sheets and book.sheets[table].has(*columns) for table, columns in needs.items()):
            yield from function(book)
