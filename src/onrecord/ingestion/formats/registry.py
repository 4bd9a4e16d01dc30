"""The registry of formats, and the choice of one for a file."""

from __future__ import annotations

import dataclasses
import functools
import importlib
import importlib.metadata
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from onrecord.ingestion.document import Document, Refusal

GROUP = "onrecord.formats"
# How many bytes at the beginning of a file show its kind.
HEAD = 4096
# The modules of the formats; each has a `FORMAT`. The first that recognizes a file reads it.
_MODULES: tuple[str, ...] = ("html", "text")


@dataclasses.dataclass(frozen=True, slots=True)
class Request:
    """What a format is asked to read.

    Attributes:
        where: the file, as messages name it.
        columns: the names that a table or a record has for the text and the facts, by ours: `{"text": "body"}`.
    """

    where: str
    columns: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Format:
    """A kind of files, and how articles are read from them.

    Attributes:
        name: in lower case, such as `html`; with the version it names the step that derives a text: `html@1`.
        version: increased when the same file gives another text.
        title: for people: "a web page".
        suffixes: of its files, in lower case with the dot.
        recognizes: whether the first bytes of a file are of this kind, whatever its name.
        read: the articles of a file, in order, and the records that are none; it reads no more than it needs at a time,
            and raises `SourceError` if the whole file cannot be read.
        is_many: whether a file may hold several articles.
    """

    name: str
    version: int
    title: str
    suffixes: frozenset[str]
    recognizes: Callable[[bytes], bool]
    read: Callable[[BinaryIO, Request], Iterator[Document | Refusal]]
    is_many: bool = False

    @property
    def step(self) -> str:
        """The step that derives a text, such as `html@1`."""
        return f"{self.name}@{self.version}"


@functools.cache
def formats() -> tuple[Format, ...]:
    """All formats: onrecord's own, then those of other packages."""
    own = [importlib.import_module(f"onrecord.ingestion.formats.{name}").FORMAT for name in _MODULES]
    others = [point.load() for point in importlib.metadata.entry_points(group=GROUP)]
    return tuple(own + [found for found in others if isinstance(found, Format)])


def format_of(suffix: str, head: bytes) -> Format | None:
    """The format of a file with a suffix that begins with `head`; None if files of its kind are not read.

    The bytes decide where they can; the suffix decides among the formats that have no telling bytes.
    """
    suffix = suffix.lower()
    named = [found for found in formats() if suffix in found.suffixes]
    sure = [found for found in formats() if found.recognizes(head)]
    both = [found for found in named if found in sure]
    return next(iter(both or sure or named), None)
