"""Every clause of the standard is judged as it says, by one engine and by two."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from onrecord.errors import PackageError
from onrecord.validation import RULES, Verdict, validate

from .clauses import ROWS, Row, as_json

# What is said of an engine, and not of a package.
_OF_ENGINES = {"engine-failed"}


def write(folder: Path, row: Row) -> Path:
    """The package of a row."""
    for path, content in row.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(content) if isinstance(content, dict) else content
        (folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def errors(verdict: Verdict) -> tuple[str, ...]:
    """The codes of the errors, with their lines."""
    return tuple(sorted(one.code + (f":{one.line}" if one.line else "") for one in verdict.errors))


@pytest.mark.parametrize("engine", ["fast", "both"])
@pytest.mark.parametrize(
    "row",
    [pytest.param(one, marks=pytest.mark.xfail(reason=one.awaits, strict=True) if one.awaits else ()) for one in ROWS],
    ids=str,
)
def test_clause(row: Row, engine: str, tmp_path: Path) -> None:
    """What a clause forbids is an error, what it allows is none, whoever judges."""
    try:
        verdict = validate(write(tmp_path, row), engine=engine)
    except PackageError as error:
        pytest.fail(f"not judged at all: {error}")
    assert errors(verdict) == row.errors, [str(one) for one in verdict.problems]
    assert {one.code for one in verdict.advice} - _OF_ENGINES == row.advice, [str(one) for one in verdict.problems]
    assert verdict.valid == (not row.errors)


def test_strict(tmp_path: Path) -> None:
    """What is advice otherwise is an error where it is asked for."""
    row = next(one for one in ROWS if one.advice == {"loose-form"} and not one.errors)
    verdict = validate(write(tmp_path, row), strict=True)
    assert ({one.code for one in verdict.errors}, verdict.advice) == ({"loose-form"}, ())


def test_each_row_is_another_one() -> None:
    """No clause is shown twice by the same thing; each error is one that the standard forbids."""
    assert [name for name, count in Counter(map(str, ROWS)).items() if count > 1] == []
    codes = {error.partition(":")[0] for row in ROWS for error in row.errors}
    assert [code for code in codes if not RULES[code].clause.startswith(("Data", "Table"))] == []
    assert [code for row in ROWS for code in row.advice if RULES[code].clause] == []
    assert all(json.loads(json.dumps(as_json(row))) for row in ROWS)
