"""Acts: what somebody did rather than said, though the reader links a cue, a source and a content.

They are read from the verb of the cue and the nouns of the contents: "pleaded guilty", "was charged with fraud",
"dismissed a suit by Lee", "passed the bill", "did not respond to a request".
"""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from onrecord.extraction.quotes.cues import Frame
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle
from onrecord.nlp.noun_phrases import head_of
from onrecord.text.spans import Places, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def is_act(parsed: ParsedArticle, motions: Places[Span], frame: Frame, lemmas: Set[str]) -> bool:
    """Whether a frame reports an act and no words.

    Args:
        parsed: the article.
        motions: the words for what was voted on.
        frame: a cue with its source and contents.
        lemmas: the lemmas of the cue.
    """
    lemma = frame.verb.lemma_.lower()
    return (
        _is_charge(frame.verb)
        or _is_plea(frame.verb)
        or _is_of_the_writer(frame)
        or (bool(lemmas & lexicon.ANSWERING) and _are_all(parsed, frame, lexicon.REQUESTS))
        # In "voted in favor of" and "filed a lawsuit to stop the ban", the noun of the cue reports nothing.
        or (lemma in lexicon.ACTS and not lemmas & (lexicon.SPEECH | lexicon.INFINITIVE))
        or (lemma in lexicon.RULING and _are_all(parsed, frame, lexicon.CASES))
        # "Approved the lease" in a vote.
        or (not lemmas & lexicon.SPEECH and any(map(motions.at, frame.contents)))
    )


def _is_charge(verb: Token) -> bool:
    """Whether a verb is the act of a prosecutor: "was charged with fraud"."""
    return verb.lemma_.lower() == "charge" and any(
        child.lower_ == "with" and child.dep_ == "prep" for child in verb.children
    )


def _is_plea(verb: Token) -> bool:
    """Whether a verb is the act of a defendant: "pleaded guilty to fraud"."""
    return verb.lemma_.lower() == "plead" and any(child.dep_ in {"acomp", "oprd"} for child in verb.children)


def _is_of_the_writer(frame: Frame) -> bool:
    """Whether the writer asks: "we asked readers whether"."""
    asks = frame.verb.lemma_.lower() == "ask"
    return asks and frame.source is not None and frame.source.head.lower_ in {"i", "we"}


def _are_all(parsed: ParsedArticle, frame: Frame, nouns: frozenset[str]) -> bool:
    """Whether the head of each content is one of the nouns: "respond to a request", "dismissed a suit by Lee"."""
    heads = [head_of(parsed.passage_at(content).tokens(content)) for content in frame.contents]
    return all(head is not None and head.lemma_.lower() in nouns for head in heads)
