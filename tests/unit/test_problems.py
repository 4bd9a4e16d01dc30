"""Problems: how a defect reads, and in which order."""

from __future__ import annotations

import pytest

from onrecord.problems import Problem, sort_problems


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (
            Problem(
                "not-the-slice",
                "exact is 'Bargs', but the text has 'Barge' at 4-9",
                "run convert again",
                "data/quotes.csv",
                "quotes",
                7,
                "quo_a",
                "exact",
                "Bargs",
            ),
            "data/quotes.csv:7: quo_a exact: exact is 'Bargs', but the text has 'Barge' at 4-9; run convert again "
            "[not-the-slice]",
        ),
        (
            Problem("stray-file", "no resource lists it", "remove it", "data/x.csv"),
            "data/x.csv: no resource lists it; remove it [stray-file]",
        ),
        (Problem("no-version", "no version", field="version"), "package: version: no version [no-version]"),
        (Problem("two-rows", "a key twice", path="a.csv", line=3, key="1,2"), "a.csv:3: 1,2: a key twice [two-rows]"),
        (Problem("x", "all is lost"), "package: all is lost [x]"),
    ],
    ids=["all parts", "file", "field", "row", "package"],
)
def test_one_line_says_it_all(problem: Problem, line: str) -> None:
    """Place, key, field, rule, remedy and code, and no trace of what is not meant."""
    assert str(problem) == line


def test_machine_form() -> None:
    """Every attribute by its name, the empty ones too."""
    assert Problem("x", "all is lost", line=2).as_dict() == {
        "code": "x",
        "message": "all is lost",
        "remedy": "",
        "path": "",
        "table": "",
        "line": 2,
        "key": "",
        "field": "",
        "value": "",
        "severity": "error",
    }


def test_order_is_that_of_the_files() -> None:
    """By file, line as a number, field and code; what two engines found alike is told once."""
    rising = [
        Problem("b", "m"),
        Problem("a", "m", path="data/a.csv", line=2, field="x"),
        Problem("b", "m", path="data/a.csv", line=2, field="x"),
        Problem("a", "m", path="data/a.csv", line=2, field="y"),
        Problem("a", "m", path="data/a.csv", line=10, field="a"),
        Problem("a", "m", path="data/b.csv"),
    ]
    assert sort_problems([*reversed(rising), rising[0]]) == rising
