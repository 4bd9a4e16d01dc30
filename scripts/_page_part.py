"""The part of a page in docs/ that a script writes, between two comments that name it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run(page: str, part: str, content: Callable[[], str], description: str | None) -> int:
    """Writes the part, or with `--check` only compares it, and returns the exit code.

    Args:
        page: the page's path in the project.
        part: what its comments call the part.
        content: makes the part, in Markdown.
        description: the script's help.
    """
    parser = argparse.ArgumentParser(description=description, allow_abbrev=False)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if the page is out of date")
    options = parser.parse_args()
    path = ROOT / page
    old = path.read_text(encoding="utf-8")
    start, end = f"<!-- {part}: nox -s docs -->", f"<!-- end of {part} -->"
    before, rest = old.split(start)
    new = f"{before}{start}\n\n{content().strip()}\n\n{end}{rest.split(end)[1]}"
    if options.check:
        if new != old:
            print(f"{page} is out of date; run: nox -s docs")
        return int(new != old)
    path.write_text(new, encoding="utf-8")
    return 0
