"""Writes a package about one invented text, for tests that need texts and rows that no small package has."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from onrecord.package import DESCRIPTOR, descriptor
from onrecord.package.ids import make_id
from onrecord.package.own_tables import data_path, own_tables
from onrecord.package.tables import TableWriter
from onrecord.text.spans import Span

TEXT_PATH = "seeds/text.txt"
ARTICLE_ID = make_id("articles", "text.txt")
ORIGIN = {"method": "hand@1", "status": "auto"}
Rows = dict[str, list[dict[str, Any]]]


def evidence(text: str, words: str, after: int = 0) -> dict[str, Any]:
    """The columns with the places of the words in the text, the first place from the offset `after` on."""
    start = text.index(words, after)
    span = Span(start, start + len(words))
    return {"article_id": ARTICLE_ID, "start": span.start, "end": span.end, "exact": words, **ORIGIN}


def entity(name: str, **columns: Any) -> dict[str, Any]:
    """A row of entities."""
    row = {"entity_id": make_id("entities", name), "name": name, "entity_type": "person", **ORIGIN}
    return {**row, **columns}


def quote(text: str, name: str, contents: list[str], **columns: Any) -> Rows:
    """The rows of a quote that is called `name` and has the contents, without source and cue."""
    spans = [evidence(text, words) for words in contents]
    key = {"quote_id": make_id("quotes", name)}
    row = {
        **key,
        "article_id": ARTICLE_ID,
        "quote_type": "direct",
        "kind": "speech",
        "text": " ".join(contents),
        "speaker_status": "unknown",
        "start": spans[0]["start"],
        "end": spans[-1]["end"],
        **ORIGIN,
        **columns,
    }
    parts = [{**key, "role": "content", "ordinal": ordinal, **span} for ordinal, span in enumerate(spans, start=1)]
    return {"quotes": [row], "quote_spans": parts}


def claim(article: str, words: str, **columns: Any) -> dict[str, Any]:
    """A row of claims that is certain and asserted."""
    return {
        "claim_id": make_id("claims", words),
        "text": words,
        "stance": "asserted",
        "negated": False,
        "certainty": "certain",
        **evidence(article, words),
        **columns,
    }


def write_package(folder: Path, text: str, rows: Rows | None = None, **article: Any) -> Path:
    """Writes a package of one article, with the columns `article` and the rows, into `folder` and returns that."""
    content = text.encode("utf-8")
    about = {
        "article_id": ARTICLE_ID,
        "language": "en",
        "text_path": TEXT_PATH,
        "text_sha256": hashlib.sha256(content).hexdigest(),
        "length": len(text),
        **article,
    }
    tables = {**(rows or {}), "articles": [about]}
    for path, schema in {TEXT_PATH: content, **descriptor.schema_files()}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(schema)
    (folder / "data").mkdir()
    resources = []
    for name, table in own_tables().items():
        writer = TableWriter((folder / data_path(name)).open("wb"), table)
        for row in tables.get(name, []):
            writer.write(row)
        writer.close()
        facts = descriptor.file_facts(folder / data_path(name))
        resources.append(descriptor.table_resource(table, facts, writer.count))
    built = descriptor.build(descriptor.new_descriptor("test"), {"texts": "full"}, resources)
    (folder / DESCRIPTOR).write_bytes(descriptor.dump(built))
    return folder
