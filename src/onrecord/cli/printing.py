"""Lines for people, safe whatever they quote, and files that go to standard output."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, TypeVar

from onrecord.cli.arguments import HERE, STANDARD_OUTPUT
from onrecord.text.printable import visible

if TYPE_CHECKING:
    from pathlib import Path

Output = TypeVar("Output", bound=str | None)


def say(*lines: str, to: TextIO | None = None) -> None:
    """Prints lines, by default on standard output, with third-party text made safe."""
    for line in lines:
        print(visible(line), file=to)


@contextmanager
def telling(options: argparse.Namespace) -> Iterator[Callable[..., None]]:
    """The function that prints results within a block: `say`, or with --quiet nothing, not even progress."""
    if not options.quiet:
        yield say
        return
    from onrecord.progress import hidden

    with hidden():
        yield lambda *lines, to=None: None


@contextmanager
def written_to(output: Output) -> Iterator[Output | Path]:
    """The file that a block writes; for `-` a temporary file, which is copied to standard output after the block."""
    if output != STANDARD_OUTPUT:
        yield output
        return
    from onrecord.package.files import copy_from
    from onrecord.package.staging import temporary_folder

    with temporary_folder() as folder:
        yield folder / "output"
        sys.stdout.flush()
        copy_from(folder / "output", sys.stdout.buffer)


def print_counts(counts: Mapping[str, int], say: Callable[..., None] = say) -> None:
    """Prints a number for each name, in columns."""
    width = max(map(len, counts))
    for name, count in counts.items():
        say(f"  {name:<{width}} {count:>7}")


def in_package(folder: str) -> str:
    """The option that names the package in a suggested command; empty for the current folder."""
    import shlex

    return "" if folder == HERE else f" --package {shlex.quote(folder)}"
