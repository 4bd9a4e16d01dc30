"""Automata: how fast the number of ways to match a text grows, and which texts match."""

from __future__ import annotations

import math
import re

import pytest

from onrecord.tableschema.automata import Automaton, TooMany


@pytest.mark.parametrize(
    ("pattern", "degree"),
    [
        ("abc", 0),
        ("a*", 1),
        ("a*b*", 1),
        ("a*a*", 2),
        ("a*b?a*", 2),
        ("a*a*a*", 3),
        ("(?:ab)*", 1),
        ("(?:a|a)*", math.inf),
        ("(?:a+)+", math.inf),
        ("(?:a*)*", math.inf),
    ],
)
def test_degree(pattern: str, degree: float) -> None:
    """Loops that can share a text multiply its ways; a loop that takes one text in two ways has no bound."""
    assert Automaton(pattern).degree() == degree


@pytest.mark.parametrize("pattern", ["a*b", "(?:ab|a)*", "^[a-c]{2,3}$", "a?b?", r"\d+x"])
def test_accepts(pattern: str) -> None:
    """An exact automaton accepts the texts that Python matches from end to end."""
    texts = ["", "a", "b", "ab", "aab", "aba", "abca", "12x", "x"]
    automaton = Automaton(pattern)
    assert automaton.is_exact
    assert [automaton.accepts(text) for text in texts] == [re.fullmatch(pattern, text) is not None for text in texts]


@pytest.mark.parametrize("pattern", ["(?=a)a", r"(a)\1", "a{50}"])
def test_not_exact(pattern: str) -> None:
    """Lookarounds, references and long repetitions are only approximated."""
    assert not Automaton(pattern).is_exact


def test_too_many_positions() -> None:
    """An automaton of more positions than can be looked at is refused."""
    with pytest.raises(TooMany):
        Automaton("a" * 3_000)
