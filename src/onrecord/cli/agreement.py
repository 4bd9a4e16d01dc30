"""`onrecord agreement`: how far two people who reviewed the same rows agree."""

from __future__ import annotations

import argparse

from onrecord.cli.arguments import add_format
from onrecord.cli.exits import VALID, leaving
from onrecord.cli.printing import written_to
from onrecord.text.printable import escape_json, visible

EXAMPLE = 'onrecord agreement out "Nora Pell" "Ada Quint" --adjudicate settle.csv'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument("package", metavar="PACKAGE", help="folder of the package")
    parser.add_argument("one", metavar="CODER", help="a coder, or the path of a file in corrections/")
    parser.add_argument("other", metavar="OTHER", help="another coder")
    parser.add_argument(
        "--adjudicate", metavar="FILE", help="write the values on which they disagree as corrections to be filled in"
    )
    add_format(parser, ("text", "json"))


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.evaluation.agreement import measure_agreement
    from onrecord.evaluation.review_rendering import render_agreement, render_agreement_json

    with leaving("nothing was written"), written_to(options.adjudicate) as adjudicate:
        agreement = measure_agreement(options.package, options.one, options.other, adjudicate=adjudicate)
    if options.format == "json":
        print(escape_json(render_agreement_json(agreement)), end="")
    else:
        print(visible(render_agreement(agreement), lines=True), end="")
    return VALID
