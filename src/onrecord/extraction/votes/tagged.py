"""Votes that the reader tags: numbers, voters, body, motion and decision, put together by arithmetic.

The tags carry meaning, not form: "five were for it and two against", "Voting to delay were Lee and Ray". What a tag
leaves open is decided by sums, order and result together.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.values import Count, Vote
from onrecord.extraction.votes.dates import find_vote_date
from onrecord.extraction.votes.events import DECIDED, METHOD, Event, find_events, words_around
from onrecord.extraction.votes.motions import motion_type_of
from onrecord.extraction.votes.no_report import is_no_report, is_ruled_out, is_taken_back
from onrecord.extraction.votes.outcomes import unanimity, voting_method, without_date
from onrecord.extraction.votes.settling import is_what_some_did, settle, with_voters
from onrecord.extraction.votes.tagged_voters import counted_names, find_tagged_positions, within_counts
from onrecord.extraction.votes.tagged_words import find_tagged_body, find_tagged_motion
from onrecord.ingestion import Zone
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import head_of
from onrecord.nlp.vote_tags import DECISIONS, VOTERS, VoteTags
from onrecord.text.calendar import is_stated, resolve_date
from onrecord.text.spans import Places, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

# The least probability that words say how a vote went if it is counted.
_LIKELY = 0.2
# The least probability that words say that a vote was unanimous.
_UNANIMOUS = 0.5
_ALL = re.compile(r"\b(?:all|every)(?: of)?(?: the| its)? \Z", re.IGNORECASE)
_ORDER = {"yes": 0, "no": 1}


def tagged_votes(parsed: ParsedArticle, quoted: Places[Span], entities: Entities) -> list[Vote]:
    """The votes that the tags of an article report, in text order.

    Args:
        parsed: the article.
        quoted: its text in quotation marks.
        entities: its entities; a body that is only described is added to them.
    """
    found = []
    for tags in parsed.reading.votes:
        first = parsed.number_at(Span(int(tags.starts[0]), int(tags.ends[-1])))
        last = parsed.number_at(Span(int(tags.ends[-1]) - 1, int(tags.ends[-1])))
        inside = parsed.passages[first : last + 1]
        passages = [p for p in inside if p.zone in {Zone.BODY, Zone.CAPTION, Zone.HEADLINE}]
        # The authors in a byline do not vote, whatever the tagger makes of "By Nora Pell" before a vote.
        marks = tuple(mark for mark in tags.marks if any(passage.span.covers(mark.span) for passage in passages))
        tags = dataclasses.replace(tags, marks=marks)
        for event in find_events(parsed.text, passages, tags):
            vote = None if is_ruled_out(parsed.text, event, quoted) else _vote(parsed, event, tags, entities)
            if vote is not None:
                found.append(vote)
    return sorted(found, key=lambda vote: vote.span)


def _vote(parsed: ParsedArticle, event: Event, tags: VoteTags, entities: Entities) -> Vote | None:
    """The vote of an event; None if it is unreal, a poll, a game, or nothing says what it was."""
    text, passage = parsed.text, event.passage
    counted = bool({"yes", "no"} & event.counts.keys())
    decisions = [mark for mark in event.of(*DECISIONS) if mark.probability >= (_LIKELY if counted else DECIDED)]
    here = [mark for mark in decisions if passage.span.covers(mark.span)]
    at = passage.tokens(Span(event.start, event.end))
    if not at:
        return None
    sentence = passage.sentence_of(at[0])
    place = passage.place(sentence)
    decision = min(here, key=lambda m: (not place.covers(m.span), abs(m.span.start - event.start)), default=None)
    unanimous = any(mark.probability >= _UNANIMOUS for mark in event.of("U")) or _is_of_all(text, event)
    words = words_around(event, place).exact(text)
    token = _token_of(passage, decision.span if decision is not None else Span(event.start, event.end))
    if token is None or is_no_report(text, event, decision, token, unanimous, words):
        return None
    if is_taken_back(text, event.start, place):
        return None
    # What was decided may be said in a further sentence: "The vote was 5-2. The measure needed six."
    near = "".join(words_around(event, passage.place(one)).exact(text) for one in _sentences_of(passage, event))
    deciding = [mark for mark in decisions if not is_what_some_did(text, event, _token_of(passage, mark.span))]
    result = settle(near, event, deciding, tags)
    counts = [Count(option, value, unit, span, METHOD) for option, (value, span, unit) in event.counts.items()]
    named = within_counts(text, list(find_tagged_positions(parsed, event.of(*VOTERS), tags, entities)), event)
    positions = [position for position, _ in named]
    counts += counted_names(named) if not counted else []
    result = with_voters(near, result, counts, positions)
    motion = find_tagged_motion(text, event)
    date = find_vote_date(passage, sentence, token, parsed.article.published)
    day = resolve_date(date.exact(text) if date else "", parsed.article.published)
    motion = without_date(text, motion, date)
    alike = unanimity(counts, positions, result, "votes:unanimous@1" if unanimous else METHOD)
    return Vote(
        span=place.trim(text) or place,
        body=find_tagged_body(parsed, event, entities),
        motion=motion,
        motion_type=motion_type_of(words, token, motion.exact(text) if motion else ""),
        result=result,
        voting_method=voting_method(words),
        unanimous=alike,
        date_text=date,
        date=day,
        date_basis=None if day is None or date is None else "stated" if is_stated(date.exact(text)) else "published",
        counts=tuple(sorted(counts, key=lambda c: (_ORDER.get(c.option, 2), c.span))),
        positions=tuple(positions),
        method=METHOD,
    )


def _sentences_of(passage: Passage, event: Event) -> list[TokenSpan]:
    """The sentences that a vote's numbers, decisions and motions are in."""
    places = [Span(event.start, event.end), *(m.span for m in event.of(*DECISIONS) if passage.span.covers(m.span))]
    found = {}
    for place in places:
        for token in passage.tokens(place)[:1]:
            one = passage.sentence_of(token)
            found[one.start] = one
    return list(found.values())


def _is_of_all(text: str, event: Event) -> bool:
    """Whether the votes for it are those of all voters: "all seven members voted for it"."""
    yes = event.counts.get("yes")
    return (
        yes is not None
        and yes[2] == "count"
        and _ALL.search(text[max(0, yes[1].start - 14) : yes[1].start]) is not None
    )


def _token_of(passage: Passage, place: Span) -> Token | None:
    tokens = passage.tokens(place)
    return next((t for t in tokens if t.pos_ == "VERB"), None) or head_of(tokens)
