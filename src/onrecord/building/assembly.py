"""Assembles the tables from the articles, in order: rows of new readings, and copied rows of articles as they were."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack

from onrecord.building import rows
from onrecord.building.builds import Build, BuiltArticle, BuiltVote, OpenBuild, Part, inputs_of
from onrecord.building.cache import Cache
from onrecord.building.copies import Imprint, Relation, relate, stories
from onrecord.building.entity_resolution import Registry
from onrecord.building.placing import WHOLE, Entry, Rejected
from onrecord.building.previous import PreviousTables
from onrecord.building.readings import Reading, decoded, key_of
from onrecord.building.vote_linking import VoteEvents
from onrecord.building.worker import Answer, Task
from onrecord.building.workers import read_all
from onrecord.extraction.threshold import confident
from onrecord.extraction.values import Vote
from onrecord.ingestion import Article
from onrecord.package.own_tables import TABLES, data_path, own_tables
from onrecord.package.staging import Staging
from onrecord.package.tables import TableWriter

# Seconds that reading an article may take, and more for each character.
SECONDS, SECONDS_A_CHARACTER = 60.0, 0.001


@dataclasses.dataclass(slots=True)
class Assembled:
    """What was written.

    Attributes:
        build: where the rows of each article are.
        rejected: the articles that could not be read.
        events: how the votes were linked.
        unconfident: how many rows were left out because of their confidence, by table.
        counts: the rows of each table.
        relations: which articles are copies or versions of which.
    """

    build: Build
    rejected: list[Rejected] = dataclasses.field(default_factory=list)
    events: VoteEvents = dataclasses.field(default_factory=VoteEvents)
    unconfident: Counter[str] = dataclasses.field(default_factory=Counter)
    counts: dict[str, int] = dataclasses.field(default_factory=dict)
    relations: list[Relation] = dataclasses.field(default_factory=list)


class Readings:
    """The readings of articles: from the cache, or else made in other processes.

    Args:
        entries: the articles that will be asked for, in this order; others may be asked for in between.
        cache: keeps readings.
        jobs: how many processes read.
        seconds: the most that an article may take; None for a limit that grows with its length.
    """

    def __init__(self, entries: Sequence[Entry], cache: Cache, jobs: int, seconds: float | None) -> None:
        self._cache, self._jobs, self._seconds = cache, jobs, seconds
        self._keys = {entry.article_id: key(entry) for entry in entries}
        known = cache.known(self._keys.values())
        self.missing = [entry for entry in entries if self._keys[entry.article_id] not in known]
        self._ahead = read_all(((entry.path, self._task(entry)) for entry in self.missing), jobs)
        self._made = {entry.path for entry in self.missing}

    def of(self, entry: Entry) -> Reading | Answer:
        """The reading of an article, or the answer that says why it has no reading.

        Raises:
            ModelError: the language model cannot be loaded.
        """
        own_key = self._keys.get(entry.article_id) or key(entry)
        if entry.path in self._made:
            path, made = next(self._ahead)
            if path != entry.path:
                raise ValueError(f"{entry.path} was asked for before {path}")
        else:
            content = next(self._cache.get([own_key]))
            reading = _decoded(content)
            if reading is not None:
                return reading
            ((_, made),) = read_all([(entry.path, self._task(entry))], 1)
        if made.reason:
            return made
        self._cache.put(own_key, made.reading)
        return decoded(made.reading)

    def close(self) -> None:
        """Ends the processes."""
        self._ahead.close()

    def _task(self, entry: Entry) -> Task:
        return reading_task(entry, entry.text(), self._seconds)


def reading_task(entry: Entry, text: str, seconds: float | None) -> Task:
    """The task to read an article, within some seconds; None for a limit that grows with its length."""
    limit = SECONDS + SECONDS_A_CHARACTER * len(text) if seconds is None else seconds
    return Task(text, entry.facts.published, entry.blocks, limit)


def key(entry: Entry) -> str:
    """The key of an article's reading."""
    return key_of(entry.sha256, entry.facts.published, entry.blocks)


class Assembly:
    """The tables while they are written.

    Args:
        staging: takes the files.
        previous: the tables of the package before.
        earlier: the build that these are, None if it is not known.
        carried: the articles of it whose inputs are as they were.
        readings: the readings of the others.
        least: the least confidence of rows.
    """

    def __init__(
        self,
        staging: Staging,
        previous: PreviousTables,
        earlier: OpenBuild | None,
        carried: Mapping[str, BuiltArticle],
        readings: Readings,
        least: float | None,
    ) -> None:
        self._staging, self._previous, self._earlier, self._carried = staging, previous, earlier, carried
        self._readings, self._least = readings, least
        self._registry, self._done = Registry(previous.entities()), Assembled(Build({}, Part(0, 0, 0)))
        self._writers: dict[str, TableWriter] = {}

    def write(self, entries: Iterable[Entry]) -> Assembled:
        """Writes the tables that are made of articles."""
        with ExitStack() as stack:
            for name in TABLES:
                self._writers[name] = TableWriter(self._staging.open(data_path(name)), own_tables()[name])
                stack.callback(self._writers[name].close)
            for entry in entries:
                self._add(entry)
            self._relate()
            writer = self._writers["entities"]
            start, count = writer.place, writer.count
            for row in rows.entity_rows(self._registry):
                writer.write(row)
            self._done.build.shared = Part(start, writer.place - start, writer.count - count)
            built = self._done.build.articles
            for row in rows.link_rows(self._registry, {key: article.places for key, article in built.items()}):
                self._writers["entity_links"].write(row)
            self._done.counts = {name: writer.count for name, writer in self._writers.items()}
        return self._done

    def _relate(self) -> None:
        """Writes which articles are copies of which, and the rows of the articles with their stories."""
        articles = self._done.build.articles
        columns = ("publisher", "credit", "byline", "published", "updated")
        if self._earlier is not None:
            self._done.build.compared = self._earlier.build.compared
        imprints = (
            Imprint(key, built.sketch, **{column: built.fact(column) for column in columns})
            for key, built in articles.items()
        )
        relations = relate(imprints, self._done.build.compared)
        story_of = stories(articles, ((each.article_id, each.related_id) for each in relations))
        for key, built in articles.items():
            self._writers["articles"].write({**built.row, "story_id": story_of[key]})
        for relation in relations:
            self._writers["article_relations"].write(rows.relation_row(relation))
        self._done.relations = relations

    def _add(self, entry: Entry) -> None:
        built = self._carried.get(entry.article_id)
        shared: Mapping[int, str] | None
        if built is not None:
            shared = self._registry.identify(entry.article_id, built.entities)
            events = [
                self._link(entry, built.fact("published") or None, each.vote, each.motion, each.vote_id, shared)
                for each in built.votes
            ]
            if shared == built.shared and events == [vote.event_id for vote in built.votes]:
                self._copy(entry, built)
                return
            self._previous.load(entry.article_id)
            known = {vote.vote_id: event for vote, event in zip(built.votes, events, strict=True)}
        else:
            shared, known = None, {}
        reading = self._readings.of(entry)
        if isinstance(reading, Answer):
            self._done.rejected.append(Rejected(entry.path, WHOLE, reading.reason, reading.fault))
            return
        self._make(entry, reading, shared, known)

    def _copy(self, entry: Entry, built: BuiltArticle) -> None:
        """Copies the rows of an article that are the same as before."""
        assert self._earlier is not None
        parts = {}
        for name, part in built.parts.items():
            start = self._writers[name].place
            self._writers[name].copy(self._earlier.rows(name, part), part.rows)
            parts[name] = dataclasses.replace(part, start=start)
        self._done.build.articles[entry.article_id] = dataclasses.replace(built, parts=parts)
        self._done.unconfident.update(built.lost)

    def _make(self, entry: Entry, reading: Reading, shared: Mapping[int, str] | None, known: Mapping[str, str]) -> None:
        """Makes the rows of an article."""
        article = Article(entry.article_id, entry.path, entry.text(), entry.sha256, entry.facts, reading.layout)
        extraction, lost = reading.extraction, Counter[str]()
        if self._least is not None:
            extraction, lost = confident(extraction, self._least)
        if shared is None:
            shared = self._registry.identify(entry.article_id, extraction.entities)
        votes: list[BuiltVote] = []

        def link(vote: Vote, vote_id: str) -> str:
            motion = vote.motion.exact(article.text) if vote.motion else ""
            event_id = known.get(vote_id) or self._link(entry, article.published, vote, motion, vote_id, shared)
            votes.append(BuiltVote(vote, motion, vote_id, event_id))
            return event_id

        before = [(writer.place, writer.count) for writer in self._writers.values()]
        for table, row in rows.extraction_rows(article, extraction, shared, self._previous, link):
            self._writers[table].write(row)
        parts = {
            name: Part(start, writer.place - start, writer.count - count)
            for (name, writer), (start, count) in zip(self._writers.items(), before, strict=True)
            if writer.count > count
        }
        self._done.build.articles[entry.article_id] = BuiltArticle(
            inputs(entry),
            entry.sha256,
            rows.article_row(article, entry.origin),
            reading.sketch,
            extraction.entities,
            dict(shared),
            rows.places(extraction, article.text, shared),
            tuple(votes),
            parts,
            dict(lost),
        )
        self._done.unconfident.update(lost)

    def _link(
        self, entry: Entry, published: str | None, vote: Vote, motion: str, vote_id: str, shared: Mapping[int, str]
    ) -> str:
        body = shared.get(vote.body) if vote.body is not None else None
        return self._done.events.identify(vote, vote_id, motion, published, body, entry.path)


def inputs(entry: Entry) -> str:
    """A hash of what the rows of an article depend on, besides the code, the models and other articles."""
    facts = {name: (fact.value, fact.basis) for name, fact in entry.facts.pairs.items()}
    origin = entry.origin
    return inputs_of(entry.path, key(entry), facts, [origin.step, origin.path] if origin else [])


def _decoded(content: bytes | None) -> Reading | None:
    try:
        return decoded(content) if content is not None else None
    except ValueError:  # the cache is damaged
        return None
