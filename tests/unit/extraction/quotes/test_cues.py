"""Frames that no model is needed for: names that sign quotes, and sources in parses that are given."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from onrecord.extraction.quotes.cues import governing_cue, holder_of, signed, source_of
from onrecord.ingestion import Zone
from onrecord.ingestion.layout import lay_out
from onrecord.nlp.articles import Passage
from onrecord.text.quotation import find_quoted_runs
from onrecord.text.spans import Span


def signature(text: str) -> tuple[str, str] | None:
    """Cue and source of the first text in quotation marks, where it is signed."""
    blank = spacy.blank("en")
    spans = [paragraph.span for paragraph in lay_out(text).paragraphs]
    passages = [Passage(blank(span.exact(text)), span.exact(text), span, Zone.BODY) for span in spans]
    frame = signed(text, passages, find_quoted_runs(text, spans)[0])
    return (frame.cue.exact(text), frame.source.span.exact(text)) if frame and frame.cue and frame.source else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will vote.” — Maria Keller", ("—", "Maria Keller")),
        ("“We will vote.” -- Maria Keller, a nurse.", ("--", "Maria Keller")),
        ("“We will vote.”\n\n― Ana de la Cruz\n\nThe town waits.", ("―", "Ana de la Cruz")),
        ("“We will vote.” — Maria Keller spoke first.", None),
        ("“We will vote.” — the town", None),
        ("“We will vote.”\n\nMaria Keller", None),
        ("“We will vote,” said Keller.", None),
        ("“We will vote.”", None),
    ],
)
def test_signatures(text: str, expected: tuple[str, str] | None) -> None:
    """A dash and a name, in the same line or the next, and nothing more but what the person is."""
    assert signature(text) == expected


def parsed(*tokens: tuple[str, int, str, str]) -> Passage:
    """A paragraph of tokens, each with the number of its head, its dependency and its part of speech."""
    words, heads, dependencies, parts = (list(column) for column in zip(*tokens, strict=True))
    doc = Doc(spacy.blank("en").vocab, words, pos=parts, heads=heads, deps=dependencies)
    return Passage(doc, doc.text, Span(0, len(doc.text)), Zone.BODY)


HEARD = (
    ("Keller", 2, "nsubjpass", "PROPN"),
    ("was", 2, "auxpass", "AUX"),
    ("heard", 2, "ROOT", "VERB"),
    ("yelling", 2, "xcomp", "VERB"),
)
WARNINGS = (
    ("despite", 0, "ROOT", "SCONJ"),
    ("warnings", 0, "pobj", "NOUN"),
    ("from", 1, "prep", "ADP"),
    ("engineers", 2, "pobj", "NOUN"),
    ("of", 3, "prep", "ADP"),
    ("towns", 4, "pobj", "NOUN"),
)
PROMISE = (("Keller", 2, "poss", "PROPN"), ("’s", 0, "case", "PART"), ("promise", 2, "ROOT", "NOUN"))


def test_the_source_of_a_verb_below_a_passive() -> None:
    """Who "was heard yelling" is heard by others, and yells."""
    passage = parsed(*HEARD)
    assert source_of(passage, passage.doc[2]) is None
    source = source_of(passage, passage.doc[3])
    assert source is not None
    assert source.span.exact(passage.text) == "Keller"


@pytest.mark.parametrize(
    ("tokens", "noun", "expected"),
    [(WARNINGS, 1, "engineers of towns"), (WARNINGS, 3, None), (PROMISE, 2, "Keller ’s")],
)
def test_who_is_behind_a_noun(tokens: tuple[tuple[str, int, str, str], ...], noun: int, expected: str | None) -> None:
    """An owner, or an author; "of" introduces the topic as often as the author."""
    passage = parsed(*tokens)
    holder = holder_of(passage, passage.doc[noun])
    assert (holder.span.exact(passage.text) if holder else None) == expected


CLAUSE_BEFORE = (
    ("it", 1, "nsubj", "PRON"),
    ("rained", 3, "ccomp", "VERB"),
    ("Keller", 3, "nsubj", "PROPN"),
    ("said", 3, "ROOT", "VERB"),
)
INSERTED = (
    ("rain", 3, "nsubj", "NOUN"),
    ("Keller", 2, "nsubj", "PROPN"),
    ("said", 3, "parataxis", "VERB"),
    ("fell", 3, "ROOT", "VERB"),
)
SHARED = (("Keller", 1, "nsubj", "PROPN"), ("drew", 1, "ROOT", "VERB"), ("rain", 1, "dobj", "NOUN"))


@pytest.mark.parametrize(
    ("tokens", "content", "expected"),
    [
        (CLAUSE_BEFORE, "it rained", "said"),
        (INSERTED, "fell", "said"),
        (SHARED, "rain", None),
        (CLAUSE_BEFORE, "it rained Keller said", None),
    ],
)
def test_the_cue_of_a_content(
    tokens: tuple[tuple[str, int, str, str], ...], content: str, expected: str | None
) -> None:
    """The verb of saying that governs it or is inserted into it, outside of the content."""
    passage = parsed(*tokens)
    for token, (word, *_) in zip(passage.doc, tokens, strict=True):
        token.lemma_ = "say" if word == "said" else word
    start = passage.text.index(content)
    cue = governing_cue(passage, Span(start, start + len(content)))
    assert (cue.exact(passage.text) if cue else None) == expected
