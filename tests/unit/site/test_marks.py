"""The text is cut at every boundary of a mark."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.site.marks import Mark, blocks, segments
from onrecord.text.spans import Span

TEXT = "“It holds,” said Ann Lee."


def test_marks_that_overlap_and_nest_share_segments() -> None:
    """Each segment lists the marks that cover it, the shortest first."""
    quote = Mark(Span(1, 9), "q1", "m-content", pin="1")
    vote = Mark(Span(4, 24), "v1", "m-votes", pin="V1")
    name = Mark(Span(17, 24), "e1", "m-mentions", title="Ann Lee, person")
    cut = list(segments(TEXT, Span(0, 25), [vote, quote, name]))
    assert [(segment.text, segment.styles, segment.tokens, segment.title) for segment in cut] == [
        ("“", "", "", ""),
        ("It ", "m-content", "q1", ""),
        ("holds", "m-content m-votes", "q1 v1", ""),
        (",” said ", "m-votes", "v1", ""),
        ("Ann Lee", "m-mentions m-votes", "e1 v1", "Ann Lee, person"),
        (".", "", "", ""),
    ]
    assert [[mark.pin for mark in segment.pins] for segment in cut] == [[], ["1"], ["V1"], [], [], []]
    assert [segment.begins for segment in cut] == [False, True, True, False, True, False]


def test_pins_at_one_place_stand_with_the_longest_mark_first() -> None:
    """A vote's pin comes before a quote's, and a quote's before that of an equally long claim."""
    marks = [
        Mark(Span(0, 9), "q1", "m-content", pin="1"),
        Mark(Span(0, 9), "c1", "m-claims", pin="a"),
        Mark(Span(0, 20), "v1", "m-votes", pin="V1"),
    ]
    first, _, _ = segments(TEXT, Span(0, 25), marks)
    assert [mark.pin for mark in first.pins] == ["V1", "1", "a"]


@given(
    st.text(min_size=1, max_size=60).flatmap(
        lambda text: st.tuples(
            st.just(text),
            st.lists(
                st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(
                    lambda edges: edges[0] < edges[1]
                ),
                max_size=8,
            ),
        )
    )
)
def test_any_marks_leave_the_text_whole(case: tuple[str, list[tuple[int, int]]]) -> None:
    """The segments add up to the text, and the segments of a mark to the mark."""
    text, edges = case
    marks = [Mark(Span(*edge), f"e{number}", "m-mentions") for number, edge in enumerate(edges)]
    cut = list(segments(text, Span(0, len(text)), marks))
    assert "".join(segment.text for segment in cut) == text
    for mark in marks:
        assert "".join(segment.text for segment in cut if mark in segment.marks) == mark.span.exact(text)


def test_a_block_takes_what_stands_before_its_paragraph_and_the_last_the_rest() -> None:
    """Blocks add up to the text; a text without paragraphs is one block."""
    text = "\n\nOne.\n\nTwo. \n"
    assert blocks(text, [Span(2, 6), Span(8, 12)]) == [Span(0, 6), Span(6, 14)]
    assert blocks(text, []) == [Span(0, 14)]
    assert blocks("", []) == []
