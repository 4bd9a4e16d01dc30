"""The sources of downloads: a web server, a local folder, or a store that fsspec knows.

A source has the files below a folder. All its errors are of two kinds: temporary errors, after which it is asked again,
and final errors.
"""

from __future__ import annotations

import dataclasses
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from onrecord import __version__
from onrecord.errors import DownloadError, PackageError
from onrecord.package.files import open_inside
from onrecord.package.opening import MAX_RATIO, is_out_of_proportion
from onrecord.package.stores import WEB, Store
from onrecord.release.watch import PATIENCE, Watch, new_session, watching
from onrecord.text.printable import address, visible, without_secrets

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from requests import Response

_BLOCK = 1024 * 1024
# Bytes that must arrive within the time of the watch.
_WEB_BLOCK = 16 * 1024
_TIMEOUT = (10.0, 30.0)  # seconds to connect, and to wait for the next bytes
_MOST_REDIRECTS = 5
_MAY_PASS = {408, 425, 429, 500, 502, 503, 504}
_LENGTH = re.compile(r"[0-9]{1,18}")
_RANGE = re.compile(r"bytes (?P<start>[0-9]{1,18})-[0-9]{1,18}/(?P<size>[0-9]{1,18}|\*)")
_PACKINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_ANY_HEAD = 32 + zlib.MAX_WBITS  # the header of gzip, or of zlib, which RFC 9110 calls `deflate`
_SECONDS = re.compile(r"[0-9]{1,9}")
_NOT_IN_URLS = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]")
_LONGEST_LOCATION, _LONGEST_STATUS, _LONGEST_REASON, _SHOWN = 8_000, 100, 200, 30


class Passing(Exception):  # noqa: N818 - it is not an error before the last attempt
    """A temporary failure; `pause` is the number of seconds after which the server asks to be asked again."""

    def __init__(self, message: str, pause: float | None = None) -> None:
        super().__init__(message)
        self.pause = pause


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """An open file: its first byte, the size of the whole file if that is known, and its bytes in blocks."""

    start: int
    size: int | None
    blocks: Iterator[bytes]


class Unpacking:
    """Unpacks HTTP's `gzip` and `deflate` piece by piece; the libraries do not report an early end.

    Attributes:
        is_whole: whether the bytes so far are complete.
    """

    def __init__(self) -> None:
        self._unpack, self.is_whole = zlib.decompressobj(_ANY_HEAD), True

    def pieces(self, block: bytes) -> Iterator[bytes]:
        """The unpacked bytes of the next block, in pieces of limited size."""
        while block:
            if self._unpack.eof:  # a gzip file may have several members, and zeros after them
                if not (block := block.lstrip(b"\0")):
                    return
                self._unpack = zlib.decompressobj(_ANY_HEAD)
            piece = self._unpack.decompress(block, _BLOCK)
            block = self._unpack.unconsumed_tail or self._unpack.unused_data
            self.is_whole = self._unpack.eof
            if piece:
                yield piece


class Source(Protocol):
    """The files below a folder, local or remote; paths are relative to it."""

    def url_of(self, path: str) -> str:
        """The name of a file in messages."""

    def reading(self, path: str, offset: int) -> AbstractContextManager[Reading]:
        """Opens a file at an offset in bytes, as a context.

        Raises:
            FileNotFoundError: there is no such file.
            Passing: it cannot be read now.
            DownloadError: it cannot be read.
        """


class FolderSource:
    """A local folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url_of(self, path: str) -> str:
        """The path of a file."""
        return str(self._folder / path)

    @contextmanager
    def reading(self, path: str, offset: int) -> Iterator[Reading]:
        """Opens a file at an offset."""
        try:
            file = open_inside(self._folder, path)
        except (FileNotFoundError, NotADirectoryError):
            raise FileNotFoundError(path) from None
        except PackageError as error:
            raise DownloadError(str(error)) from None
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
    """A folder on a web server; the part of its URL after `?` is sent with the request for each file."""

    def __init__(self, url: str) -> None:
        self._url, self._parts = url, urlsplit(url)
        self._session = new_session()
        # Ranges count the bytes of the file, not of what a server compresses on the way. Each file has its own
        # connection, which can be cut.
        self._session.headers.update(
            {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": f"onrecord/{__version__}"}
        )

    def url_of(self, path: str) -> str:
        """The URL of a file, without secrets."""
        return address(urlunsplit(self._below(path)))

    def _below(self, path: str) -> SplitResult:
        return self._parts._replace(path=f"{self._parts.path.rstrip('/')}/{quote(path)}", fragment="")

    @contextmanager
    def reading(self, path: str, offset: int) -> Iterator[Reading]:
        """Opens a file at an offset; a server that does not support ranges sends it from the start."""
        url = self.url_of(path)
        with watching(self._session) as watch:
            with self._errors(url, watch):
                answer = self._ask(path, {"Range": f"bytes={offset}-"} if offset else {})
            with answer:
                self._check(answer, url)
                start, size = _extent(answer, url)
                yield Reading(start, size, self._blocks(answer, url, watch))

    def _ask(self, path: str, headers: dict[str, str]) -> Response:
        """The answer to a request, after redirects, each of which is checked before it is followed."""
        url, target = self.url_of(path), urlunsplit(self._below(path))
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._session.get(target, headers=headers, stream=True, timeout=_TIMEOUT, allow_redirects=False)
            if not answer.is_redirect:
                return answer
            answer.close()
            target = _redirected(target, answer.headers["Location"], url)
        raise DownloadError(f"{url}: more than {_MOST_REDIRECTS} redirects; check the URL")

    def _blocks(self, answer: Response, url: str, watch: Watch) -> Iterator[bytes]:
        """The bytes of an answer, some of which must arrive in time.

        If a server packs them although it was asked not to, they may not grow more than any packed file may.
        """
        packing = answer.headers.get("Content-Encoding", "identity").strip().lower()
        if packing not in _PACKINGS:
            message = f"the server sends it packed as {visible(packing[:_SHOWN])!r}, although it was asked not to"
            raise DownloadError(f"{url}: {message}; download it by hand")
        unpacking, size = Unpacking() if packing not in ("", "identity") else None, 0
        while True:
            with self._errors(url, watch):
                # The reader of the standard library limits the length of lines between chunks.
                block = answer.raw.read(_WEB_BLOCK, decode_content=False)
            if not block:
                break
            try:
                for piece in unpacking.pieces(block) if unpacking else (block,):
                    size += len(piece)
                    if unpacking and is_out_of_proportion(size, answer.raw.tell()):
                        message = (
                            f"what the server sends grows to more than {MAX_RATIO} times its size when it is unpacked"
                        )
                        raise DownloadError(f"{url}: {message}; do not use it")
                    yield piece
            except zlib.error as error:
                raise DownloadError(f"{url}: what the server sends packed is damaged ({error})") from None
            watch.go_on()
        if unpacking and not unpacking.is_whole:
            raise Passing(f"{url}: what the server sends packed ends early, after {size:,} bytes of the file")

    @contextmanager
    def _errors(self, url: str, watch: Watch) -> Iterator[None]:
        """Turns all errors of the libraries, of which there is no complete list, into temporary and final errors."""
        import requests
        import urllib3

        try:
            yield
        except (DownloadError, MemoryError):
            raise
        except Exception as error:
            reason = without_secrets(_reason(error), self._url)
            if watch.is_cut:
                pass
            elif isinstance(error, requests.exceptions.SSLError | urllib3.exceptions.SSLError):
                raise DownloadError(f"{url}: the server's certificate cannot be trusted ({reason})") from None
            elif isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
                raise Passing(f"{url}: no answer in time") from None
            elif isinstance(error, requests.ConnectionError | urllib3.exceptions.ProtocolError | OSError) and not (
                isinstance(error, ValueError)  # such as an invalid URL
            ):
                raise Passing(f"{url}: {reason}") from None
            else:
                raise DownloadError(f"{url}: {reason}; check the URL") from None
        if watch.is_cut:  # an answer that states no length would seem to be complete
            raise Passing(f"{url}: less than {_WEB_BLOCK:,} bytes in {PATIENCE:g} seconds")

    def _check(self, answer: Response, url: str) -> None:
        """Raises an error for the status of an answer, unless the answer has the file."""
        status = visible(f"{answer.status_code} {answer.reason or ''}".strip()[:_LONGEST_STATUS])
        if answer.status_code in (404, 410):
            raise FileNotFoundError(url)
        if answer.status_code in _MAY_PASS:
            pause = _SECONDS.fullmatch(answer.headers.get("Retry-After", ""))
            raise Passing(f"{url}: the server says {status}", float(pause[0]) if pause else None)
        if answer.status_code in (401, 403):
            raise DownloadError(f"{url}: the server says {status}; check your login (~/.netrc) or the token in the URL")
        if answer.status_code == 416:
            raise DownloadError(f"{url}: the server has fewer bytes than the index says; report it to the publisher")
        if answer.status_code not in (200, 206):
            raise DownloadError(f"{url}: the server says {status}; check the URL")


def _redirected(base: str, location: str, url: str) -> str:
    """The target of a redirect from `base`, with the user's name and password if it is on the same server.

    Raises:
        DownloadError: it is not a URL of a web server, or leads from https to http.
    """
    # The standard does not define the encoding; most servers write UTF-8.
    location = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        if len(location) > _LONGEST_LOCATION or _NOT_IN_URLS.search(location):
            raise ValueError("a character or a length that no URL has")
        before, after = urlsplit(base), urlsplit(urljoin(base, location))
        if after.scheme not in WEB or not after.hostname or after.port == 0:
            raise ValueError("not a URL of a web server")
        after.hostname.encode("idna")
    except ValueError as error:  # with UnicodeError
        shown = visible(address(location[:_LONGEST_STATUS]))
        raise DownloadError(f"{url}: redirects to {shown!r} ({_reason(error)}); report it to the publisher") from None
    if before.scheme == "https" and after.scheme != "https":
        raise DownloadError(f"{url}: redirects to a server without encryption; ask the publisher")
    same = (before.scheme, before.hostname, before.port) == (after.scheme, after.hostname, after.port)
    user, _, server = before.netloc.rpartition("@")
    if same and user and "@" not in after.netloc:
        after = after._replace(netloc=f"{user}@{server}")
    return urlunsplit(after._replace(fragment=""))


def _extent(answer: Response, url: str) -> tuple[int, int | None]:
    """The offset of an answer's first byte in the file, and the size of the file if it is stated."""
    if answer.status_code == 206:
        sent = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        if sent is None:
            raise DownloadError(f"{url}: the server sends a part without stating which; report it to the publisher")
        return int(sent["start"]), None if sent["size"] == "*" else int(sent["size"])
    length = answer.headers.get("Content-Length")
    if length is None or "Content-Encoding" in answer.headers:
        return 0, None
    if not _LENGTH.fullmatch(length):
        raise DownloadError(
            f"{url}: the server states {visible(length[:_SHOWN])!r} as the length; report it to the publisher"
        )
    return 0, int(length)


def _reason(error: BaseException) -> str:
    """The innermost reason of a failure, in a few words."""
    inner = error
    while isinstance(cause := getattr(inner, "reason", None) or inner.__cause__ or inner.__context__, BaseException):
        inner = cause
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror
    return visible(" ".join(str(inner).split())[:_LONGEST_REASON]) or type(inner).__name__
