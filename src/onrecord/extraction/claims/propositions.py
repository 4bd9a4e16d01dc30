"""Propositions: which quotes report one, and whether somebody stated it, read from their cues and contents."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from onrecord.extraction.claims.predicates import is_clause, own_subject
from onrecord.extraction.quotes.cues import is_negated
from onrecord.extraction.values import Quote
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import head_of
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# "No. 10" is somebody.
_NOBODY = re.compile(r"(?:no(?!\.?\s?\d)|none|nobody|neither)\b", re.IGNORECASE)
_UNSAID = re.compile(
    r"\b(?:not|never|neither|nor|stop\w* short|refus\w+|declin\w+|odds|bets?|betting)\b|n[’']t\b", re.IGNORECASE
)
_UNSAID_BEFORE = re.compile(r"(?:\b(?:not|never|neither|nor)|n[’']t)(?:\s+\w+)?\s*$", re.IGNORECASE)
# The most characters before a cue that are searched for a negation.
_BEFORE = 200


def has_proposition(parsed: ParsedArticle, quote: Quote) -> bool:
    """Whether the words of a quote state something, and do not only complete what is done: "ordered | a new trial"."""
    if quote.quote_type in {"direct", "fragment"}:
        return quote.quote_type == "direct"
    cue = cue_lemma(parsed, quote)
    if quote.kind == "thought" and cue in lexicon.THOUGHT:
        return True
    for content in quote.contents:
        passage = parsed.passage_at(content)
        tokens = passage.tokens(content)
        verbs = {token.i for token in tokens if is_clause(token)}
        tops = [token for token in tokens if token.i in verbs and not any(a.i in verbs for a in token.ancestors)]
        inside = {token.i for token in tokens}
        stated = (token for token in tops if not is_mandated(parsed, quote, token))
        if any(not _completes(quote, passage, token, inside) for token in stated):
            return True
        # The parse may not see its verb.
        asks = bool(tokens) and tokens[0].tag_.startswith("W")
        reported = (
            bool(tokens) and tokens[0].i > 0 and tokens[0].nbor(-1).lower_ == "that" and cue not in lexicon.DEMANDS
        )
        if not tops and (asks or reported):
            return True
    return False


def _completes(quote: Quote, passage: Passage, verb: Token, inside: set[int]) -> bool:
    """Whether a verb of a content only completes what is done, and states nothing.

    As in "signed | legislation that bars cars" and "fined | him for saying that it was safe", but not in "training,
    which he said | was short". `inside` are the tokens of the content.
    """
    if verb.dep_ == "relcl" and (quote.cue is None or passage.span_of(verb.head, verb.head).start > quote.cue.start):
        return True
    above = [token for token in (verb, *verb.ancestors) if token.i in inside]
    return any(token.dep_ == "pcomp" for token in above) or (verb.dep_ == "advcl" and len(above) > 1)


def is_mandated(parsed: ParsedArticle, quote: Quote, verb: Token) -> bool:
    """Whether a verb is in the subjunctive: "urged that the council wait", "that the plan be dropped".

    It is not in what was said in these words or before the cue: “We need rain,” she insisted.
    """
    cue = _head_of_cue(parsed, quote)
    if cue is None or cue.lemma_.lower() not in lexicon.DEMANDS or quote.quote_type == "direct":
        return False
    if verb.doc is not cue.doc or verb.i < cue.i or verb.left_edge.tag_.startswith("W"):
        return False
    bare = verb.lower_ == verb.lemma_.lower() and not any("aux" in c.dep_ for c in verb.children)
    auxiliary = any(c.lower_ == "be" for c in verb.children if "aux" in c.dep_)
    return (bare and verb.tag_ != "VBD" and not _insists(cue, verb)) or auxiliary


def _insists(cue: Token, verb: Token) -> bool:
    """Whether a verb in the present tense rather states what is: "insists that buses run late"."""
    subject = own_subject(verb)
    several = subject is not None and (subject.tag_ in {"NNS", "NNPS"} or subject.lower_ in {"they", "we", "you", "i"})
    return several and verb.tag_ == "VBP" and cue.tag_ in {"VBZ", "VBP"} and cue.lemma_.lower() in lexicon.STATING


def was_said(parsed: ParsedArticle, quote: Quote) -> bool:
    """Whether somebody said it according to the text: "did not say that" and "nobody said that" report no claim."""
    if quote.cue is None:
        return True
    verb = _head_of_cue(parsed, quote)
    up = itertools.takewhile(lambda token: token.dep_ in {"xcomp", "pcomp", "prep"}, verb.ancestors if verb else ())
    if any(is_negated(token) for token in (verb, *up) if token is not None):
        return False
    source = quote.source.exact(parsed.text) if quote.source else ""
    before = max(quote.source.end, quote.cue.start - _BEFORE) if quote.source else quote.cue.start
    if _NOBODY.match(source) or _UNSAID_BEFORE.search(parsed.text[before : quote.cue.start]):
        return False
    led_to = Span(quote.cue.start, max(quote.cue.end, quote.contents[0].start))
    return not parsed.occurrences(_UNSAID).within(led_to)


def is_impersonal(parsed: ParsedArticle, quote: Quote) -> bool:
    """Whether the source is nobody, as in "it was revealed that"; then the claimant is not settled."""
    if quote.speaker is not None or quote.source is None:
        return False
    verb = _head_of_cue(parsed, quote)
    passive = verb is not None and any(child.dep_ == "auxpass" for child in verb.children)
    return passive and quote.source.exact(parsed.text).lower() == "it"


def cue_lemma(parsed: ParsedArticle, quote: Quote) -> str | None:
    """The lemma of the cue of a quote; None without a cue."""
    head = _head_of_cue(parsed, quote)
    return head.lemma_.lower() if head is not None else None


def _head_of_cue(parsed: ParsedArticle, quote: Quote) -> Token | None:
    """The verb or noun of a cue; None without a cue."""
    return head_of(parsed.passage_at(quote.cue).tokens(quote.cue)) if quote.cue is not None else None
