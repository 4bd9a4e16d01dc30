"""A folder behind a URL, through fsspec: S3, Google Cloud Storage and all else that fsspec knows."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from onrecord.errors import OnrecordError, ReleaseError
from onrecord.package.files import create_whole, replace_whole
from onrecord.text.printable import address, visible, without_secrets

_BLOCK = 8 * 1024 * 1024
_LONGEST_REASON = 300  # characters of a client's message
_SHA256 = "sha256"  # the name of the hash in an object's metadata
# The extra to install for a kind of URL; for other kinds, fsspec says what is missing.
_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs"}
# What browsers and feed readers have to know of a file to show it; for other files, the clients guess the type.
_MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/json",
}
# What clients call the argument for it.
_ARGUMENTS = {"s3": "ContentType", "gs": "content_type"}
WEB = frozenset({"http", "https"})
# The kinds of URLs that may be contacted if only a file in a folder names them, not the user.
REMOTE = WEB | _EXTRAS.keys()


def is_remote(place: str | Path) -> bool:
    """Whether a place is a URL other than of a local folder."""
    return isinstance(place, str) and "://" in place and not place.startswith("file://")


@dataclasses.dataclass(frozen=True, slots=True)
class FileState:
    """The size of a file in bytes, and what changes when its content does: an ETag, or the time of its last change."""

    size: int
    mark: str


class Store:
    """The files below a URL; a path is relative to it.

    Attributes:
        url: the URL, without its secrets.

    If the service behind the URL fails, every method raises the error that the store was made with.
    """

    def __init__(self, url: str, error: type[OnrecordError] = ReleaseError) -> None:
        """Opens the folder at `url` without a request.

        Args:
            url: a URL that fsspec knows, such as `s3://bucket/prefix`.
            error: the type of error to raise.
        """
        import fsspec

        self._url, self._error = url.rstrip("/"), error
        self.url = address(self._url)
        if "::" in url:
            # fsspec would take it for a chain of file systems, which a file in a folder should not choose.
            raise error(f"{self.url}: several URLs in one; name one URL such as s3://bucket/prefix")
        with self._errors(""):
            try:
                # Other programs write there, too: an earlier listing may be out of date.
                self._files, self._root = fsspec.core.url_to_fs(
                    self._url, use_listings_cache=False, skip_instance_cache=True
                )
            except ImportError as missing:
                extra = _EXTRAS.get(url.partition(":")[0])
                remedy = f"run pip install 'onrecord[{extra}]'" if extra else self._words(missing)
                raise error(f"{self.url}: a client for this kind of URL is not installed; {remedy}") from None
            except (OnrecordError, OSError):
                raise
            except Exception as problem:  # clients check URLs in their own ways, or not at all
                message = f"{self._words(problem)}; name a folder or a URL such as s3://bucket/prefix"
                raise error(f"{self.url}: {message}") from None
        protocols = self._files.protocol
        self._protocols = frozenset([protocols] if isinstance(protocols, str) else protocols)
        self._is_s3, self._is_local = "s3" in self._protocols, "file" in self._protocols

    def url_of(self, path: str) -> str:
        """The URL of a file."""
        return f"{self.url}/{path}"

    def size(self, path: str) -> int | None:
        """The size of a file in bytes; None if it is missing."""
        with self._errors(path):
            try:
                size = self._files.info(self._place(path)).get("size")
            except FileNotFoundError:
                return None
            if not isinstance(size, int) or size < 0:
                raise self._error(f"{self.url_of(path)}: the service does not say how large it is; check the URL")
            return size

    def read(self, path: str, limit: int) -> bytes | None:
        """The content of a file of at most `limit` bytes; None if it is missing."""
        size = self.size(path)
        if size is None:
            return None
        if size > limit:
            raise self._error(f"{self.url_of(path)}: {size:,} bytes, more than the {limit:,} expected")
        return b"".join(self.blocks(path, 0, size))

    def blocks(self, path: str, start: int, end: int) -> Iterator[bytes]:
        """The bytes of a file from `start` to `end`, exclusive, in blocks."""
        with self._errors(path):
            for offset in range(start, end, _BLOCK):
                yield bytes(self._files.cat_file(self._place(path), start=offset, end=min(offset + _BLOCK, end)))

    def create(self, path: str, content: bytes) -> bool:
        """Writes a file if it is missing; False if it exists, or another process writes it first.

        In a bucket and on a disk the file appears with all of its content, or not at all.
        """
        with self._errors(path):
            if self._is_local:
                return create_whole(Path(self._place(path)), content)
            self._make_parent(path)
            try:
                self._files.pipe_file(self._place(path), content, mode="create", **self._kind(path))
            except FileExistsError:
                return False
            return True

    def replace(self, path: str, old: bytes | None, new: bytes) -> bool:
        """Replaces a file if its content is `old`; None means that it is missing. False if the content differs.

        On S3 the service ensures that nobody writes in between. Elsewhere the content is read right before.
        """
        if old is None:
            return self.create(path, new) or self.read(path, len(new)) == new
        with self._errors(path):
            guard = {"IfMatch": self._files.info(self._place(path))["ETag"]} if self._is_s3 else {}
            if self._files.cat_file(self._place(path)) != old:
                return False
            try:
                self._files.pipe_file(self._place(path), new, **guard, **self._kind(path))
            except OSError:
                # Refused; or written, but the answer was lost, and the client sent the request again.
                content = self._files.cat_file(self._place(path))
                if content == old:
                    raise
                return bool(content == new)
            return True

    def overwrite(self, path: str, content: bytes) -> None:
        """Writes a file, whatever it had before; whoever reads it gets all of the old or all of the new content."""
        with self._errors(path):
            if self._is_local:
                replace_whole(Path(self._place(path)), content)
            else:
                self._make_parent(path)
                self._files.pipe_file(self._place(path), content, **self._kind(path))

    def put(self, path: str, file: Path, sha256: str) -> bool:
        """Writes a file with the content of a local file if it is missing; False if it exists."""
        with self._errors(path):
            self._make_parent(path)
            metadata = {"Metadata": {_SHA256: sha256}} if self._is_s3 else {}
            try:
                self._files.put_file(str(file), self._place(path), mode="create", **metadata, **self._kind(path))
            except FileExistsError:
                return False
            return True

    def holds(self, path: str, size: int, sha256: str) -> bool:
        """Whether a file has this size and hash.

        On S3 the hash is in the object's metadata, where `put` wrote it; elsewhere the file is read.
        """
        if self.size(path) != size:
            return False
        with self._errors(path):
            if self._is_s3 and (stated := self._files.metadata(self._place(path)).get(_SHA256)):
                return bool(stated == sha256)
        digest = hashlib.sha256()
        for block in self.blocks(path, 0, size):
            digest.update(block)
        return digest.hexdigest() == sha256

    def remove(self, path: str) -> None:
        """Removes a file if it is there."""
        with self._errors(path), suppress(FileNotFoundError):
            self._files.rm_file(self._place(path))

    def below(self, path: str) -> list[str]:
        """The paths of all files below a folder, sorted."""
        return sorted(self.listing(path))

    def listing(self, path: str) -> dict[str, FileState]:
        """The files below a folder, each with its state."""
        with self._errors(path):
            start = len(self._root.rstrip("/")) + 1
            try:
                found = self._files.find(self._place(path), detail=True)
            except FileNotFoundError:
                return {}
            return {place[start:]: _state(info) for place, info in found.items()}

    def _kind(self, path: str) -> dict[str, str]:
        """The argument by which a client gives a file its media type, where the service keeps one."""
        argument = next((name for protocol, name in _ARGUMENTS.items() if protocol in self._protocols), None)
        media_type = _MEDIA_TYPES.get(PurePosixPath(path).suffix)
        return {argument: media_type} if argument and media_type else {}

    def _place(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}"

    def _make_parent(self, path: str) -> None:
        if not self._is_s3:  # S3 has no folders, and makedirs would create a bucket
            self._files.makedirs(self._place(path).rpartition("/")[0], exist_ok=True)

    def _words(self, error: BaseException) -> str:
        """A client's message, shortened, without the secrets that it may quote."""
        words = " ".join(without_secrets(str(error), self._url).split())
        return visible(words[:_LONGEST_REASON]) or type(error).__name__

    @contextmanager
    def _errors(self, path: str) -> Iterator[None]:
        url = self.url_of(path) if path else self.url
        # The client's error is not chained: it may quote the URL with its secrets.
        try:
            yield
        except OnrecordError:
            raise
        except PermissionError as error:
            message = f"{url}: access denied ({self._words(error)}); check the credentials and their rights"
            raise self._error(message) from None
        except FileNotFoundError as error:
            raise self._error(f"{url}: not found ({self._words(error)}); check the URL") from None
        except NotImplementedError:
            raise self._error(f"{url}: this kind of URL cannot be written to; name a bucket or a folder") from None
        except Exception as error:
            # Clients raise the errors of their libraries, of which there is no list; our own bugs are not caught.
            if _is_ours(error):
                raise
            message = f"{self._words(error)}; check the URL, the credentials and the connection"
            raise self._error(f"{url}: {message}") from None


def _state(info: Mapping[str, Any]) -> FileState:
    marks = (info.get(name) for name in ("ETag", "etag", "md5Hash", "mtime", "LastModified", "created"))
    return FileState(int(info.get("size") or 0), str(next((mark for mark in marks if mark), "")))


def _is_ours(error: BaseException) -> bool:
    """Whether an error was raised in onrecord's own code."""
    frames = error.__traceback__
    while frames and frames.tb_next:
        frames = frames.tb_next
    return frames is not None and str(frames.tb_frame.f_globals.get("__name__")).startswith(__name__.partition(".")[0])
