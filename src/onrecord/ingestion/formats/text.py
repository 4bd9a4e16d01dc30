"""Plain text in UTF-8, or in another encoding that its bytes show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from onrecord.ingestion.article import decode
from onrecord.ingestion.document import Document, Refusal
from onrecord.ingestion.formats.registry import Format, Request


def read(file: BinaryIO, request: Request) -> Iterator[Document | Refusal]:
    """The article that a text file is.

    Raises:
        SourceError: it is empty, binary or not UTF-8.
    """
    yield Document(decode(file.read(), request.where))


FORMAT = Format("text", 1, "a plain text", frozenset({".txt", ".text"}), lambda _: False, read)
