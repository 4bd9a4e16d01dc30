"""Where contents and sources begin and end, and what is no report although the reader marked it."""

from __future__ import annotations

import pytest

from .conftest import Read, quote_rows

# The second verb of a frame ends the content, and its own content is a second quote.
TWO_REPORTS = [
    (
        "Mayor Alma Stein said the harbor would be dredged and criticized the county for the delay.",
        [
            "indirect | the harbor would be dredged | Mayor Alma Stein | said | Alma Stein (named)",
            "indirect | the county for the delay | Mayor Alma Stein | criticized | Alma Stein (named)",
        ],
    ),
    (
        "The minister told reporters that the army would leave and urged residents to stay calm.",
        [
            "indirect | the army would leave | The minister | told | minister (role)",
            "indirect | residents to stay calm | The minister | urged | minister (role)",
        ],
    ),
    pytest.param(
        "Reed said the plan was late and left the room.",
        ["indirect | the plan was late | Reed | said | Reed (named)"],
        marks=pytest.mark.xfail(strict=True, reason="nothing says that a plan cannot leave a room"),
    ),
    (
        "A former guard, who asked not to be named, told the Ledger that the gate was open.",
        ["indirect | the gate was open | A former guard | told | former guard (anonymous) | via Ledger"],
    ),
    (
        "Police said the driver was drunk and arrested him at the scene.",
        ["indirect | the driver was drunk | Police | said | Police (collective)"],
    ),
    (
        "The minister said farmers were angry and promised to meet them on Friday.",
        [
            "indirect | farmers were angry | The minister | said | minister (role)",
            "indirect | to meet them on Friday | The minister | promised | minister (role)",
        ],
    ),
    (
        "Reed said the plan was late and would cost more.",
        ["indirect | the plan was late and would cost more | Reed | said | Reed (named)"],
    ),
    (
        "Reed said the county bought the land in 2031 and sold it.",
        ["indirect | the county bought the land in 2031 and sold it | Reed | said | Reed (named)"],
    ),
    (
        "Reed said her boss was rude and sent her home.",
        ["indirect | her boss was rude and sent her home | Reed | said | Reed (named)"],
    ),
    (
        "Reed said she would appeal and left the courtroom.",
        ["indirect | she would appeal | Reed | said | Reed (named)"],
    ),
    (
        "Reed said the pump was broken and needed a new valve.",
        ["indirect | the pump was broken and needed a new valve | Reed | said | Reed (named)"],
    ),
    (
        "The club defended Tarn, saying the coach had done nothing wrong.",
        ["indirect | the coach had done nothing wrong | The club | saying | club (collective)"],
    ),
]
# What is reported before its cue begins with its subject; quoted words end with the mark.
WHOLE_CLAUSES = [
    (
        'The famous actress Dora Venn, who played in the thriller "Le Grand Jour" shown in competition at the Tarn festival in 2030, has died at the age of 92, state media reported Monday.',
        [
            'indirect | The famous actress Dora Venn, who played in the thriller "Le Grand Jour" shown in competition at the Tarn festival in 2030, has died at the age of 92 | state media | reported | state media (collective)'
        ],
    ),
    ("“I only wanted to help” with a shrug, he said.", ["direct | I only wanted to help | he | said | - (unknown)"]),
    (
        "“We never saw the boat” in a low voice, said Ruth Amsel.",
        ["direct | We never saw the boat | Ruth Amsel | said | Ruth Amsel (named)"],
    ),
    (
        "The prosecutor claims that Thies hid the money, which his wife denies.",
        ["indirect | Thies hid the money | The prosecutor | claims | prosecutor (role)"],
    ),
    (
        "Reed said the pier, which the builder repaired, was rotten.",
        ["indirect | the pier, which the builder repaired, was rotten | Reed | said | Reed (named)"],
    ),
    (
        "The board asked residents to boil their water.",
        ["indirect | residents to boil their water | The board | asked | board (collective)"],
    ),
    (
        "The court ordered the firm to pay the workers.",
        ["indirect | the firm to pay the workers | The court | ordered | court (collective)"],
    ),
]
# A cue inside the sentence that it reports has its source after it.
INSERTED = [
    (
        "The government, pointed out the vice-president, will pay for the new road.",
        [
            "indirect | The government / will pay for the new road | the vice-president | pointed out | vice-president (role)"
        ],
    ),
    (
        "The pilot, Bo Falk told police, was drunk.",
        ["indirect | The pilot / was drunk | Bo Falk | told | Bo Falk (named)"],
    ),
    (
        "The mayor, Bo Falk, said the pool was shut.",
        ["indirect | the pool was shut | The mayor, Bo Falk | said | Bo Falk (named)"],
    ),
    (
        "The canal, says the engineer, will be deeper than the river.",
        ["indirect | The canal / will be deeper than the river | the engineer | says | engineer (role)"],
    ),
    (
        "Norvo Foods, said the receiver, was sold for a crown.",
        ["indirect | Norvo Foods / was sold for a crown | the receiver | said | receiver (role)"],
    ),
    (
        "The dam, warned the minister, could break within days.",
        ["indirect | The dam / could break within days | the minister | warned | minister (role)"],
    ),
    (
        "He and Kolb, explains the sailor, “were asked by the owner to join the crew.”",
        ["mixed | He and Kolb / “were asked by the owner to join the crew.” | the sailor | explains | sailor (role)"],
    ),
]
# A source has its nickname, and not a participle with its own subject.
ENDS_OF_SOURCES = [
    ("“It was cold,” said Holm, his hands shaking.", ["direct | It was cold | Holm | said | Holm (named)"]),
    (
        "“I knew them all,” said a guide known as “Stump.”",
        ["direct | I knew them all | a guide known as “Stump.” | said | Stump (named)"],
    ),
    (
        "There were shouts of “Resign!” from the back rows.",
        ["direct | Resign! | the back rows | shouts of | back rows (collective)"],
    ),
    (
        "According to a post on the club’s website, the match is off.",
        ["indirect | the match is off | a post on the club’s website | According to | club (document)"],
    ),
]
# The government of somebody is not that person; "who" may mean two people.
OWNERS = [
    (
        "The government of President Rolf Thies said the mine was safe.",
        [
            "indirect | the mine was safe | The government of President Rolf Thies | said | government of President Rolf Thies (collective)"
        ],
    ),
    (
        "The office of Governor Ida Kolb said the mine was safe.",
        [
            "indirect | the mine was safe | The office of Governor Ida Kolb | said | office of Governor Ida Kolb (collective)"
        ],
    ),
    (
        "College of Tarn Dean of Medicine Ruth Amsel said the mine was safe.",
        ["indirect | the mine was safe | College of Tarn Dean of Medicine Ruth Amsel | said | Ruth Amsel (named)"],
    ),
    (
        "Ruth Amsel and Greta Holm, who said the mine was safe, left early.",
        ["indirect | the mine was safe | who | said | - (unknown)"],
    ),
]
# A title goes on to the name after it; bodies that are listed are no single speaker.
LISTS = [
    (
        "Tarn Steel and the Harbor Trust said the mine was safe.",
        ["indirect | the mine was safe | Tarn Steel and the Harbor Trust | said | - (unknown)"],
    ),
    (
        "Norvo Foods, Tarn Steel and the Harbor Trust said the mine was safe.",
        ["indirect | the mine was safe | Norvo Foods, Tarn Steel and the Harbor Trust | said | - (unknown)"],
    ),
]
# Hedges of the outlet, reputations, pleas, glosses and mere objects are no reports.
HEDGES = [
    ("The ferry is expected to sail in May.", []),
    (
        "Analysts expect the ferry to sail in May.",
        ["indirect thought | the ferry to sail in May | Analysts | expect | Analysts (collective)"],
    ),
    (
        "The ferry is believed to have sunk.",
        ["indirect thought | The ferry / to have sunk | - | is believed | - (unknown)"],
    ),
    ("The choir seems to have lost its conductor.", []),
    ("The tower is known for its bells.", []),
    ("The bay is considered a nursery for seals.", []),
    ("The captain pleaded guilty to smuggling.", []),
    (
        "“They will come back,” Reed said, referring to the geese.",
        ["direct | They will come back | Reed | said | Reed (named)"],
    ),
    ("Reed called the fire brigade.", []),
    ("Reed called the strike a mistake.", ["indirect | the strike a mistake | Reed | called | Reed (named)"]),
    ("The guide describes the cave.", []),
    (
        "The guide described the cave as a cathedral.",
        ["indirect | the cave as a cathedral | The guide | described | guide (role)"],
    ),
]
# What somebody may say, or must say, was not said; what somebody only answers is of others.
UNREAL = [
    ("If Reed says the bridge is closed, drivers will turn back.", []),
    ("Anyone who thinks that the river is clean should swim in it.", []),
    ("The minister must explain why the road was closed.", []),
    (
        "The ministry responded to claims that the wells were dry.",
        ["indirect | the wells were dry | - | claims | - (unknown)"],
    ),
    ("We asked listeners whether the pier should go.", []),
]
# An utterance may end before the full stop, or without one, and its marks may be of two styles.
WITHOUT_STOP = [
    (
        "“My son brought me a radio because I could not read”. Greta Holm is 80.",
        ["direct | My son brought me a radio because I could not read | - | - | - (unknown)"],
    ),
    (
        "The critics agree.\n\n“The second act drags and nobody laughs”",
        ["direct | The second act drags and nobody laughs | - | - | - (unknown)"],
    ),
    (
        '“we had no money, as the mill was shut. I asked my brother for help", said Holm.',
        ["direct | we had no money, as the mill was shut. I asked my brother for help | Holm | said | Holm (named)"],
    ),
    ("Her last album was “Chant d’Or”.", []),
]
# A pronoun means who spoke before, if nobody else is named in between.
WHO_GOES_ON = [
    (
        "Ned Farrow, head of the guides, said the trails were open.\n\nKarl Moss, head of the huts, said beds were few.\n\nRoofs leak, too, and wood is wet.\n\nHe said repairs would take a year.",
        [
            "indirect | the trails were open | Ned Farrow, head of the guides | said | Ned Farrow (named)",
            "indirect | beds were few | Karl Moss, head of the huts | said | Karl Moss (named)",
            "indirect | repairs would take a year | He | said | Karl Moss (named)",
        ],
    ),
    (
        "In a statement, the municipality said the road was open.\n\nThe road had been shut for some time since the flood.\n\n“It is safe,” it said.",
        [
            "indirect | the road was open | the municipality | said | municipality (collective)",
            "direct | It is safe | it | said | municipality (collective)",
        ],
    ),
]

EXAMPLES = [
    *TWO_REPORTS,
    *WHOLE_CLAUSES,
    *INSERTED,
    *ENDS_OF_SOURCES,
    *OWNERS,
    *LISTS,
    *HEDGES,
    *UNREAL,
    *WITHOUT_STOP,
    *WHO_GOES_ON,
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_boundaries(read: Read, text: str, expected: list[str]) -> None:
    """The quotes of a text are these and no others."""
    text, found = read(text)
    assert quote_rows(text, found) == expected


# Quotes inside a reported clause.
NESTED = [
    ("Amsel said the guard had yelled “get out” at the children.", ["direct | get out | the guard | yelled"]),
    ("Holm said her doctor wrote “no sugar” on a card.", ["direct | no sugar | her doctor | wrote"]),
    ("Holm said the “no sugar” card was a joke.", []),
    ("Holm said she would answer “no” if asked.", []),
    ("Holm said that Reed called the card “a joke.”", []),
]


@pytest.mark.parametrize(("text", "expected"), NESTED)
def test_quotes_inside_reports(read: Read, text: str, expected: list[str]) -> None:
    """Words that somebody else said are a quote of their own inside the report."""
    text, found = read(text)
    inside = [row for row, quote in zip(quote_rows(text, found), found.quotes, strict=True) if quote.within is not None]
    assert [row.rsplit(" | ", 1)[0] for row in inside] == expected


# Texts, and the polarity of their only quote.
POLARITY = [
    ("The pastor does not think the bell was stolen.", "negative"),
    ("The bank never believed that the mill would reopen.", "negative"),
    ("The coach is not sure the team can win.", "negative"),
    ("The city did not expect the river to rise.", "negative"),
    ("The army dismissed the report as “false.”", "positive"),
    ("The army dismissed the report that a bridge had fallen.", "negative"),
]


@pytest.mark.parametrize(("text", "expected"), POLARITY)
def test_polarity(read: Read, text: str, expected: str) -> None:
    """What the source does not believe or expect is negative."""
    _, found = read(text)
    assert [quote.polarity for quote in found.quotes] == [expected]


SILENT = ["Holm does not know whether the ferry sails.", "Holm did not want to say when the ferry sails."]


@pytest.mark.parametrize("text", SILENT)
def test_silence_is_no_quote(read: Read, text: str) -> None:
    """Somebody who does not know, or does not want to say, has said nothing."""
    _, found = read(text)
    assert found.quotes == ()
