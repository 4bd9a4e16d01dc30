"""An audit in some lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from onrecord.text.numbers import counted
from onrecord.text.printable import visible

if TYPE_CHECKING:
    import polars as pl

    from onrecord.voices.auditing import Audit

_MOST = 10  # speakers, and outlets
_WIDTH = 32


def render(audit: Audit) -> Iterator[str]:
    """The most important shares of an audit, and what limits them, line by line."""
    import polars as pl

    whole = audit.totals.filter(pl.col("group_by") == "all").to_dicts()
    if whole:
        yield from _of_whole(audit.shares, audit.totals, whole[0])
    for note in audit.notes:
        yield f"note: {visible(note)}"


def _of_whole(shares: pl.DataFrame, totals: pl.DataFrame, whole: Mapping[str, Any]) -> Iterator[str]:
    import polars as pl

    unit = "story" if (shares["unit"] == "story").any() else "article"
    yield (
        f"{counted(whole['quotes'], 'quote')} with {counted(whole['quoted_words'], 'word')} by "
        f"{counted(whole['speakers'], 'speaker')} ({counted(whole['people'], 'person').replace('persons', 'people')}, "
        f"{counted(whole['organizations'], 'organization')}) in {counted(whole['articles'], 'article')} "
        f"({counted(whole['stories'], 'story')})"
    )
    once = "; the same words in copies count once" if unit == "story" else ""
    yield f"Shares of quotes, with 95 % intervals over stories{once}:"
    shown = shares.filter((pl.col("group_by") == "all") & (pl.col("unit") == unit) & (pl.col("measure") == "quotes"))
    for by in ("speaker_type", "speaker_status", *(each for each in shown["by"].unique(maintain_order=True))):
        if by == "speaker" or (by.startswith("speaker_") and by not in ("speaker_type", "speaker_status")):
            continue
        own = shown.filter(pl.col("by") == by)
        yield from _table(visible(by), own.to_dicts())
        shown = shown.filter(pl.col("by") != by)
    named = shown.filter((pl.col("by") == "speaker") & pl.col("category_id").is_not_null())
    yield from _table("most quoted", named.sort("count", descending=True, maintain_order=True).head(_MOST).to_dicts())
    outlets = totals.filter(pl.col("group_by") == "publisher").sort("quotes", descending=True, maintain_order=True)
    if len(outlets) > 1:
        people = shares.filter(
            (pl.col("group_by") == "publisher")
            & (pl.col("unit") == unit)
            & (pl.col("measure") == "quotes")
            & (pl.col("by") == "speaker_type")
            & (pl.col("category") == "person")
        )
        rows = {row["group"]: row | {"category": row["group"]} for row in people.to_dicts()}
        listed = [rows[outlet] for outlet in outlets["group"] if outlet in rows]
        yield from _table("quotes of people, by outlet", listed[:_MOST])


def _table(title: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    if not rows:
        return
    has_corrected = any(row["corrected"] is not None for row in rows)
    corrected = f"  {'corrected':>9}  {'interval':<13}" if has_corrected else ""
    yield f"{title[: _WIDTH + 2]:<{_WIDTH + 2}}  {'quotes':>8}   share  {'interval':<13}{corrected}".rstrip()
    for row in rows:
        name = visible(row["category"])
        name = name if len(name) <= _WIDTH else f"{name[: _WIDTH - 1]}…"
        fixed = ""
        if row["corrected"] is not None:
            fixed = f"  {_share(row['corrected']):>9}  {_interval(row['corrected_low'], row['corrected_high']):<13}"
        interval = _interval(row["low"], row["high"])
        yield f"  {name:<{_WIDTH}}  {row['count']:>8,}  {_share(row['share']):>6}  {interval:<13}{fixed}".rstrip()


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}%"


def _interval(low: float | None, high: float | None) -> str:
    return "-" if low is None or high is None else f"{100 * low:.1f}-{100 * high:.1f}"
