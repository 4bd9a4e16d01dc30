"""Counts that name their option: "seven of nine members voted yes", "with one member absent", "63% of the votes".

A tally such as "5-2" leaves to the verb which number is for; these say it themselves.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from onrecord.extract.tallies import NUMBER, number
from onrecord.spans import Span


@dataclasses.dataclass(frozen=True, slots=True)
class Stated:
    """A number for one option.

    Attributes:
        option: one of those in the schema of `vote_counts`.
        value: the number.
        unit: `count` or `percent`.
        span: the place of the number.
        anchor: a place in the words that say what was done, by which the verb is found.
    """

    option: str
    value: float
    unit: str
    span: Span
    anchor: int


# Whoever votes in a body, by the noun.
VOTERS = (
    r"(?:members?|commissioners?|council(?:l)?ors?|council(?:wo)?men|alder(?:men|persons?)|trustees?|supervisors?|"
    r"senators?|lawmakers?|legislators?|representatives?|delegates?|directors?|regents?|select(?:men|persons?)|"
    r"justices?|judges?|jurors?|panelists?|ministers?|deputies|governors?|democrats?|republicans?|countries|nations|states)"
)
_DID = {
    "yes": r"voted (?:yes|aye|in favou?r|for)|favou?red|supported|backed|(?:(?:were|was) )?in favou?r|(?:were|was) for",
    "no": r"voted (?:no|nay|against)|opposed|objected|dissented|(?:were|was) (?:against|opposed)|against",
    "abstain": r"abstain(?:ed|ing)|sat out|abstentions?",
    "absent": r"(?:(?:were|was) )?absent|missing",
    "excused": r"recused|(?:were|was) (?:recused|excused)",
}
_STANCE = "|".join(rf"(?P<{option}>{did})" for option, did in _DID.items())
_COUNT = rf"(?<![\w.,$–-])(?P<n>{NUMBER})(?![\w%]|[.,]\d|[-–—]\d)"
# The first of them says who votes; those that follow may leave it out: "two were against".
_FIRST = re.compile(
    rf"{_COUNT}(?: of (?:the |its |their )?(?:{NUMBER}))?(?: [a-z][\w’'-]*){{0,2}} (?:{VOTERS}|votes?)(?: present)?"
    rf"(?:,[^,;.]{{2,60}},)? (?:{_STANCE})\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    rf"(?:,|;| and| while| with| but)(?: and| while| with| but| the other)? {_COUNT}(?: others?| more| {VOTERS})?"
    rf"(?:,[^,;.]{{2,60}},)? (?:{_STANCE})\b",
    re.IGNORECASE,
)
# What is told beside a tally: "with one member absent", "and two abstentions".
_BESIDE = re.compile(
    rf"{_COUNT}(?: (?:other |more )?{VOTERS})?(?:,[^;.]{{2,60}},)? "
    rf"(?:(?P<abstain>{_DID['abstain']})|(?P<absent>{_DID['absent']})|(?P<excused>{_DID['excused']}))\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?P<n>\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)"
    r" (?:of (?:the |all |its )?(?:votes?|ballots|voters|electorate)|support|approval|in favou?r|"
    r"(?:voting|voted) (?:yes|no|for|against|in favou?r)|opposed|against)\b",
    re.IGNORECASE,
)


def find_voters(text: str, place: Span) -> list[Stated]:
    """Numbers of voters with what they did; none where only opinions are told: "three members opposed the plan"."""
    first = _FIRST.search(text, place.start, place.end)
    if first is None or not re.fullmatch(r"(?!(?:19|20)\d\d$)[\d,]+|[a-z-]+", first["n"], re.IGNORECASE):
        return []  # voters are counted in whole numbers, and 2008 is a year
    matches = [first, *_NEXT.finditer(text, first.end(), place.end)]
    found = {stated.option: stated for stated in map(_stated, reversed(matches))}
    voted = re.search(r"\bvote", first[0], re.IGNORECASE)
    alone = len(found) == 1 and first["n"].lower() in {"1", "one", "a"}  # tells how one of them voted
    both = {"yes", "no"} <= found.keys()
    return sorted(found.values(), key=lambda s: s.span) if (voted and not alone) or both else []


def find_further(text: str, place: Span) -> Iterator[Stated]:
    """Abstentions, absences and recusals that are counted beside a tally."""
    yield from map(_stated, _BESIDE.finditer(text, place.start, place.end))


def find_share(text: str, place: Span) -> Stated | None:
    """The share of the votes that a motion won."""
    match = _SHARE.search(text, place.start, place.end)
    if match is None or float(match["n"]) > 100:
        return None
    if re.search(r"\b(?:at least|more than|less than|at most|a minimum of|under|over|up to)\s$", text[: match.start()]):
        return None  # what is required
    against = re.search(r"\b(?:no|against|opposed)$", match[0], re.IGNORECASE) or re.match(
        r"(?: \w+){0,2} (?:against|opposed)", text[match.end() : match.end() + 40]
    )
    return Stated("no" if against else "yes", float(match["n"]), "percent", Span(*match.span("n")), match.start())


def _stated(match: re.Match[str]) -> Stated:
    option = next(option for option, words in match.groupdict().items() if option != "n" and words)
    return Stated(option, number(match["n"]), "count", Span(*match.span("n")), match.start(option))
