"""What pages write for dates, addresses, languages and names."""

from __future__ import annotations

import pytest

from onrecord.ingestion.pages import values


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2031-05-08T14:05:00+01:00", "2031-05-08T14:05:00+01:00"),
        ("2031-05-08T14:05:09.123Z", "2031-05-08T14:05:09Z"),
        ("2031-05-08 14:05 +0530", "2031-05-08T14:05:00+05:30"),
        ("2031-05-08 14:05:00 UTC", "2031-05-08T14:05:00Z"),
        ("2031-05-08T14:05:00", "2031-05-08T14:05:00"),
        ("2031-05-08", "2031-05-08"),
        ("20310508", "2031-05-08"),
        ("20310508T140509Z", "2031-05-08T14:05:09Z"),
        ("2031/05/08 14:05", "2031-05-08T14:05:00"),
        ("1936015500", "2031-05-08T14:05:00Z"),
        ("1936015500000", "2031-05-08T14:05:00Z"),
        ("Thu, 08 May 2031 14:05:00 GMT", "2031-05-08T14:05:00Z"),
        ("May 8, 2031", "2031-05-08"),
        ("8 May 2031", "2031-05-08"),
        ("2031-05", "2031-05"),
        ("2031-02-30", None),
        ("1970-01-01T00:00:00Z", None),
        ("-0001-11-30T00:00:00+00:00", None),
        ("08/05/2031", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(written: str, expected: str | None) -> None:
    """Days with time and zone as far as they are given; an order of day and month that nobody knows is no date."""
    assert values.date(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "https://user:word@Paper.example:8080/a b?id=7&utm_source=x&fbclid=y#top",
            "https://paper.example:8080/a%20b?id=7",
        ),
        ("/news/é", "https://paper.example/news/%C3%A9"),
        ("//other.example", "https://other.example/"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("https://[::1", None),
        ("https://paper.example:port/", None),
        ("", None),
    ],
)
def test_addresses(written: str, expected: str | None) -> None:
    """Absolute, of the web, without a password and without what follows readers."""
    assert values.url(written, "https://paper.example/x") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("en", "en"), ("EN_us", "en-US"), ("zh-hant-tw", "zh-Hant-TW"), ("English", None), ("und", None), ("", None)],
)
def test_languages(written: str, expected: str | None) -> None:
    """Tags of BCP 47."""
    assert values.language(written) == expected


@pytest.mark.parametrize(
    ("written", "is_structured", "expected"),
    [
        ("By Nora Pell", False, ["Nora Pell"]),
        ("Words by Nora Pell and Ida Brandt", False, ["Nora Pell", "Ida Brandt"]),
        ("Nora Pell, Ida Brandt and Ole Vik", False, ["Nora Pell", "Ida Brandt", "Ole Vik"]),
        ("Nora Pell, Health Editor", True, ["Nora Pell"]),
        ("Nora Pell | The Skell Courier", False, ["Nora Pell"]),
        ("Published by Nora Pell at 3:47pm 11th February 2031.", False, ["Nora Pell"]),
        ("Skell Air Holdings, Inc.", False, ["Skell Air Holdings, Inc."]),
        ("Reuters", False, ["Reuters"]),
        ("@norapell", True, []),
        ("https://social.example/nora", False, []),
        ("nora@paper.example", True, []),
        ("admin", True, []),
        ("By the time the boat had left", False, []),
        ("", True, []),
    ],
)
def test_names(written: str, is_structured: bool, expected: list[str]) -> None:
    """Names without `By`, posts, addresses and accounts."""
    assert values.names(written, is_structured=is_structured) == expected
