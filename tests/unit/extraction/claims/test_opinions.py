"""Predicates of opinions, wishes and norms, and the same words in predicates of facts."""

from __future__ import annotations

import pytest

from onrecord.extraction.claims.opinions import is_opinion

from .conftest import Clauses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The state should pay for the levee.", True),
        ("The state will pay for the levee.", False),
        ("The crews deserve a raise.", True),
        ("There is a need for a bridge.", True),
        ("There is a bridge in Kell.", False),
        ("We hope the mill reopens.", True),
        ("The board hopes the mill reopens.", False),
        ("The plan is terrible.", True),
        ("The plan is old.", False),
        ("It was a terrible day.", True),
        ("It was a Friday.", False),
        ("The terrible storm hit Kell.", False),
        ("The board was shocked.", True),
    ],
)
def test_opinions(clauses: Clauses, text: str, expected: bool) -> None:
    """Only the predicate counts."""
    (clause,) = clauses(text)
    assert is_opinion(clause) is expected
