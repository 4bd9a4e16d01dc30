"""The parser of the command line; each command adds its own arguments."""

from __future__ import annotations

import argparse
import importlib
import itertools
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from onrecord import __version__
from onrecord.cli.arguments import HERE
from onrecord.text.printable import visible, without_secrets

# The commands, in the order in which people use them. Each is a module with an example, `add_arguments`, and `run`,
# which returns the exit code; only the module of the given command is imported.
COMMANDS = {
    "init": "make an empty package",
    "convert": "read articles and write the tables",
    "validate": "check a package and report every problem",
    "schema": "draft or check a Table Schema",
    "diff": "show how two packages differ",
    "publish": "validate a package and write a release of it",
    "get": "download a release and verify it",
    "evaluate": "score what onrecord reads against annotated articles",
    "export": "write tables of who said what for spreadsheets, or the package in formats of other tools",
    "site": "make a website to look at",
    "review": "review rows in a browser, and write corrections",
    "import": "write what people annotated in another tool, or candidates that they accepted, as corrections",
    "reconcile": "find the people of a package in your table of people",
    "agreement": "compare what two people said of the same rows",
    "audit": "count whose voices a package carries, with intervals and the reader's measured error",
    "completion": "print a script with which your shell completes commands and options",
    "help": "show help on everything or on a command",
}

# Commands that have another name now, and how to type it.
_RENAMED = {"report": "site, and makes a folder of pages: onrecord site PACKAGE --output FOLDER"}


class Parser(argparse.ArgumentParser):
    """A parser that suggests the nearest word for a wrong word; its messages show quoted input safely."""

    def error(self, message: str) -> NoReturn:
        """Prints the usage and the error, and ends the run."""
        super().error(visible(without_secrets(message)))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parses after checking the options before the command."""
        self.refuse_unknown(itertools.takewhile(lambda word: word.startswith("-"), args))
        return super().parse_known_args(args, namespace)

    def refuse_unknown(self, words: Iterable[str]) -> None:
        """Ends the run if an option does not exist, before other errors are reported."""
        for word in itertools.takewhile(lambda word: word != "--", words):
            name = word.partition("=")[0]
            if word.startswith("--") and " " not in word and name not in self._option_string_actions:
                self.error(f"there is no option {name}{_meant(name, self._option_string_actions)}")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.metavar == "COMMAND" and value in _RENAMED:
            raise argparse.ArgumentError(action, f"{value} is now {_RENAMED[value]}")
        if action.choices is not None and value not in action.choices:
            message = f"invalid choice: {str(value)!r}{_meant(str(value), action.choices)}"
            raise argparse.ArgumentError(action, f"{message} (choose from {', '.join(action.choices)})")


class CommandParser(Parser):
    """Accepts options between places, as in `get URL --key KEY DIR`, which argparse does not by default."""

    _is_parsing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parses, and merges the two ways to name the package."""
        if self._is_parsing:
            return argparse.ArgumentParser.parse_known_args(self, args, namespace)
        self.refuse_unknown(args)
        # The method for intermixed arguments calls this method.
        self._is_parsing = True
        try:
            options, rest = self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_parsing = False
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        if (place := getattr(options, "place", None)) is not None:
            if options.package != HERE:
                self.error(f"the package is named twice: {place} and --package {options.package}")
            options.package = place
        return options, rest


def _meant(word: str, known: Iterable[str]) -> str:
    """A suggestion of the known word nearest to a wrong word; empty if all are too different."""
    import difflib

    near = difflib.get_close_matches(word, known, n=1)
    return f", did you mean {near[0]}?" if near else ""


def build_parser(command_name: str | None = None) -> argparse.ArgumentParser:
    """The parser of the command line; parsed options have the function of the command as `run`.

    Args:
        command_name: the command that will be parsed, if known. Only this command gets its arguments, to save time.
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
        if command_name in (None, name):
            command = importlib.import_module(f"onrecord.cli.{name}")
            added.epilog = f"example: {command.EXAMPLE}"
            command.add_arguments(added)
            added.set_defaults(run=command.run)
    return parser


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of a command line; an error is printed and ends the run."""
    # Before the command there are only options without values.
    command = next((word for word in arguments if not word.startswith("-")), "")
    return build_parser(command).parse_args(arguments)
