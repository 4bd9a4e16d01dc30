"""`onrecord site`: a website of a package."""

from __future__ import annotations

import argparse

from onrecord.cli.arguments import add_package, positive_number
from onrecord.cli.exits import VALID, leaving
from onrecord.cli.printing import say

EXAMPLE = "onrecord site out --output site"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    add_package(parser)
    parser.add_argument("-o", "--output", metavar="FOLDER", default="site", help="folder to write (default: site)")
    parser.add_argument(
        "-j",
        "--jobs",
        type=positive_number,
        metavar="N",
        help="how many processes write pages (default: two, if there are as many processors); the site is the same",
    )
    parser.add_argument(
        "--evaluation",
        metavar="FILE",
        help="show the figures of this package's own reviewed sample: what onrecord evaluate --reviewed --format json "
        "prints",
    )


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.site import make_site

    with leaving("the site was left as it was"):
        made = make_site(options.package, options.output, jobs=options.jobs, evaluation=options.evaluation)
    say(f"{made.path}: open it in a browser", *made.notes)
    return VALID
