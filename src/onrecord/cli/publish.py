"""`onrecord publish`: releases a valid package."""

from __future__ import annotations

import argparse
import sys

from onrecord.cli.arguments import STANDARD_OUTPUT, add_package, add_quiet
from onrecord.cli.exits import PROBLEMS, VALID, leaving, stop
from onrecord.cli.printing import say, telling

EXAMPLE = "onrecord publish out --output dist"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    add_package(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="PLACE",
        default="dist",
        help="folder of the releases, or a URL such as s3://bucket/prefix (default: dist)",
    )
    parser.add_argument(
        "--created", metavar="DATE", help="date of the release, such as 2031-05-13 (default: that in datapackage.json)"
    )
    parser.add_argument(
        "--version", metavar="VERSION", help="your own version; if it is higher than the changes require, give a reason"
    )
    parser.add_argument("--reason", metavar="TEXT", help="why the release is made, for its changelog")
    parser.add_argument(
        "--against", metavar="VERSION", help="the release to compare with (default: the highest version)"
    )
    parser.add_argument(
        "--accepted",
        metavar="FILE",
        help="CSV of accepted problems, each with a reason, as validate --accept writes it",
    )
    parser.add_argument("--sign", metavar="KEY", help="PEM file of the private Ed25519 key to sign the release with")
    parser.add_argument(
        "--take-over",
        action="store_true",
        help="drop the release that another run has begun to send to a URL and will never finish",
    )
    add_quiet(parser)


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    from onrecord.release import InvalidPackage, publish

    if options.output == STANDARD_OUTPUT:
        return stop("--output -: a release is a folder and cannot go to standard output; name a folder or a URL")
    try:
        with telling(options) as tell:
            with leaving("no release was added; publish the same package again to finish"):
                release = publish(
                    options.package,
                    options.output,
                    created=options.created,
                    version=options.version,
                    reason=options.reason,
                    against=options.against,
                    sign=options.sign,
                    take_over=options.take_over,
                    accepted=options.accepted,
                )
            if release.is_new:
                tell(f"{release.name} {release.version}: {'; '.join(release.changes)}")
            else:
                tell(f"{release.name} {release.version}: already published, nothing has changed")
            for place in (release.folder, release.zip, release.index):
                tell(f"  {release.place_of(place)}")
            for note in release.notes:
                tell(f"note: {note}")
    except InvalidPackage as error:
        for problem in error.problems:
            say(str(problem), to=sys.stderr)
        stop(str(error))
        return PROBLEMS
    return VALID
