"""Re-anchoring: the rows of an edited article that were there before."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.building.reanchoring import Anchor, OldArticle, are_similar, in_order, kept_entities, match

from ...work import work_of

TEXT = """\
The Saltmere Town Council voted 4-1 on Tuesday to keep the ferry running through the winter.

“Nobody here wants to row,” said Mayor Tilda Rask. “The ferry carries 300 people a day.”

Council member Owen Pike voted no. He said that the ferry loses money every month. He left early.
"""
ROWS = (
    ("votes", "The Saltmere Town Council voted 4-1 on Tuesday to keep the ferry running through the winter."),
    ("mentions", "Saltmere Town Council"),
    ("quotes", "Nobody here wants to row"),
    ("mentions", "Tilda Rask"),
    ("claims", "The ferry carries 300 people a day"),
    ("mentions", "Owen Pike"),
    ("mentions", "He"),
    ("quotes", "the ferry loses money every month"),
    ("mentions", "He"),
)


def read(text: str, rows: Sequence[tuple[str, str]] = ROWS) -> list[Anchor]:
    """The rows with these words, each as often as they are in the text; ids count them in the order of the list."""
    found = []
    for table, words in dict.fromkeys(rows):
        for number, hit in enumerate(re.finditer(re.escape(words), text)):
            found.append(Anchor(table, hit.start(), hit.end(), words, f"{words}#{number}"))
    return found


def old_article(text: str, rows: Sequence[tuple[str, str]] = ROWS) -> OldArticle:
    """An article as its rows remember it."""
    anchors = read(text, rows)
    return OldArticle(anchors, [(one.start, one.words) for one in anchors], len(text), "old")


def kept(text: str, now: str, new_rows: Sequence[tuple[str, str]] = ROWS) -> dict[tuple[str, int], str]:
    """The old id of each row of the new text that has one, by words and place."""
    new = read(now, new_rows)
    found = match(old_article(text), new, now, same_text=text == now)
    return {(new[place].words, new[place].start): was.row_id for place, was in found.items()}


def all_rows(now: str, new_rows: Sequence[tuple[str, str]] = ROWS) -> set[tuple[str, int]]:
    """Words and place of all rows of a text."""
    return {(row.words, row.start) for row in read(now, new_rows)}


def renamed(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """The rows where words of one read differently."""
    return tuple((table, words.replace(old, new)) for table, words in ROWS)


def test_nothing_has_changed() -> None:
    """Every row is found again."""
    assert set(kept(TEXT, TEXT).items()) == {((row.words, row.start), row.row_id) for row in read(TEXT)}


def test_an_article_that_is_new_has_no_rows_from_before() -> None:
    """Nor does one of which nothing was read."""
    assert match(OldArticle(), read(TEXT), TEXT, same_text=False) == {}
    assert match(old_article(TEXT), [], TEXT, same_text=False) == {}


def test_equal_words_before_a_row_are_not_taken_for_it() -> None:
    """With a "He" inserted before the two that were there, both keep their ids."""
    now = TEXT.replace("Council member", "He smiled. Council member")
    found = kept(TEXT, now)
    places = [match.start() for match in re.finditer("He", now)]
    assert [found.get(("He", place)) for place in places] == [None, "He#0", "He#1"]
    assert all_rows(now) - found.keys() == {("He", places[0])}


def test_equal_words_behind_a_row_are_not_taken_for_it() -> None:
    """If the first of two is removed, the other is not renumbered."""
    now = TEXT.replace("He said that", "Pike said that")
    assert kept(TEXT, now)["He", now.index("He left")] == "He#1"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("wants to row", "wants to rows", "Nobody here wants to row"),
        ("Tilda Rask", "Tilde Rask", "Tilda Rask"),
        ("300 people", "200 people", "The ferry carries 300 people a day"),
        ("every month", "every single month", "the ferry loses money every month"),
        ("4-1", "5-1", ROWS[0][1]),
    ],
)
def test_an_edit_inside_a_row(old: str, new: str, words: str) -> None:
    """The row is found by what is left of its words and by the text around it."""
    now, rows = TEXT.replace(old, new), renamed(old, new)
    found = kept(TEXT, now, rows)
    assert found[words.replace(old, new), now.index(words.replace(old, new))] == f"{words}#0"
    assert found.keys() == all_rows(now, rows)


def test_paragraphs_that_have_changed_places() -> None:
    """Text that was moved takes its rows along."""
    first, second, third = TEXT.strip().split("\n\n")
    now = "\n\n".join([third, first, second])
    assert kept(TEXT, now) == {(row.words, row.start): row.row_id for row in read(now)}


def test_a_rewritten_row_is_a_new_row() -> None:
    """A row that is not similar is not taken for it, even at the same place."""
    rows = renamed("Nobody here wants to row", "We have no money for anything else")
    now = TEXT.replace("Nobody here wants to row", "We have no money for anything else")
    assert all_rows(now, rows) - kept(TEXT, now, rows).keys() == {
        ("We have no money for anything else", now.index("We"))
    }


def test_in_doubt_it_is_a_new_row() -> None:
    """If two rows could be the old row, neither is taken for it."""
    old, new = "Nobody here wants to row", "Nobody there wants to row"
    now = TEXT.replace(old, f"{new},” she said. “{new}")
    rows = renamed(old, new)
    assert {words for words, _ in all_rows(now, rows) - kept(TEXT, now, rows).keys()} == {new}


def test_another_reading_of_the_same_text() -> None:
    """What covers the same words is the same row; equal words elsewhere are not."""
    old = OldArticle(
        [Anchor("mentions", 10, 20, "Tilda Rask", "rask"), Anchor("mentions", 0, 2, "He", "he")], (), 100, "same"
    )
    new = [Anchor("mentions", 4, 20, "Mayor Tilda Rask"), Anchor("mentions", 50, 52, "He")]
    found = match(old, new, "x" * 100, same_text=True)
    assert {place: was.row_id for place, was in found.items()} == {0: "rask"}


def test_tables_are_not_mixed() -> None:
    """A claim is not a quote, though the words are the same."""
    old = OldArticle([Anchor("claims", 0, 8, "It sank.", "claim")], (), 8, "old")
    assert match(old, [Anchor("quotes", 0, 8, "It sank.")], "It sank.", same_text=False) == {}


def test_a_length_that_cannot_be() -> None:
    """A table that says the text had a trillion characters costs neither memory nor the match."""
    old = OldArticle([Anchor("quotes", 5, 13, "It sank.", "quote")], [(5, "It sank.")], 10**12, "old")
    found = match(old, [Anchor("quotes", 0, 8, "It sank.")], "It sank.", same_text=False)
    assert {place: was.row_id for place, was in found.items()} == {0: "quote"}


SENTENCES = st.lists(
    st.sampled_from(["He left.", "She said no.", "Rask won.", "It rained all day.", "The ferry sank."]), max_size=12
)
WORDS = [(table, words) for table, words in (("mentions", "He"), ("mentions", "She"), ("quotes", "no"))]
WORDS += [("mentions", "Rask"), ("claims", "It rained all day"), ("claims", "The ferry sank")]


@settings(deadline=None, max_examples=300)
@given(before=SENTENCES, after=SENTENCES, inserted=st.sampled_from(["Nothing else happened.", "He left.", "Rask won."]))
def test_an_edit_elsewhere_keeps_every_id(before: list[str], after: list[str], inserted: str) -> None:
    """Whatever the text: when a sentence is inserted, each row is found at its new place."""
    head, tail = " ".join(before) + " ", " ".join(after)
    old_text, now = head + tail, head + inserted + " " + tail
    old = old_article(old_text, WORDS)
    new = read(now, WORDS)
    found = match(old, new, now, same_text=False)
    shift = len(inserted) + 1
    expected = {row.row_id: row.start if row.start < len(head) else row.start + shift for row in old.anchors}
    moved = {was.row_id: new[place].start for place, was in found.items()}
    assert moved.keys() == expected.keys()
    # Which of equal sentences side by side was put in cannot be known.
    if inserted not in {*before[-1:], *after[:1]}:
        assert moved == expected


@settings(deadline=None, max_examples=300)
@given(old_text=SENTENCES.map(" ".join), now=SENTENCES.map(" ".join))
def test_any_two_texts(old_text: str, now: str) -> None:
    """No old row is given twice, none to another table; the same again gives the same; itself gives itself."""
    old, new = old_article(old_text, WORDS), read(now, WORDS)
    found = match(old, new, now, same_text=False)
    assert len({(was.table, was.start) for was in found.values()}) == len(found)
    assert all(new[place].table == was.table for place, was in found.items())
    assert match(old, new, now, same_text=False) == found
    again = match(old_article(now, WORDS), new, now, same_text=False)
    assert {place: was.row_id for place, was in again.items()} == {at: row.row_id for at, row in enumerate(new)}


@given(st.lists(st.integers(0, 5), max_size=30), st.lists(st.integers(0, 5), max_size=30))
@settings(max_examples=500)
def test_runs_in_order(old: list[int], new: list[int]) -> None:
    """They are those that the matcher of the standard library finds."""
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    assert sorted(in_order(old, new)) == [(one + k, other + k) for one, other, size in blocks for k in range(size)]


def test_runs_around_what_is_too_frequent() -> None:
    """If not all pairs can be compared, the rare words show where the others belong."""
    old = ["He"] * 2_000 + ["Rask"] + ["He"] * 2_000 + ["Pike"] + ["He"] * 10
    new = ["He"] * 2_000 + ["Rask"] + ["He"] * 1_990 + ["Pike"] + ["He"] * 10
    found = dict(in_order(old, new))
    assert [found[place] for place in (1_999, 2_000, 2_001, 4_001, 4_002)] == [1_999, 2_000, 2_001, 3_991, 3_992]


@pytest.mark.parametrize("kind", ["equal", "alternating", "moved", "corrected"])
def test_the_work_grows_with_the_rows(kind: str) -> None:
    """Four times the rows are four times the work, and little more."""

    def rows(number: int) -> tuple[list[Anchor], list[Anchor], str]:
        words = {
            "equal": ["He"] * number,
            "alternating": [f"Ida Brandt{place}" if place % 2 else "He" for place in range(number)],
            "moved": [f"Ida Brandt{place}" for place in range(number)],
            "corrected": [f"Ida Brandt{place}" for place in range(number)],
        }[kind]
        now = {
            "equal": ["It", *words],
            "alternating": [f"{one}z" if place % 2 else one for place, one in enumerate(words)],
            "moved": [*words[number // 2 :], *words[: number // 2]],
            "corrected": [one if place % 3 else one.replace("Ida", "Idda") for place, one in enumerate(words)],
        }[kind]
        old, new = (
            [Anchor("mentions", 20 * place, 20 * place + len(one), one, one) for place, one in enumerate(those)]
            for those in (words, now)
        )
        return old, new, "".join(one.ljust(20) for one in now)

    def work(number: int) -> int:
        old, new, text = rows(number)
        article = OldArticle(old, [(one.start, one.words) for one in old], 20 * number, "old")
        return work_of(lambda: match(article, new, text, same_text=False)).total

    assert work(1_600) < 6 * work(400)


def test_names_that_are_similar() -> None:
    """A corrected name is; a different name is not."""
    assert are_similar("Tilda Rask", "Tilde Rask")
    assert not are_similar("Tilda Rask", "Owen Pike")


@pytest.mark.parametrize(
    ("pairs", "kept_ids"),
    [
        ({("old", "new"): 2}, {"new": "old"}),
        ({("old", "corrected"): 2}, {"corrected": "old"}),
        ({("old", "new"): 2, ("old", "other"): 2}, {}),
        ({("old", "new"): 2, ("else", "new"): 2}, {}),
        ({("old", "new"): 2, ("else", "new"): 1}, {"new": "old"}),
        ({("there", "new"): 2}, {}),
        ({("old", "another"): 2}, {}),
        ({("old", "place"): 2}, {}),
    ],
)
def test_entities_under_another_name(pairs: dict[tuple[str, str], int], kept_ids: dict[str, str]) -> None:
    """An entity that is gone is the new one of its type that most of its mentions are of now.

    The names are alike, unless the text is the same.
    """
    gone = {"old": ("Tilda Rask", "person"), "else": ("Tilda Rusk", "person")}
    new = {"new": ("Tilde Rask", "person"), "another": ("Owen Pike", "person"), "place": ("Tilda Rask", "place")}
    new["corrected"] = ("Jon Weir", "person")
    assert kept_entities(pairs, gone, new, pairs.keys() - {("old", "corrected")}) == kept_ids
