"""Columns that readers misinterpret are reported as advice, once for the whole column."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from onrecord.tableschema.schema import parse_table
from onrecord.validation.readers import Pitfalls

NUMBERS = "every value looks like a number, and readers would change"


def reported(cells: list[str | None], **declared: Any) -> list[tuple[str, str]]:
    """Code and message of each problem with a column, read in blocks of two rows."""
    table = parse_table("things", {"fields": [{"name": "x", "type": "string", **declared}]}, "here")
    pitfalls = Pitfalls(table, "things.csv")
    for first in range(0, len(cells), 2):
        pitfalls.see(pl.DataFrame({"x": pl.Series(cells[first : first + 2], dtype=pl.String)}))
    return [(problem.code, problem.message) for problem in pitfalls.problems()]


@pytest.mark.parametrize(
    ("cells", "declared", "problems"),
    [
        (["007", None, "12"], {}, [("reads-as-number", f"{NUMBERS} '007'")]),
        (["1", "2", "12345e67"], {}, [("reads-as-number", f"{NUMBERS} '12345e67'")]),
        (["1.50", "-2"], {"type": "any"}, [("reads-as-number", f"{NUMBERS} '1.50'")]),
        (["12345678901234567"], {}, [("reads-as-number", f"{NUMBERS} '12345678901234567'")]),
        (["1", "2", "3"], {}, []),
        (["007", "1", "x"], {}, []),
        (["007"], {"type": "integer"}, []),
        (
            ["yes", None, "No"],
            {},
            [("reads-as-boolean", "every value looks like a boolean, and readers would turn it into one")],
        ),
        (["yes", "no"], {"constraints": {"enum": ["yes", "no", "abstain"]}}, []),
        (["yes", "no", "perhaps"], {}, []),
        ([None, None, None], {}, []),
        (
            ["2031-01-01T10:00:00", "2031-01-01T10:00:00Z"],
            {"type": "datetime"},
            [("mixed-zones", "some times have a zone, others do not")],
        ),
        (["yes", "Yes"], {}, []),  # only one of two answers
        (["10:00:00", "10:00:00Z"], {"type": "time"}, []),  # the second cell is not a valid time
        (["2031-01-01T10:00:00Z", None, "2031-01-01T10:00:00+01:00"], {"type": "datetime"}, []),
        (["2031-01-01T10:00:00", "2031-01-01T11:00:00"], {"type": "datetime"}, []),
    ],
)
def test_pitfalls(cells: list[str | None], declared: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    """A column is reported only if all its cells are of the kind, and readers would change one."""
    assert reported(cells, **declared) == problems
