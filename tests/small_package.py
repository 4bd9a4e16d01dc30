"""A small, hand-written, fully valid package, and the edits that make it defective.

Two articles about towns that do not exist. No offset is counted by hand: a row names words of the text, and
the builder finds them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from onrecord.package import DESCRIPTOR, descriptor
from onrecord.package.ids import make_id
from onrecord.package.own_tables import data_path, own_tables
from onrecord.package.tables import TableWriter
from onrecord.text.quotation import BREAK
from onrecord.text.spans import Span, hull

# A file of corrections that has none yet.
NO_CORRECTIONS = b"action,table,id,field,old_value,new_value,reason,curator,date\n"
MILL, FERRY = "seeds/mill.txt", "seeds/ferry.txt"
TEXTS = {
    MILL: """\
Ashgrove Council Clears Way for Mill Homes

By Nora Pell

ASHGROVE — The Ashgrove council voted 5-2 on Monday night to rezone the old mill, with Mara Quill voting no.

“The mill has stood empty since 2009,” said Mayor Ida Brandt. “It will house forty families.”

She said that the roof had not been repaired in a decade.

Neighbors call it a “glass barn” on the river.
""",
    FERRY: """\
Ferry stays shut

(WNA) The Lower Tarn ferry 🚢 will probably stay shut until spring, the harbor office said.

“No boat is safe in this ice,” the pilots’ union wrote, according to the Tarn Courier.
""",
}
SIDECAR = {
    "url": "https://example.org/2031/05/13/mill",
    "publisher": "The Ashgrove Ledger",
    "published": "2031-05-13",
}
ARTICLES = {MILL: make_id("articles", SIDECAR["url"]), FERRY: make_id("articles", "ferry.txt")}
ENTITIES = {
    "Ashgrove": ("place", None),
    "Ashgrove council": ("organization", None),
    "Mara Quill": ("person", None),
    "Ida Brandt": ("person", "Mayor"),
    "old mill": ("facility", None),
    "Neighbors": ("group", None),
    "Lower Tarn ferry": ("facility", None),
    "harbor office": ("organization", None),
    "pilots’ union": ("organization", None),
    "Tarn Courier": ("organization", None),
}
# Entity, article, words, their occurrence in the text, mention_type, zone.
MENTIONS = [
    ("Ashgrove council", MILL, "Ashgrove Council", 1, "named", "headline"),
    ("Ashgrove", MILL, "ASHGROVE", 1, "named", "dateline"),
    ("Ashgrove council", MILL, "Ashgrove council", 1, "named", "body"),
    ("old mill", MILL, "the old mill", 1, "nominal", "body"),
    ("Mara Quill", MILL, "Mara Quill", 1, "named", "body"),
    ("Ida Brandt", MILL, "Mayor Ida Brandt", 1, "named", "body"),
    ("Ida Brandt", MILL, "She", 1, "pronominal", "body"),
    ("Neighbors", MILL, "Neighbors", 1, "nominal", "body"),
    ("Lower Tarn ferry", FERRY, "Lower Tarn ferry", 1, "named", "body"),
    ("harbor office", FERRY, "the harbor office", 1, "nominal", "body"),
    ("pilots’ union", FERRY, "the pilots’ union", 1, "nominal", "body"),
    ("Tarn Courier", FERRY, "Tarn Courier", 1, "named", "body"),
]
# Article, quote_type, contents, source, cue, speaker, speaker_status, via.
QUOTES = {
    "empty": (
        MILL,
        "direct",
        ["The mill has stood empty since 2009", "It will house forty families."],
        "Mayor Ida Brandt",
        "said",
        ("Ida Brandt", "named", None),
    ),
    "roof": (
        MILL,
        "indirect",
        ["the roof had not been repaired in a decade"],
        "She",
        "said",
        ("Ida Brandt", "named", None),
    ),
    "barn": (MILL, "fragment", ["glass barn"], None, None, (None, "unknown", None)),
    "shut": (
        FERRY,
        "indirect",
        ["The Lower Tarn ferry 🚢 will probably stay shut until spring"],
        "the harbor office",
        "said",
        ("harbor office", "named", None),
    ),
    "ice": (
        FERRY,
        "direct",
        ["No boat is safe in this ice"],
        "the pilots’ union",
        "wrote",
        ("pilots’ union", "named", "Tarn Courier"),
    ),
}
# Quote, text, the words of the article that it was read from, negated, certainty, entities by role.
CLAIMS = [
    (
        "empty",
        "The mill has stood empty since 2009",
        "The mill has stood empty since 2009",
        False,
        "certain",
        {"old mill": "subject"},
    ),
    (
        "roof",
        "the roof had not been repaired in a decade",
        "the roof had not been repaired in a decade",
        True,
        "certain",
        {"old mill": "mentioned"},
    ),
    (
        "shut",
        "The Lower Tarn ferry will probably stay shut until spring",
        "The Lower Tarn ferry 🚢 will probably stay shut until spring",
        False,
        "probable",
        {"Lower Tarn ferry": "subject"},
    ),
    (
        None,
        "Neighbors call it a “glass barn”",
        "Neighbors call it a “glass barn”",
        False,
        "certain",
        {"Neighbors": "subject", "old mill": "object"},
    ),
]

Row = dict[str, Any]


def find(path: str, words: str, occurrence: int = 1, after: int = 0) -> Span:
    """The span of the n-th occurrence of `words` in the text at `path`, counted from the offset `after`."""
    start = after - 1
    for _ in range(occurrence):
        start = TEXTS[path].index(words, start + 1)
    return Span(start, start + len(words))


def article_id(path: str) -> str:
    """The id of the article at `path`."""
    return ARTICLES[path]


def entity_id(name: str | None) -> str | None:
    """The id of the entity called `name`."""
    return name and make_id("entities", ENTITIES[name][0], name)


def quote_id(name: str) -> str:
    """The id of the quote that the tables above call `name`."""
    return make_id("quotes", name)


def claim_id(number: int) -> str:
    """The id of the claim at place `number` of `CLAIMS`."""
    return make_id("claims", number)


def mention_id(number: int) -> str:
    """The id of the mention at place `number` of `MENTIONS`."""
    return make_id("mentions", number)


VOTE_ID = make_id("votes", "mill")


def _evidence(path: str, span: Span) -> Row:
    return {
        "article_id": ARTICLES[path],
        "start": span.start,
        "end": span.end,
        "exact": span.exact(TEXTS[path]),
    }


def _origin(method: str) -> Row:
    return {"method": f"{method}@1", "status": "auto"}


def _articles() -> list[Row]:
    shared = {
        path: {
            "article_id": ARTICLES[path],
            "title": text.splitlines()[0],
            "language": "en",
            "text_path": path,
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "length": len(text),
            "story_id": make_id("stories", ARTICLES[path]),
        }
        for path, text in TEXTS.items()
    }
    return [
        {**shared[MILL], **SIDECAR, "byline": "Nora Pell", "dateline": "ASHGROVE"},
        {**shared[FERRY], "credit": "WNA"},
    ]


def _entities() -> list[Row]:
    return [
        {
            "entity_id": entity_id(name),
            "name": name,
            "entity_type": kind,
            "role": role,
            **_origin("entities:named"),
        }
        for name, (kind, role) in ENTITIES.items()
    ]


def _mentions() -> list[Row]:
    return [
        {
            "mention_id": mention_id(number),
            **_evidence(path, find(path, words, occurrence)),
            "entity_id": entity_id(entity),
            "mention_type": mention_type,
            "zone": zone,
            **_origin("mentions:hand"),
        }
        for number, (entity, path, words, occurrence, mention_type, zone) in enumerate(MENTIONS)
    ]


def _spans(name: str) -> dict[str, list[Span]]:
    """The spans of a quote by role; source and cue are the ones nearest to its content."""
    path, _, contents, source, cue, _ = QUOTES[name]
    found = [find(path, words) for words in contents]

    def nearest(words: str | None) -> list[Span]:
        if words is None:
            return []
        places = [find(path, words, number + 1) for number in range(TEXTS[path].count(words))]
        return [min(places, key=lambda place: place.gap(found[0]))]

    return {"content": found, "source": nearest(source), "cue": nearest(cue)}


def _quotes() -> list[Row]:
    rows = []
    for name, (path, quote_type, contents, _, cue, (speaker, status, via)) in QUOTES.items():
        span = hull(_spans(name)["content"])
        rows.append(
            {
                "quote_id": quote_id(name),
                "article_id": ARTICLES[path],
                "quote_type": quote_type,
                "kind": "speech",
                "polarity": "positive",
                "text": BREAK.join(contents),
                "speaker_id": entity_id(speaker),
                "speaker_status": status,
                "cue": cue,
                "via_id": entity_id(via),
                "start": span.start,
                "end": span.end,
                **_origin("quotes:hand"),
            }
        )
    return rows


def _quote_spans() -> list[Row]:
    return [
        {
            "quote_id": quote_id(name),
            "role": role,
            "ordinal": ordinal,
            **_evidence(QUOTES[name][0], span),
            **_origin("quotes:hand"),
        }
        for name in QUOTES
        for role, spans in _spans(name).items()
        for ordinal, span in enumerate(spans, start=1)
    ]


def _votes() -> list[Row]:
    sentence = "The Ashgrove council voted 5-2 on Monday night to rezone the old mill, with Mara Quill voting no."
    return [
        {
            "vote_id": VOTE_ID,
            "vote_event_id": make_id("vote_events", "mill"),
            "body_id": entity_id("Ashgrove council"),
            "motion": "rezone the old mill",
            "result": "pass",
            "voting_method": "unknown",
            "unanimous": False,
            "date": "2031-05-12",
            "date_text": "Monday night",
            "date_basis": "published",
            **_evidence(MILL, find(MILL, sentence)),
            **_origin("votes:hand"),
        }
    ]


def _vote_counts() -> list[Row]:
    evidence = _evidence(MILL, find(MILL, "voted 5-2"))
    return [
        {
            "vote_id": VOTE_ID,
            "option": option,
            "value": value,
            "unit": "count",
            **evidence,
            **_origin("votes:hand"),
        }
        for option, value in [("yes", 5), ("no", 2)]
    ]


def _vote_positions() -> list[Row]:
    return [
        {
            "vote_id": VOTE_ID,
            "voter": "Mara Quill",
            "voter_id": entity_id("Mara Quill"),
            "option": "no",
            **_evidence(MILL, find(MILL, "Mara Quill voting no")),
            **_origin("votes:hand"),
        }
    ]


def _claims() -> list[Row]:
    rows = []
    for number, (quote, text, words, negated, certainty, _) in enumerate(CLAIMS):
        path, source, speaker = (
            (QUOTES[quote][0], QUOTES[quote][3], QUOTES[quote][5][0]) if quote else (MILL, None, None)
        )
        rows.append(
            {
                "claim_id": claim_id(number),
                "text": text,
                "claimant_id": entity_id(speaker),
                "claimant": source,
                "quote_id": quote and quote_id(quote),
                "stance": "asserted",
                "negated": negated,
                "certainty": certainty,
                **_evidence(path, find(path, words)),
                **_origin("claims:hand"),
            }
        )
    return rows


def _claim_entities() -> list[Row]:
    return [
        {
            "claim_id": claim_id(number),
            "entity_id": entity_id(name),
            "role": role,
            "article_id": ARTICLES[QUOTES[quote][0] if quote else MILL],
            **_origin("claims:hand"),
        }
        for number, (quote, _, _, _, _, entities) in enumerate(CLAIMS)
        for name, role in entities.items()
    ]


def _id_changes() -> list[Row]:
    return [
        {
            "table_name": "entities",
            "old_id": make_id("entities", "Mayor"),
            "new_id": entity_id("Ida Brandt"),
            "reason": "merged",
            "words": "the mayor",
        },
        {
            "table_name": "mentions",
            "old_id": make_id("mentions", "withdrawn"),
            "reason": "withdrawn",
            "article_id": ARTICLES[MILL],
            "words": "the river",
            "words_start": find(MILL, "the river").start,
            "words_end": find(MILL, "the river").end,
        },
    ]


def _rejected() -> list[Row]:
    return [
        {
            "source": "saved/page.html",
            "locator": "file",
            "reason": "no_text",
            "message": "no text in it; remove it or restore its text",
        }
    ]


BUILDERS: dict[str, Callable[[], list[Row]]] = {
    "articles": _articles,
    "entities": _entities,
    "mentions": _mentions,
    "entity_links": list,
    "quotes": _quotes,
    "quote_spans": _quote_spans,
    "votes": _votes,
    "vote_counts": _vote_counts,
    "vote_positions": _vote_positions,
    "claims": _claims,
    "claim_entities": _claim_entities,
    "article_relations": list,
    "id_changes": _id_changes,
    "changes": list,
    "article_revisions": list,
    "rejected": _rejected,
}


def write_small_package(folder: Path) -> Path:
    """Writes the package into `folder`, which it makes, and returns that."""
    for path, content in {
        **{path: text.encode() for path, text in TEXTS.items()},
        "seeds/mill.toml": "".join(f'{key} = "{value}"\n' for key, value in SIDECAR.items()).encode(),
        **descriptor.schema_files(),
    }.items():
        _write(folder / path, content)
    resources = []
    for name, table in own_tables().items():
        rows = BUILDERS[name]()
        path = folder / data_path(name)
        path.parent.mkdir(exist_ok=True)
        writer = TableWriter(path.open("wb"), table)
        for row in rows:
            writer.write(row)
        writer.close()
        resources.append(descriptor.table_resource(table, descriptor.file_facts(path), len(rows)))
    for path, text in TEXTS.items():
        facts = descriptor.file_facts(folder / path)
        resources.append(descriptor.text_resource(ARTICLES[path], text.splitlines()[0], path, facts))
    human = {**descriptor.new_descriptor("small"), "title": "Two articles of no town"}
    _write(folder / DESCRIPTOR, descriptor.dump(descriptor.build(human, {"texts": "full"}, resources)))
    return folder


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def edit_descriptor(package: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Changes the descriptor, which `edit` does in place."""
    value = json.loads((package / DESCRIPTOR).read_bytes())
    edit(value)
    (package / DESCRIPTOR).write_bytes(descriptor.dump(value))


def edit_bytes(package: Path, path: str, edit: Callable[[bytes], bytes], *, refresh: bool = True) -> None:
    """Changes the bytes of a file; `refresh` makes the descriptor agree with it again."""
    file = package / path
    file.write_bytes(edit(file.read_bytes()))
    if refresh:
        refresh_descriptor(package)


def edit_rows(
    package: Path, table: str, edit: Callable[[list[dict[str, str]]], object], *, refresh: bool = True
) -> None:
    """Changes the rows of a table, which `edit` does in place; a row is a dict of cells as text."""

    def rewrite(content: bytes) -> bytes:
        reader = csv.DictReader(io.StringIO(content.decode(), newline=""))
        rows = list(reader)
        edit(rows)
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, reader.fieldnames or [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode()

    edit_bytes(package, data_path(table), rewrite, refresh=refresh)


def edit_cell(package: Path, table: str, key: str, field: str, value: str, *, refresh: bool = True) -> None:
    """Changes one cell; `key` is the value of the primary key, its parts joined by a comma.

    `refresh` makes the descriptor's bytes, hash and rows agree with the table again, so that a test sees only
    the defect that it made.
    """

    def edit(rows: list[dict[str, str]]) -> None:
        [row] = [row for row in rows if row_key(table, row) == key]
        row[field] = value

    edit_rows(package, table, edit, refresh=refresh)


def row_key(table: str, row: Mapping[str, str]) -> str:
    """The value of the primary key of a row, its parts joined by a comma."""
    return ",".join(row[column] for column in own_tables()[table].primary_key)


def refresh_descriptor(package: Path) -> None:
    """Makes bytes, hash and rows of the descriptor agree with the files that stand there."""

    def edit(value: dict[str, Any]) -> None:
        for resource in value["resources"]:
            file = package / resource["path"]
            if file.is_file():
                facts = descriptor.file_facts(file)
                resource.update(bytes=facts.size, hash=f"sha256:{facts.sha256}")
            if file.is_file() and "rows" in resource:
                text = file.read_bytes().decode("utf-8", errors="replace")
                resource["rows"] = sum(1 for _ in csv.reader(io.StringIO(text, newline=""))) - 1

    edit_descriptor(package, edit)
