r"""How SQL writes names, texts and comments, the same for SQLite, DuckDB and PostgreSQL.

The statements around them, some forty lines, are written by hand. SQLAlchemy (2.1, 29 MB, 208 ms to import) has no
DuckDB without another package; sqlglot (30.30, 8 MB, 90 ms) has all three. Neither knows `\copy` of psql, nor writes
the comments behind columns by which SQLite shows its schema, and both would lay out each release's scripts again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.tableschema.schema import Table
from onrecord.text.printable import visible


def quoted(name: str) -> str:
    """A name as SQL has it where it might be a word of the language, such as `end`."""
    return '"' + name.replace('"', '""') + '"'


def listed(names: Iterable[str]) -> str:
    """Names as SQL lists them, in parentheses."""
    return f"({', '.join(map(quoted, names))})"


def literal(text: str) -> str:
    """A text as a literal."""
    return "'" + text.replace("'", "''") + "'"


def said(words: str) -> str:
    """A description in one line, whose every character can be seen."""
    return visible(" ".join(words.split()))


def comment_on(kind: str, name: str, words: str) -> str:
    """The statement that comments a TABLE, a COLUMN or a VIEW, by its quoted name."""
    return f"COMMENT ON {kind} {name} IS {literal(said(words))}"


def comments(table: Table) -> Iterator[str]:
    """The statements that comment a table and its columns, as far as the schema describes them."""
    name = quoted(table.name)
    if words := table.description or table.title:
        yield comment_on("TABLE", name, words)
    for field in table.fields:
        if field.description:
            yield comment_on("COLUMN", f"{name}.{quoted(field.name)}", field.description)
