"""The charts of an audit, as SVG and PNG; the same audit gives the same bytes with the same version of matplotlib."""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import polars as pl

from onrecord.errors import OnrecordError
from onrecord.text.printable import visible
from onrecord.voices.counting import CODE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Names of the files without their endings; those of codes begin with `OF_CODE`.
STEMS = ("speakers", "speaker_status", "speaker_type", "outlets", "time")
OF_CODE = "code-"
FORMATS = ("svg", "png")
MISSING = "the charts need matplotlib; run: pip install 'onrecord[audit]', or leave them out with --no-charts"
_MOST = 20  # speakers or outlets in a chart
_LONGEST = 40  # characters of a label
# What the charts by outlet and time show, in the colors of Okabe and Ito (2008), which people who are color-blind can
# distinguish.
_SERIES = {"person": "#0072b2", "organization": "#d55e00", "(not settled)": "#777777"}
_COLOR, _CORRECTED = "#0072b2", "#d55e00"
_WIDTH, _ROW, _FRAME = 8.0, 0.32, 1.6  # inches
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "onrecord",  # ids would be random
    "svg.fonttype": "none",  # text stays text, which can be read aloud and found
    "text.parse_math": False,  # a dollar sign in a name begins no formula
    "axes.spines.top": False,
    "axes.spines.right": False,
    "font.size": 10,
}


def require() -> None:
    """Makes sure that charts can be drawn.

    Raises:
        OnrecordError: matplotlib is not installed.
    """
    try:
        import matplotlib  # noqa: F401 - only whether it is there
    except ImportError:
        raise OnrecordError(MISSING) from None


def charts(shares: pl.DataFrame, unit: str) -> Iterator[tuple[str, bytes]]:
    """The charts of an audit: names of files and their contents.

    Args:
        shares: the shares.
        unit: what counts, `story` or `article`.
    """
    shown = shares.filter((pl.col("unit") == unit) & (pl.col("measure") == "quotes") & pl.col("share").is_not_null())
    with _defaults():
        for stem, figure in _figures(shown, "quotes; copies count once" if unit == "story" else "quotes"):
            for ending in FORMATS:
                yield f"{stem}.{ending}", _drawn(figure, ending)


@contextmanager
def _defaults() -> Iterator[None]:
    """The settings of the library, whatever the user's own are."""
    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        warnings.filterwarnings("ignore", "Glyph", UserWarning)  # in the PNG a box stands for a letter without a glyph
        yield


def _drawn(figure: Figure, ending: str) -> bytes:
    content = io.BytesIO()
    title = figure.axes[0].get_title(loc="left")
    metadata = {"svg": {"Title": title, "Date": None, "Creator": None}, "png": {"Title": title, "Software": None}}[
        ending
    ]
    figure.savefig(content, format=ending, metadata=metadata, dpi=144)
    return content.getvalue()


def _figures(shares: pl.DataFrame, of: str) -> Iterator[tuple[str, Figure]]:
    whole = shares.filter(pl.col("group_by") == "all")
    taken: set[str] = set()
    for by in whole["by"].unique(maintain_order=True):
        own = whole.filter(pl.col("by") == by)
        if by == "speaker":
            named = own.filter(pl.col("category_id").is_not_null()).sort("count", descending=True, maintain_order=True)
            if len(named):
                yield "speakers", _shares_chart(named.head(_MOST), f"The most quoted speakers, share of {of}")
        elif by.startswith(CODE):
            category = by.removeprefix(CODE)
            yield _stem(category, taken), _shares_chart(own, f"{_label(category)}, share of {of}")
        else:
            yield by, _shares_chart(own, f"{by.replace('_', ' ').capitalize()}, share of {of}")
    types = shares.filter((pl.col("by") == "speaker_type") & pl.col("category").is_in([*_SERIES]))
    outlets = types.filter(pl.col("group_by") == "publisher")
    if outlets["group"].n_unique() > 1:
        yield "outlets", _outlets_chart(outlets, f"Who speaks in each outlet, share of {of}")
    for period in ("year", "month"):
        dated = types.filter((pl.col("group_by") == period) & ~pl.col("group").str.starts_with("("))
        if dated["group"].n_unique() > 1:
            yield "time", _time_chart(dated, f"Who speaks by {period}, share of {of}")
            break


def _stem(category: str, taken: set[str]) -> str:
    """A name for the chart of a user's category, whatever characters it has."""
    plain = OF_CODE + (re.sub(r"[^a-z0-9]+", "-", category.lower()).strip("-")[:_LONGEST] or "other")
    stem = next(
        name for number in range(1, 1000) if (name := f"{plain}-{number}" if number > 1 else plain) not in taken
    )
    taken.add(stem)
    return stem


def _label(text: str) -> str:
    text = visible(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _blank(rows: int, title: str) -> tuple[Figure, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH, _FRAME + _ROW * rows), layout="constrained")
    axes = figure.subplots()
    axes.set_title(title, loc="left", fontsize=11)
    return figure, axes


def _percent(axis: Any) -> None:
    from matplotlib.ticker import PercentFormatter

    axis.set_major_formatter(PercentFormatter(1, decimals=None))


def _whiskers(rows: Sequence[dict[str, Any]], low: str, high: str, middle: str) -> list[list[float]]:
    """How far the intervals reach to both sides; not at all without an interval."""
    return [
        [0.0 if row[low] is None else max(0.0, row[middle] - row[low]) for row in rows],
        [0.0 if row[high] is None else max(0.0, row[high] - row[middle]) for row in rows],
    ]


def _shares_chart(shares: pl.DataFrame, title: str) -> Figure:
    """Shares as points, with their intervals as lines; corrected shares below them."""
    rows = shares.to_dicts()
    figure, axes = _blank(len(rows), title)
    places = range(len(rows))
    whiskers = _whiskers(rows, "low", "high", "share")
    style = {"fmt": "o", "capsize": 3, "markersize": 5}
    axes.errorbar([row["share"] for row in rows], places, xerr=whiskers, color=_COLOR, label="as read", **style)
    fixed = [(place, row) for place, row in enumerate(rows) if row["corrected"] is not None]
    if fixed:
        own = [row for _, row in fixed]
        whiskers = _whiskers(own, "corrected_low", "corrected_high", "corrected")
        below = [place + 0.25 for place, _ in fixed]
        style |= {"markerfacecolor": "white", "label": "corrected for the error measured"}
        axes.errorbar([row["corrected"] for row in own], below, xerr=whiskers, color=_CORRECTED, **style)
        figure.legend(loc="outside lower right", frameon=False, ncols=2)
    axes.set_yticks(places, [_label(row["category"]) for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.grid(axis="x", color="#dddddd")
    axes.set_axisbelow(True)
    axes.set_xlabel("share, with its 95 % interval where it exists")
    _percent(axes.xaxis)
    return figure


def _outlets_chart(shares: pl.DataFrame, title: str) -> Figure:
    """The shares of people and organizations in the outlets with the most quotes."""
    sizes = shares.group_by("group").agg(pl.col("total").max()).sort(["total", "group"], descending=[True, False])
    outlets = sizes.head(_MOST)["group"].to_list()
    figure, axes = _blank(len(outlets), title)
    for number, (category, color) in enumerate(_SERIES.items()):
        own = {row["group"]: row for row in shares.filter(pl.col("category") == category).to_dicts()}
        found = [(place, own[outlet]) for place, outlet in enumerate(outlets) if outlet in own]
        rows = [row for _, row in found]
        places = [place + (number - 1) * 0.22 for place, _ in found]
        whiskers = _whiskers(rows, "low", "high", "share")
        style = {"fmt": "o", "capsize": 2, "markersize": 4, "color": color, "label": category}
        axes.errorbar([row["share"] for row in rows], places, xerr=whiskers, **style)
    axes.set_yticks(range(len(outlets)), [_label(outlet) for outlet in outlets])
    axes.set_ylim(len(outlets) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.grid(axis="x", color="#dddddd")
    axes.set_axisbelow(True)
    _percent(axes.xaxis)
    figure.legend(loc="outside lower right", frameon=False, ncols=3)
    return figure


def _time_chart(shares: pl.DataFrame, title: str) -> Figure:
    """The shares of people and organizations over time, with intervals as bands; no line over missing periods."""
    figure, axes = _blank(9, title)
    place_of = {group: _months(group) for group in shares["group"].unique()}
    step = 12 if all("-" not in group for group in place_of) else 1
    for category, color in _SERIES.items():
        own = {place_of[row["group"]]: row for row in shares.filter(pl.col("category") == category).to_dicts()}
        if not own:
            continue
        places = list(range(min(own), max(own) + 1, step))
        rows = [own.get(place, {}) for place in places]
        line, low, high = ([_or_nan(row.get(name)) for row in rows] for name in ("share", "low", "high"))
        axes.plot(places, line, color=color, marker="o", markersize=3, label=category)
        axes.fill_between(places, low, high, color=color, alpha=0.2, linewidth=0)
    groups = sorted(place_of)
    shown = groups[:: math.ceil(len(groups) / 12)]
    axes.set_xticks([place_of[group] for group in shown], shown, rotation=45, ha="right")
    axes.set_ylim(0, 1)
    axes.grid(axis="y", color="#dddddd")
    _percent(axes.yaxis)
    figure.legend(loc="outside lower right", frameon=False, ncols=3)
    return figure


def _months(group: str) -> int:
    year, _, month = group.partition("-")
    return int(year) * 12 + int(month or 1)


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value
