"""Sentences and the whole rows of the claims in them."""

from __future__ import annotations

import pytest

from .conftest import Read, claim_rows

# Text, claimant, stance, negated, certainty.
EXAMPLES = [
    (
        "Moss said the bridge has not been inspected since 2019 and does not meet the code.",
        [
            ("the bridge has not been inspected since 2019", "Moss", "asserted", True, "certain"),
            ("the bridge does not meet the code", "Moss", "asserted", True, "certain"),
        ],
    ),
    (
        "Moss denied that she had signed the contract.",
        [
            ("she had signed the contract", "Moss", "denied", False, "certain"),
        ],
    ),
    (
        "“We spent $4 million, and the roof leaked in May,” Moss said.",
        [
            ("We spent $4 million", "Moss", "asserted", False, "certain"),
            ("the roof leaked in May", "Moss", "asserted", False, "certain"),
        ],
    ),
    (
        "Moss said the plan may cost 200 jobs.",
        [
            ("the plan may cost 200 jobs", "Moss", "asserted", False, "possible"),
        ],
    ),
    (
        "The budget will likely grow by 3%, the treasurer said.",
        [
            ("The budget will likely grow by 3%", "treasurer", "asserted", False, "probable"),
        ],
    ),
    (
        "“I think it is a wonderful plan,” Moss said.",
        [],
    ),
    (
        "“Why did nobody call us?” Moss asked.",
        [],
    ),
    (
        "“The board should resign,” Moss said.",
        [],
    ),
    (
        "“No bus has stopped here since March,” said Tom Berg.",
        [
            ("No bus has stopped here since March", "Tom Berg", "asserted", True, "certain"),
        ],
    ),
    (
        "Harbor City opened 12 schools in 2021.",
        [
            ("Harbor City opened 12 schools in 2021", None, "asserted", False, "certain"),
        ],
    ),
    pytest.param(
        "The company, which denies wrongdoing, employs 300 people in Harbor City.",
        [
            ("The company employs 300 people in Harbor City", None, "asserted", False, "certain"),
        ],
        marks=pytest.mark.xfail(strict=True, reason="a relative clause that reports is not seen as one"),
    ),
    pytest.param(
        "It was a cold morning.",
        [],
        marks=pytest.mark.xfail(strict=True, reason="what anybody may call cold passes for a fact in the past tense"),
    ),
    (
        "The report found that nobody had checked the pumps.",
        [
            ("nobody had checked the pumps", "report", "asserted", True, "certain"),
        ],
    ),
    (
        "Police said the driver, Ana Ruiz, was not drunk.",
        [
            ("the driver, Ana Ruiz, was not drunk", "Police", "asserted", True, "certain"),
        ],
    ),
    (
        "“The mine closed in 1998. No coal has been dug there since 2001,” Berg said.",
        [
            ("The mine closed in 1998", "Berg", "asserted", False, "certain"),
            ("No coal has been dug there since 2001", "Berg", "asserted", True, "certain"),
        ],
    ),
    (
        "Berg said he had told the board about the leak, but it did nothing.",
        [
            ("he had told the board about the leak", "Berg", "asserted", False, "certain"),
            ("it did nothing", "Berg", "asserted", True, "certain"),
        ],
    ),
    (
        "Officials said the fire could spread to 40 homes.",
        [
            ("the fire could spread to 40 homes", "Officials", "asserted", False, "possible"),
        ],
    ),
    (
        "Moss urged the council to act.",
        [
            ("Moss urged the council to act", None, "asserted", False, "certain"),
        ],
    ),
    (
        "Ruiz won the race in 2016, according to the clerk.",
        [
            ("Ruiz won the race in 2016", "clerk", "asserted", False, "certain"),
        ],
    ),
    (
        "“Please call us,” Berg said.",
        [],
    ),
    (
        "“If I had seen them, I would have acted,” Berg said.",
        [
            ("If I had seen them, I would have acted", "Berg", "asserted", False, "certain"),
        ],
    ),
    (
        "Unless the mill closes, the river will die, Moss said.",
        [
            ("Unless the mill closes, the river will die", "Moss", "asserted", False, "certain"),
        ],
    ),
    (
        "In nine cases, the report says, the work was never done.",
        [
            ("In nine cases the work was never done", "report", "asserted", True, "certain"),
        ],
    ),
    pytest.param(
        "It is possible, she said, that healthier people sleep more.",
        [("It is possible healthier people sleep more", None, "asserted", False, "possible")],
        marks=pytest.mark.xfail(strict=True, reason="the clause behind an inserted frame is lost"),
    ),
    (
        "“The vote in nineteen towns,” Shah said, “was a fraud.”",
        [
            ("The vote in nineteen towns was a fraud", "Shah", "asserted", False, "certain"),
        ],
    ),
    ("Berg did not say when the bridge would open in Salem.", []),
    (
        "“When the bridge opened in 1931, traffic fell by half,” Moss said.",
        [("When the bridge opened in 1931, traffic fell by half", "Moss", "asserted", False, "certain")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_claims(read: Read, text: str, expected: list[tuple[object, ...]]) -> None:
    """The claims of a text are these and no others."""
    assert claim_rows(*read(text)) == expected


# The same in one line a claim: text, claimant, stance, whether it is negated, how certain it is made to be.
SENTENCES = [
    (
        "Maria Keller said the bridge closed in March.",
        ["the bridge closed in March | Maria Keller | asserted | False | certain"],
    ),
    (
        "Keller said the bridge has not been inspected since 2019.",
        ["the bridge has not been inspected since 2019 | Keller | asserted | True | certain"],
    ),
    (
        "“The dam holds 40 million gallons,” engineer Tom Berg said.",
        ["The dam holds 40 million gallons | Tom Berg | asserted | False | certain"],
    ),
    (
        "“We have never missed a payment,” Berg said.",
        ["We have never missed a payment | Berg | asserted | True | certain"],
    ),
    (
        "Berg said the plant employs 312 people and pays $4 million in taxes.",
        [
            "the plant employs 312 people | Berg | asserted | False | certain",
            "the plant pays $4 million in taxes | Berg | asserted | False | certain",
        ],
    ),
    (
        "The company said it did not know of the leak until June.",
        ["it did not know of the leak until June | company | asserted | True | certain"],
    ),
    (
        "The company denied that it dumped waste in the river.",
        ["it dumped waste in the river | company | denied | False | certain"],
    ),
    (
        "Ruiz denied taking money from the developer.",
        ["Ruiz denied taking money from the developer | None | asserted | False | certain"],
    ),
    ("Ruiz denied that she had met the developer.", ["she had met the developer | Ruiz | denied | False | certain"]),
    ("Cole disputed that the city owes $2 million.", ["the city owes $2 million | Cole | denied | False | certain"]),
    (
        "A spokesman said the department had no plans to close the lab.",
        ["the department had no plans to close the lab | spokesman | asserted | True | certain"],
    ),
    (
        "The ministry confirmed that 14 people died in the fire.",
        ["14 people died in the fire | ministry | asserted | False | certain"],
    ),
    (
        "Police said two men were arrested on Friday.",
        ["two men were arrested on Friday | Police | asserted | False | certain"],
    ),
    (
        "Police said the driver may have been drunk.",
        ["the driver may have been drunk | Police | asserted | False | possible"],
    ),
    (
        "Officials said the storm could reach the coast by Sunday.",
        ["the storm could reach the coast by Sunday | Officials | asserted | False | possible"],
    ),
    ("Analysts expect prices to fall by 3 percent.", []),
    (
        "The bank estimated that rates will rise to 5 percent.",
        ["rates will rise to 5 percent | bank | asserted | False | probable"],
    ),
    (
        "Shah said it is likely that the mill will close in 2031.",
        ["it is likely that the mill will close in 2031 | Shah | asserted | False | probable"],
    ),
    ("Shah said the mill will probably close.", ["the mill will probably close | Shah | asserted | False | probable"]),
    ("Shah believes the mill will close.", []),
    (
        "Prosecutors alleged that Stone took $50,000 in bribes.",
        ["Stone took $50,000 in bribes | Prosecutors | asserted | False | certain"],
    ),
    (
        "The lawsuit alleges that the firm hid the defects.",
        ["the firm hid the defects | lawsuit | asserted | False | certain"],
    ),
    (
        "The report found that 60 percent of the wells are contaminated.",
        ["60 percent of the wells are contaminated | report | asserted | False | certain"],
    ),
    (
        "The report found no evidence of fraud.",
        ["The report found no evidence of fraud | None | asserted | True | certain"],
    ),
    (
        "A study by the university found that the drug cuts deaths by a third.",
        ["the drug cuts deaths by a third | university | asserted | False | certain"],
    ),
    (
        "According to the report, 9,000 jobs were lost in 2023.",
        ["9,000 jobs were lost in 2023 | report | asserted | False | certain"],
    ),
    (
        "According to Keller, the school has had no nurse since 2028.",
        ["the school has had no nurse since 2028 | Keller | asserted | True | certain"],
    ),
    ("“The mayor lied,” Ruiz said.", ["The mayor lied | Ruiz | asserted | False | certain"]),
    (
        "“Nobody told us before Monday,” said Lena Okoro, whose house was flooded.",
        ["Nobody told us before Monday | Lena Okoro | asserted | True | certain"],
    ),
    (
        "“None of the trucks were inspected,” Okoro said.",
        ["None of the trucks were inspected | Okoro | asserted | True | certain"],
    ),
    (
        "“Not all members came in 2027,” Okoro said.",
        ["Not all members came in 2027 | Okoro | asserted | True | certain"],
    ),
    (
        "“Few residents came to the hearing,” Berg said.",
        ["Few residents came to the hearing | Berg | asserted | False | certain"],
    ),
    (
        "“The road opened in 2018, and it has flooded every spring since,” Moss said.",
        [
            "The road opened in 2018 | Moss | asserted | False | certain",
            "it has flooded every spring since | Moss | asserted | False | certain",
        ],
    ),
    (
        "Moss said the county bought the land in 1998 and sold it in 2004.",
        [
            "the county bought the land in 1998 | Moss | asserted | False | certain",
            "the county sold it in 2004 | Moss | asserted | False | certain",
        ],
    ),
    ("Moss said the county neither owns nor leases the land.", []),
    (
        "Moss said the county did not buy the land but leased it.",
        [
            "the county did not buy the land | Moss | asserted | True | certain",
            "the county leased it | Moss | asserted | False | certain",
        ],
    ),
    pytest.param(
        "Moss said that, unlike its neighbors, the county taxes boats.",
        [],
        marks=pytest.mark.xfail(strict=True, reason="what Moss said is taken for the outlet’s claim"),
    ),
    (
        "Moss said that if the levee fails, the town will flood.",
        ["if the levee fails, the town will flood | Moss | asserted | False | certain"],
    ),
    (
        "Moss said the levee would fail unless the state pays.",
        ["the levee would fail unless the state pays | Moss | asserted | False | certain"],
    ),
    (
        "Moss said the levee held because the river fell.",
        ["the levee held because the river fell | Moss | asserted | False | certain"],
    ),
    ("The senator said she opposed the bill.", ["she opposed the bill | senator | asserted | False | certain"]),
    (
        "The senator said she would not vote for the bill.",
        ["she would not vote for the bill | senator | asserted | True | certain"],
    ),
    (
        "The senator promised to visit the town.",
        ["The senator promised to visit the town | None | asserted | False | certain"],
    ),
    (
        "The union says 812 of its 1,100 members have signed.",
        ["812 of its 1,100 members have signed | union | asserted | False | certain"],
    ),
    (
        "Stone told the court that he was not in the house.",
        ["he was not in the house | Stone | asserted | True | certain"],
    ),
    ("Stone admitted that he had driven the car.", ["he had driven the car | Stone | asserted | False | certain"]),
    ("Stone insisted that the gun was not his.", ["the gun was not his | Stone | asserted | True | certain"]),
    (
        "Stone conceded that the city had overspent by $2 million.",
        ["the city had overspent by $2 million | Stone | asserted | False | certain"],
    ),
    ("Witnesses said the boat had no lights.", ["the boat had no lights | Witnesses | asserted | True | certain"]),
    (
        "“The hospital turned away at least 12 patients,” a nurse said.",
        ["The hospital turned away at least 12 patients | nurse | asserted | False | certain"],
    ),
    (
        "“More than half of the teachers left,” said the principal, Joan Park.",
        ["More than half of the teachers left | Joan Park | asserted | False | certain"],
    ),
    (
        "“Only three of the 20 pumps work,” Park said.",
        ["Only three of the 20 pumps work | Park | asserted | False | certain"],
    ),
    (
        "“Almost every house lost its roof,” Park said.",
        ["Almost every house lost its roof | Park | asserted | False | certain"],
    ),
    (
        "“Our budget has doubled since 2015,” Treasurer Mike Fell said.",
        ["Our budget has doubled since 2015 | Mike Fell | asserted | False | certain"],
    ),
    (
        "“The tax raised $3.2 million last year,” Fell said, “and the fee raised $800,000.”",
        [
            "The tax raised $3.2 million last year | Fell | asserted | False | certain",
            "the fee raised $800,000 | Fell | asserted | False | certain",
        ],
    ),
    (
        "“The tax,” Fell said, “raised $3.2 million last year.”",
        ["The tax raised $3.2 million last year | Fell | asserted | False | certain"],
    ),
    (
        "Fell said the tax raised about $3.2 million.",
        ["the tax raised about $3.2 million | Fell | asserted | False | certain"],
    ),
    (
        "Fell said the tax might raise $3.2 million.",
        ["the tax might raise $3.2 million | Fell | asserted | False | possible"],
    ),
    pytest.param(
        "Fell said the tax cannot raise $3.2 million.",
        ["the tax cannot raise $3.2 million | Fell | asserted | True | certain"],
        marks=pytest.mark.xfail(strict=True, reason="the parse loses the “not” of “cannot”"),
    ),
    (
        "Fell said he knew that the tax would raise $3.2 million.",
        ["he knew that the tax would raise $3.2 million | Fell | asserted | False | certain"],
    ),
    ("Fell said he doubted that the tax would raise $3.2 million.", []),
    ("Fell said he was not sure the tax raised $3.2 million.", []),
    (
        "The airline apologized and said the crew had followed the rules.",
        [
            "The airline apologized | None | asserted | False | certain",
            "the crew had followed the rules | airline | asserted | False | certain",
        ],
    ),
    (
        "The Harbor City Council approved the budget on Monday.",
        ["The Harbor City Council approved the budget on Monday | None | asserted | False | certain"],
    ),
    (
        "The Pellham fire destroyed 12 homes on Tuesday.",
        ["The Pellham fire destroyed 12 homes on Tuesday | None | asserted | False | certain"],
    ),
    ("Harbor City has 40,000 residents.", ["Harbor City has 40,000 residents | None | asserted | False | certain"]),
    (
        "The Tarn River rose 3 feet on Sunday.",
        ["The Tarn River rose 3 feet on Sunday | None | asserted | False | certain"],
    ),
    (
        "The Ashgrove mill, which closed in 2009, employed 300 people.",
        ["The Ashgrove mill, which closed in 2009, employed 300 people | None | asserted | False | certain"],
    ),
    (
        "Berg, who is 52, has led the Ashgrove union since 2011.",
        ["Berg, who is 52, has led the Ashgrove union since 2011 | None | asserted | False | certain"],
    ),
    (
        "Ashgrove did not renew its contract with Acme Corp.",
        ["Ashgrove did not renew its contract with Acme Corp. | None | asserted | True | certain"],
    ),
    (
        "Acme Corp. will probably move its plant to Marlow.",
        ["Acme Corp. will probably move its plant to Marlow | None | asserted | False | probable"],
    ),
    (
        "Acme Corp. may move its plant to Marlow.",
        ["Acme Corp. may move its plant to Marlow | None | asserted | False | possible"],
    ),
    (
        "Acme Corp. reportedly moved its plant to Marlow.",
        ["Acme Corp. reportedly moved its plant to Marlow | None | asserted | False | unknown"],
    ),
    (
        "Neither Acme Corp. nor its lawyers replied on Monday.",
        ["Neither Acme Corp. nor its lawyers replied on Monday | None | asserted | True | certain"],
    ),
    (
        "The Marlow bridge opened in 1931 and closed in 2020.",
        [
            "The Marlow bridge opened in 1931 | None | asserted | False | certain",
            "The Marlow bridge closed in 2020 | None | asserted | False | certain",
        ],
    ),
    (
        "Keller bought the Marlow mill but did not reopen it.",
        [
            "Keller bought the Marlow mill | None | asserted | False | certain",
            "Keller did not reopen it | None | asserted | True | certain",
        ],
    ),
    ("What did the mayor know?", []),
    ("“Who paid for this?” Ruiz asked.", []),
    ("“Vote for me,” Ruiz said.", []),
    ("“Please stay inside,” Chief Stone said.", []),
    ("“Let us hope for rain,” Moss said.", []),
    ("“I hope the mill reopens,” Berg said.", []),
    ("“I love this town,” Berg said.", []),
    ("“This is a great day for Ashgrove,” Mayor Cole said.", []),
    ("“It is a disgrace,” Ruiz said.", []),
    ("“The plan is terrible,” Ruiz said.", []),
    ("“The state should pay for the levee,” Moss said.", []),
    ("“We must act now,” Moss said.", []),
    ("“Thank you all for coming,” Cole said.", []),
    ("“I think we can win,” Cole said.", []),
    ("“Wow,” Cole said.", []),
    ("It rained.", []),
    ("He was tired and went home.", []),
    ("Berg wants the state to pay for the levee.", []),
    ("Berg urged residents to leave.", ["Berg urged residents to leave | None | asserted | False | certain"]),
    (
        "The group called on the governor to sign the bill.",
        ["The group called on the governor to sign the bill | None | asserted | False | certain"],
    ),
    ("The council thanked the volunteers.", ["The council thanked the volunteers | None | asserted | False | certain"]),
    ("Ruiz wondered whether the plan was legal.", []),
    ("Ruiz asked how much the bridge cost.", []),
    ("Ruiz declined to say whether she met the developer.", []),
    ("Ruiz said she hopes to run again.", []),
    ("“Would you pay $500 for a ticket?” Fell asked.", []),
    ("“If only we had known,” Keller said.", []),
    ("“Ashgrove’s schools are the best in the state,” Cole said.", []),
    (
        "“Crime has fallen by 12 percent since 2021,” the mayor said.",
        ["Crime has fallen by 12 percent since 2021 | mayor | asserted | False | certain"],
    ),
    ("“Crime has not fallen,” the sheriff said.", ["Crime has not fallen | sheriff | asserted | True | certain"]),
    (
        "“There were no guns in the car that they stopped on Monday,” Stone’s lawyer said.",
        ["There were no guns in the car that they stopped on Monday | Stone’s lawyer | asserted | True | certain"],
    ),
    (
        "“There were 14 children on the bus,” Principal Park said.",
        ["There were 14 children on the bus | Park | asserted | False | certain"],
    ),
    (
        "“The company never filed the report, and it was fined in 2022,” Okoro said.",
        [
            "The company never filed the report | Okoro | asserted | True | certain",
            "it was fined in 2022 | Okoro | asserted | False | certain",
        ],
    ),
    (
        "Okoro said the firm was fined twice, in 2020 and 2022.",
        ["the firm was fined twice, in 2020 and 2022 | Okoro | asserted | False | certain"],
    ),
    ("Okoro said every pump failed.", ["every pump failed | Okoro | asserted | False | certain"]),
    ("Okoro said nearly all pumps failed.", ["nearly all pumps failed | Okoro | asserted | False | certain"]),
    ("Okoro said the pumps failed, not the wall.", []),
    (
        "Two former aides said Cole had ordered the cuts.",
        ["Cole had ordered the cuts | Two former aides | asserted | False | certain"],
    ),
    (
        "An official who asked not to be named said the raid failed.",
        ["the raid failed | official who asked not to be named | asserted | False | certain"],
    ),
    (
        "The White House said the president did not call the governor.",
        ["the president did not call the governor | White House | asserted | True | certain"],
    ),
    ("The treaty bans mines, the minister said.", ["The treaty bans mines | minister | asserted | False | certain"]),
    (
        "The minister rejected claims that the army fired first.",
        ["the army fired first | minister | denied | False | certain"],
    ),
    ("The minister said claims that the army fired first were false.", []),
    (
        "Berg told the Gazette that the union had lost 200 members.",
        ["the union had lost 200 members | Berg | asserted | False | certain"],
    ),
    pytest.param(
        "“‘The well lost 12 feet of water,’ the farmer told me in May,” Moss said.",
        ["The well lost 12 feet of water | farmer | asserted | False | certain"],
        marks=pytest.mark.xfail(strict=True, reason="the claim in this quote within a quote is lost"),
    ),
    (
        "“She told me, ‘The bank never paid the 40 workers,’ and hung up,” Berg said.",
        ["The bank never paid the 40 workers | None | asserted | True | certain"],
    ),
    (
        "“I told them, ‘The bridge lost 30 bolts,’ in 2027,” engineer Ana Ruiz said.",
        ["The bridge lost 30 bolts | Ana Ruiz | asserted | False | certain"],
    ),
    (
        "The senator dismissed reports that she had met the donor.",
        ["she had met the donor | senator | denied | False | certain"],
    ),
    (
        "The firm rejected a claim that its trucks were unsafe.",
        ["its trucks were unsafe | firm | denied | False | certain"],
    ),
    (
        "The police chief allegedly took $5,000, Berg said.",
        ["The police chief allegedly took $5,000 | Berg | asserted | False | unknown"],
    ),
    (
        "The bishop said the parish supposedly owes $2 million.",
        ["the parish supposedly owes $2 million | bishop | asserted | False | unknown"],
    ),
    (
        "Stone said the dam might not hold 40 million gallons.",
        ["the dam might not hold 40 million gallons | Stone | asserted | True | possible"],
    ),
    (
        "Stone said it is possible that the dam leaked in 2027.",
        ["it is possible that the dam leaked in 2027 | Stone | asserted | False | possible"],
    ),
    ("Stone said no one was hurt.", ["no one was hurt | Stone | asserted | True | certain"]),
    ("Stone said hardly anyone was hurt.", []),
    (
        "The agency said that, as of Monday, 14 of the 20 wells were safe.",
        ["as of Monday, 14 of the 20 wells were safe | agency | asserted | False | certain"],
    ),
    # What was not said, what was asked, and what a clause beyond the frame limits.
    ("Petrie did not say that he would challenge the decision.", []),
    ("Neither the governor nor his office has said that the bill will be signed.", []),
    ("No one at the company has said that the plant will close.", []),
    ("The minister never said that taxes would rise.", []),
    ("Cole stopped short of saying that the mayor lied.", []),
    ("The police have not said that the driver was drunk.", []),
    ("Petrie did not deny that he took the money.", []),
    (
        "“Unless it rains,” said Tom Berg, “the dam will be empty in May.”",
        ["Unless it rains the dam will be empty in May | Tom Berg | asserted | False | certain"],
    ),
    (
        "“We will hire 40 people,” Berg said, “if the state pays.”",
        ["We will hire 40 people if the state pays | Berg | asserted | False | certain"],
    ),
    (
        "“We expect no layoffs in 2031,” Berg said, “at least for the first three months.”",
        ["We expect no layoffs in 2031 at least for the first three months | Berg | asserted | True | probable"],
    ),
    ("“We sold the mill,” Berg said, “and paid the debt.”", ["We sold the mill | Berg | asserted | False | certain"]),
    ("“You voted for this, didn’t you?” Ruiz said.", []),
    ("“What I said was that we would need 40 officers,” Ruiz said.", []),
    ("Ruiz said she could not find the file.", ["she could not find the file | Ruiz | asserted | True | certain"]),
    (
        "“The police could not find the two guns,” Stone said.",
        ["The police could not find the two guns | Stone | asserted | True | certain"],
    ),
    (
        "Berg said the novel will appear in January.",
        ["the novel will appear in January | Berg | asserted | False | certain"],
    ),
    (
        "Bookmakers are offering odds of 5-2 that the mayor will be gone by June.",
        [],
    ),
    # What third parties claim is asserted by nobody here.
    ("The spokesman called claims that the plant leaked oil nonsense.", []),
    ("The Kremlin called the accusation that it jammed the signals baseless.", []),
    pytest.param(
        "The mayor described as false the allegation that she took money.",
        [],
        marks=pytest.mark.xfail(strict=True, reason="what the mayor rejects is taken for a claim of the outlet"),
    ),
    (
        "The minister said the idea that crime rose in 2027 was an invention of the press.",
        ["the idea that crime rose in 2027 was an invention of the press | minister | asserted | False | certain"],
    ),
    ("The president said he had been wrong to claim that the war was over.", []),
    (
        "The union never claimed that the company broke the law, its president Joan Platt said.",
        ["The union never claimed that the company broke the law | Joan Platt | asserted | True | certain"],
    ),
    (
        "The senator said critics claim that the law hurts farmers.",
        ["critics claim that the law hurts farmers | senator | asserted | False | certain"],
    ),
    ("The report said a claim that the dam leaked was false.", []),
    # "no" as an answer or a vote, and "no longer".
    (
        "The report is old.\n\nCouncilmen Roy Stone and Pete Berg voted no.",
        ["Councilmen Roy Stone and Pete Berg voted no | None | asserted | False | certain"],
    ),
    ("“I told him no,” Tanya Brooks said.", ["I told him no | Tanya Brooks | asserted | False | certain"]),
    (
        "“I no longer had access to the files,” Simon Vane said.",
        ["I no longer had access to the files | Simon Vane | asserted | True | certain"],
    ),
    (
        "Thomas Moss said he was not opposed to the idea of a ban.",
        ["he was not opposed to the idea of a ban | Thomas Moss | asserted | True | certain"],
    ),
    # Words that are not hedges here, and hedges.
    (
        "Ruiz denied that her staff had inflated traffic estimates.",
        ["her staff had inflated traffic estimates | Ruiz | denied | False | certain"],
    ),
    (
        "Berg said the man appeared to know where the drugs were kept.",
        ["the man appeared to know where the drugs were kept | Berg | asserted | False | probable"],
    ),
    (
        "Stone said the project was likely to run over budget and that the city had not yet applied for a grant.",
        [
            "the project was likely to run over budget | Stone | asserted | False | probable",
            "the city had not yet applied for a grant | Stone | asserted | True | certain",
        ],
    ),
    # The outlet's clause next to a report.
    (
        "The report is old.\n\nThree families sued Harbor City in 2021, arguing that the law had cost them money.",
        [
            "Three families sued Harbor City in 2021 | None | asserted | False | certain",
            "the law had cost them money | Three families | asserted | False | certain",
        ],
    ),
    # Acts of a court; what happened on a day.
    (
        "The report is old.\n\nA judge dismissed a similar suit by Moss in 2022.",
        ["A judge dismissed a similar suit by Moss in 2022 | None | asserted | False | certain"],
    ),
    (
        "The report is old.\n\nThe pharmacy reopened on Monday.",
        ["The pharmacy reopened on Monday | None | asserted | False | certain"],
    ),
    (
        "“When I was nine years old I moved to Ostry,” Berg said.",
        ["When I was nine years old I moved to Ostry | Berg | asserted | False | certain"],
    ),
    (
        "“I joined the choir when I was six,” Berg said.",
        ["I joined the choir when I was six | Berg | asserted | False | certain"],
    ),
    (
        "Moss said that when he met the other drivers in May, they showed him their letters.",
        ["when he met the other drivers in May, they showed him their letters | Moss | asserted | False | certain"],
    ),
    (
        "The mill closed in 2029 after Stone told the board that the boiler had cracked.",
        [
            "The mill closed in 2029 after Stone told the board that the boiler had cracked | None | asserted | False | certain",
            "the boiler had cracked | Stone | asserted | False | certain",
        ],
    ),
    (
        "The fund sold two mills to Acme Bank, which runs the port of Tarn: Ashgrove and Kell.",
        [
            "The fund sold two mills to Acme Bank, which runs the port of Tarn: Ashgrove and Kell | None | asserted | False | certain"
        ],
    ),
    (
        "The town has had a dispute since April 2029, which has cost it $2 million.",
        [
            "The town has had a dispute since April 2029, which has cost it $2 million | None | asserted | False | certain"
        ],
    ),
    (
        "Acme holds shares in Bolt, which are worth $2 million.",
        ["Acme holds shares in Bolt, which are worth $2 million | None | asserted | False | certain"],
    ),
    (
        "The guide lists villas in Kell (as those who rent rooms call them in Tarn).",
        [
            "The guide lists villas in Kell (as those who rent rooms call them in Tarn) | None | asserted | False | certain"
        ],
    ),
    (
        "Moss said that any driver found guilty of speeding may be fined $900.",
        ["any driver found guilty of speeding may be fined $900 | Moss | asserted | False | possible"],
    ),
    (
        "Two nurses opened the clinic at an event co-hosted by the Ashgrove Trust.",
        [
            "Two nurses opened the clinic at an event co-hosted by the Ashgrove Trust | None | asserted | False | certain"
        ],
    ),
    (
        "-The pier has closed for 40 days, the mayor said.",
        ["The pier has closed for 40 days | mayor | asserted | False | certain"],
    ),
    (
        "The 6 km (4-mile) tunnel below the Kell opened in May and was paid for by Acme in 2029.",
        [
            "The 6 km (4-mile) tunnel below the Kell opened in May | None | asserted | False | certain",
            "The 6 km (4-mile) tunnel below the Kell was paid for by Acme in 2029 | None | asserted | False | certain",
        ],
    ),
    (
        "The bridge closed in May. This cost the town $2 million.",
        ["The bridge closed in May | None | asserted | False | certain"],
    ),
    (
        "Drivers pay the town of Kell $90. Otherwise, they lose their cars.",
        ["Drivers pay the town of Kell $90 | None | asserted | False | certain"],
    ),
    (
        "The union criticized Moss for doing little for the mills as she toured the north in 2029.",
        [
            "The union criticized Moss for doing little for the mills as she toured the north in 2029 | None | asserted | False | certain"
        ],
    ),
    (
        "The board fined Moss $900 in May for selling a brand without saying that she owned it.",
        [
            "The board fined Moss $900 in May for selling a brand without saying that she owned it | None | asserted | False | certain"
        ],
    ),
    (
        "A fire station in Tarn will go dark in 2031 after the council cut its budget on Monday.",
        [
            "A fire station in Tarn will go dark in 2031 | None | asserted | False | certain",
            "the council cut its budget on Monday | None | asserted | False | certain",
        ],
    ),
    (
        "The school in Kell, the union said, opened in 2029 and added it had no library.",
        ["The school in Kell opened in 2029 | union | asserted | False | certain"],
    ),
    (
        "The firm opened a shop called “Tarn Tools in May 2029.",
        [],
    ),
    (
        "Moss said there was a need for a new bridge in Kell.",
        [],
    ),
    # A condition stays with what it limits, wherever it is.
    (
        "Holm said the ferry will sail on Friday should the wind drop.",
        ["the ferry will sail on Friday should the wind drop | Holm | asserted | False | certain"],
    ),
    (
        "“We will keep families informed should anything change,” said Al Dorn.",
        ["We will keep families informed should anything change | Al Dorn | asserted | False | certain"],
    ),
    (
        "If doctors found a fault in the implant, the clinic's director, Olga Venn, told reporters, patients would get a new one.",
        [
            "If doctors found a fault in the implant patients would get a new one | Olga Venn | asserted | False | certain"
        ],
    ),
    # A relative clause that may be about either noun is no claim of its own.
    (
        "Ilse Korn wrote a history of the Baltic fleet, which sold 50,000 copies.",
        ["Ilse Korn wrote a history of the Baltic fleet, which sold 50,000 copies | None | asserted | False | certain"],
    ),
    # A participle does not lose the auxiliary that it shares.
    (
        "Nolan was sentenced to eight years in prison and his wife fined $20,000 for hiding the money.",
        [
            "Nolan was sentenced to eight years in prison and his wife fined $20,000 for hiding the money | None | asserted | False | certain"
        ],
    ),
    (
        "The court fined the firm and its director resigned.",
        [
            "The court fined the firm | None | asserted | False | certain",
            "its director resigned | None | asserted | False | certain",
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(read: Read, text: str, expected: list[str]) -> None:
    """Questions, wishes, norms, commands and opinions are not claims; claims keep negation, hedges and numbers."""
    assert [" | ".join(map(str, row)) for row in claim_rows(*read(text))] == expected
