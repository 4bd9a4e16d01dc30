"""The shares and totals of an audit, part by part of the corpus."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from onrecord.text.numbers import counted
from onrecord.voices.bootstrap import FEW, FEWEST, Numbers, bca, clusters_of, generator, resampled, shares_of
from onrecord.voices.codes import NOT_CODED, Codes
from onrecord.voices.columns import SHARES, TOTALS
from onrecord.voices.measured import Corrected, Measured, bounded, corrected
from onrecord.voices.quotes import GROUPINGS, NOT_KNOWN, Voiced

OTHERS = "(all other speakers)"
# How a category of a code file is called in `by`.
CODE = "code:"
# In these the speaker alone decides, so that a share of wrong speakers bounds them; types can be wrong by themselves.
_BY_SPEAKER = ("speaker", "speaker_status")
_POLARS = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64}

_Whole: TypeAlias = npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """How an audit is made.

    Attributes:
        resamples: how often the corpus is drawn again.
        seed: where the random numbers begin.
        top: how many speakers of each part are named.
        parts: which parts of the corpus are counted, by what it is divided by; None for all. A part has the same
            figures whatever other parts are counted.
    """

    resamples: int
    seed: int
    top: int
    parts: Mapping[str, Collection[str]] | None = None

    def wants(self, group_by: str, group: str) -> bool:
        """Whether a part of the corpus is counted."""
        return self.parts is None or group in self.parts.get(group_by, ())


@dataclasses.dataclass(frozen=True, slots=True)
class _Dimension:
    """What quotes are divided by: of each quote the number of its category, and the id and name of each category."""

    by: str
    numbers: _Whole
    categories: Sequence[tuple[str | None, str]]


@dataclasses.dataclass(frozen=True, slots=True)
class _Table:
    """Counts of a part of the corpus, (stories, categories), and what they are of."""

    unit: str
    measure: str
    by: str
    categories: Sequence[tuple[str | None, str]]
    counts: Numbers


def dimensions_of(codes: Codes) -> tuple[str, ...]:
    """The values of `by`."""
    return ("speaker", "speaker_status", "speaker_type", *(f"{CODE}{category}" for category in codes))


def count(voiced: Voiced, codes: Codes, measured: Measured, settings: Settings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tables of an audit.

    Args:
        voiced: the quotes.
        codes: the user's codes of entities.
        measured: the errors that were measured.
        settings: how it is made.

    Returns:
        the shares and the totals, with the columns of `SHARES` and `TOTALS`.
    """
    rows, counter = voiced.rows, _Counter(voiced, codes, measured, settings)
    shares: list[tuple[Any, ...]] = []
    totals: list[tuple[Any, ...]] = []
    for group_by in GROUPINGS if len(rows) else ():
        numbers, names = _numbered(rows[group_by])
        of_groups = np.split(np.argsort(numbers, kind="stable"), np.cumsum(np.bincount(numbers))[:-1])
        for name, own in sorted(
            zip(names, of_groups, strict=True), key=lambda pair: (pair[0].startswith("("), pair[0])
        ):
            if settings.wants(group_by, name):
                shares += counter.shares(group_by, name, own)
                totals.append((group_by, name, *counter.totals(own)))
    return _frame(SHARES.columns, shares), _frame(TOTALS.columns, totals)


def _frame(columns: Any, rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={column.name: _POLARS[column.type] for column in columns}, orient="row")


def _numbered(values: pl.Series) -> tuple[_Whole, list[str]]:
    """The number of each value among the different values in order, and these."""
    names = values.unique().sort()
    return np.asarray(names.search_sorted(values), np.int64), names.to_list()


class _Counter:
    """Counts parts of a corpus, whose quotes are held as arrays of numbers."""

    def __init__(self, voiced: Voiced, codes: Codes, measured: Measured, settings: Settings) -> None:
        rows = voiced.rows
        self._measured, self._settings, self._has_stories = measured, settings, voiced.has_stories
        self._words, self._utterances = (rows[name].to_numpy().astype(np.int64) for name in ("words", "utterance"))
        self._stories, self._articles = (_numbered(rows[name])[0] for name in ("cluster", "article_id"))
        self._speakers, ids = _numbered(rows["speaker_id"].fill_null(""))
        self._is_settled = rows["speaker_id"].is_not_null().to_numpy()
        self._types = rows["speaker_type"].to_numpy()
        named = dict(rows.select("speaker_id", "speaker").unique().iter_rows())
        known = [(each, named[each]) if each else (None, NOT_KNOWN["speaker"]) for each in ids]
        self._dimensions = [_Dimension("speaker", self._speakers, known)]
        for by in ("speaker_status", "speaker_type"):
            self._dimensions.append(_named(by, rows[by]))
        for category, values in codes.items():
            coded = pl.Series([values.get(each or "", NOT_CODED) for each in rows["speaker_id"]], dtype=pl.String)
            settled = pl.Series(self._is_settled)
            name = f"{CODE}{category}"
            self._dimensions.append(
                _named(name, coded.zip_with(settled, pl.repeat(NOT_KNOWN["speaker"], len(coded), eager=True)))
            )

    def totals(self, own: _Whole) -> Iterator[int]:
        """The totals of the quotes with some numbers."""
        for several in (self._articles, self._stories):
            yield len(np.unique(several[own]))
        yield len(own)
        yield len(np.unique(self._utterances[own]))
        yield int(self._words[own].sum())
        settled = own[self._is_settled[own]]
        of_type = [settled[self._types[settled] == each] for each in ("person", "organization")]
        yield len(settled)
        for some in (settled, *of_type):
            yield len(np.unique(self._speakers[some]))
        for some in of_type:
            yield len(some)

    def shares(self, group_by: str, group: str, own: _Whole) -> Iterator[tuple[Any, ...]]:
        """The rows of `SHARES` of a part of the corpus, of the quotes with some numbers."""
        tables = list(self._tables(own))
        random = generator(self._settings.seed, group_by, group)
        drawn = resampled([table.counts for table in tables], random, self._settings.resamples)
        for table, again in zip(tables, drawn, strict=True):
            random = generator(self._settings.seed, group_by, group, table.unit, table.by)
            for row in self._rows(table, again, random):
                yield (group_by, group, *row)
        yield from ((group_by, group, *row) for row in self._unique_speakers(own))

    def _tables(self, own: _Whole) -> Iterator[_Table]:
        """The counts of a part by everything."""
        stories, story = np.unique(self._stories[own], return_inverse=True)
        # The first of the same utterances, in the order of the articles' ids.
        first = np.sort(np.unique(self._utterances[own], return_index=True)[1])
        units = {"article": np.arange(len(own)), **({"story": first} if self._has_stories else {})}
        for dimension in self._dimensions:
            categories, category = self._categories(dimension, own, first if self._has_stories else units["article"])
            for unit, kept in units.items():
                cell = story[kept] * len(categories) + category[kept]
                for measure, weights in (("quotes", None), ("words", self._words[own][kept])):
                    counts = np.bincount(cell, weights, len(stories) * len(categories)).astype(np.float64)
                    yield _Table(unit, measure, dimension.by, categories, counts.reshape(len(stories), -1))

    def _categories(
        self, dimension: _Dimension, own: _Whole, counted: _Whole
    ) -> tuple[Sequence[tuple[str | None, str]], _Whole]:
        """The categories of a part, the most frequent first, and of each quote the place of its category.

        Which are frequent follows from the quotes at the places `counted`, so that copies make nobody frequent.
        Speakers who are not among the first are one category.
        """
        numbers, place = np.unique(dimension.numbers[own], return_inverse=True)
        frequent = np.bincount(place[counted], minlength=len(numbers))
        found = [dimension.categories[number] for number in numbers]
        order = sorted(
            range(len(found)),
            key=lambda each: (found[each][1].startswith("("), -frequent[each], found[each][1], found[each]),
        )
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        named = [found[each] for each in order]
        speakers = sum(identifier is not None for identifier, _ in named)
        top = self._settings.top
        if dimension.by != "speaker" or speakers <= top:
            return named, rank[place]
        rank = np.where(rank < top, rank, np.where(rank < speakers, top, rank - speakers + top + 1))
        return [*named[:top], (None, OTHERS), *named[speakers:]], rank[place]

    def _rows(self, table: _Table, drawn: Numbers, random: np.random.Generator) -> Iterator[tuple[Any, ...]]:
        """The rows of a table, from `unit` on."""
        sums, stories = table.counts.sum(0), len(table.counts)
        total, share = sums.sum(), shares_of(sums)
        low, high = bca(table.counts, drawn)
        nothing = np.full(len(sums), np.nan)
        fixed, possible = Corrected(nothing, nothing, nothing), (nothing, nothing)
        if table.measure == "quotes" and stories >= FEWEST:
            confusion = self._measured.confusions.get(table.by)
            if confusion:
                names = [name for _, name in table.categories]
                fixed = corrected(names, share, drawn, confusion, random)
            if table.by in _BY_SPEAKER or table.by.startswith(CODE):
                possible = bounded(drawn, self._measured.wrong, random)
        occurs, others = clusters_of(table.counts)
        for place, (identifier, name) in enumerate(table.categories):
            notes = [
                _why(stories, occurs[place], others[place], total),
                fixed.reason if table.measure == "quotes" else "",
            ]
            measures = (share, low, high), (fixed.share, fixed.low, fixed.high, *possible)
            before, after = ([_number(each[place]) for each in some] for some in measures)
            key = (table.unit, table.measure, table.by, name, identifier)
            note = "; ".join(filter(None, notes))
            yield (*key, int(sums[place]), int(total), *before, int(occurs[place]), stories, *after, note or None)

    def _unique_speakers(self, own: _Whole) -> Iterator[tuple[Any, ...]]:
        """The rows of speakers, each once, by all but the speaker and the status, which differ between quotes."""
        settled = own[self._is_settled[own]]
        speakers, first = np.unique(self._speakers[settled], return_index=True)
        stories = len(np.unique(self._stories[own]))
        for dimension in self._dimensions:
            if dimension.by in _BY_SPEAKER or not len(speakers):
                continue
            categories, category = self._categories(dimension, settled[first], np.arange(len(first)))
            number = np.bincount(category, minlength=len(categories))
            of_quotes = dimension.numbers[settled]
            for (identifier, name), each in zip(categories, number, strict=True):
                is_it = np.array([dimension.categories[value][1] == name for value in of_quotes])
                occurs = len(np.unique(self._stories[settled][is_it]))
                key = ("article", "speakers", dimension.by, name, identifier)
                share = float(each / len(speakers))
                yield (*key, int(each), len(speakers), share, None, None, occurs, stories, *[None] * 5, _UNIQUE)


_UNIQUE = "no interval: drawing stories again never finds further speakers"


def _named(by: str, values: pl.Series) -> _Dimension:
    numbers, names = _numbered(values)
    return _Dimension(by, numbers, [(None, name) for name in names])


def _why(stories: int, occurs: int, others: int, total: float) -> str:
    """Why there is no interval, or how far to trust it."""
    if not total:
        return "no share: nothing was counted"
    if stories < FEWEST:
        return f"no interval: only {counted(stories, 'story')} with quotes"
    if others == 0:
        return "no interval: nothing else is there"
    if occurs < FEWEST:
        return f"no interval: in only {counted(int(occurs), 'story')}"
    if others < FEWEST:
        return f"no interval: anything else is in only {counted(int(others), 'story')}"
    return f"few stories ({stories}): the interval is probably too narrow" if stories < FEW else ""


def _number(value: float) -> float | None:
    """A number of a table; what cannot be known is missing."""
    return None if np.isnan(value) else float(value)
