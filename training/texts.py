"""The texts that labels name by their hashes, and which of them are kept for tests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

_HELD = 7  # one text in so many is held out


def hash_of(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def texts_of(paths: Sequence[Path]) -> dict[str, str]:
    """The texts of gold files, with line feeds as breaks, by their hashes."""
    found = {}
    for path in paths:
        for line in path.open(encoding="utf-8"):
            text = json.loads(line)["text"].replace("\r\n", "\n")
            found[hash_of(text)] = text
    return found


def is_held(key: str) -> bool:
    """Whether the text with a hash is kept for tests."""
    return int(key[:4], 16) % _HELD == 0
