"""Feeds: RSS of all versions and Atom."""

from __future__ import annotations

import re
import socket

import pytest

from onrecord.errors import SourceError
from onrecord.ingestion.document import Document, Refusal

from .reading import blocks, facts, read

ITEM = """\
<item><title>Ferry stays &amp; runs</title><link>https://courier.example/ferry</link>
<guid isPermaLink="false">courier-17</guid><dc:creator><![CDATA[Nora Pell and Ida Brandt]]></dc:creator>
<pubDate>Thu, 08 May 2031 14:05:00 +0100</pubDate><category>Local</category><category>Harbor</category>
<description>It runs.</description>
<content:encoded><![CDATA[<p>It runs until spring.</p><p>“We need it,” she said &amp; left.</p>]]>\
</content:encoded></item>
"""
RSS = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Tarn Courier</title>
<link>https://courier.example</link><language>en-gb</language><copyright>© 2031 Tarn Courier</copyright>
{ITEM}<item><title>Mill closes</title><link>https://courier.example/mill</link><description>Soon.&nbsp;</description>
</item></channel></rss>
"""
ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Tarn Courier</title><rights>© Tarn Courier</rights>
<entry><id>urn:1</id><title type="html">Ferry &lt;b&gt;stays&lt;/b&gt;</title>
<link rel="edit" href="https://courier.example/edit"/><link rel="alternate" href="https://courier.example/ferry"/>
<author><name>Nora Pell</name></author><author><name>Ida Brandt</name></author>
<published>2031-05-08T14:05:00Z</published><updated>2031-05-09T08:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It runs &amp; <em>runs</em>.</p></div></content>
</entry>
<entry><id>urn:2</id><title>Plain words</title><content type="text">One &lt; two.

Three.</content></entry></feed>
"""


def test_rss() -> None:
    """The content comes before the summary; an entry with a short summary is not an article."""
    first, second = read(RSS, ".rss")
    assert blocks(first) == [
        ("headline", "Ferry stays & runs"),
        ("body", "It runs until spring."),
        ("body", "“We need it,” she said & left."),
    ]
    assert facts(first) == {
        "title": "Ferry stays & runs",
        "authors": "Nora Pell | Ida Brandt",
        "published": "2031-05-08T14:05:00+01:00",
        "url": "https://courier.example/ferry",
        "publisher": "Tarn Courier",
        "section": "Local",
        "language": "en-GB",
        "rights": "© 2031 Tarn Courier",
    }
    assert isinstance(first, Document)
    assert {fact.basis for fact in first.facts.values()} == {"feed"}
    assert (first.key, first.locator) == ("courier-17", "entry 1")
    assert first.original is not None
    assert first.original.content.decode() == ("<p>It runs until spring.</p><p>“We need it,” she said &amp; left.</p>")
    assert second == Refusal(
        "no_text",
        "it only announces an article; get its page, and convert that: https://courier.example/mill",
        "entry 2",
        "https://courier.example/mill",
    )


def test_an_address_that_follows_readers() -> None:
    """It is that of the page, as in the page itself."""
    first, _ = read(RSS.replace("/ferry</link>", "/ferry?utm_source=rss&amp;id=7&amp;fbclid=x#top</link>"), ".rss")
    assert facts(first)["url"] == "https://courier.example/ferry?id=7"


def test_atom() -> None:
    """Content in XHTML and in plain words."""
    first, second = read(ATOM, ".atom")
    assert blocks(first) == [("headline", "Ferry stays"), ("body", "It runs & runs.")]
    assert facts(first) == {
        "title": "Ferry stays",
        "authors": "Nora Pell | Ida Brandt",
        "published": "2031-05-08T14:05:00Z",
        "updated": "2031-05-09T08:00:00Z",
        "url": "https://courier.example/ferry",
        "publisher": "Tarn Courier",
        "language": "en",
        "rights": "© Tarn Courier",
    }
    assert blocks(second) == [("headline", "Plain words"), (None, "One < two."), (None, "Three.")]
    assert (first.key, second.key) == ("urn:1", "urn:2")


def test_rdf() -> None:
    """RSS 1.0, whose items are outside of the channel."""
    rdf = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://courier.example"><title>Tarn Courier</title></channel>
<item rdf:about="https://courier.example/ferry"><title>Ferry stays</title>
<link>https://courier.example/ferry</link>
<dc:date>2031-05-08T14:05:00+01:00</dc:date><content:encoded>&lt;p&gt;It runs.&lt;/p&gt;</content:encoded></item>
</rdf:RDF>"""
    [document] = read(rdf, ".rdf")
    assert blocks(document) == [("headline", "Ferry stays"), ("body", "It runs.")]
    assert facts(document)["published"] == "2031-05-08T14:05:00+01:00"


def test_a_long_summary() -> None:
    """A summary of eighty words is taken for the article."""
    words = " ".join(f"word{number}" for number in range(90))
    entry = f"<rss><channel><item><title>A</title><description>{words}</description></item></channel></rss>"
    [document] = read(entry, ".rss")
    assert document.text == f"A\n\n{words}\n"  # type: ignore[union-attr]


def test_a_feed_that_is_cut_off() -> None:
    """The last entry may lack a part, the others are read."""
    first, second = read(RSS[: RSS.index("Soon.")], ".rss")
    assert isinstance(first, Document)
    assert second == Refusal(
        "broken",
        "the file ends within the feed, so that this entry may lack a part; get the feed again",
        "entry 2",
        "https://courier.example/mill",
    )


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1252"])
def test_encodings(encoding: str) -> None:
    """The encoding is the declared or the marked one."""
    content = RSS.replace("UTF-8", encoding).encode(encoding)
    assert blocks(read(content, ".rss")[0])[2] == ("body", "“We need it,” she said & left.")


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><rss><channel><item><description>&j;</description></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (BOMB, "a.rss: a feed that declares entities; replace them, and remove <!ENTITY"),
        (BOMB.encode("utf-16"), "a.rss: a feed that declares entities"),
        ("no feed", "a.rss: not a feed: it has no elements; export it again"),
        ("\n" * 100_000 + RSS, None),
        ("<!-- " + "\n" * 100_000 + "-->" + RSS, "a.rss: not a feed: it has no elements"),
        (RSS.encode().replace(b"UTF-8", b"\xf3"), "a.rss: a damaged feed ('utf-8' codec can't decode byte 0xf3"),
        ("<rss><channel></channel></rss>", "a.rss: a feed without entries; get the pages of its articles"),
    ],
)
def test_hostile_and_empty_feeds(content: str | bytes, message: str | None) -> None:
    """Entities are not expanded, and nothing takes long."""
    if message is None:
        assert len(read(content, ".rss")) == 2
    else:
        with pytest.raises(SourceError, match=re.escape(message)):
            read(content, ".rss")


def test_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document type, a link and a picture are not fetched."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    external = '<!DOCTYPE rss PUBLIC "-//X//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">'
    content = RSS.replace("?>\n", f"?>\n{external}\n", 1).replace(
        "It runs until", '<img src="http://127.0.0.1:9/a"/>It runs until'
    )
    assert len(read(content, ".rss")) == 2
