"""Web archives (WARC, ISO 28500): the pages that a crawler or a browser captured."""

from __future__ import annotations

import dataclasses
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord.errors import SourceError
from onrecord.ingestion.document import Document, Refusal
from onrecord.ingestion.formats.registry import Format, Request
from onrecord.ingestion.limits import LARGEST_PAGE

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_MOST_DIGESTS = 1_000_000
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
# Kinds of files that may hold articles, too.
_DOCUMENTS = {
    "application/pdf": "PDF",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "text/plain": "plain text",
}
_DONE = 200


def read(file: BinaryIO, request: Request) -> Iterator[Document | Refusal]:
    """The pages in a web archive that were answered with the status 200, read one after the other.

    Images, redirects and error pages are not articles. What may have been an article and is not read is counted at the
    end: other documents, and visits that refer to a page in another archive.

    Raises:
        SourceError: the file has no record of a web archive.
    """
    seen, digests = Counter[str](), set[str]()
    others = Counter[str]()
    records = _records(file, request.where)
    number = 0
    while True:
        try:
            record = next(records, None)
            if record is None:
                break
            kind = _kind(record)
            stored = _stored(record, LARGEST_PAGE + 1 if kind == "page" else 0)
        except (OSError, ValueError) as error:
            message = (
                f"damaged at record {number + 1:,} ({str(error)[:100]}); the pages before it are read, get it again"
            )
            yield Refusal("broken", message, f"record {number + 1}")
            break
        number += 1
        digest = record.headers.get("WARC-Payload-Digest") or ""
        if kind == "page" and len(digests) < _MOST_DIGESTS:
            digests.add(digest)
        elif kind == "revisit" and digest not in digests:
            others["visits of pages in another archive"] += 1
        elif kind in _DOCUMENTS.values():
            others[f"documents in {kind}"] += 1
        if kind == "page":
            address = record.headers["WARC-Target-URI"]
            seen[address] += 1
            key = address if seen[address] == 1 else f"{address} {record.headers.get('WARC-Date') or seen[address]}"
            yield dataclasses.replace(_page(record, stored, request), key=key, locator=f"record {number}")
    if number == 0:
        raise SourceError(f"{request.where}: no record of a web archive; get it again, or leave it out")
    if others:
        counts = ", ".join(f"{name} ({count:,})" for name, count in sorted(others.items()))
        yield Refusal("no_text", f"it also has {counts}, which are not read; get these as files, and convert them")


def _page(record: WarcRecord, stored: bytes, request: Request) -> Document | Refusal:
    from onrecord.ingestion.pages import derive

    try:
        content = stored if record.http_headers is None else _decoded(stored, record.http_headers)
    except (OSError, ValueError, zlib.error) as error:
        return Refusal("broken", f"a page that cannot be decompressed ({str(error)[:100]}); get it again")
    if len(content) > LARGEST_PAGE:
        return Refusal(
            "too_long", f"a page of more than {LARGEST_PAGE >> 20} MiB; it is not an article, so leave it out"
        )
    return derive(content, request, encoding=record.http_charset or "", url=record.headers["WARC-Target-URI"])


def _records(file: BinaryIO, where: str) -> Iterator[WarcRecord]:
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        raise SourceError(f"{where}: web archives need fastwarc; run pip install 'onrecord[warc]'") from None
    kinds = WarcRecordType.response | WarcRecordType.revisit | WarcRecordType.resource
    yield from ArchiveIterator(file, record_types=kinds, fsspec_args=False)


def _kind(record: WarcRecord) -> str:
    """`page`, `revisit`, the name of another kind of documents, or nothing."""
    from fastwarc.warc import WarcRecordType

    if not (record.headers.get("WARC-Target-URI") or "").startswith(("http://", "https://")):
        return ""
    is_resource = record.record_type == WarcRecordType.resource
    if record.record_type == WarcRecordType.revisit:
        return "revisit"
    if not is_resource and (record.http_headers is None or record.http_headers.status_code != _DONE):
        return ""
    stated = (record.headers.get("Content-Type") if is_resource else record.http_content_type) or ""
    media = stated.partition(";")[0].strip().lower()
    return "page" if media in _PAGES else _DOCUMENTS.get(media, "")


def _stored(record: WarcRecord, largest: int) -> bytes:
    """The first bytes of what a record holds, of which all is read.

    Raises:
        OSError, ValueError: the archive is damaged, or ends within the record.
    """
    length = record.content_length
    stored: bytes = record.reader.read(largest) if largest else b""
    if len(stored) + record.reader.consume() < length:
        raise ValueError("the file ends there")
    return stored


def _decoded(stored: bytes, headers: Any) -> bytes:
    """A page as its server made it, at most one byte more than is allowed.

    Raises:
        OSError, ValueError, zlib.error: it cannot be decompressed.
    """
    codings = (headers.get("Content-Encoding") or "").lower().split(",")
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
        codings.append("chunked")
    for coding in reversed(codings):
        # Many crawlers leave the name of a coding that they have removed.
        if stored.lstrip()[:1] != b"<":
            stored = _without(coding.strip(), stored)
    return stored


def _without(coding: str, stored: bytes) -> bytes:
    from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader

    if coding in {"gzip", "x-gzip", "deflate"}:
        # "deflate" is zlib by the standard, and raw by many servers.
        is_raw = coding == "deflate" and stored[:1] != b"\x78"
        return zlib.decompressobj(-zlib.MAX_WBITS if is_raw else zlib.MAX_WBITS | 32).decompress(
            stored, LARGEST_PAGE + 1
        )
    reader: Any = {"chunked": ChunkedReader, "br": BrotliReader, "zstd": ZstdReader}.get(coding)
    if reader is None:
        return stored
    content: bytes = reader(io.BytesIO(stored)).read(LARGEST_PAGE + 1)
    return content


def _recognizes(head: bytes) -> bool:
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith(b"WARC/")


FORMAT = Format("warc", 1, "a web archive", frozenset({".warc"}), _recognizes, read, is_many=True)
