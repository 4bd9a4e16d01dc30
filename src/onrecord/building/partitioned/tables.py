"""The last step of a shard: the rows of its articles, with the ids that the second pass gave, as one file a table."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any

import msgspec
import polars as pl

from onrecord.building import rows
from onrecord.building.builds import inputs_of
from onrecord.building.partitioned.frames import packed, table_frame
from onrecord.building.partitioned.parts import WORK, Parts
from onrecord.building.partitioned.reading import ReadRecord, article_of, entries_of, readings_of
from onrecord.building.previous import PreviousTables
from onrecord.corrections import Corrections
from onrecord.extraction.threshold import confident
from onrecord.extraction.values import Vote
from onrecord.ingestion.origin import written_origin
from onrecord.package.ids import make_id
from onrecord.package.own_tables import TABLES, own_tables
from onrecord.package.package import TEXTS

DATA = "data"  # the folder of the parts of tables
_TEXTS = pl.Schema({"article_id": pl.String, "text_path": pl.String, "text": pl.String, "origin": pl.String})


class Decisions(msgspec.Struct, frozen=True):
    """What the second pass decided about the articles of a part, by row.

    Attributes:
        shared: the ids of the entities that articles share, by their keys.
        events: the ids of the vote events, by the ids of votes.
        stories: the ids of the stories.
    """

    shared: Mapping[int, Mapping[int, str]] = {}
    events: Mapping[int, Mapping[str, str]] = {}
    stories: Mapping[int, str] = {}


class RowsTask(msgspec.Struct, frozen=True):
    """A part whose rows are to be written.

    Attributes:
        output: the folder or URL of the package.
        fingerprint: see `DeriveTask`.
        record: its readings.
        decisions: about its articles.
        least: the least confidence of rows.
    """

    output: str
    fingerprint: str
    record: ReadRecord
    decisions: Decisions
    least: float | None = None

    @property
    def key(self) -> str:
        """A hash of all that the rows depend on."""
        decided = hashlib.sha256(msgspec.msgpack.encode(self.decisions)).hexdigest()
        return inputs_of(self.fingerprint, self.record.key, decided, self.least)[:32]


class TablePart(msgspec.Struct, frozen=True):
    """A file of a table: its path, its size in bytes, the hash of its bytes, and how many rows it has."""

    table: str
    path: str
    size: int
    sha256: str
    rows: int


class RowsRecord(msgspec.Struct, frozen=True):
    """The files of the tables of a part.

    Attributes:
        parts: the files.
        publishers: the names of those who published the articles.
        unconfident: how many rows were left out because of their confidence, by table.
    """

    parts: tuple[TablePart, ...]
    publishers: tuple[str, ...] = ()
    unconfident: Mapping[str, int] = {}


def write_rows(task: RowsTask) -> RowsRecord:
    """Writes the rows of the articles of a part, unless that is done."""
    parts = Parts(task.output)
    if (done := parts.record(f"{WORK}/rows/{task.key}.json", RowsRecord)) is not None:
        return done
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    texts: list[tuple[str, str, str, str | None]] = []
    publishers: set[str] = set()
    lost = Counter[str]()
    read = readings_of(parts, task.record)
    with closing(PreviousTables(None, Corrections(), {})) as previous:
        for row, (entry, text) in entries_of(parts, task.record.part, (), task.record.rows):
            article, extraction = article_of(entry, text, read[row]), read[row].extraction
            if task.least is not None:
                extraction, gone = confident(extraction, task.least)
                lost += gone
            events = task.decisions.events.get(row, {})

            def link(vote: Vote, vote_id: str, events: Mapping[str, str] = events) -> str:
                return events.get(vote_id) or make_id("vote_events", vote_id)

            facts = rows.article_row(article, entry.origin)
            found["articles"].append({**facts, "story_id": task.decisions.stories[row]})
            shared = task.decisions.shared.get(row, {})
            for table, values in rows.extraction_rows(article, extraction, shared, previous, link):
                found[table].append(values)
            origin = written_origin(entry.origin).decode("utf-8").rstrip() if entry.origin else None
            texts.append((entry.article_id, entry.path, text, origin))
            publishers.add(facts["publisher"] or facts["credit"] or "")
    made = [write_table(parts, name, values) for name, values in found.items() if values]
    if texts:
        made.append(_commit(parts, TEXTS, pl.DataFrame(texts, schema=_TEXTS, orient="row")))
    record = RowsRecord(tuple(made), tuple(sorted(publishers - {""})), dict(lost))
    parts.finish(f"{WORK}/rows/{task.key}.json", record)
    return record


def write_table(parts: Parts, name: str, values: Iterable[Mapping[str, Any]]) -> TablePart:
    """Writes a file of a table of the package."""
    return _commit(parts, name, table_frame(own_tables()[name], values))


def _commit(parts: Parts, name: str, frame: pl.DataFrame) -> TablePart:
    content = packed(frame)
    sha256 = hashlib.sha256(content).hexdigest()
    path = f"{DATA}/{name}/{sha256[:32]}.parquet"
    parts.commit(path, content)
    return TablePart(name, path, len(content), sha256, frame.height)
