"""One fact in other words of the same role gives the same row.

The words are nouns for voters, verbs of saying, forms of numbers, months and quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from onrecord.extraction.values import Extraction
from onrecord.lang.en.lexicon import words
from onrecord.lang.en.voters import NOUNS, VoterNoun, nouns

from .conftest import Read

Row = Mapping[str, object]


def vote_rows(text: str, found: Extraction) -> list[Row]:
    """What was read of each vote, by column; counts and positions by option and name."""
    names = {entity.key: entity.name for entity in found.entities}
    return [
        {
            "body": names.get(vote.body) if vote.body is not None else None,
            "motion": vote.motion.exact(text) if vote.motion else None,
            "result": vote.result,
            "voting_method": vote.voting_method,
            "unanimous": vote.unanimous,
            "date": vote.date,
            "counts": {count.option: (count.value, count.unit) for count in vote.counts},
            "positions": {position.voter.exact(text): position.option for position in vote.positions},
        }
        for vote in found.votes
    ]


def quote_rows(text: str, found: Extraction) -> list[Row]:
    """What was read of each quote, by column."""
    names = {entity.key: entity.name for entity in found.entities}
    return [
        {
            "quote_type": quote.quote_type,
            "kind": quote.kind,
            "content": [span.exact(text) for span in quote.contents],
            "source": quote.source.exact(text) if quote.source else None,
            "cue": quote.cue.exact(text) if quote.cue else None,
            "speaker": names.get(quote.speaker) if quote.speaker is not None else None,
            "speaker_status": quote.speaker_status,
        }
        for quote in found.quotes
    ]


def vote(**facts: object) -> Row:
    """A row of `vote_rows` with these cells, and no others."""
    empty = {"body": None, "motion": None, "result": None, "voting_method": "unknown", "unanimous": None, "date": None}
    return {**empty, "counts": {}, "positions": {}, **facts}


def differing(read: Read, expected: Mapping[str, list[Row]]) -> Mapping[str, list[Row]]:
    """The texts of which other rows were read, with those."""
    return {text: rows for text, wanted in expected.items() if (rows := vote_rows(*read(text))) != wanted}


def method_of(noun: VoterNoun) -> str:
    """The voting method: only a noun for a judge means a court."""
    return "court" if noun.role == "judge" else "unknown"


SEATS = nouns("seat", "judge")
ONE_BY_ONE = nouns("seat", "judge", "holder")
BODIES = nouns("seat", "judge", "holder", "public")


def test_every_noun_has_its_role_in_its_example(read: Read) -> None:
    """The sentence of each row reports one vote, and has the noun for the voters."""
    facts = {noun.plural: (noun.plural in noun.example.lower(), len(read(noun.example)[1].votes)) for noun in NOUNS}
    assert facts == dict.fromkeys(facts, (True, 1))


def test_all_of_them(read: Read) -> None:
    """All voters of a number."""
    expected = {
        f"All seven {noun.plural} voted to sell the mill.": [
            vote(
                body=noun.plural,
                motion="sell the mill",
                result="pass",
                voting_method=method_of(noun),
                unanimous=True,
                counts={"yes": (7, "count")},
            )
        ]
        for noun in ONE_BY_ONE
    }
    assert differing(read, expected) == {}


def test_some_of_them(read: Read) -> None:
    """Some voters, of one side: what the others did does not follow."""
    expected = {
        f"Three {noun.plural} voted against the lease.": [
            vote(motion="the lease", voting_method=method_of(noun), counts={"no": (3, "count")})
        ]
        for noun in (*ONE_BY_ONE, *nouns("state", "party"))
    }
    assert differing(read, expected) == {}


def test_both_sides(read: Read) -> None:
    """The voters of both sides are their body, unless they are states."""
    expected = {
        f"Five {noun.plural} supported the lease and two opposed it.": [
            vote(
                body=noun.plural if noun.role != "state" else None,
                motion="the lease",
                voting_method=method_of(noun),
                unanimous=False,
                counts={"yes": (5, "count"), "no": (2, "count")},
            )
        ]
        for noun in (*ONE_BY_ONE, *nouns("state"))
    }
    assert differing(read, expected) == {}


def test_none_of_them(read: Read) -> None:
    """Nobody against."""
    expected = {
        f"No {noun.plural} voted against the lease.": [
            vote(body=noun.plural, motion="the lease", result="pass", voting_method=method_of(noun), unanimous=True)
        ]
        for noun in ONE_BY_ONE
    }
    assert differing(read, expected) == {}


def test_for_their_body(read: Read) -> None:
    """The voters stand for their body."""
    expected = {
        f"{noun.plural.capitalize()} voted 5-2 to sell the mill.": [
            vote(
                body=noun.plural.capitalize(),
                motion="sell the mill",
                result="pass",
                voting_method=method_of(noun) if noun.plural != "justices" else "court",
                unanimous=False,
                counts={"yes": (5, "count"), "no": (2, "count")},
            )
        ]
        for noun in BODIES
    }
    assert differing(read, expected) == {}


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(
            "{} Ana Ruiz",
            marks=pytest.mark.xfail(strict=True, reason="the tagger misreads a sentence with a freeholder"),
        ),
        "{}s Ana Ruiz and Tom Berg",
    ],
)
def test_before_a_name(read: Read, form: str) -> None:
    """A title before one name or several."""

    def named(noun: VoterNoun) -> str:
        return f"{noun.plural} Ana Ruiz and Tom Berg" if "and" in form else f"{noun.singular.title()} Ana Ruiz"

    against = {"Ana Ruiz": "no", **({"Tom Berg": "no"} if "and" in form else {})}
    expected = {
        f"The lease passed 5-2, with {named(noun)} dissenting.": [
            vote(
                motion="The lease",
                result="pass",
                voting_method="court" if noun.role == "judge" and "and" in form else "unknown",
                unanimous=False,
                counts={"yes": (5, "count"), "no": (2, "count")},
                positions=against,
            )
        ]
        for noun in SEATS
        if noun.is_title
    }
    assert differing(read, expected) == {}


NUMBERS = (
    *("5-2", "5–2", "5—2", "5‑2", "5 to 2", "5-to-2", "five to two", "five-to-two"),
    *("5 votes to 2", "five votes to two", "5 votes to two"),
)


def test_forms_of_numbers(read: Read) -> None:
    """Digits, words and dashes state the same numbers."""
    counts = {"yes": (5, "count"), "no": (2, "count")}
    facts = {"body": "board", "result": "pass", "unanimous": False, "counts": counts}
    expected = {
        f"The board voted {number} to sell the mill.": [vote(**facts, motion="sell the mill")] for number in NUMBERS
    }
    expected |= {f"The board approved the lease, {number}.": [vote(**facts, motion="the lease")] for number in NUMBERS}
    expected |= {
        f"The board approved the lease by {number}.": [vote(**facts, motion="the lease")] for number in NUMBERS
    }
    expected |= {
        f"The board approved the lease by a vote of {number}.": [vote(**facts, motion="the lease")]
        for number in NUMBERS
        if "votes" not in number
    }
    assert differing(read, expected) == {}


WORDS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
    **{"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17},
    **{"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60},
    **{"seventy": 70, "eighty": 80, "ninety": 90, "twenty-one": 21, "thirty-two": 32, "ninety-nine": 99},
    **{"one hundred": 100, "a hundred": 100, "one hundred and twelve": 112, "two hundred": 200},
}


def test_numbers_in_words(read: Read) -> None:
    """Each number in words equals the number in digits."""
    expected = {
        f"{words.capitalize()} senators voted for the bill and {number} voted against it.": [
            vote(
                body="senators",
                result="tie",
                motion="the bill",
                unanimous=False,
                counts={"yes": (number, "count"), "no": (number, "count")},
            )
        ]
        for words, number in WORDS.items()
        if number > 1
    }
    assert differing(read, expected) == {}


MONTHS = {
    **{"January": 1, "February": 2, "March": 3, "April": 4, "May": 5, "June": 6, "July": 7, "August": 8},
    **{"September": 9, "October": 10, "November": 11, "December": 12, "Jan.": 1, "Feb.": 2, "Mar.": 3, "Apr.": 4},
    **{"Jun.": 6, "Jul.": 7, "Aug.": 8, "Sept.": 9, "Sep.": 9, "Oct.": 10, "Nov.": 11, "Dec.": 12, "Sept": 9},
}


def test_months(read: Read) -> None:
    """The day of a vote, in every name of a month, before and after its number, with and without the year."""
    facts = vote(
        body="board",
        motion="sell the mill",
        result="pass",
        unanimous=False,
        counts={"yes": (5, "count"), "no": (2, "count")},
    )
    forms = ("{} 3", "3 {}", "{} 3, 2031", "3 {} 2031")
    expected = {
        (f"The board voted 5-2 on {form.format(month)} to sell the mill.", f"2031-{number:02}-05"): [
            {**facts, "date": f"2031-{number:02}-03"}
        ]
        for month, number in MONTHS.items()
        for form in forms
    }
    assert {
        article: rows for article, wanted in expected.items() if (rows := vote_rows(*read(*article))) != wanted
    } == {}


def test_days_of_months_are_no_tallies(read: Read) -> None:
    """A range of days after any name of a month is not a tally."""
    expected: dict[str, list[Row]] = {f"The board approved a fair for {month} 21-26.": [] for month in MONTHS}
    assert differing(read, expected) == {}


SAID: Row = {
    "quote_type": "direct",
    "kind": "speech",
    "content": ["The bridge is unsafe and must close"],
    "source": "Ana Ruiz",
    "cue": "said",
    "speaker": "Ana Ruiz",
    "speaker_status": "named",
}
MARKS = ("“”", '""', "‘’", "''")


@pytest.mark.parametrize("marks", MARKS)
def test_quotation_marks(read: Read, marks: str) -> None:
    """Curled and straight, double and single."""
    text = f"A report\n\n{marks[0]}The bridge is unsafe and must close,{marks[1]} Ana Ruiz said on Monday."
    assert quote_rows(*read(text)) == [SAID]


# Verbs of saying by their past.
PASTS = words("""
    acknowledged added admitted advised affirmed alleged announced argued asserted boasted bragged cautioned claimed
    clarified commented complained conceded concluded confessed confirmed contended countered cried declared disclosed
    emphasized exclaimed explained insisted joked lamented maintained muttered noted observed opined pleaded predicted
    proclaimed promised quipped recalled recommended reiterated remarked repeated replied reported responded revealed
    said shouted speculated stated stressed suggested testified tweeted underlined underscored urged vowed warned
    whispered wrote yelled answered retorted
""")


def told_with(verbs: Iterable[str], text: str) -> dict[str, list[Row]]:
    """The row that each verb gives in a text."""
    return {text.format(verb): [{**SAID, "cue": verb}] for verb in verbs}


@pytest.mark.parametrize(
    "form",
    [
        "A report\n\n“The bridge is unsafe and must close,” Ana Ruiz {}.",
        "A report\n\n“The bridge is unsafe and must close,” {} Ana Ruiz.",
    ],
)
def test_verbs_of_saying(read: Read, form: str) -> None:
    """Every verb of saying behind a quotation, after its speaker and before."""
    expected = told_with(PASTS, form)
    assert {text: rows for text, wanted in expected.items() if (rows := quote_rows(*read(text))) != wanted} == {}
