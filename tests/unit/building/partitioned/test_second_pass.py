"""The second pass over parts gives what one process gives, however small the pieces are that it looks at."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

from onrecord.building import rows
from onrecord.building.copies import Imprint, Relation, relate, stories
from onrecord.building.entity_resolution import Registry, keys_of
from onrecord.building.partitioned import reading, related, second_pass
from onrecord.building.partitioned.frames import packed
from onrecord.building.partitioned.parts import Parts
from onrecord.building.partitioned.reading import KINDS, ReadRecord
from onrecord.building.partitioned.spill import spill
from onrecord.building.partitioned.unions import Unions
from onrecord.building.placing import Entry
from onrecord.building.previous import PreviousTables
from onrecord.building.readings import Reading
from onrecord.building.vote_linking import VoteEvents
from onrecord.corrections import Corrections
from onrecord.extraction.values import Vote
from onrecord.ingestion import Article

from .generated import articles

Read = tuple[Article, Reading]
# What is decided: of each article the shared ids, the vote events and the story; entities, relations, and notes.
Decided = tuple[dict[str, tuple[dict[int, str], dict[str, str], str]], list[rows.Row], list[rows.Row], tuple[str, ...]]


def in_one_process(read: Sequence[Read]) -> Decided:
    """What the classes of a conversion in one process decide."""
    registry, events = Registry(), VoteEvents()
    decided: dict[str, tuple[dict[int, str], dict[str, str]]] = {}
    named: dict[str, dict[int, tuple[int, int, str]]] = {}
    with closing(PreviousTables(None, Corrections(), {})) as previous:
        for article, found in sorted(read, key=lambda each: each[0].path):
            shared = registry.identify(article.article_id, found.extraction.entities)
            named[article.article_id] = rows.places(found.extraction, article.text, shared)
            linked: dict[str, str] = {}

            def link(
                vote: Vote,
                vote_id: str,
                article: Article = article,
                shared: dict[int, str] = shared,
                linked: dict[str, str] = linked,
            ) -> str:
                motion = vote.motion.exact(article.text) if vote.motion else ""
                body = shared.get(vote.body) if vote.body is not None else None
                event = events.identify(vote, vote_id, motion, article.published, body, article.path)
                if body is not None:
                    linked[vote_id] = event
                return event

            list(rows.extraction_rows(article, found.extraction, shared, previous, link))
            decided[article.article_id] = (shared, linked)
    columns = ("publisher", "credit", "byline", "published", "updated")
    facts = {article.article_id: rows.article_row(article) for article, _ in read}
    imprints = (
        Imprint(article.article_id, found.sketch, **{name: facts[article.article_id][name] or "" for name in columns})
        for article, found in read
    )
    relations: list[Relation] = relate(imprints)
    story_of = stories(decided, ((each.article_id, each.related_id) for each in relations))
    return (
        {key: (*values, story_of[key]) for key, values in decided.items()},
        list(rows.entity_rows(registry)),
        list(map(rows.relation_row, relations)) + list(rows.link_rows(registry, named)),
        tuple(events.differences),
    )


def written(parts: Parts, read: Sequence[Read], key: str) -> ReadRecord:
    """A part of articles that were read, as a worker leaves it."""
    light: dict[str, list[dict[str, object]]] = {kind: [] for kind in KINDS}
    with closing(PreviousTables(None, Corrections(), {})) as previous:
        for row, (article, found) in enumerate(read):
            size = len(article.text.encode())
            entry = Entry(article.article_id, article.path, article.sha256, article.facts, size, Path())
            for kind, values in reading._light(row, entry, article.text, found, None, previous):
                light[kind].append(values)
    record = ReadRecord(f"part-{key}", key, tuple(range(len(read))))
    for kind, schema in KINDS.items():
        parts.commit(record.light(kind), packed(pl.DataFrame(light[kind], schema=schema)))
    return record


def in_parts(folder: Path, shards: Sequence[Sequence[Read]]) -> Decided:
    """What the second pass decides about articles in shards."""
    parts = Parts(str(folder))
    records = [written(parts, shard, f"{number:032x}") for number, shard in enumerate(shards)]
    with spill(64) as database:
        passed = second_pass.second_pass(parts, records, database)
        decided = {}
        for part, found in second_pass.decisions(database):
            for row, (article, _) in enumerate(shards[part]):
                own = (found.shared.get(row, {}), found.events.get(row, {}), found.stories[row])
                decided[article.article_id] = own
        entities, relations = second_pass.entity_rows(database), second_pass.relation_rows(database)
        return decided, list(entities), [*relations, *second_pass.link_rows(database)], passed.differing


def divided(read: Sequence[Read], size: int, seed: int) -> Iterator[list[Read]]:
    """Articles in shards, in any order, those of a shard by their paths."""
    mixed = list(read)
    random.Random(seed).shuffle(mixed)
    for start in range(0, len(mixed), size):
        yield sorted(mixed[start : start + size], key=lambda each: each[0].path)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("occurrences", "batch"), [(300_000, 200_000), (5, 40)])
def test_the_same_ids_and_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, occurrences: int, batch: int
) -> None:
    """Namesakes, spellings, reports of one vote and copies are decided alike, also in the smallest pieces."""
    monkeypatch.setattr(second_pass, "_OCCURRENCES", occurrences)
    monkeypatch.setattr(related, "_BATCH", batch)
    monkeypatch.setattr(related, "_HELD", 100)
    monkeypatch.setattr(related, "_COMPARED", 3)
    read = list(articles(80, seed))
    expected, found = in_one_process(read), in_parts(tmp_path, list(divided(read, 7, seed)))
    events = [event for _, linked, _ in expected[0].values() for event in linked.values()]
    assert len({*events}) < len(events), "no two reports are of one vote"
    assert {row.get("relation") for row in expected[2]} >= {"same_text", "near_duplicate"}
    assert 20 < len({story for _, _, story in expected[0].values()}) < 80
    assert found[0] == expected[0]
    assert found[1] == expected[1]
    assert found[2] == expected[2]
    assert found[3] == expected[3]


def test_names_with_a_common_key_are_in_joined_buckets() -> None:
    """So that no two entities that the registry would compare are in different partitions."""
    named = [entity for _, found in articles(300, 9) for entity in found.extraction.entities]
    keys = [keys_of(entity.entity_type, entity.name) for entity in named]
    unions = Unions(reading.BUCKETS)
    unions.join((reading.bucket_of(*own[0]), reading.bucket_of(*own[-1])) for own in keys)
    sets: dict[tuple[str, str], set[int]] = {}
    for own in keys:
        for key in own:
            sets.setdefault(key, set()).update(unions.first(reading.bucket_of(*each)) for each in own)
    assert {len(found) for found in sets.values()} == {1}
