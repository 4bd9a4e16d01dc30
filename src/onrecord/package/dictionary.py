"""The data dictionary: the schemas as a page for people.

`python -m onrecord.package.dictionary FILE` writes it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

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
        field.type if field.format == "default" else f"{field.type} ({plain(field.format)})",
        field.description,
        "; ".join(_constraints(field)),
        "" if field.example is None else _code([_literal(field.example)]),
        link(re.sub("^https?://(www[.])?", "", field.exact_match), field.exact_match) if field.exact_match else "",
    )


def _constraints(field: Field) -> Iterator[str]:
    if field.unique:
        yield "unique"
    if field.enum:
        yield f"one of {_code(map(_literal, field.enum))}"
    if field.pattern is not None:
        yield f"matches {_code([field.pattern])}"
    bounds = {
        "at least": field.minimum,
        "at most": field.maximum,
        "length at least": field.min_length,
        "length at most": field.max_length,
    }
    for words, bound in bounds.items():
        if bound is not None:
            yield f"{words} {plain(str(bound))}"


def _literal(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _code(values: Iterable[str]) -> str:
    return ", ".join(map(code, values))


if __name__ == "__main__":
    replace_file(Path(sys.argv[1]), data_dictionary().encode("utf-8"))
