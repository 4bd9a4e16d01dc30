"""Spans: the arithmetic of offsets."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.spans import Span, hull, span_or_none

TEXT = "The 🚢 ferry\u00a0is  late."
SPANS = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@st.composite
def texts_with_a_span(draw: st.DrawFn) -> tuple[str, Span]:
    """A text, emoji and line breaks in it, and a span of it."""
    text = draw(st.text(st.sampled_from("ab \n\r\t\u00a0🚢é"), min_size=1))
    start = draw(st.integers(0, len(text) - 1))
    return text, Span(start, draw(st.integers(start + 1, len(text))))


def covered(*spans: Span) -> set[int]:
    """The offsets of all characters that the spans cover."""
    return {offset for span in spans for offset in range(span.start, span.end)}


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 3), (4, 3), (-1, 2), (-2, -1)])
def test_a_span_is_never_empty_and_never_outside(start: int, end: int) -> None:
    """The error for an impossible span has both numbers."""
    with pytest.raises(ValueError, match=f"^a span needs 0 <= start < end, not {start}-{end}$"):
        Span(start, end)


def test_span_or_none() -> None:
    """An empty stretch gives None, and so does a stretch whose ends are crossed."""
    assert [span_or_none(2, end) for end in (1, 2, 3)] == [None, None, Span(2, 3)]


def test_offsets_count_characters() -> None:
    """An emoji is one character, as the standard counts."""
    span = Span(4, 11)
    assert (span.exact(TEXT), len(span), str(span)) == ("🚢 ferry", 7, "4-11")
    assert (span.prefix(TEXT), span.suffix(TEXT)) == ("The ", "\u00a0is  late.")
    assert (span.prefix(TEXT, 2), span.suffix(TEXT, 3)) == ("e ", "\u00a0is")
    assert (span.prefix(TEXT, 0), span.suffix(TEXT, 0)) == ("", "")


def test_context_has_the_usual_length() -> None:
    """Prefix and suffix have up to 32 characters."""
    span = Span(40, 41)
    assert (len(span.prefix("x" * 90)), len(span.suffix("x" * 90))) == (32, 32)


def test_order_is_that_of_the_text() -> None:
    """Spans sort by where they begin, then by where they end."""
    assert sorted([Span(2, 5), Span(0, 9), Span(2, 3)]) == [Span(0, 9), Span(2, 3), Span(2, 5)]


@given(texts_with_a_span())
def test_prefix_exact_and_suffix_make_the_text(case: tuple[str, Span]) -> None:
    """Nothing is lost and nothing is doubled."""
    text, span = case
    assert span.prefix(text, len(text)) + span.exact(text) + span.suffix(text, len(text)) == text


@given(texts_with_a_span(), st.text(max_size=9))
def test_a_shifted_span_has_the_same_words(case: tuple[str, Span], before: str) -> None:
    """The span moves along when characters are put before the text."""
    text, span = case
    assert span.shift(len(before)).exact(before + text) == span.exact(text)


@given(SPANS, SPANS)
def test_two_spans(one: Span, two: Span) -> None:
    """Covering, overlapping and the gap agree with the sets of characters, from either side."""
    first, second = covered(one), covered(two)
    assert one.covers(two) == (first >= second)
    assert one.overlaps(two) == two.overlaps(one) == bool(first & second)
    assert one.gap(two) == two.gap(one) == len(covered(hull([one, two])) - first - second)


@given(st.lists(SPANS, min_size=1))
def test_hull(spans: list[Span]) -> None:
    """It covers all, and begins and ends with one of them."""
    whole = hull(iter(spans))
    assert all(whole.covers(span) for span in spans)
    assert (whole.start, whole.end) == (min(covered(*spans)), max(covered(*spans)) + 1)


def test_nothing_has_no_hull() -> None:
    """A caller without spans has made a mistake."""
    with pytest.raises(ValueError, match="empty"):
        hull([])


@given(texts_with_a_span())
def test_trimming_blanks(case: tuple[str, Span]) -> None:
    """The words are stripped as Python strips them, and None stands for blanks alone."""
    text, span = case
    trimmed = span.trim(text)
    assert (trimmed.exact(text) if trimmed else "") == span.exact(text).strip()
    assert trimmed is None or span.covers(trimmed)


@pytest.mark.parametrize(
    ("unwanted", "words"),
    [(str.isspace, "«a, b»,"), (" ,", "«a, b»"), (str.isalpha, " «a, b»,"), (" ,«»ab", None), ("", " «a, b»,")],
)
def test_trimming_other_characters(unwanted: str | Callable[[str], bool], words: str | None) -> None:
    """Unwanted characters are listed or decided by a function; only the ends are trimmed."""
    text = "x «a, b», y"
    trimmed = Span(1, 9).trim(text, unwanted)
    assert (trimmed and trimmed.exact(text)) == words


@given(SPANS, st.lists(SPANS))
def test_without_leaves_what_no_hole_covers(span: Span, holes: list[Span]) -> None:
    """The rest is in order, and its pieces are as long as can be: between two of them lies a hole."""
    rest = list(span.without(iter(holes)))
    assert covered(*rest) == covered(span) - covered(*holes)
    assert all(one.end < two.start for one, two in itertools.pairwise(rest))


def test_without_at_the_edges() -> None:
    """Holes at the ends, over the ends, inside each other, outside and over the whole."""
    span = Span(10, 20)
    assert list(span.without([])) == [span]
    assert list(span.without([Span(0, 10), Span(20, 30)])) == [span]
    assert list(span.without([Span(5, 11), Span(19, 25)])) == [Span(11, 19)]
    assert list(span.without([Span(12, 18), Span(13, 14)])) == [Span(10, 12), Span(18, 20)]
    assert list(span.without([Span(0, 90)])) == []
