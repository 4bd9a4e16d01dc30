"""Servers that are made to hang their client, to fill its memory or to lead it astray, at a socket of this machine."""

from __future__ import annotations

import gzip
import hashlib
import importlib
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.errors import DownloadError
from onrecord.release import download, download_sources, get, watch
from onrecord.release.download import fetch, fetch_unknown, fetch_url, read_small
from onrecord.release.download_sources import WebSource

Script = Callable[[bytes], Iterable[bytes | float]]
MANY = "9" * 5_000


@contextmanager
def answering(script: Script) -> Iterator[str]:
    """A server that sends to each request what a script gives: bytes, and seconds to wait; its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    is_over = threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            request = b""
            while b"\r\n\r\n" not in request:
                request += connection.recv(65536)
            for step in script(request):
                if is_over.is_set():
                    return
                if isinstance(step, bytes):
                    connection.sendall(step)
                else:
                    is_over.wait(step)

    def listen() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        is_over.set()
        listening.close()


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its own cache, and no pauses."""
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(download, "_PAUSE", 0)
    monkeypatch.setattr(download, "_LONGEST_PAUSE", 0.01)


def answer(*head: str | bytes, body: bytes = b"") -> bytes:
    """The bytes of an answer."""
    lines = [line if isinstance(line, bytes) else line.encode("latin-1") for line in head]
    return b"\r\n".join([*lines, b"", b""]) + body


def reported(content: bytes | Script, path: str = "index.json", limit: int = 1_000) -> str:
    """What is said of a server that answers so."""
    script: Script = content if callable(content) else lambda _: [content]
    with answering(script) as url:
        with pytest.raises(DownloadError) as error:
            read_small(WebSource(url), path, limit)
        message = str(error.value)
        assert message.startswith(f"{url}/{path}: ")
        assert len(message) < 600
        assert message.isprintable()
        return message.removeprefix(f"{url}/{path}: ")


OK = "HTTP/1.1 200 OK"
TOO_OFTEN = "; tried 4 times, so try again later"


@pytest.mark.parametrize("length", [MANY, "-5", "٣", "1_000", "0x10", "5, 5", "1.5", "", "+5", "9" * 19, "5\x00"])
def test_a_length_that_is_invalid(length: str) -> None:
    """It is not a valid number that anybody reckons with."""
    line = f"Content-Length: {length}".encode()
    shown = length.encode().decode("latin-1")[:30]
    said = reported(answer(OK, line, body=b"12345"))
    assert said.endswith("as the length; report it to the publisher") or said.endswith(TOO_OFTEN), (said, shown)


@pytest.mark.parametrize(
    "stated",
    [
        f"bytes 0-{MANY}/{MANY}",
        f"bytes {MANY}-5/5",
        "bytes ٣-4/5",
        "bytes -5-4/5",
        "bytes 0-4",
        "",
        "bytes */5",
        f"bytes 0-4/{'9' * 19}",
        "BYTES 0-4/5",
        "bytes 0-4/5 ",
    ],
)
def test_a_range_that_is_invalid(stated: str) -> None:
    """Nor is a part that does not say where it belongs taken for one."""
    line = f"Content-Range: {stated}".encode()
    said = reported(answer("HTTP/1.1 206 Partial Content", line, "Content-Length: 5", body=b"12345"))
    if stated != "bytes 0-4/5 ":  # white space at the end belongs to no header
        assert said == "the server sends a part without stating which; report it to the publisher"


@pytest.mark.parametrize("pause", [MANY, "-5", "٣", "1e9", "inf", "nan", "", "\x00", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_a_pause_that_is_invalid(pause: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is waited as long as if nothing was said, or as long as anybody is waited for."""
    pauses: list[float] = []
    monkeypatch.setattr(download.time, "sleep", pauses.append)
    line = f"Retry-After: {pause}".encode()
    assert reported(answer("HTTP/1.1 503 Busy", line, "Content-Length: 0")) == f"the server says 503 Busy{TOO_OFTEN}"
    assert pauses == [0, 0, 0]


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("http://[::1", "redirects to 'http://[' (Invalid IPv6 URL); report it to the publisher"),
        ("http://[x]/", "redirects to 'http://[x]/' ("),
        (
            "\x00",
            r"redirects to '\\x00' (a character or a length that no URL has); report it to the publisher",
        ),
        (
            "http://a b/",
            "redirects to 'http://a b/' (a character or a length that no URL has); report it to the publisher",
        ),
        ("http://a/\x1b[2J", "(a character or a length that no URL has); report it to the publisher"),
        (
            "http://" + "a" * 9_000,
            "(a character or a length that no URL has); report it to the publisher",
        ),
        ("http://" + "a" * 64 + "/", "); report it to the publisher"),
        ("http://a..b/", "); report it to the publisher"),
        ("http://.", "); report it to the publisher"),
        ("http://", "more than 5 redirects; check the URL"),  # by RFC 3986 it is the same server
        ("http:///x", "more than 5 redirects; check the URL"),
        ("http://127.0.0.1:99999/", "(Port out of range 0-65535); report it to the publisher"),
        ("http://127.0.0.1:x/", "); report it to the publisher"),
        ("http://127.0.0.1:٣/", "); report it to the publisher"),
        ("http://127.0.0.1:0/", "(not a URL of a web server); report it to the publisher"),
        (
            "file:///etc/passwd",
            "redirects to 'file:///etc/passwd' (not a URL of a web server); report it to the publisher",
        ),
        ("ftp://127.0.0.1/x", "(not a URL of a web server); report it to the publisher"),
        ("s3://bucket/x", "(not a URL of a web server); report it to the publisher"),
        ("javascript:alert(1)", "(not a URL of a web server); report it to the publisher"),
        ("data:,x", "(not a URL of a web server); report it to the publisher"),
        ("https://ida:secret@[/?secret", "(Invalid IPv6 URL); report it to the publisher"),
        ("http://\udcff/", "report it to the publisher"),
    ],
)
def test_a_redirect_to_no_address(location: str, words: str) -> None:
    """It is reported with where it leads, and not followed."""
    line = b"Location: " + location.encode("utf-8", "surrogateescape")
    said = reported(answer("HTTP/1.1 302 Found", line, "Content-Length: 0"))
    assert words in said
    assert "secret" not in said


def test_a_redirect_without_an_address() -> None:
    """It is an answer like any other."""
    assert reported(answer("HTTP/1.1 302 Found", "Content-Length: 0")) == "the server says 302 Found; check the URL"


def test_redirects_without_end() -> None:
    """Six are too many, whether they go in a circle or not."""
    numbers = iter(range(1_000))
    said = reported(lambda _: [answer("HTTP/1.1 307 Go on", f"Location: /{next(numbers)}", "Content-Length: 0")])
    assert (said, next(numbers)) == ("more than 5 redirects; check the URL", 6)


def test_a_redirect_with_a_body_without_end() -> None:
    """It is not read."""
    body = answer("HTTP/1.1 302 Found", "Location: /", "Transfer-Encoding: chunked") + b"5\r\n12345\r\n" * 1_000_000
    assert reported(body) == "more than 5 redirects; check the URL"


def test_a_redirect_keeps_the_password_for_its_server_alone() -> None:
    """Another server does not get it."""
    asked: list[bytes] = []

    def elsewhere(request: bytes) -> Iterable[bytes]:
        asked.append(request)
        return [answer(OK, "Content-Length: 1", body=b"x")]

    with answering(elsewhere) as other:

        def here(request: bytes) -> Iterable[bytes]:
            asked.append(request)
            to = other if b"/second" in request else "/second"
            return [answer("HTTP/1.1 302 Found", f"Location: {to}", "Content-Length: 0")]

        with answering(here) as url:
            source = WebSource(url.replace("//", "//ida:secret@") + "?token=secret")
            assert read_small(source, "index.json", 10) == b"x"
    assert [b"Authorization: Basic aWRhOnNlY3JldA==" in request for request in asked] == [True, True, False]
    assert [b"token=secret" in request for request in asked] == [True, False, False]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\r\n" * 100,
        b"hello\r\n\r\n",
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 -5 OK\r\n\r\n",
        b"HTTP/1.1 " + MANY.encode() + b" OK\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"\x00\x01\x02\x03",
        b"HTTP/1.1 200 " + b"x" * 100_000 + b"\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        answer(OK, *(f"A{number}: b" for number in range(200))),
        answer(OK, "A: " + "b" * 100_000),
        answer(OK, "Transfer-Encoding: chunked", body=b"zz\r\n"),
        answer(OK, "Transfer-Encoding: chunked", body=b"-5\r\n12345\r\n"),
        answer(OK, "Transfer-Encoding: chunked", body=b"1" * 100_000),
        answer(OK, "Transfer-Encoding: chunked", body=b"5\r\n12"),
        answer(OK, "Content-Length: 10", body=b"12345"),
    ],
    ids=lambda content: ascii(content[:30]),
)
def test_no_answer_of_the_protocol(content: bytes) -> None:
    """It may pass, and is reported after some tries; what can never be is reported at once."""
    said = reported(content)
    assert said.endswith((TOO_OFTEN, "check the URL"))


@pytest.mark.parametrize("name", ["Content-Length", "Transfer-Encoding", "Content-Encoding", "Location", "X"])
@pytest.mark.parametrize("value", [b"\xff\xfe", b"\x1b[31m", b"x" * 60_000, b"a\x00b", b""])
def test_a_header_of_odd_bytes(name: str, value: bytes) -> None:
    """Whatever it holds: the file is read, or it is said why not."""
    assert reported(answer(OK, name.encode() + b": " + value, body=b"x" * 2_000))


@pytest.mark.parametrize("status", ["100 Continue", "102 Processing", "103 Early Hints", "199 Odd"])
def test_answers_before_the_final_one(status: str) -> None:
    """They are passed over, however many come; to change the protocol was not asked for."""
    early = answer(f"HTTP/1.1 {status}", "Link: </style.css>; rel=preload")
    with answering(lambda _: [early * 3, answer(OK, "Content-Length: 2", body=b"{}")]) as url:
        assert read_small(WebSource(url), "index.json", 10) == b"{}"
    assert (
        reported(answer("HTTP/1.1 101 Switching Protocols")) == "the server says 101 Switching Protocols; check the URL"
    )


def test_a_reason_with_orders() -> None:
    """The words of a status are the server's own."""
    said = reported(b"HTTP/1.1 418 \x1b[2J\x9b31m" + b"x" * 1_000 + b"\r\nContent-Length: 0\r\n\r\n")
    assert said.startswith(r"the server says 418 \x1b[2J\x9b31mxxx")


def test_an_answer_without_end() -> None:
    """An index has a largest size, whatever its length is said to be, and however it is packed."""
    said = "larger than the 1,000 bytes that it may have"
    chunks = [answer(OK, "Transfer-Encoding: chunked"), *([b"1000\r\n" + b"x" * 4096 + b"\r\n"] * 10_000)]
    assert reported(lambda _: chunks) == said
    assert reported(lambda _: [answer(OK), *([b"x" * 4096] * 10_000)]) == said
    bomb = gzip.compress(bytes(50_000_000))
    assert reported(answer(OK, "Content-Encoding: gzip", f"Content-Length: {len(bomb)}", body=bomb)) == said


def test_a_file_of_no_stated_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a largest size as well, and nothing is said to be kept that is not."""
    monkeypatch.setattr(download, "_LARGEST_UNSTATED", 100_000)
    with answering(lambda _: [answer(OK), *([b"x" * 4096] * 1_000)]) as url:
        with pytest.raises(DownloadError) as error:
            fetch_unknown(WebSource(url), "a.zip")
        message = "more than 100,000 bytes, and the server does not say how many; download it by hand"
        assert str(error.value) == f"{url}/a.zip: {message}"
    with answering(lambda _: [answer(OK, "Content-Length: 9", body=b"12345")]) as url:
        with pytest.raises(DownloadError) as error:
            fetch_unknown(WebSource(url), "a.zip")
        assert str(error.value).endswith(TOO_OFTEN)
        assert "kept" not in str(error.value)


def test_an_interrupt_says_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file that is known by its hash the beginning is, if any came; of other files nothing is."""

    def interrupted(fetching: Callable[[WebSource, str], object], content: bytes) -> list[str]:
        with answering(lambda _: [answer(OK, "Content-Length: 9", body=content)]) as url:
            with pytest.raises(KeyboardInterrupt) as caught:
                fetching(WebSource(url), "a.zip")
            return getattr(caught.value, "__notes__", [])

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(download.time, "sleep", interrupt)
    message = ["what was downloaded is kept for the next try; nothing else was written"]
    assert interrupted(lambda source, path: fetch(source, path, 9, "0" * 64), b"12345") == message
    assert interrupted(fetch_unknown, b"12345") == []


TABLE = b"id,name\n" + b"".join(b"%d,%x\n" % (number, number**5) for number in range(5_000))


@pytest.mark.parametrize(
    ("packing", "content"),
    [
        ("gzip", gzip.compress(TABLE)),
        ("x-gzip", gzip.compress(TABLE[:9_000]) + gzip.compress(TABLE[9_000:]) + bytes(100)),
        ("GZIP", gzip.compress(TABLE, compresslevel=0)),
        ("deflate", zlib.compress(TABLE)),
        ("identity", TABLE),
    ],
)
def test_what_is_packed_on_the_way(packing: str, content: bytes) -> None:
    """A file that a server packs is unpacked, whole; a part that ends early is refused, wherever that is."""
    for sent in (content, content[:-12], content[: len(content) // 2]):
        head = answer(OK, f"Content-Encoding: {packing}", f"Content-Length: {len(sent)}", body=sent)
        with answering(lambda _, sent=head: [sent]) as url:
            if sent is content:
                assert fetch_url(f"{url}/x.csv").read_bytes() == TABLE
            elif packing not in ("identity", "x-gzip"):  # what is not packed is known to be cut by its length alone
                with pytest.raises(DownloadError, match=r"what the server sends packed ends early, .*; tried 4 times"):
                    fetch_url(f"{url}/x.csv")


@pytest.mark.parametrize(
    ("packing", "said"),
    [
        ("br", "the server sends it packed as 'br', although it was asked not to; download it by hand"),
        ("gzip, gzip", "the server sends it packed as 'gzip, gzip', although it was asked not to; download it by hand"),
        ("gzip", "what the server sends packed is damaged (Error -3 while decompressing data: incorrect header check)"),
    ],
)
def test_what_cannot_be_unpacked(packing: str, said: str) -> None:
    """It is not taken as it is."""
    assert reported(answer(OK, f"Content-Encoding: {packing}", body=b"no packed bytes")) == said


def test_what_grows_out_of_proportion_on_the_way(tmp_path: Path) -> None:
    """What a server packs without being asked is held to the rule for packed files; what grows less is taken."""
    bomb, table = gzip.compress(bytes(50_000_000)), gzip.compress(b"x\n" + bytes(range(256)) * 100)
    for content in (bomb, table):
        head = answer(OK, "Content-Encoding: gzip", f"Content-Length: {len(content)}", body=content)
        with answering(lambda _, sent=head: [sent]) as url:
            if content is table:
                assert fetch_url(f"{url}/x.csv").read_bytes() == gzip.decompress(table)
                continue
            with pytest.raises(DownloadError) as error:
                fetch_url(f"{url}/x.csv")
            message = "what the server sends grows to more than 200 times its size when it is unpacked; do not use it"
            assert str(error.value) == f"{url}/x.csv: {message}"
            assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def drip(content: bytes, pause: float = 0.05) -> Script:
    """A script that sends the beginning of an answer and then a byte now and again."""
    return lambda _: [content, *([pause, b"x"] * 100_000)]


@pytest.mark.parametrize(
    "script",
    [
        drip(answer(OK, "Content-Length: 900")),
        drip(answer(OK)),
        drip(answer(OK, "Transfer-Encoding: chunked", body=b"ffff\r\n")),
        drip(b"HTTP/1.1 200 "),
        drip(b"HTTP/1.1 200 OK\r\nA: "),
        drip(b""),
        lambda _: [b"HTTP/1.1 100 Continue\r\n\r\n", 0.01] * 100_000,
        lambda _: [b"HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n"] * 1_000_000,
        lambda _: [answer(OK, "Transfer-Encoding: chunked"), *([b"1\r\nx\r\n", 0.05] * 100_000)],
    ],
    ids=["length", "no length", "chunk", "status", "header", "nothing", "continue", "hints", "chunks"],
)
def test_a_byte_now_and_again(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """No wait for the next byte is long, and still the request comes to its end."""
    monkeypatch.setattr(watch, "PATIENCE", 0.3)
    monkeypatch.setattr(download_sources, "PATIENCE", 0.3)
    begin = time.monotonic()
    assert reported(script) == f"less than 16,384 bytes in 0.3 seconds{TOO_OFTEN}"
    assert time.monotonic() - begin < 30
    assert not [thread for thread in threading.enumerate() if thread.name == watch.NAME]


def test_what_came_of_a_slow_file_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The next run goes on with it."""
    monkeypatch.setattr(watch, "PATIENCE", 0.3)
    content = bytes(range(256)) * 400
    sha256 = hashlib.sha256(content).hexdigest()
    blocks = content[: 2 * 16_384]
    script = drip(answer(OK, f"Content-Length: {len(content)}", body=blocks))
    with answering(script) as url, pytest.raises(DownloadError, match="tried 4 times"):
        fetch(WebSource(url), "a.zip", len(content), sha256)
    assert (tmp_path / "cache" / "sha256" / sha256 / "part").read_bytes() == blocks
    with answering(script) as url, pytest.raises(DownloadError, match="tried 4 times"):
        fetch_unknown(WebSource(url), "a.zip")
    assert list((tmp_path / "cache" / "unverified").iterdir()) == []


def test_a_small_file_has_an_end_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A block in time for each of a million is still too slow for an index."""
    monkeypatch.setattr(download, "_LONGEST_SMALL", 0.2)
    script: Script = lambda _: [answer(OK), *([b"x" * 16_384, 0.05] * 10_000)]  # noqa: E731
    assert reported(script, limit=10**9).endswith("bytes in 0.2 seconds are too few; try again, or ask the publisher")


def test_a_slow_handshake(monkeypatch: pytest.MonkeyPatch) -> None:
    """The watch sees a connection before it is encrypted."""
    monkeypatch.setattr(watch, "PATIENCE", 0.3)
    monkeypatch.setattr(download_sources, "PATIENCE", 0.3)
    monkeypatch.setattr(download, "ATTEMPTS", 1)
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            connection, _ = listening.accept()
            connection.sendall(b"\x16\x03\x03\x40\x00")  # the head of a record of 16 KiB
            for _ in range(1_000):
                connection.sendall(b"\x02")
                time.sleep(0.05)

    threading.Thread(target=serve, daemon=True).start()
    with listening, pytest.raises(DownloadError, match=r"less than 16,384 bytes in 0\.3 seconds"):
        read_small(WebSource(f"https://127.0.0.1:{listening.getsockname()[1]}"), "a", 10)


def test_no_encryption_where_it_was_asked_for() -> None:
    """A server without TLS is reported as not trusted, or as a failure."""
    with answering(lambda _: [answer(OK)]) as url, pytest.raises(DownloadError):
        read_small(WebSource(url.replace("http:", "https:")), "a", 10)


FOREVER = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from onrecord.cli import main
sys.exit(main(["get", sys.argv[1], sys.argv[2]]))
"""


def test_an_index_of_lists(tmp_path: Path) -> None:
    """Thirty megabytes of `[],` are refused within a gigabyte of memory, and sixty before they are read."""
    for size, words in (
        (10_000_000, "more than 2,000,000 values; divide it"),
        (20_000_000, "larger than the 33,554,432"),
    ):
        body = b'{"name": "x", "versions": [' + b"[]," * size + b"1]}"
        content = answer(OK, f"Content-Length: {len(body)}", body=body)
        with answering(lambda _, content=content: [content]) as url:
            run = subprocess.run(
                [sys.executable, "-c", FOREVER, url, str(tmp_path / "there")],
                capture_output=True,
                text=True,
                timeout=100,
                check=False,
            )
        assert run.returncode == 2
        assert words in run.stderr
        assert run.stderr.count("\n") == 1


def test_lists_of_hashes_that_are_made_to_harm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list next to a zip that is not such a list is passed over; one that is large is reported."""
    (tmp_path / "a.zip").write_bytes(b"x")
    module = importlib.import_module("onrecord.release.verification")
    for content in (b"\xff", b"x", ("0" * 64 + "  ../a.zip\n").encode(), ("0" * 64 + "  a.zip\n").encode() * 2):
        (tmp_path / "SHA256SUMS").write_bytes(content)
        with pytest.raises(Exception, match=r"a\.zip|zip"):
            get(tmp_path / "a.zip", tmp_path / "there")
    with (tmp_path / "SHA256SUMS").open("wb") as file:
        file.truncate(module._LARGEST_SUMS + 1)
    assert main(["get", str(tmp_path / "a.zip"), str(tmp_path / "there")]) == 2
    assert "SHA256SUMS: larger than the 16,777,216 bytes that it may have" in capsys.readouterr().err
