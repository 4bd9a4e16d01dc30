"""Claims against their evidence and the quotes that they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.problems import Problem
from onrecord.validate.rules import shown
from onrecord.validate.semantic.book import Book, check
from onrecord.validate.sheets import span_of

# Numbers keep their separators and words their apostrophes, except before what may be cut off: a possessive 's, or the
# verb in "he'd" and "we've". "Don't" stays one word: its negation may not be cut off.
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’](?!(?:s|d|ve|re|ll|m)\b)[^\W\d_]+)*")


@check(claims="text exact")
def texts_use_the_words_of_their_evidence(book: Book) -> Iterator[Problem]:
    """The text of a claim leaves words of its evidence out, but adds and changes none."""
    claims = book.sheets["claims"]
    for row, text, exact in claims.records("text", "exact"):
        if text != exact and (word := _first_foreign_word(text, exact)):
            told = f"text has {shown(word)}, which does not stand there in {shown(exact)}"
            yield claims.problem("claim-words-differ", row, "text", told)


def _first_foreign_word(text: str, exact: str) -> str:
    """The first word of `text` that `exact` lacks, its words read in order; empty where it has them all."""
    rest = iter(_WORD.findall(exact))
    return next((word for word in _WORD.findall(text) if word not in rest), "")


@check(claims="quote_id start end", quotes="quote_id start end")
def claims_share_words_with_their_quote(book: Book) -> Iterator[Problem]:
    """A claim that a source makes is part of what it says; only its subject may stand before that."""
    claims = book.sheets["claims"]
    quotes = {
        key: span_of(start, end) for _, key, start, end in book.sheets["quotes"].records("quote_id", "start", "end")
    }
    for row, quote_id, start, end in claims.records("quote_id", "start", "end"):
        span, quote = span_of(start, end), quotes.get(quote_id)
        if span and quote and not quote.overlaps(span):
            told = f"the claim is at {span}, quote {quote_id} at {quote}"
            yield claims.problem("claim-outside-quote", row, "quote_id", told)


@check(claims="claimant_id claimant quote_id", quotes="quote_id speaker_id")
def speakers_are_claimants(book: Book) -> Iterator[Problem]:
    """A claim without a claimant is the outlet's own, or comes from a quote whose speaker is not known."""
    claims = book.sheets["claims"]
    speakers = {quote_id: speaker for _, quote_id, speaker in book.sheets["quotes"].records("quote_id", "speaker_id")}
    for row, claimant_id, claimant, quote_id in claims.records("claimant_id", "claimant", "quote_id"):
        if not claimant_id and not claimant and (speaker := speakers.get(quote_id)):
            told = f"no claimant is given, quote {quote_id} has the speaker {speaker}"
            yield claims.problem("claimant-missing", row, "claimant_id", told)
