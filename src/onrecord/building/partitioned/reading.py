"""The second step of a shard: the articles of a part are read, and what the second pass needs is set apart."""

from __future__ import annotations

import hashlib
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing

import msgspec
import polars as pl

from onrecord.building import readings, rows
from onrecord.building.assembly import reading_task
from onrecord.building.builds import inputs_of
from onrecord.building.entity_resolution import company_of, is_shared, keys_of
from onrecord.building.partitioned.articles import derived_of, read_articles
from onrecord.building.partitioned.crews import crew
from onrecord.building.partitioned.frames import packed
from onrecord.building.partitioned.parts import WORK, Parts
from onrecord.building.placing import WHOLE, Entry, Rejected, entry_of
from onrecord.building.previous import PreviousTables
from onrecord.building.readings import Reading
from onrecord.building.worker import Task
from onrecord.building.workers import read_all
from onrecord.corrections import Corrections
from onrecord.extraction.threshold import confident
from onrecord.extraction.values import Entity, Vote
from onrecord.ingestion import Article

# Between strings in a cell; no name has it.
UNIT = "\x1f"
# The number of buckets of names. A union of buckets has to stay small, so they are many.
BUCKETS = 1 << 20
# What the second pass reads. `row` is the place of an article in its part.
LIGHT_ARTICLES = pl.Schema(
    {
        "row": pl.Int64,
        "article_id": pl.String,
        "path": pl.String,
        "publisher": pl.String,
        "credit": pl.String,
        "byline": pl.String,
        "published": pl.String,
        "updated": pl.String,
        "digest": pl.String,
        "shingles": pl.Int64,
        "hashes": pl.Binary,
        "sources": pl.String,
        "version": pl.Int64,
    }
)
LIGHT_ENTITIES = pl.Schema(
    {
        "row": pl.Int64,
        "place": pl.Int64,
        "key": pl.Int64,
        "entity_type": pl.String,
        "name": pl.String,
        "role": pl.String,
        "method": pl.String,
        "aliases": pl.String,
        "company": pl.String,
        "start": pl.Int64,
        "end": pl.Int64,
        "exact": pl.String,
        "bucket": pl.Int64,
        "link": pl.Int64,
    }
)
LIGHT_VOTES = pl.Schema(
    {
        "row": pl.Int64,
        "place": pl.Int64,
        "vote_id": pl.String,
        "body": pl.Int64,
        "motion": pl.String,
        "published": pl.String,
        "vote": pl.Binary,
    }
)
KINDS: Mapping[str, pl.Schema] = {"articles": LIGHT_ARTICLES, "entities": LIGHT_ENTITIES, "votes": LIGHT_VOTES}


class ReadTask(msgspec.Struct, frozen=True):
    """A part of articles to read.

    Attributes:
        output: the folder or URL of the package.
        fingerprint: see `DeriveTask`.
        part: the path of the part.
        left_out: the rows that are articles elsewhere, or earlier texts of one.
        only: the rows to read; None for all that are not left out.
        least: the least confidence of rows.
        seconds: the most that an article may take; None for a limit that grows with its length.
    """

    output: str
    fingerprint: str
    part: str
    left_out: tuple[int, ...] = ()
    only: tuple[int, ...] | None = None
    least: float | None = None
    seconds: float | None = None

    @property
    def key(self) -> str:
        """A hash of all that the readings depend on; the name of the part says what the articles depend on."""
        return inputs_of(self.fingerprint, self.part, self.left_out, self.only, self.least, self.seconds)[:32]


class ReadRecord(msgspec.Struct, frozen=True):
    """What became of the articles of a part.

    Attributes:
        part: the part.
        key: of the task, which the paths of the readings have in them.
        rows: the rows that were read.
        words: of their texts.
        rejected: the articles that could not be read.
    """

    part: str
    key: str
    rows: tuple[int, ...]
    words: int = 0
    rejected: tuple[Rejected, ...] = ()

    @property
    def readings(self) -> str:
        """The path of the readings."""
        return f"{WORK}/read/{self.key}.readings"

    def light(self, kind: str) -> str:
        """The path of what the second pass reads of a kind."""
        return f"{WORK}/read/{self.key}-{kind}.parquet"


def read_part(task: ReadTask) -> ReadRecord:
    """Reads the articles of a part, unless that is done.

    Raises:
        ModelError: the language model cannot be loaded.
    """
    parts = Parts(task.output)
    if (done := parts.record(f"{WORK}/read/{task.key}.json", ReadRecord)) is not None:
        return done
    light: dict[str, list[dict[str, object]]] = {kind: [] for kind in KINDS}
    kept: list[tuple[int, bytes]] = []
    refused: list[Rejected] = []
    words = 0
    entries = dict(entries_of(parts, task.part, task.left_out, task.only))
    with crew() as processes, closing(PreviousTables(None, Corrections(), {})) as previous:
        for row, answer in read_all(_tasks(entries, task.seconds), 1, processes):
            entry, text = entries[row]
            if answer.reason:
                refused.append(Rejected(entry.path, WHOLE, answer.reason, answer.fault))
                continue
            kept.append((row, answer.reading))
            words += len(text.split())
            for kind, values in _light(row, entry, text, readings.decoded(answer.reading), task.least, previous):
                light[kind].append(values)
    record = ReadRecord(task.part, task.key, tuple(row for row, _ in kept), words, tuple(refused))
    parts.commit(record.readings, zlib.compress(msgspec.msgpack.encode(kept), 1))
    for kind, schema in KINDS.items():
        parts.commit(record.light(kind), packed(pl.DataFrame(light[kind], schema=schema)))
    parts.finish(f"{WORK}/read/{task.key}.json", record)
    return record


def entries_of(
    parts: Parts, part: str, left_out: tuple[int, ...], only: tuple[int, ...] | None
) -> Iterator[tuple[int, tuple[Entry, str]]]:
    """The articles of a part that are to be read, each with its row and its text."""
    excluded, chosen = frozenset(left_out), None if only is None else frozenset(only)
    for row, values in enumerate(read_articles(parts, part).iter_rows(named=True)):
        if row not in excluded and (chosen is None or row in chosen):
            yield row, (entry_of(derived_of(values)), str(values["text"]))


def readings_of(parts: Parts, record: ReadRecord) -> dict[int, Reading]:
    """The readings of a part by row."""
    content = zlib.decompress(parts.required(record.readings))
    kept = msgspec.msgpack.decode(content, type=list[tuple[int, bytes]])
    return {row: readings.decoded(reading) for row, reading in kept}


def _tasks(entries: Mapping[int, tuple[Entry, str]], seconds: float | None) -> Iterator[tuple[int, Task]]:
    return ((row, reading_task(entry, text, seconds)) for row, (entry, text) in entries.items())


def article_of(entry: Entry, text: str, reading: Reading) -> Article:
    """An article that was read."""
    return Article(entry.article_id, entry.path, text, entry.sha256, entry.facts, reading.layout)


def _light(
    row: int, entry: Entry, text: str, reading: Reading, least: float | None, previous: PreviousTables
) -> Iterator[tuple[str, dict[str, object]]]:
    """What the second pass needs of an article, as rows of the three kinds."""
    article, extraction = article_of(entry, text, reading), reading.extraction
    if least is not None:
        extraction, _ = confident(extraction, least)
    facts, sketch = rows.article_row(article, entry.origin), reading.sketch
    compared = {column: facts[column] for column in ("publisher", "credit", "byline", "published", "updated")}
    yield (
        "articles",
        {
            "row": row,
            "article_id": entry.article_id,
            "path": entry.path,
            **compared,
            "digest": sketch.digest,
            "shingles": sketch.shingles,
            "hashes": sketch.hashes,
            "sources": UNIT.join(sketch.sources),
            "version": sketch.update,
        },
    )
    shared = [entity for entity in extraction.entities if is_shared(entity)]
    company, keys = UNIT.join(company_of(shared)), {entity.key for entity in shared}
    named = rows.places(extraction, text, keys)
    for place, entity in enumerate(shared):
        start, end, exact = named.get(entity.key, (None, None, None))
        where = {"start": start, "end": end, "exact": exact}
        yield "entities", {"row": row, "place": place, **_entity(entity, company), **where}
    if any(vote.body in keys for vote in extraction.votes):
        found: list[tuple[Vote, str]] = []

        def note(vote: Vote, vote_id: str) -> str:
            found.append((vote, vote_id))
            return ""

        # Ids of votes do not depend on those of entities.
        for _ in rows.extraction_rows(article, extraction, dict.fromkeys(keys, ""), previous, note):
            pass
        for place, (vote, vote_id) in enumerate(found):
            if vote.body in keys:
                yield "votes", {"row": row, "place": place, **_vote(vote, vote_id, article)}


def _entity(entity: Entity, company: str) -> dict[str, object]:
    first, *others = (bucket_of(*key) for key in keys_of(entity.entity_type, entity.name))
    return {
        "key": entity.key,
        "entity_type": entity.entity_type,
        "name": entity.name,
        "role": entity.role,
        "method": entity.method,
        "aliases": UNIT.join(entity.aliases),
        "company": company,
        "bucket": first,
        "link": others[0] if others else first,
    }


def _vote(vote: Vote, vote_id: str, article: Article) -> dict[str, object]:
    return {
        "vote_id": vote_id,
        "body": vote.body,
        "motion": vote.motion.exact(article.text) if vote.motion else "",
        "published": article.published,
        "vote": msgspec.msgpack.encode(vote),
    }


def bucket_of(entity_type: str, key: str) -> int:
    """The bucket of a key of `keys_of`; of people, surnames that are written alike mostly have the same.

    Both keys of a person then lead to one bucket, so that few buckets have to be joined.
    """
    if entity_type == "person":
        letters = unicodedata.normalize("NFD", key).replace("-", " ")
        key = "".join(letter for letter in letters if not unicodedata.combining(letter)).split(" ")[-1].strip(".,")
    return int.from_bytes(hashlib.sha256(f"{entity_type}{UNIT}{key}".encode()).digest()[:8]) % BUCKETS
