"""The files and the lines that `onrecord audit` writes."""

from __future__ import annotations

import csv
import json
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

import onrecord
from onrecord.cli import main
from onrecord.errors import OnrecordError, PackageError

from ...small_package import edit_cell, entity_id
from .corpus import Printed, speaker_id, write_corpus

HOSTILE = "=HYPERLINK(1)</text><script>alert(1)</script>$\\frac$ \u202e"
SAID = [("Ida Brandt", "Yes"), (HOSTILE, "No"), ("", "who knows")]
TABLES = ["audit.json", "shares.csv", "shares.json", "totals.csv", "totals.json"]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A package with a name that would run in a spreadsheet or a page, in two outlets and years."""
    printed = [
        Printed(str(number), SAID[: 2 + number % 2], ("Ledger", "=1+1")[number % 2], f"203{number % 3}-05-13")
        for number in range(12)
    ]
    return write_corpus(tmp_path / "corpus", printed)


def charts_of(*stems: str) -> list[str]:
    """The files of some charts."""
    return [f"{stem}.{ending}" for stem in stems for ending in ("png", "svg")]


def test_all_files_are_written(corpus: Path, tmp_path: Path) -> None:
    """Tables, and a chart for all that there is data for; the same bytes again."""
    codes = tmp_path / "codes.csv"
    codes.write_text(f"entity_id,category,value\n{speaker_id('Ida Brandt')},../Party $x$,Green\n")
    folders = [tmp_path / name for name in ("first", "second")]
    made = [onrecord.audit(corpus, folder, codes, resamples=200) for folder in folders]
    stems = ("code-party-x", "outlets", "speaker_status", "speaker_type", "speakers", "time")
    assert list(made[0].files) == sorted([*TABLES, *charts_of(*stems)])
    files = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders]
    assert sorted(files[0]) == list(made[0].files)
    assert files[0] == files[1]


def test_no_text_runs(corpus: Path, tmp_path: Path) -> None:
    """No cell is a formula, no markup of a name is in a drawing; JSON has the name as it is, without what hides."""
    onrecord.audit(corpus, tmp_path / "audit", resamples=200)
    with (tmp_path / "audit" / "shares.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["category"] for row in rows if "HYPERLINK" in row["category"]} == {
        "'=HYPERLINK(1)</text><script>alert(1)</script>$\\frac$ \\u202e"
    }
    assert {row["group"] for row in rows if row["group_by"] == "publisher"} == {"Ledger", "'=1+1"}
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    shares = json.loads((tmp_path / "audit" / "shares.json").read_bytes())
    assert len(shares) == len(rows)
    assert HOSTILE in {row["category"] for row in shares}
    drawing = ElementTree.parse(tmp_path / "audit" / "speakers.svg")
    assert {element.tag for element in drawing.iter() if "script" in element.tag} == set()
    texts = [element.text for element in drawing.iter(f"{SVG}text")]
    assert "Ida Brandt" in texts
    assert "=HYPERLINK(1)</text><script>alert(1)</s…" in texts
    assert "date" not in (tmp_path / "audit" / "speakers.svg").read_text(encoding="utf-8").lower().split("</style>")[0]


def test_tables_in_both_formats_agree(corpus: Path, tmp_path: Path) -> None:
    """Numbers are the same; what is missing is empty in CSV and null in JSON."""
    onrecord.audit(corpus, tmp_path / "audit", charts=False, resamples=200)
    for table in ("shares", "totals"):
        with (tmp_path / "audit" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for row, value in zip(rows, json.loads((tmp_path / "audit" / f"{table}.json").read_bytes()), strict=True):
            numbers = {name: each for name, each in value.items() if isinstance(each, int | float)}
            assert {name: float(row[name]) for name in numbers} == numbers
            assert {name for name, each in value.items() if each is None} == {name for name in row if not row[name]}


def test_what_an_audit_was_made_with(small_package: Path, tmp_path: Path) -> None:
    """`audit.json` says so; its notes are those of the result."""
    made = onrecord.audit(small_package, tmp_path / "audit", charts=False, resamples=300, seed=5, top=2)
    about = json.loads((tmp_path / "audit" / "audit.json").read_bytes())
    assert about == {
        "seed": 5,
        "resamples": 300,
        "top": 2,
        "measured_by": "onrecord's own measurement on 91 quotes of 9 newswire articles",
        "wrong_speakers": 0.1429,
        "confusions": [],
        "files": TABLES,
        "notes": list(made.notes),
    }
    assert made.notes[:3] == (
        "only 2 stories with quotes: intervals are missing or probably too narrow",
        "2 quotes of 5 are in articles without an outlet that is known",
        "2 quotes of 5 are in articles without a date that is known",
    )


def test_charts_that_are_no_longer_made_are_removed(corpus: Path, tmp_path: Path) -> None:
    """What else is in the folder stays."""
    folder = tmp_path / "audit"
    onrecord.audit(corpus, folder, resamples=200)
    (folder / "notes.txt").write_text("mine")
    (folder / "my.svg").write_text("mine")
    onrecord.audit(corpus, folder, charts=False, resamples=200)
    assert sorted(path.name for path in folder.iterdir()) == sorted([*TABLES, "my.svg", "notes.txt"])


def test_nothing_is_written_if_something_is_wrong(small_package: Path, tmp_path: Path) -> None:
    """A file of codes that does not fit leaves no folder, and an earlier audit as it was."""
    codes = tmp_path / "codes.csv"
    codes.write_text("entity_id,category,value\nnobody,party,Green\n")
    with pytest.raises(PackageError):
        onrecord.audit(small_package, tmp_path / "audit", codes, charts=False)
    assert not (tmp_path / "audit").exists()
    onrecord.audit(small_package, tmp_path / "audit", charts=False, resamples=100)
    before = {path.name: path.read_bytes() for path in (tmp_path / "audit").iterdir()}
    with pytest.raises(PackageError):
        onrecord.audit(small_package, tmp_path / "audit", codes, charts=False)
    assert {path.name: path.read_bytes() for path in (tmp_path / "audit").iterdir()} == before


def test_a_package_is_not_written_into(small_package: Path) -> None:
    """Its files could have the same names; a folder inside it is fine."""
    message = f"{small_package}: a package; name another folder, as in: --output {small_package / 'audit'}"
    with pytest.raises(PackageError) as error:
        onrecord.audit(small_package, small_package, charts=False)
    assert str(error.value) == message
    assert onrecord.audit(small_package, small_package / "audit", charts=False, resamples=100).files == tuple(TABLES)
    assert onrecord.validate(small_package).valid


def test_places_that_cannot_be_written(small_package: Path, tmp_path: Path) -> None:
    """A file is in the way."""
    (tmp_path / "file").write_text("mine")
    for place in (tmp_path / "file", tmp_path / "file" / "audit"):
        with pytest.raises(PackageError):
            onrecord.audit(small_package, place, charts=False, resamples=100)
    assert (tmp_path / "file").read_text() == "mine"


def test_without_matplotlib(
    small_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message says both ways out, before anything is read; without charts all works."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(OnrecordError, match="the charts need matplotlib"):
        onrecord.audit(tmp_path / "nowhere", tmp_path / "audit")
    assert main(["audit", str(small_package), "-o", str(tmp_path / "audit")]) == 2
    assert "pip install 'onrecord[audit]', or leave them out with --no-charts" in capsys.readouterr().err
    assert main(["audit", str(small_package), "-o", str(tmp_path / "audit"), "--no-charts", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_the_command_prints_a_summary(small_package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Totals, types, statuses, the most quoted, outlets, and what limits them; a name shows what hides in it."""
    edit_cell(small_package, "entities", str(entity_id("Ida Brandt")), "name", "Ida\x1b[31m Brandt")
    folder = tmp_path / "audit"
    assert main(["audit", str(small_package), "--output", str(folder), "--no-charts"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "5 quotes with 41 words by 3 speakers (1 person, 2 organizations) in 2 articles (2 stories)",
        "Shares of quotes, with 95 % intervals over stories; the same words in copies count once:",
        "speaker_type                          quotes   share  interval",
        "  organization                             2   40.0%  -",
        "  person                                   2   40.0%  -",
        "  (not settled)                            1   20.0%  -",
        "speaker_status                        quotes   share  interval",
        "  named                                    4   80.0%  -",
        "  unknown                                  1   20.0%  -",
        "most quoted                           quotes   share  interval",
        "  Ida\\x1b[31m Brandt                       2   40.0%  -",
        "  harbor office                            1   20.0%  -",
        "  pilots’ union                            1   20.0%  -",
        "quotes of people, by outlet           quotes   share  interval",
        "  The Ashgrove Ledger                      2   66.7%  -",
        "note: only 2 stories with quotes: intervals are missing or probably too narrow",
        "note: 2 quotes of 5 are in articles without an outlet that is known",
        "note: 2 quotes of 5 are in articles without a date that is known",
        "note: 14% of quotes have a wrong speaker by onrecord's own measurement on 91 quotes of 9 newswire articles: "
        "possible_low and possible_high say what that can do to a share",
        "note: no confusion of categories was measured, so that no share is corrected; give yours with --measured",
        "note: quotes that the reader misses are in no share; docs/method.md says how many these are",
        f"{folder}: 5 files",
    ]


def test_an_audit_is_not_a_stream(small_package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is a folder."""
    assert main(["audit", str(small_package), "--output", "-"]) == 2
    message = "onrecord: --output -: an audit is a folder and cannot go to standard output; name a folder\n"
    assert capsys.readouterr() == ("", message)
