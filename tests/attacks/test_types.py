"""Every property of the standard with values of every type of JSON: no command breaks down over any of them.

One that is not of its kind has no effect, or keeps its table from being read; the validator tells of it.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import main
from onrecord.package import DESCRIPTOR

from .test_foreign_packages import load

VALUES: tuple[Any, ...] = (None, True, -1, 1.5, "", "\x1b\u202e", ["x"], [None], [{}], {"a": 1})
PACKAGE: dict[str, Any] = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "odd",
    "title": "t",
    "description": "d",
    "version": "1.0.0",
    "created": "2031-01-01T00:00:00Z",
    "id": "i",
    "homepage": "https://example.org",
    "image": "t.csv",
    "keywords": ["k"],
    "profile": "data-package",
    "licenses": [{"name": "CC0-1.0", "path": "https://example.org", "title": "t"}],
    "sources": [{"title": "t", "path": "https://example.org", "email": "a@b.org", "version": "1"}],
    "contributors": [
        {
            "title": "t",
            "path": "https://example.org",
            "email": "a@b.org",
            "roles": ["author"],
            "role": "author",
            "givenName": "g",
            "familyName": "f",
            "organization": "o",
        }
    ],
    "onrecord:versioning": "recipe",
    "resources": [],
}
RESOURCE: dict[str, Any] = {
    "name": "t",
    "path": "t.csv",
    "type": "table",
    "title": "t",
    "description": "d",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "compression": "no",
    "bytes": 16,
    "hash": "sha256:0",
    "rows": 2,
    "profile": "data-resource",
    "sources": [{"title": "t"}],
    "licenses": [{"name": "CC0-1.0"}],
    "homepage": "https://example.org",
}
DIALECT: dict[str, Any] = {
    "header": True,
    "headerRows": [1],
    "headerJoin": " ",
    "commentRows": [9],
    "commentChar": "#",
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "escapeChar": "\\",
    "nullSequence": "NULL",
    "skipInitialSpace": False,
    "property": "a",
    "itemType": "object",
    "itemKeys": ["id", "name"],
    "sheetNumber": 1,
    "sheetName": "s",
    "table": "t",
    "caseSensitiveHeader": True,
}
SCHEMA: dict[str, Any] = {
    "fields": [],
    "fieldsMatch": "subset",
    "missingValues": [""],
    "primaryKey": ["id"],
    "uniqueKeys": [["id", "name"]],
    "foreignKeys": [{"fields": ["id"], "reference": {"resource": "", "fields": ["id"]}}],
    "title": "t",
    "description": "d",
}
FIELD: dict[str, Any] = {
    "name": "name",
    "type": "string",
    "format": "default",
    "title": "t",
    "description": "d",
    "example": "a",
    "examples": ["a"],
    "rdfType": "https://example.org",
    "categories": ["a", "b"],
    "categoriesOrdered": True,
    "missingValues": [""],
    "trueValues": ["yes"],
    "falseValues": ["no"],
    "bareNumber": False,
    "decimalChar": ",",
    "groupChar": ".",
    "delimiter": ";",
    "itemType": "integer",
    "constraints": {},
    "skos:exactMatch": "https://example.org",
}
CONSTRAINTS: dict[str, Any] = {
    "required": True,
    "unique": True,
    "enum": ["a", "b"],
    "pattern": "[a-z]",
    "minimum": 0,
    "maximum": 9,
    "exclusiveMinimum": -1,
    "exclusiveMaximum": 10,
    "minLength": 1,
    "maxLength": 3,
    "jsonSchema": {},
}
TYPES = ("string", "number", "list")


def descriptor(kind: str = "string", form: str = "csv") -> dict[str, Any]:
    """A valid descriptor with the properties that bear on reading; a table in JSON has its rows in a property."""
    fields = [{"name": "id", "type": "integer"}, {"name": "name", "type": kind}]
    resource = {"name": "t", "path": f"t.{form}", "type": "table", "schema": {"fields": fields, "primaryKey": "id"}}
    resource |= {"dialect": {"property": "a"}} if form == "json" else {}
    return {**{name: PACKAGE[name] for name in ("$schema", "name", "version")}, "resources": [resource]}


def changed(declared: dict[str, Any], *places: Any, to: Any) -> dict[str, Any]:
    """A descriptor in which one property is another one."""
    declared = copy.deepcopy(declared)
    *above, last = places
    inner: Any = declared
    for place in above:
        inner = inner.setdefault(place, {}) if isinstance(inner, dict) else inner[place]
    inner[last] = to
    return declared


def nested(value: Any, *above: Any) -> Iterator[tuple[Any, ...]]:
    """The places of a value, and of all within."""
    yield above
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inside:
        yield from nested(one, *above, name)


def of_packages(value: Any) -> Iterator[dict[str, Any]]:
    """The properties of a package."""
    for place in nested({name: one for name, one in PACKAGE.items() if name != "resources"}):
        if place:
            yield changed({**PACKAGE, "resources": descriptor()["resources"]}, *place, to=value)
    yield changed(descriptor(), "resources", to=value)
    yield changed(descriptor(), "resources", 0, to=value)


def of_resources(value: Any) -> Iterator[dict[str, Any]]:
    """Those of a resource and, as one of version 1, of an older one."""
    for name in (*RESOURCE, "schema", "dialect", "data", "url"):
        yield changed(descriptor(), "resources", 0, name, to=value)
    without = descriptor()
    del without["resources"][0]["path"]
    yield changed(without, "resources", 0, "data", to=value)


def of_dialects(value: Any) -> Iterator[dict[str, Any]]:
    """Those of a dialect, of each format."""
    for name in DIALECT:
        for form in ("csv", "json"):
            yield changed(descriptor(form=form), "resources", 0, "dialect", name, to=value)


def of_schemas(value: Any) -> Iterator[dict[str, Any]]:
    """Those of a schema."""
    for place in nested(SCHEMA):
        if place:
            whole = changed(
                descriptor(),
                "resources",
                0,
                "schema",
                to=copy.deepcopy(SCHEMA | {"fields": descriptor()["resources"][0]["schema"]["fields"]}),
            )
            yield changed(whole, "resources", 0, "schema", *place, to=value)


def of_fields(value: Any) -> Iterator[dict[str, Any]]:
    """Those of a field, of each type and match, and in JSON."""
    for name in FIELD:
        for kind in TYPES if name not in ("type", "title", "description") else TYPES[:1]:
            yield changed(descriptor(kind), "resources", 0, "schema", "fields", 1, name, to=value)
    for form in ("csv", "json"):
        for match in ("subset", "partial"):
            declared = changed(descriptor(form=form), "resources", 0, "schema", "fieldsMatch", to=match)
            yield changed(declared, "resources", 0, "schema", "fields", 1, "name", to=value)
            yield changed(declared, "resources", 0, "schema", "fields", 1, to=value)


def of_constraints(value: Any) -> Iterator[dict[str, Any]]:
    """Those of constraints, of each type."""
    for name in CONSTRAINTS:
        for kind in TYPES:
            yield changed(descriptor(kind), "resources", 0, "schema", "fields", 1, "constraints", name, to=value)


OBJECTS: Mapping[str, Callable[[Any], Iterator[dict[str, Any]]]] = {
    "package": of_packages,
    "resource": of_resources,
    "dialect": of_dialects,
    "schema": of_schemas,
    "field": of_fields,
    "constraints": of_constraints,
}


def command(*words: str) -> Callable[[Path, Path], int]:
    """A command line, with `{}` for the package and `{good}` for a valid one."""
    return lambda package, good: main([word.format(package, good=good) for word in words])


COMMANDS: Mapping[str, Callable[[Path, Path], int]] = {
    "validate": command("validate", "--package", "{}"),
    "load": lambda package, good: load("polars")(package),
    "diff": command("diff", "{good}", "{}"),
    "export postgres": command("export", "postgres", "--package", "{}", "--output", "{}/o.sql"),
}


def written(folder: Path, declared: Any) -> Path:
    """A package with its tables."""
    folder.mkdir(exist_ok=True)
    (folder / DESCRIPTOR).write_text(json.dumps(declared))
    (folder / "t.csv").write_text("id,name\n1,a\n2,b\n")
    (folder / "t.json").write_text(json.dumps({"a": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]}))
    return folder


def broken(declared: Any, home: Path, commands: Mapping[str, Callable[[Path, Path], int]]) -> Iterator[str]:
    """The commands that break down over a package, with what they say."""
    folder, good = written(home / "odd", declared), home / "good"
    for name, run in commands.items():
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                code = run(folder, good)
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        except BaseException as error:
            yield f"{name}: {type(error).__name__}: {error}"
            continue
        if code not in {0, 1, 2} or "unexpected" in said.getvalue() or (name != "load" and "\x1b" in said.getvalue()):
            yield f"{name}: {code} {said.getvalue()}"


@pytest.mark.parametrize("value", VALUES, ids=json.dumps)
@pytest.mark.parametrize("kind", OBJECTS)
def test_a_property_of_any_type(kind: str, value: Any, tmp_path: Path) -> None:
    """Whatever stands where something else belongs, commands end with a verdict or a message."""
    written(tmp_path / "good", descriptor())
    found = {
        json.dumps(declared): wrong
        for declared in OBJECTS[kind](value)
        if (wrong := list(broken(declared, tmp_path, COMMANDS)))
    }
    assert found == {}


def test_a_key_of_a_field_that_there_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database is made without it."""
    monkeypatch.setenv("ONRECORD_STATE", str(tmp_path / "state"))
    key = {"fields": ["zz"], "reference": {"resource": "", "fields": ["id"]}}
    declared = changed(descriptor(), "resources", 0, "schema", "foreignKeys", to=[key])
    package = written(tmp_path / "odd", declared)
    assert main(["export", "duckdb", "--package", str(package), "--output", str(tmp_path / "o.db")]) == 0
