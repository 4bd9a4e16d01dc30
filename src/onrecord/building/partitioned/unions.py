"""Disjoint sets of numbers that are joined pair by pair."""

from __future__ import annotations

from array import array
from collections.abc import Iterable


class Unions:
    """The numbers from 0 to `size`, each alone in a set at first; a set is named by its smallest number."""

    def __init__(self, size: int) -> None:
        self._parents = array("q", range(size))

    def join(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Joins the sets of the numbers of pairs."""
        for one, other in pairs:
            first, second = self.first(one), self.first(other)
            if first != second:
                self._parents[max(first, second)] = min(first, second)

    def first(self, number: int) -> int:
        """The smallest number of the set of a number."""
        parents = self._parents
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number
