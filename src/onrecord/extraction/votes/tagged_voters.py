"""How the named voters voted, by their tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.values import Count, Position
from onrecord.extraction.votes.events import METHOD, Event
from onrecord.extraction.votes.positions import OF_PARTY
from onrecord.extraction.votes.tag_numbers import EDGE
from onrecord.lang.en import ballots
from onrecord.nlp.articles import ParsedArticle
from onrecord.nlp.vote_tags import VOTERS, Mark, VoteTags
from onrecord.text.spans import Span

# The least probability of each name of a vote that only names report, of names that are counted, and of names in a
# further sentence without a word of voting: there, somebody may only speak.
_ROLL, _LISTED, _ELSEWHERE = 0.8, 0.5, 0.9
_VOTING = re.compile(rf"\b(?:{ballots.VOTING}|{'|'.join(ballots.LABELS.values())})\b", re.IGNORECASE)
# Between the names of a list: a party or district, a conjunction, a title.
_LISTED_WITH = re.compile(
    r"(?: \([^()]{1,20}\)|, [DRI]-[A-Z][a-z]+,?)?(?:, (?:and |& )?| and | & |; )(?:(?:[A-Z][\w.’'-]{0,20}|the) ){0,3}"
)

# Tellers count the votes of a division, and do not vote in it.
_TELLER = re.compile(r"\btellers?\b")
# The constituency of a voter: "Ida Holm (Lib Dem, Orsk East)".
_IN_BRACKETS = re.compile(r"[A-Z]\w{0,30} \((?:[^()]{0,40}, )?\Z")


def find_tagged_positions(
    parsed: ParsedArticle, marks: Sequence[Mark], tags: VoteTags, entities: Entities
) -> Iterator[tuple[Position, float]]:
    """How the named voters voted, each name once, with the probability that it is so."""
    known: set[str] = set()
    for names in _lists(parsed.text, marks):
        shares = [tags.of(mark.span) for mark in names]
        means = {kind: sum(own.get(kind, 0.0) for own in shares) / len(shares) for kind in VOTERS}
        kind = max(means, key=means.__getitem__)
        for mark in names:
            passage = parsed.passage_at(mark.span)
            tokens = passage.tokens(mark.span)
            place = passage.place(passage.sentence_of(tokens[0])) if tokens else mark.span
            near = Span(max(passage.span.start, mark.span.start - EDGE), min(passage.span.end, mark.span.end + EDGE))
            named = (m for m in entities.inside(near) if m.mention_type == "named")
            mention = next((m for m in named if m.span.overlaps(mark.span)), None)
            own = mention is None or mark.span.covers(mention.span)
            joined = mention is not None and any(m != mark and mention.span.covers(m.span) for m in names)
            voter = mark.span if mention is None or own or joined else mention.span
            words = voter.exact(parsed.text)
            people = mention is not None and entities.entity_type(mention.entity) == "group"
            counts_no_vote = _TELLER.search(place.exact(parsed.text)) or _IN_BRACKETS.search(voter.prefix(parsed.text))
            of_party = OF_PARTY.search(voter.prefix(parsed.text))
            if words[:1].isupper() and words not in known and not (people or counts_no_vote or of_party):
                known.add(words)
                entity = mention.entity if mention is not None else None
                yield Position(voter, entity, VOTERS[kind], place, METHOD), means[kind]


def within_counts(text: str, named: Sequence[tuple[Position, float]], event: Event) -> list[tuple[Position, float]]:
    """The positions without unlikely voters in further sentences, and no more of them than the counts allow.

    A sentence too far from the vote is dropped.
    """
    numbers = Span(event.start, event.end)
    named = [
        (position, probability)
        for position, probability in named
        if probability >= _ELSEWHERE or position.span.overlaps(numbers) or _VOTING.search(position.span.exact(text))
    ]
    limits = {option: value for option, (value, _, unit) in event.counts.items() if unit == "count"}
    kept: list[tuple[Position, float]] = []
    sentences = sorted({position.span for position, _ in named}, key=lambda span: abs(span.start - event.start))
    for sentence in sentences:
        own = [(position, probability) for position, probability in named if position.span == sentence]
        options = [position.option for position, _ in (*kept, *own)]
        if all(options.count(option) <= limit for option, limit in limits.items()):
            kept += own
    return sorted(kept, key=lambda own: own[0].voter)


def _lists(text: str, marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """The names in lists: those of a list voted alike, as in "Opposed were Ms. Lee, Mr. Ray and Dana Cole"."""
    names: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: mark.span):
        if names and not _LISTED_WITH.fullmatch(text, names[-1].span.end, mark.span.start):
            yield names
            names = []
        names.append(mark)
    if names:
        yield names


def counted_names(named: Sequence[tuple[Position, float]]) -> list[Count]:
    """The counts of a vote of which both sides are named for certain, and one of them by more than one name."""
    if any(probability < _LISTED for _, probability in named):
        return []
    by_option = {option: [p for p, _ in named if p.option == option] for option in ("yes", "no", "abstain")}
    if not by_option["yes"] or not by_option["no"] or len(by_option["yes"]) + len(by_option["no"]) < 3:
        return []
    return [
        Count(option, float(len(those)), "count", those[0].voter, METHOD)
        for option, those in by_option.items()
        if those
    ]


def is_roll(voters: Sequence[Mark]) -> bool:
    """Whether names alone report a vote: at least three, of each of which the reader is certain."""
    return len(voters) >= 3 and all(mark.probability >= _ROLL for mark in voters)
