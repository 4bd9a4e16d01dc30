"""Figures: scores over all articles, with bootstrap intervals."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from onrecord.evaluation.gold import ROLES
from onrecord.evaluation.scores import Tallies, Tally, total

_DRAWS = 1000
_GROUPS = (*ROLES, "quotes", "names", "votes")
_SEED = 20310513


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """A score with its 95 % bootstrap interval: as many articles are drawn, with replacement, many times.

    Attributes:
        name: what was scored, as a path: `content/exact`.
        value: F1, or a mean; 0 to 1.
        low: lower end of the interval.
        high: upper end of the interval.
        precision: None for a mean.
        recall: None for a mean.
        number: how many there are in the gold.
    """

    name: str
    value: float
    low: float
    high: float
    precision: float | None
    recall: float | None
    number: int


def figures(tallies: Sequence[Tallies]) -> tuple[Figure, ...]:
    """The figures of the tallies of all articles, sorted by group."""
    import numpy as np

    sums = {name: value for name, value in total(tallies).items() if value.found or value.expected}
    rows = {
        name: np.array([[t.right, t.found, t.expected] for t in (own.get(name, Tally()) for own in tallies)])
        for name in sums
    }
    drawn = drawn_articles(len(tallies))
    scored = []
    for name, whole in sorted(sums.items(), key=lambda item: _GROUPS.index(item[0].split("/")[0].split(" (")[0])):
        score: Callable[[float, float, float], float] = _mean if name.endswith("mean") else _f1
        values = [score(*row) for row in drawn @ rows[name]]
        low, high = np.percentile(values, [2.5, 97.5])
        is_mean = name.endswith("mean")
        scored.append(
            Figure(
                name.removesuffix(" mean"),
                score(whole.right, whole.found, whole.expected),
                float(low),
                float(high),
                None if is_mean else _share(whole.right, whole.found),
                None if is_mean else _share(whole.right, whole.expected),
                round(whole.expected),
            )
        )
    return tuple(scored)


def share_of(counts: Sequence[tuple[int, int]]) -> tuple[float, float, float]:
    """A share with its 95 % bootstrap interval over articles.

    Args:
        counts: for each article, how many rows have a property, and how many rows there are.

    Returns:
        the share in all articles together, and the lower and the upper end of its interval; 0 to 1.

    Examples:
        >>> share_of([(3, 4), (3, 4)])
        (0.75, 0.75, 0.75)
    """
    import numpy as np

    sums = np.array(counts).sum(0)
    drawn = drawn_articles(len(counts)) @ np.array(counts)
    low, high = np.percentile([_share(part, whole) for part, whole in drawn], [2.5, 97.5])
    return _share(*sums), float(low), float(high)


def drawn_articles(articles: int) -> Any:
    """How often each article is drawn in each draw of the bootstrap, (draws, articles); always the same."""
    import numpy as np

    return np.random.default_rng(_SEED).multinomial(articles, [1 / articles] * articles, size=_DRAWS)


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0


def _f1(right: float, found: float, expected: float) -> float:
    return _share(2 * right, found + expected)


def _mean(right: float, _found: float, expected: float) -> float:
    return _share(right, expected)
