"""The quotes that an audit counts, each with its speaker, outlet and date, and the stories that they are in."""

from __future__ import annotations

import dataclasses
import re

import polars as pl

from onrecord.errors import PackageError
from onrecord.loading.joined import selected
from onrecord.loading.reading import read_frames
from onrecord.package.package import Package
from onrecord.package.table_data import resolved
from onrecord.sql.counts import audited
from onrecord.sql.views import lacking

# The name of what a package does not say, by column; in round brackets, as no outlet or person is called.
NOT_KNOWN = {
    "publisher": "(no outlet)",
    "year": "(no date)",
    "month": "(no month)",
    "speaker": "(not settled)",
    "speaker_type": "(not settled)",
    "speaker_status": "(not stated)",
}
# The parts that a corpus is divided into: by outlet and by time; `all` is everything.
GROUPINGS = ("all", "publisher", "year", "month")
_MONTH = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-[0-9]{2}(?:T.*)?)?)?[~?%]?")


@dataclasses.dataclass(frozen=True, slots=True)
class Voiced:
    """The quotes of a package.

    Attributes:
        rows: one row is a quote, with the columns `cluster`, `publisher`, `year`, `month`, `speaker_id`, `speaker`,
            `speaker_type`, `speaker_status`, `words`, `article_id` and `utterance`, a number that is the same for the
            same words by the same speaker in a story; nothing in these is missing but `speaker_id`.
        has_stories: whether `cluster` is the story of the article; else it is the article itself.
        entities: the ids of all entities of the package.
    """

    rows: pl.DataFrame
    has_stories: bool
    entities: frozenset[str]


def voiced(package: Package) -> Voiced:
    """The quotes of a package that are not inside another quote.

    Raises:
        PackageError: the package lacks a table or a column that is needed, a file cannot be read, or a table does not
            match its schema.
    """
    package = resolved(package)
    declared = {name: table for name, resource in package.tables.items() if (table := resource.table)}
    # The view of the same quotes, counted.
    if missing := lacking("voices", declared):
        message = f"an audit needs {', '.join(missing)}, which this package lacks"
        raise PackageError(f"{package.described}: {message}; name a package that onrecord convert made")
    view = audited(declared)
    frames = read_frames(package, view.reads, view.select.__contains__)
    try:
        rows = selected(frames, view)
        has_stories = "story_id" in rows.columns
        story = pl.col("story_id") if has_stories else pl.lit(None, pl.String)
        published = rows["published"].unique().drop_nulls().to_list()
        dates = {value: _year_and_month(value) for value in published}
        year, month = ({value: found[place] for value, found in dates.items()} for place in (0, 1))
        rows = rows.with_columns(
            pl.lit("all").alias("all"),
            # An article without a story counts as one.
            pl.coalesce(story, "article_id").alias("cluster"),
            pl.col("published").replace_strict(year, default=None, return_dtype=pl.String).alias("year"),
            pl.col("published").replace_strict(month, default=None, return_dtype=pl.String).alias("month"),
            pl.col("words").fill_null(0),
            pl.col("said").fill_null(""),
            # The same words by the same speaker in a story are one utterance, as in the view `speaker_stories`.
            pl.struct(pl.coalesce(story, "article_id"), "speaker_id", "unsettled", "said")
            .rank("dense")
            .alias("utterance"),
            # An id that leads nowhere is the only name that there is.
            pl.coalesce("speaker", "speaker_id").alias("speaker"),
        ).with_columns(pl.col(name).fill_null(text) for name, text in NOT_KNOWN.items())
    except pl.exceptions.PolarsError as error:
        message = f"the columns of {', '.join(view.reads)} have other types than those of onrecord ({error})"
        raise PackageError(f"{package.described}: {message}; run onrecord validate") from error
    return Voiced(rows, has_stories, frozenset(frames["entities"]["entity_id"].drop_nulls().to_list()))


def _year_and_month(published: str) -> tuple[str | None, str | None]:
    """The year and the month of a date in EDTF, each None if the date leaves it open.

    Examples:
        >>> [_year_and_month(value) for value in ("2031-05-13", "2031~", "2031-05/2031-06", "203X")]
        [('2031', '2031-05'), ('2031', None), ('2031', None), (None, None)]
    """
    years, months = set(), set()
    for end in published.split("/"):
        found = _MONTH.fullmatch(end)
        years.add(found[1] if found else None)
        months.add(f"{found[1]}-{found[2]}" if found and found[2] else None)
    return years.pop() if len(years) == 1 else None, months.pop() if len(months) == 1 else None
