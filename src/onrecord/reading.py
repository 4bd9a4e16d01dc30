"""Text in memory -> typed frames: the rows of `building` as the frames of `loading`, without any file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from onrecord.loading import Backend, Tables, given, require

if TYPE_CHECKING:
    import duckdb
    import pandas
    import polars
    import pyarrow

    from onrecord.tableschema.schema import Table


@overload
def read(
    text: str,
    *,
    name: str = ...,
    url: str | None = ...,
    publisher: str | None = ...,
    published: str | None = ...,
    rights: str | None = ...,
    backend: Literal["pandas"] = ...,
) -> Tables[pandas.DataFrame]: ...
@overload
def read(
    text: str,
    *,
    name: str = ...,
    url: str | None = ...,
    publisher: str | None = ...,
    published: str | None = ...,
    rights: str | None = ...,
    backend: Literal["polars"],
) -> Tables[polars.DataFrame]: ...
@overload
def read(
    text: str,
    *,
    name: str = ...,
    url: str | None = ...,
    publisher: str | None = ...,
    published: str | None = ...,
    rights: str | None = ...,
    backend: Literal["arrow"],
) -> Tables[pyarrow.Table]: ...
@overload
def read(
    text: str,
    *,
    name: str = ...,
    url: str | None = ...,
    publisher: str | None = ...,
    published: str | None = ...,
    rights: str | None = ...,
    backend: Literal["duckdb"],
) -> duckdb.DuckDBPyConnection: ...
def read(
    text: str,
    *,
    name: str = "article.txt",
    url: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    rights: str | None = None,
    backend: Backend = "pandas",
) -> Any:
    """Reads one article and returns the tables that a new package with it would have. No file is written.

    The offsets `start` and `end` count the Unicode code points of `text` from 0, and `end` is exclusive:
    `text[start:end]` is `exact`. The model is loaded once per process.

    Args:
        text: the article as its file would hold it: headline first, paragraphs separated by blank lines.
        name: the file below seeds/ that the text would be in. Without a `url`, `article_id` and with it all other ids
            are computed from the name, so give each article its own.
        url: where the article was published; `article_id` is computed from it.
        publisher: who published it.
        published: when, in EDTF, such as 2031-05-13.
        rights: what may be done with it.
        backend: the kind of tables to return, as for `onrecord.load`.

    Raises:
        TypeError: the text is not a `str`.
        SourceError: the text is empty or longer than an article can be, or one of the arguments is not a valid value of
            its column in the table `articles`.
        ModelError: the language model is missing (the extra `convert` installs it), or its files are not those of this
            version.
        OnrecordError: the backend is unknown, or its library is missing.

    Examples:
        >>> tables = onrecord.read("The council voted 5-2 on Monday to rezone the old mill.", published="2031-05-13")
        >>> tables.vote_counts[["option", "value", "exact"]]
          option  value exact
        0    yes    5.0     5
        1     no    2.0     2
    """
    require(backend)
    if not isinstance(text, str):
        raise TypeError(f"text is of type {type(text).__name__}; give a str, or convert the file: onrecord.convert")
    from onrecord.building.conversion import rows_of
    from onrecord.ingestion import article_of, sidecar_of
    from onrecord.package.own_tables import own_tables

    given_facts = {"url": url, "publisher": publisher, "published": published, "rights": rights}
    sidecar = sidecar_of({key: value for key, value in given_facts.items() if value is not None}, name)
    found, declared = rows_of(article_of(text, name, sidecar)), own_tables()
    return given({table: _frame(declared[table], rows) for table, rows in found.items()}, declared, backend)


def _frame(table: Table, rows: Sequence[Mapping[str, Any]]) -> polars.DataFrame:
    """Rows as a frame, with each column of the type that its schema declares."""
    import polars as pl

    from onrecord.tableschema.cells import format_cell
    from onrecord.tableschema.typed import typed

    cells = {column: [format_cell(row.get(column)) or None for row in rows] for column in table.columns}
    texts = pl.DataFrame(cells, schema=dict.fromkeys(table.columns, pl.String))
    return pl.DataFrame({field.name: typed(field, texts) for field in table.fields})
