"""Whole documents of small pages of each kind."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest

from onrecord.ingestion.document import Refusal
from onrecord.ingestion.formats import Request, format_of
from onrecord.ingestion.pages import derive_fragment

from .reading import STORY, STORY_BLOCKS, assert_mapped, blocks, document, facts, refusal


def test_a_page_saved_by_a_browser() -> None:
    """A byte order mark, a menu, furniture and a footer around the article."""
    page = (
        codecs.BOM_UTF8
        + (
            '<!DOCTYPE html><html lang="en-gb"><head><meta charset="utf-8"><title>Ferry stays | The Skell Post</title>'
            '<link rel="canonical" href="https://u:p@skellpost.example/news/ferry?utm_source=x&amp;id=7#top">'
            '<meta property="og:site_name" content="The Skell Post"></head><body>'
            '<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>'
            '<article><h1>Ferry to Skell\n   stays</h1><p class="standfirst">Council votes to keep boats in winter</p>'
            '<div class="byline">By <a rel="author" href="/nora">Nora Pell</a></div>'
            '<div class="share-bar"><a href="#">Share</a></div>'
            f"<div class='article-body'>{STORY}"
            '<figure><img src="a.jpg"><figcaption>The boat at the pier. <span class="credit">Ida Brandt</span></figcaption></figure>'
            '<p><strong>Read more: <a href="/b">Bus fares rise</a></strong></p>'
            "<h2>Jobs &amp; wages</h2><p>“We are 12 people,” said the captain,<br>Ole Vik.</p>"
            '<p class="newsletter-signup">Get our news by email every day.</p></div></article>'
            "<footer><p>© 2031 Skell Media. All rights reserved. No part may be used without the consent of us.</p></footer>"
            "</body></html>"
        ).encode()
    )
    found = document(page)
    assert blocks(found) == [
        ("headline", "Ferry to Skell stays"),
        ("body", "Council votes to keep boats in winter"),
        ("byline", "By Nora Pell"),
        *STORY_BLOCKS,
        ("caption", "The boat at the pier."),
        ("headline", "Jobs & wages"),
        ("body", "“We are 12 people,” said the captain, Ole Vik."),
    ]
    assert facts(found) == {
        "title": ("Ferry to Skell stays", "markup"),
        "authors": ("Nora Pell", "markup"),
        "publisher": ("The Skell Post", "open-graph"),
        "url": ("https://skellpost.example/news/ferry?id=7", "link"),
        "language": ("en-GB", "markup"),
    }
    assert found.original is not None
    assert (found.original.encoding, found.original.suffix) == ("utf-8-sig", ".html")


def test_windows_1252() -> None:
    """A page that calls its encoding Latin-1 is in Windows-1252, as in every browser."""
    page = (
        b"<meta charset=iso-8859-1><h1>Caf\xe9s reopen</h1>"
        + STORY.encode()
        + b"<p>\x93Yes\x94, she said \x96 at last.</p>"
    )
    found = document(page)
    assert blocks(found) == [("headline", "Cafés reopen"), *STORY_BLOCKS, ("body", "“Yes”, she said – at last.")]
    assert found.original is not None
    assert found.original.encoding == "cp1252"


def test_json_ld_alone() -> None:
    """A news article in a graph, whose authors and publisher are other objects of it."""
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebPage", "@id": "https://skellpost.example/a", "datePublished": "2030-01-01"},
            {
                "@type": ["NewsArticle"],
                "headline": "Ferry &amp; bus stay",
                "author": [
                    {"@id": "#nora"},
                    {"@type": "Person", "name": "By Ida Brandt"},
                    {"@type": "Organization", "name": "The Skell Post"},
                ],
                "publisher": {"@id": "#post"},
                "datePublished": "2031-05-08T14:05:00.000+0100",
                "dateModified": "2031-05-09",
                "articleSection": ["Local news", "Travel"],
                "inLanguage": "en_gb",
                "copyrightHolder": {"name": "nobody"},
                "copyrightNotice": "© 2031 The Skell Post",
                "mainEntityOfPage": "https://skellpost.example/a",
            },
            {"@type": "Person", "@id": "#nora", "name": "Nora Pell"},
            {"@type": "NewsMediaOrganization", "@id": "#post", "name": "The Skell Post"},
        ],
    }
    # As content systems write it: a raw line break in a string, and a comma before a bracket.
    text = json.dumps(graph).replace("Ferry &amp; bus", "Ferry &amp;\\n bus").replace("]}", ",]}").replace("\\n", "\n")
    page = f'<script type="application/ld+json">{text}</script><h2>Ferry &amp; bus stay</h2>{STORY}'
    found = document(page)
    assert blocks(found) == [("headline", "Ferry & bus stay"), *STORY_BLOCKS]
    assert facts(found) == {
        "title": ("Ferry & bus stay", "markup"),
        "authors": ("Nora Pell | Ida Brandt", "json-ld"),
        "publisher": ("The Skell Post", "json-ld"),
        "url": ("https://skellpost.example/a", "json-ld"),
        "published": ("2031-05-08T14:05:00+01:00", "json-ld"),
        "updated": ("2031-05-09", "json-ld"),
        "language": ("en-GB", "json-ld"),
        "section": ("Local news", "json-ld"),
        "rights": ("© 2031 The Skell Post", "json-ld"),
    }


def test_microdata_alone() -> None:
    """Properties of the article, not those of an item inside it."""
    page = (
        '<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Ferry stays</h1>'
        '<p>By <span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">Nora Pell'
        '</span></span></p><time itemprop="datePublished" datetime="2031-05-08T14:05Z">8 May</time>'
        '<div itemprop="publisher" itemscope itemtype="https://schema.org/Organization"><meta itemprop="name" '
        'content="The Skell Post"><meta itemprop="url" content="https://skellpost.example/"></div>'
        '<link itemprop="mainEntityOfPage" href="https://skellpost.example/a">'
        f'<meta itemprop="articleSection" content="News"><div itemprop="articleBody">{STORY}</div></div>'
    )
    found = document(page)
    assert blocks(found) == [("headline", "Ferry stays"), ("byline", "By Nora Pell"), *STORY_BLOCKS]
    assert facts(found) == {
        "title": ("Ferry stays", "markup"),
        "authors": ("Nora Pell", "microdata"),
        "publisher": ("The Skell Post", "microdata"),
        "url": ("https://skellpost.example/a", "microdata"),
        "published": ("2031-05-08T14:05:00Z", "microdata"),
        "section": ("News", "microdata"),
    }


def test_meta_alone() -> None:
    """Open Graph and the names of `meta` that newspapers use; the time of a later place is better than a day alone."""
    page = (
        '<html><head><meta property="og:title" content="Ferry stays"><meta property="og:locale" content="en_IE">'
        '<meta property="article:author" content="https://social.example/nora"><meta name="parsely-author" content="Nora Pell">'
        '<meta property="article:published_time" content="2031-05-08"><meta name="sailthru.date" content="2031-05-08 14:05:09">'
        '<meta name="DC.publisher" content="The Skell Post"><meta property="og:url" content="//skellpost.example/a?fbclid=1">'
        '<meta name="cXenseParse:section" content="News"><meta name="DC.rights" content="CC BY 4.0"></head>'
        f"<body><h1>Ferry stays</h1>{STORY}</body></html>"
    )
    assert facts(document(page, url="https://skellpost.example/fetched")) == {
        "title": ("Ferry stays", "markup"),
        "authors": ("Nora Pell", "meta"),
        "publisher": ("The Skell Post", "meta"),
        "url": ("https://skellpost.example/a", "open-graph"),
        "published": ("2031-05-08T14:05:09", "meta"),
        "language": ("en-IE", "open-graph"),
        "section": ("News", "meta"),
        "rights": ("CC BY 4.0", "meta"),
    }


def test_an_organization_is_the_author_if_nobody_else_is() -> None:
    """The outlet that programs name as the author gives way to the byline."""
    script = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"Skell Post"}}</script>'
    assert facts(document(f"{script}<h1>Ferry stays</h1>{STORY}"))["authors"] == ("Skell Post", "json-ld")
    signed = document(
        f'{script}<h1>Ferry stays</h1><p class="byline">By Nora Pell and Ida Brandt, Health Editor</p>{STORY}'
    )
    assert facts(signed)["authors"] == ("Nora Pell | Ida Brandt", "text")


def test_amp() -> None:
    """Advertisements and side menus of AMP are elements of their own."""
    page = (
        "<html amp lang=en><body><amp-sidebar><ul><li>Menu of all that this paper has to offer to its many readers</li></ul>"
        f"</amp-sidebar><main><h1>Ferry stays</h1><amp-img src=a.jpg></amp-img>{STORY}"
        "<amp-ad>Buy a boat at the yard of Vik and Sons, who build them since many years.</amp-ad></main></body></html>"
    )
    assert blocks(document(page)) == [("headline", "Ferry stays"), *STORY_BLOCKS]


def test_hidden_text() -> None:
    """What a reader does not see is not the article."""
    page = (
        f"<h1>Ferry stays</h1>{STORY}<p hidden>A secret that nobody may read on this page at all.</p>"
        '<p style="color:red; DISPLAY : none">Another secret that nobody may read on this page.</p>'
        '<p>The <span class="visually-hidden">unseen </span>boat<span aria-hidden="true">!</span> is white.</p>'
        "<template><p>A template for texts that a script will fill in one day.</p></template>"
        "<noscript><p>The ferry needs scripts to show this sentence to its readers.</p></noscript>"
    )
    assert blocks(document(page)) == [("headline", "Ferry stays"), *STORY_BLOCKS, ("body", "The boat is white.")]


def test_the_layout_of_the_nineties() -> None:
    """Tables in tables, paragraphs divided by two line breaks, and no heading: the words show what the lines are."""
    page = (
        "<HTML><TITLE>Skell Post Online</TITLE><TABLE><TR><TD><A HREF=/>Front page</A><BR><A HREF=/s>Sports</A></TD><TD>"
        "<TABLE><TR><TD><FONT SIZE=5><B>Ferry to Skell Island stays</B></FONT><BR>By Nora Pell<BR>Post Staff Writer"
        "<P>SKELL -- The ferry will run through the winter, the council said at its meeting on Monday night."
        "<BR><BR>It had planned to stop the boats in November, when few people travel to the island.<BR>&nbsp;<BR></TD></TR>"
        "</TABLE></TD></TR></TABLE></HTML>"
    )
    found = document(page)
    assert [words for _, words in blocks(found)][:4] == [
        "Ferry to Skell Island stays",
        "By Nora Pell",
        "Post Staff Writer",
        "SKELL -- The ferry will run through the winter, the council said at its meeting on Monday night.",
    ]
    assert facts(found) == {"title": ("Ferry to Skell Island stays", "markup"), "authors": ("Nora Pell", "text")}


def test_a_live_blog() -> None:
    """The texts of the entries without their times, authors and buttons; the main points are kept."""
    entry = (
        '<div class="live-post"><time datetime="2031-05-08T14:05Z">14:05</time><h2>{0}</h2><div class="post-author">Nora Pell</div>'
        '<p>{1}</p><div class="share-tools">Share this post</div></div>'
    )
    entries = [
        ("Vote is over", "The council has voted to keep the ferry, with nine members in favour and two against."),
        ("Debate begins", "The debate has begun with a speech by the captain, who has worked here for 30 years."),
    ]
    page = (
        '<main><h1>Ferry vote: live</h1><section class="key-events"><h3>Key events</h3><ul><li>Ferry stays by nine to two</li></ul>'
        f'</section><div class="live-blog-posts">{"".join(entry.format(*words) for words in entries)}</div></main>'
    )
    assert blocks(document(page)) == [
        ("headline", "Ferry vote: live"),
        ("body", "Ferry stays by nine to two"),
        ("headline", "Vote is over"),
        ("body", entries[0][1]),
        ("headline", "Debate begins"),
        ("body", entries[1][1]),
    ]


def test_repetitions_and_notes() -> None:
    """A pull quote is left out with its source; a correction is kept wherever it is."""
    page = (
        f"<h1>Ferry stays</h1><article>{STORY}<p>“It is a good day for the island and its boats,” said Ole Vik.</p>"
        "<figure><blockquote>It is a good day for the island</blockquote><p>Ole Vik, captain</p></figure>"
        "</article><aside class='correction'><p>Correction: An earlier version misspelled Skell.</p></aside>"
        "<aside><p>Buses are late because of works on the bridge, and will be late until spring comes.</p></aside>"
    )
    assert blocks(document(page)) == [
        ("headline", "Ferry stays"),
        *STORY_BLOCKS,
        ("body", "“It is a good day for the island and its boats,” said Ole Vik."),
        ("body", "Correction: An earlier version misspelled Skell."),
    ]


@pytest.mark.parametrize(
    "caption",
    [
        "The boat. Photograph: Ida Brandt",
        "The boat. (Ida Brandt/Skell Post)",
        "The boat. Credit: AP",
        "The boat. (AP Photo/Ida Brandt)",
        "The boat. Ida Brandt/Skell Post",
    ],
)
def test_who_made_a_picture_is_not_in_its_caption(caption: str) -> None:
    """The end of a caption that names the source of the picture is left out."""
    page = f"<h1>Ferry stays</h1>{STORY}<figure><figcaption>{caption}</figcaption></figure>"
    assert blocks(document(page))[-1] == ("caption", "The boat.")


@pytest.mark.parametrize(
    "line",
    ["By Nora Pell | 12 May 2031 16:05", "<span>Nora Pell</span> <span>12 May 2031 16:05</span>", "12 May 2031 16:05"],
)
def test_a_day_next_to_the_author(line: str) -> None:
    """It is that of publication, as is a day on a line by itself."""
    found = document(f"<h1>Ferry stays</h1><div>{line}</div>{STORY}")
    assert found.facts["published"].value == "2031-05-12T16:05:00"


def test_a_front_page() -> None:
    """Headings that are links, each with a summary: no article."""
    teaser = '<div class="card"><h3><a href="/{0}">News of day {0}</a></h3><p>What happened on day {0}, in one sentence of some length.</p></div>'
    page = "<h1>The Skell Post</h1><main>" + "".join(teaser.format(day) for day in range(12)) + "</main>"
    found = refusal(page)
    assert (found.reason, found.message.partition(": ")[0]) == ("no_text", "page.html")


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<script>var a = 1;</script>",
        "<h1>404</h1><p>Not found.</p>",
        "<h1>Before you continue</h1><div class='consent'><p>We and our 20 partners store data on your device for many years.</p></div>",
        "<h1>Access denied</h1><p>Please enable cookies.</p><form><p>Solve this riddle to show that you are a person.</p></form>",
    ],
)
def test_pages_without_an_article(page: str) -> None:
    """Only scripts, an error, a consent wall."""
    found = refusal(page)
    assert (found.reason, found.message) == (
        "no_text",
        "page.html: no article in this page: it may be a list of articles, or its text may be loaded by a script; "
        "open an article in a browser and save that page",
    )


CLOSED = (
    '<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Ferry stays", "isAccessibleForFree": {}}}'
    "</script><h1>Ferry stays</h1>"
)
FIRST = (
    "<p>The ferry will stay through the winter, the mayor said on Monday after a debate in the town hall of Skell.</p>"
)


@pytest.mark.parametrize("stated", ["false", '"False"'])
def test_the_beginning_of_an_article_for_subscribers(stated: str) -> None:
    """It is not taken for the whole; the whole article is, as is a short article that everybody may read."""
    page = CLOSED.format(stated) + FIRST
    found = refusal(page)
    assert (found.reason, found.message) == (
        "no_text",
        "page.html: only the first 23 words of an article for subscribers; log in and save the page again",
    )
    rest = [f"On day {day} the council heard from {day} skippers who feared for their boats." for day in range(2, 9)]
    assert blocks(document(page + "".join(f"<p>{words}</p>" for words in rest)))[2:] == [
        ("body", words) for words in rest
    ]
    assert blocks(document(CLOSED.format("true") + FIRST))[0] == ("headline", "Ferry stays")


def test_a_number_of_the_page_itself() -> None:
    """After an element whose content is text to the parser alone, an attribute may look like the number of a run."""
    page = f'<h1>Ferry stays</h1>{STORY}<plaintext><a title="\ue00099999;">'
    assert blocks(document(page)) == [("headline", "Ferry stays"), *STORY_BLOCKS]


def test_the_format(tmp_path: Path) -> None:
    """A page is recognized by its first bytes, and read by the format."""
    page = f"\n<!-- saved -->\n<!DOCTYPE html><html><h1>Ferry stays</h1>{STORY}</html>".encode()
    found = format_of(".txt", page[:4096])
    assert found is not None
    assert (found.step, found.title) == ("html@1", "a web page")
    path = tmp_path / "page.html"
    path.write_bytes(page)
    with path.open("rb") as file:
        (read,) = found.read(file, Request("page.html"))
    assert not isinstance(read, Refusal)
    assert blocks(read) == [("headline", "Ferry stays"), *STORY_BLOCKS]


def test_a_fragment() -> None:
    """The markup of an article alone: link lines are left out, everything else is kept."""
    found = derive_fragment(
        "<h2>Jobs</h2><p>Fish &amp; chips\n cost&nbsp;more.</p><p>Read more: <a href=x>Bus fares</a></p>Plain <b>words</b>.<br><br>End."
    )
    assert_mapped(found)
    assert blocks(found) == [
        ("headline", "Jobs"),
        ("body", "Fish & chips cost\xa0more."),
        ("body", "Plain words."),
        ("body", "End."),
    ]
    assert (derive_fragment("").text, derive_fragment("<p> </p>").blocks) == ("", ())
