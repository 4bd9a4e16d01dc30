"""Tallies: what states how many votes an option got, and what only looks like it."""

from __future__ import annotations

import pytest

from onrecord.extraction.votes.tallies import Tally, find_tallies
from onrecord.text.numbers import number
from onrecord.text.spans import Span


def reported(tally: Tally, text: str) -> tuple[object, ...]:
    """A tally in the words of its text: the expression, its numbers, whether they are labelled, and the unit."""
    parts = [part for part in (tally.first, tally.second, tally.third) if part]
    for value, place in parts:
        assert tally.span.covers(place)
        assert number(place.exact(text)) == value
    return tally.span.exact(text), tuple(value for value, _ in parts), tally.labelled, tally.unit


def read(text: str) -> list[tuple[object, ...]]:
    """All tallies of a text."""
    return [reported(tally, text) for tally in find_tallies(text, Span(0, len(text)))]


PAIRS = [
    ("The council voted 5-2.", "5-2", 5, 2),
    ("voted 5–2 to ban", "5–2", 5, 2),
    ("voted 5\u20112 to ban", "5\u20112", 5, 2),
    ("voted 5 - 2 to ban", "5 - 2", 5, 2),
    ("voted (5-2) to ban", "5-2", 5, 2),
    ("“5-2” it was", "5-2", 5, 2),
    ("a 5 to 2 vote", "5 to 2", 5, 2),
    ("voted one hundred and five to four", "one hundred and five to four", 105, 4),
    ("a 5-to-2 vote", "5-to-2", 5, 2),
    ("a five-to-two vote", "five-to-two", 5, 2),
    ("Five to two it was", "Five to two", 5, 2),
    ("twenty-one to nineteen", "twenty-one to nineteen", 21, 19),
    ("7 votes to 3", "7 votes to 3", 7, 3),
    ("seven votes to none", "seven votes to none", 7, 0),
    ("a 1,234-567 vote", "1,234-567", 1234, 567),
    ("a unanimous 6-0 vote", "6-0", 6, 0),
    ("tied 3-3", "3-3", 3, 3),
    ("tied at twelve-all", "twelve-all", 12, 12),
]


@pytest.mark.parametrize(("text", "words", "first", "second"), PAIRS)
def test_a_pair(text: str, words: str, first: float, second: float) -> None:
    """Two numbers in the order of the text, which does not say which one is for."""
    assert read(text) == [(words, (first, second), False, "count")]


@pytest.mark.parametrize("text", ["between Jan. 21-26 and later", "from the first (Sept. 3-9) on", "on June 5-12"])
def test_days(text: str) -> None:
    """Two days of a month."""
    assert read(text) == []


def test_a_third_number() -> None:
    """It follows the pair as a number or as abstentions."""
    assert read("voted 5-2-1 to ban") == [("5-2-1", (5, 2, 1), False, "count")]
    assert read("six in favor, two against, with one abstention.") == [
        ("six in favor, two against, with one abstention", (6, 2, 1), True, "count")
    ]
    assert read("40 for, 3 against and 2 abstaining") == [
        ("40 for, 3 against and 2 abstaining", (40, 3, 2), True, "count")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "6 for and 3 against",
        "6 in favour, 3 opposed",
        "6 yeas to 3 nays",
        "6 ayes and 3 noes",
        "6 yes votes and 3 no votes",
        "six votes in favor and three votes against",
    ],
)
def test_labelled_numbers(text: str) -> None:
    """The text itself says which number is for and which is against."""
    assert read(f"There were {text}.") == [(text, (6, 3), True, "count")]


@pytest.mark.parametrize(
    "text", ["52 to 48 percent", "52%-48%", "52-48 percent", "52% to 48%", "52 per cent to 48 percent"]
)
def test_percentages(text: str) -> None:
    """The unit is kept apart from counts."""
    assert read(f"It passed {text}.") == [(text, (52, 48), False, "percent")]


def test_several_in_a_sentence() -> None:
    """Each once, in the order of the text, none inside another."""
    text = "The 5-2 vote and the vote of 6 for and 3 against came after 7 votes to 1."
    assert [words for words, *_ in read(text)] == ["5-2", "6 for and 3 against", "7 votes to 1"]


def test_only_the_stretch_counts() -> None:
    """The text before and after it is not read."""
    text = "voted 5-2, then 6-1, then 7-0"
    tallies = find_tallies(text, Span(text.index("then"), text.rindex("then")))
    assert [reported(tally, text) for tally in tallies] == [("6-1", (6, 1), False, "count")]


@pytest.mark.parametrize(
    "text",
    [
        "Bill 5-2",
        "Resolution 12-30",
        "H.R. 5-2",
        "No. 5-2",
        "ages 5-12",
        "aged 12-15",
        "Route 9-11",
        "on 2031-05-12",
        "on 5-2-2031",
        "in 2019-20",
        "from 1999-2000",
        "at 5-2:30",
        "page 5-2/3",
        "$5-2 million",
        "5.5-2.5",
        "COVID-19 5-2",
        "5-2-1-1",
        "two-one",
        "no-one",
        "none to one",
        "someone for, two against",
        "the vote",
    ],
)
def test_no_tally(text: str) -> None:
    """Bills, ages, dates, years, times, sums and parts of longer numbers are not tallies."""
    assert read(f"It was {text} again") == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("0", 0),
        ("12", 12),
        ("1,234", 1234),
        ("52.5", 52.5),
        ("None", 0),
        ("no", 0),
        ("Twelve", 12),
        ("ninety-nine", 99),
    ],
)
def test_numbers(words: str, value: float) -> None:
    """Digits and English words up to ninety-nine."""
    assert number(words) == value
