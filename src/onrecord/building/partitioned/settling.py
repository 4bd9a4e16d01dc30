"""Settles which of the articles of all shards are the same, by the rules of a conversion in one process.

Only articles that have an address or a path in common with another are looked at; there are few.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from onrecord.building.partitioned.articles import ARTICLES, ArticlePart, DeriveRecord, derived_of, read_articles
from onrecord.building.partitioned.frames import packed
from onrecord.building.partitioned.parts import WORK, Parts
from onrecord.building.partitioned.spill import Spill
from onrecord.building.placing import Entry, Gathered, Placing, entry_of, sha256_of
from onrecord.errors import SourceError
from onrecord.ingestion.origin import written_origin
from onrecord.ingestion.sources import sidecar_target
from onrecord.package.files import is_inside, read_inside
from onrecord.package.staging import Staging, temporary_folder


@dataclasses.dataclass(slots=True)
class Settled:
    """What was decided.

    Attributes:
        left_out: the rows of parts that are not articles of the package, by the path of the part.
        added: parts with the articles whose facts come from several files.
        found: what became of the texts that are not articles, and of earlier texts; its entries are not set.
        revisions: the files with earlier texts, by their paths in the package.
    """

    left_out: dict[str, list[int]] = dataclasses.field(default_factory=dict)
    added: list[ArticlePart] = dataclasses.field(default_factory=list)
    found: Gathered = dataclasses.field(default_factory=Gathered)
    revisions: dict[str, bytes] = dataclasses.field(default_factory=dict)


def settle(parts: Parts, records: Sequence[DeriveRecord], spill: Spill) -> Settled:
    """Decides which articles of parts are in the package, and writes those that changed by that as another part.

    Raises:
        SourceError: a text would replace another.
    """
    settled = Settled()
    for number, record in enumerate(records):
        if record.light:
            spill.add("derived", number, parts.required(record.light))
    if not any(record.light for record in records):
        return settled
    spill.run(f"CREATE TABLE derived AS SELECT * FROM {spill.files('derived')}")
    doubtful = (
        "SELECT part, place, row, rank, file, number FROM derived WHERE"
        " article_id IN (SELECT article_id FROM derived GROUP BY article_id HAVING count(*) > 1)"
        " OR path IN (SELECT path FROM derived GROUP BY path HAVING count(*) > 1)"
        " ORDER BY rank, file, number"
    )
    found = [(records[part].parts[place].path, row) for part, place, row, *_ in spill.rows(doubtful)]
    if found:
        _place(parts, found, settled)
    return settled


def _place(parts: Parts, doubtful: Sequence[tuple[str, int]], settled: Settled) -> None:
    """Places articles, each given by its part and its row there, in the order of one process."""
    articles = {
        (part, row): derived_of(frame.row(row, named=True))
        for part in {part for part, _ in doubtful}
        for frame in [read_articles(parts, part)]
        for row in (row for other, row in doubtful if other == part)
    }
    with temporary_folder() as folder:
        staging = Staging(folder / "package", folder / "staged")
        placing = Placing(folder / "package", staging, settled.found)
        for each in doubtful:
            placing.place(articles[each])
        if placing.wrong:
            raise SourceError("\n".join(placing.wrong))
        entries = {entry.path: entry for entry in placing.entries()}
        for part, row in doubtful:
            own = entry_of(articles[part, row])
            if _is_same(entries.get(own.path), own):
                del entries[own.path]  # only the first of equals is the article
            else:
                settled.left_out.setdefault(part, []).append(row)
        settled.revisions = {
            each.text_path: read_inside(staging.staged, each.text_path) for each in settled.found.revisions
        }
        if entries:
            rows = [_row(entry, staging.staged) for _, entry in sorted(entries.items())]
            content = packed(pl.DataFrame(rows, schema=ARTICLES))
            name = f"{WORK}/derived/settled-{sha256_of(content)[:32]}.parquet"
            parts.commit(name, content)
            settled.added.append(ArticlePart(name, len(rows)))


def _is_same(entry: Entry | None, own: Entry) -> bool:
    """Whether an article became what a part says of it."""
    return entry is not None and _facts(entry) == _facts(own)


def _facts(entry: Entry) -> tuple[object, ...]:
    origin = written_origin(entry.origin) if entry.origin else None
    return entry.article_id, entry.path, entry.sha256, entry.facts.pairs, origin


def _row(entry: Entry, staged: Path) -> dict[str, object]:
    """An article that was placed as a row of a part."""
    sidecar = sidecar_target(entry.path)
    return {
        "path": entry.path,
        "article_id": entry.article_id,
        "sha256": entry.sha256,
        "file": entry.path,
        "sidecar": read_inside(staged, sidecar) if is_inside(staged, sidecar) else None,
        "origin": written_origin(entry.origin) if entry.origin else None,
        "text": read_inside(staged, entry.path).decode("utf-8"),
    }
