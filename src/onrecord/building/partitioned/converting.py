"""Sources -> a partitioned package: the stages of a conversion that an engine runs, and a manifest at the end."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import msgspec
import polars as pl

from onrecord.building import readings
from onrecord.building.partitioned.articles import DeriveRecord, DeriveTask, derive_files
from onrecord.building.partitioned.engines import Engine, Failed
from onrecord.building.partitioned.listing import InputFile, divide, list_files
from onrecord.building.partitioned.manifest import existing_descriptor, write_manifest
from onrecord.building.partitioned.monitoring import Monitor
from onrecord.building.partitioned.parts import Parts
from onrecord.building.partitioned.reading import ReadRecord, ReadTask, entries_of, read_part
from onrecord.building.partitioned.second_pass import decisions, entity_rows, link_rows, relation_rows, second_pass
from onrecord.building.partitioned.settling import Settled, settle
from onrecord.building.partitioned.spill import Spill, spill
from onrecord.building.partitioned.tables import DATA, RowsRecord, RowsTask, TablePart, write_rows, write_table
from onrecord.building.placing import WHOLE, Rejected
from onrecord.building.workers import REMEDY
from onrecord.errors import PackageError, SourceError
from onrecord.ingestion.facts import require_facts
from onrecord.nlp.pipeline import require_libraries
from onrecord.package.own_tables import TABLES
from onrecord.package.stores import is_remote

T = TypeVar("T")
Result = TypeVar("Result")
Task = TypeVar("Task", DeriveTask, ReadTask)
Record = TypeVar("Record", DeriveRecord, ReadRecord)

# Articles of a shard: half a minute of work, which is lost when a worker dies.
SHARD = 500
_CHUNK = 100_000  # rows of a part of a table that no shard has
_NOTED = 1_000  # notes of a kind that are kept
_REJECTED = pl.Schema({"turn": pl.Int64, **{field.name: pl.String for field in dataclasses.fields(Rejected)}})


@dataclasses.dataclass(frozen=True, slots=True)
class Partitioned:
    """The result of `convert_in_parts`.

    Attributes:
        place: the folder or URL of the package.
        rows: the number of rows of each table.
        articles: how many articles it has.
        words: of their texts.
        rejected: how many sources were set aside.
        reasons: some of them, as lines: the source, the record in it, the reason.
        left_out: files in folders of the sources that are not articles, each with the reason.
        same: how many sources had an article that another has, too.
        updated: how many articles got a later version of their text from another source.
        faults: what files state about articles but the tables do not allow, so that it was left out.
        differing: the vote events whose reports have different counts, with the counts.
        unconfident: how many rows of a table were left out because of their confidence, by table.
    """

    place: str
    rows: Mapping[str, int]
    articles: int
    words: int = 0
    rejected: int = 0
    reasons: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    same: int = 0
    updated: int = 0
    faults: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    unconfident: Mapping[str, int] = dataclasses.field(default_factory=dict)


def convert_in_parts(
    sources: Sequence[str],
    package: str,
    engine: Engine,
    *,
    columns: Mapping[str, str] | None = None,
    min_confidence: float | None = None,
    time_limit: float | None = None,
    shard: int = SHARD,
    metrics: Path | None = None,
) -> Partitioned:
    """Converts articles to a package whose tables are files of Parquet; the same input gives the same rows.

    What an interrupted run has done is not done again. The ids are those of a new package: they do not depend on the
    tables that the package had.

    Args:
        sources: files, folders and globs of this machine, and URLs of files and folders that fsspec knows.
        package: a folder or a URL.
        engine: what runs the tasks.
        columns: see `convert`.
        min_confidence: see `convert`.
        time_limit: see `convert`.
        shard: how many articles a task has.
        metrics: a file that takes a line of JSON a minute.

    Raises:
        SourceError: a place is missing, a sidecar is wrong, or no source is an article.
        PackageError: the package cannot be read or written, or the engine has gone.
        ModelError: the language model is missing or has the wrong version or hash.
    """
    require_libraries()
    require_facts(columns or {}, "columns")
    run = _Run(package, engine, columns or {}, min_confidence, time_limit, shard, Monitor(metrics))
    return run.convert(sources)


class _Run:
    """A conversion in parts."""

    def __init__(
        self,
        package: str,
        engine: Engine,
        columns: Mapping[str, str],
        least: float | None,
        seconds: float | None,
        shard: int,
        monitor: Monitor,
    ) -> None:
        # Workers may have another current folder.
        self._output = package if is_remote(package) else str(Path(package).absolute())
        self._parts, self._engine, self._monitor = Parts(self._output), engine, monitor
        self._columns, self._least, self._seconds, self._shard = columns, least, seconds, shard
        self._fingerprint = readings.fingerprint()
        self._existing = existing_descriptor(self._parts, PurePosixPath(self._output).name)
        self._reasons: list[str] = []
        self._rejections = itertools.count()

    def convert(self, sources: Sequence[str]) -> Partitioned:
        """Runs all stages."""
        found = list_files(sources)
        with spill() as database:
            self._rejected = database.writer("rejections", _REJECTED)
            derived = self._derive(list(divide(found.files, self._shard)))
            settled = settle(self._parts, derived, database)
            self._reject(settled.found.rejected)
            read = self._read(derived, settled)
            if not any(record.rows for record in read):
                raise SourceError("\n".join(self._reasons) or f"{', '.join(sources)}: no article there")
            with self._monitor.stage("linking", 1, lambda: 1) as advance:
                passed = second_pass(self._parts, read, database)
                advance(1, 0)
            written = self._write(read, database)
            self._rejected.done()
            made = [part for record in written for part in record.parts]
            made += self._shared(database, settled, {part.table for part in made})
            publishers = sorted({name for record in written for name in record.publishers})
            counts = write_manifest(self._parts, self._existing, made, publishers)
        self._forget(made)
        lost = sum((Counter(record.unconfident) for record in written), Counter[str]())
        return Partitioned(
            self._parts.place,
            counts,
            passed.articles,
            sum(record.words for record in read),
            counts["rejected"],
            tuple(self._reasons),
            tuple(found.left_out),
            len(settled.found.same),
            len(settled.found.updated),
            tuple(itertools.islice((fault for record in derived for fault in record.faults), _NOTED)),
            passed.differing,
            dict(lost),
        )

    def _derive(self, shards: Sequence[tuple[InputFile, ...]]) -> list[DeriveRecord]:
        """The articles of all files: the records of the shards in their order."""
        tasks = [DeriveTask(self._output, self._fingerprint, files, self._columns, self._shard) for files in shards]

        def divided(task: DeriveTask) -> list[DeriveTask]:
            return [msgspec.structs.replace(task, files=files) for files in _halves(task.files)]

        def set_aside(task: DeriveTask, why: str) -> DeriveRecord:
            return DeriveRecord(rejected=tuple(_crash(file.below_seeds, why) for file in task.files))

        with self._monitor.stage("deriving", sum(map(len, shards)), self._workers) as advance:
            done = self._all(derive_files, tasks, divided, set_aside, lambda task, _: advance(len(task.files), 0))
            records = list(map(self._without_rejected, done))
        if wrong := [message for record in records for message in record.wrong]:
            raise SourceError("\n".join(wrong))
        return records

    def _read(self, derived: Sequence[DeriveRecord], settled: Settled) -> list[ReadRecord]:
        """The readings of all articles: the records of the parts in their order."""
        given = [part for record in derived for part in record.parts] + settled.added
        sizes = {part.path: part.articles for part in given}
        tasks = [
            ReadTask(
                self._output,
                self._fingerprint,
                part.path,
                tuple(sorted(settled.left_out.get(part.path, ()))),
                None,
                self._least,
                self._seconds,
            )
            for part in given
        ]

        def divided(task: ReadTask) -> list[ReadTask]:
            rows = task.only or tuple(row for row in range(sizes[task.part]) if row not in task.left_out)
            return [msgspec.structs.replace(task, only=half) for half in _halves(rows)]

        def set_aside(task: ReadTask, why: str) -> ReadRecord:
            entries = entries_of(self._parts, task.part, task.left_out, task.only)
            refused = tuple(_crash(entry.path, why) for _, (entry, _) in entries)
            return ReadRecord(task.part, "", (), 0, refused)

        left_out = sum(map(len, settled.left_out.values()))
        with self._monitor.stage("reading", sum(sizes.values()) - left_out, self._workers) as advance:

            def tell(_: ReadTask, record: ReadRecord) -> None:
                advance(len(record.rows) + len(record.rejected), len(record.rejected))

            done = self._all(read_part, tasks, divided, set_aside, tell)
            return [record for record in map(self._without_rejected, done) if record.rows]

    def _write(self, read: Sequence[ReadRecord], database: Spill) -> list[RowsRecord]:
        """The rows of all articles: the records of the parts in the order of their first articles."""
        made: dict[str, RowsRecord] = {}
        order: list[str] = []

        def tasks() -> Iterator[RowsTask]:
            for part, decided in decisions(database):
                task = RowsTask(self._output, self._fingerprint, read[part], decided, self._least)
                order.append(task.key)
                yield task

        with self._monitor.stage("writing", sum(len(record.rows) for record in read), self._workers) as advance:
            for task, result in self._engine.run(write_rows, tasks()):
                if isinstance(result, Failed):
                    raise PackageError(f"{self._parts.place}: rows cannot be written: {result.reason}; report this")
                made[task.key] = result
                advance(len(task.record.rows), 0)
        return [made[key] for key in order]

    def _shared(self, database: Spill, settled: Settled, there: Set[str]) -> Iterator[TablePart]:
        """Writes the rows that belong to no shard; and an empty part of each table that has no rows at all.

        Args:
            database: has the rows.
            settled: has the earlier texts.
            there: the tables of which shards have rows.
        """
        for path, content in settled.revisions.items():
            self._parts.commit(path, content)
        rows: dict[str, Iterator[Mapping[str, Any]]] = {
            "entities": entity_rows(database),
            "entity_links": link_rows(database),
            "article_relations": relation_rows(database),
            "article_revisions": _revisions(settled),
            "rejected": _rejections(database),
        }
        for name in TABLES:
            found, is_there = rows.get(name, iter(())), name in there
            while (chunk := list(itertools.islice(found, _CHUNK))) or not is_there:
                yield write_table(self._parts, name, chunk)
                is_there = True

    def _all(
        self,
        do: Callable[[Task], Result],
        tasks: Sequence[Task],
        divided: Callable[[Task], Sequence[Task]],
        set_aside: Callable[[Task, str], Result],
        tell: Callable[[Task, Result], None],
    ) -> Iterator[Result]:
        """The results of tasks in their order; a task that fails each time is divided until what fails is alone."""
        results: dict[tuple[int, ...], Result] = {}
        waiting: dict[tuple[int, ...], Task] = {(number,): task for number, task in enumerate(tasks)}
        while waiting:
            places = {task.key: each for each, task in waiting.items()}
            further: dict[tuple[int, ...], Task] = {}
            for task, result in self._engine.run(do, waiting.values()):
                place: tuple[int, ...] = places[task.key]
                if not isinstance(result, Failed):
                    results[place] = result
                elif len(smaller := divided(task)) > 1:
                    further |= {(*place, number): each for number, each in enumerate(smaller)}
                    continue
                else:
                    results[place] = set_aside(task, result.reason)
                tell(task, results[place])
            waiting = further
        return (results[place] for place in sorted(results))

    def _workers(self) -> int:
        return self._engine.workers

    def _without_rejected(self, record: Record) -> Record:
        """A record whose sources that were set aside are on disk: of a month of news they are millions."""
        self._reject(record.rejected)
        return msgspec.structs.replace(record, rejected=())

    def _reject(self, rejected: Iterable[Rejected]) -> None:
        for each in rejected:
            self._rejected.add([(next(self._rejections), *dataclasses.astuple(each))])
            if len(self._reasons) < _NOTED:
                locator = f", {each.locator}" if each.locator != WHOLE else ""
                self._reasons.append(f"{each.source}{locator}: {each.message}")

    def _forget(self, made: Sequence[TablePart]) -> None:
        """Removes the parts of tables that the manifest does not list, such as those of a run with other sources."""
        kept = {part.path for part in made}
        for path in self._parts.listing(DATA):
            if path not in kept:
                self._parts.remove(path)


def _halves(values: Sequence[T]) -> list[tuple[T, ...]]:
    """The first and the second half of values; one of them if there is no more."""
    middle = len(values) // 2
    return [half for half in (tuple(values[:middle]), tuple(values[middle:])) if half]


def _crash(source: str, why: str) -> Rejected:
    return Rejected(source, WHOLE, "crash", f"{why}; {REMEDY}")


def _revisions(settled: Settled) -> Iterator[Mapping[str, Any]]:
    """The rows of `article_revisions`."""
    numbers = Counter[str]()
    for revision in sorted(settled.found.revisions, key=lambda each: each.article_id):
        numbers[revision.article_id] += 1
        yield {**dataclasses.asdict(revision), "revision": numbers[revision.article_id]}


def _rejections(database: Spill) -> Iterator[Mapping[str, str]]:
    """The rows of `rejected`; of a record that was set aside twice, the last."""
    columns = [field.name for field in dataclasses.fields(Rejected)]
    found = database.rows(
        "SELECT source, locator, arg_max(reason, turn), arg_max(message, turn) FROM rejections"
        " GROUP BY source, locator ORDER BY source, locator"
    )
    return (dict(zip(columns, row, strict=True)) for row in found)
