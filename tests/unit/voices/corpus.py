"""Corpora of a few lines for the tests of the audit."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onrecord.package.ids import make_id

from ...small_package import edit_rows, write_small_package

Row = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Printed:
    """An article: its name, what is said in it as pairs of a speaker and words, outlet, day and story.

    The speaker is the name of a person, of an organization if it begins with "The ", or empty if nobody is named.
    """

    name: str
    said: Sequence[tuple[str, str]]
    publisher: str = ""
    published: str = ""
    story: str = ""


def speaker_id(name: str) -> str:
    """The id of a speaker."""
    return make_id("entities", "speaker", name)


def write_corpus(folder: Path, printed: Sequence[Printed]) -> Path:
    """Writes a package with some articles, in whose tables everything else is that of the small package."""
    write_small_package(folder)
    speakers = dict.fromkeys(speaker for article in printed for speaker, _ in article.said if speaker)

    def articles(rows: list[dict[str, str]]) -> None:
        rows[:] = [
            rows[0]
            | {
                "article_id": make_id("articles", article.name),
                "publisher": article.publisher,
                "published": article.published,
                "story_id": make_id("stories", article.story or article.name),
            }
            for article in printed
        ]

    def entities(rows: list[dict[str, str]]) -> None:
        rows[:] = [
            rows[0]
            | {
                "entity_id": speaker_id(name),
                "name": name,
                "entity_type": "organization" if name.startswith("The ") else "person",
            }
            for name in speakers
        ]

    def quotes(rows: list[dict[str, str]]) -> None:
        rows[:] = [
            rows[0]
            | {
                "quote_id": make_id("quotes", article.name, str(number)),
                "article_id": make_id("articles", article.name),
                "speaker_id": speaker_id(speaker) if speaker else "",
                "speaker_status": "named" if speaker else "unknown",
                "text": words,
                "start": str(number),
                "end": str(number + 1),
            }
            for article in printed
            for number, (speaker, words) in enumerate(article.said)
        ]

    edit_rows(folder, "articles", articles)
    edit_rows(folder, "entities", entities)
    edit_rows(folder, "quotes", quotes)
    return folder


def picked(frame: Any, **values: str) -> list[Row]:
    """The rows of a frame that have some values."""
    return [row for row in frame.to_dicts() if all(row[name] == value for name, value in values.items())]
