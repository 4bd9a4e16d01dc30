"""The formats of an export, the file that each is written to, and how it is written."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.errors import PackageError
from onrecord.package.annotation_ids import labels
from onrecord.package.opening import opened
from onrecord.package.package import read_package
from onrecord.package.records import read_tables
from onrecord.package.staging import replace_file, replace_file_by, temporary_folder
from onrecord.sql.views import views, views_script
from onrecord.text.printable import escape_json

# Each format and the name of its file, unless the user gives another name.
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


@dataclasses.dataclass(frozen=True, slots=True)
class Export:
    """A file that was written: what `export` returns.

    Attributes:
        path: the file.
        count: number of vote events, claims, annotations, tasks, labels, tables or views in it.
        notes: what the format cannot hold, or what is missing from it.

    Examples:
        >>> onrecord.export("views", "out").path.name
        'views.sql'
    """

    path: Path
    count: int
    notes: tuple[str, ...] = ()


def export(form: str, package: str | Path = ".", output: str | Path | None = None) -> Export:
    """Writes the votes, claims or spans of a package in a format that other tools read, or its tables for databases.

    The same package gives the same bytes, except for a DuckDB database: its rows may be in another order.

    Args:
        form: one of `FORMATS`.
        package: folder of the package, its descriptor, or a zip of it.
        output: file to write; by default, the name in `FORMATS`, in the current folder.

    Raises:
        PackageError: the package cannot be read, there is no such format, or the file cannot be written.
        ReleaseError: DuckDB cannot hold a value or a name.
        OnrecordError: DuckDB is not installed.

    Examples:
        >>> export = onrecord.export("popolo", "out", "votes.json")
        >>> export.path.name, export.count
        ('votes.json', 1)
    """
    from onrecord.exports import claimreview, labelstudio, popolo, webannotations
    from onrecord.sql.postgres import left_out, postgres_script

    if form not in FORMATS:
        raise PackageError(f"{form}: no such format; choose {', '.join(FORMATS)}")
    path = Path(output or FORMATS[form])
    if path.is_dir():
        raise PackageError(f"{path}: a folder; name the file to write, as in: --output {path / FORMATS[form]}")
    if form == "duckdb":
        return _database(package, path)
    with opened(Path(package)) as place:
        described = read_package(place)
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
    try:
        with _fitting(package):
            replace_file(path, (part.encode("utf-8") for part in ([content] if isinstance(content, str) else content)))
    except OSError as error:
        raise PackageError(f"{path}: {error.strerror or error}; name a file that can be written") from None
    return Export(path, count, tuple(notes))


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

    with opened(Path(package)) as described, temporary_folder() as temporary:
        made = temporary / "made.duckdb"
        count, notes = write_package(made, read_package(described))
        try:
            replace_file_by(path, made)
        except OSError as error:
            raise PackageError(f"{path}: {error.strerror or error}; name a file that can be written") from None
    return Export(path, count, tuple(notes))
