"""Names with a nickname in quotation marks or brackets inside: Robert “Bob” Finn, Rosa (Dusty) Miller."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.extraction.entities.name_forms import key_of
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle
from onrecord.nlp.reader import Marked
from onrecord.text.spans import Span

_WORD = r"[^\W\d_a-z][\w’'.-]*"
_SURNAME = r"[^\W\d_a-z][\w’'-]*"
_PARTICLES = "|".join(sorted(lexicon.PARTICLES))
# A nickname after a given name, and the first word of the surname after it, with small words before it.
_QUOTED = re.compile(
    rf" (?:“{_WORD}(?: {_WORD}){{0,2}}”|‘{_WORD}(?: {_WORD}){{0,2}}’|\"{_WORD}(?: {_WORD}){{0,2}}\""
    rf"|'{_WORD}(?: {_WORD}){{0,2}}') ((?:(?:{_PARTICLES}) ){{0,3}}{_SURNAME})"
)
_BRACKETED = re.compile(rf" \([^\W\d_a-z][a-z’'.-]+\) ((?:(?:{_PARTICLES}) ){{0,3}}{_SURNAME})")
_GIVEN = lexicon.FEMALE_NAMES | lexicon.MALE_NAMES


def with_nicknames(parsed: ParsedArticle) -> Iterator[Marked]:
    """The reader's names in text order, joined where a nickname is in their midst."""
    end = 0
    marks = parsed.reading.names
    for number, mark in enumerate(marks):
        if mark.span.start < end:
            continue
        given = key_of(mark.span.exact(parsed.text)).split()[-1] in _GIVEN
        if mark.kind == "Person" or given:
            name = _with_nickname(parsed, mark, marks[number + 1 : number + 3], bracketed=given)
            mark, end = (name, name.span.end) if name is not None else (mark, end)
        yield mark


def _with_nickname(
    parsed: ParsedArticle, mark: Marked, following: tuple[Marked, ...], *, bracketed: bool
) -> Marked | None:
    text = parsed.text
    found = _QUOTED.match(text, mark.span.end) or (_BRACKETED.match(text, mark.span.end) if bracketed else None)
    if found is None or not parsed.passage_at(mark.span).span.covers(Span(mark.span.start, found.end())):
        return None
    surname = Span(found.start(1), found.end(1))
    last = next((other for other in following if other.span.overlaps(surname)), None)
    if last is None:
        (*_, token) = parsed.passage_at(surname).tokens(surname)
        return Marked(Span(mark.span.start, surname.end), "Person", mark.probability) if token.pos_ == "PROPN" else None
    return Marked(Span(mark.span.start, max(surname.end, last.span.end)), "Person", mark.probability)
