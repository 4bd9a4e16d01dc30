"""Corrections against the tables: the rows show what people wrote into corrections/."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from onrecord.corrections import (
    Correction,
    added_ids,
    has_gone,
    key_of,
    no_longer_fits,
    read_corrections,
    references,
    split_id,
)
from onrecord.package.ids import PREFIXES
from onrecord.package.own_tables import own_tables
from onrecord.problems import Problem
from onrecord.text.printable import shown
from onrecord.validation.rules import RULES
from onrecord.validation.sheets import Sheet

Row = Mapping[str, str]
Key = tuple[str, ...]


def correction_problems(folder: Path, sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    """The problems of invalid lines in corrections/, and of corrections that are not in the tables."""
    corrections = read_corrections(folder)
    yield from corrections.problems
    lines = [line for line in corrections.lines if _is_there(sheets, line.table)]
    if lines and _is_there(sheets, "entities"):
        yield from _Judge(lines, sheets).problems()


def _is_there(sheets: Mapping[str, Sheet], table: str) -> bool:
    return table in sheets and sheets[table].has(*own_tables()[table].columns)


@dataclasses.dataclass(frozen=True, slots=True)
class _Gone:
    """A row of id_changes; `by_hand` is true if a correction removed the id from the tables."""

    new_id: str
    reason: str
    by_hand: bool


class _Judge:
    def __init__(self, lines: Sequence[Correction], sheets: Mapping[str, Sheet]) -> None:
        self._lines, self._sheets = lines, sheets
        self._named = added_ids(lines)
        self._gone: dict[tuple[str, str], _Gone] = {}
        if _is_there(sheets, "id_changes"):
            columns = ("table_name", "old_id", "new_id", "reason", "words")
            for _, table, old_id, new_id, reason, words in sheets["id_changes"].records(*columns):
                self._gone[table, old_id] = _Gone(new_id, reason, bool(words))
        self._keys = {id(line): self._key(line) for line in lines}
        # The number of each line, and of the first line that removes a row.
        self._places = {id(line): place for place, line in enumerate(lines)}
        self._out: dict[tuple[str, Key], int] = {}
        for place, line in enumerate(lines):
            if line.action in {"withdraw", "merge"}:
                self._out.setdefault((line.table, self._keys[id(line)]), place)
        wanted: dict[str, set[Key]] = defaultdict(set)
        for line in lines:
            wanted[line.table].add(self._keys[id(line)])
        self._rows: dict[tuple[str, Key], Row] = {}
        for name, keys in wanted.items():
            own = own_tables()[name].columns
            for _, *cells in sheets[name].records(*own):
                row = dict(zip(own, cells, strict=True))
                key = tuple(row[column] for column in own_tables()[name].primary_key)
                if key in keys:
                    self._rows[name, key] = row

    def problems(self) -> Iterator[Problem]:
        """The problems, in the order of the lines; those of a cell come together, after the others."""
        cells: dict[tuple[str, Key, str], list[Correction]] = defaultdict(list)
        for line in self._lines:
            if line.action in {"correct", "confirm"}:
                cells[line.table, self._keys[id(line)], line.field].append(line)
        for line in self._lines:
            match line.action:
                case "withdraw":
                    yield from self._withdrawn(line)
                case "add":
                    yield from self._added(line, (line.table, self._keys[id(line)], line.field) in cells)
                case "merge":
                    yield from self._merged(line)
                case "split":
                    yield from self._split(line)
        for (table, key, _), lines in cells.items():
            row = self._rows.get((table, key))
            if row is not None:
                yield from self._corrected(lines, row)
            else:
                by_hand = self._taken_out(table, key)
                yield from (self._without_row(line) for line in lines if not by_hand or self._is_late(line))

    def _reference(self, home: str, value: str) -> str:
        value = self._named.get((home, value), value)
        gone = self._gone.get((home, value))
        return gone.new_id if gone and gone.reason == "merged" and gone.new_id else value

    def _value(self, line: Correction, value: str) -> str:
        home = references(line.table).get(line.field)
        return self._reference(home, value) if home else value

    def _key(self, line: Correction) -> Key:
        return key_of(line, self._named, self._reference)

    def _taken_out(self, table: str, key: Key) -> bool:
        """Whether a correction removed a row, or the row that it was part of."""
        home = table if table in PREFIXES else references(table)[own_tables()[table].primary_key[0]]
        gone = self._gone.get((home, key[0]))
        return bool(gone and gone.by_hand) or (table not in PREFIXES and (table, key) in self._out)

    def _is_late(self, line: Correction) -> bool:
        """Whether a line above has withdrawn the row, or merged it into another row."""
        place = self._places[id(line)]
        return self._out.get((line.table, self._keys[id(line)]), place) < place

    def _without_row(self, line: Correction) -> Problem:
        gone = self._gone.get((line.table, line.key[0]))
        return has_gone(line, gone.new_id if gone else "")

    def _not_applied(self, line: Correction, message: str, value: str = "") -> Problem:
        code = "correction-not-applied"
        return line.problem(code, message, RULES[code].remedy, value)

    def _corrected(self, lines: Sequence[Correction], row: Row) -> Iterator[Problem]:
        """Follows the corrections of a cell from the value that was read to its value now."""
        now = row[lines[0].field]
        for start in (self._value(lines[0], lines[0].old), now):
            value, unfit = start, []
            for line in lines:
                old, new = self._value(line, line.old), self._value(line, line.new)
                if line.action == "confirm" and value != old:
                    unfit.append(line)
                elif line.action == "correct" and value == old:
                    value = new
                elif line.action == "correct" and value != new:
                    unfit.append(line)
            if value == now:
                yield from (no_longer_fits(line, now) for line in unfit)
                return
        for line in lines:
            if line.action == "correct" and self._value(line, line.old) == now:
                message = f"{line.field} is still {shown(now)}, but the correction says {shown(line.new)}"
                yield self._not_applied(line, message, now)
            elif now != self._value(line, line.new if line.action == "correct" else line.old):
                yield no_longer_fits(line, now)

    def _withdrawn(self, line: Correction) -> Iterator[Problem]:
        key = self._keys[id(line)]
        row = self._rows.get((line.table, key))
        if row is None:
            # If two lines withdraw the row with different old values, either may be right: the row is gone.
            first = self._lines[self._out[line.table, key]]
            if not self._taken_out(line.table, key) or (self._is_late(line) and first.old == line.old):
                yield self._without_row(line)
        elif row[line.field] != self._value(line, line.old):
            yield no_longer_fits(line, row[line.field])
        else:
            yield self._not_applied(line, f"{line.table} still has the row, but the correction withdraws it")

    def _added(self, line: Correction, is_corrected: bool) -> Iterator[Problem]:
        key = self._keys[id(line)]
        row = self._rows.get((line.table, key))
        if row is None:
            if not self._taken_out(line.table, key):
                yield self._not_applied(line, f"{line.table} has no row {','.join(key)}, but the correction adds it")
        # `start` is not compared: it only says which of several equal words were meant.
        elif not is_corrected and line.field != "start" and row[line.field] != self._value(line, line.new):
            message = f"{line.field} is {shown(row[line.field])}, but the correction says {shown(line.new)}"
            yield self._not_applied(line, message, row[line.field])

    def _merged(self, line: Correction) -> Iterator[Problem]:
        row, gone = self._rows.get(("entities", line.key)), self._gone.get(("entities", line.key[0]))
        stays = self._reference("entities", line.new)
        if row is None:
            if gone is None or gone.reason != "merged" or not gone.by_hand or self._is_late(line):
                yield self._without_row(line)
            elif gone.new_id != stays and not self._taken_out("entities", (stays,)):
                message = f"{line.key[0]} is merged with {gone.new_id or 'nothing'}, but the correction says {line.new}"
                yield self._not_applied(line, message, gone.new_id)
        elif not any(entity == stays for _, entity in self._sheets["entities"].records("entity_id")):
            yield has_gone(line, row=line.new)
        elif row["name"] != line.old:
            yield no_longer_fits(line, row["name"])
        else:
            yield self._not_applied(line, f"entities still has {line.key[0]}, but the correction merges it")

    def _split(self, line: Correction) -> Iterator[Problem]:
        other = self._reference("entities", split_id(line.key[0], line.new))
        if not _is_there(self._sheets, "mentions"):
            return
        mentioned = {
            entity
            for _, entity, article in self._sheets["mentions"].records("entity_id", "article_id")
            if article == line.old
        }
        # Later lines may have moved some or all of its mentions to other entities.
        if other in mentioned or self._taken_out("entities", (other,)):
            return
        entities = {entity for _, entity in self._sheets["entities"].records("entity_id")}
        if other in entities and line.key[0] not in mentioned:
            return
        if self._reference("entities", line.key[0]) in mentioned:
            message = f"article {line.old} still mentions the entity, but the correction makes it {shown(line.new)}"
            yield self._not_applied(line, message)
        elif ("entities", line.key) not in self._rows:
            yield self._without_row(line)
        else:
            message = f"article {line.old} has no mention of the entity; the correction was not applied"
            yield line.problem("correction-unfit", message, RULES["correction-unfit"].remedy, line.old)
