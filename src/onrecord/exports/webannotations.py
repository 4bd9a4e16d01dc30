"""Every span of every table as a W3C web annotation; w3.org/TR/annotation-model."""

from __future__ import annotations

import bisect
import json
from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.exports.json_values import location_of, without_empty
from onrecord.ingestion.origin import Origin, origin_of
from onrecord.package.annotation_ids import annotation_id
from onrecord.package.own_tables import facts_of, own_tables
from onrecord.package.package import Package
from onrecord.package.records import Row, read_source
from onrecord.text.printable import escape_json
from onrecord.text.spans import Span

_CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "onrecord": "urn:onrecord:terms:",
        "utf16Start": "onrecord:utf16Start",
        "utf16End": "onrecord:utf16End",
    },
]
_CONTEXT_LENGTH = 32  # characters of prefix and suffix


def parts(tables: Mapping[str, list[Row]], package: Package, notes: list[str]) -> tuple[Iterator[str], int]:
    """A JSON page of annotations, in pieces, with one for each row that has a span; and the number of annotations.

    `start` and `end` count code points, as the model requires; `utf16Start` and `utf16End` count the units of
    JavaScript and Java. These, and the words before and after a span, need the texts: `notes` names the articles whose
    text is missing. If a text was derived from a page, a second target leads to the words in the page.
    """
    texts: dict[str, str | None] = {}
    for article in tables["articles"]:
        source = read_source(package, article)
        fits = source.text is not None and not source.note
        texts[article["article_id"]] = source.text if fits else None
        if not fits:
            why = source.note or f"{article['text_path']} is not in the package."
            notes.append(f"{why} There are no UTF-16 positions, prefixes and suffixes of its spans.")
    articles = {row["article_id"]: row for row in tables["articles"]}
    units = {key: _Units(text) for key, text in texts.items() if text is not None}
    annotated = [name for name in own_tables() if facts_of(name).annotation and name in tables]
    origins = {
        key: origin_of(package.folder, row["text_path"]) for key, row in articles.items() if row.get("derivation")
    }
    items = (
        _annotation(
            name,
            row,
            articles[row["article_id"]],
            texts[row["article_id"]],
            units.get(row["article_id"]),
            origins.get(row["article_id"]),
        )
        for name in annotated
        for row in tables[name]
    )
    page = {"@context": _CONTEXT, "type": "AnnotationPage", "items": []}
    return _written(page, items), sum(len(tables[name]) for name in annotated)


def _written(page: Mapping[str, Any], items: Iterator[dict[str, Any]]) -> Iterator[str]:
    """A page as indented JSON; its last property, an empty list, is filled with the items."""
    head, _, tail = escape_json(json.dumps(page, ensure_ascii=False, indent=1)).rpartition("]")
    yield head
    first = next(items, None)
    if first is not None:
        yield _indented(first)
        yield from (f",{_indented(item)}" for item in items)
        yield "\n "
    yield f"]{tail}\n"


def _indented(item: dict[str, Any]) -> str:
    return f"\n{escape_json(json.dumps(item, ensure_ascii=False, indent=1))}".replace("\n", "\n  ")


class _Units:
    """Converts offsets of a text from code points to UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self._wide = [place for place, character in enumerate(text) if ord(character) > 0xFFFF]

    def at(self, place: int) -> int:
        return place + bisect.bisect_left(self._wide, place)


def _annotation(
    name: str, row: Row, article: Row, text: str | None, units: _Units | None, origin: Origin | None
) -> dict[str, Any]:
    target: dict[str, Any] = {"source": location_of(article), "selector": list(_selectors(row, text, units))}
    places = origin.places(Span(int(row["start"]), int(row["end"]))) if origin else ()
    in_original = [{"type": "TextPositionSelector", "start": place.start, "end": place.end} for place in places]
    key = own_tables()[name].primary_key
    repeated = without_empty({f"onrecord:{column}": row[column] for column in facts_of(name).annotation})
    return {
        "id": annotation_id(name, tuple(row[part] for part in key)),
        "type": "Annotation",
        "motivation": "tagging",
        "body": {"type": "Dataset", "onrecord:table": name, **repeated},
        "target": [target, {"source": origin.path, "selector": in_original}] if origin and in_original else target,
    }


def _selectors(row: Row, text: str | None, units: _Units | None) -> Iterator[dict[str, Any]]:
    span = Span(int(row["start"]), int(row["end"]))
    place: dict[str, Any] = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    words: dict[str, Any] = {"type": "TextQuoteSelector", "exact": row["exact"]}
    if text is not None and units is not None:
        place |= {"utf16Start": units.at(span.start), "utf16End": units.at(span.end)}
        words |= {"prefix": span.prefix(text, _CONTEXT_LENGTH), "suffix": span.suffix(text, _CONTEXT_LENGTH)}
    yield place
    yield words
