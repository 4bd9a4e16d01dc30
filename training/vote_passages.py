"""Passages in which each number, name and decision of a vote has its tag: `labels/votes_*.txt`."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

_MARK = re.compile(r"\[(?P<tag>[A-Z]+)(?P<vote>[23]?) (?P<words>[^\]]*)\]")


@dataclasses.dataclass(frozen=True)
class Passage:
    """A text with its tags (start, end, kind, which vote), and stretches whose tags are unknown."""

    text: str
    tags: list[tuple[int, int, str, int]]
    kind: str = ""
    unknown: tuple[tuple[int, int], ...] = ()


def passage(line: str) -> Passage:
    """The passage of a line such as "The [B board] [F rejected] it, [N 5]-[Y 2]."; a tab and its kind follow."""
    marked, _, kind = line.rstrip("\n").partition("\t")
    text, tags, end = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[end : match.start()]
        tags.append((len(text), len(text) + len(match["words"]), match["tag"], int(match["vote"] or 1) - 1))
        text, end = text + match["words"], match.end()
    return Passage(text + marked[end:], tags, kind)


def lines_of(path: Path) -> list[str]:
    """The lines of a file of passages."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
