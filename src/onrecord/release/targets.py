"""Where releases are published: a local folder, or a folder behind a URL.

For a URL, the release to compare with is fetched into a temporary folder, the next release is built there as in a local
folder, and then sent. It stays one release even if others publish at the same time, or a run is killed:

- `.claims/HASH.json` states which release will be added to the index with this hash, and `.claims/first.json` which
  release is the first. A claim is created by a write that fails if the file exists, so there is only one. It is never
  removed.
- Then come the files, each by a write that fails if the file exists. Files that exist with the same size and hash are
  not sent again, so publishing the same package resumes a killed run. Other files in the way are first removed by the
  run that holds the claim.
- `index.json` comes last, if the claim is unchanged, and replaces only the index that the release was built upon.
- The page of all versions and the feed follow from the index. They are sent after it, so that they never name what is
  not there; every run compares them, and sends what a killed run has not.

The same package gives the same bytes, so any run on any machine can finish what a killed run began. Only Parquet files
and the database differ, if that machine has another version of polars or SQLite. A claim is for a package, by the hash
of its zip, so this is still the same release: the later run replaces the claim of the earlier run, which then stops,
and sends its own files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from onrecord.errors import ReleaseError
from onrecord.package import DESCRIPTOR, written
from onrecord.package.files import LARGEST_READ, copy_file, is_inside, open_file, read_file, write_file
from onrecord.package.lock import locked
from onrecord.package.opening import unpack
from onrecord.package.staging import recover, replace_file, replace_link, temporary_folder
from onrecord.package.stores import Store, is_remote
from onrecord.progress import bytes_bar
from onrecord.release.download import fetch
from onrecord.release.download_sources import StoreSource
from onrecord.release.index import INDEX, LARGEST_INDEX, SHA256, Entry, ReleaseFile, dump_index, parse_index, read_index
from onrecord.release.pages import LARGEST_PAGE, is_made_here, pages_of_all
from onrecord.text.bounded_json import NotReadable, parse_json
from onrecord.text.printable import address
from onrecord.text.versions import parse_version

LATEST = "latest"
_CLAIMS = ".claims"
_LARGEST_CLAIM = 4 * 1024
_ATTEMPTS = 5  # to send a page: between a look at it and the write, others may write it
_SENDERS = 8  # threads: a package has many small files, which mostly wait for the network


class Target:
    """A place for the releases of one package.

    Attributes:
        home: the folder where the next release is built; the index is in it.
        url: the target if it is not a local folder.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.url: str | None = None

    def fetch(self, entry: Entry) -> None:
        """Ensures that a release is in `home`, as published."""

    def finish(self) -> tuple[str, ...]:
        """Makes a new release in `home` public, and brings the pages of all versions up to date.

        Returns:
            Notes on pages that were not written.
        """
        entries = read_index(self.home / INDEX, self.home.name)
        link_latest(self.home, str(entries[0].version))
        if not is_inside(self.home, f"{entries[0].path}/{DESCRIPTOR}"):
            return ()
        pages = pages_of_all(self.home, entries)
        return tuple(note for path, content in pages.items() if (note := _put_page(self.home / path, content)))


@contextmanager
def target(output: str | Path, name: str, *, take_over: bool = False) -> Iterator[Target]:
    """The place for the releases of the package `name` below a folder or URL, as a context.

    Args:
        output: a folder, or a URL that fsspec knows.
        name: the package's name.
        take_over: drop the release that another run has begun to send and will never finish.

    Raises:
        ReleaseError: it cannot be reached, or another run is publishing there.
        OSError: the folder cannot be created.
    """
    if isinstance(output, str) and is_remote(output):
        with temporary_folder() as temporary:
            yield _Remote(Store(f"{output.rstrip('/')}/{name}"), temporary / name, output.rstrip("/"), take_over)
        return
    home = local_path(output) / name
    if home.is_symlink():
        raise ReleaseError(f"{home}: a link, through which no release is written; name the folder that it leads to")
    with locked(home):
        recover(home, is_locked=True)
        latest = home / LATEST
        if latest.exists() and not latest.is_symlink():
            raise ReleaseError(f"{latest}: not the link that publish makes, so it would go stale; remove it")
        yield Target(home)


def local_path(place: str | Path) -> Path:
    """The path of a local folder, which may be given as a `file://` URL."""
    if isinstance(place, str) and place.startswith("file://"):
        return Path(url2pathname(urlsplit(place).path))
    return Path(place)


def link_latest(home: Path, version: str) -> None:
    """Makes `latest` a link to a version by one rename, if the file system has links; the index is authoritative."""
    link = home / LATEST
    if link.is_symlink() and str(link.readlink()) == version:
        return
    with suppress(OSError, NotImplementedError):
        replace_link(link, version)


def _put_page(place: Path, page: bytes) -> str:
    """Writes a page unless it is there already; returns a note if something else is there, which stays."""
    if place.is_symlink() or place.exists():
        present = read_file(place) if place.is_file() and place.stat().st_size <= LARGEST_PAGE else b""
        if not is_made_here(present):
            return _kept(str(place))
        if present == page:
            return ""
    replace_file(place, page)
    return ""


def _kept(place: str) -> str:
    return (
        f"{place} is not a page that publish made, and stays as it is; move it away and publish again to get the page"
    )


class _Remote(Target):
    def __init__(self, store: Store, home: Path, url: str, take_over: bool) -> None:
        super().__init__(home)
        self.url, self._store, self._take_over = address(url), store, take_over
        home.mkdir()
        self._index = store.read(INDEX, LARGEST_INDEX)
        self._listed: tuple[Entry, ...] = ()
        if self._index is not None:
            write_file(home / INDEX, self._index)
            listed, self._listed = parse_index(self._index, store.url_of(INDEX), strict=True)
            if listed != home.name:
                message = f"lists releases of {listed}, not of {home.name}"
                raise ReleaseError(f"{store.url_of(INDEX)}: {message}; publish to another folder")

    def fetch(self, entry: Entry) -> None:
        """Puts a release into `home`, as published."""
        archive = fetch(StoreSource(self._store), entry.zip, entry.zip_bytes, entry.zip_sha256)
        (self.home / entry.path).mkdir(parents=True)
        unpack(archive, self.home / entry.path)
        with open_file(archive) as file:
            copy_file(file, self.home / entry.zip)

    def finish(self) -> tuple[str, ...]:
        """Sends the new release, then the index, and then the pages of all versions, unless nothing is new."""
        content = read_file(self.home / INDEX)
        entries = read_index(self.home / INDEX, self.home.name)
        if content != self._index:
            self._publish(content, entries)
        return self._show(content, entries)

    def _publish(self, content: bytes, entries: Sequence[Entry]) -> None:
        earlier = {entry.version for entry in self._listed}
        [entry] = (entry for entry in entries if entry.version not in earlier)
        state = "first" if self._index is None else hashlib.sha256(self._index).hexdigest()
        path = f"{_CLAIMS}/{state}.json"
        claim = _claim_of(self.home.name, entry)
        existing = self._store.read(path, _LARGEST_CLAIM)
        senders = ThreadPoolExecutor(_SENDERS)
        try:
            missing, in_the_way = self._compare(entry, senders)
            if in_the_way and existing is None:  # somebody may have begun since the first request
                existing = self._store.read(path, LARGEST_INDEX)
            if in_the_way and existing is None and not self._take_over:
                place = self._store.url_of(in_the_way[0])
                raise ReleaseError(f"{place}: exists, but {INDEX} does not list it; remove it or restore the index")
            if existing != claim:
                self._claim(path, claim)
            for other in in_the_way:
                self._store.remove(other)
            self._send(entry, missing, senders)
        finally:
            senders.shutdown(cancel_futures=True)
        if self._store.read(path, _LARGEST_CLAIM) != claim:
            raise self._taken(path)
        url = self._store.url_of(INDEX)
        try:
            is_ours = self._store.replace(INDEX, self._index, content)
            written.expect(url, lambda: is_ours)
        except KeyboardInterrupt as interrupt:
            interrupt.add_note(f"{url} may have been written; publish the same package again to finish")
            raise
        if not is_ours:
            raise self._lost()

    def _show(self, index: bytes, entries: Sequence[Entry]) -> tuple[str, ...]:
        """Sends the pages of all versions that differ, unless somebody has published since: that run sends them."""
        described = f"{entries[0].path}/{DESCRIPTOR}"
        if not (self.home / described).exists():  # a release of an older line
            content = self._store.read(described, LARGEST_READ)
            if content is None:
                return ()
            (self.home / described).parent.mkdir(parents=True)
            write_file(self.home / described, content)
        notes = (self._put_page(path, page, index) for path, page in pages_of_all(self.home, entries).items())
        return tuple(filter(None, notes))

    def _put_page(self, path: str, page: bytes, index: bytes) -> str:
        """Sends a page unless it is there already; returns a note if something else is there, which stays."""
        for _ in range(_ATTEMPTS):
            present = self._page(path)
            if present is None:
                is_done = self._store.create(path, page)
            elif present == page:
                is_done = True
            elif not is_made_here(present):
                return _kept(self._store.url_of(path))
            else:
                is_latest = self._store.read(INDEX, LARGEST_INDEX) == index
                is_done = not is_latest or self._store.replace(path, present, page)
            if is_done:
                break
        return ""

    def _page(self, path: str) -> bytes | None:
        """A page as it is now; None if it is missing. It is empty if it is too large to be one."""
        size = self._store.size(path)
        return self._store.read(path, LARGEST_PAGE) if size is None or size <= LARGEST_PAGE else b""

    def _lost(self) -> ReleaseError:
        return ReleaseError(
            f"{self._store.url_of(INDEX)}: somebody else has published meanwhile; publish again to get the version "
            "after theirs"
        )

    def _taken(self, path: str) -> ReleaseError:
        return ReleaseError(f"{self._store.url_of(path)}: another run has taken over; publish again")

    def _claim(self, path: str, claim: bytes) -> None:
        """Claims the next release for the new release."""
        if self._store.create(path, claim):
            return
        existing = self._store.read(path, _LARGEST_CLAIM)
        if existing == claim:  # two runs publish the same release
            return
        if self._store.read(INDEX, LARGEST_INDEX) != self._index:
            raise self._lost()
        other, own = _package_of(existing), _package_of(claim)
        if self._take_over or other == own:
            if not self._store.replace(path, existing, claim):
                raise self._taken(path)
            return
        raise ReleaseError(
            f"{self._store.url_of(path)}: somebody else is publishing {other[0] or 'a release'}, or was killed while "
            "publishing it; wait, or publish the same package to finish it. Only if that run has ended for good: "
            "publish with --take-over"
        )

    def _compare(self, entry: Entry, senders: ThreadPoolExecutor) -> tuple[list[ReleaseFile], list[str]]:
        """The files that are missing or differ, and the paths in their folder that are in the way."""
        existing = set(self._store.below(entry.path))
        there = [file for file in entry.files if file.path in existing]
        whole = {file.path for file, holds in zip(there, senders.map(self._holds, there), strict=True) if holds}
        missing = [file for file in entry.files if file.path not in whole]
        return missing, sorted(existing - whole)

    def _send(self, entry: Entry, files: Sequence[ReleaseFile], senders: ThreadPoolExecutor) -> None:
        with bytes_bar(sum(file.bytes for file in files), f"sending {entry.version}") as advance:

            def send(file: ReleaseFile) -> int:
                if not self._store.put(file.path, self.home / file.path, file.sha256) and not self._holds(file):
                    raise self._taken(file.path)
                return file.bytes

            for sent in senders.map(send, files):
                advance(sent)

    def _holds(self, file: ReleaseFile) -> bool:
        return self._store.holds(file.path, file.bytes, file.sha256)


def _claim_of(name: str, entry: Entry) -> bytes:
    """The content of a claim: the version, the hash of the zip, and the hash of the release's entry in the index."""
    digest = hashlib.sha256(dump_index(name, (entry,))).hexdigest()
    claim = {"version": str(entry.version), "zip_sha256": entry.zip_sha256, "entry_sha256": digest}
    return (json.dumps(claim) + "\n").encode("utf-8")


def _package_of(claim: bytes | None) -> tuple[str, str]:
    """The version and the hash of the zip in a claim; empty if it is not a valid claim."""
    try:
        values = parse_json(claim or b"", strict=True, largest=_LARGEST_CLAIM)
        version, sha256 = parse_version(values["version"]), values["zip_sha256"]
        return (str(version), sha256) if version and SHA256.fullmatch(sha256) else ("", "")
    except (NotReadable, KeyError, TypeError):
        return "", ""
