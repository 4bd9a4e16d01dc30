"""Gathers the articles of a package: those in its seeds/, and those in the files that the user names.

Every file is read and checked before anything is written. A text in a format other than UTF-8 text is derived once, and
stored with its original and its origin; from then on the derived text is the source that offsets count.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from onrecord.building.workers import derive_all, usual_jobs
from onrecord.errors import SourceError
from onrecord.ingestion.article import decode, id_of
from onrecord.ingestion.document import Block, Document, Refusal
from onrecord.ingestion.facts import Facts, facts_of, usable
from onrecord.ingestion.formats.registry import HEAD, TEXT, Format, Request, format_of, why_not
from onrecord.ingestion.language import other_language
from onrecord.ingestion.limits import LARGEST_CONTAINER, LARGEST_FILE, LONGEST_TEXT
from onrecord.ingestion.metadata import read_metadata
from onrecord.ingestion.origin import Origin, fault_in_blocks, origin_of, origin_path, original_path, written_origin
from onrecord.ingestion.sidecar import BASIS as SIDECAR
from onrecord.ingestion.sidecar import parse_export_sidecar, parse_sidecar
from onrecord.ingestion.sources import (
    TEXT_SUFFIX,
    Found,
    Source,
    find_sources,
    find_texts,
    name_fault,
    portable_path,
    sidecar_target,
    target_of,
)
from onrecord.package import SEEDS
from onrecord.package.files import is_inside, read_file, read_inside
from onrecord.package.staging import Staging

REVISIONS = "revisions"
METADATA = "metadata"  # the basis of facts in a metadata.csv
# The locator of a whole file.
WHOLE = "file"
_SECONDS = 60.0  # that deriving an article may take
_LONGEST_NAME = 80  # characters of a file's name that is made of an address or a title
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{0,20}://[^/]*", re.IGNORECASE)


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


def gather(
    folder: Path,
    staging: Staging,
    places: Sequence[str | Path | Source],
    columns: Mapping[str, str],
    jobs: int | None = None,
) -> Gathered:
    """The articles of a package, old and new; new texts are staged.

    Args:
        folder: the package.
        staging: takes the files to write.
        places: what the user named; empty for the articles in seeds/ alone.
        columns: see `formats.Request`.
        jobs: how many processes derive texts; None for the usual number.

    Raises:
        SourceError: a place, a sidecar or a metadata.csv is wrong, a text in seeds/ cannot be read, a new text would
            replace another, or nothing can be converted. All such errors are reported at once.
    """
    return _Gathering(folder, staging, columns, jobs).run(places)


class _Gathering:
    def __init__(self, folder: Path, staging: Staging, columns: Mapping[str, str], jobs: int | None) -> None:
        self._folder, self._staging, self._columns, self._jobs = folder, staging, columns, jobs
        self._found = Gathered()
        self._by_path: dict[str, Entry] = {}
        self._by_id: dict[str, Entry] = {}
        self._by_record: dict[tuple[str, str, str] | None, Entry] = {}
        self._wrong: list[str] = []
        self._at_home: set[tuple[object, ...]] = set()

    def run(self, places: Sequence[str | Path | Source]) -> Gathered:
        seeds = self._folder / SEEDS
        given = [place for place in places if isinstance(place, Source)]
        named = [place for place in places if not isinstance(place, Source)]
        found = find_sources(named) if named else Found()
        for source in given:
            if fault := name_fault(source.below_seeds):
                self._wrong.append(f"{source.below_seeds}: {fault}; give another name")
            else:
                found.sources.append(source)
        if not places and not seeds.is_dir():
            raise SourceError(f"{seeds}: no such folder; put the articles there, or name them: onrecord convert FILES")
        old = find_texts(self._folder) if seeds.is_dir() else []
        if not places and not old:
            raise SourceError(f"{seeds}: no {TEXT_SUFFIX} file in this folder; put the articles there, one file each")
        for source in old:
            self._keep(source)
        self._found.left_out = [(str(left.path), left.reason) for left in found.left_out]
        # A source folder that contains the package, as in "convert . --package out", lists its seeds/ again.
        at_home = {source.path.resolve() for source in old}
        metadata = self._metadata(found.metadata)
        self._add(
            [each for each in found.sources if each.content is not None or each.path.resolve() not in at_home], metadata
        )
        if self._wrong:
            raise SourceError("\n".join(self._wrong))
        if not self._by_path:
            raise SourceError("\n".join(f"{each.source}: {each.message}" for each in self._found.rejected))
        self._found.entries = [self._by_path[path] for path in sorted(self._by_path)]
        return self._found

    # -- articles in the package -----------------------------------------------------------------------------------

    def _keep(self, source: Source) -> None:
        """Takes a text in seeds/."""
        try:
            content = source.read()
            decode(content, str(source.path))
            sidecar, _ = _sidecar(source)
            origin = origin_of(self._folder, source.target)
            if origin and (fault := fault_in_blocks(content.decode("utf-8"), origin)):
                path = self._folder / origin_path(source.target)
                raise SourceError(f"{path}: {fault}; remove it and the text, and convert the original again")
        except SourceError as error:
            self._wrong.append(str(error))
            return
        facts = sidecar.over(usable(origin.facts.pairs)[0]) if origin else sidecar
        entry = Entry(
            id_of(source.target, facts), source.target, _sha256(content), facts, len(content), self._folder, origin
        )
        self._at_home.add((entry.sha256, *facts.pairs.items()))
        self._take(entry, str(source.path))

    def _take(self, entry: Entry, where: str) -> None:
        twin = self._by_id.setdefault(entry.article_id, entry)
        if twin is not entry:
            self._wrong.append(f"{where}: has the same url as {twin.folder / twin.path}; change one of the two")
        self._by_path[entry.path] = entry
        if (record := _record(entry)) is not None:
            self._by_record[record] = entry

    # -- new articles ----------------------------------------------------------------------------------------------

    def _metadata(self, paths: Sequence[Path]) -> dict[Path, Facts]:
        """The facts that the files `metadata.csv` state, by the files that they are about."""
        stated: dict[Path, Facts] = {}
        for path in paths:
            try:
                for name, values in read_metadata(read_file(path), path).items():
                    about = _resolved(path.parent / name)
                    if about is None:
                        self._wrong.append(f"{path}: there is no file {name[:80]}; correct its path, or remove the row")
                        continue
                    stated[about] = facts_of(values, f"{path}, {name}", METADATA)
            except SourceError as error:
                self._wrong.append(str(error))
        return stated

    def _add(self, sources: Sequence[Source], metadata: Mapping[Path, Facts]) -> None:
        """Reads the articles of files: texts here, other formats in other processes."""
        kinds: dict[Source, Format] = {}
        above: dict[Source, Facts] = {}
        names: dict[Source, _Names] = {}
        columns: dict[Source, Mapping[str, str]] = {}
        for source in sources:
            self._found.seen.add(source.below_seeds)
            try:
                kind = self._kind(source)
                if kind is None:
                    continue
                sidecar, own_columns = _sidecar(source, kind)
                stated = sidecar.over(metadata.get(source.path.resolve(), Facts()))
                if kind.name == TEXT:
                    self._add_text(source, kind, stated)
                    continue
            except SourceError as error:
                self._wrong.append(str(error))
                continue
            kinds[source], above[source], names[source] = kind, stated, _Names(source.below_seeds, kind)
            columns[source] = own_columns or self._columns
        derived = derive_all(
            ((source, kind.is_many, columns[source]) for source, kind in kinds.items()),
            self._jobs or usual_jobs(len(kinds)),
            _SECONDS,
        )
        for source, answer in derived:
            if answer.document is not None:
                try:
                    target = names[source].target(answer.document)
                    self._derive(source, kinds[source], answer.document, target, above[source])
                except SourceError as error:
                    self._wrong.append(str(error))
            if answer.refusal is not None:
                self._reject(source, answer.refusal)
            if answer.reason:
                self._reject(source, Refusal(answer.reason, answer.fault))

    def _add_text(self, source: Source, kind: Format, facts: Facts) -> None:
        """Takes a plain text, for which a process is not worth its start."""
        try:
            with source.open(LARGEST_FILE) as file:
                found = list(kind.read(file, Request(str(source.path), self._columns)))
        except SourceError as error:
            self._reject(source, Refusal(error.reason, str(error)))
            return
        for each in found:
            if isinstance(each, Refusal):
                self._reject(source, each)
            else:
                self._derive(source, kind, each, target_of(portable_path(source.below_seeds)), facts)

    def _kind(self, source: Source) -> Format | None:
        """The format of a file; None if it is of none that is read, or too large for its format."""
        with source.open(LARGEST_CONTAINER) as file:
            head = file.read(HEAD)
            kind = format_of(source.path.suffix, head)
            size = file.seek(0, 2)
        if kind is None:
            self._reject(source, Refusal("kind", why_not(source.path.suffix, head)))
        elif not kind.is_many and size > LARGEST_FILE:
            message = f"{size:,} bytes; at most {LARGEST_FILE:,} are read, so divide the file"
            self._reject(source, Refusal("too_long", message))
        else:
            return kind
        return None

    def _derive(self, source: Source, kind: Format, document: Document, target: str, above: Facts) -> None:
        where = str(source.path)
        stated, faults = usable(document.facts)
        self._found.faults += [
            f"{where}{f', {document.locator}' if document.locator else ''}: {fault}" for fault in faults
        ]
        facts = above.over(stated)
        if refusal := _unfit(document):
            self._reject(source, refusal)
            return
        content = document.text.encode("utf-8")
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
        self._place(source, kind, target, content, origin, original.content if original else None)

    def _place(
        self, source: Source, kind: Format, target: str, content: bytes, origin: Origin | None, raw: bytes | None
    ) -> None:
        """Stages an article, unless the package has it already as it is."""
        sidecar = source.read_sidecar() if not kind.is_many else None
        facts, sha256 = self._facts(source, sidecar, origin), _sha256(content)
        found = Entry(id_of(target, facts), target, sha256, facts, len(content), self._staging.staged, origin)
        old = self._by_id.get(found.article_id) or self._by_path.get(target) or self._by_record.get(_record(found))
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
                self._conflict(source, kind, old)
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
        self._stage(found, content, raw, sidecar)

    def _in_place_of(self, old: Entry, found: Entry, source: Source, sidecar: bytes | None) -> Entry:
        """An article that was found, under the name that it has in the package, with all that is known of it."""
        origin = found.origin
        if _is_restated(old, found):
            # What the source says no more, or this part of it, is kept.
            lasting = (origin.facts if origin else Facts()).over(old.origin.facts if old.origin else Facts())
            if lasting.pairs:
                whole = origin or old.origin or Origin("", source.path.name, "")
                origin = dataclasses.replace(whole, facts=lasting)
        facts = self._facts(source, sidecar if sidecar is not None else self._sidecar_of(old), origin)
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

    def _facts(self, source: Source, sidecar: bytes | None, origin: Origin | None) -> Facts:
        """The facts of a text with a sidecar and an origin, as the next conversion will find them, too."""
        stated = parse_sidecar(sidecar, source.sidecar or source.path) if sidecar is not None else Facts()
        return stated.over(usable(origin.facts.pairs)[0]) if origin else stated

    def _conflict(self, source: Source, kind: Format, old: Entry) -> None:
        """Notes that a text has the name of another: the record is set aside, or the run stops."""
        message = f"{old.path} holds another text"
        if kind.is_many:
            self._reject(source, Refusal("invalid", f"{message}; give the records ids or addresses", old.path))
        else:
            self._wrong.append(f"{source.path}: {message}; rename the new file or remove the old file")

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

    def _reject(self, source: Source, refusal: Refusal) -> None:
        message = refusal.message.removeprefix(f"{source.path}: ")  # a path may say more than others need to know
        rejected = Rejected(source.below_seeds, refusal.locator or WHOLE, refusal.reason, message)
        self._found.rejected.append(rejected)


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


def _record(entry: Entry) -> tuple[str, str, str] | None:
    """The record of a file that an article is, with its text; None if it is the whole of its file.

    An export that is converted again with other `columns` may give its articles other names and headlines.
    """
    origin = entry.origin
    return (origin.file, origin.locator, origin.path) if origin and origin.locator and origin.path else None


def _is_restated(old: Entry, found: Entry) -> bool:
    """Whether a source says something else about an article than before, but has the same text."""
    return old.sha256 == found.sha256 or (_record(old) is not None and _record(old) == _record(found))


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


def _sidecar(source: Source, kind: Format | None = None) -> tuple[Facts, Mapping[str, str]]:
    """The facts that the sidecar of a file states, and the columns that it names."""
    content = source.read_sidecar()
    if content is None or source.sidecar is None:
        return Facts(), {}
    if kind is not None and kind.is_many:
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


def _resolved(path: Path) -> Path | None:
    """A path without links; None if there is no such file."""
    try:
        found = path.resolve()
        return found if found.is_file() else None
    except (OSError, RuntimeError, ValueError):  # too long a name, a loop of links
        return None


def _is_earlier(facts: Facts, other: Facts) -> bool:
    """Whether a text is from before another of the same article; if a time is unknown, what is found later is later."""
    own, theirs = (each.updated or each.published or "" for each in (facts, other))
    return bool(own) and own < theirs


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
