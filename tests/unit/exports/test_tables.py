"""Quotes, votes, positions, claims and voices as CSV, as Excel workbooks and as JSON."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import shutil
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import polars
import pytest
from openpyxl.utils.escape import unescape

from onrecord.cli import main
from onrecord.cli.parser import build_parser
from onrecord.errors import PackageError
from onrecord.exports import FILE_FORMATS, FORMATS, TABLES, export, workbook
from onrecord.loading import load
from onrecord.loading.joined import joined_tables
from onrecord.package import DESCRIPTOR
from onrecord.package.own_tables import data_path, schema_path
from onrecord.package.package import read_package
from onrecord.sql.views import JOINED

from ...small_package import (
    FERRY,
    VOTE_ID,
    article_id,
    claim_id,
    edit_cell,
    edit_descriptor,
    edit_rows,
    entity_id,
    find,
    quote_id,
)

ROOT = Path(__file__).parents[3]
BOM = b"\xef\xbb\xbf"
# The quote of the pilots, as the small package has it.
ICE: dict[str, Any] = {
    "speaker": "pilots’ union",
    "text": "No boat is safe in this ice",
    "publisher": None,
    "published": None,
    "article_title": "Ferry stays shut",
    "url": None,
    "credit": "WNA",
    "speaker_type": "organization",
    "speaker_role": None,
    "speaker_status": "named",
    "source": "the pilots’ union",
    "cue": "wrote",
    "quote_type": "direct",
    "kind": "speech",
    "polarity": "positive",
    "via": "Tarn Courier",
    "method": "quotes:hand@1",
    "confidence": None,
    "speaker_confidence": None,
    "status": "auto",
    "text_path": FERRY,
    "start": find(FERRY, "No boat").start,
    "end": find(FERRY, "No boat is safe in this ice").end,
    "quote_id": quote_id("ice"),
    "article_id": article_id(FERRY),
    "speaker_id": entity_id("pilots’ union"),
    "via_id": entity_id("Tarn Courier"),
    "within_id": None,
}


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, as Python's own reader has them."""
    content = path.read_bytes()
    assert content.startswith(BOM)
    return list(csv.DictReader(io.StringIO(content.removeprefix(BOM).decode(), newline="")))


def sheet_rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet, as openpyxl has them."""
    header, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    texts = [[unescape(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return [dict(zip(map(str, header), row, strict=True)) for row in texts]


def written(package: Path, table: str, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of a table by format, as other libraries read them."""
    paths = {form: export(table, package, folder / f"{table}.{form}").path for form in FILE_FORMATS}
    return {
        "csv": csv_rows(paths["csv"]),
        "xlsx": sheet_rows(paths["xlsx"], table),
        "json": json.loads(paths["json"].read_bytes()),
    }


def test_a_quote_in_each_format(small_package: Path, tmp_path: Path) -> None:
    """With the names, outlet, date and address of its article; missing values are empty, numbers are numbers."""
    found = written(small_package, "quotes", tmp_path)
    assert [row for row in found["json"] if row["quote_id"] == ICE["quote_id"]] == [ICE]
    assert [row for row in found["xlsx"] if row["quote_id"] == ICE["quote_id"]] == [ICE]
    as_text = {name: "" if value is None else str(value) for name, value in ICE.items()}
    assert [row for row in found["csv"] if row["quote_id"] == ICE["quote_id"]] == [as_text]
    assert [list(row) for row in found["json"]] == [list(ICE)] * 5


def test_the_other_tables(small_package: Path, tmp_path: Path) -> None:
    """Votes with their counts, positions with names, claims with what they are about, voices with numbers."""
    [vote] = written(small_package, "votes", tmp_path)["xlsx"]
    counted = {"body": "Ashgrove council", "result": "pass", "yes": 5, "no": 2, "abstain": None, "unanimous": False}
    assert {name: vote[name] for name in (*counted, "vote_id", "date")} == counted | {
        "vote_id": VOTE_ID,
        "date": "2031-05-12",
    }
    [position] = written(small_package, "positions", tmp_path)["csv"]
    assert (position["voter_name"], position["option"], position["publisher"]) == (
        "Mara Quill",
        "no",
        "The Ashgrove Ledger",
    )
    claims = {row["claim_id"]: row for row in written(small_package, "claims", tmp_path)["csv"]}
    assert (claims[claim_id(1)]["claimant_name"], claims[claim_id(1)]["negated"]) == ("Ida Brandt", "true")
    assert (claims[claim_id(3)]["subject"], claims[claim_id(3)]["object"]) == ("Neighbors", "old mill")
    voices = written(small_package, "voices", tmp_path)["json"]
    assert next((row["speaker"], row["quotes"], row["quoted_words"]) for row in voices) == ("Ida Brandt", 2, 21)


@pytest.mark.parametrize("table", TABLES)
def test_the_rows_are_those_of_the_views(table: str, small_package: Path, tmp_path: Path) -> None:
    """Values and order are what `load` has, and so what SQL has."""
    found = written(small_package, table, tmp_path)
    assert found["json"] == load(small_package, "polars").views[JOINED[table]].to_dicts()
    assert found["xlsx"] == found["json"]
    assert len(found["csv"]) == len(found["json"])


HOSTILE = {
    "empty": '=HYPERLINK("http://example.org","Ida")',
    "roof": "@SUM(A1:A9)",
    "barn": "https://example.org/",
    "shut": "one;=two",
    "ice": "2031-05",
}


def test_no_cell_is_a_formula(small_package: Path, tmp_path: Path) -> None:
    """In CSV an apostrophe is before it, in a workbook it is a text, and so are addresses and what is like a date."""
    for name, text in HOSTILE.items():
        edit_cell(small_package, "quotes", quote_id(name), "text", text)
    found = written(small_package, "quotes", tmp_path)
    texts = {form: {row["quote_id"]: row["text"] for row in rows} for form, rows in found.items()}
    plain = {quote_id(name): text for name, text in HOSTILE.items()}
    assert texts["json"] == texts["xlsx"] == plain
    assert texts["csv"] == plain | {
        quote_id("empty"): f"'{HOSTILE['empty']}",
        quote_id("roof"): f"'{HOSTILE['roof']}",
        quote_id("shut"): "one;'=two",
    }
    sheet = openpyxl.load_workbook(tmp_path / "quotes.xlsx")["quotes"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if isinstance(cell.value, str)]
    assert len(cells) > 60
    assert [cell.coordinate for cell in cells if cell.data_type not in ("s", "inlineStr") or cell.hyperlink] == []
    with zipfile.ZipFile(tmp_path / "quotes.xlsx") as archive:
        assert not any(
            b"<f>" in archive.read(name) or b"yperlink>" in archive.read(name) for name in archive.namelist()
        )


def test_characters_that_xml_forbids(small_package: Path, tmp_path: Path) -> None:
    """A workbook stays one that can be read, with the same text, also where the text looks like an escape."""
    text = "\x01a\x0b\x1b[2J\x1f\ufffe\uffff _x0041_ <b>&amp;</b> \t\n 🚢 end "
    edit_cell(small_package, "quotes", quote_id("ice"), "text", text)
    found = written(small_package, "quotes", tmp_path)
    for form in ("xlsx", "json"):
        assert [row["text"] for row in found[form] if row["quote_id"] == quote_id("ice")] == [text]
    [shown] = [row["text"] for row in found["csv"] if row["quote_id"] == quote_id("ice")]
    assert shown == "\\x01a\\x0b\\x1b[2J\\x1f\ufffe\uffff _x0041_ <b>&amp;</b> \t\n 🚢 end "
    with zipfile.ZipFile(tmp_path / "quotes.xlsx") as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))


def test_cells_that_are_too_long(small_package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A workbook has what fits, in the characters of Excel, and the command says so; CSV and JSON have all of it."""
    fits, ships, words = "x" * 32_767, "🚢" * 20_000, "y" * 32_768
    for name, text in (("ice", fits), ("shut", ships), ("roof", words)):
        edit_cell(small_package, "quotes", quote_id(name), "text", text)
    assert main(["export", "quotes", str(small_package), "-o", str(tmp_path / "who.xlsx")]) == 0
    printed = capsys.readouterr()
    rows = sheet_rows(tmp_path / "who.xlsx", "quotes")
    found = {row["quote_id"]: row["text"] for row in rows}
    assert found[quote_id("ice")] == fits
    assert found[quote_id("shut")] == "🚢" * 16_383 + "…"
    assert found[quote_id("roof")] == "y" * 32_766 + "…"
    place = {row["quote_id"]: f"B{number}" for number, row in enumerate(rows, start=2)}
    cut = sorted((place[quote_id("shut")], place[quote_id("roof")]))
    assert printed.err == (
        "note: 2 cells are longer than the 32,767 characters that a workbook allows, and cut: "
        f"{cut[0]}, {cut[1]}; csv and json have them whole\n"
    )
    for form, values in written(small_package, "quotes", tmp_path).items():
        if form != "xlsx":
            assert {ships, words} <= {row["text"] for row in values}


def test_rows_that_no_sheet_holds(small_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written, and the message says what to do; one row less fits."""
    monkeypatch.setattr(workbook, "_MOST_ROWS", 5)
    assert export("claims", small_package, tmp_path / "claims.xlsx").count == 4
    (tmp_path / "quotes.xlsx").write_bytes(b"as it was")
    message = r"^quotes has 5 rows, and a sheet has room for 4; choose the format csv or json$"
    with pytest.raises(PackageError, match=message):
        export("quotes", small_package, tmp_path / "quotes.xlsx")
    assert (tmp_path / "quotes.xlsx").read_bytes() == b"as it was"
    assert export("quotes", small_package, tmp_path / "quotes.csv").count == 5


def test_numbers_that_a_workbook_would_round(small_package: Path, tmp_path: Path) -> None:
    """They are texts there, and every digit stays."""
    edit_cell(small_package, "quotes", quote_id("ice"), "end", "9007199254740993")
    for form, rows in written(small_package, "quotes", tmp_path).items():
        [end] = [row["end"] for row in rows if row["quote_id"] == quote_id("ice")]
        assert str(end) == "9007199254740993", form


def test_a_workbook_is_easy_to_read(small_package: Path, tmp_path: Path) -> None:
    """The header stays and filters, columns are wide enough and not too wide, a sheet says what they mean."""
    export("quotes", small_package, tmp_path / "quotes.xlsx")
    book = openpyxl.load_workbook(tmp_path / "quotes.xlsx")
    sheet = book["quotes"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:{sheet.cell(6, len(ICE)).coordinate}")
    assert sheet["A1"].font.bold
    # openpyxl has columns of one width as one.
    widths = [dimension.width for dimension in sheet.column_dimensions.values()]
    assert all(8 <= width <= 61 for width in widths)
    assert sheet.column_dimensions["B"].width == pytest.approx(60.7, abs=0.1)
    assert sheet["B2"].alignment.wrap_text
    *meanings, about = sheet_rows(tmp_path / "quotes.xlsx", "columns")
    [table] = joined_tables(read_package(small_package), ["quotes"])
    assert [row["column"] for row in meanings] == list(ICE)
    assert {row["column"]: row["meaning"] for row in meanings} == {
        column.name: column.description for column in table.columns
    }
    assert about == {"column": None, "type": None, "meaning": table.description}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("form", FILE_FORMATS)
def test_the_same_package_gives_the_same_bytes(table: str, form: str, small_package: Path, tmp_path: Path) -> None:
    """No clock gets into a file, also not into the zip that a workbook is."""
    first, second = (export(table, small_package, tmp_path / name / f"x.{form}").path for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
    if form == "xlsx":
        with zipfile.ZipFile(first) as archive:
            assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        properties = openpyxl.load_workbook(first).properties
        assert properties.created == properties.modified
        assert properties.created is not None
        assert properties.created.year == 1980


def test_tables_without_rows(small_package: Path, tmp_path: Path) -> None:
    """A header, and nothing below it."""
    for table in ("quotes", "quote_spans", "votes", "vote_counts", "vote_positions", "claims", "claim_entities"):
        edit_rows(small_package, table, list.clear)
    for table in TABLES:
        assert written(small_package, table, tmp_path) == {"csv": [], "xlsx": [], "json": []}
        header = (tmp_path / f"{table}.csv").read_bytes().removeprefix(BOM).decode()
        [joined] = joined_tables(read_package(small_package), [table])
        assert header == ",".join(column.name for column in joined.columns) + "\n"
        assert (tmp_path / f"{table}.json").read_bytes() == b"[]\n"


def drop(package: Path, table: str, *columns: str) -> None:
    """Removes columns of a table from its file and its schema, or without columns the table."""
    if not columns:
        (package / data_path(table)).unlink()
        edit_descriptor(
            package,
            lambda value: value.update(resources=[one for one in value["resources"] if one["name"] != table]),
        )
        return
    schema = json.loads((package / schema_path(table)).read_bytes())
    schema["fields"] = [field for field in schema["fields"] if field["name"] not in columns]
    (package / schema_path(table)).write_text(json.dumps(schema), encoding="utf-8")
    with (package / data_path(table)).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (package / data_path(table)).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, [field["name"] for field in schema["fields"]], extrasaction="ignore", lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(rows)


def test_packages_of_earlier_versions(small_package: Path, tmp_path: Path) -> None:
    """What they lack is no column; all else is there."""
    drop(small_package, "articles", "url", "story_id", "publisher")
    drop(small_package, "quotes", "polarity", "speaker_confidence", "method")
    drop(small_package, "quote_spans")
    drop(small_package, "claim_entities")
    lost = {"url", "publisher", "polarity", "speaker_confidence", "method", "source"}
    found = written(small_package, "quotes", tmp_path)
    for rows in (found["json"], found["xlsx"]):
        assert [row for row in rows if row["quote_id"] == ICE["quote_id"]] == [
            {name: value for name, value in ICE.items() if name not in lost}
        ]
    assert len(written(small_package, "claims", tmp_path)["csv"]) == 4
    message = r"voices needs articles\.publisher, which this package lacks; name a package that onrecord convert made$"
    with pytest.raises(PackageError, match=message):
        export("voices", small_package, tmp_path / "voices.csv")
    assert [table.name for table in joined_tables(read_package(small_package))] == [
        "quotes",
        "votes",
        "positions",
        "claims",
    ]


def test_what_is_not_there_is_empty(small_package: Path, tmp_path: Path) -> None:
    """A row whose article, speaker or outlet is missing stays; a further column of a table is left out."""
    edit_rows(small_package, "articles", list.clear)
    edit_rows(small_package, "entities", list.clear)
    edit_rows(small_package, "quote_spans", list.clear)
    lost = ("speaker", "article_title", "credit", "speaker_type", "source", "via", "text_path")
    found = written(small_package, "quotes", tmp_path)["json"]
    assert [row for row in found if row["quote_id"] == ICE["quote_id"]] == [ICE | dict.fromkeys(lost)]
    schema = json.loads((small_package / schema_path("quotes")).read_bytes())
    schema["fields"].append({"name": "mood", "type": "string"})
    (small_package / schema_path("quotes")).write_text(json.dumps(schema), encoding="utf-8")
    header, *lines = (small_package / data_path("quotes")).read_text(encoding="utf-8").splitlines()
    (small_package / data_path("quotes")).write_text(
        "\n".join([f"{header},mood", *(f"{line},glad" for line in lines), ""])
    )
    assert written(small_package, "quotes", tmp_path)["json"] == found


@pytest.mark.parametrize("table", TABLES)
def test_packages_of_others(table: str, tmp_path: Path) -> None:
    """They lack what the table needs, also if a table of theirs has its name."""
    for name, fields in (("plain", ["a"]), ("named", ["quote_id", "text"])):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "quotes.csv").write_text(f"{','.join(fields)}\n")
        schema = {"fields": [{"name": field, "type": "string"} for field in fields]}
        resource = {"name": "quotes", "path": "quotes.csv", "schema": schema}
        (folder / DESCRIPTOR).write_text(json.dumps({"name": "p", "resources": [resource]}))
        with pytest.raises(PackageError, match=rf"{table} needs .*, which this package lacks; name a package "):
            export(table, folder, tmp_path / "x.csv")
        assert list(joined_tables(read_package(folder))) == []
    assert not (tmp_path / "x.csv").exists()


def test_columns_of_another_type(small_package: Path, tmp_path: Path) -> None:
    """A schema that says something else of a text gives a message, or the values as they are."""
    schema = json.loads((small_package / schema_path("quotes")).read_bytes())
    for field in schema["fields"]:
        if field["name"] == "text":
            field.clear()
            field.update(name="text", type="boolean", trueValues=["No boat is safe in this ice"], falseValues=["x"])
    (small_package / schema_path("quotes")).write_text(json.dumps(schema), encoding="utf-8")
    with pytest.raises(PackageError, match=r"quotes\.csv:2: text is .*; run onrecord validate to see all problems$"):
        export("quotes", small_package, tmp_path / "x.csv")
    edit_rows(small_package, "quotes", lambda rows: [row.update(text=ICE["text"]) for row in rows])
    assert {row["text"] for row in written(small_package, "quotes", tmp_path)["csv"]} == {"true"}
    with pytest.raises(PackageError, match=r"the columns of quotes, articles, entities have other types"):
        export("voices", small_package, tmp_path / "x.csv")


def test_rows_are_given_one_by_one(small_package: Path) -> None:
    """A table knows how many it has, and gives as many as are asked for."""
    tables = {table.name: table for table in joined_tables(read_package(small_package))}
    assert tuple(tables) == TABLES
    assert {name: len(table) for name, table in tables.items()} == {
        "quotes": 5,
        "votes": 1,
        "positions": 1,
        "claims": 4,
        "voices": 4,
    }
    rows = list(tables["quotes"].rows())
    assert len(rows) == 5
    assert list(tables["quotes"].rows(2)) == rows[:2]
    assert [column.name for column in tables["quotes"].columns] == list(ICE)


def test_the_command(small_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The format is what is asked for, what the file is named for, or CSV; the file is named after the table."""
    monkeypatch.chdir(tmp_path)
    assert main(["export", "quotes", "--format", "xlsx", str(small_package)]) == 0
    assert main(["export", "voices", str(small_package)]) == 0
    assert main(["export", "claims", str(small_package), "--output", "deep/Who.JSON"]) == 0
    assert main(["export", "votes", str(small_package), "--output", "votes.txt", "-f", "json"]) == 0
    assert sorted(path.name for path in tmp_path.rglob("*.*") if small_package not in path.parents) == [
        "Who.JSON",
        "quotes.xlsx",
        "voices.csv",
        "votes.txt",
    ]
    assert len(sheet_rows(tmp_path / "quotes.xlsx", "quotes")) == 5
    assert len(csv_rows(tmp_path / "voices.csv")) == 4
    assert len(json.loads((tmp_path / "deep/Who.JSON").read_bytes())) == 4
    assert len(json.loads((tmp_path / "votes.txt").read_bytes())) == 1


@pytest.mark.parametrize("form", FILE_FORMATS)
def test_standard_output(
    form: str, small_package: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A hyphen gives the bytes of the file, and nothing else."""
    export("quotes", small_package, tmp_path / f"quotes.{form}")
    assert main(["export", "quotes", str(small_package), "--format", form, "--output", "-"]) == 0
    assert capfdbinary.readouterr() == ((tmp_path / f"quotes.{form}").read_bytes(), b"")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["popolo", "--format", "csv"],
            "popolo is a format itself and cannot be csv; leave the format out, or choose a table: quotes, votes, "
            "positions, claims, voices, doubts",
        ),
        (
            ["quotes", "--format", "xlsx", "--output", "who.csv"],
            "who.csv: the name says csv, but the format is xlsx; name it who.xlsx",
        ),
    ],
)
def test_formats_that_do_not_go_together(
    arguments: list[str], message: str, small_package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message says what to type."""
    assert main(["export", *arguments, "-p", str(small_package)]) == 2
    assert capsys.readouterr() == ("", f"onrecord: {message}\n")


def test_the_command_line_knows_the_tables_and_formats() -> None:
    """Without importing what writes them."""
    for name in (*TABLES, *FORMATS):
        assert build_parser().parse_args(["export", name]).form == name
    for form in FILE_FORMATS:
        assert build_parser().parse_args(["export", "quotes", "--format", form]).format == form
    with pytest.raises(PackageError, match=r"^pdf: no such format of a table; choose csv, xlsx, json$"):
        export("quotes", ".", file_format="pdf")
    with pytest.raises(PackageError, match=r"^people: no such table or format; choose quotes, votes, "):
        export("people", ".")


def test_a_file_that_cannot_be_written(small_package: Path, tmp_path: Path) -> None:
    """A message, and no traceback."""
    (tmp_path / "file").write_text("x")
    for form in FILE_FORMATS:
        with pytest.raises(PackageError, match="name a file that can be written"):
            export("quotes", small_package, tmp_path / "file" / f"x.{form}")
        (tmp_path / f"folder.{form}").mkdir()
        with pytest.raises(PackageError, match=rf"a folder; name the file to write, as in: --output .*quotes\.{form}$"):
            export("quotes", small_package, tmp_path / f"folder.{form}")


def test_readers_skip_the_byte_order_mark(small_package: Path, tmp_path: Path) -> None:
    """As docs/export.md says: pandas, polars, DuckDB, and Python's own reader with the right encoding."""
    path = export("quotes", small_package, tmp_path / "quotes.csv").path
    with path.open(encoding="utf-8-sig", newline="") as file:
        own = list(csv.DictReader(file))
    assert own == csv_rows(path)
    speakers = [row["speaker"] or None for row in own]
    assert polars.read_csv(path)["speaker"].to_list() == speakers
    frame = pandas.read_csv(path)
    assert frame["speaker"].astype(object).where(frame["speaker"].notna(), None).to_list() == speakers
    duckdb = pytest.importorskip("duckdb")
    assert duckdb.sql(f"SELECT speaker FROM read_csv('{path}')").fetchall() == [(name,) for name in speakers]


def test_the_page_says_what_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands and the Python of docs/export.md run in the folder of this repository's package."""
    page = (ROOT / "docs" / "export.md").read_text(encoding="utf-8").partition("## Formats for other tools")[0]
    [commands, printed] = (
        re.findall(rf"^```{kind}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)[0] for kind in ("sh", "text")
    )
    for folder in ("data", "schemas"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / DESCRIPTOR, tmp_path)
    monkeypatch.chdir(tmp_path)
    for command in commands.splitlines():
        assert main(shlex.split(command)[1:]) == 0
    assert capsys.readouterr().out == printed
    [code] = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    exec(compile(code, "docs/export.md", "exec"), {})
    words = sum(int(row["quoted_words"]) for row in csv_rows(tmp_path / "voices.csv"))
    assert str(words) in capsys.readouterr().out
