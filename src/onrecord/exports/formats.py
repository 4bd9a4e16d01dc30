"""What can be exported, the file that each is written to, and how it is written."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.errors import PackageError
from onrecord.package.annotation_ids import labels
from onrecord.package.opening import opened
from onrecord.package.package import Package, read_package, refuse_as_output
from onrecord.package.records import read_tables
from onrecord.package.staging import replace_file, replace_file_by, temporary_folder
from onrecord.sql.views import JOINED, views, views_script
from onrecord.text.printable import escape_json

# Each format for other tools and the name of its file, unless the user gives another name.
FORMATS = {
    "popolo": "popolo.json",
    "claimreview": "claimreview.jsonld",
    "annotations": "annotations.jsonld",
    "labelstudio": "labelstudio.json",
    "labelstudio-interface": "labelstudio.xml",
    "postgres": "postgres.sql",
    "views": "views.sql",
    "duckdb": "tables.duckdb",
}
# The tables for people, and the formats that they are written in.
TABLES = tuple(JOINED)
# A list for people who decide about merges of entities, in the same formats.
DOUBTS = "doubts"
FILE_FORMATS = ("csv", "xlsx", "json")


@dataclasses.dataclass(frozen=True, slots=True)
class Export:
    """A file that was written: what `export` returns.

    Attributes:
        path: the file.
        count: number of rows, vote events, claims, annotations, tasks, labels, tables or views in it.
        notes: what the format cannot hold, or what is missing from it.

    Examples:
        >>> onrecord.export("views", "out").path.name
        'views.sql'
    """

    path: Path
    count: int
    notes: tuple[str, ...] = ()


def export(
    form: str, package: str | Path = ".", output: str | Path | None = None, file_format: str | None = None
) -> Export:
    """Writes tables of a package for people to read, or its votes, claims, spans or tables for other tools.

    The same package gives the same bytes, except for a DuckDB database: its rows may be in another order.

    Args:
        form: a table for people, one of `quotes`, `votes`, `positions`, `claims`, `voices` and `doubts`; or a format
            for other tools, one of `FORMATS`.
        package: folder of the package, its descriptor, or a zip of it.
        output: file to write; by default, the name of the table or the name in `FORMATS`, in the current folder.
        file_format: `csv`, `xlsx` or `json` for a table; by default what the name of the file ends with, else `csv`.

    Raises:
        PackageError: the package cannot be read, lacks what a table needs, there is no such format, a table has too
            many rows for it, or the file cannot be written.
        ReleaseError: DuckDB cannot hold a value or a name.
        OnrecordError: DuckDB is not installed.

    Examples:
        >>> export = onrecord.export("popolo", "out", "votes.json")
        >>> export.path.name, export.count
        ('votes.json', 1)
        >>> onrecord.export("quotes", "out", "quotes.xlsx").count
        5
    """
    if form in (*TABLES, DOUBTS):
        file_format = _file_format(form, output, file_format)
        return _table(form, package, _file(package, output, f"{form}.{file_format}"), file_format)
    if form not in FORMATS:
        raise PackageError(f"{form}: no such table or format; choose {', '.join((*TABLES, DOUBTS, *FORMATS))}")
    if file_format is not None:
        message = f"{form} is a format itself and cannot be {file_format}; leave the format out, or choose a table"
        raise PackageError(f"{message}: {', '.join((*TABLES, DOUBTS))}")
    path = _file(package, output, FORMATS[form])
    if form == "duckdb":
        return _database(package, path)
    return _document(form, package, path)


def _file(package: str | Path, output: str | Path | None, default: str) -> Path:
    """The file to write."""
    path = Path(output or default)
    if path.is_dir():
        raise PackageError(f"{path}: a folder; name the file to write, as in: --output {path / default}")
    if path.exists() and Path(package).exists() and path.samefile(package):
        raise PackageError(f"{path}: the package itself, which would be lost; name another file")
    return path


@contextmanager
def _reading(package: str | Path, path: Path) -> Iterator[Package]:
    """The package, none of whose files may be the file to write."""
    with opened(Path(package)) as place:
        described = read_package(place)
        refuse_as_output(described, path)
        yield described


def _file_format(table: str, output: str | Path | None, chosen: str | None) -> str:
    """The format of a table's file: the chosen format, else that of the file's name, else CSV."""
    if chosen not in (None, *FILE_FORMATS):
        raise PackageError(f"{chosen}: no such format of a table; choose {', '.join(FILE_FORMATS)}")
    ending = Path(output or "").suffix.lower().removeprefix(".")
    named = ending if ending in FILE_FORMATS else None
    if chosen and named and chosen != named:
        example = Path(output or table).with_suffix(f".{chosen}")
        raise PackageError(f"{output}: the name says {named}, but the format is {chosen}; name it {example}")
    return chosen or named or FILE_FORMATS[0]


def _table(name: str, package: str | Path, path: Path, file_format: str) -> Export:
    """Writes a table for people."""
    from onrecord.exports.doubts import doubtful
    from onrecord.exports.joined_formats import csv_parts, json_parts
    from onrecord.exports.workbook import write_workbook
    from onrecord.loading.joined import joined_tables  # imports polars

    with _reading(package, path) as described:
        [table] = [doubtful(described)] if name == DOUBTS else joined_tables(described, [name])
    notes: list[str] = []
    with _writing(path):
        if file_format == "xlsx":
            with temporary_folder() as temporary:
                notes = write_workbook(temporary / "made.xlsx", table)
                replace_file_by(path, temporary / "made.xlsx")
        else:
            replace_file(path, csv_parts(table) if file_format == "csv" else json_parts(table))
    return Export(path, len(table), tuple(notes))


def _document(form: str, package: str | Path, path: Path) -> Export:
    """Writes a document or a script for other tools."""
    from onrecord.exports import claimreview, labelstudio, popolo, webannotations
    from onrecord.sql.postgres import left_out, postgres_script

    with _reading(package, path) as described:
        notes: list[str] = []
        content: str | Iterator[str]
        if form == "postgres":
            left = left_out(described)
            content, count = postgres_script(described), len(described.tables) - len(left)
            notes += [f"{name} is left out: it {reason}" for name, reason in left.items()]
        elif form == "labelstudio-interface":
            content, count = labelstudio.interface(), len(labels())
        elif form == "views":
            declared = {name: table for name, listed in described.tables.items() if (table := listed.table)}
            content, count = views_script(declared), len(views(declared))
        else:
            tables = read_tables(described)
            with _fitting(package):
                if form in {"annotations", "labelstudio"}:
                    write = webannotations.parts if form == "annotations" else labelstudio.tasks
                    content, count = write(tables, described, notes)
                else:
                    made = popolo.document(tables, notes) if form == "popolo" else claimreview.document(tables)
                    content, count = escape_json(json.dumps(made[0], ensure_ascii=False, indent=1)) + "\n", made[1]
    with _writing(path), _fitting(package):
        replace_file(path, (part.encode("utf-8") for part in ([content] if isinstance(content, str) else content)))
    return Export(path, count, tuple(notes))


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Reports that a file cannot be written."""
    try:
        yield
    except OSError as error:
        raise PackageError(f"{path}: {error.strerror or error}; name a file that can be written") from None


@contextmanager
def _fitting(package: str | Path) -> Iterator[None]:
    """Reports that a package is invalid if no document can be made of its rows."""
    try:
        yield
    except (KeyError, ValueError) as error:
        raise PackageError(f"{package}: the tables do not fit ({error}); run onrecord validate") from error


def _database(package: str | Path, path: Path) -> Export:
    """Writes the tables of a package as one DuckDB database, which replaces the file as a whole."""
    from onrecord.release.formats.duckdb import write_package  # imports polars

    with _reading(package, path) as described, temporary_folder() as temporary:
        made = temporary / "made.duckdb"
        count, notes = write_package(made, described)
        with _writing(path):
            replace_file_by(path, made)
    return Export(path, count, tuple(notes))
