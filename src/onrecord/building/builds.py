"""Builds: where the rows of each article are in the tables of an earlier conversion, so that they can be copied.

If an article, the code, the models and the threshold are the same as in the earlier conversion, and its shared entities
and vote events get the same ids as then, its rows are the same bytes. What a conversion needs to copy them is kept in
this user's own cache, by the hash of the tables that it wrote: it is only used with exactly those tables.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import mmap
import secrets
import time
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.building import readings
from onrecord.building.copies import Compared, Sketch
from onrecord.extraction.values import Entity, Vote
from onrecord.package import state
from onrecord.package.files import (
    copy_file,
    is_inside,
    move_file,
    open_file,
    open_inside,
    read_file,
    remove_file,
    remove_tree,
    touch_file,
    write_file,
)
from onrecord.package.own_tables import TABLES, data_path, own_tables
from onrecord.tableschema.cells import CELL_LIMIT

if TYPE_CHECKING:
    import msgspec
    import polars as pl

_FOLDER, _SUFFIX = "builds", ".msgpack"
# The builds that are kept, the latest first: of some packages, and of some states of each.
_KEPT = 32
_NEW = "new-"  # what the names of unfinished files begin with
_DAY = 86_400  # seconds


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """Rows in a table: the offset and the number of their bytes, and how many rows they are."""

    start: int
    size: int
    rows: int


@dataclasses.dataclass(frozen=True, slots=True)
class BuiltVote:
    """A vote as it was linked: what the linking reads, and the ids that it gave."""

    vote: Vote
    motion: str
    vote_id: str
    event_id: str


@dataclasses.dataclass(frozen=True, slots=True)
class BuiltArticle:
    """An article of a build.

    Attributes:
        inputs: a hash of all that its rows depend on, besides other articles.
        sha256: of its text.
        row: its row in the table `articles`, without its story.
        sketch: its body, to compare it with those of other articles.
        entities: its entities.
        shared: the ids of those that articles share, by their keys.
        places: where each of these is named: start, end and the words.
        votes: its votes.
        parts: its rows in the other tables.
        lost: how many rows were left out because of their confidence, by table.
    """

    inputs: str
    sha256: str
    row: dict[str, str | int | None]
    sketch: Sketch
    entities: tuple[Entity, ...]
    shared: dict[int, str]
    places: dict[int, tuple[int, int, str]]
    votes: tuple[BuiltVote, ...]
    parts: dict[str, Part]
    lost: dict[str, int] = dataclasses.field(default_factory=dict)

    def fact(self, column: str) -> str:
        """A cell of its row in the table `articles`; empty if it is missing."""
        return str(self.row.get(column) or "")


@dataclasses.dataclass(slots=True)
class Build:
    """The tables of a conversion before corrections were replayed.

    Attributes:
        articles: by id, in the order of the tables.
        shared: the rows of the entities that articles share, at the end of `entities`.
        compared: what the sketches of the articles share.
        copied: the sizes of the tables that are kept with the build, because corrections changed those of the package.
    """

    articles: dict[str, BuiltArticle]
    shared: Part
    compared: Compared = dataclasses.field(default_factory=Compared)
    copied: dict[str, int] = dataclasses.field(default_factory=dict)


def inputs_of(*parts: Any) -> str:
    """A hash of values that JSON can hold."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8")).hexdigest()


def find_build(package: Path, threshold: float | None) -> OpenBuild | None:
    """The build of the tables that a package has now, by this code and with this threshold; None if it is not kept."""
    cache = state.cache_folder()
    digest = state_of(package, threshold) if cache else None
    if cache is None or digest is None:
        return None
    path = cache / _FOLDER / f"{digest}{_SUFFIX}"
    try:
        build = _coder()[1].decode(read_file(path))
    except (OSError, ValueError):
        return None
    # A program that removes what is old may have taken a part of the tables.
    if build.copied and build.copied != _sizes(_copies(path)):
        return None
    touch_file(path)
    return OpenBuild(build, _copies(path) if build.copied else package)


def copy_tables(tables: Mapping[str, Path]) -> Path | None:
    """Copies tables into the cache for the build that they belong to; None if there is no room or no folder for it."""
    cache = state.cache_folder()
    if cache is None:
        return None
    folder = cache / _FOLDER / f"{_NEW}{secrets.token_hex(8)}"
    try:
        for name, table in tables.items():
            with open_file(table) as source:
                copy_file(source, folder / data_path(name))
    except OSError:
        remove_tree(folder)
        return None
    return folder


def keep_build(build: Build, digest: str, copies: Path | None) -> None:
    """Keeps a build for the next conversion; without a folder for caches, or room in it, nothing is kept.

    Args:
        build: the build.
        digest: what `state_of` returned for the tables after corrections.
        copies: what `copy_tables` returned for the tables before corrections; None if these changed nothing.
    """
    cache = state.cache_folder()
    if cache is None:
        return
    folder = cache / _FOLDER
    path = folder / f"{digest}{_SUFFIX}"
    with suppress(OSError):
        if copies is not None:
            build.copied = _sizes(copies)
            remove_tree(_copies(path))
            move_file(copies, _copies(path))
        partial = folder / f"{_NEW}{secrets.token_hex(8)}"
        write_file(partial, _coder()[0].encode(build))
        move_file(partial, path)
        _forget(folder)


class OpenBuild:
    """A build whose tables can be read."""

    def __init__(self, build: Build, folder: Path) -> None:
        self.build, self._folder = build, folder
        self._open: dict[str, mmap.mmap] = {}

    def rows(self, table: str, part: Part) -> bytes:
        """The bytes of rows."""
        if not part.size:
            return b""
        if table not in self._open:
            with open_inside(self._folder, data_path(table)) as file:
                self._open[table] = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return self._open[table][part.start : part.start + part.size]

    def close(self) -> None:
        """Closes the tables."""
        for table in self._open.values():
            table.close()
        self._open.clear()


def rows_in(content: bytes, table: str) -> Iterator[dict[str, str]]:
    """The rows that bytes of a table are, by column."""
    columns = own_tables()[table].columns
    csv.field_size_limit(CELL_LIMIT)
    for cells in csv.reader(io.StringIO(content.decode("utf-8"), newline="")):
        yield dict(zip(columns, cells, strict=True))


def ids_only_in(before: Path, after: Path, column: str) -> list[tuple[str, str]]:
    """The ids in a table that a later state of the table lacks, each with its article, if rows have one."""
    old, new = _columns(before, column, "article_id"), _columns(after, column)
    gone = old.join(new, on=column, how="anti", maintain_order="left").collect()
    articles = gone["article_id"].fill_null("") if "article_id" in gone.columns else [""] * gone.height
    return list(zip(gone[column], articles, strict=True))


def ids_among(path: Path, column: str, ids: Set[str]) -> list[str]:
    """Those of some ids that a table has."""
    import polars as pl

    found = _columns(path, column).filter(pl.col(column).is_in(list(ids))).collect()
    return list(found[column])


def _columns(path: Path, *names: str) -> pl.LazyFrame:
    """Columns of a table that onrecord wrote, as strings; those that it lacks are left out."""
    import polars as pl

    frame = pl.scan_csv(path, infer_schema=False)
    return frame.select([name for name in dict.fromkeys(names) if name in frame.collect_schema().names()])


def state_of(package: Path, threshold: float | None) -> str | None:
    """A hash of the tables of a package, the code, the models and the threshold; None if a table is missing."""
    digest = hashlib.sha256(json.dumps([readings.fingerprint(), threshold]).encode())
    for name in TABLES:
        if not is_inside(package, data_path(name)):
            return None
        with open_inside(package, data_path(name)) as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _sizes(folder: Path) -> dict[str, int]:
    """The sizes of the tables in a folder, by name; those that are missing are left out."""
    places = {name: folder / data_path(name) for name in TABLES}
    return {name: place.stat().st_size for name, place in places.items() if place.is_file()}


def _copies(path: Path) -> Path:
    return path.with_suffix("")


def _forget(folder: Path) -> None:
    """Removes the builds that were not used for the longest time, and what killed runs left."""
    builds = sorted(folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    remains = [path for path in folder.glob(f"{_NEW}*") if path.stat().st_mtime < time.time() - _DAY]
    for path in (*builds[_KEPT:], *remains):
        for each in (path, _copies(path)):
            remove_tree(each) if each.is_dir() else remove_file(each)


def _coder() -> tuple[msgspec.msgpack.Encoder, msgspec.msgpack.Decoder[Build]]:
    import msgspec

    return msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Build)
