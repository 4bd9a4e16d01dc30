"""Copies in a package: converted, valid, counted as one story, and corrected by people."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from onrecord.building.conversion import convert
from onrecord.cli import main
from onrecord.package.ids import make_id
from onrecord.validation import validate

AGENCY = """\
Pier closes

SALTMERE (WNA) — The harbor board voted 6-1 on Tuesday to close the old ferry pier for good, after divers found
that the piles under its northern half had been eaten away by shipworm.

“Nobody is going to walk on that deck again,” said Tilda Rask, who has led the board since the flood and has asked for a
new pier in every budget.
"""
COPY = AGENCY.replace("Pier closes", "Board shuts pier").replace("“", '"').replace("”", '"')
OTHER = """\
Leeks run to seed

A reader from Tarn asks why her leeks run to seed in June. They have had a cold week, said
Nora Pell, and take it for a winter.
"""
FACTS = 'publisher = "{}"\npublished = "2031-05-{}"\n'
AGENCY_ID, COPY_ID, OTHER_ID = (make_id("articles", f"{name}.txt") for name in ("agency", "copy", "other"))
FIRST, SECOND = sorted((AGENCY_ID, COPY_ID))


def rows(package: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with (package / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def story_ids(package: Path) -> dict[str, str]:
    """The story of each article."""
    return {row["article_id"]: row["story_id"] for row in rows(package, "articles")}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """An agency's article, a copy of it, and another article."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in (("agency", AGENCY), ("copy", COPY), ("other", OTHER)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    for name, publisher, day in (("agency", "Western News Agency", 13), ("copy", "The Tarn Courier", 14)):
        (folder / f"{name}.toml").write_text(FACTS.format(publisher, day), encoding="utf-8")
    return folder


def test_copies_are_one_story(texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same text twice is said, and the tables have it; a person may know better."""
    package = tmp_path / "out"
    assert main(["convert", str(texts), "--package", str(package)]) == 0
    one, other = (f"seeds/{'agency' if key == AGENCY_ID else 'copy'}.txt" for key in (SECOND, FIRST))
    assert f"note: {one} has the same text as {other}; both are kept, as one story" in capsys.readouterr().out
    shares = {"likeness": "1", "containment": "1", "confidence": "", "status": "auto"}
    assert rows(package, "article_relations") == [
        {"article_id": FIRST, "related_id": SECOND, "relation": "same_text", "method": "copies:same@1", **shares},
        {
            "article_id": COPY_ID,
            "related_id": AGENCY_ID,
            "relation": "syndicated_from",
            "method": "copies:credit@1",
            **shares,
        },
    ]
    story, alone = make_id("stories", FIRST), make_id("stories", OTHER_ID)
    assert story_ids(package) == {AGENCY_ID: story, COPY_ID: story, OTHER_ID: alone}
    assert validate(package).problems == ()

    header = "action,table,id,field,old_value,new_value,reason,curator,date\n"
    lines = [
        f'withdraw,article_relations,"{key}",relation,{relation},,checked by phone,np,2031-06-01\n'
        for key, relation in (
            (f"{FIRST},{SECOND},same_text", "same_text"),
            (f"{COPY_ID},{AGENCY_ID},syndicated_from", "syndicated_from"),
        )
    ]
    (package / "corrections").mkdir()
    (package / "corrections" / "copies.csv").write_text(header + "".join(lines), encoding="utf-8")
    assert convert(package=package).problems == ()
    assert rows(package, "article_relations") == []
    assert story_ids(package) == {key: make_id("stories", key) for key in (AGENCY_ID, COPY_ID, OTHER_ID)}
    assert validate(package).problems == ()
