"""How many problems are kept one by one, so that a small file with millions of them takes little memory."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator

from onrecord.problems import Problem
from onrecord.validation.rules import RULES, problem

MOST = 500_000  # problems of a package
FLOOR = 1_000  # of a rule in a table, however many there are of others, so that none is hidden


class ProblemBudget:
    """Keeps problems up to a number, and counts those that are left out.

    Args:
        most: how many problems are kept in all.
        floor: how many of a rule in a table are kept all the same.
    """

    def __init__(self, most: int = MOST, floor: int = FLOOR) -> None:
        self._most, self._floor = most, floor
        self._total = 0
        self._kept: Counter[tuple[str, str]] = Counter()
        self._left_out: Counter[tuple[str, str, str, str]] = Counter()

    def has(self, code: str, table: str, path: str, severity: str = "") -> bool:
        """Whether one more problem is kept; it is counted in either case."""
        if self._total < self._most or self._kept[table, code] < self._floor:
            self._total += 1
            self._kept[table, code] += 1
            return True
        self._left_out[path, table, code, severity or RULES[code].severity] += 1
        return False

    def kept(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """The problems that are kept."""
        return (found for found in problems if self.has(found.code, found.table, found.path, found.severity))

    def left_out(self) -> Iterator[Problem]:
        """How many problems of each rule in each table were left out; as severe as these."""
        for (path, table, code, severity), count in self._left_out.items():
            told = f"{count:,} more {'problem is' if count == 1 else 'problems are'} of the rule {code}"
            yield dataclasses.replace(problem("more-problems", told, path=path, table=table), severity=severity)
