"""What the rules and the reader's tags say of the same votes, put together by ordered lists of named rules."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from onrecord.extraction.values import Position, Vote
from onrecord.extraction.votes.no_report import is_taken_back
from onrecord.extraction.votes.settling import is_of_a_threshold
from onrecord.text.spans import Span

# A vote that rules and reader read alike.
AGREED = "votes:agreed@1"


def _sides(vote: Vote) -> Mapping[str, float]:
    return {count.option: count.value for count in vote.counts if count.option in {"yes", "no"}}


def _adds_up(vote: Vote) -> bool:
    """Whether the result follows from the counts: more votes for what passed, as many for a tie."""
    sides = _sides(vote)
    if len(sides) < 2:
        return True
    return {"pass": sides["yes"] >= sides["no"], "tie": sides["yes"] == sides["no"]}.get(vote.result or "", True)


def _needed_more(text: str, vote: Vote) -> bool:
    """Whether more voters were for the motion than against it, in a sentence on the majority that it needed."""
    sides = _sides(vote)
    leads = "yes" in sides and sides["yes"] > sides.get("no", -1)
    return leads and is_of_a_threshold(vote.span.exact(text))


@dataclasses.dataclass(frozen=True, slots=True)
class _Choice:
    """A rule that says whose result and counts are kept; the first that applies decides.

    Attributes:
        name: what the rule is called.
        applies: whether it decides, for the text, the vote that the rules read and the vote that the reader tagged.
        by_rules: whether those of the rules are kept, or those of the reader.
    """

    name: str
    applies: Callable[[str, Vote, Vote], bool]
    by_rules: bool


_CHOICES = (
    _Choice(
        "a majority that was not enough",
        lambda text, ruled, own: own.result == "fail" and _needed_more(text, own) and _sides(ruled) == _sides(own),
        False,
    ),
    _Choice(
        "the rules leave open who won",
        lambda text, ruled, own: ruled.method == "votes:tally@1" and not ruled.counts and ruled.result == "fail",
        True,
    ),
    _Choice("one side counted", lambda text, ruled, own: len(_sides(ruled)) == 1 == len(_sides(own)), True),
    _Choice("the reader does not add up", lambda text, ruled, own: not _adds_up(own), True),
    _Choice(
        "only the rules have both sides", lambda text, ruled, own: _sides(own).items() < _sides(ruled).items(), True
    ),
    _Choice(
        "only the rules have a result",
        lambda text, ruled, own: own.result is None is not ruled.result and _sides(own) == _sides(ruled),
        True,
    ),
    _Choice("the rules name voters", lambda text, ruled, own: not _sides(own) and bool(_sides(ruled)), True),
    _Choice(
        "the rules have a result",
        lambda text, ruled, own: ruled.result is not None and _sides(ruled).keys() >= _sides(own).keys(),
        True,
    ),
    _Choice("the reader", lambda text, ruled, own: True, False),
)


def reconciled(text: str, ruled: Sequence[Vote], tagged: Sequence[Vote]) -> list[Vote]:
    """The votes of an article, in text order: those that the reader tagged, and those of the rules elsewhere.

    Args:
        text: the article's text.
        ruled: what the rules read.
        tagged: what the reader tagged.
    """
    left = list(ruled)
    votes = []
    for own in tagged:
        same = [vote for vote in left if vote.span.overlaps(own.span)]
        other = next((vote for vote in same if _sides(vote) == _sides(own)), same[0] if same else None)
        if other is None:
            votes.append(own)
        else:
            left.remove(other)
            votes.append(_joined(text, other, own))
    apart = [vote for vote in left if not any(vote.span.overlaps(own.span) for own in tagged)]
    votes += [vote for vote in apart if not any(is_taken_back(text, c.span.start, vote.span) for c in vote.counts)]
    return sorted(votes, key=lambda vote: vote.span)


def _joined(text: str, ruled: Vote, own: Vote) -> Vote:
    """One vote of two readings: counts and result of one of them, the rest of either."""
    tagged = own
    choice = next(choice for choice in _CHOICES if choice.applies(text, ruled, own))
    kept, other = (ruled, tagged) if choice.by_rules else (tagged, ruled)
    known = {count.option for count in kept.counts}
    counts = (*kept.counts, *(c for c in other.counts if c.option not in {*known, "yes", "no"} and known))
    alike = _sides(ruled) == _sides(tagged) and ruled.result == tagged.result
    return dataclasses.replace(
        kept,
        body=ruled.body if ruled.body is not None else tagged.body,
        motion=_motion(text, ruled.motion, tagged.motion),
        motion_type=tagged.motion_type or ruled.motion_type,
        date_text=ruled.date_text or tagged.date_text,
        date=ruled.date or tagged.date,
        date_basis=ruled.date_basis or tagged.date_basis,
        counts=counts,
        unanimous=ruled.unanimous if kept.unanimous is None else kept.unanimous,
        positions=_positions(ruled.positions, tagged.positions),
        method=AGREED if alike else kept.method,
    )


def _motion(text: str, ruled: Span | None, tagged: Span | None) -> Span | None:
    """The motion that the reader tagged; the one of the rules if it covers that, with "not to" or a day."""
    if ruled is None or tagged is None:
        return tagged or ruled
    longer = ruled.covers(tagged) and "," not in text[tagged.end : ruled.end]
    return ruled if longer else tagged


def _positions(ruled: Sequence[Position], tagged: Sequence[Position]) -> tuple[Position, ...]:
    """The positions of both readings, each voter's once: those of the rules' grammar first."""
    found: list[Position] = []
    for position in (*ruled, *tagged):
        known = any(
            other.voter.overlaps(position.voter) or (position.entity is not None and other.entity == position.entity)
            for other in found
        )
        found += [] if known else [position]
    return tuple(sorted(found, key=lambda position: position.voter))
