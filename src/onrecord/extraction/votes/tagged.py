"""Votes that the reader tags: numbers, voters, body, motion and decision, put together by arithmetic.

The tags carry meaning, not form: "five were for it and two against", "Voting to delay were Lee and Ray". What a tag
leaves open is decided by sums, order and result together: nothing passes with fewer votes for it than against it.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.values import Count, Position, Vote
from onrecord.extraction.votes.dates import find_vote_date
from onrecord.extraction.votes.governors import governor_of
from onrecord.extraction.votes.motions import motion_type_of
from onrecord.extraction.votes.not_votes import is_not_a_vote, is_of_some
from onrecord.extraction.votes.numerals import Numeral, find_numerals
from onrecord.extraction.votes.outcomes import TIE_BREAK, unanimity, voting_method, without_date
from onrecord.extraction.votes.reports import GAMES, POLLS
from onrecord.extraction.votes.tallies import LABEL, NUMBER, WHOLE, WORD_NUMBERS, find_tallies
from onrecord.extraction.votes.triggers import CONDITIONS, REQUIRING, STANCES, UNREAL, is_unreal
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import head_of, noun_phrase
from onrecord.nlp.vote_tags import DECISIONS, NUMBERS, VOTERS, Mark, VoteTags
from onrecord.text.calendar import MONTH, is_stated, resolve_date
from onrecord.text.spans import Places, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

METHOD = "votes:reader@1"
# The least probability that a number counts votes; that the words of a vote say how it went, if numbers or names of
# voters are there, and if there is nobody.
COUNTED, DECIDED, ALONE = 0.5, 0.5, 0.9
# The same for words such as "one" and "only", which need not count anything; for decisions of votes that are counted.
SURE, LIKELY = 0.65, 0.2
# The least probability of a motion that makes up for a word of games.
MOVED = 0.8
# The least probability of each name of a vote that only names report, and of those that are counted.
ROLL, LISTED = 0.8, 0.5
# The least probability that words say that a vote was unanimous.
UNANIMOUS = 0.5
# Between the numbers of a tally, a range or a ratio: "5-2", "5 to 2", "five votes to two".
_BETWEEN = re.compile(
    r"(?:%| ?per ?cent)?(?: votes?| ayes?| yeas?)?(?: ?[-–—‑:] ?(?:(?:to|for)[-–—‑])?| to | against )"
)
_THIRD = re.compile(r" ?[-–—‑] ?")
# Before and after numbers that count no votes: money, bills, dates, sizes, margins.
_NOT_BEFORE = re.compile(
    r"(?:[$€£₹]|Rs\.? ?|US\$|\b(?:Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\.? |\b(?:January|February|March|April|May|June|"
    r"July|August|September|October|November|December|Local|Measure|Proposition|Prop\.?|Question|Route|Item|Section|"
    r"Article|Bill|Ward|No\.|Amendment|District|Resolution|Highway|Lot|Room|Phase|Title|Chapter|Ordinance) )\Z"
)
_NOT_AFTER = re.compile(
    r" ?(?:billion|trillion|crore|lakh|bn)\b| [ap]\.?m\b|(?:st|nd|rd|th)\b|"
    rf"-(?!(?:to|for|all|{WORD_NUMBERS})\b)[A-Za-z]|"
    r" votes? (?:to spare|short|shy|more|fewer|ahead|behind)\b|-(?:day|year|month|member)|"
    r" (?:seats?|vacanc(?:y|ies))\b"
)
# "Policy 4-3": also the second number.
_LABELLED = re.compile(rf"(?:{LABEL.pattern.removesuffix('$')})(?:{NUMBER}[-–—])?\Z|\b{MONTH} (?:{NUMBER}[-–—])?\Z")
_NAME_BEFORE = re.compile(r"\b[A-Z][\w’'-]{1,28}, \Z")
_OF_MONTH = re.compile(rf" {MONTH}")
_YEAR = re.compile(r"(?:19|20)\d\d")
# "two of nine commissioners": the size of the body; "more than 60 votes": not a count.
_SIZE = re.compile(
    rf"\b{NUMBER} (?:out )?of (?:the |its |all )?\Z|\b(?:(?:more|fewer|less) than|at least|at most|up to) \Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"(?<!all )(?<!the )\b{NUMBER} (?:city |council )?\Z", re.IGNORECASE)
_BY = re.compile(r"\bby (?:just |only |about )?\Z")
_VOTES = re.compile(r" votes?\b(?! (?:to|against|for)\b)")
# Between the names of a list: a party or district, a conjunction, a title.
_LISTED_WITH = re.compile(
    r"(?: \([^()]{1,20}\)|, [DRI]-[A-Z][a-z]+,?)?(?:, (?:and |& )?| and | & |; )(?:(?:[A-Z][\w.’'-]{0,20}|the) ){0,3}"
)
_PERCENT = re.compile(r" ?(?:%|per ?cent)")
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
_SHORT = re.compile(
    r"\b(?:two-thirds|three-fifths|three-quarters|super-?majority|short of|shy of|short|shy|needed|need|required?s?|"
    r"threshold|filibuster|cloture|quorum|not enough|majority of all|absolute majority|veto|demands)\b",
    re.IGNORECASE,
)
# A majority that was not enough.
_FELL_SHORT = re.compile(
    r"\b(?:short|shy) of (?!unanim)|\bnot enough\b|\b(?:under|below) the [^.;]{1,40}(?:needed|needs|required?s?)\b|"
    r"\b(?:did not|failed to|didn[’']t) (?:reach|get|muster|meet|win|clear) [^.;]{0,40}"
    r"(?:two-thirds|three-fifths|majority|threshold)",
    re.IGNORECASE,
)
# Numbers that the text takes back: "voted 6-3, not 7-2", "first announced the vote as 5-4", "an earlier version said".
_TAKEN_BACK = re.compile(
    r"\b(?:not|instead of|rather than)(?: by)?(?: an?)? \Z|"
    r"\b(?:first|initially|originally|mistakenly|incorrectly|wrongly) "
    r"(?:announced|reported|said|stated|gave|given|recorded|counted)\b[^.;]{0,200}\Z|"
    r"\b(?:earlier|previous) version\b[^.;]{0,200}\Z",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:\)(?:,| and|, and)|:) (?:and )?(?P<item>[^():;,.]{2,80}?) \(\Z")
_ALL = re.compile(r"\b(?:all|every)(?: of)?(?: the| its)? \Z", re.IGNORECASE)
_TAKEN = re.compile(
    r"\b(?:vot(?:ed?|es|ing)|unanim\w{1,20}|motion|carried|ballots?|show of hands|acclamation|division|seconded|nod)\b",
    re.IGNORECASE,
)
_VOTED = re.compile(r"\b(?:voted|voting|unanimously|ballot)\b", re.IGNORECASE)
# How much worse than the best reading one is that the sums contradict.
_IMPOSSIBLE, _CONTRARY, _UNLIKELY = -8.0, -4.0, -0.6
_AROUND = 1_000  # characters before and after a vote that are read of a sentence that does not end
_EDGE = 100  # characters before and after a window in which a number or a tally of it may begin or end
_FAR = 4  # paragraphs after a vote in which its voters may be named
_PARAGRAPH, _SENTENCE = 400, 80  # what a break between a mark and a vote counts, in characters


@dataclasses.dataclass(frozen=True, slots=True)
class _Number:
    """A number in a passage with the probabilities of its tags."""

    numeral: Numeral
    passage: Passage
    kinds: Mapping[str, float]
    vote: int

    @property
    def span(self) -> Span:
        return self.numeral.span

    @property
    def value(self) -> float:
        return self.numeral.value

    @property
    def share(self) -> float:
        """The probability that it counts votes."""
        return sum(self.kinds[kind] for kind in NUMBERS)


@dataclasses.dataclass(slots=True)
class _Event:
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
    sides: list[_Number] = dataclasses.field(default_factory=list)
    orders: tuple[float, float] | None = None
    marks: list[Mark] = dataclasses.field(default_factory=list)

    def of(self, *kinds: str) -> list[Mark]:
        """Its marks of some kinds."""
        return [mark for mark in self.marks if mark.kind in kinds]


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
        for event in _events(parsed.text, passages, tags):
            vote = None if _is_ruled_out(parsed.text, event, quoted) else _vote(parsed, event, tags, entities)
            if vote is not None:
                found.append(vote)
    return sorted(found, key=lambda vote: vote.span)


def _is_ruled_out(text: str, event: _Event, quoted: Places[Span]) -> bool:
    """Whether the tally of a vote is that of a party, of candidates or of seats, or in the future, by its governor."""
    tokens = event.passage.tokens(Span(event.start, event.end))
    if not tokens or not event.orders:
        return False
    sentence = event.passage.sentence_of(tokens[0])
    place = _around(event, event.passage.place(sentence))
    for tally in find_tallies(text, place):
        if not tally.span.overlaps(Span(event.start, event.end)):
            continue
        governor = governor_of(event.passage, tally.span, sentence, quoted)
        if governor is None:
            continue
        decided = any(mark.probability >= ALONE for mark in event.of("P", "F", "T"))
        required = any(t.lemma_ in REQUIRING for t in (governor, *governor.ancestors) if t.lemma_ != "urge")
        unreal = required or (not decided and governor.lemma_ != "urge" and is_unreal(governor))
        if unreal or is_not_a_vote(text, event.passage, place.exact(text), tally, governor):
            return True
    return False


def _around(event: _Event, place: Span) -> Span:
    """What is read of a sentence: all of it, or the words around the vote if it goes on for very long."""
    start, end = max(place.start, event.start - _AROUND), min(place.end, event.end + _AROUND)
    return Span(start, end) if start < end else Span(place.start, min(place.end, place.start + _AROUND))


def _tagged(passage: Passage, tags: VoteTags) -> Span:
    """The part of a paragraph that has these tags, and a little around it."""
    start, end = int(tags.starts[0]) - _EDGE, int(tags.ends[-1]) + _EDGE
    return Span(max(passage.span.start, start), min(passage.span.end, end))


def _numbers(text: str, passages: Sequence[Passage], tags: VoteTags) -> Iterator[_Number]:
    for passage in passages:
        for numeral in find_numerals(text, _tagged(passage, tags)):
            place = numeral.span
            before = text[max(0, place.start - 30) : place.start]
            if _NOT_BEFORE.search(before) or _NOT_AFTER.match(text, place.end) or _LABELLED.search(before):
                continue
            if _NAME_BEFORE.search(before) and text[place.end : place.end + 1] == ",":
                continue  # "Justice Stone, 71, dissented"
            if _SIZE.search(before) or _OF_MONTH.match(text, place.end) or _YEAR.fullmatch(place.exact(text)):
                continue
            if _BY.search(before) and _VOTES.match(text, place.end):
                continue  # a margin
            mark = next((mark for mark in tags.marks if mark.kind in NUMBERS and mark.span.overlaps(place)), None)
            kinds = tags.of(mark.span if mark is not None and place.covers(mark.span) else place)
            if kinds:
                yield _Number(numeral, passage, kinds, mark.vote if mark is not None else 0)


def _events(text: str, passages: Sequence[Passage], tags: VoteTags) -> list[_Event]:
    """The votes: one for each set of numbers whose options differ, or for words that say how an uncounted vote went."""
    if not passages:
        return []
    found: list[_Event] = []
    numbers = list(_numbers(text, passages, tags))
    tallies = [tally.span for passage in passages for tally in find_tallies(text, _tagged(passage, tags))]
    while numbers:
        first = numbers.pop(0)
        second = numbers[0] if numbers else None
        if second is not None and _BETWEEN.fullmatch(text, first.span.end, second.span.start):
            numbers.pop(0)
            third = numbers[0] if numbers and _THIRD.fullmatch(text, second.span.end, numbers[0].span.start) else None
            if third is not None:
                numbers.pop(0)
            # Rows of digits may be ranges, years or bills, which the rules for tallies know.
            if not _is_digits(text, first, second) or any(span.overlaps(first.span) for span in tallies):
                _add_tally(text, found, first, second, third)
        elif first.share >= (SURE if first.value == 1 or first.numeral.weak else COUNTED):
            _add_number(text, found, first)
    for passage in passages:
        _add_uncounted(found, passage, [mark for mark in tags.marks if passage.span.covers(mark.span)])
    for mark in tags.marks:
        if mark.kind not in NUMBERS and (event := _nearest(mark, found, passages)) is not None:
            event.marks.append(mark)
    for number, event in enumerate(found):
        _borrow(event, found[:number], found)
    return found


def _borrow(event: _Event, before: Sequence[_Event], found: Sequence[_Event]) -> None:
    """Gives a vote without a body that of the vote before it, and one without a decision that of its sentence.

    As in "The council passed fees (7-2) and signs (9-0)" and "But that option was voted down 3-2".
    """
    if not event.of("B") and before:
        event.marks += before[-1].of("B")[:1]
    if not event.of(*DECISIONS):
        same = [other for other in found if other.passage is event.passage and other.of(*DECISIONS)]
        nearest = min(same, key=lambda other: abs(other.start - event.start), default=None)
        event.marks += nearest.of(*DECISIONS)[:1] if nearest is not None else []


def _is_digits(text: str, *numbers: _Number) -> bool:
    return all(text[number.span.start].isdigit() for number in numbers)


def _add_tally(text: str, found: list[_Event], first: _Number, second: _Number, third: _Number | None) -> None:
    orders = _orders(first, second)
    if max(orders) <= _log(1 - first.share) + _log(1 - second.share):
        return
    sides = ("yes", "no") if orders[0] >= orders[1] else ("no", "yes")
    unit = _unit(text, second) if _unit(text, second) == "percent" else _unit(text, first)
    if unit == "percent" and not WHOLE[0] <= first.value + second.value <= WHOLE[1]:
        return
    counts = {side: (own.value, own.span, unit) for side, own in zip(sides, (first, second), strict=True)}
    event = next((e for e in found if _is_part(e, first, counts)), None)
    if event is None:
        event = _Event(first.vote, first.passage, first.span.start, second.span.end)
        found.append(event)
    event.counts |= counts
    event.sides = [first, second]
    event.orders, event.start, event.end = orders, first.span.start, second.span.end
    if third is not None:
        option = "absent" if third.kinds["X"] > third.kinds["A"] else "abstain"
        event.counts[option] = third.value, third.span, unit


def _orders(first: _Number, second: _Number) -> tuple[float, float]:
    """How probable it is that the first of two numbers is for the motion and the second against it, and the reverse."""
    one, two = first.kinds, second.kinds
    return (
        _log(one["Y"] + one["YN"] / 2) + _log(two["N"] + two["YN"] / 2),
        _log(one["N"] + one["YN"] / 2) + _log(two["Y"] + two["YN"] / 2),
    )


def _is_part(event: _Event, tally: _Number, counts: Mapping[str, tuple[float, Span, str]]) -> bool:
    """Whether numbers before a tally are of the same vote: some of its voters, or those who did not vote."""
    stated = event.counts.keys() & counts.keys()
    return (
        event.passage is tally.passage
        and event.vote == tally.vote
        and len(stated) < len(counts)
        and all(event.counts[option][0] <= counts[option][0] for option in stated)
    )


def _add_number(text: str, found: list[_Event], own: _Number) -> None:
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
        part = full and all(own.value <= event.counts[o][0] for o in options if o in event.counts)
        if part or own.numeral.weak or not is_side or role == "YN":
            return
        if not full and event.passage is own.passage and event.vote == own.vote and len(event.sides) == 1:
            _complete(text, event, own)
            return
        event = None
    elif event is not None and event.passage is not own.passage and {"yes", "no"} <= event.counts.keys() and is_side:
        event = None
    if event is None:
        event = _Event(own.vote, own.passage, own.span.start, own.span.end)
        found.append(event)
    if is_side and role != "YN" and len(event.sides) == 1 and event.passage is own.passage:
        _complete(text, event, own)
        return
    event.sides += [own] if is_side and role != "YN" else []
    for option in options:
        event.counts[option] = own.value, own.span, _unit(text, own)
    event.end = max(event.end, own.span.end)


def _complete(text: str, event: _Event, second: _Number) -> None:
    """Adds the other side to a vote of which one side was counted; which is which, the sums decide."""
    first = event.sides[0]
    event.orders = _orders(first, second)
    sides = ("yes", "no") if event.orders[0] >= event.orders[1] else ("no", "yes")
    for side, own in zip(sides, (first, second), strict=True):
        event.counts[side] = own.value, own.span, _unit(text, own)
    event.sides.append(second)
    event.end = max(event.end, second.span.end)


def _unit(text: str, number: _Number) -> str:
    return "percent" if _PERCENT.match(text, number.span.end) else "count"


def _add_uncounted(found: list[_Event], passage: Passage, marks: Sequence[Mark]) -> None:
    """Votes of a paragraph without numbers: each by the words that say how it went, or that it was unanimous."""
    for mark in marks:
        if mark.kind not in {"U", "P", "F", "T"} or mark.probability < DECIDED:
            continue
        if any(event.passage is passage and event.vote == mark.vote for event in found):
            continue
        here = [event for event in found if event.passage is passage]
        if here and not any(m.kind == "U" and m.vote == mark.vote for m in marks):
            continue
        found.append(_Event(mark.vote, passage, mark.span.start, mark.span.end))
    if not found and (named := [mark for mark in marks if mark.kind in VOTERS]):
        found.append(_Event(named[0].vote, passage, named[0].span.start, named[0].span.end))
    found.sort(key=lambda event: event.start)


def _nearest(mark: Mark, found: Sequence[_Event], passages: Sequence[Passage]) -> _Event | None:
    """The vote that a mark belongs to: of those with its number the nearest, if there is one."""
    place = mark.span.start
    number = next((k for k, p in enumerate(passages) if p.span.covers(mark.span)), 0)

    def distance(event: _Event) -> float:
        there = passages.index(event.passage)
        apart = min(abs(place - event.start), abs(place - event.end)) + _PARAGRAPH * abs(number - there)
        # What is named after a vote belongs to it: "The vote was 5-2. Lee and Ray were opposed."
        behind = mark.kind in VOTERS and place < event.start
        other = event.passage is event.passage and event.vote != mark.vote and number == there
        return apart + (_SENTENCE if behind else 0) + (3 * _PARAGRAPH if other else 0)

    def is_near(event: _Event) -> bool:
        apart = number - passages.index(event.passage)
        return -1 <= apart <= _FAR if mark.kind in VOTERS else abs(apart) <= 2

    near = [event for event in found if is_near(event)]
    return min(near, key=distance, default=None)


def _log(probability: float) -> float:
    return math.log(max(probability, 1e-6))


def _vote(parsed: ParsedArticle, event: _Event, tags: VoteTags, entities: Entities) -> Vote | None:
    """The vote of an event; None if it is unreal, a poll, a game, or nothing says what it was."""
    text, passage = parsed.text, event.passage
    counted = bool({"yes", "no"} & event.counts.keys())
    decisions = [mark for mark in event.of(*DECISIONS) if mark.probability >= (LIKELY if counted else DECIDED)]
    here = [mark for mark in decisions if passage.span.covers(mark.span)]
    at = passage.tokens(Span(event.start, event.end))
    if not at:
        return None
    sentence = passage.sentence_of(at[0])
    place = passage.place(sentence)
    decision = min(here, key=lambda m: (not place.covers(m.span), abs(m.span.start - event.start)), default=None)
    unanimous = any(mark.probability >= UNANIMOUS for mark in event.of("U")) or _is_of_all(text, event)
    voters = event.of(*VOTERS)
    words = _around(event, place).exact(text)
    before = text[max(place.start, event.start - 3 * _EDGE) : event.start]
    if _says_nothing(text, event, decision, unanimous, words) or _TAKEN_BACK.search(before):
        return None
    token = _token_of(passage, decision.span if decision is not None else Span(event.start, event.end))
    if token is None or _is_hypothetical(token) or _is_a_single_vote(event) or (not event.counts and is_of_some(token)):
        return None
    if _is_of_one_side(event) and _is_a_stance(token, words):
        return None
    # What was decided may be said in a further sentence: "The vote was 5-2. The measure needed six."
    near = "".join(_around(event, passage.place(one)).exact(text) for one in _sentences_of(passage, event))
    result = _settle(near, event, decisions, tags)
    yes, no = event.counts.get("yes"), event.counts.get("no")
    if yes is not None and (no is None or yes[0] > no[0]) and _FELL_SHORT.search(near):
        result = "fail"
    counts = [Count(option, value, unit, span, METHOD) for option, (value, span, unit) in event.counts.items()]
    named = _within_counts(list(_positions(parsed, voters, tags, entities)), event)
    positions = [position for position, _ in named]
    if not {"yes", "no"} & event.counts.keys():
        counts += _counted_names([position for position, probability in named if probability >= LISTED], positions)
    for_it, against = _value(counts, "yes"), _value(counts, "no")
    if result is None and for_it is not None and against is not None and for_it <= against:
        result = "fail" if for_it < against else "tie"  # no motion passes with more votes against it than for it
    if result in {"tie", None} and TIE_BREAK.search(near):
        # The voter who breaks a tie decides it.
        breaking = [position.option for position in positions if position.option in {"yes", "no"}]
        alone = for_it == against and len(breaking) == 1
        result = {"yes": "pass", "no": "fail"}[breaking[0]] if alone else None
    motion = _motion(text, event)
    date = find_vote_date(passage, sentence, token, parsed.article.published)
    day = resolve_date(date.exact(text) if date else "", parsed.article.published)
    motion = without_date(text, motion, date)
    alike = unanimity(counts, positions, result, "votes:unanimous@1" if unanimous else METHOD)
    return Vote(
        span=place.trim(text) or place,
        body=_body(parsed, event, entities),
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


def _says_nothing(text: str, event: _Event, decision: Mark | None, unanimous: bool, words: str) -> bool:
    """Whether what was tagged does not add up to a report of a vote, or is a poll or a game.

    Without numbers, a vote has names, or words that say that it was taken or was unanimous.
    """
    voters, motions, bodies = event.of(*VOTERS), event.of("M"), event.of("B")
    voted = _VOTED.search(words) is not None
    if not event.counts:
        certain = decision is not None and decision.probability >= ALONE and _TAKEN.search(words) is not None
        if not (certain or (decision is not None and (unanimous or voters)) or _is_roll(voters)):
            return True
    elif decision is None:
        bare = event.orders is not None and _BETWEEN.fullmatch(text, event.sides[0].span.end, event.sides[1].span.start)
        if (bare or _is_of_one_side(event)) and not (motions or bodies):
            return True  # "FC won 3-1", "Sixty-two percent of them agreed"
    polled = POLLS.search(words) is not None and not (bodies and voted)
    played = GAMES.search(words) is not None and not voted
    return polled or (played and not any(mark.probability >= MOVED for mark in motions))


def _is_of_one_side(event: _Event) -> bool:
    return len(event.sides) == 1 and event.orders is None and not event.of(*VOTERS)


def _is_a_stance(token: Token, words: str) -> bool:
    """Whether some voters only hold a view: "Three members opposed the plan"."""
    return token.lemma_.lower() in STANCES and _VOTED.search(words) is None


def _is_a_single_vote(event: _Event) -> bool:
    """Whether all that is counted is one voter: "One member voted against it"."""
    return _is_of_one_side(event) and event.sides[0].value <= 1 and not event.of("P", "F", "T")


_ORDER = {"yes": 0, "no": 1}


def _sentences_of(passage: Passage, event: _Event) -> list[TokenSpan]:
    """The sentences that a vote's numbers, decisions and motions are in."""
    places = [Span(event.start, event.end), *(m.span for m in event.of(*DECISIONS) if passage.span.covers(m.span))]
    found = {}
    for place in places:
        for token in passage.tokens(place)[:1]:
            one = passage.sentence_of(token)
            found[one.start] = one
    return list(found.values())


def _is_roll(voters: Sequence[Mark]) -> bool:
    """Whether names alone report a vote: at least three, of each of which the reader is certain."""
    return len(voters) >= 3 and all(mark.probability >= ROLL for mark in voters)


def _is_of_all(text: str, event: _Event) -> bool:
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


def _is_hypothetical(token: Token) -> bool:
    """Whether a decision is in the future, possible, required or a condition."""
    for _ in range(3):
        impossible = any(child.dep_ == "neg" for child in token.children)  # "could not agree"
        if not impossible and any(
            child.dep_ in {"aux", "mark"} and (child.lemma_.lower() in UNREAL or child.lower_ in CONDITIONS)
            for child in token.children
        ):
            return True
        if any(
            mark.lower_ in CONDITIONS
            for child in token.children
            if child.dep_ == "advcl"
            for mark in child.children
            if mark.dep_ == "mark"
        ):
            return True
        if token.dep_ not in {"xcomp", "ccomp", "dobj"} or token.head.lemma_.lower() in lexicon.SPEECH:
            return False
        token = token.head
        if token.lemma_.lower() in REQUIRING:
            return True
    return False


def _value(counts: Sequence[Count], option: str) -> float | None:
    return next((count.value for count in counts if count.option == option), None)


def _settle(words: str, event: _Event, decisions: Sequence[Mark], tags: VoteTags) -> str | None:
    """The most probable result with the counts; also puts the sides of a tally in order."""
    shares: dict[str | None, float] = dict.fromkeys((*DECISIONS.values(),), 0.0)
    for mark in decisions:
        own = tags.of(mark.span)
        total = sum(own.get(kind, 0.0) for kind in DECISIONS) or 1.0
        for kind, result in DECISIONS.items():
            shares[result] = max(shares[result], own.get(kind, 0.0) / total)
    if not decisions:
        shares[None] = 1.0
    if max(shares["pass"], shares["fail"]) > DECIDED:
        shares["tie"] *= 0.1  # a tie that somebody broke
        shares[None] *= 0.3  # "the vote was 5-2, and the plan passed"
    elif shares["tie"] > DECIDED:
        shares[None] *= 0.3
    short = _SHORT.search(words) is not None
    yes, no = event.counts.get("yes"), event.counts.get("no")
    best: tuple[float, str | None, bool] | None = None
    for swapped, order in enumerate(sorted(event.orders, reverse=True) if event.orders else (0.0,)):
        first, second = (no, yes) if swapped else (yes, no)
        for result, share in shares.items():
            fit = _fit(result, first[0], second[0], short) if first is not None and second is not None else 0.0
            score = _log(share) + order + fit
            if best is None or score > best[0]:
                best = score, result, bool(swapped)
    assert best is not None
    if best[2] and yes is not None and no is not None:
        event.counts["yes"], event.counts["no"] = no, yes
    return best[1]


def _fit(result: str | None, yes: float, no: float, short: bool) -> float:
    """How well counts fit a result; `short` is whether the text has words of a majority that was not enough."""
    match result:
        case "pass":
            return 0.0 if yes > no else -1.0 if yes == no else _IMPOSSIBLE
        case "fail":
            return 0.0 if yes < no or (short and yes > no) else _UNLIKELY if yes == no else _CONTRARY
        case "tie":
            return 0.0 if yes == no else _IMPOSSIBLE
        case _:
            return _UNLIKELY if yes <= no else 0.0


def _counted_names(certain: Sequence[Position], positions: Sequence[Position]) -> list[Count]:
    """The counts of a vote of which both sides are named for certain, and one of them by more than one name."""
    if len(certain) < len(positions):
        return []
    by_option = {option: [p for p in positions if p.option == option] for option in ("yes", "no", "abstain")}
    if not by_option["yes"] or not by_option["no"] or len(by_option["yes"]) + len(by_option["no"]) < 3:
        return []
    return [
        Count(option, float(len(those)), "count", those[0].voter, METHOD)
        for option, those in by_option.items()
        if those
    ]


def _positions(
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
            named = (m for m in entities.inside(passage.span) if m.mention_type == "named")
            mention = next((m for m in named if m.span.overlaps(mark.span)), None)
            own = mention is None or mark.span.covers(mention.span)
            joined = mention is not None and any(m != mark and mention.span.covers(m.span) for m in names)
            voter = mark.span if mention is None or own or joined else mention.span
            words = voter.exact(parsed.text)
            if words[:1].isupper() and words not in known:
                known.add(words)
                entity = mention.entity if mention is not None else None
                yield Position(voter, entity, VOTERS[kind], place, METHOD), means[kind]


def _within_counts(named: Sequence[tuple[Position, float]], event: _Event) -> list[tuple[Position, float]]:
    """The positions without those that are more than the counts allow: a sentence too far from it is dropped."""
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


def _motion(text: str, event: _Event) -> Span | None:
    """The motion: the nearest of the vote's own."""
    if (item := _item(text, event)) is not None:
        return item
    spans = [(mark, span) for mark in event.of("M") if (span := mark.span.trim(text, ' ,.;:—–-“”"')) is not None]
    if not spans:
        return None

    def order(own: tuple[Mark, Span]) -> tuple[bool, bool, int]:
        mark, span = own
        apart = min(abs(span.start - event.start), abs(span.end - event.end))
        return mark.vote != event.vote, not event.passage.span.covers(span), apart

    # Word pieces may end inside a word.
    found = min(spans, key=order)[1]
    tokens = event.passage.tokens(found) if event.passage.span.covers(found) else []
    return event.passage.span_of(tokens[0], tokens[-1]) if tokens else found


def _item(text: str, event: _Event) -> Span | None:
    """The words before a tally in parentheses: "signs" in "passed three ordinances: fees (7-2), signs (9-0)"."""
    first = max(event.passage.span.start, event.start - _EDGE)
    match = _ITEM.search(text[first : event.start])
    if match is None or not event.counts or text[event.end : event.end + 1] != ")":
        return None
    return Span(*match.span("item")).shift(first)


def _body(parsed: ParsedArticle, event: _Event, entities: Entities) -> int | None:
    # "Three members voted against it": a number of voters is not the body.
    text = parsed.text
    marks = [
        mark for mark in event.of("B") if not _COUNTED.search(text[max(0, mark.span.start - 30) : mark.span.start])
    ]
    if not marks:
        return None

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
    if head is None:
        return None
    key = next((key for token in (head, *tokens) if (key := entities.at(passage, token)) is not None), None)
    if key is not None and entities.entity_type(key) in {"organization", "group", "place", "facility"}:
        return key
    return entities.refer(noun_phrase(passage, head, mark.span))
