"""The command line: one file a command, and how a run ends.

A command parses, calls one function, prints its result and returns an exit code: 0 for done and valid, 1 for problems
in the data, 2 if it could not run. Until the command is known, only the standard library is imported, so help comes at
once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from onrecord.cli.exits import COULD_NOT_RUN, PROBLEMS, VALID, guard

__all__ = ["COULD_NOT_RUN", "PROBLEMS", "VALID", "guard", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line `arguments`, by default those of the process, and returns the exit code."""

    def run() -> int:
        from onrecord.cli.parser import parse

        options = parse(sys.argv[1:] if arguments is None else arguments)
        code: int = options.run(options)
        return code

    return guard(run)
