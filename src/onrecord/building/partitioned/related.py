"""Copies among the articles of all parts, in bounded memory, with the relations that `copies.relate` gives.

The hashes that nominate pairs are sorted batch by batch, the pairs are counted on disk, and sketches are in a
file.  Articles that nothing connects have no part in each other's relations, so these are
found component by component.
"""

from __future__ import annotations

import dataclasses
import itertools
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from onrecord.building.copies import (
    NOMINATED,
    Imprint,
    Relation,
    Sketch,
    bound_of,
    may_be_near,
    nominating,
    pairs_of,
    relations_of,
    shares_of,
    stories,
)
from onrecord.building.partitioned.reading import UNIT
from onrecord.building.partitioned.spill import Groups, Spill, grouped
from onrecord.building.partitioned.unions import Unions
from onrecord.package.files import create_file, open_file, open_part, read_file
from onrecord.package.ids import make_id

# Hashes that are sorted at once, which give up to 32 pairs each; how many an article usually has; and how many
# wait in memory for their file.
_BATCH, _USUAL, _HELD = 200_000, 80, 4_000_000
_COMPARED = 10_000  # pairs at once
_DIGEST = 32  # characters
_OWNED = np.dtype([("hash", "<u8"), ("owner", "<i8")])
_BOUNDS = pl.Schema({"place": pl.Int64, "shingles": pl.Float64, "bound": pl.Float64})
_COUNTED = pl.Schema({"pair": pl.Int64, "times": pl.Int64})
_NEAR = pl.Schema({"one": pl.Int64, "other": pl.Int64, "likeness": pl.Float64, "containment": pl.Float64})
_RELATIONS = pl.Schema(
    {
        "article_id": pl.String,
        "related_id": pl.String,
        "relation": pl.String,
        "likeness": pl.Float64,
        "containment": pl.Float64,
        "method": pl.String,
    }
)
_FACTS = "publisher, credit, byline, published, updated"


def relate_all(spill: Spill) -> None:
    """Finds the relations between all articles, and their stories: the tables `relations` and `stories`."""
    spill.run(
        f"CREATE TABLE sketches AS SELECT n, article_id, digest, shingles, sources, version, {_FACTS}"
        f" FROM {spill.files('articles')} JOIN places USING (part, row, article_id, path)"
    )
    # Of the articles with the same words, the first; in the order of the days, as copies follow each other.
    spill.run(
        "CREATE TABLE firsts AS SELECT row_number() OVER (ORDER BY coalesce(published, ''), article_id) - 1 AS place, *"
        " FROM (SELECT digest, arg_min(n, article_id) AS n, arg_min(coalesce(published, ''), article_id) AS published,"
        " min(article_id) AS article_id, max(coalesce(publisher, '')) <> '' AS is_printed"
        " FROM sketches WHERE digest <> '' GROUP BY digest)"
    )
    spill.table("near", _NEAR, _near(spill))
    articles = spill.one("SELECT count(*) FROM places")
    unions = Unions(articles)
    unions.join(spill.rows("SELECT s.n, f.n FROM sketches AS s JOIN firsts AS f USING (digest) WHERE s.n <> f.n"))
    unions.join(
        spill.rows("SELECT a.n, b.n FROM near JOIN firsts AS a ON a.place = one JOIN firsts AS b ON b.place = other")
    )
    components = ((n, unions.first(n)) for n in range(articles))
    spill.table("components", pl.Schema({"n": pl.Int64, "component": pl.Int64}), components)
    found: list[tuple[int, str]] = []
    spill.table("relations", _RELATIONS, _relations(spill, found))
    spill.table("story_of", pl.Schema({"n": pl.Int64, "story_id": pl.String}), found)
    spill.table("stories", pl.Schema({"n": pl.Int64, "story_id": pl.String}), _stories(spill))


def relations(spill: Spill) -> Iterator[Relation]:
    """All relations, sorted."""
    columns = ", ".join(_RELATIONS)
    return (Relation(*row) for row in spill.rows(f"SELECT {columns} FROM relations ORDER BY {columns}"))


def _near(spill: Spill) -> Iterator[tuple[int, int, float, float]]:
    """Pairs of first articles, by their places, that may be near duplicates."""
    firsts = spill.one("SELECT count(*) FROM firsts")
    if firsts < 2:
        return
    sketches, hashes = _Sketches(spill.folder / "sketches.bin", firsts), _Hashes(spill, firsts)
    spill.table("bounds", _BOUNDS, _bounds(spill, sketches, hashes))
    spill.table("counted", _COUNTED, hashes.counted())
    spill.run(
        f"CREATE TABLE nominated AS SELECT pair // {firsts} AS one, pair % {firsts} AS other FROM"
        " (SELECT pair, sum(times) AS times FROM counted GROUP BY pair) AS c"
        f" JOIN bounds AS a ON a.place = pair // {firsts} JOIN bounds AS b ON b.place = pair % {firsts}"
        f" WHERE times >= {NOMINATED} * (least(a.shingles, b.shingles) * least(a.bound, b.bound))"
    )
    printed = np.array([each for (each,) in spill.rows("SELECT is_printed FROM firsts ORDER BY place")], np.bool_)
    pairs = spill.rows("SELECT one, other FROM nominated ORDER BY one, other")
    with sketches.opened() as at:
        while batch := list(itertools.islice(pairs, _COMPARED)):
            one, other = np.array(batch, np.int64).T
            shares = np.array([shares_of(at(a), at(b)) for a, b in batch], np.uint8)
            found = np.flatnonzero(may_be_near(shares[:, 0], shares[:, 1], printed[one] & printed[other]))
            for place in found.tolist():
                likeness, containment = shares[place].tolist()
                yield *batch[place], likeness / 100, containment / 100


def _bounds(spill: Spill, sketches: _Sketches, hashes: _Hashes) -> Iterator[tuple[int, float, float]]:
    """What is known of the hashes of each first article: how many it has, and the share that its sketch knows."""
    # Not sorted: sketches are large, and each knows its place.
    query = (
        f"SELECT f.place, a.digest, a.shingles, a.hashes FROM {spill.files('articles')} AS a"
        " JOIN places AS p USING (part, row) JOIN firsts AS f USING (n)"
    )
    for place, digest, shingles, content in spill.rows(query, few=True):
        own = Sketch(digest, shingles, content)
        sketches.add(place, own)
        chosen = nominating(own)
        hashes.add(place, chosen)
        yield place, float(shingles), bound_of(chosen)


class _Sketches:
    """The sketches of articles in a file, by their places."""

    def __init__(self, path: Path, articles: int) -> None:
        self._path, self._file = path, create_file(path)
        self._shingles, self._starts, self._sizes = (array("q", bytes(8 * articles)) for _ in range(3))
        self._end = 0

    def add(self, place: int, own: Sketch) -> None:
        """Adds the sketch of a place; the places may come in any order."""
        content = own.digest.encode("ascii") + own.hashes
        self._file.write(content)
        self._shingles[place], self._starts[place], self._sizes[place] = own.shingles, self._end, len(content)
        self._end += len(content)

    @contextmanager
    def opened(self) -> Iterator[Callable[[int], Sketch]]:
        """A function that returns the sketch at a place, for a block."""
        self._file.close()
        # Not mapped into memory: the system would count what it keeps of the file as memory of this process.
        with open_file(self._path) as file:

            def at(place: int) -> Sketch:
                file.seek(self._starts[place])
                content = file.read(self._sizes[place])
                return Sketch(content[:_DIGEST].decode("ascii"), self._shingles[place], content[_DIGEST:])

            yield at


class _Hashes:
    """The hashes that nominate pairs, in files: equal hashes are in one."""

    def __init__(self, spill: Spill, articles: int) -> None:
        self._spill, self._articles = spill, articles
        self._batches = 1 + articles * _USUAL // _BATCH
        self._waiting: list[npt.NDArray[np.void]] = []
        self._held = 0

    def add(self, place: int, hashes: npt.NDArray[np.uint64]) -> None:
        """Adds the hashes of an article."""
        owned = np.empty(len(hashes), _OWNED)
        owned["hash"], owned["owner"] = hashes, place
        self._waiting.append(owned)
        self._held += len(hashes)
        if self._held > _HELD:
            self._write()

    def _write(self) -> None:
        if not self._held:
            return
        owned = np.concatenate(self._waiting)
        batch_of = owned["hash"] % np.uint64(self._batches)
        order = np.argsort(batch_of, kind="stable")
        ends = np.searchsorted(batch_of[order], np.arange(self._batches + 1, dtype=np.uint64))
        for batch, (start, end) in enumerate(itertools.pairwise(ends.tolist())):
            if start < end:
                with open_part(self._path(batch)) as file:
                    file.write(owned[order[start:end]].tobytes())
        self._waiting, self._held = [], 0

    def _path(self, batch: int) -> Path:
        return self._spill.folder / f"hashes-{batch:06}.bin"

    def counted(self) -> Iterator[tuple[int, int]]:
        """Each pair of articles that share hashes, and how many in a batch; a pair may come again in another batch."""
        self._write()
        for batch in range(self._batches):
            if (path := self._path(batch)).is_file():
                owned = np.frombuffer(read_file(path), _OWNED)
                pairs = pairs_of(owned["hash"], owned["owner"], self._articles)
                yield from zip(*(column.tolist() for column in np.unique(pairs, return_counts=True)), strict=True)


def _relations(spill: Spill, story_of: list[tuple[int, str]]) -> Iterator[tuple[object, ...]]:
    """The relations of each component of articles; adds the stories of its articles to `story_of`."""
    members = grouped(
        spill.rows(
            f"SELECT component, n, article_id, digest, shingles, sources, version, {_FACTS} FROM components"
            " JOIN sketches USING (n) WHERE component IN"
            " (SELECT component FROM components GROUP BY component HAVING count(*) > 1) ORDER BY component, article_id"
        )
    )
    pairs = Groups(
        grouped(
            spill.rows(
                "SELECT component, a.digest, b.digest, likeness, containment FROM near"
                " JOIN firsts AS a ON a.place = one JOIN firsts AS b ON b.place = other"
                " JOIN components AS c ON c.n = a.n ORDER BY component, one, other"
            )
        )
    )
    for component, found in members:
        numbers: dict[str, int] = {}
        groups: dict[str, list[Imprint]] = {}
        for _, n, article_id, digest, shingles, sources, version, *facts in found:
            own = Sketch(digest, shingles, b"", tuple(sources.split(UNIT)) if sources else (), version)
            groups.setdefault(digest, []).append(Imprint(article_id, own, *(fact or "" for fact in facts)))
            numbers[article_id] = n
        near = ((groups[one][0], groups[other][0], *shares) for _, one, other, *shares in pairs.of(component))
        related = relations_of(groups, near)
        told = stories(numbers, ((each.article_id, each.related_id) for each in related))
        story_of += ((numbers[article_id], story_id) for article_id, story_id in told.items())
        yield from map(dataclasses.astuple, related)


def _stories(spill: Spill) -> Iterator[tuple[int, str]]:
    """The story of each article: one without relatives is a story by itself."""
    for n, article_id, story_id in spill.rows(
        "SELECT n, article_id, story_id FROM places LEFT JOIN story_of USING (n) ORDER BY n"
    ):
        yield n, story_id or make_id("stories", article_id)
