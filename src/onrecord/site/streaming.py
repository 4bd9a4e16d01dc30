"""The rows of a package by article, in bounded memory: each table is read once, in step with the others."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from onrecord.errors import PackageError
from onrecord.package.package import Package
from onrecord.package.records import Row, rows_of
from onrecord.site.addresses import checked
from onrecord.site.survey import Survey


@dataclasses.dataclass(frozen=True, slots=True)
class ArticleRows:
    """An article, its number from 0 in the order of its table, and the rows that were read from it, by table."""

    number: int
    row: Row
    tables: Mapping[str, Sequence[Row]]


def read_articles(package: Package) -> list[Row]:
    """The rows of the table articles, in order.

    Raises:
        PackageError: an id is not an id, or two articles have the same.
    """
    articles = list(rows_of(package, "articles"))
    seen = {checked("articles", row, "article_id") for row in articles}
    if len(seen) < len(articles):
        raise PackageError(f"{package.described}: two articles have the same article_id; run onrecord validate")
    return articles


def by_article(package: Package, articles: Sequence[Row], surveyed: Survey, folder: Path) -> Iterator[ArticleRows]:
    """The articles in order, each with its rows of all tables that were read from articles.

    `onrecord convert` writes the rows of all tables in the order of the articles. A table in another order is sorted
    in a database in `folder`, a folder of this run.

    Raises:
        PackageError: a table cannot be read.
    """
    numbers = numbers_of(articles)
    tables = {
        name: _Groups(rows_of(package, name) if is_ordered else _sorted(package, name, numbers, folder))
        for name, is_ordered in surveyed.tables.items()
    }
    for number, row in enumerate(articles):
        yield ArticleRows(number, row, {name: groups.of(row["article_id"]) for name, groups in tables.items()})


def numbers_of(articles: Sequence[Row]) -> dict[str, int]:
    """The number of each article, from 0, by its id."""
    return {row["article_id"]: number for number, row in enumerate(articles)}


class _Groups:
    """Rows in the order of the articles, given out article by article."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, article_id: str) -> Sequence[Row]:
        """The rows of the next article that is asked for."""
        group: list[Row] = []
        while self._next is not None and self._next["article_id"] == article_id:
            group.append(self._next)
            self._next = next(self._rows, None)
        return group


def _sorted(package: Package, name: str, numbers: Mapping[str, int], folder: Path) -> Iterator[Row]:
    """The rows of a table, sorted on the disk; rows of one article keep their order."""
    with closing(sqlite3.connect(folder / f"{name}.sqlite")) as database:
        database.execute("CREATE TABLE sorted (number INTEGER, place INTEGER, value TEXT)")
        database.executemany(
            "INSERT INTO sorted VALUES (?, ?, ?)",
            ((numbers[row["article_id"]], place, json.dumps(row)) for place, row in enumerate(rows_of(package, name))),
        )
        for (value,) in database.execute("SELECT value FROM sorted ORDER BY number, place"):
            yield json.loads(value)
