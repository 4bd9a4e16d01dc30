"""Events: the tags of a stretch of text put together to votes, each with its numbers, names and words."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping, Sequence

from onrecord.extraction.votes.tag_numbers import TaggedNumber, find_numbers, part_with_tags, unit_of
from onrecord.extraction.votes.tallies import WHOLE, find_tallies
from onrecord.nlp.articles import Passage
from onrecord.nlp.vote_tags import DECISIONS, NUMBERS, VOTERS, Mark, VoteTags
from onrecord.text.spans import Span

METHOD = "votes:reader@1"
# The least probability that a number counts votes; the same for words such as "one" and "only", which need not count.
_COUNTED, _SURE = 0.7, 0.8
# The same for two shares that may be a range.
_CERTAIN = 0.9
# The least probability that words say how a vote went.
DECIDED = 0.85
# Between the numbers of a tally, a range or a ratio: "5-2", "5 to 2", "five votes to two".
BETWEEN = re.compile(r"(?:%| ?per ?cent)?(?: votes?| ayes?| yeas?)?(?: ?[-–—‑:] ?(?:(?:to|for)[-–—‑])?| to | against )")
_THIRD = re.compile(r" ?[-–—‑] ?")
# Before and after one of several tallies in a row, which are scores of games: "11-2, 11-8, 11-6".
_SCORES_BEFORE, _SCORES_AFTER = re.compile(r"\d[-–]\d{1,2}, \Z"), re.compile(r", \d{1,2}[-–]\d")
# What the words after a number say of voters who were neither for the motion nor against it.
_SOON = r"(?:,[^,.;\d]{2,40},|[^.;,\d]){0,50}?\b"
_APART = (
    ("abstain", re.compile(rf"{_SOON}(?:vot(?:ed|ing) [“\"‘']?present|abst(?:ain|ention))", re.IGNORECASE)),
    ("excused", re.compile(rf"{_SOON}(?:recus(?:ed|ing|al)|excused)", re.IGNORECASE)),
    (
        "not_voting",
        re.compile(
            rf"{_SOON}(?:not vot|(?:did|do|does|had)(?: not|n[’']t) (?:vote|take part)|sat (?:it )?out)", re.IGNORECASE
        ),
    ),
)
_AROUND = 1_000  # characters before and after a vote that are read of a sentence that does not end
_FAR = 4  # paragraphs after a vote in which its voters may be named
_PARAGRAPH, _SENTENCE = 400, 80  # what a break between a mark and a vote counts, in characters


@dataclasses.dataclass(slots=True)
class Event:
    """One vote while it is put together.

    Attributes:
        vote: which vote of its passages it is.
        passage: the paragraph that it is in.
        start: where its numbers begin.
        end: where they end.
        counts: the value, the place and the unit by option.
        sides: the numbers of votes for and against it, at most two.
        orders: how probable each order of two sides is, as logarithms: yes first, no first.
        marks: the decision words, voters, bodies, motions and words of unanimity.
    """

    vote: int
    passage: Passage
    start: int
    end: int
    counts: dict[str, tuple[float, Span, str]] = dataclasses.field(default_factory=dict)
    sides: list[TaggedNumber] = dataclasses.field(default_factory=list)
    orders: tuple[float, float] | None = None
    marks: list[Mark] = dataclasses.field(default_factory=list)

    def of(self, *kinds: str) -> list[Mark]:
        """Its marks of some kinds."""
        return [mark for mark in self.marks if mark.kind in kinds]


def find_events(text: str, passages: Sequence[Passage], tags: VoteTags) -> list[Event]:
    """The votes: one for each set of numbers whose options differ, or for words that say how an uncounted vote went."""
    if not passages:
        return []
    found: list[Event] = []
    numbers = list(find_numbers(text, passages, tags))
    tallies = [tally.span for passage in passages for tally in find_tallies(text, part_with_tags(passage, tags))]
    while numbers:
        first = numbers.pop(0)
        second = numbers[0] if numbers else None
        if second is not None and BETWEEN.fullmatch(text, first.span.end, second.span.start):
            numbers.pop(0)
            third = numbers[0] if numbers and _THIRD.fullmatch(text, second.span.end, numbers[0].span.start) else None
            if third is not None:
                numbers.pop(0)
            # Rows of digits may be ranges, years or bills, which the rules for tallies know.
            shares = "percent" in {unit_of(text, first), unit_of(text, second)}
            certain = shares and min(first.share, second.share) >= _CERTAIN
            known = certain or any(span.overlaps(first.span) for span in tallies)
            scores = _SCORES_BEFORE.search(text[: first.span.start][-8:]) or _SCORES_AFTER.match(text, second.span.end)
            if not scores and (known or not _is_digits(text, first, second)):
                _add_tally(text, found, first, second, third)
        elif first.share >= (_SURE if first.value == 1 or first.numeral.weak else _COUNTED):
            _add_number(text, found, first)
    for passage in passages:
        _add_uncounted(found, passage, [mark for mark in tags.marks if passage.span.covers(mark.span)])
    for mark in tags.marks:
        if mark.kind not in NUMBERS and (event := _nearest(mark, found, passages)) is not None:
            event.marks.append(mark)
    for number, event in enumerate(found):
        _borrow(event, found[:number], found)
    return found


def _borrow(event: Event, before: Sequence[Event], found: Sequence[Event]) -> None:
    """Gives a vote without a body that of the vote before it, and one without a decision that of its sentence.

    As in "The council passed fees (7-2) and signs (9-0)" and "But that option was voted down 3-2".
    """
    if not event.of("B") and before:
        event.marks += before[-1].of("B")[:1]
    if not event.of(*DECISIONS):
        same = [other for other in found if other.passage is event.passage and other.of(*DECISIONS)]
        nearest = min(same, key=lambda other: abs(other.start - event.start), default=None)
        event.marks += nearest.of(*DECISIONS)[:1] if nearest is not None else []


def _is_digits(text: str, *numbers: TaggedNumber) -> bool:
    return all(text[number.span.start].isdigit() for number in numbers)


def _add_tally(
    text: str, found: list[Event], first: TaggedNumber, second: TaggedNumber, third: TaggedNumber | None
) -> None:
    orders = _orders(first, second)
    if max(orders) <= log_of(1 - first.share) + log_of(1 - second.share):
        return
    sides = ("yes", "no") if orders[0] >= orders[1] else ("no", "yes")
    unit = unit_of(text, second) if unit_of(text, second) == "percent" else unit_of(text, first)
    if unit == "percent" and not WHOLE[0] <= first.value + second.value <= WHOLE[1]:
        return
    counts = {side: (own.value, own.span, unit) for side, own in zip(sides, (first, second), strict=True)}
    event = next((e for e in found if _is_part(e, first, counts)), None)
    if event is None:
        event = Event(first.vote, first.passage, first.span.start, second.span.end)
        found.append(event)
    event.counts |= counts
    event.sides = [first, second]
    event.orders, event.start, event.end = orders, first.span.start, second.span.end
    if third is not None:
        option = "absent" if third.kinds["X"] > third.kinds["A"] else "abstain"
        event.counts[option] = third.value, third.span, unit


def _orders(first: TaggedNumber, second: TaggedNumber) -> tuple[float, float]:
    """How probable it is that the first of two numbers is for the motion and the second against it, and the reverse."""
    one, two = first.kinds, second.kinds
    return (
        log_of(one["Y"] + one["YN"] / 2) + log_of(two["N"] + two["YN"] / 2),
        log_of(one["N"] + one["YN"] / 2) + log_of(two["Y"] + two["YN"] / 2),
    )


def _is_part(event: Event, tally: TaggedNumber, counts: Mapping[str, tuple[float, Span, str]]) -> bool:
    """Whether numbers before a tally are of the same vote: some of its voters, or those who did not vote."""
    stated = event.counts.keys() & counts.keys()
    return (
        event.passage is tally.passage
        and event.vote == tally.vote
        and len(stated) < len(counts)
        and all(event.counts[option][0] <= counts[option][0] for option in stated)
    )


def _add_number(text: str, found: list[Event], own: TaggedNumber) -> None:
    """A number by itself: a part of the vote before it, or the first of another vote."""
    role = max(NUMBERS, key=lambda kind: own.kinds[kind])
    options: Sequence[str] = NUMBERS[role]
    if role in {"A", "X"}:
        said = (option for option, words in _APART if words.match(text, own.span.end))
        options = (next(said, options[0]),)
    is_side = bool({"yes", "no"} & set(options))
    event = next((event for event in reversed(found) if event.vote == own.vote), found[-1] if found else None)
    if event is not None and any(option in event.counts for option in options):
        # "It passed 6-1, with Lee the lone dissenter", "passed 9-0, the two independents included"
        full = {"yes", "no"} <= event.counts.keys()
        part = (
            full
            and event.vote == own.vote
            and all(own.value <= event.counts[o][0] for o in options if o in event.counts)
        )
        if part or own.numeral.weak or not is_side or role == "YN":
            return
        if not full and event.passage is own.passage and event.vote == own.vote and len(event.sides) == 1:
            _complete(text, event, own)
            return
        event = None
    elif event is not None and event.passage is not own.passage and {"yes", "no"} <= event.counts.keys() and is_side:
        event = None
    if event is None:
        event = Event(own.vote, own.passage, own.span.start, own.span.end)
        found.append(event)
    if is_side and role != "YN" and len(event.sides) == 1 and event.passage is own.passage:
        _complete(text, event, own)
        return
    event.sides += [own] if is_side and role != "YN" else []
    for option in options:
        event.counts[option] = own.value, own.span, unit_of(text, own)
    event.end = max(event.end, own.span.end)


def _complete(text: str, event: Event, second: TaggedNumber) -> None:
    """Adds the other side to a vote of which one side was counted; which is which, the sums decide."""
    first = event.sides[0]
    event.orders = _orders(first, second)
    sides = ("yes", "no") if event.orders[0] >= event.orders[1] else ("no", "yes")
    for side, own in zip(sides, (first, second), strict=True):
        event.counts[side] = own.value, own.span, unit_of(text, own)
    event.sides.append(second)
    event.end = max(event.end, second.span.end)


def _add_uncounted(found: list[Event], passage: Passage, marks: Sequence[Mark]) -> None:
    """Votes of a paragraph without numbers: each by the words that say how it went, or that it was unanimous."""
    for mark in marks:
        if mark.kind not in {"U", "P", "F", "T"} or mark.probability < DECIDED:
            continue
        if any(event.passage is passage and event.vote == mark.vote for event in found):
            continue
        here = [event for event in found if event.passage is passage]
        if here and not any(m.kind == "U" and m.vote == mark.vote for m in marks):
            continue
        found.append(Event(mark.vote, passage, mark.span.start, mark.span.end))
    if not found and (named := [mark for mark in marks if mark.kind in VOTERS]):
        found.append(Event(named[0].vote, passage, named[0].span.start, named[0].span.end))
    found.sort(key=lambda event: event.start)


def _nearest(mark: Mark, found: Sequence[Event], passages: Sequence[Passage]) -> Event | None:
    """The vote that a mark belongs to: of those with its number the nearest, if there is one."""
    place = mark.span.start
    number = next((k for k, p in enumerate(passages) if p.span.covers(mark.span)), 0)

    def distance(event: Event) -> float:
        there = passages.index(event.passage)
        apart = min(abs(place - event.start), abs(place - event.end)) + _PARAGRAPH * abs(number - there)
        # What is named after a vote belongs to it: "The vote was 5-2. Lee and Ray were opposed."
        behind = mark.kind in VOTERS and place < event.start
        other = event.passage is event.passage and event.vote != mark.vote and number == there
        return apart + (_SENTENCE if behind else 0) + (3 * _PARAGRAPH if other else 0)

    def is_near(event: Event) -> bool:
        apart = number - passages.index(event.passage)
        return -1 <= apart <= _FAR if mark.kind in VOTERS else abs(apart) <= 2

    near = [event for event in found if is_near(event)]
    return min(near, key=distance, default=None)


def words_around(event: Event, place: Span) -> Span:
    """What is read of a sentence: all of it, or the words around the vote if it goes on for very long."""
    start, end = max(place.start, event.start - _AROUND), min(place.end, event.end + _AROUND)
    return Span(start, end) if start < end else Span(place.start, min(place.end, place.start + _AROUND))


def log_of(probability: float) -> float:
    """The logarithm of a probability; finite for 0, too."""
    return math.log(max(probability, 1e-6))
