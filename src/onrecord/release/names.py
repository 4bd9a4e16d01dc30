"""Names that every system can hold: a release is unpacked on others than the one that it was made on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from onrecord.errors import ReleaseError
from onrecord.release.index import has_controls

# Of one file or folder, in bytes of UTF-8, and of a path in a release, in characters: Windows takes 260 in all, with
# the folders that lead to the release.
LONGEST_NAME, LONGEST_PATH = 255, 200
# What names a device of Windows, also with an ending.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?", re.IGNORECASE | re.DOTALL)
_REFUSED = re.compile(r'[<>:"|?*\\]')


def refuse_names(paths: Iterable[str]) -> None:
    """Refuses paths in a release that some file system cannot hold, or takes for one.

    Raises:
        ReleaseError: a path or a part of it is too long, has a character that is refused, ends with a dot or a blank or
            is the name of a device; or two paths differ in case or in the composition of characters alone.
    """
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in sorted(paths):
        if len(path) > LONGEST_PATH:
            told = f"the path {path[:LONGEST_NAME]!r} has {len(path):,} characters"
            raise ReleaseError(f"{told}, of which Windows takes about {LONGEST_PATH}; shorten it")
        *parents, _ = parts = path.split("/")
        for part in parts:
            if fault := name_fault(part):
                raise ReleaseError(f"the path {path!r} cannot be part of a release: {fault}; rename it")
        for depth in range(len(parents)):
            folders.setdefault(_folded("/".join(parents[: depth + 1])), path)
        if (other := seen.setdefault(_folded(path), path)) != path:
            told = f"{other!r} and {path!r} differ in case or composition of characters alone"
            raise ReleaseError(f"{told}, and are one file on Windows and macOS; rename one")
    for folded, path in seen.items():
        if folded in folders:
            told = f"{path!r} is a file, and in {folders[folded]!r} a folder where case does not matter"
            raise ReleaseError(f"{told}; rename one")


def name_fault(name: str) -> str:
    """Why some system cannot hold a file or folder of this name; empty where all can."""
    if len(name.encode("utf-8", "surrogatepass")) > LONGEST_NAME:
        return f"a name of more than {LONGEST_NAME} bytes is one of no file"
    if has_controls(name):
        return "a line break or control character breaks the list of hashes"
    if found := _REFUSED.search(name):
        return f"Windows has no files with {found[0]!r} in their names"
    if name.endswith((".", " ")):
        return "Windows drops a dot or a blank at the end of a name"
    return "Windows takes it for a device" if _DEVICE.fullmatch(name) else ""


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())
