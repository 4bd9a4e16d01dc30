"""Hedges: verbs with which the outlet weakens what it says itself: "is expected to reopen", "seems to hesitate"."""

from __future__ import annotations

from onrecord.extraction.quotes.contents import tokens_of
from onrecord.extraction.quotes.cues import Frame, is_clause
from onrecord.lang.en import lexicon, modality
from onrecord.nlp.articles import ParsedArticle
from onrecord.text.quotation import QuotedRun
from onrecord.text.spans import Places


def is_hedge(parsed: ParsedArticle, runs: Places[QuotedRun], frame: Frame) -> bool:
    """Whether a verb weakens what the outlet itself says: "is expected to reopen", "seems to hesitate".

    Nor is it a report that somebody "is known for" something, or "is considered" something.
    """
    verb = frame.verb
    has_auxiliary = any(child.dep_ == "auxpass" for child in verb.children)
    is_passive = verb.tag_ == "VBN" and (has_auxiliary or verb.dep_ == "acl")
    has_agent = any(child.dep_ == "agent" for child in verb.children)
    words = frame.passage.tokens(frame.cue) if frame.cue else []
    raises = verb.lemma_ in lexicon.RAISING or (verb.lemma_ == "look" and any(c.dep_ == "acomp" for c in verb.children))
    if raises and not any(word.lemma_.lower() in lexicon.SAYING for word in words):
        return True
    if verb.lower_ in modality.PROBABLE and is_passive and not has_agent:
        return True
    named = verb.lemma_.lower() == "know" and verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl", "amod"}
    is_marked = any(map(runs.at, frame.contents))
    if is_clause(tokens_of(parsed, frame.contents)):
        return False
    return named or (has_auxiliary and not has_agent and not is_marked)
