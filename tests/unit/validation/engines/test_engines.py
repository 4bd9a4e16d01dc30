"""Both engines judge the same cells from one contract, and say the same of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import frictionless
import pytest

from onrecord.package import DESCRIPTOR, descriptor
from onrecord.package.own_tables import schema_path
from onrecord.package.package import read_package
from onrecord.validation import validate
from onrecord.validation.engines import frictionless as frictionless_engine
from onrecord.validation.engines import pandera as pandera_engine
from onrecord.validation.engines.findings import Finding
from onrecord.validation.sheets import Sheet, read_sheet

from ....small_package import VOTE_ID, claim_id, edit_cell, entity_id, mention_id, quote_id

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"required": True, "unique": True, "pattern": "[a-z]+"}},
    {"name": "count", "type": "integer", "constraints": {"minimum": 1, "maximum": 9}},
    {"name": "share", "type": "number", "constraints": {"minimum": 0, "maximum": 0.5}},
    {"name": "open", "type": "boolean", "constraints": {"required": True}},
    {"name": "day", "type": "date", "constraints": {"minimum": "2031-01-01"}},
    {
        "name": "word",
        "type": "string",
        "constraints": {"minLength": 2, "maxLength": 4, "enum": ["one", "two", "o", "fifteen"]},
    },
    {"name": "site", "type": "string", "format": "uri"},
    {"name": "parent", "type": "string"},
]
SCHEMA = {
    "fields": FIELDS,
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}],
}
NUMBERS = [("code", "integer"), ("share", "number")]
GOOD = ("a", "1", "0.5", "true", "2031-05-13", "one", "https://example.org/", "a")
COLUMNS = tuple(field["name"] for field in FIELDS)


def package_of(folder: Path, *rows: tuple[str, ...], schema: Any = SCHEMA) -> Path:
    """A package of one table `things`, which onrecord knows nothing of."""
    names = [field["name"] for field in schema["fields"]]
    (folder / "things.csv").write_text("".join(",".join(cells) + "\n" for cells in [names, *rows]), encoding="utf-8")
    things = {"name": "things", "path": "things.csv", "type": "table", "schema": schema}
    value = {"$schema": descriptor.SCHEMA, "name": "things", "resources": [things]}
    (folder / DESCRIPTOR).write_bytes(descriptor.dump(value))
    return folder


def judgements(folder: Path) -> tuple[set[Finding], set[Finding]]:
    """What frictionless and Pandera find in the tables of a package."""
    package = read_package(folder)
    sheets: dict[str, Sheet] = {}
    for name, resource in package.tables.items():
        assert resource.table
        sheet, problems = read_sheet(folder, resource, resource.table)
        assert sheet
        assert problems == []
        sheets[name] = sheet
    contract = frictionless_engine.judge(package, sheets)
    pandera = pandera_engine.judge(sheets)
    assert (contract.failed, pandera.failed) == ({}, {})
    return contract.findings, pandera.findings


def row_with(**cells: str) -> tuple[str, ...]:
    """A row of `things` with other cells."""
    return tuple({**dict(zip(COLUMNS, GOOD, strict=True)), **cells}.values())


def test_frictionless_takes_the_small_package(small_package: Path) -> None:
    """The tool that others will use finds nothing either."""
    report = frictionless.validate(str(small_package / DESCRIPTOR))
    assert (report.valid, report.flatten(["type", "note"])) == (True, [])


def test_both_find_nothing_in_the_small_package(small_package: Path) -> None:
    """A valid package is valid for each engine by itself."""
    assert judgements(small_package) == (set(), set())


@pytest.mark.parametrize(
    ("table", "key", "field", "value", "row", "code"),
    [
        ("mentions", mention_id(3), "start", "x", 3, "type-error"),
        ("mentions", mention_id(3), "start", "1.5", 3, "type-error"),
        ("mentions", mention_id(3), "confidence", "half", 3, "type-error"),
        ("claims", claim_id(1), "negated", "maybe", 1, "type-error"),
        ("mentions", mention_id(3), "start", "", 3, "required-missing"),
        ("quotes", quote_id("barn"), "text", "", 2, "required-missing"),
        ("claims", claim_id(1), "negated", "", 1, "required-missing"),
        ("mentions", mention_id(3), "zone", "nowhere", 3, "value-not-allowed"),
        ("votes", VOTE_ID, "result", "passed", 0, "value-not-allowed"),
        ("entities", entity_id("Ashgrove"), "wikidata_id", "q1", 0, "pattern-mismatch"),
        ("mentions", mention_id(3), "end", "0", 3, "below-minimum"),
        ("quote_spans", f"{quote_id('barn')},content,1", "ordinal", "0", 7, "below-minimum"),
        ("mentions", mention_id(3), "confidence", "-0.1", 3, "below-minimum"),
        ("mentions", mention_id(3), "confidence", "1.01", 3, "above-maximum"),
        ("mentions", mention_id(3), "mention_id", mention_id(0), 3, "duplicate-key"),
        ("claims", claim_id(1), "quote_id", "quo_aaaaaaaaaaaaaaaa", 1, "unknown-reference"),
        ("quotes", quote_id("ice"), "via_id", "ent_aaaaaaaaaaaaaaaa", 4, "unknown-reference"),
    ],
)
def test_both_see_a_broken_constraint(
    table: str, key: str, field: str, value: str, row: int, code: str, small_package: Path
) -> None:
    """What a schema of the project declares is judged twice."""
    edit_cell(small_package, table, key, field, value)
    found = {Finding(table, row, field, code)}
    assert judgements(small_package) == (found, found)


def test_both_see_a_broken_key_of_several_columns(small_package: Path) -> None:
    """A primary key of several columns is one finding, not one for each column."""
    edit_cell(small_package, "vote_counts", f"{VOTE_ID},no", "option", "yes")
    found = {Finding("vote_counts", 1, "vote_id,option", "duplicate-key")}
    assert judgements(small_package) == (found, found)


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({}, []),
        ({"count": "", "share": "", "day": "", "word": "", "site": "", "parent": ""}, []),
        ({"count": "-0"}, ["count below-minimum"]),
        ({"count": "10"}, ["count above-maximum"]),
        ({"count": "9" * 40}, ["count above-maximum"]),
        ({"share": "5e-1"}, []),
        ({"share": "1e99999999999999999999"}, ["share type-error"]),
        ({"share": "0.50000000000000001"}, ["share above-maximum"]),
        ({"open": "TRUE"}, []),
        ({"open": "1"}, []),
        ({"open": "tRUE"}, ["open type-error"]),
        ({"day": "2031-02-29"}, ["day type-error"]),
        ({"day": "2030-12-31"}, ["day below-minimum"]),
        ({"word": "three"}, ["word too-long", "word value-not-allowed"]),
        ({"word": "o"}, ["word too-short"]),
        ({"word": "fifteen"}, ["word too-long"]),
        ({"site": "example.org"}, ["site wrong-format"]),
        ({"site": "https://example.org/ü?q=ä#å"}, []),
        ({"parent": "b"}, ["parent unknown-reference"]),
    ],
)
def test_both_judge_a_table_that_is_not_ours(cells: dict[str, str], codes: list[str], tmp_path: Path) -> None:
    """The engines know the standard, not just the project's own schemas."""
    found = {Finding("things", 0, *code.split()) for code in codes}
    assert judgements(package_of(tmp_path, row_with(**cells))) == (found, found)


def test_unique_differs_from_the_primary_key(tmp_path: Path) -> None:
    """It has its own rule, in which numbers are compared and not their forms, and empty cells not at all."""
    code, share = ({"name": name, "type": kind, "constraints": {"unique": True}} for name, kind in NUMBERS)
    rows = [("a", "7", "0.5"), ("b", "", ""), ("c", "", ""), ("d", "07", "5e-1"), ("e", "-0", "-0"), ("f", "0", "0.0")]
    schema = {"fields": [{"name": "id", "type": "string"}, code, share], "primaryKey": ["id"]}
    folder = package_of(tmp_path, *rows, schema=schema)
    found = {Finding("things", row, column, "duplicate-value") for row in (3, 5) for column, _ in NUMBERS}
    assert judgements(folder) == (found, found)


def test_unique_keys_are_known_to_pandera_alone(tmp_path: Path) -> None:
    """Of uniqueKeys frictionless says nothing; a key with an empty part is not compared."""
    fields = [{"name": "a", "type": "string"}, {"name": "b", "type": "string"}]
    folder = package_of(
        tmp_path, ("x", "y"), ("x", ""), ("x", ""), ("x", "y"), schema={"fields": fields, "uniqueKeys": [["a", "b"]]}
    )
    assert judgements(folder) == (set(), {Finding("things", 3, "a,b", "duplicate-value")})


def test_a_foreign_key_of_several_columns(tmp_path: Path) -> None:
    """All parts must be in one row of the target; a key that is half empty refers to nothing, as in SQL."""
    names = ("id", "part", "of_id", "of_part")
    fields = [{"name": name, "type": "string"} for name in names]
    key = {"fields": ["of_id", "of_part"], "reference": {"resource": "", "fields": ["id", "part"]}}
    rows = [("a", "1", "", ""), ("a", "2", "a", "1"), ("b", "1", "b", "2"), ("b", "3", "b", "")]
    folder = package_of(tmp_path, *rows, schema={"fields": fields, "foreignKeys": [key]})
    found = {Finding("things", row, "of_id,of_part", "unknown-reference") for row in (2,)}
    half = Finding("things", 3, "of_id,of_part", "unknown-reference")  # to frictionless
    assert judgements(folder) == (found | {half}, found)
    assert {problem.line for problem in validate(folder, engine="both")} == {4}


def test_frictionless_judges_the_other_tables_where_it_refuses_one(small_package: Path) -> None:
    """A schema that frictionless does not take costs the judgement on its own table, not on the others."""
    schema = small_package / schema_path("entities")
    value = json.loads(schema.read_bytes())
    value["fields"][1]["constraints"]["minLength"] = "one"
    schema.write_text(json.dumps(value))
    edit_cell(small_package, "mentions", mention_id(3), "start", "x")
    package = read_package(small_package)
    sheets = {}
    for name in ("entities", "mentions"):
        table = package.tables[name].table
        assert table
        sheets[name], _ = read_sheet(small_package, package.tables[name], table)
    contract = frictionless_engine.judge(package, {name: sheet for name, sheet in sheets.items() if sheet})
    assert contract.findings == {Finding("mentions", 3, "start", "type-error")}
    assert contract.failed == {"entities": "'one' is not of type 'integer' at property 'constraints/minLength'"}
