"""Which reports are of the same vote."""

from __future__ import annotations

import pytest

from onrecord.building.vote_linking import VoteEvents
from onrecord.extraction.values import Count, Vote
from onrecord.package.ids import make_id
from onrecord.text.spans import Span

COUNCIL = "ent_aaaaaaaaaaaaaaaa"
TEXT = "approve the ferry contract | buy a second snowplow | the ferry deal | sell the old ferry pier"


def vote(motion: str | None, yes: int | None, no: int | None, day: str | None = None) -> Vote:
    """A report with a motion of `TEXT`."""
    start = TEXT.index(motion) if motion else 0
    counts = tuple(
        Count(option, value, "count", Span(0, 1), "votes:tally@1")
        for option, value in (("yes", yes), ("no", no))
        if value is not None
    )
    span = Span(start, start + len(motion)) if motion else None
    basis = "published" if day else None
    return Vote(Span(0, 1), 1, span, None, "pass", "unknown", None, None, day, basis, counts, (), "votes:tally@1")


def words(report: Vote) -> str:
    """The words of its motion."""
    return report.motion.exact(TEXT) if report.motion else ""


def one(first: Vote, second: Vote, days: tuple[str | None, str | None], bodies: tuple[str | None, str | None]) -> bool:
    """Whether two reports, published on these days, are taken for reports of one vote."""
    events = VoteEvents()
    ids = [
        events.identify(report, f"vot_{number}", words(report), day, body)
        for number, (report, day, body) in enumerate(zip((first, second), days, bodies, strict=True))
    ]
    return ids[0] == ids[1]


FERRY = "approve the ferry contract"
SAME_DAY = ("2031-05-14", "2031-05-14")
PAIRS = [
    (vote(FERRY, 5, 2), vote("the ferry deal", 5, 2), SAME_DAY, True, "the same counts and a word in common"),
    (vote(FERRY, 5, 2), vote(None, 5, 2), SAME_DAY, True, "the same counts, one motion untold"),
    (vote(FERRY, 5, 2), vote("buy a second snowplow", 5, 2), SAME_DAY, False, "other motions"),
    (vote(FERRY, 5, 2), vote(FERRY, None, None), SAME_DAY, True, "one without counts"),
    (vote(FERRY, 5, 2, "2031-05-12"), vote(FERRY, 4, 2, "2031-05-12"), SAME_DAY, True, "a paper got it wrong"),
    (vote(FERRY, 5, 2), vote(FERRY, 4, 2), SAME_DAY, False, "other counts, and no day"),
    (vote(FERRY, 5, 2, "2031-05-12"), vote("the ferry deal", 4, 2, "2031-05-12"), SAME_DAY, False, "other counts"),
    (vote(FERRY, 5, 2, "2031-05-12"), vote(FERRY, 5, 2, "2031-05-13"), SAME_DAY, False, "other days"),
    (vote(FERRY, 5, 2), vote(FERRY, 5, 2), ("2031-05-14", "2031-05-17"), True, "published three days later"),
    (vote(FERRY, 5, 2), vote(FERRY, 5, 2), ("2031-05-14", "2031-05-18T09:00:00Z"), False, "and four"),
    (vote(FERRY, 5, 2, "2031-05-12"), vote(FERRY, 5, 2), ("2031-05-20", "2031-05-14"), True, "the day is stated once"),
    (vote(FERRY, 5, 2, "2031-05"), vote(FERRY, 5, 2), (None, "2031-05-14"), False, "no day at all"),
    (vote(FERRY, 5, 2, "2031-05-13~"), vote(FERRY, 5, 2), (None, "2031-05-14"), False, "about a day is not a day"),
    (vote("the ferry deal", None, None), vote("sell the old ferry pier", None, None), SAME_DAY, True, "half the words"),
]


@pytest.mark.parametrize(("first", "second", "days", "expected", "why"), PAIRS)
def test_reports(first: Vote, second: Vote, days: tuple[str | None, str | None], expected: bool, why: str) -> None:
    """One vote where something speaks for it and nothing against it, whichever report comes first."""
    assert one(first, second, days, (COUNCIL, COUNCIL)) is expected, why
    assert one(second, first, (days[1], days[0]), (COUNCIL, COUNCIL)) is expected, why


@pytest.mark.parametrize("bodies", [(None, None), (COUNCIL, None), (COUNCIL, "ent_bbbbbbbbbbbbbbbb")])
def test_bodies(bodies: tuple[str | None, str | None]) -> None:
    """Votes of other bodies, and of bodies without a name, stay apart."""
    assert not one(vote(FERRY, 5, 2), vote(FERRY, 5, 2), SAME_DAY, bodies)


def test_differing_counts_are_reported() -> None:
    """Each report whose counts differ from the first report's is listed with both counts; the reports are unchanged."""
    events = VoteEvents()
    reports = [vote(FERRY, 5, 2, "2031-05-12"), vote(FERRY, 4, 2, "2031-05-12"), vote(FERRY, 5, 2, "2031-05-12")]
    for number, report in enumerate(reports):
        events.identify(report, f"vot_{number}", words(report), "2031-05-14", COUNCIL, f"seeds/{number}.txt")
    event = make_id("vote_events", "vot_0")
    assert events.differences == [f"{event}: seeds/0.txt has yes 5, no 2; seeds/1.txt has yes 4, no 2"]
