"""Numbers in words."""

from __future__ import annotations

import pytest

from onrecord.text.numbers import NUMBERS, counted


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("zero", 0),
        ("seven", 7),
        ("twelve", 12),
        ("nineteen", 19),
        ("twenty", 20),
        ("forty-one", 41),
        ("ninety-nine", 99),
    ],
)
def test_words(word: str, number: int) -> None:
    """Each word below a hundred is its number."""
    assert NUMBERS[word] == number
    assert sorted(NUMBERS.values()) == list(range(100))


@pytest.mark.parametrize(("count", "message"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1200, "1,200 rows")])
def test_counted(count: int, message: str) -> None:
    """One of a thing, and several."""
    assert counted(count, "row") == message
