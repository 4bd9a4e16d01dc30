"""The part of a package that the page shows, and the place of each row on the page."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from onrecord.package.own_tables import column_of, facts_of, own_tables
from onrecord.package.package import Package
from onrecord.package.records import Row, Source, read_source
from onrecord.text.spans import Span

_OFFSET = re.compile(r"[0-9]{1,12}")

Tables = Mapping[str, Sequence[Row]]


@dataclasses.dataclass(frozen=True, slots=True)
class Corpus:
    """Tables, texts and places.

    Attributes:
        tables: the rows that are shown, by table.
        sources: the texts, by article id.
        articles: the rows of the table articles, by id.
        entities: the rows of the table entities, by id.
        tokens: by id of a row, the token that its marks, its note and its line in a table share.
        anchors: by id of a row, its place on the page; rows whose words are not in the text have no anchor.
        folder: the package.
        relations: by id of an article, the rows of the table article_relations that name it.
    """

    tables: Tables
    sources: Mapping[str, Source]
    articles: Mapping[str, Row]
    entities: Mapping[str, Row]
    tokens: Mapping[str, str]
    anchors: Mapping[str, str]
    folder: Path
    relations: Mapping[str, Sequence[Row]]
    _by_article: Mapping[tuple[str, str], Sequence[Row]]
    _by_value: dict[tuple[str, str], Mapping[tuple[str, str], Sequence[Row]]] = dataclasses.field(default_factory=dict)

    def rows(self, table: str, article_id: str) -> Sequence[Row]:
        """The rows of a table that were read from an article."""
        return self._by_article.get((table, article_id), ())

    def parts(self, table: str, row: Row, key: str) -> Sequence[Row]:
        """The rows of a table from the article of `row` that have its value in the column `key`."""
        if (table, key) not in self._by_value:
            found: dict[tuple[str, str], list[Row]] = defaultdict(list)
            for part in self.tables[table]:
                found[part["article_id"], part[key]].append(part)
            self._by_value[table, key] = found
        return self._by_value[table, key].get((row["article_id"], row[key]), ())

    def name(self, entity_id: str) -> str:
        """The name of an entity; empty if there is no such entity."""
        return self.entities[entity_id]["name"] if entity_id in self.entities else ""

    def place(self, row: Row) -> Span | None:
        """The span of a row; None if the text there is not the row's `exact`."""
        text = self.sources.get(row["article_id"], Source()).text
        if text is None or not (_OFFSET.fullmatch(row["start"]) and _OFFSET.fullmatch(row["end"])):
            return None
        start, end = int(row["start"]), int(row["end"])
        if not start < end <= len(text):
            return None
        span = Span(start, end)
        return span if span.exact(text) == row["exact"] else None

    def anchor(self, row: Row) -> str:
        """The anchor of the words of a row; empty if they are not in the text."""
        span = self.place(row)
        return f"{self.anchors[row['article_id']]}-{span.start}" if span else ""


def select(tables: Tables, limit: int) -> Tables:
    """The first `limit` articles with their rows; entities that only other articles mention are left out."""
    articles = tables["articles"]
    if len(articles) <= limit:
        return tables
    left_out = {row["article_id"] for row in articles[limit:]}
    elsewhere = {row["entity_id"] for row in tables["mentions"] if row["article_id"] in left_out}
    here = {row["entity_id"] for row in tables["mentions"] if row["article_id"] not in left_out}
    only_elsewhere = elsewhere - here
    return {
        table: [
            row
            for row in rows
            if row.get("article_id") not in left_out
            and not (table == "entities" and row["entity_id"] in only_elsewhere)
        ]
        for table, rows in tables.items()
    }


def open_corpus(package: Package, tables: Tables) -> Corpus:
    """The corpus of `tables` with the texts of `package`."""
    by_article: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for table, rows in tables.items():
        for row in rows:
            by_article[table, row.get("article_id", "")].append(row)
    articles = {row["article_id"]: row for row in tables["articles"]}
    relations: dict[str, list[Row]] = defaultdict(list)
    for row in tables.get("article_relations", ()):  # packages of earlier versions lack it
        for article_id in {row["article_id"], row["related_id"]}:
            relations[article_id].append(row)
    corpus = Corpus(
        tables=tables,
        sources={key: read_source(package, row) for key, row in articles.items()},
        articles=articles,
        entities={row["entity_id"]: row for row in tables["entities"]},
        tokens=dict(_tokens(tables)),
        anchors={key: f"a{number}" for number, key in enumerate(articles, start=1)},
        folder=package.folder,
        relations=relations,
        _by_article=by_article,
    )
    return dataclasses.replace(corpus, anchors={**dict(_anchors(corpus)), **corpus.anchors})


def marked_tables(tables: Tables) -> list[str]:
    """The names of the tables whose rows are marked in the text."""
    return [name for name in own_tables() if facts_of(name).layer and name in tables]


def start_of(row: Row) -> int:
    """The start of a row as a sort key; rows without a valid start come last."""
    return int(row["start"]) if _OFFSET.fullmatch(row["start"]) else 10**12


def _tokens(tables: Tables) -> Iterator[tuple[str, str]]:
    for layer in sorted({facts_of(name).layer for name in own_tables()} - {""}):
        key = column_of(layer, layer)
        for number, row in enumerate(tables[layer], start=1):
            # The styles of the page identify a layer by the first letter.
            yield row[key], f"{layer[0]}{number}"


def _anchors(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Pairs of an id and an anchor, the last places first, so a dict keeps the first place of each id."""
    for table in marked_tables(corpus.tables):
        layer = facts_of(table).layer
        if table != layer == facts_of(layer).layer:
            continue  # its place is that of the row itself, not of its parts
        keys = {column_of(table, layer), *(own_tables()[table].primary_key if facts_of(table).id_prefix else ())}
        for row in reversed(corpus.tables[table]):
            # The source of a quote may come before it; the place of a quote is that of its content.
            if row.get("role", "content") == "content" and (anchor := corpus.anchor(row)):
                for key in keys:
                    yield row[key], anchor
