"""Downloading one file: resumed, verified, kept, and what a server can do wrong."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import platformdirs
import pytest

from onrecord.errors import DownloadError
from onrecord.release import download, download_sources
from onrecord.release.download import fetch, fetch_unknown, read_small
from onrecord.release.download_sources import FolderSource, WebSource

from .web_server import Server, serving

CONTENT = bytes(range(256)) * 400
SHA256 = hashlib.sha256(CONTENT).hexdigest()
SIZE = len(CONTENT)
BLOCK = download_sources._WEB_BLOCK


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server of the file `a file.zip`; no pause is waited for, and the cache is new."""
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(download, "_PAUSE", 0)
    root = tmp_path / "root"
    root.mkdir()
    (root / "a file.zip").write_bytes(CONTENT)
    with serving(root) as running:
        yield running


def fetched(server: Server, size: int | None = SIZE, sha256: str = SHA256) -> bytes:
    """The content that is downloaded from a server."""
    return fetch(WebSource(server.url), "a file.zip", size, sha256).read_bytes()


def cached(tmp_path: Path) -> dict[str, bytes]:
    """The content of each file in the cache."""
    cache = tmp_path / "cache"
    return {path.relative_to(cache).as_posix(): path.read_bytes() for path in cache.rglob("*") if path.is_file()}


def test_a_file_is_downloaded_once(server: Server, tmp_path: Path) -> None:
    """The second time it comes out of the cache."""
    assert fetched(server) == fetched(server) == CONTENT
    assert server.asked == [("a%20file.zip", "")]
    assert cached(tmp_path) == {f"sha256/{SHA256}/content": CONTENT}


def test_a_harmed_cache_is_not_used(server: Server, tmp_path: Path) -> None:
    """What is in it is compared with its hash again."""
    fetched(server)
    (tmp_path / "cache" / "sha256" / SHA256 / "content").write_bytes(CONTENT[:-1] + b"?")
    assert fetched(server) == CONTENT
    assert len(server.asked) == 2


def test_a_broken_connection_is_gone_on_with(server: Server) -> None:
    """Each further request asks for what is missing."""
    server.faults[".zip"] = [("cut", 2 * BLOCK), ("cut", BLOCK + 5)]
    assert fetched(server) == CONTENT
    assert server.asked == [
        ("a%20file.zip", ""),
        ("a%20file.zip", f"bytes={2 * BLOCK}-"),
        ("a%20file.zip", f"bytes={3 * BLOCK + 5}-"),
    ]


def test_the_next_run_goes_on(server: Server, tmp_path: Path) -> None:
    """What came before the tries were used up is kept."""
    server.faults[".zip"] = [("cut", BLOCK)] * download.ATTEMPTS
    with pytest.raises(DownloadError, match=r"a%20file\.zip: .*; tried 4 times, so try again later$"):
        fetched(server)
    assert cached(tmp_path) == {f"sha256/{SHA256}/part": CONTENT[: 4 * BLOCK]}
    assert fetched(server) == CONTENT
    assert server.asked[-1] == ("a%20file.zip", f"bytes={4 * BLOCK}-")


def test_a_server_without_ranges(server: Server) -> None:
    """It sends all of it again, and all of it is taken."""
    server.faults[".zip"] = [("cut", BLOCK), ("whole",)]
    assert fetched(server) == CONTENT


def test_a_rest_of_something_else(server: Server, tmp_path: Path) -> None:
    """A part that does not fit is found out by the hash, and all is downloaded again."""
    part = tmp_path / "cache" / "sha256" / SHA256 / "part"
    part.parent.mkdir(parents=True)
    for content in (b"?" * 100, b"?" * SIZE, b"?" * (SIZE + 5)):
        part.write_bytes(content)
        assert fetched(server) == CONTENT
        shutil.rmtree(tmp_path / "cache" / "sha256")
        part.parent.mkdir(parents=True)


def test_an_exchanged_file(server: Server, tmp_path: Path) -> None:
    """One byte is enough; nothing of it is kept."""
    server.faults[".zip"] = [("bytes", CONTENT[:-1] + b"?")]
    with pytest.raises(DownloadError, match=rf"a%20file\.zip: its sha256 is not the published {SHA256}: damaged or "):
        fetched(server)
    assert cached(tmp_path) == {}


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (("bytes", CONTENT + b"?"), "102,401 bytes, but 102,400 were published; report it to the publisher"),
        (("bytes", CONTENT[:-1]), "102,399 bytes, but 102,400 were published; report it to the publisher"),
        (("length", 5), "102,405 bytes, but 102,400 were published; report it to the publisher"),
        (("length", -5), "102,395 bytes, but 102,400 were published; report it to the publisher"),
        (("status", 404), "no such file; check the URL, or report it to the publisher"),
        (("status", 410), "no such file; check the URL, or report it to the publisher"),
        (("status", 403), "the server says 403 Forbidden; check your login (~/.netrc) or the token in the URL"),
        (("status", 401), "the server says 401 Unauthorized; check your login (~/.netrc) or the token in the URL"),
        (("status", 418), "the server says 418 I'm a Teapot; check the URL"),
        (
            ("redirect", "file:///etc/passwd"),
            "redirects to 'file:///etc/passwd' (not a URL of a web server); report it to the publisher",
        ),
    ],
    ids=["longer", "shorter", "states more", "states less", "404", "410", "403", "401", "418", "file"],
)
def test_what_will_not_pass(server: Server, tmp_path: Path, fault: tuple[object, ...], words: str) -> None:
    """It is asked for once, and reported."""
    server.faults[".zip"] = [fault]
    with pytest.raises(DownloadError, match=f"^{re.escape(server.url)}/a%20file.zip: {re.escape(words)}$"):
        fetched(server)
    assert len(server.asked) == 1
    assert cached(tmp_path) == {}


@pytest.mark.parametrize("fault", [("status", 503), ("status", 429, ("Retry-After", "0")), ("status", 500), ("cut", 0)])
def test_what_may_pass(server: Server, fault: tuple[object, ...]) -> None:
    """It is asked again a few times, and then reported."""
    server.faults[".zip"] = [fault] * (download.ATTEMPTS - 1)
    assert fetched(server) == CONTENT
    server.faults[".zip"] = [fault] * download.ATTEMPTS
    with pytest.raises(DownloadError, match=r"tried 4 times, so try again later$"):
        fetch(WebSource(server.url), "a file.zip", SIZE, "0" * 64)


def test_pauses_grow_and_follow_the_server(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """They double unless the server asks for a pause, and take at most a minute; a long pause is reported."""
    pauses: list[float] = []
    monkeypatch.setattr(download, "_PAUSE", 0.5)
    monkeypatch.setattr(download.time, "sleep", pauses.append)
    server.faults[".zip"] = [("status", 503), ("status", 503, ("Retry-After", "7")), ("status", 503)]
    fetched(server)
    server.faults[".zip"] = [("status", 503, ("Retry-After", "7000")), ("status", 503, ("Retry-After", "tomorrow"))]
    shutil.rmtree(download.cache_folder())
    fetched(server)
    assert pauses == [0.5, 7, 2, 60, 1]
    url = f"{server.url}/a%20file.zip"
    assert caplog.messages == [
        f"{url}: the server says 503 Service Unavailable; trying again in {seconds} seconds" for seconds in (7, 60)
    ]


def test_a_server_that_does_not_answer(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked again, and reported."""
    monkeypatch.setattr(download_sources, "_TIMEOUT", (5.0, 0.1))
    monkeypatch.setattr(download, "ATTEMPTS", 2)
    server.faults[".zip"] = [("sleep", 0.5), ...]
    with pytest.raises(DownloadError, match=r"a%20file\.zip: no answer in time; tried 2 times, so try again later$"):
        fetched(server)


def test_no_server(server: Server) -> None:
    """The reason is the system's own."""
    with pytest.raises(DownloadError, match=r"^http://127\.0\.0\.1:9/a: Connection refused; tried 4 times"):
        read_small(WebSource("http://127.0.0.1:9"), "a", 10)
    with pytest.raises(DownloadError, match=r"^http://no\.such\.host\.invalid/a: .*; tried 4 times"):
        read_small(WebSource("http://no.such.host.invalid"), "a", 10)


def test_redirects(server: Server) -> None:
    """A redirect is followed, a circle is reported."""
    (server.root / "moved").mkdir()
    (server.root / "a file.zip").rename(server.root / "moved" / "b.zip")
    server.faults["a file.zip"] = [("redirect", "/moved/b.zip")]
    assert fetched(server) == CONTENT
    server.faults["circle"] = [("redirect", "/circle"), ...]
    with pytest.raises(DownloadError, match=r"/circle: more than 5 redirects; check the URL$"):
        read_small(WebSource(server.url), "circle", 10)


def test_a_redirect_away_from_encryption(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was asked for over https does not come over http."""
    source = WebSource(server.url)
    server.faults["a file.zip"] = [("redirect", f"{server.url}/elsewhere")]
    monkeypatch.setattr(source, "_parts", source._parts._replace(scheme="https"))
    monkeypatch.setattr(
        source._session,
        "get",
        lambda url, **options: WebSource(server.url)._session.get(url.replace("https:", "http:"), **options),
    )
    with pytest.raises(
        DownloadError, match=r"a%20file\.zip: redirects to a server without encryption; ask the publisher$"
    ):
        read_small(source, "a file.zip", SIZE)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("", "the server sends a part without stating which; report it to the publisher"),
        ("bytes 20000-102399/102400", "the server leaves out requested bytes; report it to the publisher"),
        ("bytes 1000-102399/99", "99 bytes, but 102,400 were published; report it to the publisher"),
    ],
)
def test_a_wrong_range(server: Server, message: str, words: str) -> None:
    """A part of which it is not clear where it belongs is not used."""
    server.faults[".zip"] = [("cut", BLOCK), ("range", message)]
    with pytest.raises(DownloadError, match=f"{re.escape(words)}$"):
        fetched(server)


def test_a_server_that_has_less(server: Server) -> None:
    """A part that is longer than the file that is there now."""
    server.faults[".zip"] = [("cut", BLOCK), ("bytes", CONTENT[:500])]
    with pytest.raises(
        DownloadError, match=r"the server has fewer bytes than the index says; report it to the publisher$"
    ):
        fetched(server)


def test_small_files(server: Server) -> None:
    """A missing file gives None; a large file is reported, whether or not the server states its size."""
    source = WebSource(server.url)
    assert read_small(source, "nowhere", 10) is None
    assert read_small(source, "a file.zip", SIZE) == CONTENT
    with pytest.raises(DownloadError, match=r"a%20file\.zip: larger than the 102,399 bytes that it may have$"):
        read_small(source, "a file.zip", SIZE - 1)
    server.faults[".zip"] = [("cut", 10)]
    assert read_small(source, "a file.zip", SIZE) == CONTENT


def test_secrets_are_not_told(server: Server) -> None:
    """Neither the password nor the part after the question mark is in a message; both are sent."""
    source = WebSource(f"{server.url.replace('//', '//ida:secret@')}/?token=secret")
    assert source.url_of("a file.zip") == f"{server.url}/a%20file.zip"
    assert read_small(source, "a file.zip", SIZE) == CONTENT
    assert server.asked == [("a%20file.zip?token=secret", "")]


def test_a_hash_without_a_size(server: Server) -> None:
    """The server's own size is the whole, and the hash decides."""
    server.faults[".zip"] = [("cut", BLOCK)]
    assert fetched(server, size=None) == CONTENT


def test_without_a_hash(server: Server, tmp_path: Path) -> None:
    """It is downloaded again each time, and nothing is left next to it."""
    for _ in range(2):
        assert fetch_unknown(WebSource(server.url), "a file.zip").read_bytes() == CONTENT
    assert len(server.asked) == 2
    assert cached(tmp_path) == {f"sha256/{SHA256}/content": CONTENT}


def test_a_folder_of_this_machine(server: Server) -> None:
    """It is read by the same rules."""
    source = FolderSource(server.root)
    assert fetch(source, "a file.zip", SIZE, SHA256).read_bytes() == CONTENT
    with pytest.raises(DownloadError, match=r"root/a file\.zip: 102,400 bytes, but 7 were published"):
        fetch(source, "a file.zip", 7, "0" * 64)
    with pytest.raises(DownloadError, match=r"root/b\.zip: no such file"):
        fetch(source, "b.zip", 7, "0" * 64)
    with pytest.raises(DownloadError, match=r"root: Is a directory; check that place"):
        read_small(FolderSource(server.root.parent), "root", 7)


def test_no_room(server: Server) -> None:
    """What cannot fit is not begun."""
    with pytest.raises(
        DownloadError, match=r"999,999,999,999,999 more bytes are needed, and .* are free; set ONRECORD_CACHE to "
    ):
        download._check_free_space(server.root / "part", 999_999_999_999_999)


def test_a_cache_that_cannot_be_written(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The remedy is reported."""
    monkeypatch.setenv("ONRECORD_CACHE", str(server.root / "a file.zip"))
    for action in (lambda: fetched(server), lambda: fetch_unknown(WebSource(server.url), "a file.zip")):
        with pytest.raises(
            DownloadError, match=r"a file\.zip.*: Not a directory; set ONRECORD_CACHE to another folder$"
        ):
            action()


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("unix.Unix", {}, "HOME/.cache/onrecord"),
        ("unix.Unix", {"XDG_CACHE_HOME": "/x"}, "/x/onrecord"),
        ("unix.Unix", {"XDG_CACHE_HOME": "x"}, "HOME/.cache/onrecord"),
        ("unix.Unix", {"XDG_CACHE_HOME": "/x", "ONRECORD_CACHE": "/y"}, "/y"),
        ("macos.MacOS", {}, "HOME/Library/Caches/onrecord"),
        ("windows.Windows", {}, "HOME/onrecord/Cache"),
    ],
)
def test_where_the_cache_is(
    platform: str, variables: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where the system has such things, unless the user says otherwise."""
    for name in ("ONRECORD_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": str(tmp_path), **variables}.items():
        monkeypatch.setenv(name, value)
    module, _, system = platform.partition(".")
    monkeypatch.setattr("platformdirs.windows.get_win_folder", lambda _: str(tmp_path))  # it asks Windows
    monkeypatch.setattr(platformdirs, "PlatformDirs", getattr(import_module(f"platformdirs.{module}"), system))
    assert download.cache_folder() == Path(folder.replace("HOME", str(tmp_path)))


FETCHING = """
import sys
from onrecord.release.download import fetch
from onrecord.release.download_sources import WebSource

url, size, sha256 = sys.argv[1:]
sys.stdout.buffer.write(fetch(WebSource(url), "a file.zip", int(size), sha256).read_bytes())
"""


def test_two_processes_download_one_file(server: Server) -> None:
    """The second waits for the first and takes what it has got."""
    server.faults[".zip"] = [("sleep", 0.3)]
    command = [sys.executable, "-c", FETCHING, server.url, str(SIZE), SHA256]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    assert [each.communicate(timeout=60)[0] for each in running] == [CONTENT] * 2
    assert len(server.asked) == 1
    assert os.listdir(download.cache_folder() / "sha256" / SHA256) == ["content"]  # noqa: PTH208
