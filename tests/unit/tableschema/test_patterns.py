"""Third-party regular expressions of XML Schema or Python, matched in linear time or not at all."""

from __future__ import annotations

import re
import resource

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.tableschema.json_schemas import fits, slow_patterns
from onrecord.tableschema.patterns import for_polars, is_quick, is_readable, matcher, searcher, takes_forever

EVIL = ["a" * 30 + "!", "a" * 5_000 + "!", "ab" * 5_000 + "!", "," * 200 + "!", "aA1 " * 2_000 + "!"]
# What Python would need longer for than anybody waits, and other engines need not.
CATASTROPHIC = [
    *("(a+)+", "(a*)*b", "(a|a)*b", "(a|ab|b)*c", "(a?){50}a{50}", "a*a*a*a*a*b", "(.*,){10}P", "(a+?)+?b"),
    *(
        "((a?){8}){6}b",
        "a?" * 48 + "b",
        "(a|aa)?" * 30 + "b",
        r"(?:a?b?)" * 40 + "c",
        r"(\w|a)?" * 40 + "b",
        r"(\w+\s?)*x",
    ),
    *("(" * 90 + "a" + ")*" * 90, r"^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}([a-z]{2,3})$"),
]
# What only an engine that goes back can match; nobody should wait for it.
HOPELESS = [
    *(r"(a*)*\1b", "(?=(a+)+b)a*", r"(?<!a)(a|aa)+$", r"(?>(a+)+)b", r"(\ba+\b)*x", "(?!(a+)+$)a*", "(a++)*b"),
    *("(a{0,1000}){0,1000}b", "(a{1000}){1000}", "(((a{100}){100}){100}){100}", "(" * 2_000 + "a" + ")*" * 2_000),
]
QUICK = [
    *("abc", "[a-z]+@[0-9.]+", r"\d{4}-\d{2}", "(|a)*b", "a{1000000}b", "a{4294967294}", "NL|DE|NA"),
    *("^[A-Z]{2}$", r"\p{L}+", r"\i\c*", "[a-z-[aeiou]]+", "(a{1,50}+)b", r"(\w|\d)+x"),
]


@pytest.fixture(autouse=True)
def _little_memory() -> object:
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, limits)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("pattern", [*CATASTROPHIC, *QUICK])
def test_linear(pattern: str) -> None:
    """Such patterns are matched, however long the text is."""
    match = matcher(pattern)
    assert match is not None
    assert [match(text) for text in EVIL] == [False] * len(EVIL)


@pytest.mark.timeout(60)
def test_lookarounds_that_are_quick() -> None:
    """What many ask of passwords."""
    match = matcher(r"(?=.*\d)(?=.*[a-z]).{8,}")
    assert match
    assert [match(text) for text in EVIL] == [False, False, False, False, True]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("pattern", HOPELESS)
def test_hopeless(pattern: str) -> None:
    """Such patterns are not matched at all, and frictionless is not given them."""
    assert matcher(pattern) is None
    assert not is_quick(pattern)
    assert takes_forever(pattern) == is_readable(pattern)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("pattern", CATASTROPHIC)
def test_frictionless_is_not_given_what_takes_long(pattern: str) -> None:
    """It waits however long a pattern takes."""
    assert not is_quick(pattern)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("pattern", [*CATASTROPHIC, *HOPELESS, *QUICK])
def test_json_schemas(pattern: str) -> None:
    """Wherever a pattern is in a JSON Schema, it is searched for in linear time, or nothing is judged by the schema."""
    for schema in (
        {"pattern": pattern},
        {"anyOf": [{"type": "array", "items": {"pattern": pattern}}]},
        {"patternProperties": {pattern: {"type": "null"}}, "additionalProperties": False},
        {"$defs": {"a": {"pattern": pattern}}, "$ref": "#/$defs/a"},
    ):
        is_valid = fits(schema)
        assert (is_valid is None) == (searcher(pattern) is None)
        assert bool([*slow_patterns(schema)]) == (searcher(pattern) is None and is_readable(pattern))
        for text in EVIL if is_valid else ():
            is_valid([text, {text: 1}])
            is_valid(text)


@pytest.mark.parametrize("pattern", ["(", "[", "a{2,1}", "*a", "a**b(", "(?P<x", "[" * 5_000, "\\"])
def test_no_expression(pattern: str) -> None:
    """What is not an expression of either kind matches nothing and is not waited for."""
    assert not is_readable(pattern)
    assert matcher(pattern) is None
    assert not takes_forever(pattern)


PARTS = st.sampled_from(["a", "b", "[ab]", r"\d", ".", "(?:ab|a)", "(a?)", "(?:b|bb)", "1"])
COUNTS = st.sampled_from(["", "", "*", "+", "?", "{2}", "{0,3}", "{1,2}"])


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(PARTS, COUNTS), min_size=1, max_size=5),
    COUNTS,
    st.lists(st.text("ab1x", max_size=8), min_size=1, max_size=6),
)
def test_all_engines_say_what_python_says(parts: list[tuple[str, str]], count: str, texts: list[str]) -> None:
    """Short texts are matched as Python's own matcher does, whoever matches them."""
    import polars as pl

    pattern = f"(?:{''.join(part + many for part, many in parts)}){count}"
    expected = [re.fullmatch(pattern, text) is not None for text in texts]
    match, expression = matcher(pattern), for_polars(pattern)
    assert match is None or [match(text) for text in texts] == expected
    if expression is not None:
        assert pl.Series(texts).str.contains(expression).to_list() == expected
    search = searcher(pattern)
    assert search is None or [search(text) for text in texts] == [bool(re.search(pattern, text)) for text in texts]
