"""What changed between two packages, and how far it reaches."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import ReleaseError
from onrecord.package.descriptor import dump
from onrecord.package.json_files import read_json
from onrecord.package.package import Package, read_package
from onrecord.release.changes import Comparison, compare, schema_changes
from onrecord.release.differences import CellChange
from onrecord.release.levels import RULES
from onrecord.release.version import Level
from onrecord.tableschema.schema import parse_table

from ...small_package import (
    FERRY,
    VOTE_ID,
    claim_id,
    edit_bytes,
    edit_cell,
    edit_descriptor,
    edit_rows,
    quote_id,
    refresh_descriptor,
)

Told = list[tuple[str, str]]


def reported(comparison: Comparison) -> Told:
    """Level and reason of each change."""
    return [(change.level.name, change.reason) for change in comparison.changes]


@pytest.fixture
def compared(small_package: Path, tmp_path: Path) -> Callable[[], Comparison]:
    """Compares the small package as it was with what it has become."""
    old = shutil.copytree(small_package, tmp_path / "old")
    return lambda: compare(read_package(old), read_package(small_package))


def test_nothing_changed(compared: Callable[[], Comparison]) -> None:
    """Equal packages in two folders differ in nothing."""
    assert compared() == Comparison((), {})
    assert compared().level is Level.NONE


def test_rows_are_compared_by_their_keys(small_package: Path, compared: Callable[[], Comparison]) -> None:
    """Added, removed and changed rows are listed by their key; other tables are not."""

    def edit(rows: list[dict[str, str]]) -> None:
        added = {**rows[0], "claim_id": "clm_" + "a" * 16}
        rows[:] = [added, *rows[1:3]]
        rows[1]["certainty"] = "possible"

    edit_rows(small_package, "claims", edit)
    edit_cell(small_package, "vote_counts", f"{VOTE_ID},no", "value", "3")
    comparison = compared()
    assert reported(comparison) == [
        ("MAJOR", "claims: 1 row added, 2 removed, 1 changed"),
        ("PATCH", "vote_counts: 1 row changed"),
    ]
    found = {
        name: (rows.keys(rows.added), rows.keys(rows.removed), list(rows.cells()))
        for name, rows in comparison.rows.items()
    }
    assert found == {
        "vote_counts": ([], [], [CellChange((VOTE_ID, "no"), "value", "2", "3")]),
        "claims": (
            [("clm_" + "a" * 16,)],
            [(claim_id(0),), (claim_id(3),)],
            [CellChange((claim_id(1),), "certainty", "certain", "possible")],
        ),
    }
    assert comparison.level is Level.MAJOR


def test_rows_in_another_order(small_package: Path, compared: Callable[[], Comparison]) -> None:
    """The same rows in another order are another file, and no more than that."""
    edit_rows(small_package, "quotes", lambda rows: rows.reverse())
    assert reported(compared()) == [("PATCH", "quotes: the same rows, written in another way (data/quotes.csv)")]


def test_a_file_without_a_header(small_package: Path, compared: Callable[[], Comparison]) -> None:
    """An empty file has no rows."""
    edit_bytes(small_package, "data/votes.csv", lambda content: b"", refresh=False)
    assert reported(compared()) == [("MAJOR", "votes: 1 row removed")]


def test_cells_with_line_breaks(small_package: Path, compared: Callable[[], Comparison]) -> None:
    """A line break that changes inside a cell is a change of its row."""
    edit_cell(small_package, "quotes", quote_id("barn"), "text", "glass\r\nbarn")
    assert reported(compared()) == [("PATCH", "quotes: 1 row changed")]


def _add_table(value: dict[str, Any]) -> None:
    schema = {"fields": [{"name": "note_id", "type": "string"}], "primaryKey": "note_id"}
    value["resources"].append({"name": "notes", "path": "data/notes.csv", "schema": schema})


def test_a_table_comes_and_goes(small_package: Path, tmp_path: Path) -> None:
    """A new table is a minor change, a lost one a major change."""
    old = shutil.copytree(small_package, tmp_path / "old")
    (small_package / "data" / "notes.csv").write_bytes(b"note_id\n1\n")
    edit_descriptor(small_package, _add_table)
    packages = read_package(old), read_package(small_package)
    assert reported(compare(*packages)) == [
        ("MINOR", "notes: table added"),
        ("PATCH", "data/: 1 file added (notes.csv)"),
    ]
    assert reported(compare(*reversed(packages))) == [
        ("MAJOR", "notes: table removed"),
        ("PATCH", "data/: 1 file removed (notes.csv)"),
    ]


def _edit_schema(package: Path, table: str, edit: Callable[[dict[str, Any]], object]) -> None:
    path = package / "schemas" / f"{table}.schema.json"
    schema = read_json(path)
    edit(schema)
    path.write_bytes(dump(schema))


def test_a_new_column_leaves_its_rows_alone(small_package: Path, compared: Callable[[], Comparison]) -> None:
    """Rows that only got a new column are not changed rows."""
    _edit_schema(small_package, "votes", lambda schema: schema["fields"].append({"name": "note", "type": "string"}))
    edit_bytes(small_package, "data/votes.csv", lambda content: content.replace(b"\n", b",\n"))
    edit_bytes(small_package, "data/votes.csv", lambda content: content.replace(b"status,", b"status,note", 1))
    assert reported(compared()) == [
        ("MAJOR", "votes: column note added"),
        ("PATCH", "schemas/: 1 file changed (votes.schema.json)"),
    ]


def test_words_of_a_schema(small_package: Path, compared: Callable[[], Comparison]) -> None:
    """A description asks nothing of a program."""
    _edit_schema(small_package, "votes", lambda schema: schema.update(description="Who voted how."))
    assert reported(compared()) == [("PATCH", "schemas/: 1 file changed (votes.schema.json)")]


def test_texts_and_other_files(small_package: Path, compared: Callable[[], Comparison]) -> None:
    """Texts, sidecars and corrections are counted by folder; the changelog describes changes and is not a change."""
    edit_bytes(small_package, FERRY, lambda content: content + b"\n")
    (small_package / "seeds" / "mill.toml").unlink()
    (small_package / "data" / "CHANGELOG.md").write_bytes(b"# Changes\n")
    (small_package / "corrections").mkdir()
    for name in ("one.toml", "two.toml", ".gitkeep"):
        (small_package / "corrections" / name).write_bytes(b"")
    assert reported(compared()) == [
        ("PATCH", "corrections/: 2 files added (one.toml, two.toml)"),
        ("PATCH", "seeds/: 1 file removed (mill.toml), 1 changed (ferry.txt)"),
    ]


def test_texts_that_are_left_out(small_package: Path, tmp_path: Path) -> None:
    """Without its texts, offsets can no longer be checked against the package: a major change."""
    old = shutil.copytree(small_package, tmp_path / "old")

    def leave_out(value: dict[str, Any]) -> None:
        value["onrecord"]["texts"] = "none"
        value["resources"] = [entry for entry in value["resources"] if "schema" in entry]

    edit_descriptor(small_package, leave_out)
    packages = read_package(old), read_package(small_package)
    rest = [("PATCH", "datapackage.json: onrecord changed")]
    assert reported(compare(*packages)) == [
        ("MAJOR", "datapackage.json: onrecord.texts is none, was full"),
        *rest,
        ("PATCH", "seeds/: 3 files removed (ferry.txt, mill.toml, mill.txt)"),
    ]
    assert reported(compare(*reversed(packages))) == [
        ("MINOR", "datapackage.json: onrecord.texts is full, was none"),
        *rest,
        ("PATCH", "seeds/: 3 files added (ferry.txt, mill.toml, mill.txt)"),
    ]


def test_other_resources(small_package: Path, tmp_path: Path) -> None:
    """A listed file that is neither table nor text is missed by somebody when it goes."""
    old = shutil.copytree(small_package, tmp_path / "old")
    (small_package / "map.svg").write_bytes(b"<svg/>")
    edit_descriptor(small_package, lambda value: value["resources"].append({"name": "map", "path": "map.svg"}))
    packages = read_package(old), read_package(small_package)
    assert reported(compare(*packages)) == [
        ("MINOR", "datapackage.json: resource map added"),
        ("PATCH", "./: 1 file added (map.svg)"),
    ]
    assert [change.level.name for change in compare(*reversed(packages)).changes] == ["MAJOR", "PATCH"]


def test_metadata(small_package: Path, compared: Callable[[], Comparison]) -> None:
    """Properties are named; version, creation and what follows from the files are not."""

    def edit(value: dict[str, Any]) -> None:
        value.update(title="Two articles", homepage="https://example.org/", version="7.0.0", created="2031-05-13")
        value["resources"][0]["title"] = "All articles"
        del value["licenses"]

    edit_descriptor(small_package, edit)
    refresh_descriptor(small_package)
    assert reported(compared()) == [("PATCH", "datapackage.json: homepage, licenses, resources, title changed")]


def test_metadata_in_another_order(small_package: Path, compared: Callable[[], Comparison]) -> None:
    """Resources in another order make another file, so they are reported."""
    edit_descriptor(small_package, lambda value: value["resources"].reverse())
    assert reported(compared()) == [("PATCH", "datapackage.json: resources changed")]


SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True, "unique": True, "pattern": "^a"}},
        {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b"], "minLength": 1, "maxLength": 5}},
        {"name": "size", "type": "integer", "constraints": {"minimum": 0, "maximum": 9}},
        {"name": "other", "type": "string"},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["other"], "reference": {"resource": "others", "fields": ["id"]}}],
    "uniqueKeys": [["kind", "size"]],
    "missingValues": [""],
}


def _constrained(column: str, **constraints: object) -> Callable[[dict[str, Any]], None]:
    """An edit that sets constraints of a column; None drops one."""

    def edit(schema: dict[str, Any]) -> None:
        [field] = [field for field in schema["fields"] if field["name"] == column]
        merged = {**field.get("constraints", {}), **constraints}
        field["constraints"] = {name: value for name, value in merged.items() if value is not None}

    return edit


# An edit of the schema above, and what it means there and back.
EDITS: dict[str, tuple[Callable[[dict[str, Any]], object], Told, Told]] = {
    "column at the end": (
        lambda schema: schema["fields"].append({"name": "note", "type": "string"}),
        [("MAJOR", "t: column note added")],
        [("MAJOR", "t: column note removed")],
    ),
    "column in between": (
        lambda schema: schema["fields"].insert(1, {"name": "note", "type": "string"}),
        [("MAJOR", "t: column note added")],
        [("MAJOR", "t: column note removed")],
    ),
    "renamed column": (
        lambda schema: schema["fields"][3].update(name="another"),
        [("MAJOR", "t: column other removed"), ("MAJOR", "t: column another added")],
        [("MAJOR", "t: column another removed"), ("MAJOR", "t: column other added")],
    ),
    "order": (
        lambda schema: schema["fields"].reverse(),
        [("MAJOR", "t: columns in another order")],
        [("MAJOR", "t: columns in another order")],
    ),
    "type": (
        lambda schema: schema["fields"][2].update(type="number"),
        [("MAJOR", "t: column size: type number/default, was integer/default")],
        [("MAJOR", "t: column size: type integer/default, was number/default")],
    ),
    "format": (
        lambda schema: schema["fields"][3].update(format="uri"),
        [("MAJOR", "t: column other: type string/uri, was string/default")],
        [("MAJOR", "t: column other: type string/default, was string/uri")],
    ),
    "required": (
        _constrained("other", required=True),
        [("MAJOR", "t: column other: required tightened")],
        [("MINOR", "t: column other: required loosened")],
    ),
    "unique": (
        _constrained("id", unique=False),
        [("MINOR", "t: column id: unique loosened")],
        [("MAJOR", "t: column id: unique tightened")],
    ),
    "another value": (
        _constrained("kind", enum=["a", "c", "b"]),
        [("MINOR", "t: column kind: enum loosened")],
        [("MAJOR", "t: column kind: enum tightened")],
    ),
    "other values": (
        _constrained("kind", enum=["a", "c"]),
        [("MAJOR", "t: column kind: enum tightened")],
        [("MAJOR", "t: column kind: enum tightened")],
    ),
    "values in another order": (_constrained("kind", enum=["b", "a"]), [], []),
    "any value": (
        _constrained("kind", enum=None),
        [("MINOR", "t: column kind: enum loosened")],
        [("MAJOR", "t: column kind: enum tightened")],
    ),
    "any pattern": (
        _constrained("id", pattern=None),
        [("MINOR", "t: column id: pattern loosened")],
        [("MAJOR", "t: column id: pattern tightened")],
    ),
    "other pattern": (
        _constrained("id", pattern="^[ab]"),
        [("MAJOR", "t: column id: pattern tightened")],
        [("MAJOR", "t: column id: pattern tightened")],
    ),
    "minimum": (
        _constrained("size", minimum=-1),
        [("MINOR", "t: column size: minimum loosened")],
        [("MAJOR", "t: column size: minimum tightened")],
    ),
    "no minimum": (
        _constrained("size", minimum=None),
        [("MINOR", "t: column size: minimum loosened")],
        [("MAJOR", "t: column size: minimum tightened")],
    ),
    "maximum": (
        _constrained("size", maximum=8),
        [("MAJOR", "t: column size: maximum tightened")],
        [("MINOR", "t: column size: maximum loosened")],
    ),
    "lengths": (
        _constrained("kind", minLength=2, maxLength=None),
        [("MAJOR", "t: column kind: min_length tightened"), ("MINOR", "t: column kind: max_length loosened")],
        [("MINOR", "t: column kind: min_length loosened"), ("MAJOR", "t: column kind: max_length tightened")],
    ),
    "exclusive bounds": (
        _constrained("size", exclusiveMinimum=0, exclusiveMaximum="9"),
        [
            ("MAJOR", "t: column size: exclusive_minimum tightened"),
            ("MAJOR", "t: column size: exclusive_maximum tightened"),
        ],
        [
            ("MINOR", "t: column size: exclusive_minimum loosened"),
            ("MINOR", "t: column size: exclusive_maximum loosened"),
        ],
    ),
    "a bound of another kind": (
        _constrained("size", minimum="0"),
        [("MAJOR", "t: column size: minimum tightened")],
        [("MAJOR", "t: column size: minimum tightened")],
    ),
    "categories": (
        lambda schema: schema["fields"][1].update(categories=["a"]),
        [("MAJOR", "t: column kind: categories tightened")],
        [("MINOR", "t: column kind: categories loosened")],
    ),
    "how cells are read": (
        lambda schema: schema["fields"][2].update(groupChar=",", missingValues=["", "-"]),
        [("MAJOR", "t: column size: missing_values changed"), ("MAJOR", "t: column size: group_char changed")],
        [("MAJOR", "t: column size: missing_values changed"), ("MAJOR", "t: column size: group_char changed")],
    ),
    "primary key": (
        lambda schema: schema.update(primaryKey=["id", "kind"]),
        [("MAJOR", "t: primary key changed")],
        [("MAJOR", "t: primary key changed")],
    ),
    "foreign key": (
        lambda schema: schema.pop("foreignKeys"),
        [("MINOR", "t: foreign key dropped")],
        [("MAJOR", "t: foreign key added")],
    ),
    "target of a foreign key": (
        lambda schema: schema.update(
            foreignKeys=[{"fields": ["other"], "reference": {"resource": "b", "fields": ["x"]}}]
        ),
        [("MINOR", "t: foreign key other refers to b (x)")],
        [("MINOR", "t: foreign key other refers to others (id)")],
    ),
    "how fields match": (
        lambda schema: schema.update(fieldsMatch=["subset"]),
        [("MAJOR", "t: fieldsMatch is subset, was exact")],
        [("MAJOR", "t: fieldsMatch is exact, was subset")],
    ),
    "type and constraint": (
        lambda schema: schema["fields"][2].update(type="number", constraints={"minimum": 1, "maximum": 9}),
        [
            ("MAJOR", "t: column size: type number/default, was integer/default"),
            ("MAJOR", "t: column size: minimum tightened"),
        ],
        [
            ("MAJOR", "t: column size: type integer/default, was number/default"),
            ("MINOR", "t: column size: minimum loosened"),
        ],
    ),
    "unique key": (
        lambda schema: schema.update(uniqueKeys=[["kind"]]),
        [("MAJOR", "t: unique key added or changed")],
        [("MAJOR", "t: unique key added or changed")],
    ),
    "missing values": (
        lambda schema: schema.update(missingValues=["", "-"]),
        [("MAJOR", "t: missing values changed")],
        [("MAJOR", "t: missing values changed")],
    ),
    "words": (lambda schema: schema["fields"][0].update(description="The key."), [], []),
}


def _rules(rows: dict[str, list[str]]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """A descriptor of third-party tables of one column `id`, the second of which refers to the first; their files."""
    reference = {"fields": ["id"], "reference": {"resource": "first", "fields": ["id"]}}
    resources = [
        {
            "name": name,
            "type": "table",
            "path": f"{name}.csv",
            "schema": {
                "fields": [{"name": "id", "type": "string"}],
                "primaryKey": ["id"],
                **({"foreignKeys": [reference]} if name == "second" else {}),
            },
        }
        for name in rows
    ]
    files = {f"{name}.csv": "\n".join(["id", *cells, ""]).encode() for name, cells in rows.items()}
    return {"name": "t", "resources": resources}, files


def _third_party(
    folder: Path, rows: dict[str, list[str]], edit: Callable[[dict[str, Any]], object] = lambda value: None
) -> Package:
    """Such a package, read from a new folder."""
    folder.mkdir()
    value, files = _rules(rows)
    edit(value)
    for name, content in {**files, "datapackage.json": dump(value)}.items():
        (folder / name).write_bytes(content)
    return read_package(folder)


def test_rows_that_others_refer_to(tmp_path: Path) -> None:
    """What another table refers to is not deleted without breaking it; new rows, and rows nobody refers to, are."""
    old = _third_party(tmp_path / "old", {"first": ["a", "b"], "second": ["a", "b"]})
    gone = _third_party(tmp_path / "gone", {"first": ["a"], "second": ["a"]})
    assert reported(compare(old, gone)) == [("MAJOR", "first: 1 row removed"), ("MINOR", "second: 1 row removed")]
    assert reported(compare(gone, old)) == [("MINOR", "first: 1 row added"), ("MINOR", "second: 1 row added")]


def _append_column(value: dict[str, Any]) -> None:
    value["resources"][0]["schema"]["fields"].append({"name": "note", "type": "string"})


def _insert_column(value: dict[str, Any]) -> None:
    value["resources"][0]["schema"]["fields"].insert(0, {"name": "note", "type": "string"})


@pytest.mark.parametrize(
    ("versioning", "edit", "level"),
    [
        (None, _append_column, "MAJOR"),
        ("recipe", _append_column, "MAJOR"),
        ("additive", _append_column, "MINOR"),
        ("additive", _insert_column, "MAJOR"),
    ],
)
def test_who_adds_columns_at_the_end(
    tmp_path: Path, versioning: str | None, edit: Callable[[dict[str, Any]], None], level: str
) -> None:
    """A package may choose that a column at the end is a minor change; the new package's choice counts."""
    rows = {"first": [], "second": []}

    def choose(value: dict[str, Any]) -> None:
        edit(value)
        value.update({} if versioning is None else {"onrecord:versioning": versioning})

    old, new = _third_party(tmp_path / "old", rows), _third_party(tmp_path / "new", rows, choose)
    (new.folder / "first.csv").write_bytes(",".join(new.tables["first"].table.columns).encode() + b"\n")
    [change] = [change for change in compare(old, new).changes if change.reason == "first: column note added"]
    assert change.level.name == level


@pytest.mark.parametrize("versioning", ["semantic", None, ["additive"], True])
def test_rules_that_do_not_exist(tmp_path: Path, versioning: object) -> None:
    """The message has the rule, the value and the remedy."""
    rows = {"first": []}
    old = _third_party(tmp_path / "old", rows)
    new = _third_party(tmp_path / "new", rows, lambda value: value.update({"onrecord:versioning": versioning}))
    with pytest.raises(ReleaseError) as caught:
        compare(old, new)
    assert str(caught.value) == (
        f"{tmp_path / 'new' / 'datapackage.json'}: onrecord:versioning is {versioning!r}, but must be 'recipe' or "
        "'additive'; correct it, or leave it out for the recipe"
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"id": "one"}, {"id": "two"}, [("MAJOR", "datapackage.json: id is 'two', was 'one'")]),
        ({"name": "a"}, {"name": "b"}, [("MAJOR", "datapackage.json: name is 'b', was 'a'")]),
        ({}, {"id": "one"}, [("PATCH", "datapackage.json: id changed")]),
        (
            {"id": "https://doi.org/10.5281/zenodo.1"},
            {"id": "https://doi.org/10.5281/zenodo.2"},
            [("PATCH", "datapackage.json: id changed")],
        ),
    ],
)
def test_what_identifies_a_package(tmp_path: Path, old: dict[str, str], new: dict[str, str], expected: Told) -> None:
    """Another name or identifier is a major change; a DOI names a release, as does the next DOI."""
    packages = [
        _third_party(tmp_path / name, {"first": []}, lambda value, stated=stated: value.update(stated))
        for name, stated in (("old", old), ("new", new))
    ]
    assert reported(compare(*packages)) == expected


def test_the_rules_of_the_page() -> None:
    """docs/publishing.md has each rule in the column of its level, in the order of the table of rules."""
    page = (Path(__file__).parents[3] / "docs" / "publishing.md").read_text(encoding="utf-8")
    table = page.partition("\n| major: ")[2].partition("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in row[1:-1].split("|")] for row in table]
    columns = [list(column) for column in zip(*cells, strict=True)]
    shown = dict(zip((Level.MAJOR, Level.MINOR, Level.PATCH), columns, strict=True))
    assert {level: [cell for cell in cells if cell] for level, cells in shown.items()} == {
        level: [rule.words for rule in RULES.values() if rule.level is level] for level in shown
    }


@pytest.mark.parametrize(("edit", "there", "back"), EDITS.values(), ids=EDITS.keys())
def test_schema_changes(edit: Callable[[dict[str, Any]], object], there: Told, back: Told) -> None:
    """An edit of a schema means one thing, and undoing it another."""
    old, new = SCHEMA, copy.deepcopy(SCHEMA)
    edit(new)
    one, two = parse_table("t", old, "here"), parse_table("t", new, "here")
    assert [(change.level.name, change.reason) for change in schema_changes(one, two)] == there
    assert [(change.level.name, change.reason) for change in schema_changes(two, one)] == back
