"""Which rows are reviewed, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.corrections import read_lines
from onrecord.errors import PackageError
from onrecord.review.queue import Item, Selection, Stratum, queue, shares, stratum_of

from ...correcting import correction, replay_over, write_corrections
from ...small_package import ARTICLES, FERRY, MILL, TEXTS, claim_id, edit_rows, quote_id
from .reviewing import item_of, judge, reading_of


def many_quotes(package: Path, sizes: dict[str, int]) -> None:
    """Makes the table of quotes one with so many rows of each method, in both articles in turn."""

    def edit(rows: list[dict[str, str]]) -> None:
        first, article = dict(rows[0]), list(ARTICLES.values())
        number = 0
        rows.clear()
        for method, size in sizes.items():
            for _ in range(size):
                number += 1
                own = {"quote_id": quote_id(f"many {number}"), "article_id": article[number % 2], "method": method}
                rows.append(first | own)

    edit_rows(package, "quotes", edit)


def test_the_least_certain_come_first(small_package: Path) -> None:
    """By the smaller of both confidences; rows without any come last, in the order of the text."""

    def edit(rows: list[dict[str, str]]) -> None:
        given = {"shut": ("0.5", "0.9"), "ice": ("0.9", "0.2"), "roof": ("0.4", "")}
        for name, (confidence, of_speaker) in given.items():
            [row] = [row for row in rows if row["quote_id"] == quote_id(name)]
            row |= {"confidence": confidence, "speaker_confidence": of_speaker}

    edit_rows(small_package, "quotes", edit)
    found = [item.key[0] for item in queue(reading_of(small_package), Selection(("quotes",)))]
    assert found == [quote_id(name) for name in ("ice", "roof", "shut", "empty", "barn")]
    assert TEXTS[MILL].index("The mill has stood") < TEXTS[MILL].index("glass barn")


def test_a_sample_is_stratified_by_method_and_always_the_same(small_package: Path) -> None:
    """Each method has its share, at least two rows; the cell says from how many; another seed gives other rows."""
    many_quotes(small_package, {"quotes:a@1": 90, "quotes:b@1": 9, "quotes:c@1": 1})
    reading = reading_of(small_package)
    drawn = queue(reading, Selection(("quotes",), sample=20))
    assert drawn == queue(reading_of(small_package), Selection(("quotes",), sample=20))
    cells = [item.sample for item in drawn]
    assert {cell: cells.count(cell) for cell in sorted(set(cells))} == {
        "seed 1: 1 of 1 quotes quotes:c@1": 1,
        "seed 1: 17 of 90 quotes quotes:a@1": 17,
        "seed 1: 2 of 9 quotes quotes:b@1": 2,
    }
    other = queue(reading, Selection(("quotes",), sample=20, seed=2))
    assert {item.key for item in other} != {item.key for item in drawn}
    more = queue(reading, Selection(("quotes",), sample=40))
    assert {item.key for item in drawn} < {item.key for item in more}


def test_shares_add_up() -> None:
    """Also where a stratum is smaller than its share, or there are more strata than rows to draw."""
    sizes = {("t", "a"): 5, ("t", "b"): 1, ("t", "c"): 100}
    assert shares(30, sizes) == {("t", "a"): 2, ("t", "b"): 1, ("t", "c"): 27}
    assert shares(200, sizes) == sizes
    assert shares(2, sizes) == {("t", "a"): 0, ("t", "b"): 0, ("t", "c"): 2}


def test_what_was_withdrawn_stays_drawn(small_package: Path) -> None:
    """After the tables lost the row, the sample has the same rows and names the same numbers."""
    selection = Selection(("claims",), sample=2)
    before = queue(reading_of(small_package), selection)
    judge(small_package, "Ada", before[0], wrong=True)
    replay_over(small_package, [])
    after = queue(reading_of(small_package), selection, read_lines(small_package)[0])
    gone = before[0]
    assert after == [Item(gone.table, gone.key, "", gone.sample, missing=True), before[1]]


def test_whole_articles(small_package: Path) -> None:
    """All rows of an article in the order of its text, then the question what is missing."""
    found = queue(reading_of(small_package), Selection(("quotes", "votes"), articles=5))
    mill, ferry = ARTICLES[MILL], ARTICLES[FERRY]
    cell = "seed 1: 2 of 2 articles quotes"
    assert [item.key for item in found if item.article_id == ferry] == [
        (quote_id("shut"),),
        (quote_id("ice"),),
        (ferry, "quotes"),
        (ferry, "votes"),
    ]
    assert {item.sample for item in found} == {cell, cell.replace("quotes", "votes")}
    assert [item.looks_for for item in found if item.article_id == mill and item.table == "articles"] == [
        "quotes",
        "votes",
    ]


def test_corrections_of_others_are_not_seen(small_package: Path) -> None:
    """A coder judges what was read, whatever others made of it, and not the rows that they added."""
    lines = [
        correction("correct", "quotes", quote_id("shut"), "kind", "speech", "thought"),
        correction("correct", "quote_spans", f"{quote_id('roof')},content,1", "exact",
                   "the roof had not been repaired in a decade", "the roof had not been repaired"),
        correction("add", "entities", "more", "name", "", "Jon Weir"),
        correction("add", "entities", "more", "entity_type", "", "person"),
    ]  # fmt: skip
    before = reading_of(small_package)
    replay_over(small_package, lines)
    write_corrections(small_package, lines)
    after = reading_of(small_package)
    for table in ("quotes", "entities"):
        for key, row in before.rows[table].items():
            hidden = {"status", "text", "end"}
            assert {k: v for k, v in after.rows[table][key].items() if k not in hidden} == {
                k: v for k, v in row.items() if k not in hidden
            }
        assert before.rows[table].keys() == after.rows[table].keys()
    span = "quote_spans", (quote_id("roof"), "content", "1")
    assert after.span(span) == before.span(span)
    assert after.rows[span[0]][span[1]]["exact"] == "the roof had not been repaired in a decade"


def test_what_cannot_be_reviewed(small_package: Path) -> None:
    """Another table, and a package without such rows."""
    with pytest.raises(
        PackageError, match=r"^rejected: no table to review; choose entities, mentions, quotes, votes, cl"
    ):
        queue(reading_of(small_package), Selection(("rejected",)))
    edit_rows(small_package, "quotes", list.clear)
    with pytest.raises(PackageError, match=r"no rows of quotes to review$"):
        queue(reading_of(small_package), Selection(("quotes",)))


def test_a_stratum_as_a_cell() -> None:
    """It is read as it is written."""
    stratum = Stratum(7, 3, 12, "claims", "claims:outlet@1")
    assert stratum_of(str(stratum)) == stratum
    assert stratum_of("") is None


def test_a_claim_is_in_its_article(small_package: Path) -> None:
    """The desk shows it there."""
    assert item_of(small_package, "claims", claim_id(2)).article_id == ARTICLES[FERRY]


@pytest.mark.parametrize("cell", ["abc", "inf", "nan"])
def test_a_confidence_that_is_not_a_number(cell: str, small_package: Path) -> None:
    """Its row is shown like one whose method states no confidence: the last."""
    edit_rows(small_package, "quotes", lambda rows: rows[0].update(confidence=cell, speaker_confidence=""))
    reading = reading_of(small_package)
    first = next(iter(reading.rows["quotes"]))
    certain = [
        item.key for item in queue(reading, Selection(("quotes",))) if reading.rows["quotes"][item.key]["confidence"]
    ]
    assert certain[-1] == first
