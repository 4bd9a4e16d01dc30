"""Decides what becomes of an article that was found: it is new, known already, or a text of an article that is there.

Two files have the same article if they state the same address, or if their texts would get the same path.
"""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

from onrecord.building.deriving import Derived
from onrecord.errors import SourceError
from onrecord.ingestion.article import id_of
from onrecord.ingestion.document import Block, Refusal
from onrecord.ingestion.facts import Facts, usable
from onrecord.ingestion.origin import Origin, origin_path, written_origin
from onrecord.ingestion.sidecar import parse_sidecar
from onrecord.ingestion.sources import TEXT_SUFFIX, Source, sidecar_target
from onrecord.package.files import is_inside, read_inside
from onrecord.package.staging import Staging

REVISIONS = "revisions"
# The locator of a whole file.
WHOLE = "file"


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """An article of the package, before it is read.

    Attributes:
        article_id: its id.
        path: of its text in the package.
        sha256: of the text's bytes.
        facts: what is known of it from elsewhere.
        size: of the text in bytes.
        folder: where its text is now: the package, or the folder of staged files.
        origin: what the text was derived from; None if it is a text.
    """

    article_id: str
    path: str
    sha256: str
    facts: Facts
    size: int
    folder: Path
    origin: Origin | None = None

    def text(self) -> str:
        """The text.

        Raises:
            SourceError: it was changed while the run was at work.
        """
        content = read_inside(self.folder, self.path)
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise SourceError(f"{self.folder / self.path}: was changed while this run was at work; run it again")
        return content.decode("utf-8")

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The paragraphs that the format of the source shows."""
        return self.origin.blocks if self.origin else ()


@dataclasses.dataclass(frozen=True, slots=True)
class Rejected:
    """A source that was set aside; a row of the table `rejected`."""

    source: str
    locator: str
    reason: str
    message: str


@dataclasses.dataclass(frozen=True, slots=True)
class Revision:
    """An earlier text of an article; a row of the table `article_revisions` without its number."""

    article_id: str
    text_path: str
    text_sha256: str
    published: str
    updated: str


@dataclasses.dataclass(slots=True)
class Gathered:
    """What was found.

    Attributes:
        entries: the articles, by path.
        rejected: the sources that were set aside.
        left_out: the other files in folders, each with the reason.
        same: sources that the package has already.
        updated: the paths of articles whose text was replaced by a later text.
        earlier: sources with an earlier text of an article than the package has.
        restated: the paths of articles about which a source says something else than before.
        revisions: earlier texts of articles that were found in this run, in order.
        faults: facts that a file states but the table does not allow.
        seen: the names of all files that were read.
    """

    entries: list[Entry] = dataclasses.field(default_factory=list)
    rejected: list[Rejected] = dataclasses.field(default_factory=list)
    left_out: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    same: list[str] = dataclasses.field(default_factory=list)
    updated: list[str] = dataclasses.field(default_factory=list)
    earlier: list[str] = dataclasses.field(default_factory=list)
    restated: list[str] = dataclasses.field(default_factory=list)
    revisions: list[Revision] = dataclasses.field(default_factory=list)
    faults: list[str] = dataclasses.field(default_factory=list)
    seen: set[str] = dataclasses.field(default_factory=set)


class Placing:
    """The articles of a package while it is gathered.

    Args:
        folder: the package.
        staging: takes the files of new articles.
        found: takes what was found.

    Attributes:
        wrong: what the user has to correct before anything is converted.
    """

    def __init__(self, folder: Path, staging: Staging, found: Gathered) -> None:
        self._folder, self._staging, self._found = folder, staging, found
        self._by_path: dict[str, Entry] = {}
        self._by_id: dict[str, Entry] = {}
        self._by_record: dict[tuple[str, str, str] | None, Entry] = {}
        self._at_home: set[tuple[object, ...]] = set()
        self.wrong: list[str] = []

    def entries(self) -> list[Entry]:
        """The articles by path."""
        return [self._by_path[path] for path in sorted(self._by_path)]

    def keep(self, entry: Entry, where: str) -> None:
        """Takes an article that the package has."""
        self._at_home.add((entry.sha256, *entry.facts.pairs.items()))
        twin = self._by_id.setdefault(entry.article_id, entry)
        if twin is not entry:
            self.wrong.append(f"{where}: has the same url as {twin.folder / twin.path}; change one of the two")
        self._by_path[entry.path] = entry
        if (record := _record(entry)) is not None:
            self._by_record[record] = entry

    def place(self, derived: Derived) -> None:
        """Stages an article, unless the package has it already as it is.

        Raises:
            SourceError: its sidecar is wrong.
        """
        source, content, sidecar = derived.source, derived.content, derived.sidecar
        found = dataclasses.replace(entry_of(derived), folder=self._staging.staged)
        facts, sha256 = found.facts, found.sha256
        old = self._by_id.get(found.article_id) or self._by_path.get(found.path) or self._by_record.get(_record(found))
        if old is None:
            if (sha256, *facts.pairs.items()) in self._at_home:
                self._found.same.append(str(source.path))  # under another name
                return
        else:
            address = facts.url
            found = self._in_place_of(old, found, source, sidecar)
            if old.sha256 == sha256 and old.facts.pairs == found.facts.pairs:
                self._found.same.append(str(source.path))
                return
            if _is_restated(old, found):
                self._found.restated.append(old.path)
            elif address is None or address != old.facts.url:
                self._conflict(derived, old)
                return
            elif _is_earlier(found.facts, old.facts):  # an earlier text, found later
                self._revise(found, content)
                self._found.earlier.append(str(source.path))
                return
            else:
                self._revise(old, read_inside(old.folder, old.path))
                self._found.updated.append(old.path)
            del self._by_id[old.article_id]
            if found.origin is None and old.origin is not None and old.folder == self._folder:
                self._staging.delete(origin_path(old.path))
        self._stage(found, content, derived.raw, sidecar)

    def _in_place_of(self, old: Entry, found: Entry, source: Source, sidecar: bytes | None) -> Entry:
        """An article that was found, under the name that it has in the package, with all that is known of it."""
        origin = found.origin
        if _is_restated(old, found):
            # What the source says no more, or this part of it, is kept.
            lasting = (origin.facts if origin else Facts()).over(old.origin.facts if old.origin else Facts())
            if lasting.pairs:
                whole = origin or old.origin or Origin("", source.path.name, "")
                origin = dataclasses.replace(whole, facts=lasting)
        facts = _facts(source, sidecar if sidecar is not None else self._sidecar_of(old), origin)
        return dataclasses.replace(found, article_id=id_of(old.path, facts), path=old.path, facts=facts, origin=origin)

    def _stage(self, entry: Entry, content: bytes, raw: bytes | None, sidecar: bytes | None) -> None:
        """Writes the files of an article, which is then one of the package's."""
        self._staging.write(entry.path, content)
        if entry.origin is not None:
            self._staging.write(origin_path(entry.path), written_origin(entry.origin))
            if raw is not None:
                self._staging.write(entry.origin.path, raw)
        if sidecar is not None:
            self._staging.write(sidecar_target(entry.path), sidecar)
        self._by_path[entry.path] = self._by_id[entry.article_id] = entry

    def _conflict(self, derived: Derived, old: Entry) -> None:
        """Notes that a text has the name of another: the record is set aside, or the run stops."""
        message = f"{old.path} holds another text"
        if derived.is_many:
            refusal = Refusal("invalid", f"{message}; give the records ids or addresses", old.path)
            self._found.rejected.append(rejected(derived.source, refusal))
        else:
            self.wrong.append(f"{derived.source.path}: {message}; rename the new file or remove the old file")

    def _revise(self, entry: Entry, content: bytes) -> None:
        """Keeps an earlier text of an article."""
        revision = Revision(
            entry.article_id,
            f"{REVISIONS}/{entry.article_id}/{entry.sha256}{TEXT_SUFFIX}",
            entry.sha256,
            entry.facts.published or "",
            entry.facts.updated or "",
        )
        if revision.text_sha256 not in {each.text_sha256 for each in self._found.revisions}:
            self._found.revisions.append(revision)
            self._staging.write(revision.text_path, content)

    def _sidecar_of(self, entry: Entry) -> bytes | None:
        path = sidecar_target(entry.path)
        return read_inside(entry.folder, path) if is_inside(entry.folder, path) else None


def rejected(source: Source, refusal: Refusal) -> Rejected:
    """The row of a file, or of a record of it, that is set aside."""
    message = refusal.message.removeprefix(f"{source.path}: ")  # a path may say more than others need to know
    return Rejected(source.below_seeds, refusal.locator or WHOLE, refusal.reason, message)


def entry_of(derived: Derived) -> Entry:
    """An article that was derived from a file, in no folder yet.

    Raises:
        SourceError: its sidecar is wrong.
    """
    facts, content = _facts(derived.source, derived.sidecar, derived.origin), derived.content
    return Entry(
        id_of(derived.target, facts), derived.target, sha256_of(content), facts, len(content), Path(), derived.origin
    )


def _facts(source: Source, sidecar: bytes | None, origin: Origin | None) -> Facts:
    """The facts of a text with a sidecar and an origin, as the next conversion will find them, too."""
    stated = parse_sidecar(sidecar, source.sidecar or source.path) if sidecar is not None else Facts()
    return stated.over(usable(origin.facts.pairs)[0]) if origin else stated


def _record(entry: Entry) -> tuple[str, str, str] | None:
    """The record of a file that an article is, with its text; None if it is the whole of its file.

    An export that is converted again with other `columns` may give its articles other names and headlines.
    """
    origin = entry.origin
    return (origin.file, origin.locator, origin.path) if origin and origin.locator and origin.path else None


def _is_restated(old: Entry, found: Entry) -> bool:
    """Whether a source says something else about an article than before, but has the same text."""
    return old.sha256 == found.sha256 or (_record(old) is not None and _record(old) == _record(found))


def _is_earlier(facts: Facts, other: Facts) -> bool:
    """Whether a text is from before another of the same article; if a time is unknown, what is found later is later."""
    own, theirs = (each.updated or each.published or "" for each in (facts, other))
    return bool(own) and own < theirs


def sha256_of(content: bytes) -> str:
    """A hash of bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
