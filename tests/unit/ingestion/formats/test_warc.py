"""Web archives: pages are read, other records are not."""

from __future__ import annotations

import gzip
import io
import re
import sys
import zlib

import pytest

from onrecord.errors import SourceError
from onrecord.ingestion.document import Document, Refusal
from onrecord.ingestion.formats import Request, warc

from .reading import read

PAGE = """\
<html><head><title>{0}</title></head><body><article><h1>{0}</h1>
<p>It runs until spring, the council of Tarn said on Monday after a long debate in the old mill, which many saw.</p>
<p>“We need it, and we will pay for it,” Mayor Ida Mott said after the vote, which had been put off three times.</p>
<p>Nobody spoke against it, and only one member of the council, who has a boat, did not vote at all on that day.</p>
<p>The old pier is closed, and a new pier will be built before the summer, the harbor master said on Tuesday.</p>
</article></body></html>"""


def record(
    body: bytes,
    address: str = "https://courier.example/ferry",
    kind: str = "response",
    status: str = "200 OK",
    media: str = "text/html; charset=utf-8",
    more: str = "",
    digest: str = "",
) -> bytes:
    """A record of a web archive, compressed."""
    from fastwarc.warc import WarcRecord, WarcRecordType

    made = WarcRecord()
    made.init_headers()
    made.record_type = getattr(WarcRecordType, kind)
    made.headers["WARC-Target-URI"] = address
    made.headers["WARC-Date"] = "2031-05-08T14:05:00Z"
    made.headers["Content-Type"] = "application/http; msgtype=response"
    if digest:
        made.headers["WARC-Payload-Digest"] = digest
    made.set_bytes_content(f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}\r\n".encode() + body)
    file = io.BytesIO()
    made.write(file)
    return gzip.compress(file.getvalue())


def page(title: str) -> bytes:
    """A page of an article."""
    return PAGE.format(title).encode()


def texts(found: list[Document | Refusal]) -> list[tuple[str, str, str]]:
    """Locator, key and first words or reason of each."""
    return [(each.locator, each.key, each.text[:11] if isinstance(each, Document) else each.reason) for each in found]


@pytest.mark.parametrize("is_compressed", [True, False])
def test_pages(is_compressed: bool) -> None:
    """Each page has its address for a key; another capture of the address has its time, too."""
    content = record(page("Ferry stays")) + record(page("Mill closes"), "https://courier.example/mill")
    content += record(page("Ferry sinks"))
    content = content if is_compressed else gzip.decompress(content)
    ferry, mill = "https://courier.example/ferry", "https://courier.example/mill"
    assert texts(read(content, ".gz" if is_compressed else ".warc")) == [
        ("record 1", ferry, "Ferry stays"),
        ("record 2", mill, "Mill closes"),
        ("record 3", f"{ferry} 2031-05-08T14:05:00Z", "Ferry sinks"),
    ]


def test_codings() -> None:
    """Chunks and compression as servers send them, and names of codings that a crawler left."""
    body = page("Ferry stays")
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    raw = zlib.compressobj(wbits=-15)
    deflated = raw.compress(body) + raw.flush()
    content = b"".join(
        record(stored, more=more)
        for stored, more in [
            (gzip.compress(body), "Content-Encoding: gzip\r\n"),
            (zlib.compress(body), "Content-Encoding: deflate\r\n"),
            (deflated, "Content-Encoding: deflate\r\n"),
            (chunked, "Transfer-Encoding: chunked\r\n"),
            (body, "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
        ]
    )
    assert [each.text[:11] for each in read(content, ".gz")] == ["Ferry stays"] * 5  # type: ignore[union-attr]


def test_other_records() -> None:
    """Redirects, errors, pictures and records without an address are passed over; what may be an article is counted."""
    content = b"".join(
        [
            record(b"", kind="warcinfo"),
            record(b"", kind="request"),
            record(page("Moved"), status="301 Moved"),
            record(page("Not found"), status="404 Not Found"),
            record(b"\x89PNG", media="image/png"),
            record(b"%PDF-", media="application/pdf"),
            record(page("Ferry stays"), digest="sha1:A"),
            record(b"", kind="revisit", digest="sha1:A"),
            record(b"", kind="revisit", digest="sha1:B"),
        ]
    )
    first, second = read(content, ".gz")
    assert first.text.startswith("Ferry stays")  # type: ignore[union-attr]
    assert second == Refusal(
        "no_text",
        "it also has documents in PDF (1), visits of pages in another archive (1), which are not read; get these as "
        "files, and convert them",
    )


@pytest.mark.parametrize("kind", ["gzip", "plain", "garbage"])
def test_an_archive_that_is_cut_off(kind: str) -> None:
    """The pages before the break are read."""
    whole = record(page("Ferry stays")) + record(page("Mill closes"), "https://courier.example/mill")
    content = {
        "gzip": whole[:-60],
        "plain": gzip.decompress(whole)[:-60],
        "garbage": record(page("Ferry stays")) + b"\x1f\x8b" + bytes(range(200)),
    }[kind]
    first, second = read(content, ".warc")
    assert isinstance(first, Document)
    assert (second.locator, second.reason) == ("record 2", "broken")  # type: ignore[union-attr]
    assert re.fullmatch(
        r"damaged at record 2 \(.*\); the pages before it are read, get it again",
        second.message,  # type: ignore[union-attr]
    )


def test_a_page_that_grows() -> None:
    """A page that is far larger without its compression is not read, nor one that is damaged; the next is."""
    bomb = gzip.compress(b" " * 40_000_000)
    content = record(bomb, more="Content-Encoding: gzip\r\n") + record(b"no", more="Content-Encoding: gzip\r\n")
    content += record(page("Ferry stays"))
    assert [getattr(each, "reason", None) for each in read(content, ".gz")] == ["too_long", "broken", None]


def test_a_file_without_records() -> None:
    """Its first bytes were those of an archive."""
    with pytest.raises(
        SourceError, match=re.escape("a.warc: no record of a web archive; get it again, or leave it out")
    ):
        read(b"WARC/1.0\r\nno", ".warc")


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes with an extra."""
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    with pytest.raises(SourceError, match=re.escape("web archives need fastwarc; run pip install 'onrecord[warc]'")):
        list(warc.read(io.BytesIO(b"WARC/1.0"), Request("a.warc")))
