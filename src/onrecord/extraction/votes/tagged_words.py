"""The motion and the body of a vote, by their tags."""

from __future__ import annotations

import re

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.entities.referents import refer
from onrecord.extraction.votes.bodies import NOBODY
from onrecord.extraction.votes.dates import LIMITS
from onrecord.extraction.votes.events import Event
from onrecord.extraction.votes.tag_numbers import EDGE
from onrecord.extraction.votes.triggers import is_body
from onrecord.lang.en import voters
from onrecord.nlp.articles import ParsedArticle
from onrecord.nlp.noun_phrases import head_of, noun_phrase
from onrecord.nlp.vote_tags import Mark
from onrecord.text.calendar import find_dates
from onrecord.text.numbers import NUMBER
from onrecord.text.spans import Span, hull

_COUNTED = re.compile(rf"(?<!all )(?<!the )\b{NUMBER} (?:city |council )?\Z", re.IGNORECASE)
# "a vote of no confidence"
_VOTE_OF = re.compile(r"(?:a|the) vote of (?=\w)")
_ITEM = re.compile(r"(?:\)(?:,| and|, and)|:) (?:and )?(?P<item>[^():;,.]{2,80}?) \(\Z")


def find_tagged_motion(text: str, event: Event) -> Span | None:
    """The motion: the nearest of the vote's own."""
    if (item := _item(text, event)) is not None:
        return item
    spans = [
        (mark, span)
        for mark in event.of("M")
        if (span := mark.span.trim(text, ' ,.;:—–-“”"')) is not None and span not in find_dates(text, span)
    ]
    if not spans:
        return None

    def order(own: tuple[Mark, Span]) -> tuple[bool, bool, int]:
        mark, span = own
        apart = min(abs(span.start - event.start), abs(span.end - event.end))
        return mark.vote != event.vote, not event.passage.span.covers(span), apart

    # Word pieces may end inside a word.
    found = min(spans, key=order)[1]
    tokens = event.passage.tokens(found) if event.passage.span.covers(found) else []
    whole = event.passage.span_of(tokens[0], tokens[-1]) if tokens else found
    vote_of = _VOTE_OF.match(text, whole.start, whole.end)
    return _without_day(text, Span(vote_of.end(), whole.end) if vote_of else whole)


def _without_day(text: str, motion: Span) -> Span:
    """A motion without a day at its end, which is that of the vote: "voted on the plan Monday"."""
    day = next((day for day in find_dates(text, motion) if day.end == motion.end), None)
    words = text[motion.start : day.start].split() if day is not None else []
    if day is None or not words or words[-1].lower() in LIMITS or day.exact(text).endswith("days"):
        return motion
    return Span(motion.start, day.start).trim(text) or motion


def _item(text: str, event: Event) -> Span | None:
    """The words before a tally in parentheses: "signs" in "passed three ordinances: fees (7-2), signs (9-0)"."""
    first = max(event.passage.span.start, event.start - EDGE)
    match = _ITEM.search(text[first : event.start])
    if match is None or not event.counts or text[event.end : event.end + 1] != ")":
        return None
    return Span(*match.span("item")).shift(first)


def find_tagged_body(parsed: ParsedArticle, event: Event, entities: Entities) -> int | None:
    """The key of the entity that voted; a body that is only described is added to the entities."""
    # "Three members voted against it": a number of voters is not the body.
    text = parsed.text
    marks = [
        mark for mark in event.of("B") if not _COUNTED.search(text[max(0, mark.span.start - 30) : mark.span.start])
    ]
    if not marks:
        return _counted_voters(event, entities)

    def order(mark: Mark) -> tuple[bool, bool, int]:
        return (
            mark.vote != event.vote,
            not event.passage.span.covers(mark.span),
            min(abs(mark.span.start - event.start), abs(mark.span.end - event.end)),
        )

    mark = min(marks, key=order)
    passage = parsed.passage_at(mark.span)
    tokens = passage.tokens(mark.span)
    head = head_of(tokens)
    if head is None or head.lower_ in NOBODY:
        return None
    if head.dep_ == "compound" and is_body(head.head):
        head = head.head
    key = entities.at(passage, head)
    if key is not None and entities.entity_type(key) in {"organization", "group", "place", "facility"}:
        return key
    # The place of "the Marlow council" is not the body.
    inner = (key for token in tokens if (key := entities.at(passage, token)) is not None)
    named = next((key for key in inner if entities.entity_type(key) == "organization"), None)
    if named is not None:
        return named
    return refer(entities, noun_phrase(passage, head, hull([mark.span, passage.span_of(head, head)])))


def _counted_voters(event: Event, entities: Entities) -> int | None:
    """The voters of a vote whose body is not named: "Seven councillors voted in favour and four against"."""
    if not {"yes", "no"} <= event.counts.keys():
        return None
    passage = event.passage
    for side in event.sides:
        goes_on = side.span.end < min(event.end, passage.span.end)
        following = passage.tokens(Span(side.span.end, passage.span.end))[:2] if goes_on else []
        noun = next((token for token in following if token.lower_ in voters.BODIES), None)
        if noun is not None:
            return refer(entities, noun_phrase(passage, noun, passage.span_of(noun, noun)))
    return None
