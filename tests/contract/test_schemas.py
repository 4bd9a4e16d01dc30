"""The schemas keep what the design promises of them. A test lists all that breaks a promise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from frictionless import Resource, Schema

from onrecord.package import descriptor
from onrecord.package.ids import PREFIXES, make_id
from onrecord.package.own_tables import TABLES, allowed, corrections_table, facts_of, own_tables, schemas_folder
from onrecord.tableschema.schema import Field, Table

CHECKOUT = Path(__file__).parents[2]
FIELDS = [(table, field) for table in own_tables().values() for field in table.fields]
SNAKE = re.compile(r"[a-z]+(_[a-z0-9]+)*")
EACH_TABLE = pytest.mark.parametrize("table", own_tables().values(), ids=lambda table: table.name)


def failing(holds: Callable[[Field], object]) -> list[str]:
    """The columns, as table.column, that something does not hold for."""
    return [f"{table.name}.{field.name}" for table, field in FIELDS if not holds(field)]


def test_tables_and_files_agree() -> None:
    """schemas/ holds the tables, what corrections are written in, and nothing else."""
    names = [*TABLES, "corrections"]
    assert {path.name for path in schemas_folder().iterdir()} == {f"{name}.schema.json" for name in names}


@pytest.mark.parametrize("path", descriptor.schema_files())
def test_files_are_written_as_convert_writes_them(path: str) -> None:
    """A conversion of the repository's own package leaves schemas/ as it is, byte for byte."""
    assert (CHECKOUT / path).read_bytes() == descriptor.schema_files()[path]


@EACH_TABLE
def test_a_table_is_described(table: Table) -> None:
    """A table tells its standard, its own name, a title and what a row is; only the empty cell is missing."""
    assert table.schema["$schema"] == "https://datapackage.org/profiles/2.0/tableschema.json"
    assert table.schema["name"] == table.name
    assert SNAKE.fullmatch(table.name)
    assert table.name.endswith("s") or table.name == "rejected"  # sources
    assert table.title
    assert table.description.startswith("One row ")
    assert table.description.endswith(".")
    assert table.schema["missingValues"] == [""]


@EACH_TABLE
def test_columns_are_told_apart(table: Table) -> None:
    """No two columns of a table have one name."""
    assert len(set(table.columns)) == len(table.columns)


def test_columns_have_plain_names() -> None:
    """Names are snake_case ASCII, so that they need no quoting in SQL, R or Python."""
    assert failing(lambda field: SNAKE.fullmatch(field.name)) == []


def test_columns_are_described() -> None:
    """A description is a sentence on what the column holds."""
    assert failing(lambda field: re.fullmatch(r"[A-Z`].{4,}\.", field.description)) == []


def test_columns_have_an_example_of_their_type() -> None:
    """An example is the JSON value of the column's type, not a text that reads like one."""
    kinds = {"string": {str}, "integer": {int}, "number": {int, float}, "boolean": {bool}}
    assert failing(lambda field: type(field.example) in kinds[field.type]) == []


def test_columns_have_types_that_every_reader_knows() -> None:
    """No list, no object and no date, which clients read each in their own way."""
    assert failing(lambda field: field.type in {"string", "integer", "number", "boolean"}) == []
    assert failing(lambda field: field.format in {"default", "uri"}) == []


def test_columns_are_bounded() -> None:
    """What a cell may hold is said: the form or the length of a string, the least value of a number."""
    bounded = {
        "string": lambda field: field.enum or field.pattern or field.min_length or field.format == "uri",
        "integer": lambda field: field.minimum is not None,
        "number": lambda field: field.minimum is not None,
        "boolean": lambda field: True,
    }
    assert failing(lambda field: bounded[field.type](field)) == []


def test_patterns_cover_the_whole_cell() -> None:
    """A pattern means the same to an engine that searches and to one that matches."""

    def covers(pattern: str, example: str) -> bool:
        return pattern.endswith("$") and bool(re.search(pattern, example)) and not re.search(pattern, f" {example}")

    assert failing(lambda field: field.pattern is None or covers(field.pattern, field.example)) == []


def test_allowed_values_are_plain() -> None:
    """Allowed values are lower case ASCII words, each listed once."""
    word = re.compile(r"[a-z]+([-_][a-z]+)*")
    assert failing(lambda field: all(map(word.fullmatch, field.enum))) == []
    assert failing(lambda field: len(set(field.enum)) == len(field.enum)) == []


def test_standard_terms_are_addresses() -> None:
    """The term that a column equals is an absolute URL that leads beyond a site's front page."""

    def is_address(term: str) -> bool:
        parts = urlsplit(term)
        return parts.scheme in {"http", "https"} and "." in parts.netloc and parts.path != "/" and " " not in term

    assert failing(lambda field: not field.exact_match or is_address(field.exact_match)) == []


@EACH_TABLE
def test_the_examples_make_a_valid_row(table: Table) -> None:
    """Frictionless finds nothing wrong with a row made of the examples."""
    schema = {key: value for key, value in table.schema.items() if key != "foreignKeys"}
    row = {field.name: field.example for field in table.fields}
    report = Resource(data=[row], schema=Schema.from_descriptor(schema)).validate()
    assert report.flatten(["fieldName", "note"]) == []


@EACH_TABLE
def test_the_primary_key_is_filled(table: Table) -> None:
    """Its columns are required; a key of one column is declared unique, and nothing else is."""
    assert table.primary_key
    assert [name for name in table.primary_key if not table.field(name).required] == []
    unique = [field.name for field in table.fields if field.unique]
    assert unique == (list(table.primary_key) if len(table.primary_key) == 1 else [])


@EACH_TABLE
def test_foreign_keys_point_to_primary_keys(table: Table) -> None:
    """A reference names the primary key of a table that comes no later, and its columns are declared alike."""
    for key in table.foreign_keys:
        other = own_tables()[key.resource]
        assert TABLES.index(other.name) <= TABLES.index(table.name)
        assert key.reference_fields == other.primary_key
        for name, reference in zip(key.fields, key.reference_fields, strict=True):
            field, target = table.field(name), other.field(reference)
            assert (field.type, field.format, field.pattern) == (target.type, target.format, target.pattern)


@EACH_TABLE
def test_every_id_leads_somewhere(table: Table) -> None:
    """A column called *_id is the table's key, a reference, or an id that no table of ours holds.

    What has gone leads nowhere, and what took its place leads into the table that its row names.
    """
    if table.name == "id_changes":
        return
    ids = {name for name in table.columns if name.endswith("_id")}
    referring = {name for key in table.foreign_keys for name in key.fields}
    assert ids - referring - set(table.primary_key) - {"vote_event_id", "story_id", "wikidata_id"} == set()


@EACH_TABLE
def test_ids_look_like_what_is_minted(table: Table) -> None:
    """The pattern of an id admits what the project mints for the table that it leads to, and nothing else."""
    homes = {key.fields[0]: key.resource for key in table.foreign_keys}
    if len(table.primary_key) == 1:
        homes[table.primary_key[0]] = table.name
    if "vote_event_id" in table.columns:
        homes["vote_event_id"] = "vote_events"
    for name, home in homes.items():
        pattern = table.field(name).pattern or ""
        assert [kind for kind in PREFIXES if re.search(pattern, make_id(kind, "any"))] == [home]


@EACH_TABLE
def test_extracted_rows_tell_their_origin(table: Table) -> None:
    """Every table but those of sources, ids, revisions and releases ends with how its rows came about."""
    origin = ("method", "confidence", "status")
    if table.name in {"articles", "id_changes", "changes", "article_revisions", "rejected"}:
        assert set(origin).isdisjoint(table.columns)
    else:
        assert table.columns[-3:] == origin


@pytest.mark.parametrize("table", [table for table in own_tables().values() if "start" in table.columns])
def test_evidence_is_whole(table: Table) -> None:
    """Offsets come in pairs, with the terms of Web Annotation, beside the article that they count in."""
    for name in ("start", "end"):
        assert table.field(name).required
        assert table.field(name).exact_match == f"http://www.w3.org/ns/oa#{name}"
    assert table.field("article_id").required


def test_shared_columns_are_declared_alike() -> None:
    """A column that means the same in several tables has one type and one set of constraints."""
    own_meaning = {"text", "role", "option", "text_path", "reason"}
    declared: defaultdict[str, set[Any]] = defaultdict(set)
    for _, field in FIELDS:
        declared[field.name].add(
            (
                field.type,
                field.enum,
                field.pattern,
                field.minimum,
                field.maximum,
                field.min_length,
                field.max_length,
            )
        )
    assert {name for name, forms in declared.items() if len(forms) > 1} - own_meaning == set()


OWN = "onrecord:"
FACTS = {name: facts_of(name) for name in TABLES}


def test_properties_of_our_own_are_documented() -> None:
    """Each property `onrecord:...` of a schema stands in the page on the architecture, and no other does."""

    def stated(value: Any) -> set[str]:
        match value:
            case dict():
                return {key for key in value if key.startswith(OWN)}.union(*map(stated, value.values()))
            case list():
                return set().union(*map(stated, value))
        return set()

    page = (CHECKOUT / "docs" / "architecture.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`(onrecord:\w+)`", page))
    assert set().union(*(stated(table.schema) for table in own_tables().values())) == documented


def test_the_order_of_the_tables_is_one() -> None:
    """No two tables take one place."""
    assert sorted({each.order for each in FACTS.values()}) == [each.order for each in FACTS.values()]


@EACH_TABLE
def test_facts_about_a_table_fit_its_columns(table: Table) -> None:
    """A parent and a layer are reached by a foreign key; what has a mark or an annotation has a place in a text."""
    stated = FACTS[table.name]
    refers = {key.resource for key in table.foreign_keys}
    assert {stated.parent} - {""} <= refers
    assert {stated.layer} - {"", table.name} <= refers
    assert {*stated.annotation, *({stated.anchor} - {""})} <= set(table.columns)
    assert bool(stated.id_prefix) == (len(table.primary_key) == 1)
    if stated.layer or stated.anchor or stated.annotation:
        assert {"article_id", "start", "end", stated.anchor or "exact"} <= set(table.columns)
    if stated.anchor:
        assert stated.id_prefix
        assert table.field(stated.anchor).words


def test_layers_differ_in_their_first_letter() -> None:
    """The page's styles know a layer by it."""
    layers = {each.layer for each in FACTS.values()} - {""}
    assert layers == {"entities", "quotes", "votes", "claims"}
    assert len({layer[0] for layer in layers}) == len(layers)


def test_tables_that_can_be_named() -> None:
    """A correction names any table but those on other tables; an id that has gone is of one whose rows have ids."""
    read = [name for name in TABLES if name not in ("id_changes", "changes", "article_revisions", "rejected")]
    assert corrections_table().field("table").enum == tuple(read)
    with_ids = [name for name in TABLES if FACTS[name].id_prefix]
    assert allowed("id_changes", "table_name") == tuple(with_ids)
    for column in ("old_id", "new_id"):
        pattern = own_tables()["id_changes"].field(column).pattern or ""
        assert [kind for kind in PREFIXES if re.search(pattern, make_id(kind, "any"))] == [
            kind for kind in PREFIXES if kind in with_ids
        ]
