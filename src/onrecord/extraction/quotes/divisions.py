"""Attributions of the reader, corrected by the parse: one that holds two reports is divided."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.extraction.quotes.boundaries import (
    before,
    from_the_clause,
    inserted,
    is_of_another,
    next_verb,
    saying_in,
)
from onrecord.extraction.quotes.cues import cue_of
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import head_of, trimmed
from onrecord.nlp.reader import Attribution, Marked
from onrecord.text.spans import Span, hull, span_or_none

if TYPE_CHECKING:
    from spacy.tokens import Token

_OF_SPEECH = lexicon.SPEECH | lexicon.INFINITIVE | lexicon.JUDGMENT


def divided(parsed: ParsedArticle, attribution: Attribution) -> Iterator[Attribution]:
    """Yields an attribution, corrected, and the report that the reader took for a part of its content.

    An attribution without a cue, or with a cue in another paragraph, stays as it is; nothing is left of one that links
    a cue to what belongs to another verb.
    """
    cue, last = attribution.cue, attribution.contents[-1]
    passage = parsed.passage_at(last.span)
    verb = head_of(passage.tokens(cue.span)) if cue and parsed.passage_at(cue.span) is passage else None
    if cue is None or verb is None or verb.pos_ not in {"VERB", "AUX"}:
        yield attribution
    elif (around := inserted(passage, verb, [part.span for part in attribution.contents])) is not None:
        source = Marked(around[0], "source", cue.probability)
        yield dataclasses.replace(attribution, source=source, contents=_marked(last, *around[1]))
    elif (found := saying_in(passage, verb, last.span)) is not None:
        saying = dataclasses.replace(cue, span=passage.span_of(found[0], found[0]))
        yield dataclasses.replace(attribution, cue=saying, contents=_marked(last, found[1]))
    elif (after := next_verb(passage, verb, last.span)) and (first := before(passage, last.span, after)):
        yield dataclasses.replace(attribution, contents=(*attribution.contents[:-1], *_marked(last, first)))
        yield from _second(passage, attribution, cue, after)
    else:
        own = [part for part in attribution.contents if not is_of_another(passage, verb, part.span)]
        parts = tuple(dataclasses.replace(part, span=from_the_clause(passage, verb, part.span)) for part in own)
        if parts:
            yield dataclasses.replace(attribution, contents=parts)


def _second(passage: Passage, attribution: Attribution, cue: Marked, verb: Token) -> Iterator[Attribution]:
    """Yields the report of a second verb in an attribution: "Voss said she would wait and warned against haste"."""
    words = _with_preposition(passage, verb)
    last = attribution.contents[-1]
    rest = span_or_none(words.end, last.span.end)
    said = trimmed(passage, passage.tokens(rest)) if rest else None
    if said is not None and verb.lemma_.lower() in _OF_SPEECH:
        yield Attribution(_marked(last, said), dataclasses.replace(cue, span=words), attribution.source)


def _marked(content: Marked, *spans: Span) -> tuple[Marked, ...]:
    return tuple(dataclasses.replace(content, span=span) for span in spans)


def _with_preposition(passage: Passage, verb: Token) -> Span:
    """A verb with the particle or the preposition right after it: "warned against"."""
    cue = cue_of(passage, verb)
    after = next((child for child in verb.children if child.dep_ == "prep" and child.i == verb.i + 1), None)
    return hull([cue, passage.span_of(after, after)]) if after is not None else cue
