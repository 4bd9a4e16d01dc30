"""`onrecord diff`: the differences between two packages, or between two texts of an article."""

from __future__ import annotations

import argparse
from pathlib import Path

from onrecord.cli.arguments import add_format
from onrecord.cli.exits import VALID, leaving, stop

EXAMPLE = "onrecord diff dist/my-corpus/1.0.0 out --format markdown"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument(
        "old",
        metavar="OLD",
        help="folder, .zip or descriptor of the old package, or a release as for get, such as dist/NAME@1.0.0",
    )
    parser.add_argument("new", metavar="NEW", nargs="?", help="the new package, likewise")
    parser.add_argument(
        "--article",
        metavar="ARTICLE",
        help="compare an earlier text of an article of OLD, which is a folder, with its present text; an article_id or "
        "a text_path",
    )
    parser.add_argument("--revision", metavar="N", type=int, help="which earlier text (default: the last)")
    add_format(parser, ("text", "json", "csv", "markdown", "html"))


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.release import diff, render

    if (options.new is None) is (options.article is None):
        return stop("name two packages, or one and an article of it: onrecord diff out --article seeds/ferry.txt")
    with leaving("nothing was written"):
        if options.article is None:
            found = diff(options.old, options.new)
        else:
            from onrecord.building.revisions import both_texts

            with both_texts(Path(options.old), options.article, options.revision) as (old, new):
                found = diff(old, new)
    print(render(found, options.format), end="")
    return VALID
