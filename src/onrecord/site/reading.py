"""An article on its page: its text cut at the marks, and the cards next to each paragraph."""

from __future__ import annotations

import bisect
import collections
import operator
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from onrecord.errors import OnrecordError
from onrecord.ingestion.origin import fault_in_blocks, origin_of
from onrecord.ingestion.paragraphs import split_paragraphs
from onrecord.package.own_tables import column_of, facts_of
from onrecord.package.package import Package
from onrecord.package.records import Row, Source
from onrecord.site import sentences
from onrecord.site.cards import Card, Labels, cards_of, labels_of, merged
from onrecord.site.entities import Entities, Entity
from onrecord.site.marks import Mark, Segment, cut, stretches_of
from onrecord.site.streaming import ArticleRows
from onrecord.site.tally import in_order

_OFFSET = re.compile(r"[0-9]{1,12}")
_start = operator.attrgetter("start")


class Block(NamedTuple):
    """A paragraph, and the cards of the rows that begin in it."""

    zone: str
    segments: list[Segment]
    cards: list[Card]


class Member(NamedTuple):
    """An entity of an article, its page, its token, and how often the article mentions it."""

    entity: Entity
    page: str
    token: str
    times: int


class Reading(NamedTuple):
    """An article as its page shows it.

    Attributes:
        complaints: problems of its text, with remedies.
        blocks: its paragraphs, which add up to its text; empty if the text cannot be shown.
        loose: the cards of rows that have no place in the text.
        cast: its entities by type, the most mentioned first.
        placed: the ids of the rows that can be linked to.
    """

    complaints: list[str]
    blocks: list[Block]
    loose: list[Card]
    cast: list[tuple[str, list[Member]]]
    placed: Mapping[str, int]


def read(package: Package, article: ArticleRows, source: Source, entities: Entities) -> Reading:
    """An article with its marks and cards.

    Args:
        package: the package.
        article: the article and its rows.
        source: its text.
        entities: the entities of the package.
    """
    text = source.text or ""
    labels = labels_of(article.tables)
    marks, places, lost = _marks(article, text, entities, labels)
    cards = cards_of(article.tables, entities, labels, places)
    first_loose = bisect.bisect_left(cards, max(len(text), 1), key=_start)
    complaints = [source.note] if source.note else []
    if lost and source.text is not None:
        complaints.append(f"Rows whose words are not at their place in the text: {lost}; run onrecord validate.")
    return Reading(
        complaints,
        list(_blocks(package, article, text, marks, cards[:first_loose])),
        cards[first_loose:],
        _cast(article, entities, labels),
        places,
    )


def placed(article: ArticleRows, text: str) -> dict[str, int]:
    """The first characters of the quotes, votes and claims that are marked in a text, by id, as `read` finds them."""
    found: dict[str, int] = {}
    for table, rows in article.tables.items():
        layer = facts_of(table).layer
        if layer in ("quotes", "votes", "claims"):
            owner = column_of(table, layer)
            for row in rows:
                if _is_pinned(table, row) and row[owner] not in found and (start := _place(row, text)) >= 0:
                    found[row[owner]] = start
    return found


def _is_pinned(table: str, row: Row) -> bool:
    """Whether a row has the place of what it is marked for: a quote is where the first piece of its content is."""
    return table == facts_of(table).layer or row.get("role") == "content"


def _marks(
    article: ArticleRows, text: str, entities: Entities, labels: Labels
) -> tuple[list[Mark], dict[str, int], int]:
    """The marks, the first characters of the rows that are marked by id, and how many rows are not in their place."""
    marks: list[Mark] = []
    places: dict[str, int] = {}
    lost = 0
    for table, rows in article.tables.items():
        layer = facts_of(table).layer
        if not layer:
            continue
        owner = column_of(table, layer)
        for row in rows:
            start = _place(row, text)
            if start < 0:
                lost += 1
                continue
            key = row[owner]
            style = f"m-{row['role'] if table == 'quote_spans' else table}"
            entity = entities.get(key) if table == "mentions" else None
            is_pinned = _is_pinned(table, row)
            is_first = is_pinned and key not in places
            if is_first:
                places[key] = start
            marks.append(
                Mark(
                    start,
                    start + len(row["exact"]),
                    labels.tokens.get(key, ""),
                    style,
                    row["mention_id"] if entity else key if is_first else "",
                    labels.labels.get(key, "") if is_pinned else "",
                    _title(row, entity) if entity else "",
                    entities.page(entity.entity_id) if entity else "",
                )
            )
    return marks, places, lost


def _title(row: Row, entity: Entity) -> str:
    return f"{entity.name}, {entity.entity_type} ({row['mention_id']}, {row['method']}, {sentences.of_confidence(row)})"


def _place(row: Row, text: str) -> int:
    """Where a row begins; -1 if the text there is not the row's `exact`."""
    if not row["exact"] or not _OFFSET.fullmatch(row["start"]):
        return -1
    start = int(row["start"])
    return start if row["end"] == str(start + len(row["exact"])) and text.startswith(row["exact"], start) else -1


def _blocks(
    package: Package, article: ArticleRows, text: str, marks: Sequence[Mark], cards: Sequence[Card]
) -> Iterator[Block]:
    if not text:
        return
    paragraphs = _paragraphs(package, article.row, text)
    stretches = stretches_of(len(text), [(start, end) for start, end, _ in paragraphs])
    shown = [zone for _, _, zone in paragraphs] or [""]
    known = _zones_of_mentions(article)
    pieces = zip(stretches, shown, cut(text, stretches, marks), strict=True)
    for number, ((start, end), zone, segments) in enumerate(pieces):
        first, after = (bisect.bisect_left(cards, edge, key=_start) for edge in (start, end))
        zone = zone or _zone(article.row, text[start:end], number, known, start, end)
        yield Block(zone, segments, merged(cards[first:after]))


def _paragraphs(package: Package, article: Row, text: str) -> list[tuple[int, int, str]]:
    """The start, end and zone of each paragraph; the zone is empty unless the format of the source shows it."""
    if article["derivation"]:
        with suppress(OnrecordError):
            if (origin := origin_of(package.folder, article["text_path"])) and not fault_in_blocks(text, origin):
                return [
                    (block.span.start, block.span.end, block.zone.value if block.zone else "")
                    for block in origin.blocks
                ]
    return [(span.start, span.end, "") for span in split_paragraphs(text)]


def _zones_of_mentions(article: ArticleRows) -> list[tuple[int, str]]:
    """The places of mentions that are not in the body, with their zones, in order."""
    return sorted(
        (int(row["start"]), row["zone"])
        for row in article.tables["mentions"]
        if row["zone"] in ("headline", "byline", "caption") and _OFFSET.fullmatch(row["start"])
    )


def _zone(article: Row, words: str, number: int, known: list[tuple[int, str]], start: int, end: int) -> str:
    """The zone of a paragraph, as the rows of the package have it: they know headline, byline and captions."""
    stripped = words.strip("\ufeff \t\r\n")
    if article["title"] and stripped == article["title"]:
        return "headline"
    place = bisect.bisect_left(known, (start, ""))
    if place < len(known) and known[place][0] < end:
        return known[place][1]
    if article["byline"] and number < _FRONT and stripped.endswith(article["byline"]):
        return "byline"
    return "body"


_FRONT = 6  # paragraphs that may be above the body


def _cast(article: ArticleRows, entities: Entities, labels: Labels) -> list[tuple[str, list[Member]]]:
    counts = collections.Counter(row["entity_id"] for row in article.tables["mentions"])
    members: dict[str, list[Member]] = collections.defaultdict(list)
    for key, count in counts.most_common():
        if entity := entities.get(key):
            members[entity.entity_type].append(Member(entity, entities.page(key), labels.tokens[key], count))
    return [
        (kind, members[kind]) for kind in sorted(members, key=lambda kind: in_order("entities", "entity_type", kind))
    ]
