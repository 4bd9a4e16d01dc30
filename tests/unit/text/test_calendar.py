"""Dates in the words of news."""

from __future__ import annotations

import pytest

from onrecord.text.calendar import find_dates, is_ahead, is_stated, resolve_date
from onrecord.text.spans import Span

WEDNESDAY = "2031-05-14"

DATES = [
    # Words around, the date in them, the day it is when published on a Wednesday, May 14, 2031.
    ("voted Monday to ban", "Monday", "2031-05-12"),
    ("voted on Monday night to ban", "Monday night", "2031-05-12"),
    ("On Monday, the council", "Monday", "2031-05-12"),
    ("in Monday’s vote", "Monday", "2031-05-12"),
    ("late Tuesday", "late Tuesday", "2031-05-13"),
    ("voted Wednesday", "Wednesday", "2031-05-14"),
    ("voted Thursday", "Thursday", "2031-05-08"),
    ("this Monday", "this Monday", "2031-05-12"),
    ("on Monday, May 12, they", "Monday, May 12", "2031-05-12"),
    ("yesterday", "yesterday", "2031-05-13"),
    ("Yesterday evening the council", "Yesterday evening", "2031-05-13"),
    ("last night", "last night", "2031-05-13"),
    ("voted today", "today", "2031-05-14"),
    ("Tonight the council", "Tonight", "2031-05-14"),
    ("on May 13 they", "May 13", "2031-05-13"),
    ("on May 14 they", "May 14", "2031-05-14"),
    ("on May 15 they", "May 15", "2030-05-15"),
    ("on Sept. 3 they", "Sept. 3", "2030-09-03"),
    ("on Aug 5 they", "Aug 5", "2030-08-05"),
    ("on 13 May they", "13 May", "2031-05-13"),
    ("three days ago the", "three days ago", "2031-05-11"),
    ("earlier today", "earlier today", "2031-05-14"),
    ("this morning", "this morning", "2031-05-14"),
    ("voted 5-2 May 13 to ban", "May 13", "2031-05-13"),
    ("voted 5 to 2 May 13 to ban", "May 13", "2031-05-13"),
]


@pytest.mark.parametrize(("text", "words", "day"), DATES)
def test_a_day(text: str, words: str, day: str) -> None:
    """The day is the last such day up to the day of publication; without that, it stays open."""
    (found,) = find_dates(text, Span(0, len(text)))
    assert found.exact(text) == words
    assert resolve_date(words, WEDNESDAY) == day
    assert resolve_date(words, None) is None


YEARS = [
    ("on May 13, 2031, they", "May 13, 2031", "2031-05-13"),
    ("on May 13 2031 they", "May 13 2031", "2031-05-13"),
    ("on 13 May 2029 they", "13 May 2029", "2029-05-13"),
    ("on Feb. 29, 2032, they", "Feb. 29, 2032", "2032-02-29"),
    ("on Tuesday, Dec. 2, 2031, they", "Tuesday, Dec. 2, 2031", "2031-12-02"),
]


@pytest.mark.parametrize(("text", "words", "day"), YEARS)
@pytest.mark.parametrize("published", [None, WEDNESDAY, "2031-05"])
def test_a_day_with_its_year(text: str, words: str, day: str, published: str | None) -> None:
    """It is settled, whenever the article was published."""
    (found,) = find_dates(text, Span(0, len(text)))
    assert (found.exact(text), resolve_date(words, published)) == (words, day)


LONGER = [
    # A part of a week is an interval, a week ago is about a day, and a month and a year are written as they are.
    ("earlier this week", "earlier this week", "2031-05-12/2031-05-14"),
    ("voted this week", "this week", "2031-05-12/2031-05-14"),
    ("voted last week", "last week", "2031-05-05/2031-05-11"),
    ("over the weekend", "over the weekend", "2031-05-10/2031-05-11"),
    ("last weekend", "last weekend", "2031-05-10/2031-05-11"),
    ("two weeks ago", "two weeks ago", "2031-04-30~"),
    ("Earlier this month, they", "Earlier this month", "2031-05"),
    ("last month", "last month", "2031-04"),
    ("in March they", "March", "2031-03"),
    ("In June, the", "June", "2030-06"),
    ("earlier this year", "earlier this year", "2031"),
    ("last year", "last year", "2030"),
]


@pytest.mark.parametrize(("text", "words", "time"), LONGER)
def test_longer_times(text: str, words: str, time: str) -> None:
    """They are not more exact than the words."""
    (found,) = find_dates(text, Span(0, len(text)))
    assert (found.exact(text), resolve_date(words, WEDNESDAY)) == (words, time)
    assert resolve_date(words, None) is None
    assert not is_stated(words)


def test_on_a_monday_this_week_is_that_day() -> None:
    """An interval has two ends; before January comes December."""
    assert resolve_date("this week", "2031-05-12") == "2031-05-12"
    assert resolve_date("last week", "2031-01-01") == "2030-12-23/2030-12-29"
    assert resolve_date("last month", "2031-01-15") == "2030-12"


STATED = [
    ("in March 2029, they", "March 2029", "2029-03"),
    ("in 2019 the", "2019", "2019"),
    ("on May 13, 2031, they", "May 13, 2031", "2031-05-13"),
]


@pytest.mark.parametrize(("text", "words", "time"), STATED)
def test_a_stated_year(text: str, words: str, time: str) -> None:
    """It needs no day of publication."""
    (found,) = find_dates(text, Span(0, len(text)))
    assert (found.exact(text), resolve_date(words, None), is_stated(words)) == (words, time, True)


@pytest.mark.parametrize(
    ("words", "published", "ahead"),
    [
        ("May 20", WEDNESDAY, True),
        ("May 14", WEDNESDAY, False),
        ("May 13", WEDNESDAY, False),
        ("Nov. 30", WEDNESDAY, False),
        ("Jan. 5", "2031-12-20", True),
        ("May 20, 2031", WEDNESDAY, False),
        ("May 20", None, False),
        ("Monday", WEDNESDAY, False),
    ],
)
def test_what_lies_ahead(words: str, published: str | None, ahead: bool) -> None:
    """A day without its year may be in the half year after publication."""
    assert is_ahead(words, published) is ahead


OPEN = [
    ("voted last Monday", "last Monday"),
    ("Last Monday, they", "Last Monday"),
    ("will vote this Friday", "this Friday"),
    ("on Sept. 31 they", "Sept. 31"),
    ("on Feb. 29 they", "Feb. 29"),
]


@pytest.mark.parametrize(("text", "words"), OPEN)
def test_words_that_settle_no_day(text: str, words: str) -> None:
    """They are found, and no day is made up for them."""
    (found,) = find_dates(text, Span(0, len(text)))
    assert (found.exact(text), resolve_date(words, WEDNESDAY)) == (words, None)


@pytest.mark.parametrize(
    "text",
    [
        "Maybe 5 of them",
        "May I come",
        "March on",
        "Mondays are quiet",
        "by May 133",
        "the 5th",
        "a 5-2 May plan",
        "$2 May",
        "",
    ],
)
def test_no_date(text: str) -> None:
    """Months, plurals and names that only look like dates."""
    text = f" {text} "
    assert list(find_dates(text, Span(0, len(text)))) == []


def test_the_dates_of_the_stretch() -> None:
    """Words outside are not read."""
    text = "Monday, then Tuesday, then on Friday"
    found = find_dates(text, Span(text.index("then"), len(text)))
    assert [(span, span.exact(text)) for span in found] == [(Span(13, 20), "Tuesday"), (Span(30, 36), "Friday")]


@pytest.mark.parametrize(
    "published", [None, "", "2031", "2031-05", "2031-05-14/2031-05-15", "2031-05-1~", "2031-05-XX"]
)
def test_a_rough_day_of_publication_settles_nothing(published: str | None) -> None:
    """Only a whole day is reckoned from."""
    assert [resolve_date(words, published) for words in ("Monday", "today", "May 13")] == [None] * 3


def test_years_and_months_turn() -> None:
    """At the turn of a year the last weekday and the last December are in the old year; leap days count."""
    assert resolve_date("Wednesday", "2031-01-01") == "2031-01-01"
    assert resolve_date("Tuesday", "2031-01-01") == "2030-12-31"
    assert resolve_date("Dec. 30", "2031-01-01") == "2030-12-30"
    assert resolve_date("yesterday", "2032-03-01") == "2032-02-29"


@pytest.mark.parametrize("words", ["yesterday", "Sunday"])
def test_before_the_first_day_of_the_calendar(words: str) -> None:
    """A day that no calendar has is not a day."""
    assert resolve_date(words, "0001-01-01") is None


def test_a_day_with_a_time() -> None:
    """The time of publication does not keep a weekday from being resolved."""
    assert resolve_date("Monday", "2031-05-08T14:05:00Z") == "2031-05-05"
