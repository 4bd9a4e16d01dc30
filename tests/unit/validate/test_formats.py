"""A verdict in the formats of others, as those who read them do."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from onrecord.problems import Problem
from onrecord.validate import FORMATS, Verdict, render

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
    """Tables without an error pass, and warnings are told aside."""
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
    assert suite.findtext("system-out") == "data/votes.csv:3: advice: yes 6\nnot 5; look [reports-differ]"


def test_junit_takes_any_character() -> None:
    """A cell may hold what XML forbids."""
    odd = Problem("nul-character", "a\0b\x1bc <&> \ud83d", path="data/x.csv")
    [suite] = ElementTree.fromstring(render(Verdict((odd,), (), {}, 0, 0, ()), "junit").replace("\ud83d", "?"))
    assert suite.findtext(".//failure") == "data/x.csv: a\\x00b\\x1bc <&> ? [nul-character]"


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
    """Percent signs and line breaks are escaped, as the workflow commands ask."""
    assert render(VERDICT, "github", "out").splitlines() == [
        "::error file=out/data/100%25.csv,line=1,title=missing-file::the file does not exist",
        "::error file=out/data/mentions.csv,line=5,title=below-minimum::men_a start: '-1' is below the minimum 0; "
        "correct the cell",
        "::warning file=out/data/votes.csv,line=3,title=reports-differ::yes 6%0Anot 5; look",
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


def test_an_unknown_format() -> None:
    """There is no guess."""
    with pytest.raises(KeyError):
        render(VALID, "xml")
