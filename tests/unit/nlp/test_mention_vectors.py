"""Vectors of mentions, with pieces whose numbers can be told apart."""

from __future__ import annotations

import math

import numpy as np
import pytest

from onrecord.nlp.mention_vectors import TYPES, WIDTH, MentionVectors, Vectors
from onrecord.text.spans import Span


def vectors(offset: int, *values: float) -> Vectors:
    """Pieces of three characters and a blank: the value of each as what looks, ten times as much as what is found."""
    starts = np.arange(len(values)) * 4 + offset
    rows = [[value] * WIDTH + [10 * value] * WIDTH + [value, 0.0, 0.0] for value in values]
    return Vectors(starts, starts + 3, np.array(rows, dtype=np.float16))


ARTICLE = MentionVectors((vectors(0, 1, 2, 6), vectors(20, 3)))


@pytest.mark.parametrize(
    ("mention", "value"),
    [(Span(0, 3), 1.0), (Span(0, 11), 3.5), (Span(4, 11), 4.0), (Span(20, 23), 3.0), (Span(9, 10), 6.0)],
    ids=["a piece", "three pieces", "two pieces", "in the second part", "inside a piece"],
)
def test_the_mean_of_the_first_and_the_last_piece(mention: Span, value: float) -> None:
    """As what looks back, and as what is looked for."""
    assert ARTICLE.looking(mention).tolist() == [value] * WIDTH
    assert ARTICLE.found([mention, mention]).tolist() == [[10 * value] * WIDTH] * 2


def test_types() -> None:
    """The probabilities of a person and of an organization, by softmax."""
    total = math.exp(3) + 2
    assert ARTICLE.types(Span(20, 23)) == pytest.approx((math.exp(3) / total, 1 / total))


def test_an_article_without_vectors() -> None:
    """All mentions are alike."""
    nothing = MentionVectors(())
    assert nothing.looking(Span(0, 3)).tolist() == [0.0] * WIDTH
    assert nothing.types(Span(0, 3)) == pytest.approx((1 / TYPES, 1 / TYPES))
