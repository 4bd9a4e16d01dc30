r"""Names, texts and comments in SQL, the same for SQLite, DuckDB and PostgreSQL.

The statements around them, some forty lines, are written by hand. SQLAlchemy (2.1, 29 MB, 208 ms to import) supports
DuckDB only with another package; sqlglot (30.30, 8 MB, 90 ms) supports all three. Neither has psql's `\copy` or the
comments after columns that document SQLite's schema, and both would change the layout of each release's scripts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.tableschema.schema import Table
from onrecord.text.printable import visible


def quoted(name: str) -> str:
    """A name in quotation marks, because it may be a keyword of SQL such as `end`."""
    return '"' + name.replace('"', '""') + '"'


def listed(names: Iterable[str]) -> str:
    """A list of names in parentheses."""
    return f"({', '.join(map(quoted, names))})"


def literal(text: str) -> str:
    """A text as a literal."""
    return "'" + text.replace("'", "''") + "'"


def one_line(words: str) -> str:
    """A description in one line, without invisible characters."""
    return visible(" ".join(words.split()))


def comment_on(kind: str, name: str, words: str) -> str:
    """The statement that comments on a TABLE, a COLUMN or a VIEW with this quoted name."""
    return f"COMMENT ON {kind} {name} IS {literal(one_line(words))}"


def comments(table: Table) -> Iterator[str]:
    """The statements that comment on a table and its columns, as far as the schema describes them."""
    name = quoted(table.name)
    if words := table.description or table.title:
        yield comment_on("TABLE", name, words)
    for field in table.fields:
        if field.description:
            yield comment_on("COLUMN", f"{name}.{quoted(field.name)}", field.description)
