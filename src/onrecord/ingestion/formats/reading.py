"""Files that a format reads as a whole, and texts that hold several articles."""

from __future__ import annotations

import re
from typing import BinaryIO

from onrecord.errors import SourceError
from onrecord.ingestion.document import Refusal
from onrecord.ingestion.encodings import empty_file
from onrecord.ingestion.limits import LONGEST_TEXT
from onrecord.lang.en import databases

# Bytes of a text: four for each character of the longest.
LARGEST_TEXT = 4 * LONGEST_TEXT
_LISTED = tuple((name, re.compile(pattern, re.MULTILINE)) for name, pattern in databases.DIVIDERS)


def read_whole(file: BinaryIO, where: str, largest: int = LARGEST_TEXT) -> bytes:
    """The content of a file.

    Raises:
        SourceError: it has more than `largest` bytes, or none but white space.
    """
    content = file.read(largest + 1)
    if len(content) > largest:
        raise SourceError(
            f"{where}: more than {largest >> 20} MiB; an article never is, so divide it or leave it out", "too_long"
        )
    if not content.strip():
        raise empty_file(where)
    return content


def refusal_of_list(text: str) -> Refusal | None:
    """The refusal of a list of articles, as a database gives it out; None for other texts."""
    for name, pattern in _LISTED:
        count = sum(1 for _ in pattern.finditer(text))
        if count > 1:
            message = f"a list of {count:,} articles as {name} gives them out, which would be read as a single article"
            return Refusal("kind", f"{message}; get each article as a separate file, or the list as CSV")
    return None
