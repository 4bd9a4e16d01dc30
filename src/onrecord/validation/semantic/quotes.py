"""Quotes against their spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.problems import Problem
from onrecord.text.printable import difference, shown
from onrecord.text.quotation import BREAK
from onrecord.text.spans import Span, hull
from onrecord.validation.semantic.book import Book, Part, check
from onrecord.validation.sheets import span_of

_SPANS = "quote_id role ordinal start end exact"


def _spans(parts: Sequence[Part]) -> list[Span]:
    """The spans of the parts; empty if any part has an invalid span."""
    spans = [part.span for part in parts if part.span]
    return spans if len(spans) == len(parts) else []


@check(quotes="quote_id", quote_spans=_SPANS)
def quotes_have_their_parts(book: Book) -> Iterator[Problem]:
    """A quote has content, at most one source and at most one cue."""
    quotes, spans = book.sheets["quotes"], book.sheets["quote_spans"]
    for row, quote_id in quotes.records("quote_id"):
        parts = book.parts.get(quote_id, {})
        if "content" not in parts:
            yield quotes.problem("quote-without-content", row, "", "quote_spans has no content of the quote")
        for role in ("source", "cue"):
            for part in parts.get(role, [])[1:]:
                message = f"the quote has {len(parts[role])} spans with the role {role}"
                yield spans.problem("too-many-parts", part.row, "role", message)


@check(quote_spans=_SPANS)
def ordinals_count_from_one(book: Book) -> Iterator[Problem]:
    """The ordinals of each role run 1, 2, 3 without a gap, in the order of the text."""
    sheet = book.sheets["quote_spans"]
    for roles in book.parts.values():
        for role, parts in roles.items():
            places = {span: number for number, span in enumerate(sorted(_spans(parts)), start=1)}
            for part in parts:
                place = places.get(part.span) if part.span else None
                if place and part.ordinal not in (None, place):
                    message = f"the ordinal is {part.ordinal}, but in the order of the text it is {role} {place}"
                    yield sheet.problem("ordinal-gap", part.row, "ordinal", message)


@check(quotes="quote_id text", quote_spans=_SPANS)
def text_is_the_content(book: Book) -> Iterator[Problem]:
    """The text of a quote is its content, joined by " … ", or by spaces as earlier versions did."""
    quotes = book.sheets["quotes"]
    for row, quote_id, text in quotes.records("quote_id", "text"):
        contents = book.parts.get(quote_id, {}).get("content", [])
        if not contents or any(part.ordinal is None for part in contents):
            continue
        pieces = [part.exact for part in sorted(contents, key=lambda part: part.ordinal or 0)]
        joined = BREAK.join(pieces)
        if text not in {joined, " ".join(pieces)}:
            mine, theirs = difference(text, joined)
            message = f"text reads {mine}, but its content in quote_spans reads {theirs}"
            yield quotes.problem("quote-text-differs", row, "text", message)


@check(quotes="quote_id start end", quote_spans=_SPANS)
def quotes_reach_over_their_content(book: Book) -> Iterator[Problem]:
    """A quote starts with its first content and ends with its last."""
    quotes = book.sheets["quotes"]
    for row, quote_id, start, end in quotes.records("quote_id", "start", "end"):
        span = span_of(start, end)
        contents = _spans(book.parts.get(quote_id, {}).get("content", []))
        if span and contents and span != hull(contents):
            message = f"the quote is at {span}, but its content is at {hull(contents)}"
            yield quotes.problem("quote-span-differs", row, "start,end", message)


@check(quotes="quote_id start end within_id", quote_spans=_SPANS)
def nested_quotes_are_inside(book: Book) -> Iterator[Problem]:
    """A nested quote is inside the content of a different quote."""
    quotes = book.sheets["quotes"]
    for row, quote_id, start, end, within in quotes.records("quote_id", "start", "end", "within_id"):
        span = span_of(start, end)
        contents = _spans(book.parts.get(within, {}).get("content", []))
        if within == quote_id:
            yield quotes.problem("quote-not-within", row, "within_id", "within_id is the id of the quote itself")
        elif span and contents and not any(content.covers(span) for content in contents):
            places = ", ".join(map(str, sorted(contents)))
            message = f"the quote is at {span}, but the content of {within} is at {places}"
            yield quotes.problem("quote-not-within", row, "within_id", message)


@check(quotes="quote_id cue", quote_spans=_SPANS)
def cues_are_the_words_of_their_span(book: Book) -> Iterator[Problem]:
    """The cue of a quote has the words of its cue span, and is empty if there is no cue span."""
    quotes = book.sheets["quotes"]
    for row, quote_id, cue in quotes.records("quote_id", "cue"):
        words = {part.exact for part in book.parts.get(quote_id, {}).get("cue", [])} or {""}
        if cue not in words:
            message = f"cue reads {shown(cue)}, but its span in quote_spans reads {shown(' / '.join(sorted(words)))}"
            yield quotes.problem("cue-differs", row, "cue", message)


@check(quotes="speaker_id speaker_status")
def named_speakers_are_named(book: Book) -> Iterator[Problem]:
    """A quote with a named speaker has a speaker_id."""
    quotes = book.sheets["quotes"]
    for row, speaker_id, status in quotes.records("speaker_id", "speaker_status"):
        if status == "named" and not speaker_id:
            yield quotes.problem(
                "speaker-missing", row, "speaker_id", "speaker_status is named, but speaker_id is empty"
            )
