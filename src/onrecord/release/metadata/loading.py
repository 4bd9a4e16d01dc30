"""How to load the tables of a release in each tool, as README.md and the pages of the release show it."""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Iterator

from onrecord.release.formats.parquet import parquet_path
from onrecord.release.metadata.about import About
from onrecord.sql.syntax import quoted
from onrecord.sql.views import views


@dataclasses.dataclass(frozen=True, slots=True)
class Snippet:
    """Code that people paste: the tool it is for, its language as Markdown names it, and its lines.

    Names of third parties in it are quoted as the language asks for.
    """

    tool: str
    language: str
    code: tuple[str, ...]


# In the folder of a version.
SUMS_CHECKED = Snippet("The hashes of all files", "sh", ("sha256sum --check SHA256SUMS",))
# In a folder with the files of the package; the zip will do instead, in place of the dot.
VALIDATED = Snippet("The rows, by their schemas", "sh", ("onrecord validate --package .",))


def in_any_copy(about: About) -> Iterator[Snippet]:
    """How to load what every copy has: the files of the package, in a folder or as a zip."""
    first = next(iter(views({each.name: each.table for each in about.tables})), "")
    shown = (f"print(tables.views.{first})",) if first else ()
    yield Snippet("pandas, with onrecord", "python", ("import onrecord", 'tables = onrecord.load(".")', *shown))


def in_folder_of_version(about: About) -> Iterator[Snippet]:
    """How to load what is next to the zip, in the folder of the version; there must be a table."""
    base, first = f"{about.name}-{about.version}", about.tables[0].name
    shown = next(iter(views({each.name: each.table for each in about.tables})), first)
    file = parquet_path(first)  # of letters, digits and `%`, so that it needs no quoting
    query = shlex.quote(f"SELECT * FROM {quoted(shown)} LIMIT 5")
    yield Snippet(
        "pandas", "python", ("import pandas", f'frame = pandas.read_parquet("{file}", dtype_backend="numpy_nullable")')
    )
    yield Snippet("polars", "python", ("import polars", f'frame = polars.read_parquet("{file}")'))
    yield Snippet("R", "r", ("library(arrow)", f'frame <- read_parquet("{file}")'))
    yield Snippet("DuckDB", "sh", (f"duckdb {base}.duckdb < duckdb.sql", f"duckdb {base}.duckdb {query}"))
    yield Snippet("SQLite", "sh", (f"sqlite3 {base}.sqlite {query}",))
    yield Snippet(
        "PostgreSQL",
        "sh",
        (f"createdb {about.name}", f"psql -d {about.name} -f postgres.sql", f"psql -d {about.name} -c {query}"),
    )
