"""Case: one defect and the whole list of problems that it brings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.validation import RULES

from ..small_package import edit_cell


class Case(NamedTuple):
    """What is done to the small package, and the lines that the validator then prints."""

    name: str
    edit: Callable[[Path], object]
    problems: list[str]

    def __str__(self) -> str:
        return self.name


def cell(table: str, key: str, field: str, value: str, **options: Any) -> Callable[[Path], None]:
    """An edit that changes one cell."""
    return lambda package: edit_cell(package, table, key, field, value, **options)


def both(*edits: Callable[[Path], object]) -> Callable[[Path], None]:
    """An edit that makes several."""

    def edit(package: Path) -> None:
        for one in edits:
            one(package)

    return edit


def reported(code: str, place: str, message: str, remedy: str = "") -> str:
    """A problem of one of onrecord's own packages as it is printed, with the remedy of its rule."""
    rule = RULES[code]
    mark = "advice: " if rule.stays_advice else ""
    return f"{place}: {mark}{message}; {remedy or rule.convert or rule.remedy} [{code}]"


def reported_for_third_party(code: str, place: str, message: str, remedy: str = "") -> str:
    """A problem of a third-party package as it is printed, with the remedy of its rule."""
    rule = RULES[code]
    mark = "advice: " if rule.severity == "advice" else ""
    return f"{place}: {mark}{message}; {remedy or rule.remedy} [{code}]"
