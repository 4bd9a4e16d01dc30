"""A limit on the number of listed problems, so that a small file with millions of problems takes little memory."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator

from onrecord.problems import Problem
from onrecord.text.numbers import counted
from onrecord.validation.rules import MOST_PROBLEMS, PROBLEMS_OF_A_RULE, RULES, problem


class ProblemBudget:
    """Keeps problems up to a limit, and counts the others.

    Args:
        most: the number of problems to keep.
        floor: the number to keep of each rule in a table, even beyond `most`.
    """

    def __init__(self, most: int = MOST_PROBLEMS, floor: int = PROBLEMS_OF_A_RULE) -> None:
        self._most, self._floor = most, floor
        self._total = 0
        self._kept: Counter[tuple[str, str]] = Counter()
        self._left_out: Counter[tuple[str, str, str, str]] = Counter()

    def takes(self, code: str, table: str, path: str, severity: str = "") -> bool:
        """Counts a problem, and returns whether it is kept."""
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
        """A problem for each rule in each table with the number of problems left out, with their severity."""
        for (path, table, code, severity), count in self._left_out.items():
            message = f"{counted(count, 'more problem')} of the rule {code}"
            yield dataclasses.replace(problem("more-problems", message, path=path, table=table), severity=severity)
