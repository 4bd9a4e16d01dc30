"""`onrecord convert`: articles to tables."""

from __future__ import annotations

import argparse
import sys

from onrecord.cli.arguments import add_package, add_quiet, share
from onrecord.cli.exits import PROBLEMS, VALID, leaving
from onrecord.cli.printing import in_package, print_counts, say, telling
from onrecord.text.numbers import counted

_SHOWN = 10  # most notes of a kind
_SINGULAR = {"entities": "entity", "mentions": "mention", "quotes": "quote", "votes": "vote", "claims": "claim"}

EXAMPLE = "onrecord convert texts/ --package out"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCES",
        help="files, folders or globs of plain text articles, copied into the package's seeds/ first; "
        "without them the articles in seeds/ are converted",
    )
    add_package(parser, "folder of the package; created if it is missing", is_place=False)
    parser.add_argument(
        "--min-confidence",
        type=share,
        metavar="SHARE",
        help="leave out quotes, votes, claims and mentions whose confidence is lower, from 0 to 1, and what belongs to "
        "them; rows without a measured confidence are kept",
    )
    add_quiet(parser)


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.building.conversion import convert

    with telling(options) as tell:
        with leaving("the package was left as it was"):
            conversion = convert(options.sources, package=options.package, min_confidence=options.min_confidence)
        tell(f"{conversion.folder}: {counted(len(conversion.articles), 'article')} converted")
        print_counts(conversion.rows, tell)
        if options.min_confidence is not None:
            counts = [counted(number, _SINGULAR[table]) for table, number in conversion.unconfident.items()]
            lost = ", ".join(counts) or "nothing"
            tell(f"note: left out, because of a confidence below {options.min_confidence:g}: {lost}")
        if conversion.left_out:
            some = ", ".join(conversion.left_out[:3]) + (", ..." if len(conversion.left_out) > 3 else "")
            left_out = counted(len(conversion.left_out), "file")
            reason = "only *.txt and *.toml are read, and neither hidden files nor links"
            tell(f"note: {left_out} left out, because {reason}: {some}")
        for one, other in conversion.same_texts[:_SHOWN]:
            tell(f"note: {one} has the same text as {other}; both are kept, as one story")
        if further := conversion.same_texts[_SHOWN:]:
            tell(f"note: {counted(len(further), 'more article')} with the text of another")
        for difference in conversion.differing[:_SHOWN]:
            tell(f"note: reports of the same vote differ, and both are kept: {difference}")
        if more := conversion.differing[_SHOWN:]:
            tell(f"note: {counted(len(more), 'more report')} of votes differ")
        if conversion.problems:
            for problem in conversion.problems:
                say(str(problem), to=sys.stderr)
            count = counted(len(conversion.problems), "correction")
            tell(f"note: {count} could not be applied, everything else was written; fix the lines and convert again")
            return PROBLEMS
        tell(f"next: onrecord validate{in_package(options.package)}")
        return VALID
