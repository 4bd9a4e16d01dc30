"""`onrecord export`: tables for people, and a package in the formats of other tools."""

from __future__ import annotations

import argparse
import sys

from onrecord.cli.arguments import STANDARD_OUTPUT, add_output, add_package
from onrecord.cli.exits import VALID, leaving
from onrecord.cli.printing import say, written_to
from onrecord.text.numbers import counted

EXAMPLE = "onrecord export quotes out --format xlsx"

# What there is a number of, by table or format.
_TABLES = {"quotes": "quote", "votes": "vote", "positions": "position", "claims": "claim", "voices": "voice"}
_LISTS = {"doubts": "doubt"}
_FORMATS = {"popolo": "vote event", "claimreview": "claim", "annotations": "annotation", "labelstudio": "task"}
_SCRIPTS = {"labelstudio-interface": "label", "postgres": "table", "views": "view", "duckdb": "table"}
_NOUNS = {**_TABLES, **_LISTS, **_FORMATS, **_SCRIPTS}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument(
        "form",
        metavar="TABLE",
        choices=tuple(_NOUNS),
        help="a table for people, with names, outlet, date and address in each row: quotes; votes; positions: how each "
        "voter voted; claims; voices: how often each speaker is quoted in each outlet; doubts: who may have been "
        "merged wrongly across articles, or kept apart; or a format for other tools: popolo: votes for Popolo and Open "
        "Civic Data; claimreview: schema.org skeletons for fact-checkers; annotations: every span as a W3C web "
        "annotation; labelstudio: tasks for Label Studio; labelstudio-interface: the labeling interface for them; "
        "postgres: a script that loads all tables into PostgreSQL; views: joined views for any SQL database; duckdb: "
        "all tables and views as one DuckDB database",
    )
    add_package(parser, "folder, .zip or descriptor of the package")
    parser.add_argument(
        "-f",
        "--format",
        choices=("csv", "xlsx", "json"),
        help="format of a table: csv for any spreadsheet, xlsx for Excel and LibreOffice, json for programs (default: "
        "what the name of the file ends with, else csv)",
    )
    add_output(parser, "file to write (default: named after the table or format)")


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.exports import export

    with leaving("the file was left as it was"), written_to(options.output) as output:
        written = export(options.form, options.package, output, options.format)
    if options.output != STANDARD_OUTPUT:
        say(f"{written.path}: {counted(written.count, _NOUNS[options.form])}")
    for note in written.notes:
        say(f"note: {note}", to=sys.stderr)
    return VALID
