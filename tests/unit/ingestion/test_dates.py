"""Dates as programs and people write them."""

from __future__ import annotations

import pytest

from onrecord.ingestion.dates import DayOrder, is_open, order_of, read_date


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2031-05-08", "2031-05-08"),
        ("2031/05/08", "2031-05-08"),
        ("20310508", "2031-05-08"),
        ("2031-05", "2031-05"),
        ("2031-05-08T14:05:00+01:00", "2031-05-08T14:05:00+01:00"),
        ("2031-05-08T14:05:00.123Z", "2031-05-08T14:05:00Z"),
        ("2031-05-08 14:05:00 +0000", "2031-05-08T14:05:00Z"),
        ("2031-05-08 14:05:00 UTC", "2031-05-08T14:05:00Z"),
        ("2031-05-08 14:05", "2031-05-08T14:05:00"),
        ("20310508140500", "2031-05-08T14:05:00"),
        ("20310508T140500Z", "2031-05-08T14:05:00Z"),
        ("Thu, 08 May 2031 14:05:00 +0100", "2031-05-08T14:05:00+01:00"),
        ("Thu, 8 May 2031 14:05:00 GMT", "2031-05-08T14:05:00Z"),
        ("Thu, 8 May 2031 14:05:00 EST", "2031-05-08T14:05:00-05:00"),
        ("May 8, 2031", "2031-05-08"),
        ("8 May 2031", "2031-05-08"),
        ("Thursday, May 8, 2031 at 2:05 p.m. EDT", "2031-05-08T14:05:00"),
        ("May 8, 2031 12:05 AM", "2031-05-08T00:05:00"),
        ("13/04/2031", "2031-04-13"),
        ("4/13/2031 10:30", "2031-04-13T10:30:00"),
        ("05.05.2031", "2031-05-05"),
        ("1935929100", "2031-05-07T14:05:00Z"),
        ("1935929100000", "2031-05-07T14:05:00Z"),
    ],
)
def test_a_date(written: str, date: str) -> None:
    """A time has the zone that is stated."""
    assert read_date(written) == date


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "2031-02-30",
        "30/02/2031",
        "03/04/2031",
        "03/04/31",
        "2031-05-08 25:00",
        "May 2031 or so",
        "NaN",
    ],
)
def test_what_is_not_a_date(written: str) -> None:
    """A day that does not exist, and numbers whose order is not known."""
    assert read_date(written) is None


def test_times_in_utc() -> None:
    """Where a column says so, a time without a zone is in UTC."""
    assert read_date("2031-05-08T14:05:00", is_utc=True) == "2031-05-08T14:05:00Z"
    assert read_date("2031-05-08", is_utc=True) == "2031-05-08"


def test_the_order_of_day_and_month() -> None:
    """One date settles it for all, unless another contradicts it."""
    assert order_of(["03/04/2031", "28/04/2031"]) is DayOrder.DAY_FIRST
    assert order_of(["03/04/2031", "4/28/2031 10:00"]) is DayOrder.MONTH_FIRST
    assert order_of(["03/04/2031", "2031-04-28"]) is None
    assert order_of(["28/04/2031", "4/28/2031"]) is None
    assert read_date("03/04/2031", DayOrder.DAY_FIRST) == "2031-04-03"
    assert read_date("03/04/2031", DayOrder.MONTH_FIRST) == "2031-03-04"
    assert [is_open(written) for written in ("03/04/2031", "2031-04-03")] == [True, False]
