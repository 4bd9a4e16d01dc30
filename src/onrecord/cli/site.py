"""`onrecord site`: a website of a package."""

from __future__ import annotations

import argparse

from onrecord.cli.arguments import add_package
from onrecord.cli.exits import VALID, leaving
from onrecord.cli.printing import say

EXAMPLE = "onrecord site out --output site"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    add_package(parser)
    parser.add_argument("-o", "--output", metavar="FOLDER", default="site", help="folder to write (default: site)")


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.site import make_site

    with leaving("the site was left as it was"):
        made = make_site(options.package, options.output)
    say(f"{made.path}: open it in a browser", *made.notes)
    return VALID
