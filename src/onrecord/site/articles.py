"""An article on the page: its text cut at the marks, and the notes next to each paragraph."""

from __future__ import annotations

import bisect
import collections
import dataclasses
import operator
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from onrecord.errors import OnrecordError
from onrecord.ingestion import document
from onrecord.ingestion.layout import lay_out
from onrecord.ingestion.origin import fault_in_blocks, origin_of
from onrecord.package.own_tables import allowed, column_of, facts_of
from onrecord.package.records import Row
from onrecord.site.corpus import Corpus, marked_tables
from onrecord.site.marks import Mark, Segment, blocks, segments
from onrecord.site.notes import Item, Note, items, labels_of, merged
from onrecord.text.spans import Places

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
# Related articles that are named.
_NAMED = 5
_start = operator.attrgetter("start")


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """A paragraph and the notes on it: marked text, or only words if they have no place in the text."""

    notes: tuple[Note, ...]
    zone: str = "body"
    segments: tuple[Segment, ...] = ()
    words: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """An entity of an article, and how often the article mentions it."""

    row: Row
    token: str
    anchor: str
    count: int


@dataclasses.dataclass(frozen=True, slots=True)
class Related:
    """A copy or version of an article: how it is related, its row, and its place on the page."""

    how: str
    row: Row
    anchor: str


@dataclasses.dataclass(frozen=True, slots=True)
class ArticleView:
    """An article.

    Attributes:
        anchor: its place on the page.
        row: its row in the table articles.
        related: its copies and versions, the first of them.
        unnamed: how many more there are.
        complaints: problems of its text, with remedies.
        blocks: its paragraphs, which add up to its text; empty if the text cannot be shown.
        loose: the words of quotes, votes and claims that have no place in the text.
        cast: its entities by type.
        counts: the numbers of its rows by table.
    """

    anchor: str
    row: Row
    related: tuple[Related, ...]
    unnamed: int
    complaints: tuple[str, ...]
    blocks: tuple[Block, ...]
    loose: tuple[Block, ...]
    cast: tuple[tuple[str, tuple[Member, ...]], ...]
    counts: Mapping[str, int]


def view(corpus: Corpus, article: Row) -> ArticleView:
    """An article of the corpus as the page shows it."""
    article_id = article["article_id"]
    source = corpus.sources[article_id]
    labels = labels_of(corpus, article_id)
    notes = items(corpus, article_id, labels)
    related = list(_related(corpus, article_id))
    return ArticleView(
        anchor=corpus.anchors[article_id],
        row=article,
        related=tuple(related[:_NAMED]),
        unnamed=len(related[_NAMED:]),
        complaints=tuple(_complaints(corpus, article_id)),
        blocks=tuple(
            _blocks(
                source.text or "",
                _given(corpus.folder, article, source.text or ""),
                list(_marks(corpus, article_id, labels)),
                notes,
            )
        ),
        loose=tuple(Block((item.note,), words=item.words) for item in notes if not item.placed),
        cast=tuple(_cast(corpus, article_id)),
        counts={table: len(corpus.rows(table, article_id)) for table in ("quotes", "votes", "claims")},
    )


def _related(corpus: Corpus, article_id: str) -> Iterator[Related]:
    """The related articles in the order of `_RELATED`; likeness is left out if it is known where an article is from."""
    found: dict[tuple[str, bool], list[str]] = collections.defaultdict(list)
    for row in corpus.relations.get(article_id, ()):
        is_first = row["article_id"] == article_id
        found[row["relation"], is_first].append(row["related_id" if is_first else "article_id"])
    named: set[str] = set()
    for key, how in _RELATED.items():
        for other in sorted(found[key]):
            if other in corpus.articles and (key[0] != "near_duplicate" or other not in named):
                yield Related(how, corpus.articles[other], corpus.anchors[other])
                named.add(other)


def _complaints(corpus: Corpus, article_id: str) -> Iterator[str]:
    source = corpus.sources[article_id]
    if source.note:
        yield source.note
    if source.text is not None:
        rows = [row for table in marked_tables(corpus.tables) for row in corpus.rows(table, article_id)]
        lost = sum(corpus.place(row) is None for row in rows)
        if lost:
            yield f"Rows whose words are not at their place in the text: {lost}; run onrecord validate."


def _marks(corpus: Corpus, article_id: str, labels: Mapping[str, str]) -> Iterator[Mark]:
    for table in marked_tables(corpus.tables):
        layer = facts_of(table).layer
        owner = column_of(table, layer)
        for row in corpus.rows(table, article_id):
            span = corpus.place(row)
            if span is None:
                continue
            entity = corpus.entities.get(row[owner])
            is_pinned = table == layer or row.get("role") == "content"
            yield Mark(
                span=span,
                token=corpus.tokens.get(row[owner], ""),
                style=f"m-{row['role'] if table == 'quote_spans' else table}",
                pin=labels.get(row[owner], "") if is_pinned else "",
                title=f"{entity['name']}, {entity['entity_type']}" if entity else "",
            )


def _given(package: Path, article: Row, text: str) -> Sequence[document.Block]:
    """The paragraphs that the format of an article's source shows; none if its origin is not one of the text."""
    with suppress(OnrecordError):
        if (origin := origin_of(package, article["text_path"])) and not fault_in_blocks(text, origin):
            return origin.blocks
    return ()


def _blocks(
    text: str, given: Sequence[document.Block], marks: Sequence[Mark], notes: Sequence[Item]
) -> Iterator[Block]:
    if not text:
        return
    # Voters of a list share the span of the whole list, which is marked once.
    places = Places((mark.span, mark) for mark in dict.fromkeys(marks))
    placed = [item for item in notes if item.placed]  # in order
    paragraphs = lay_out(text, given).paragraphs
    zones = [paragraph.zone.value for paragraph in paragraphs] or ["body"]
    stretches = blocks(text, [paragraph.span for paragraph in paragraphs])
    for zone, stretch in zip(zones, stretches, strict=True):
        first, after = (bisect.bisect_left(placed, end, key=_start) for end in (stretch.start, stretch.end))
        here = merged(item.note for item in placed[first:after])
        yield Block(here, zone, tuple(segments(text, stretch, places.at(stretch))))


def _cast(corpus: Corpus, article_id: str) -> Iterator[tuple[str, tuple[Member, ...]]]:
    mentions = corpus.rows("mentions", article_id)
    counts = collections.Counter(row["entity_id"] for row in mentions)
    first = {row["entity_id"]: anchor for row in reversed(mentions) if (anchor := corpus.anchor(row))}
    for entity_type in allowed("entities", "entity_type"):
        members = tuple(
            Member(entity, corpus.tokens[key], first.get(key, ""), count)
            for key, count in counts.most_common()
            if (entity := corpus.entities.get(key)) and entity["entity_type"] == entity_type
        )
        if members:
            yield entity_type, members
