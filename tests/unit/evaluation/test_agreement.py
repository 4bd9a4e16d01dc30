"""Agreement of two coders, against worked examples of the literature and by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from onrecord.cli import main
from onrecord.corrections import read_corrections
from onrecord.errors import PackageError
from onrecord.evaluation.adjudication import ROW, Unit
from onrecord.evaluation.agreement import coefficients_of, measure_agreement
from onrecord.review.decisions import Judgement

from ...correcting import write_corrections
from ...small_package import ARTICLES, FERRY, MILL, VOTE_ID, entity_id, quote_id
from ..review.reviewing import item_of, judge, reading_of


def coefficients(one: str, other: str) -> list[float | None]:
    """Agreement, kappa and alpha of two rows of values, each a letter; None if not defined."""
    values = sorted({*one, *other})
    counts = [np.array([[letters.count(value) for value in values]]) for letters in (one, other)]
    equal = np.array([sum(left == right for left, right in zip(one, other, strict=True))])
    return [None if np.isnan(found[0]) else round(float(found[0]), 3) for found in coefficients_of(*counts, equal)]


@pytest.mark.parametrize(
    ("one", "other", "share", "alpha"),
    [
        # Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections A and B.
        ("0100000010", "1110010000", 0.6, 0.095),
        ("aabbdcccedda", "babbbcccedd" + "d", 0.75, 0.692),
    ],
)
def test_alpha_is_that_of_krippendorff(one: str, other: str, share: float, alpha: float) -> None:
    """The worked examples of its author: Meg and Owen, Ben and Gerry."""
    found = coefficients(one, other)
    assert (found[0], found[2]) == (share, alpha)


def rows_of(table: dict[str, int]) -> tuple[str, str]:
    """Two rows of values from a table of how often each pair occurs."""
    return tuple("".join(pair[number] * times for pair, times in table.items()) for number in range(2))  # type: ignore[return-value]


def test_kappa_is_that_of_the_textbook() -> None:
    """Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, table 18.1: 100 diagnoses."""
    assert coefficients(*rows_of({"00": 75, "01": 1, "02": 4, "10": 5, "11": 4, "12": 1, "22": 10}))[1] == 0.676
    # By hand: 20 and 15 agreements of 50, 5 and 10 disagreements: (0.7 - 0.5) / (1 - 0.5).
    assert coefficients(*rows_of({"00": 20, "01": 5, "10": 10, "11": 15}))[1] == 0.4


@pytest.mark.parametrize("seed", range(5))
def test_alpha_is_that_of_the_library(seed: int) -> None:
    """On random values of two to six kinds."""
    krippendorff = pytest.importorskip("krippendorff")
    draw = np.random.default_rng(seed)
    one = draw.integers(0, 2 + seed, 60)
    other = np.where(draw.random(60) < 0.7, one, draw.integers(0, 2 + seed, 60))
    theirs = krippendorff.alpha(np.array([one, other]), level_of_measurement="nominal")
    assert coefficients("".join(map(str, one)), "".join(map(str, other)))[2] == round(float(theirs), 3)


def test_what_is_not_defined() -> None:
    """With one value alone there is no chance to agree less; both say so instead of 1."""
    assert coefficients("000", "000") == [1.0, None, None]


def two_coders(package: Path) -> None:
    """Ada and Ben judge five quotes; they disagree on a speaker, a kind, and whether one is a quote."""
    names = ["empty", "roof", "barn", "shut", "ice"]
    items = {name: item_of(package, "quotes", quote_id(name)) for name in names}
    speaker = {("quotes", items["roof"].key, "speaker_id"): entity_id("Mara Quill") or ""}
    kind = {("quotes", items["shut"].key, "kind"): "thought"}
    for name in names:
        judge(package, "Ada", items[name], wrong=name == "barn")
        judge(package, "Ben", items[name], Judgement({"roof": speaker, "shut": kind}.get(name, {})))


def test_two_coders(small_package: Path) -> None:
    """By hand: five rows in common, one withdrawn by one; the columns of the other four."""
    two_coders(small_package)
    found = measure_agreement(small_package, "Ada", "Ben")
    assert (found.coders, found.rows, found.added) == (("corrections/ada.csv", "corrections/ben.csv"), 5, (0, 0, 0))
    assert {each.part for each in found.fields if each.table == "quotes"} == {""}
    fields = {(each.table, each.field): each for each in found.fields if not each.part}
    by_column = {where: (each.units, each.percent.value) for where, each in fields.items()}
    assert {where: by_column[where] for where in by_column if where[0] == "quotes"} == {
        ("quotes", ROW): (5, 0.8),
        ("quotes", "kind"): (4, 0.75),
        ("quotes", "polarity"): (4, 1.0),
        ("quotes", "quote_type"): (4, 1.0),
        ("quotes", "speaker_id"): (4, 0.75),
        ("quotes", "speaker_status"): (4, 1.0),
    }
    # Ada gave Brandt twice, the office and the union once, Ben gave Brandt, Quill, the office and the union.
    by_chance = 2 / 4 * 1 / 4 + 1 / 4 * 1 / 4 + 1 / 4 * 1 / 4
    assert fields["quotes", "speaker_id"].kappa.value == pytest.approx((0.75 - by_chance) / (1 - by_chance))
    assert fields["quotes", "kind"].kappa.value == 0
    # Coincidences of n = 8 values: two of the pair Brandt and Quill; Brandt 3, Quill 1, office 2, union 2.
    assert fields["quotes", "speaker_id"].alpha.value == pytest.approx(1 - 7 * 2 / (64 - 9 - 1 - 4 - 4))
    assert fields["quotes", "polarity"].kappa.value is None
    # All articles are drawn, or one of them twice: kinds differ in one of two quotes of the one, in none of the other.
    assert (fields["quotes", "kind"].percent.low, fields["quotes", "kind"].percent.high) == (0.5, 1.0)


def test_the_list_to_adjudicate(small_package: Path) -> None:
    """Each disagreement is a line that settles it once it is filled in; before that, it is invalid."""
    two_coders(small_package)
    file = small_package / "corrections" / "settled.csv"
    found = measure_agreement(small_package, "Ada", "Ben", adjudicate=file)
    barn, roof, shut = (quote_id(name) for name in ("barn", "roof", "shut"))
    mill, ferry = ARTICLES[MILL], ARTICLES[FERRY]
    ida, mara = entity_id("Ida Brandt") or "", entity_id("Mara Quill") or ""
    assert sorted((each.unit for each in found.disagreements), key=lambda unit: unit.field) == [
        Unit("quotes", (barn,), ROW, mill, "auto", "withdrawn", "kept"),
        Unit("quotes", (shut,), "kind", ferry, "speech", "speech", "thought"),
        Unit("quotes", (roof,), "speaker_id", mill, ida, ida, mara),
    ]
    codes = [problem.code for problem in read_corrections(small_package).problems]
    assert sorted(set(codes)) == ["correction-invalid", "corrections-disagree"]
    with file.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    reasons = {row[3]: row[6].split("; ") for row in rows}
    housing = "Ashgrove Council Clears Way for Mill Homes"
    stays = "“The Lower Tarn ferry 🚢 will probably stay shut until spring”"
    speakers = [f"Ada: Ida Brandt ({ida})", f"Ben: Mara Quill ({mara})"]
    assert reasons == {
        "status": ["Ada: withdrawn", "Ben: kept", "“glass barn”", f"article: {housing}"],
        "kind": ["Ada: speech", "Ben: thought", stays, "article: Ferry stays shut", "speaker: harbor office"],
        "speaker_id": [
            *speakers,
            "“the roof had not been repaired in a decade”",
            f"article: {housing}",
            "speaker: Ida Brandt",
        ],
    }
    decisions = {"status": "kept", "kind": "speech", "speaker_id": mara}
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(header)
        for row in rows:
            writer.writerow([*row[:5], decisions[row[3]], row[6], "Cleo", "2031-05-20", ""])
    assert list(read_corrections(small_package).problems) == []


def test_the_command(small_package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As text with a line for each column, and as JSON."""
    two_coders(small_package)
    assert main(["agreement", str(small_package), "Ada", "corrections/ben.csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        "corrections/ada.csv and corrections/ben.csv: 5 rows in common; 95 % bootstrap intervals over articles"
    )
    [line] = [line for line in lines if line.startswith("quotes kind ")]
    assert line.split()[:4] == ["quotes", "kind", "4", "0.750"]
    place = lines.index("values on which they disagree: 3")
    roof, ida, mara = quote_id("roof"), entity_id("Ida Brandt"), entity_id("Mara Quill")
    listed = dict(zip(lines[place + 2 :: 3], lines[place + 3 :: 3], strict=True))
    assert listed[f"quotes speaker_id, {roof}"] == (
        f"  corrections/ada.csv: Ida Brandt ({ida}); corrections/ben.csv: Mara Quill ({mara}); “the roof had not been "
        "repaired in a decade”; article: Ashgrove Council Clears Way for Mill Homes; speaker: Ida Brandt"
    )
    assert len(listed) == 3
    assert main(["agreement", str(small_package), "Ada", "Ben", "--format", "json"]) == 0
    assert '"rows": 5' in capsys.readouterr().out


def test_parts_of_several_kinds_are_compared_apart(small_package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: of three quotes with all three kinds of words, a cue differs; of one vote, the votes against."""
    for name in ("empty", "roof", "ice"):
        item = item_of(small_package, "quotes", quote_id(name))
        cue = ("quote_spans", (quote_id("ice"), "cue", "1"))
        word = reading_of(small_package).rows["quote_spans"][cue[1]]["exact"]
        shorter = Judgement({(*cue, "exact"): word[1:]}) if name == "ice" else Judgement()
        judge(small_package, "Ada", item)
        judge(small_package, "Ben", item, shorter)
    vote = item_of(small_package, "votes", VOTE_ID)
    judge(small_package, "Ada", vote)
    judge(small_package, "Ben", vote, Judgement({("vote_counts", (VOTE_ID, "no"), "value"): "3"}))
    found = measure_agreement(small_package, "Ada", "Ben")
    assert {
        (each.table, each.part): (each.units, each.percent.value)
        for each in found.fields
        if each.field in {"exact", "value"} and each.part
    } == {
        ("quote_spans", "content"): (4, 1.0),
        ("quote_spans", "source"): (3, 1.0),
        ("quote_spans", "cue"): (3, pytest.approx(2 / 3)),
        ("vote_counts", "yes"): (1, 1.0),
        ("vote_counts", "no"): (1, 0.0),
    }
    assert main(["agreement", str(small_package), "Ada", "Ben"]) == 0
    named = [line.split("  ")[0] for line in capsys.readouterr().out.splitlines()]
    assert {"quote_spans exact (cue)", "vote_counts value (no)", "vote_counts unit (yes)", "quotes kind"} <= {*named}


def test_whose_file_it_is(small_package: Path) -> None:
    """A coder's file is the file that the coder signed; a file with a header alone is there, and has no decisions."""
    item = item_of(small_package, "quotes", quote_id("barn"))
    folder = small_package / "corrections"
    judge(small_package, "Ada", item)
    judge(small_package, "Cleo", item)
    (folder / "cleo.csv").rename(folder / "ben.csv")
    write_corrections(small_package, [], "corrections/dora.csv")
    assert measure_agreement(small_package, "ada", "Cleo").coders == ("corrections/ada.csv", "corrections/ben.csv")
    assert measure_agreement(small_package, "ada.csv", "corrections/ben.csv").rows == 1
    for name, message in {
        "Ben": "corrections/ben.csv: signed by Cleo, not by Ben; name the coder, or the file",
        "Dora": "corrections/dora.csv: no decisions yet; review rows first: onrecord review --coder NAME",
        "corrections/dora.csv": "corrections/dora.csv: no decisions yet; review rows first",
        "Emil": "no file corrections/emil.csv; there are corrections/ada.csv, corrections/ben.csv, ",
    }.items():
        with pytest.raises(PackageError) as error:
            measure_agreement(small_package, "Ada", name)
        assert message in str(error.value)
    judge(small_package, "Emil", item)
    (folder / "emil.csv").rename(folder / "e.csv")
    judge(small_package, "Emil", item)
    (folder / "emil.csv").rename(folder / "f.csv")
    with pytest.raises(PackageError, match=r"Emil signed corrections/e\.csv, corrections/f\.csv; name the file"):
        measure_agreement(small_package, "Ada", "Emil")


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("Ada", "Ada", "corrections/ada.csv: named twice; name the files of two coders"),
        ("Ada", "Cleo", "no file corrections/cleo.csv; there are corrections/ada.csv, corrections/ben.csv"),
    ],
)
def test_files_that_cannot_be_compared(one: str, other: str, message: str, small_package: Path) -> None:
    """The file that is missing, and those that are there."""
    judge(small_package, "Ada", item_of(small_package, "quotes", quote_id("barn")))
    judge(small_package, "Ben", item_of(small_package, "quotes", quote_id("roof")))
    with pytest.raises(PackageError) as error:
        measure_agreement(small_package, one, other)
    assert message in str(error.value)
    with pytest.raises(PackageError, match="no row in common"):
        measure_agreement(small_package, "Ada", "Ben")
