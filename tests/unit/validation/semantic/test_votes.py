"""Counts of votes against the words that state them."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.problems import Problem
from onrecord.validation import validate

from ....small_package import FERRY, TEXTS, VOTE_ID, edit_rows, write_small_package

# Words, a value that they state, and a value that they do not.
STATED = [
    ("three", "3", "4"),
    ("3", "3", "4"),
    ("Three members", "3", "4"),
    ("all seven", "7", "6"),
    ("all seven members", "7", "6"),
    ("the other two", "2", "3"),
    ("forty-one", "41", "40"),
    ("1,204", "1204", "1240"),
    ("1,204 votes", "1204", "204"),
    ("a hundred and five", "105", "100"),
    ("half a dozen", "6", "12"),
    ("two dozen members", "24", "12"),
    ("none", "0", "1"),
    ("no votes", "0", "1"),
    ("two thousand", "2000", "2"),
    ("54.3 percent", "54.3", "54"),
    ("54 %", "54", "45"),
    ("5-2", "5", "4"),
    ("5-2", "2", "3"),
    ("5 to 2", "2", "3"),
    ("four for and one against", "5", "3"),
    ("only one", "1", "0"),
]
# Words that settle no number, whatever the value is.
UNSETTLED = [
    "unanimous",
    "lone",
    "both",
    "Mara Quill",
    "Ana Ruiz, Tom Berg and Dana Cole",
    "Ward 3 councilor Lee",
    "all but one",
    "more than 40",
    "two-thirds",
    "a third",
    "the rest",
    "one short of ten",
    "$5",
    "third",
]


def problems_of(package: Path, words: str, value: str, **cells: str) -> list[Problem]:
    """The problems of a package in which a vote has one count, whose evidence are these words."""

    def edit(rows: list[dict[str, str]]) -> None:
        start = TEXTS[FERRY].index(words)
        row = {**rows[0], "option": "other", "value": value, "exact": words, "unit": "count", **cells}
        rows[:] = [{**row, "start": str(start), "end": str(start + len(words))}]

    edit_rows(package, "vote_counts", edit)
    return [problem for problem in validate(package).problems if problem.code == "count-not-in-words"]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small package, with all words in a text."""
    words = "\n\n".join([*(words for words, *_ in STATED), *UNSETTLED])
    monkeypatch.setitem(TEXTS, FERRY, f"{TEXTS[FERRY]}\n\n{words}")
    return write_small_package(tmp_path / "small")


@pytest.mark.parametrize("cells", [{}, {"status": "corrected"}, {"method": "corrections:add@1"}], ids=str)
def test_the_words_of_a_count_state_it(cells: dict[str, str], package: Path) -> None:
    """Figures and words, alone and with what is counted; so for a row that a person changed or added."""
    for words, right, wrong in STATED:
        assert (words, problems_of(package, words, right, **cells)) == (words, [])
        [problem] = problems_of(package, words, wrong, **cells)
        assert problem.message.startswith(f"value is {wrong}, but the words {words!r} say ")
        assert (problem.field, problem.key) == ("value", f"{VOTE_ID},other")


def test_words_that_settle_no_number(package: Path) -> None:
    """They may change a number, name voters, or number something else."""
    for words in UNSETTLED:
        assert (words, problems_of(package, words, "9")) == (words, [])
