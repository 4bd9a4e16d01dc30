"""`onrecord report`: a page to look at."""

from __future__ import annotations

import argparse

from onrecord.cli.arguments import add_package
from onrecord.cli.exits import VALID, leaving
from onrecord.cli.printing import say

SUMMARY = "write one page to look at"
EXAMPLE = "onrecord report --package out --output report.html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    add_package(parser)
    parser.add_argument("--output", metavar="FILE", default="report.html", help="file to write (default: report.html)")


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.site import write_report

    with leaving("the page was left as it was"):
        report = write_report(options.package, options.output)
    say(f"{report.path}: open it in a browser", *report.notes)
    return VALID
