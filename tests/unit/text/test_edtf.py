"""Dates in EDTF."""

from __future__ import annotations

import edtf
import pytest

from onrecord.text.edtf import LONGEST_DATE, is_edtf

# By the levels 0 and 1 of the format: www.loc.gov/standards/datetime.
DATES = [
    *("2031", "2031-05", "2031-05-13", "0001", "2031~", "2031-05?", "2031-05-13%", "2028-02-29"),
    *("2031-05-12/2031-05-14", "2031/2032-05", "2031~/2032-05-13?", "../2031-05-13", "2031-05-13/..", "2031-05-13/"),
    *("2031-05-13T09:00:00", "2031-05-13T23:59:59Z", "2031-05-13T09:00:00+02:00", "2031-21", "203X", "2031-05-XX"),
    *("203X-02-29", "2031-02-2X", "2031-X2-31", "XXXX-02-29"),
]
NO_DATES = [
    *("", "May 13", "2031-13", "2031-5-3", "2031-02-29", "2031-02-30~", "2031-04-31/2031-05", "0000-01-01"),
    *("2031-02-29/2031-03-01", "2031-03-01/2031-02-29", "2031-02-?29", "203X-02-30", "2031-X4-31", "203X-02-3X"),
    *("2031-05-13T09:00", "2031-05-13T25:00:00", "2031-05-13T09:60:00Z", "..", "/", "2031-02-30T09:00:00"),
]


@pytest.mark.parametrize("date", DATES)
def test_dates(date: str) -> None:
    """All that the grammar takes, whether it has to be asked or not."""
    assert is_edtf(date)
    assert edtf.parse_edtf(date)


@pytest.mark.parametrize("text", NO_DATES)
def test_invalid_dates(text: str) -> None:
    """What the grammar refuses, and days that there are not."""
    assert not is_edtf(text)


def test_nearly_all_dates_need_no_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes 14 ms for each; only rare forms are left to it."""
    asked: list[str] = []
    monkeypatch.setattr(edtf, "parse_edtf", asked.append)
    assert all(map(is_edtf, DATES))
    rare = ["2031-05-13/", "2031-21", "203X", "2031-05-XX", "203X-02-29", "2031-02-2X", "2031-X2-31", "XXXX-02-29"]
    assert asked == rare


def test_no_date_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The grammar, which tries many ways, is not asked of a page of text."""
    monkeypatch.setattr(edtf, "parse_edtf", pytest.fail)
    assert not is_edtf("(" * (LONGEST_DATE + 1))
    assert not is_edtf("2031/" * 1_000_000)
