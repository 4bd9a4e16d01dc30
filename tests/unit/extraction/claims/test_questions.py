"""Clauses that ask, and clauses with the same words that state something."""

from __future__ import annotations

import pytest

from onrecord.extraction.claims.questions import is_question

from .conftest import Clauses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge closed in March?", True),
        ("The bridge closed in March.", False),
        ("You closed the bridge, didn’t you?", True),
        ("You closed the bridge. Didn’t you?", False),
        ("Why did the bridge close?", True),
        ("When the bridge closed, traffic fell by half.", False),
    ],
)
def test_questions(clauses: Clauses, text: str, expected: bool) -> None:
    """By the mark, by a tag, or by the first word."""
    assert is_question(clauses(text)[0]) is expected
