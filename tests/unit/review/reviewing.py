"""The small package under review."""

from __future__ import annotations

from pathlib import Path

from onrecord.corrections import read_lines
from onrecord.package.package import read_package
from onrecord.review.decisions import Judgement, Signature, checked, judged, withdrawn
from onrecord.review.journal import Journal
from onrecord.review.queue import Item, Selection, queue
from onrecord.review.rows import Reading, read_rows

DAY = "2031-05-14"


def reading_of(package: Path) -> Reading:
    """The rows as they were read."""
    return read_rows(read_package(package), read_lines(package)[0])


def item_of(package: Path, table: str, key: str) -> Item:
    """A row to review."""
    [item] = [item for item in queue(reading_of(package), Selection((table,))) if item.key == (key,)]
    return item


def judge(package: Path, coder: str, item: Item, judgement: Judgement | None = None, *, wrong: bool = False) -> None:
    """Writes a decision of a coder about a row."""
    reading, journal = reading_of(package), Journal.of(package, coder)
    signature = Signature(coder, DAY, sample=item.sample)
    lines = withdrawn(reading, item, signature) if wrong else judged(reading, item, judgement or Judgement(), signature)
    checked(lines)
    journal.put(item.name, lines)
