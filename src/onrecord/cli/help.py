"""`onrecord help`: help on the command line or a command."""

from __future__ import annotations

import argparse

EXAMPLE = "onrecord help validate"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument("command", nargs="?", metavar="COMMAND", help="the command (default: a list of all)")


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.cli.exits import VALID
    from onrecord.cli.parser import parse

    parse([*([options.command] if options.command else []), "--help"])
    return VALID
