"""Word pieces: what the models see of a text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from onrecord.nlp.models import WEIGHTS
from onrecord.nlp.word_pieces import FORMS, Pieces, cut_windows, framed, read_pieces
from onrecord.text.spans import Span

TOKENIZER = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))


def pieces_of(text: str) -> Pieces:
    """The pieces of a text whose lines are its paragraphs."""
    lines = [Span(*match.span()) for match in re.finditer(r"[^\n]+", text) if match[0].strip()]
    return read_pieces(text, lines, TOKENIZER)


def rows(text: str) -> list[tuple[str, int]]:
    """The words of each piece with its form."""
    pieces = pieces_of(text)
    return [(text[a:b], int(f)) for a, b, f in zip(pieces.starts, pieces.ends, pieces.forms, strict=True)]


def test_a_piece_knows_how_its_word_is_written() -> None:
    """No letters 0, small 1, capitalized 2, capitals 3, mixed 4; one capital letter is as a capitalized word."""
    assert rows("A FBI man met McRae, 41.") == [
        ("A", 2),
        ("FBI", 3),
        ("man", 1),
        ("met", 1),
        ("Mc", 4),
        ("Rae", 4),
        (",", 0),
        ("41", 0),
        (".", 0),
    ]


def test_words_in_quotation_marks_are_five_forms_on() -> None:
    """The marks themselves are outside."""
    assert rows("“Go,” he said.") == [("“", 0), ("Go", 7), (",", 5), ("”", 0), ("he", 1), ("said", 1), (".", 0)]


@pytest.mark.parametrize("marks", ["“”", "„“", "«»", '""', "‘’", "''"])
def test_marks_of_every_style_look_the_same(marks: str) -> None:
    """The model reads British papers as it reads American papers."""
    text = f"{marks[0]}We won’t go,{marks[1]} Lee said."
    same = pieces_of("“We won't go,” Lee said.")
    assert pieces_of(text).ids.tolist() == same.ids.tolist()
    assert pieces_of(text).forms.tolist() == same.forms.tolist()


@given(st.text(alphabet="aB1 .“”'é字\n\t", max_size=60))
def test_pieces_are_in_order_inside_their_text(text: str) -> None:
    """Whatever the text: offsets ascend and stay inside the text, and forms are in their range."""
    pieces = pieces_of(text)
    assert all(0 <= a < b <= len(text) for a, b in zip(pieces.starts, pieces.ends, strict=True))
    assert pieces.starts.tolist() == sorted(pieces.starts.tolist())
    assert all(0 <= form < FORMS for form in pieces.forms)
    assert pieces.paragraphs.tolist() == sorted(pieces.paragraphs.tolist())


@settings(deadline=None)
@given(st.lists(st.integers(1, 30), max_size=8), st.integers(4, 20), st.one_of(st.none(), st.integers(4, 20)))
def test_windows_cover_each_piece_once_and_fit(lengths: list[int], length: int, first: int | None) -> None:
    """With a place for each break between paragraphs, no window has more pieces than fit."""
    pieces = pieces_of("\n".join(" ".join(["go"] * count) for count in lengths))
    windows = list(cut_windows(pieces, length, first))
    assert [k for window in windows for k in range(window.start, window.stop)] == list(range(len(pieces)))
    for number, window in enumerate(windows):
        breaks = len(set(pieces.paragraphs[window].tolist())) - 1
        assert 0 < window.stop - window.start + breaks <= (first or length if number == 0 else length)


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    """After a full stop in the window's second half, if there is one."""
    text = "go go go go go . go go go go go ."
    pieces = pieces_of(text)
    assert [text[pieces.starts[w.start] : pieces.ends[w.stop - 1]] for w in cut_windows(pieces, 8)] == [
        "go go go go go .",
        "go go go go go .",
    ]


def test_a_window_is_framed_for_the_model() -> None:
    """A start, an end, a break between paragraphs, and the index of each piece among them."""
    pieces = pieces_of("Go.\nWe went.")
    ids, forms, places = framed(pieces, slice(1, 4))
    assert ids.tolist() == [101, 1012, 102, 2057, 2253, 102]
    assert (forms.tolist(), places.tolist()) == ([0, 0, 0, 2, 1, 0], [1, 3, 4])
