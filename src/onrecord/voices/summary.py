"""A summary of an audit for one page: everything, the outlets with the most quotes, and the latest years or months."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from onrecord.package.package import Package
from onrecord.voices.auditing import RESAMPLES, SEED, TOP, limits
from onrecord.voices.counting import Settings, count
from onrecord.voices.measured import Measured
from onrecord.voices.quotes import voiced

_MOST = 12  # outlets, and years or months


@dataclasses.dataclass(frozen=True, slots=True)
class Summary:
    """What a page shows of an audit. The figures are those of `onrecord audit` without options.

    Attributes:
        shares: rows of `SHARES`, by column.
        totals: rows of `TOTALS`, by column; the first is of everything; empty if there are no quotes.
        period: what time is divided into: year, or month if the quotes are of one year.
        outlets: how many outlets there are, of which those with the most quotes are in the rows.
        unit: story, or article if the package does not know copies.
        notes: what in the package limits the shares, each as a sentence.
        wrong: the share of quotes with a wrong speaker.
        measured_by: who measured it.
    """

    shares: Sequence[Mapping[str, Any]]
    totals: Sequence[Mapping[str, Any]]
    period: str
    outlets: int
    unit: str
    notes: tuple[str, ...]
    wrong: float
    measured_by: str


def summary(package: Package, measured: Measured) -> Summary:
    """Counts whose voices a package carries, as far as a page shows it.

    Args:
        package: the package.
        measured: how often the reader is wrong.

    Raises:
        PackageError: the package lacks a table or a column that is needed, a file cannot be read, or a table does not
            match its schema.
    """
    quotes = voiced(package)
    outlets, years, months = (
        [
            name
            for name, _ in quotes.rows[column]
            .value_counts(sort=True)
            .sort("count", column, descending=[True, False])
            .rows()
        ]
        for column in ("publisher", "year", "month")
    )
    period, times = ("year", years) if len(years) > 1 else ("month", months)
    latest = sorted((name for name in times if not name.startswith("(")), reverse=True)[:_MOST]
    parts = {"all": ("all",), "publisher": outlets[:_MOST], period: latest}
    shares, totals = count(quotes, {}, measured, Settings(RESAMPLES, SEED, TOP, parts))
    return Summary(
        shares.rows(named=True),
        totals.rows(named=True),
        period,
        len(outlets),
        "story" if quotes.has_stories else "article",
        tuple(limits(quotes, {}, totals)),
        measured.wrong.share,
        measured.wrong.described,
    )
