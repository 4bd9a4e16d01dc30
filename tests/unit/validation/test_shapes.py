"""What the standard asks of descriptors and schemas, as the fast engine checks it."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import PackageError
from onrecord.package import resources
from onrecord.package.json_files import read_json
from onrecord.package.own_tables import own_tables, schemas_folder
from onrecord.package.package import Package, read_package
from onrecord.validation import properties
from onrecord.validation.shapes import package_shape, schema_shape

from ...small_package import edit_descriptor

V1, V2 = (f"https://datapackage.org/profiles/{version}/tableschema.json" for version in ("1.0", "2.0"))
FIELDS = [
    {"name": "id", "type": "integer", "constraints": {"required": True, "unique": True, "minimum": 1}},
    {"name": "word", "type": "string", "format": "email", "constraints": {"pattern": "a+", "maxLength": 9}},
    {"name": "start", "type": "date", "format": "%d.%m.%Y", "constraints": {"minimum": "31.12.1999"}},
    {"name": "share", "type": "number", "decimalChar": ",", "constraints": {"exclusiveMaximum": "1,5", "minimum": 0.5}},
    {"name": "sure", "type": "boolean", "trueValues": ["yes"], "falseValues": ["no"], "example": "yes"},
    {"name": "tags", "type": "list", "itemType": "date", "delimiter": "|", "constraints": {"minLength": 1}},
    {"name": "kind", "categories": [{"value": 1, "label": "one"}, {"value": 2}], "categoriesOrdered": True},
    {"name": "place", "type": "geopoint", "format": "array", "example": [90.5, 45.5]},
    {"name": "more", "type": "object", "constraints": {"jsonSchema": {"type": "object"}, "enum": [{}]}},
    {"name": "long", "type": "duration", "constraints": {"maximum": "P1Y", "xsd:assert": "true"}},
]
SCHEMA = {
    "$schema": V2,
    "name": "rows",
    "fields": FIELDS,
    "fieldsMatch": "subset",
    "primaryKey": ["id"],
    "uniqueKeys": [["id", "word"], ["start"]],
    "foreignKeys": [{"fields": "word", "reference": {"resource": "words", "fields": ["word"]}}],
    "missingValues": [{"value": "", "label": "unknown"}, {"value": "-"}],
    "mine": {"type": 5},
}
TYPES = (
    "any, array, boolean, date, datetime, duration, geojson, geopoint, integer, list, number, object, string, time, "
    "year, yearmonth"
)
ONCE = "or of objects with a value and perhaps a label, without duplicates"
NAMES = "the name of a field, or a list of such names"
PLACE = "a relative path without .. and hidden folders, or a URL of http, https, ftp or ftps"
PATHS = f"{PLACE}; or a list of such paths or of such URLs"
PROFILE = "the URL of an existing profile, such as https://datapackage.org/profiles/2.0/datapackage.json"


def reported(schema: Any, table: str = "t") -> list[str]:
    """The problems of a schema."""
    return [problem.message for problem in schema_shape(schema, "s.json", table)]


def test_valid_schemas() -> None:
    """A schema that uses all there is, our own, and the least that there can be are right."""
    assert reported(SCHEMA) == []
    assert reported({"fields": [{"name": "a"}]}) == []
    assert [reported(read_json(path)) for path in schemas_folder().glob("*.json")] == [[]] * (len(own_tables()) + 1)


def test_valid_packages(small_package: Path) -> None:
    """The small package and the repository's own are right."""
    assert list(package_shape(read_package(small_package))) == []
    assert list(package_shape(read_package(Path(__file__).parents[3]))) == []


SCHEMA_DEFECTS: list[tuple[dict[str, Any], str]] = [
    ({"$schema": 2}, f"$schema is 2; expected {PROFILE}"),
    ({"$schema": V2.replace("2.0", "9.9")}, f"$schema is {V2.replace('2.0', '9.9')!r}; expected {PROFILE}"),
    ({"fields": []}, "fields is []; expected a list of objects, at least one"),
    ({"fields": {"name": "a"}}, 'fields is {"name": "a"}; expected a list of objects, at least one'),
    ({"fields": ["a", *FIELDS]}, "…; expected a list of objects, at least one"),
    ({"fieldsMatch": "most"}, "fieldsMatch is 'most'; expected one of exact, equal, subset, superset, partial"),
    ({"primaryKey": 5}, f"primaryKey is 5; expected {NAMES}"),
    ({"primaryKey": ["id", "x"]}, "primaryKey[1] is 'x'; expected the name of a field"),
    ({"primaryKey": "x"}, "primaryKey is 'x'; expected the name of a field"),
    ({"uniqueKeys": "id"}, "uniqueKeys is 'id'; expected a list of lists of names of fields, at least one"),
    (
        {"uniqueKeys": [["id"], []]},
        'uniqueKeys is [["id"], []]; expected a list of lists of names of fields, at least one',
    ),
    ({"uniqueKeys": [["id", "x"]]}, "uniqueKeys[0][1] is 'x'; expected the name of a field"),
    ({"foreignKeys": {}}, "foreignKeys is {}; expected a list of objects"),
    ({"foreignKeys": [{"fields": "id"}]}, "foreignKeys[0].reference is missing; expected an object"),
    (
        {"foreignKeys": [{"reference": {"resource": "b", "fields": "x"}}]},
        f"foreignKeys[0].fields is missing; expected {NAMES}",
    ),
    (
        {"foreignKeys": [{"fields": "id", "reference": {"resource": 5, "fields": "x"}}]},
        "foreignKeys[0].reference.resource is 5; expected a string",
    ),
    (
        {"foreignKeys": [{"fields": ["id"], "reference": {"fields": ["x", "y"]}}]},
        'foreignKeys[0].reference.fields is ["x", "y"]; expected as many names as the key has',
    ),
    (
        {"foreignKeys": [{"fields": ["x"], "reference": {"fields": "id"}}]},
        "foreignKeys[0].fields[0] is 'x'; expected the name of a field",
    ),
    ({"missingValues": ["-", "-"]}, f'missingValues is ["-", "-"]; expected a list of strings, {ONCE}'),
    ({"missingValues": ""}, f"missingValues is ''; expected a list of strings, {ONCE}"),
    (
        {"missingValues": ["", {"value": "-"}]},
        f'missingValues is ["", {{"value": "-"}}]; expected a list of strings, {ONCE}',
    ),
    (
        {"missingValues": [{"value": "-"}, {"value": "-"}]},
        f'missingValues is [{{"value": "-"}}, {{"value": "-"}}]; expected a list of strings, {ONCE}',
    ),
    (
        {"$schema": V1, "fields": [{"name": name} for name in ("id", "word", "start")]},
        'missingValues is [{"value": "", "label": "unknown"}, {"value": "-"}]; '
        "expected a list of strings, as version 1 requires",
    ),
]


@pytest.mark.parametrize(("change", "message"), SCHEMA_DEFECTS)
def test_schema_defects(change: dict[str, Any], message: str) -> None:
    """A defect of a schema is reported once, with its place, its value and what should be there."""
    [one] = reported({**SCHEMA, **change} if "fields" not in change else {**SCHEMA, "primaryKey": [], **change})
    assert one.startswith("table t: ")
    assert one.endswith(message)


FIELD_DEFECTS: list[tuple[dict[str, Any], str]] = [
    ({"type": "strng"}, f"type is 'strng'; expected one of {TYPES}"),
    ({"type": ["string"]}, f'type is ["string"]; expected one of {TYPES}'),
    ({"format": 5}, "format is 5; expected a string"),
    (
        {"type": "date", "format": "%Q"},
        "format is '%Q'; expected default, any or a pattern of strptime such as %d/%m/%Y",
    ),
    ({"bareNumber": "no"}, "bareNumber is 'no'; expected true or false"),
    ({"trueValues": [1]}, "trueValues is [1]; expected a list of strings"),
    ({"decimalChar": 1}, "decimalChar is 1; expected a string"),
    ({"groupChar": None}, "groupChar is null; expected a string"),
    ({"delimiter": ""}, "delimiter is ''; expected a string that is not empty"),
    (
        {"type": "list", "itemType": "year"},
        "itemType is 'year'; expected one of string, integer, boolean, number, datetime, date, time",
    ),
    ({"missingValues": [0]}, f"missingValues is [0]; expected a list of strings, {ONCE}"),
    ({"categories": [True]}, f"categories is [true]; expected a list of strings or numbers, {ONCE}"),
    (
        {"categories": [{"value": 1, "label": "a"}, {"value": 2, "label": "a"}]},
        'categories is [{"value": 1, "label": "a"}, {"value": 2, "label": "a"}]; '
        f"expected a list of strings or numbers, {ONCE}",
    ),
    ({"constraints": []}, "constraints is []; expected an object"),
    ({"constraints": {"required": "yes"}}, "constraints.required is 'yes'; expected true or false"),
    ({"constraints": {"unique": 1}}, "constraints.unique is 1; expected true or false"),
    (
        {"constraints": {"enum": "a"}},
        "constraints.enum is 'a'; expected a list of at least one value, without duplicates",
    ),
    ({"constraints": {"pattern": "("}}, "constraints.pattern is '('; expected a regular expression"),
    ({"constraints": {"pattern": 5}}, "constraints.pattern is 5; expected a regular expression"),
    ({"constraints": {"minLength": -1}}, "constraints.minLength is -1; expected a whole number of 0 or more"),
    ({"constraints": {"maxLength": True}}, "constraints.maxLength is true; expected a whole number of 0 or more"),
    (
        {"type": "object", "constraints": {"jsonSchema": "{}"}},
        "constraints.jsonSchema is '{}'; expected an object",
    ),
    (
        {"type": "integer", "constraints": {"pattern": "a"}},
        "constraints.pattern is 'a'; expected no such constraint on the type integer",
    ),
    (
        {"type": "string", "constraints": {"minimum": 1}},
        "constraints.minimum is 1; expected no such constraint on the type string",
    ),
    (
        {"type": "any", "constraints": {"minLength": 1}},
        "constraints.minLength is 1; expected no such constraint on the type any",
    ),
    (
        {"constraints": {"enum": []}},
        "constraints.enum is []; expected a list of at least one value, without duplicates",
    ),
    (
        {"constraints": {"enum": ["x", 1, True, "x"]}},
        'constraints.enum is ["x", 1, true, "x"]; expected a list of at least one value, without duplicates',
    ),
    (
        {"type": "string", "categories": ["x", "y"], "constraints": {"enum": ["x", "z"]}},
        'constraints.enum is ["x", "z"]; expected values that are categories of the field',
    ),
    (
        {"type": "integer", "constraints": {"minimum": "one"}},
        "constraints.minimum is 'one'; expected a value of the type integer",
    ),
    (
        {"type": "integer", "constraints": {"maximum": 1.5}},
        "constraints.maximum is 1.5; expected a value of the type integer",
    ),
    (
        {"type": "date", "constraints": {"exclusiveMinimum": 2031}},
        "constraints.exclusiveMinimum is 2031; expected a value of the type date",
    ),
    (
        {"type": "date", "constraints": {"maximum": "2031-02-30"}},
        "constraints.maximum is '2031-02-30'; expected a value of the type date",
    ),
]


@pytest.mark.parametrize(("change", "message"), FIELD_DEFECTS)
def test_field_defects(change: dict[str, Any], message: str) -> None:
    """A defect of a field is reported once, with the field."""
    [one] = schema_shape({"fields": [{"name": "a", **change}]}, "s.json", "t")
    assert str(one) == f"s.json: a: table t, field a: {message}; correct the schema [descriptor-error]"


@pytest.mark.parametrize(("name", "shown"), [({}, "missing"), ({"name": 5}, "5")])
def test_fields_without_a_name(name: dict[str, Any], shown: str) -> None:
    """A field that has no name is known by its number, from 0 as all in lists."""
    schema = {"fields": [{"name": "a"}, {"type": "year", **name}, {"type": "year", "name": "b"}]}
    assert reported(schema, "") == [f"the schema, field 1: name is {shown}; expected a string"]


def test_bounds_of_version_1() -> None:
    """Exclusive bounds came with version 2; any property may be there in version 1."""
    schema = {"$schema": V1, "fields": [{"name": "a", "type": "year", "constraints": {"exclusiveMinimum": 2000}}]}
    assert reported(schema) == []


def test_two_defects_are_two_problems() -> None:
    """One defect hides no other, and a part that is amiss is not judged further."""
    schema = {"fields": [{"name": "a", "type": "x"}, {"name": "b", "constraints": {"unique": 0}}], "primaryKey": "c"}
    assert [one.partition(" is ")[0] for one in reported(schema)] == [
        "table t: primaryKey",
        "table t, field a: type",
        "table t, field b: constraints.unique",
    ]


def test_no_object() -> None:
    """JSON of another kind is not a schema."""
    assert reported([1], "") == ["the schema: the JSON is [1]; expected an object"]


def of_package(**values: Any) -> Callable[[dict[str, Any]], None]:
    """An edit of the descriptor."""
    return lambda descriptor: descriptor.update(values)


def of_resource(**values: Any) -> Callable[[dict[str, Any]], None]:
    """An edit of the first resource, which has the articles."""
    return lambda descriptor: descriptor["resources"][0].update(values)


def of_dialect(**values: Any) -> Callable[[dict[str, Any]], None]:
    """An edit of its dialect."""
    return of_resource(dialect=values)


PACKAGE_DEFECTS: list[tuple[Callable[[dict[str, Any]], None], str]] = [
    (of_package(name=5), "the package: name is 5; expected a string"),
    (of_package(homepage="here"), "the package: homepage is 'here'; expected a URL such as https://example.org"),
    (
        of_package(created="yesterday"),
        "the package: created is 'yesterday'; expected a time such as 2031-05-13T08:00:00Z",
    ),
    (
        of_package(created="2031-02-30T08:00:00Z"),
        "the package: created is '2031-02-30T08:00:00Z'; expected a time such as 2031-05-13T08:00:00Z",
    ),
    (of_package(keywords="news"), "the package: keywords is 'news'; expected a list of strings"),
    (of_package(keywords=["news", 5]), 'the package: keywords is ["news", 5]; expected a list of strings'),
    (of_package(image={}), f"the package: image is {{}}; expected {PLACE}"),
    (of_package(id=5), "the package: id is 5; expected a string"),
    (of_package(licenses=["MIT"]), 'the package: licenses is ["MIT"]; expected a list of objects'),
    (of_package(licenses=[{}]), "the package: licenses[0] is {}; expected an object with a name or a path"),
    (of_package(licenses=[{"name": 5}]), "the package: licenses[0].name is 5; expected a string"),
    (of_package(sources=[{}, {"title": 5}]), "the package: sources[1].title is 5; expected a string"),
    (of_package(sources=[{"email": "me"}]), "the package: sources[0].email is 'me'; expected an email address"),
    (
        of_package(contributors=[{"roles": "x"}]),
        "the package: contributors[0].roles is 'x'; expected a list of strings",
    ),
    (of_package(version=1.0), "the package: version is 1.0; expected a string"),
    (of_package(sources=[{}]), "the package: sources[0] is {}; expected an object with at least one property"),
    (
        of_package(contributors=[{}]),
        "the package: contributors[0] is {}; expected an object with at least one property",
    ),
    (
        of_package(**{"$schema": "https://datapackage.org/profiles/2.0/package.json"}),
        f"the package: $schema is 'https://datapackage.org/profiles/2.0/package.json'; expected {PROFILE}",
    ),
    (of_package(**{"$schema": "mine"}), f"the package: $schema is 'mine'; expected {PROFILE}"),
    (of_resource(bytes="many"), "resource articles: bytes is 'many'; expected a whole number of 0 or more"),
    (of_resource(type="tabular"), "resource articles: type is 'tabular'; expected one of table"),
    (of_resource(hash=5), "resource articles: hash is 5; expected a string"),
    (of_resource(encoding=None), "resource articles: encoding is null; expected a string"),
    (of_resource(format=["csv"]), 'resource articles: format is ["csv"]; expected a string'),
    (
        of_resource(licenses=[{"title": "x"}]),
        'resource articles: licenses[0] is {"title": "x"}; expected an object with a name or a path',
    ),
    (of_resource(path="a/../../b.csv"), f"resource articles: path is 'a/../../b.csv'; expected {PATHS}"),
    (of_resource(path="/a.csv"), f"resource articles: path is '/a.csv'; expected {PATHS}"),
    (of_package(image="/a.png"), f"the package: image is '/a.png'; expected {PLACE}"),
    (of_package(licenses=[{"path": "../a"}]), f"the package: licenses[0].path is '../a'; expected {PLACE}"),
    (of_package(sources=[{"path": "file:///a"}]), f"the package: sources[0].path is 'file:///a'; expected {PLACE}"),
    (
        of_package(contributors=[{"path": "../me"}]),
        "the package: contributors[0].path is '../me'; expected a URL such as https://example.org",
    ),
    (of_resource(path="a/.b/c.csv"), f"resource articles: path is 'a/.b/c.csv'; expected {PATHS}"),
    (of_resource(data=[]), "resource articles: data is []; expected either a path or data, not both"),
    (of_resource(dialect=5), f"resource articles: dialect is 5; expected an object, {PLACE}"),
    (
        of_resource(dialect="a/../../b.json"),
        f"resource articles: dialect is 'a/../../b.json'; expected an object, {PLACE}",
    ),
    (of_dialect(header=1), "resource articles: dialect.header is 1; expected true or false"),
    (of_dialect(quoteChar="''"), "resource articles: dialect.quoteChar is \"''\"; expected a string of one character"),
    (of_dialect(delimiter=5), "resource articles: dialect.delimiter is 5; expected a string"),
    (
        of_dialect(headerRows=[0]),
        "resource articles: dialect.headerRows is [0]; expected a list of whole numbers of 1 or more",
    ),
    (of_dialect(sheetNumber=0), "resource articles: dialect.sheetNumber is 0; expected a whole number of 1 or more"),
    (of_dialect(itemType="row"), "resource articles: dialect.itemType is 'row'; expected one of array, object"),
    (
        lambda descriptor: descriptor["resources"].append(descriptor["resources"][0]),
        "the package: resources[18].name is 'articles'; expected a name that occurs only once",
    ),
    (
        lambda descriptor: descriptor["resources"][0].pop("schema"),
        "resource articles: schema is missing; expected a schema, because the profile is tabular-data-resource",
    ),
    (
        of_resource(schema={"fields": [{"name": "a"}], "primaryKey": "b"}),
        "table articles: primaryKey is 'b'; expected the name of a field",
    ),
]


@pytest.mark.parametrize(("edit", "message"), PACKAGE_DEFECTS)
def test_package_defects(edit: Callable[[dict[str, Any]], None], message: str, small_package: Path) -> None:
    """A defect of a descriptor is reported once; all its problems are in the descriptor."""
    edit_descriptor(small_package, edit)
    [problem, *_] = package_shape(read_package(small_package))
    assert str(problem) == f"datapackage.json: {message}; correct the descriptor [descriptor-error]"


def test_version_1(small_package: Path) -> None:
    """Without $schema, or with that of version 1, names are stricter; a schema apart may be of another."""
    name = "expected only lower-case letters, digits and . _ - /, as version 1 requires"
    named = {"name": "My data"}
    for schema in ({}, {"$schema": V1.replace("tableschema", "datapackage")}):

        def edit(descriptor: dict[str, Any], schema: dict[str, str] = schema) -> None:
            del descriptor["$schema"]
            descriptor.update(**schema, **named)
            del descriptor["resources"][1:]
            two = {"$schema": V2, "fields": [{"name": "A"}], "missingValues": [{"value": "-"}]}
            descriptor["resources"][0].update(name="Ä", schema=two)
            (small_package / "s.json").write_text(json.dumps(two))
            descriptor["resources"].append({"name": "b", "path": "b.csv", "schema": "s.json"})

        folder = small_package
        before = (folder / "datapackage.json").read_bytes()
        edit_descriptor(folder, edit)
        assert [problem.message for problem in package_shape(read_package(folder))] == [
            f"the package: name is 'My data'; {name}",
            f"resource Ä: name is 'Ä'; {name}",
            'table Ä: missingValues is [{"value": "-"}]; expected a list of strings, as version 1 requires',
        ]
        (folder / "datapackage.json").write_bytes(before)


def test_custom_properties() -> None:
    """Properties that the standard has elsewhere may be anything: a schema and a field have no sources, say."""
    others = dict.fromkeys(
        ("created", "version", "keywords", "contributors", "sources", "licenses", "name", "title"), 5
    )
    assert reported({**SCHEMA, **others}) == []


@pytest.mark.parametrize("profile", ["https://example.org/profile.json", "data-package", V2.replace("2.0", "2.1")])
def test_profiles_that_may_be(profile: str, small_package: Path) -> None:
    """Third-party profiles are allowed."""
    edit_descriptor(small_package, of_package(**{"$schema": profile, "name": "My data"}))
    assert list(package_shape(read_package(small_package))) == []


def test_tabular_packages(small_package: Path) -> None:
    """The profile of version 1 asks for tables alone."""
    edit_descriptor(small_package, of_package(profile="tabular-data-package"))
    asked = (
        "profile is missing; expected tabular-data-resource, because the profile of the package is tabular-data-package"
    )
    text = [problem.message for problem in package_shape(read_package(small_package))]
    assert text
    assert all(message.endswith(asked) for message in text)


def test_import_is_light() -> None:
    """Neither the module nor its work needs a library."""
    code = f"""
import sys, types, pathlib, onrecord
package = types.ModuleType("onrecord.validation")
package.__path__ = [str(pathlib.Path(onrecord.__file__).parent / "validation")]
sys.modules["onrecord.validation"] = package
from onrecord.validation.shapes import schema_shape
assert not list(schema_shape({SCHEMA!r}, "", ""))
heavy = {{"frictionless", "jsonschema", "pandas", "pandera", "polars", "numpy"}} & sys.modules.keys()
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", code], check=True)


# --- Anything at all. -------------------------------------------------------------------------------------------------

ODD: list[Any] = [
    *(None, True, 0, -1, 1.5, float("inf"), float("nan"), 10**30, "", "id", "x", "any", "date", "integer", "\ud800"),
    *("%", "%Y", "%-", "(", "a{9999999999}", "[" * 5000, "(" * 5000),
    *([], {}, [[]], [{}], {"value": []}, ["id", "id"]),
]
JSON = st.recursive(
    st.sampled_from(ODD) | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(SCHEMA)) | st.text(), inner),
    max_leaves=8,
)


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of each value in JSON, as keys and numbers from the top."""
    yield place
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*place, key))


def replaced(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    """The JSON with another value at a place."""
    if not place:
        return new
    value = copy.copy(value)
    value[place[0]] = replaced(value[place[0]], place[1:], new)
    return value


@settings(max_examples=100, deadline=None, derandomize=True)
@given(JSON)
def test_any_json_is_survived(value: Any) -> None:
    """JSON of any shape brings problems and no failure."""
    for schema in (value, {"fields": value}, {"fields": [value]}, {"fields": [{"name": "a", "constraints": value}]}):
        assert all(str(problem) for problem in schema_shape(schema, "s.json"))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.data())
def test_any_change_is_survived(data: st.DataObject) -> None:
    """A schema in which anything is replaced brings problems and no failure."""
    schema: Any = SCHEMA
    for _ in range(data.draw(st.integers(1, 3))):
        schema = replaced(schema, data.draw(st.sampled_from(list(places(schema)))), data.draw(JSON))
    assert all(str(problem) for problem in schema_shape(schema, "s.json", "t"))


def test_deep_json_is_survived() -> None:
    """Lists in lists, as deep as the JSON reader goes."""
    deep = json.loads("[" * 900 + "]" * 900)
    for place in places(SCHEMA):
        assert all(str(problem) for problem in schema_shape(replaced(SCHEMA, place, deep), "s.json"))


DESCRIPTOR = {
    "$schema": V2.replace("tableschema", "datapackage"),
    "name": "p",
    "created": "2031-05-13T08:00:00.25+01:00",
    "homepage": "https://example.org",
    "licenses": [{"name": "MIT"}],
    "sources": [{"title": "x", "email": "me@example.org"}],
    "contributors": [{"title": "y", "roles": ["creator"]}],
    "resources": [
        {"name": "t", "path": "t.csv", "bytes": 5, "dialect": {"header": True, "headerRows": [1]}, "schema": SCHEMA}
    ],
}


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data())
def test_any_descriptor_is_survived(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """A descriptor that can be read at all brings problems and no failure."""
    folder = tmp_path_factory.getbasetemp()
    place = data.draw(st.sampled_from([place for place in places(DESCRIPTOR) if "schema" not in place]))
    (folder / "datapackage.json").write_text(json.dumps(replaced(DESCRIPTOR, place, data.draw(JSON))))
    try:
        package: Package = read_package(folder)
    except PackageError:
        return
    assert all(str(problem) for problem in package_shape(package))


def test_the_descriptor_that_is_changed_is_right(tmp_path: Path) -> None:
    """So that the changes above start from what is accepted."""
    (tmp_path / "datapackage.json").write_text(json.dumps(DESCRIPTOR))
    assert list(package_shape(read_package(tmp_path))) == []


VALUES = [None, True, 0, 1, 1.5, "", ",", "array", "ab", [], [0], [1], ["x"], [None], {}, {"a": 1}]


def test_the_reader_takes_what_the_standard_allows_in_a_dialect() -> None:
    """And no property that the standard does not have; the last one is of version 1."""
    assert resources._OF_DIALECTS.keys() - properties.DIALECT.keys() == {"caseSensitiveHeader"}
    assert [
        (name, value)
        for name, kind in properties.DIALECT.items()
        for value in VALUES
        if kind.fits(value) and not resources._is_of(value, *resources._OF_DIALECTS[name])
    ] == []
