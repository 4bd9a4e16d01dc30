"""How far the rows can be trusted: the figures of docs/method.md that the start page shows.

A test compares them with that page.
"""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """A measured share with its 95 % interval.

    Attributes:
        what: what was counted, as words for people.
        share: of 100, how many.
        low: lower end of the interval; None if it was not computed.
        high: upper end.
        of: how many rows were judged, or on what.
        row: the beginning of the row of docs/method.md that states it.
    """

    what: str
    share: int
    low: int | None
    high: int | None
    of: str
    row: str


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
