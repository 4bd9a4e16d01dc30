"""What the outputs of a network say of an article: the outputs are invented here."""

from __future__ import annotations

import re
from typing import Any, cast

import numpy as np
import pytest
from tokenizers import Tokenizer

from onrecord.errors import ModelError
from onrecord.nlp import reader
from onrecord.nlp.decoding import LEVELS, NAMES, ROLES, links
from onrecord.nlp.judgements import ACTS, ATTRIBUTION_PARTS, CLAUSE_PARTS, STATEMENTS, Judge
from onrecord.nlp.mention_vectors import TYPES, WIDTH
from onrecord.nlp.models import HASHES, WEIGHTS
from onrecord.nlp.parse import ARC
from onrecord.nlp.reader import Model, Reading, interpret
from onrecord.nlp.word_pieces import Pieces, read_pieces
from onrecord.text.spans import Span

TOKENIZER = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
FACTS = {
    "between": -np.tile(np.arange(LEVELS, dtype=np.float32), (2, 2)),
    "paragraphs": np.array([[-9, -4, 0, -4, -9]] * 2),
    "no_source": -3.0,
}
ACTS_JUDGE, STATEMENTS_JUDGE = (
    Judge(
        labels,
        np.zeros(1, np.float32),
        np.zeros((len(parts), 1), np.float32),
        np.eye(1, len(labels), dtype=np.float32),
        np.zeros(len(labels), np.float32),
    )
    for labels, parts in ((ACTS, ATTRIBUTION_PARTS), (STATEMENTS, CLAUSE_PARTS))
)
MODEL = Model(cast(Any, None), TOKENIZER, links(FACTS), ("NN|NOUN",), ("ROOT",), ACTS_JUDGE, STATEMENTS_JUDGE)
TEXT = "Rain, says Brandt\n\nIda Brandt said it rains. Pell denied that it snows.\n\nIt may hail."


def pieces_of(text: str) -> Pieces:
    """The pieces of a text whose lines are its paragraphs."""
    return read_pieces(text, [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)], TOKENIZER)


def outputs(text: str, tags: dict[str, str], names: dict[str, str]) -> tuple[Pieces, list[np.ndarray]]:
    """Outputs that mark words, each at its last occurrence, with roles and with types of names."""
    pieces = pieces_of(text)
    found = []
    for kinds, marked in ((ROLES, tags), (NAMES, names)):
        logits = np.zeros((len(pieces), 1 + 4 * len(kinds)), np.float32)
        logits[:, 0] = 5
        for words, kind in marked.items():
            start = text.rindex(words)
            first = int(np.searchsorted(pieces.starts, start))
            after = int(np.searchsorted(pieces.starts, start + len(words)))
            base = 1 + 4 * kinds.index(kind)
            places = [1] * (after - first)
            places[0], places[-1] = (0, 2) if after - first > 1 else (3, 3)
            logits[np.arange(first, after), [base + place for place in places]] = 12
        found.append(logits)
    vectors = np.zeros((len(pieces), 4 * 64), np.float32)
    syntax = np.zeros((len(pieces), 2 + 1 + 2 * ARC), np.float32)
    behind = (len(ATTRIBUTION_PARTS), len(CLAUSE_PARTS), 2 * WIDTH + TYPES)
    judged = [np.zeros((len(pieces), columns), np.float32) for columns in behind]
    return pieces, [*found, vectors, syntax, *judged]


def attributions(text: str, tags: dict[str, str]) -> list[tuple[list[str], str | None, str | None]]:
    """Contents, cue and source of each attribution."""
    pieces, own = outputs(text, tags, {})
    return [
        (
            [part.span.exact(text) for part in found.contents],
            found.cue and found.cue.span.exact(text),
            found.source and found.source.span.exact(text),
        )
        for found in interpret(pieces, own, [0], MODEL)[0].attributions
    ]


def test_contents_cues_and_sources_find_each_other() -> None:
    """Each with the nearest, in its paragraph if possible."""
    tags = {
        **{"it rains": "content", "said": "cue", "Ida Brandt": "source"},
        **{"it snows": "content", "denied": "cue", "Pell": "source"},
    }
    assert attributions(TEXT, tags) == [(["it rains"], "said", "Ida Brandt"), (["it snows"], "denied", "Pell")]


def test_distant_spans_are_not_linked() -> None:
    """A content whose cue was passed over belongs to no other, and a cue needs no source."""
    tags = {"It may hail": "content", "says": "cue", "it rains": "content", "said": "cue"}
    assert attributions(TEXT, tags) == [(["it rains"], "said", None), (["It may hail"], None, None)]


def test_contents_of_one_cue_are_one_attribution() -> None:
    """Whether the cue is before or after them."""
    text = "It rains, said Ida Brandt here."
    tags = {"It rains": "content", "said": "cue", "Ida": "source", "Brandt here": "content"}
    assert attributions(text, tags) == [(["It rains", "Brandt here"], "said", "Ida")]


def test_links_go_over_the_ends_of_windows() -> None:
    """As if the article had been read in one."""
    tags = {"it rains": "content", "said": "cue", "Ida Brandt": "source"}
    pieces, own = outputs(TEXT, tags, {})
    cut = int(np.searchsorted(pieces.starts, TEXT.index("it rains")))
    assert interpret(pieces, own, [0, cut], MODEL)[0].attributions == interpret(pieces, own, [0], MODEL)[0].attributions


def test_names_begin_with_a_capital() -> None:
    """Dates need none; the probability is the model's own."""
    text = "Brandt met the county on last Friday"
    names = {"Brandt": "Person", "county": "Organization", "last Friday": "Date"}
    pieces, own = outputs(text, {}, names)
    found = interpret(pieces, own, [0], MODEL)[0].names
    assert [(name.span.exact(text), name.kind) for name in found] == [("Brandt", "Person"), ("last Friday", "Date")]
    assert all(0.9 < name.probability < 1 for name in found)


def test_an_article_without_words() -> None:
    """Nothing is read in it."""
    found, syntax = interpret(pieces_of(""), [], [], MODEL)
    assert (found.names, found.attributions, len(syntax.pieces)) == ((), (), 0)


@pytest.mark.parametrize("content", [None, b"other"])
def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, content: bytes | None) -> None:
    """Missing or changed: the message has the file, both hashes and the remedy."""
    name, expected = next(iter(HASHES.items()))
    if content is not None:
        (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(reader, "WEIGHTS", tmp_path)
    with pytest.raises(ModelError) as raised:
        reader._model.__wrapped__()
    actual = "missing" if content is None else "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa"
    assert str(raised.value) == f"{tmp_path / name}: sha256 is {actual}, expected {expected}; install onrecord again"


def test_what_an_attribution_does() -> None:
    """Its cue, its contents as one stretch, the first piece of them and its source are judged."""
    text = "Brandt denied that it snows."
    pieces, own = outputs(text, {"Brandt": "source", "denied": "cue", "it snows": "content"}, {})
    first = {
        word: int(np.searchsorted(pieces.starts, text.index(word))) for word in ("Brandt", "denied", "it", "snows")
    }
    own[4][first["denied"], 0] = 1
    own[4][first["it"], 1], own[4][first["snows"], 1] = 2, 4
    own[4][first["it"], 2] = 8
    own[4][first["Brandt"], 3] = 16
    (found,) = interpret(pieces, own, [0], MODEL)[0].attributions
    score = 1 + (2 + 4) / 2 + 8 + 16
    said = np.exp(score) / (np.exp(score) + len(ACTS) - 1)
    assert list(found.acts) == list(ACTS)
    assert found.acts["said"] == pytest.approx(said)


def test_clauses_are_judged_later() -> None:
    """The vectors of all pieces are kept; there are none of what was not read."""
    text = "It snows. It rains."
    pieces, own = outputs(text, {}, {})
    own[5][int(np.searchsorted(pieces.starts, text.rindex("It"))) :, 0] = 3
    reading = interpret(pieces, own, [0], MODEL)[0]
    assert reading.statement(Span(10, 19))["fact"] == pytest.approx(np.exp(3) / (np.exp(3) + len(STATEMENTS) - 1))
    assert reading.statement(Span(0, 9))["fact"] == pytest.approx(1 / len(STATEMENTS))
    assert Reading().statement(Span(0, 9)) == {}
