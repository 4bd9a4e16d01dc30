"""The standard as a table: one row a clause, with a small package and the verdict that the clause asks for.

Written for anybody who checks a validator: `python tests/standard/clauses.py` prints the rows as lines of JSON, each
with the clause, the files of a package by their paths, and what is expected. `errors` and `advice` are codes of
docs/problems.md, with the line of the file where one is meant; whether a package is valid follows from `errors` alone.
Sources: datapackage.org, standard 2.0, by page and section; specs.frictionlessdata.io for version 1;
www.w3.org/TR/xmlschema-2 where these refer to it.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

V2 = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}
V1: dict[str, Any] = {}
V1_ADDRESS = "https://datapackage.org/profiles/1.0/datapackage.json"


@dataclasses.dataclass(frozen=True)
class Row:
    """A clause, a package, and what is to be said of it.

    Attributes:
        clause: page and section.
        what: what the package shows of it.
        files: the package's files by their paths, `datapackage.json` as its JSON.
        errors: what the clause forbids, as `code` or `code:line`, sorted.
        advice: the codes of what it allows, and what will hurt a reader.
        awaits: what the validator lacks for it; empty where it lacks nothing.
    """

    clause: str
    what: str
    files: Mapping[str, Any]
    errors: tuple[str, ...] = ()
    advice: frozenset[str] = frozenset()
    awaits: str = ""

    def __str__(self) -> str:
        return f"{self.clause}: {self.what}"


def package(clause: str, what: str, descriptor: Any, *errors: str, **more: Any) -> Row:
    """A row on a descriptor; `files` has the other files, `advice` is words divided by blanks."""
    files = {"datapackage.json": descriptor, **more.pop("files", {})}
    advice = frozenset(more.pop("advice", "").split())
    return Row(clause, what, files, tuple(sorted(errors)), advice, **more)


def table(clause: str, what: str, text: str | bytes, schema: Any, *errors: str, **more: Any) -> Row:
    """A row on a package of one table, in t.csv; `resource` has more properties of it, `of` of the package."""
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": schema, **more.pop("resource", {})}
    resource = {name: value for name, value in resource.items() if value is not None}
    descriptor = {**V2, **more.pop("of", {}), "resources": [resource]}
    descriptor = {name: value for name, value in descriptor.items() if value is not None}
    return package(clause, what, descriptor, *errors, files={"t.csv": text, **more.pop("files", {})}, **more)


def fields(text: str, **schema: Any) -> dict[str, Any]:
    """A schema with fields such as "id:integer name:string"."""
    named = [one.partition(":") for one in text.split()]
    return {"fields": [{"name": name, "type": kind or "any"} for name, _, kind in named], **schema}


def cells(
    clause: str,
    field: Mapping[str, Any],
    good: Iterable[str],
    bad: Iterable[str],
    code: str = "type-error",
    **more: Any,
) -> Row:
    """A row on the cells of a field: those that are allowed, then those that are not."""
    good, bad = list(good), list(bad)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["x", "n"], *([cell, "-"] for cell in [*good, *bad])])
    schema = {"fields": [{"name": "x", **field}, {"name": "n", "type": "string"}], **more.pop("schema", {})}
    errors = [f"{code}:{line}" for line in range(2 + len(good), 2 + len(good) + len(bad))]
    what = more.pop("what", " ".join(map(str, (value for value in field.values() if isinstance(value, str)))))
    return table(clause, what, text.getvalue(), schema, *errors, **more)


def bounded(name: str, kind: str, bound: Any, good: Iterable[str], bad: Iterable[str], code: str, **more: Any) -> Row:
    """A row on a constraint."""
    field = {"type": kind, "constraints": {name: bound}}
    return cells(f"Table Schema, {name}", field, good, bad, code, what=f"{kind} {bound!r}", **more)


def two(own: str, text: str, target: str, target_text: str, key: Any, *errors: str, **more: Any) -> Row:
    """A row on two tables t and u, the first of which refers to the second by a foreign key."""
    u = {"name": "u", "type": "table", "path": "u.csv", "schema": fields(target)}
    t = {"name": "t", "type": "table", "path": "t.csv", "schema": fields(own, foreignKeys=[key])}
    what = more.pop("what")
    files = {"t.csv": text, "u.csv": target_text}
    return package("Table Schema, foreignKeys", what, {**V2, "resources": [t, u]}, *errors, files=files, **more)


def broken(clause: str, what: str, change: Mapping[str, Any], *errors: str, **more: Any) -> Row:
    """A row on the properties of a package that has one sound table."""
    errors = errors or ("descriptor-error",)
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": fields("id:integer")}
    files = {"t.csv": "id\n1\n", **more.pop("files", {})}
    return package(clause, what, {**V2, "resources": [resource], **change}, *errors, files=files, **more)


def sound(clause: str, what: str, change: Mapping[str, Any], **more: Any) -> Row:
    """The same, where nothing is forbidden."""
    return dataclasses.replace(broken(clause, what, change, **more), errors=())


def of_resource(clause: str, what: str, change: Mapping[str, Any], *errors: str, **more: Any) -> Row:
    """A row on the properties of the one table of a package."""
    return table(clause, what, "id\n1\n", fields("id:integer"), *errors, resource=change, **more)


def of_schema(clause: str, what: str, schema: Any, *errors: str, **more: Any) -> Row:
    """A row on a schema whose table has the columns id and x, and one row."""
    return table(clause, what, "id,x\n1,a\n", schema, *errors, **more)


def md5(*texts: str) -> str:
    """The hash of texts, one behind the other, as Data Resource writes it by default."""
    return hashlib.md5("".join(texts).encode(), usedforsecurity=False).hexdigest()


def of_field(clause: str, what: str, field: Mapping[str, Any], *errors: str, **more: Any) -> Row:
    """A row on what is declared of the field x of two, whose only cell is "a"."""
    return of_schema(clause, what, {"fields": [{"name": "id"}, {"name": "x", **field}]}, *errors, **more)


# A package of version 1, which says nothing of its version.
OF_1: dict[str, Any] = {"of": {"$schema": None}, "resource": {"type": None, "profile": "tabular-data-resource"}}
TWO = "id:integer name:string"
ID_X = "id:integer x:string"
WORST = "descriptor-error"
KEY = {"fields": ["r"], "reference": {"resource": "u", "fields": ["id"]}}
PAIR = {"fields": ["a", "b"], "reference": {"resource": "u", "fields": ["c", "d"]}}
# Two files of one table.
PARTS = {"a.csv": "id\n1\n", "b.csv": "id\n2\n"}
SPLIT = {"path": [*PARTS]}
DRAFT_07 = "http://json-schema.org/draft-07/schema#"
POINT = '{"type": "Point", "coordinates": [1, 2]}'

SOUND = {"name": "s", "type": "table", "path": "s.csv", "schema": fields("id:integer")}

PACKAGE = [
    sound("Data Package, name", "upper case, SHOULD be lower case", {"name": "My Data"}),
    broken("Data Package, name", "no string", {"name": 5}),
    sound("Data Package, version", "two numbers, SHOULD be semantic", {"version": "1.0"}, advice="wrong-version"),
    sound("Data Package, version", "semantic", {"version": "1.0.0-rc.1+5"}),
    broken("Data Package, version", "no string", {"version": 1.0}),
    broken("Data Package, resources", "none", {"resources": []}),
    sound("Data Package, resources", "a file that is not a table", {"resources": [{"name": "t", "path": "t.csv"}]}),
    sound("Data Package, licenses", "a name alone", {"licenses": [{"name": "CC0-1.0"}]}),
    sound("Data Package, licenses", "a path alone", {"licenses": [{"path": "LICENSE.md"}]}),
    broken("Data Package, licenses", "neither name nor path", {"licenses": [{"title": "free"}]}),
    broken("Data Package, licenses", "no list", {"licenses": "CC0-1.0"}),
    sound("Data Package, contributors", "no title", {"contributors": [{"givenName": "Mara", "roles": ["creator"]}]}),
    broken("Data Package, contributors", "no property", {"contributors": [{}]}),
    broken("Data Package, contributors", "roles that are not a list", {"contributors": [{"title": "M", "roles": "x"}]}),
    broken("Data Package, contributors", "no email address", {"contributors": [{"title": "M", "email": "me"}]}),
    sound("Data Package, sources", "a version and no title", {"sources": [{"path": "a/b.csv", "version": "1"}]}),
    broken("Data Package, sources", "no property", {"sources": [{}]}),
    sound("Data Package, created", "with a fraction and a zone", {"created": "2031-05-13T08:00:00.25+01:00"}),
    broken("Data Package, created", "a date alone", {"created": "2031-05-13"}),
    broken("Data Package, created", "a day that there is not", {"created": "2031-02-30T08:00:00Z"}),
    sound("Data Package, homepage", "a URL", {"homepage": "https://example.org"}),
    broken("Data Package, homepage", "no URL", {"homepage": "here"}),
    sound("Data Package, homepage", "an empty string", {"homepage": ""}, advice="profile-differs"),
    sound("Data Package, image", "an empty string", {"image": ""}, advice="profile-differs"),
    sound(
        "Data Package, sources", "an empty path", {"sources": [{"title": "A", "path": ""}]}, advice="profile-differs"
    ),
    sound(
        "Data Package, contributors",
        "an empty email",
        {"contributors": [{"title": "M", "email": ""}]},
        advice="profile-differs",
    ),
    broken("Data Package, keywords", "no list", {"keywords": "mills"}),
    broken("Data Package, image", "no string", {"image": 5}),
    broken("Data Package, id", "no string", {"id": 5}),
    broken(
        "Glossary, Profile",
        "a profile of the standard that there is not",
        {"$schema": "https://datapackage.org/profiles/9.0/datapackage.json"},
    ),
    sound("Glossary, Profile", "one of somebody else", {"$schema": "https://example.org/profile.json"}),
    sound("Glossary, Custom Properties", "some of one's own", {"dc:temporal": "1900", "related": [], "x@lang": "en"}),
    sound("Glossary, Custom Properties", "a slip of the pen", {"licences": []}, advice="mistyped-property"),
    sound("Glossary, Custom Properties", "how versions follow", {"onrecord:versioning": "additive"}),
    sound(
        "Glossary, Custom Properties",
        "how versions follow, misspelt",
        {"onrecord:versioning": "aditive"},
        advice="wrong-versioning",
    ),
    sound(
        "Glossary, Custom Properties",
        "how versions follow, no word",
        {"onrecord:versioning": ["additive"]},
        advice="wrong-versioning",
    ),
    broken("Data Package, image", "no relative path", {"image": "/a.png"}),
    broken("Data Package, image", "above the descriptor", {"image": "../a.png"}),
    broken("Data Package, image", "an address of another scheme", {"image": "s3://a/b.png"}),
    sound("Data Package, image", "a path, and an address", {"image": "images/a.png"}),
    broken("Data Package, licenses", "a path above the descriptor", {"licenses": [{"path": "../LICENSE"}]}),
    broken("Data Package, licenses", "an absolute path", {"licenses": [{"path": "/LICENSE"}]}),
    broken("Data Package, sources", "a path above the descriptor", {"sources": [{"path": "../a.csv"}]}),
    broken("Data Package, sources", "an address of a file", {"sources": [{"path": "file:///a.csv"}]}),
    broken("Data Package, contributors", "a path", {"contributors": [{"title": "M", "path": "../me"}]}),
    sound("Data Package, contributors", "an address", {"contributors": [{"path": "https://example.org/me"}]}),
    sound("Data Package, created", "with a small t and z", {"created": "2031-05-13t08:00:00z"}),
    sound("Data Package, created", "with a leap second", {"created": "1990-12-31T23:59:60Z"}),
    broken("Data Package, created", "61 seconds", {"created": "1990-12-31T23:59:61Z"}),
    broken("Data Package 1, sources", "no title", {"$schema": V1_ADDRESS, "sources": [{"path": "a.csv"}]}),
    broken("Data Package 1, contributors", "no title", {"$schema": V1_ADDRESS, "contributors": [{"email": "a@b.org"}]}),
    sound("Data Package 1, contributors", "a title", {"$schema": V1_ADDRESS, "contributors": [{"title": "M"}]}),
    broken("Profiles 1, profile", "neither an id nor an address", {"$schema": V1_ADDRESS, "profile": "mine"}),
    sound("Profiles 1, profile", "an id", {"$schema": V1_ADDRESS, "profile": "data-package"}),
    sound("Glossary, Custom Properties", "profile, of version 1, in version 2", {"profile": "mine"}),
    sound("Data Package, Structure", "files that are not listed", {}, files={"data/README.md": "x"}),
]

RESOURCE = [
    package(
        "Data Resource, name",
        "missing",
        {**V2, "resources": [{"path": "t.csv", "type": "table", "schema": fields("id")}]},
        WORST,
        files={"t.csv": "id\n1\n"},
    ),
    of_resource("Data Resource, name", "any string", {"name": "Ein Name"}),
    of_resource("Data Resource, type", "table", {"type": "table"}),
    of_resource("Data Resource, type", "another one", {"type": "tabular"}, WORST),
    of_resource("Data Resource 1, type", "a custom property", {"type": "tabular"}, of={"$schema": V1_ADDRESS}),
    of_resource(
        "Data Resource, Properties",
        "those of packages are custom here",
        {"created": "2022-10-28", "version": 5, "homepage": 5, "keywords": "x", "contributors": {}, "rows": "1"},
        advice="wrong-rows",
    ),
    of_resource("Data Resource, licenses", "a path above the descriptor", {"licenses": [{"path": "../x"}]}, WORST),
    of_resource(
        "Data Resource 1, url-or-path",
        "ftp",
        {"path": "ftp://example.org/t.csv"},
        WORST,
        of={"$schema": V1_ADDRESS},
        advice="not-judged",
    ),
    package(
        "Data Resource, name",
        "the same twice",
        {**V2, "resources": [{"name": "t", "path": "t.csv"}] * 2},
        WORST,
        files={"t.csv": "id\n1\n"},
    ),
    of_resource("Data Resource, path", "no such file", {"path": "u.csv"}, "missing-file"),
    of_resource("Data Resource, path or data", "both", {"data": [["id"], [1]]}, WORST),
    package("Data Resource, path or data", "neither", {**V2, "resources": [{"name": "t"}]}, WORST),
    of_resource(
        "Glossary, URL or Path", "a hidden folder", {"path": "a/.b/t.csv"}, WORST, files={"a/.b/t.csv": "id\n1\n"}
    ),
    of_resource(
        "Glossary, URL or Path",
        "a hidden file, which is not a folder",
        {"path": "a/.t.csv"},
        files={"a/.t.csv": "id\n1\n"},
    ),
    of_resource(
        "Glossary, URL or Path",
        "a schema in a hidden folder",
        {"schema": ".s/s.json"},
        WORST,
        files={".s/s.json": fields("id:integer")},
    ),
    of_resource(
        "Data Resource 1, url-or-path",
        "a hidden folder",
        {"path": "a/.b/t.csv", "type": None},
        of={"$schema": None},
        files={"a/.b/t.csv": "id\n1\n"},
    ),
    of_resource("Glossary, URL or Path", "a dot", {"path": "./t.csv"}, advice="profile-differs"),
    of_resource("Glossary, URL or Path", "a dot within", {"path": "a/./t.csv"}, files={"a/t.csv": "id\n1\n"}),
    of_resource("Glossary, URL or Path", "a question mark", {"path": "a?b.csv"}, files={"a?b.csv": "id\n1\n"}),
    of_resource("Glossary, URL or Path", "above the descriptor", {"path": "../t.csv"}, WORST),
    of_resource("Data Resource, hash", "an empty one, as the profile has it", {"hash": ""}),
    of_resource(
        "Data Resource, mediatype",
        "with a parameter",
        {"path": "t.txt", "mediatype": "text/csv; charset=utf-8"},
        files={"t.txt": "id\n1\n"},
    ),
    of_resource(
        "Tabular Data Resource 1, data",
        "CSV under any name",
        {"type": None, "profile": "tabular-data-resource", "path": "t.txt"},
        of={"$schema": None},
        files={"t.txt": "id\n1\n"},
    ),
    of_resource(
        "Tabular Data Resource 1, data",
        "JSON in a file",
        {"type": None, "profile": "tabular-data-resource", "path": "t.json"},
        WORST,
        of={"$schema": None},
        files={"t.json": '[{"id": 1}]'},
    ),
    table(
        "Data Resource, Multiple Files",
        "the same one twice",
        "id\n1\n",
        fields("id:integer"),
        resource={"path": ["t.csv", "t.csv"]},
    ),
    of_resource("Glossary, URL or Path", "a folder", {"path": "a/t.csv"}, files={"a/t.csv": "id\n1\n"}),
    table(
        "Data Resource, Multiple Files",
        "read as one",
        "id\n1\n",
        fields("id:integer"),
        "type-error:2",
        resource={"path": ["t.csv", "u.csv"]},
        files={"u.csv": "id\nx\n"},
    ),
    of_resource("Data Resource, Multiple Files", "none", {"path": []}, WORST),
    of_resource(
        "Data Resource, Multiple Files",
        "paths and URLs mixed",
        {"path": ["t.csv", "https://example.org/u.csv"]},
        WORST,
    ),
    package(
        "Data Resource, Inline Data",
        "a list of lists",
        {
            **V2,
            "resources": [{"name": "t", "type": "table", "data": [["id"], [1], ["x"]], "schema": fields("id:integer")}],
        },
        "type-error:3",
    ),
    package(
        "Data Resource, Inline Data",
        "an object that is not a table",
        {**V2, "resources": [SOUND, {"name": "n", "data": {"who": "me"}}]},
        files={"s.csv": "id\n1\n"},
    ),
    package(
        "Data Resource, Inline Data",
        "an object as a table",
        {**V2, "resources": [{"name": "t", "type": "table", "data": {"id": 1}, "schema": fields("id")}]},
        WORST,
    ),
    package(
        "Data Resource, path or data of tables",
        "a string as a table",
        {
            **V2,
            "resources": [{"name": "t", "type": "table", "format": "csv", "data": "id\n1\n", "schema": fields("id")}],
        },
        WORST,
    ),
    package(
        "Data Resource, Inline Data",
        "a string without a format",
        {**V2, "resources": [{"name": "t", "data": "a"}]},
        WORST,
    ),
    package(
        "Data Resource, Inline Data",
        "a string with a format",
        {**V2, "resources": [SOUND, {"name": "n", "data": "a", "format": "txt"}]},
        files={"s.csv": "id\n1\n"},
    ),
    package(
        "Data Resource, path",
        "url, as version 0 has it",
        {
            "resources": [
                {"name": "t", "url": "t.csv", "profile": "tabular-data-resource", "schema": fields("id:integer")}
            ]
        },
        "type-error:2",
        files={"t.csv": "id\nx\n"},
    ),
    of_resource("Data Resource, bytes", "right", {"bytes": 5}),
    of_resource("Data Resource, bytes", "wrong", {"bytes": 6}, "wrong-bytes"),
    of_resource("Data Resource, bytes", "no number", {"bytes": "5"}, WORST, "wrong-bytes"),
    of_resource(
        "Data Resource, hash", "MD5 without its name", {"hash": "3CC831E0A3F9CC0E3E3A91D8A8EE7E2A"}, "wrong-hash"
    ),
    of_resource("Data Resource, hash", "another algorithm", {"hash": "sha1:0"}, "wrong-hash"),
    of_resource("Data Resource, hash", "an algorithm that nobody knows", {"hash": "crc32:0"}, advice="not-judged"),
    # "treat the result as one large file"; but bytes is of "the file", of which there is none.
    of_resource("Data Resource, Multiple Files", "bytes of all", {**SPLIT, "bytes": 10}, files=PARTS),
    of_resource(
        "Data Resource, Multiple Files", "bytes of one", {**SPLIT, "bytes": 5}, files=PARTS, advice="not-judged"
    ),
    of_resource("Data Resource, Multiple Files", "hash of all", {**SPLIT, "hash": md5(*PARTS.values())}, files=PARTS),
    of_resource(
        "Data Resource, Multiple Files",
        "hash of one",
        {**SPLIT, "hash": md5(PARTS["a.csv"])},
        files=PARTS,
        advice="not-judged",
    ),
    table(
        "Data Resource, encoding",
        "declared",
        "naïve\nä\n".encode("latin-1"),
        fields("naïve:string"),
        resource={"encoding": "iso-8859-1"},
    ),
    table(
        "Data Resource, encoding",
        "not the one that is declared",
        "é\nä\n".encode("latin-1"),
        fields("é:string"),
        "not-utf8:1",
        resource={"encoding": "utf-8"},
    ),
    table(
        "Data Resource 1, encoding",
        "none is declared, and it is not UTF-8",
        "é\nä\n".encode("latin-1"),
        fields("é:string"),
        "not-utf8:1",
        **OF_1,
    ),
    table(
        "Data Resource, encoding",
        "a byte order mark, RECOMMENDED without",
        b"\xef\xbb\xbfid\n1\n",
        fields("id:integer"),
        advice="byte-order-mark",
    ),
    of_resource(
        "Data Resource, profile",
        "that of tables in version 1",
        {"type": None, "profile": "tabular-data-resource"},
        of={"$schema": None},
    ),
    of_resource("Data Resource, schema", "neither an object nor a place", {"schema": 5}, WORST),
    of_resource("Data Resource, schema", "in a file", {"schema": "s.json"}, files={"s.json": fields("id:integer")}),
    of_resource("Data Resource, schema", "SHOULD be there", {"schema": None}, advice="schema-advice"),
]

_FRUIT = "id,name\n1,apple\n2,orange\n"
DIALECT = [
    *(
        table(
            f"Table Dialect, {name}", "two characters", _FRUIT, fields(TWO), WORST, resource={"dialect": {name: "''"}}
        )
        for name in ("quoteChar", "escapeChar")
    ),
    *(
        table(
            "Table Dialect, $schema",
            what,
            _FRUIT,
            fields(TWO),
            *errors,
            resource={"dialect": dialect},
            files={"d.json": {"$schema": 5}},
        )
        for what, dialect, errors in (
            ("that of a file is a profile", "d.json", (WORST,)),
            ("within a descriptor it is ignored", {"$schema": 5}, ()),
        )
    ),
    table(
        "Table Dialect, delimiter",
        "another",
        "id|name\n1|apple\n",
        fields(TWO),
        resource={"dialect": {"delimiter": "|"}},
    ),
    table("Table Dialect, delimiter", "not declared", "id|name\n1|apple\n", fields(TWO), "wrong-header:1"),
    table(
        "Table Dialect, delimiter",
        "no string",
        _FRUIT,
        fields(TWO),
        WORST,
        resource={"dialect": {"delimiter": 5}},
    ),
    table("Table Dialect, lineTerminator", "CRLF, the default", _FRUIT.replace("\n", "\r\n"), fields(TWO)),
    table("Table Dialect, lineTerminator", "LF", _FRUIT, fields(TWO)),
    table(
        "Tabular Data Resource 1, CSV Dialect",
        "CR, not declared",
        "id,n\r1,5\r",
        fields("id:integer n:integer"),
        "not-csv:1",
        **OF_1,
        advice="carriage-return",
    ),
    table(
        "Table Dialect, lineTerminator",
        "LF declared",
        _FRUIT,
        fields(TWO),
        resource={"dialect": {"lineTerminator": "\n"}},
    ),
    table(
        "Table Dialect, lineTerminator",
        "CRLF and LF mixed",
        "id,name\r\n1,apple\n",
        fields(TWO),
        advice="carriage-return",
    ),
    table(
        "Table Dialect, lineTerminator",
        "CR declared",
        "id,n\r1,5\r2,x\r",
        fields("id:integer n:integer"),
        "type-error:3",
        resource={"dialect": {"lineTerminator": "\r"}},
    ),
    table(
        "Table Dialect, quoteChar",
        "another",
        "id,name\n1,'apple,fruits'\n",
        fields(TWO),
        resource={"dialect": {"quoteChar": "'"}},
    ),
    table("Table Dialect, doubleQuote", "two are one", 'id,name\n1,"apple""fruits"\n', fields(TWO)),
    table("Table Dialect, quoteChar", "one that is never closed", 'id,name\n1,"apple\n', fields(TWO), "not-csv:2"),
    table(
        "Table Dialect, escapeChar",
        "declared",
        'id,name\n1,"a \\"b\\""\n',
        fields(TWO),
        resource={"dialect": {"escapeChar": "\\", "doubleQuote": False}},
    ),
    table(
        "Table Dialect, skipInitialSpace",
        "declared",
        "id, name\n1, apple\n",
        fields(TWO),
        resource={"dialect": {"skipInitialSpace": True}},
    ),
    table("Table Dialect, skipInitialSpace", "not declared", "id, name\n1, apple\n", fields(TWO), "wrong-header:1"),
    table(
        "Table Dialect, header",
        "none",
        "1,apple\nx,orange\n",
        fields(TWO),
        "type-error:2",
        resource={"dialect": {"header": False}},
    ),
    table("Table Dialect, header", "no boolean", _FRUIT, fields(TWO), WORST, resource={"dialect": {"header": "no"}}),
    table(
        "Table Dialect, headerRows",
        "two, joined",
        "fruit,fruit\nid,name\n1,apple\n",
        {"fields": [{"name": "fruit id", "type": "integer"}, {"name": "fruit name"}]},
        resource={"dialect": {"headerRows": [1, 2]}},
    ),
    table(
        "Table Dialect, headerRows",
        "0",
        _FRUIT,
        fields(TWO),
        WORST,
        resource={"dialect": {"headerRows": [0]}},
    ),
    table(
        "Table Dialect, commentRows",
        "left out",
        "id,name\n#fruits\n1,apple\n",
        fields(TWO),
        resource={"dialect": {"commentRows": [2]}},
    ),
    table(
        "Table Dialect, commentChar",
        "left out",
        "id,name\n#fruits\n1,apple\n",
        fields(TWO),
        resource={"dialect": {"commentChar": "#"}},
    ),
    table(
        "Table Dialect, nullSequence",
        "missing",
        "id,name\n1,\\N\n",
        {
            "fields": [
                {"name": "id", "type": "integer"},
                {"name": "name", "type": "string", "constraints": {"required": True}},
            ]
        },
        "required-missing:2",
        resource={"dialect": {"nullSequence": "\\N"}},
    ),
    table(
        "Data Resource, dialect",
        "in a file",
        "id|name\n1|apple\n",
        fields(TWO),
        resource={"dialect": "d.json"},
        files={"d.json": {"delimiter": "|"}},
    ),
    table(
        "Table Dialect, itemType",
        "neither array nor object",
        _FRUIT,
        fields(TWO),
        WORST,
        resource={"dialect": {"itemType": "row"}},
    ),
    *(
        package(
            f"Table Dialect, {name}",
            what,
            {
                **V2,
                "resources": [
                    {
                        "name": "t",
                        "type": "table",
                        "path": "t.json",
                        "schema": fields("id:integer"),
                        "dialect": {name: value},
                    }
                ],
            },
            *errors,
            files={"t.json": content},
        )
        for name, what, value, content, errors in (
            ("property", "a key with a dot", "r.s", '{"r.s": [{"id": "x"}]}', ["type-error:1"]),
            ("property", "a key in another one", "r.s", '{"r": {"s": [{"id": "x"}]}}', ["type-error:1"]),
            ("itemType", "objects", "object", '[{"id": "x"}]', ["type-error:1"]),
            ("itemType", "arrays that are objects", "array", '[{"id": 1}]', ["not-csv:1"]),
            ("itemType", "objects that are arrays", "object", '[["id"], [1]]', ["not-csv:1"]),
        )
    ),
    table(
        "Table Dialect, sheetNumber",
        "0",
        _FRUIT,
        fields(TWO),
        WORST,
        resource={"dialect": {"sheetNumber": 0}},
    ),
]

SCHEMA = [
    of_schema(
        "Table Schema, Properties",
        "those of packages are custom here",
        fields(
            ID_X,
            created="2022-10-28",
            version=5,
            homepage=5,
            keywords="x",
            contributors={},
            licenses=5,
        ),
    ),
    of_schema("Glossary, Profile", "within a descriptor it is ignored", {"$schema": 5, **fields(ID_X)}),
    *(
        table("Table Schema 1, fields", what, text, fields(TWO), *errors, advice=advice, **OF_1)
        for what, text, errors, advice in (
            ("another case", "ID,Name\nx,a\n", ["type-error:2"], ""),
            ("SHOULD be in order", "name,id\na,x\n", ["type-error:2"], "other-header"),
            ("SHOULD be as many: more", "id,name,z\nx,a,b\n", ["type-error:2"], "other-header"),
            ("SHOULD be as many: fewer", "id\nx\n", ["type-error:2"], "other-header"),
        )
    ),
    table(
        "CSV Dialect 1, caseSensitiveHeader",
        "declared",
        "ID,name\nx,a\n",
        fields(TWO),
        advice="other-header",
        of={"$schema": None},
        resource={"dialect": {"caseSensitiveHeader": True}},
    ),
    table(
        "Table Schema 1, Properties",
        "what version 2 brought is custom",
        "id,name\n1,a\n1,a\n",
        {
            "fields": [
                {"name": "id", "type": "integer", "constraints": {"exclusiveMinimum": 5, "exclusiveMaximum": 1}},
                {
                    "name": "name",
                    "type": "string",
                    "categories": ["b"],
                    "missingValues": ["a"],
                    "constraints": {"required": True},
                },
            ],
            "uniqueKeys": [["id"]],
            "fieldsMatch": "most",
        },
        advice="mistyped-property",
        **OF_1,
    ),
    of_field("Table Schema 1, type", "list, of version 2", {"type": "list"}, WORST, **OF_1),
    cells("Table Schema 1, integer", {"type": "integer", "groupChar": ","}, ["1"], ["1,000"], what="no groups", **OF_1),
    cells("Table Schema 1, number", {"type": "number", "groupChar": None}, ["1"], ["1,000"], what="null", **OF_1),
    of_schema("Table Schema, fields", "none", {"fields": []}, WORST),
    of_schema("Table Schema, fields", "missing", {"primaryKey": "id"}, WORST),
    table("Table Schema, fields", "a column too many", "id,name,z\n1,a,b\n", fields(TWO), "wrong-header:1"),
    table("Table Schema, fields", "another order", "name,id\na,1\n", fields(TWO), "wrong-header:1"),
    table("Table Schema, fields", "a cell too few", "id,name\n1\n", fields(TWO), "wrong-cell-count:2"),
    table("Table Schema, fields", "a cell too many", "id,name\n1,a,b\n", fields(TWO), "wrong-cell-count:2"),
    table("Table Schema, fields", "an empty line", "id,name\n1,a\n\n2,b\n", fields(TWO), "blank-row:3"),
    table(
        "Table Schema, fields",
        "an empty line, which is a row of one field",
        "x\na\n\nb\n",
        fields("x:string"),
        advice="empty-row",
    ),
    table("Table Schema, fields", "a row of empty cells", "id,name\n1,a\n,\n", fields(TWO), advice="empty-row"),
    table(
        "Table Schema, fieldsMatch",
        "equal, in another order",
        "name,id\na,x\n",
        fields(TWO, fieldsMatch="equal"),
        "type-error:2",
    ),
    table(
        "Table Schema, fieldsMatch",
        "equal, one lacking",
        "id\n1\n",
        fields(TWO, fieldsMatch="equal"),
        "wrong-header:1",
    ),
    table(
        "Table Schema, fieldsMatch",
        "subset, with more",
        "z,name,id\n1,a,x\n",
        fields(TWO, fieldsMatch="subset"),
        "type-error:2",
    ),
    table(
        "Table Schema, fieldsMatch",
        "superset, with fewer",
        "id\nx\n",
        fields(TWO, fieldsMatch="superset"),
        "type-error:2",
    ),
    table(
        "Table Schema, fieldsMatch",
        "superset, with more",
        "id,z\n1,2\n",
        fields(TWO, fieldsMatch="superset"),
        "wrong-header:1",
    ),
    table(
        "Table Schema, fieldsMatch",
        "partial",
        "z,id\n1,x\n",
        fields(TWO, fieldsMatch="partial"),
        "type-error:2",
    ),
    table(
        "Table Schema, fieldsMatch",
        "partial, with none",
        "z\n1\n",
        fields(TWO, fieldsMatch="partial"),
        "wrong-header:1",
    ),
    of_schema(
        "Table Schema, fieldsMatch",
        "in a list, as the profile of 2.0 has it",
        fields(ID_X, fieldsMatch=["exact"]),
        advice="profile-differs",
    ),
    of_schema("Table Schema, fieldsMatch", "none of the five", fields(ID_X, fieldsMatch="most"), WORST),
    cells(
        "Table Schema, missingValues",
        {"type": "integer"},
        ["1", "-"],
        [""],
        schema={"missingValues": ["-"]},
        what="listed",
    ),
    cells(
        "Table Schema, missingValues",
        {"type": "string", "constraints": {"required": True}},
        ["", "NA"],
        [],
        schema={"missingValues": []},
        what="none",
        advice="missing-word",
    ),
    cells(
        "Table Schema, missingValues",
        {"type": "integer"},
        ["-99", "5"],
        ["x"],
        schema={"missingValues": [{"value": "-99", "label": "REFUSED"}, {"value": "-98"}]},
        what="with labels",
    ),
    table(
        "Table Schema, missingValues",
        "a row of them is not an empty row",
        "q,r\n-99,-98\n5,4\n",
        fields("q:integer r:integer", missingValues=["-99", "-98"]),
    ),
    table(
        "Table Schema, missingValues",
        "only what is listed is missing: Namibia",
        "iso,name\nNA,Namibia\nNL,Netherlands\n",
        fields("iso:string name:string", primaryKey=["iso"]),
    ),
    table(
        "Table Schema, missingValues",
        "a word that may be meant",
        "id,name\n1,NA\n2,Netherlands\n",
        fields(TWO),
        advice="missing-word",
    ),
    of_schema("Table Schema, missingValues", "no list", fields(ID_X, missingValues="-"), WORST),
    of_schema(
        "Table Schema, missingValues", "one twice", fields(ID_X, missingValues=[{"value": "-"}, {"value": "-"}]), WORST
    ),
    cells(
        "Table Schema, field missingValues",
        {"type": "integer", "missingValues": ["-"]},
        ["-"],
        [""],
        schema={"missingValues": ["", "NA"]},
        what="replace those of the schema",
    ),
    table("Table Schema, primaryKey", "twice", "id,x\n1,a\n1,b\n", fields(ID_X, primaryKey=["id"]), "duplicate-key:3"),
    table(
        "Table Schema, primaryKey",
        "twice, in another form",
        "id,x\n1,a\n+1,b\n",
        fields(ID_X, primaryKey=["id"]),
        "duplicate-key:3",
        advice="loose-form",
    ),
    table(
        "Table Schema, primaryKey",
        "cannot be null",
        "id,x\n1,a\n,b\n",
        fields(ID_X, primaryKey=["id"]),
        "incomplete-key:3",
    ),
    table(
        "Table Schema, primaryKey",
        "no part can be null, and such keys are not compared",
        "id,x\n1,\n1,\n",
        fields(ID_X, primaryKey=["id", "x"]),
        "incomplete-key:2",
        "incomplete-key:3",
    ),
    table(
        "Table Schema, primaryKey",
        "of two fields",
        "id,x\n1,a\n1,b\n1,a\n",
        fields(ID_X, primaryKey=["id", "x"]),
        "duplicate-key:4",
    ),
    of_schema("Table Schema, primaryKey", "a string, as version 1 has it", fields(ID_X, primaryKey="id")),
    of_schema("Table Schema, primaryKey", "no field", fields(ID_X, primaryKey=["y"]), WORST),
    table(
        "Table Schema, uniqueKeys", "twice", "id,x\n1,a\n2,a\n", fields(ID_X, uniqueKeys=[["x"]]), "duplicate-value:3"
    ),
    table("Table Schema, uniqueKeys", "nulls are excluded", "id,x\n1,\n1,\n", fields(ID_X, uniqueKeys=[["id", "x"]])),
    of_schema("Table Schema, uniqueKeys", "one that is not a valid list", fields(ID_X, uniqueKeys=["x"]), WORST),
    of_schema("Table Schema, missingValues", "a string twice", fields(ID_X, missingValues=["-", "-"]), WORST),
    table(
        "Table Schema, foreignKeys",
        "into the same table, by its name",
        "id,p\n1,\n2,1\n",
        fields(
            "id:integer p:integer", foreignKeys=[{"fields": ["p"], "reference": {"resource": "t", "fields": ["id"]}}]
        ),
    ),
    of_schema("Table Schema, uniqueKeys", "none", fields(ID_X, uniqueKeys=[]), WORST),
    of_schema("Table Schema, uniqueKeys", "no field", fields(ID_X, uniqueKeys=[["y"]]), WORST),
    two("r:integer", "r\n1\n9\n", "id:integer", "id\n1\n", KEY, "unknown-reference:3", what="no such row"),
    two("r:integer n:string", "r,n\n,a\n1,b\n", "id:integer", "id\n1\n", KEY, what="null refers to nothing"),
    two("r:string", "r\na\n", "id:string", "id\nA\n", KEY, "unknown-reference:2", what="another case"),
    two("r:number", "r\n1\n1.0\n", "id:integer", "id\n1\n", KEY, what="an integer equals a number"),
    two("r:string", "r\n1\n", "id:integer", "id\n1\n", KEY, "unknown-reference", what="types that differ"),
    two(
        "a:string b:string",
        "a,b\nx,y\nx,\n,y\n,\n",
        "c:string d:string",
        "c,d\nx,y\n",
        PAIR,
        advice="empty-row",
        what="a key with an empty part refers to nothing, as in SQL",
    ),
    two(
        "a:string b:string",
        "a,b\nx,z\n",
        "c:string d:string",
        "c,d\nx,y\n",
        PAIR,
        "unknown-reference:2",
        what="all parts are in one row",
    ),
    table(
        "Table Schema, foreignKeys",
        "into the same table",
        "id,p\n1,\n2,1\n3,9\n",
        fields("id:integer p:integer", foreignKeys=[{"fields": ["p"], "reference": {"fields": ["id"]}}]),
        "unknown-reference:4",
    ),
    table(
        "Table Schema, foreignKeys",
        "into the same table, as version 1 has it",
        "id,p\n1,\n2,1\n",
        fields("id:integer p:integer", foreignKeys=[{"fields": "p", "reference": {"resource": "", "fields": "id"}}]),
    ),
    two(
        "r:integer",
        "r\n1\n",
        "id:integer",
        "id\n1\n",
        {**KEY, "reference": {"resource": "w", "fields": ["id"]}},
        WORST,
        what="no such resource",
    ),
    two(
        "r:integer",
        "r\n1\n",
        "id:integer",
        "id\n1\n",
        {**KEY, "reference": {"resource": "u", "fields": ["y"]}},
        WORST,
        what="no such field there",
    ),
    package(
        "Table Schema, foreignKeys",
        "to a resource that is not a table",
        {
            **V2,
            "resources": [
                {"name": "t", "type": "table", "path": "t.csv", "schema": fields("r:integer", foreignKeys=[KEY])},
                {"name": "u", "path": "u.txt"},
            ],
        },
        files={"t.csv": "r\n1\n", "u.txt": "id\n1\n"},
        advice="not-judged",
    ),
    of_schema(
        "Table Schema, foreignKeys",
        "not as many fields",
        fields(ID_X, foreignKeys=[{"fields": ["id", "x"], "reference": {"fields": ["id"]}}]),
        WORST,
    ),
    of_schema("Table Schema, foreignKeys", "no reference", fields(ID_X, foreignKeys=[{"fields": "id"}]), WORST),
    two(
        "r:integer",
        "r\n9\n",
        "id:integer",
        "id\n1\n",
        {**KEY, "reference": {"package": "https://example.org/datapackage.json", "resource": "u", "fields": ["id"]}},
        what="into another package, by the recipe",
        advice="not-judged",
    ),
]

FIELD = [
    of_schema(
        "Table Schema, field name",
        "missing, and the other column is judged",
        {"fields": [{"name": "id", "type": "boolean"}, {"type": "integer"}]},
        WORST,
        "type-error:2",
        advice="loose-form",
    ),
    of_schema(
        "Table Schema, field",
        "no object, and the other column is judged",
        {"fields": [{"name": "id", "type": "boolean"}, "x"]},
        WORST,
        advice="loose-form",
    ),
    of_schema(
        "Table Schema, constraints",
        "no object, and the other column is judged",
        {"fields": [{"name": "id", "type": "boolean"}, {"name": "x", "constraints": None}]},
        WORST,
        advice="loose-form",
    ),
    of_field("Table Schema, categories", "one twice", {"type": "string", "categories": ["a", "a"]}, WORST),
    table(
        "Table Schema, field name",
        "empty",
        "id,\n1,a\n",
        {"fields": [{"name": "id"}, {"name": ""}]},
        advice="schema-advice",
    ),
    table(
        "Table Schema, field name",
        "twice, which MUST NOT be taken for invalid",
        "id,a,a\n1,x,y\n",
        fields("id:integer a:string a:integer"),
        "type-error:2",
        advice="repeated-field",
    ),
    of_schema(
        "Table Schema, type", "none of the standard", {"fields": [{"name": "id"}, {"name": "x", "type": "text"}]}, WORST
    ),
    cells("Table Schema, type", {}, ["a", "1", "NA"], [], what="missing: any"),
    cells(
        "Table Schema, format",
        {"type": "date", "format": "fmt:%d/%m/%Y"},
        ["13/05/2031"],
        ["2031-05-13"],
        "wrong-format",
        what="with fmt:, as version 0 has it",
    ),
    of_schema(
        "Table Schema, format",
        "none of the type, which has no effect",
        {"fields": [{"name": "id", "type": "integer", "format": "roman"}, {"name": "x"}]},
        advice="not-judged",
    ),
    cells(
        "Table Schema, year",
        {"type": "year", "format": "any"},
        ["2031"],
        ["x"],
        what="a format, of which it has no options",
        advice="not-judged",
    ),
    cells(
        "Table Schema, date",
        {"type": "date", "format": "%D"},
        ["05/13/31"],
        ["2031-05-13"],
        "wrong-format",
        what="a pattern of strptime in C",
    ),
    cells(
        "Table Schema, datetime",
        {"type": "datetime", "format": "%F %T"},
        ["2031-05-13 07:30:00"],
        ["2031-05-13"],
        "wrong-format",
        what="a pattern of strptime in C",
    ),
    of_field("Table Schema, date", "a format that is not a pattern", {"type": "date", "format": "YYYY-MM-DD"}, WORST),
    of_schema(
        "Table Schema, example",
        "of another type",
        {"fields": [{"name": "id", "type": "integer", "example": "one"}, {"name": "x"}]},
        advice="schema-advice",
    ),
    cells(
        "Table Schema, categories",
        {"type": "string", "categories": ["apple", "pear"]},
        ["apple"],
        ["Apple"],
        "value-not-allowed",
    ),
    cells(
        "Table Schema, categories",
        {"type": "integer", "categories": [{"value": 1, "label": "one"}]},
        ["1"],
        ["2"],
        "value-not-allowed",
        what="with labels",
    ),
    of_schema(
        "Table Schema, categories",
        "a label twice",
        {
            "fields": [
                {"name": "id"},
                {
                    "name": "x",
                    "type": "string",
                    "categories": [{"value": "a", "label": "A"}, {"value": "b", "label": "A"}],
                },
            ]
        },
        WORST,
    ),
    of_schema(
        "Table Schema, categories",
        "an enum that is not a subset",
        {
            "fields": [
                {"name": "id"},
                {"name": "x", "type": "string", "categories": ["a"], "constraints": {"enum": ["a", "b"]}},
            ]
        },
        WORST,
    ),
    of_schema(
        "Table Schema, categoriesOrdered",
        "no boolean",
        {"fields": [{"name": "id"}, {"name": "x", "type": "string", "categories": ["a"], "categoriesOrdered": "yes"}]},
        WORST,
    ),
]

TYPES = [
    cells("Table Schema, string", {"type": "string"}, ["a", "1", "apple pie"], []),
    cells("Table Schema, string", {"type": "string"}, ["apple "], [], what="with outer blanks", advice="padded-value"),
    cells(
        "Table Schema, string",
        {"type": "string", "format": "email"},
        ["ada@example.org", "ada@localhost", '"a b"@example.org'],
        ["ada", "a b@example.org", "a@b@c"],
        "wrong-format",
    ),
    cells(
        "Table Schema, string",
        {"type": "string", "format": "uri"},
        ["https://example.org/a", "urn:isbn:1"],
        ["example.org"],
        "wrong-format",
    ),
    cells("Table Schema, string", {"type": "string", "format": "binary"}, ["YQ=="], ["YQ"], "wrong-format"),
    cells(
        "Table Schema, string",
        {"type": "string", "format": "uuid"},
        ["95ecc380-afe9-11e4-9b6c-751b66dd541e"],
        ["95ecc380"],
        "wrong-format",
    ),
    cells(
        "Table Schema, number",
        {"type": "number"},
        ["-1.23", "12678967.543233", "210", "1e5", "1E+5"],
        ["x", "1,000", "1_000", "0x10", "", "--1"][:4],
        what="plain",
    ),
    cells(
        "Table Schema, number",
        {"type": "number"},
        ["+100000.00", "5.", ".5", "00.5", "-0"],
        [],
        what="leading signs and zeroes",
        advice="loose-form",
    ),
    cells(
        "Table Schema, number",
        {"type": "number"},
        ["NaN", "INF", "-INF", "inf", "Nan", "-inf"],
        ["Infinity", "sNaN"],
        what="special values, in any case",
        advice="loose-form",
    ),
    cells("Table Schema, number", {"type": "number", "decimalChar": ","}, ["1,5", "1"], ["1.5"], what="decimalChar"),
    cells("Table Schema, number", {"type": "number", "groupChar": ","}, ["1,000.5"], ["1.000.5"], what="groupChar"),
    cells(
        "Table Schema, number",
        {"type": "number", "bareNumber": False},
        ["95%", "€95", "EUR 95"],
        ["abc"],
        what="bareNumber",
    ),
    cells(
        "Table Schema, integer", {"type": "integer"}, ["1", "-20", "0"], ["1.0", "1e3", "x", "1_000", "٣"], what="plain"
    ),
    cells(
        "Table Schema, integer",
        {"type": "integer"},
        ["+5", "007", "-0"],
        [],
        what="signs and zeroes",
        advice="loose-form",
    ),
    cells("Table Schema, integer", {"type": "integer", "groupChar": ","}, ["1,001", "17"], ["1.001"], what="groupChar"),
    cells("Table Schema, integer", {"type": "integer", "bareNumber": False}, ["95%"], ["abc"], what="bareNumber"),
    cells("Table Schema, boolean", {"type": "boolean"}, ["true", "false"], ["yes", "tRUE", "t"]),
    cells(
        "Table Schema, boolean",
        {"type": "boolean"},
        ["True", "TRUE", "1", "False", "FALSE", "0"],
        [],
        what="the defaults of trueValues and falseValues",
        advice="loose-form",
    ),
    cells(
        "Table Schema, boolean",
        {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
        ["yes", "no"],
        ["true"],
        what="trueValues and falseValues",
    ),
    cells("Table Schema, object", {"type": "object"}, ['{"a": 1}'], ["[]", "{", "1"]),
    cells("Table Schema, array", {"type": "array"}, ['[1, "a"]'], ["{}", "[1,]"]),
    cells("Table Schema, list", {"type": "list", "itemType": "integer"}, ["1,2", "1"], ["1,x"]),
    cells(
        "Table Schema, list",
        {"type": "list", "itemType": "date", "delimiter": ";"},
        ["2031-05-13;2031-05-14"],
        ["2031-5-1"],
    ),
    of_schema(
        "Table Schema, list",
        "items of another type",
        {"fields": [{"name": "id"}, {"name": "x", "type": "list", "itemType": "year"}]},
        WORST,
    ),
    cells(
        "Table Schema, datetime",
        {"type": "datetime"},
        ["2024-01-26T15:00:00", "2024-01-26T15:00:00.300"],
        ["2024-01-26 15:00:00", "2024-01-26", "2024-02-30T15:00:00", "2024-01-26T15:00"],
    ),
    cells(
        "Table Schema, datetime",
        {"type": "datetime"},
        ["2024-01-26T15:00:00Z", "2024-01-26T15:00:00.300-05:00", "2024-01-26T24:00:00Z"],
        ["2024-01-26T15:00:00+0100", "2024-01-26T15:00:00+14:01"],
        what="zones as XML Schema has them",
    ),
    cells(
        "Table Schema, datetime",
        {"type": "datetime"},
        ["2024-01-26T15:00:00", "2024-01-26T15:00:00Z"],
        [],
        what="with and without a zone",
        advice="mixed-zones",
    ),
    cells(
        "Table Schema, datetime",
        {"type": "datetime"},
        [
            "-0044-03-15T12:00:00Z",
            "9999-12-31T24:00:00Z",
            "10000-01-01T00:00:00Z",
            "123456789-12-31T23:59:59.999Z",
        ],
        [
            "0000-02-29T00:00:00Z",
            "02024-01-26T15:00:00Z",
            "+2024-01-26T15:00:00Z",
            "-044-03-15T12:00:00Z",
            "10001-02-29T00:00:00Z",
        ],
        what="years as XML Schema has them",
        advice="beyond-columns",
    ),
    cells(
        "Table Schema, datetime",
        {"type": "datetime", "format": "%d/%m/%Y %H:%M"},
        ["12/11/2018 09:15"],
        ["2018-11-12"],
        "wrong-format",
    ),
    cells(
        "Table Schema, datetime", {"type": "datetime", "format": "any"}, ["12 Nov 2018 9:15"], ["soon"], "wrong-format"
    ),
    cells(
        "Table Schema, date",
        {"type": "date"},
        ["2024-01-26", "2024-02-29"],
        ["2024-1-26", "2023-02-29", "26.01.2024", "12024-01-26", "-0044-03-15"],
    ),
    cells("Table Schema, date", {"type": "date", "format": "%d.%m.%Y"}, ["26.01.2024"], ["2024-01-26"], "wrong-format"),
    cells(
        "Table Schema, time",
        {"type": "time"},
        ["15:00:00"],
        ["15:00", "15:00:00Z", "15:00:00.5", "24:00:00", "25:00:00"],
    ),
    cells(
        "Table Schema 1, time",
        {"type": "time"},
        ["15:00:00", "15:00:00.5"],
        ["15:00"],
        of={"$schema": None},
        what="ISO 8601, with fractions",
    ),
    cells("Table Schema, year", {"type": "year"}, ["2031", "-0044", "12020", "2031Z"], ["31", "02031", "x", "0000"]),
    cells(
        "Table Schema, yearmonth",
        {"type": "yearmonth"},
        ["2031-05", "-0044-03", "2031-05Z"],
        ["2031-13", "2031-5", "2031", "0000-01"],
    ),
    cells(
        "Table Schema, duration",
        {"type": "duration"},
        ["P1Y2M3DT10H30M", "-P1D", "PT0.5S", "PT36H"],
        ["P1W", "P", "PT", "P1.5Y", "+P1D", "1D", "PT1,5S"],
    ),
    cells(
        "Table Schema, geopoint",
        {"type": "geopoint"},
        ["90.5, 45.5", "90.5,45.5"],
        ["90", "1,2,3", "x, 1"],
    ),
    cells(
        "Table Schema, geopoint", {"type": "geopoint"}, ["190, 45", "90, 95"], [], what="nowhere", advice="odd-point"
    ),
    cells(
        "Table Schema, geopoint",
        {"type": "geopoint", "format": "array"},
        ["[90.5, 45.5]"],
        ["90.5,45.5"],
        "wrong-format",
    ),
    cells(
        "Table Schema, geopoint",
        {"type": "geopoint", "format": "object"},
        ['{"lon": 9, "lat": 4}'],
        ['{"lon": 9}'],
        "wrong-format",
    ),
    cells("Table Schema, geojson", {"type": "geojson"}, [POINT], ['{"type": "Point"}', "{}"]),
    cells(
        "Table Schema, geojson",
        {"type": "geojson"},
        [
            '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}',
            '{"type": "Feature", "id": 5, "geometry": null, "properties": {}, "bbox": [0, 0, 1, 1]}',
        ],
        [
            '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}',
            '{"type": "Feature", "id": true, "geometry": null, "properties": {}}',
            '{"type": "Point", "coordinates": [1, 2], "bbox": "x"}',
        ],
        what="rings, ids and boxes of RFC 7946",
    ),
    of_field(
        "Table Schema, jsonSchema",
        "of GeoJSON",
        {"type": "geojson", "constraints": {"jsonSchema": {}}},
        WORST,
        "type-error:2",
    ),
    cells("Table Schema 1, object", {"type": "object"}, ['{"a": 1}', "[]", "1", '"a"'], ["{", "a"], **OF_1),
    cells(
        "Table Schema 1, datetime",
        {"type": "datetime"},
        ["2031-05-13T08:30:00+01:00", "2031-05-13T07:30:00.5Z"],
        ["2031-05-13 07:30:00Z"],
        advice="not-in-utc",
        **OF_1,
    ),
    cells(
        "Table Schema, geojson",
        {"type": "geojson", "format": "topojson"},
        ['{"type": "Topology", "objects": {}, "arcs": []}'],
        ["{}"],
        "wrong-format",
    ),
    cells("Table Schema, any", {"type": "any"}, ["a", "1", "{", "NA"], []),
]

CONSTRAINTS = [
    bounded("required", "string", True, ["a"], [""], "required-missing"),
    bounded("unique", "string", True, ["a", ""], ["a"], "duplicate-value"),
    cells("Table Schema, unique", {"type": "string", "constraints": {"unique": True}}, ["a", "", ""], [], what="nulls"),
    bounded("minLength", "string", 5, ["apple"], ["plum"], "too-short"),
    bounded("maxLength", "string", 5, ["apple"], ["grapefruit"], "too-long"),
    bounded("minLength", "list", 2, ["a,b"], ["a"], "too-short"),
    bounded("maxLength", "array", 1, ["[1]"], ["[1, 2]"], "too-long"),
    bounded("minimum", "integer", 100, ["100"], ["50"], "below-minimum"),
    bounded("minimum", "integer", "100", ["100"], ["50"], "below-minimum"),
    bounded("minimum", "date", "2031-01-01", ["2031-01-01"], ["2030-12-31"], "below-minimum"),
    bounded("minimum", "duration", "PT1H", ["PT60M"], ["PT59M"], "below-minimum"),
    bounded("maximum", "number", 1.5, ["1.5"], ["1.51"], "above-maximum"),
    bounded("maximum", "time", "12:00:00", ["12:00:00"], ["12:00:01"], "above-maximum"),
    bounded(
        "minimum",
        "datetime",
        "-0044-03-15T12:00:00Z",
        ["-0044-03-15T12:00:00Z", "-0044-03-15T11:00:00-01:00", "2031-01-01T00:00:00Z", "12031-01-01T00:00:00Z"],
        ["-0044-03-15T11:59:59Z", "-0045-12-31T00:00:00Z"],
        "below-minimum",
        advice="beyond-columns",
    ),
    bounded(
        "exclusiveMaximum",
        "datetime",
        "10000-01-01T00:00:00Z",
        ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"],
        ["9999-12-31T24:00:00Z", "10000-01-01T00:00:00Z"],
        "not-below-maximum",
    ),
    bounded("maximum", "year", -44, ["-0044"], ["2031"], "above-maximum"),
    bounded("exclusiveMinimum", "integer", 0, ["100"], ["0"], "not-above-minimum"),
    bounded("exclusiveMaximum", "yearmonth", "2031-05", ["2031-04"], ["2031-05"], "not-below-maximum"),
    bounded(
        "jsonSchema",
        "object",
        {"properties": {"value": {"type": "integer"}}},
        ['{"value": 100}'],
        ['{"value": "bad"}'],
        "not-of-json-schema",
    ),
    of_schema(
        "Table Schema, jsonSchema",
        "none",
        {"fields": [{"name": "id"}, {"name": "x", "type": "object", "constraints": {"jsonSchema": {"type": "text"}}}]},
        WORST,
        "type-error:2",
    ),
    *(
        of_schema(
            "Table Schema, jsonSchema",
            what,
            {"fields": [{"name": "id"}, {"name": "x", "constraints": {"jsonSchema": schema}, "type": "object"}]},
            *errors,
            "type-error:2",
            **more,
        )
        for what, schema, errors, more in (
            ("a $ref to what is not there", {"$ref": "#/$defs/other"}, [WORST], {}),
            ("a $ref to an anchor that is not there", {"not": {"properties": {"a": {"$ref": "#b"}}}}, [WORST], {}),
            ("a $ref to a file", {"$ref": "other.json"}, [WORST], {}),
            ("a $ref to a URL", {"$ref": "https://example.org/other.json"}, [], {"advice": "not-judged"}),
            ("a $ref to itself", {"$ref": "#"}, [], {"advice": "not-judged"}),
            (
                "$refs in a circle",
                {"$ref": "#/$defs/a", "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}},
                [],
                {"advice": "not-judged"},
            ),
        )
    ),
    bounded(
        "jsonSchema",
        "object",
        {
            "properties": {"a": {"$ref": "#"}, "b": {"$ref": "http://json-schema.org/draft-07/schema#"}},
            "maxProperties": 1,
        },
        ['{"a": {"a": {}}}', '{"b": {"type": "object"}}'],
        ['{"a": {"a": {"a": 1, "b": 2}}}', '{"b": {"type": "text"}}'],
        "not-of-json-schema",
    ),
    bounded("pattern", "string", "^a.*$", ["apple"], ["orange"], "pattern-mismatch"),
    bounded("pattern", "string", "abc", ["abc"], ["xabc", "abcx"], "pattern-mismatch"),
    bounded("pattern", "string", "a|b", ["a", "b"], ["ax"], "pattern-mismatch"),
    bounded("pattern", "string", r"\p{Lu}\p{Ll}+", ["Ähre"], ["ähre"], "pattern-mismatch"),
    bounded("pattern", "string", r"\p{IsBasicLatin}+", ["abc"], ["äb"], "pattern-mismatch"),
    bounded(
        "pattern", "string", r"\P{IsBasicLatin}\p{IsLatin-1Supplement}*", ["äö", "ж"], ["a", "жж"], "pattern-mismatch"
    ),
    bounded("pattern", "string", r"[\p{IsGreek}\d]+", ["α1"], ["a1"], "pattern-mismatch"),
    bounded("pattern", "string", r"[\p{IsBasicLatin}-[a-z]]+", ["A1"], ["Aa"], "pattern-mismatch"),
    of_schema(
        "Table Schema, pattern",
        "a block that there is not",
        {"fields": [{"name": "id"}, {"name": "x", "type": "string", "constraints": {"pattern": r"\p{IsNowhere}"}}]},
        WORST,
    ),
    bounded("pattern", "string", r"\w+", ["a1", "a+b", "€5", "née"], ["a_b", "a-b", "a b"], "pattern-mismatch"),
    bounded("pattern", "string", r"[\w_.-]+@\W", ["a_b@!"], ["a@b"], "pattern-mismatch"),
    bounded("pattern", "string", r"a\sb", ["a b", "a\tb"], ["a\xa0b", "a\u2003b"], "pattern-mismatch"),
    bounded("pattern", "string", r"a[\S]b|x\Sy", ["a\xa0b", "xzy"], ["a b", "x y"], "pattern-mismatch"),
    bounded("pattern", "string", r"\i\c*", ["a.b", "_1"], ["1a"], "pattern-mismatch"),
    bounded("pattern", "string", "[a-z-[aeiou]]+", ["xyz"], ["xya"], "pattern-mismatch"),
    bounded("pattern", "string", r"(?=.*\d)[a-z\d]+", ["a1"], ["ab"], "pattern-mismatch", advice="foreign-pattern"),
    bounded("pattern", "string", "(a+)+", ["aaa"], ["a" * 40 + "b"], "pattern-mismatch"),
    of_schema(
        "Table Schema, pattern",
        "no expression, and the other column is judged",
        {
            "fields": [
                {"name": "id", "type": "boolean"},
                {"name": "x", "type": "string", "constraints": {"pattern": "("}},
            ]
        },
        WORST,
        advice="loose-form",
    ),
    of_schema(
        "Table Schema, pattern",
        "one that nobody can wait for",
        {"fields": [{"name": "id"}, {"name": "x", "type": "string", "constraints": {"pattern": r"(?=(a+)+$)\1b"}}]},
        "slow-pattern",
    ),
    bounded("enum", "string", ["apple"], ["apple"], ["orange"], "value-not-allowed"),
    bounded("enum", "number", ["1"], ["1", "1.0"], ["2"], "value-not-allowed"),
    of_schema(
        "Table Schema, enum", "empty", {"fields": [{"name": "id"}, {"name": "x", "constraints": {"enum": []}}]}, WORST
    ),
    of_schema(
        "Table Schema, enum",
        "one twice",
        {"fields": [{"name": "id"}, {"name": "x", "constraints": {"enum": ["a", "a"]}}]},
        WORST,
    ),
    of_schema(
        "Table Schema, Field Constraints",
        "on a type that does not support it",
        {"fields": [{"name": "id", "type": "integer", "constraints": {"pattern": "1"}}, {"name": "x"}]},
        WORST,
    ),
    of_schema(
        "Table Schema, Field Constraints",
        "a bound that is not of the type",
        {"fields": [{"name": "id", "type": "integer", "constraints": {"minimum": "one"}}, {"name": "x"}]},
        WORST,
    ),
    of_schema(
        "Table Schema, Field Constraints",
        "none that can hold",
        {
            "fields": [
                {"name": "id", "type": "integer", "constraints": {"minimum": 1, "maximum": 1}},
                {"name": "x", "type": "string", "constraints": {"minLength": 1, "maxLength": 1}},
            ]
        },
    ),
    of_schema(
        "Table Schema, Field Constraints",
        "no object",
        {"fields": [{"name": "id"}, {"name": "x", "constraints": []}]},
        WORST,
    ),
]

VERSION_1 = [
    broken(
        "Data Package 1, name",
        "upper case",
        {"$schema": "https://datapackage.org/profiles/1.0/datapackage.json", "name": "My Data"},
    ),
    of_schema(
        "Table Schema 1, missingValues",
        "with labels",
        fields(ID_X, missingValues=[{"value": "-"}]),
        WORST,
        of={"$schema": None},
    ),
    of_schema(
        "Table Schema 1, type",
        "missing: a string",
        {"fields": [{"name": "id"}, {"name": "x", "constraints": {"minLength": 1}}]},
        of={"$schema": None},
    ),
    of_resource(
        "Tabular Data Package 1",
        "a resource of another profile",
        {},
        WORST,
        of={"$schema": None, "profile": "tabular-data-package"},
    ),
    of_resource(
        "Tabular Data Package 1",
        "one of tables",
        {"profile": "tabular-data-resource"},
        of={"$schema": None, "profile": "tabular-data-package"},
    ),
    package(
        "Data Resource 1, schema",
        "a JSON Schema of a resource in JSON",
        {"resources": [{"name": "p", "path": "p.json", "schema": {"type": "array", "items": {"type": "object"}}}]},
        files={"p.json": "[{}]"},
    ),
]

ROWS = [*PACKAGE, *RESOURCE, *DIALECT, *SCHEMA, *FIELD, *TYPES, *CONSTRAINTS, *VERSION_1]


def as_json(row: Row) -> dict[str, Any]:
    """A row as JSON; files that are not text are in Latin-1, as `encoding` says."""
    files = {
        path: {"latin-1": content.decode("latin-1")} if isinstance(content, bytes) else content
        for path, content in row.files.items()
    }
    expected = {"valid": not row.errors, "errors": list(row.errors), "advice": sorted(row.advice)}
    return {"clause": row.clause, "what": row.what, "files": files, **expected}


if __name__ == "__main__":
    for one in ROWS:
        print(json.dumps(as_json(one), ensure_ascii=False))
