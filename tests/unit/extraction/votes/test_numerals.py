"""Numbers of votes, in digits and in words."""

from __future__ import annotations

import pytest

from onrecord.extraction.votes.numerals import find_numerals, value_of
from onrecord.text.spans import Span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("passed 1,204 to 988", [("1,204", 1204), ("988", 988)]),
        ("52.3 percent of them", [("52.3", 52.3)]),
        ("five-four, with one away", [("five", 5), ("four", 4), ("one", 1)]),
        ("three hundred and ten to two hundred six", [("three hundred and ten", 310), ("two hundred six", 206)]),
        ("two dozen for it, half a dozen against it", [("two dozen", 24), ("half a dozen", 6)]),
        ("31 million shares", [("31 million", 31_000_000)]),
        ("nobody was against it", [("nobody", 0)]),
        ("without a vote against, not a single one", [("not a single", 0), ("one", 1)]),
        ("the lone dissenter", [("lone", 1)]),
        ("Yes: 6. No: 3.", [("6", 6), ("3", 3)]),
        ("two no votes", [("two", 2)]),
        ("$45 each, two-thirds of it", []),
    ],
)
def test_numerals(text: str, expected: list[tuple[str, float]]) -> None:
    """The numbers of a text, with their values."""
    found = [(n.span.exact(text), n.value) for n in find_numerals(text, Span(0, len(text)))]
    assert found == expected


def test_words_that_are_no_number() -> None:
    """An inexact word has no value."""
    assert value_of("a handful") is None
