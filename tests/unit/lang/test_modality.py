"""What the words of a proposition say, without a parse."""

from __future__ import annotations

import pytest

from onrecord.lang.en.modality import certainty, cut_off, denies, is_negated, left_out

NEGATIONS = [
    ("The bridge has not been inspected", True),
    ("It isn’t safe", True),
    ("Nobody told the crew", True),
    ("The town cannot pay", True),
    ("When the bridge did not open, boats waited", False),
    ("The board knows that the roof is not safe", False),
    ("The roof is safe", False),
    ("The knot held", False),
    ("there is no “factual basis” for it", True),
    ("he told them no, twice", False),
    ("Lee and Ray voted no", False),
]


@pytest.mark.parametrize(("text", "expected"), NEGATIONS)
def test_negations(text: str, expected: bool) -> None:
    """Those of the main clause count."""
    assert is_negated(text) is expected


CERTAINTIES = [
    ("The pier may collapse", "", "", "possible"),
    ("May was dry", "", "", "certain"),
    ("Perhaps 50 pupils left", "", "", "possible"),
    ("The town will probably pay", "", "", "probable"),
    ("Likely voters stayed home", "", "", "probable"),
    ("Most likely voters stayed home", "", "", "certain"),
    ("The town knows that it may flood", "", "", "certain"),
    ("the repairs will cost $4 million", "", "predicted", "probable"),
    ("the roof will last", "", "suggested", "possible"),
    ("the town will pay", "It is likely that ", "said", "probable"),
    ("the town will pay", "It is possible. Vane said that ", "said", "certain"),
]


@pytest.mark.parametrize(("text", "before", "cue", "expected"), CERTAINTIES)
def test_certainties(text: str, before: str, cue: str, expected: str) -> None:
    """By hedges of the main clause, by what leads to it, by its cue."""
    assert certainty(text, before, cue) == expected


@pytest.mark.parametrize(("cue", "expected"), [("denied", True), ("has disputed", True), ("said", False), ("", False)])
def test_denials(cue: str, expected: bool) -> None:
    """By the words that report it."""
    assert denies(cue) is expected


LEFT_OUT = [
    ("the bridge does not meet the code", "the bridge has not been inspected and does not meet the code", ""),
    ("The ferry will stay shut", "The ferry, she said, will stay shut", ""),
    ("In nine cases the work was done", "In nine cases, the report says, the work was done", ""),
    ("training focused on leadership", "training which he said focused on leadership", ""),
    ("The ferry 🚢 will stay", "The ferry 🚢 will stay", ""),
    ("the ferry will stay shut", "the ferry will not stay shut", "not"),
    ("members agreed", "Not all members agreed", "Not all"),
    ("The mill stood empty", "The mill stood empty since 2009", "since 2009"),
    ("The mill, stood empty", "The mill, never, stood empty", "never"),
]


@pytest.mark.parametrize(("text", "exact", "expected"), LEFT_OUT)
def test_left_out(text: str, exact: str, expected: str) -> None:
    """Frames and other clauses may go, ends and words that matter may not."""
    assert left_out(text, exact) == expected


CUT_OFF = [
    ("Not all ", " of them", "all"),
    ("She said ", ".", ""),
    ("", ", if it rains", "if"),
    ("", " $600,000 a year", "$600,000"),
    ("", ", 40 miles away", ""),
    ("He said the ", " and left", ""),
]


@pytest.mark.parametrize(("before", "after", "expected"), CUT_OFF)
def test_cut_off(before: str, after: str, expected: str) -> None:
    """The word next to it without which it has another meaning."""
    assert cut_off(before, after) == expected
