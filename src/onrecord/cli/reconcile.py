"""`onrecord reconcile`: candidates for the people of a package from a table of the user."""

from __future__ import annotations

import argparse
import shlex

from onrecord.cli.arguments import STANDARD_OUTPUT, add_output, add_package
from onrecord.cli.exits import VALID, leaving
from onrecord.cli.printing import in_package, say, written_to
from onrecord.text.numbers import counted

EXAMPLE = "onrecord reconcile out --against people.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    add_package(parser, "folder, .zip or descriptor of the package")
    parser.add_argument(
        "--against",
        metavar="FILE",
        required=True,
        help="your table: CSV with the column name, and if you have them, wikidata_id, aliases and entity_type; "
        "further columns, such as a party, are carried along",
    )
    add_output(parser, "file to write (default: candidates.csv)")
    parser.add_argument(
        "--least",
        metavar="SCORE",
        type=float,
        default=85.0,
        help="the score, from 0 to 100, from which a similar name is a candidate (default: 85)",
    )
    parser.add_argument(
        "--accept-exact",
        action="store_true",
        help="mark rows as accepted if the names are the same and nothing makes them ambiguous",
    )


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.reconciliation import reconcile

    with leaving("the file was left as it was"), written_to(options.output) as output:
        made = reconcile(
            options.package, options.against, output, least=options.least, accept_exact=options.accept_exact
        )
    if options.output == STANDARD_OUTPUT:
        return VALID
    of = f"for {made.entities:,} of {made.compared:,} people and organizations, {made.ambiguous:,} of them ambiguous"
    say(f"{made.path}: {counted(made.candidates, 'candidate')} {of}")
    accepted = f" ({counted(made.accepted, 'row')} marked)" if options.accept_exact else ""
    say(f"next: write yes into the column accept of the rows that are right{accepted}, then:")
    file = shlex.quote(str(made.path))
    say(f'  onrecord import candidates {file}{in_package(options.package)} --coder "Your Name" --codes codes.csv')
    return VALID
