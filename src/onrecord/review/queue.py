"""Which rows a reviewer sees, and in which order: the least certain first, a random sample, or whole articles."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onrecord.corrections import ARTICLES, Correction, Name, Stratum, stratum_of, subject_of
from onrecord.errors import PackageError
from onrecord.review.rows import Key, Reading, offset_of, reviewed_tables


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """A row to review, or an article to search for missing rows of a table.

    Attributes:
        table: the table of the row; for an article, `articles`.
        key: its primary key; for an article, its id and the table whose rows are looked for.
        article_id: the article in which it is shown; may be empty for an entity.
        sample: the cell `sample` of its corrections; empty outside of samples.
        missing: whether the row was drawn, but the tables no longer have it, because of corrections.
    """

    table: str
    key: Key
    article_id: str
    sample: str = ""
    missing: bool = False

    @property
    def name(self) -> Name:
        """Table and key."""
        return self.table, self.key

    @property
    def looks_for(self) -> str:
        """For an article, the table whose rows are looked for; else empty."""
        return self.key[1] if self.table == ARTICLES else ""


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """What to review.

    Attributes:
        tables: the tables whose rows are reviewed.
        sample: how many rows to draw at random, stratified by method; None for no sample.
        articles: how many whole articles to draw at random; None for no such sample.
        seed: the seed of a sample.
        coders: how many people review the sample, blind to each other.
    """

    tables: tuple[str, ...] = ("quotes", "votes", "claims")
    sample: int | None = None
    articles: int | None = None
    seed: int = 1
    coders: int = 1

    @property
    def round(self) -> tuple[int, bool]:
        """The sample, as `Stratum.round` names it."""
        return self.seed, self.articles is not None


def queue(reading: Reading, selection: Selection, lines: Sequence[Correction] = ()) -> list[Item]:
    """The rows to review, in order; the same package, selection and seed give the same rows.

    Rows of a sample come in random order, so that also the part that was reviewed is a random sample.

    Args:
        reading: the rows as they were read.
        selection: what to review.
        lines: the corrections of all files. Rows of this sample that they judged still count as drawn if they are gone.

    Raises:
        PackageError: a table is not one whose rows are reviewed, or the package has no rows to review.
    """
    for table in selection.tables:
        if table not in reviewed_tables():
            raise PackageError(f"{table}: no table to review; choose {', '.join(reviewed_tables())}")
    if selection.articles is not None and "entities" in selection.tables:
        raise PackageError("entities: an entity is not of one article; review mentions, or leave out --articles")
    if selection.articles is not None:
        found = _whole_articles(reading, selection)
    elif selection.sample is not None:
        found = _sampled(reading, selection, lines)
    else:
        found = _least_certain(reading, selection.tables)
    if not found:
        raise PackageError(f"{reading.package.folder}: no rows of {', '.join(selection.tables)} to review")
    return found


def _least_certain(reading: Reading, tables: Sequence[str]) -> list[Item]:
    """All rows, the least certain first; those whose method states no confidence come at the end."""
    order = {article: number for number, article in enumerate(reading.articles)}
    ranked = []
    for table in tables:
        for key, row in reading.rows.get(table, {}).items():
            stated = [_share(row.get(column, "")) for column in ("confidence", "speaker_confidence")]
            article = reading.article_of((table, key))
            start = row.get("start", "")
            place = offset_of(start) or 0
            rank = (min(stated), order.get(article, len(order)), place, table, key)
            ranked.append((rank, Item(table, key, article)))
    return [item for _, item in sorted(ranked, key=lambda pair: pair[0])]


def _share(cell: str) -> float:
    """A confidence; infinite if the cell has none that can be compared."""
    try:
        share = float(cell)
    except ValueError:
        return math.inf
    return share if math.isfinite(share) else math.inf


def _draw(seed: int, *parts: str) -> bytes:
    """A random number for a row, always the same: whether a row is drawn does not depend on which others there are."""
    return hashlib.sha256("\0".join((str(seed), *parts)).encode()).digest()


def joined(selection: Selection, lines: Iterable[Correction]) -> Selection:
    """A selection for as many coders as the sample was begun for."""
    strata = (stratum for line in lines if (stratum := stratum_of(line.sample)) and stratum.round == selection.round)
    return dataclasses.replace(selection, coders=max([selection.coders, *(each.coders for each in strata)]))


@dataclasses.dataclass(frozen=True, slots=True)
class Lost:
    """Rows of a sample that are no longer in the tables.

    Attributes:
        judged: how many rows that were judged; they still count.
        others: how many further rows of those from which the sample was drawn.
        total: from how many rows it was drawn; 0 for whole articles.
    """

    judged: int = 0
    others: int = 0
    total: int = 0


def lost(reading: Reading, selection: Selection, lines: Iterable[Correction]) -> Lost:
    """The rows of a sample that are no longer in the tables, as far as the corrections of all files show it."""
    gone: dict[tuple[str, str], set[Name]] = defaultdict(set)
    totals: dict[tuple[str, str], int] = {}
    for line in lines:
        stratum, (table, key) = stratum_of(line.sample), subject_of(line)
        if stratum is None or stratum.round != selection.round:
            continue
        where = stratum.table, stratum.stratum
        totals[where] = max(stratum.total, totals.get(where, 0))
        if table in reading.rows and key not in reading.rows[table]:
            gone[where].add((table, key))
    judged = len(set().union(*gone.values()))
    if selection.articles is not None:
        return Lost(judged)
    there = Counter(
        (table, row["method"]) for table in selection.tables for row in reading.rows.get(table, {}).values()
    )
    others = sum(max(0, total - there[where] - len(gone[where])) for where, total in totals.items())
    return Lost(judged, others, sum(totals.values()))


def _sampled(reading: Reading, selection: Selection, lines: Sequence[Correction]) -> list[Item]:
    gone_rows: dict[tuple[str, str], set[Key]] = defaultdict(set)
    totals: dict[tuple[str, str], int] = {}
    for line in lines:
        stratum = stratum_of(line.sample)
        if stratum is None or stratum.seed != selection.seed or stratum.table not in selection.tables:
            continue
        where, (table, key) = (stratum.table, stratum.stratum), subject_of(line)
        totals[where] = max(totals.get(where, 0), stratum.total)
        if table == stratum.table and key not in reading.rows.get(table, {}):
            gone_rows[where].add(key)
    strata: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for table in selection.tables:
        for key, row in reading.rows.get(table, {}).items():
            strata[table, row["method"]].append(key)
    for where, gone in gone_rows.items():
        strata[where] += gone
    sizes = {where: totals.get(where, len(keys)) for where, keys in sorted(strata.items())}
    drawn = shares(selection.sample or 0, sizes)
    items = []
    for (table, method), keys in strata.items():
        number = drawn[table, method]
        cell = str(Stratum(selection.seed, number, sizes[table, method], table, method, selection.coders))
        ranked = sorted(keys, key=lambda key: _draw(selection.seed, table, *key))
        for key in ranked[:number]:
            is_missing = key in gone_rows[table, method]
            items.append(Item(table, key, reading.article_of((table, key)), cell, missing=is_missing))
    return sorted(items, key=lambda item: _draw(selection.seed, item.table, *item.key))


def shares(number: int, sizes: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """How many rows of each stratum are drawn: in proportion to their sizes, but at least two of each if possible.

    Examples:
        >>> shares(10, {("quotes", "a@1"): 970, ("quotes", "b@1"): 30})
        {('quotes', 'a@1'): 8, ('quotes', 'b@1'): 2}
    """
    number = min(number, sum(sizes.values()))
    least = {where: min(2, size) for where, size in sizes.items()}
    if sum(least.values()) > number:
        least = dict.fromkeys(sizes, 0)
    drawn = dict(least)
    # One by one to the stratum that is furthest from its share.
    total = sum(sizes.values()) or 1
    while sum(drawn.values()) < number:
        lacking = {where: number * size / total - drawn[where] for where, size in sizes.items() if drawn[where] < size}
        drawn[max(lacking, key=lambda where: (lacking[where], where))] += 1
    return drawn


def _whole_articles(reading: Reading, selection: Selection) -> list[Item]:
    """All rows of some articles; after them, for each table, the question whether rows are missing."""
    ranked = sorted(reading.articles, key=lambda article: _draw(selection.seed, ARTICLES, article))
    chosen = ranked[: selection.articles]
    items = []
    for article in chosen:
        for table in selection.tables:
            of = Stratum(selection.seed, len(chosen), len(reading.articles), ARTICLES, table, selection.coders)
            cell = str(of)
            rows = reading.in_article(table, article)
            items += [Item(table, key, article, cell) for key, _ in sorted(rows, key=lambda pair: _place(pair[1]))]
            items.append(Item(ARTICLES, (article, table), article, cell))
    return items


def _place(row: Mapping[str, str]) -> int:
    start = row.get("start", "")
    return offset_of(start) or 0
