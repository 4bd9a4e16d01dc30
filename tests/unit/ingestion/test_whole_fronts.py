"""Fronts as outlets and agencies write them, in tests/fronts/, each with what a careful reader finds in it.

Their authors knew nothing of the code. `west` and `world` are of all that there is, and the grammar was made with them;
`sample` is what 60 articles of 60 outlets would be, and was put aside until the grammar was finished.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.ingestion import Layout, Zone
from onrecord.ingestion.layout import lay_out
from onrecord.text.spans import Span

FOLDER = Path(__file__).parents[2] / "fronts"
FRONTS: dict[str, dict[str, Any]] = {
    front["id"]: front
    for path in sorted(FOLDER.glob("*.jsonl"))
    for front in map(json.loads, path.read_text("utf-8").splitlines())
}
FIELDS = ("title", "authors", "dateline", "credit", "published", "body", "left_out")
# What is not read as the reader did, by field and front.
AGENCY_ALONE = "an agency that signs for its author is the byline, not the credit"
UNKNOWN_AGENCY = "an agency that is not on the list, on a line by itself"
SUBJECT = "a subject above the headline, in words that a headline could have"
PROMOTION = "sentences of the outlet about itself"
COLUMN = "a name with a title or a nickname, between the headline and the page"
NEWSLETTER = "the head of a newsletter"
BULLETIN = "marks and a stamp that one agency alone has"
DESK = "a line of an agency's desk"
MISSES: dict[str, dict[str, str]] = {
    "title": {"a15": SUBJECT, "a21": COLUMN, "b49": BULLETIN, "b52": SUBJECT, "b53": NEWSLETTER},
    "authors": {
        "a21": COLUMN,
        "b52": "an office that posted a press release",
        "b57": "a signature in capitals with a place, above where it was printed",
        "b58": COLUMN,
        "c08": "the program that pays the reporter, before the post",
        "c37": "the outlet before the byline",
    },
    "dateline": {
        "b35": "the place where the author is, after a mark",
        "c12": "the place after a stamp",
    },
    "credit": {
        "a24": UNKNOWN_AGENCY,
        "a39": AGENCY_ALONE,
        "a51": UNKNOWN_AGENCY,
        "b01": AGENCY_ALONE,
        "b21": UNKNOWN_AGENCY,
        "b29": "an agency whose material was used",
        "b46": UNKNOWN_AGENCY,
        "c07": AGENCY_ALONE,
        "c14": UNKNOWN_AGENCY,
        "c38": "a broadcaster in the dateline is taken for an agency",
        "c44": AGENCY_ALONE,
        "c48": "an agency after the outlet's name",
    },
    "published": {"b46": UNKNOWN_AGENCY, "b49": BULLETIN, "b53": NEWSLETTER},
    "left_out": {
        "a15": SUBJECT,
        "a36": PROMOTION,
        "a50": DESK,
        "b23": "who issued a press release",
        "b34": PROMOTION,
        "b46": UNKNOWN_AGENCY,
        "b48": DESK,
        "b49": BULLETIN,
        "b52": SUBJECT,
        "b53": NEWSLETTER,
        "b58": "a biography of an author whose name was not read",
        "c23": "the outlet's name at the end",
        "c37": "a biography of an author whose name was not read",
        "c46": DESK,
        "c48": "an agency after the outlet's name",
    },
}


def words(text: str, span: Span | None) -> str:
    """The words of a span, with single blanks."""
    return " ".join(span.exact(text).split()) if span else ""


@functools.cache
def layout(name: str) -> Layout:
    """The layout of a front."""
    return lay_out(FRONTS[name]["text"])


def found(name: str, field: str) -> Any:
    """What the layout of a front has of what a reader finds; of paragraphs and lines, those that differ."""
    front, own = FRONTS[name], layout(name)
    text = front["text"]
    match field:
        case "title" | "dateline" | "credit":
            return words(text, getattr(own, field))
        case "authors":
            return [words(text, author) for author in own.authors]
        case "published":
            return (own.published or "")[: len(front["published"]) or None]
        case "body":
            there = {words(text, part.span) for part in own.paragraphs if part.zone is Zone.BODY}
            return [each for each in front["body"] if " ".join(each.split()) in there]
    kept = [part.span for part in own.paragraphs if part.zone is not Zone.BYLINE]
    places = {line: text.index(line) for line in front["left_out"]}
    return [
        line
        for line, start in places.items()
        if not any(span.start < start + len(line) and start < span.end for span in kept)
    ]


def expected(name: str, field: str) -> Any:
    """What the reader finds."""
    value = FRONTS[name][field]
    return " ".join(value.split()) if isinstance(value, str) else value


def cases() -> list[Any]:
    """Each field of each front; what is missed is expected to be."""
    marks = {
        (name, field): pytest.mark.xfail(reason=reason, strict=True)
        for field, names in MISSES.items()
        for name, reason in names.items()
    }
    return [
        pytest.param(name, field, id=f"{name}-{field}", marks=marks.get((name, field), ()))
        for name in FRONTS
        for field in FIELDS
    ]


@pytest.mark.parametrize(("name", "field"), cases())
def test_a_field(name: str, field: str) -> None:
    """It is read as a careful reader does."""
    assert found(name, field) == expected(name, field)
