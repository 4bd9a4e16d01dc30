"""Judging whole packages: what counts, what is noted, what is refused, and packages that are not ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import PackageError
from onrecord.package import DESCRIPTOR, descriptor
from onrecord.package.own_tables import schema_path
from onrecord.validation import ENGINES, LEVELS, RULES, validate
from onrecord.validation.rules import HOUSE

from ...small_package import BUILDERS, MILL, article_id, edit_bytes, edit_cell, edit_descriptor, quote_id

THINGS: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "part", "type": "integer"},
        {"name": "share", "type": "number"},
        {"name": "name", "type": "string"},
        {"name": "place", "type": "geopoint"},
    ],
    "primaryKey": ["id", "part"],
    "uniqueKeys": [["name"]],
}


def foreign_package(folder: Path, content: str, **declared: Any) -> Path:
    """A package of a table that is not one of ours, in a dialect that is not one of ours."""
    (folder / "things.csv").write_bytes(content.encode())
    things = {
        "name": "things",
        "path": "things.csv",
        "type": "table",
        "dialect": {"delimiter": ";"},
        "schema": THINGS,
        **declared,
    }
    (folder / DESCRIPTOR).write_bytes(
        descriptor.dump({"$schema": descriptor.SCHEMA, "name": "foreign", "resources": [things]})
    )
    return folder


def reported(folder: Path) -> list[str]:
    """The problems of a package as they are printed."""
    return [str(problem) for problem in validate(folder)]


def test_a_verdict_says_what_was_judged(small_package: Path) -> None:
    """Rows by table, articles, texts and the engines with their versions."""
    verdict = validate(small_package, engine="both")
    rows = {name: len(build()) for name, build in BUILDERS.items()}
    assert (verdict.valid, verdict.problems, verdict.notes) == (True, (), ())
    assert (verdict.tables, verdict.articles, verdict.texts) == (rows, 2, 2)
    assert [engine.split()[0] for engine in verdict.engines] == ["frictionless", "pandera"]


def test_levels_go_ever_further(small_package: Path) -> None:
    """A wrong file is seen by all, a wrong cell by those that read rows, a wrong offset by the one that reads texts."""
    edit_cell(small_package, "quotes", quote_id("roof"), "start", "1")
    edit_cell(small_package, "quotes", quote_id("barn"), "quote_type", "shout", refresh=False)
    codes = {level: {one.code for one in validate(small_package, level=level).problems} for level in LEVELS}
    assert codes["quick"] == {"wrong-hash", "wrong-bytes"}
    assert codes["rows"] == codes["quick"] | {"value-not-allowed"}
    assert codes["deep"] > codes["rows"]
    assert validate(small_package, level="quick").tables.keys() == validate(small_package).tables.keys()


def test_quick_reads_headers(small_package: Path) -> None:
    """They are part of the file's form."""
    edit_bytes(small_package, "data/votes.csv", lambda content: content.replace(b"vote_id,", b"id,", 1))
    assert {one.code for one in validate(small_package, level="quick").problems} == {"wrong-header"}


def test_an_unknown_level(small_package: Path) -> None:
    """There is no guess."""
    with pytest.raises(ValueError, match="'slow' is not one of quick, rows, deep"):
        validate(small_package, level="slow")


def test_a_package_that_is_not_ours_is_judged_too(tmp_path: Path) -> None:
    """The contract, both engines and the strict layer know no names of tables."""
    package = foreign_package(tmp_path, "id;part;share;name;place\n1;1;1.50;a;90,45\n1;2;;b;\n1;3;-0.5e3;;\n")
    assert reported(package) == []


def test_what_frictionless_lets_pass_in_a_package_that_is_not_ours(tmp_path: Path) -> None:
    """Keys that are half empty, uniqueKeys, words for nothing and loose numbers."""
    rows = ["1;1;1;a;", "01;2;1;b;", "2;;1;a;", "3;1; 1;NA;", "4;1;x;c;north", "1;1;1;d;"]
    package = foreign_package(tmp_path, "\n".join(["id;part;share;name;place", *rows]) + "\n")
    assert reported(package) == [
        "things.csv:3: 01,2 id: advice: '01' is not the plain form of its integer: only digits, such as 12; "
        "write it in its plain form [loose-form]",
        "things.csv:4: 2, name: 'a' is already in line 2; correct the cell [duplicate-value]",
        "things.csv:4: 2, part: the cell is empty, but part of the primary key; fill the cell [incomplete-key]",
        "things.csv:5: 3,1 name: advice: 'NA' may be meant for a missing value, and some readers read it as missing; "
        "list the word in missingValues if it means missing; leave it if it is a value [missing-word]",
        "things.csv:5: 3,1 share: advice: ' 1' is not the plain form of its number: digits and a point, such as 0.5; "
        "write it in its plain form [loose-form]",
        "things.csv:6: 4,1 place: 'north' is not a valid geopoint; correct the cell [type-error]",
        "things.csv:6: 4,1 share: 'x' is not a valid number; correct the cell [type-error]",
        "things.csv:7: 1,1 id,part: '1,1' is already in line 2; correct the key of one of the rows [duplicate-key]",
    ]


@pytest.mark.parametrize(
    ("declared", "reason"),
    [
        ({"format": "xlsx"}, "the table is of the format xlsx, which onrecord does not read; its rows were not judged"),
        (
            {"dialect": {"lineTerminator": ","}},
            "the table has an impossible dialect: delimiter, lineTerminator, quoteChar and escapeChar are not all "
            "different; its rows were not judged",
        ),
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_table_that_cannot_be_judged_is_reported(
    declared: dict[str, Any], reason: str, engine: str, tmp_path: Path
) -> None:
    """A silence would look like a judgement."""
    (tmp_path / "more.csv").touch()
    verdict = validate(foreign_package(tmp_path, "id;part\n", **declared), engine=engine)
    [found] = verdict.problems
    assert (found.code, found.severity, found.message.startswith(reason)) == ("not-judged", "advice", True)
    assert (verdict.valid, verdict.word, verdict.tables) == (False, "not judged", {})
    assert list(verdict.unjudged) == [found.table]


def test_a_profile_of_ones_own_is_not_fetched(small_package: Path) -> None:
    """Left to itself, frictionless would read whatever address the descriptor gives."""
    edit_descriptor(small_package, lambda value: value.update(profile="https://example.org/profile.json"))
    edit_descriptor(small_package, lambda value: value["resources"][0].update(profile="/etc/profile.json"))
    verdict = validate(small_package)
    assert (verdict.problems, verdict.notes) == (
        (),
        tuple(
            f"the profile {profile} was not fetched; the descriptor was judged by the standard only"
            for profile in ("/etc/profile.json", "https://example.org/profile.json")
        ),
    )


def test_a_table_that_cannot_be_read_does_not_hide_the_others(small_package: Path) -> None:
    """References into it are not judged, all else is."""
    edit_bytes(small_package, "data/entities.csv", lambda content: content.replace(b"harbor", b"h\xffrbor"))
    edit_bytes(small_package, "data/mentions.csv", lambda content: content.replace(b"nominal", b"noun", 1))
    assert [(problem.path, problem.line, problem.code) for problem in validate(small_package)] == [
        ("data/entities.csv", 9, "not-utf8"),
        ("data/mentions.csv", 5, "value-not-allowed"),
    ]


def test_the_traces_of_a_killed_run_are_left_alone(small_package: Path) -> None:
    """The validator judges the current state, and removes nothing."""
    half_written = small_package / ".onrecord-staging" / "files" / "data" / "quotes.csv"
    half_written.parent.mkdir(parents=True)
    half_written.write_bytes(b"half")
    assert list(validate(small_package)) == []
    assert half_written.read_bytes() == b"half"


def spoil(field: dict[str, Any]) -> Any:
    """An edit that gives a field of the table of entities other properties."""

    def edit(package: Path) -> None:
        path = package / schema_path("entities")
        value = json.loads(path.read_bytes())
        value["fields"][1].update(field)
        path.write_text(json.dumps(value))

    return edit


@pytest.mark.parametrize(
    ("spoiled", "message"),
    [
        (
            lambda package: (package / DESCRIPTOR).unlink(),
            "{package}/datapackage.json: no such file, so {package} is not a package; "
            "name one, or run onrecord convert",
        ),
        (
            lambda package: (package / DESCRIPTOR).write_text("[]"),
            "{package}/datapackage.json: not a descriptor; write a JSON object with a list of resources",
        ),
    ],
)
def test_what_cannot_be_judged_at_all_is_refused(spoiled: Any, message: str, small_package: Path) -> None:
    """Without a contract there is nothing to judge by."""
    spoiled(small_package)
    with pytest.raises(PackageError) as caught:
        validate(small_package)
    assert str(caught.value) == message.format(package=small_package)


@pytest.mark.parametrize(
    ("field", "codes"),
    [
        ({"type": "strng"}, ["engine-failed", "descriptor-error"]),
        ({"constraints": {"minLength": "one"}}, ["engine-failed", "descriptor-error"]),
    ],
)
def test_a_schema_that_an_engine_refuses_is_reported(
    field: dict[str, Any], codes: list[str], small_package: Path
) -> None:
    """A traceback of a library becomes a problem, and the other tables are judged."""
    spoil(field)(small_package)
    assert [problem.code for problem in validate(small_package, engine="both")] == codes


def test_failures_of_an_engine_are_whole_sentences(tmp_path: Path) -> None:
    """With its place, and a remedy that the package needs none of where the other engine has judged."""
    schema = {"fields": [{"name": "", "type": "string"}, {"name": "b", "type": "integer"}]}
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": schema}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    (tmp_path / "t.csv").write_text(",b\nx,1\n")
    message = 'frictionless could not judge the table: Label in the header in field at position "1" is blank'
    remedy = "use --engine fast, or change what the engine does not support"
    [problem] = [one for one in validate(tmp_path, engine="both") if one.code == "engine-failed"]
    assert str(problem) == f"t.csv: advice: {message}; {remedy} [engine-failed]"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_table_that_is_called_articles(engine: str, tmp_path: Path) -> None:
    """Neither its name nor its columns make a package onrecord's own: no meaning is judged, and no table is missing."""
    fields = [{"name": name, "type": "string"} for name in ("article_id", "title", "published", "text_path")]
    resource = {"name": "articles", "type": "table", "path": "data/articles.csv", "schema": {"fields": fields}}
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "articles.csv").write_text(
        "article_id,title,published,text_path\na,On mills,May 1931,x/y.txt\n"
    )
    (tmp_path / "data" / "notes.md").write_text("x")
    descriptor = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "resources": [resource]}
    (tmp_path / DESCRIPTOR).write_text(json.dumps(descriptor))
    assert list(validate(tmp_path, engine=engine)) == []
    (tmp_path / DESCRIPTOR).write_text(json.dumps({**descriptor, "onrecord": {"texts": "none"}}))
    codes = {problem.code for problem in validate(tmp_path, engine=engine)}
    assert {"missing-table", "stray-file", "not-a-date"} <= codes


def test_own_packages_are_judged_strictly(small_package: Path) -> None:
    """What is advice to others is an error, with convert as a remedy; what may be right as it is stays advice."""
    edit_cell(small_package, "articles", article_id(MILL), "publisher", "NA ")
    [problem] = (one for one in validate(small_package, level="rows") if one.code == "padded-value")
    assert (problem.severity, RULES["padded-value"].severity) == ("error", "advice")
    edit_descriptor(small_package, lambda value: value["resources"][0].update(bytes=1))
    [problem] = (one for one in validate(small_package, level="quick") if one.code == "wrong-bytes")
    assert problem.remedy == "restore the file, or run convert again"
    edit_descriptor(small_package, lambda value: value.pop("onrecord"))
    [problem] = (one for one in validate(small_package, level="quick") if one.code == "wrong-bytes")
    assert problem.remedy == "restore the file, or correct the descriptor"


def test_no_remedy_for_others_says_convert() -> None:
    """Somebody else's package was not converted, and nothing of it is to be removed."""
    remedies = {code: rule.remedy for code, rule in RULES.items() if rule.clause != HOUSE}
    assert [code for code, remedy in remedies.items() if "convert" in remedy or "remove the file" in remedy] == []


def test_a_password_in_a_url_is_advised_against(tmp_path: Path) -> None:
    """Wherever it stands in the descriptor; no output shows it, and a user alone is not a secret."""
    secret = "https://ida:swordfish@example.org/a?b=c"
    folder = foreign_package(tmp_path, "id;part;share;name;place\n", homepage=secret, profile=secret)
    edit_descriptor(folder, lambda it: it.update(sources=[{"path": secret}, {"path": "https://ida@example.org/"}]))
    verdict = validate(folder)
    found = [(one.severity, one.message) for one in verdict.problems if one.code == "password-in-url"]
    assert found == [("advice", "the URL https://example.org/a contains a password")]
    assert "swordfish" not in "".join(map(str, (*verdict.problems, *verdict.notes)))


def test_a_verdict_is_a_series_of_problems(small_package: Path) -> None:
    """A loop goes over its problems; whether it is true cannot be asked, as that may mean one thing or its opposite."""
    edit_bytes(small_package, "data/quotes.csv", lambda content: content.replace(b"direct", b"dirct"))
    verdict = validate(small_package)
    assert list(verdict) == list(verdict.problems) == [*verdict.errors, *verdict.advice]
    assert len(verdict) == len(verdict.problems) > 0
    assert verdict.problems[0] in verdict
    with pytest.raises(TypeError, match=r"neither true nor false; use verdict\.valid or verdict\.problems"):
        bool(verdict)
