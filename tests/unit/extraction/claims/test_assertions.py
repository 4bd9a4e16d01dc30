"""Clauses that assert a whole proposition, and clauses that do not."""

from __future__ import annotations

import pytest

from onrecord.extraction.claims.assertions import is_assertion

from .conftest import Clauses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge closed in March.", True),
        ("Did the bridge close in March?", False),
        ("The bridge is a disgrace.", False),
        ("This closed the bridge in March.", False),
        ("Otherwise the bridge will close.", False),
        ("It is possible.", False),
        ("It is possible in the north of Kell.", True),
        ("He left.", False),
        ("The old bridge was in Kell.", True),
        ("The old bridge is.", False),
    ],
)
def test_assertions(clauses: Clauses, text: str, expected: bool) -> None:
    """What a clause says may not depend on another sentence."""
    (clause,) = clauses(text)
    assert is_assertion(clause) is expected


def test_what_a_source_denies_is_not_asked(clauses: Clauses) -> None:
    """In "disputed whether the boat had sunk", the question word asks nothing."""
    (clause,) = clauses("Did the bridge close in March?")
    assert is_assertion(clause, denied=True)
