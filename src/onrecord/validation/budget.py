"""How many problems are kept one by one, so that a small file with millions of them takes little memory."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator

from onrecord.problems import Problem
from onrecord.text.numbers import counted
from onrecord.validation.rules import MOST_PROBLEMS, PROBLEMS_OF_A_RULE, RULES, problem


class ProblemBudget:
    """Keeps problems up to a number, and counts those that are left out.

    Args:
        most: how many problems are kept in all.
        floor: how many of a rule in a table are kept all the same.
    """

    def __init__(self, most: int = MOST_PROBLEMS, floor: int = PROBLEMS_OF_A_RULE) -> None:
        self._most, self._floor = most, floor
        self._total = 0
        self._kept: Counter[tuple[str, str]] = Counter()
        self._left_out: Counter[tuple[str, str, str, str]] = Counter()

    def takes(self, code: str, table: str, path: str, severity: str = "") -> bool:
        """Counts one more problem, and says whether it is kept."""
        if self._total < self._most or self._kept[table, code] < self._floor:
            self._total += 1
            self._kept[table, code] += 1
            return True
        self._left_out[path, table, code, severity or RULES[code].severity] += 1
        return False

    def kept(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """The problems that are kept."""
        return (found for found in problems if self.takes(found.code, found.table, found.path, found.severity))

    def left_out(self) -> Iterator[Problem]:
        """How many problems of each rule in each table were left out; as severe as these."""
        for (path, table, code, severity), count in self._left_out.items():
            message = f"{counted(count, 'more problem')} of the rule {code}"
            yield dataclasses.replace(problem("more-problems", message, path=path, table=table), severity=severity)
