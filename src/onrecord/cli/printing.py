"""Lines for people, whatever is in what they quote."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TextIO

from onrecord.cli.arguments import HERE
from onrecord.text.printable import visible


def say(*lines: str, to: TextIO | None = None) -> None:
    """Prints lines, on standard output unless told, whatever others have written in them."""
    for line in lines:
        print(visible(line), file=to)


def print_counts(counts: Mapping[str, int]) -> None:
    """Prints a number for each name, in columns."""
    width = max(map(len, counts))
    for name, count in counts.items():
        say(f"  {name:<{width}} {count:>7}")


def counted(number: int, noun: str) -> str:
    """As in "1 table", "2 tables"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def in_package(folder: str) -> str:
    """What is added to a command that is to be run next, where the package is not the current folder."""
    return "" if folder == HERE else f" --package {shlex.quote(folder)}"
