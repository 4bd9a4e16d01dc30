"""`onrecord get`: downloads and verifies a release."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from onrecord.cli.arguments import add_quiet
from onrecord.cli.exits import VALID, leaving, stop
from onrecord.cli.printing import in_package, say, telling

EXAMPLE = "onrecord get https://example.org/dist/my-corpus@1.2.0"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument(
        "url",
        nargs="?",
        metavar="URL[@VERSION]",
        help="folder of a package's releases, its index.json, or a zip: http(s)://, s3://, a path; by default the "
        "newest version",
    )
    parser.add_argument("folder", nargs="?", metavar="DIR", help="where it goes (default: NAME-VERSION)")
    parser.add_argument(
        "--key", metavar="KEY", help="public key that must have signed it: a PEM file, or ed25519: and base64"
    )
    parser.add_argument(
        "--check-updates",
        action="store_true",
        help="write nothing; show releases newer than the release in DIR (default: current folder), and their changes",
    )
    add_quiet(parser)


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    with telling(options) as tell:
        return _check_updates(options) if options.check_updates else _get(options, tell)


def _get(options: argparse.Namespace, tell: Callable[..., None]) -> int:
    if options.url is None:
        return stop("get needs a URL; name the folder of a package's releases, its index.json or a zip")
    from onrecord.release import get

    with leaving("the folder was left as it was"):
        download = get(options.url, options.folder, key=options.key)
    what = f"{download.name} {download.version}".strip()
    if not download.is_new:
        tell(f"{download.folder}: {what} was there already, as published")
    elif download.replaced:
        tell(f"{download.folder}: {what}, replacing {download.replaced}")
    else:
        tell(f"{download.folder}: {what}")
    if not download.is_known:
        tell("note: the hash of this zip is unknown; onrecord validate compares its files with its own descriptor only")
    if download.key and download.is_trusted:
        tell(f"signed by {download.key}, as required")
    elif download.key:
        tell(f"note: signed by {download.key}, a key that came with the release, so it does not show who made it;")
        tell("      get the key from the publisher, and name it with --key")
    tell(f"next: onrecord validate{in_package(str(download.folder))}")
    return VALID


def _check_updates(options: argparse.Namespace) -> int:
    import shlex

    from onrecord.release import check_updates

    # A single place is the folder, whose receipt has the URL.
    alone = options.folder is None
    url, folder = None if alone else options.url, (options.url or ".") if alone else options.folder
    with leaving("nothing was written"):
        found = check_updates(folder, url=url)
    newest = "this is the newest" if found.newest == found.version else f"the newest is {found.newest}"
    say(f"{found.folder}: {found.name} {found.version}; {newest} at {found.url}")
    if not found.is_listed:
        say(f"note: {found.version} is no longer listed there")
    for step in found.steps:
        say(f"  {step.version} ({step.level}): {'; '.join(step.changes)}")
    if found.steps:
        effects = {"major": "programs that read it may break", "minor": "programs still run, their results may differ"}
        say(f"all together: {found.level}, {effects.get(found.level, 'only values and descriptions change')}")
        say(f"next: onrecord get {shlex.quote(found.url)} {shlex.quote(str(found.folder))}")
    return VALID
