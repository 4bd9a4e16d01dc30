"""What a browser sends to the desk, checked: it may come from a page that is not ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.corrections import NEW, Name
from onrecord.errors import PackageError
from onrecord.package.ids import make_id
from onrecord.package.own_tables import facts_of, own_tables
from onrecord.review.decisions import LONGEST, Judgement, NewRow, Words, name_for
from onrecord.review.queue import Item
from onrecord.review.rows import Reading, offset_of, parts_of, reviewed_tables

_MOST = 200


def text_of(payload: Mapping[str, Any], name: str, otherwise: str = "") -> str:
    """A string of a payload.

    Raises:
        PackageError: it is not a string, or too long.
    """
    value = payload.get(name, otherwise)
    if not isinstance(value, str) or len(value) > LONGEST:
        raise PackageError(f"{name} is not a text of up to {LONGEST:,} characters; reload the page")
    return value


def _object(payload: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = payload.get(name, {})
    if not isinstance(value, dict) or len(value) > _MOST:
        raise PackageError(f"{name} is not an object; reload the page")
    return value


def _list(payload: Mapping[str, Any], name: str) -> list[Any]:
    value = payload.get(name, [])
    if not isinstance(value, list) or len(value) > _MOST:
        raise PackageError(f"{name} is not a list; reload the page")
    return value


_DIGITS = 12  # of a place in a text


def _place(value: object, most: int) -> int:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _DIGITS:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < most:
        raise PackageError(f"{str(value)[:40]!r} is not a place of this row or text; reload the page")
    return value


def place_of(payload: Mapping[str, Any], name: str, most: int) -> int:
    """A place of a payload, from 0 to below `most`.

    Raises:
        PackageError: it is not the number of such a place.
    """
    return _place(payload.get(name), most)


def words_of(payload: Mapping[str, Any], text: str) -> Words:
    """The words that were selected: the page sends where they start and end, and the text gives the words."""
    start, end = (place_of(payload, name, len(text) + 1) for name in ("start", "end"))
    words = text[start:end]
    if not words.strip():
        raise PackageError("no words are selected; select words in the text")
    lead = len(words) - len(words.lstrip())
    return Words(words.strip(), start + lead)


def judgement_of(payload: Mapping[str, Any], item: Item, reading: Reading) -> Judgement:
    """What a reviewer says of a row."""
    cells, parts = list(reading.cells(item.name)), reading.parts(item.name)
    text = reading.text(item.article_id)
    changes, places = {}, {}
    for number, value in _object(payload, "changes").items():
        cell = cells[_place(number, len(cells))]
        if cell.field.name == "exact":
            if not isinstance(value, dict):
                raise PackageError("words are changed by a selection; select words in the text")
            words = words_of(value, text)
            changes[cell.name], places[cell.table, cell.key] = words.exact, words.start
        else:
            if not isinstance(value, str) or len(value) > LONGEST:
                raise PackageError(f"{cell.field.name} is not a text of up to {LONGEST:,} characters; write less")
            changes[cell.name] = value.strip()
    removed = [parts[_place(number, len(parts))][0] for number in _list(payload, "removed")]
    added = [_new_part(each, item, reading) for each in _list(payload, "added")]
    return Judgement(changes, places, removed, added)


def _new_part(payload: object, item: Item, reading: Reading) -> NewRow:
    if not isinstance(payload, dict) or payload.get("table") not in parts_of(item.table):
        raise PackageError("this row has no such parts; reload the page")
    table = text_of(payload, "table")
    words = words_of(payload, reading.text(item.article_id))
    values = _values(payload, table)
    if table == "quote_spans":
        role = text_of(payload, "role")
        ordinals = [int(key[2]) for (name, key), _ in reading.parts(item.name) if (name, key[1]) == (table, role)]
        last = max(ordinals, default=0)
        place = reading.span((table, (*item.key, role, str(last)))) if last else None
        if place and words.start < place.end:
            raise PackageError("more of what was said comes after the words before; select words after them")
        return NewRow(table, (*item.key, role, str(last + 1)), {}, words)
    second = own_tables()[table].primary_key[1]
    name = words.exact if second == "voter" else values.pop(second, "")
    return NewRow(table, (*item.key, name), values, words)


def _values(payload: Mapping[str, Any], table: str) -> dict[str, str]:
    stated = _object(payload, "values")
    known = {*facts_of(table).review, *own_tables()[table].primary_key, "name", "entity_type"}
    for name, value in stated.items():
        if name not in known or not isinstance(value, str) or len(value) > LONGEST:
            raise PackageError(f"{name[:40]!r} is not a value of a new row of {table}; reload the page")
    return {name: value.strip() for name, value in stated.items()}


def new_rows(payload: Mapping[str, Any], item: Item, reading: Reading) -> tuple[Name, list[NewRow]]:
    """The rows that a reviewer adds to an article: a row and its parts; an entity comes with its first mention.

    Returns:
        what the decision is about, and the rows.
    """
    table = text_of(payload, "table")
    if table not in reviewed_tables():
        raise PackageError(f"{table[:40]!r} is not a table to add rows to; choose {', '.join(reviewed_tables())}")
    words = words_of(payload, reading.text(item.article_id))
    values = _values(payload, table)
    name = name_for(table, item.article_id, words.start, words.exact)
    subject = NEW, (name,)
    mention = {"mention_type": "named", "zone": _zone(item, reading, words)}
    if table == "entities":
        values["name"] = values.get("name") or words.exact
        first = NewRow("mentions", (name,), {"entity_id": name, **mention}, words)
        return subject, [NewRow(table, (name,), values), first]
    if table == "quotes":
        return subject, [NewRow(table, (name,), values), NewRow("quote_spans", (name, "content", "1"), {}, words)]
    if table == "votes":
        values["vote_event_id"] = make_id("vote_events", "correction", name)
    if table == "mentions":
        values = {**mention, **values}
    if table == "claims" and item.table == "quotes":
        values["quote_id"] = item.key[0]
    return subject, [NewRow(table, (name,), values, words)]


def _zone(item: Item, reading: Reading, words: Words) -> str:
    """The zone of a new mention: that of the mention before it, or the body."""
    before = [
        row
        for _, row in reading.in_article("mentions", item.article_id)
        if offset_of(row["start"]) is not None and int(row["start"]) <= words.start
    ]
    return max(before, key=lambda row: int(row["start"]))["zone"] if before else "body"
