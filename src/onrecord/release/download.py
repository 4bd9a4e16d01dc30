"""Downloads of files with a known hash: resumed after an interruption, verified, and kept in a cache."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit, urlunsplit

from onrecord.errors import DownloadError
from onrecord.package.descriptor import file_facts
from onrecord.package.files import LARGEST_FILE, move_file, open_part, remove_file
from onrecord.package.lock import locked
from onrecord.package.staging import unfinished
from onrecord.progress import bytes_bar, waiting
from onrecord.release.download_sources import Passing, Source, WebSource

ATTEMPTS = 4
CACHE = "ONRECORD_CACHE"
_PAUSE, _LONGEST_PAUSE = 0.5, 60.0  # seconds
_SILENT = 5.0  # longest wait in seconds without a message
_LONGEST_SMALL = 600.0  # seconds for an index, or a list of hashes
_LOOK_EVERY = 64 * 1024 * 1024  # bytes of a file of unknown size between two checks of the free space
# Largest file in bytes if neither a list nor the server states its size: as large as a zip without extensions.
_LARGEST_UNSTATED = 4 * 1024**3
_WAIT = 3600.0  # seconds to wait for another run that downloads the same file
_CONTENT, _PART = "content", "part"

T = TypeVar("T")


def cache_folder() -> Path:
    """The folder where downloads are kept: ONRECORD_CACHE, or the system's folder for caches."""
    if named := os.environ.get(CACHE):
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("onrecord", appauthor=False)


def fetch(source: Source, path: str, size: int | None, sha256: str) -> Path:
    """The file with a hash, downloaded or from the cache.

    Args:
        source: the source that has it.
        path: its path there.
        size: its size in bytes; None if it is not stated.
        sha256: its hash.

    Raises:
        DownloadError: the file is missing, cannot be read, or has a different hash.
    """
    folder = cache_folder() / "sha256" / sha256
    content, part = folder / _CONTENT, folder / _PART
    try:
        with locked(folder, _WAIT):
            if content.is_file():
                if file_facts(content).sha256 == sha256:
                    return content
                remove_file(content)
            # The part that is there may be of a different file, so this may take two tries.
            tries = 2 if part.exists() else 1
            try:
                is_whole = any(_download(source, path, part, size, sha256) for _ in range(tries))
            except KeyboardInterrupt as interrupt:
                if part.exists():
                    interrupt.add_note("what was downloaded is kept for the next try; nothing else was written")
                raise
            if not is_whole:
                raise DownloadError(
                    f"{source.url_of(path)}: its sha256 is not the published {sha256}: damaged or exchanged; nothing "
                    "of it is kept. Try again, or report it to the publisher"
                )
            move_file(part, content)
            return content
    except OSError as error:
        raise _unusable(error) from error


def fetch_unknown(source: Source, path: str) -> Path:
    """A file whose hash is unknown; it is downloaded again each time.

    Raises:
        DownloadError: the file is missing or cannot be read.
    """
    folder = cache_folder() / "unverified"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # It is unknown whether the part that a killed run has left is of the same file, so it is removed.
        with unfinished(folder, folder, f"{_PART}-") as part:
            patiently(lambda: _read_on(source, path, part, None, is_kept=False))
            kept = cache_folder() / "sha256" / file_facts(part).sha256 / _CONTENT
            kept.parent.mkdir(parents=True, exist_ok=True)
            move_file(part, kept)
            return kept
    except OSError as error:
        raise _unusable(error) from error


def fetch_url(url: str) -> Path:
    """A file on a web server that a package refers to by a URL; it is downloaded again each time.

    Raises:
        DownloadError: the file is missing or cannot be read.
    """
    address = urlsplit(url)
    folder, _, name = address.path.rpartition("/")
    source = WebSource(urlunsplit(address._replace(path=folder)))
    try:
        return fetch_unknown(source, unquote(name))
    except FileNotFoundError:
        raise DownloadError(f"{source.url_of(unquote(name))}: no such file; check the URL") from None


def read_small(source: Source, path: str, limit: int) -> bytes | None:
    """The content of a file of at most `limit` bytes; None if it is missing.

    Raises:
        DownloadError: it cannot be read or is larger.
    """

    def read() -> bytes:
        found, end = bytearray(), time.monotonic() + _LONGEST_SMALL
        with source.reading(path, 0) as reading:
            for block in reading.blocks:
                found += block
                if len(found) > limit:
                    raise DownloadError(f"{source.url_of(path)}: larger than the {limit:,} bytes that it may have")
                if time.monotonic() > end:
                    message = f"{len(found):,} bytes in {_LONGEST_SMALL:g} seconds are too few"
                    raise DownloadError(f"{source.url_of(path)}: {message}; try again, or ask the publisher")
        if reading.size not in (None, len(found)):
            raise Passing(f"{source.url_of(path)}: ended after {len(found):,} of {reading.size:,} bytes")
        return bytes(found)

    try:
        return patiently(read)
    except FileNotFoundError:
        return None


def patiently(action: Callable[[], T]) -> T:
    """The result of `action`, which is retried after longer and longer pauses if it fails temporarily.

    Raises:
        DownloadError: it failed each time.
    """
    # urllib3's Retry repeats requests; it neither resumes an interrupted body nor sees the errors of fsspec. With
    # tenacity (9.2) these 12 lines are 13, and importing it takes 9 ms.
    for attempt in range(ATTEMPTS - 1):
        try:
            return action()
        except Passing as failure:
            pause = min(failure.pause or _PAUSE * 2**attempt, _LONGEST_PAUSE)
            if pause > _SILENT:
                waiting(str(failure), pause)
            time.sleep(pause)
    try:
        return action()
    except Passing as failure:
        raise DownloadError(f"{failure}; tried {ATTEMPTS} times, so try again later") from None


def _download(source: Source, path: str, part: Path, size: int | None, sha256: str) -> bool:
    """Completes `part`, and returns whether it has the hash; if not, it is removed."""
    patiently(lambda: _read_on(source, path, part, size, is_kept=True))
    if file_facts(part).sha256 == sha256:
        return True
    remove_file(part)
    return False


def _read_on(source: Source, path: str, part: Path, size: int | None, *, is_kept: bool) -> None:
    """Completes `part` to `size` bytes; the message of an interruption says whether the next run will have it."""
    url = source.url_of(path)
    offset = part.stat().st_size if part.exists() else 0
    if size is not None and offset >= size:
        if offset == size and size:
            return
        remove_file(part)
        offset = 0
    try:
        with source.reading(path, offset) as reading:
            whole = size if size is not None else reading.size
            if reading.size is not None and reading.size != whole:
                raise DownloadError(
                    f"{url}: {reading.size:,} bytes, but {whole:,} were published; report it to the publisher"
                )
            if reading.start > offset:
                raise DownloadError(f"{url}: the server leaves out requested bytes; report it to the publisher")
            _check_free_space(part, (whole or 0) - reading.start)
            limit, written = _LARGEST_UNSTATED if whole is None else whole, reading.start
            with open_part(part) as file, bytes_bar(whole or 0, f"downloading {path.rpartition('/')[2]}") as advance:
                file.truncate(written)
                advance(written)
                for block in reading.blocks:
                    if whole is None and (written + len(block)) // _LOOK_EVERY > written // _LOOK_EVERY:
                        _check_free_space(part, _LOOK_EVERY)
                    written += len(block)
                    if written > limit:
                        message = (
                            f"more than {limit:,} bytes, and the server does not say how many; download it by hand"
                            if whole is None
                            else f"more than the {limit:,} bytes that were published; do not use it"
                        )
                        raise DownloadError(f"{url}: {message}")
                    file.write(block)
                    advance(len(block))
    except FileNotFoundError:
        raise DownloadError(f"{url}: no such file; check the URL, or report it to the publisher") from None
    if whole is not None and written < whole:
        message = f"ended after {written:,} of {whole:,} bytes"
        raise Passing(f"{url}: {message}{', which are kept' if is_kept else ''}")


def _check_free_space(part: Path, size: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if size > min(free, LARGEST_FILE):
        raise DownloadError(
            f"{part.parent}: {size:,} more bytes are needed, and {free:,} are free; set {CACHE} to another folder"
        )


def _unusable(error: OSError) -> DownloadError:
    return DownloadError(
        f"{error.filename or cache_folder()}: {error.strerror or error}; set {CACHE} to another folder"
    )
