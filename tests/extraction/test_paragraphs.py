"""Ordinary paragraphs of news, full of numbers: those of a vote are read, and no others.

A paragraph a line; `paragraphs_with_votes.tsv` has the counts before it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Read

HERE = Path(__file__).parent
WITHOUT = (HERE / "paragraphs_without_votes.txt").read_text("utf-8").splitlines()
WITH = [line.split("\t") for line in (HERE / "paragraphs_with_votes.tsv").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("text", WITHOUT)
def test_no_vote(read: Read, text: str) -> None:
    """Scores, shares, ratios, ages, times, sums, seats and future votes are not votes."""
    assert read(f"Local report\n\n{text}")[1].votes == ()


@pytest.mark.parametrize(("counts", "text"), WITH)
def test_one_vote(read: Read, counts: str, text: str) -> None:
    """One vote, with the counts of the paragraph on their sides, and no other numbers."""
    _, found = read(f"Local report\n\n{text}")
    assert [
        " ".join(f"{count.option}={count.value:g}{'%' if count.unit == 'percent' else ''}" for count in vote.counts)
        for vote in found.votes
    ] == [counts]
