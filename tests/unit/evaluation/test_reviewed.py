"""Precision and recall from a reviewed sample, against worked figures."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.corrections import read_lines
from onrecord.errors import PackageError
from onrecord.evaluation.misreadings import Misreading
from onrecord.evaluation.reviewed import Share, evaluate_reviewed, weighted_share, wilson
from onrecord.review.decisions import Judgement, NewRow, Signature, Words, added, name_for
from onrecord.review.journal import Journal
from onrecord.review.queue import Selection, queue

from ...correcting import correction, write_corrections
from ...small_package import ARTICLES, MILL, TEXTS, edit_rows, entity_id, quote_id
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
            for column in (
                *("speaker_id", "speaker_status", "quote_type", "kind", "polarity"),
                *(f"quote_spans exact ({role})" for role in ("content", "source", "cue")),
            )
        },
    }


def test_what_speakers_were_read_as(small_package: Path) -> None:
    """One speaker is not settled, one is a person that was read as an organization; what nobody said is not counted."""
    of = {name: ("quotes", (quote_id(name),)) for name in ("roof", "shut", "barn")}
    changes = {
        of["roof"]: {(*of["roof"], "speaker_id"): "", (*of["roof"], "speaker_status"): "unknown"},
        of["shut"]: {(*of["shut"], "speaker_id"): entity_id("Ida Brandt") or ""},
    }
    for item in queue(reading_of(small_package), Selection(("quotes",), sample=5)):
        judge(small_package, "Ada", item, Judgement(changes.get(item.name, {})), wrong=item.name == of["barn"])
    assert evaluate_reviewed(small_package).misreadings == (
        Misreading("speaker_status", "named", "named", 3),
        Misreading("speaker_status", "unknown", "named", 1),
        Misreading("speaker_type", "", "person", 1),
        Misreading("speaker_type", "organization", "organization", 1),
        Misreading("speaker_type", "person", "organization", 1),
        Misreading("speaker_type", "person", "person", 1),
    )


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
    assert (evaluate_reviewed(small_package).coder, evaluate_reviewed(small_package).rows) == ("Ada, Ben", 3)
    judge(small_package, "Ben", item, wrong=True)
    message = "samples of Ada, Ben with 1 disagreement; settle them with onrecord agreement, or choose one with --coder"
    with pytest.raises(PackageError, match=message):
        evaluate_reviewed(small_package)
    assert evaluate_reviewed(small_package, "Ben").rows == 3
    with pytest.raises(PackageError, match="no sample reviewed by Cleo; choose Ada, Ben"):
        evaluate_reviewed(small_package, "Cleo")
    for other in queue(reading_of(small_package), Selection(("quotes",), sample=3, seed=2)):
        judge(small_package, "Dora", other)
    with pytest.raises(PackageError, match="samples of Ada, Ben, Dora; choose one with --coder"):
        evaluate_reviewed(small_package)


def test_a_file_of_somebody_else_is_not_a_coders(small_package: Path) -> None:
    """Cleo's decisions are in a file with Ben's name."""
    for item in queue(reading_of(small_package), Selection(("quotes",), sample=3)):
        judge(small_package, "Cleo", item)
    (small_package / "corrections" / "cleo.csv").rename(small_package / "corrections" / "ben.csv")
    with pytest.raises(PackageError, match="no sample reviewed by Ben; choose Cleo"):
        evaluate_reviewed(small_package, "Ben")
    assert evaluate_reviewed(small_package, "Cleo").coder == "Cleo"


def settled(package: Path, table: str, row: str, field: str, old: str, new: str) -> None:
    """Writes what was settled."""
    lines = [
        correction("settle", line.table, ",".join(line.key), line.field, line.old, line.new)
        for line in read_lines(package)[0]
        if line.action == "settle"
    ]
    lines.append(correction("settle", table, row, field, old, new))
    write_corrections(package, lines, "corrections/settled.csv")


def test_what_was_settled_counts(small_package: Path) -> None:
    """By hand: of five quotes one is withdrawn, one kept with Ben's values, and two kinds and a source are settled."""
    barn, roof, ice, shut = (quote_id(name) for name in ("barn", "roof", "ice", "shut"))
    thought = {name: {("quotes", (name,), "kind"): "thought"} for name in (roof, ice, shut)}
    for item in queue(reading_of(small_package), Selection(("quotes",), sample=5)):
        [key] = item.key
        judge(small_package, "Ada", item, Judgement(thought[key] if key == ice else {}), wrong=key in {barn, shut})
        judge(small_package, "Ben", item, Judgement(thought.get(key, {}) if key != ice else {}))
    ada = by_name(evaluate_reviewed(small_package, "Ada").shares)
    assert (ada["", "precision", "is a row"], ada["", "precision", "kind"]) == (
        (0.6, 5, 5),
        (pytest.approx(2 / 3), 3, 0),
    )
    settled(small_package, "quotes", barn, "status", "auto", "withdrawn")
    settled(small_package, "quotes", shut, "status", "auto", "kept")
    settled(small_package, "quotes", roof, "kind", "speech", "thought")
    settled(small_package, "quotes", ice, "kind", "speech", "speech")
    for coder in (None, "Ada", "Ben"):
        found = evaluate_reviewed(small_package, coder)
        shares = by_name(found.shares)
        assert found.coder == (coder or "Ada, Ben")
        assert shares["", "precision", "is a row"] == (0.8, 5, 5)
        assert shares["", "precision", "all is right"] == (0.4, 5, 5)  # empty and ice
        assert shares["", "precision", "kind"] == (0.5, 4, 0)  # not roof and shut
        assert shares["", "precision", "polarity"] == (1.0, 4, 0)


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
