"""`onrecord diff`: the differences between two packages."""

from __future__ import annotations

import argparse

from onrecord.cli.arguments import add_format
from onrecord.cli.exits import VALID, leaving

EXAMPLE = "onrecord diff dist/my-corpus/1.0.0 out --format markdown"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument(
        "old",
        metavar="OLD",
        help="folder, .zip or descriptor of the old package, or a release as for get, such as dist/NAME@1.0.0",
    )
    parser.add_argument("new", metavar="NEW", help="the new package, likewise")
    add_format(parser, ("text", "json", "csv", "markdown", "html"))


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.release import diff, render

    with leaving("nothing was written"):
        found = render(diff(options.old, options.new), options.format)
    print(found, end="")
    return VALID
