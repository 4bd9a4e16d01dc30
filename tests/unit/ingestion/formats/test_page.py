"""The page about sources is about the formats that there are."""

from __future__ import annotations

import re
from pathlib import Path

from onrecord.ingestion.formats import formats
from onrecord.ingestion.record_names import FACTS
from onrecord.ingestion.records import fact_named

PAGE = (Path(__file__).parents[4] / "docs" / "sources.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (.+) \|$", re.MULTILINE)


def test_suffixes() -> None:
    """Each suffix of a format is in the table."""
    table = PAGE.partition("\n\n| format")[2].partition("\n\n")[0]
    assert [suffix for found in formats() for suffix in found.suffixes if f"`{suffix}`" not in table] == []


def test_names() -> None:
    """Each name in the table leads to its fact."""
    table = PAGE.partition("\n## JSON\n")[2].partition("\n## ")[0]
    rows = {fact: re.findall(r"`([^`]+)`", names) for fact, names in ROW.findall(table)}
    assert [*rows] == ["text", *FACTS]
    assert [(fact, name) for fact, names in rows.items() for name in names if fact_named(name) != fact] == []
