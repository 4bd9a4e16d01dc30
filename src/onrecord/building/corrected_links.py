"""The links of entities after corrections: people merge and split entities, and add, change and withdraw mentions."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.building.links import CORRECTION, DECIDED, FIRST
from onrecord.corrections import Correction, added_ids, split_id
from onrecord.package.own_tables import own_tables

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, str]
# The ids of an entity and of an article that mentions it.
Pair = tuple[str, str]
_PAIR = ("entity_id", "article_id")
_EVIDENCE = ("start", "end", "exact")
_NOT_COMPARED = {"doubts": "", "support": "", "names_in_common": ""}


def change_links(lines: Sequence[Correction]) -> bool:
    """Whether corrections may change which articles mention an entity."""
    return any(line.table in {"entities", "mentions"} and line.action != "confirm" for line in lines)


@dataclasses.dataclass(frozen=True, slots=True)
class _Decision:
    """How an article came to mention an entity: the entity that it mentioned before, and the line that decided."""

    before: str
    line: Correction


class CorrectedLinks:
    """The rows of `entity_links` after corrections were replayed; made before that.

    Args:
        lines: the corrections.
        tables: the files of the tables, which the replay replaces.
    """

    def __init__(self, lines: Sequence[Correction], tables: Mapping[str, Path]) -> None:
        self._lines, self._tables = lines, tables
        self._links = _scanned(tables["entity_links"], *own_tables()["entity_links"].columns).collect()
        self._pairs = self._mentions().select(_PAIR).unique().collect()
        self._roles: dict[str, str] = dict(_scanned(tables["entities"], "entity_id", "role").collect().iter_rows())

    def rows(self) -> Iterator[Row]:
        """The rows that were read, as far as they still hold, and then those that corrections brought about."""
        import polars as pl

        places = self._places()
        decided = self._decisions(places.join(self._pairs, on=_PAIR, how="anti"))
        confirmed = (
            _scanned(self._tables["entity_links"], *_PAIR, "status").filter(pl.col("status") != "auto").collect()
        )
        by_hand = {*confirmed.select(_PAIR).iter_rows()}
        held = self._links.join(places, on=_PAIR, how="semi", maintain_order="left")
        mentions = self._mentions().select(*_PAIR, *_EVIDENCE)
        stale = held.lazy().join(mentions, on=[*_PAIR, *_EVIDENCE], how="anti").select(_PAIR).collect()
        added = places.join(held, on=_PAIR, how="anti")
        refreshed = pl.concat([added, places.join(stale, on=_PAIR, how="semi")])
        evidence = {(row["entity_id"], row["article_id"]): row for row in refreshed.iter_rows(named=True)}
        last = ""
        for read in held.iter_rows(named=True):
            pair = read["entity_id"], read["article_id"]
            row = read | evidence.get(pair, {}) | ({"status": "confirmed"} if pair in by_hand else {})
            # If the article that mentioned it first does no longer, the next takes its place.
            yield row if pair[0] == last else _first(row)
            last = pair[0]
        roles = {(row["entity_id"], row["article_id"]): row["role"] for row in self._links.iter_rows(named=True)}
        empty = dict.fromkeys(self._links.columns, "") | {"status": "auto"}
        for pair in sorted(added.select(_PAIR).iter_rows()):
            decision = decided.get(pair)
            before = decision.before if decision else pair[0]
            role = roles.get((before, pair[1]), self._roles.get(before, ""))
            row = {**empty, **evidence[pair], "role": role}
            yield _by_hand(row, decision.line) if decision else _first(row)

    def _mentions(self) -> pl.LazyFrame:
        return _scanned(self._tables["mentions"], "mention_id", *_PAIR, "mention_type", *_EVIDENCE)

    def _places(self) -> pl.DataFrame:
        """The articles of each entity that several articles mention, with the words that name it there first."""
        import polars as pl

        is_name = pl.col("mention_type") == "named"
        words = [pl.coalesce(pl.col(name).filter(is_name).first(), pl.col(name).first()) for name in _EVIDENCE]
        pairs = self._mentions().group_by(_PAIR, maintain_order=True).agg(words)
        return pairs.filter(pl.len().over("entity_id") > 1).collect()

    def _decisions(self, new: pl.DataFrame) -> dict[Pair, _Decision]:
        """The decisions that brought about new pairs."""
        pairs_now = self._mentions().select(_PAIR).collect()
        gone: dict[str, list[str]] = defaultdict(list)
        for entity, article in sorted(self._pairs.join(pairs_now, on=_PAIR, how="anti").iter_rows()):
            gone[article].append(entity)
        named = added_ids(self._lines)
        merges = {line.key[0]: line for line in self._lines if line.action == "merge"}
        splits = {(split_id(line.key[0], line.new), line.old): line for line in self._lines if line.action == "split"}
        mentions = {
            named.get(("mentions", line.key[0]), line.key[0]): line for line in self._lines if line.table == "mentions"
        }
        changed = self._mentions().join(new.lazy(), on=_PAIR, how="semi").select(*_PAIR, "mention_id").collect()
        by_mention = {(entity, article): mentions.get(mention) for entity, article, mention in changed.iter_rows()}
        found: dict[Pair, _Decision] = {}
        for entity, article in new.select(_PAIR).iter_rows():
            merged = next((each for each in gone[article] if _survivor(each, merges, named) == entity), "")
            if merged:
                found[entity, article] = _Decision(merged, merges[merged])
            elif (line := splits.get((entity, article))) is not None:
                found[entity, article] = _Decision(line.key[0], line)
            elif (line := by_mention[entity, article]) is not None:
                found[entity, article] = _Decision(entity, line)
        return found


def _survivor(entity: str, merges: Mapping[str, Correction], named: Mapping[tuple[str, str], str]) -> str:
    """The entity that an entity is after merges."""
    seen: set[str] = set()
    while entity in merges and entity not in seen:
        seen.add(entity)
        entity = named.get(("entities", merges[entity].new), merges[entity].new)
    return entity


def _first(row: Row) -> Row:
    if row["grounds"] == FIRST:
        return row
    return row | _NOT_COMPARED | {"grounds": FIRST, "method": f"links:{FIRST}@1"}


def _by_hand(row: Row, line: Correction) -> Row:
    decided = {"grounds": CORRECTION, "support": DECIDED, "decided_in": f"{line.path}:{line.line}"}
    return row | _NOT_COMPARED | decided | {"method": f"corrections:{line.action}@1", "status": "corrected"}


def _scanned(path: Path, *columns: str) -> pl.LazyFrame:
    """Columns of a table that onrecord wrote, as texts; a missing value is an empty text."""
    import polars as pl

    return pl.scan_csv(path, infer_schema=False).select(pl.col(columns).fill_null(""))
