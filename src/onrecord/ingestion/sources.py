"""Finds the files that a run is to read: articles in any format that the user names, and the texts of a package."""

from __future__ import annotations

import dataclasses
import glob
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from onrecord.errors import PackageError, SourceError, of_system
from onrecord.ingestion.facts import METADATA_NAME
from onrecord.ingestion.formats.kinds import kind_by_suffix
from onrecord.ingestion.formats.registry import HEAD, format_of, formats, left_out
from onrecord.package import DESCRIPTOR, ORIGIN, SEEDS, SIDECAR, files, names

TEXT_SUFFIX = ".txt"
XML = ".xml"  # of feeds, too
# Bytes that are not UTF-8 (surrogates in Python), control characters, or a path that the standard calls unsafe.
_LONGEST_NAME = 200  # of a file, in bytes; file systems allow 255, and suffixes are added
_UNFIT = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]|\.\./")


@dataclasses.dataclass(frozen=True, order=True, slots=True)
class Source:
    """A file that holds articles, with its sidecar if it has one.

    Attributes:
        below_seeds: its path below the folder that the user named, and so below seeds/; its name if the user named it.
        path: where it is.
        sidecar: its sidecar.
        within: the folder that the user named, or else the folder of the file. No link below it is followed, because
            the user may not know all files that a shell puts in place of `texts/*.txt`.
        content: the bytes, if they are not in a file, as those of the standard input.
    """

    below_seeds: str
    path: Path
    sidecar: Path | None = None
    within: Path | None = dataclasses.field(default=None, compare=False)
    content: bytes | None = dataclasses.field(default=None, compare=False, repr=False)

    @property
    def target(self) -> str:
        """The path inside the package of the text that the file is."""
        return target_of(self.below_seeds)

    def open(self, limit: int) -> BinaryIO:
        """Opens the file.

        Raises:
            SourceError: it cannot be read, is a link, or has more than `limit` bytes.
        """
        if self.content is not None:
            import io

            return io.BytesIO(self.content)
        return _opened(self.path, self.within, limit)

    def size(self) -> int:
        """The bytes of the file; 0 if it cannot be read."""
        try:
            return len(self.content) if self.content is not None else self.path.stat().st_size
        except OSError:
            return 0

    def read(self) -> bytes:
        """The content of the file; raises the errors of `open`."""
        with self.open(files.LARGEST_READ) as file:
            return file.read()

    def read_sidecar(self) -> bytes | None:
        """The content of the sidecar, None if there is no sidecar; raises the errors of `open`."""
        if self.sidecar is None:
            return None
        with _opened(self.sidecar, self.within, files.LARGEST_READ) as file:
            return file.read()


@dataclasses.dataclass(frozen=True, slots=True)
class LeftOut:
    """A file in a folder that is not read, and why."""

    path: Path
    reason: str


@dataclasses.dataclass(slots=True)
class Found:
    """What is in the places that the user named.

    Attributes:
        sources: the files to read, sorted by their paths below seeds/.
        left_out: the other files in folders, with the reasons.
        metadata: the files `metadata.csv`, each of which states facts about the files next to it and below.
    """

    sources: list[Source] = dataclasses.field(default_factory=list)
    left_out: list[LeftOut] = dataclasses.field(default_factory=list)
    metadata: list[Path] = dataclasses.field(default_factory=list)


def find_sources(places: Iterable[str | Path]) -> Found:
    """The files with articles in files, folders and globs.

    A file named by itself or by a glob keeps only its name. In a folder, the files of the kinds that are read keep
    their paths below that folder, and other files are left out. A sidecar belongs to the file with its name. A data
    package in a folder holds no further articles but those of its seeds/.

    Raises:
        SourceError: a place has no article, two files would have the same path, a sidecar has no article, or a name is
            not allowed in a package.
    """
    found = Found()
    by_target: dict[str, Source] = {}
    sidecars: dict[Path, Path] = {}
    taken: set[Path] = set()
    wrong: list[str] = []
    for place in places:
        try:
            for path, below_seeds, within in _expand(str(place), found):
                if path.suffix == SIDECAR:
                    sidecars[path.resolve()] = path
                    continue
                if path.name == METADATA_NAME:
                    found.metadata.append(path)
                    continue
                source = _source(path, below_seeds, within)
                if source.sidecar:
                    taken.add(source.sidecar.resolve())
                if fault := name_fault(below_seeds):
                    wrong.append(f"{path}: {fault}; rename it")
                    continue
                other = by_target.setdefault(source.target, source)
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
    found.sources = sorted(by_target.values())
    return found


def find_texts(package: Path) -> list[Source]:
    """The texts in a package's seeds/, sorted; see `find_sources`."""
    folder = package / SEEDS
    try:
        paths = files.walk(folder)
    except OSError as error:
        raise SourceError(of_system(error, folder)) from None
    texts = [path for path in paths if _is_text(path) and not _is_hidden(path)]
    there = {path for path in paths if path.endswith(SIDECAR)}
    sidecars = {path: str(PurePosixPath(path).with_suffix(SIDECAR)) for path in texts}
    wrong = [f"{folder / path}: {fault}; rename it" for path in texts if (fault := name_fault(path))]
    wrong += [
        f"{folder / path}: a sidecar without its text {PurePosixPath(path).stem}{TEXT_SUFFIX}; name both, or remove it"
        for path in sorted(there - set(sidecars.values()))
        if not _is_hidden(path)
    ]
    if wrong:
        raise SourceError("\n".join(wrong))
    return [Source(p, folder / p, folder / sidecars[p] if sidecars[p] in there else None, folder) for p in texts]


def name_fault(below_seeds: str) -> str:
    """Why a text cannot have a path below seeds/; empty if it can."""
    if match := _UNFIT.search(below_seeds):
        return f"a name with {match[0]!r} is not allowed in a package"
    if below_seeds.endswith(ORIGIN):
        return f"a name that ends with {ORIGIN} is that of an origin"
    if len(PurePosixPath(below_seeds).name.encode("utf-8")) > _LONGEST_NAME:
        return f"a name of more than {_LONGEST_NAME} bytes is too long"
    path = PurePosixPath(below_seeds)
    if path.is_absolute() or str(path) != below_seeds:
        return "not the path of a file below a folder, such as deep/ferry.txt"
    return "a name that begins with a dot is not allowed in a package" if _is_hidden(below_seeds) else ""


def portable_path(below_seeds: str) -> str:
    """A path below seeds/ with names that every system can hold, because a release is unpacked on others, too."""
    return "/".join(map(names.portable, below_seeds.split("/")))


def target_of(below_seeds: str) -> str:
    """The path inside the package of the text of a file."""
    # With any other suffix, the next conversion of seeds/ would ignore it.
    return f"{SEEDS}/{below_seeds}" if _is_text(below_seeds) else f"{SEEDS}/{below_seeds}{TEXT_SUFFIX}"


def sidecar_target(target: str) -> str:
    """The path inside the package of the sidecar of a text."""
    return str(PurePosixPath(target).with_suffix(SIDECAR))


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in PurePosixPath(path).parts)


def _expand(place: str, found: Found) -> Iterator[tuple[Path, str, Path]]:
    """The files in a place, each with its future path below seeds/, and `Source.within`."""
    path = Path(place)
    if path.is_dir():
        yield from _folder(path, found)
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


def _folder(folder: Path, found: Found) -> Iterator[tuple[Path, str, Path]]:
    try:
        paths = files.walk(folder)
    except OSError as error:
        raise SourceError(of_system(error, folder)) from None

    def head(path: str) -> bytes:
        try:
            with files.open_inside(folder, path) as file:
                return file.read(HEAD)
        except (PackageError, OSError):
            return b""

    links = frozenset(path for path in paths if (folder / path).is_symlink() and (folder / path).is_dir())
    kept, left = choose(paths, head, links)
    found.left_out += [LeftOut(folder / path, reason) for path, reason in left]
    if not any(map(is_article, kept)):
        raise SourceError(f"{folder}: no article in this folder; put files there such as .txt, .html or .docx")
    for path in kept:
        yield folder / path, path, folder


def choose(
    paths: Sequence[str], head: Callable[[str], bytes], links: Set[str] = frozenset()
) -> tuple[list[str], list[tuple[str, str]]]:
    """Which files of a folder are read, and which are left out, each with the reason.

    Args:
        paths: all files of the folder, relative to it.
        head: returns the first bytes of a file.
        links: the paths that are links to folders.
    """
    kept, left = [], []
    of_pages = _folders_of_pages(paths)
    packages = [str(PurePosixPath(path).parent) for path in paths if PurePosixPath(path).name == DESCRIPTOR]
    for path in paths:
        package = next((each for each in packages if each == "." or path.startswith(f"{each}/")), None)
        if package is not None and not _is_seed_of(path, package):
            continue
        reason = "links to folders are not followed; name the folder itself" if path in links else ""
        if reason := reason or _why_not(path, of_pages, head):
            left.append((path, reason))
        elif not _is_hidden(path):
            kept.append(path)
    return kept, left


def is_article(path: str) -> bool:
    """Whether a file that is read holds articles, not facts about others."""
    return not path.endswith(SIDECAR) and PurePosixPath(path).name != METADATA_NAME


def _is_seed_of(path: str, package: str) -> bool:
    inside = path if package == "." else path.removeprefix(f"{package}/")
    return inside.startswith(f"{SEEDS}/") and (_is_text(path) or path.endswith(SIDECAR))


def _why_not(path: str, of_pages: Sequence[str], head: Callable[[str], bytes]) -> str:
    """Why a file in a folder is not read; empty if it is, or if it is hidden and no article."""
    suffix = _suffix_of(path)
    is_ours = suffix == SIDECAR or suffix in _suffixes() or (not _is_hidden(path) and _shows_its_kind(path, head))
    if _is_hidden(path):
        return "hidden files are not read; rename it" if is_ours else ""
    if any(path.startswith(each) for each in of_pages):
        return "part of a saved page"
    return "" if is_ours else left_out(suffix)


def _suffix_of(path: str) -> str:
    """The suffix that shows the kind of a file; web archives are mostly compressed: `.warc` of `page.warc.gz`."""
    name = PurePosixPath(path).name.lower()
    return PurePosixPath(name.removesuffix(".gz") if name.endswith(".warc.gz") else name).suffix


def _shows_its_kind(path: str, head: Callable[[str], bytes]) -> bool:
    """Whether the bytes of a file with a strange suffix, or none, are those of a format: feed.xml, index.php."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix != XML and kind_by_suffix(suffix) is not None:
        return False  # a picture, a film: not opened
    return format_of(suffix, head(path)) is not None


def _suffixes() -> frozenset[str]:
    return frozenset().union(*(each.suffixes for each in formats()))


def _folders_of_pages(paths: Sequence[str]) -> list[str]:
    """The folders in which browsers put the parts of the pages that they save: `page_files` of `page.html`."""
    stems = {path.rpartition(".")[0] for path in paths if path.lower().endswith((".html", ".htm"))}
    folders = {str(parent) for path in paths for parent in PurePosixPath(path).parents}
    return [f"{folder}/" for folder in folders if any(folder.removesuffix(end) in stems for end in _ENDS)]


_ENDS = ("_files", "-files", ".files", "_Dateien", "_fichiers")


def _is_text(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() == TEXT_SUFFIX


def _source(path: Path, below_seeds: str, within: Path) -> Source:
    sidecar = path.with_suffix(SIDECAR)
    return Source(below_seeds, path, sidecar if sidecar.is_file() or sidecar.is_symlink() else None, within)


def _opened(path: Path, within: Path | None, limit: int) -> BinaryIO:
    try:
        folder = path.parent if within is None else within
        return files.open_inside(folder, path.relative_to(folder).as_posix(), limit)
    except PackageError as error:
        raise SourceError(str(error)) from None
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}") from None
