"""What each constraint forbids is one problem to each engine: for every type, and for the project's own tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from onrecord.package.own_tables import own_tables
from onrecord.package.package import read_package
from onrecord.problems import Problem
from onrecord.tableschema import parsers
from onrecord.tableschema.cells import format_cell
from onrecord.tableschema.schema import _OF_CONSTRAINTS, _OF_FIELDS, FORMATS_OF
from onrecord.validation import ENGINES, validate

from ..small_package import BUILDERS, edit_descriptor, edit_rows, refresh_descriptor, write_small_package
from . import every_constraint
from .mutation import Mutation, RowMaker, Tables, enriched, mutations

# Rule, path, line, key, field and value.
Told = tuple[str, str, int, str, str, str]


def own() -> Tables:
    """The project's tables with the rows of the small package; where it has none, with one of the schema's examples."""
    rows = {name: BUILDERS[name]() for name in own_tables()}
    for name, table in own_tables().items():
        if not rows[name]:
            # References of the example lead to rows that are there, each to another.
            there = {
                key.fields[0]: rows[key.resource][place][key.reference_fields[0]]
                for place, key in enumerate(table.foreign_keys)
            }
            rows[name] = [{field.name: there.get(field.name, field.example) for field in table.fields}]
    return {
        name: (table, [{column: format_cell(row.get(column)) for column in table.columns} for row in rows[name]])
        for name, table in own_tables().items()
    }


PACKAGES = {"every": enriched(every_constraint.tables()), "small": enriched(own())}
MUTATIONS = {package: mutations(tables) for package, tables in PACKAGES.items()}
CASES = [(package, mutation) for package, some in MUTATIONS.items() for mutation in some]
_OF_KEYS = frozenset({"unique", "primaryKey", "uniqueKeys", "foreignKeys"})
# What frictionless is blind to: constraints on fields of these types, or on keys that begin with one.
BLIND = {
    "uniqueKeys": {"string"},  # on all; it passes over them
    "categories": {"string", "integer"},  # it takes them for words to people
    "jsonSchema": {"object", "array"},  # it knows no such constraint
    "enum": {"list"},  # nor this one on a list
    **{bound: {"duration"} for bound in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")},  # nor bounds
    # It fails on values that have no hash; here they are lists, objects and arrays of JSON.
    "unique": {"object", "array", "list", "geojson"},
    **{key: {"list"} for key in ("primaryKey", "foreignKeys")},
}


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The packages with their rows as they are before any mutation."""
    folder = tmp_path_factory.mktemp("packages")
    small = write_small_package(folder / "small")
    for name, (_, rows) in PACKAGES["small"].items():
        edit_rows(small, name, lambda there, rows=rows: there.extend(rows[len(there) :]), refresh=False)
    refresh_descriptor(small)
    rows = {name: rows for name, (_, rows) in PACKAGES["every"].items()}
    return {"every": every_constraint.write_package(folder / "every", rows), "small": small}


@pytest.fixture
def folders(originals: dict[str, Path]) -> Iterator[dict[str, Path]]:
    """The packages, which are restored behind the test."""
    kept = {file: file.read_bytes() for folder in originals.values() for file in folder.rglob("*") if file.is_file()}
    yield originals
    for file, content in kept.items():
        if file.read_bytes() != content:
            file.write_bytes(content)


def mutate(folder: Path, tables: Tables, some: Iterable[Mutation]) -> list[tuple[Mutation, Told]]:
    """Puts the rows of mutations behind those that are there; returns what is to be told, and of which mutation."""
    some, paths = list(some), {name: resource.path for name, resource in read_package(folder).tables.items()}
    maker = RowMaker(tables, some)
    message: list[tuple[Mutation, Told]] = []
    for mutation in some:
        table, path = tables[mutation.table][0], paths[mutation.table]
        content, row, text = (folder / path).read_bytes(), maker.row(mutation), io.StringIO(newline="")
        csv.DictWriter(text, table.columns, lineterminator="\n").writerow(row)
        (folder / path).write_bytes(content + text.getvalue().encode())
        line, key = content.count(b"\n") + 1, value(row, table.primary_key)
        message += ((mutation, (code, path, line, key, of, value(row, of.split(",")))) for code, of in mutation.faults)
    refresh_descriptor(folder)
    return message


def value(row: Mapping[str, str], columns: Iterable[str]) -> str:
    """The cells of columns as a problem has them."""
    return ",".join(row[name] for name in columns)


def found(problems: Iterable[Problem]) -> list[Told]:
    """The rules and places of problems, in order."""
    return sorted((one.code, one.path, one.line, one.key, one.field, one.value) for one in problems)


def keep(folder: Path, tables: Tables, name: str) -> None:
    """Leaves in a descriptor only a table and those that it needs, so that it is judged the sooner."""
    needed = [name]
    for one in needed:  # which grows
        needed += {key.resource for key in tables[one][0].foreign_keys} - {*needed}
    edit_descriptor(
        folder, lambda value: value.update(resources=[one for one in value["resources"] if one["name"] in needed])
    )


def is_blind(package: str, mutation: Mutation) -> bool:
    """Whether frictionless does not see what a mutation breaks."""
    first = PACKAGES[package][mutation.table][0].field(mutation.target.split(",")[0])
    return first.type in BLIND.get(mutation.constraint, ())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("package", PACKAGES)
def test_what_breaks_nothing(package: str, engine: str, originals: dict[str, Path]) -> None:
    """The packages are valid to each engine, and none has anything to remark."""
    assert list(validate(originals[package], level="rows", engine=engine)) == []


@pytest.mark.parametrize(("package", "mutation"), CASES, ids=str)
def test_mutation(package: str, mutation: Mutation, folders: dict[str, Path]) -> None:
    """A cell that breaks one constraint is one problem."""
    folder, tables = folders[package], PACKAGES[package]
    if package == "every":
        keep(folder, tables, mutation.table)
    message = mutate(folder, tables, [mutation])
    assert found(list(validate(folder, level="rows", engine="fast"))) == sorted(one for _, one in message)


@pytest.mark.parametrize("package", PACKAGES)
def test_all_mutations_at_once(package: str, folders: dict[str, Path]) -> None:
    """The engines say the same to the letter, and one mutation hides no other."""
    message = mutate(folders[package], PACKAGES[package], MUTATIONS[package])
    fast, both = (list(validate(folders[package], level="rows", engine=engine)) for engine in ("fast", "both"))
    assert found(fast) == sorted(one for _, one in message)
    assert both == fast


@pytest.mark.parametrize("are_keys", [True, False])
@pytest.mark.parametrize("package", PACKAGES)
def test_frictionless_alone(package: str, are_keys: bool, folders: dict[str, Path]) -> None:
    """It sees all but what it is blind to; keys stand apart as it takes an unreadable cell for an empty part of one."""
    some = [mutation for mutation in MUTATIONS[package] if (mutation.constraint in _OF_KEYS) is are_keys]
    message = mutate(folders[package], PACKAGES[package], some)
    seen = sorted(one for mutation, one in message if not is_blind(package, mutation))
    assert found(list(validate(folders[package], level="rows", engine="frictionless"))) == seen


def test_frictionless_is_blind_to_no_less() -> None:
    """The table of what it is blind to has nothing that is not tried."""
    tried = {
        (mutation.constraint, PACKAGES[package][mutation.table][0].field(mutation.target.split(",")[0]).type)
        for package, mutation in CASES
    }
    assert [
        (constraint, kind) for constraint, kinds in BLIND.items() for kind in kinds if (constraint, kind) not in tried
    ] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_declaration_has_a_mutation(package: str) -> None:
    """Nothing that a schema asks of a cell or of a key is left out."""
    declared = {(name, *one) for name, (table, _) in PACKAGES[package].items() for one in declarations(table.schema)}
    assert declared - {(one.table, one.target, one.constraint) for one in MUTATIONS[package]} == set()


def declarations(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The target and the name of each constraint in the JSON of a schema."""
    for field in schema["fields"]:
        asked = {name: value for name, value in field.get("constraints", {}).items() if value is not False}
        yield from ((field["name"], name) for name in [*asked, *({"categories"} & field.keys())])
    keys = {"primaryKey": [schema["primaryKey"]], "uniqueKeys": schema.get("uniqueKeys", [])}
    keys["foreignKeys"] = [key["fields"] for key in schema.get("foreignKeys", [])]
    for constraint, some in keys.items():
        yield from ((key if isinstance(key, str) else ",".join(key), constraint) for key in some)


def test_the_packages_use_the_whole_standard() -> None:
    """Each constraint and property that the contract knows is broken, and fields of each type and format are."""
    fields = [PACKAGES["every"][one.table][0].field(one.target) for one in MUTATIONS["every"] if "," not in one.target]
    known = {*_OF_CONSTRAINTS, *_OF_FIELDS, *_OF_KEYS, "type", "required", "missingValues"}
    assert {mutation.constraint for mutation in MUTATIONS["every"]} == known
    assert {field.type for field in fields} == parsers._PARSERS.keys()
    formats = {(field.type, field.format) for field in fields}
    assert {(kind, format_) for kind, some in FORMATS_OF.items() for format_ in some} - formats == set()
    assert {(field.type, field.item_type) for field in fields} >= {("list", item) for item in parsers._ITEMS}


def test_no_mutation_is_expected_to_fail(request: pytest.FixtureRequest) -> None:
    """The blind spots of an engine are in a table, with the reason."""
    assert [
        item for item in request.session.items if item.path.parent == Path(__file__).parent and is_excused(item)
    ] == []


def is_excused(item: pytest.Item) -> bool:
    """Whether a test is skipped or expected to fail."""
    return any(item.get_closest_marker(name) for name in ("xfail", "skip", "skipif"))
