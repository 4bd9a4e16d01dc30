"""What a page of the desk shows: the text with the marks of a row, and a control for each value of the row."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup, escape

from onrecord.corrections import ARTICLES, Name, moved_to
from onrecord.package.own_tables import facts_of, own_tables
from onrecord.review.decisions import Decided
from onrecord.review.queue import Item
from onrecord.review.rows import Cell, Key, Reading, parts_of
from onrecord.site.marks import Mark, cut
from onrecord.text.printable import hides
from onrecord.text.spans import Span

# What a browser would drop or change in a text, and characters that hide others: each becomes one visible character,
# so that offsets in the page are those of the text.
_REPLACED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_NOUNS = {
    "quotes": "quote",
    "quote_spans": "words",
    "votes": "vote",
    "vote_counts": "count",
    "vote_positions": "position",
    "claims": "claim",
    "mentions": "mention",
    "entities": "entity",
    "articles": "article",
}
_LABELS = {
    "speaker_id": "Speaker",
    "speaker_status": "Kind of speaker",
    "quote_type": "Type of quote",
    "kind": "Said or thought",
    "body_id": "Body",
    "voter_id": "Voter",
    "entity_id": "Entity",
    "exact": "Words in the text",
}


def noun(table: str) -> str:
    """What a row of a table is called.

    Examples:
        >>> noun("vote_counts")
        'count'
    """
    return _NOUNS.get(table, table)


def label(field: str) -> str:
    """What a column is called on the page."""
    return _LABELS.get(field, field.replace("_id", "").replace("_", " ").capitalize())


@dataclasses.dataclass(frozen=True, slots=True)
class Control:
    """A value that can be changed.

    Attributes:
        number: its place among the cells of the row; -1 for a value of a row that is added.
        field: its column.
        label: what it is called.
        help: what the column means.
        kind: `words`, `choice`, `entity`, `number`, `text` or `long`.
        read: the value that was read.
        value: the value now.
        options: pairs of a value and what it is called, for `choice` and `entity`.
        place: for words that the reviewer changed, where they are now.
    """

    number: int
    field: str
    label: str
    help: str
    kind: str
    read: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    place: Span | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """The values of the row itself, or of a part of it.

    Attributes:
        number: its place among the parts; -1 for the row itself.
        title: what it is called.
        style: the class of its marks in the text.
        controls: its values.
        removed: whether the reviewer removed it.
    """

    number: int
    title: str
    style: str
    controls: tuple[Control, ...]
    removed: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Addable:
    """A kind of row that can be added: the table, for spans of a quote the role, what it is called, and its values."""

    table: str
    role: str
    title: str
    controls: tuple[Control, ...] = ()


def named(reading: Reading, entity: str) -> str:
    """The name of an entity with its type."""
    row = reading.entities.get(entity)
    return f"{row['name']} ({row['entity_type']})" if row else entity


def control(number: int, cell: Cell, value: str, reading: Reading, article_id: str) -> Control:
    """The control of a cell, with its value now."""
    field = cell.field
    options: list[tuple[str, str]] = []
    if cell.refers_to == "entities":
        kind = "entity"
        mentioned = dict.fromkeys(row["entity_id"] for _, row in reading.in_article("mentions", article_id))
        mentioned |= dict.fromkeys(key for key, row in reading.entities.items() if row.get("article_id") == article_id)
        here = sorted((named(reading, entity), entity) for entity in mentioned)
        options = [("", "nobody, or not known"), *((entity, name) for name, entity in here)]
        options += [(each, named(reading, each)) for each in {cell.value, value} - {"", *mentioned}]
        if field.required:
            options = options[1:]
    elif field.enum or field.type == "boolean":
        kind = "choice"
        allowed = [str(each) for each in field.enum] or ["true", "false"]
        options = [
            *([] if field.required else [("", "not stated")]),
            *((each, each.replace("_", " ")) for each in allowed),
        ]
        options = [(each, {"true": "yes", "false": "no"}.get(each, word)) for each, word in options]
    elif field.name == "exact":
        kind = "words"
    elif field.type in {"number", "integer"}:
        kind = "number"
    else:
        kind = "long" if field.name in {"text", "motion"} else "text"
    about = field.description.replace("`", "")
    return Control(number, field.name, label(field.name), about, kind, cell.value, value, tuple(options))


def groups(item: Item, reading: Reading, state: Decided) -> list[Group]:
    """The values of an item, in groups: the row, then its parts."""
    if item.table == ARTICLES or item.missing:
        return []
    found: dict[Name, list[Control]] = {}
    for number, cell in enumerate(reading.cells(item.name)):
        value = state.values.get(cell.name, cell.value)
        own = control(number, cell, value, reading, item.article_id)
        if own.kind == "words" and value != cell.value:
            own = dataclasses.replace(own, place=moved((cell.table, cell.key), reading, state))
        found.setdefault((cell.table, cell.key), []).append(own)
    parts = {name: number for number, (name, _) in enumerate(reading.parts(item.name))}
    return [
        Group(parts.get(name, -1), title_of(name), _style(name), tuple(controls), name in state.removed)
        for name, controls in found.items()
    ]


def title_of(name: Name) -> str:
    """What a row or a part is called on the page."""
    table, key = name
    if table == "quote_spans":
        words = {"content": "What was said", "source": "Who said it", "cue": "Words that report it"}
        return f"{words.get(key[1], key[1])}{f' ({key[2]})' if key[2] != '1' else ''}"
    if table in {"vote_counts", "vote_positions"}:
        return f"{noun(table).capitalize()}: {key[1].replace('_', ' ')}"
    return noun(table).capitalize()


def claimed_by(item: Item, reading: Reading) -> str:
    """Who makes the claim under review, and what to do if it is somebody else; empty for other rows.

    The claimant is not judged here: it is the speaker of the quote, or the outlet.
    """
    if item.table != "claims" or item.missing:
        return ""
    row = reading.rows["claims"][item.key]
    if not row["quote_id"]:
        return "The outlet itself claims this. If somebody else does, withdraw the row."
    entity = reading.entities.get(row["claimant_id"])
    name = entity["name"] if entity else row["claimant"] or "somebody whom the article does not name"
    return f"Claimed by {name}, the speaker of the quote. If this is wrong, correct the speaker of the quote."


def state_word(item: Item, state: Decided) -> str:
    """What was decided about a row, in a word."""
    if item.missing and not state.done:
        return "not in the tables"
    if state.withdrawn:
        return "withdrawn"
    return "open" if not state.done else "changed" if state.changed else "accepted"


def version_of(item: Item, reading: Reading) -> str:
    """A fingerprint of what is judged, by which a page notices that the row is another now."""
    values = [] if item.table == ARTICLES or item.missing else [[*c.name, c.value] for c in reading.cells(item.name)]
    content = json.dumps([item.table, item.key, item.sample, values])
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def parts_to_add(item: Item, reading: Reading) -> list[Addable]:
    """The kinds of parts that a row may lack."""
    found = []
    for table in parts_of(item.table):
        if table == "quote_spans":
            there = {key[1] for (_, key), _ in reading.parts(item.name)}
            roles = [role for role in ("source", "cue") if role not in there]
            found += [Addable(table, role, f"Add: {title_of((table, ('', role, '1'))).lower()}") for role in roles]
            found.append(Addable(table, "content", "Add: more of what was said"))
        else:
            names = ["option", *(field for field in facts_of(table).review if field not in {"option", "voter_id"})]
            found.append(
                Addable(table, "", f"Add a {noun(table)}", new_controls(table, names, reading, item.article_id))
            )
    return found


def rows_to_add(tables: Sequence[str], reading: Reading, article_id: str) -> list[Addable]:
    """The kinds of rows that an article may have more of."""
    found = []
    for table in dict.fromkeys((*tables, "quotes", "mentions", "entities")):
        names = [name for name in facts_of(table).review if name != "exact"]
        if table == "entities":
            names = ["name", "entity_type"]
        title = "Add a person, organization or other name" if table == "entities" else f"Add a {noun(table)}"
        found.append(Addable(table, "", title, new_controls(table, names, reading, article_id)))
    return found


_USUAL = {
    "kind": "speech",
    "polarity": "positive",
    "speaker_status": "named",
    "voting_method": "unknown",
    "unit": "count",
}
_USUAL |= {
    "stance": "asserted",
    "negated": "false",
    "certainty": "certain",
    "mention_type": "named",
    "entity_type": "person",
}


def new_controls(table: str, names: Sequence[str], reading: Reading, article_id: str) -> tuple[Control, ...]:
    """The controls for the values of a new row."""
    declared = own_tables()[table]
    cells = (Cell(table, (), declared.field(name), _USUAL.get(name, "")) for name in names)
    return tuple(control(-1, cell, cell.value, reading, article_id) for cell in cells)


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: where it starts, its characters as the page shows them, and the classes of its marks."""

    start: int
    text: Markup
    styles: str


def pieces(
    item: Item, reading: Reading, state: Decided, tables: Sequence[str], added: Mapping[Name, Mapping[str, str]]
) -> list[Piece]:
    """The text of an article with the words of a row marked, and those of other rows faintly.

    Args:
        item: the row.
        reading: the rows as they were read.
        state: what was decided about the row.
        tables: the tables of the other rows; in the search for missing rows, only their table counts.
        added: the cells of the rows that the person added to the article.
    """
    text = reading.text(item.article_id)
    if not text:
        return []
    marks = [*_marks(item, reading, state, (item.looks_for,) if item.looks_for else tables)]
    marks += [
        Mark(int(cells["start"]), int(cells["start"]) + len(cells["exact"]), "", "new")
        for cells in added.values()
        if cells.get("exact") and cells.get("start", "").isdecimal()
    ]
    [segments] = cut(text, [(0, len(text))], marks)
    starts = itertools.accumulate((len(segment.text) for segment in segments), initial=0)
    return [Piece(start, shown_text(piece.text), piece.styles) for start, piece in zip(starts, segments, strict=False)]


def _marks(item: Item, reading: Reading, state: Decided, tables: Sequence[str]) -> Iterator[Mark]:
    own = (
        [item.name, *(name for name, _ in reading.parts(item.name))]
        if item.table != ARTICLES and not item.missing
        else []
    )
    for name in own:
        if name in state.removed:
            continue
        if span := moved(name, reading, state):
            yield Mark(span.start, span.end, "", f"own {_style(name)}")
    if item.table == "entities":
        for key, row in reading.in_article("mentions", item.article_id):
            if row["entity_id"] == item.key[0] and (span := reading.span(("mentions", key))):
                yield Mark(span.start, span.end, "", "own own-mention")
    for table in tables:
        for key, _ in reading.in_article(table, item.article_id):
            for name in [
                (table, key),
                *(part for part, _ in reading.parts((table, key)) if part[1][1:2] == ("content",)),
            ]:
                if name not in own and (span := reading.span(name)):
                    yield Mark(span.start, span.end, "", f"other other-{table}")


def moved(name: Name, reading: Reading, state: Decided) -> Span | None:
    """The place of a row's words as the reviewer has changed them."""
    span = reading.span(name)
    words = state.values.get((*name, "exact"))
    if span is None or words is None or words == span.exact(reading.text(reading.article_of(name))):
        return span
    found = moved_to(reading.text(reading.article_of(name)), words, span.start, span.end)
    return Span(found[0], found[0] + len(words)) if len(found) == 1 else span


def _style(name: Name) -> str:
    table, key = name
    return f"own-{key[1]}" if table == "quote_spans" else f"own-{noun(table)}"


def shown_text(text: str) -> Markup:
    """A text for the page, with as many characters as it has; those that a browser would change are replaced."""
    return escape(_REPLACED.sub("\ufffd", text.replace("\r", " ")) if hides(text) or "\r" in text else text)


def added_rows(lines: Mapping[Name, Mapping[str, str]]) -> list[tuple[Key, str]]:
    """What a person added, each with its name and a title."""
    found = []
    for (table, key), cells in lines.items():
        words = cells.get("exact") or cells.get("name") or ""
        found.append((key, f"{title_of((table, key))}{f': {words}' if words else ''}"))
    return found
