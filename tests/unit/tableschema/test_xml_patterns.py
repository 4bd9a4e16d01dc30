"""Expressions of XML Schema are recognized, and match as the standard says."""

from __future__ import annotations

import pytest

from onrecord.tableschema.patterns import is_readable, matcher
from onrecord.tableschema.xml_patterns import is_of_standard


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (r"\p{Lu}\p{Ll}*", ["Ä", "Ähre"], ["ähre", "Ä1"]),
        (r"\P{L}+", ["12 -"], ["a"]),
        (r"[\p{L}-]+", ["a-ß"], ["1"]),
        (r"[^\p{L}]+", ["12"], ["a"]),
        (r"\i\c*", ["_a.b", "é1"], ["1a", "-a", ""]),
        ("[a-z-[aeiou]]+", ["xyz"], ["xya", "-"]),
        ("[^a-z-[0-9]]+", ["AB"], ["A1", "a"]),
        ("a|b", ["a", "b"], ["ab", "ax", "a\n"]),
        ("^abc$", ["abc"], ["xabc", "abc\n"]),
    ],
)
def test_expressions_of_xml_schema(pattern: str, good: list[str], bad: list[str]) -> None:
    """They are matched to whole values, with the classes that Python does not know."""
    match = matcher(pattern)
    assert match
    assert is_of_standard(pattern)
    assert [match(text) for text in (*good, *bad)] == [True] * len(good) + [False] * len(bad)


@pytest.mark.parametrize("pattern", ["(?i)abc", r"\bword\b", "(?=a)b", r"(a)\1", "a*?", "a++", "(?P<x>a)", r"\Aab\Z"])
def test_expressions_of_python(pattern: str) -> None:
    """They are readable, but XML Schema does not have them."""
    assert is_readable(pattern)
    assert not is_of_standard(pattern)
