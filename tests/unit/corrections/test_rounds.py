"""Samples for several coders: what each decides waits until all have judged the row."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.corrections import Waiting, read_corrections
from onrecord.package.ids import make_id

from ...correcting import Line, correction, write_corrections

QUOTES = [make_id("quotes", name) for name in "abc"]
ANNA, BEN = make_id("entities", "Anna"), make_id("entities", "Ben")
ARTICLE = make_id("articles", "a")
# Two of nine quotes, and one of three votes, were drawn.
OPEN = "seed 4, 2 coders: 2 of 9 quotes quotes:reader@1"


def confirm(quote: int, sample: str = OPEN) -> Line:
    """A quote that a coder accepts."""
    return (*correction("confirm", "quotes", QUOTES[quote], "kind", "speech"), sample)


def withdraw(quote: int, sample: str = OPEN) -> Line:
    """A quote that a coder withdraws."""
    return (*correction("withdraw", "quotes", QUOTES[quote], "text", "x"), sample)


MERGE = (*correction("merge", "entities", ANNA, "name", "Anna", BEN), OPEN)
ADD = (*correction("add", "claims", "left-out", "article_id", "", ARTICLE), OPEN)
BY_HAND = (*correction("correct", "quotes", QUOTES[0], "polarity", "positive", "negative"), "")
SETTLE = correction("settle", "quotes", QUOTES[1], "status", "auto", "withdrawn")
WITHOUT = OPEN.replace(", 2 coders", "")

CASES: dict[str, tuple[dict[str, list[Line]], list[str], list[Waiting]]] = {
    "one coder of two": (
        {"ada": [confirm(0), withdraw(1), MERGE, ADD, BY_HAND]},
        ["ada correct"],
        [Waiting("corrections/ada.csv", 4, 4, 2)],
    ),
    "both have judged one of two rows": (
        {"ada": [withdraw(0), withdraw(1), MERGE], "ben": [withdraw(0)]},
        ["ada withdraw"],
        [Waiting("corrections/ada.csv", 2, 4, 2)],
    ),
    "both have judged both": (
        {"ada": [confirm(0), withdraw(1), MERGE, ADD], "ben": [confirm(0), withdraw(1)]},
        ["ada confirm", "ada withdraw", "ada merge", "ada add", "ben confirm"],
        [],
    ),
    "both have judged the same row alone: entities wait for the other": (
        {"ada": [confirm(0), MERGE], "ben": [confirm(0)]},
        ["ada confirm", "ben confirm"],
        [Waiting("corrections/ada.csv", 1, 4, 2)],
    ),
    "settled": (
        {"ada": [confirm(0), withdraw(1)], "ben": [confirm(0)], "settled": [SETTLE]},
        ["ada confirm", "ben confirm", "settled withdraw"],
        [],
    ),
    "the second coder began the sample for two, the first for one": (
        {"ada": [withdraw(0, WITHOUT), withdraw(1, WITHOUT)], "ben": [withdraw(0)]},
        ["ada withdraw"],
        [Waiting("corrections/ada.csv", 1, 4, 2)],
    ),
    "another sample, and no sample": (
        {"ada": [withdraw(0, WITHOUT.replace("4", "5")), withdraw(1, ""), confirm(2)]},
        ["ada withdraw", "ada withdraw"],
        [Waiting("corrections/ada.csv", 1, 4, 2)],
    ),
    "a sample of one coder": ({"ada": [withdraw(0, WITHOUT)]}, ["ada withdraw"], []),
}


@pytest.mark.parametrize("name", CASES)
def test_what_waits(name: str, tmp_path: Path) -> None:
    """The lines that are applied, and how many decisions of each file are not yet."""
    files, applied, waiting = CASES[name]
    for file, lines in files.items():
        write_corrections(tmp_path, lines, f"corrections/{file}.csv")
    found = read_corrections(tmp_path)
    assert (found.problems, found.waiting) == ([], waiting)
    assert [f"{line.path[12:-4]} {line.action}" for line in found.lines] == applied


def test_articles_that_are_read_whole(tmp_path: Path) -> None:
    """A row of an article waits for the other coder; added rows wait until both have read all articles."""
    sample = "seed 1, 2 coders: 1 of 3 articles quotes"
    read = (*correction("confirm", "articles", ARTICLE, "text_sha256", "0" * 64), sample)
    own = [withdraw(0, sample), (*ADD[:-1], sample), read]
    write_corrections(tmp_path, own, "corrections/ada.csv")
    write_corrections(tmp_path, [withdraw(0, sample)], "corrections/ben.csv")
    found = read_corrections(tmp_path)
    assert ([line.action for line in found.lines], found.waiting) == (
        ["withdraw"],
        [Waiting("corrections/ada.csv", 2, 1, 2)],
    )
    write_corrections(tmp_path, [withdraw(0, sample), read], "corrections/ben.csv")
    found = read_corrections(tmp_path)
    assert [line.action for line in found.lines] == ["withdraw", "add", "confirm", "confirm"]
    assert found.waiting == []


def test_what_a_conversion_applied_before_can_be_undone(tmp_path: Path) -> None:
    """A second coder begins after the first was applied: the tables still have the first coder's value."""
    row = {"quote_id": QUOTES[0], "kind": "thought"}
    ada = (*correction("correct", "quotes", QUOTES[0], "kind", "speech", "thought"), WITHOUT)
    write_corrections(tmp_path, [ada], "corrections/ada.csv")
    write_corrections(tmp_path, [confirm(1)], "corrections/ben.csv")
    found = read_corrections(tmp_path)
    assert ([*found.lines], found.undone("quotes", row)["kind"]) == ([], "speech")
