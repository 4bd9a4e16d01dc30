"""What a reviewer decides about a row, as lines of a file in corrections/."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from onrecord.corrections import ARTICLES, READ_WHOLE, Correction, Name, moved_to, parse_line, places_of, root_of
from onrecord.errors import PackageError
from onrecord.package.ids import PREFIXES
from onrecord.package.own_cells import as_written
from onrecord.package.own_tables import facts_of, own_tables
from onrecord.problems import Problem
from onrecord.review.journal import Cells
from onrecord.review.queue import Item
from onrecord.review.rows import Cell, Key, Reading
from onrecord.text.printable import shown

# The longest value and reason that a reviewer may write.
LONGEST = 20_000
_NAMELESS = "a named speaker needs speaker_id; choose the speaker, or another speaker_status"
_KNOWN = "speaker_id has a speaker, but speaker_status is unknown; choose what kind of speaker it is, such as named"
_REASONS = {
    "confirm": "reviewed",
    "correct": "reviewed",
    "withdraw": "reviewed: the row is wrong",
    "add": "reviewed: left out",
    "merge": "reviewed: the same",
    "split": "reviewed: not the same",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Signature:
    """Who decides, when, why, and in which sample.

    Attributes:
        coder: the person.
        date: the day, as 2031-05-14.
        reason: the reason; if it is empty, a short reason is filled in.
        sample: the cell `sample`.
    """

    coder: str
    date: str
    reason: str = ""
    sample: str = ""

    def line(self, action: str, row: Name, field: str, old: str = "", new: str = "") -> Cells:
        """The cells of a line."""
        reason = " ".join(self.reason.split()) or _REASONS[action]
        table, key = row
        return action, table, ",".join(key), field, old, new, reason, self.coder, self.date, self.sample


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """Words of an article that a reviewer selected, and where they start, in code points; -1 if that is not known."""

    exact: str
    start: int = -1


@dataclasses.dataclass(frozen=True, slots=True)
class NewRow:
    """A row that a reviewer adds.

    Attributes:
        table: its table.
        key: its primary key; its first part may be a name that other new rows refer to.
        values: its cells by column, without those that follow from others.
        words: its words in the article, if it has a place there.
    """

    table: str
    key: Key
    values: Mapping[str, str]
    words: Words | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Judgement:
    """What a reviewer says of a row and its parts.

    Attributes:
        changes: new values by table, key and column; all other values are confirmed.
        words: where the new values of `exact` were selected, by table and key.
        removed: parts that are wrong.
        added: parts that are missing.
    """

    changes: Mapping[tuple[str, Key, str], str] = dataclasses.field(default_factory=dict)
    words: Mapping[Name, int] = dataclasses.field(default_factory=dict)
    removed: Collection[Name] = ()
    added: Sequence[NewRow] = ()


def judged(reading: Reading, item: Item, judgement: Judgement, signature: Signature) -> list[Cells]:
    """The lines for a row that is right, or right after changes: a line for each value that was judged.

    Raises:
        PackageError: a value does not fit its column or the text, or the judgement names what is not part of the row.
    """
    if item.table == ARTICLES:
        digest = reading.articles[item.article_id]["text_sha256"]
        return [signature.line("confirm", (ARTICLES, (item.article_id,)), READ_WHOLE, digest)]
    cells = list(reading.cells(item.name))
    known = {cell.name for cell in cells}
    parts = {name for name, _ in reading.parts(item.name)}
    for name in judgement.changes:
        if name not in known:
            raise PackageError(f"{name[2]} of {name[0]} is not judged with this row; change the other row")
    for part in judgement.removed:
        if part not in parts:
            raise PackageError(f"{','.join(part[1])} is not a part of this row; withdraw the other row")
    lines = []
    for cell in cells:
        row = cell.table, cell.key
        if row in judgement.removed:
            continue
        new = judgement.changes.get(cell.name)
        new = None if new is None else as_written(cell.field, new)
        if new is None or new == cell.value:
            lines.append(signature.line("confirm", row, cell.field.name, cell.value))
            continue
        if cell.field.name == "exact":
            _check_move(reading, row, Words(new, judgement.words.get(row, -1)))
        lines.append(signature.line("correct", row, cell.field.name, cell.value, new))
    lines += [_withdrawal(reading, row, signature) for row in judgement.removed]
    for new_row in judgement.added:
        if root_of(new_row.table, new_row.key) != item.name:
            raise PackageError(f"{','.join(new_row.key)} is not a part of this row; add it to the other row")
        lines += _added(reading, new_row, item.article_id, signature)
    _check_speaker(cells, judgement)
    return lines


def withdrawn(reading: Reading, item: Item, signature: Signature) -> list[Cells]:
    """The line for a row that is wrong as a whole."""
    if item.table == ARTICLES:
        raise PackageError("an article cannot be withdrawn; add the rows that are missing, then accept")
    return [_withdrawal(reading, item.name, signature)]


def _withdrawal(reading: Reading, row: Name, signature: Signature) -> Cells:
    column = facts_of(row[0]).anchor or facts_of(row[0]).review[0]
    return signature.line("withdraw", row, column, reading.rows[row[0]][row[1]][column])


def _check_move(reading: Reading, row: Name, words: Words) -> None:
    """Checks that a replay will find the new words where the reviewer selected them."""
    article, now = reading.article_of(row), reading.span(row)
    text = reading.text(article)
    if now is None or not text:
        raise PackageError("the text of this row cannot be read, so its words cannot be changed; restore the text")
    found = moved_to(text, words.exact, now.start, now.end)
    if len(found) != 1 or (words.start >= 0 and found != [words.start]):
        times = len(places_of(text, words.exact))
        message = f"the text has {shown(words.exact)} {times} times, and not exactly once at this place"
        raise PackageError(f"{message}; select words that overlap the old words, or more words around them")


def _check_speaker(cells: Sequence[Cell], judgement: Judgement) -> None:
    values = {c.field.name: judgement.changes.get(c.name, c.value) for c in cells if c.table == "quotes"}
    _require_fitting(values)


def _require_fitting(values: Mapping[str, str]) -> None:
    """Checks that the kind of a speaker fits the speaker."""
    if values.get("speaker_status") == "named" and not values.get("speaker_id"):
        raise PackageError(_NAMELESS)
    if values.get("speaker_status") == "unknown" and values.get("speaker_id"):
        raise PackageError(_KNOWN)


def added(reading: Reading, rows: Sequence[NewRow], article_id: str, signature: Signature) -> list[Cells]:
    """The lines for new rows.

    Raises:
        PackageError: a value does not fit its column, or the words are not in the text.
    """
    return [line for row in rows for line in _added(reading, row, article_id, signature)]


def _added(reading: Reading, row: NewRow, article_id: str, signature: Signature) -> Iterator[Cells]:
    name = row.table, row.key
    _require_fitting(row.values)
    if row.key in reading.rows.get(row.table, {}):
        raise PackageError(f"{row.table} already has a row {','.join(row.key)}; correct that row")
    if row.words is not None:
        text = reading.text(article_id)
        places = places_of(text, row.words.exact) if row.words.exact else []
        start = row.words.start if row.words.start >= 0 else places[0] if len(places) == 1 else -1
        if start not in places:
            raise PackageError(
                f"the text has {shown(row.words.exact)} {len(places)} times; select the words in the text"
            )
        yield signature.line("add", name, "exact", new=row.words.exact)
        yield signature.line("add", name, "start", new=str(start))
    if row.table in PREFIXES and "article_id" in own_tables()[row.table].columns:
        yield signature.line("add", name, "article_id", new=article_id)
    for column, value in row.values.items():
        if value:
            yield signature.line("add", name, column, new=value)


def name_for(*parts: str | int) -> str:
    """The name of a new row, the same for everybody who adds the same row.

    Examples:
        >>> name_for("quotes", "art_a", 12, 40) == name_for("quotes", "art_a", 12, 40)
        True
    """
    return f"new-{hashlib.sha256(chr(0).join(map(str, parts)).encode()).hexdigest()[:16]}"


def merged(reading: Reading, entity: str, into: str, signature: Signature, before: Mapping[str, str]) -> list[Cells]:
    """The line by which an entity becomes another entity.

    Args:
        reading: the rows as they were read.
        entity: the id of the entity that goes.
        into: the id of the entity that stays.
        signature: who decides.
        before: the entities that the same person merged before, and into which.

    Raises:
        PackageError: there is no such entity, both are the same, or the other became this entity before.
    """
    for each in (entity, into):
        if each not in reading.entities:
            raise PackageError(f"there is no entity {each}; choose a name from the list")
    at, ahead = into, dict(before)
    while at in ahead and at != entity:
        at = ahead.pop(at)
    if at == entity and into != entity:
        names = " was merged into ".join(reading.entities[each]["name"] for each in (into, entity))
        raise PackageError(f"{names} before; undo that merge first")
    return [signature.line("merge", ("entities", (entity,)), "name", reading.entities[entity]["name"], into)]


def split(reading: Reading, entity: str, article_id: str, name: str, signature: Signature) -> list[Cells]:
    """The line by which an entity is a different entity, of another name, in an article.

    Raises:
        PackageError: there is no such entity, or the article does not mention it.
    """
    mentions = reading.in_article("mentions", article_id)
    if entity not in reading.entities or all(row["entity_id"] != entity for _, row in mentions):
        raise PackageError(f"the article does not mention the entity {entity}; choose an entity of this article")
    return [signature.line("split", ("entities", (entity,)), "article_id", article_id, name.strip())]


def checked(lines: Sequence[Cells], known: Collection[tuple[str, str]] = ()) -> list[Correction]:
    """The lines of a decision as corrections.

    Args:
        lines: the lines.
        known: table and name of rows that earlier decisions of the same person added.

    Raises:
        PackageError: a line is invalid.
    """
    new = {(cells[1], cells[2].partition(",")[0]) for cells in lines if cells[0] == "add"} | set(known)
    found = []
    for cells in lines:
        if any(len(cell) > LONGEST for cell in cells):
            raise PackageError(f"{cells[3]} has more than {LONGEST:,} characters; write less")
        line = parse_line(cells, new)
        if isinstance(line, Problem):
            raise PackageError(f"{line.field or cells[3]}: {line.message}; {line.remedy}")
        found.append(line)
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class Decided:
    """What a person has decided about a row so far.

    Attributes:
        values: the value of each judged cell, by table, key and column.
        removed: its parts that the person removed.
        added: the cells of parts that the person added, by table and key.
        withdrawn: whether the person withdrew the row.
        done: whether all that is to judge was judged.
        changed: whether the person changed a value or a part.
        reason: the reason that the person wrote; empty if it was filled in.
    """

    values: Mapping[tuple[str, Key, str], str]
    removed: frozenset[Name]
    added: Mapping[Name, Mapping[str, str]]
    withdrawn: bool
    done: bool
    changed: bool
    reason: str


# Of a row about which nothing was decided.
OPEN = Decided({}, frozenset(), {}, withdrawn=False, done=False, changed=False, reason="")


def decided(item: Item, reading: Reading, lines: Sequence[Correction]) -> Decided:
    """What lines of one person say of an item.

    Args:
        item: the row, or the article.
        reading: the rows as they were read.
        lines: the person's lines about the item.
    """
    if not lines:
        return OPEN
    values: dict[tuple[str, Key, str], str] = {}
    removed: set[Name] = set()
    new: dict[Name, dict[str, str]] = {}
    is_withdrawn = False
    for line in lines:
        if line.action == "withdraw":
            is_withdrawn |= line.row == item.name
            removed |= {line.row} - {item.name}
        elif line.action == "add":
            new.setdefault(line.row, {})[line.field] = line.new
        elif line.action in {"correct", "confirm"}:
            values[line.table, line.key, line.field] = line.new if line.action == "correct" else line.old
    if item.table == ARTICLES:
        is_done = True
    else:
        cells = [] if item.missing else list(reading.cells(item.name))
        is_done = is_withdrawn or (all(cell.name in values or (cell.table, cell.key) in removed for cell in cells))
    reason = lines[0].reason if lines[0].reason not in _REASONS.values() else ""
    is_changed = bool(removed or new) or any(line.action == "correct" for line in lines)
    return Decided(values, frozenset(removed), new, is_withdrawn, is_done, is_changed, reason)
