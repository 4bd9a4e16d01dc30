"""A verdict in formats for other programs, read the way they read it."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from onrecord.problems import Problem
from onrecord.text.printable import visible
from onrecord.validation import FORMATS, RULES, Verdict, render

LOW = Problem(
    "below-minimum",
    "'-1' is below the minimum 0",
    "correct the cell",
    "data/mentions.csv",
    "mentions",
    5,
    "men_a",
    "start",
    "-1",
)
LOST = Problem("missing-file", "the file does not exist", path="data/100%.csv", table="odd")
WARNED = Problem("reports-differ", "yes 6\nnot 5", "look", "data/votes.csv", "votes", 3, severity="advice")
VERDICT = Verdict(
    (LOST, LOW, WARNED), ("one note",), {"mentions": 9, "votes": 2}, 1, 1, ("frictionless 5", "pandera 0")
)
VALID = Verdict((), (), {"votes": 2}, 1, 1, ("frictionless 5", "pandera 0"))


def test_junit_has_a_case_for_each_rule_of_a_file() -> None:
    """Tables without errors pass, and advice is apart."""
    [suite] = ElementTree.fromstring(render(VERDICT, "junit", "out"))
    assert suite.attrib == {"name": "onrecord validate", "tests": "3", "failures": "2", "errors": "0"}
    cases = [(case.get("classname"), case.get("name"), case.findtext("failure")) for case in suite.iter("testcase")]
    assert cases == [
        ("out/votes", "valid", None),
        ("out/data/100%.csv", "missing-file", "data/100%.csv: the file does not exist [missing-file]"),
        (
            "out/data/mentions.csv",
            "below-minimum",
            "data/mentions.csv:5: men_a start: '-1' is below the minimum 0; correct the cell [below-minimum]",
        ),
    ]
    assert suite.findtext("system-out") == "data/votes.csv:3: advice: yes 6\\nnot 5; look [reports-differ]"


def test_junit_takes_any_character() -> None:
    """A cell may hold what XML forbids."""
    odd = Problem("nul-character", "a\0b\x1bc <&> \ud83d", path="data/x.csv")
    [suite] = ElementTree.fromstring(render(Verdict((odd,), (), {}, 0, 0, ()), "junit"))
    assert suite.findtext(".//failure") == "data/x.csv: a\\x00b\\x1bc <&> \\ud83d [nul-character]"


def test_sarif_points_at_lines_and_rows() -> None:
    """A result has its rule, its level, the file as seen from the working folder, and what names the row."""
    value = json.loads(render(VERDICT, "sarif", "out/datapackage.json"))
    [run] = value["runs"]
    assert value["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "below-minimum",
        "missing-file",
        "reports-differ",
    ]
    assert [(result["ruleId"], result["ruleIndex"], result["level"]) for result in run["results"]] == [
        ("missing-file", 1, "error"),
        ("below-minimum", 0, "error"),
        ("reports-differ", 2, "warning"),
    ]
    assert run["results"][1]["message"] == {"text": "'-1' is below the minimum 0; correct the cell"}
    assert run["results"][1]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "out/data/mentions.csv"},
                "region": {"startLine": 5},
            },
            "logicalLocations": [{"name": "start", "fullyQualifiedName": "mentions/men_a/start"}],
        }
    ]


def test_sarif_knows_a_problem_again() -> None:
    """Its fingerprint does not hang on the line."""
    moved = Problem(**{**LOW.as_dict(), "line": 9})  # type: ignore[arg-type]
    prints = [
        json.loads(render(Verdict((one,), (), {}, 0, 0, ()), "sarif"))["runs"][0]["results"][0]["partialFingerprints"]
        for one in (LOW, moved, LOST)
    ]
    assert prints[0] == prints[1] != prints[2]


def test_github_annotates_lines() -> None:
    """Percent signs are escaped, as the workflow commands ask, and line breaks are seen."""
    assert render(VERDICT, "github", "out").splitlines() == [
        "::error file=out/data/100%25.csv,line=1,title=missing-file::the file does not exist",
        "::error file=out/data/mentions.csv,line=5,title=below-minimum::men_a start: '-1' is below the minimum 0; "
        "correct the cell",
        "::warning file=out/data/votes.csv,line=3,title=reports-differ::yes 6\\nnot 5; look",
        "onrecord: invalid: 2 errors, 1 piece of advice in 2 tables",
    ]


def test_html_is_one_page() -> None:
    """It names everything, escapes what a cell holds, and fetches nothing."""
    odd = Problem("padded-value", "'<script>' is padded", path="data/x.csv")
    page = render(Verdict((odd, LOW), ("a note",), {"x": 1}, 1, 1, ("frictionless 5",)), "html", "out")
    assert "Invalid</span>: out" in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "http" not in page
    for word in ("padded-value", "below-minimum", "men_a", "a note", "correct the cell"):
        assert word in page


@pytest.mark.parametrize("form", FORMATS)
def test_a_valid_package_has_each_format(form: str) -> None:
    """Nothing is missing where nothing is wrong."""
    assert render(VALID, form).strip()


ORDERS = (
    "\x1b[2J\x9b31m\u202e\r\n::stop-commands::x\n##[add-mask]a\u2028\ud800\x00\x07\uffff%0A::error::b<script>[red]]]>"
)
# All of it somebody else wrote: the path and the names in the descriptor, the key and the value in the table.
HARMFUL = Problem(
    "type-error",
    f"message {ORDERS}",
    f"remedy {ORDERS}",
    f"::{ORDERS}",
    f"table {ORDERS}",
    3,
    f"key {ORDERS}",
    f"field {ORDERS}",
    f"value {ORDERS}",
)


@pytest.mark.parametrize("form", FORMATS)
def test_orders_of_others_are_seen_and_not_obeyed(form: str) -> None:
    """No format passes a control character on, nor what a log takes for an order, and UTF-8 can hold all of them."""
    verdict = Verdict((HARMFUL,), (f"note {ORDERS}",), {f"table {ORDERS}": 1}, 0, 0, ("polars 2",))
    text = render(verdict, form, f"folder {ORDERS}")
    text.encode("utf-8")
    assert not set(text) & set("\x1b\x9b\u202e\r\u2028\x00\x07")
    lines = text.splitlines()
    assert [line for line in lines if line.lstrip().startswith("::")] == [
        line for line in lines if line[:9] == "::error f"
    ]
    assert len([line for line in lines if line.startswith("::")]) == (form == "github")
    if form in ("text", "github"):
        assert [line for line in lines if "##[" in line and not line.startswith("::")] == []
    if form == "json":
        assert json.loads(text)["problems"] == [{**HARMFUL.as_dict(), "clause": RULES[HARMFUL.code].clause}]
    elif form == "sarif":
        [result] = json.loads(text)["runs"][0]["results"]
        [location] = result["locations"]
        assert result["message"]["text"] == visible(f"message {ORDERS}; remedy {ORDERS}")
        assert re.fullmatch(r"[\w/.~%-]+", location["physicalLocation"]["artifactLocation"]["uri"], re.ASCII)
    elif form == "junit":
        [suite] = ElementTree.fromstring(text)
        assert (suite.findtext(".//failure") or "").startswith("\\x3a:\\x1b[2J")
    elif form == "html":
        assert "<script>" not in text


def test_an_unknown_format() -> None:
    """There is no guess."""
    with pytest.raises(KeyError):
        render(VALID, "xml")
