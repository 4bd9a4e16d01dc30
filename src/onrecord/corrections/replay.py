"""Replays corrections over newly converted tables: first the lines in their order, then the changes that follow.

Only the rows that corrections name, and the rows that depend on them, are held in memory; other rows are streamed.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from onrecord.corrections.collected import Corrections
from onrecord.corrections.files import (
    ADDED,
    SPLIT_OFF,
    Correction,
    added_ids,
    has_gone,
    key_of,
    no_longer_fits,
    references,
    split_id,
)
from onrecord.package.ids import PREFIXES
from onrecord.package.own_cells import SEPARATOR
from onrecord.package.own_tables import TABLES, own_tables
from onrecord.package.tables import read_rows
from onrecord.problems import Problem
from onrecord.text.quotation import BREAK

Row = dict[str, str]
Key = tuple[str, ...]
# A claim is made by its quote, so it is withdrawn with the quote.
_OF_QUOTE = ("claims", "quote_id")
_WORDS = ("exact", "text", "name")
_OF_CELLS = frozenset({"correct", "confirm", "withdraw"})


@dataclasses.dataclass(frozen=True, slots=True)
class Replayed:
    """The result of a replay.

    Attributes:
        problems: the problems of corrections that could not be applied.
        id_changes: rows of the table `id_changes` for the ids that corrections removed, by table and id.
    """

    problems: Sequence[Problem] = ()
    id_changes: Mapping[tuple[str, str], Row] = dataclasses.field(default_factory=dict)


def replay(
    corrections: Corrections,
    tables: Mapping[str, Path],
    text_of: Callable[[str], str],
    write: Callable[[str, Iterator[Row]], None],
    successors: Mapping[tuple[str, str], str],
) -> Replayed:
    """Applies corrections to tables.

    Args:
        corrections: the corrections of the package.
        tables: the files of the converted tables.
        text_of: returns the text of an article by its id; empty if there is no such article.
        write: takes a table's name and its rows, which replace those of its file; not called for tables that no
            correction touches.
        successors: the ids that replace ids removed earlier, by table and old id.
    """
    if not corrections.lines:
        return Replayed()
    run = _Replay(corrections.lines, tables, text_of, successors)
    run.read()
    run.apply()
    touched = run.touched()
    for name in [*(name for name in TABLES if name not in {"entities", "id_changes"}), "entities"]:
        if name in touched:
            write(name, run.rows(name))
    return Replayed(run.problems, run.changes)


class _Replay:
    def __init__(
        self,
        lines: Sequence[Correction],
        tables: Mapping[str, Path],
        text_of: Callable[[str], str],
        successors: Mapping[tuple[str, str], str],
    ) -> None:
        self._lines, self._tables, self._text_of, self._successors = lines, tables, text_of, successors
        self.problems: list[Problem] = []
        self.changes: dict[tuple[str, str], Row] = {}
        self._named = added_ids(lines)
        self._survivor: dict[str, str] = {}
        self._apart: dict[tuple[str, str], str] = {}
        self._held: dict[tuple[str, Key], Row] = {}
        self._spans: dict[str, list[Key]] = defaultdict(list)
        self._gone: dict[str, set[str]] = defaultdict(set)
        self._withdrawn: set[tuple[str, Key]] = set()
        self._added: dict[str, dict[Key, Row]] = defaultdict(dict)
        # The new speakers and sources of quotes, for their claims.
        self._speakers: dict[str, str] = {}
        self._sources: dict[str, tuple[str, str]] = {}
        # Entities that have lost a mention, and entities that are still referred to.
        self._lost_mentions: set[str] = set()
        self._in_use: set[str] = set()

    # -- reading ------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Merges and splits entities, and holds the rows that corrections name."""
        wanted = {key for line in self._lines if line.table == "entities" for key in (line.key, (line.new,))}
        for row in self._file("entities"):
            if (row["entity_id"],) in wanted:
                self._held["entities", (row["entity_id"],)] = row
        self._add("entities")
        for line in self._lines:
            if line.table == "entities" and line.action == "merge":
                self._merge(line)
            elif line.table == "entities" and line.action in _OF_CELLS:
                self._apply(line)
        self._split()
        keys = {(line.table, self._key(line)) for line in self._lines}
        quotes = {key[0] for table, key in keys if table in {"quotes", "quote_spans"}}
        quotes |= {self._value(line, line.new) for line in self._lines if (line.table, line.field) == _OF_QUOTE}
        keys |= {(home, (key[0],)) for table, key in keys for home in [references(table).get(_first(table), "")]}
        wanted_tables = {table for table, _ in keys} | ({"quotes", "quote_spans"} if quotes else set())
        for name in TABLES:
            if name in {"entities", "id_changes"} or not (self._survivor or self._apart or name in wanted_tables):
                continue
            for row in self._file(name):
                key = _key_of(name, self._mapped(name, row))
                if (name, key) in keys or (name in {"quotes", "quote_spans"} and row["quote_id"] in quotes):
                    self._hold(name, key, row)

    def _hold(self, name: str, key: Key, row: Row) -> None:
        self._held[name, key] = row
        if name == "quote_spans":
            self._spans[key[0]].append(key)

    def _file(self, name: str) -> Iterator[Row]:
        return read_rows(self._tables[name])

    def _merge(self, line: Correction) -> None:
        goes = self._here("entities", self._key(line))
        stays = self._here("entities", (self._final(line.new),))
        if goes is None:
            self._report_gone(line)
        elif stays is None:
            self.problems.append(has_gone(line, row=line.new))
        elif goes["name"] != line.old:
            self.problems.append(no_longer_fits(line, goes["name"]))
        else:
            self._unite(goes, stays)

    def _here(self, table: str, key: Key) -> Row | None:
        """The row with this key, unless a correction so far has removed it."""
        row = self._held.get((table, key)) or self._added[table].get(key)
        return None if (table, key) in self._withdrawn or key[0] in self._survivor else row

    def _unite(self, goes: Row, stays: Row) -> None:
        self._survivor[goes["entity_id"]] = stays["entity_id"]
        names = [*stays["aliases"].split(SEPARATOR), goes["name"], *goes["aliases"].split(SEPARATOR)]
        stays["aliases"] = SEPARATOR.join(dict.fromkeys(name for name in names if name not in {"", stays["name"]}))
        for column in ("role", "wikidata_id"):
            stays[column] = stays[column] or goes[column]
        stays["status"] = "corrected"
        self._change("entities", goes, "merged", stays["entity_id"])

    def _split(self) -> None:
        lines = [line for line in self._lines if line.action == "split"]
        wanted = {(line.key[0], line.old) for line in lines}
        there = {
            place
            for row in (self._file("mentions") if lines else ())
            for entity in (row["entity_id"], self._final(row["entity_id"]))
            if (place := (entity, row["article_id"])) in wanted
        }
        for line in lines:
            whole = self._here("entities", line.key)
            if whole is None:
                self._report_gone(line)
            elif (line.key[0], line.old) not in there:
                message = f"article {line.old} has no mention of {whole['name']!r}; the correction was not applied"
                remedy = "write an article that mentions the entity, or remove the line"
                self.problems.append(line.problem("correction-unfit", message, remedy, line.old))
            else:
                other = split_id(line.key[0], line.new)
                self._apart[line.key[0], line.old] = other
                self._added["entities"][(other,)] = {
                    **dict.fromkeys(own_tables()["entities"].columns, ""),
                    "entity_id": other,
                    "name": line.new,
                    "entity_type": whole["entity_type"],
                    "method": SPLIT_OFF,
                    "status": "corrected",
                }

    def _final(self, entity: str) -> str:
        """The entity into which an entity was merged by all merges so far; else the entity itself."""
        while entity in self._survivor:
            entity = self._survivor[entity]
        return entity

    def _mapped(self, table: str, row: Row) -> Row:
        """The row with its references to entities updated by merges and splits; changed in place."""
        for column, home in references(table).items():
            if home == "entities" and row[column]:
                was, article = row[column], row["article_id"]
                whole = was if (was, article) in self._apart else self._final(was)
                row[column] = self._final(self._apart.get((whole, article), whole))
                if table == "mentions" and row[column] != was:
                    self._lost_mentions.add(was)
        return row

    def _value(self, line: Correction, value: str) -> str:
        """A value of a correction's field, with names of added rows and merged entities resolved."""
        home = references(line.table).get(line.field)
        return self._reference(home, value) if home else value

    def _reference(self, home: str, value: str) -> str:
        value = self._named.get((home, value), value)
        return self._final(value) if home == "entities" else value

    def _key(self, line: Correction) -> Key:
        return key_of(line, self._named, self._reference)

    def _report_gone(self, line: Correction) -> None:
        survivor = self._final(line.key[0]) if line.key[0] in self._survivor else ""
        self.problems.append(has_gone(line, survivor or self._successors.get((line.table, line.key[0]), "")))

    # -- applying -----------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Applies the corrections of cells and rows, in the order of the lines, and updates quotes."""
        for table in TABLES:
            if table != "entities":
                self._add(table)
        before = {key[0]: row["speaker_id"] for (table, key), row in self._held.items() if table == "quotes"}
        sources = self._source_words()
        for line in self._lines:
            if line.table != "entities" and line.action in _OF_CELLS:
                self._apply(line)
        self._report_lost_references()
        for quote_id in before:
            self._update_quote(quote_id)
        for (table, key), row in self._held.items():
            if table == "quotes" and row["speaker_id"] != before[key[0]]:
                self._speakers[key[0]] = row["speaker_id"]
        for quote_id, words in self._source_words().items():
            if quote_id in sources and words != sources[quote_id]:
                self._sources[quote_id] = (sources[quote_id], words)

    def _report_lost_references(self) -> None:
        """Reports lines by which a cell refers to a row that other lines withdraw, so that the cell will be empty."""
        reported = {(problem.path, problem.line) for problem in self.problems}
        for line in self._lines:
            home = references(line.table).get(line.field)
            if home is None or line.action not in {"correct", "confirm"} or (line.path, line.line) in reported:
                continue
            row = self._here(line.table, self._key(line))
            meant = self._value(line, line.new if line.action == "correct" else line.old)
            if row is not None and row[line.field] == meant and (home, (meant,)) in self._withdrawn:
                self.problems.append(no_longer_fits(line, ""))

    def _source_words(self) -> dict[str, str]:
        """The words of the source of each held quote."""
        quotes = [key[0] for table, key in self._held if table == "quotes"]
        return {quote: parts[0]["exact"] for quote in quotes if (parts := self._parts(quote, "source"))}

    def _apply(self, line: Correction) -> None:
        where = line.table, self._key(line)
        row = self._here(*where)
        if row is None:
            self._report_gone(line)
            return
        now, old, new = row[line.field], self._value(line, line.old), self._value(line, line.new)
        if line.action == "correct" and now == new:
            row["status"] = "confirmed" if row.get("status") == "auto" else row.get("status", "")
        elif now != old:
            self.problems.append(no_longer_fits(line, now))
        elif line.action == "withdraw":
            self._withdrawn.add(where)
        elif line.action == "confirm":
            row["status"] = "confirmed" if row.get("status") == "auto" else row.get("status", "")
        elif line.field == "exact":
            self._move(line, row)
        else:
            if line.table == "mentions" and line.field == "entity_id":
                self._lost_mentions.add(now)
            row[line.field] = new
            row |= {"status": "corrected"} if "status" in row else {}
        if line.table == "articles":
            row.pop("status", None)

    def _move(self, line: Correction, row: Row) -> None:
        """Gives a row new words: their occurrence that overlaps the old words, or the only occurrence."""
        start, end = int(row["start"]), int(row["end"])
        found = moved_to(self._text_of(row["article_id"]), line.new, start, end)
        if len(found) != 1:
            times = len(places_of(self._text_of(row["article_id"]), line.new))
            message = f"the text has {line.new!r} {times} times, and not exactly once at the place of the row"
            remedy = "write words that occur there exactly once"
            self.problems.append(line.problem("correction-unfit", message, remedy, row["exact"]))
            return
        [place] = found
        row |= {"start": str(place), "end": str(place + len(line.new)), "exact": line.new, "status": "corrected"}

    def _add(self, table: str) -> None:
        """Adds the new rows of a table; the rows that they are part of must exist."""
        rows: dict[Key, list[Correction]] = defaultdict(list)
        for line in self._lines:
            if line.action == "add" and line.table == table:
                rows[self._key(line)].append(line)
        for key, lines in rows.items():
            row = self._new_row(table, key, lines)
            if row is not None:
                self._added[table][key] = row
                if table in {"quotes", "quote_spans"}:
                    self._hold(table, key, row)
        if table == "quote_spans":
            for key in [*self._added["quotes"]]:
                if not self._parts(key[0], "content"):
                    self._reject_empty(key)
        if table == "claims":
            for claim in self._added["claims"].values():
                if quote := self._held.get(("quotes", (claim["quote_id"],))):
                    claim["claimant_id"] = quote["speaker_id"]
                    claim["claimant"] = next((part["exact"] for part in self._parts(claim["quote_id"], "source")), "")

    def _reject_empty(self, quote: Key) -> None:
        """Removes a new quote without content, and its other parts."""
        first = next(line for line in self._lines if line.table == "quotes" and self._key(line) == quote)
        message = "the new quote has no content; it was not added"
        remedy = "add its quote_spans, with the role content"
        self.problems.append(first.problem("correction-invalid", message, remedy))
        del self._added["quotes"][quote], self._held["quotes", quote]
        for part in self._spans.pop(quote[0], ()):
            del self._added["quote_spans"][part], self._held["quote_spans", part]

    def _parts(self, quote_id: str, role: str) -> list[Row]:
        """The spans of a quote in a role, in their order."""
        keys = (("quote_spans", key) for key in self._spans.get(quote_id, ()) if key[1] == role)
        return sorted(
            (self._held[key] for key in keys if key not in self._withdrawn), key=lambda row: int(row["ordinal"])
        )

    def _new_row(self, table: str, key: Key, lines: Sequence[Correction]) -> Row | None:
        first, declared = lines[0], own_tables()[table]
        if (table, key) in self._held:
            message = f"{table} already has a row {','.join(key)}; the correction was not applied"
            self.problems.append(first.problem("correction-unfit", message, "correct that row, or remove the lines"))
            return None
        row = dict.fromkeys(declared.columns, "") | dict(zip(declared.primary_key, key, strict=True))
        row |= {line.field: self._value(line, line.new) for line in lines}
        home = references(table).get(_first(table), "")
        if "article_id" in row and not row["article_id"] and home:
            parent = self._held.get((home, (key[0],))) or self._added[home].get((key[0],), {})
            row["article_id"] = parent.get("article_id", "")
        row |= {"method": ADDED, "status": "corrected"}
        if "exact" in row and not self._place(first, row):
            return None
        if table == "claims":
            row["text"] = row["text"] or row["exact"]
        derived = {"start", "end", "text"} if table == "quotes" else set()
        required = [field.name for field in declared.fields if field.required and field.name not in derived]
        if lacking := [column for column in required if not row[column]]:
            message = f"the new row of {table} has no {', '.join(lacking)}; it was not added"
            remedy = "add a line for each of these columns"
            self.problems.append(first.problem("correction-invalid", message, remedy))
            return None
        return row

    def _place(self, line: Correction, row: Row) -> bool:
        """Finds the words of a new row in its article; `start` decides if they occur more than once."""
        found = places_of(self._text_of(row["article_id"]), row["exact"]) if row["exact"] else []
        if len(found) > 1 and row["start"].isdigit() and int(row["start"]) in found:
            found = [int(row["start"])]
        if len(found) != 1:
            message = f"the text of article {row['article_id'] or '(none)'} has {row['exact']!r} {len(found)} times"
            remedy = "write exact with words that occur once, or start with the offset of the occurrence that you mean"
            self.problems.append(line.problem("correction-unfit", f"{message}; the row was not added", remedy))
            return False
        row |= {"start": str(found[0]), "end": str(found[0] + len(row["exact"]))}
        return True

    def _update_quote(self, quote_id: str) -> None:
        """Updates the columns of a quote that follow from its spans."""
        quote, contents = self._held["quotes", (quote_id,)], self._parts(quote_id, "content")
        derived = {"cue": next((row["exact"] for row in self._parts(quote_id, "cue")), "")}
        if contents:
            derived["text"] = BREAK.join(row["exact"] for row in contents)
            derived["start"] = str(min(int(row["start"]) for row in contents))
            derived["end"] = str(max(int(row["end"]) for row in contents))
        if any(quote[column] != value for column, value in derived.items()):
            quote |= derived
            quote["status"] = "corrected"

    # -- writing ------------------------------------------------------------------------------------------------

    def touched(self) -> set[str]:
        """The tables whose rows may change: all, if an entity may have lost mentions or has become another."""
        removed = {table for table, _ in self._withdrawn}
        while more := {name for name in TABLES if name not in removed and removed & set(references(name).values())}:
            removed |= more
        if self._survivor or self._apart or self._lost_mentions or removed & {"entities", "mentions"}:
            return set(TABLES)
        added = {name for name, rows in self._added.items() if rows}
        claims = {"claims"} if self._speakers or self._sources else set()
        return {table for table, _ in self._held} | added | removed | claims

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a table after all corrections; `entities` must be the last table."""
        seen: set[Key] = set()
        for row in self._file(name):
            key = _key_of(name, self._mapped(name, row))
            if name == "claim_entities" and self._survivor:  # a claim may be about two entities that were merged
                if key in seen:
                    continue
                seen.add(key)
            yield from self._passed(name, self._held.get((name, key), row), key)
        for key, row in self._added[name].items():
            yield from self._passed(name, row, key)

    def _passed(self, name: str, row: Row, key: Key) -> Iterator[Row]:
        if name == "entities":
            if not self._entity_goes(row):
                yield row
            return
        if (name, key) in self._withdrawn or not self._keeps(name, row):
            if name in PREFIXES:
                self._gone[name].add(key[0])
            if name == "mentions":
                self._lost_mentions.add(row["entity_id"])
            self._change(name, row, "withdrawn")
            return
        # A link says where an entity is mentioned; it does not refer to it by itself.
        for column, home in references(name).items() if name != "entity_links" else ():
            if home == "entities" and row[column]:
                self._in_use.add(row[column])
        yield row

    def _keeps(self, name: str, row: Row) -> bool:
        """Whether a row is kept, given that rows it refers to may be gone; updates the claimant of a claim."""
        table = own_tables()[name]
        for column, home in references(name).items():
            withdrawn = (home, (row[column],)) in self._withdrawn or row[column] in self._gone[home]
            if row[column] and withdrawn:
                if table.field(column).required or (name, column) == _OF_QUOTE:
                    return False
                row[column] = ""  # like a merge, it leaves the status of a row that nobody has looked at
        if name == "claims":
            quote_id = row["quote_id"]
            speaker = self._speakers.get(quote_id, row["claimant_id"])
            was, now = self._sources.get(quote_id, ("", ""))
            claimant = now if was and row["claimant"] == was else row["claimant"]
            if (speaker, claimant) != (row["claimant_id"], row["claimant"]):
                row |= {"claimant_id": speaker, "claimant": claimant}
        return True

    def _entity_goes(self, row: Row) -> bool:
        """Whether an entity is removed: it was merged or withdrawn, or has no mentions after all corrections."""
        entity = row["entity_id"]
        if entity in self._survivor:
            return True
        if ("entities", (entity,)) in self._withdrawn:
            self._change("entities", row, "withdrawn")
            return True
        if entity in self._lost_mentions and entity not in self._in_use:
            parts = {other for (whole, _), other in self._apart.items() if whole == entity}
            reason = "split" if parts else "withdrawn"
            self._change("entities", row, reason, parts.pop() if len(parts) == 1 else "")
            return True
        return False

    def _change(self, table: str, row: Row, reason: str, new_id: str = "") -> None:
        if table not in PREFIXES:
            return
        old_id, words = row[_first(table)], next((row[name] for name in _WORDS if row.get(name)), "")
        self.changes[table, old_id] = {
            "table_name": table,
            "old_id": old_id,
            "new_id": new_id,
            "reason": reason,
            "article_id": row.get("article_id", ""),
            "words": words,
            "words_start": row.get("start", ""),
            "words_end": row.get("end", ""),
        }


def _first(table: str) -> str:
    return own_tables()[table].primary_key[0]


def _key_of(table: str, row: Row) -> Key:
    return tuple(row[column] for column in own_tables()[table].primary_key)


def moved_to(text: str, words: str, start: int, end: int) -> list[int]:
    """Where a row gets new words: their occurrences that overlap its old place, or else all; unclear unless one."""
    found = places_of(text, words)
    overlapping = [place for place in found if place < end and start < place + len(words)]
    return overlapping or found


def places_of(text: str, words: str) -> list[int]:
    """The offset of each occurrence of words in a text; occurrences may overlap."""
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places
