"""Sentences whose words hang on each other in a chain of thousands: no way through them is a recursion."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from onrecord.extraction.claims.clauses import find_clauses
from onrecord.extraction.claims.predicates import subject_of
from onrecord.extraction.quotes.cues import source_of
from onrecord.extraction.votes.not_votes import is_measure
from onrecord.ingestion import Zone
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import noun_phrase, subtree
from onrecord.nlp.pipeline import load
from onrecord.text.spans import Span

LONG = 3_000


def chain(dependency: str, tag: str, *, backwards: bool = False) -> Passage:
    """A subject and many verbs, each of which depends on the verb before it, or on the verb after it."""
    words = ["Ida", *["said"] * LONG]
    heads = [1, 1, *range(1, LONG)] if not backwards else [1, *range(2, LONG + 1), LONG]
    deps = ["nsubj", *[dependency] * LONG]
    root = LONG if backwards else 1
    deps[root] = "ROOT"
    doc = Doc(
        load().vocab,
        words,
        heads=heads,
        deps=deps,
        tags=["NNP", *[tag] * LONG],
        pos=["PROPN", *["VERB"] * LONG],
        lemmas=["Ida", *["say"] * LONG],
    )
    return Passage(doc, doc.text, Span(0, len(doc.text)), Zone.BODY)


def test_clauses() -> None:
    """Verbs that no "and" and no comma joins are no predicates of their own."""
    passage = chain("conj", "VBD")
    assert [clause.verb.i for clause in find_clauses(passage, passage.words)] == [1]


def test_shared_subjects() -> None:
    """The last of many joined verbs has the subject of the first."""
    subject = subject_of(chain("conj", "VBD").words[-1], {})
    assert subject is not None
    assert subject.text == "Ida"


@pytest.mark.parametrize("dependency", ["ccomp", "parataxis", "advcl"])
def test_clauses_inside_others(dependency: str) -> None:
    """The first has a subject, and contains the others."""
    passage = chain(dependency, "VBD")
    assert [clause.verb.i for clause in find_clauses(passage, passage.words)] == [1]


def test_clauses_before_others() -> None:
    """Only the last is not part of another."""
    passage = chain("ccomp", "VBD", backwards=True)
    assert list(find_clauses(passage, passage.words)) == []


@pytest.mark.parametrize("dependency", ["conj", "xcomp", "advcl"])
def test_sources(dependency: str) -> None:
    """Who says the first says the last."""
    passage = chain(dependency, "VB")
    source = source_of(passage, passage.words[-1])
    assert source is not None
    assert source.span == Span(0, 3)


def test_all_that_hangs_on_a_word() -> None:
    """In order, the word itself among it."""
    passage = chain("conj", "VBD")
    assert [token.i for token in subtree(passage.words[2])] == list(range(2, LONG + 1))
    assert is_measure(passage.text, passage.words[1]) is False


def test_a_phrase_is_no_page() -> None:
    """Whatever hangs on its noun."""
    passage = chain("acl", "VBN")
    assert len(noun_phrase(passage, passage.words[1]).tokens) < 500
