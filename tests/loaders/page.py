"""The blocks of docs/loading.md, which are what the tests run."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "loading.md"


def block(section: str, language: str, number: int = 0) -> str:
    """The code in a section of the page.

    Args:
        section: the section's title.
        language: what the block is marked as.
        number: which of the section's blocks in that language, from 0.
    """
    [text] = re.findall(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    blocks: list[str] = re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)
    return blocks[number]
