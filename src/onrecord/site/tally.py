"""The tally of a vote as figures, as words and as a drawing."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Sequence

from onrecord.package.own_tables import allowed
from onrecord.package.records import Row
from onrecord.site import sentences

# Up to this number, votes are drawn as squares in rows; more votes, and shares, as a bar.
_SQUARES = 60
_IN_A_ROW = 20
_STEP, _SIDE = 14, 11
_WORDS = {"not_voting": "not voting", "abstain": "abstained"}


@dataclasses.dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing, in pixels."""

    option: str
    x: int
    y: int
    width: int


@dataclasses.dataclass(frozen=True, slots=True)
class Tally:
    """A tally; `figures` is, for example, `6–0` if both sides are stated, else empty.

    `rows` are an option's class in the drawing, its name, and its figure.
    """

    figures: str
    words: str
    boxes: tuple[Box, ...]
    rows: tuple[tuple[str, str, str], ...] = ()
    width: int = _IN_A_ROW * _STEP
    side: int = _SIDE

    @property
    def height(self) -> int:
        """Height of the drawing in pixels."""
        return max((box.y for box in self.boxes), default=0) + self.side


def tally(counts: Sequence[Row]) -> Tally:
    """The tally of a vote from its rows of the table vote_counts.

    Every row is in the words; options that the schema does not list come last. Numbers of votes are drawn, or else
    percentages, never both.
    """
    known = sorted(
        counts, key=lambda row: (row["unit"] == "percent", *in_order("vote_counts", "option", row["option"]))
    )
    unit = known[0]["unit"] if known else ""
    drawn = [row for row in known if row["unit"] == unit]
    stated = {row["option"]: _figure(row) for row in reversed(drawn)}
    figures = f"{stated['yes']}–{stated['no']}" if "yes" in stated and "no" in stated else ""
    words = ", ".join(f"{_figure(row)} {_WORDS.get(row['option'], row['option'])}" for row in known)
    boxes = _boxes([(_style(row["option"]), _number(row["value"])) for row in drawn])
    return Tally(
        figures, words, tuple(boxes), tuple((_style(row["option"]), _named(row), _figure(row)) for row in known)
    )


def in_order(table: str, column: str, value: str) -> tuple[int, str]:
    """Where a value comes among those that the schema of a column lists; others come after them, by their letters."""
    listed = allowed(table, column)
    return (listed.index(value), "") if value in listed else (len(listed), value)


def _style(option: str) -> str:
    """The class of an option in the drawing, which is a word of the schema."""
    return option if option in allowed("vote_counts", "option") else "other"


def _named(row: Row) -> str:
    return sentences.OPTIONS.get(row["option"], row["option"])


def _figure(row: Row) -> str:
    return f"{row['value']}%" if row["unit"] == "percent" else row["value"]


def _number(cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        return 0.0
    return value if math.isfinite(value) and value > 0 else 0.0


def _boxes(counts: Sequence[tuple[str, float]]) -> list[Box]:
    total = sum(value for _, value in counts)
    if total <= _SQUARES and all(value.is_integer() for _, value in counts):
        votes = itertools.chain.from_iterable([option] * int(value) for option, value in counts)
        return [
            Box(option, number % _IN_A_ROW * _STEP, number // _IN_A_ROW * _STEP, _SIDE)
            for number, option in enumerate(votes)
        ]
    full = _IN_A_ROW * _STEP
    boxes, x = [], 0
    for option, value in counts:
        width = round(value / total * full)
        if width:
            boxes.append(Box(option, x, 0, max(1, width - (_STEP - _SIDE))))
        x += width
    return boxes
