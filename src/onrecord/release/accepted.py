"""Problems that a publisher accepts, as a release states them, and the list that goes into it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.problems import Problem

LIST = "accepted.csv"


class Known(NamedTuple):
    """Accepted problems of one kind: their rule, file, column, the reason for accepting them, and their number."""

    code: str
    path: str
    field: str
    reason: str
    number: int


@dataclasses.dataclass(frozen=True, slots=True)
class Accepted:
    """Problems of a package with which it is published.

    Attributes:
        content: the file of the list; with it, whoever gets the release can validate it.
        problems: each accepted problem, with the reason.
    """

    content: bytes
    problems: tuple[tuple[Problem, str], ...]

    @property
    def tables(self) -> frozenset[str]:
        """The names of the tables that have accepted problems."""
        return frozenset(problem.table for problem, _ in self.problems if problem.table)

    def grouped(self) -> Iterator[Known]:
        """The problems by kind, sorted."""
        counts = Counter((problem.code, problem.path, problem.field, reason) for problem, reason in self.problems)
        yield from (Known(*kind, number) for kind, number in sorted(counts.items()))
