"""`onrecord evaluate`: how well articles are read."""

from __future__ import annotations

import argparse

from onrecord.cli.arguments import add_format
from onrecord.cli.exits import VALID, leaving
from onrecord.text.printable import escape_json, visible

EXAMPLE = "onrecord evaluate gold.jsonl --format json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument("gold", metavar="GOLD", help="JSON lines, as docs/evaluate.md describes them")
    parser.add_argument(
        "--predictions", metavar="FILE", help="score these instead: what another program read in the same texts"
    )
    parser.add_argument("--write", metavar="FILE", help="write what onrecord read, in the format of GOLD")
    add_format(parser, ("text", "json"))


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.evaluation import evaluate, render_json, render_text

    render = {"text": render_text, "json": render_json}[options.format]
    with leaving("nothing was written"):
        found = render(evaluate(options.gold, options.predictions, write=options.write))
    print(escape_json(found) if options.format == "json" else visible(found, lines=True), end="")
    return VALID
