"""`onrecord completion`: a script for a shell that completes commands, options and file names."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from onrecord.cli.exits import VALID, stop

EXAMPLE = "onrecord completion bash > ~/.local/share/bash-completion/completions/onrecord"

SHELLS = ("bash", "zsh", "fish")
# The names in the help that mean a file or a folder.
_FILES = {"FILE", "DIR", "PACKAGE", "SOURCES", "OLD", "NEW", "GOLD", "PLACE", "KEY", "URL[@VERSION]"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument("shell", choices=SHELLS, help="the shell that will run the script")


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    try:
        import shtab
    except ImportError:
        return stop("completion needs shtab, which is not installed; run pip install 'onrecord[completion]'")
    from onrecord.cli.parser import build_parser

    parser = build_parser()
    for action in _actions(parser):
        if action.metavar in _FILES and not action.choices:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    print(shtab.complete(parser, options.shell), end="")
    return VALID


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)
