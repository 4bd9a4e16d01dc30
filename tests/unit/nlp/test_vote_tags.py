"""What the outputs of the tagger say of a text: the outputs are invented here."""

from __future__ import annotations

import re

import numpy as np
import pytest
from tokenizers import Tokenizer

from onrecord.nlp.models import WEIGHTS
from onrecord.nlp.vote_tags import KINDS, VOTES, WIDTH, Gate, VoteTags, decoded
from onrecord.nlp.word_pieces import Pieces, read_pieces
from onrecord.text.spans import Span

TOKENIZER = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
TEXT = "The Tarn Village Board backed it 5-2.\nIt lost 1-6."


def tagged(text: str, kinds: dict[str, tuple[str, int]]) -> tuple[Pieces, VoteTags]:
    """Tags of words, each at its first occurrence: words -> kind and which vote."""
    pieces = read_pieces(text, [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)], TOKENIZER)
    logits = np.zeros((len(pieces), WIDTH), np.float32)
    logits[:, 0] = 4
    for words, (kind, vote) in kinds.items():
        start = text.index(words)
        first = int(np.searchsorted(pieces.starts, start))
        after = int(np.searchsorted(pieces.starts, start + len(words)))
        base = 1 + 4 * KINDS.index(kind)
        places = [3] if after - first == 1 else [0, *[1] * (after - first - 2), 2]
        logits[np.arange(first, after), [base + place for place in places]] = 12
        logits[first:after, WIDTH - VOTES + vote] = 9
    return pieces, decoded(pieces, slice(0, len(pieces)), logits)


def test_marks() -> None:
    """Spans of pieces with their kind and their vote."""
    _, tags = tagged(TEXT, {"Tarn Village Board": ("B", 0), "5": ("Y", 0), "lost": ("F", 1)})

    assert [(mark.span.exact(TEXT), mark.kind, mark.vote) for mark in tags.marks] == [
        ("Tarn Village Board", "B", 0),
        ("5", "Y", 0),
        ("lost", "F", 1),
    ]
    assert all(mark.probability > 0.99 for mark in tags.marks)


def test_no_mark_crosses_a_break_between_paragraphs() -> None:
    """A span ends with its paragraph."""
    _, tags = tagged(TEXT, {"2.\nIt lost": ("M", 0)})

    assert not any(mark.span.covers(Span(TEXT.index("\n"), TEXT.index("\n") + 1)) for mark in tags.marks)


def test_the_probabilities_of_a_number() -> None:
    """Each kind has a probability; nothing has where nothing was read."""
    _, tags = tagged(TEXT, {"5": ("Y", 0), "2": ("N", 0)})
    five = Span(TEXT.index("5"), TEXT.index("5") + 1)

    assert max(tags.of(five), key=tags.of(five).__getitem__) == "Y"
    assert set(tags.of(five)) == set(KINDS)
    assert tags.of(Span(len(TEXT) + 1, len(TEXT) + 2)) == {}


GATE = Gate(np.eye(2, dtype=np.float32), np.zeros(2, np.float32), np.array([1, -1], np.float32), 0.5)


def test_scores_of_a_gate() -> None:
    """The second layer over what is positive after the first."""
    states = np.array([[0, 3], [0.5, 0], [0.4, -2], [-1, 1]], np.float32)

    assert GATE.scores(states).tolist() == pytest.approx([-3, 0.5, 0.4, -1])


@pytest.mark.parametrize(
    ("scores", "read"),
    [
        pytest.param({}, None, id="no piece opens it"),
        pytest.param({4: 0.4}, None, id="one nearly does"),
        pytest.param({0: 0.5}, slice(0, 2), id="the first paragraph, which has none before it"),
        pytest.param({4: 0.5}, slice(0, 5), id="with the one before"),
        pytest.param({9: 1}, slice(7, 10), id="the last"),
        pytest.param({3: 1, 8: 1}, slice(0, 10), id="with those between"),
        pytest.param({3: 1, 7: -1.5}, slice(0, 8), id="with one after it that nearly opens it"),
        pytest.param({3: 1, 7: -1.6}, slice(0, 5), id="without one that does not"),
    ],
)
def test_paragraphs_worth_reading(scores: dict[int, float], read: slice | None) -> None:
    """Of five paragraphs, of 2, 3, 2, 1 and 2 pieces."""
    paragraphs = np.array([0, 0, 1, 1, 1, 2, 2, 3, 4, 4])
    given = np.full(10, -9.0, np.float32)
    for piece, score in scores.items():
        given[piece] = score

    assert GATE.opens_for(given, paragraphs) == read
