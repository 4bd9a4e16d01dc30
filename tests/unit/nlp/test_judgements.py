"""Judges of attributions and clauses, with small layers whose sums can be done by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from onrecord.nlp.judgements import Clauses, Judge, judge_of, part_at, pieces_of
from onrecord.text.spans import Span

# One hidden unit a part and two labels: the second is as probable as e to the sum of the parts, against 1.
FACTS = {
    "labels": ["no", "yes"],
    "bias": [0.5],
    "missing": [[10.0], [20.0]],
    "second": [[0.0, 1.0]],
    "second_bias": [0.0, 0.0],
}
JUDGE = judge_of(FACTS)
# Columns: what a piece says as a part of the first kind, and of the second.
VECTORS = np.array([[1, 100], [3, 200], [100, 2]], dtype=np.float32)


def share(score: float) -> float:
    """The probability of "yes"."""
    return math.exp(score) / (1 + math.exp(score))


@pytest.mark.parametrize(
    ("parts", "score"),
    [
        ((slice(0, 2), slice(2, 3)), 0.5 + 2 + 2),
        ((slice(0, 1), None), 0.5 + 1 + 20),
        ((None, slice(2, 3)), 0.5 + 10 + 2),
        ((slice(0, 0), slice(2, 3)), 0.5 + 10 + 2),
    ],
    ids=["both", "without the second", "without the first", "a part without pieces"],
)
def test_probabilities(parts: tuple[slice | None, ...], score: float) -> None:
    """The means of the parts are added up; what is missing adds what was learned for that."""
    assert JUDGE.probabilities(VECTORS, parts) == pytest.approx({"no": 1 - share(score), "yes": share(score)})


def test_a_negative_sum_counts_as_zero() -> None:
    """The first layer is rectified."""
    assert JUDGE.probabilities(-VECTORS, (slice(0, 2), slice(2, 3))) == {"no": 0.5, "yes": 0.5}


def test_a_clause_is_judged_by_its_pieces() -> None:
    """By the mean of all, the first and the last; white space around it has no pieces."""
    judge = Judge(
        ("no", "yes"),
        np.zeros(1, np.float32),
        np.zeros((3, 1), np.float32),
        np.array([[0, 1]], np.float32),
        np.zeros(2, np.float32),
    )
    # "It may rain": pieces of the words; the columns are for the whole, the start and the end.
    vectors = np.array([[1, 10, 0], [2, 20, 0], [6, 0, 30]], dtype=np.float16)
    clauses = Clauses(np.array([0, 3, 7]), np.array([2, 6, 11]), vectors, judge)
    assert clauses.probabilities(Span(0, 11))["yes"] == pytest.approx(share(3 + 10 + 30))
    assert clauses.probabilities(Span(2, 6))["yes"] == pytest.approx(share(2 + 20 + 0))


@pytest.mark.parametrize(
    ("span", "pieces"), [(Span(0, 2), (0, 1)), (Span(1, 4), (0, 2)), (Span(2, 3), (1, 1)), (Span(7, 12), (2, 3))]
)
def test_pieces_of_a_span(span: Span, pieces: tuple[int, int]) -> None:
    """Those that share characters with it."""
    assert pieces_of(np.array([0, 3, 7]), np.array([2, 6, 11]), span) == pieces


def test_the_part_of_a_long_article() -> None:
    """Long articles are read in parts; each clause is judged in its own."""
    first, second = (
        Clauses(np.array([start]), np.array([start + 5]), np.zeros((1, 3), np.float16), JUDGE) for start in (2, 50)
    )
    assert part_at([first, second], Span(2, 7)) is first
    assert part_at([first, second], Span(51, 54)) is second
    assert part_at([first, second], Span(0, 1)) is None
    assert part_at([], Span(0, 1)) is None
