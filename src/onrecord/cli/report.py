"""`onrecord report`: a page on a package."""

from __future__ import annotations

import argparse
import sys

from onrecord.cli.arguments import STANDARD_OUTPUT, add_output, add_package
from onrecord.cli.exits import VALID, leaving
from onrecord.cli.printing import say, written_to

EXAMPLE = "onrecord report out --output report.html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    add_package(parser)
    add_output(parser, "file to write (default: report.html)", "report.html")


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.site import report

    with leaving("the page was left as it was"), written_to(options.output) as output:
        page = report(options.package, output)
    if options.output == STANDARD_OUTPUT:
        say(*page.notes, to=sys.stderr)
    else:
        say(f"{page.path}: open it in a browser", *page.notes)
    return VALID
