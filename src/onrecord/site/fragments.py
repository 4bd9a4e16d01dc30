"""The parts of pages that there are hundreds of on each: marked text, cards, names, and lists of statements.

Jinja would take most of the time of a site for these alone: it calls two functions of Python for each value. Here each
value is escaped by `shown`, as Jinja's own escape does it; the rest of a page is made by templates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from markupsafe import Markup

from onrecord.site.addresses import article_page, entity_page, vote_page
from onrecord.site.cards import Card, ClaimLine, ClaimsCard, Head, QuoteCard, VoteCard
from onrecord.site.gathering import Headed
from onrecord.site.marks import Mark, Segment
from onrecord.site.reading import Block, Member
from onrecord.site.tally import Tally

_SPECIAL = re.compile("[&<>\"'\r\0]")
# HTML parsers turn a lone carriage return into a line feed, and drop NUL.
_ESCAPED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;", "\r": "&#13;", "\0": "\ufffd"}
)


def shown(text: str) -> str:
    """A text as it is written into a page, between tags or in an attribute with quotation marks.

    Example:
        >>> shown("<b title='x'>")
        '&lt;b title=&#39;x&#39;&gt;'
    """
    return text.translate(_ESCAPED) if _SPECIAL.search(text) else text


def blocks(of_article: Sequence[Block]) -> Markup:
    """The paragraphs of an article, each with its cards; the headline is the first heading of the page."""
    return Markup("".join(_block(block, is_first=not number) for number, block in enumerate(of_article)))


def _block(block: Block, *, is_first: bool) -> str:
    element = ("h1" if is_first else "h2") if block.zone == "headline" else "p"
    words = f'<{element} class="text {block.zone}" dir="auto">{marked(block.segments)}</{element}>'
    return f'<div class="pair">\n{words}\n{cards(block.cards)}\n</div>\n'


def marked(segments: Iterable[Segment]) -> Markup:
    """A paragraph with its marks: a label before each quote, vote and claim, and links from names to their pages.

    Nothing in it is reached with the Tab key by itself; the script of the page makes one stop of all.
    """
    parts: list[str] = []
    for segment in segments:
        parts += map(_pin, segment.pins)
        words = shown(segment.text)
        if not segment.styles:
            parts.append(words)
            continue
        parts += [f'<span id="{shown(anchor)}"></span>' for anchor in segment.anchors[1:]]
        place = f' id="{shown(segment.anchors[0])}"' if segment.anchors else ""
        mark = f'class="m {segment.styles}"{place} data-r="{segment.tokens}"'
        if segment.link:
            parts.append(f'<a {mark} href="../{segment.link}" tabindex="-1" title="{shown(segment.title)}">{words}</a>')
        else:
            parts.append(f"<span {mark}>{words}</span>")
    return Markup("".join(parts))


def _pin(mark: Mark) -> str:
    place = f' id="{shown(mark.anchor)}"' if mark.anchor else ""
    return (
        f'<a class="pin pin-{mark.token[0]}"{place} href="#note-{mark.token}" tabindex="-1" data-r="{mark.token}" '
        f'data-pin="{mark.pin}" aria-label="note {mark.pin}"></a>'
    )


def cards(of_block: Sequence[Card]) -> Markup:
    """The cards next to a paragraph."""
    return Markup(f'<div class="notes">\n{"".join(map(_card, of_block))}</div>') if of_block else Markup("")


def _card(card: Card) -> str:
    match card:
        case QuoteCard():
            body = _quote(card)
        case VoteCard():
            body = _vote(card)
        case ClaimsCard():
            who = f'<p class="who">{_name(card.claimant, card.claimant_id)}</p>'
            return f'<div class="card claims">\n{who}\n{_claims(card.claims)}</div>\n'
    place = f'id="note-{shown(card.head.row_id)}" data-r="{card.head.token}"'
    target = f'<span id="note-{card.head.token}"></span>'
    return f'<div class="card {card.layer}" {place}>\n{target}{_label(card.head)}\n<div>\n{body}</div>\n</div>\n'


def _quote(card: QuoteCard) -> str:
    role = f' <span class="role"><bdi>{shown(card.role)}</bdi></span>' if card.role else ""
    facts = " · ".join(f"<bdi>{shown(fact)}</bdi>" for fact in card.facts)
    return (
        f'<p class="who">{_name(card.speaker, card.speaker_id)}{role}</p>\n<p class="facts">{facts}</p>\n'
        f"{_origin(card.head)}{_claims(card.claims)}"
    )


def _vote(card: VoteCard) -> str:
    figures = f'<span class="figures">{shown(card.tally.figures)}</span> ' if card.tally.figures else ""
    result = f'<a href="../{vote_page(card.event_id)}" tabindex="-1">{shown(card.sentence)}</a>'
    facts = " · ".join(shown(fact) for fact in (card.tally.words, card.date) if fact)
    return "".join(
        (
            f'<p class="who">{_name(card.body, card.body_id)}</p>\n<p class="result">{figures}{result}</p>\n',
            chart(card.tally),
            f'<p class="facts"><bdi>{facts}</bdi></p>\n' if facts else "",
            f'<p class="motion" dir="auto">{shown(card.motion)}</p>\n' if card.motion else "",
            *(
                f'<p class="facts"><b>{shown(option)}</b> {", ".join(_name(*voter) for voter in voters)}</p>\n'
                for option, voters in card.positions
            ),
            _origin(card.head),
        )
    )


def _claims(claims: Sequence[ClaimLine]) -> str:
    return f'<ul class="claim-lines">\n{"".join(map(_claim, claims))}</ul>\n' if claims else ""


def _claim(claim: ClaimLine) -> str:
    words = f'<span class="words"><bdi>{shown(claim.words)}</bdi></span> ' if claim.words else ""
    claimant = f"<bdi>{shown(claim.claimant)}</bdi> " if claim.claimant else ""
    place = f'id="note-{shown(claim.head.row_id)}" data-r="{claim.head.token}"'
    target = f'<span id="note-{claim.head.token}"></span>'
    said = f"{target}{_label(claim.head)} {words}{claimant}{shown(claim.sentence)}"
    return f"<li {place}>{said}\n{_origin(claim.head)}</li>\n"


def _label(head: Head) -> str:
    if not head.is_placed:
        return f'<span class="label">{head.label}</span>'
    return (
        f'<a class="label" href="#{shown(head.row_id)}" tabindex="-1" aria-label="{head.label}, in the text">'
        f"{head.label}</a>"
    )


def _origin(head: Head) -> str:
    return f'<p class="row">{head.confidence} · <code>{shown(head.row_id)}</code> · {shown(head.method)}</p>\n'


def _name(name: str, entity_id: str) -> str:
    words = f"<bdi>{shown(name)}</bdi>"
    return f'<a href="../{entity_page(entity_id)}" tabindex="-1">{words}</a>' if entity_id else words


def cast(members: Iterable[Member]) -> Markup:
    """The entities of an article of one type: names with roles, and how often each is mentioned."""
    return Markup(", ".join(map(_member, members)))


def _member(member: Member) -> str:
    entity = member.entity
    name = f'<a href="../{member.page}" data-r="{member.token}"><bdi>{shown(entity.name)}</bdi></a>'
    role = f' <span class="role"><bdi>{shown(entity.role)}</bdi></span>' if entity.role else ""
    times = f' <span class="times">{member.times}</span>' if member.times > 1 else ""
    return f"{name}{role}{times}"


def chart(tally: Tally) -> Markup:
    """The drawing of a tally, with its figures in words; empty if there is nothing to draw."""
    if not tally.boxes:
        return Markup("")
    boxes = "".join(
        f'<rect class="{box.option}" x="{box.x + 0.75}" y="{box.y + 0.75}" width="{box.width - 1.5}" '
        f'height="{tally.side - 1.5}" rx="1.5"/>'
        for box in tally.boxes
    )
    size = f'width="{tally.width}" height="{tally.height}" viewBox="0 0 {tally.width} {tally.height}"'
    return Markup(f'<svg class="tally" {size} role="img" aria-label="{shown(tally.words)}">{boxes}</svg>\n')


def source(head: Headed, top: str, anchor: str = "") -> Markup:
    """The article that a statement is from: a link to its place there, the outlet and the date."""
    link = f'<a href="{top}{article_page(head.article_id, shown(anchor))}"><bdi>{shown(head.title)}</bdi></a>'
    outlet = f", <bdi>{shown(head.outlet)}</bdi>" if head.outlet else ""
    published = f", <time>{shown(head.published)}</time>" if head.published else ""
    return Markup(f"{link}{outlet}{published}")


def pager(page: int, before: int, here: int, total: int, address: Callable[[int], str], top: str) -> Markup:
    """What part of a long list a page shows, and where the parts before and after it are; empty for a short list.

    Args:
        page: the number of the page.
        before: how many rows are on the pages before it.
        here: how many it shows.
        total: how many there are.
        address: the address of a page by its number.
        top: the way to the top of the site.
    """
    if here == total:
        return Markup("")
    links = []
    if page > 1:
        links.append(f'<li><a rel="prev" href="{top}{address(page - 1)}">Before</a></li>\n')
    if before + here < total:
        links.append(f'<li><a rel="next" href="{top}{address(page + 1)}">Next</a></li>\n')
    return Markup(
        f'<p class="more">{before + 1:,} to {before + here:,} of {total:,}</p>\n'
        f'<nav class="neighbors" aria-label="Pages"><ul>\n{"".join(links)}</ul></nav>\n'
    )


def statements(known: Iterable[Any], heads: Sequence[Headed], top: str) -> Markup:
    """A list of what an entity said or claims, or what is claimed of it.

    Args:
        known: for each statement the number of the article, the anchor there, the words, a sentence on them, and how
            many of 100 such rows were right.
        heads: the articles.
        top: the way to the top of the site.
    """
    return Markup("".join(_statement(each, heads, top) for each in known))


def _statement(known: Sequence[Any], heads: Sequence[Headed], top: str) -> str:
    number, anchor, words, sentence, right = known
    measured = f" · right in {right} of 100" if right else ""
    return (
        f'<li><blockquote dir="auto">{shown(words)}</blockquote>\n'
        f'<p class="facts"><bdi>{shown(sentence)}</bdi>{measured}</p>\n'
        f'<p class="facts">{source(heads[number], top, anchor)}</p></li>\n'
    )
