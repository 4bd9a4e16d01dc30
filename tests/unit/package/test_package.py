"""The contract: schemas and descriptors are read, and the message says why one of them cannot be read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import PackageError
from onrecord.package.files import inside
from onrecord.package.json_files import read_json
from onrecord.package.own_tables import TABLES, allowed, own_tables
from onrecord.package.package import read_package
from onrecord.tableschema.schema import Field, ForeignKey, parse_table

BARGES = {
    "title": "Barges",
    "fields": [
        {
            "name": "barge_id",
            "type": "string",
            "description": "Stable id.",
            "example": "brg_a",
            "skos:exactMatch": "https://schema.org/identifier",
            "constraints": {"required": True, "unique": True, "pattern": "^brg_", "minLength": 5, "maxLength": 9},
        },
        {"name": "length", "type": "integer", "constraints": {"minimum": 1, "maximum": 90, "enum": [1, 90]}},
        {"name": "owner"},
    ],
    "primaryKey": "barge_id",
    "uniqueKeys": [["owner", "length"]],
    "foreignKeys": [{"fields": "owner", "reference": {"resource": "people", "fields": ["name"]}}],
}


def test_a_schema_becomes_a_table() -> None:
    """All that it declares is there; of what it is silent about, nothing is made up."""
    table = parse_table("barges", BARGES, "here")
    assert (table.name, table.title, table.description) == ("barges", "Barges", "")
    assert table.fields == (
        Field(
            "barge_id",
            "string",
            description="Stable id.",
            example="brg_a",
            exact_match="https://schema.org/identifier",
            required=True,
            unique=True,
            pattern="^brg_",
            min_length=5,
            max_length=9,
        ),
        Field("length", "integer", enum=(1, 90), minimum=1, maximum=90),
        Field("owner", "any"),
    )
    assert table.primary_key == ("barge_id",)
    assert table.unique_keys == (("owner", "length"),)
    assert table.foreign_keys == (ForeignKey(("owner",), "people", ("name",)),)
    assert (table.columns, table.schema) == (("barge_id", "length", "owner"), BARGES)


def test_a_field_by_its_name() -> None:
    """A name that the table lacks is a mistake of the caller; the error names the table."""
    table = parse_table("barges", BARGES, "here")
    assert table.field("length") is table.fields[1]
    with pytest.raises(KeyError, match="table barges has no column depth"):
        table.field("depth")


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ([], "it is []"),
        ("barges", 'it is "barges"'),
        ({}, "its fields are missing"),
        ({"fields": None}, "its fields are null"),
        ({"fields": {"a": {}}}, 'its fields are {"a": {}}'),
    ],
)
def test_no_schema(schema: Any, reason: str) -> None:
    """The message has the place, the rule and the value."""
    with pytest.raises(
        PackageError, match=re.escape(f"here: a Table Schema is an object with a list of fields; {reason}")
    ):
        parse_table("barges", schema, "here")


ODD_PARTS: list[dict[str, Any]] = [
    {"fields": ["a"]},
    {"fields": [{"type": 5}]},
    {"fields": [{"name": 5, "constraints": None}]},
    {"fields": [{"name": "field1", "type": "any", "description": 5, "missingValues": ""}], "missingValues": [5]},
    {"fields": [{}], "foreignKeys": [5, {"fields": "a"}, {"fields": "a", "reference": {"fields": ["a", "b"]}}]},
    {"fields": [{}], "foreignKeys": [{"fields": [], "reference": {"fields": []}}], "uniqueKeys": 5},
    {"fields": [{}], "primaryKey": [True], "title": 5},
]


@pytest.mark.parametrize("schema", ODD_PARTS)
def test_an_odd_part_of_a_schema_has_no_effect(schema: dict[str, Any]) -> None:
    """The validator reports it; everything else is as declared."""
    table = parse_table("barges", {**schema, "fields": [*schema["fields"], {"name": "b", "type": "year"}]}, "here")
    missing = () if schema.get("missingValues") else ("",)
    assert table.fields[1] == Field("b", "year", missing_values=missing)
    assert (table.columns, table.title) == (("field1", "b"), "barges")
    assert (table.primary_key, table.unique_keys, table.foreign_keys, table.stated_keys) == ((), (), (), [])


def test_what_version_2_brought_has_no_effect_in_version_1() -> None:
    """These properties may be there, as any others; of numbers alone digits are in groups."""
    field = {
        "name": "a",
        "type": "integer",
        "groupChar": ",",
        "categories": [1],
        "missingValues": ["-"],
        "constraints": {"exclusiveMinimum": 1, "exclusiveMaximum": 9, "minimum": 1},
    }
    table = parse_table("barges", {"fields": [field], "uniqueKeys": [["a"]]}, "here", is_v1=True)
    assert (table.fields, table.unique_keys) == ((Field("a", "integer", minimum=1),), ())


def test_own_tables() -> None:
    """In the order of `TABLES`: a table comes after the tables that it refers to."""
    tables = own_tables()
    assert tuple(tables) == TABLES
    assert [table.name for table in tables.values()] == list(TABLES)
    for number, table in enumerate(tables.values()):
        assert {key.resource for key in table.foreign_keys} <= {*TABLES[: number + 1]}


def test_allowed_values_come_from_the_schema() -> None:
    """A column with a list gives it in its order, any other gives none."""
    assert allowed("claims", "stance") == ("asserted", "denied")
    assert allowed("claims", "text") == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no such file"),
        (b'{"a": "\xe9"}', "not UTF-8 at byte 7; save the file as UTF-8"),
        (b"", "not JSON (Expecting value: line 1 column 1 (char 0)); correct the file at that place"),
        (b'{"a": 1,\n}', "not JSON (Expecting property name enclosed in double quotes: line 2 column 1"),
        (b"[" * 100_000, "nested more than 100 deep; correct the file"),
        (b"[" * 101 + b"]" * 101, "nested more than 100 deep; correct the file"),
        (b"1" * 5_000, "it has a number of more than 1,000 digits; correct the file"),
    ],
    ids=["missing", "not UTF-8", "empty", "no JSON", "too deep", "deep", "too long a number"],
)
def test_no_json(content: bytes | None, message: str, tmp_path: Path) -> None:
    """The message has the file, the place and the remedy."""
    path = tmp_path / "a.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PackageError, match=re.escape(f"{path}: {message}")):
        read_json(path)


def test_a_folder_is_not_json(tmp_path: Path) -> None:
    """The system's own words are passed on."""
    with pytest.raises(PackageError, match=re.escape(f"{tmp_path}: Is a directory")):
        read_json(tmp_path)


def test_a_package(small_package: Path) -> None:
    """Tables by name, other resources, and the settings."""
    package = read_package(small_package)
    assert package.folder == small_package
    assert tuple(package.tables) == TABLES
    assert {name: resource.table for name, resource in package.tables.items()} == own_tables()
    assert [resource.path for resource in package.resources if resource.table is None] == [
        "seeds/mill.txt",
        "seeds/ferry.txt",
    ]
    assert (package.settings, package.texts) == ({"texts": "full"}, "full")


def describe(folder: Path, value: Any) -> Path:
    """A folder whose descriptor is `value`."""
    (folder / "datapackage.json").write_text(json.dumps(value), encoding="utf-8")
    return folder


def test_a_package_without_settings(tmp_path: Path) -> None:
    """It carries its texts; a schema may be in the descriptor itself."""
    resource = {"name": "barges", "path": "barges.csv", "schema": BARGES}
    package = read_package(describe(tmp_path, {"resources": [resource]}))
    assert (package.settings, package.texts) == ({}, "full")
    assert package.tables["barges"].table == parse_table("barges", BARGES, "here", is_v1=True)


A_BARGE = {"name": "barges", "path": "barges.csv"}
DEFECTS: dict[str, tuple[Any, str]] = {
    "a list": ([], "not a descriptor; write a JSON object with a list of resources"),
    "no resources": ({}, "not a descriptor; write a JSON object with a list of resources"),
    "settings": ({"resources": [], "onrecord": "full"}, "onrecord is 'full'; expected an object such as {"),
    "texts": (
        {"resources": [], "onrecord": {"texts": "some"}},
        "onrecord.texts is 'some'; it must be one of full, none",
    ),
}


@pytest.mark.parametrize(("value", "message"), DEFECTS.values(), ids=DEFECTS.keys())
def test_no_package(value: Any, message: str, tmp_path: Path) -> None:
    """The message has the file and the place."""
    path = describe(tmp_path, value) / "datapackage.json"
    with pytest.raises(PackageError, match=re.escape(f"{path}: {message}")):
        read_package(tmp_path)


NOT_A_SCHEMA = "cannot be read: its schema: a Table Schema is an object with a list of fields; it is []"
FAULTS: dict[str, tuple[Any, str, str]] = {
    "no object": ("b", "descriptor-error", 'is "b"; expected an object'),
    "no name": ({"path": "a.csv"}, "descriptor-error", "has no name"),
    "no path": ({"name": "a"}, "descriptor-error", "has no path and no data"),
    "a number for a path": (
        {"name": "a", "path": 5},
        "descriptor-error",
        "has the path 5; expected a path, a URL, or a list of either",
    ),
    "a part outside": (
        {"name": "a", "path": ["a", "../b"]},
        "descriptor-error",
        "cannot be read: path '../b' must be relative and stay inside the package",
    ),
    "a path that leaves": (
        {"name": "a", "path": "../a.csv"},
        "descriptor-error",
        "cannot be read: path '../a.csv' must be relative and stay inside the package",
    ),
    "a schema that leaves": (
        A_BARGE | {"schema": "/s.json"},
        "descriptor-error",
        "cannot be read: path '/s.json' must be relative and stay inside the package",
    ),
    "a schema that is missing": (
        A_BARGE | {"schema": "s.json"},
        "missing-file",
        "has its schema in s.json, which does not exist",
    ),
    "an invalid schema inside": (A_BARGE | {"schema": []}, "descriptor-error", NOT_A_SCHEMA),
    "a schema elsewhere": (
        A_BARGE | {"schema": "https://example.org/s.json"},
        "not-judged",
        "refers to https://example.org/s.json, which was not fetched",
    ),
}


@pytest.mark.parametrize(("value", "code", "reason"), FAULTS.values(), ids=FAULTS.keys())
def test_an_odd_resource_stops_no_other(value: Any, code: str, reason: str, tmp_path: Path) -> None:
    """It has the reason why it cannot be read; the next resource is read."""
    odd, barges = read_package(describe(tmp_path, {"resources": [value, A_BARGE | {"schema": BARGES}]})).resources
    [fault] = odd.faults
    assert (fault.code, fault.reason[: len(reason)]) == (code, reason)
    assert (barges.faults, barges.table) == ((), parse_table("barges", BARGES, "here", is_v1=True))


@pytest.mark.parametrize("location", ["a.csv", "data/a b.csv", "data/..a.csv", "./a.csv", "data/ü🚢.csv"])
def test_paths_inside(location: str, tmp_path: Path) -> None:
    """Any name below the folder will do, whether the file is there or not."""
    assert inside(tmp_path, location) == tmp_path / location


@pytest.mark.parametrize(
    "location", ["", "/a.csv", "../a.csv", "data/../../a.csv", "..", "data\\a.csv", "https://example.org/a.csv"]
)
def test_paths_outside(location: str, tmp_path: Path) -> None:
    """Absolute, remote and climbing paths are refused, and so are paths for a single system."""
    with pytest.raises(PackageError, match=re.escape(f"path {location!r} must be relative and stay inside")):
        inside(tmp_path, location)


def test_links(tmp_path: Path) -> None:
    """A link is not followed, even to another place in the package: its target may change tomorrow."""
    package = tmp_path / "package"
    (package / "data").mkdir(parents=True)
    (package / "here").symlink_to("data")
    (package / "away").symlink_to(tmp_path)
    for path in ("here/a.csv", "away/a.csv"):
        with pytest.raises(PackageError, match=rf"path '{path}' leads over a link; links are not followed"):
            inside(package, path)
