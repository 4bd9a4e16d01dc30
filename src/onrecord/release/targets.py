"""Where releases are published: a folder of this machine, or one behind a URL.

For a URL, the release to compare with is fetched into a temporary folder, the next one is built there as anywhere else,
and then sent. What makes it one release, whoever else publishes and whenever a run dies:

- `.claims/N.json` says which release is the N-th. It is created by a write that fails where the file exists, so only
  one can be. It is never removed.
- The files follow. Those that are there with the same size and hash are not sent again, so a run that died is resumed
  by publishing the same package.
- `index.json` comes last, and only over the one that the release was built upon.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from onrecord.errors import ReleaseError
from onrecord.opening import unpack
from onrecord.progress import bytes_bar
from onrecord.release.download import fetch
from onrecord.release.index import INDEX, Entry, ReleaseFile, dump_index, read_index
from onrecord.release.lock import locked
from onrecord.release.sources import LARGEST_INDEX, StoreSource
from onrecord.release.stores import Store, is_remote
from onrecord.release.version import Version
from onrecord.staging import recover

LATEST = "latest"
_CLAIMS = ".claims"
_SENDERS = 8  # a package has many small files, and most of the time of each is waiting


class Target:
    """A place for the releases of one package.

    Attributes:
        home: the folder where the next release is built; the newest one and the index are in it.
        url: the target, where that is no folder of this machine.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.url: str | None = None

    def provide(self, entry: Entry) -> None:
        """Has the files of a release in `home`, if it is one of another place."""

    def finish(self) -> None:
        """Makes the release in `home` one for everybody, if it is new."""
        entries = read_index(self.home / INDEX, self.home.name)
        link_latest(self.home, str(entries[0].version))


@contextmanager
def target(output: str | Path, name: str, *, take_over: bool = False) -> Iterator[Target]:
    """The place for the releases of the package `name` below a folder or URL.

    Args:
        output: a folder, or a URL that fsspec knows.
        name: the package's name.
        take_over: drop the release that another run has begun to send and not finished.

    Raises:
        ReleaseError: it cannot be reached, or another run is at work there.
        OSError: the folder cannot be made.
    """
    if isinstance(output, str) and is_remote(output):
        with tempfile.TemporaryDirectory(prefix="onrecord-") as temporary:
            yield _Remote(Store(f"{output.rstrip('/')}/{name}"), Path(temporary, name), output.rstrip("/"), take_over)
        return
    home = local_path(output) / name
    with locked(home):
        recover(home)
        latest = home / LATEST
        if latest.exists() and not latest.is_symlink():
            raise ReleaseError(f"{latest}: not the link that publish makes, so it would go stale; remove it")
        yield Target(home)


def local_path(place: str | Path) -> Path:
    """The path of a folder of this machine, which may be written as a `file://` URL."""
    if isinstance(place, str) and place.startswith("file://"):
        return Path(url2pathname(urlsplit(place).path))
    return Path(place)


def link_latest(home: Path, version: str) -> None:
    """Makes `latest` a link to a version by one rename, where the file system has links; the index tells it anyway."""
    link, new = home / LATEST, home / f".{LATEST}.partial"
    if link.is_symlink() and str(link.readlink()) == version:
        return
    with suppress(OSError, NotImplementedError):
        new.unlink(missing_ok=True)
        new.symlink_to(version, target_is_directory=True)
        new.replace(link)


class _Remote(Target):
    def __init__(self, store: Store, home: Path, url: str, take_over: bool) -> None:
        super().__init__(home)
        self.url, self._store, self._take_over = url, store, take_over
        home.mkdir()
        self._published: set[Version] = set()
        self._index = store.read(INDEX, LARGEST_INDEX)
        if self._index is not None:
            (home / INDEX).write_bytes(self._index)
            try:
                self._published = {entry.version for entry in read_index(home / INDEX, home.name)}
            except ReleaseError as error:
                raise ReleaseError(str(error).replace(str(home / INDEX), store.url_of(INDEX))) from None

    def provide(self, entry: Entry) -> None:
        """Puts a release into `home`, as it was published."""
        archive = fetch(StoreSource(self._store), entry.zip, entry.zip_bytes, entry.zip_sha256)
        (self.home / entry.path).mkdir(parents=True)
        unpack(archive, self.home / entry.path)
        shutil.copyfile(archive, self.home / entry.zip)

    def finish(self) -> None:
        """Sends the new release and then the index, unless the newest one is there already."""
        content = (self.home / INDEX).read_bytes()
        if content == self._index:
            return
        entries = read_index(self.home / INDEX, self.home.name)
        [entry] = [entry for entry in entries if entry.version not in self._published]
        path = f"{_CLAIMS}/{len(entries)}.json"
        claim = _claim_of(self.home.name, entry)
        standing = self._store.read(path, LARGEST_INDEX)
        senders = ThreadPoolExecutor(_SENDERS)
        try:
            missing, in_the_way = self._compare(entry, senders)
            if in_the_way and standing is None and not self._take_over:
                place = self._store.url_of(in_the_way[0])
                raise ReleaseError(f"{place}: lies there, but {INDEX} does not list it; remove it or restore the index")
            if standing != claim:
                self._claim(path, claim)
            for strange in set(in_the_way) - {file.path for file in entry.files}:
                self._store.remove(strange)
            self._send(entry, missing, senders)
        finally:
            senders.shutdown(cancel_futures=True)
        if self._store.read(path, LARGEST_INDEX) != claim:
            raise ReleaseError(f"{self._store.url_of(path)}: another run has taken over; publish again")
        if not self._store.replace(INDEX, self._index, content):
            raise self._lost()

    def _lost(self) -> ReleaseError:
        return ReleaseError(
            f"{self._store.url_of(INDEX)}: somebody else has published meanwhile; publish again, "
            "and the next version follows from theirs"
        )

    def _claim(self, path: str, content: bytes) -> None:
        """Makes the claim that the new release is the next one."""
        if self._store.create(path, content):
            return
        standing = self._store.read(path, LARGEST_INDEX)
        if standing == content:  # the same package is being published twice, to the same end
            return
        if self._store.read(INDEX, LARGEST_INDEX) != self._index:
            raise self._lost()
        if self._take_over:
            self._store.remove(path)
            if self._store.create(path, content):
                return
        try:
            other = str(json.loads(standing or b"")["version"])
        except (ValueError, KeyError, TypeError):
            other = "another release"
        raise ReleaseError(
            f"{self._store.url_of(path)}: somebody else is publishing {other}, or began to and died; wait for it, or "
            "publish the same package to finish it. Only if that run has ended for good: publish with --take-over"
        )

    def _compare(self, entry: Entry, senders: ThreadPoolExecutor) -> tuple[list[ReleaseFile], list[str]]:
        """The files that are not there as they should be, and what lies in their folder that should not."""
        standing = set(self._store.below(entry.path))
        there = [file for file in entry.files if file.path in standing]
        whole = {file.path for file, holds in zip(there, senders.map(self._holds, there), strict=True) if holds}
        missing = [file for file in entry.files if file.path not in whole]
        return missing, sorted(standing - whole)

    def _send(self, entry: Entry, files: Sequence[ReleaseFile], senders: ThreadPoolExecutor) -> None:
        with bytes_bar(sum(file.bytes for file in files), f"sending {entry.version}") as advance:

            def send(file: ReleaseFile) -> int:
                self._store.put(file.path, self.home / file.path, file.sha256)
                return file.bytes

            for sent in senders.map(send, files):
                advance(sent)

    def _holds(self, file: ReleaseFile) -> bool:
        return self._store.holds(file.path, file.bytes, file.sha256)


def _claim_of(name: str, entry: Entry) -> bytes:
    """What is written into a claim: the version, and a hash of all that is said of the release."""
    digest = hashlib.sha256(dump_index(name, (entry,))).hexdigest()
    return (json.dumps({"version": str(entry.version), "entry_sha256": digest}) + "\n").encode("utf-8")
