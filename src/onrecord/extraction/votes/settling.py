"""Result and order of the sides, by arithmetic: nothing passes with fewer votes for it than against it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extraction.values import Count, Position
from onrecord.extraction.votes.events import DECIDED, Event, log_of
from onrecord.extraction.votes.outcomes import TIE_BREAK
from onrecord.nlp.vote_tags import DECISIONS, Mark, VoteTags

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
    short = _SHORT.search(words) is not None
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
