"""The files of a release that people download: the zip, each table in each format, the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onrecord.package.resources import Resource, format_of, media_type_of
from onrecord.release.formats.parquet import parquet_path


class Download(NamedTuple):
    """A file in the folder of a version: its path there, its title and its media type."""

    path: str
    title: str
    media_type: str


def downloads(archive: str, tables: Iterable[tuple[Resource, str]], database: str | None) -> Iterator[Download]:
    """The downloads of a release, the zip first and the database last.

    Args:
        archive: the name of the zip.
        tables: the tables that are written in every format, with their titles.
        database: the name of the SQLite database, if there is one.
    """
    yield Download(archive, "All files of the package", "application/zip")
    for resource, title in tables:
        form = format_of(resource.declared, resource.parts)
        media_type = str(resource.declared.get("mediatype") or media_type_of(form))
        # Inline data have no file.
        for part in resource.local_parts:
            yield Download(part, f"{title}, as {form.upper()}", media_type)
        yield Download(parquet_path(resource.name), f"{title}, as Parquet", "application/vnd.apache.parquet")
    if database:
        yield Download(database, "All tables, as a SQLite database", "application/vnd.sqlite3")
