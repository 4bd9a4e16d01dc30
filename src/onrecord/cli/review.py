"""`onrecord review`: a page on this machine on which a person reviews rows."""

from __future__ import annotations

import argparse
from pathlib import Path

from onrecord.cli.arguments import add_package, names, positive_number, whole_number
from onrecord.cli.exits import VALID
from onrecord.cli.printing import in_package, say

EXAMPLE = 'onrecord review out --coder "Nora Pell" --sample 200 --seed 1'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    add_package(parser, "folder of the package")
    parser.add_argument(
        "--coder", metavar="NAME", required=True, help="who reviews; each coder has a file in corrections/"
    )
    parser.add_argument(
        "--tables",
        metavar="TABLES",
        type=names,
        default=("quotes", "votes", "claims"),
        help="tables to review, with commas (default: quotes,votes,claims); also mentions and entities",
    )
    parser.add_argument(
        "--sample", metavar="N", type=positive_number, help="review N rows at random, stratified by method"
    )
    parser.add_argument(
        "--articles",
        metavar="N",
        type=positive_number,
        help="review all rows of N articles at random, and what is missing",
    )
    parser.add_argument("--seed", metavar="N", type=whole_number, default=1, help="which random sample (default: 1)")
    parser.add_argument("--port", metavar="N", type=whole_number, default=0, help="port (default: any free port)")


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.errors import PackageError
    from onrecord.review.desk import open_desk
    from onrecord.review.queue import Selection

    if options.sample is not None and options.articles is not None:
        raise PackageError("--sample and --articles exclude each other; choose rows or whole articles")
    if options.port > 65535:
        raise PackageError(f"--port {options.port}: the largest port is 65535; leave it out for any free port")
    selection = Selection(options.tables, options.sample, options.articles, options.seed)
    desk = open_desk(Path(options.package), options.coder, selection)
    try:
        from onrecord.review.server import serve
    except ImportError:
        raise PackageError('the review desk is not installed; run: pip install "onrecord[review]"') from None

    def ready(address: str) -> None:
        progress = desk.progress(desk.states())
        say(f"{progress.done} of {progress.total} rows are done; decisions are written to {desk.journal.path}")
        if desk.reading.hidden:
            say("note: rows that corrections withdrew or merged are not in the tables, so they cannot be reviewed")
        print(f"open {address}", flush=True)
        say("Ctrl-C ends the desk; the same command goes on where it was")

    serve(desk, options.port, ready)
    progress = desk.progress(desk.states())
    say(f"{progress.done} of {progress.total} rows are done; to apply: onrecord convert{in_package(options.package)}")
    return VALID
