"""Rows as pre-annotated tasks of Label Studio, and the labeling interface for them; labelstud.io/guide/task_format."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from onrecord import __version__
from onrecord.package.annotation_ids import annotation_id, label_of, labels
from onrecord.package.own_tables import facts_of, own_tables
from onrecord.package.package import Package
from onrecord.package.records import Row, read_source
from onrecord.text.printable import escape_json


def tasks(tables: Mapping[str, list[Row]], package: Package, notes: list[str]) -> tuple[Iterator[str], int]:
    """A JSON list of tasks, in pieces, with one for each article; and the number of tasks.

    The rows of an article are its prediction. Offsets count code points, as Label Studio does since version 1.5. An
    article whose text is missing or has changed is left out: `notes` says so.
    """
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for name, found in tables.items():
        for row in found:
            rows[name, row.get("article_id", "")].append(row)
    entities = {row["entity_id"]: row["name"] for row in tables["entities"]}
    texts: dict[str, str] = {}
    for article in tables["articles"]:
        source = read_source(package, article)
        if source.text is None or source.note:
            notes.append(source.note or f"{article['text_path']} is not in the package; its article is left out.")
        else:
            texts[article["article_id"]] = source.text
    written = (
        json.dumps(_task(article, texts[article["article_id"]], rows, entities), ensure_ascii=False, indent=1)
        for article in tables["articles"]
        if article["article_id"] in texts
    )
    return _joined(written), len(texts)


def _joined(written: Iterator[str]) -> Iterator[str]:
    yield "[\n"
    for number, task in enumerate(written):
        yield f"{',' if number else ''}{escape_json(task)}\n"
    yield "]\n"


def _task(article: Row, text: str, rows: Mapping[tuple[str, str], Sequence[Row]], entities: Mapping[str, str]) -> Any:
    article_id = article["article_id"]
    result: list[dict[str, Any]] = []
    for table in own_tables():
        if not (facts_of(table).annotation and facts_of(table).review):
            continue
        parents = _with_columns_only(table)
        placeless = () if parents == table else rows.get((parents, article_id), ())
        own = {row[own_tables()[parents].primary_key[0]]: row for row in placeless}
        for row in rows.get((table, article_id), ()):
            key = tuple(row[column] for column in own_tables()[table].primary_key)
            region = annotation_id(table, key)
            place = {"start": int(row["start"]), "end": int(row["end"]), "text": row["exact"]}
            about = {"id": region, "to_name": "text"}
            marked = {"from_name": "label", "type": "labels", "value": {**place, "labels": [label_of(table, key)]}}
            # Label Studio gives regions other ids when a person takes a prediction over, but keeps their notes.
            score = {"score": float(row["confidence"])} if row["confidence"] else {}
            result.append({**about, **marked, "meta": {"text": [region]}, **score})
            result += _values(about, place, table, row, entities)
            if (parent := own.pop(key[0], None)) is not None:
                result += _values(about, place, parents, parent, entities)
    return {
        "data": {
            "text": text,
            "article_id": article_id,
            "title": article["title"],
            "text_sha256": article["text_sha256"],
        },
        "predictions": [{"model_version": f"onrecord {__version__}", "result": result}],
    }


def _with_columns_only(table: str) -> str:
    """The table whose rows have values but no place, so that they are shown with their first part; else the table."""
    parent = facts_of(table).parent
    has_place = not parent or facts_of(parent).annotation or table not in _parts_of(parent)
    return table if has_place else parent


def _parts_of(parent: str) -> list[str]:
    return [name for name in own_tables() if facts_of(name).parent == parent and not facts_of(name).id_prefix]


def _values(
    about: Mapping[str, str], place: Mapping[str, Any], table: str, row: Row, entities: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """The values of a row: a choice, or a text with the value or the name of the entity."""
    for name, kind in _columns(table):
        if not row[name]:
            continue
        value = entities.get(row[name], row[name])
        yield {**about, "from_name": f"{table}-{name}", "type": kind, "value": {**place, _KEYS[kind]: [value]}}


_KEYS = {"choices": "choices", "textarea": "text"}


def _columns(table: str) -> Iterator[tuple[str, str]]:
    for name in facts_of(table).review:
        if name != "exact":
            field = own_tables()[table].field(name)
            yield name, "choices" if field.enum or field.type == "boolean" else "textarea"


def interface() -> str:
    """The labeling interface as Label Studio reads it: a label for each kind of words, a control for each value."""
    lines = ["<View>", '  <Labels name="label" toName="text">']
    lines += [f"    <Label value={quoteattr(label)}/>" for label, _ in labels()]
    lines += ["  </Labels>", '  <Text name="text" value="$text" granularity="word"/>', "  <Relations/>"]
    for label, table in labels():
        shown = [table, _with_columns_only(table)] if label in {table, "content"} else []
        for each in dict.fromkeys(shown):
            for name, kind in _columns(each):
                when = f'perRegion="true" whenTagName="label" whenLabelValue={quoteattr(label)}'
                head = f'name={quoteattr(f"{each}-{name}")} toName="text" {when}'
                if kind == "textarea":
                    lines.append(f'  <TextArea {head} maxSubmissions="1" placeholder={quoteattr(name)}/>')
                    continue
                field = own_tables()[each].field(name)
                options = [str(value) for value in field.enum] or ["true", "false"]
                lines.append(f'  <Choices {head} choice="single" showInline="true">')
                lines += [f"    <Choice value={quoteattr(value)}/>" for value in options]
                lines.append("  </Choices>")
    return "\n".join([*lines, "</View>", ""])
