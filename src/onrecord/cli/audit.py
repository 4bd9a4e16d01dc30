"""`onrecord audit`: whose voices a package carries."""

from __future__ import annotations

import argparse

from onrecord.cli.arguments import STANDARD_OUTPUT, add_package, add_quiet, positive_number, whole_number
from onrecord.cli.exits import VALID, leaving
from onrecord.cli.printing import telling
from onrecord.errors import PackageError
from onrecord.text.numbers import counted
from onrecord.voices.auditing import RESAMPLES, SEED, TOP

EXAMPLE = "onrecord audit out --codes codes.csv --output audit"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    add_package(parser, "folder, .zip or descriptor of the package")
    parser.add_argument(
        "-o", "--output", metavar="DIR", default="audit", help="folder for the tables and charts (default: audit)"
    )
    parser.add_argument(
        "--codes",
        metavar="FILE",
        help="your own codes of speakers, such as a party: CSV with the columns entity_id, category and value",
    )
    parser.add_argument(
        "--measured",
        metavar="FILE",
        help="how often the reader is wrong, as you measured it: CSV with the columns by, true, read and count, or the "
        "JSON of onrecord evaluate --reviewed (default: as docs/method.md states it)",
    )
    parser.add_argument("--no-charts", action="store_true", help="write the tables alone")
    parser.add_argument(
        "--top",
        metavar="N",
        type=positive_number,
        default=TOP,
        help=f"name so many speakers in each part (default: {TOP})",
    )
    parser.add_argument(
        "--resamples",
        metavar="N",
        type=positive_number,
        default=RESAMPLES,
        help=f"draw the stories again so often for the intervals (default: {RESAMPLES})",
    )
    parser.add_argument(
        "--seed", metavar="N", type=whole_number, default=SEED, help=f"where the random numbers begin (default: {SEED})"
    )
    add_quiet(parser)


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    if options.output == STANDARD_OUTPUT:
        message = "an audit is a folder and cannot go to standard output; name a folder"
        raise PackageError(f"--output {STANDARD_OUTPUT}: {message}")
    from onrecord.voices import audit
    from onrecord.voices.rendering import render

    with leaving("nothing was written"), telling(options) as tell:
        made = audit(
            options.package,
            options.output,
            options.codes,
            options.measured,
            charts=not options.no_charts,
            resamples=options.resamples,
            seed=options.seed,
            top=options.top,
        )
        tell(*render(made))
        tell(f"{made.path}: {counted(len(made.files), 'file')}")
    return VALID
