"""Problems that a publisher accepts: what a release says of them, and the list that goes along with it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.problems import Problem

LIST = "accepted.csv"


class Known(NamedTuple):
    """Accepted problems of one kind: their rule, file, column, the reason to accept them, and how many they are."""

    code: str
    path: str
    field: str
    reason: str
    number: int


@dataclasses.dataclass(frozen=True, slots=True)
class Accepted:
    """Problems of a package with which it is published.

    Attributes:
        content: the list as its file has it, by which whoever gets the release can judge it, too.
        problems: each problem that it accepts, with the reason.
    """

    content: bytes
    problems: tuple[tuple[Problem, str], ...]

    @property
    def tables(self) -> frozenset[str]:
        """The names of the tables that have such problems."""
        return frozenset(one.table for one, _ in self.problems if one.table)

    def grouped(self) -> Iterator[Known]:
        """The problems of one kind together, sorted."""
        counts = Counter((one.code, one.path, one.field, reason) for one, reason in self.problems)
        yield from (Known(*kind, number) for kind, number in sorted(counts.items()))
