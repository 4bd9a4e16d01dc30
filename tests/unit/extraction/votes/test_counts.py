"""Counts that name their option."""

from __future__ import annotations

import pytest

from onrecord.extraction.votes.counts import find_further, find_shares, find_voters
from onrecord.text.spans import Span


def whole(text: str) -> Span:
    """All of a text."""
    return Span(0, len(text))


VOTERS = [
    ("Seven of nine members voted yes.", "yes=Seven"),
    ("Seven members voted yea and two voted nay.", "yes=Seven no=two"),
    ("All but two senators stayed; 12 senators voted against it.", "no=12"),
    ("Ten members voted for it and three voted against.", "yes=Ten no=three"),
    ("Four members favored the plan, two were against.", "yes=Four no=two"),
    ("It passed with 13 votes in favor and two abstentions.", "yes=13 abstain=two"),
    ("Five judges, all named by him, voted in favour, while four voted against.", "yes=Five no=four"),
    ("Three members opposed the plan.", ""),
    ("The petition drew 2,400 signatures in favor.", ""),
    ("Seven members were present.", ""),
    ("Some 1.5 members voted yes.", ""),
]


@pytest.mark.parametrize(("text", "expected"), VOTERS)
def test_voters(text: str, expected: str) -> None:
    """Numbers of voters with what they did; opinions are not counted."""
    found = find_voters(text, whole(text))
    assert " ".join(f"{stated.option}={stated.span.exact(text)}" for stated in found) == expected


FURTHER = [
    ("It passed 8-0 with one member absent.", "absent=1"),
    ("It passed 9-1, with two abstentions and three commissioners absent.", "abstain=2 absent=3"),
    ("Two members, Roth and Haddad, abstained.", "abstain=2"),
    ("One trustee recused.", "excused=1"),
    ("The mayor was absent.", ""),
]


@pytest.mark.parametrize(("text", "expected"), FURTHER)
def test_further(text: str, expected: str) -> None:
    """Counts next to a tally; a voter who is only named is not a count."""
    found = find_further(text, whole(text))
    assert " ".join(f"{stated.option}={stated.value:g}" for stated in found) == expected


SHARES = [
    ("won with 71.9% of votes cast", "yes", 71.9),
    ("took 63 percent support", "yes", 63.0),
    ("with 54 per cent of the votes against it", "no", 54.0),
]


@pytest.mark.parametrize(("text", "option", "value"), SHARES)
def test_a_share(text: str, option: str, value: float) -> None:
    """The share of those who were for it, unless it says against."""
    [share] = find_shares(text, whole(text))
    assert (share.option, share.value, share.unit) == (option, value, "percent")


@pytest.mark.parametrize("text", ["rose by 4 percent", "120 percent of the votes", "half of the votes"])
def test_no_share(text: str) -> None:
    """Other percentages, impossible percentages, and parts without an exact number."""
    assert find_shares(text, whole(text)) == []
