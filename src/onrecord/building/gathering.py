"""Gathers the articles of a package: those in its seeds/, and those in the files that the user names.

Every file is read and checked before anything is written. A text in a format other than UTF-8 text is derived once, and
stored with its original and its origin; from then on the derived text is the source that offsets count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from onrecord.building.deriving import Derived, Refused, Wrong, derive
from onrecord.building.placing import Entry, Gathered, Placing, rejected, sha256_of
from onrecord.errors import SourceError
from onrecord.ingestion.article import decode, id_of
from onrecord.ingestion.facts import Facts, facts_of, usable
from onrecord.ingestion.metadata import read_metadata
from onrecord.ingestion.origin import fault_in_blocks, origin_of, origin_path
from onrecord.ingestion.sidecar import parse_sidecar
from onrecord.ingestion.sources import TEXT_SUFFIX, Found, Source, find_sources, find_texts, name_fault
from onrecord.package import SEEDS
from onrecord.package.files import read_file
from onrecord.package.staging import Staging

METADATA = "metadata"  # the basis of facts in a metadata.csv


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
        self._folder, self._columns, self._jobs = folder, columns, jobs
        self._found = Gathered()
        self._placing = Placing(folder, staging, self._found)
        self._wrong = self._placing.wrong

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
        self._found.entries = self._placing.entries()
        if not self._found.entries:
            raise SourceError("\n".join(f"{each.source}: {each.message}" for each in self._found.rejected))
        return self._found

    # -- articles in the package -----------------------------------------------------------------------------------

    def _keep(self, source: Source) -> None:
        """Takes a text in seeds/."""
        try:
            content = source.read()
            decode(content, str(source.path))
            stated = source.read_sidecar()
            sidecar = parse_sidecar(stated, source.sidecar or source.path) if stated is not None else Facts()
            origin = origin_of(self._folder, source.target)
            if origin and (fault := fault_in_blocks(content.decode("utf-8"), origin)):
                path = self._folder / origin_path(source.target)
                raise SourceError(f"{path}: {fault}; remove it and the text, and convert the original again")
        except SourceError as error:
            self._wrong.append(str(error))
            return
        facts = sidecar.over(usable(origin.facts.pairs)[0]) if origin else sidecar
        entry = Entry(
            id_of(source.target, facts), source.target, sha256_of(content), facts, len(content), self._folder, origin
        )
        self._placing.keep(entry, str(source.path))

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
        """Takes the articles of files."""
        self._found.seen.update(source.below_seeds for source in sources)
        stated = {source: metadata[path] for source in sources if (path := source.path.resolve()) in metadata}
        for each in derive(sources, self._columns, stated, self._jobs):
            match each:
                case Wrong():
                    self._wrong.append(each.message)
                case Refused():
                    self._found.faults += each.faults
                    self._found.rejected.append(rejected(each.source, each.refusal))
                case Derived():
                    self._found.faults += each.faults
                    try:
                        self._placing.place(each)
                    except SourceError as error:
                        self._wrong.append(str(error))


def _resolved(path: Path) -> Path | None:
    """A path without links; None if there is no such file."""
    try:
        found = path.resolve()
        return found if found.is_file() else None
    except (OSError, RuntimeError, ValueError):  # too long a name, a loop of links
        return None
