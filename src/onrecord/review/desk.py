"""The desk of one person: the rows to review, what was decided, and the next row."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.corrections import ARTICLES, NEW, Name, read_lines, root_of, stratum_of
from onrecord.errors import PackageError
from onrecord.package.package import read_package
from onrecord.package.staging import settled
from onrecord.review import payloads
from onrecord.review.decisions import (
    Decided,
    Judgement,
    NewRow,
    Signature,
    added,
    checked,
    judged,
    merged,
    split,
    withdrawn,
)
from onrecord.review.journal import Cells, Journal, cells_of
from onrecord.review.ledger import Ledger, fingerprint
from onrecord.review.queue import Item, Lost, Selection, joined, lost, queue
from onrecord.review.rows import Reading, read_rows
from onrecord.review.views import named, version_of

_MOST_FOUND = 20


@dataclasses.dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is: how many rows of how many are done."""

    done: int
    total: int


@dataclasses.dataclass(frozen=True, slots=True)
class Desk:
    """The rows that a person reviews.

    Attributes:
        reading: the rows as they were read.
        items: the rows to review, in order.
        selection: how they were selected.
        journal: the person's decisions.
        ledger: what was decided about each row.
        lost: the rows of the sample that are no longer in the tables.
        others: the files of other coders of the same sample.
    """

    reading: Reading
    items: Sequence[Item]
    selection: Selection
    journal: Journal
    ledger: Ledger
    lost: Lost
    others: Sequence[str]

    def added_to(self, article_id: str) -> Mapping[Name, Mapping[str, str]]:
        """The cells of the rows that the person added to an article; a quote has the words of its span."""
        found: dict[Name, dict[str, str]] = {}
        for subject, own in self.journal.decisions().items():
            if subject[0] != NEW or not any((line.field, line.new) == ("article_id", article_id) for line in own):
                continue
            for line in own:
                found.setdefault(root_of(*line.row), {})[line.field] = line.new
        return found

    def with_added_entities(self) -> Reading:
        """The rows as they were read, with the entities that the person added, and the article of their first mention.

        So they have names on the pages, and are among the names of their article.
        """
        found: dict[str, dict[str, str]] = {}
        for subject, own in self.journal.decisions().items():
            if subject[0] == NEW and any(line.table == "entities" for line in own):
                cells = {line.field: line.new for line in own if line.table == "entities" or line.field == "article_id"}
                found[subject[1][0]] = {"name": "", "entity_type": "new", **cells}
        return dataclasses.replace(self.reading, entities={**self.reading.entities, **found}) if found else self.reading

    def states(self) -> Sequence[Decided]:
        """What was decided about each row, by the file, which another desk may have changed."""
        return self.ledger.states(self.journal.decisions())

    def decision(self, subject: Name | None) -> str:
        """The fingerprint of what was decided about a row; empty if nothing was."""
        return fingerprint(self.journal.decisions().get(subject, ())) if subject else ""

    def progress(self, states: Sequence[Decided]) -> Progress:
        """How far the review is; rows that are no longer in the tables do not count."""
        there = [state for item, state in zip(self.items, states, strict=True) if not item.missing or state.done]
        return Progress(sum(state.done for state in there), len(there))

    def next_open(self, states: Sequence[Decided], after: int = -1) -> int | None:
        """The next row that is not done, from a place on and then from the start; None if all are done."""
        order = [*range(after + 1, len(self.items)), *range(after + 1)]
        return next((each for each in order if not states[each].done and not self.items[each].missing), None)

    def item(self, number: int) -> Item:
        """The row at a place.

        Raises:
            PackageError: there is no such place.
        """
        if not 0 <= number < len(self.items):
            raise PackageError(f"there is no row {number + 1}; there are {len(self.items)}")
        return self.items[number]

    def decide(self, number: int, payload: Mapping[str, Any]) -> None:
        """Writes what a browser says of a row.

        Raises:
            PackageError: the payload is not a judgement of this row as it is now.
        """
        item = self.item(number)
        if payload.get("version") != version_of(item, self.reading) or item.missing:
            raise PackageError("the row is another now; reload the page")
        signature = self._signature(payload, item)
        match payload.get("verdict"):
            case "right":
                judgement = (
                    Judgement() if item.table == ARTICLES else payloads.judgement_of(payload, item, self.reading)
                )
                lines = judged(self.reading, item, judgement, signature)
                lines += self._added_before(item, lines)
            case "wrong":
                lines = withdrawn(self.reading, item, signature)
            case _:
                raise PackageError("a verdict is right or wrong; reload the page")
        self._put(item.name, lines)

    def _added_before(self, item: Item, lines: Sequence[Cells]) -> list[Cells]:
        """The parts that an earlier decision about a row added, without those that a new decision adds again."""
        again = {(cells[1], cells[2]) for cells in lines if cells[0] == "add"}
        before = [cells_of(line) for line in self.journal.decisions().get(item.name, ()) if line.action == "add"]
        return [cells for cells in before if (cells[1], cells[2]) not in again]

    def add(self, number: int, payload: Mapping[str, Any]) -> None:
        """Writes a row that a browser adds to the article of a row; raises as `decide`."""
        item = self.item(number)
        subject, rows = payloads.new_rows(payload, item, self.reading)
        self._put(subject, self._added(rows, item, self._signature(payload, item)))

    def _added(self, rows: Sequence[NewRow], item: Item, signature: Signature) -> list[Cells]:
        return added(self.reading, rows, item.article_id, signature)

    def merge(self, number: int, payload: Mapping[str, Any]) -> None:
        """Writes that an entity is another entity; raises as `decide`."""
        item, entity = self.item(number), payloads.text_of(payload, "entity")
        into = payloads.text_of(payload, "into")
        before = {line.key[0]: line.new for line in self.journal.lines() if line.action == "merge"}
        before.pop(entity, None)  # this decision takes the place of that
        lines = merged(self.reading, entity, into, self._signature(payload, item), before)
        self._put(("merge", (entity,)), lines)

    def split(self, number: int, payload: Mapping[str, Any]) -> None:
        """Writes that an entity is a different entity in the article of a row; raises as `decide`."""
        item, entity = self.item(number), payloads.text_of(payload, "entity")
        name = payloads.text_of(payload, "name")
        lines = split(self.reading, entity, item.article_id, name, self._signature(payload, item))
        self._put(("split", (entity, item.article_id)), lines)

    def undo(self, payload: Mapping[str, Any]) -> int | None:
        """Removes a decision: about an added row, about the row at a place, or else the last.

        Returns:
            the place of its row, if it has one.

        Raises:
            PackageError: there is no such decision, or it is another than the page shows.
        """
        if "added" in payload:
            subject: Name | None = NEW, (payloads.text_of(payload, "added"),)
        elif "row" in payload:
            subject = self.item(payloads.place_of(payload, "row", len(self.items))).name
        else:
            subject = self.journal.last()
        if subject is None:
            raise PackageError("nothing was decided yet that could be undone")
        if "added" not in payload and payload.get("decision") != self.decision(subject):
            raise PackageError("this decision was changed or undone in another window; reload the page")
        self.journal.undo(subject)
        return next((number for number, item in enumerate(self.items) if item.name == subject), None)

    def find_entities(self, words: str) -> list[tuple[str, str]]:
        """Ids and names of entities with these words in their names, the shortest names first; also added entities."""
        wanted = words.casefold().strip()
        own = {line.key[0]: line.new for line in self.journal.lines() if line.action == "add" and line.field == "name"}
        known = {**{entity: row["name"] for entity, row in self.reading.entities.items()}, **own}
        found = [(len(name), name, entity) for entity, name in known.items() if wanted and wanted in name.casefold()]
        return [
            (entity, named(self.reading, entity) if entity not in own else f"{name} (new)")
            for _, name, entity in sorted(found)[:_MOST_FOUND]
        ]

    def _signature(self, payload: Mapping[str, Any], item: Item) -> Signature:
        reason = payloads.text_of(payload, "reason").strip()
        today = datetime.datetime.now().astimezone().date().isoformat()
        return Signature(self.journal.coder, today, reason, item.sample)

    def _put(self, subject: Name, lines: Sequence[Cells]) -> None:
        known = {(line.table, line.key[0]) for line in self.journal.lines() if line.action == "add"}
        checked(lines, known)
        self.journal.put(subject, lines)


def open_desk(folder: Path, coder: str, selection: Selection) -> Desk:
    """The desk of a person for a package, which is a folder.

    Raises:
        PackageError: the package cannot be read, has no such rows, or the person's file is invalid.
    """
    if not folder.is_dir():
        raise PackageError(
            f"{folder}: not a folder; corrections are written into a folder, so unpack the package first"
        )
    settled(folder)
    package = read_package(folder)
    lines, _ = read_lines(package.folder)
    journal = Journal.of(package.folder, coder)
    reading = read_rows(package, lines)
    selection = joined(selection, lines)
    items = queue(reading, selection, lines)
    others = {line.path for line in lines if (of := stratum_of(line.sample)) and of.round == selection.round}
    return Desk(
        reading,
        items,
        selection,
        journal,
        Ledger(reading, items),
        lost(reading, selection, lines),
        tuple(sorted(others - {journal.path})),
    )
