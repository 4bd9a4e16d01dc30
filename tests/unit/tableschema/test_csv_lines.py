"""Lines: the text for the csv module, and the numbers and marks of the lines."""

from __future__ import annotations

import io

import pytest

from onrecord.tableschema import csv_lines
from onrecord.tableschema.blocks import Marks
from onrecord.tableschema.csv_lines import Lines


@pytest.mark.parametrize("step", [1, 3, 1 << 20])
def test_lines_and_their_numbers(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each record is a line; a comment is an empty line; how lines end is counted."""
    monkeypatch.setattr(csv_lines, "_STEP", step)
    marks, found = Marks(), []
    lines = Lines(io.BytesIO(b"a\rb\r\n#c\nd\0\n\ne"), 1, marks, "#")
    for line in lines:
        lines.end_record()
        found.append((line, lines.is_comment, lines.number))
    assert found == [
        ("a\r", False, 2),
        ("b\r\n", False, 3),
        ("\n", True, 4),
        ("d\0\n", False, 5),
        ("\n", False, 6),
        ("e", False, 6),
    ]
    assert lines.given == 13
    assert marks == Marks(nul=[4], ends={"\r": (1, 1), "\r\n": (1, 2), "\n": (3, 3)})
