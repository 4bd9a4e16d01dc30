"""The examples of docs/audit.md do what the page says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import onrecord

from .corpus import Printed, write_corpus

PAGE = (Path(__file__).parents[3] / "docs" / "audit.md").read_text(encoding="utf-8")
# Thirty articles of two outlets with 60 quotes, 10 of them of an organization.
PRINTED = [
    Printed(
        str(number),
        [("Ida Brandt", f"Yes {number}"), ("Mara Quill" if number % 3 else "The Board", f"No {number}")],
        "Ledger" if number < 12 else "Courier",
    )
    for number in range(30)
]


def blocks(language: str) -> list[str]:
    """The code of a language on the page, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def audited(tmp_path: Path) -> Path:
    """A folder with a package, its audit, and the confusion of the page."""
    package = write_corpus(tmp_path / "my-corpus", PRINTED)
    [confusion] = [block for block in blocks("text") if block.startswith("by,true,read,count")]
    (tmp_path / "confusion.csv").write_text(confusion, encoding="utf-8")
    onrecord.audit(package, tmp_path / "audit", measured=tmp_path / "confusion.csv", charts=False)
    return tmp_path


def printed(command: list[str], folder: Path) -> list[list[str]]:
    """The words of each line that a program prints."""
    run = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120)
    assert run.returncode == 0, run.stderr
    return [line.split() for line in run.stdout.splitlines()]


def check(lines: list[list[str]]) -> None:
    """50 of 60 quotes are of people; 20 of 24 in the Ledger, 30 of 36 in the Courier: five sixths in both."""
    header, person, board, outlets, *rest = lines
    assert header == ["category", "count", "share", "low", "high"]
    assert (person[:2], board[:2]) == (["person", "50"], ["organization", "10"])
    assert float(person[2]) == pytest.approx(5 / 6, abs=1e-4)
    assert float(person[3]) < float(person[2]) < float(person[4])
    assert outlets == ["group", "count", "total", "share"]
    assert sorted(row[:3] for row in rest) == [["Courier", "30", "36"], ["Ledger", "20", "24"]]


def test_pandas(audited: Path) -> None:
    """The shares by type and by outlet."""
    [code] = [block for block in blocks("python") if "people" in block]
    check(printed([sys.executable, "-c", code], audited))


def test_r(audited: Path) -> None:
    """The same in R."""
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed")
    [code] = blocks("r")
    (audited / "page.R").write_text(code, encoding="utf-8")
    check(printed(["Rscript", "page.R"], audited))


def test_the_correction_by_hand(audited: Path) -> None:
    """(5/6 - .2) / .7 = .9048 of the quotes are of people, on the page and in the table."""
    [code] = [block for block in blocks("python") if "solve" in block]
    run = subprocess.run([sys.executable, "-c", code], cwd=audited, capture_output=True, encoding="utf-8", check=True)
    assert run.stdout == "{'organization': 0.0952, 'person': 0.9048}\n"
    import pandas

    shares = pandas.read_csv(audited / "audit" / "shares.csv")
    types = shares.query("group_by == 'all' and unit == 'story' and measure == 'quotes' and by == 'speaker_type'")
    [found] = types.query("category == 'person'").corrected
    assert round(found, 4) == 0.9048


def test_the_page_explains_every_column() -> None:
    """Each column of the shares is in the table of the page."""
    from onrecord.voices.columns import SHARES

    assert [column.name for column in SHARES.columns if f"`{column.name}`" not in PAGE] == []
