"""What a view is: a SELECT whose columns have a meaning and a type."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from onrecord.sql.syntax import quoted
from onrecord.tableschema.schema import Table


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column of a view: its name, its SQL expression, its meaning, and its type in the words of Table Schema."""

    name: str
    expression: str
    description: str
    type: str = "string"


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """A view of some tables.

    Attributes:
        name: its name, which differs from those of the tables.
        description: what a row is, for people.
        columns: its columns, in order.
        source: the SQL after FROM.
        reads: the tables that it reads, first the table whose rows are its rows.
        is_by_article: whether it joins rows of the same article alone and is in the order of `article_id`, so that it
            can be made for some articles after the other.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    source: str
    reads: tuple[str, ...] = ()
    is_by_article: bool = False

    @property
    def select(self) -> str:
        """The SELECT statement, without a semicolon."""
        columns = ",\n".join(f"  {column.expression} AS {quoted(column.name)}" for column in self.columns)
        return f"SELECT\n{columns}\nFROM {self.source}"

    @property
    def create(self) -> str:
        """The statement that creates the view in a database with the tables, without a semicolon."""
        return f"CREATE VIEW {quoted(self.name)} AS\n{self.select}"


def same(alias: str, table: Table, *names: str) -> Iterator[Column]:
    """Columns of a table as they are, with the descriptions of its schema; those that it lacks are left out."""
    for name in names:
        if name in table.columns:
            yield renamed(name, alias, table, name)


def renamed(name: str, alias: str, table: Table, column: str, description: str = "") -> Column:
    """A column of a table under another name, with another description where that says more."""
    field = table.field(column)
    return Column(name, f"{alias}.{quoted(column)}", description or field.description, field.type)


def count(name: str, description: str, condition: str = "") -> Column:
    """How many rows there are, or how many meet a condition."""
    return Column(name, f"COUNT(CASE WHEN {condition} THEN 1 END)" if condition else "COUNT(*)", description, "integer")


def distinct(name: str, expression: str, description: str) -> Column:
    """How many different values an expression has."""
    return Column(name, f"COUNT(DISTINCT {expression})", description, "integer")
