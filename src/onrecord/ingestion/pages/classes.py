"""What the classes, roles and names of elements say about their content: the words that makers of pages use, as data.

A name such as `ArticleBody__pullQuote--left` is read as `-article-body-pull-quote-left-`; each row is an alternative in
a regular expression, and matches whole words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator


class Kind:
    """What an element may be, by its names: bits of an integer, since `enum.Flag` takes most of the time of a page."""

    NOTHING = 0
    BODY = 1 << 0  # the paragraphs of the article
    ARTICLE = 1 << 1  # the article with its head
    HEADLINE = 1 << 2
    STANDFIRST = 1 << 3
    BYLINE = 1 << 4
    CAPTION = 1 << 5
    NOTE = 1 << 6  # corrections and notes by the editors
    CREDIT = 1 << 7  # who made a picture
    TIME = 1 << 8
    LABEL = 1 << 9  # a kicker above the headline, or the section
    HIDDEN = 1 << 10
    JUNK = 1 << 11  # what is around an article
    LIVE = 1 << 12  # an entry of a live blog
    COMMENTS = 1 << 13  # what readers write
    TRAIL = 1 << 14  # the way from the front page


ROWS: dict[int, str] = {
    Kind.BODY: r"""

        (?:article|story|post|entry|news|page)-?(?:main-)?(?:body|content|text|copy)(?:-copy|-text|-content|-inner)?
        articlebody storybody article-body-text body-copy bodycopy story-text-container main-text maintext
        content-body rich-text(?:-body)? paragraphs? text-block body-text bodytext field-name-body field-body
        liveblog-(?:body|content|posts?) td-post-content single-content
    """,
    Kind.ARTICLE: r"""
        article story post hentry h-entry news-?item article-(?:page|main|wrapper|container|detail)
        story-(?:page|main|wrapper|container|detail) single-post post-single content-article
    """,
    Kind.HEADLINE: r"""
        headline heading-?1 (?:article|story|post|entry|page|news)-(?:title|headline|heading) title
    """,
    Kind.STANDFIRST: r"""
        standfirst stand-first key-?(?:points?|events?|facts?|takeaways?) in-short dek deck sub-?deck
        sub-?head(?:line|ing)? sub-?title sub-?hed intro lede lead
        (?:article|story|post|entry)-(?:summary|intro|excerpt|lead|dek|description|bullets?) bullets summary excerpt
        abstract strap(?:line)? sell drop-?line
    """,
    Kind.BYLINE: r"""
        byline(?:s)? by-line author(?:s)? (?:article|story|post|entry)-authors? author-names? contributors? writer
        credits?-line signature written-by by
    """,
    Kind.CAPTION: r"""
        caption(?:s)? (?:wp|image|img|photo|picture|media|figure|gallery|video)-?caption(?:-text)? cutline cut-line
        slide-?(?:info|text|caption|description) (?:carousel|gallery)-?(?:slide-)?(?:info|text|caption|description)
        img-desc image-description photo-description
    """,
    Kind.NOTE: r"""
        corrections? clarifications? editors?-notes? editorial-notes? correction-note update-note
        (?:article|story)-(?:correction|note|amendment|update)s? amend(?:ed|ment)(?:-note)? footnote submeta-note
        dateline-note retraction note-to-readers
    """,
    Kind.CREDIT: r"""
        credit(?:s)? (?:photo|image|img|picture|media|caption|video)-?(?:credit|source|copyright|attribution|by)s?
        copyright photographer(?:s)? attribution picture-agency agency-credit credit-line
    """,
    Kind.TIME: r"""
        dates? date-?line-date timestamp time-?stamp pub-?dates? published(?:-date|-at|-on)? publish-date
        publication-date date-?time updated(?:-date|-at|-on)? last-updated modified dateline-time posted-on time
        post-date entry-date
    """,
    Kind.LABEL: r"""
        kicker eyebrow overline section-(?:label|name|tag) topic-label rubric categor(?:y|ies) flag sect section
        channel
    """,
    Kind.HIDDEN: r"""
        visually-?hidden sr-only sr screen-?reader(?:-text|-only)? a11y-hidden u-hidden is-hidden assistive-text
        hidden-visually u-visually-hidden offscreen off-screen element-invisible print-only only-print
    """,
    Kind.LIVE: r"""
        live-?(?:blog-)?(?:post|update|entry|item) live-?blog-(?:post|update|entry|item)
        (?:block|entry|post)--?(?:live|update)
    """,
    Kind.COMMENTS: r"""
        comments?(?:-.{1,20})? cmts?(?:area)? cmtarea discussion disqus replies reactions? conversation livefyre
        coral viafoura
    """,
    Kind.TRAIL: r"""
        (?:bread-?|b|entry-)?crumbs?(?:-.{1,20})? breadcrumblist
    """,
    Kind.JUNK: r"""
        ads? adverts? advert(?:isement|ising|orial)s? ad-?(?:slot|unit|container|wrapper|block|box|label|break) dfp
        mpu sponsor(?:ed|s|ship)? promo(?:s|tion|tions|tional)? promoted outbrain taboola
        partner-?(?:content|links)? social(?:-.{1,20})? share(?:s|-.{1,20})? sharing sharedaddy
        share-?(?:this|bar|tools|buttons|links) follow related(?:-.{1,20})? recirc(?:ulation)?
        recommend(?:ed|ations?)? read-?(?:more|next|also) more-(?:on|from|stories|news|like) see-?also
        most-(?:read|popular|viewed|shared|watched) trending popular up-next next-(?:article|story|up) also-?read
        you-may-(?:also-)?like teasers? rich-?link onward jp-relatedposts further-reading in-?text-link linkbox
        newsletters?(?:-.{1,20})? sign-?up subscribe subscri(?:ption|bers?)(?:-.{1,20})?
        email-?(?:capture|form|signup) pay-?wall(?:-.{1,20})? meter regwall piano barrier contribut(?:e|ion)s?
        donat(?:e|ion)s? membership support-us epic offer-box upsell login sign-?in register cookies?(?:-.{1,20})?
        consent gdpr privacy cmp onetrust nav(?:bar|igation)? menus? skip(?:-.{1,12})? skip-?links? toolbar sidebar
        rail right-rail aside widgets? masthead site-?header site-?footer page-?footer global-?footer footer
        colophon pagination pager tags? topics? keywords tag-?list post-tags topic-?list
        author-?(?:bio|box|card|info|about|profile) bio about-the-author about-author bio-box biography
        pull-?quotes? pq inset-quote callout-quote quote-pull stand-?out-quote tip-?box tips tip-?line contact-us
        report-?(?:error|typo) feedback survey poll quiz print(?:-link|-button)? tools utility actions? buttons?
        btn(?:-.{1,20})? icons? player(?:-.{1,20})? video-?(?:player|js|promo|embed) audio(?:-.{1,20})?
        podcast-?(?:promo|player)? listen(?:-.{1,20})? embed(?:-.{1,20})? iframe tooltip modal popup pop-up overlay
        lightbox dialog banner(?:-.{1,20})? alert(?:-.{1,20})? ticker breaking(?:-news)? app-?promo download-app
        licen[sc]ing reuse syndication-link reprints? republish(?:-.{1,20})? disclaimer legal terms boilerplate
        loading placeholder skeleton spinner map-embed weather(?:-widget)? market-data stock-?ticker controls?
        jump-?links? toc table-of-contents timeline-nav filters? load-more new-updates live-nav read-?time
        reading-time comment-count view-count gallery-(?:nav|count|controls) slide-?(?:nav|count) carousel-nav
        archive recent-posts site-info
    """,
}
_ROWS = {
    # A state that is named ("has-sidebar", "no-ads") says nothing about the element itself.
    kind: re.compile(rf"(?<!-has)(?<!-with)(?<!-no)(?<!-without)(?<!-is)-(?:{'|'.join(words.split())})-")
    for kind, words in ROWS.items()
}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
# Names longer than that are made by programs, and say nothing.
_LONGEST, _MOST = 80, 40
# What programs make up: `css-71lqn2`, and the end of `Caption_text__AIOC9`.
_MADE_UP = re.compile(r"\A(?:css|sc|jsx|svelte)-\w+\Z|__(?=\w*(?:\d|[a-zA-Z][A-Z]))[A-Za-z0-9]{5,6}\Z")
# Words that are written together: `storybyline`.
_GLUED = re.compile(
    r"\b(story|article|post|entry|news|photo|image|img|media|page|author)(?=(?:byline|body|date|content|text|headline|title|"
    r"caption|credit|copy|summary|author|intro|lead|dek|name|time|meta)s?\b)"
)
_HIDDEN_NAMES = frozenset({"d-none", "hide", "hidden", "u-hide"})


def _beginnings(row: str) -> Iterator[str]:
    """The first letters, three at most, of the names that a row matches."""
    group = re.match(r"\(\?:([^()]*)\)(\??)", row)
    starts = [row] if group is None else [*group[1].split("|"), *([row[group.end() :]] if group[2] else [])]
    for start in starts:
        literal = re.match(r"(?:[a-z0-9](?!\?))*", start)
        yield literal[0][:3] if literal else ""


# Most names have no word that begins like a row, and need no further look.
_BEGINNINGS = frozenset(start for words in ROWS.values() for row in words.split() for start in _beginnings(row))


def kinds_of(names: str) -> int:
    """What the names of an element say, which are separated by blanks: the bits of `Kind`."""
    found = Kind.NOTHING
    for name in names.split()[:_MOST]:
        found |= _kinds_of_name(name) if len(name) <= _LONGEST else 0
        if name in _HIDDEN_NAMES and ":" not in names and "-block" not in names:
            found |= Kind.HIDDEN
    return found


@functools.lru_cache(maxsize=16384)
def _kinds_of_name(name: str) -> int:
    joined = "-".join(_WORD.findall(_MADE_UP.sub("", name))).lower()
    parts = "-" + _GLUED.sub(r"\1-", joined) + "-"
    found = Kind.NOTHING
    if any(word[:size] in _BEGINNINGS for word in parts.split("-") for size in (3, 2, 1)):
        for kind, pattern in _ROWS.items():
            if pattern.search(parts):
                found |= kind
    return found
