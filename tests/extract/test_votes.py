"""Sentences and the whole rows of the votes in them."""

from __future__ import annotations

import pytest

from onrecord.extract import Extraction

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
            ("yes=6 no=3", "pass", False, "court", "Supreme Court", "the law is constitutional", ""),
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
            ("yes=9 no=0 abstain=2", None, None, "unknown", None, None, ""),
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
    (
        "Lawmakers overrode the veto 30-10.",
        [
            ("yes=30 no=10", "pass", False, "unknown", "Lawmakers", "the veto", ""),
        ],
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
            ("yes=4 no=3", "pass", False, "court", "Supreme Court", "the law stands", ""),
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
    (
        "Seven council members voted for the plan and two against.",
        [("yes=7 no=2", None, False, "unknown", None, "the plan", "")],
    ),
    (
        "The council tabled the proposal 6-3.",
        [("yes=6 no=3", "pass", False, "unknown", "council", "tabled the proposal", "")],
    ),
    (
        "Commissioners approved the budget by a 4-1 vote, with Commissioner Joan Hill opposed.",
        [("yes=4 no=1", "pass", False, "unknown", "Commissioners", "the budget", "Joan Hill=no")],
    ),
]


# Text, and a line for each vote: counts, result, unanimous, voting method, body, motion, positions.
SENTENCES = [
    (
        "The ferry board debated the timetable until midnight.\n\nThe vote was 4-1.",
        ["yes=4 no=1 | None | False | unknown | ferry board | the timetable |"],
    ),
    (
        "The mayor met residents on Monday. The vote was 4-1.",
        ["yes=4 no=1 | None | False | unknown | None | None |"],
    ),
    (
        "The council will meet on Friday. The vote was 4-1.",
        ["yes=4 no=1 | None | False | unknown | None | None |"],
    ),
    (
        "The Ashford Town Board voted 6 to 1 on Tuesday to buy a second snowplow.",
        ["yes=6 no=1 | pass | False | unknown | Ashford Town Board | buy a second snowplow |"],
    ),
    (
        "Commissioners approved the rezoning 4–1, with Commissioner Lena Okoro dissenting.",
        ["yes=4 no=1 | pass | False | unknown | Commissioners | the rezoning | Lena Okoro=no"],
    ),
    (
        "By a vote of nine to two, the library board agreed to close on Sundays.",
        ["yes=9 no=2 | pass | False | unknown | library board | close on Sundays |"],
    ),
    ("The senate rejected the nominee, 47-53.", ["yes=47 no=53 | fail | False | unknown | senate | the nominee |"]),
    (
        "The zoning appeal was denied on a 3-2 vote.",
        ["yes=2 no=3 | fail | False | unknown | None | The zoning appeal |"],
    ),
    (
        "The ordinance, which bans leaf blowers, passed 7-2.",
        ["yes=7 no=2 | pass | False | unknown | None | The ordinance |"],
    ),
    (
        "The council voted 8-1 against the stadium deal.",
        ["yes=1 no=8 | fail | False | unknown | council | the stadium deal |"],
    ),
    ("Trustees voted down the levy 5-4.", ["yes=4 no=5 | fail | False | unknown | Trustees | the levy |"]),
    ("The bill died in committee on a 6-6 tie.", ["yes=6 no=6 | fail | False | unknown | None | The bill |"]),
    (
        "On a 12-0 vote, the regents confirmed Tomas Ferrow as provost.",
        ["yes=12 no=0 | pass | True | unknown | regents | Tomas Ferrow |"],
    ),
    (
        "The transit board adopted the fare schedule, 7-0, with Director Priya Sandoval absent.",
        ["yes=7 no=0 | pass | True | unknown | transit board | the fare schedule | Priya Sandoval=absent"],
    ),
    ("The committee killed the measure 9-8.", ["yes=8 no=9 | fail | False | unknown | committee | the measure |"]),
    ("The motion carried 5-3.", ["yes=5 no=3 | pass | False | unknown | None | The motion |"]),
    ("The amendment was defeated 31 to 68.", ["yes=31 no=68 | fail | False | unknown | None | The amendment |"]),
    (
        "The House passed the farm bill 216-212 on Thursday.",
        ["yes=216 no=212 | pass | False | unknown | House | the farm bill |"],
    ),
    (
        "The school board voted four to three in favor of the merger.",
        ["yes=4 no=3 | pass | False | unknown | school board | the merger |"],
    ),
    ("The panel split 2-2 on the appeal.", ["yes=2 no=2 | tie | False | unknown | panel | the appeal |"]),
    (
        "The city council deadlocked 3-3 over the tax.",
        ["yes=3 no=3 | tie | False | unknown | city council | the tax |"],
    ),
    (
        "The county board narrowly approved the solar farm, 11-10.",
        ["yes=11 no=10 | pass | False | unknown | county board | the solar farm |"],
    ),
    (
        "The Senate confirmed Judge Mara Quill by a vote of 52 to 46.",
        ["yes=52 no=46 | pass | False | unknown | Senate | Judge Mara Quill |"],
    ),
    (
        "The proposal failed on a vote of three in favor and four against.",
        ["yes=3 no=4 | fail | False | unknown | None | The proposal |"],
    ),
    (
        "The assembly passed the resolution with 120 votes in favor, 11 against and 30 abstentions.",
        ["yes=120 no=11 abstain=30 | pass | False | unknown | assembly | the resolution |"],
    ),
    (
        "Ten members voted for the budget and three voted against it.",
        ["yes=10 no=3 | None | False | unknown | None | the budget |"],
    ),
    pytest.param(
        "Six of the nine council members voted in favor of the plan.",
        ["yes=6 | None | False | unknown | council | the plan |"],
        marks=pytest.mark.xfail(
            strict=True, reason="the parse loses the motion, and the members are not taken for their council"
        ),
    ),
    ("Four of seven trustees voted no.", ["no=4 | None | False | unknown | None | None |"]),
    (
        "Five commissioners supported the variance, two opposed it and one abstained.",
        ["yes=5 no=2 abstain=1 | None | False | unknown | None | None |"],
    ),
    ("Three supervisors voted against the lease.", ["no=3 | None | False | unknown | None | None |"]),
    pytest.param(
        "All nine members voted yes.",
        ["yes=9 | pass | True | unknown | members | None |"],
        marks=pytest.mark.xfail(strict=True, reason="the number stays in the name of the body"),
    ),
    pytest.param(
        "All five commissioners voted to approve the permit.",
        ["yes=5 | pass | True | unknown | commissioners | approve the permit |"],
        marks=pytest.mark.xfail(strict=True, reason="the number stays in the name of the body"),
    ),
    ("Every council member present voted for the ordinance.", ["| pass | True | unknown | None | the ordinance |"]),
    (
        "The board unanimously approved a raise for bus drivers.",
        ["| pass | True | unknown | board | a raise for bus drivers |"],
    ),
    ("The measure won unanimous approval from the city council.", ["| pass | True | unknown | None | The measure |"]),
    ("The council voted unanimously against the project.", ["| fail | True | unknown | council | the project |"]),
    ("The commission unanimously rejected the request.", ["| fail | True | unknown | commission | the request |"]),
    ("The vote to hire the firm was unanimous.", ["| pass | True | unknown | None | hire the firm |"]),
    ("The vote was not unanimous.", []),
    ("The board came close to a unanimous vote.", []),
    ("The resolution was adopted without dissent.", ["| pass | True | unknown | None | The resolution |"]),
    ("The bill passed without opposition.", ["| pass | True | unknown | None | The bill |"]),
    ("The minutes were approved by voice vote.", ["| pass | None | voice | None | The minutes |"]),
    ("The House approved the bill by voice vote late Friday.", ["| pass | None | voice | House | the bill |"]),
    ("Members elected the slate by acclamation.", ["| pass | None | voice | Members | the slate |"]),
    ("The council approved the budget on a show of hands.", ["| pass | None | voice | council | the budget |"]),
    (
        "The tax was approved on a roll-call vote, 23-10.",
        ["yes=23 no=10 | pass | False | roll_call | None | The tax |"],
    ),
    (
        "Council President Osric Vane broke a 3-3 tie to reject the permit.",
        ["yes=3 no=3 | fail | False | unknown | None | the permit | Osric Vane=no"],
    ),
    (
        "The vote was 6-2, with Ana Ruiz and Tom Berg voting no.",
        ["yes=6 no=2 | None | False | unknown | None | None | Ana Ruiz=no Tom Berg=no"],
    ),
    (
        "The plan passed 5-1, with Councilwoman Dana Cole abstaining.",
        ["yes=5 no=1 | pass | False | unknown | None | The plan | Dana Cole=abstain"],
    ),
    (
        "Ruiz and Berg dissented in the 5-2 vote to sell the mill.",
        ["yes=5 no=2 | pass | False | unknown | None | sell the mill | Ruiz=no Berg=no"],
    ),
    (
        "Voting no were Ana Ruiz, Tom Berg and Dana Cole.",
        ["no=3 | None | False | unknown | None | None | Ana Ruiz=no Tom Berg=no Dana Cole=no"],
    ),
    (
        "Voting in favor were Commissioners Ana Ruiz, Tom Berg and Dana Cole; voting against were Osric Vane and Mara Quill.",
        [
            "yes=3 no=2 | None | False | unknown | None | None | Ana Ruiz=yes Tom Berg=yes Dana Cole=yes Osric Vane=no Mara Quill=no"
        ],
    ),
    pytest.param(
        "Ana Ruiz joined Tom Berg in voting against the 4-2 measure.",
        ["yes=4 no=2 | None | False | unknown | None | None | Ana Ruiz=no Tom Berg=no"],
        marks=pytest.mark.xfail(strict=True, reason="a tally before a noun for a motion is not read"),
    ),
    (
        "Only Dana Cole opposed the plan, which passed 8-1.",
        ["yes=8 no=1 | pass | False | unknown | None | the plan | Dana Cole=no"],
    ),
    (
        "Councilman Tom Berg, who recused himself, left the room before the 6-0 vote.",
        ["yes=6 no=0 | None | None | unknown | None | None | Tom Berg=excused"],
    ),
    (
        "Board member Lena Okoro was absent for the 4-0 vote.",
        ["yes=4 no=0 | None | True | unknown | None | None | Lena Okoro=absent"],
    ),
    (
        "The 9-0 decision came after two hours of debate, with Councilwoman Ana Ruiz absent.",
        ["yes=9 no=0 | None | True | unknown | None | None | Ana Ruiz=absent"],
    ),
    (
        "The lone dissenter was Tom Berg in the 6-1 vote to approve the budget.",
        ["yes=6 no=1 | pass | False | unknown | None | approve the budget | Tom Berg=no"],
    ),
    (
        "Sen. Ana Ruiz (R-Tarn) was the only member to vote against the bill, which passed 39-1.",
        ["yes=39 no=1 | pass | False | unknown | None | the bill | Ana Ruiz=no"],
    ),
    (
        "The Supreme Court ruled 5-4 that the search was illegal.",
        ["yes=5 no=4 | pass | False | court | Supreme Court | the search was illegal |"],
    ),
    (
        "In a 6-3 decision, the court struck down the law.",
        ["yes=6 no=3 | pass | False | unknown | court | struck down the law |"],
    ),
    (
        "The justices ruled unanimously that the tax is legal.",
        ["| pass | True | court | justices | the tax is legal |"],
    ),
    (
        "A three-judge panel voted 2-1 to uphold the verdict.",
        ["yes=2 no=1 | pass | False | court | three-judge panel | uphold the verdict |"],
    ),
    (
        "The appeals court reversed the ruling 2-1.",
        ["yes=2 no=1 | pass | False | court | appeals court | reversed the ruling |"],
    ),
    ("The jury voted 11-1 to convict.", ["yes=11 no=1 | pass | False | unknown | jury | convict |"]),
    (
        "The parole board voted 4-1 to release him.",
        ["yes=4 no=1 | pass | False | unknown | parole board | release him |"],
    ),
    (
        "Voters rejected the bond issue, 58 percent to 42 percent.",
        ["yes=42% no=58% | fail | False | unknown | Voters | the bond issue |"],
    ),
    (
        "Voters approved Measure C with 61 percent of the vote.",
        ["yes=61% | pass | False | unknown | Voters | Measure C |"],
    ),
    (
        "The school bond passed with 55.4% of the votes.",
        ["yes=55.4% | pass | False | unknown | None | The school bond |"],
    ),
    ("The referendum failed by 84 votes.", ["| fail | None | referendum | None | The referendum |"]),
    pytest.param(
        "The charter change passed by just 12 votes.",
        ["| pass | None | unknown | None | The charter change |"],
        marks=pytest.mark.xfail(strict=True, reason="a motion whose noun is none of those for motions"),
    ),
    ("Two-thirds of members voted to strike.", ["| pass | None | unknown | None | strike |"]),
    (
        "Union members ratified the contract with 92 percent in favor.",
        ["yes=92% | pass | False | unknown | Union members | the contract |"],
    ),
    (
        "Nearly half of residents voted against the annexation.",
        ["| fail | None | unknown | residents | the annexation |"],
    ),
    (
        "Shareholders rejected the pay plan, with 54% of votes against it.",
        ["no=54% | fail | False | unknown | Shareholders | the pay plan |"],
    ),
    (
        "The Security Council adopted the text with 13 votes in favor and two abstentions.",
        ["yes=13 abstain=2 | pass | None | unknown | Security Council | the text |"],
    ),
    (
        "The General Assembly voted 143-5, with 18 abstentions, to condemn the attack.",
        ["yes=143 no=5 abstain=18 | pass | False | unknown | General Assembly | condemn the attack |"],
    ),
    (
        "Lawmakers overrode the governor’s veto 70-29.",
        ["yes=70 no=29 | pass | False | unknown | Lawmakers | the governor’s veto |"],
    ),
    ("The House failed to override the veto, 60-38.", ["yes=60 no=38 | fail | False | unknown | House | the veto |"]),
    ("The council tabled the motion 5-4.", ["yes=5 no=4 | pass | False | unknown | council | tabled the motion |"]),
    (
        "The board voted 4-3 to postpone the decision until June.",
        ["yes=4 no=3 | pass | False | unknown | board | postpone the decision until June |"],
    ),
    ("The committee advanced the bill 10-7.", ["yes=10 no=7 | pass | False | unknown | committee | the bill |"]),
    pytest.param(
        "The bill cleared the Senate 28-21.",
        ["yes=28 no=21 | pass | False | unknown | Senate | The bill |"],
        marks=pytest.mark.xfail(strict=True, reason="the reader takes the numbers into the name"),
    ),
    (
        "The council gave the project its 5-2 approval.",
        ["yes=5 no=2 | pass | False | unknown | council | the project |"],
    ),
    (
        "The council’s 7-2 approval of the plan drew cheers.",
        ["yes=7 no=2 | pass | False | unknown | council | the plan |"],
    ),
    ("The 5-4 rejection of the plan stunned residents.", ["yes=4 no=5 | fail | False | unknown | None | the plan |"]),
    (
        "Delegates backed the platform, 1,560 to 402.",
        ["yes=1560 no=402 | pass | False | unknown | Delegates | the platform |"],
    ),
    (
        "The Tarn council amended the budget 6-3 and then adopted it 8-1.",
        [
            "yes=6 no=3 | pass | False | unknown | Tarn council | amended the budget |",
            "yes=8 no=1 | pass | False | unknown | Tarn council | None |",
        ],
    ),
    (
        "Members voted 12-3, with two abstentions, to end the strike.",
        ["yes=12 no=3 abstain=2 | pass | False | unknown | Members | end the strike |"],
    ),
    (
        "The committee voted along party lines, 14-11, to advance the nomination.",
        ["yes=14 no=11 | pass | False | unknown | committee | advance the nomination |"],
    ),
    ("It passed, 51 to 49.", ["yes=51 no=49 | pass | False | unknown | None | None |"]),
    ("The vote was 4-1.", ["yes=4 no=1 | None | False | unknown | None | None |"]),
    ("The tally was 33-17.", ["yes=33 no=17 | None | False | unknown | None | None |"]),
    ("The final count was 219 to 212.", ["yes=219 no=212 | None | False | unknown | None | None |"]),
    (
        "The council voted on the plan Monday. The vote was 6-1.",
        ["yes=6 no=1 | None | False | unknown | council | the plan |"],
    ),
    (
        "The zoning board met for three hours. It voted 5-0 to deny the permit.",
        ["yes=5 no=0 | pass | True | unknown | zoning board | deny the permit |"],
    ),
    (
        "The board voted 3-2 not to fire the coach.",
        ["yes=3 no=2 | pass | False | unknown | board | not to fire the coach |"],
    ),
    (
        "The council voted 7-0 to censure Mayor Osric Vane.",
        ["yes=7 no=0 | pass | True | unknown | council | censure Mayor Osric Vane |"],
    ),
    ("The commission approved the minutes and adjourned.", []),
    ("The council is expected to vote 5-2 for the plan.", []),
    ("The council could approve the plan 4-3.", []),
    ("The measure requires a 5-2 vote.", []),
    ("The council will vote on the plan Tuesday.", []),
    ("The plan would need six of nine votes.", []),
    ("If the board votes 4-3 to close the school, parents will sue.", []),
    ("The council had planned to vote on the plan 5-2.", []),
    ("The vote was delayed until Tuesday.", []),
    ("Council members did not vote on the plan.", []),
    ("No vote was taken.", []),
    ("A 60 percent majority is needed to pass the levy.", []),
    ("The poll found 52 percent in favor and 41 percent against.", []),
    ("A survey showed residents favor the plan 2-1.", []),
    ("The Tigers beat the Senators 5-2.", []),
    ("The Senators won 6-3 on Friday.", []),
    ("The Capitals defeated the Senate Hawks 4-1 in overtime.", []),
    ("The council’s softball team won 12-3.", []),
    ("Commissioner Gordon Smith scored twice in the 3-1 win.", []),
    ("The debate team won on a 2-1 decision.", []),
    ("The fighter won a 3-0 decision in the title bout.", []),
    ("Democrats hold a 7-2 majority on the council.", []),
    ("Republicans control the chamber 31-19.", []),
    ("The court’s 6-3 conservative majority will hear the case.", []),
    ("Women outnumber men 3 to 1 on the board.", []),
    ("The odds of passage are 5 to 1.", []),
    ("The hearing is set for 3-5 p.m.", []),
    ("The park is open 9-5 on council days.", []),
    ("Council members ages 18-25 may apply.", []),
    ("The council adopted Resolution 5-2.", []),
    ("The board approved Policy 7-3.", []),
    ("The council passed Ordinance 24-12 on Monday.", []),
    ("The report covers fiscal years 2019-20.", []),
    ("The board approved a 3-2 schedule of classes.", []),
    ("The council approved a 4-to-1 student ratio.", []),
    ("The commission approved two to three new wells.", []),
    ("The council approved spending $4-5 million.", []),
    ("The agency hired 10-12 workers, the council said.", []),
    ("The governor vetoed the bill.", []),
    ("The mayor signed the ordinance.", []),
    ("The committee reached consensus on the draft.", []),
    ("Smith won the mayoral race 52 percent to 48 percent.", []),
    ("Republicans won 52 percent of the vote.", []),
    ("Candidate Ana Ruiz took 55 percent of the vote in the primary.", []),
    ("Turnout was 61 percent.", []),
    ("The petition won the support of 300 residents.", []),
    ("About 40 percent of members support the plan.", []),
    ("Three council members opposed the plan.", []),
    ("Two trustees said they would vote no.", []),
    ("Seven members were present.", []),
    ("The council has nine members, five of them women.", []),
    ("Four of the five stores closed.", []),
    ("The dog won best in show over six others.", []),
    ("The vote of confidence is scheduled for May.", []),
    ("The jury of seven women and five men heard the case.", []),
    ("The committee has 11 Democrats and 10 Republicans.", []),
    ("The company’s stock split 4-1 on Monday.", []),
    ("The recipe uses a 3-1 mix of sand and cement.", []),
    ("The team voted Ana Ruiz its most valuable player.", []),
    ("Readers voted the diner the best in town.", []),
]


def rows_of(text: str, found: Extraction) -> list[tuple[object, ...]]:
    """What was read of each vote, in words."""
    names = {entity.key: entity.name for entity in found.entities}
    return [
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


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_votes(read: Read, text: str, expected: list[tuple[object, ...]]) -> None:
    """The votes of a text are these and no others."""
    assert rows_of(*read(text)) == expected


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(read: Read, text: str, expected: list[str]) -> None:
    """The same in one line a vote; most sentences with numbers tell of none."""
    assert [" | ".join(map(str, row)).strip() for row in rows_of(*read(text))] == expected


# Words that date the vote, the date and the motion in articles that were published on Wednesday, May 14, 2031.
DATED = [
    ("The council voted 5-2 to close the library Monday.", ["Monday | 2031-05-12 | close the library"]),
    ("The council voted 5-2 to sell the mill on Tuesday night.", ["Tuesday night | 2031-05-13 | sell the mill"]),
    ("On Monday, the board approved the budget, 6-1.", ["Monday | 2031-05-12 | the budget"]),
    (
        "Earlier this week, the board approved the budget, 6-1.",
        ["Earlier this week | 2031-05-12/2031-05-14 | the budget"],
    ),
    ("The measure passed 31-19 last month.", ["last month | 2031-04 | The measure"]),
    ("The council voted 5-2 in March to raise fees.", ["March | 2031-03 | raise fees"]),
    ("The Senate voted 52-48 in 2019 to confirm him.", ["2019 | 2019 | confirm him"]),
    ("The board voted 4-3 two weeks ago to fire the chief.", ["two weeks ago | 2031-04-30~ | fire the chief"]),
    ("Members voted 7-0 at a meeting on May 6 to hire Lee.", ["May 6 | 2031-05-06 | hire Lee"]),
    ("The council approved the plan in a 5-2 vote Monday night.", ["Monday night | 2031-05-12 | the plan"]),
    (
        "Cole said Monday the council voted 5-2 last week to sell the mill.",
        ["last week | 2031-05-05/2031-05-11 | sell the mill"],
    ),
    # The dates of other things.
    ("The council voted 5-2 to close the library on May 20.", ["None | None | close the library on May 20"]),
    ("The council voted 5-2 to ban parking after May 1.", ["None | None | ban parking after May 1"]),
    ("The council voted 5-2 to close the bridge this Friday.", ["None | None | close the bridge this Friday"]),
    ("The council voted 4-1 to raise fees in March.", ["None | None | raise fees in March"]),
    ("The bill, filed on April 3, passed 55-45.", ["None | None | The bill"]),
    ("On Monday the mayor signed the ordinance, which passed 5-2.", ["None | None | the ordinance"]),
    (
        "The council voted 5-2 on Monday to close the bridge until Friday.",
        ["Monday | 2031-05-12 | close the bridge until Friday"],
    ),
    ("The panel voted 6-1 on Tuesday, reversing a decision from April 3.", ["Tuesday | 2031-05-13 | None"]),
    ("The board rejected 4-3 a plan that was filed last week.", ["None | None | a plan that was filed last week"]),
]


@pytest.mark.parametrize(("text", "expected"), DATED)
def test_dates_of_votes(read: Read, text: str, expected: list[str]) -> None:
    """A date is the vote's where it stands with the verb of deciding, and as exact as its words."""
    text, found = read(text, "2031-05-14")
    assert [
        f"{vote.date_text and vote.date_text.exact(text)} | {vote.date} | {vote.motion and vote.motion.exact(text)}"
        for vote in found.votes
    ] == expected
