"""`onrecord schema`: a Table Schema, drafted from a table or checked."""

from __future__ import annotations

import argparse
import sys

from onrecord.cli.exits import PROBLEMS, VALID
from onrecord.cli.printing import say
from onrecord.text.numbers import counted
from onrecord.text.printable import visible_json

EXAMPLE = "onrecord schema infer rows.csv > rows.schema.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument("what", choices=("infer", "check"), help="draft the schema of a table, or check a schema")
    parser.add_argument(
        "file", metavar="FILE", help="infer: the table, or the folder or descriptor of its package; check: the schema"
    )
    parser.add_argument("--table", metavar="NAME", help="infer: which table of the package")
    parser.add_argument("--strict", action="store_true", help="check: exit with 1 for advice, too")


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.validation import check_schema, infer_schema

    if options.what == "infer":
        draft, notes = infer_schema(options.file, options.table)
        print(visible_json(draft))
        for note in notes:
            say(f"note: {note}", to=sys.stderr)
        return VALID
    problems = check_schema(options.file)
    for problem in problems:
        say(str(problem))
    errors = [problem for problem in problems if problem.severity == "error"]
    found = "no problem" if not problems else counted(len(errors), "problem")
    advice = f", {counted(len(problems) - len(errors), 'piece')} of advice" if len(problems) > len(errors) else ""
    say(f"{options.file}: {found}{advice}")
    return PROBLEMS if errors or (options.strict and problems) else VALID
