"""Sentences and the whole rows of the votes in them."""

from __future__ import annotations

import pytest

from .conftest import Read

# Counts, result, unanimous, voting method, body, motion, positions.
EXAMPLES = [
    (
        "The Harbor City Council voted 5-2 Monday night to approve the ferry contract, with Council Members Ana Ruiz and Tom Berg dissenting.",
        [
            (
                "yes=5 no=2",
                "pass",
                False,
                "unknown",
                "Harbor City Council",
                "approve the ferry contract",
                "Ana Ruiz=no Tom Berg=no",
            )
        ],
    ),
    (
        "The board rejected the tax increase 4 to 3.",
        [
            ("yes=3 no=4", "fail", False, "unknown", "board", "the tax increase", ""),
        ],
    ),
    (
        "The measure passed unanimously.",
        [
            ("", "pass", True, "unknown", None, "The measure", ""),
        ],
    ),
    (
        "In a 7–0 vote, the commission approved the rezoning.",
        [
            ("yes=7 no=0", "pass", True, "unknown", "commission", "the rezoning", ""),
        ],
    ),
    (
        "The bill failed, 12-18, in the Senate.",
        [
            ("yes=12 no=18", "fail", False, "unknown", None, "The bill", ""),
        ],
    ),
    (
        "The council will vote 5-2, predicts Mayor Lee.",
        [],
    ),
    (
        "The Hawks beat the Council Bluffs team 5-2.",
        [],
    ),
    (
        "The Supreme Court ruled 6-3 that the law is constitutional.",
        [
            ("yes=6 no=3", "pass", False, "court", "Supreme Court", None, ""),
        ],
    ),
    (
        "The committee deadlocked 3-3 on the nomination.",
        [
            ("yes=3 no=3", "tie", False, "unknown", "committee", "the nomination", ""),
        ],
    ),
    (
        "The school board voted unanimously to close Lincoln Elementary.",
        [
            ("", "pass", True, "unknown", "school board", "close Lincoln Elementary", ""),
        ],
    ),
    (
        "The House voted 52-48 against the amendment.",
        [
            ("yes=48 no=52", "fail", False, "unknown", "House", "the amendment", ""),
        ],
    ),
    (
        "Trustees voted not to renew the lease, 6-1.",
        [
            ("yes=6 no=1", "pass", False, "unknown", "Trustees", "not to renew the lease", ""),
        ],
    ),
    (
        "Voters approved the measure 61% to 39%.",
        [
            ("yes=61% no=39%", "pass", False, "unknown", "Voters", "the measure", ""),
        ],
    ),
    (
        "The vote was 9-0, with two abstentions.",
        [
            ("yes=9 no=0", None, True, "unknown", None, None, ""),
        ],
    ),
    (
        "The council approved the plan on a voice vote.",
        [
            ("", "pass", None, "voice", "council", "the plan", ""),
        ],
    ),
    (
        "If the council votes 5-2 to approve the plan, work will begin in May.",
        [],
    ),
    (
        "The plan needs a 5-2 vote to pass.",
        [],
    ),
    (
        "A poll found voters split 52-48 on the plan.",
        [],
    ),
    (
        "Councilwoman Dana Cole cast the lone dissenting vote in the 6-1 decision.",
        [
            ("yes=6 no=1", None, False, "unknown", None, None, "Dana Cole=no"),
        ],
    ),
    (
        "The resolution was adopted 8-0.",
        [
            ("yes=8 no=0", "pass", True, "unknown", None, "The resolution", ""),
        ],
    ),
    (
        "The panel voted 3-2, along party lines, to send the bill to the full House.",
        [
            ("yes=3 no=2", "pass", False, "unknown", "panel", "send the bill to the full House", ""),
        ],
    ),
    (
        "Republicans hold a 22-18 majority in the Senate.",
        [],
    ),
    (
        "The jury voted 10-2 to acquit.",
        [
            ("yes=10 no=2", "pass", False, "unknown", "jury", "acquit", ""),
        ],
    ),
    (
        "The Planning Commission recommended approval on a 5-0 vote last week.",
        [
            ("yes=5 no=0", "pass", True, "unknown", "Planning Commission", "approval", ""),
        ],
    ),
    pytest.param(
        "Lawmakers overrode the veto 30-10.",
        [
            ("yes=30 no=10", "pass", False, "unknown", "Lawmakers", "the veto", ""),
        ],
        marks=pytest.mark.xfail(strict=True, reason="the parse takes a rare past tense for a present"),
    ),
    (
        "The city council passed the ordinance 7-2 on its second reading.",
        [
            ("yes=7 no=2", "pass", False, "unknown", "city council", "the ordinance", ""),
        ],
    ),
    (
        "The Harbor City Council voted 5-2 on Monday to approve the ferry contract.\n\nThe council also unanimously approved a new fire engine.\n\nThe ferry contract passed after an hour of debate, 5-2.\n\nMembers then rejected a parking fee, 5-2.",
        [
            ("yes=5 no=2", "pass", False, "unknown", "Harbor City Council", "approve the ferry contract", ""),
            ("", "pass", True, "unknown", "Harbor City Council", "a new fire engine", ""),
            ("yes=2 no=5", "fail", False, "unknown", "Members", "a parking fee", ""),
        ],
    ),
    (
        "Board votes 6-1 to sell old mill\n\nThe Ashford Town Board voted 6-1 on Tuesday to sell the old mill to a brewer.\n\nThe measure was approved after a hearing.",
        [
            ("yes=6 no=1", "pass", False, "unknown", "Ashford Town Board", "sell the old mill to a brewer", ""),
        ],
    ),
    (
        "Enrollment at Pine has fallen from 412 to 188.",
        [],
    ),
    (
        "The council approved 12 to 15 new parking spaces.",
        [],
    ),
    (
        "The committee recommended two to three visits.",
        [],
    ),
    (
        "The board adopted a 9-5 schedule.",
        [],
    ),
    (
        "The state Supreme Court ruled 4-3 that the law stands. The U.S. Supreme Court may hear the case.",
        [
            ("yes=4 no=3", "pass", False, "court", "Supreme Court", None, ""),
        ],
    ),
    (
        "The motion passed unanimously on Monday. The motion passed 7-0.",
        [
            ("yes=7 no=0", "pass", True, "unknown", None, "The motion", ""),
        ],
    ),
    (
        "The board approved the plan on a 5-2 party-line vote.",
        [
            ("yes=5 no=2", "pass", False, "unknown", "board", "the plan", ""),
        ],
    ),
    pytest.param(
        "Seven council members voted for the plan and two against.",
        [("yes=7 no=2", "pass", False, "unknown", "council members", "the plan", "")],
        marks=pytest.mark.xfail(strict=True, reason="counts of voters by their noun are not read"),
    ),
    pytest.param(
        "The council tabled the proposal 6-3.",
        [("yes=6 no=3", "pass", False, "unknown", "council", "tabled the proposal", "")],
        marks=pytest.mark.xfail(strict=True, reason="procedural verbs are not among the deciding ones"),
    ),
    pytest.param(
        "Commissioners approved the budget by a 4-1 vote, with Commissioner Joan Hill opposed.",
        [("yes=4 no=1", "pass", False, "unknown", "Commissioners", "the budget", "Joan Hill=no")],
        marks=pytest.mark.xfail(strict=True, reason="positions told by an adjective are not read"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_votes(read: Read, text: str, expected: list[tuple[object, ...]]) -> None:
    """The votes of a text are these and no others."""
    text, found = read(text)
    names = {entity.key: entity.name for entity in found.entities}
    rows = [
        (
            " ".join(f"{c.option}={c.value:g}{'%' if c.unit == 'percent' else ''}" for c in vote.counts),
            vote.result,
            vote.unanimous,
            vote.voting_method,
            names.get(vote.body) if vote.body is not None else None,
            vote.motion.exact(text) if vote.motion else None,
            " ".join(f"{p.voter.exact(text)}={p.option}" for p in vote.positions),
        )
        for vote in found.votes
    ]
    assert rows == expected
