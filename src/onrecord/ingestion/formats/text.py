"""Plain text in UTF-8, or in another encoding that its bytes show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.errors import SourceError
from onrecord.ingestion.document import Document, Original, Piece, Refusal
from onrecord.ingestion.encodings import UTF_8, decoded
from onrecord.ingestion.formats.reading import read_whole
from onrecord.ingestion.formats.registry import Format, Request
from onrecord.lang.en import databases
from onrecord.text.spans import Span

_LISTED = tuple((name, re.compile(pattern, re.MULTILINE)) for name, pattern in databases.DIVIDERS)


def read(file: BinaryIO, request: Request) -> Iterator[Document | Refusal]:
    """The article that a text file is; a list of articles that a database gave out is refused.

    Raises:
        SourceError: it is empty, binary or in an encoding that it does not show.
    """
    content = read_whole(file, request.where)
    text, encoding = decoded(content, request.where)
    if not text.replace("\ufeff", "").strip():
        raise SourceError(f"{request.where}: an empty file; remove it or restore its text")
    if refusal := _list_refused(text):
        yield refusal
    elif encoding == UTF_8:
        yield Document(text)
    else:
        whole = Span(0, len(text))
        yield Document(text, original=Original(content, ".txt", encoding), pieces=(Piece(whole, whole),))


def _list_refused(text: str) -> Refusal | None:
    for name, pattern in _LISTED:
        count = sum(1 for _ in pattern.finditer(text))
        if count > 1:
            message = f"a list of {count:,} articles as {name} gives them out, which would be read as a single article"
            return Refusal("kind", f"{message}; get each article as a separate file, or the list as CSV")
    return None


FORMAT = Format("text", 1, "a plain text", frozenset({".txt", ".text"}), lambda _: False, read)
