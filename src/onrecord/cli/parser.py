"""The parser of the command line, which each command gives its part of."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from onrecord import __version__
from onrecord.cli import convert, diff, evaluate, export, get, init, publish, report, schema, validate
from onrecord.cli.arguments import HERE
from onrecord.text.printable import visible, without_secrets

# The commands in the order in which a package meets them. Each module has a summary, an example, `add_arguments`,
# which says what the command takes, and `run`, which returns the exit code.
COMMANDS = (init, convert, validate, schema, diff, publish, get, evaluate, export, report)


class Parser(argparse.ArgumentParser):
    """A parser whose messages may quote what was typed."""

    def error(self, message: str) -> NoReturn:
        """Shows the usage and what is wrong."""
        super().error(visible(without_secrets(message)))


class CommandParser(Parser):
    """Takes options between places, as in `get URL --key KEY DIR`; argparse does so only if it is asked to."""

    _asked = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parses, and makes one of the two ways to name the package."""
        if self._asked:
            return super().parse_known_args(args, namespace)
        # What parses in any order asks this method in turn.
        self._asked = True
        try:
            options, rest = self.parse_known_intermixed_args(args, namespace)
        finally:
            self._asked = False
        if (place := getattr(options, "place", None)) is not None:
            if options.package != HERE:
                self.error(f"the package is named twice: {place} and --package {options.package}")
            options.package = place
        return options, rest


def build_parser() -> argparse.ArgumentParser:
    """The parser of the command line; a parsed command's function is its option `run`."""
    parser = Parser(
        prog="onrecord",
        description="News articles as a data package of quotes, votes and claims that can be checked.",
        epilog="exit codes: 0 done and valid, 1 problems found, 2 could not run\n"
        "example: onrecord convert texts/ --package out && onrecord validate --package out",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"onrecord {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=CommandParser)
    for command in COMMANDS:
        added = commands.add_parser(
            command.__name__.rpartition(".")[2],
            help=command.SUMMARY,
            description=f"{command.SUMMARY[0].upper()}{command.SUMMARY[1:]}.",
            epilog=f"example: {command.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.add_arguments(added)
        added.set_defaults(run=command.run)
    return parser
