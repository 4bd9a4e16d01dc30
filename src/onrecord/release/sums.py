"""The list of the hashes of a release's files, in the form that `sha256sum --check` reads."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path

from onrecord.errors import DownloadError, ReleaseError
from onrecord.package.descriptor import file_facts
from onrecord.package.files import walk
from onrecord.package.names import has_controls
from onrecord.release.index import ReleaseFile, lies_below

SUMS = "SHA256SUMS"
SIGNATURE = f"{SUMS}.sig"
_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64}) [ *](?P<path>.+)", re.ASCII)


def facts_of_files(home: Path, folder: Path) -> tuple[ReleaseFile, ...]:
    """The facts of all files below `folder`, by their paths relative to `home`.

    Raises:
        ReleaseError: the name of a file has a line break or another control character.
    """
    found = []
    for relative in walk(home, folder.relative_to(home).as_posix()):
        facts = file_facts(home / relative, home)
        if has_controls(relative):
            raise ReleaseError(f"{relative!r}: a file name with a line break or control character; rename the file")
        found.append(ReleaseFile(relative, facts.size, facts.sha256))
    return tuple(found)


def dump_sums(files: Iterable[ReleaseFile], folder: str) -> bytes:
    """The list of `files`, by their paths relative to `folder`."""
    lines = (f"{file.sha256}  {file.path.removeprefix(f'{folder}/')}\n" for file in files)
    return "".join(lines).encode("utf-8")


def parse_sums(content: bytes, place: str) -> dict[str, str]:
    """The hash of each file by its path.

    Raises:
        DownloadError: a line is not in the form of `sha256sum`, names a file outside, or states a second hash.
    """
    found: dict[str, str] = {}
    for number, raw in enumerate(io.BytesIO(content), start=1):
        line = raw.removesuffix(b"\n").decode("utf-8", "replace")
        match = _LINE.fullmatch(line)
        if match is None or not lies_below(match["path"]) or "\ufffd" in line:
            raise DownloadError(
                f"{place}: line {number}, {line[:100]!r}, is not a line of a list of hashes; report it to the publisher"
            )
        if found.setdefault(match["path"], match["sha256"]) != match["sha256"]:
            raise DownloadError(
                f"{place}: line {number} states a second hash of {match['path'][:100]!r}; report it to the publisher"
            )
    return found
