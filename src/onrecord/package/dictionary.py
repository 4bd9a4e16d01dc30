"""The data dictionary: the schemas as a page for people.

`python -m onrecord.package.dictionary FILE` writes it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.package.own_tables import own_tables
from onrecord.package.staging import replace_file
from onrecord.tableschema.schema import Field, Table
from onrecord.text.markdown import code, grid, link, plain

_HEAD = """\
# Data dictionary

The meaning and the constraints of every table and column. `nox -s docs` makes this page from `schemas/`: edit the
schemas, not this page.

The empty cell is a missing value. `start` and `end` count Unicode code points of the source text as stored, from 0,
and `end` is exclusive; `exact` is that slice. Dates are [EDTF](https://www.loc.gov/standards/datetime/). An id is a
letter prefix and 16 characters; it stays the same when the article is edited. Ids that were removed are in
[id_changes](#id_changes). **Bold** columns are required. Properties of a schema that begin with `onrecord:` are
described in [Architecture](architecture.md#walls); other programs can ignore them.
"""


def data_dictionary() -> str:
    """The data dictionary of the project's own tables, in Markdown."""
    tables = own_tables().values()
    overview = grid(
        ("table", "columns", "what it holds"),
        ((link_to(table.name), str(len(table.fields)), table.description) for table in tables),
    )
    return "\n".join([_HEAD, *overview, *(line for table in tables for line in table_section(table))]) + "\n"


def table_section(table: Table) -> Iterator[str]:
    """The lines of the section on a table: what it holds, its keys and its columns."""
    yield from ("", f"## {plain(table.name)}", "")
    if table.description:
        yield from (table.description, "")
    if keys := list(_keys(table)):
        yield from (*keys, "")
    header = ("column", "type", "meaning", "constraints", "example", "same as")
    yield from grid(header, (_row(field) for field in table.fields))


def link_to(table: str) -> str:
    """A link to the section on a table."""
    return link(table, f"#{table}")


def _keys(table: Table) -> Iterator[str]:
    if table.primary_key:
        yield f"- Primary key: {_code(table.primary_key)}"
    for unique in table.unique_keys:
        yield f"- Unique: {_code(unique)}"
    for key in table.foreign_keys:
        target = f"{_code(key.reference_fields)} of {link_to(key.resource)}"
        yield f"- {_code(key.fields)} refers to {target}"


def _row(field: Field) -> tuple[str, ...]:
    return (
        f"**{code(field.name)}**" if field.required else code(field.name),
        plain(type_of(field)),
        field.description,
        "; ".join(map(_in_markdown, constraints(field))),
        "" if field.example is None else code(literal(field.example)),
        link(short_address(field.exact_match), field.exact_match) if field.exact_match else "",
    )


class Constraint(NamedTuple):
    """A constraint of a column: what it says, the values that it names, and whether these are written as in the data.

    Example:
        >>> Constraint("at least", ("0",), is_literal=False)
        Constraint(words='at least', values=('0',), is_literal=False)
    """

    words: str
    values: tuple[str, ...] = ()
    is_literal: bool = True


def constraints(field: Field) -> Iterator[Constraint]:
    """The constraints of a column, except that it is required."""
    if field.unique:
        yield Constraint("unique")
    if field.enum:
        yield Constraint("one of", tuple(map(literal, field.enum)))
    if field.pattern is not None:
        yield Constraint("matches", (field.pattern,))
    bounds = {
        "at least": field.minimum,
        "at most": field.maximum,
        "length at least": field.min_length,
        "length at most": field.max_length,
    }
    for words, bound in bounds.items():
        if bound is not None:
            yield Constraint(words, (str(bound),), is_literal=False)


def _in_markdown(constraint: Constraint) -> str:
    words, values, is_literal = constraint
    return f"{words} {', '.join(map(code if is_literal else plain, values))}" if values else words


def type_of(field: Field) -> str:
    """The type of a column, with its format unless that is the usual one."""
    return field.type if field.format == "default" else f"{field.type} ({field.format})"


def short_address(url: str) -> str:
    """The URL of a term without what all such URLs begin with."""
    return re.sub("^https?://(www[.])?", "", url)


def literal(value: Any) -> str:
    """A JSON value as it is written in the data."""
    return value if isinstance(value, str) else json.dumps(value)


def _code(values: Iterable[str]) -> str:
    return ", ".join(map(code, values))


if __name__ == "__main__":
    replace_file(Path(sys.argv[1]), data_dictionary().encode("utf-8"))
