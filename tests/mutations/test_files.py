"""Defects of files and descriptors in a package that is anybody's, of version 2 and of version 1, by all engines."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.package import DESCRIPTOR, descriptor
from onrecord.validation import ENGINES, validate

from ..defects.case import Case, both, reported_for_third_party
from ..small_package import edit_bytes, edit_descriptor

TOWNS, ROADS = "data/towns.csv", "data/roads.csv"
FILES = {
    TOWNS: "id,name,founded,share\n1,Ashgrove,1901-02-03,0.5\n2,Lower Tarn,,1.25\n3,,1950-12-31,\n",
    ROADS: "start,end,length\n1,2,10\n2,3,7.5\n3,1,\n",
}


def reference(column: str) -> dict[str, Any]:
    """A foreign key from a column to the towns."""
    return {"fields": [column], "reference": {"resource": "towns", "fields": ["id"]}}


TABLES: dict[str, dict[str, Any]] = {
    "towns": {
        "fields": [
            {"name": "id", "type": "integer", "constraints": {"required": True}},
            {"name": "name", "type": "string", "constraints": {"maxLength": 20}},
            {"name": "founded", "type": "date"},
            {"name": "share", "type": "number"},
        ],
        "primaryKey": ["id"],
    },
    "roads": {
        "fields": [
            {"name": "start", "type": "integer"},
            {"name": "end", "type": "integer"},
            {"name": "length", "type": "number"},
        ],
        "primaryKey": ["start", "end"],
        "foreignKeys": [reference("start"), reference("end")],
    },
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A valid package of towns and roads, which onrecord knows nothing of."""
    (tmp_path / "data").mkdir()
    resources = []
    for (path, text), (name, schema) in zip(FILES.items(), TABLES.items(), strict=True):
        (tmp_path / path).write_bytes(text.encode())
        facts = {"bytes": len(text), "hash": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}", "rows": 3}
        resources.append({"name": name, "type": "table", "path": path, "schema": schema, **facts})
    value = {"$schema": descriptor.SCHEMA, "name": "map", "version": "1.0.0", "resources": resources}
    (tmp_path / DESCRIPTOR).write_bytes(descriptor.dump(value))
    return tmp_path


def stated(**values: Any) -> Callable[[Path], None]:
    """An edit of properties of the descriptor."""
    return lambda package: edit_descriptor(package, lambda value: value.update(values))


def stated_of_towns(**values: Any) -> Callable[[Path], None]:
    """An edit of properties of the table of towns."""
    return lambda package: edit_descriptor(package, lambda value: value["resources"][0].update(values))


def content(path: str, old: str, new: str, count: int = -1) -> Callable[[Path], None]:
    """An edit of the bytes of a file, after which the descriptor is right again."""
    return lambda package: edit_bytes(package, path, lambda text: text.replace(old.encode(), new.encode(), count))


def digest(algorithm: str) -> str:
    """The hash of the table of towns."""
    return hashlib.new(algorithm, FILES[TOWNS].encode()).hexdigest()


def field_of_towns(number: int, **values: Any) -> Callable[[Path], None]:
    """An edit of properties of a field of the towns."""

    def edit(value: dict[str, Any]) -> None:
        value["resources"][0]["schema"]["fields"][number].update(values)

    return lambda package: edit_descriptor(package, edit)


def loose(place: str, value: str, kind: str, plain: str) -> str:
    """The line on a number in a loose form."""
    return reported_for_third_party("loose-form", place, f"{value!r} is not the plain form of its {kind}: {plain}")


ALGORITHMS = ("md5", "sha1", "sha256", "sha512")
A_NUMBER = "digits and a point, such as 0.5"
KEY_PART = "the cell is empty, but part of the primary key"
CASES = [
    Case("nothing", lambda package: None, []),
    # Files and what is said of them.
    Case(
        "bytes",
        stated_of_towns(bytes=1),
        [reported_for_third_party("wrong-bytes", TOWNS, "the file has 82 bytes, but the descriptor says 1")],
    ),
    Case(
        "rows",
        stated_of_towns(rows=1000),
        [reported_for_third_party("wrong-rows", TOWNS, "the table has 3 rows, but the descriptor says 1000")],
    ),
    *(Case(f"{name} is right", stated_of_towns(hash=f"{name}:{digest(name)}"), []) for name in ALGORITHMS),
    *(
        Case(
            f"{name} is wrong",
            stated_of_towns(hash=f"{name}:{'0' * len(digest(name))}"),
            [
                reported_for_third_party(
                    "wrong-hash",
                    TOWNS,
                    f"the {name} is '{digest(name)[:8]}…{digest(name)[-8:]}', "
                    "but the descriptor says '00000000…00000000'",
                )
            ],
        )
        for name in ALGORITHMS
    ),
    Case("a hash without a name is MD5, in any case", stated_of_towns(hash=digest("md5").upper()), []),
    Case(
        "a wrong hash without a name",
        stated_of_towns(hash="0" * 32),
        [
            reported_for_third_party(
                "wrong-hash",
                TOWNS,
                f"the md5 is '{digest('md5')[:8]}…{digest('md5')[-8:]}', but the descriptor says '00000000…00000000'",
            )
        ],
    ),
    Case(
        "a hash that nobody knows",
        stated_of_towns(hash="crc32:0"),
        [
            reported_for_third_party(
                "not-judged",
                TOWNS,
                "the descriptor gives a hash by 'crc32', which is not supported; it was not compared",
                "give the hash as sha256:...",
            )
        ],
    ),
    Case(
        "a table is gone, and references to it are not judged",
        lambda package: (package / TOWNS).unlink(),
        [reported_for_third_party("missing-file", TOWNS, "the file does not exist")],
    ),
    Case("a file too many is nobody's business", lambda package: (package / "data/notes.csv").write_text("x"), []),
    # The descriptor.
    Case(
        "no resources",
        both(stated(resources=[]), lambda package: shutil.rmtree(package / "data")),
        [
            reported_for_third_party(
                "descriptor-error", DESCRIPTOR, "the package: resources is []; expected a list of objects, at least one"
            )
        ],
    ),
    Case(
        "a version of two numbers",
        stated(version="1.0"),
        [reported_for_third_party("wrong-version", DESCRIPTOR, "the version is '1.0'")],
    ),
    Case("a version with all that may follow", stated(version="1.0.0-rc.1+2031"), []),
    Case(
        "a property with a slip",
        stated(licences=[{"name": "CC0-1.0"}]),
        [
            reported_for_third_party(
                "mistyped-property",
                DESCRIPTOR,
                "the package has 'licences', which the standard does not define",
                "write 'licenses' if you mean that",
            )
        ],
    ),
    Case(
        "a property of a field with a slip",
        field_of_towns(3, decimalchar=","),
        [
            reported_for_third_party(
                "mistyped-property",
                f"{DESCRIPTOR}: share",
                "field share has 'decimalchar', which the standard does not define",
                "write 'decimalChar' if you mean that",
            )
        ],
    ),
    Case(
        "a constraint that the type does not have",
        field_of_towns(1, constraints={"minimum": 1}),
        [
            reported_for_third_party(
                "descriptor-error",
                f"{DESCRIPTOR}: name",
                "table towns, field name: constraints.minimum is 1; expected no such constraint on the type string",
            )
        ],
    ),
    Case(
        "an example in the form of its field",
        both(
            field_of_towns(3, decimalChar=",", example="1,5"), content(TOWNS, "0.5", "5"), content(TOWNS, "1.25", "12")
        ),
        [],
    ),
    Case(
        "a profile that the standard does not have",
        stated(**{"$schema": "https://datapackage.org/profiles/9.0/datapackage.json"}),
        [
            reported_for_third_party(
                "descriptor-error",
                DESCRIPTOR,
                "the package: $schema is 'https://datapackage.org/profiles/9.0/datapackage.json'; "
                f"expected the URL of an existing profile, such as {descriptor.SCHEMA}",
            )
        ],
    ),
    Case("a profile of one's own", stated(**{"$schema": "https://example.org/profile.json"}), []),
    # Bytes.
    Case(
        "byte order mark",
        lambda package: edit_bytes(package, TOWNS, lambda text: b"\xef\xbb\xbf" + text),
        [reported_for_third_party("byte-order-mark", f"{TOWNS}:1", "the file begins with a byte order mark")],
    ),
    Case(
        "NUL",
        content(TOWNS, "Lower Tarn", "Lower\0Tarn"),
        [reported_for_third_party("nul-character", f"{TOWNS}:3", "the line holds a NUL character")],
    ),
    Case(
        "line ends of another system",
        content(TOWNS, "\n", "\r\n"),
        [],
    ),
    Case(
        "line ends of two systems",
        content(TOWNS, "\n2", "\r\n2"),
        [
            reported_for_third_party(
                "carriage-return",
                f"{TOWNS}:2",
                "1 line ends with a carriage return and a line feed, some readers do not end the line there",
            )
        ],
    ),
    Case(
        "line ends of an old system",
        content(TOWNS, "\n", "\r"),
        [
            reported_for_third_party(
                "carriage-return",
                f"{TOWNS}:1",
                "4 lines end with a carriage return alone, this is the first; some readers do not end the line there",
            )
        ],
    ),
    Case("no end of the last line", content(ROADS, "3,1,\n", "3,1,"), []),
    Case(
        "semicolons",
        content(ROADS, ",", ";"),
        [
            reported_for_third_party(
                "wrong-header",
                f"{ROADS}:1",
                "the header lacks start, end, length; the header has 'start;end;length', which the schema lacks",
                'cells are separated by semicolons: declare "dialect": {"delimiter": ";"}, or use commas',
            )
        ],
    ),
    Case(
        "semicolons that are declared", both(content(TOWNS, ",", ";"), stated_of_towns(dialect={"delimiter": ";"})), []
    ),
    # Rows.
    Case("a header alone", lambda package: edit_bytes(package, ROADS, lambda text: text[: text.index(b"\n") + 1]), []),
    Case(
        "references to a header alone",
        lambda package: edit_bytes(package, TOWNS, lambda text: text[: text.index(b"\n") + 1]),
        [
            reported_for_third_party(
                "unknown-reference", f"{ROADS}:{line}: {start},{end} {name}", f"'{town}' is not found in id of towns"
            )
            for line, (start, end) in enumerate([(1, 2), (2, 3), (3, 1)], start=2)
            for name, town in (("end", end), ("start", start))
        ],
    ),
    *(
        Case(
            f"{word} for a number",
            content(TOWNS, "0.5", word),
            [loose(f"{TOWNS}:2: 1 share", word, "number", A_NUMBER)],
        )
        for word in ("NaN", "INF", "-INF")
    ),
    Case(
        "a number after a blank, which leads to its row all the same",
        content(ROADS, "1,2,10", " 1,2, 10"),
        [
            loose(f"{ROADS}:2:  1,2 length", " 10", "number", A_NUMBER),
            loose(f"{ROADS}:2:  1,2 start", " 1", "integer", "only digits, such as 12"),
        ],
    ),
    Case(
        "a number in a loose form that repeats a key",
        content(TOWNS, "3,,1950", "+2,,1950"),
        [
            reported_for_third_party("unknown-reference", f"{ROADS}:3: 2,3 end", "'3' is not found in id of towns"),
            reported_for_third_party("unknown-reference", f"{ROADS}:4: 3,1 start", "'3' is not found in id of towns"),
            reported_for_third_party("duplicate-key", f"{TOWNS}:4: +2 id", "'+2' is already in line 3"),
            loose(f"{TOWNS}:4: +2 id", "+2", "integer", "only digits, such as 12"),
        ],
    ),
    Case(
        "ids as pandas writes them where one is missing",
        content(TOWNS, "\n3,", "\n3.0,"),
        [
            reported_for_third_party("unknown-reference", f"{ROADS}:3: 2,3 end", "'3' is not found in id of towns"),
            reported_for_third_party("unknown-reference", f"{ROADS}:4: 3,1 start", "'3' is not found in id of towns"),
            reported_for_third_party(
                "type-error",
                f"{TOWNS}:4: 3.0 id",
                "'3.0' is not a valid integer",
                "write the integers without .0, which pandas adds if a column has gaps and its type is not Int64",
            ),
        ],
    ),
    Case(
        "ids that readers change",
        both(content(TOWNS, "Ashgrove", "007"), content(TOWNS, "Lower Tarn", "12")),
        [
            reported_for_third_party(
                "reads-as-number",
                f"{TOWNS}: name",
                "every value looks like a number, and readers would change '007'",
            )
        ],
    ),
    Case(
        "half a key",
        content(ROADS, "3,1,", ",1,"),
        [reported_for_third_party("incomplete-key", f"{ROADS}:4: ,1 start", KEY_PART)],
    ),
    Case(
        "no key",
        content(ROADS, "3,1,", ",,5"),
        [reported_for_third_party("incomplete-key", f"{ROADS}:4: , {name}", KEY_PART) for name in ("end", "start")],
    ),
    Case(
        "half a key beside a cell that cannot be read",
        content(ROADS, "2,3,7.5\n3,1,", "2,x,\n2,,"),
        [
            reported_for_third_party("type-error", f"{ROADS}:3: 2,x end", "'x' is not a valid integer"),
            reported_for_third_party("incomplete-key", f"{ROADS}:4: 2, end", KEY_PART),
        ],
    ),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_defect(case: Case, engine: str, package: Path) -> None:
    """A defect brings these problems and no others, whoever judges."""
    case.edit(package)
    assert [str(problem) for problem in validate(package, engine=engine)] == case.problems


@pytest.mark.parametrize("engine", ENGINES)
def test_a_date_that_frictionless_takes(engine: str, package: Path) -> None:
    """The standard asks for two digits of the month and of the day, strptime does not."""
    content(TOWNS, "1901-02-03", "1901-2-3")(package)
    place = f"{TOWNS}:2: 1 founded"
    wrong = reported_for_third_party("type-error", place, "'1901-2-3' is not a valid date")
    problems = {"both": [wrong], "fast": [wrong], "frictionless": []}
    assert [str(problem) for problem in validate(package, engine=engine)] == problems[engine]


def as_version_1(package: Path) -> None:
    """Makes of the package what it would be in version 1: no `$schema`, but profiles, and keys that are strings."""

    def edit(value: dict[str, Any]) -> None:
        del value["$schema"]
        value["profile"] = "tabular-data-package"
        for resource in value["resources"]:
            del resource["type"]
            resource["profile"] = "tabular-data-resource"
        towns, roads = (resource["schema"] for resource in value["resources"])
        towns["primaryKey"] = "id"
        towns["fields"][2]["format"] = "fmt:%Y-%m-%d"
        roads["foreignKeys"] = [
            {"fields": name, "reference": {"resource": "towns", "fields": "id"}} for name in ("start", "end")
        ]

    edit_descriptor(package, edit)


V1_CASES = [
    Case("nothing", lambda package: None, []),
    Case(
        "a table without a profile",
        lambda package: edit_descriptor(package, lambda value: value["resources"][0].pop("profile")),
        [
            reported_for_third_party(
                "descriptor-error",
                DESCRIPTOR,
                "resource towns: profile is missing; "
                "expected tabular-data-resource, because the profile of the package is tabular-data-package",
            )
        ],
    ),
    Case(
        "a name with a capital",
        stated(name="Map"),
        [
            reported_for_third_party(
                "descriptor-error",
                DESCRIPTOR,
                "the package: name is 'Map'; "
                "expected only lower-case letters, digits and . _ - /, as version 1 requires",
            )
        ],
    ),
    Case(
        "cells and keys",
        both(content(TOWNS, "1950-12-31", "31.12.1950"), content(ROADS, "3,1,", "4,1,far")),
        [
            reported_for_third_party("type-error", f"{ROADS}:4: 4,1 length", "'far' is not a valid number"),
            reported_for_third_party("unknown-reference", f"{ROADS}:4: 4,1 start", "'4' is not found in id of towns"),
            reported_for_third_party(
                "wrong-format", f"{TOWNS}:4: 3 founded", "'31.12.1950' is not in the format fmt:%Y-%m-%d"
            ),
        ],
    ),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", V1_CASES, ids=str)
def test_defect_of_version_1(case: Case, engine: str, package: Path) -> None:
    """A package of version 1 is read as it is, and judged by its own standard."""
    as_version_1(package)
    case.edit(package)
    assert [str(problem) for problem in validate(package, engine=engine)] == case.problems


@pytest.mark.parametrize("engine", ENGINES)
def test_a_constraint_of_version_2_in_version_1(engine: str, package: Path) -> None:
    """It may be there as any property may, and has no effect."""
    as_version_1(package)
    field_of_towns(3, constraints={"exclusiveMinimum": 0})(package)
    assert [str(problem) for problem in validate(package, engine=engine) if problem.path == TOWNS] == []
