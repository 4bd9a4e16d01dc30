"""Where releases are downloaded from: a web server, a folder of this machine, or a store that fsspec knows.

A source knows the files below a folder. All errors of a server are told as two kinds: those that may pass, for which
it is asked again, and those that will not.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from onrecord import __version__
from onrecord.errors import DownloadError
from onrecord.package.files import open_file
from onrecord.release.stores import Store

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from requests import Response

_BLOCK = 1024 * 1024
# What has come of a block is lost where the connection breaks within it.
_WEB_BLOCK = 16 * 1024
_TIMEOUT = (10.0, 30.0)  # seconds to connect, and to wait for the next bytes
_MOST_REDIRECTS = 5
_MAY_PASS = {408, 425, 429, 500, 502, 503, 504}
_RANGE = re.compile(r"bytes (?P<start>\d+)-\d+/(?P<size>\d+|\*)", re.ASCII)


class Passing(Exception):  # noqa: N818 - it is no error until it has come too often
    """A failure that may be gone when the server is asked again, after `pause` seconds if it says so."""

    def __init__(self, message: str, pause: float | None = None) -> None:
        super().__init__(message)
        self.pause = pause


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """An open file: at which byte it begins, the size of the whole where that is known, and its bytes in pieces."""

    start: int
    size: int | None
    blocks: Iterator[bytes]


class Source(Protocol):
    """The files below a folder, wherever that is; a path is relative to it."""

    def url_of(self, path: str) -> str:
        """How a file is named in messages."""

    def reading(self, path: str, offset: int) -> AbstractContextManager[Reading]:
        """Opens a file for a block, at a byte.

        Raises:
            FileNotFoundError: there is no such file.
            Passing: it cannot be read now.
            DownloadError: it cannot be read.
        """


class FolderSource:
    """A folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url_of(self, path: str) -> str:
        """The path of a file."""
        return str(self._folder / path)

    @contextmanager
    def reading(self, path: str, offset: int) -> Iterator[Reading]:
        """Opens a file at an offset."""
        try:
            file = open_file(self._folder / path)
        except (FileNotFoundError, NotADirectoryError):
            raise FileNotFoundError(path) from None
        except OSError as error:
            raise DownloadError(f"{self.url_of(path)}: {error.strerror or error}; check that place") from error
        with file:
            file.seek(offset)
            yield Reading(offset, os.fstat(file.fileno()).st_size, iter(lambda: file.read(_BLOCK), b""))


class StoreSource:
    """A folder behind a URL of fsspec."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def url_of(self, path: str) -> str:
        """The URL of a file."""
        return self._store.url_of(path)

    @contextmanager
    def reading(self, path: str, offset: int) -> Iterator[Reading]:
        """Opens a file at an offset."""
        size = self._store.size(path)
        if size is None:
            raise FileNotFoundError(path)
        yield Reading(offset, size, self._store.blocks(path, offset, size))


class WebSource:
    """A folder on a web server; what stands behind a `?` in its URL is sent with the request for each file."""

    def __init__(self, url: str) -> None:
        import requests

        self._parts = urlsplit(url)
        self._session = requests.Session()
        self._session.max_redirects = _MOST_REDIRECTS
        # A server that compresses on the way would send other bytes than the ones that ranges count.
        self._session.headers.update({"Accept-Encoding": "identity", "User-Agent": f"onrecord/{__version__}"})

    def url_of(self, path: str) -> str:
        """The URL of a file, without the secrets that the folder's may hold."""
        return urlunsplit(self._below(path)._replace(netloc=self._parts.netloc.rpartition("@")[2], query=""))

    def _below(self, path: str) -> SplitResult:
        return self._parts._replace(path=f"{self._parts.path.rstrip('/')}/{quote(path)}", fragment="")

    @contextmanager
    def reading(self, path: str, offset: int) -> Iterator[Reading]:
        """Opens a file at an offset; a server that knows no ranges sends it from the start."""
        import requests

        url = self.url_of(path)
        headers = {"Range": f"bytes={offset}-"} if offset else {}
        try:
            with self._session.get(
                urlunsplit(self._below(path)), headers=headers, stream=True, timeout=_TIMEOUT
            ) as answer:
                self._check(answer, url)
                start, size = _extent(answer, url)
                yield Reading(start, size, answer.iter_content(_WEB_BLOCK))
        except requests.TooManyRedirects:
            raise DownloadError(f"{url}: more than {_MOST_REDIRECTS} redirects; check the URL") from None
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema) as error:
            raise DownloadError(f"{url}: {error}; check the URL") from None
        except requests.exceptions.SSLError as error:
            raise DownloadError(f"{url}: the server's certificate cannot be trusted ({_reason(error)})") from None
        except requests.Timeout:
            raise Passing(f"{url}: no answer in time") from None
        except requests.RequestException as error:
            raise Passing(f"{url}: {_reason(error)}") from None

    def _check(self, answer: Response, url: str) -> None:
        """Raises what the status of an answer means, unless it brings the file."""
        if self._parts.scheme == "https" and any(
            not step.startswith("https:") for step in (answer.url, *(each.url for each in answer.history))
        ):
            raise DownloadError(f"{url}: redirects to a server without encryption; ask its publisher")
        status = f"{answer.status_code} {answer.reason or ''}".strip()
        if answer.status_code in (404, 410):
            raise FileNotFoundError(url)
        if answer.status_code in _MAY_PASS:
            pause = answer.headers.get("Retry-After", "")
            raise Passing(f"{url}: the server says {status}", float(pause) if pause.isdecimal() else None)
        if answer.status_code in (401, 403):
            raise DownloadError(f"{url}: the server says {status}; it asks for rights that you have not shown")
        if answer.status_code == 416:
            raise DownloadError(f"{url}: the server has fewer bytes than the index says; tell its publisher")
        if answer.status_code not in (200, 206):
            raise DownloadError(f"{url}: the server says {status}; check the URL")


def _extent(answer: Response, url: str) -> tuple[int, int | None]:
    """Where the bytes of an answer begin in the file, and the size of the file, where that is told."""
    if answer.status_code == 206:
        told = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        if told is None:
            raise DownloadError(f"{url}: the server sends a part and does not say which; tell its publisher")
        return int(told["start"]), None if told["size"] == "*" else int(told["size"])
    length = answer.headers.get("Content-Length", "")
    return 0, int(length) if length.isdecimal() and "Content-Encoding" not in answer.headers else None


def _reason(error: BaseException) -> str:
    """The innermost reason of a failure, in a few words."""
    inner = error
    while isinstance(cause := getattr(inner, "reason", None) or inner.__cause__ or inner.__context__, BaseException):
        inner = cause
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror
    return " ".join(str(inner).split())[:200] or type(inner).__name__
