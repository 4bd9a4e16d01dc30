"""Web pages, saved by a browser or a crawler."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.ingestion.document import Document, Refusal
from onrecord.ingestion.formats.registry import Format, Request
from onrecord.ingestion.limits import LARGEST_PAGE
from onrecord.ingestion.pages import derive

_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,999}(?:<\?xml[^>]{0,200}\?>\s{0,99})?(?:<!--(?:[^-]|-(?!->)){0,2000}-->\s{0,99}){0,9}"
    rb"<(?:!doctype\s{1,99}html|html|head|body)\b",
    re.IGNORECASE,
)


def recognizes(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a web page."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:].replace(b"\0", b"")
    return _BEGINNING.match(head) is not None


def read(file: BinaryIO, request: Request) -> Iterator[Document | Refusal]:
    """The article of a page, or why it has no article."""
    yield derive(file.read(LARGEST_PAGE + 1), request)


FORMAT = Format("html", 1, "a web page", frozenset({".html", ".htm", ".xhtml", ".shtml"}), recognizes, read)
