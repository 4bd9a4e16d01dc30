"""Slips in descriptors and schemas, and what a good schema has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import PackageError
from onrecord.package.own_tables import schemas_folder
from onrecord.validation import check_schema, validate
from onrecord.validation.declared import schema_advice

from ...small_package import edit_descriptor

DESCRIBED = {"name": "a", "type": "integer", "description": "A number."}


def slips(**schema: Any) -> list[str]:
    """The problems of a schema with these properties."""
    return [str(one) for one in schema_advice({"fields": [DESCRIBED], **schema}, "s.json", "t")]


def mistyped(where: str, name: str, meant: str, field: str = "") -> str:
    """The line on a property that is nearly one of the standard's."""
    place = f"s.json: {field}: advice: " if field else "s.json: advice: "
    message = f"{where} has {name!r}, which the standard does not define"
    return f"{place}{message}; write {meant!r} if you mean that [mistyped-property]"


SLIPS = [
    ({"primarykey": "a"}, [mistyped("the schema", "primarykey", "primaryKey")]),
    ({"foreign_keys": []}, [mistyped("the schema", "foreign_keys", "foreignKeys")]),
    (
        {"foreignKeys": [{"field": "a", "reference": {"resorce": "b", "fields": "a"}}]},
        [
            mistyped("a foreign key", "field", "fields"),
            mistyped("the reference of a foreign key", "resorce", "resource"),
        ],
    ),
    ({"fields": [{**DESCRIBED, "descripton": "x"}]}, []),  # the right one is there, too
    (
        {"fields": [{"name": "a", "typ": "integer", "constraints": {"requird": True}}]},
        [
            mistyped("field a", "typ", "type", "a"),
            mistyped("the constraints of field a", "requird", "required", "a"),
        ],
    ),
    ({"onrecord": 1, "skos:requird": 1, "x": 2}, []),  # names of one's own
    (
        {"fields": [{"name": "a", "constraints": {"minimum": 5, "maximum": 1}}]},
        ["s.json: a: advice: field a has minimum 5 above maximum 1; correct the schema [impossible-constraint]"],
    ),
    ({"related": [], "licence": "x", "description@de": "x", "dc:titel": "x"}, []),  # too far, or of a vocabulary
    ({"titel": "x"}, [mistyped("the schema", "titel", "title")]),
    (
        {"fields": [{"name": "a", "required": True}]},
        [
            "s.json: a: advice: field a has 'required', which has no effect there; "
            "move it to constraints [mistyped-property]"
        ],
    ),
    (
        {"fields": [{"name": "a", "type": "integer", "example": "one"}, {"name": ""}, {"name": "a"}]},
        [
            "s.json: a: advice: the example 'one' of field a is not a valid integer; "
            "correct the example [schema-advice]",
            "s.json: advice: the name of field 1 is empty; give it a name, in the header too [schema-advice]",
            "s.json: a: advice: two fields are called 'a'; give each field its own name [repeated-field]",
        ],
    ),
    ({"fields": [{"name": "a", "constraints": {"minimum": "2031-01-01", "maximum": 1}}, "x"], "foreignKeys": 1}, []),
]


@pytest.mark.parametrize(("schema", "message"), SLIPS)
def test_slips(schema: dict[str, Any], message: list[str]) -> None:
    """What is nearly a standard property is one that was mistyped; other names are nobody's business."""
    assert slips(**schema) == message


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ({"type": "boolean", "trueValues": ["1", "yes"], "falseValues": ["1", "no"]}, "'1' is both true and false"),
        ({"type": "boolean", "falseValues": ["TRUE"]}, "'TRUE' is both true and false"),
        ({"type": "number", "groupChar": "."}, "'.' is both groupChar and decimalChar, so that 1.5 is read as 15"),
        ({"type": "number", "groupChar": ",", "decimalChar": ","}, "',' is both groupChar and decimalChar"),
        ({"type": "number", "groupChar": ".", "decimalChar": ","}, ""),
        ({"type": "integer", "groupChar": "."}, ""),
        ({"type": "boolean", "trueValues": ["ja"]}, ""),
    ],
)
def test_cells_of_two_meanings(field: dict[str, Any], message: str) -> None:
    """The standard does not forbid it; one of the two meanings is lost without a word."""
    found = [one for one in slips(fields=[{"name": "a", "description": "A.", **field}]) if "both" in one]
    assert len(found) == bool(message)
    assert all(message in one and "advice" in one for one in found)


def test_slips_of_a_package(small_package: Path) -> None:
    """The descriptor, its resources and their dialects are looked at, too."""

    def edit(value: dict[str, Any]) -> None:
        value["keyword"] = ["news"]
        value["resources"][0]["bites"] = 5
        value["resources"][0]["dialect"] = {"delimeter": ",", "delimiter": ","}
        value["resources"][1]["dialect"] = {"quotechar": '"'}

    edit_descriptor(small_package, edit)
    found = [(one.code, one.value) for one in validate(small_package, level="quick")]
    assert ("mistyped-property", "keyword") in found
    assert ("mistyped-property", "quotechar") in found
    assert ("mistyped-property", "delimeter") not in found


def test_our_own_schemas_are_good() -> None:
    """They are what the linter asks of others."""
    found = [problem for path in schemas_folder().glob("*.json") for problem in check_schema(path)]
    # Two corrections may say the same of one cell.
    assert [str(problem) for problem in found if not problem.path.endswith("corrections.schema.json")] == []
    assert [problem.message for problem in found] == ["the schema has no primary key: rows cannot be identified"]


def test_advice(tmp_path: Path) -> None:
    """A schema may be right and lack what its readers would want."""
    path = tmp_path / "s.json"
    path.write_text(
        json.dumps({"fields": [{"name": "Größe", "type": "number", "description": "x"}, {"name": "größe"}]})
    )
    place = path.as_posix()
    quoting = "write it with letters, digits and underscores [schema-advice]"
    assert [str(one) for one in check_schema(path)] == [
        f"{place}: advice: the schema has no primary key: rows cannot be identified; add it [schema-advice]",
        f"{place}: Größe: advice: the name 'Größe' needs quoting in SQL and in R; {quoting}",
        f"{place}: größe: advice: field größe has no description: nobody will know what it means; "
        "add it [schema-advice]",
        f"{place}: größe: advice: field größe has no type: readers will guess it; add it [schema-advice]",
        f"{place}: größe: advice: the name 'größe' needs quoting in SQL and in R; {quoting}",
        f"{place}: größe: advice: the names 'Größe' and 'größe' are the same in SQL; "
        "rename one of them [schema-advice]",
    ]


@pytest.mark.parametrize("content", ["[1]", '{"fields": "x"}', '{"fields": [1]}', "{}"])
def test_no_schema(content: str, tmp_path: Path) -> None:
    """JSON of another kind is a problem, not a failure."""
    (tmp_path / "s.json").write_text(content)
    assert "descriptor-error" in {one.code for one in check_schema(tmp_path / "s.json")}


def test_no_file(tmp_path: Path) -> None:
    """What is not there cannot be checked."""
    with pytest.raises(PackageError, match="no such file"):
        check_schema(tmp_path / "s.json")
