"""`onrecord import`: what people annotated in another tool, as corrections."""  # noqa: N999 - a command is the module of its name

from __future__ import annotations

import argparse
import sys

from onrecord.cli.arguments import add_package
from onrecord.cli.exits import PROBLEMS, VALID
from onrecord.cli.printing import in_package, say
from onrecord.errors import PackageError
from onrecord.text.numbers import counted

EXAMPLE = 'onrecord import labelstudio project.json --package out --coder "Nora Pell"'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument(
        "form",
        metavar="FORMAT",
        choices=("labelstudio", "annotations", "candidates"),
        help="labelstudio: a project exported as JSON; annotations: W3C web annotations; candidates: what onrecord "
        "reconcile wrote, with yes in the column accept of the rows that are right",
    )
    parser.add_argument("file", metavar="FILE", help="the file")
    add_package(parser, "folder of the package", is_place=False)
    parser.add_argument(
        "--coder", metavar="NAME", required=True, help="who annotated; the file in corrections/ to write to"
    )
    parser.add_argument("--annotator", metavar="NAME", help="Label Studio: whose annotations to take, by id or email")
    parser.add_argument(
        "--codes", metavar="FILE", help="candidates: write what your table knows of them as codes for onrecord audit"
    )


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    if options.form == "candidates":
        return _candidates(options)
    if options.codes is not None:
        raise PackageError(f"--codes {options.codes}: only candidates have codes; leave it out")
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


def _candidates(options: argparse.Namespace) -> int:
    """Imports accepted candidates."""
    if options.annotator is not None:
        raise PackageError(f"--annotator {options.annotator}: candidates have no annotators; leave it out")
    from onrecord.reconciliation import import_candidates

    made = import_candidates(options.file, options.package, options.coder, options.codes)
    say(f"{made.path}: {counted(made.accepted, 'candidate')} accepted, {counted(made.items, 'Wikidata item')} set")
    if options.codes is not None:
        say(f"{options.codes}: {counted(made.codes, 'code')}")
    for note in made.notes:
        say(f"note: {note}", to=sys.stderr)
    if made.items:
        say(f"to apply: onrecord convert{in_package(options.package)}")
    return VALID
