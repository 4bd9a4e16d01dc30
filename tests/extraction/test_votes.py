"""Sentences and the whole rows of the votes in them."""

from __future__ import annotations

import pytest

from onrecord.extraction.values import Extraction

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
            ("yes=12 no=18", "fail", False, "unknown", "Senate", "The bill", ""),
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
        [("yes=7 no=2", None, False, "unknown", "members", "the plan", "")],
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
    ("The bill died in committee on a 6-6 tie.", ["yes=6 no=6 | fail | False | unknown | committee | The bill |"]),
    (
        "On a 12-0 vote, the regents confirmed Tomas Ferrow as provost.",
        ["yes=12 no=0 | pass | True | unknown | regents | Tomas Ferrow as provost |"],
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
        ["yes=10 no=3 | None | False | unknown | members | the budget |"],
    ),
    pytest.param(
        "Six of the nine council members voted in favor of the plan.",
        ["yes=6 | None | None | unknown | council | the plan |"],
        marks=pytest.mark.xfail(
            strict=True, reason="the parse loses the motion, and the members are not taken for their council"
        ),
    ),
    ("Four of seven trustees voted no.", ["no=4 | None | None | unknown | None | None |"]),
    (
        "Five commissioners supported the variance, two opposed it and one abstained.",
        ["yes=5 no=2 abstain=1 | None | False | unknown | commissioners | the variance |"],
    ),
    ("Three supervisors voted against the lease.", ["no=3 | None | None | unknown | None | the lease |"]),
    ("All nine members voted yes.", ["yes=9 | pass | True | unknown | members | None |"]),
    (
        "All five commissioners voted to approve the permit.",
        ["yes=5 | pass | True | unknown | commissioners | approve the permit |"],
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
    (
        "Ana Ruiz joined Tom Berg in voting against the 4-2 measure.",
        ["yes=4 no=2 | None | False | unknown | None | None | Ana Ruiz=no Tom Berg=no"],
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
        ["yes=6 no=3 | pass | False | court | court | struck down the law |"],
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
    ("The charter change passed by just 12 votes.", ["| pass | None | unknown | None | The charter change |"]),
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
    ("The bill cleared the Senate 28-21.", ["yes=28 no=21 | pass | False | unknown | Senate | The bill |"]),
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
    (
        "The Harbor City Council voted 5-2 late Monday to lease the old mill to a brewery.",
        ["yes=5 no=2 | pass | False | unknown | Harbor City Council | lease the old mill to a brewery |"],
    ),
    (
        "Trustees agreed on a 6-1 vote to raise parking fees.",
        ["yes=6 no=1 | pass | False | unknown | Trustees | raise parking fees |"],
    ),
    (
        "The Senate Judiciary Committee advanced the nominee 11-10 along party lines.",
        ["yes=11 no=10 | pass | False | unknown | Senate Judiciary Committee | the nominee |"],
    ),
    (
        "The House narrowly defeated the amendment, 214 to 217.",
        ["yes=214 no=217 | fail | False | unknown | House | the amendment |"],
    ),
    (
        "By a margin of 8-3, aldermen turned down the stadium deal.",
        ["yes=3 no=8 | fail | False | unknown | aldermen | the stadium deal |"],
    ),
    (
        "On a vote of four to three, the board upheld the suspension.",
        ["yes=4 no=3 | pass | False | unknown | board | the suspension |"],
    ),
    (
        "The measure cleared the Senate 28-12 and now goes to the governor.",
        ["yes=28 no=12 | pass | False | unknown | Senate | The measure |"],
    ),
    ("The bill sailed through the House, 98-2.", ["yes=98 no=2 | pass | False | unknown | House | The bill |"]),
    (
        "An effort to override the veto fell short, 63-37.",
        ["yes=63 no=37 | fail | False | unknown | None | the veto |"],
    ),
    (
        "Senators failed to override the veto, 24-16, two votes short of two-thirds.",
        ["yes=24 no=16 | fail | False | unknown | Senators | override the veto |"],
    ),
    (
        "The motion to table the ordinance failed 3-4.",
        ["yes=3 no=4 | fail | False | unknown | None | The motion to table the ordinance |"],
    ),
    ("The motion died on a 4-4 tie.", ["yes=4 no=4 | fail | False | unknown | None | The motion |"]),
    (
        "The commission deadlocked 3-3 on the permit, so the application is denied.",
        ["yes=3 no=3 | tie | False | unknown | commission | the permit |"],
    ),
    (
        "Lt. Gov. Dana Cole broke a 25-25 tie to pass the budget.",
        ["yes=25 no=25 | pass | False | unknown | None | the budget | Dana Cole=yes"],
    ),
    (
        "Mayor Ruiz cast the tie-breaking vote after the council split 4-4 on the tax.",
        ["yes=4 no=4 | None | False | unknown | council | the tax |"],
    ),
    (
        "The planning board recommended approval 7-0, with two members absent.",
        ["yes=7 no=0 absent=2 | pass | True | unknown | planning board | approval |"],
    ),
    (
        "The parks board signed off on the plan 5-0-1.",
        ["yes=5 no=0 abstain=1 | pass | None | unknown | parks board | the plan |"],
    ),
    (
        "The board voted 4-1-2 to hire the firm, with Lee opposed and Ray and Fox abstaining.",
        ["yes=4 no=1 abstain=2 | pass | False | unknown | board | hire the firm | Lee=no Ray=abstain Fox=abstain"],
    ),
    (
        "Council members voted 6-0, with Councilman Berg recusing himself, to settle the suit.",
        ["yes=6 no=0 | pass | None | unknown | Council members | settle the suit | Berg=excused"],
    ),
    (
        "The school board unanimously agreed to keep the name.",
        ["| pass | True | unknown | school board | keep the name |"],
    ),
    ("Supervisors gave unanimous approval to the shelter.", ["| pass | True | unknown | Supervisors | the shelter |"]),
    ("The ordinance passed without dissent.", ["| pass | True | unknown | None | The ordinance |"]),
    ("The resolution was adopted by voice vote.", ["| pass | None | voice | None | The resolution |"]),
    (
        "The budget was approved on a roll call vote of 9-4.",
        ["yes=9 no=4 | pass | False | roll_call | None | The budget |"],
    ),
    (
        "The justices, in a 6-3 decision, struck down the rule.",
        ["yes=6 no=3 | pass | False | court | justices | struck down the rule |"],
    ),
    ("The court sided with the tribe, 5-4.", ["yes=5 no=4 | pass | False | court | court | sided with the tribe |"]),
    (
        "Jurors voted 11-1 to acquit the officer.",
        ["yes=11 no=1 | pass | False | unknown | Jurors | acquit the officer |"],
    ),
    (
        "The jury voted 10-2 in favor of the plaintiff.",
        ["yes=10 no=2 | pass | False | unknown | jury | the plaintiff |"],
    ),
    (
        "Voters approved the school bond 58 percent to 42 percent.",
        ["yes=58% no=42% | pass | False | unknown | Voters | the school bond |"],
    ),
    (
        "Voters rejected the sales tax by 61% to 39%.",
        ["yes=39% no=61% | fail | False | unknown | Voters | the sales tax |"],
    ),
    ("Measure B passed with 67.4 percent of the vote.", ["yes=67.4% | pass | False | unknown | None | Measure B |"]),
    ("The levy failed, with 54 percent voting no.", ["no=54% | fail | False | unknown | None | The levy |"]),
    (
        "Union members ratified the contract by 812 to 301.",
        ["yes=812 no=301 | pass | False | unknown | Union members | the contract |"],
    ),
    (
        "Teachers voted 412-57 to authorize a strike.",
        ["yes=412 no=57 | pass | False | unknown | Teachers | authorize a strike |"],
    ),
    (
        "Shareholders rejected the merger with 61 percent of votes cast against it.",
        ["no=61% | fail | False | unknown | Shareholders | the merger |"],
    ),
    (
        "Faculty members voted no confidence in the president, 181-44.",
        ["yes=181 no=44 | pass | False | unknown | Faculty members | no confidence in the president |"],
    ),
    (
        "The synod voted 243-187 to allow the blessings.",
        ["yes=243 no=187 | pass | False | unknown | synod | allow the blessings |"],
    ),
    (
        "The General Assembly adopted the resolution 141-7, with 32 abstentions.",
        ["yes=141 no=7 abstain=32 | pass | False | unknown | General Assembly | the resolution |"],
    ),
    (
        "The Security Council adopted the text by 14 votes in favor to none against, with one abstention.",
        ["yes=14 no=0 abstain=1 | pass | None | unknown | Security Council | the text |"],
    ),
    (
        "Members of Parliament backed the bill by 330 votes to 275.",
        ["yes=330 no=275 | pass | False | unknown | Members of Parliament | the bill |"],
    ),
    (
        "MPs voted by 412 to 202 to delay the exit.",
        ["yes=412 no=202 | pass | False | unknown | MPs | delay the exit |"],
    ),
    (
        "Lawmakers approved the treaty, 78 votes to 11.",
        ["yes=78 no=11 | pass | False | unknown | Lawmakers | the treaty |"],
    ),
    (
        "The lower house passed the pension reform with 239 votes in favor and 229 against.",
        ["yes=239 no=229 | pass | False | unknown | lower house | the pension reform |"],
    ),
    (
        "The Knesset approved the law 62-55 in its third reading.",
        ["yes=62 no=55 | pass | False | unknown | Knesset | the law |"],
    ),
    (
        "The City Commission voted 3-2 on first reading to ban short-term rentals.",
        ["yes=3 no=2 | pass | False | unknown | City Commission | ban short-term rentals |"],
    ),
    (
        "The panel voted 8-5 against recommending the drug.",
        ["yes=5 no=8 | fail | False | unknown | panel | recommending the drug |"],
    ),
    (
        "The advisory committee voted 12 to 9 in favor of the device.",
        ["yes=12 no=9 | pass | False | unknown | advisory committee | the device |"],
    ),
    (
        "The county board voted down the solar farm 4-2.",
        ["yes=2 no=4 | fail | False | unknown | county board | the solar farm |"],
    ),
    (
        "Five of the seven council members voted for the curfew.",
        ["yes=5 | None | None | unknown | None | the curfew |"],
    ),
    (
        "Only two of nine commissioners voted against the contract.",
        ["no=2 | None | None | unknown | None | the contract |"],
    ),
    (
        "Seven council members voted yes and two voted no on the zoning change.",
        ["yes=7 no=2 | None | False | unknown | members | the zoning change |"],
    ),
    (
        "Councilors Ana Ruiz and Tom Berg voted against the measure, which passed 5-2.",
        ["yes=5 no=2 | pass | False | unknown | None | the measure | Ana Ruiz=no Tom Berg=no"],
    ),
    (
        "The plan won approval 4-1, with Chair Lena Okoro voting no.",
        ["yes=4 no=1 | pass | False | unknown | None | The plan | Lena Okoro=no"],
    ),
    (
        "Okoro was the only commissioner to vote against the plan, which passed 4-1.",
        ["yes=4 no=1 | pass | False | unknown | None | the plan | Okoro=no"],
    ),
    (
        "Joining Lee in opposition were Ray and Fox as the council voted 4-3 to sell.",
        ["yes=4 no=3 | pass | False | unknown | council | sell | Lee=no Ray=no Fox=no"],
    ),
    (
        "The council reversed itself Tuesday, voting 4-3 to rescind the ban.",
        ["yes=4 no=3 | pass | False | unknown | council | rescind the ban |"],
    ),
    (
        "The board reconsidered the matter and approved it 5-2.",
        ["yes=5 no=2 | pass | False | unknown | board | None |"],
    ),
    (
        "The council first rejected the amendment 3-4, then passed the ordinance 5-2.",
        [
            "yes=3 no=4 | fail | False | unknown | council | the amendment |",
            "yes=5 no=2 | pass | False | unknown | council | the ordinance |",
        ],
    ),
    (
        "The Senate voted 51-49 to confirm Judge Lee and 53-47 to confirm Judge Ray.",
        [
            "yes=51 no=49 | pass | False | unknown | Senate | confirm Judge Lee |",
            "yes=53 no=47 | pass | False | unknown | Senate | confirm Judge Ray |",
        ],
    ),
    (
        "In separate 4-1 votes, the board approved the budget and the tax rate.",
        ["yes=4 no=1 | pass | False | unknown | board | the budget and the tax rate |"],
    ),
    ("The vote was 7-2.", ["yes=7 no=2 | None | False | unknown | None | None |"]),
    ("The final tally was 218-210.", ["yes=218 no=210 | None | False | unknown | None | None |"]),
    (
        "The vote to approve was 5-1, with one member absent.",
        ["yes=5 no=1 absent=1 | pass | False | unknown | None | approve |"],
    ),
    ("It passed 9-0.", ["yes=9 no=0 | pass | True | unknown | None | None |"]),
    ("The 4-3 vote came after midnight.", ["yes=4 no=3 | None | False | unknown | None | None |"]),
    ("After a two-hour debate, the vote failed 2-5.", ["yes=2 no=5 | fail | False | unknown | None | None |"]),
    (
        "The council’s 5-2 vote clears the way for 200 homes.",
        ["yes=5 no=2 | pass | False | unknown | council | 200 homes |"],
    ),
    ("The 31-19 vote sends the bill to the House.", ["yes=31 no=19 | pass | False | unknown | None | the bill |"]),
    (
        "The city council in Marlow, by a 6-3 vote, became the first in the state to ban the chemical.",
        ["yes=6 no=3 | pass | False | unknown | city council | ban the chemical |"],
    ),
    (
        "The House of Representatives voted on Thursday 221-209 to censure the member.",
        ["yes=221 no=209 | pass | False | unknown | House of Representatives | censure the member |"],
    ),
    ("The trade deal was approved 385-41.", ["yes=385 no=41 | pass | False | unknown | None | The trade deal |"]),
    (
        "Delegates voted overwhelmingly to split from the church.",
        ["| pass | None | unknown | Delegates | split from the church |"],
    ),
    (
        "A majority of the council voted to fire the manager.",
        ["| pass | None | unknown | council | fire the manager |"],
    ),
    (
        "The 12-member board voted by a two-thirds majority to remove him.",
        ["| pass | None | unknown | 12-member board | remove him |"],
    ),
    ("By unanimous consent, the Senate passed the bill.", ["| pass | True | unknown | Senate | the bill |"]),
    ("No member objected, and the motion carried.", ["no=0 | pass | True | unknown | None | the motion |"]),
    ("The nomination was confirmed 54-46.", ["yes=54 no=46 | pass | False | unknown | None | The nomination |"]),
    (
        "Councilwoman Ruiz abstained from the 4-0 vote.",
        ["yes=4 no=0 | None | None | unknown | None | None | Ruiz=abstain"],
    ),
    (
        "The zoning board denied the variance, 4-1.",
        ["yes=1 no=4 | fail | False | unknown | zoning board | the variance |"],
    ),
    (
        "The tribe’s council rejected the casino by one vote.",
        ["| fail | None | unknown | tribe’s council | the casino |"],
    ),
    ("The measure lost by two votes, 22-24.", ["yes=22 no=24 | fail | False | unknown | None | The measure |"]),
    (
        "The school board’s vote to close the school was 4-3.",
        ["yes=4 no=3 | pass | False | unknown | school board | close the school |"],
    ),
    (
        "Lee, Ray and Fox voted yes; Cole and Berg voted no.",
        ["yes=3 no=2 | None | False | unknown | None | None | Lee=yes Ray=yes Fox=yes Cole=no Berg=no"],
    ),
    (
        "Voting in favor were Lee, Ray and Fox. Voting against were Cole and Berg.",
        ["yes=3 no=2 | None | False | unknown | None | None | Lee=yes Ray=yes Fox=yes Cole=no Berg=no"],
    ),
    (
        "The motion carried on a 3-2 vote with Cole and Berg dissenting.",
        ["yes=3 no=2 | pass | False | unknown | None | The motion | Cole=no Berg=no"],
    ),
    ("The 7-1 resolution calls for a cease-fire.", ["yes=7 no=1 | pass | False | unknown | None | None |"]),
    ("The measure passed its second reading 10-3.", ["yes=10 no=3 | pass | False | unknown | None | The measure |"]),
    (
        "Board members voted 5-0 Thursday night, with two absent, to buy the land.",
        ["yes=5 no=0 absent=2 | pass | True | unknown | Board members | buy the land |"],
    ),
    (
        "The club’s members voted 140 to 62 to admit women.",
        ["yes=140 no=62 | pass | False | unknown | club’s members | admit women |"],
    ),
    ("The panel split 2-2.", ["yes=2 no=2 | tie | False | unknown | panel | None |"]),
    (
        "The council voted 4-2, with one abstention, to hire a lobbyist.",
        ["yes=4 no=2 abstain=1 | pass | False | unknown | council | hire a lobbyist |"],
    ),
    (
        "The Assembly’s education committee killed the bill on a 3-6 vote.",
        ["yes=3 no=6 | fail | False | unknown | Assembly’s education committee | the bill |"],
    ),
    ("The Lions beat the Tigers 5-2 on Monday.", []),
    ("City Council FC won 3-1 against the Commissioners on Saturday.", []),
    ("The Senators lost 4-2 to the Capitals in overtime.", []),
    ("The board meets from 5-7 p.m. on Tuesdays.", []),
    ("The council will vote 5-2 on the plan, Cole predicted.", []),
    ("A two-thirds vote is needed to override the veto.", []),
    ("The measure needs 60 votes to pass.", []),
    ("The board could vote 4-3 either way on Monday.", []),
    ("If the council votes 5-2 for the plan, work starts in May.", []),
    ("The council is expected to approve the budget Monday.", []),
    ("The committee plans a vote on the bill next week.", []),
    ("Cole hopes the board votes 5-0 to keep the school.", []),
    ("The mayor vetoed the ordinance on Friday.", []),
    ("The judge ruled that the city must pay $5 million.", []),
    ("The council approved $2-3 million for the bridge.", []),
    ("The council agreed by consensus to wait.", []),
    ("Polls show voters back the measure 58 percent to 42 percent.", []),
    ("Likely voters favor the tax 52-44, a survey found.", []),
    ("Residents oppose the plan by 3 to 1, according to a poll.", []),
    ("Cole leads Ruiz 52 percent to 48 percent.", []),
    ("Ruiz defeated Cole 52 percent to 48 percent in the runoff.", []),
    ("Ana Ruiz won the seat with 61 percent of the vote.", []),
    ("Voters elected Dana Cole mayor with 54 percent of the vote.", []),
    ("The party won 31 of 60 seats.", []),
    ("Republicans hold a 53-47 majority in the Senate.", []),
    ("The board has a 4-3 conservative majority.", []),
    ("The bill has 12 sponsors, seven of them Democrats.", []),
    ("The ordinance bans fences of 6-8 feet.", []),
    ("The committee approved 10-12 weeks of leave.", []),
    ("The board approved the 2024-25 budget.", []),
    ("The commission set fines at $100 to $500.", []),
    ("The council approved hiring three to five officers.", []),
    ("Students ages 10-12 voted for a class pet.", []),
    ("The odds that the bill passes are 3-1.", []),
    ("The jury awarded her $3.2 million.", []),
    ("The jury deadlocked, and the judge declared a mistrial.", []),
    ("The team drafted Cole with a 3-2 pick.", []),
    ("The council’s 9-5 schedule begins in June.", []),
    ("The mayor won by two votes in the 2019 election.", []),
    ("The company’s board declared a 3-for-2 stock split.", []),
    ("The panel of five judges picked the winner of the pie contest.", []),
    ("The film won the audience vote at the festival.", []),
    ("Fans voted the goalkeeper player of the year.", []),
    ("The House has passed 12 to 15 bills a week.", []),
    ("The senator voted against the bill.", []),
    ("Commissioner Okoro said she would vote no.", []),
    ("Two of the nine members support the plan.", []),
    ("The union has 812 members and 301 retirees.", []),
    ("The council delayed a vote on the plan.", []),
    ("The committee did not vote on the bill.", []),
    ("The vote was postponed until June.", []),
    ("The board has not voted on the contract.", []),
    ("The council never voted 5-2 to close the school, Cole said.", []),
    ("Under the charter, a 5-2 vote is required to sell land.", []),
    ("The rule would need a 7-2 vote.", []),
    ("The chair asked for a 10-15 minute break.", []),
    ("The council considered Resolution 12-4.", []),
    ("He was convicted of two of seven counts.", []),
    ("The Supreme Court agreed to hear the case.", []),
    ("A federal judge blocked the rule.", []),
    ("The county reported 10-12 cases a day.", []),
    ("The board ranked the schools 1 to 5.", []),
    ("Council members scored the bids on a 1-5 scale.", []),
    ("The zoning code allows 3 to 4 units per acre.", []),
    ("Cole, who is 6-2, played center.", []),
    ("Their record is 12-4.", []),
    ("The two-to-one ratio of students to teachers will stay.", []),
    ("The proposal split the council.", []),
    ("The legislature convened with 31 Republicans and 19 Democrats.", []),
    ("Republicans voted 45-3 for the bill.", []),
    ("All but one of the trustees supported the sale.", []),
    (
        "The council took up the budget on Monday. Ayes: Ana Ruiz, Tom Berg and Dana Cole. Nays: Maria Keller.",
        ["yes=3 no=1 | None | False | unknown | None | None | Ana Ruiz=yes Tom Berg=yes Dana Cole=yes Maria Keller=no"],
    ),
    (
        "Yes: Ana Ruiz, Tom Berg; No: Maria Keller; Absent: Walter Stone.",
        [
            "yes=2 no=1 absent=1 | None | False | unknown | None | None | "
            "Ana Ruiz=yes Tom Berg=yes Maria Keller=no Walter Stone=absent"
        ],
    ),
    ("For: sun and wind. Against: rain.", []),
    ("The menu lists what is good for: Ana Ruiz. The chef says no: Tom Berg.", []),
    # Ranges of votes, motions that failed with the larger number first, and facts of the sentence before.
    ("Malacañang had predicted 17 to 19 votes.", []),
    ("The bill had 17 to 19 votes.", []),
    ("Analysts predicted 3-4 votes for the plan.", []),
    (
        "The proposal failed, nine votes to six, with two members absent.",
        ["| fail | False | unknown | None | The proposal |"],
    ),
    ("The motion failed, nine votes to six.", ["| fail | False | unknown | None | The motion |"]),
    ("The resolution failed, 51 votes to 49.", ["| fail | False | unknown | None | The resolution |"]),
    (
        "The measure failed 55-45, short of the 60 votes it needed.",
        ["yes=55 no=45 | fail | False | unknown | None | The measure |"],
    ),
    ("The bill failed 9-6 in the Senate.", ["| fail | False | unknown | Senate | The bill |"]),
    # What was not reached.
    (
        "The Senate fell short of overriding the veto, 64-33.",
        ["yes=64 no=33 | fail | False | unknown | Senate | the veto |"],
    ),
    (
        "The panel voted 11-1 for parole, short of the unanimity that state law requires.",
        ["yes=11 no=1 | fail | False | unknown | panel | parole |"],
    ),
    (
        "The assembly voted 54-31 to put the question to voters, two votes shy of the three-fifths needed.",
        ["yes=54 no=31 | fail | False | unknown | assembly | put the question to voters |"],
    ),
    (
        "The board voted 2-5 on a motion to reject the permit.",
        ["yes=2 no=5 | fail | False | unknown | board | a motion to reject the permit |"],
    ),
    (
        "The council declined 6-3 to lift the curfew.",
        ["yes=3 no=6 | fail | False | unknown | council | lift the curfew |"],
    ),
    (
        "The justices declined 6-3 to block the law.",
        ["yes=6 no=3 | pass | False | court | justices | block the law |"],
    ),
    (
        "The Lords defeated the government by 240 votes to 178 over its plan to cut legal aid.",
        ["yes=178 no=240 | fail | False | unknown | Lords | its plan to cut legal aid |"],
    ),
    # Two chambers.
    (
        "The bill cleared the Senate 31-8 in March and the House 77-20 last week.",
        [
            "yes=31 no=8 | pass | False | unknown | Senate | The bill |",
            "yes=77 no=20 | pass | False | unknown | House | The bill |",
        ],
    ),
    (
        "The measure passed 98-41 in the House and 33-14 in the Senate.",
        [
            "yes=98 no=41 | pass | False | unknown | House | The measure |",
            "yes=33 no=14 | pass | False | unknown | Senate | The measure |",
        ],
    ),
    # Counts by their nouns, and shares.
    (
        "The act passed in parliament, with 288 members voting in favour and 232 against.",
        ["yes=288 no=232 | pass | False | unknown | parliament | The act |"],
    ),
    (
        "The proposal received 21 affirmative votes, no negative votes and three abstentions.",
        ["yes=21 no=0 abstain=3 | None | None | unknown | None | The proposal |"],
    ),
    ("The amendment passed with five yes votes.", ["yes=5 | pass | None | unknown | None | The amendment |"]),
    (
        "Members of the union voted 87 percent in favor of the contract.",
        ["yes=87% | pass | False | unknown | Members of the union | the contract |"],
    ),
    (
        "In the referendum, 91.2 percent voted in favour and 8.8 percent against.",
        ["yes=91.2% no=8.8% | pass | False | referendum | None | the referendum |"],
    ),
    (
        "Thirty-eight per cent voted No in the referendum.",
        ["no=38% | None | False | referendum | None | the referendum |"],
    ),
    (
        "The council nearly unanimously approved the budget, with Kim Ray the only no vote.",
        ["no=1 | pass | False | unknown | council | the budget | Kim Ray=no"],
    ),
    (
        "The council gave initial approval to the zoning change on a 5-2 vote.",
        ["yes=5 no=2 | pass | False | unknown | council | the zoning change |"],
    ),
    (
        "Mayor Lee cast the tie-breaking vote to reject the stadium lease after the council split 3-3.",
        ["yes=3 no=3 | fail | False | unknown | council | the stadium lease | Lee=no"],
    ),
    # Whatever a body did, when a tally is set off behind it.
    (
        "Delegates to the convention lifted the ban on dancing, 318-77.",
        ["yes=318 no=77 | pass | False | unknown | Delegates to the convention | lifted the ban on dancing |"],
    ),
    (
        "A divided appeals panel revived the lawsuit in a 2-1 opinion.",
        ["yes=2 no=1 | pass | False | court | divided appeals panel | revived the lawsuit |"],
    ),
    (
        "Plans for a tower were thrown out by the planning committee, by eight votes to three.",
        ["yes=3 no=8 | fail | False | unknown | planning committee | Plans for a tower |"],
    ),
    (
        "The senators convicted nobody.\n\nThe House narrowly rejected a bid to curb its powers, 211-214.",
        ["yes=211 no=214 | fail | False | unknown | House | a bid to curb its powers |"],
    ),
    (
        "The board approved the plan 5-2 and rejected a motion to delay it 3-4.",
        [
            "yes=5 no=2 | pass | False | unknown | board | the plan |",
            "yes=3 no=4 | fail | False | unknown | board | a motion to delay it |",
        ],
    ),
    (
        "The nomination was reported out of committee 13-8.",
        ["yes=13 no=8 | pass | False | unknown | committee | The nomination |"],
    ),
    (
        "The finance panel, 8-1, endorsed borrowing $40 million.",
        ["yes=8 no=1 | pass | False | unknown | finance panel | borrowing $40 million |"],
    ),
    (
        "The ordinance, which passed first reading 4-3, would limit rentals.",
        ["yes=4 no=3 | pass | False | unknown | None | The ordinance |"],
    ),
    (
        "By nine votes to six, the tribunal found that the deportation had breached his rights.",
        ["yes=9 no=6 | pass | False | court | tribunal | the deportation had breached his rights |"],
    ),
    (
        "The panel voted 9-1, with one abstention, that the benefits of the drug outweigh its risks.",
        ["yes=9 no=1 abstain=1 | pass | False | unknown | panel | the benefits of the drug outweigh its risks |"],
    ),
    (
        "Parliament ratified the treaty, with 287 deputies in favour and 55 opposing it.",
        ["yes=287 no=55 | pass | False | unknown | Parliament | the treaty |"],
    ),
    (
        "The motion was approved by 204 of the assembly’s 300 lawmakers, with 85 opposed.",
        ["yes=204 no=85 | pass | False | unknown | assembly | The motion |"],
    ),
    (
        "The premier won the confidence vote by 86 votes to 71.",
        ["yes=86 no=71 | pass | False | unknown | None | the confidence vote |"],
    ),
    (
        "The committee was unanimous in keeping rates on hold.",
        ["| pass | True | unknown | committee | rates |"],
    ),
    (
        "Dock workers have voted by more than nine to one to walk out.",
        ["| pass | None | unknown | Dock workers | walk out |"],
    ),
    (
        "All 15 members of the council voted for the text.",
        ["yes=15 | pass | True | unknown | council | the text |"],
    ),
    # Voters in longer frames.
    (
        "The commission approved the project 5-1-1, with Commissioner Ruiz opposed and Commissioner Tate abstaining.",
        ["yes=5 no=1 abstain=1 | pass | False | unknown | commission | the project | Ruiz=no Tate=abstain"],
    ),
    (
        "The council voted 4-2 to reject the offer, with one member, Nadia Truax, abstaining.",
        ["yes=4 no=2 abstain=1 | pass | False | unknown | council | reject the offer | Nadia Truax=abstain"],
    ),
    (
        "With Commissioner Jill Stanek recusing herself, the board granted the variance 4-0.",
        ["yes=4 no=0 | pass | None | unknown | board | the variance | Jill Stanek=excused"],
    ),
    (
        "Bank policymakers voted 10-2 to lower rates; Lyman Sands, who wanted a larger cut, and Rosa Quint, "
        "who wanted none, dissented.",
        ["yes=10 no=2 | pass | False | unknown | Bank policymakers | lower rates | Lyman Sands=no Rosa Quint=no"],
    ),
    (
        "Rep. Glenn Overby, R-Tucker, did not vote, and the bill failed on a 49-50 count.",
        ["yes=49 no=50 | fail | False | unknown | None | the bill | Glenn Overby=not_voting"],
    ),
    (
        "Ana Okoye, Tom Brandt and Dana Liu voted in favor. Rosa Sharpe and Sam Dillard voted against.",
        [
            "yes=3 no=2 | None | False | unknown | None | None | "
            "Ana Okoye=yes Tom Brandt=yes Dana Liu=yes Rosa Sharpe=no Sam Dillard=no"
        ],
    ),
    (
        "Dana Cole cast the lone dissenting vote. The council approved the plan 6-1.",
        ["yes=6 no=1 | pass | False | unknown | council | the plan | Dana Cole=no"],
    ),
    (
        "The Security Council adopted the resolution by a vote of 13-0, with Norway and Chile abstaining.",
        ["yes=13 no=0 | pass | None | unknown | Security Council | the resolution | Norway=abstain Chile=abstain"],
    ),
    (
        "Voting in favor were Mayor Tom Riddle and council members Ann Choi and Mia Fuentes. Council members "
        "Dale Stroud and Kim Nowak voted against.",
        [
            "yes=3 no=2 | None | False | unknown | None | None | "
            "Tom Riddle=yes Ann Choi=yes Mia Fuentes=yes Dale Stroud=no Kim Nowak=no"
        ],
    ),
    (
        "The council approved the ordinance on first reading by a 4-1 vote.",
        ["yes=4 no=1 | pass | False | unknown | council | the ordinance |"],
    ),
    (
        "Anders Holm survived on Wednesday, with 88 lawmakers voting in favor of the motion and 91 against.",
        ["yes=88 no=91 | fail | False | unknown | lawmakers | the motion |"],
    ),
    (
        "Thirty percent of shareholders voted against the pay plan.",
        ["no=30% | None | False | unknown | None | the pay plan |"],
    ),
    (
        "The board’s vote to fire the coach was 5-4.",
        ["yes=5 no=4 | pass | False | unknown | board | fire the coach |"],
    ),
    ("The high school won the vote of confidence game, 7-3.", []),
    # Elections, odds, shares against what passed.
    ("Voters elected Maria Delgado to the school board over Kent Fowler, 3,412 to 2,980.", []),
    ("Long shot Paper Ballot, sent off at 12-1, won the race by a neck.", []),
    ("The lists are unanimous in crowning Bill Gates the richest man.", []),
    # No votes of a body: parties, views.
    ("Democrats voted 180-30 for the bill and Republicans opposed it 150-60.", []),
    ("The cabinet was split 7-5 over the plan.", []),
    ("The proposal failed by nine votes to six.", ["| fail | False | unknown | None | The proposal |"]),
    (
        "The Senate on Monday voted down a resolution to amend the constitution, with thirteen senators against, eight in favor and three abstaining.",
        ["no=13 yes=8 abstain=3 | fail | False | unknown | Senate | a resolution to amend the constitution |"],
    ),
    (
        "The council voted down the tax, with 13 members against, eight in favor.",
        ["no=13 yes=8 | fail | False | unknown | council | the tax |"],
    ),
    (
        "The school board approved a ban on phones Monday night. The vote was 6-1, with trustee Ellen Marsh dissenting.",
        ["yes=6 no=1 | pass | False | unknown | school board | a ban on phones | Ellen Marsh=no"],
    ),
    ("The board rejected the ban. The vote was 6-1.", ["no=6 yes=1 | fail | False | unknown | board | the ban |"]),
    (
        "The council met on Monday to talk about the budget. The vote was 6-1.",
        ["yes=6 no=1 | None | False | unknown | council | None |"],
    ),
    (
        "The council voted 4-3 to reject a curfew. It then unanimously approved a contract for trash pickup. Ana Ruiz, Tom Berg and Dana Cole voted in favor of the curfew. Maria Keller, Lena Okoro, Joan Park and Walter Stone voted no.",
        [
            "yes=4 no=3 | pass | False | unknown | council | reject a curfew |",
            "| pass | True | unknown | council | a contract for trash pickup |",
        ],
    ),
    (
        "The vote was 6-1, with trustee Ellen Marsh dissenting.",
        ["yes=6 no=1 | None | False | unknown | None | None | Ellen Marsh=no"],
    ),
    (
        "The council failed to adopt a resolution on the war. The draft received 13 votes in favor and one against.",
        ["yes=13 no=1 | fail | False | unknown | council | a resolution on the war |"],
    ),
    # What looked like a vote in a million words of news.
    ("The candidates unanimously opposed an increase in the minimum wage.", []),
    (
        "This proposal was rejected by 64 percent of the electorate.",
        ["no=64% | fail | False | unknown | electorate | This proposal |"],
    ),
    ("The state awards delegates to candidates who get at least 15 percent of the vote.", []),
    ("Three of the four cantons with the highest turnout, 72-75 percent, voted in favor.", []),
    ("One member voted against the resolution on free speech grounds.", []),
    ("He was among 25 senators in 2008 to vote against the bailout.", []),
    ("Many of the most important cases were decided by 5-to-4 votes.", []),
    ("The court has a reliable 5-to-4 pro-business majority.", []),
    ("Approval of Cole, at 37 percent to 43 percent, has risen.", []),
    ("By a lopsided 82%-12%, young people support background checks.", []),
    ("Officers favored Cole 46 percent to 32 percent.", []),
    ("Berg tops Cole 41-40, and Cole ties Ruiz at 41-41.", []),
    ("She accepted their unanimous recommendation that the case be closed.", []),
    ("In Group B, the Rovers defeated the hosts Marlow United by 2-0.", []),
    ("Poverty fell from 60% in 2006 to 36% in 2017.", []),
    (
        "Residents backed the measure 52% to 48% in Tuesday’s referendum.",
        ["yes=52% no=48% | pass | False | referendum | Residents | the measure |"],
    ),
    ("Every member present supported the motion.", ["| pass | True | unknown | None | the motion |"]),
    # Each tally has the side and the motion that follow it.
    (
        "The council voted 3-2 against not renewing the lease, and 5-0 to adjourn.",
        [
            "yes=2 no=3 | fail | False | unknown | council | not renewing the lease |",
            "yes=5 no=0 | pass | True | unknown | council | adjourn |",
        ],
    ),
    ("Leader Tom Baines was elected speaker with 61 votes to 38 for Carol Finn.", []),
    (
        "Councillors in Leeds refused the application by eight votes to three on Thursday.",
        ["yes=3 no=8 | fail | False | unknown | Councillors in Leeds | the application |"],
    ),
    (
        "The council voted 5-2 for the bike lanes and to hire a planner.",
        ["yes=5 no=2 | pass | False | unknown | council | the bike lanes |"],
    ),
    # Only one side is stated: whether there was another is unknown, unless the result or the share shows it.
    ("Six lawmakers voted no, and the bill passed.", ["no=6 | pass | False | unknown | None | the bill |"]),
    ("Seven senators voted yes, but the bill failed.", ["yes=7 | fail | False | unknown | None | the bill |"]),
    (
        "Two commissioners, Ana Ruiz and Tom Berg, voted against the plan.",
        ["no=2 | None | None | unknown | None | the plan | Ana Ruiz=no Tom Berg=no"],
    ),
    (
        "Voting yes were Ana Ruiz and Tom Berg.",
        ["yes=2 | None | None | unknown | None | None | Ana Ruiz=yes Tom Berg=yes"],
    ),
    (
        "The board rejected the lease 0-7. Ana Ruiz and Tom Berg voted no.",
        ["yes=0 no=7 | fail | True | unknown | board | the lease | Ana Ruiz=no Tom Berg=no"],
    ),
    # What a motion passed or failed with is the number of its votes; behind "by", it is how many more there were.
    ("The bill passed with 60 votes.", ["yes=60 | pass | None | unknown | None | The bill |"]),
    ("With 31 votes, the measure was adopted.", ["yes=31 | pass | None | unknown | None | the measure |"]),
    (
        "The council approved the plan with 13 votes in favour.",
        ["yes=13 | pass | None | unknown | council | the plan |"],
    ),
    ("The bill was adopted by 120 votes in favour.", ["yes=120 | pass | None | unknown | None | The bill |"]),
    ("The motion was defeated with 40 votes.", ["no=40 | fail | None | unknown | None | The motion |"]),
    ("The amendment failed with 40 votes.", ["yes=40 | fail | False | unknown | None | The amendment |"]),
    (
        "The motion was rejected with just seven votes in support.",
        ["yes=7 | fail | False | unknown | None | The motion |"],
    ),
    ("The plan passed with two dissenting votes.", ["no=2 | pass | False | unknown | None | The plan |"]),
    (
        "The panel approved the permit with no dissenting votes.",
        ["no=0 | pass | True | unknown | panel | the permit |"],
    ),
    (
        "The board approved the plan with eight members in favor.",
        ["yes=8 | pass | None | unknown | board | the plan |"],
    ),
    (
        "The Senate confirmed Judge Mara Quill with 53 votes.",
        ["yes=53 | pass | None | unknown | Senate | Judge Mara Quill |"],
    ),
    ("The bill passed with more than 60 votes.", ["| pass | None | unknown | None | The bill |"]),
    ("The bill would pass with 60 votes.", []),
    ("The bill passed with 60 votes to spare.", []),
    ("Ana Ruiz was elected with 6,112 votes.", []),
    ("The song passed the test with 60 votes from readers.", []),
    ("Sweden won the contest with 365 votes.", []),
    # Nobody against.
    ("Nobody voted against the plan.", ["| pass | True | unknown | None | the plan |"]),
    (
        "Nobody voted against the plan, which was adopted with 13 votes and two abstentions.",
        ["yes=13 no=0 abstain=2 | pass | None | unknown | None | the plan |"],
    ),
    # What some voted to do.
    ("Three members voted to reject the plan.", ["yes=3 | None | None | unknown | None | reject the plan |"]),
    (
        "Two aldermen voted to delay the sale, but the plan was approved.",
        ["yes=2 | None | None | unknown | None | delay the sale |"],
    ),
    (
        "Nobody on the panel opposed the merger, which was endorsed with 17 votes.",
        ["yes=17 no=0 | pass | None | unknown | panel | the merger |"],
    ),
    (
        "The deputies voted 40-31 to lift the ban, three votes short of the majority needed.",
        ["yes=40 no=31 | fail | False | unknown | deputies | lift the ban |"],
    ),
    (
        "Half a dozen trustees voted against the sale and ten in favour.",
        ["yes=10 no=6 | None | False | unknown | trustees | the sale |"],
    ),
    (
        "Deputies passed the canal bill by 61 votes to 30. Mira Solvang and Piet Arends acted as tellers for the noes.",
        ["yes=61 no=30 | pass | False | unknown | Deputies | the canal bill |"],
    ),
    (
        "The club voted 9-4 to shut the pool on Mondays.",
        ["yes=9 no=4 | pass | False | unknown | club | shut the pool on Mondays |"],
    ),
    (
        "Cllr Ruth Lang (Green, Orsk East) voted against. The scheme was approved 7-3.",
        ["yes=7 no=3 | pass | False | unknown | None | The scheme | Ruth Lang=no"],
    ),
    (
        "The chair first gave the vote as 8-3, but the correct count was 7-4 for the levy.",
        ["yes=7 no=4 | None | False | unknown | None | the levy |"],
    ),
    (
        "Farmers rejected the quota in a referendum by 57 per cent to 43.",
        ["yes=43% no=57% | fail | False | referendum | Farmers | the quota |"],
    ),
    (
        "No fewer than 12 trustees backed the merger and three opposed it.",
        ["yes=12 no=3 | None | False | unknown | trustees | the merger |"],
    ),
    (
        "Fifty-eight percent of members backed the levy, just under the 60 percent it needed.",
        ["yes=58% | fail | False | unknown | members | the levy |"],
    ),
    (
        "Eight of the 11 deputies backed the dam; the other three opposed it.",
        ["yes=8 no=3 | pass | False | unknown | deputies | the dam |"],
    ),
    (
        "With Republicans joining Ida Moe in opposition, the levy failed 3-4.",
        ["yes=3 no=4 | fail | False | unknown | None | the levy | Ida Moe=no"],
    ),
    (
        "Six lawmakers voted to override the veto, and 11 voted against it.",
        ["yes=6 no=11 | fail | False | unknown | lawmakers | override the veto |"],
    ),
    ("Three members of the board voted against the lease.", ["no=3 | None | None | unknown | board | the lease |"]),
    pytest.param(
        "All nine justices agreed that the law is invalid.",
        ["yes=9 | pass | True | court | justices | the law is invalid |"],
        marks=pytest.mark.xfail(strict=True, reason="to agree is not a vote unless a number of votes is stated"),
    ),
    pytest.param(
        "The bill passed with the votes of 30 Democrats and 5 Republicans.",
        ["yes=35 | pass | None | unknown | None | The bill |"],
        marks=pytest.mark.xfail(strict=True, reason="the votes of parties are not added up"),
    ),
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


# Sentences that the tagger of votes misreads; the rules alone read them as expected.
MISREAD = frozenset(
    {
        "An effort to override the veto fell short, 63-37.",
        "City Council FC won 3-1 against the Commissioners on Saturday.",
        "Council President Osric Vane broke a 3-3 tie to reject the permit.",
        "Councilwoman Dana Cole cast the lone dissenting vote in the 6-1 decision.",
        "Dock workers have voted by more than nine to one to walk out.",
        "Eight of the 11 deputies backed the dam; the other three opposed it.",
        "Five of the seven council members voted for the curfew.",
        "Lt. Gov. Dana Cole broke a 25-25 tie to pass the budget.",
        "Mayor Ruiz cast the tie-breaking vote after the council split 4-4 on the tax.",
        "No member objected, and the motion carried.",
        "Senators failed to override the veto, 24-16, two votes short of two-thirds.",
        "The 5-4 rejection of the plan stunned residents.",
        "The House failed to override the veto, 60-38.",
        "The Senate fell short of overriding the veto, 64-33.",
        "The bill passed with 60 votes to spare.",
        "The cabinet was split 7-5 over the plan.",
        "The council met on Monday to talk about the budget. The vote was 6-1.",
        "The council nearly unanimously approved the budget, with Kim Ray the only no vote.",
        "The council took up the budget on Monday. Ayes: Ana Ruiz, Tom Berg and Dana Cole. Nays: Maria Keller.",
        "The council voted 4-3 to reject a curfew. It then unanimously approved a contract for trash pickup. Ana Ruiz, Tom Berg and Dana Cole voted in favor of the curfew. Maria Keller, Lena Okoro, Joan Park and Walter Stone voted no.",
        "The council’s 5-2 vote clears the way for 200 homes.",
        "The final tally was 218-210.",
        "Thirty percent of shareholders voted against the pay plan.",
        "Two-thirds of members voted to strike.",
    }
)


def expect_misreading(request: pytest.FixtureRequest, text: str) -> None:
    """Marks a sentence that is known to be misread."""
    if text in MISREAD:
        request.applymarker(pytest.mark.xfail(strict=True, reason="the tagger of votes misreads it"))


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_votes(request: pytest.FixtureRequest, read: Read, text: str, expected: list[tuple[object, ...]]) -> None:
    """The votes of a text are these and no others."""
    expect_misreading(request, text)
    assert rows_of(*read(text)) == expected


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(request: pytest.FixtureRequest, read: Read, text: str, expected: list[str]) -> None:
    """The same with a line per vote; most sentences with numbers report no vote."""
    expect_misreading(request, text)
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
    """A date is the vote's if it depends on the verb of deciding, and it is as exact as its words."""
    text, found = read(text, "2031-05-14")
    assert [
        f"{vote.date_text and vote.date_text.exact(text)} | {vote.date} | {vote.motion and vote.motion.exact(text)}"
        for vote in found.votes
    ] == expected


@pytest.mark.parametrize("place", [1, 2])
def test_a_vote_that_a_note_corrects(read: Read, place: int) -> None:
    """The sentence of the body is the vote, wherever the note with its counts is."""
    paragraphs = ["The town of Skell will sell its mill.", "The Skell Town Board voted 5-3 on Monday to sell the mill."]
    paragraphs.insert(
        place - 1 or len(paragraphs), "Correction: An earlier version had the wrong count. It was 5-3, not 6-2."
    )
    text, found = read("\n\n".join(["Mill to be sold", *paragraphs]), "2031-05-14")
    assert [
        (vote.span.exact(text), vote.date, vote.motion and vote.motion.exact(text), vote.result) for vote in found.votes
    ] == [("The Skell Town Board voted 5-3 on Monday to sell the mill.", "2031-05-12", "sell the mill", "pass")]


@pytest.mark.parametrize("byline", ["Lena Farr", "Lena Farr and Jon Weir", "Omar Diaz, Staff Writer"])
def test_authors_do_not_vote(byline: str, read: Read) -> None:
    """A byline before a vote names nobody who voted; the council's own member did."""
    text, found = read(
        f"Pellham keeps its ferry\n\nBy {byline}\n\nPELLHAM — The Pellham Town Council voted 4-1 on Tuesday to keep the ferry."
        "\n\n“Nobody wants to row,” said Mayor Ruth Stone.\n\nCouncil member Amir Shah voted no.\n"
    )

    [vote] = found.votes
    assert [(position.voter.exact(text), position.option) for position in vote.positions] == [("Amir Shah", "no")]
