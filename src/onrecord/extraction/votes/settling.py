"""Result and order of the sides, by arithmetic: nothing passes with fewer votes for it than against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.values import Count, Position
from onrecord.extraction.votes.events import BETWEEN, DECIDED, Event, log_of
from onrecord.extraction.votes.outcomes import TIE_BREAK
from onrecord.extraction.votes.triggers import STANCES
from onrecord.nlp.noun_phrases import subtree
from onrecord.nlp.vote_tags import DECISIONS, Mark, VoteTags
from onrecord.text.numbers import NUMBER, number

if TYPE_CHECKING:
    from spacy.tokens import Token

# "eight of the 11 aldermen"
_OF_ALL = re.compile(rf" (?:out )?of (?:the |its |all )?(?P<n>{NUMBER})\b", re.IGNORECASE)
# Words of a majority that a motion needed.
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
# How much worse than the best reading one is that the sums contradict.
_IMPOSSIBLE, _CONTRARY, _UNLIKELY = -8.0, -4.0, -0.6


def is_of_a_threshold(words: str) -> bool:
    """Whether words are about the majority that a motion needed."""
    return _SHORT.search(words) is not None


def is_what_some_did(text: str, event: Event, token: Token | None) -> bool:
    """Whether a word says what some voters did, who may be too few: "Thirty senators voted for the bill".

    More than half of a body are not too few: "Eight of the 11 aldermen backed the curfew".
    """
    if token is None or token.lemma_.lower() not in STANCES | {"vote"} or not event.sides:
        return False
    first = event.sides[0]
    if len(event.sides) > 1 and BETWEEN.fullmatch(text, first.span.end, event.sides[1].span.start):
        return False
    places = {event.passage.tokens(side.span)[0].i for side in event.sides if event.passage.tokens(side.span)}
    counted = any(t.i in places for c in token.children if c.dep_ == "nsubj" for t in subtree(c))
    yes = event.counts.get("yes")
    size = _OF_ALL.match(text, yes[1].end) if yes is not None else None
    most = size is not None and yes is not None and 2 * yes[0] > number(size["n"])
    return counted and not most and yes is not None and yes[2] == "count"


def settle(words: str, event: Event, decisions: Sequence[Mark], tags: VoteTags) -> str | None:
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
    short = is_of_a_threshold(words)
    yes, no = event.counts.get("yes"), event.counts.get("no")
    best: tuple[float, str | None, bool] | None = None
    for swapped, order in enumerate(sorted(event.orders, reverse=True) if event.orders else (0.0,)):
        first, second = (no, yes) if swapped else (yes, no)
        for result, share in shares.items():
            fit = _fit(result, first[0], second[0], short) if first is not None and second is not None else 0.0
            score = log_of(share) + order + fit
            if best is None or score > best[0]:
                best = score, result, bool(swapped)
    assert best is not None
    if best[2] and yes is not None and no is not None:
        event.counts["yes"], event.counts["no"] = yes, no = no, yes
    if yes is not None and (no is None or yes[0] > no[0]) and _FELL_SHORT.search(words):
        return "fail"
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


def with_voters(words: str, result: str | None, counts: Sequence[Count], positions: Sequence[Position]) -> str | None:
    """The result with what follows from the counts and from the voter who breaks a tie.

    Args:
        words: the sentences of the vote.
        result: what its words say.
        counts: its counts.
        positions: how the named voters voted.
    """
    values = {count.option: count.value for count in counts}
    for_it, against = values.get("yes"), values.get("no")
    if result is None and for_it is not None and against is not None and for_it <= against:
        result = "fail" if for_it < against else "tie"  # no motion passes with more votes against it than for it
    if result in {"tie", None} and TIE_BREAK.search(words):
        breaking = [position.option for position in positions if position.option in {"yes", "no"}]
        alone = for_it == against and len(breaking) == 1
        return {"yes": "pass", "no": "fail"}[breaking[0]] if alone else None
    return result
