"""The script for PostgreSQL, as text; `tests/loaders` runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.package.own_tables import own_tables
from onrecord.package.package import read_package
from onrecord.sql.postgres import postgres_script
from onrecord.sql.views import views

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "description": "It's\nthe key."},
    {"name": "end", "type": "integer"},
    {"name": "seen", "type": "datetime", "constraints": {"unique": True}},
]
PLAIN = """\
-- Loads the tables of this package into PostgreSQL 15 or newer. In the folder of the package:
--   psql -d DATABASE -f postgres.sql
\\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL standard_conforming_strings = on;
-- A time without a zone is one of UTC.
SET LOCAL TimeZone = 'UTC';

CREATE TABLE "things" (
  "id" text,
  "end" bigint,
  "seen" timestamptz
);
COMMENT ON TABLE "things" IS 'Things.';
COMMENT ON COLUMN "things"."id" IS 'It''s the key.';
\\copy "things" FROM 'things.csv' WITH (FORMAT csv, HEADER true, ENCODING 'UTF8', DELIMITER ',', QUOTE '"', \
FORCE_NULL ("id", "end", "seen"))
DO $$ BEGIN ASSERT (SELECT count(*) FROM "things") = 2, 'things does not have the 2 rows that it should have'; END $$;

ALTER TABLE "things" ADD PRIMARY KEY ("id");

ALTER TABLE "things" ADD UNIQUE ("seen");

ALTER TABLE "things" ADD FOREIGN KEY ("end") REFERENCES "things" ("id");

COMMIT;
"""


def script(folder: Path, fields: list[dict[str, Any]], schema: dict[str, Any], **resource: Any) -> str:
    """The script of a package with one table."""
    declared = {"name": "things", "path": "things.csv", **resource, "schema": {"fields": fields, **schema}}
    descriptor = {"name": "p", "resources": [declared]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return postgres_script(read_package(folder))


def test_a_table_in_plain_form_is_copied(tmp_path: Path) -> None:
    """Types, comments, keys that can be kept, and the number of rows, all in one transaction."""
    keys: dict[str, Any] = {
        "description": "Things.",
        "primaryKey": "id",
        "foreignKeys": [
            {"fields": "end", "reference": {"resource": "", "fields": "id"}},
            # To what is not unique, and to what is not there.
            {"fields": "id", "reference": {"resource": "", "fields": "end"}},
            {"fields": "id", "reference": {"resource": "elsewhere", "fields": "id"}},
        ],
    }
    assert script(tmp_path, FIELDS, keys, rows=2) == PLAIN


def test_a_title_stands_for_a_description(tmp_path: Path) -> None:
    """As in the databases of a release."""
    assert """COMMENT ON TABLE "things" IS 'All things';""" in script(tmp_path, FIELDS, {"title": "All things"})


VALUES = {
    "missing values": ({"type": "integer", "missingValues": ["", "-"]}, "bigint", None),
    "no missing values": ({"type": "string", "missingValues": []}, "text", "COALESCE(\"x\", '')"),
    "a time": ({"type": "time"}, "time", "CAST(CAST(NULLIF(\"x\", '') AS timetz) AT TIME ZONE 'UTC' AS time)"),
    "a pattern": ({"type": "date", "format": "%d.%m.%Y"}, "date", "to_date(NULLIF(\"x\", ''), 'DD.MM.YYYY')"),
    "a decimal comma": (
        {"type": "number", "decimalChar": ",", "groupChar": "."},
        "double precision",
        "CAST(replace(replace(NULLIF(\"x\", ''), '.', ''), ',', '.') AS double precision)",
    ),
    "truth in other words": (
        {"type": "boolean", "trueValues": ["it's"], "falseValues": []},
        "boolean",
        "CASE WHEN NULLIF(\"x\", '') IN ('it''s') THEN true ELSE CAST(NULLIF(\"x\", '') AS boolean) END",
    ),
}


@pytest.mark.parametrize(("declared", "kind", "value"), VALUES.values(), ids=VALUES.keys())
def test_other_forms_are_converted(declared: dict[str, Any], kind: str, value: str | None, tmp_path: Path) -> None:
    """The cells are copied as text into a table of their own, and converted from there."""
    missing = {"missingValues": declared["missingValues"]} if "missingValues" in declared else {}
    found = script(tmp_path, [{"name": "x", **declared}], missing)
    if value is None:
        value = "CASE WHEN COALESCE(\"x\", '') NOT IN ('', '-') THEN CAST(COALESCE(\"x\", '') AS bigint) END"
    assert f'CREATE TABLE "things" (\n  "x" {kind}\n);' in found
    assert f'INSERT INTO "things" SELECT\n  {value}\nFROM "onrecord_stage";' in found


TEXT = [
    {"type": "date", "format": "%d %B %Y"},
    {"type": "date", "format": "any"},
    {"type": "date", "format": "DD.MM.YYYY"},
    {"type": "duration"},
    {"type": "object"},
]


@pytest.mark.parametrize("declared", TEXT, ids=json.dumps)
def test_types_that_postgres_lacks_stay_text(declared: dict[str, Any], tmp_path: Path) -> None:
    """Patterns with names of months, formats that nobody knows, and types without a column type of their own."""
    found = script(tmp_path, [{"name": "x", **declared}], {})
    assert 'CREATE TABLE "things" (\n  "x" text\n);' in found
    assert "FORCE_NULL" in found


LEFT_OUT = {
    "things is left out: it has the format parquet, not CSV.": {"path": "things.parquet"},
    "things is left out: it is compressed.": {"path": "things.csv.gz"},
    "things is left out: it is in latin-1, not in UTF-8.": {"encoding": "latin-1"},
    "things is left out: it is in a dialect of CSV that COPY does not support.": {"dialect": {"commentChar": "#"}},
    "a \\! b is left out: it has a name with characters that cannot be printed.": {"name": "a\n\\! b"},
}


@pytest.mark.parametrize(("message", "resource"), LEFT_OUT.items(), ids=LEFT_OUT.keys())
def test_what_psql_cannot_read_is_left_out(message: str, resource: dict[str, Any], tmp_path: Path) -> None:
    """A comment says which table and why; no line of it is a command."""
    found = script(tmp_path, FIELDS, {}, **resource)
    assert f"-- {message}\n" in found.splitlines(keepends=True)
    assert "CREATE" not in found
    assert [line for line in found.splitlines() if line.startswith("\\")] == ["\\set ON_ERROR_STOP on"]


def test_views_are_made_last(small_package: Path) -> None:
    """The views come after all tables, each with its description."""
    found = postgres_script(read_package(small_package))
    at = [found.index(f"{view.create};\nCOMMENT ON VIEW") for view in views(own_tables()).values()]
    assert sorted(at) == at
    assert found.rindex("ALTER TABLE") < at[0]


def test_keys_of_fields_that_there_are_not_are_left_out(tmp_path: Path) -> None:
    """The script would fail; the validator reports them."""
    own = {"fields": ["zz"], "reference": {"resource": "", "fields": ["id"]}}
    schema = {"primaryKey": ["id", "zz"], "uniqueKeys": [["zz"]], "foreignKeys": [own]}
    assert "zz" not in script(tmp_path, FIELDS, schema)
