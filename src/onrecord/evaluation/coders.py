"""The file in corrections/ that has the decisions of a coder."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from onrecord.corrections import FOLDER, Correction, files_in, read_lines
from onrecord.errors import PackageError
from onrecord.review.journal import file_of

_REVIEW_FIRST = "review rows first: onrecord review --coder NAME"


def signed_by(line: Correction, coder: str) -> bool:
    """Whether a line is signed by a coder; names that give the same file are the same name."""
    if line.curator == coder:
        return True
    try:
        return file_of(line.curator) == file_of(coder)
    except PackageError:
        return False


def decisions_of(folder: Path, name: str) -> tuple[str, list[Correction]]:
    """The path of a coder's file in the package, and the coder's lines in it.

    Args:
        folder: folder of the package.
        name: the name of a coder, or the path of a file, whoever signed it.

    Raises:
        PackageError: there is no such file, it is another coder's, or it has no decisions or an invalid line.
    """
    there = files_in(folder)
    for path in (name, f"{FOLDER}/{name}"):
        if path in there:
            return path, _lines(folder, path)
    lines, _ = read_lines(folder)
    by_file: dict[str, list[Correction]] = defaultdict(list)
    for line in lines:
        if signed_by(line, name):
            by_file[line.path].append(line)
    own = file_of(name)
    path = own if own in by_file or not by_file else next(iter(by_file))
    if path not in there:
        raise PackageError(f"{folder}: no file {own}; there are {', '.join(there) or 'no corrections'}")
    if len(by_file) > 1 and own not in by_file:
        raise PackageError(f"{folder}: {name} signed {', '.join(by_file)}; name the file instead of the coder")
    others = sorted({line.curator for line in lines if line.path == path and not signed_by(line, name)})
    if path not in by_file and others:
        raise PackageError(f"{path}: signed by {', '.join(others)}, not by {name}; name the coder, or the file")
    return path, [line for line in _lines(folder, path) if signed_by(line, name)]


def _lines(folder: Path, path: str) -> list[Correction]:
    lines, problems = read_lines(folder, path)
    if problems:
        raise PackageError(f"{problems[0]}; correct the file first")
    if not lines:
        raise PackageError(f"{path}: no decisions yet; {_REVIEW_FIRST}")
    return lines
