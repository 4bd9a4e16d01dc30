"""Votes: decisions of bodies, with motion, counts and positions; each vote is reported once per article.

Limits: each tally is a vote; the votes of parties are not added up.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import TYPE_CHECKING

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.entities.referents import refer
from onrecord.extraction.values import Count, Position, Vote
from onrecord.extraction.votes.governors import purposeful
from onrecord.extraction.votes.motions import content_words, find_motion, motion_named
from onrecord.extraction.votes.outcomes import read_vote, result_of, unanimity
from onrecord.extraction.votes.positions import find_positions
from onrecord.extraction.votes.reconciling import reconciled
from onrecord.extraction.votes.reports import find_reports, find_roll
from onrecord.extraction.votes.tagged import tagged_votes
from onrecord.extraction.votes.tallies import find_tallies
from onrecord.extraction.votes.triggers import MOTION_NOUNS, decides, is_body, is_unreal
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import noun_phrase
from onrecord.text.spans import Places, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan


# Verbs for what a body does before it decides.
_CONSIDERING = lexicon.words("vote meet consider debate discuss weigh hear convene gather review")
_LATER = 4  # paragraphs after the vote that are searched for positions
_SOON = 50  # sentences after it, in each of the next paragraphs, that are searched for its outcome
_IN_NOTE, _IN_HEADLINE = 1, 2  # ranks of passages; those of the body come first
_MOST = 100  # how many of the first votes, and of the last, a vote is compared with


def extract_votes(parsed: ParsedArticle, quoted: Places[Span], entities: Entities) -> list[Vote]:
    """All votes of an article, in text order; further sentences on a known vote are not votes.

    Args:
        parsed: the article.
        quoted: its text in quotation marks: a verb inside does not govern a tally outside.
        entities: its entities; bodies and voters that are only described are added to them.
    """
    found = reconciled(parsed.text, _ruled_votes(parsed, quoted, entities), tagged_votes(parsed, quoted, entities))
    votes = _each_once(parsed, found)
    later = _Later(parsed, entities)
    spans = [vote.span for vote in votes]
    ends = [spans[bisect.bisect_right(spans, span) :][:1] for span in spans]
    # "Trustees" may have been resolved to one of them.
    people = {vote.body for vote in votes if vote.body is not None and entities.entity_type(vote.body) == "person"}
    return [
        _with_later_positions(
            parsed,
            dataclasses.replace(vote, body=None) if vote.body in people else vote,
            later,
            end[0].start if end else len(parsed.text),
        )
        for vote, end in zip(votes, ends, strict=True)
    ]


def _each_once(parsed: ParsedArticle, found: Sequence[Vote]) -> list[Vote]:
    """The votes without further reports of the same: in the body before those in notes, and a headline's last."""
    votes: list[Vote] = []
    found = [vote for vote in found if not _is_contradictory(vote)]
    for vote in sorted(found, key=lambda vote: (_rank(parsed, parsed.passage_at(vote.span)), vote.span)):
        is_noted = _rank(parsed, parsed.passage_at(vote.span)) == _IN_NOTE
        compared = _compared(len(votes))
        known = next(
            (
                n
                for n in compared
                if _same(parsed.text, vote, votes[n]) or (is_noted and _counted_alike(vote, votes[n]))
            ),
            None,
        )
        if known is None:
            votes.append(vote)
        elif votes[known].span != vote.span:
            votes[known] = _with_counts(votes[known], vote)
    return sorted(votes, key=lambda vote: vote.span)


def _ruled_votes(parsed: ParsedArticle, quoted: Places[Span], entities: Entities) -> list[Vote]:
    """The votes that the rules read, in text order."""
    votes: list[Vote] = []
    zones = {Zone.BODY, Zone.CAPTION, Zone.HEADLINE}
    for passage in sorted((p for p in parsed.passages if p.zone in zones), key=lambda p: _rank(parsed, p)):
        for number, sentence in enumerate(passage.sentences):
            following = next(iter(passage.sentences[number + 1 : number + 2]), None)
            reports = list(find_reports(parsed.text, passage, sentence, quoted))
            # After a vote, further names are its dissenters.
            if not reports and not votes and (roll := find_roll(passage, sentence, following, entities)):
                reports = [roll]
            for report in reports:
                vote = read_vote(parsed.text, parsed.article.published, report, following, entities)
                if vote.body is None or vote.motion is None:
                    vote = _introduced(parsed.text, vote, *_sentence_before(parsed, passage, number), entities)
                if vote.result is None or vote.motion is None:
                    vote = _completed(vote, _outcome(parsed, passage, number, quoted))
                known = next((n for n in _compared(len(votes)) if _same(parsed.text, vote, votes[n])), None)
                if known is not None:
                    votes[known] = _with_counts(votes[known], vote)
                elif not _is_contradictory(vote):
                    votes.append(vote)
    return sorted(votes, key=lambda vote: vote.span)


def _rank(parsed: ParsedArticle, passage: Passage) -> int:
    """The place of a passage among those that report a vote: a note says of it only what was wrong before."""
    if passage.zone is Zone.HEADLINE:
        return _IN_HEADLINE
    notes, start = parsed.article.layout.notes, passage.span.start
    at = bisect.bisect_right(notes, start, key=lambda note: note.start) - 1
    return _IN_NOTE if at >= 0 and start < notes[at].end else 0


def _counted_alike(vote: Vote, other: Vote) -> bool:
    """Whether two votes have the same numbers, whatever became of the motion: "It was 5-3, not 6-2" says no more."""
    numbers, others = (sorted(count.value for count in each.counts) for each in (vote, other))
    return bool(numbers) and numbers == others


def _compared(number: int) -> Iterable[int]:
    """The indices of the earlier votes that a vote is compared with: all of them in any real article."""
    return range(number) if number <= 2 * _MOST else (*range(_MOST), *range(number - _MOST, number))


class _Later:
    """Motions and positions in the sentences of an article, cached because several votes share their next sentences."""

    def __init__(self, parsed: ParsedArticle, entities: Entities) -> None:
        self._entities = entities
        self._body = [passage for passage in parsed.passages if passage.zone is Zone.BODY]
        self._ends = [passage.span.end for passage in self._body]
        self._found: dict[Span, tuple[Set[str], Sequence[Position]]] = {}

    def between(self, start: int, end: int) -> Iterator[tuple[Set[str], Sequence[Position]]]:
        """Yields, for each sentence from `start` to `end`, the words of its motion and its positions."""
        first = bisect.bisect_left(self._ends, start)
        for passage in self._body[first : first + _LATER + 1]:
            for sentence in passage.sentences_between(start, end):
                place = passage.place(sentence)
                if place not in self._found:
                    positions = tuple(find_positions(passage, sentence, self._entities))
                    self._found[place] = motion_named(sentence.text), positions
                yield self._found[place]


def _with_later_positions(parsed: ParsedArticle, vote: Vote, following: _Later, end: int) -> Vote:
    """The vote with positions from the next paragraphs, unless they are more than the counts allow.

    `end` is where the next vote begins.
    """
    known = {position.entity for position in vote.positions}
    later: list[Position] = []
    motion = content_words(vote.motion.exact(parsed.text)) if vote.motion else frozenset()
    elsewhere = False
    for named, positions in following.between(vote.span.end, end):
        elsewhere = not named & motion if named and motion else elsewhere
        if not elsewhere:
            further = [position for position in positions if position.entity not in known]
            later += further
            known.update(position.entity for position in further)
    stated = _each_voter_once(parsed.text, vote.positions)
    positions = _each_voter_once(parsed.text, (*stated, *later))
    if not _fit(positions, vote.counts):
        positions = stated if _fit(stated, vote.counts) else ()
    divided = vote.unanimous is False
    method = "votes:unanimous@1" if vote.unanimous else vote.method
    unanimous = False if divided else unanimity(vote.counts, positions, vote.result, method)
    return dataclasses.replace(vote, positions=positions, unanimous=unanimous)


def _each_voter_once(text: str, positions: Sequence[Position]) -> tuple[Position, ...]:
    """The first position of each voter's name."""
    return tuple({position.voter.exact(text): position for position in reversed(positions)}.values())[::-1]


def _fit(positions: Sequence[Position], counts: Sequence[Count]) -> bool:
    """Whether no option has more positions than its count."""
    limits = {count.option: count.value for count in counts if count.unit == "count"}
    options = [position.option for position in positions]
    return all(options.count(option) <= limit for option, limit in limits.items())


def _with_counts(vote: Vote, further: Vote) -> Vote:
    """The vote with the counts of a further sentence: "approved it unanimously ... It passed 7-0"."""
    if _is_part_of(vote, further):
        known = {position.entity for position in further.positions}
        earlier = (position for position in vote.positions if position.entity not in known)
        return dataclasses.replace(further, positions=(*earlier, *further.positions))
    return dataclasses.replace(
        vote,
        counts=vote.counts or further.counts,
        motion=vote.motion or further.motion,
        body=vote.body if vote.body is not None else further.body,
        positions=vote.positions or (further.positions if _is_named(further) else ()),
    )


def _is_part_of(vote: Vote, fuller: Vote) -> bool:
    """Whether a vote is a list of voters whose counts are in a later tally, too: "Lee cast the only no vote"."""
    if vote.method != "votes:roll@1":
        return False
    counted, all_counted = ({c.option: c.value for c in v.counts} for v in (vote, fuller))
    return counted.items() < all_counted.items()


def _is_named(vote: Vote) -> bool:
    """Whether the counts of a vote were counted from names, not stated."""
    voters = [position.voter for position in vote.positions]
    return bool(vote.counts) and all(any(count.span.overlaps(voter) for voter in voters) for count in vote.counts)


def _is_contradictory(vote: Vote) -> bool:
    """Whether a motion passed with more votes against it than for it: then the numbers are not votes."""
    counts = {count.option: count.value for count in vote.counts if count.unit == "count"}
    return vote.result == "pass" and {"yes", "no"} <= counts.keys() and counts["no"] > counts["yes"]


def _same(text: str, vote: Vote, other: Vote) -> bool:
    """Whether a report is of an earlier vote: its counts and its motion do not differ."""
    ours, theirs = ({c.option: c.value for c in v.counts} for v in (vote, other))
    if vote.span == other.span:
        return ours == theirs
    if ours and ours == theirs and _is_named(vote) and not other.positions:
        return True  # "Voting to delay were Lee and Ray. Against was Cole." after "voted 2-1"
    if {"yes": ours.get("no"), "no": ours.get("yes")} == theirs and len(ours) == 2 and vote.motion and other.motion:
        one, two = (content_words(own.motion.exact(text)) for own in (vote, other) if own.motion)
        if one and (one <= two or two <= one):
            return True  # "Board votes 4-3 against surcharge" above "The surcharge failed 3-4"
    if vote.method == "votes:voters@1" and len(ours) == 1 and vote.motion in {None, other.motion}:
        return True  # "Seven voted against it" repeats a part of the vote
    if _is_part_of(other, vote):
        return True
    agree = ours == theirs or (not theirs and bool(other.unanimous) and bool(vote.unanimous))
    if ours and not agree:
        return False
    motion, earlier = (content_words(v.motion.exact(text)) if v.motion else frozenset() for v in (vote, other))
    # "the measure" may be any motion.
    return not motion or not earlier or bool(motion & earlier) or motion <= MOTION_NOUNS or earlier <= MOTION_NOUNS


def _outcome(parsed: ParsedArticle, passage: Passage, number: int, quoted: Places[Span]) -> tuple[str, Span] | None:
    """Result and motion in one of the next sentences: "The resolution was adopted after ..."."""
    index = parsed.number_at(passage.span)
    for place, sentences in (
        (passage, passage.sentences[number + 1 :][:_SOON]),
        *((p, p.sentences[:_SOON]) for p in parsed.passages[index + 1 : index + 3]),
    ):
        for other in sentences:
            if find_tallies(parsed.text, place.place(other)):
                return None
            verb = other.root
            subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
            if subject is None or subject.lemma_.lower() not in MOTION_NOUNS or is_unreal(verb):
                continue
            result, _ = result_of(verb)
            definite = any(c.lower_ in {"the", "this", "that"} for c in subject.children if c.dep_ == "det")
            passive = subject.dep_ == "nsubjpass" or verb.lemma_.lower() in {"pass", "fail", "die"}
            if result and definite and passive and not _is_quoted(place.span_of(verb, verb), quoted):
                return result, noun_phrase(place, subject).span
    return None


def _is_quoted(place: Span, quoted: Places[Span]) -> bool:
    return any(run.covers(place) for run in quoted.at(place))


def _sentence_before(parsed: ParsedArticle, passage: Passage, number: int) -> tuple[Passage, TokenSpan | None]:
    """The previous sentence, in the same paragraph or at the end of the previous paragraph, with its paragraph."""
    if number:
        return passage, passage.sentences[number - 1]
    if (index := parsed.number_at(passage.span)) > 0:
        passage = parsed.passages[index - 1]
    earlier = passage.sentences if index and passage.zone is Zone.BODY else []
    return passage, earlier[-1] if earlier else None


def _introduced(text: str, vote: Vote, passage: Passage, before: TokenSpan | None, entities: Entities) -> Vote:
    """The vote with body and motion of the previous sentence, if the body met or considered the motion there.

    As in: The council debated the plan for an hour. The vote was 6-1.
    """
    if before is None or is_unreal(before.root):
        return vote
    # In "failed to adopt the text" the verb is "adopt".
    failed = before.root.lemma_.lower() == "fail"
    verb = next((c for c in before.root.children if failed and c.dep_ == "xcomp"), before.root)
    result, against = result_of(verb)
    has_purpose = verb.lemma_.lower() != "vote" or purposeful(verb)
    decided = result in {"pass", "fail"} and decides(verb) and has_purpose
    if not decided and before.root.lemma_.lower() not in _CONSIDERING:
        return vote
    subject = next((c for c in before.root.children if c.dep_ == "nsubj"), None)
    if subject is None or not is_body(subject):
        return vote
    body = vote.body
    if body is None:
        key = entities.at(passage, subject)
        body = key if key is not None else refer(entities, noun_phrase(passage, subject))
    motion = vote.motion or find_motion(passage, verb, verb, text)
    if not decided or vote.result is not None or vote.method not in {"votes:tally@1", "votes:roll@1"}:
        return dataclasses.replace(vote, body=body, motion=motion)
    # A list of voters has its sides labelled.
    counts = _swapped(vote.counts) if against and vote.method == "votes:tally@1" else vote.counts
    return dataclasses.replace(vote, body=body, motion=motion, result=result, counts=counts)


def _swapped(counts: Sequence[Count]) -> tuple[Count, ...]:
    """The counts of a rejected motion, with the sides swapped: "The board rejected the ban. The vote was 6-1."."""
    sides = {"yes": "no", "no": "yes"}
    return tuple(dataclasses.replace(count, option=sides.get(count.option, count.option)) for count in counts)


def _completed(vote: Vote, outcome: tuple[str, Span] | None) -> Vote:
    if outcome is None or (vote.result is not None and vote.result != outcome[0]):
        return vote
    return dataclasses.replace(vote, result=outcome[0], motion=vote.motion or outcome[1])
