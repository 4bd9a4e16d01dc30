"""`onrecord evaluate`: how well articles are read."""

from __future__ import annotations

import argparse
import sys

from onrecord.cli.arguments import STANDARD_OUTPUT, add_format
from onrecord.cli.exits import VALID, leaving, stop
from onrecord.cli.printing import written_to
from onrecord.text.printable import escape_json, visible

EXAMPLE = "onrecord evaluate gold.jsonl --format json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument("gold", metavar="GOLD", nargs="?", help="JSON lines, as docs/evaluate.md describes them")
    parser.add_argument(
        "--reviewed", metavar="PACKAGE", help="score this package by the sample of its rows that a person reviewed"
    )
    parser.add_argument("--coder", metavar="NAME", help="with --reviewed: whose review (default: the only coder's)")
    parser.add_argument(
        "--predictions", metavar="FILE", help="score these instead: what another program read in the same texts"
    )
    parser.add_argument(
        "--write",
        metavar="FILE",
        help="write what onrecord read, in the format of GOLD; - for standard output (scores: standard error)",
    )
    add_format(parser, ("text", "json"))


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    if (options.gold is None) is (options.reviewed is None):
        return stop("name a gold file, or a package with --reviewed: onrecord evaluate --reviewed out")
    if options.reviewed is not None:
        return _reviewed(options)
    from onrecord.evaluation import evaluate, render_json, render_text

    render = {"text": render_text, "json": render_json}[options.format]
    with leaving("nothing was written"), written_to(options.write) as write:
        scores = render(evaluate(options.gold, options.predictions, write=write))
    shown = escape_json(scores) if options.format == "json" else visible(scores, lines=True)
    print(shown, end="", file=sys.stderr if options.write == STANDARD_OUTPUT else None)
    return VALID


def _reviewed(options: argparse.Namespace) -> int:
    from onrecord.evaluation.review_rendering import render_reviewed, render_reviewed_json
    from onrecord.evaluation.reviewed import evaluate_reviewed

    if options.predictions or options.write:
        return stop("--predictions and --write need a gold file; leave them out with --reviewed")
    evaluation = evaluate_reviewed(options.reviewed, options.coder)
    if options.format == "json":
        print(escape_json(render_reviewed_json(evaluation)), end="")
    else:
        print(visible(render_reviewed(evaluation), lines=True), end="")
    return VALID
