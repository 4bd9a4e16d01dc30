"""Lists the commands of the command line in docs/commands.md: their places and options as the parser has them.

`python scripts/list_commands.py` writes them; with `--check` it only says whether they are out of date.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from _page_part import run

from onrecord.cli.parser import build_parser
from onrecord.text.markdown import code, grid, plain


def _value(action: argparse.Action) -> str:
    """What to type for a place or after an option; empty for an option without a value."""
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
    """The commands in Markdown, each with its section."""
    [commands] = [action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction)]
    parts = []
    for name, parser in commands.choices.items():
        example = parser.epilog.removeprefix("example: ")
        parts += [f"### {name}", "", parser.description, "", "```sh", example, "```", "", *_table(parser), ""]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(run("docs/commands.md", "commands", listed, __doc__))
