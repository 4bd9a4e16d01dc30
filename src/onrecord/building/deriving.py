"""Derives articles from files: texts in this process, other formats in separate processes, in order."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from onrecord.building.workers import Crew, derive_all, usual_jobs
from onrecord.errors import SourceError
from onrecord.ingestion.document import Document, Refusal
from onrecord.ingestion.facts import Facts, usable
from onrecord.ingestion.formats.registry import HEAD, TEXT, Format, Request, format_of, why_not
from onrecord.ingestion.language import other_language
from onrecord.ingestion.limits import LARGEST_CONTAINER, LARGEST_FILE, LONGEST_TEXT
from onrecord.ingestion.origin import Origin, original_path
from onrecord.ingestion.sidecar import BASIS as SIDECAR
from onrecord.ingestion.sidecar import parse_export_sidecar, parse_sidecar
from onrecord.ingestion.sources import TEXT_SUFFIX, Source, portable_path, target_of
from onrecord.package import SEEDS
from onrecord.text.numbers import counted
from onrecord.text.printable import shown

_SHOWN = 5  # columns in a note
_SECONDS = 60.0  # that deriving an article may take
_LONGEST_NAME = 80  # characters of a file's name that is made of an address or a title
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{0,20}://[^/]*", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Derived:
    """An article of a file.

    Attributes:
        source: the file.
        kind: the name of its format.
        is_many: whether the file may hold several articles.
        target: the path of the text in the package.
        content: the text, in UTF-8.
        origin: what the text was derived from; None if it is a text.
        raw: the bytes of the original; None if the text is the original.
        sidecar: the content of the sidecar, which is copied to the only text of its file; None if it has none.
        faults: the facts that the file states but the table `articles` does not allow, and columns that are not read.
    """

    source: Source
    kind: str
    is_many: bool
    target: str
    content: bytes
    origin: Origin | None = None
    raw: bytes | None = None
    sidecar: bytes | None = None
    faults: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Refused:
    """A file, or a record of it, that is not an article; `faults` as in `Derived`."""

    source: Source
    refusal: Refusal
    faults: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Wrong:
    """What the user has to correct before anything is converted."""

    message: str


Outcome = Derived | Refused | Wrong


def derive(
    sources: Sequence[Source],
    columns: Mapping[str, str],
    metadata: Mapping[Source, Facts],
    jobs: int | None = None,
    crew: Crew | None = None,
) -> Iterator[Outcome]:
    """The articles of files: first those of plain texts, then those of other formats, each in the order of the files.

    Args:
        sources: the files.
        columns: see `formats.Request`.
        metadata: the facts that are stated about files elsewhere.
        jobs: how many processes derive texts; None for the usual number.
        crew: the processes, if they are there already.
    """
    asked: dict[Source, _Asked] = {}
    for source in sources:
        try:
            kind = _kind(source)
            if isinstance(kind, Refused):
                yield kind
                continue
            sidecar, own_columns = _sidecar(source, kind)
            above = sidecar.over(metadata.get(source, Facts()))
            if kind.name == TEXT:
                yield from _texts(source, kind, columns, above)
                continue
        except SourceError as error:
            yield Wrong(str(error))
            continue
        asked[source] = _Asked(kind, above, _Names(source.below_seeds, kind), own_columns or columns)
    answers = derive_all(
        ((source, each.kind.is_many, each.columns) for source, each in asked.items()),
        jobs or usual_jobs(len(asked)),
        _SECONDS,
        crew,
    )
    for source, answer in answers:
        own = asked[source]
        if answer.document is not None:
            try:
                yield _derived(source, own.kind, answer.document, own.names.target(answer.document), own.above)
            except SourceError as error:
                yield Wrong(str(error))
        if answer.refusal is not None:
            yield Refused(source, answer.refusal)
        if answer.reason:
            yield Refused(source, Refusal(answer.reason, answer.fault))


@dataclasses.dataclass(frozen=True, slots=True)
class _Asked:
    """How a file is read: its format, the facts stated about it, the names of its texts, and the names of columns."""

    kind: Format
    above: Facts
    names: _Names
    columns: Mapping[str, str]


def _texts(source: Source, kind: Format, columns: Mapping[str, str], above: Facts) -> Iterator[Outcome]:
    """The articles of a plain text, for which a process is not worth its start."""
    try:
        with source.open(LARGEST_FILE) as file:
            found = list(kind.read(file, Request(str(source.path), columns)))
    except SourceError as error:
        yield Refused(source, Refusal(error.reason, str(error)))
        return
    for each in found:
        if isinstance(each, Refusal):
            yield Refused(source, each)
        else:
            yield _derived(source, kind, each, target_of(portable_path(source.below_seeds)), above)


def _kind(source: Source) -> Format | Refused:
    """The format of a file; or why it is not read: it is of none that is, or too large for its format."""
    with source.open(LARGEST_CONTAINER) as file:
        head = file.read(HEAD)
        kind = format_of(source.path.suffix, head)
        size = file.seek(0, 2)
    if kind is None:
        return Refused(source, Refusal("kind", why_not(source.path.suffix, head)))
    if not kind.is_many and size > LARGEST_FILE:
        message = f"{size:,} bytes; at most {LARGEST_FILE:,} are read, so divide the file"
        return Refused(source, Refusal("too_long", message))
    return kind


def _derived(source: Source, kind: Format, document: Document, target: str, above: Facts) -> Outcome:
    where = str(source.path)
    stated, faults = usable(document.facts)
    noted = tuple(f"{where}{f', {document.locator}' if document.locator else ''}: {fault}" for fault in faults)
    if document.ignored:
        noted = (f"{where}: {_unread(document.ignored)}", *noted)
    facts = above.over(stated)
    if refusal := _unfit(document):
        return Refused(source, refusal, noted)
    origin, original = None, document.original
    # A sidecar is copied to the only text of its file; the texts of a file of many have its facts in their origins.
    lasting = facts if kind.is_many else facts.without(SIDECAR)
    if original is not None or document.blocks or lasting.pairs:
        origin = Origin(
            kind.step if original is not None or document.blocks else "",
            source.path.name,
            original_path(_sha256(original.content), original.suffix) if original else "",
            document.locator,
            original.encoding if original else "",
            lasting,
            document.blocks,
            document.pieces,
        )
    content, raw = document.text.encode("utf-8"), original.content if original else None
    own = source.read_sidecar() if not kind.is_many else None
    return Derived(source, kind.name, kind.is_many, target, content, origin, raw, own, noted)


def _unread(columns: Sequence[str]) -> str:
    """Says that columns of a table are not read, and how they can be."""
    names = ", ".join(map(shown, columns[:_SHOWN])) + (", ..." if len(columns) > _SHOWN else "")
    return f"{counted(len(columns), 'column')} ({names}); if one has a fact, name it, as in --columns section=NAME"


class _Names:
    """Names the texts of a file's articles."""

    def __init__(self, below_seeds: str, kind: Format) -> None:
        self._below_seeds, self._kind = below_seeds, kind
        self._given: set[str] = set()

    def target(self, document: Document) -> str:
        """The path of an article's text in the package; a key that is used again gets a part of the text's hash."""
        if not self._kind.is_many:
            return target_of(portable_path(self._below_seeds))
        name = _slug(document.key)
        if not name or name in self._given:
            name = f"{name or 'article'}-{_sha256(document.text.encode('utf-8', 'replace'))[:8]}"
        self._given.add(name)
        return f"{SEEDS}/{portable_path(self._below_seeds)}/{name}{TEXT_SUFFIX}"


def _slug(key: str) -> str:
    """A name of letters, digits and hyphens for a key: an id, an address or a title.

    Example:
        >>> _slug("https://example.org/2031/05/13/ferry-stays.html")
        '2031-05-13-ferry-stays-html'
    """
    words = re.findall(r"[a-z0-9]+", _ADDRESS.sub("", key[:2_000]).lower())
    name = "-".join(words)
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 9]}-{_sha256(key.encode('utf-8', 'replace'))[:8]}"
    return name


def _sidecar(source: Source, kind: Format) -> tuple[Facts, Mapping[str, str]]:
    """The facts that the sidecar of a file states, and the columns that it names."""
    content = source.read_sidecar()
    if content is None or source.sidecar is None:
        return Facts(), {}
    if kind.is_many:
        return parse_export_sidecar(content, source.sidecar)
    return parse_sidecar(content, source.sidecar), {}


def _unfit(document: Document) -> Refusal | None:
    """Why a document cannot be read as an article; None if it can."""
    text = document.text
    if not text.replace("\ufeff", "").strip():
        return Refusal("no_text", "no text in it; remove it or restore its text", document.locator)
    if len(text) > LONGEST_TEXT:
        message = f"a text of {len(text):,} characters; an article has at most {LONGEST_TEXT:,}"
        return Refusal("too_long", f"{message}, so give each article its own file", document.locator)
    if language := other_language(text):
        return Refusal("language", f"in the language {language!r}; only English is read", document.locator)
    return None


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
