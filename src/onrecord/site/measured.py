"""How far the rows can be trusted: the figures of docs/method.md, or of the package's own reviewed sample.

A test compares the first with that page.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from onrecord.errors import PackageError
from onrecord.package.json_files import read_json


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """A measured share with its 95 % interval.

    Attributes:
        what: what was counted, as words for people.
        share: of 100, how many.
        low: lower end of the interval; None if it was not computed.
        high: upper end.
        of: how many rows were judged, or on what.
        row: the beginning of the row of docs/method.md that states it; empty for other figures.
    """

    what: str
    share: int
    low: int | None
    high: int | None
    of: str
    row: str = ""


_UNREAD = "newswire that nobody had looked at, judged by two readers"
_WRITTEN = "passages written by authors who knew no rules"
_POLNEAR = "84 articles that people had annotated (PolNeAR)"
RIGHT = (
    Figure("quotes right in everything, speaker included", 84, 72, 91, f"91 quotes in {_UNREAD}", "quotes | .84"),
    Figure("claims right in everything, claimant included", 85, 78, 92, f"155 claims in {_UNREAD}", "claims | .85"),
    Figure("people, organizations and other entities right", 89, 82, 93, f"157 in {_UNREAD}", "entities | .89"),
)
FOUND = (
    Figure("direct quotes found", 97, 95, 99, _POLNEAR, "**onrecord** | .77"),
    Figure("quotes of all kinds found, beliefs and intentions included", 64, None, None, _POLNEAR, "quotes of all"),
    Figure("reports of votes found", 92, None, None, f"150 in {_WRITTEN}", "`training/labels/votes_i"),
)
# What the rows of a table are called, and which shares of a reviewed sample are shown: of all methods together.
_ROWS = {
    "quotes": "quotes",
    "votes": "reports of votes",
    "claims": "claims",
    "entities": "people, organizations and other entities",
}
_REMEDY = "write the file with: onrecord evaluate --reviewed PACKAGE --format json"


@dataclasses.dataclass(frozen=True, slots=True)
class Trust:
    """What the start page says of how far to trust the rows.

    Attributes:
        right: how many rows of a kind are right.
        found: how many of what an article has are found.
        coder: who reviewed a sample of this package; empty if the figures are those of other articles.
        rows: how many rows were reviewed.
        path: the file that says so.
    """

    right: tuple[Figure, ...] = RIGHT
    found: tuple[Figure, ...] = FOUND
    coder: str = ""
    rows: int = 0
    path: Path | None = None


def read_trust(path: Path) -> Trust:
    """The figures of a package's own reviewed sample; for what was not reviewed, those of docs/method.md.

    Args:
        path: a file with what `onrecord evaluate --reviewed --format json` prints.

    Raises:
        PackageError: the file cannot be read, or does not hold such figures.
    """
    value = read_json(path)
    coder, rows, shares = (value.get(name) if isinstance(value, dict) else None for name in ("coder", "rows", "shares"))
    if not isinstance(coder, str) or not isinstance(rows, int) or not isinstance(shares, list):
        raise PackageError(f"{path}: not the figures of a reviewed sample; {_REMEDY}")
    right = tuple(_figures(path, shares, coder, "precision", "all is right", "right in everything"))
    found = tuple(_figures(path, shares, coder, "recall", "is a row", "found"))
    if not right:
        raise PackageError(f"{path}: no precision of quotes, votes, claims or entities; {_REMEDY}")
    return Trust(right, found or FOUND, coder, rows, path)


def _figures(path: Path, shares: list[Any], coder: str, what: str, of: str, words: str) -> Iterator[Figure]:
    for share in shares:
        if not isinstance(share, dict) or (share.get("what"), share.get("of"), share.get("method")) != (what, of, ""):
            continue
        if share.get("table") in _ROWS:
            low, value, high = _ends(path, share)
            described = f"{share['number']:,} rows of this package, reviewed by {coder}"
            yield Figure(f"{_ROWS[share['table']]} {words}", value, low, high, described)


def _ends(path: Path, share: Mapping[str, Any]) -> tuple[int, int, int]:
    """The lower end, the value and the upper end of a share, of 100."""
    ends = [share.get(name) for name in ("low", "value", "high")]
    if all(isinstance(each, int | float) and math.isfinite(each) for each in ends) and isinstance(share["number"], int):
        low, value, high = (round(100 * each) for each in ends if each is not None)
        if 0 <= low <= value <= high <= 100:
            return low, value, high
    raise PackageError(f"{path}: the {share['what']} of {share['table']} is not a share with its interval; {_REMEDY}")
