"""`onrecord import`: what people annotated in another tool, as corrections."""  # noqa: N999 - a command is the module of its name

from __future__ import annotations

import argparse
import sys

from onrecord.cli.arguments import add_package
from onrecord.cli.exits import PROBLEMS, VALID
from onrecord.cli.printing import in_package, say
from onrecord.text.numbers import counted

EXAMPLE = 'onrecord import labelstudio project.json --package out --coder "Nora Pell"'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument(
        "form",
        metavar="FORMAT",
        choices=("labelstudio", "annotations"),
        help="labelstudio: a project exported as JSON; annotations: W3C web annotations",
    )
    parser.add_argument("file", metavar="FILE", help="the file")
    add_package(parser, "folder of the package", is_place=False)
    parser.add_argument(
        "--coder", metavar="NAME", required=True, help="who annotated; the file in corrections/ to write to"
    )
    parser.add_argument("--annotator", metavar="NAME", help="Label Studio: whose annotations to take, by id or email")


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.review.imports import import_annotations

    found = import_annotations(options.form, options.file, options.package, options.coder, options.annotator)
    say(
        f"{found.path}: {counted(found.judged, 'row')} judged, {found.withdrawn} of them withdrawn; "
        f"{counted(found.added, 'row')} added"
    )
    for note in found.notes:
        say(f"note: {note}", to=sys.stderr)
    say(f"to apply: onrecord convert{in_package(options.package)}")
    return PROBLEMS if found.notes else VALID
