"""Feeds in RSS and Atom whose entries hold whole articles."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from onrecord.errors import SourceError
from onrecord.ingestion.composed import composed
from onrecord.ingestion.document import Document, Fact, Refusal
from onrecord.ingestion.formats.reading import read_whole
from onrecord.ingestion.formats.registry import Format, Request
from onrecord.ingestion.limits import FEWEST_WORDS
from onrecord.ingestion.records import facts_of

LARGEST_FEED = 64 * 1024 * 1024
# Characters before the first element: the declaration, comments, a document type.
_LONGEST_PROLOG = 4 * 1024
_ELEMENT = re.compile(rb"<\w")
_ROOT = re.compile(rb"<(?:!DOCTYPE\s{1,20})?(?:\w{1,20}:)?(?:rss|feed|RDF|rdf)[\s>]")
_END = re.compile(rb"</(?:\w{1,20}:)?(?:rss|feed|RDF)\s{0,20}>")
# What may come before the first element, with its end.
_BEFORE = ((b"<?", b"?>"), (b"<!--", b"-->"), (b"<!DOCTYPE", b">"))
# What the facts of an entry are called by the library, by the names of records.
_OF_ENTRY = {
    "title": "title",
    "published": "published",
    "updated": "updated",
    "link": "url",
    "language": "language",
    "rights": "rights",
}


def read(file: BinaryIO, request: Request) -> Iterator[Document | Refusal]:
    """The articles that the entries of a feed hold.

    Raises:
        SourceError: it is not a feed, declares entities, or has no entries.
    """
    content = read_whole(file, request.where, LARGEST_FEED).strip()
    plain = content.replace(b"\0", b"")  # in UTF-16, too
    if b"<!ENTITY" in plain:
        raise SourceError(f"{request.where}: a feed that declares entities; replace them, and remove <!ENTITY")
    first = _ELEMENT.search(plain)
    if first is None or first.start() > _LONGEST_PROLOG:
        raise SourceError(f"{request.where}: not a feed: it has no elements; export it again")
    feed = _parsed(content, request.where)
    if not feed.entries:
        raise SourceError(f"{request.where}: a feed without entries; get the pages of its articles, or leave it out")
    is_cut = not _is_ended(plain[-8_000:])
    for number, entry in enumerate(feed.entries, start=1):
        locator = f"entry {number}"
        if is_cut and number == len(feed.entries):
            message = "the file ends within the feed, so that this entry may lack a part; get the feed again"
            yield Refusal("broken", message, locator, _key(entry))
        else:
            yield _article(entry, feed, locator)


def _parsed(content: bytes, where: str) -> Any:
    """The feed, as its library reads it from bytes in memory, which are neither a path nor an address.

    Raises:
        SourceError: its declared encoding does not exist.
    """
    import feedparser

    try:
        # The markup is the original of the article, so it is left as it is; it is read as text, never shown.
        return feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # the library handles errors in the markup, and lets others through
        reason = str(error)[:100]
        raise SourceError(f"{where}: a damaged feed ({reason}); check its encoding, or get the feed again") from None


def _article(entry: Mapping[str, Any], feed: Any, locator: str) -> Document | Refusal:
    found = max(entry.get("content") or [{}], key=lambda each: len(each.get("value") or ""))
    words, kind = found.get("value") or "", found.get("type") or ""
    if not words.strip():
        words, kind = entry.get("summary") or "", (entry.get("summary_detail") or {}).get("type") or ""
        if len(re.sub(r"<[^<>]{1,2000}>", " ", words).split()) < FEWEST_WORDS:
            message = "it only announces an article; get its page, and convert that"
            link = entry.get("link")
            return Refusal("no_text", f"{message}: {link[:200]}" if link else message, locator, _key(entry))
    facts = _facts(entry, feed)
    title = facts["title"].value if "title" in facts else ""
    # Many feeds call plain words HTML, and some call HTML plain.
    markup = True if kind in {"text/html", "application/xhtml+xml"} and "\n\n" not in words else None
    return composed(words, title=title, markup=markup, facts=facts, key=_key(entry), locator=locator)


def _facts(entry: Mapping[str, Any], parsed: Any) -> dict[str, Fact]:
    feed = parsed.feed
    source = entry.get("source")
    details = entry.get("title_detail") or {}
    record: dict[str, Any] = {ours: entry.get(theirs) for theirs, ours in _OF_ENTRY.items() if theirs in entry}
    if parsed.version.startswith("rss") and "published" not in record:
        record["published"] = record.pop("updated", None)  # the only date of RSS 1.0
    record["language"] = details.get("language") or feed.get("language")
    record["rights"] = entry.get("rights") or feed.get("rights")
    # An entry that was taken from another feed names it.
    record["publisher"] = (source.get("title") if isinstance(source, Mapping) else None) or feed.get("title")
    record["authors"] = [name for each in entry.get("authors") or [] if (name := each.get("name"))] or entry.get(
        "author"
    )
    record["section"] = [term for each in entry.get("tags") or [] if (term := each.get("term"))]
    return facts_of({name: value for name, value in record.items() if value}, {}, basis="feed")


def _key(entry: Mapping[str, Any]) -> str:
    return str(entry.get("id") or entry.get("link") or entry.get("title") or "").strip()[:1000]


def _is_ended(tail: bytes) -> bool:
    """Whether the last bytes of a feed close it, perhaps with comments behind."""
    while (tail := tail.rstrip()).endswith(b"-->") and b"<!--" in tail:
        tail = tail[: tail.rindex(b"<!--")]
    return _END.fullmatch(tail, max(tail.rfind(b"</"), 0)) is not None


def _recognizes(head: bytes) -> bool:
    head = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf")
    while _ROOT.match(head := head.lstrip()) is None:
        ends = [end for begin, end in _BEFORE if head.startswith(begin)]
        if not ends:
            return False
        head = head.partition(ends[0])[2]
    return True


FORMAT = Format(
    "feed",
    1,
    "a feed",
    frozenset({".rss", ".atom", ".rdf"}),
    _recognizes,
    read,
    is_many=True,
)
