"""Lists the commands of the command line in docs/commands.md: their places and options, from the parser.

`python scripts/list_commands.py` writes them; with `--check` it only says whether they are up to date.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from onrecord.cli.parser import build_parser
from onrecord.text.markdown import code, grid, plain

PAGE = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
START, END = "<!-- commands: nox -s docs -->", "<!-- end of commands -->"


def _value(action: argparse.Action) -> str:
    """What is to be typed for a place, or behind an option; empty where nothing is."""
    if action.nargs == 0:
        return ""
    if action.choices:
        return "|".join(map(str, action.choices))
    return str(action.metavar or action.dest.upper())


def _typed(action: argparse.Action) -> str:
    """A place or an option, with all of its names, as it is typed."""
    value = _value(action)
    if not action.option_strings:
        value += " ..." if action.nargs == "*" else ""
        return code(f"[{value}]" if action.nargs in ("?", "*") else value)
    *short, last = action.option_strings
    return ", ".join([*map(code, short), code(f"{last} {value}".strip())])


def _table(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The places, then the options, in the order of the help."""
    actions = [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]
    ordered = sorted(actions, key=lambda action: bool(action.option_strings))
    return grid(("", ""), ((_typed(action), plain(action.help or "")) for action in ordered))


def listed() -> str:
    """The commands in Markdown, a section each."""
    [commands] = [each for each in build_parser()._actions if isinstance(each, argparse._SubParsersAction)]
    parts = []
    for name, parser in commands.choices.items():
        example = parser.epilog.removeprefix("example: ")
        parts += [f"### {name}", "", parser.description, "", "```sh", example, "```", "", *_table(parser), ""]
    return "\n".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the page is out of date")
    options = parser.parse_args()
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(START)
    new = f"{before}{START}\n\n{listed()}\n{END}{rest.split(END)[1]}"
    if options.check:
        if new != page:
            print("docs/commands.md is out of date; run: nox -s docs")
        return int(new != page)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
