"""`onrecord export`: a package in the formats of other tools."""

from __future__ import annotations

import argparse
import sys

from onrecord.cli.arguments import STANDARD_OUTPUT, add_output, add_package
from onrecord.cli.exits import VALID, leaving
from onrecord.cli.printing import say, written_to
from onrecord.text.numbers import counted

EXAMPLE = "onrecord export popolo out"

# The formats, and what is counted in each.
_NOUNS = {
    "popolo": "vote event",
    "claimreview": "claim",
    "annotations": "annotation",
    "labelstudio": "task",
    "labelstudio-interface": "label",
    "postgres": "table",
    "views": "view",
    "duckdb": "table",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument(
        "form",
        metavar="FORMAT",
        choices=tuple(_NOUNS),
        help="popolo: votes for Popolo and Open Civic Data; claimreview: schema.org skeletons for fact-checkers; "
        "annotations: every span as a W3C web annotation; labelstudio: tasks for Label Studio; labelstudio-interface: "
        "the labeling interface for them; postgres: a script that loads all tables into PostgreSQL; "
        "views: joined views for any SQL database; duckdb: all tables and views as one DuckDB database",
    )
    add_package(parser, "folder, .zip or descriptor of the package")
    add_output(parser, "file to write (default: named after the format)")


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.exports import export

    with leaving("the file was left as it was"), written_to(options.output) as output:
        written = export(options.form, options.package, output)
    if options.output != STANDARD_OUTPUT:
        say(f"{written.path}: {counted(written.count, _NOUNS[options.form])}")
    for note in written.notes:
        say(f"note: {note}", to=sys.stderr)
    return VALID
