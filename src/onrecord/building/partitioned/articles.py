"""The first step of a shard: files become parts of articles, in the order of their paths."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

import msgspec
import polars as pl

from onrecord.building.builds import inputs_of
from onrecord.building.deriving import Derived, Refused, Wrong, derive
from onrecord.building.partitioned.crews import crew
from onrecord.building.partitioned.frames import packed, unpacked
from onrecord.building.partitioned.listing import InputFile, state_of
from onrecord.building.partitioned.parts import WORK, Parts
from onrecord.building.placing import Rejected, entry_of, rejected
from onrecord.errors import SourceError
from onrecord.ingestion.formats.registry import TEXT
from onrecord.ingestion.origin import parse_origin, written_origin
from onrecord.ingestion.sources import Source
from onrecord.package.files import create_file
from onrecord.package.staging import temporary_folder
from onrecord.package.stores import is_remote

# The columns of a part of articles. `rank` and `number` are the place of an article in the conversion of one process:
# texts first, then the files of other formats in their order, then the articles of a file in theirs.
ARTICLES = pl.Schema(
    {
        "path": pl.String,
        "article_id": pl.String,
        "sha256": pl.String,
        "rank": pl.Int64,
        "file": pl.String,
        "number": pl.Int64,
        "kind": pl.String,
        "is_many": pl.Boolean,
        "sidecar": pl.Binary,
        "origin": pl.Binary,
        "text": pl.String,
    }
)
# Those that show which articles are the same.
_LIGHT = ("path", "article_id", "rank", "file", "number")


class DeriveTask(msgspec.Struct, frozen=True):
    """Files to derive articles from.

    Attributes:
        output: the folder or URL of the package.
        fingerprint: of the code and the models that are to do it; see `readings.fingerprint`.
        files: the files.
        columns: see `formats.Request`.
        size: the most articles of a part.
    """

    output: str
    fingerprint: str
    files: tuple[InputFile, ...]
    columns: Mapping[str, str] = {}
    size: int = 500

    @property
    def key(self) -> str:
        """A hash of all that the parts depend on."""
        return inputs_of(self.fingerprint, state_of(self.files), dict(self.columns), self.size)[:32]


class ArticlePart(msgspec.Struct, frozen=True):
    """A part of articles: its path, and how many articles it has."""

    path: str
    articles: int


class DeriveRecord(msgspec.Struct, frozen=True):
    """What became of the files of a task.

    Attributes:
        parts: the parts of articles.
        light: the path of a part with what shows which articles are the same; empty without articles.
        rejected: the files and records that are not articles.
        faults: what files state about articles but the tables do not allow.
        wrong: what the user has to correct before anything is converted.
    """

    parts: tuple[ArticlePart, ...] = ()
    light: str = ""
    rejected: tuple[Rejected, ...] = ()
    faults: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def derive_files(task: DeriveTask) -> DeriveRecord:
    """Derives the articles of files, unless that is done."""
    parts, own = Parts(task.output), f"{WORK}/derived/{task.key}"
    if (done := parts.record(f"{own}.json", DeriveRecord)) is not None:
        return done
    refused: list[Rejected] = []
    faults: list[str] = []
    wrong: list[str] = []
    with closing(_Shelf()) as shelf, _on_disk(task.files) as (folder, sources):
        metadata = {source: file.facts for source, file in sources.items()}
        with crew() as processes:
            for number, each in enumerate(derive(tuple(sources), task.columns, metadata, 1, processes)):
                match each:
                    case Wrong():
                        wrong.append(each.message)
                    case Refused():
                        faults += each.faults
                        refused.append(rejected(each.source, each.refusal))
                    case Derived():
                        faults += each.faults
                        try:
                            shelf.add(each, number)
                        except SourceError as error:
                            wrong.append(str(error))
        made, light = [], []
        for place, frame in enumerate(shelf.frames(task.size)):
            path = f"{own}-{place:06}.parquet"
            parts.commit(path, packed(frame))
            made.append(ArticlePart(path, frame.height))
            light.append(frame.select(*_LIGHT, place=pl.lit(place, pl.Int64)).with_row_index("row"))
    if light:
        parts.commit(f"{own}.parquet", packed(pl.concat(light)))
    # Where a copy was for a while concerns nobody.
    said = [tuple(message.replace(f"{folder}/", "") for message in messages) for messages in (faults, wrong)]
    record = DeriveRecord(tuple(made), f"{own}.parquet" if light else "", tuple(refused), *said)
    parts.finish(f"{own}.json", record)
    return record


def read_articles(parts: Parts, path: str) -> pl.DataFrame:
    """A part of articles."""
    return unpacked(parts.required(path))


def derived_of(row: Mapping[str, object]) -> Derived:
    """The article of a row of a part; the bytes of its original are not kept."""
    file, path = str(row["file"]), str(row["path"])
    origin, sidecar = row["origin"], row["sidecar"]
    return Derived(
        Source(file, Path(file), Path(f"{file} (its sidecar)")),
        str(row["kind"]),
        bool(row["is_many"]),
        path,
        str(row["text"]).encode("utf-8"),
        parse_origin(origin, Path(path)) if isinstance(origin, bytes) else None,
        None,
        sidecar if isinstance(sidecar, bytes) else None,
    )


def row_of(derived: Derived, rank: int, number: int) -> dict[str, object]:
    """An article as a row of a part.

    Raises:
        SourceError: its sidecar is wrong.
    """
    entry = entry_of(derived)
    return {
        "path": entry.path,
        "article_id": entry.article_id,
        "sha256": entry.sha256,
        "rank": rank,
        "file": derived.source.below_seeds,
        "number": number,
        "kind": derived.kind,
        "is_many": derived.is_many,
        "sidecar": derived.sidecar,
        "origin": written_origin(derived.origin) if derived.origin else None,
        "text": derived.content.decode("utf-8"),
    }


class _Shelf:
    """Articles in the order of their paths, on disk: a file may have more of them than fit into memory."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("")  # a file that vanishes when it is closed
        self._database.execute("CREATE TABLE rows (path TEXT, number INT, content BLOB)")

    def close(self) -> None:
        self._database.close()

    def add(self, derived: Derived, number: int) -> None:
        row = row_of(derived, 0 if derived.kind == TEXT else 1, number)
        self._database.execute("INSERT INTO rows VALUES (?, ?, ?)", (row["path"], number, msgspec.msgpack.encode(row)))

    def frames(self, size: int) -> Iterator[pl.DataFrame]:
        found = self._database.execute("SELECT content FROM rows ORDER BY path, number")
        while batch := found.fetchmany(size):
            yield pl.DataFrame([msgspec.msgpack.decode(content) for (content,) in batch], schema=ARTICLES)


@contextmanager
def _on_disk(files: tuple[InputFile, ...]) -> Iterator[tuple[Path, Mapping[Source, InputFile]]]:
    """The files of a task as sources on this machine, those behind URLs as copies in a folder that the block has."""
    with temporary_folder() if any(is_remote(file.place) for file in files) else nullcontext(Path()) as folder:
        yield folder, {_source(file, folder): file for file in files}


def _source(file: InputFile, folder: Path) -> Source:
    if not is_remote(file.place):
        within = Path(file.place)
        return Source(file.below_seeds, within / file.path, within / file.sidecar if file.sidecar else None, within)
    parts = Parts(file.place)
    _copy(parts, file.path, file.size, folder)
    if file.sidecar:
        _copy(parts, file.sidecar, file.sidecar_size, folder)
    return Source(file.below_seeds, folder / file.path, folder / file.sidecar if file.sidecar else None, folder)


def _copy(parts: Parts, path: str, size: int, folder: Path) -> None:
    with create_file(folder / path) as file:
        for block in parts.blocks(path, size):
            file.write(block)
