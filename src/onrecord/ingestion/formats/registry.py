"""The registry of formats, and the choice of one for a file."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from onrecord.ingestion.document import Document, Refusal
from onrecord.ingestion.formats.kinds import kind_by_bytes, kind_by_suffix

GROUP = "onrecord.formats"
TEXT = "text"  # the name of the format of plain texts
# How many bytes at the beginning of a file show its kind.
HEAD = 4096
# The modules of the formats; each has a `FORMAT`. The first that recognizes a file reads it.
_MODULES: tuple[str, ...] = ("feed", "html", "json_records", "warc", "pdf", "docx", "csv_records", "markdown", "text")


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
        read: the articles of a file, in order, and the records that are not articles; it reads no more than it needs at
            a time, and raises `SourceError` if the whole file cannot be read.
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
    import importlib.metadata

    own = [importlib.import_module(f"onrecord.ingestion.formats.{name}").FORMAT for name in _MODULES]
    others = [point.load() for point in importlib.metadata.entry_points(group=GROUP)]
    return tuple(own + [found for found in others if isinstance(found, Format)])


def format_of(suffix: str, head: bytes) -> Format | None:
    """The format of a file with a suffix that begins with `head`; None if files of its kind are not read.

    The bytes decide where they can; the suffix decides among the formats that have no such bytes.
    """
    suffix = suffix.lower()
    named = [found for found in formats() if suffix in found.suffixes]
    sure = [found for found in formats() if found.recognizes(head)]
    if sure:
        return next((found for found in named if found in sure), sure[0])
    return None if kind_by_bytes(head) else next(iter(named), None)


def left_out(suffix: str) -> str:
    """Why files with a suffix in a folder are left out, and what to do.

    Examples:
        >>> left_out(".xyz")
        'files with .xyz are not read'
    """
    kind = kind_by_suffix(suffix)
    return f"{kind.title} is not read; {kind.remedy}" if kind else f"files with {suffix or 'no suffix'} are not read"


def why_not(suffix: str, head: bytes) -> str:
    r"""Why a file that has no format is not read, and what to do.

    Examples:
        >>> why_not(".txt", b"{\\rtf1 A mill burned down.}")
        'it is a text in RTF, which is not read; save it as .docx or .txt'
    """
    kind = kind_by_bytes(head) or kind_by_suffix(suffix)
    if kind is None:
        return f"files with {suffix or 'no suffix'} are not read; save the article as .txt, .html, .docx or .csv"
    return f"it is {kind.title}, which is not read; {kind.remedy}"
