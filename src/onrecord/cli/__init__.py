"""The command line: one file a command, and how a run ends.

A command parses, calls one function, prints what came of it and returns an exit code. 0: done, and valid. 1: problems
found in the data. 2: could not run. Nothing but the standard library is imported before a command is known, so that
help comes at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from onrecord.cli.exits import COULD_NOT_RUN, PROBLEMS, VALID, guard

__all__ = ["COULD_NOT_RUN", "PROBLEMS", "VALID", "guard", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line `arguments`, the ones of the process unless told, and returns the exit code."""

    def run() -> int:
        from onrecord.cli.parser import parse

        options = parse(sys.argv[1:] if arguments is None else arguments)
        code: int = options.run(options)
        return code

    return guard(run)
