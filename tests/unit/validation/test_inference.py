"""Drafts of schemas from CSV files."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import PackageError
from onrecord.validation import check_schema, infer_schema, validate


def fields(tmp_path: Path, *cells: str) -> dict[str, Any]:
    """The draft of a field with these cells, next to a column that identifies the rows."""
    path = tmp_path / "x.csv"
    path.write_text("id,x\n" + "".join(f"{number},{cell}\n" for number, cell in enumerate(cells)), encoding="utf-8")
    field: dict[str, Any] = infer_schema(path)[0]["fields"][1]
    return field


TYPES = [
    (["1", "-20", "0"], "integer"),
    (["007", "010"], "string"),
    (["1", "2.5", "1e3"], "number"),
    (["12345e67"], "number"),
    (["true", "false"], "boolean"),
    (["yes", "no"], "string"),
    (["1", "true"], "string"),
    (["2031-05-13", "2031-05-14"], "date"),
    (["2031-02-30"], "string"),
    (["2031-05-13T10:00:00Z", "2020-05-30T04:57:37+02:00", "2020-05-30T04:57:37.25-03:30"], "datetime"),
    (["2031-05-13T10:00:00.1234567"], "string"),
    (["2031-05-13T10:00:00+02:60"], "string"),
    (["10:00:00"], "time"),
    (["10:00"], "string"),
    (["12345678901234567890"], "string"),
    (["9007199254740993.5", "1"], "string"),
    (["1e999"], "string"),
    (["NA", "7"], "integer"),
    (["NA", "x"], "string"),
    (["NA", "NA"], "string"),
    (["5/13/2031"], "string"),
    (["1,5"], "string"),
    (["", ""], "string"),
]


@pytest.mark.parametrize(("cells", "kind"), TYPES)
def test_types(cells: list[str], kind: str, tmp_path: Path) -> None:
    """A type is that of which every cell has the plain form; nothing is lost by reading it so."""
    quoted = [f'"{cell}"' for cell in cells]
    assert fields(tmp_path, *quoted)["type"] == kind


def test_what_must_be_there(tmp_path: Path) -> None:
    """A column without a gap is required; a word for nothing is a gap."""
    assert fields(tmp_path, "1", "2") == {"name": "x", "type": "integer", "constraints": {"required": True}}
    assert fields(tmp_path, "1", "NA") == {"name": "x", "type": "integer", "missingValues": ["", "NA"]}
    assert fields(tmp_path, "x", "NA") == {"name": "x", "type": "string", "constraints": {"required": True}}


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("mark", [",", ";"])
def test_every_end_of_lines(end: str, mark: str, tmp_path: Path) -> None:
    """A file that the validator reads is drafted from, whatever ends its lines."""
    path = tmp_path / "a.csv"
    path.write_bytes(end.join([f"id{mark}name", f"1{mark}x", f"2{mark}y", ""]).encode())
    draft, _ = infer_schema(path)
    assert [(field["name"], field["type"]) for field in draft["fields"]] == [("id", "integer"), ("name", "string")]


def test_choices(tmp_path: Path) -> None:
    """Few words that come again and again are a choice; words that come twice are not."""
    assert fields(tmp_path, *["no", "yes"] * 5)["constraints"] == {"required": True, "enum": ["no", "yes"]}
    assert "enum" not in fields(tmp_path, *["no", "yes"] * 2)["constraints"]


def test_a_whole_draft(tmp_path: Path) -> None:
    """The notes name the key, missing values and the dialect."""
    path = tmp_path / "votes.csv"
    path.write_text("\ufeffname;vote_id;share\nA;v1;0.5\nNA;v2;n/a\nB;v3;NA\n".replace("n/a", "N/A"), encoding="utf-8")
    assert infer_schema(path) == (
        {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [
                {"name": "name", "type": "string", "constraints": {"required": True}},
                {"name": "vote_id", "type": "string", "constraints": {"required": True}},
                {"name": "share", "type": "number", "missingValues": ["", "N/A", "NA"]},
            ],
            "primaryKey": ["vote_id"],
        },
        [
            "drafted from 3 rows; add descriptions, and the constraints that rows should satisfy",
            'the resource needs "dialect": {"delimiter": ";"}',
            "N/A, NA are treated as missing values in share",
        ],
    )


def test_namibia_stays(tmp_path: Path) -> None:
    """NA is the code of Namibia, and of North America, where other cells are codes too."""
    path = tmp_path / "x.csv"
    path.write_text("iso2,continent,name\nNA,AF,Namibia\nNL,EU,Netherlands\nUS,NA,United States\n")
    required = {"type": "string", "constraints": {"required": True}}
    assert infer_schema(path)[0] == {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [{"name": name, **required} for name in ("iso2", "continent", "name")],
        "primaryKey": ["iso2"],
    }


CELLS = st.one_of(
    st.sampled_from(["", "NA", "nan", "None", "null", "true", "1", "007", "-0", "1.0", "1.50", "1e5", "1e999"]),
    st.sampled_from(["2031-05-13", "2031-02-30", "0000-01-01", "10:00:00", "24:00:00", " x", "12345678901234567890"]),
    st.sampled_from(["2031-05-13T10:00:00", "2031-05-13T24:00:00Z", "2031-05-13T10:00:00+15:00", "9" * 400]),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=4),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_a_file_is_valid_under_its_own_draft(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever the cells are: none is of another type, none that has a value is missing, no key is there twice."""
    folder = tmp_path_factory.mktemp("drafted")
    width = data.draw(st.integers(1, 3))
    few = data.draw(st.lists(CELLS, min_size=1, max_size=4))
    rows = data.draw(st.lists(st.lists(st.sampled_from(few) | CELLS, min_size=width, max_size=width), max_size=8))
    delimiter = data.draw(st.sampled_from(",;\t|"))
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([[f"c{number}" for number in range(width)], *rows])
    schema, notes = infer_schema(folder / "t.csv")
    dialect = {"delimiter": delimiter} if any("delimiter" in note for note in notes) else {}
    resource = {"name": "t", "type": "table", "path": "t.csv", "dialect": dialect, "schema": schema}
    descriptor = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    assert [str(problem) for problem in validate(folder).errors] == []
    lost = {
        cells[number]
        for number, field in enumerate(schema["fields"])
        for cells in rows
        if cells[number] in field.get("missingValues", [""]) and field["type"] == "string"
    }
    assert lost <= {""}


def test_no_key(tmp_path: Path) -> None:
    """A note says that no column identifies the rows."""
    path = tmp_path / "x.csv"
    path.write_text("a\n1\n1\n")
    draft, notes = infer_schema(path)
    assert "primaryKey" not in draft
    assert notes[-1] == "no column identifies the rows, so there is no primary key"


def test_a_draft_is_a_schema(tmp_path: Path) -> None:
    """The linter has advice on it, and no error."""
    path = tmp_path / "x.csv"
    path.write_text("id,day,n\n1,2031-01-01,5\n2,,6\n")
    (tmp_path / "s.json").write_text(json.dumps(infer_schema(path)[0]))
    assert {one.severity for one in check_schema(tmp_path / "s.json")} == {"advice"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"a,a\n1,2\n", "a name in the header is empty or occurs twice"),
        (b"a,\n1,2\n", "a name in the header is empty or occurs twice"),
        (b"a,b\n1\n", "row 2 has 1 cells, but the header has 2"),
        (b"a,b\n\xff,1\n", "not UTF-8"),
        (b'a,b\n"x', "not CSV"),
    ],
)
def test_files_of_another_kind(content: bytes, message: str, tmp_path: Path) -> None:
    """They are refused with the place and the remedy."""
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(PackageError, match=message):
        infer_schema(tmp_path / "x.csv")


def test_no_file(tmp_path: Path) -> None:
    """What is not there has no schema."""
    with pytest.raises(PackageError, match="no such file"):
        infer_schema(tmp_path / "x.csv")


def test_which_table_of_a_package(tmp_path: Path) -> None:
    """The one that is named, or the only one without a schema."""
    schema = {"fields": [{"name": "a", "type": "string"}]}
    resources = [
        {"name": "one", "path": "one.csv", "schema": schema},
        {"name": "two", "path": "two.csv", "dialect": {"delimiter": "||"}},
        {"name": "photo", "path": "photo.jpg"},
    ]
    described = tmp_path / "x.package.json"
    described.write_text(json.dumps({"name": "p", "resources": resources}))
    (tmp_path / "one.csv").write_text("a\n1\n")
    (tmp_path / "two.csv").write_text("a||b\n1||x\n")
    types = {name: [field["type"] for field in infer_schema(described, name)[0]["fields"]] for name in ("one", "two")}
    assert types == {"one": ["integer"], "two": ["integer", "string"]}
    assert infer_schema(tmp_path) == infer_schema(described, "two")
    resources[1]["schema"] = schema
    described.write_text(json.dumps({"name": "p", "resources": resources}))
    for name, message in ((None, "name the table"), ("photo", "no table 'photo'")):
        with pytest.raises(PackageError, match=f"{message}; the package has one, two"):
            infer_schema(described, name)
    with pytest.raises(PackageError, match="a table, not a package"):
        infer_schema(tmp_path / "one.csv", "one")
