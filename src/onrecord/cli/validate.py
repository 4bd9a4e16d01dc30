"""`onrecord validate`: reports every problem of a package."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from onrecord.cli.arguments import STANDARD_OUTPUT, add_format, add_output, add_package, add_quiet, whole_number
from onrecord.cli.exits import PROBLEMS, VALID, leaving, stop
from onrecord.cli.printing import telling

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = "onrecord validate out"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    add_package(parser, "folder, .zip or descriptor of the package")
    parser.add_argument(
        "--texts",
        metavar="DIR",
        help="folder with the articles' texts, for a package that does not contain them",
    )
    depth = parser.add_mutually_exclusive_group()
    for level, what in (
        ("quick", "check only the descriptor, sizes, hashes and headers"),
        ("rows", "check every row against the schemas, but compare nothing with the texts"),
        ("deep", "also compare rows with the texts and with each other (default)"),
    ):
        depth.add_argument(f"--{level}", dest="level", action="store_const", const=level, default="deep", help=what)
    parser.add_argument(
        "--engine",
        choices=("fast", "both", "frictionless"),
        default="fast",
        help="what checks rows against the schemas: polars (default), frictionless and Pandera, or frictionless alone",
    )
    add_format(parser, ("text", "json", "junit", "sarif", "github", "html"))
    parser.add_argument(
        "--limit",
        metavar="N",
        type=whole_number,
        help="print at most N problems, and count the others; text only (default: all; on a terminal 5 of each rule)",
    )
    parser.add_argument(
        "--allow-remote",
        action="store_true",
        help="also download and check tables, schemas and dialects that the descriptor refers to by a URL",
    )
    add_output(parser, "file to write instead of printing")
    parser.add_argument(
        "--accepted",
        metavar="FILE",
        help="CSV of accepted problems, each with a reason; fails if an accepted problem is gone",
    )
    parser.add_argument(
        "--accept", metavar="REASON", help="write all problems to the file of --accepted, with this reason"
    )
    parser.add_argument("--strict", action="store_true", help="treat advice as errors")
    add_quiet(parser)


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from pathlib import Path

    from onrecord.validation import accept, render, render_problems, validate, write_accepted, write_rendered

    if options.accept is not None:
        if not options.accepted or not options.accept.strip():
            return stop("--accept REASON needs a reason, and --accepted FILE for the file to write")
        if options.level != "deep":
            return stop("--accept writes a complete list, but --quick and --rows find only a part; leave them out")
        if options.output and Path(options.output).absolute() == Path(options.accepted).absolute():
            return stop(f"{options.output} is named for both the output and the list; name two files")
    fetch = _fetcher() if options.allow_remote else None
    with telling(options) as tell:
        with leaving("nothing was written"):
            verdict = validate(
                options.package,
                options.texts,
                level=options.level,
                engine=options.engine,
                strict=options.strict,
                fetch=fetch,
            )
        if options.accept is not None:
            write_accepted(Path(options.accepted), verdict.problems, options.accept)
        if options.accepted:
            verdict = accept(verdict, Path(options.accepted))
        if options.output not in (None, STANDARD_OUTPUT):
            write_rendered(Path(options.output), verdict, options.format, options.package, options.limit)
            tell(f"{options.output}: {verdict.word}")
        elif options.format == "text" and options.quiet:
            print(render_problems(verdict, options.limit), end="")
        elif options.format == "text" and options.output is None and sys.stdout.isatty():
            from onrecord.validation.rendering.terminal import show

            show(verdict, limit=options.limit)
        else:
            print(render(verdict, options.format, options.package, options.limit), end="")
    return VALID if verdict.valid else PROBLEMS


def _fetcher() -> Callable[[str], Path]:
    from onrecord.release.download import fetch_url

    return fetch_url
