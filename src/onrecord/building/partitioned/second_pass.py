"""The second pass over all parts: what needs all articles, in bounded memory, with the results of one process.

Entities: only those whose names have a key in common can be the same, see `entity_resolution.keys_of`. So names are
divided into partitions, such that names with a common key are in one. Each partition goes through a registry in the
order of the articles: an entity meets the same others, in the same order, as it would among all. Votes are divided
likewise, by the body that votes. Copies are in `related`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt
import polars as pl

from onrecord.building import rows
from onrecord.building.entity_resolution import Registry
from onrecord.building.partitioned import related
from onrecord.building.partitioned.parts import Parts
from onrecord.building.partitioned.reading import BUCKETS, KINDS, UNIT, ReadRecord
from onrecord.building.partitioned.spill import Groups, Spill, grouped
from onrecord.building.partitioned.tables import Decisions
from onrecord.building.partitioned.unions import Unions
from onrecord.building.vote_linking import VoteEvents
from onrecord.extraction.values import Entity, Vote

# Occurrences of names that a registry takes, which bounds its memory: each entity of them takes about a kilobyte.
_OCCURRENCES = 200_000
_IDS = pl.Schema({"n": pl.Int64, "key": pl.Int64, "id": pl.String})
_ENTITIES = pl.Schema({"n": pl.Int64, "place": pl.Int64, "content": pl.Binary})
_LINKS = pl.Schema({"n": pl.Int64, "place": pl.Int64, "turn": pl.Int64, "content": pl.Binary})
_EVENTS = pl.Schema({"n": pl.Int64, "vote_id": pl.String, "event_id": pl.String})


@dataclasses.dataclass(frozen=True, slots=True)
class Passed:
    """The results of the second pass, which are in tables of a spill.

    Attributes:
        articles: how many articles there are.
        differing: the vote events whose reports have different counts, with the counts.
    """

    articles: int
    differing: tuple[str, ...]


def second_pass(parts: Parts, records: Sequence[ReadRecord], spill: Spill) -> Passed:
    """Decides what needs all articles.

    Args:
        parts: the package.
        records: the readings of all parts.
        spill: takes the tables, from which `decisions`, `entity_rows`, `link_rows` and `relation_rows` read.
    """
    for number, record in enumerate(records):
        for kind in KINDS:
            spill.add(kind, number, parts.required(record.light(kind)))
    # The place of an article among all by its path: the order of a conversion in one process.
    spill.run(
        f"CREATE TABLE places AS SELECT part, row, row_number() OVER (ORDER BY path) - 1 AS n, article_id, path"
        f" FROM {spill.files('articles')}"
    )
    _resolve(spill)
    differing = _link(spill)
    related.relate_all(spill)
    return Passed(spill.one("SELECT count(*) FROM places"), differing)


def decisions(spill: Spill) -> Iterator[tuple[int, Decisions]]:
    """What was decided about the articles of each part, in the order of the first articles of the parts."""
    order = "first_value(n) OVER (PARTITION BY part ORDER BY n)"
    shared = grouped(
        spill.rows(
            f"SELECT part, row, key, id FROM ids JOIN (SELECT *, {order} AS first FROM places) USING (n)"
            " ORDER BY first, n, key"
        )
    )
    events = grouped(
        spill.rows(
            f"SELECT part, row, vote_id, event_id FROM events JOIN (SELECT *, {order} AS first FROM places)"
            " USING (n) ORDER BY first, n, vote_id"
        )
    )
    stories = grouped(
        spill.rows(
            f"SELECT part, row, story_id FROM stories JOIN (SELECT *, {order} AS first FROM places) USING (n)"
            " ORDER BY first, n"
        )
    )
    ids, linked = Groups(shared), Groups(events)
    for part, found in stories:
        by_row: dict[int, dict[int, str]] = {}
        for _, row, key, entity_id in ids.of(part):
            by_row.setdefault(row, {})[key] = entity_id
        by_vote: dict[int, dict[str, str]] = {}
        for _, row, vote_id, event_id in linked.of(part):
            by_vote.setdefault(row, {})[vote_id] = event_id
        yield part, Decisions(by_row, by_vote, {row: story_id for _, row, story_id in found})


def entity_rows(spill: Spill) -> Iterator[rows.Row]:
    """The rows of the entities that articles share, in the order of their first appearance."""
    for (content,) in spill.rows("SELECT content FROM shared_entities ORDER BY n, place"):
        yield rows.entity_row(msgspec.msgpack.decode(content))


def link_rows(spill: Spill) -> Iterator[rows.Row]:
    """The rows of the grounds on which entities of several articles are the same, in the order of the entities."""
    for (content,) in spill.rows("SELECT content FROM links ORDER BY n, place, turn"):
        yield msgspec.msgpack.decode(content)


def relation_rows(spill: Spill) -> Iterator[rows.Row]:
    """The rows of the relations between articles, sorted."""
    return map(rows.relation_row, related.relations(spill))


def _resolve(spill: Spill) -> None:
    """Gives each shared entity of each article its id: the tables `ids` and `shared_entities`."""
    occurrences = spill.files("entities")
    unions = Unions(BUCKETS)
    unions.join(spill.rows(f"SELECT DISTINCT bucket, link FROM {occurrences} WHERE bucket <> link"))
    counts = np.zeros(BUCKETS, np.int64)
    for bucket, count in spill.rows(f"SELECT bucket, count(*) FROM {occurrences} GROUP BY bucket"):
        counts[unions.first(bucket)] += count
    partition_of = _packed(counts)
    buckets = ((bucket, int(partition_of[unions.first(bucket)])) for bucket in range(BUCKETS))
    spill.table("partitions", pl.Schema({"bucket": pl.Int64, "partition": pl.Int64}), buckets)
    ordered = spill.rows(
        "SELECT partition, n, article_id, place, key, entity_type, name, role, method, aliases, company,"
        ' start, "end", exact'
        f" FROM {occurrences} JOIN partitions USING (bucket) JOIN places USING (part, row)"
        " ORDER BY partition, n, place"
    )
    entities, links = spill.writer("shared_entities", _ENTITIES), spill.writer("links", _LINKS)

    def identified() -> Iterator[tuple[int, int, str]]:
        for _, found in grouped(ordered):
            registry, first = Registry(), dict[str, tuple[int, int]]()
            named: dict[str, dict[int, tuple[int, int, str]]] = {}
            for _, n, article_id, place, key, entity_type, name, role, method, aliases, company, *words in found:
                named.setdefault(article_id, {})[key] = (words[0], words[1], words[2])
                forms = tuple(aliases.split(UNIT)) if aliases else ()
                entity = Entity(key, name, entity_type, role, True, method, forms)
                entity_id = registry.identify_among(article_id, entity, dict.fromkeys(company.split(UNIT)))
                first.setdefault(entity_id, (n, place))
                yield n, key, entity_id
            entities.add((*first[row["entity_id"]], msgspec.msgpack.encode(row)) for row in registry.rows())
            linked = enumerate(rows.link_rows(registry, named))
            links.add((*first[row["entity_id"]], turn, msgspec.msgpack.encode(row)) for turn, row in linked)

    spill.table("ids", _IDS, identified())
    entities.done()
    links.done()


def _packed(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The partition of each set of buckets; a partition has about as many occurrences as a registry takes."""
    before = np.cumsum(counts) - counts
    return before // _OCCURRENCES


def _link(spill: Spill) -> tuple[str, ...]:
    """Gives each vote of a body that articles share the id of its event: the table `events`."""
    partitions = 1 + spill.one(f"SELECT count(*) FROM {spill.files('votes')}") // _OCCURRENCES
    ordered = spill.rows(
        f"SELECT hash(i.id) % {partitions} AS partition, n, v.place, vote_id, i.id, motion, published, vote, path"
        f" FROM {spill.files('votes')} AS v JOIN places USING (part, row) JOIN ids AS i USING (n)"
        " WHERE i.key = v.body ORDER BY partition, n, v.place"
    )
    decoder = msgspec.msgpack.Decoder(Vote)
    differing: list[tuple[int, int, str]] = []

    def linked() -> Iterator[tuple[int, str, str]]:
        for _, found in grouped(ordered):
            events = VoteEvents()
            for _, n, place, vote_id, body, motion, published, vote, path in found:
                event_id = events.identify(decoder.decode(vote), vote_id, motion, published, body, path)
                differing.extend((n, place, line) for line in events.differences)
                events.differences.clear()
                yield n, vote_id, event_id

    spill.table("events", _EVENTS, linked())
    return tuple(line for _, _, line in sorted(differing))
