"""The files next to those of the package in the folder of a version: other formats and metadata.

They are made from the package alone, and repeated runs give the same bytes. README.md, CITATION.cff, provenance.json
and the SQL that loads and joins the tables also go into the zip, for people who have only that. They depend only on the
package, the list of accepted problems and the version of onrecord, so the zip has the same bytes everywhere.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from onrecord.errors import PackageError, ReleaseError
from onrecord.package import DESCRIPTOR
from onrecord.package.descriptor import file_facts
from onrecord.package.files import is_inside, write_file
from onrecord.package.package import Package, read_package
from onrecord.package.resources import Resource
from onrecord.release.accepted import LIST, Known
from onrecord.release.archive import write_archive
from onrecord.release.files import CORRECTIONS, is_seed
from onrecord.release.names import refuse_names
from onrecord.release.new_release import NewRelease
from onrecord.release.pages import FEED, PAGE
from onrecord.sql.views import View, views, views_script
from onrecord.text.numbers import counted
from onrecord.text.printable import address, escape_json

if TYPE_CHECKING:
    from onrecord.release.metadata.about import About
    from onrecord.sql.schema import SqlTable

README, CITATION, PROVENANCE = "README.md", "CITATION.cff", "provenance.json"
DATACITE, CROISSANT, RO_CRATE = "datacite.json", "croissant.json", "ro-crate-metadata.json"
SCHEMA_ORG, DCAT = "dataset.jsonld", "dcat.jsonld"
VIEWS, POSTGRES, DUCKDB = "views.sql", "postgres.sql", "duckdb.sql"
_PACKED = (CITATION, README, PROVENANCE, POSTGRES, VIEWS, LIST)
# What a metadata file needs, and what its readers miss, by the names in `WANTED`.
_NEEDS: Mapping[str, tuple[str, ...]] = {
    CITATION: ("creators",),
    DATACITE: ("created",),
    RO_CRATE: ("created", "description", "licences"),
}
_MISSES: Mapping[str, tuple[str, ...]] = {
    DATACITE: ("creators", "publishers"),
    CROISSANT: ("created", "description", "licences", "creators", "homepage"),
    FEED: ("created",),
}
# The columns with the hashes of texts, which the package itself may leave out.
_ARTICLES, _TEXT_PATH, _TEXT_HASH = "articles", "text_path", "text_sha256"


def packed_companions(folder: Path) -> dict[str, Path]:
    """The files of a version's folder that its zip holds in addition to those of the package, by their path in it."""
    return {name: folder / name for name in _PACKED if is_inside(folder, name)}


def write_companions(folder: Path, files: Mapping[str, Path], archive: Path, new: NewRelease) -> tuple[str, ...]:
    """Writes the zip of a release, and the files next to it, into the folder of its version.

    Args:
        folder: the folder, which holds only the files of the package, in their final state.
        files: these files by their path in the package.
        archive: the zip to write, in the folder.
        new: the release.

    Returns:
        Notes on what was left out, each with a remedy.

    Raises:
        PackageError: a table cannot be read.
        ReleaseError: a format cannot hold a value or a name.
    """
    from onrecord.package.table_data import resolved
    from onrecord.release.downloads import downloads, other_files
    from onrecord.release.formats.duckdb import duckdb_script
    from onrecord.release.formats.parquet import parquet_path
    from onrecord.release.formats.sqlite import too_wide, write_sqlite
    from onrecord.release.metadata.about import File, describe
    from onrecord.release.pages.version_page import version_page
    from onrecord.sql.postgres import postgres_script
    from onrecord.sql.schema import readable_tables, sql_tables, without_constraints, without_merged_keys

    package = resolved(read_package(folder))
    resources, notes = readable_tables(package)
    notes[:0] = _left_out(package)
    accepted = new.accepted
    flawed = accepted.tables if accepted else frozenset()
    resources = [each for each in resources if each.name not in flawed or _has_values(package, each, notes)]
    tables = sql_tables(resources)
    by_name = {table.name: table for table in tables}
    about = describe(package, [by_name[resource.name] for resource in resources])
    refuse_names(parquet_path(table.name) for table in tables)
    place = _Place(folder, files)
    parquet, rows = _write_parquet(place, package, tables)
    declared = {table.name: table.table for table in tables}
    joined = _joined_in(tables)
    database = None
    if tables:
        database = place.path(f"{archive.stem}.sqlite")
        stored, merged = without_merged_keys(without_constraints(tables, flawed), parquet)
        wide = too_wide(stored)
        notes += merged
        notes += [
            f"{name} is not in the SQLite database, which holds at most {most:,} columns" for name, most in wide.items()
        ]
        held = [table for table in without_constraints(stored, wide) if table.name not in wide]
        write_sqlite(database, held, parquet, _joined_in(held))
        place.write(DUCKDB, duckdb_script(archive.stem, DUCKDB, stored, joined))
        place.write(POSTGRES, postgres_script(package, flawed))
    known = list(accepted.grouped()) if accepted else []
    if accepted and known:
        place.write(LIST, accepted.content.decode("utf-8"))
        notes.append(f"{README} lists {counted(len(accepted.problems), 'accepted problem')}")
    _write_packed(place, about, rows, known, _inputs(files, parquet))
    if joined:
        place.write(VIEWS, views_script(declared))
    place.path(archive.name)
    write_archive(archive, {**files, **packed_companions(folder)})
    tables_and_titles = [(table.resource, table.table.title) for table in about.tables]
    listed = downloads(archive.name, tables_and_titles, None if database is None else database.name)
    about = dataclasses.replace(about, files=tuple(File.of(folder, *each) for each in listed))
    _write_metadata(place, about)
    left = (resource for resource in package.resources if resource.name not in by_name)
    others = [File.of(folder, *each) for each in other_files(left, is_there=place.has)]
    place.write(PAGE, version_page(about, new, parquet, rows, others))
    notes += [f"{name} is a file of the package, and stays as it is" for name in place.kept]
    return (*notes, *_notes(about))


def _joined_in(tables: Sequence[SqlTable]) -> list[View]:
    """The views that join tables of a database."""
    return list(views({table.name: table.table for table in tables}).values())


def _left_out(package: Package) -> list[str]:
    """Notes on resources whose data are at a URL."""
    remedy = "put it into the package, as what is there may change or disappear"
    remote = ((resource.name, ", ".join(map(address, resource.remote))) for resource in package.resources)
    return [f"{name} is incomplete in the release, which leaves out {urls}; {remedy}" for name, urls in remote if urls]


def _has_values(package: Package, resource: Resource, notes: list[str]) -> bool:
    """Whether each cell of a table has a value of its type; if not, adds a note that it is in no other format."""
    from onrecord.sql.typed import typed_table

    try:
        typed_table(package, resource)
    except (PackageError, ReleaseError) as error:
        notes.append(f"{resource.name} is not written in other formats, because of an accepted problem: {error}")
        return False
    return True


class _Place:
    """The folder of a version, whose files of the package are not overwritten."""

    def __init__(self, folder: Path, files: Mapping[str, Path]) -> None:
        self.folder, self._own = folder, {name.casefold() for name in files}
        # A folder of the package may have the name of a file, too.
        self._taken = self._own | {str(above) for name in self._own for above in PurePosixPath(name).parents}
        self.kept: list[str] = []

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return is_inside(self.folder, name)

    def path(self, name: str) -> Path:
        """Where to write a file that every release needs.

        Raises:
            ReleaseError: the package has a file of that name.
        """
        for needed in (name, *map(str, PurePosixPath(name).parents)):
            if needed.casefold() in self._own:
                raise ReleaseError(f"{needed} is a file of the package, but publish writes that name; rename it")
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        return path

    def write(self, name: str, content: str) -> None:
        """Writes a file, unless the package has a file of that name; its name is then added to `kept`."""
        if name.casefold() in self._taken:
            self.kept.append(name)
        else:
            # A lone surrogate, which JSON writes as an escape, is written as an escape elsewhere, too.
            write_file(self.folder / name, content.encode("utf-8", "backslashreplace"))

    def write_json(self, name: str, document: Any) -> None:
        """Writes a value as JSON, like `write`."""
        self.write(name, escape_json(json.dumps(document, indent=2, ensure_ascii=False)) + "\n")


def _write_parquet(
    place: _Place, package: Package, tables: Sequence[SqlTable]
) -> tuple[dict[str, Path], dict[str, int]]:
    """Writes each table as Parquet; returns the files and the numbers of rows by the names of the tables."""
    from onrecord.package.parquet_files import write_parquet
    from onrecord.release.formats.parquet import parquet_path
    from onrecord.sql.typed import typed_table

    files, rows = {}, {}
    for table in tables:
        files[table.name] = place.path(parquet_path(table.name))
        frame = typed_table(package, table.resource)
        write_parquet(files[table.name], frame)
        rows[table.name] = len(frame)
    return files, rows


def _inputs(files: Mapping[str, Path], parquet: Mapping[str, Path]) -> dict[str, str]:
    """The hashes of the inputs of the tables by path: texts (even if they are left out), sidecars and corrections."""
    hashes: dict[str, str] = {}
    if _ARTICLES in parquet:
        import polars as pl

        articles = pl.read_parquet(parquet[_ARTICLES], glob=False)
        if {_TEXT_PATH, _TEXT_HASH} <= set(articles.columns):
            hashes = dict(articles.select(_TEXT_PATH, _TEXT_HASH).drop_nulls().cast(pl.String).iter_rows())
    for path, file in files.items():
        if is_seed(path) or path.startswith(f"{CORRECTIONS}/"):
            hashes[path] = file_facts(file).sha256
    return dict(sorted(hashes.items()))


def _write_packed(
    place: _Place, about: About, rows: Mapping[str, int], known: Sequence[Known], inputs: Mapping[str, str]
) -> None:
    from onrecord.release.metadata.citation import citation_cff
    from onrecord.release.metadata.provenance import provenance
    from onrecord.release.metadata.readme import readme

    is_cited = not _lacking(about, CITATION)
    if is_cited:
        place.write(CITATION, citation_cff(about))
    place.write(README, readme(about, rows, known, is_cited=is_cited))
    place.write_json(PROVENANCE, provenance(about, inputs))


def _write_metadata(place: _Place, about: About) -> None:
    from onrecord.release.metadata.about import File
    from onrecord.release.metadata.citation import datacite
    from onrecord.release.metadata.croissant import croissant
    from onrecord.release.metadata.linked import dcat, ro_crate, schema_org

    place.write_json(SCHEMA_ORG, schema_org(about))
    place.write_json(DCAT, dcat(about))
    place.write_json(CROISSANT, croissant(about))
    if not _lacking(about, DATACITE):
        place.write_json(DATACITE, datacite(about))
    if not _lacking(about, RO_CRATE):
        described = File.of(place.folder, DESCRIPTOR, "The descriptor of the data package", "application/json")
        place.write_json(RO_CRATE, ro_crate(about, [described, *about.files]))


def _lacking(about: About, file: str) -> list[str]:
    """What a metadata file needs and the descriptor does not state."""
    return [name for name in _NEEDS[file] if not getattr(about, name)]


def _notes(about: About) -> list[str]:
    """Notes on what the descriptor does not state: the files that are left out or lack it, and a remedy."""
    from onrecord.release.metadata.about import WANTED

    notes = []
    left_out = {file for file in _NEEDS if _lacking(about, file)}
    for name, (word, remedy) in WANTED.items():
        if getattr(about, name):
            continue
        without = [file for file, names in _NEEDS.items() if name in names]
        lacking = [file for file, names in _MISSES.items() if name in names and file not in left_out]
        message = f"{', '.join(without)} left out" if without else ""
        message += f"{'; ' if without and lacking else ''}{', '.join(lacking)} without it" if lacking else ""
        if message:
            notes.append(f"no {word} is stated ({message}); {remedy}")
    return notes
