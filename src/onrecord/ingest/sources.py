"""Finding the source files that a run is to read, and the places they take below seeds/."""

from __future__ import annotations

import dataclasses
import glob
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from onrecord.errors import SourceError
from onrecord.ingest.sidecar import SUFFIX

TEXT_SUFFIX = ".txt"
SEEDS = "seeds"


@dataclasses.dataclass(frozen=True, order=True, slots=True)
class Source:
    """A text, its sidecar if it has one, and the path inside the package that the text takes."""

    target: str
    path: Path
    sidecar: Path | None = None

    @property
    def sidecar_target(self) -> str:
        """The path inside the package that the sidecar takes."""
        return str(PurePosixPath(self.target).with_suffix(SUFFIX))


def find_sources(places: Iterable[str | Path]) -> list[Source]:
    """The texts in files, folders and globs, sorted by the path that they take in the package.

    A file named by itself or by a glob may have any suffix and keeps only its name; below a folder the files
    `*.txt` count, and keep their path below that folder.

    Raises:
        SourceError: a place holds no text, two texts would take one path, or a sidecar below a folder has no text.
    """
    found: dict[str, Source] = {}
    wrong: list[str] = []
    for place in places:
        try:
            for source in _expand(str(place)):
                other = found.setdefault(source.target, source)
                if other.path.resolve() != source.path.resolve():
                    wrong.append(f"{other.path} and {source.path} would both become {source.target}; rename one")
        except SourceError as error:
            wrong.append(str(error))
    if wrong:
        raise SourceError("\n".join(wrong))
    return sorted(found.values())


def _expand(place: str) -> Iterator[Source]:
    path = Path(place)
    if path.is_dir():
        yield from _folder(path)
    elif path.is_file():
        yield _source(path, path.name)
    elif glob.has_magic(place):
        matches = [Path(match) for match in sorted(glob.glob(place, recursive=True))]  # noqa: PTH207 -- takes absolute patterns too
        files = [match for match in matches if match.is_file() and match.suffix != SUFFIX]
        if not files:
            raise SourceError(f"{place}: no file matches; check the pattern and the folder you are in")
        for file in files:
            yield _source(file, file.name)
    else:
        raise SourceError(f"{place}: no such file or folder; check the spelling and the folder you are in")


def _folder(folder: Path) -> Iterator[Source]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    texts = [path for path in files if path.suffix == TEXT_SUFFIX]
    if not texts:
        raise SourceError(f"{folder}: no {TEXT_SUFFIX} file in this folder; put the articles there, one file each")
    for path in files:
        if path.suffix == SUFFIX and not path.with_suffix(TEXT_SUFFIX).is_file():
            raise SourceError(
                f"{path}: a sidecar without its text {path.with_suffix(TEXT_SUFFIX).name}; add or remove one"
            )
    for path in texts:
        yield _source(path, path.relative_to(folder).as_posix())


def _source(path: Path, below_seeds: str) -> Source:
    sidecar = path.with_suffix(SUFFIX)
    return Source(f"{SEEDS}/{below_seeds}", path, sidecar if sidecar.is_file() else None)
