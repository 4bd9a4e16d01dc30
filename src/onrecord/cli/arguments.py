"""Places and options that several commands have."""

from __future__ import annotations

import argparse

HERE = "."  # the package unless another one is named


def add_package(
    parser: argparse.ArgumentParser, what: str = "folder or descriptor of the package", *, is_place: bool = True
) -> None:
    """Adds the package as an option and, unless something else stands there, as a place."""
    told = f"{what} (default: the current folder)"
    parser.add_argument("--package", metavar="PACKAGE", default=HERE, help=told)
    if is_place:
        parser.add_argument("place", metavar="PACKAGE", nargs="?", help="the same, without --package")
