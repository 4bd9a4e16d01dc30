"""Values on which two coders disagree: what each says, in names and words, and a list to settle them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.corrections import references, root_of
from onrecord.package.naming import called, label_of
from onrecord.package.own_tables import corrections_table, own_tables
from onrecord.package.records import Row
from onrecord.package.tables import as_csv
from onrecord.review.rows import Key, key_of

# The column that says whether a row, or a part of a row, is kept or withdrawn.
ROW = "(row)"
_WORDS = 200  # characters of a row's words in a list to adjudicate
_EMPTY = "(empty)"


@dataclasses.dataclass(frozen=True, slots=True)
class Unit:
    """A value that two people judged: of which row and column, in which article, and what each made of it."""

    table: str
    key: Key
    field: str
    article: str
    read: str
    one: str
    other: str


@dataclasses.dataclass(frozen=True, slots=True)
class Disagreement:
    """A value on which two people disagree, as people read it.

    Attributes:
        unit: the value, with ids.
        one: what the first says, with the name of the row that an id means.
        other: what the second says.
        words: the words of the reviewed row; for a part, its own words after them.
        names: what the reviewed row refers to, by what `diff` calls it too: the speaker, the article and so on.
    """

    unit: Unit
    one: str
    other: str
    words: tuple[str, ...]
    names: Mapping[str, str]


def kind_of_part(table: str, key: Key) -> str:
    """The kind of a part of a row, which the second column of its key names; empty where parts have no kinds.

    Examples:
        >>> kind_of_part("quote_spans", ("quo_a", "cue", "1")), kind_of_part("vote_positions", ("vot_a", "Lee"))
        ('cue', '')
    """
    columns = own_tables()[table].primary_key
    return key[1] if len(columns) > 1 and own_tables()[table].field(columns[1]).enum else ""


def compared(table: str, field: str, part: str) -> str:
    """What a figure compares.

    Examples:
        >>> compared("quotes", "kind", ""), compared("quote_spans", "exact", "cue")
        ('quotes kind', 'quote_spans exact (cue)')
    """
    return f"{table} {field}{f' ({part})' if part else ''}"


def disagreements_of(units: Iterable[Unit], tables: Mapping[str, Sequence[Row]]) -> Iterator[Disagreement]:
    """The values on which two people disagree.

    Args:
        units: all values that both judged.
        tables: the tables of the package.
    """
    differing = [unit for unit in units if unit.one != unit.other]
    known = ((table, row) for table in own_tables() for row in tables.get(table, ())) if differing else ()
    rows = {(table, key_of(table, row)): row for table, row in known}

    def name(home: str, key: str) -> str:
        return called(rows.get((home, (key,)), {}))

    for unit in differing:
        refers = references(unit.table).get(unit.field, "")
        one, other = (
            f"{name(refers, value)} ({value})" if refers and name(refers, value) else value or _EMPTY
            for value in (unit.one, unit.other)
        )
        root = root_of(unit.table, unit.key)
        row = rows.get(root, {})
        own = rows.get((unit.table, unit.key), {}) if root != (unit.table, unit.key) else {}
        words = tuple(found for each in (row, own) if (found := called(each)))
        links = references(root[0])
        names = {label_of(column): name(home, row.get(column, "")) for column, home in links.items()}
        names["article"] = names.get("article") or name("articles", unit.article)
        yield Disagreement(unit, one, other, words, {label: each for label, each in names.items() if each})


def to_settle(disagreements: Sequence[Disagreement], coders: tuple[str, str]) -> bytes:
    """A file of corrections that settles disagreements, once somebody has filled in new_value, curator and date.

    What each coder says, the words of the row, and what it refers to are in the column `reason`.
    """
    records: list[Sequence[str]] = [corrections_table().columns]
    for each in disagreements:
        unit, says = each.unit, in_words(each, coders)
        field = "status" if unit.field == ROW else unit.field
        records.append(("settle", unit.table, ",".join(unit.key), field, unit.read, "", "; ".join(says), "", "", ""))
    return as_csv(records)


def in_words(disagreement: Disagreement, coders: tuple[str, str]) -> list[str]:
    """What each coder says, the words of the row, and what it refers to."""
    says = [f"{coders[0]}: {disagreement.one}", f"{coders[1]}: {disagreement.other}"]
    says += [f"“{words[:_WORDS]}{'…' * (len(words) > _WORDS)}”" for words in disagreement.words]
    return says + [f"{label}: {name[:_WORDS]}" for label, name in disagreement.names.items()]
