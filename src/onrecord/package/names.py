"""File names that every system can hold and no system hides, because a release is unpacked on other systems, too.

A release may come from a stranger. Programs read hidden files unasked, such as the settings of git, a shell or an
editor in the folder where somebody works. So a release has no hidden files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# The name of a file or folder, in bytes of UTF-8, and a path in a release, in characters: Windows allows 260 in all,
# with the folders that lead to the release.
LONGEST_NAME, LONGEST_PATH = 255, 200
# Where macOS puts its additions to a zip; they are not part of a package.
NOTES_OF_MACOS = "__MACOSX"
_LONGEST_SHOWN = 255  # characters of a path in a message
# Names of devices on Windows, also with an extension.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\..*)?", re.IGNORECASE | re.DOTALL)
_REFUSED = re.compile(r'[<>:"|?*\\]')


def check_names(paths: Iterable[str]) -> None:
    """Checks the paths of the files of a release, or of files and folders in a zip.

    Raises:
        ValueError: some file system cannot hold a path, hides it, or mistakes it for another path. A part of it is too
            long, empty or hidden, has a forbidden character, ends with a dot or a blank, or is the name of a device; or
            two paths differ only in case or in the composition of characters.
    """
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in sorted(paths):
        if len(path) > LONGEST_PATH:
            message = f"the path {path[:_LONGEST_SHOWN]!r} has {len(path):,} characters"
            raise ValueError(f"{message}; Windows allows about {LONGEST_PATH}")
        *parents, _ = parts = path.split("/")
        for part in parts:
            if fault := name_fault(part):
                raise ValueError(f"the path {path!r} cannot be part of a release: {fault}")
        for depth in range(len(parents)):
            folders.setdefault(_folded("/".join(parents[: depth + 1])), path)
        if (other := seen.setdefault(_folded(path), path)) != path:
            message = f"{other!r} and {path!r} differ only in case or composition of characters"
            raise ValueError(f"{message}, and are one file on Windows and macOS")
    for folded, path in seen.items():
        if folded in folders:
            raise ValueError(f"{path!r} is a file, but a folder in {folders[folded]!r} if case does not matter")


def name_fault(name: str) -> str:
    """Why some system cannot hold a file or folder with this name, or hides it; empty if every system can."""
    if not name:
        return "a part of it is empty"
    if len(name.encode("utf-8", "surrogatepass")) > LONGEST_NAME:
        return f"a file name has at most {LONGEST_NAME} bytes"
    if name == NOTES_OF_MACOS:
        return "zips made on macOS keep their own notes under this name, which programs leave out"
    if has_controls(name):
        return "a line break or control character in it breaks the list of hashes"
    if is_hidden(name):
        return "a name that begins with a dot is hidden, and programs read such files unasked"
    if found := _REFUSED.search(name):
        return f"Windows does not allow {found[0]!r} in file names"
    if name.endswith((".", " ")):
        return "Windows drops a dot or a blank at the end of a name"
    return "Windows reads it as the name of a device" if _DEVICE.fullmatch(name) else ""


def portable(name: str) -> str:
    """A name that every system can hold, for one that some systems cannot: `_` stands for what they do not allow.

    Examples:
        >>> portable("What now?.html"), portable("aux.txt")
        ('What now_.html', 'aux_.txt')
    """
    name = _REFUSED.sub("_", name)
    if found := _DEVICE.fullmatch(name):
        return f"{found[1]}_{name[found.end(1) :]}"
    return f"{name[:-1]}_" if name.endswith((".", " ")) else name


def is_hidden(path: str) -> bool:
    """Whether a part of a path begins with a dot, maybe after zero-width characters, which macOS ignores."""
    return any(_without_formats(part).startswith(".") for part in path.split("/"))


def has_controls(text: str) -> bool:
    """Whether a text has a line break, a control character or a lone surrogate."""
    return any(unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs") for character in text)


def _without_formats(text: str) -> str:
    return text if text.isascii() else "".join(each for each in text if unicodedata.category(each) != "Cf")


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", _without_formats(path)).casefold())
