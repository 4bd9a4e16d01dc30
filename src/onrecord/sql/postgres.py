"""A script that loads a package into PostgreSQL: tables, keys, comments and views, with the types of the schemas."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from onrecord.package.package import Package
from onrecord.package.resources import Resource, compression_of, format_of, is_url
from onrecord.package.table_data import DELIMITED, dialect_of, resolved
from onrecord.sql.syntax import comment_on, comments, listed, literal, one_line, quoted
from onrecord.sql.views import views
from onrecord.tableschema.forms import reads_plainly
from onrecord.tableschema.parsers import is_known
from onrecord.tableschema.schema import Field, Table
from onrecord.tableschema.types import TYPES
from onrecord.text.printable import hides
from onrecord.validation.sheets import why_not_judged

# The parts of strptime's patterns in PostgreSQL; a column with another pattern stays text.
_PATTERN = re.compile(r"(?:%[YmdHMS]|[^A-Za-z%\"])+")
_PARTS = {"%Y": "YYYY", "%m": "MM", "%d": "DD", "%H": "HH24", "%M": "MI", "%S": "SS"}
_STAGE = quoted("onrecord_stage")
_HEAD = """\
-- Loads the tables of this package into PostgreSQL 15 or newer. In the folder of the package:
--   psql -d DATABASE -f postgres.sql
\\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL standard_conforming_strings = on;
-- A time without a zone is one of UTC.
SET LOCAL TimeZone = 'UTC';
"""


def postgres_script(package: Package, flawed: Collection[str] = ()) -> str:
    """The text of a file for psql, to be run in the folder of the package.

    It creates the tables with their comments, fills them, adds primary, unique and foreign keys, and creates the views;
    if anything fails, it changes nothing. A table that psql cannot read is left out, with the reason in a comment.

    Args:
        package: the package.
        flawed: the names of tables whose rows do not match their schemas; they are left out, too.
    """
    parts, tables = [_HEAD], dict[str, Table]()
    left = left_out(package, flawed)
    for name, resource in resolved(package).tables.items():
        if (table := resource.table) is None:
            continue
        if name in left:
            parts.append(f"-- {one_line(name)} is left out: it {one_line(left[name])}.\n")
            continue
        tables[name] = table
        parts.append("".join(f"{statement}\n" for statement in (*_made(table), *_filled(resource, table))))
    parts += [f"{statement}\n" for table in tables.values() for statement in _keys(table)]
    parts += [f"{statement}\n" for table in tables.values() for statement in _references(table, tables)]
    for view in views(tables).values():
        parts.append(f"{view.create};\n{comment_on('VIEW', quoted(view.name), view.description)};\n")
    return "\n".join([*parts, "COMMIT;\n"])


def left_out(package: Package, flawed: Collection[str] = ()) -> dict[str, str]:
    """The tables that `postgres_script` leaves out for the same arguments, each with the reason."""
    reasons = {
        name: "has problems that its publisher accepts" if name in flawed else _why_not(resource)
        for name, resource in resolved(package).tables.items()
    }
    return {name: reason for name, reason in reasons.items() if reason}


def _why_not(resource: Resource) -> str:
    if reason := why_not_judged(resource):
        return reason
    if len(resource.parts) != 1 or is_url(resource.path) or not resource.path:
        return "is not in one file of the package"
    if (form := format_of(resource.declared, resource.parts)) not in DELIMITED:
        return f"has the format {form}, not CSV"
    names = (resource.name, resource.path, *(resource.table.columns if resource.table else ()))
    if any(not name.isprintable() for name in names):
        # A command of psql ends with its line, so the rest of the name would be the next command.
        return "has a name with characters that cannot be printed"
    if codecs.lookup(resource.declared.get("encoding", "utf-8")).name not in ("utf-8", "ascii"):
        return f"is in {resource.declared['encoding']}, not in UTF-8"
    if compression_of(resource.declared, resource.path):
        return "is compressed"
    dialect = dialect_of(resource)
    is_known = dialect.is_plain and dialect.header_rows in ((), (1,))
    return "" if is_known else "is in a dialect of CSV that COPY does not support"


def _made(table: Table) -> Iterator[str]:
    name = quoted(table.name)
    columns = ",\n".join(f"  {quoted(field.name)} {_type(field)}" for field in table.fields)
    yield f"CREATE TABLE {name} (\n{columns}\n);"
    yield from (f"{comment};" for comment in comments(table))


def _filled(resource: Resource, table: Table) -> Iterator[str]:
    name, dialect = quoted(table.name), dialect_of(resource)
    options = (
        f"FORMAT csv, HEADER {str(dialect.header).lower()}, ENCODING 'UTF8', DELIMITER {_literal(dialect.delimiter)}"
    )
    options += f", QUOTE {_literal(dialect.quote_char or '')}"
    if all(map(_is_copied, table.fields)):
        # An empty cell is missing with or without quotation marks.
        empty = listed(field.name for field in table.fields)
        yield f"\\copy {name} FROM {_literal(resource.path)} WITH ({options}, FORCE_NULL {empty})"
    else:
        columns = ", ".join(f"{quoted(field.name)} text" for field in table.fields)
        values = ",\n".join(f"  {_value(field)}" for field in table.fields)
        yield f"CREATE TEMPORARY TABLE {_STAGE} ({columns}) ON COMMIT DROP;"
        yield f"\\copy {_STAGE} FROM {_literal(resource.path)} WITH ({options})"
        yield f"INSERT INTO {name} SELECT\n{values}\nFROM {_STAGE};"
        yield f"DROP TABLE {_STAGE};"
    rows = resource.declared.get("rows")
    if isinstance(rows, int):
        # psql before version 18 stops at a line that consists of a backslash and a point.
        message = _literal(f"{table.name} does not have the {rows} rows that it should have")
        yield f"DO {_body(f'BEGIN ASSERT (SELECT count(*) FROM {name}) = {rows}, {message}; END')};"


def _keys(table: Table) -> Iterator[str]:
    alter = f"ALTER TABLE {quoted(table.name)} ADD"
    if table.primary_key and _has(table, table.primary_key):
        yield f"{alter} PRIMARY KEY {listed(table.primary_key)};"
    for key in _uniques(table):
        yield f"{alter} UNIQUE {listed(key)};"


def _references(table: Table, tables: Mapping[str, Table]) -> Iterator[str]:
    for key in table.foreign_keys:
        target = tables.get(key.resource)
        # In PostgreSQL, foreign keys refer only to columns that are declared unique.
        if target and _has(table, key.fields) and key.reference_fields in (target.primary_key, *_uniques(target)):
            there = f"{quoted(key.resource)} {listed(key.reference_fields)}"
            yield f"ALTER TABLE {quoted(table.name)} ADD FOREIGN KEY {listed(key.fields)} REFERENCES {there};"


def _uniques(table: Table) -> list[tuple[str, ...]]:
    single = [(field.name,) for field in table.fields if field.unique]
    return [
        key for key in dict.fromkeys([*single, *table.unique_keys]) if key != table.primary_key and _has(table, key)
    ]


def _has(table: Table, key: Iterable[str]) -> bool:
    """Whether a table has all columns of a key; the validator reports keys with unknown columns."""
    return {*table.columns}.issuperset(key)


def _type(field: Field) -> str:
    """The type of a field's column; text if PostgreSQL has no such type or cannot read its format."""
    if not is_known(field) or (field.format != "default" and _pattern(field) is None):
        return "text"
    return TYPES[field.type].postgres


def _pattern(field: Field) -> str | None:
    """The pattern of a field's dates or times in PostgreSQL's notation; None if it cannot be written there."""
    if field.type not in ("date", "datetime") or not _PATTERN.fullmatch(field.format):
        return None
    return re.sub("%.", lambda part: _PARTS[part[0]], field.format)


def _is_copied(field: Field) -> bool:
    """Whether COPY reads the cells of a field as their values."""
    if field.missing_values != ("",) or field.type == "time":
        return False
    return _type(field) == "text" or (field.format == "default" and reads_plainly(field))


def _value(field: Field) -> str:
    """The expression that converts the text of a cell to its value."""
    name = quoted(field.name)
    if field.missing_values == ("",):
        return _converted(field, f"NULLIF({name}, '')")
    text = f"COALESCE({name}, '')"
    if not field.missing_values:
        return _converted(field, text)
    return f"CASE WHEN {text} NOT IN {_literals(field.missing_values)} THEN {_converted(field, text)} END"


def _converted(field: Field, text: str) -> str:
    kind = _type(field)
    if kind == "text":
        return text
    if pattern := _pattern(field):
        function = "to_date" if kind == "date" else "to_timestamp"
        return f"{function}({text}, {_literal(pattern)})"
    if field.type == "boolean":
        # CAST refuses other words, as the validator does.
        cases = [
            (words, value) for words, value in ((field.false_values, "false"), (field.true_values, "true")) if words
        ]
        whens = " ".join(f"WHEN {text} IN {_literals(words)} THEN {value}" for words, value in cases)
        return f"CASE {whens} ELSE CAST({text} AS boolean) END"
    if field.type in ("integer", "number"):
        if not field.bare_number:
            text = f"regexp_replace({text}, '^[^-0-9]+|[^0-9]+$', '', 'g')"
        if field.group_char:
            text = f"replace({text}, {_literal(field.group_char)}, '')"
        if field.type == "number" and field.decimal_char not in ("", "."):
            text = f"replace({text}, {_literal(field.decimal_char)}, '.')"
    if field.type == "time":
        return f"CAST(CAST({text} AS timetz) AT TIME ZONE 'UTC' AS time)"
    return f"CAST({text} AS {kind})"


def _literals(words: Iterable[str]) -> str:
    return f"({', '.join(map(_literal, words))})"


def _literal(text: str) -> str:
    """A text as a literal, with invisible characters as escapes."""
    if not hides(text):
        return literal(text)
    return "U&" + "".join(f"\\{ord(c):04x}" if hides(c) else "\\\\" if c == "\\" else c for c in literal(text))


def _body(code: str) -> str:
    """Code as a dollar-quoted string; the tag is chosen so that the code does not contain it."""
    mark = "$$"
    while mark in code:
        mark = f"${mark[1:-1]}x$"
    return f"{mark} {code} {mark}"
