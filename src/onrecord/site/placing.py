"""Puts a site in its place as a whole; nothing but a site of onrecord's own is ever replaced."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord import __version__
from onrecord.errors import PackageError
from onrecord.package import written
from onrecord.package.files import (
    exchange_folders,
    move_file,
    names,
    read_inside,
    refuse_links_below,
    walk,
    write_file,
)
from onrecord.package.package import Package
from onrecord.package.staging import refuse_url, unfinished
from onrecord.site.addresses import SEARCH, START, VOICES

# The file that marks a folder as a site, and what else may be at the top of one.
MARKER = "onrecord-site.json"
_PARTS = frozenset(
    (
        *(MARKER, START, SEARCH, VOICES),
        *("assets", "articles", "data", "entities", "outlets", "tables", "votes"),
    )
)
_LARGEST_MARKER = 100_000
# The files below: pages by id or table, scripts with data, the table to download, the style.
_PAGE = re.compile(
    r"(?:articles|entities|outlets|votes|tables)/[a-z]+(?:_[a-z0-9]+){0,2}\.html|assets/(?:site\.css|[a-z]+\.js)"
    r"|data/(?:[a-z]+\.csv|[a-z]+/[a-z]+(?:-[a-z0-9_]+)?\.js)"
)


@contextmanager
def in_place_of(output: Path, package: Package) -> Iterator[Path]:
    """A new folder that becomes `output` at the end of the block, unless the block raises.

    Until then the site that was there stays as it is. Linux and macOS exchange the two in one step. What is left of
    the old site is removed afterwards.

    Args:
        output: the folder; if it is a link, the folder that it leads to.
        package: the package; no link in it is followed.

    Raises:
        PackageError: the folder has anything but a site, or it cannot be written, or it is a URL.
    """
    refuse_url(output)
    refuse_links_below(package.folder, output)
    place = output.resolve()
    if package.folder.resolve().is_relative_to(place):
        raise PackageError(f"{output}: the package is in it, and would be replaced; name another folder for the site")
    _refuse_others(output, place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(place, place.parent, f".{place.name[:50]}.") as made:
            folder = made / "site"
            folder.mkdir(parents=True)
            yield folder
            marker = {"made_by": f"onrecord {__version__}", "package": str(package.descriptor.get("name") or "")}
            write_file(folder / MARKER, f"{json.dumps(marker, indent=2)}\n".encode())
            # It may have been made or changed while this run was at work.
            _refuse_others(output, place)
            written.expect_moved(output, folder)
            # The files are not flushed to the disk: a site that is lost with the power can be made again.
            if place.is_dir():
                exchange_folders(folder, place)
            else:
                move_file(folder, place)
    except OSError as error:
        raise PackageError(f"{output}: {error.strerror or error}; name a folder that can be written") from None


def _refuse_others(output: Path, place: Path) -> None:
    """Refuses a place that has anything but a site or an empty folder.

    Raises:
        PackageError: it does.
    """
    if not place.exists():
        return
    if not place.is_dir():
        raise PackageError(f"{output}: not a folder; name a folder for the site, as in: --output site")
    found = names(place)
    if not found:
        return
    if not _is_site(place):
        raise PackageError(f"{output}: a folder that is not a site of onrecord; name another folder, or empty it")
    if others := [name for name in found if name not in _PARTS] or [
        path for path in walk(place) if path not in _PARTS and not _PAGE.fullmatch(path)
    ]:
        message = f"the site has files that onrecord did not make: {', '.join(others[:5])}"
        raise PackageError(f"{output}: {message}; they would be removed: move them away")


def _is_site(place: Path) -> bool:
    try:
        marker = json.loads(read_inside(place, MARKER, _LARGEST_MARKER))
    except (OSError, ValueError, PackageError, RecursionError):
        return False
    return isinstance(marker, dict) and str(marker.get("made_by", "")).startswith("onrecord ")
