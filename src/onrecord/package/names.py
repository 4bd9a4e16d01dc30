"""Names that every system can hold and none hides: what is published is unpacked on other systems than its maker's.

A release comes from a stranger. What it brings under a hidden name is read by programs that nobody has told to: the
settings of git, of a shell or of an editor in the folder that somebody works in. So nothing of a release is hidden.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Of one file or folder, in bytes of UTF-8, and of a path in a release, in characters: Windows takes 260 in all, with
# the folders that lead to the release.
LONGEST_NAME, LONGEST_PATH = 255, 200
# Where macOS keeps what it adds to a zip; it is not a part of a package.
NOTES_OF_MACOS = "__MACOSX"
_LONGEST_SHOWN = 255  # characters of a path in a message
# What names a device of Windows, also with an ending.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\..*)?", re.IGNORECASE | re.DOTALL)
_REFUSED = re.compile(r'[<>:"|?*\\]')


def check_names(paths: Iterable[str]) -> None:
    """Checks the paths of the files of a release, or of files and folders in a zip.

    Raises:
        ValueError: some file system cannot hold a path, hides it, or takes it for another one. A part of it is too
            long, empty or hidden, has a character that is refused, ends with a dot or a blank or is the name of a
            device; or two paths differ in case or in the composition of characters alone.
    """
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in sorted(paths):
        if len(path) > LONGEST_PATH:
            message = f"the path {path[:_LONGEST_SHOWN]!r} has {len(path):,} characters"
            raise ValueError(f"{message}, of which Windows takes about {LONGEST_PATH}")
        *parents, _ = parts = path.split("/")
        for part in parts:
            if fault := name_fault(part):
                raise ValueError(f"the path {path!r} cannot be part of a release: {fault}")
        for depth in range(len(parents)):
            folders.setdefault(_folded("/".join(parents[: depth + 1])), path)
        if (other := seen.setdefault(_folded(path), path)) != path:
            message = f"{other!r} and {path!r} differ in case or composition of characters alone"
            raise ValueError(f"{message}, and are one file on Windows and macOS")
    for folded, path in seen.items():
        if folded in folders:
            raise ValueError(f"{path!r} is a file, and in {folders[folded]!r} a folder where case does not matter")


def name_fault(name: str) -> str:
    """Why some system cannot hold a file or folder of this name, or hides it; empty where nothing speaks against it."""
    if not name:
        return "a part of it is empty"
    if len(name.encode("utf-8", "surrogatepass")) > LONGEST_NAME:
        return f"a name of more than {LONGEST_NAME} bytes is one of no file"
    if name == NOTES_OF_MACOS:
        return "zips made on macOS keep notes of their own under this name, which programs leave out"
    if has_controls(name):
        return "a line break or control character breaks the list of hashes"
    if is_hidden(name):
        return "a name that begins with a dot is hidden, and programs take orders from such files unasked"
    if found := _REFUSED.search(name):
        return f"Windows has no files with {found[0]!r} in their names"
    if name.endswith((".", " ")):
        return "Windows drops a dot or a blank at the end of a name"
    return "Windows takes it for a device" if _DEVICE.fullmatch(name) else ""


def is_hidden(path: str) -> bool:
    """Whether a part of a path begins with a dot, maybe behind characters of no width, which macOS passes over."""
    return any(_without_formats(part).startswith(".") for part in path.split("/"))


def has_controls(text: str) -> bool:
    """Whether a text has a character that is not a sign but an order to a terminal, as a line break is."""
    return any(unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs") for character in text)


def _without_formats(text: str) -> str:
    return text if text.isascii() else "".join(each for each in text if unicodedata.category(each) != "Cf")


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", _without_formats(path)).casefold())
