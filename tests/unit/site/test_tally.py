"""The tally of a vote in figures, words and boxes."""

from __future__ import annotations

import pytest

from onrecord.site.tally import Box, Tally, tally


def count(option: str, value: str, unit: str = "count") -> dict[str, str]:
    """The cells of a stated count that a tally reads."""
    return {"option": option, "value": value, "unit": unit}


def test_few_votes_are_drawn_one_by_one() -> None:
    """Options are in the schema's order, and a new row begins after twenty squares."""
    drawn = tally([count("no", "2"), count("abstain", "1"), count("yes", "18")])
    assert (drawn.figures, drawn.words, drawn.height) == ("18–2", "18 yes, 2 no, 1 abstained", 25)
    assert drawn.rows == (("yes", "Yes", "18"), ("no", "No", "2"), ("abstain", "Abstained", "1"))
    assert drawn.boxes == (
        *(Box("yes", 14 * number, 0, 11) for number in range(18)),
        Box("no", 252, 0, 11),
        Box("no", 266, 0, 11),
        Box("abstain", 0, 14, 11),
    )


def test_many_votes_and_shares_are_drawn_as_a_bar() -> None:
    """Each option has its share of the width, less a gap."""
    assert tally([count("yes", "300"), count("no", "100")]).boxes == (Box("yes", 0, 0, 207), Box("no", 210, 0, 67))
    shares = tally([count("yes", "52.5", "percent"), count("no", "47.5", "percent")])
    assert (shares.figures, shares.words) == ("52.5%–47.5%", "52.5% yes, 47.5% no")
    assert shares.boxes == (Box("yes", 0, 0, 144), Box("no", 147, 0, 130))


@pytest.mark.parametrize("value", ["", "many", "-3", "nan", "inf", "0"])
def test_what_is_no_number_of_votes_is_not_drawn(value: str) -> None:
    """A defective cell is shown unchanged; only the drawing leaves it out."""
    assert tally([count("yes", value)]) == Tally("", f"{value} yes", (), (("yes", "Yes", value),))


def test_a_vote_without_counts_has_an_empty_tally() -> None:
    """Nothing stated, nothing drawn."""
    assert tally([]) == Tally("", "", ())


def test_options_that_the_schema_does_not_list_are_shown_last() -> None:
    """Under their own names, and drawn as others."""
    drawn = tally([count("proxy", "1"), count("yes", "2"), count("absentee", "1")])
    assert (drawn.words, drawn.rows) == (
        "2 yes, 1 absentee, 1 proxy",
        (("yes", "Yes", "2"), ("other", "absentee", "1"), ("other", "proxy", "1")),
    )
    assert [box.option for box in drawn.boxes] == ["yes", "yes", "other", "other"]


def test_numbers_and_percentages_of_one_vote_are_both_shown() -> None:
    """The drawing has the numbers alone."""
    drawn = tally([count("yes", "60", "percent"), count("yes", "3"), count("no", "2"), count("no", "40", "percent")])
    assert (drawn.figures, drawn.words) == ("3–2", "3 yes, 2 no, 60% yes, 40% no")
    assert [box.option for box in drawn.boxes] == ["yes", "yes", "yes", "no", "no"]
