"""Places and options that several commands share."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

HERE = "."  # the default package
STANDARD_OUTPUT = "-"


def add_package(
    parser: argparse.ArgumentParser, what: str = "folder or descriptor of the package", *, is_place: bool = True
) -> None:
    """Adds the package as an option and, unless `is_place` is False, as a place."""
    message = f"{what} (default: the current folder)"
    if is_place:
        parser.add_argument("place", metavar="PACKAGE", nargs="?", help=message)
        message = "the same, as an option"
    parser.add_argument("-p", "--package", metavar="PACKAGE", default=HERE, help=message)


def add_output(parser: argparse.ArgumentParser, what: str, default: str | None = None) -> None:
    """Adds the option for the file to write."""
    parser.add_argument("-o", "--output", metavar="FILE", default=default, help=f"{what}; - for standard output")


def add_format(parser: argparse.ArgumentParser, choices: Sequence[str]) -> None:
    """Adds the option for the format; the first choice is the default."""
    parser.add_argument(
        "-f", "--format", choices=choices, default=choices[0], help=f"how to print (default: {choices[0]})"
    )


def add_quiet(parser: argparse.ArgumentParser) -> None:
    """Adds the option to print only problems and errors."""
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but problems and errors")


def share(text: str) -> float:
    """A number from 0 to 1, for `type=`.

    Raises:
        ArgumentTypeError: the text is not such a number.
    """
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if 0 <= value <= 1:
        return value
    raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1; give one such as 0.9")


def columns(text: str) -> dict[str, str]:
    """Names of columns by ours, as in `text=body,published=day`, for `type=`.

    Raises:
        ArgumentTypeError: the text is anything else.
    """
    pairs = [part.partition("=") for part in text.split(",")]
    if all(ours.strip() and theirs.strip() for ours, _, theirs in pairs):
        return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}
    raise argparse.ArgumentTypeError(f"{text!r} names no columns; give pairs such as text=body,published=day")


def names(text: str) -> tuple[str, ...]:
    """Names with commas between them, each once, for `type=`.

    Raises:
        ArgumentTypeError: a name is empty.
    """
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    if all(found):
        return found
    raise argparse.ArgumentTypeError(f"{text!r} has an empty name; give names such as quotes,votes")


def whole_number(text: str) -> int:
    """A whole number from 0, for `type=`.

    Raises:
        ArgumentTypeError: the text is not such a number.
    """
    if text.isascii() and text.isdigit():
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number; give one such as 20")


def positive_number(text: str) -> int:
    """A whole number from 1, for `type=`.

    Raises:
        ArgumentTypeError: the text is not such a number.
    """
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1; give one such as 2")
