"""Counts that name their option: "seven of nine members voted yes", "with one member absent", "63% of the votes".

In a tally such as "5-2" only the verb shows which number is for the motion.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from onrecord.lang.en import voters
from onrecord.lang.en.ballots import NO, NO_VOTE, YES, YES_VOTE
from onrecord.text.numbers import NUMBER, WORD_NUMBERS, number
from onrecord.text.spans import Span


@dataclasses.dataclass(frozen=True, slots=True)
class Stated:
    """A number for one option.

    Attributes:
        option: one of the options in the schema of `vote_counts`.
        value: the number.
        unit: `count` or `percent`.
        span: the place of the number.
        anchor: an offset in the words for what the voters did, where the verb is.
        labelled: whether the text itself says which option the number is for.
    """

    option: str
    value: float
    unit: str
    span: Span
    anchor: int
    labelled: bool = True


_DID = {
    "yes": rf"vot(?:ed|ing) (?:{YES}|in favou?r|for|to)|favou?red|support(?:ed|ing)|back(?:ed|ing)|"
    r"(?:(?:were|was) )?in favou?r|(?:were|was) for",
    "no": rf"vot(?:ed|ing) (?:{NO}|against)|oppos(?:ed|ing)|objected|dissented|(?:were|was) (?:against|opposed)|"
    r"against",
    "abstain": r"abstain(?:ed|ing)|sat out|abstentions?",
    "absent": r"(?:(?:were|was) )?(?:absent|not present)|missing|did not attend",
    "excused": r"recused|(?:were|was) (?:recused|excused)",
}
_STANCE = "|".join(rf"(?P<{option}>{did})" for option, did in _DID.items())
_SIDES_AGAINST = frozenset({"against", "no", "opposed"})
_COUNT = rf"(?<![\w.,$–-])(?P<n>{NUMBER})(?! per ?cent)(?![\w%]|[.,]\d|[-–—]\d)"
# Words that make a number inexact.
_VAGUELY = r"(?:(?:more|fewer|less) than|at least|at most|about|some|nearly|almost|over|around|roughly|up to)"
# "of the assembly's 300", "of nine"
_OF_ALL = rf"(?: of (?:the |its |their )?(?:(?:[A-Z]\w+ ){{1,3}}?[A-Z]\w+[’']s )?(?:{NUMBER}))?"
_IN_A_BODY = r"(?: (?:of|on) (?:the|its|their) [\w’'-]+(?: [\w’'-]+){0,3}?)?"
# The first count names the voters; the following may leave them out: "two were against".
_FIRST = re.compile(
    rf"{_COUNT}{_OF_ALL}(?: [a-z][\w’'-]*){{0,2}} (?:{voters.COUNTED}|votes?)(?: present)?{_IN_A_BODY}"
    rf"(?:,[^,;.]{{2,60}},)? (?:{_STANCE})\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    rf"(?:,|;| and| while| with| but)(?: and| while| with| but| the other)? {_COUNT}"
    rf"(?: others?| more| {voters.COUNTED})?"
    rf"(?:,[^,;.]{{2,60}},)? (?:{_STANCE})\b",
    re.IGNORECASE,
)
# "approved by 204 of the 300 lawmakers, with 85 opposed"
_AGENT = re.compile(
    r"\b(?:(?P<yes>approved|adopted|backed|supported|passed|endorsed)|(?P<no>rejected|opposed)) by "
    rf"{_COUNT}{_OF_ALL}(?: [a-z][\w’'-]*)? {voters.COUNTED}\b",
    re.IGNORECASE,
)
# Further counts next to a tally: "with one member absent", "and two abstentions".
_FURTHER = re.compile(
    rf"{_COUNT}{_OF_ALL}(?: (?:other |more )?{voters.COUNTED})?(?:,[^;.]{{2,60}},)? "
    rf"(?:(?P<abstain>{_DID['abstain']})|(?P<absent>{_DID['absent']})|(?P<excused>{_DID['excused']}))\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?<![\w-])(?P<n>\d{{1,3}}(?:\.\d+)?|{WORD_NUMBERS})\s?(?:%|per ?cent)"
    r" (?:of (?:the |all |its )?(?:votes?|ballots|voters|electorate|shares(?= (?:were )?(?:voted|cast))|"
    rf"{voters.SHARED}(?= (?:had )?voted))|"
    r"support|approval|in favou?r|"
    r"(?:voting|voted) (?:yes|no|for|against|in favou?r)|opposed|against)\b",
    re.IGNORECASE,
)
# The other side's share after it: "and 8.8 percent against".
_OTHER_SHARE = re.compile(
    r"[^.;%]{0,40}?(?:,|;| and| while| with| to)(?: and| while| with)? (?P<n>\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)"
    r"(?: (?:voted|voting|were|was|of (?:the )?(?:votes|voters)))? (?P<side>for|in favou?r|yes|against|no|opposed)\b",
    re.IGNORECASE,
)
# "with five yes votes", "no negative votes"
_VOTES = re.compile(
    rf"{_COUNT} (?:(?P<yes>{YES_VOTE})|(?P<no>{NO_VOTE})) votes?\b",
    re.IGNORECASE,
)
# The votes that a motion passed or failed with: "with 60 votes", "with 13 votes in favor", "by 120 votes in favor". A
# number after "by" without a side is the margin.
_CAST = re.compile(
    rf"\b(?:(?P<by>by)|with)(?: (?:(?P<vague>{_VAGUELY})|only|just|exactly|a total of))? {_COUNT}"
    rf"(?: (?P<sort>{YES_VOTE}|{NO_VOTE}))?"
    rf"(?: votes?\b|(?: {voters.COUNTED})?(?= (?:voting |voted )?(?:in favou?r|in support|against|opposed)\b))"
    r"(?: (?:voting |voted )?(?P<side>in favou?r|in support|for|against|opposed|in opposition)\b)?"
    r"(?! (?:to spare|cast\b|counted|(?:needed|required|necessary)\b|short|shy|missing|each|apiece|ahead|more|of)\b)",
    re.IGNORECASE,
)
_AGAINST = re.compile(rf"(?:{NO_VOTE}|against|opposed|in opposition)\Z", re.IGNORECASE)
# "Nobody voted against the plan"
_NOBODY = re.compile(
    rf"\b(?P<n>no one|nobody|none|not a single(?: \w+)?|no {voters.COUNTED})\W.{{0,39}}"
    r"\b(?:voted against|opposed|dissented|objected)\b",
    re.IGNORECASE,
)


def find_voters(text: str, place: Span) -> list[Stated]:
    """Counts of voters by what they did; empty for mere opinions: "three members opposed the plan"."""
    cast = {stated.option: stated for stated in map(_stated, _VOTES.finditer(text, place.start, place.end))}
    if cast.get("yes"):
        return sorted(cast.values(), key=lambda s: s.span)
    first = _FIRST.search(text, place.start, place.end) or _AGENT.search(text, place.start, place.end)
    if first is None or not re.fullmatch(r"(?!(?:19|20)\d\d$)[\d,]+|[a-z -]+", first["n"], re.IGNORECASE):
        return []  # voters are counted in whole numbers, and 2008 is a year
    matches = [first, *_NEXT.finditer(text, first.end(), place.end)]
    found = {stated.option: stated for stated in map(_stated, reversed(matches))}
    voted = first.re is _AGENT or re.search(r"\bvot(?:es?|ed|ing)\b", first[0], re.IGNORECASE)
    alone = len(found) == 1 and first["n"].lower() in {"1", "one", "a"}  # the position of a single voter
    both = {"yes", "no"} <= found.keys()
    return sorted(found.values(), key=lambda s: s.span) if (voted and not alone) or both else []


def find_cast(text: str, place: Span) -> tuple[Span, list[Stated]] | None:
    """The votes that a motion passed or failed with: their place, and the count, which is left out if it is inexact."""
    for match in _CAST.finditer(text, place.start, place.end):
        side = match["side"] or match["sort"]
        if match["by"] and not side:
            continue
        span = Span(*match.span("n"))
        option = "no" if side and _AGAINST.match(side) else "yes"
        stated = [] if match["vague"] else [Stated(option, number(match["n"]), "count", span, span.start, bool(side))]
        return Span(span.start, match.end()), stated
    return None


def find_nobody(text: str, place: Span) -> list[Stated]:
    """The count 0 for `no` if the text says that nobody was against."""
    match = _NOBODY.search(text, place.start, place.end)
    return [Stated("no", 0, "count", Span(*match.span("n")), match.start())] if match else []


def find_further(text: str, place: Span) -> Iterator[Stated]:
    """Yields the counts of abstentions, absences and recusals next to a tally."""
    yield from map(_stated, _FURTHER.finditer(text, place.start, place.end))


def find_shares(text: str, place: Span) -> list[Stated]:
    """The share of the votes that a motion won or lost with, and the other side's share if it is stated."""
    match = _SHARE.search(text, place.start, place.end)
    if match is None or number(match["n"]) > 100:
        return []
    if re.search(
        r"\b(?:at least|more than|less than|at most|a minimum of|under|over|up to)\s$",
        text[max(0, match.start() - 20) : match.start()],
    ):
        return []  # a required share
    against = re.search(r"\b(?:no|against|opposed)$", match[0], re.IGNORECASE) or re.match(
        r"(?: \w+){0,2} (?:against|opposed)", text[match.end() : match.end() + 40]
    )
    option, rest = ("no", "yes") if against else ("yes", "no")
    for_it = re.search(r"\b(?:support|approval|favou?r|yes|for)$", match[0], re.IGNORECASE) or re.match(
        r"(?: \w+){0,3} in favou?r\b", text[match.end() : match.end() + 40]
    )
    labelled = bool(against or for_it)
    shares = [Stated(option, number(match["n"]), "percent", Span(*match.span("n")), match.start(), labelled)]
    other = _OTHER_SHARE.match(text, match.end(), place.end)
    if other is not None and (other["side"].lower() in _SIDES_AGAINST) == (rest == "no"):
        shares.append(Stated(rest, number(other["n"]), "percent", Span(*other.span("n")), other.start()))
    return shares if sum(share.value for share in shares) <= 101 else shares[:1]


def _stated(match: re.Match[str]) -> Stated:
    option = next(option for option, words in match.groupdict().items() if option != "n" and words)
    return Stated(option, number(match["n"]), "count", Span(*match.span("n")), match.start(option))
