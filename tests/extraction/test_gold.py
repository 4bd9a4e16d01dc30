"""The passages of tests/gold: no invented vote, and no fewer right than docs/method.md says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.cli import main

GOLD = Path(__file__).parents[1] / "gold" / "votes.jsonl"
LEAST = {"is a vote": 0.97, "counts": 0.96, "result": 0.92, "body": 0.88, "voters": 0.95, "all but the body": 0.85}


def test_votes_of_the_gold(capsys: pytest.CaptureFixture[str]) -> None:
    """A lower figure means that a rule broke. The precision is 1: nothing else is taken for a vote."""
    assert main(["evaluate", str(GOLD), "--format", "json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert figures["votes/is a vote"]["precision"] == 1.0
    found = {name: figures[f"votes/{name}"]["value"] for name in LEAST}
    assert {name: value for name, value in found.items() if value < LEAST[name]} == {}
