"""Making the site of a package: all pages, article by article, into a folder that then takes its place as a whole."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from onrecord.package.opening import opened
from onrecord.package.package import Package, read_package
from onrecord.package.records import read_source, tables_in
from onrecord.package.staging import temporary_folder
from onrecord.site import addresses
from onrecord.site.articles import ArticlePages, read_basis
from onrecord.site.browsing import DOWNLOADS, TABLES, Writer
from onrecord.site.downloads import download_path
from onrecord.site.entities import Entity
from onrecord.site.fragments import pager
from onrecord.site.gathering import Gatherer, Headed, Report
from onrecord.site.measured import Trust, read_trust
from onrecord.site.pages import Pages, licenses, models, top_of
from onrecord.site.placing import in_place_of
from onrecord.site.profiles import further_mentions, profile, shared_profile
from onrecord.site.reading import placed
from onrecord.site.store import Known, Store
from onrecord.site.workers import usual_jobs, working, write_counted

_TOP = 12  # speakers and outlets on the start page
_SPEAKERS = 30  # on the page of an outlet


@dataclasses.dataclass(frozen=True, slots=True)
class Site:
    """A site that was made: what `make_site` returns.

    Attributes:
        path: its start page.
        articles: how many articles it shows.
        notes: what it leaves out, each as a sentence.

    Examples:
        >>> onrecord.make_site("out").notes
        ()
    """

    path: Path
    articles: int
    notes: tuple[str, ...]


def make_site(
    package: str | Path = ".",
    output: str | Path = "site",
    *,
    jobs: int | None = None,
    evaluation: str | Path | None = None,
) -> Site:
    """Makes a website of a package: its articles with everything marked in place, and pages for all that they name.

    The site loads nothing from the network and opens from disk or from any web server. Same package, same bytes.

    Args:
        package: folder of the package, its descriptor, or a zip of it.
        output: folder of the site; a site that was made before is replaced as a whole.
        jobs: how many processes write pages; by default two, if there are as many processors and enough articles. The
            site does not depend on it.
        evaluation: what `onrecord evaluate --reviewed --format json` prints of this package; the start page and the
            page of voices then have its figures. By default they have those of onrecord's documentation.

    Raises:
        PackageError: the package or the evaluation cannot be read, or the folder has anything but such a site; then
            nothing is changed.

    Examples:
        >>> onrecord.make_site("out", "site").path.name
        'index.html'
    """
    trust = Trust() if evaluation is None else read_trust(Path(evaluation))
    with opened(Path(package)) as described:
        source = read_package(described)
        tables_in(source)
        with in_place_of(Path(output), source) as folder, temporary_folder() as scratch:
            articles, notes = _Making(source, folder, scratch, jobs, trust).make()
    return Site(Path(output) / addresses.START, articles, notes)


class _Making:
    """What is shared while a site is made."""

    def __init__(self, package: Package, folder: Path, scratch: Path, jobs: int | None, trust: Trust) -> None:
        self._package, self._folder, self._scratch = package, folder, scratch
        self._trust = trust
        self._basis = basis = read_basis(package)
        self._jobs = jobs or usual_jobs(len(basis.articles))
        self._pages = Pages(folder, package)
        self._entities, self._heads = basis.entities, basis.heads
        self._store = Store(scratch / "known.sqlite")
        self._writers = {name: Writer(folder, table) for name, table in TABLES.items()}
        self._gatherer = Gatherer(self._entities, self._store, self._writers)
        self._missing_texts = 0
        self._left_out: Sequence[str] = ()

    def make(self) -> tuple[int, tuple[str, ...]]:
        """Writes all pages; returns the number of articles, and notes."""
        with working(self._package, self._folder, self._jobs - 1, self._trust.path) as workers:
            self._write_articles()
            self._gatherer.finish()
            for writer in self._writers.values():
                writer.close()
            self._write_things()
            self._store.close()
            self._left_out = (
                workers() if self._jobs > 1 else write_counted(self._basis, self._pages, self._folder, self._trust.path)
            )
        notes = tuple(self._notes())
        self._write_start(notes)
        self._pages.write_assets()
        return len(self._heads), notes

    def _notes(self) -> Iterator[str]:
        if self._package.texts == "none" and self._missing_texts:
            yield (
                "This package leaves out its articles’ texts (onrecord.texts is “none”). Quotes, votes and claims "
                "are shown by the words that their rows hold; with the texts at their paths they are marked."
            )
        for name in self._left_out:
            yield f"There is no download of {name}: rows do not fit their schemas; onrecord export {name} says which."

    def _write_articles(self) -> None:
        """The pages of the articles, unless other processes write them, and what is gathered from their rows."""
        pages = ArticlePages(self._basis, self._pages) if self._jobs == 1 else None
        for article in self._basis.each(self._scratch):
            source = read_source(self._package, article.row)
            self._missing_texts += source.text is None
            marked = pages.write(article, source) if pages else placed(article, source.text or "")
            self._gatherer.take(article, source.text or "", marked)

    def _write_things(self) -> None:
        """The pages of entities, votes and outlets, in the order of their ids."""
        outlets = {addresses.outlet_id(name): name for name in self._gatherer.outlets}
        numbers = {head.article_id: number for number, head in enumerate(self._heads)}
        met = set[str]()
        for page, things in self._store.pages():
            if page in numbers:
                met.update(things)
                self._write_names(self._heads[numbers[page]], things)
            elif page in self._entities:
                met.add(page)
                self._write_entity(self._entities[page], things[page])
            elif page in outlets:
                self._write_outlet(outlets[page], things[page]["articles"])
            else:
                self._write_vote(page, things[page]["reports"])
        for key in self._entities:
            if key not in met:  # no row refers to it
                self._write_entity(self._entities[key], {})

    def _write_entity(self, entity: Entity, known: Mapping[str, Known]) -> None:
        path = addresses.entity_page(entity.entity_id)
        counts = self._entities.counts[entity.entity_id]
        self._pages.write_content(
            "entity", path, entity.name, profile(entity, counts, known, self._heads, top_of(path))
        )
        if met := known.get("in"):
            for page, *_ in itertools.islice(met.pages(), 1, None):
                path = addresses.entity_page(entity.entity_id, page)
                content = further_mentions(entity, met, page, self._heads, top_of(path))
                self._pages.write_content("entity", path, entity.name, content)

    def _write_names(self, head: Headed, things: Mapping[str, Mapping[str, Known]]) -> None:
        """The page of the entities that only one article mentions."""
        path = addresses.names_page(head.article_id)
        met = [(self._entities[key], self._entities.counts[key], known) for key, known in things.items()]
        content = shared_profile(head, met, self._heads, top_of(path))
        self._pages.write_content("entity", path, f"Named only in {head.title}", content)

    def _write_outlet(self, outlet: str, articles: Known) -> None:
        speakers = self._gatherer.speakers[outlet]
        first = sorted(speakers.items(), key=lambda item: (-item[1], self._entities[item[0]].name, item[0]))
        self._pages.write(
            "outlet",
            addresses.outlet_page(outlet),
            outlet,
            outlet=outlet,
            counts=self._gatherer.outlets[outlet],
            articles=articles,
            heads=self._heads,
            speakers=_bars([(self._entities[key], count) for key, count in first[:_SPEAKERS]]),
            all_speakers=len(first),
        )

    def _write_vote(self, event: str, reports: Known) -> None:
        first = Report(*reports.shown[0])
        motion = first.motion or first.words
        for page, before, shown in reports.pages():
            path = addresses.vote_page(event, page)
            self._pages.write(
                "vote",
                path,
                motion,
                event=event,
                motion=motion,
                first=first,
                reports=[Report(*report) for report in shown],
                total=reports.total,
                pager=pager(
                    page, before, len(shown), reports.total, functools.partial(addresses.vote_page, event), top_of(path)
                ),
                heads=self._heads,
            )

    def _write_start(self, notes: Sequence[str]) -> None:
        gatherer, counts = self._gatherer, self._entities.counts
        speakers = sorted(counts, key=lambda key: (-counts[key].quotes, self._entities[key].name, key))[:_TOP]
        outlets = sorted(gatherer.outlets, key=lambda name: (-gatherer.outlets[name]["articles"], name))
        latest = sorted(range(len(self._heads)), key=lambda number: self._heads[number].published, reverse=True)
        for name, table in TABLES.items():
            writer = self._writers[name]
            self._pages.write(
                "table",
                addresses.table_page(name),
                table.title,
                table=table,
                further=TABLES.get(table.further),
                rows=writer.first,
                total=writer.count,
                download="" if table.exported in self._left_out else table.file,
            )
        self._pages.write("search", addresses.SEARCH, "Search")
        self._pages.write(
            "start",
            addresses.START,
            "Start",
            notes=notes,
            totals={name: writer.count for name, writer in self._writers.items()},
            speakers=_bars([(self._entities[key], counts[key].quotes) for key in speakers if counts[key].quotes]),
            outlets=[(name, gatherer.outlets[name]["articles"]) for name in outlets[:_TOP]],
            all_outlets=len(outlets),
            latest=[self._heads[number] for number in latest[:_TOP]],
            trust=self._trust,
            checked=gatherer.checked,
            rows=sum(gatherer.checked.values()),
            licenses=licenses(self._package),
            model=models(self._package),
            downloads=[(title, download_path(name)) for name, title in DOWNLOADS.items() if name not in self._left_out],
        )


def _bars(speakers: Sequence[tuple[Entity, int]]) -> list[tuple[Entity, int, float]]:
    """Speakers with their numbers, and these in percent of the highest."""
    most = max((count for _, count in speakers), default=1)
    return [(entity, count, round(100 * count / most, 1)) for entity, count in speakers]
