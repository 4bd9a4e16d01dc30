"""Files that a format reads as a whole."""

from __future__ import annotations

from typing import BinaryIO

from onrecord.errors import SourceError
from onrecord.ingestion.limits import LONGEST_TEXT

# Bytes of a text: four for each character of the longest.
LARGEST_TEXT = 4 * LONGEST_TEXT


def read_whole(file: BinaryIO, where: str, largest: int = LARGEST_TEXT) -> bytes:
    """The content of a file.

    Raises:
        SourceError: it has more than `largest` bytes, or none but white space.
    """
    content = file.read(largest + 1)
    if len(content) > largest:
        raise SourceError(f"{where}: more than {largest >> 20} MiB; an article never is, so divide it or leave it out")
    if not content.strip():
        raise SourceError(f"{where}: an empty file; remove it or restore its text")
    return content
