"""How two packages differ, as people and programs read it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.errors import PackageError
from onrecord.release import Diff, diff, render

from ...small_package import VOTE_ID, claim_id, edit_cell, edit_descriptor, edit_rows


@pytest.fixture
def found(small_package: Path, tmp_path: Path) -> Diff:
    """A changed count, and a claim that went, beside the small package as it was."""
    edit_descriptor(small_package, lambda value: value.update(version="1.2.0"))
    old = shutil.copytree(small_package, tmp_path / "old")
    edit_cell(small_package, "vote_counts", f"{VOTE_ID},no", "value", "3")
    edit_rows(small_package, "claims", lambda rows: rows.pop(0))
    return diff(old, small_package)


def test_text(found: Diff) -> None:
    """The changes, then every row and cell, then the level."""
    assert render(found, "text") == (
        "minor  claims: 1 row removed\n"
        "patch  vote_counts: 1 row changed\n"
        f"\nvote_counts\n~ {VOTE_ID},no value: '2' -> '3'\n"
        f"\nclaims\n- {claim_id(0)}\n"
        "\nminor: the next version is 1.3.0\n"
    )


def test_csv(found: Diff) -> None:
    """A line a change."""
    assert render(found, "csv") == (
        "table,change,key,field,old,new\n"
        f'vote_counts,changed,"{VOTE_ID},no",value,2,3\n'
        f"claims,removed,{claim_id(0)},,,\n"
    )


def test_json(found: Diff) -> None:
    """Whole rows where they came or went."""
    value = json.loads(render(found, "json"))
    assert (value["level"], value["version"]) == ("minor", "1.3.0")
    assert value["changes"] == [
        {"level": "minor", "reason": "claims: 1 row removed"},
        {"level": "patch", "reason": "vote_counts: 1 row changed"},
    ]
    assert value["tables"]["vote_counts"] == {
        "key": ["vote_id", "option"],
        "added": [],
        "removed": [],
        "changed": [{"key": [VOTE_ID, "no"], "field": "value", "old": "2", "new": "3"}],
    }
    [removed] = value["tables"]["claims"]["removed"]
    assert (removed["claim_id"], removed["certainty"]) == (claim_id(0), "certain")


def test_markdown_is_short(small_package: Path, tmp_path: Path) -> None:
    """Twenty rows of a table and the number of the others; what Markdown would take for its own is escaped."""
    old = shutil.copytree(small_package, tmp_path / "old")
    edit_rows(small_package, "mentions", lambda rows: [row.update(exact="a|*b*\n" + "c" * 99) for row in rows])
    edit_rows(small_package, "quotes", lambda rows: [row.update(confidence="0.5", method="x@1") for row in rows])
    edit_rows(small_package, "quote_spans", lambda rows: [row.update(confidence="0.5", method="x@1") for row in rows])
    page = render(diff(old, small_package), "markdown")
    assert page.startswith("**patch")
    assert "| a\\|\\*b\\* cccc" in page
    spans = page.partition("### quote_spans")[2]
    assert spans.partition("###")[0].count("| changed |") == 20
    assert "more" in spans


def test_nothing(small_package: Path) -> None:
    """A package does not differ from itself."""
    same = diff(small_package, small_package)
    assert [render(same, form) for form in ("text", "csv", "markdown")] == [
        "no difference\n",
        "table,change,key,field,old,new\n",
        "**no difference**\n",
    ]
    assert (same.level, same.version) == ("none", "")


def test_the_command(found: Diff, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints what the function gives."""
    assert main(["diff", found.old, found.new, "--format", "csv"]) == 0
    assert capsys.readouterr().out == render(found, "csv")
    with pytest.raises(PackageError, match="no such package"):
        diff("nowhere", found.new)
