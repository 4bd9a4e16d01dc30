"""The files of a release as people look for them: the zip, each table in each format, the database, and all others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from onrecord.package import DESCRIPTOR
from onrecord.package.resources import Resource, format_of, media_type_of
from onrecord.release import companions
from onrecord.release.accepted import LIST
from onrecord.release.files import CHANGELOG, is_seed
from onrecord.release.formats.parquet import parquet_path

# What each file next to the tables holds.
_TITLES: Mapping[str, str] = {
    companions.README: "How to cite and load the data, and what each table and column means",
    companions.CITATION: "Citation File Format, for GitHub, Zenodo and citation managers",
    DESCRIPTOR: "The descriptor of the data package: files, types and keys, for programs",
    CHANGELOG: "The changes of each version",
    LIST: "The problems that the publisher accepts",
    companions.VIEWS: "Views that join the tables, in SQL",
    companions.DUCKDB: "Makes a DuckDB database from the Parquet files",
    companions.POSTGRES: "Loads the tables into PostgreSQL",
    companions.PROVENANCE: "W3C PROV: what the tables were made from",
    companions.CROISSANT: "Croissant, for machine learning tools",
    companions.DATACITE: "DataCite, for a DOI",
    companions.RO_CRATE: "RO-Crate, for archives",
    companions.SCHEMA_ORG: "A schema.org Dataset, for search engines",
    companions.DCAT: "W3C DCAT, for open data portals",
}


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


def other_files(resources: Iterable[Resource], is_there: Callable[[str], bool]) -> Iterator[Download]:
    """The files of the resources, except texts, and the files next to them that describe or load the package.

    Args:
        resources: the resources of the package that are not among the downloads.
        is_there: whether the release has a file.
    """
    for resource in resources:
        if not is_seed(resource.path):
            media_type = str(resource.declared.get("mediatype") or "application/octet-stream")
            title = str(resource.declared.get("title") or resource.name)
            yield from (Download(part, title, media_type) for part in resource.local_parts if part not in _TITLES)
    for path, title in _TITLES.items():
        if is_there(path):
            yield Download(path, title, "application/octet-stream")
