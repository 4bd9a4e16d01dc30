"""Agreement of two coders, against worked examples of the literature and by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from onrecord.cli import main
from onrecord.corrections import read_corrections
from onrecord.errors import PackageError
from onrecord.evaluation.agreement import ROW, Unit, coefficients_of, measure_agreement
from onrecord.review.decisions import Judgement

from ...small_package import ARTICLES, FERRY, MILL, entity_id, quote_id
from ..review.reviewing import item_of, judge


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
    fields = {(each.table, each.field): each for each in found.fields}
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
    assert sorted(found.disagreements, key=lambda unit: unit.field) == [
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
        "status": ["Ada: withdrawn", "Ben: kept", "“glass barn”", housing],
        "kind": ["Ada: speech", "Ben: thought", stays, "Ferry stays shut"],
        "speaker_id": [*speakers, "“the roof had not been repaired in a decade”", housing],
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
    assert lines[-1] == "values on which they disagree: 3"
    assert main(["agreement", str(small_package), "Ada", "Ben", "--format", "json"]) == 0
    assert '"rows": 5' in capsys.readouterr().out


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
