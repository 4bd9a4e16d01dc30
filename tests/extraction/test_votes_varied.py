"""Votes with names, numbers and word order drawn at random: what is read follows from what was put in."""

from __future__ import annotations

import dataclasses

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import Read

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
BODIES = ("council", "school board", "planning commission", "library board", "city council", "committee")
TOWNS = ("Ashgrove", "Pellham", "Marlow", "Saltmere", "Quay St. Odo", "Lower Tarn")
THINGS = ("budget", "ferry contract", "zoning change", "bridge plan", "parking ordinance", "noise rule")
DAYS = ("", " on Monday", " Tuesday night", " late Thursday", " last week", " on May 12")
NAMES = ("Ana Ruiz", "Tom Berg", "Dana Cole", "Lena Okoro", "Maria Keller", "Walter Stone")


@dataclasses.dataclass(frozen=True)
class Case:
    """A sentence on a vote, and what it says."""

    text: str
    counts: dict[str, float]
    result: str
    body: str
    positions: dict[str, str] = dataclasses.field(default_factory=dict)


@st.composite
def tallies(draw: st.DrawFn) -> tuple[int, int, str]:
    """More votes, fewer votes, and the two as newspapers write them."""
    many = draw(st.integers(1, 435))
    few = draw(st.integers(0, many - 1))
    forms = [f"{many}{dash}{few}" for dash in "-–"] + [f"{many} to {few}"]
    if many < len(WORDS):
        forms.append(f"{WORDS[many]} to {WORDS[few]}")
    return many, few, draw(st.sampled_from(forms))


@st.composite
def votes(draw: st.DrawFn) -> Case:
    """A vote of a body, in any of the word orders that newspapers use."""
    many, few, tally = draw(tallies())
    body, town, thing, day = (draw(st.sampled_from(choice)) for choice in (BODIES, TOWNS, THINGS, DAYS))
    whole = f"{town} {body}"
    passed, failed = draw(st.sampled_from(["approved", "adopted"])), draw(st.sampled_from(["rejected", "turned down"]))
    for_it, against = {"yes": many, "no": few}, {"yes": few, "no": many}
    case = [
        (f"The {whole} voted {tally}{day} to approve the {thing}.", for_it, "pass"),
        (f"The {whole} voted {tally}{day} to reject the {thing}.", for_it, "pass"),
        (f"By a vote of {tally}, the {whole} {passed} the {thing}{day}.", for_it, "pass"),
        (f"In a {tally} vote{day}, the {whole} {passed} the {thing}.", for_it, "pass"),
        (f"The {whole} {passed} the {thing}{day} by a vote of {tally}.", for_it, "pass"),
        (f"The {thing} was {passed} {tally} by the {whole}{day}.", for_it, "pass"),
        (f"By a vote of {tally}, the {whole} {failed} the {thing}{day}.", against, "fail"),
        (f"The {whole} {failed} the {thing}{day} by a vote of {tally}.", against, "fail"),
        (f"The {whole} voted {tally}{day} against the {thing}.", against, "fail"),
    ]
    text, counts, result = draw(st.sampled_from(case))
    if few == 1 and draw(st.booleans()):
        name = draw(st.sampled_from(NAMES))
        option = "no" if result == "pass" else "yes"
        if option == "no":
            return Case(f"{text[:-1]}, with {name} dissenting.", counts, result, whole, {name: "no"})
    return Case(text, counts, result, whole)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(votes())
def test_a_vote_is_read_in_any_word_order(read: Read, case: Case) -> None:
    """One vote, with its numbers, its result, the body by name and the voter."""
    check(read, case)


def test_a_town_is_not_its_council(read: Read) -> None:
    """The body is named after the town, and is not the town."""
    text = "The Marlow council rejected the ferry contract by a vote of 1-0."
    check(read, Case(text, {"yes": 0, "no": 1}, "fail", "Marlow council"))


def check(read: Read, case: Case) -> None:
    """Whether what is read of a vote is what the case says."""
    text, found = read(case.text)
    names = {entity.key: entity.name for entity in found.entities}
    assert [
        (
            {count.option: count.value for count in vote.counts},
            vote.result,
            names.get(vote.body) if vote.body is not None else None,
            {position.voter.exact(text): position.option for position in vote.positions},
        )
        for vote in found.votes
    ] == [(case.counts, case.result, case.body, case.positions)]


NO_VOTES = (
    "{name} {game} {other} {tally} on Monday.",
    "Polls show residents back the plan {tally}.",
    "The {body} needs a {tally} vote to sell the land.",
    "If the {body} votes {tally} for the plan, work starts in May.",
    "The {body} will vote {tally} to keep the {thing}, {name} predicted.",
    "The odds that the {thing} passes are {tally}.",
    "{name} leads {other} {tally} in the race for mayor.",
    "The {body} has a {tally} majority of newcomers.",
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_tallies_that_are_not_votes(read: Read, data: st.DataObject) -> None:
    """Scores, polls, odds, majorities, and votes that are required, foretold or supposed."""
    _, _, tally = data.draw(tallies())
    text = data.draw(st.sampled_from(NO_VOTES)).format(
        tally=tally,
        game=data.draw(st.sampled_from(["beat", "defeated", "topped"])),
        body=data.draw(st.sampled_from(BODIES)),
        thing=data.draw(st.sampled_from(THINGS)),
        name=data.draw(st.sampled_from(NAMES)),
        other=data.draw(st.sampled_from(["Joan Park", "Mike Fell"])),
    )
    assert read(text)[1].votes == ()
