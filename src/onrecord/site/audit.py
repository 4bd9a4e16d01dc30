"""The page that says whose voices a package carries: shares with intervals, by outlet and over time."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from onrecord.errors import PackageError
from onrecord.package.package import Package
from onrecord.site import addresses
from onrecord.site.entities import Entities
from onrecord.site.pages import Pages
from onrecord.site.sentences import KINDS
from onrecord.voices.measured import Measured, read_measured, stated
from onrecord.voices.summary import Summary, summary

_SPEAKERS = 12
_STATUS = {
    "named": "Named",
    "role": "Described, not named",
    "anonymous": "The article keeps the name back",
    "collective": "Several speakers together",
    "document": "A document",
    "unknown": "The article does not say who",
}
_NAMES = {"(not settled)": "Speaker not settled", "(no outlet)": "Outlet not known", "(not stated)": "Not stated"}
# The lines of the drawing over time: a type of speaker, and its class in the style.
_LINES = (("person", "people"), ("organization", "organizations"))
_WIDTH, _HEIGHT = 640, 180


@dataclasses.dataclass(frozen=True, slots=True)
class Share:
    """A share as the page shows it.

    Attributes:
        name: of what; empty if the row of the table says it.
        page: the page of the speaker; empty if it is not one.
        count: how many quotes.
        percent: the share, of 100.
        low: the lower end of its interval, of 100; None if it is missing.
        high: the upper end.
        why: why there is no interval, or how far to trust it.
    """

    name: str
    page: str
    count: int
    percent: float
    low: float | None
    high: float | None
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """An outlet, a year or a month: its name and page, how many quotes, and the shares of `_LINES`."""

    name: str
    page: str
    quotes: int
    shares: tuple[Share, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Point:
    """A point of the drawing over time, and the ends of its interval, in pixels."""

    x: float
    y: float
    low: float | None
    high: float | None


def write_audit(package: Package, pages: Pages, entities: Entities, evaluation: Path | None) -> None:
    """Writes the page; if rows do not fit their schema, they cannot be counted, and the page says so.

    Args:
        package: the package.
        pages: where it is written.
        entities: the entities of the package.
        evaluation: the package's own reviewed sample; see `read_trust`.
    """
    try:
        found = summary(package, _measured(evaluation))
    except PackageError:
        found = Summary((), (), "", 0, "", ("rows do not fit their schemas; onrecord audit says which",), 0.0, "")
    times = sorted(_parts(found, found.period), key=lambda part: part.name)
    pages.write(
        "voices",
        addresses.VOICES,
        "Whose voices",
        totals=found.totals[0] if found.totals else None,
        unit=found.unit,
        period=found.period,
        tables=list(_tables(found, entities)),
        outlets=list(_parts(found, "publisher")),
        all_outlets=found.outlets,
        times=times,
        lines=list(_drawn(times)),
        width=_WIDTH,
        height=_HEIGHT,
        wrong=round(100 * found.wrong),
        measured_by=found.measured_by,
        notes=[f"{note[0].upper()}{note[1:]}." for note in found.notes],
    )


def _measured(evaluation: Path | None) -> Measured:
    """How often speakers are wrong, by the reviewed sample if it has them, or else by onrecord's documentation."""
    if evaluation is not None:
        with suppress(PackageError):
            return read_measured(evaluation)
    return stated()


def _tables(found: Summary, entities: Entities) -> Iterator[tuple[str, str, Sequence[Share]]]:
    """The titles and the shares of what the whole corpus is divided by."""
    for by, title, head in (
        ("speaker_type", "People, organizations and others", "Kind of speaker"),
        ("speaker", "The most quoted", "Speaker"),
        ("speaker_status", "Named or not", "How the speaker appears"),
    ):
        shares = [_share(row, entities) for row in _rows(found, "all", by)]
        if by == "speaker":
            shares = [share for share in shares if share.page][:_SPEAKERS]
        yield title, head, shares


def _rows(found: Summary, group_by: str, by: str) -> Iterator[Mapping[str, Any]]:
    wanted = (group_by, found.unit, "quotes", by)
    return (row for row in found.shares if (row["group_by"], row["unit"], row["measure"], row["by"]) == wanted)


def _share(row: Mapping[str, Any], entities: Mapping[str, Any] | None = None) -> Share:
    name, key = row["category"], row["category_id"]
    page = addresses.entity_page(key) if entities is not None and key in entities else ""
    shown = _NAMES.get(name) or (name if key else KINDS.get(name) or _STATUS.get(name) or name)
    low, high = (None if row[end] is None else round(100 * row[end], 1) for end in ("low", "high"))
    share = row["share"] if row["share"] is not None else math.nan
    return Share(shown, page, row["count"], round(100 * share, 1), low, high, row["note"] or "")


def _parts(found: Summary, group_by: str) -> Iterator[Part]:
    """The parts of the corpus, those with the most quotes first."""
    shares = {(row["group"], row["category"]): _share(row) for row in _rows(found, group_by, "speaker_type")}
    totals = [row for row in found.totals if row["group_by"] == group_by]
    size = "quotes" if found.unit == "article" else "different_quotes"
    for row in sorted(totals, key=lambda row: (-row[size], row["group"])):
        name = row["group"]
        page = addresses.outlet_page(name) if group_by == "publisher" and name not in _NAMES else ""
        of_lines = tuple(shares.get((name, kind), Share("", "", 0, 0.0, None, None, "")) for kind, _ in _LINES)
        yield Part(_NAMES.get(name, name), page, row[size], of_lines)


def _drawn(times: Sequence[Part]) -> Iterator[tuple[str, str, Sequence[Point]]]:
    """The lines over time: the class, the name and the points of each; none if there is no development to see."""
    if len(times) < 2:
        return
    for place, (kind, style) in enumerate(_LINES):
        step = _WIDTH / len(times)
        points = []
        for number, part in enumerate(times):
            share = part.shares[place]
            ends = [None if end is None else _y(end) for end in (share.low, share.high)]
            # The intervals of two lines at one time are next to each other.
            points.append(Point(round((number + 0.45 + 0.1 * place) * step, 1), _y(share.percent), *ends))
        yield style, KINDS[kind], points


def _y(percent: float) -> float:
    return round(_HEIGHT * (1 - percent / 100), 1)
