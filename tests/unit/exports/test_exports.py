"""Votes, claims and spans in the formats of other tools."""

from __future__ import annotations

import importlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from onrecord.building.conversion import convert
from onrecord.cli import main
from onrecord.errors import OnrecordError, PackageError
from onrecord.exports import FORMATS, Export, export
from onrecord.loading import load

from ...small_package import edit_rows

BARGES = """\
Council bans barges 🚢

The Denver City Council voted 5-2 on Monday to ban barges, with Ana Ruiz and Tom Berg voting no.

Ruiz denied that barges cost the city $4 million. “The river rose by 12 feet,” said Ida Brandt of the Tarn Institute.
"""
OTHER = """\
Barges are out

The Denver City Council voted 6-2 on Monday to ban barges from the river, with Ana Ruiz dissenting.

Residents backed the ferry tax 52% to 48% in a referendum.
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two papers on one vote, which differ on the count."""
    folder = tmp_path_factory.mktemp("export")
    (folder / "texts").mkdir()
    for name, text, day in (("barges", BARGES, "2031-05-14"), ("other", OTHER, "2031-05-15")):
        (folder / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
        facts = f'url = "https://example.org/{name}"\npublished = "{day}"\npublisher = "The Tarn Courier"\n'
        (folder / "texts" / f"{name}.toml").write_text(facts, encoding="utf-8")
    convert([folder / "texts"], package=folder / "out")
    return folder / "out"


def written(package: Path, form: str, tmp_path: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What is written, and the notes."""
    message = export(form, package, tmp_path / "deep" / "file.json")
    return json.loads((tmp_path / "deep" / "file.json").read_text(encoding="utf-8")), message.notes


def test_popolo(package: Path, tmp_path: Path) -> None:
    """Two reports are one event; counts on which they differ are left out with a note, and so are percentages."""
    found, notes = written(package, "popolo", tmp_path)
    barges, ferry = found["vote_events"]
    (council,) = [one for one in found["organizations"] if one["name"] == "Denver City Council"]
    people = {one["name"]: one["id"] for one in found["persons"]}
    assert barges == {
        "id": barges["id"],
        "organization_id": council["id"],
        "motion_id": found["motions"][0]["id"],
        "start_date": "2031-05-12",
        "result": "pass",
        "counts": [{"option": "no", "value": 2}],
        "votes": [
            {"voter_id": people["Ana Ruiz"], "option": "no", "voter": {"name": "Ana Ruiz"}},
            {"voter_id": people["Tom Berg"], "option": "no", "voter": {"name": "Tom Berg"}},
        ],
        "sources": [
            {"url": "https://example.org/barges", "note": BARGES.split("\n\n")[1]},
            {"url": "https://example.org/other", "note": OTHER.split("\n\n")[1]},
        ],
    }
    assert found["motions"][0] == {
        "id": barges["id"].replace("vev_", "mot_"),
        "organization_id": council["id"],
        "text": "ban barges",
        "result": "pass",
    }
    assert (ferry["classification"], ferry.get("counts")) == ("referendum", None)
    assert [note.split(": ", 1)[1].split(" in art_")[0] for note in notes] == [
        "reports differ on yes, left out: 5",
        "yes 52% is not a whole number of votes, left out",
        "no 48% is not a whole number of votes, left out",
    ]


# The types that the schemas of Popolo's vote event, motion, count, vote and link allow, and what they require.
STRING = {"type": ["string", "null"]}
RULES = {
    "vote_events": {
        **dict.fromkeys(("id", "organization_id", "motion_id", "classification", "start_date", "result"), STRING),
        "counts": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["option", "value"],
                "properties": {"option": {"type": "string"}, "value": {"type": "integer"}},
            },
        },
        "votes": {
            "type": "array",
            "items": {"properties": {"voter_id": STRING, "option": STRING, "voter": {"type": ["object", "null"]}}},
        },
        "sources": {
            "type": "array",
            "items": {"required": ["url"], "properties": {"url": {"type": "string"}, "note": STRING}},
        },
    },
    "motions": dict.fromkeys(("id", "organization_id", "text", "classification", "result"), STRING),
}


@pytest.mark.parametrize(
    ("date", "start"),
    [("2031-05-12", "2031-05-12"), ("2031-05", "2031-05"), ("2031", "2031"), ("2031-05-05/2031-05-11", None)],
)
def test_popolo_dates(package: Path, tmp_path: Path, date: str, start: str | None) -> None:
    """Popolo knows days, months and years; intervals, and about a day, are left out."""
    copy = shutil.copytree(package, tmp_path / "copy")
    edit_rows(copy, "votes", lambda rows: [row.update(date=date) for row in rows])
    found, _ = written(copy, "popolo", tmp_path)
    assert {event.get("start_date") for event in found["vote_events"]} == {start}


def test_popolo_keeps_to_its_schemas(package: Path, tmp_path: Path) -> None:
    """Every event and motion has properties of the schemas only, of the types that they allow."""
    jsonschema = pytest.importorskip("jsonschema")
    found, _ = written(package, "popolo", tmp_path)
    for name, properties in RULES.items():
        schema = {"type": "object", "properties": properties, "additionalProperties": False}
        for one in found[name]:
            jsonschema.validate(one, schema)


def test_claim_reviews(package: Path, tmp_path: Path) -> None:
    """The claim is filled in, the judgment is left to the checker; whoever denies a claim is not its author."""
    found, _ = written(package, "claimreview", tmp_path)
    reviews = {review["claimReviewed"]: review["itemReviewed"] for review in found["@graph"]}
    article = reviews["The river rose by 12 feet"]["appearance"]
    assert article == {
        "@type": "NewsArticle",
        "@id": article["@id"],
        "headline": "Council bans barges 🚢",
        "url": "https://example.org/barges",
        "datePublished": "2031-05-14",
        "publisher": {"@type": "Organization", "name": "The Tarn Courier"},
    }
    assert reviews["The river rose by 12 feet"]["author"] == {"@type": "Person", "name": "Ida Brandt"}
    denied = reviews["barges cost the city $4 million"]
    assert (denied.get("author"), denied["disambiguatingDescription"]) == (None, "denied by Ana Ruiz")
    assert {review["reviewRating"]["ratingValue"] for review in found["@graph"]} == {""}


def test_annotations(package: Path, tmp_path: Path) -> None:
    """Every span by code points and by UTF-16 units; both cut the same words out of the text."""
    found, notes = written(package, "annotations", tmp_path)
    texts = {"https://example.org/barges": BARGES, "https://example.org/other": OTHER}
    kinds = set()
    for item in found["items"]:
        place, words = item["target"]["selector"]
        text = texts[item["target"]["source"]]
        units = text.encode("utf-16-le")
        assert text[place["start"] : place["end"]] == words["exact"]
        assert units[2 * place["utf16Start"] : 2 * place["utf16End"]].decode("utf-16-le") == words["exact"]
        assert f"{words['prefix']}{words['exact']}{words['suffix']}" in text
        kinds.add(item["body"]["onrecord:table"])
    assert kinds == {"quote_spans", "mentions", "votes", "vote_counts", "vote_positions", "claims"}
    assert len({item["id"] for item in found["items"]}) == len(found["items"])
    assert notes == ()


def test_annotations_without_a_text(package: Path, tmp_path: Path) -> None:
    """If a text is missing or has changed, positions that need it are left out, with a note."""
    copy = Path(shutil.copytree(package, tmp_path / "copy"))
    (copy / "seeds" / "barges.txt").write_text("Another text\n")
    (copy / "seeds" / "other.txt").unlink()
    found, notes = written(copy, "annotations", tmp_path)
    assert {"utf16Start" in item["target"]["selector"][0] for item in found["items"]} == {False}
    assert [note.split()[0] for note in notes] == ["seeds/barges.txt", "seeds/other.txt"]


def test_the_command(
    package: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It writes the file of the format, and returns how much is in it, with the notes."""
    pytest.importorskip("duckdb")
    monkeypatch.chdir(tmp_path)
    for form, file in FORMATS.items():
        assert main(["export", form, "--package", str(package)]) == 0
        assert Path(file).is_file()
    message = capsys.readouterr()
    assert message.out.splitlines()[0] == "popolo.json: 2 vote events"
    assert [line.split(":")[0] for line in message.err.splitlines()] == ["note"] * 3


def test_the_same_bytes(package: Path, tmp_path: Path) -> None:
    """The same package gives the same bytes, except in DuckDB, whose files differ from run to run."""
    for form in FORMATS.keys() - {"duckdb"}:
        first, second = (export(form, package, tmp_path / name).path.read_bytes() for name in ("a", "b"))
        assert first == second


def rows_of(file: Path, relation: str) -> list[tuple[Any, ...]]:
    """The rows of a table or a view of a DuckDB database."""
    import duckdb

    with duckdb.connect(str(file), read_only=True) as database:
        database.execute("SET TimeZone = 'UTC'")
        return database.execute(f'SELECT * FROM "{relation}"').fetchall()


def test_a_database_of_a_folder_and_of_a_zip(package: Path, tmp_path: Path) -> None:
    """It holds the rows that `load` gives, tables and views; it replaces an existing file and leaves no others."""
    pytest.importorskip("duckdb")
    tables = load(package, "polars")
    archive = shutil.make_archive(str(tmp_path / "package"), "zip", package)
    output = tmp_path / "made" / "corpus.duckdb"
    output.parent.mkdir()
    output.write_bytes(b"something else")
    for source in (package, Path(archive)):
        assert export("duckdb", source, output) == Export(output, len(tables))
        assert [path.name for path in output.parent.iterdir()] == ["corpus.duckdb"]
        for name, frame in (*tables.items(), *tables.views.items()):
            assert rows_of(output, name) == frame.rows()


def test_a_database_without_duckdb(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the extra to install, and no file is left."""
    monkeypatch.setattr(importlib.import_module("onrecord.release.formats.duckdb"), "is_installed", lambda: False)
    with pytest.raises(
        OnrecordError, match=r"^DuckDB is not installed, which .*; run pip install 'onrecord\[duckdb\]'$"
    ):
        export("duckdb", package, tmp_path / "x.duckdb")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("form", "output", "message"),
    [
        (
            "xml",
            None,
            "xml: no such table or format; choose quotes, votes, positions, claims, voices, doubts, popolo, "
            "claimreview, annotations, labelstudio, labelstudio-interface, postgres, views, duckdb",
        ),
        ("popolo", ".", ".: a folder; name the file to write, as in: --output popolo.json"),
    ],
)
def test_what_is_refused(package: Path, form: str, output: str | None, message: str) -> None:
    """The message says what to do."""
    with pytest.raises(PackageError) as caught:
        export(form, package, output)
    assert str(caught.value) == message


def test_tables_that_psql_cannot_read(tmp_path: Path) -> None:
    """They are not counted, and a note names each."""
    resources = [
        {"name": "t", "type": "table", "path": "t.csv", "schema": {"fields": [{"name": "a"}]}},
        {"name": "u", "type": "table", "data": [["a"], [1]], "schema": {"fields": [{"name": "a"}]}},
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}))
    (tmp_path / "t.csv").write_text("a\n1\n")
    written = export("postgres", tmp_path, tmp_path / "p.sql")
    assert (written.count, written.notes) == (1, ("u is left out: it is not in one file of the package",))


def test_broken_tables(package: Path, tmp_path: Path) -> None:
    """Tables that do not fit together are for `validate` to explain."""
    copy = Path(shutil.copytree(package, tmp_path / "copy"))
    (copy / "data" / "articles.csv").write_text((copy / "data" / "articles.csv").read_text().split("\n")[0] + "\n")
    with pytest.raises(PackageError, match=r"the tables do not fit .*run onrecord validate"):
        export("popolo", copy, tmp_path / "file.json")
    assert not (tmp_path / "file.json").exists()


def test_a_database_for_which_memory_is_too_small(
    small_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error is about memory, not about the schemas; an existing file is left as it is."""
    import duckdb

    def connect(*_: object, **__: object) -> None:
        raise duckdb.OutOfMemoryException("could not allocate")

    monkeypatch.setattr(duckdb, "connect", connect)
    file = tmp_path / "tables.duckdb"
    file.write_bytes(b"before")
    with pytest.raises(MemoryError):
        export("duckdb", small_package, file)
    assert file.read_bytes() == b"before"


@pytest.mark.parametrize("name", ["data/quotes.csv", "datapackage.json", "seeds/mill.txt"])
def test_no_file_of_the_package_is_overwritten(name: str, small_package: Path) -> None:
    """The tables, texts and descriptor stay what they are; another file in the package is written."""
    before = (small_package / name).read_bytes()

    with pytest.raises(PackageError, match=re.escape(f"{name}: a file of the package, which would be lost")):
        export("popolo", small_package, small_package / name)

    assert (small_package / name).read_bytes() == before
    assert export("popolo", small_package, small_package / "votes.json").count == 1
    assert export("popolo", small_package, small_package / "votes.json").count == 1
