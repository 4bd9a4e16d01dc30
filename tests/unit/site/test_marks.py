"""The text is cut at every boundary of a mark."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.site.marks import Mark, Segment, cut, stretches_of

TEXT = "“It holds,” said Ann Lee."


def test_marks_that_overlap_and_nest_share_segments() -> None:
    """Each segment lists the marks that cover it, the shortest first."""
    quote = Mark(1, 9, "q1", "m-content", "quo_1", "1")
    vote = Mark(4, 24, "v1", "m-votes", "vot_1", "V1")
    name = Mark(17, 24, "e1", "m-mentions", "men_1", title="Ann Lee, person", link="entities/ent_1.html")
    assert list(cut(TEXT, [(0, 25)], [vote, quote, name])) == [
        [
            Segment("“"),
            Segment("It ", "m-content", "q1", (quote,)),
            Segment("holds", "m-content m-votes", "q1 v1", (vote,)),
            Segment(",” said ", "m-votes", "v1"),
            Segment(
                "Ann Lee",
                "m-mentions m-votes",
                "e1 v1",
                (),
                ("men_1",),
                "Ann Lee, person",
                "entities/ent_1.html",
            ),
            Segment("."),
        ]
    ]


def test_a_mark_over_two_paragraphs_begins_in_the_first_alone() -> None:
    """Its second part is marked, but has no label and no address."""
    quote = Mark(0, 9, "q1", "m-content", "quo_1", "1")
    assert list(cut("One.\n\nTwo.", [(0, 4), (4, 10)], [quote])) == [
        [Segment("One.", "m-content", "q1", (quote,))],
        [Segment("\n\nTwo", "m-content", "q1"), Segment(".")],
    ]


def test_labels_at_one_place_come_with_the_longest_mark_first() -> None:
    """A vote's label comes before that of a quote."""
    marks = [Mark(0, 9, "q1", "m-content", pin="1"), Mark(0, 20, "v1", "m-votes", pin="V1")]
    [[first, *_]] = cut(TEXT, [(0, 25)], marks)
    assert [mark.pin for mark in first.pins] == ["V1", "1"]


@given(
    st.text(min_size=1, max_size=60).flatmap(
        lambda text: st.tuples(
            st.just(text),
            st.integers(0, len(text)),
            st.lists(
                st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(
                    lambda edges: edges[0] < edges[1]
                ),
                max_size=8,
            ),
        )
    )
)
def test_any_marks_leave_the_text_whole(case: tuple[str, int, list[tuple[int, int]]]) -> None:
    """The segments add up to the text, and the segments of a mark to the mark."""
    text, middle, edges = case
    stretches = [(start, end) for start, end in ((0, middle), (middle, len(text))) if start < end]
    marks = [Mark(*edge, f"e{number}", "m-mentions") for number, edge in enumerate(edges)]
    segments = [segment for piece in cut(text, stretches, marks) for segment in piece]
    assert "".join(segment.text for segment in segments) == text
    for mark in marks:
        words = "".join(segment.text for segment in segments if mark.token in segment.tokens.split())
        assert words == text[mark.start : mark.end]


def test_more_marks_than_can_be_shown_do_not_square_the_page() -> None:
    """Of hundreds of marks on one stretch, the shortest fifty are shown, and those that begin there."""
    text = "x" * 1000
    marks = [Mark(number, 1000, f"c{number}", "m-claims") for number in range(500)]
    [segments] = cut(text, [(0, 1000)], marks)
    assert "".join(segment.text for segment in segments) == text
    assert max(len(segment.tokens.split()) for segment in segments) <= 51


def test_a_stretch_takes_what_is_before_its_paragraph_and_the_last_the_rest() -> None:
    """Stretches add up to the text; a text without paragraphs is one stretch."""
    assert stretches_of(14, [(2, 6), (8, 12)]) == [(0, 6), (6, 14)]
    assert stretches_of(14, []) == [(0, 14)]
    assert stretches_of(0, []) == []
