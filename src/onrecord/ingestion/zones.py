"""Zones: the parts of an article, and its paragraphs, each in one of them."""

from __future__ import annotations

import dataclasses
import enum

from onrecord.text.spans import Span


class Zone(enum.StrEnum):
    """The part of an article that a stretch of text belongs to."""

    HEADLINE = "headline"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    BODY = "body"


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without outer white space; the first paragraph of the body is without dateline and credit."""

    span: Span
    zone: Zone
