"""Precision and recall from a reviewed sample, against worked figures."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.errors import PackageError
from onrecord.evaluation.reviewed import Share, evaluate_reviewed, weighted_share, wilson
from onrecord.review.decisions import Judgement, NewRow, Signature, Words, added, name_for
from onrecord.review.journal import Journal
from onrecord.review.queue import Selection, queue

from ...small_package import ARTICLES, MILL, TEXTS, edit_rows, quote_id
from ..review.reviewing import DAY, item_of, judge, reading_of


@pytest.mark.parametrize(
    ("right", "number", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_that_of_newcombe(right: int, number: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3."""
    share, *interval = wilson(right, number)
    assert (share, *(round(end, 4) for end in interval)) == (right / number, low, high)


def test_strata_count_by_their_size() -> None:
    """By hand: 0.9 of 300 rows and 0.5 of 100 are 0.8; the effective size is 1 / (0.75² / 10 + 0.25² / 10) = 16."""
    share, low, high = weighted_share([(9, 10, 300), (5, 10, 100)])
    assert share == pytest.approx(0.8)
    z = 1.959963984540054
    middle, half = 0.8 + z**2 / 32, z * math.sqrt(0.16 / 16 + z**2 / 1024)
    assert (low, high) == (
        pytest.approx((middle - half) / (1 + z**2 / 16)),
        pytest.approx((middle + half) / (1 + z**2 / 16)),
    )
    assert weighted_share([(10, 10, 50)]) == wilson(10, 10)


def by_name(shares: tuple[Share, ...]) -> dict[tuple[str, str, str], tuple[float, int, int]]:
    """Share, number and total by method, kind and what is right."""
    return {(each.method, each.what, each.of): (each.value, each.number, each.total) for each in shares}


def test_a_stratified_sample(small_package: Path) -> None:
    """Five quotes of two methods: one is withdrawn, one has another kind."""

    def edit(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["method"] = "quotes:b@1" if row["quote_id"] in {quote_id("barn"), quote_id("ice")} else "quotes:a@1"

    edit_rows(small_package, "quotes", edit)
    for item in queue(reading_of(small_package), Selection(("quotes",), sample=5)):
        kind = {("quotes", item.key, "kind"): "thought"} if item.key == (quote_id("roof"),) else {}
        judge(small_package, "Ada", item, Judgement(kind), wrong=item.key == (quote_id("barn"),))
    found = evaluate_reviewed(small_package)
    assert (found.coder, found.rows, found.articles) == ("Ada", 5, 0)
    assert by_name(found.shares) == {
        ("", "precision", "is a row"): (pytest.approx(0.8), 5, 5),
        ("quotes:a@1", "precision", "is a row"): (1.0, 3, 3),
        ("quotes:b@1", "precision", "is a row"): (0.5, 2, 2),
        ("", "precision", "all is right"): (pytest.approx(0.6), 5, 5),
        ("quotes:a@1", "precision", "all is right"): (pytest.approx(2 / 3), 3, 3),
        ("quotes:b@1", "precision", "all is right"): (0.5, 2, 2),
        **{
            ("", "precision", column): (pytest.approx(0.75 if column == "kind" else 1.0), 4, 0)
            for column in ("speaker_id", "speaker_status", "quote_type", "kind", "polarity", "exact")
        },
    }


def test_whole_articles_give_recall(small_package: Path) -> None:
    """Of the mill, two of three quotes are right and one is missing; of the ferry, both are right: 4 of 5 are found."""
    article, start = ARTICLES[MILL], TEXTS[MILL].index("Neighbors")
    for item in queue(reading_of(small_package), Selection(("quotes",), articles=2)):
        judge(small_package, "Ada", item, wrong=item.key == (quote_id("barn"),))
    name = name_for("quotes", article, start, "Neighbors")
    values = {"quote_type": "fragment", "kind": "speech", "speaker_status": "unknown"}
    rows = [
        NewRow("quotes", (name,), values),
        NewRow("quote_spans", (name, "content", "1"), {}, Words("Neighbors", start)),
    ]
    lines = added(reading_of(small_package), rows, article, Signature("Ada", DAY))
    Journal.of(small_package, "Ada").put(("new", (name,)), lines)
    found = evaluate_reviewed(small_package, "Ada")
    assert (found.rows, found.articles) == (5, 2)
    assert [dataclasses.replace(each, low=0, high=0) for each in found.shares] == [
        Share("quotes", "", "precision", "is a row", 0.8, 0, 0, 5, 0),
        Share("quotes", "", "recall", "is a row", 0.8, 0, 0, 5, 0),
    ]
    # One article drawn twice: 2 of 3 of the mill, 2 of 2 of the ferry.
    assert [(each.low, each.high) for each in found.shares] == [(pytest.approx(2 / 3), 1.0)] * 2


def test_whose_review(small_package: Path) -> None:
    """A line without a sample is not a review of one; of two coders, one is chosen."""
    judge(small_package, "Ada", item_of(small_package, "quotes", quote_id("barn")))
    with pytest.raises(PackageError, match="no reviewed sample; run: onrecord review --sample 200 --coder NAME"):
        evaluate_reviewed(small_package)
    for item in queue(reading_of(small_package), Selection(("quotes",), sample=3)):
        judge(small_package, "Ada", item)
        judge(small_package, "Ben", item)
    with pytest.raises(PackageError, match="samples of Ada, Ben; choose one with --coder"):
        evaluate_reviewed(small_package)
    assert evaluate_reviewed(small_package, "Ben").rows == 3


def test_the_command(small_package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table for people; a gold file and a package exclude each other."""
    for item in queue(reading_of(small_package), Selection(("quotes",), sample=5)):
        judge(small_package, "Ada", item)
    assert main(["evaluate", "--reviewed", str(small_package)]) == 0
    assert capsys.readouterr().out.splitlines()[:4] == [
        "5 rows reviewed by Ada; 95 % intervals",
        "",
        "quotes: precision              share  interval     judged     of",
        "  is a row                     1.000  0.566-1.000       5       5",
    ]
    assert main(["evaluate", "gold.jsonl", "--reviewed", str(small_package)]) == 2
    assert capsys.readouterr().err == (
        "onrecord: name a gold file, or a package with --reviewed: onrecord evaluate --reviewed out\n"
    )
