"""Random samples in which people review rows: what the cell `sample` of a correction says, and what a line is about."""

from __future__ import annotations

import dataclasses
import re

from onrecord.corrections.files import Correction
from onrecord.package.ids import PREFIXES
from onrecord.package.own_tables import facts_of, own_tables

# A row, by its table and key.
Name = tuple[str, tuple[str, ...]]
ARTICLES = "articles"
# What decisions are about that are not about a row that was read.
NEW = "new"
NOT_READ = frozenset({NEW, "merge", "split"})
_SAMPLE = re.compile(
    r"seed (?P<seed>\d+)(?:, (?P<coders>\d+) coders)?: "
    r"(?P<drawn>\d+) of (?P<total>\d+) (?P<table>[a-z_]+) (?P<stratum>\S+)"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Stratum:
    """The rows of one method, or whole articles, from which a sample was drawn: the cell `sample` of a correction.

    Attributes:
        seed: the seed of the sample.
        drawn: how many rows, or articles, were drawn.
        total: from how many.
        table: their table.
        stratum: their method; for articles, the table whose rows were looked for.
        coders: how many people review the sample, blind to each other.

    Examples:
        >>> str(Stratum(1, 120, 3071, "quotes", "quotes:reader@1"))
        'seed 1: 120 of 3071 quotes quotes:reader@1'
        >>> str(Stratum(1, 120, 3071, "quotes", "quotes:reader@1", coders=2))
        'seed 1, 2 coders: 120 of 3071 quotes quotes:reader@1'
    """

    seed: int
    drawn: int
    total: int
    table: str
    stratum: str
    coders: int = 1

    def __str__(self) -> str:
        coders = f", {self.coders} coders" if self.coders > 1 else ""
        return f"seed {self.seed}{coders}: {self.drawn} of {self.total} {self.table} {self.stratum}"

    @property
    def round(self) -> tuple[int, bool]:
        """The sample of which this is a part: its seed, and whether whole articles were drawn."""
        return self.seed, self.table == ARTICLES


def stratum_of(cell: str) -> Stratum | None:
    """The stratum that a cell `sample` names; None if it is empty, or no rows can have been drawn so."""
    found = _SAMPLE.fullmatch(cell)
    if found is None:
        return None
    drawn, total = int(found["drawn"]), int(found["total"])
    if not 0 < drawn <= total:
        return None
    return Stratum(int(found["seed"]), drawn, total, found["table"], found["stratum"], int(found["coders"] or 1))


def root_of(table: str, key: tuple[str, ...]) -> Name:
    """The row that is reviewed when a row is: the row itself, or the row that it is part of."""
    parent = facts_of(table).parent
    return (parent, key[:1]) if table not in PREFIXES and parent else (table, key)


def subject_of(line: Correction) -> Name:
    """What a line is about: the reviewed row, the merged or split entity, the new row, or the article that was read."""
    table, key = line.table, line.key
    if line.action in {"merge", "split"}:
        return line.action, (*key, line.old) if line.action == "split" else key
    if line.action == "add" and (table in PREFIXES or not _is_id(table, key[0])):
        return NEW, key[:1]
    if table == ARTICLES:
        stratum = stratum_of(line.sample)
        return table, (*key, stratum.stratum if stratum else "")
    return root_of(table, key)


def _is_id(table: str, value: str) -> bool:
    pattern = own_tables()[table].field(own_tables()[table].primary_key[0]).pattern
    return bool(pattern and re.search(pattern, value))
