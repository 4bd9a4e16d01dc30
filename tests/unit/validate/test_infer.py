"""Drafts of schemas from CSV files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import PackageError
from onrecord.validate import check_schema, infer_schema


def fields(tmp_path: Path, *cells: str) -> dict[str, Any]:
    """The draft of a field whose cells these are, beside a column that tells the rows apart."""
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
    (["2031-05-13T10:00:00Z"], "datetime"),
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
    assert fields(tmp_path, "1", "NA") == {"name": "x", "type": "integer"}


def test_choices(tmp_path: Path) -> None:
    """Few words that come again and again are a choice; words that come twice are not."""
    assert fields(tmp_path, *["no", "yes"] * 5)["constraints"] == {"required": True, "enum": ["no", "yes"]}
    assert "enum" not in fields(tmp_path, *["no", "yes"] * 2)["constraints"]


def test_a_whole_draft(tmp_path: Path) -> None:
    """Key, missing values and the dialect are told."""
    path = tmp_path / "votes.csv"
    path.write_text("\ufeffname;vote_id\nA;v1\nNA;v2\n", encoding="utf-8")
    assert infer_schema(path) == (
        {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [
                {"name": "name", "type": "string"},
                {"name": "vote_id", "type": "string", "constraints": {"required": True}},
            ],
            "missingValues": ["", "NA"],
            "primaryKey": ["vote_id"],
        },
        [
            "drafted from 2 rows; add descriptions, and what the rows ought to be",
            'the resource needs "dialect": {"delimiter": ";"}',
            "NA were taken for missing values",
        ],
    )


def test_no_key(tmp_path: Path) -> None:
    """Where no column tells the rows apart, that is told."""
    path = tmp_path / "x.csv"
    path.write_text("a\n1\n1\n")
    draft, notes = infer_schema(path)
    assert "primaryKey" not in draft
    assert notes[-1] == "no column tells the rows apart, so there is no primary key"


def test_a_draft_is_a_schema(tmp_path: Path) -> None:
    """The linter has advice on it, and no error."""
    path = tmp_path / "x.csv"
    path.write_text("id,day,n\n1,2031-01-01,5\n2,,6\n")
    (tmp_path / "s.json").write_text(json.dumps(infer_schema(path)[0]))
    assert {one.severity for one in check_schema(tmp_path / "s.json")} == {"advice"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"a,a\n1,2\n", "a name in the header is empty or stands twice"),
        (b"a,\n1,2\n", "a name in the header is empty or stands twice"),
        (b"a,b\n1\n", "row 2 has 1 cells, the header 2"),
        (b"a,b\n\xff,1\n", "not UTF-8"),
        (b'a,b\n"x', "not CSV"),
    ],
)
def test_files_of_another_kind(content: bytes, told: str, tmp_path: Path) -> None:
    """They are refused with the place and the remedy."""
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(PackageError, match=told):
        infer_schema(tmp_path / "x.csv")


def test_no_file(tmp_path: Path) -> None:
    """What is not there has no schema."""
    with pytest.raises(PackageError, match="no such file"):
        infer_schema(tmp_path / "x.csv")
