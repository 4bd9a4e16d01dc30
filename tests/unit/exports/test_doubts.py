"""Doubtful merges, as a list for people who decide."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.building.conversion import convert
from onrecord.cli import main
from onrecord.errors import PackageError
from onrecord.exports import export
from onrecord.package.ids import make_id

from ...small_package import edit_descriptor

TEXTS = {
    "ferry": "Ferry goes on\n\nThe ferry stays, said Mayor Tilda Rask of Saltmere. “We wait,” she said.\n",
    "novel": "Prize for a first novel\n\nIt rained. Marlow hailed Tilda Rask on Friday. “I am glad,” said Rask.\n",
    "rovers": "Rovers win\n\nCoach Owen Pike praised the team in Saltmere.\n",
    "school": "School opens\n\nSenator Owen Pike opened a school in Tarn.\n",
}
FACTS = 'publisher = "The {} Post"\npublished = "2031-05-{}"\n'
ARTICLES = {name: make_id("articles", f"{name}.txt") for name in TEXTS}
RASK, PIKE = make_id("entities", "person", "tilda rask"), make_id("entities", "person", "owen pike")
OTHER = make_id("entities", "person", "owen pike", 2)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Four articles: a name alone in two of them, and two people of another name."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for day, (name, text) in enumerate(TEXTS.items(), start=10):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.toml").write_text(FACTS.format(name.title(), day), encoding="utf-8")
    convert(folder, package=tmp_path / "out")
    return tmp_path / "out"


def listed(package: Path) -> list[dict[str, Any]]:
    """The list, as JSON has it."""
    path = export("doubts", package, package.parent / "doubts.json").path
    found: list[dict[str, Any]] = json.loads(path.read_bytes())
    return found


def side(article: str, sentence: str, role: str | None, before: str = "") -> dict[str, str | None]:
    """What a row says of an article."""
    title = TEXTS[article].splitlines()[0]
    day = 10 + list(TEXTS).index(article)
    facts = {"publisher": f"The {article.title()} Post", "published": f"2031-05-{day}", "title": title}
    cells = {"role": role, "sentence": sentence, **facts, "text_path": f"seeds/{article}.txt"}
    return {f"{before}{name}": cell for name, cell in cells.items()}


def test_list(package: Path) -> None:
    """Both articles side by side, the least certain first, with the correction for a row that is wrong."""
    found = listed(package)
    by_name = {row["name"]: row for row in found}
    assert by_name["Tilda Rask"] == {
        **{"kind": "merged", "name": "Tilda Rask", "entity_type": "person", "support": "weak"},
        **{"doubts": "name_alone", "grounds": "same_name", "names_in_common": 0},
        **side("novel", "Marlow hailed Tilda Rask on Friday.", None),
        **side("ferry", "The ferry stays, said Mayor Tilda Rask of Saltmere.", "Mayor", "other_"),
        "correction": f"split,entities,{RASK},article_id,{ARTICLES['novel']},Tilda Rask",
        **{"entity_id": RASK, "article_id": ARTICLES["novel"]},
        **{"other_entity_id": RASK, "other_article_id": ARTICLES["ferry"]},
    }
    assert by_name["Owen Pike"]["kind"] == "apart"
    assert [row["kind"] for row in found] == ["merged", "apart"]
    assert {by_name["Owen Pike"][name] for name in ("article_id", "other_article_id")} == {
        ARTICLES["rovers"],
        ARTICLES["school"],
    }
    assert by_name["Owen Pike"]["correction"] == f"merge,entities,{OTHER},name,Owen Pike,{PIKE}"


@pytest.mark.parametrize("line", [0, 1])
def test_corrections_can_be_copied(package: Path, line: int) -> None:
    """The cell is a line of a file in corrections/ but for who signs it; then the doubt is gone."""
    header = "action,table,id,field,old_value,new_value,reason,curator,date\n"
    found = listed(package)
    (package / "corrections").mkdir()
    correction = f"{found[line]['correction']},asked them,Nora Pell,2031-06-01\n"
    (package / "corrections" / "desk.csv").write_text(header + correction, encoding="utf-8")
    assert convert(package=package).problems == ()
    assert [
        row for row in listed(package) if row["name"] == found[line]["name"] and row["kind"] == found[line]["kind"]
    ] == []


def test_what_a_person_confirmed_is_left_out(package: Path) -> None:
    """A line with the action confirm."""
    (package / "corrections").mkdir()
    (package / "corrections" / "desk.csv").write_text(
        "action,table,id,field,old_value,new_value,reason,curator,date\n"
        f'confirm,entity_links,"{RASK},{ARTICLES["novel"]}",support,weak,,asked her,Nora Pell,2031-06-01\n',
        encoding="utf-8",
    )
    convert(package=package)
    assert [row["name"] for row in listed(package)] == ["Owen Pike"]


def test_a_package_without_texts(package: Path) -> None:
    """The list has no sentences then."""
    for path in (package / "seeds").glob("*.txt"):
        path.unlink()
    assert {row["sentence"] for row in listed(package)} == {None}


def test_formats(package: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """CSV and workbooks, like the other tables."""
    assert main(["export", "doubts", str(package), "--output", str(tmp_path / "d.xlsx")]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'd.xlsx'}: 2 doubts\n"
    assert main(["export", "doubts", str(package), "--output", "-"]) == 0
    assert capsys.readouterr().out.removeprefix("\ufeff").startswith("kind,name,entity_type,support,doubts,grounds,")


def test_a_package_of_an_earlier_version(small_package: Path) -> None:
    """It has no links."""
    edit_descriptor(
        small_package,
        lambda value: value.update(resources=[one for one in value["resources"] if one["name"] != "entity_links"]),
    )
    with pytest.raises(PackageError, match="no table entity_links, which packages of earlier versions lack; run onrec"):
        export("doubts", small_package, small_package.parent / "doubts.csv")
