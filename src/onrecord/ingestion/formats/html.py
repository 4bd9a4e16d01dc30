"""Web pages, saved by a browser or a crawler."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from onrecord.ingestion.document import Document, Refusal
from onrecord.ingestion.formats.registry import Format, Request
from onrecord.ingestion.limits import LARGEST_PAGE

_BEGINNINGS = (b"<!doctype html", b"<html", b"<head", b"<body")
# What may be before: a declaration of XML, and comments, such as that of a browser that saved the page.
_BEFORE = ((b"<?xml", b"?>"), (b"<!--", b"-->"))


def recognizes(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a web page."""
    head = head[2:].replace(b"\0", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    while (end := next((mark for start, mark in _BEFORE if head.startswith(start)), None)) is not None:
        head = head.partition(end)[2].lstrip()
    return head.startswith(_BEGINNINGS)


def read(file: BinaryIO, request: Request) -> Iterator[Document | Refusal]:
    """The article of a page, or why it has no article."""
    from onrecord.ingestion.pages import derive

    yield derive(file.read(LARGEST_PAGE + 1), request)


FORMAT = Format("html", 1, "a web page", frozenset({".html", ".htm", ".xhtml", ".shtml"}), recognizes, read)
