"""Zones: the parts of an article, its paragraphs, each in one of them, and the layout of all of them."""

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


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a text, recognized by form; None or empty if the text lacks a part.

    Attributes:
        paragraphs: all paragraphs of the article, in order; lines of the page around it, such as links, are left out.
        title: the headline.
        byline: the authors' names with their posts, without `By`.
        authors: the names in the byline.
        dateline: the place before the first paragraph, or on a line above it.
        credit: the agency before the first paragraph, without its parentheses, or on a line by itself.
        photo_credits: the sources of pictures that the captions name.
        published: when the article was published, in EDTF: the day, with its time if the text states it.
        updated: when it was last changed, likewise.
        kicker: the words above the headline that say what kind of article it is: "EXCLUSIVE".
        section: the name of the section above the headline.
        standfirst: the paragraphs between the headline and the body.
        notes: the paragraphs with corrections and editor's notes.
    """

    paragraphs: tuple[Paragraph, ...]
    title: Span | None = None
    byline: Span | None = None
    dateline: Span | None = None
    credit: Span | None = None
    photo_credits: tuple[Span, ...] = ()
    authors: tuple[Span, ...] = ()
    published: str | None = None
    updated: str | None = None
    kicker: Span | None = None
    section: Span | None = None
    standfirst: tuple[Span, ...] = ()
    notes: tuple[Span, ...] = ()
