"""`onrecord init`: a new, empty package."""

from __future__ import annotations

import argparse

from onrecord.cli.exits import VALID, leaving
from onrecord.cli.printing import in_package, say

EXAMPLE = "onrecord init my-corpus"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument("folder", metavar="DIR", help="folder of the new package; created if it is missing")
    parser.add_argument(
        "--requirement",
        metavar="SPEC",
        help="what its workflow installs, such as 'onrecord==0.2.0' or 'onrecord @ git+https://…' "
        "(default: where this onrecord was installed from)",
    )


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.package.skeleton import init

    with leaving("no package was created"):
        made = init(options.folder, options.requirement)
    say(f"{made.folder}: an empty package; its workflow installs {made.requirement}")
    if made.note:
        say(f"note: {made.note}")
    say(f"next: put articles into {made.folder}/seeds and run: onrecord convert{in_package(options.folder)}")
    return VALID
