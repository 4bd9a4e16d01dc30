"""Finds the source files that a run is to read, and their paths below seeds/."""

from __future__ import annotations

import dataclasses
import glob
import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from onrecord.errors import PackageError, SourceError, of_system
from onrecord.ingestion.sidecar import SUFFIX
from onrecord.package import files

TEXT_SUFFIX = ".txt"
SEEDS = "seeds"
# Bytes that are not UTF-8 (surrogates in Python), control characters, or a path that the standard calls unsafe.
_UNFIT = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]|\.\./")


@dataclasses.dataclass(frozen=True, order=True, slots=True)
class Source:
    """A text, its sidecar if it has one, and the text's path inside the package.

    `within` is the folder that the user named, or else the folder of the file. No link below it is followed, because
    the user may not know all files that a shell puts in place of `texts/*.txt`.
    """

    target: str
    path: Path
    sidecar: Path | None = None
    within: Path | None = dataclasses.field(default=None, compare=False)

    @property
    def sidecar_target(self) -> str:
        """The sidecar's path inside the package."""
        return str(PurePosixPath(self.target).with_suffix(SUFFIX))

    def read(self) -> bytes:
        """The content of the text.

        Raises:
            SourceError: it cannot be read, is a link, or is too large.
        """
        return self._content(self.path)

    def read_sidecar(self) -> bytes | None:
        """The content of the sidecar, None if there is no sidecar; raises the errors of `read`."""
        return self._content(self.sidecar) if self.sidecar else None

    def _content(self, path: Path) -> bytes:
        try:
            folder = path.parent if self.within is None else self.within
            return files.read_inside(folder, path.relative_to(folder).as_posix())
        except PackageError as error:
            raise SourceError(str(error)) from None
        except OSError as error:
            raise SourceError(f"{path}: {error.strerror or error}") from None


def find_sources(places: Iterable[str | Path]) -> list[Source]:
    """The texts in files, folders and globs, sorted by their paths in the package.

    A file named by itself or by a glob may have any suffix, to which `.txt` is added, and keeps only its name. In a
    folder the files `*.txt` are texts, and keep their paths below that folder. A sidecar belongs to its text.

    Raises:
        SourceError: a place has no text, two texts would have the same path, a sidecar has no text, or a name is not
            allowed in a package.
    """
    found: dict[str, Source] = {}
    sidecars: dict[Path, Path] = {}
    taken: set[Path] = set()
    wrong: list[str] = []
    for place in places:
        try:
            for path, below_seeds, within in _expand(str(place)):
                if path.suffix == SUFFIX:
                    sidecars[path.resolve()] = path
                    continue
                source = _source(path, below_seeds, within)
                if source.sidecar:
                    taken.add(source.sidecar.resolve())
                if fault := name_fault(below_seeds):
                    wrong.append(f"{path}: {fault}; rename it")
                    continue
                other = found.setdefault(source.target, source)
                if other.path.resolve() != source.path.resolve():
                    message = f"{other.path} and {source.path} would both become {source.target}"
                    wrong.append(f"{message}; rename one of them")
        except SourceError as error:
            wrong.append(str(error))
    wrong += [
        f"{path}: a sidecar without its text {path.stem}{TEXT_SUFFIX}; name both, or remove it"
        for resolved, path in sidecars.items()
        if resolved not in taken
    ]
    if wrong:
        raise SourceError("\n".join(wrong))
    return sorted(found.values())


def name_fault(below_seeds: str) -> str:
    """Why a text cannot have a path below seeds/; empty if it can."""
    if match := _UNFIT.search(below_seeds):
        return f"a name with {match[0]!r} is not allowed in a package"
    return "a name that begins with a dot is not allowed in a package" if _is_hidden(below_seeds) else ""


def target_of(below_seeds: str) -> str:
    """The path of a text inside the package."""
    # With any other suffix, the next conversion of seeds/ would ignore it.
    return f"{SEEDS}/{below_seeds}" if _is_text(Path(below_seeds)) else f"{SEEDS}/{below_seeds}{TEXT_SUFFIX}"


def left_out(places: Iterable[str | Path]) -> list[Path]:
    """The files in folders among the places that are not read: other kinds of files, links to folders, hidden texts.

    Hidden files that are neither texts nor sidecars are ignored.
    """
    found = ((Path(place), path) for place in places if Path(place).is_dir() for path in files.walk(Path(place)))
    return [
        folder / path
        for folder, path in found
        if (_is_of_ours(Path(path)) == _is_hidden(path)) or ((folder / path).is_symlink() and (folder / path).is_dir())
    ]


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in PurePosixPath(path).parts)


def _is_of_ours(path: Path) -> bool:
    return _is_text(path) or path.suffix == SUFFIX


def _expand(place: str) -> Iterator[tuple[Path, str, Path]]:
    """The texts and sidecars in a place, each with its future path below seeds/, and `Source.within`."""
    path = Path(place)
    if path.is_dir():
        yield from _folder(path)
    elif path.is_file():
        yield path, path.name, path.parent
    elif glob.has_magic(place):
        matches = [Path(match) for match in sorted(glob.glob(place, recursive=True))]  # noqa: PTH207 -- takes absolute patterns too
        named = [match for match in matches if match.is_file()]
        if not named:
            raise SourceError(f"{place}: no file matches; check the pattern and the folder you are in")
        top = Path(*itertools.takewhile(lambda part: not glob.has_magic(part), path.parts))
        for file in named:
            yield file, file.name, top
    else:
        raise SourceError(f"{place}: no such file or folder; check the spelling and the folder you are in")


def _folder(folder: Path) -> Iterator[tuple[Path, str, Path]]:
    try:
        found = [Path(folder, path) for path in files.walk(folder)]
    except OSError as error:
        raise SourceError(of_system(error, folder)) from None
    found = [path for path in found if _is_of_ours(path) and not _is_hidden(path.relative_to(folder).as_posix())]
    if not any(_is_text(path) for path in found):
        raise SourceError(f"{folder}: no {TEXT_SUFFIX} file in this folder; put the articles there, one file each")
    for path in found:
        if not (path.is_symlink() and path.is_dir()):
            yield path, path.relative_to(folder).as_posix(), folder


def _is_text(path: Path) -> bool:
    return path.suffix.lower() == TEXT_SUFFIX


def _source(path: Path, below_seeds: str, within: Path) -> Source:
    sidecar = path.with_suffix(SUFFIX)
    return Source(target_of(below_seeds), path, sidecar if sidecar.is_file() or sidecar.is_symlink() else None, within)
