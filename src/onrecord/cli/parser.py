"""The parser of the command line, which each command gives its part of."""

from __future__ import annotations

import argparse
import importlib
import itertools
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from onrecord import __version__
from onrecord.cli.arguments import HERE
from onrecord.text.printable import visible, without_secrets

# The commands, in the order in which a package meets them. Each is a module with an example, `add_arguments`, which
# says what the command takes, and `run`, which returns the exit code; only the one that is wanted is imported.
COMMANDS = {
    "init": "make an empty package",
    "convert": "read articles and write the tables",
    "validate": "check a package and report every problem",
    "schema": "draft or check a Table Schema",
    "diff": "show how two packages differ",
    "publish": "validate a package and write a release of it",
    "get": "download a release and verify it",
    "evaluate": "score what onrecord reads against annotated articles",
    "export": "write votes, claims or spans in other formats, or the tables for a database",
    "report": "write one page to look at",
    "completion": "print a script that has your shell complete commands and options",
    "help": "show help, of everything or of a command",
}


class Parser(argparse.ArgumentParser):
    """A parser that says what may have been meant by a wrong word; its messages may quote what was typed."""

    def error(self, message: str) -> NoReturn:
        """Shows the usage and what is wrong."""
        super().error(visible(without_secrets(message)))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parses; of options, those before the command."""
        self.refuse_unknown(itertools.takewhile(lambda word: word.startswith("-"), args))
        return super().parse_known_args(args, namespace)

    def refuse_unknown(self, words: Iterable[str]) -> None:
        """Ends the run where a word is an option that does not exist; what then is missing is of no interest."""
        for word in itertools.takewhile(lambda word: word != "--", words):
            name = word.partition("=")[0]
            if word.startswith("--") and " " not in word and name not in self._option_string_actions:
                self.error(f"there is no option {name}{_meant(name, self._option_string_actions)}")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            message = f"invalid choice: {str(value)!r}{_meant(str(value), action.choices)}"
            raise argparse.ArgumentError(action, f"{message} (choose from {', '.join(action.choices)})")


class CommandParser(Parser):
    """Takes options between places, as in `get URL --key KEY DIR`; argparse does so only if it is asked to."""

    _asked = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parses, and makes one of the two ways to name the package."""
        if self._asked:
            return argparse.ArgumentParser.parse_known_args(self, args, namespace)
        self.refuse_unknown(args)
        # What parses in any order asks this method in turn.
        self._asked = True
        try:
            options, rest = self.parse_known_intermixed_args(args, namespace)
        finally:
            self._asked = False
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        if (place := getattr(options, "place", None)) is not None:
            if options.package != HERE:
                self.error(f"the package is named twice: {place} and --package {options.package}")
            options.package = place
        return options, rest


def _meant(word: str, known: Iterable[str]) -> str:
    """A question about the word that comes nearest to a wrong one, if any does."""
    import difflib

    near = difflib.get_close_matches(word, known, n=1)
    return f", did you mean {near[0]}?" if near else ""


def build_parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """The parser of the command line; a parsed command's function is its option `run`.

    Args:
        wanted: the command that will be parsed, if that is known: the others get no arguments, which takes a while.
    """
    parser = Parser(
        prog="onrecord",
        description="News articles as a data package of quotes, votes and claims that can be checked.",
        epilog="exit codes: 0 done and valid, 1 problems found, 2 could not run\n"
        "example: onrecord convert texts/ --package out && onrecord validate out",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"onrecord {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=CommandParser)
    for name, summary in COMMANDS.items():
        added = commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        if wanted in (None, name):
            command = importlib.import_module(f"onrecord.cli.{name}")
            added.epilog = f"example: {command.EXAMPLE}"
            command.add_arguments(added)
            added.set_defaults(run=command.run)
    return parser


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options that a command line stands for; what is wrong with it is printed, and ends the run."""
    # Before the command there are only options without values.
    command = next((word for word in arguments if not word.startswith("-")), "")
    return build_parser(command).parse_args(arguments)
