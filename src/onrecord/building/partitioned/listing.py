"""Lists the files that a partitioned conversion reads, in folders and buckets, and divides them into shards."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from onrecord.building.gathering import METADATA
from onrecord.building.partitioned.parts import Parts
from onrecord.errors import SourceError
from onrecord.ingestion.facts import METADATA_NAME, Facts, facts_of
from onrecord.ingestion.formats.registry import HEAD, formats
from onrecord.ingestion.metadata import read_metadata
from onrecord.ingestion.sources import Source, choose, find_sources, is_article, name_fault
from onrecord.package import SIDECAR
from onrecord.package.files import read_file
from onrecord.package.stores import is_remote


class InputFile(msgspec.Struct, frozen=True):
    """A file to read.

    Attributes:
        below_seeds: see `Source`.
        place: the folder or the URL that it is in, or for a file in a folder of this machine the folder that it
            must not leave.
        path: its path there.
        size: in bytes.
        mark: what changes when its content does; see `FileState`.
        sidecar: the path of its sidecar there; empty if it has none.
        sidecar_size: of that, in bytes.
        sidecar_mark: of that.
        facts: what is stated about it elsewhere.
    """

    below_seeds: str
    place: str
    path: str
    size: int
    mark: str
    sidecar: str = ""
    sidecar_size: int = 0
    sidecar_mark: str = ""
    facts: Facts = Facts()

    @property
    def is_of_many(self) -> bool:
        """Whether files with its suffix hold many articles."""
        suffixes = [suffix.lower() for suffix in PurePosixPath(self.path).suffixes[-2:]]
        return any(suffix in _suffixes_of_many() for suffix in suffixes)


@dataclasses.dataclass(slots=True)
class Listed:
    """What is in the places that the user named.

    Attributes:
        files: by their paths below seeds/.
        left_out: the other files, each with the reason.
    """

    files: list[InputFile] = dataclasses.field(default_factory=list)
    left_out: list[tuple[str, str]] = dataclasses.field(default_factory=list)


def list_files(places: Sequence[str]) -> Listed:
    """The files with articles in places: URLs of folders and files, and files, folders and globs of this machine.

    Raises:
        SourceError: a place has no article, two files would have the same path, a sidecar has no article, or a file is
            missing that a metadata.csv names.
        PackageError: a URL cannot be read.
    """
    listed = Listed()
    if local := [place for place in places if not is_remote(place)]:
        _list_local(local, listed)
    for place in places:
        if is_remote(place):
            _list_remote(place, listed)
    listed.files.sort(key=lambda each: (each.below_seeds, each.place, each.path))
    targets: dict[str, InputFile] = {}
    wrong = [
        f"{other.place}/{other.path} and {each.place}/{each.path} would both become seeds/{each.below_seeds}; "
        "rename one of them"
        for each in listed.files
        if (other := targets.setdefault(each.below_seeds, each)) is not each
    ]
    if wrong:
        raise SourceError("\n".join(wrong))
    return listed


def _list_local(places: Sequence[str], listed: Listed) -> None:
    found = find_sources(places)
    listed.left_out += [(str(left.path), left.reason) for left in found.left_out]
    stated: dict[Path, Facts] = {}
    for path in found.metadata:
        for name, values in read_metadata(read_file(path), path).items():
            stated[(path.parent / name).resolve()] = facts_of(values, f"{path}, {name}", METADATA)
    lacking = stated.keys() - {source.path.resolve() for source in found.sources}
    if lacking:
        raise SourceError(f"{min(lacking)}: no such file, but a {METADATA_NAME} names it; correct its path there")
    listed.files += [_local(source, stated.get(source.path.resolve(), Facts())) for source in found.sources]


def _local(source: Source, facts: Facts) -> InputFile:
    within = (source.within or source.path.parent).absolute()
    path = source.path.absolute().relative_to(within)
    state = source.path.stat()
    own = InputFile(
        source.below_seeds, str(within), path.as_posix(), state.st_size, str(state.st_mtime_ns), facts=facts
    )
    if source.sidecar is None:
        return own
    sidecar, beside = source.sidecar.absolute().relative_to(within), source.sidecar.stat()
    return msgspec.structs.replace(
        own, sidecar=sidecar.as_posix(), sidecar_size=beside.st_size, sidecar_mark=str(beside.st_mtime_ns)
    )


def _list_remote(place: str, listed: Listed) -> None:
    files = Parts(place).listing()
    if set(files) == {""}:  # the URL of a file
        place, _, name = place.rpartition("/")
        files = {name: files[""]}
    parts = Parts(place)
    kept, left = choose(sorted(files), lambda path: parts.head(path, HEAD))
    listed.left_out += [(f"{parts.place}/{path}", reason) for path, reason in left]
    articles = [path for path in kept if is_article(path)]
    if not articles:
        raise SourceError(f"{parts.place}: no article there; name a folder with files such as .txt, .html or .warc.gz")
    sidecars = {path for path in kept if path.endswith(SIDECAR)}
    stated: dict[str, Facts] = {}
    wrong = [f"{parts.place}/{path}: {fault}; rename it" for path in articles if (fault := name_fault(path))]
    for path in kept:
        if PurePosixPath(path).name == METADATA_NAME:
            for name, values in read_metadata(parts.required(path), Path(path)).items():
                about = str(PurePosixPath(path).parent / name)
                stated[about] = facts_of(values, f"{parts.place}/{path}, {name}", METADATA)
    wrong += [
        f"{parts.place}/{path}: no such file, but a {METADATA_NAME} names it; correct its path there"
        for path in sorted(stated.keys() - set(articles))
    ]
    taken = set()
    for path in articles:
        own = InputFile(path, place, path, files[path].size, files[path].mark, facts=stated.get(path, Facts()))
        beside = str(PurePosixPath(path).with_suffix(SIDECAR))
        if beside in sidecars:
            taken.add(beside)
            state = files[beside]
            own = msgspec.structs.replace(own, sidecar=beside, sidecar_size=state.size, sidecar_mark=state.mark)
        listed.files.append(own)
    wrong += [
        f"{parts.place}/{path}: a sidecar without its text {PurePosixPath(path).stem}.txt; name both, or remove it"
        for path in sorted(sidecars - taken)
    ]
    if wrong:
        raise SourceError("\n".join(wrong))


def divide(files: Sequence[InputFile], size: int) -> Iterator[tuple[InputFile, ...]]:
    """Shards of files: a file of many articles alone, the others in runs of about `size`.

    A run ends where a hash of a name says so: a new file changes only the run that it comes into, so that what was read
    of the others is used again.
    """
    run: list[InputFile] = []
    for file in files:
        if file.is_of_many:
            if run:
                yield tuple(run)
            yield (file,)
            run = []
            continue
        run.append(file)
        number = int.from_bytes(hashlib.sha256(file.below_seeds.encode("utf-8", "surrogatepass")).digest()[:8])
        if (number % size == 0 and 2 * len(run) >= size) or len(run) >= 2 * size:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def state_of(files: Sequence[InputFile]) -> list[object]:
    """What the articles of files depend on, besides the code, as values that JSON can hold."""
    return [msgspec.to_builtins(msgspec.structs.replace(file, place="", path="", sidecar="")) for file in files]


def _suffixes_of_many() -> frozenset[str]:
    return frozenset().union(*(each.suffixes for each in formats() if each.is_many))
