"""`onrecord review`: a page on this machine on which a person reviews rows."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.arguments import add_package, names, positive_number, whole_number
from onrecord.cli.exits import VALID
from onrecord.cli.printing import in_package, say
from onrecord.text.numbers import counted

if TYPE_CHECKING:
    from onrecord.review.desk import Desk

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
    parser.add_argument(
        "--coders",
        metavar="N",
        type=positive_number,
        default=1,
        help="how many people review this sample, blind to each other: decisions wait for all (default: 1)",
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
    if options.coders > 1 and options.sample is None and options.articles is None:
        raise PackageError("--coders is for samples; choose --sample or --articles, too")
    selection = Selection(options.tables, options.sample, options.articles, options.seed, options.coders)
    desk = open_desk(Path(options.package), options.coder, selection)
    try:
        from onrecord.review.server import serve
    except ImportError:
        raise PackageError('the review desk is not installed; run: pip install "onrecord[review]"') from None

    def ready(address: str) -> None:
        progress = desk.progress(desk.states())
        say(f"{progress.done} of {progress.total} rows are done; decisions are written to {desk.journal.path}")
        for note in _notes(desk):
            say(f"note: {note}")
        print(f"open {address}", flush=True)
        say("Ctrl-C ends the desk; the same command goes on where it was")

    serve(desk, options.port, ready)
    progress = desk.progress(desk.states())
    say(f"{progress.done} of {progress.total} rows are done; to apply: onrecord convert{in_package(options.package)}")
    return VALID


def _notes(desk: Desk) -> Iterator[str]:
    """What a coder should know about the rows before beginning."""
    if desk.selection.coders > 1:
        number = counted(desk.selection.coders, "coder")
        yield f"the sample is for {number}; onrecord convert applies what they decide of a row when all have judged it"
    elif desk.others:
        files = ", ".join(desk.others)
        yield f"{files}: the same sample, by another coder; with --coders 2, decisions of both wait for each other"
    if desk.lost.judged:
        rows = counted(desk.lost.judged, "row")
        yield f"{rows} of the sample no longer in the tables, because of corrections; what was decided still counts"
    if desk.lost.others:
        gone, total = counted(desk.lost.others, "more row"), f"{desk.lost.total:,}"
        yield f"{gone} of the {total} from which the sample was drawn no longer in the tables: the sample is smaller"
    elif desk.reading.hidden and not desk.lost.judged:
        yield "rows that corrections withdrew or merged are not in the tables, so they cannot be reviewed"
