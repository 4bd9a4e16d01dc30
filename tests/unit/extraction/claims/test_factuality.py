"""Negation and certainty, read from parses."""

from __future__ import annotations

import pytest

from onrecord.extraction.claims.factuality import certainty_of, hedged, is_negated
from onrecord.text.spans import Span

from ..conftest import Parse
from .conftest import Clauses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge closed in March.", False),
        ("The bridge did not close in March.", True),
        ("Nobody closed the bridge.", True),
        ("No bus stopped in Kell.", True),
        ("The fire left the town with no plan.", True),
        ("The town no longer had a bus.", True),
        ("None other than the mayor closed the bridge.", False),
        ("The mayor closed the bridge that nobody used.", False),
    ],
)
def test_negation(clauses: Clauses, text: str, expected: bool) -> None:
    """By the verb, its subject and its objects, not by what only goes with them."""
    (clause,) = clauses(text)
    assert is_negated(clause) is expected


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("The bridge closed in March.", None, "certain"),
        ("The bridge closed in March.", "say", "certain"),
        ("The bridge will close in March.", "predict", "probable"),
        ("The bridge will close in March.", "suggest", "possible"),
        ("The bridge may close in March.", "predict", "possible"),
        ("The bridge will probably close in March.", None, "probable"),
        ("The bridge reportedly closed in March.", None, "unknown"),
        ("The crew could not find the bolt.", None, "certain"),
        ("The novel will appear in March.", None, "certain"),
        ("The man appeared to know the bridge.", None, "probable"),
    ],
)
def test_certainty(clauses: Clauses, text: str, cue: str | None, expected: str) -> None:
    """By a hedge of the clause, or else by its cue."""
    (clause,) = clauses(text)
    assert certainty_of(clause, cue) == expected


@pytest.mark.parametrize(
    ("before", "certainty", "expected"),
    [
        ("It is possible, she said, that ", "certain", "possible"),
        ("It is likely, she said, that ", "certain", "probable"),
        ("It is likely, she said, that ", "possible", "possible"),
        ("It is known, she said, that ", "certain", "certain"),
        ("Likely buyers, she said, know ", "certain", "certain"),
    ],
)
def test_hedges_of_a_frame(parse: Parse, before: str, certainty: str, expected: str) -> None:
    """A hedge counts that leads to "that"; a hedge in the content itself comes first."""
    content = "the bridge closed in March"
    (passage,) = parse(f"{before}{content}.").passages
    assert hedged(passage, Span(len(before), len(before) + len(content)), certainty) == expected
