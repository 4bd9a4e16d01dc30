"""The pages of articles, and what is read once before any page is written."""

from __future__ import annotations

import collections
import dataclasses
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from onrecord.package.package import Package
from onrecord.package.records import Row, Source, rows_of, tables_in
from onrecord.site.addresses import article_page
from onrecord.site.entities import Entities
from onrecord.site.gathering import Headed, headed
from onrecord.site.pages import Pages
from onrecord.site.reading import read
from onrecord.site.streaming import ArticleRows, by_article, numbers_of, read_articles
from onrecord.site.survey import Survey, survey

_NAMED = 5  # related articles that are named
# What the page says of a related article, by the relation and whether the article is the first of its row.
_RELATED = {
    ("same_text", True): "The same text as",
    ("same_text", False): "The same text as",
    ("syndicated_from", True): "From",
    ("updates", True): "Updates",
    ("syndicated_from", False): "Printed again as",
    ("updates", False): "Updated by",
    ("near_duplicate", True): "Much the same as",
    ("near_duplicate", False): "Much the same as",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Basis:
    """What each process knows of the whole package.

    Attributes:
        package: the package.
        articles: the rows of the table articles.
        heads: what pages say of each when they link to it.
        surveyed: the order of the tables.
        entities: the entities.
    """

    package: Package
    articles: Sequence[Row]
    heads: Sequence[Headed]
    surveyed: Survey
    entities: Entities

    def each(self, scratch: Path) -> Iterator[ArticleRows]:
        """The articles in order, each with its rows; `scratch` is a folder of this process."""
        return by_article(self.package, self.articles, self.surveyed, scratch)


def read_basis(package: Package) -> Basis:
    """Reads the articles and the entities, and looks at all tables.

    Raises:
        PackageError: a table cannot be read, or an id is not an id.
    """
    articles = read_articles(package)
    surveyed = survey(package, numbers_of(articles))
    entities = Entities(package, [row["article_id"] for row in articles], surveyed.homes)
    return Basis(package, articles, [headed(row) for row in articles], surveyed, entities)


class ArticlePages:
    """Writes the pages of articles.

    Args:
        basis: what is known of the package.
        pages: where they are written.
    """

    def __init__(self, basis: Basis, pages: Pages) -> None:
        self._basis, self._pages = basis, pages
        self._related = _related(basis.package, basis.articles)

    def write(self, article: ArticleRows, source: Source) -> Mapping[str, int]:
        """Writes the page of an article; returns the first characters of the rows that are marked on it, by id."""
        heads, number = self._basis.heads, article.number
        reading = read(self._basis.package, article, source, self._basis.entities)
        others = self._related.get(article.row["article_id"], ())
        self._pages.write(
            "article",
            article_page(article.row["article_id"]),
            heads[number].title,
            article=article.row,
            head=heads[number],
            reading=reading,
            headed=bool(reading.blocks) and reading.blocks[0].zone == "headline",
            related=[(how, heads[other]) for how, other in others[:_NAMED]],
            unnamed=len(others[_NAMED:]),
            before=heads[number - 1] if number else None,
            after=heads[number + 1] if number + 1 < len(heads) else None,
        )
        return reading.placed


def _related(package: Package, articles: Sequence[Row]) -> dict[str, list[tuple[str, int]]]:
    """By article: how others are related to it, and their numbers, in the order of `_RELATED`.

    Likeness is left out if it is known where an article is from.
    """
    if "article_relations" not in tables_in(package):  # packages of earlier versions lack it
        return {}
    numbers = {row["article_id"]: number for number, row in enumerate(articles)}
    order = {key: place for place, key in enumerate(_RELATED)}
    found: dict[str, list[tuple[int, str, str]]] = collections.defaultdict(list)
    for row in rows_of(package, "article_relations"):
        for key, other, is_first in (
            (row["article_id"], row["related_id"], True),
            (row["related_id"], row["article_id"], False),
        ):
            if other in numbers and (row["relation"], is_first) in order:
                found[key].append((order[row["relation"], is_first], other, row["relation"]))
    named: dict[str, list[tuple[str, int]]] = {}
    for key, others in found.items():
        shown = dict[str, str]()
        for (place, other, _), _ in itertools.groupby(sorted(others)):
            shown.setdefault(other, list(_RELATED.values())[place])
        named[key] = [(how, numbers[other]) for other, how in shown.items()]
    return named
