"""Gold: articles that people have annotated, as JSON lines.

A line has `id` and `text`, and one or more of `quotes`, `entities`, and `is_vote` with the properties of a vote. See
docs/evaluate.md. Offsets count code points of `text`; the end is exclusive.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onrecord.errors import PackageError, SourceError
from onrecord.evaluation.votes import OPTIONS
from onrecord.package.files import read_file
from onrecord.text.spans import Span

ROLES = ("source", "cue", "content")
# The names of the roles in the files, where the source is called speaker.
_KEYS = {"source": "speaker", "cue": "cue", "content": "content"}


@dataclasses.dataclass(frozen=True, slots=True)
class Quoted:
    """A quote: the spans of each role, and its type if that is known."""

    spans: Mapping[str, tuple[Span, ...]]
    quote_type: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Annotated:
    """An article with its annotations by people or a program; None if it was not annotated for a layer.

    `vote` is the line itself: see `onrecord.evaluation.votes`.
    """

    article_id: str
    text: str
    quotes: tuple[Quoted, ...] | None = None
    names: tuple[tuple[Span, str], ...] | None = None
    vote: Mapping[str, Any] | None = None


def read_gold(path: str | Path) -> list[Annotated]:
    """The articles of a file.

    Raises:
        SourceError: the file cannot be read, or a line is not a JSON object in the format.
    """
    try:
        lines = read_file(Path(path)).decode("utf-8").split("\n")
    except (OSError, PackageError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    articles = [_article(f"{path}:{number}", line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not articles:
        raise SourceError(f"{path}: no articles; a file has one JSON object a line")
    seen: dict[str, int] = {}
    for number, article in enumerate(articles, start=1):
        if article.article_id in seen:
            places = f"{seen[article.article_id]} and {number}"
            raise SourceError(f"{path}: id {article.article_id!r} names articles {places}; give each its own id")
        seen[article.article_id] = number
    return articles


def _article(where: str, line: str) -> Annotated:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise SourceError(f"{where}: not JSON ({error}); docs/evaluate.md describes the format") from None
    if not isinstance(value, dict) or not all(isinstance(value.get(key), str) for key in ("id", "text")):
        raise SourceError(f'{where}: an article is an object with "id" and "text", both strings')
    text = value["text"]
    quotes = names = None
    try:
        if value.get("quotes") is not None:
            quotes = tuple(_quote(text, quote) for quote in value["quotes"])
        if value.get("entities") is not None:
            names = tuple(
                (_span(text, (entity["start"], entity["end"])), str(entity["type"]))
                for entity in value["entities"]
                if entity.get("layer", 0) == 0
            )
        vote = _vote(value) if "is_vote" in value else None
    except (KeyError, TypeError, ValueError) as error:
        message = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise SourceError(f"{where}: {message}; docs/evaluate.md describes the format") from None
    if quotes is None and names is None and vote is None:
        raise SourceError(f'{where}: neither "quotes" nor "entities" nor "is_vote": there is nothing to compare')
    return Annotated(value["id"], text, quotes, names, vote)


def _vote(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The line of a vote, as `onrecord.evaluation.votes` reads it."""
    for key in OPTIONS:
        if value.get(key) is not None and (isinstance(value[key], bool) or not isinstance(value[key], int | float)):
            raise ValueError(f"{key!r} is {value[key]!r}, not a number")
    for key in ("is_vote", "unanimous"):
        if value.get(key) is not None and not isinstance(value[key], bool):
            raise ValueError(f"{key!r} is {value[key]!r}; it is true, false or null")
    for key in ("result", "body"):
        if value.get(key) is not None and not isinstance(value[key], str):
            raise ValueError(f"{key!r} is {value[key]!r}, not a string")
    for voter in value.get("voters") or ():
        if not all(isinstance(voter[key], str) and voter[key].strip() for key in ("name", "option")):
            raise ValueError(f"{voter!r} is not a voter: a name and an option")
    return value


def _quote(text: str, quote: Mapping[str, Any]) -> Quoted:
    fragments = quote["fragments"]
    spans = {role: tuple(_span(text, place) for place in fragments.get(_KEYS[role], ())) for role in ROLES}
    return Quoted(spans, quote.get("type"))


def _span(text: str, place: Any) -> Span:
    start, end = place
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        raise ValueError(f"{start}-{end} is not a span of a text of {len(text)} characters")
    return Span(start, end)


def write_gold(articles: list[Annotated]) -> str:
    """Articles as JSON lines in the same format; an unknown type of a quote is null."""
    lines = []
    for article in articles:
        value: dict[str, Any] = {"id": article.article_id, "text": article.text}
        if article.quotes is not None:
            value["quotes"] = [_quote_value(quote) for quote in article.quotes]
        if article.names is not None:
            value["entities"] = [
                {"start": span.start, "end": span.end, "text": span.exact(article.text), "type": kind, "layer": 0}
                for span, kind in article.names
            ]
        if article.vote is not None:
            value |= {key: item for key, item in article.vote.items() if key not in value}
        lines.append(json.dumps(value, ensure_ascii=False))
    return "\n".join([*lines, ""])


def _quote_value(quote: Quoted) -> dict[str, Any]:
    fragments = {_KEYS[role]: [[s.start, s.end] for s in quote.spans[role]] for role in ROLES}
    source = quote.spans["source"]
    return {
        "type": quote.quote_type,
        "speaker_start": min((s.start for s in source), default=None),
        "speaker_end": max((s.end for s in source), default=None),
        "fragments": fragments,
    }
