"""What a paragraph of a page is by its words, its links, and the names of the elements around it."""

from __future__ import annotations

import itertools
import re

from onrecord.ingestion.captions import is_caption as is_caption_by_words
from onrecord.ingestion.pages import values
from onrecord.ingestion.pages.classes import Kind
from onrecord.ingestion.pages.tree import Paragraph, is_prose
from onrecord.ingestion.particulars import read_byline
from onrecord.ingestion.stamps import read_stamp
from onrecord.lang.en import pages
from onrecord.text.phrases import Phrases

# Boxes around a paragraph whose names speak of it.
NEAR = 4
# Characters of a byline, a credit, a line with a date, and a caption without a name.
BYLINE, CREDIT, STAMP, _CAPTION = 250, 80, 120, 400
# Characters of a line of the page, and of its notice about rights.
_LINE, _NOTICE = 250, 320
_LINK = re.compile(rf"(?:{pages.LINKS})\s*(?::|[>»›|–—]\s)\s*\S", re.IGNORECASE)
SERVICE = Phrases(pages.SERVICES, before=r"[-–—*•\s]{0,4}", after=r"\s?[.:!»›>…*–-]{0,3}\Z")
NOTE = re.compile(
    rf"[\[(*_•\s]{{0,4}}(?:(?:{pages.NOTES})\b\W{{0,3}}(?::|[–—-]\s)|{pages.SAYS_AMENDED})", re.IGNORECASE
)
_RIGHTS = re.compile(pages.RIGHTS, re.IGNORECASE)
_WALL = re.compile(pages.WALLS, re.IGNORECASE)
_PICTURE = re.compile(rf"(?<!\w)(?:{pages.PICTURE_CREDITS})", re.IGNORECASE)
# "… in January. Nora Pell/Tarn Courier"
_MAKER_AND_OUTLET = re.compile(
    r"(?<=[.!?”])\s{1,3}[^\W\d_a-z][\w’'-]{1,20}(?: [^\W\d_a-z][\w.’'-]{0,20}){1,2}\s?/\s?[^\W\d_a-z][\w.&’' -]{1,40}\Z"
)
_MAKER = re.compile(pages.MAKERS, re.IGNORECASE)
OFFER = re.compile(pages.OFFERS, re.IGNORECASE)
_INVITATION = re.compile(pages.INVITATIONS, re.IGNORECASE)
# What a line of the page is set off with.
MARKS = " \xa0[]()*–—-•|=_"
_LETTER = re.compile(r"[^\W\d_]")


def kinds_near(paragraph: Paragraph) -> int:
    """What the names of the elements near a paragraph say of it."""
    box = paragraph.box
    if box.near < 0:
        box.near = 0
        for outer in itertools.islice(box.around(), NEAR):
            if outer.tag in ("article", "main", "body") or outer.kinds & Kind.BODY:
                break
            box.near |= outer.kinds
    return paragraph.kinds | box.near


def credit_start(words: str) -> int:
    """Where the words of a caption end, before those that name who made the picture."""
    opening = words.rfind("(")
    inside = words[opening + 1 :].rstrip(").")
    before = words[:opening].rstrip() if opening >= 0 else ""
    is_last = words.rstrip(".").endswith(")") and inside[:1].isupper() and len(inside) <= 2 * CREDIT
    if before and is_last and (before[-1] in '.!?”"’' or _MAKER.search(inside)):
        return len(before)
    if match := _MAKER_AND_OUTLET.search(words, max(0, len(words) - 2 * CREDIT)):
        return match.start()
    slash = words.rfind("/")
    if slash > 0 and words[:slash].rstrip()[-1:] in (".", "!", "?") and words[slash + 1 :].lstrip()[:1].isupper():
        return len(words[:slash].rstrip())
    for match in _PICTURE.finditer(words, max(0, len(words) - 2 * CREDIT)):
        rest = words[match.end() :].rstrip(" .)")
        if len(rest) <= CREDIT and not any(mark in rest for mark in ".!?"):
            return len(words[: match.start()].rstrip(" |(/–—-"))
    return len(words)


def _is_credited(words: str) -> bool:
    """Whether words end as a caption does: with the maker of a picture in parentheses after a sentence."""
    opening = words.rfind("(")
    before = words[:opening].rstrip() if opening > 0 else ""
    inside = words[opening + 1 :].rstrip(").")
    is_last = words.endswith(")") and inside[:1].isupper() and len(inside) <= 2 * CREDIT
    return is_last and before[-1:] in (".", "!", "?", "”") and _MAKER.search(inside) is not None


def is_caption(paragraph: Paragraph, kinds: int, words: str) -> bool:
    """Whether a paragraph is the caption of a picture."""
    may_be = len(words) < _CAPTION and (")" in words[-3:] or paragraph.box.tag != "p")
    if may_be and (_is_credited(words) or is_caption_by_words(words)):
        return True
    return bool(kinds & Kind.CAPTION) or any(
        box.tag in ("figcaption", "caption") for box in itertools.islice(paragraph.box.around(), NEAR)
    )


def is_byline(paragraph: Paragraph, kinds: int, words: str) -> bool:
    """Whether a paragraph under the headline names the authors."""
    if len(words) > BYLINE or paragraph.box.is_junk or len(words.split()) < 2 or read_stamp(words):
        return False
    if read_byline(words):
        return True
    is_named = bool(kinds & Kind.BYLINE) or paragraph.is_signed or values.is_signature(words)
    return is_named and not SERVICE.match(words) and bool(values.names(words, is_structured=False))


def is_note(paragraph: Paragraph, words: str) -> bool:
    """Whether a paragraph is a correction or an editor's note."""
    if 2 * paragraph.linked > paragraph.length:
        return False
    return bool(NOTE.match(words)) or (bool(kinds_near(paragraph) & Kind.NOTE) and is_prose(paragraph))


def is_line(paragraph: Paragraph, words: str) -> bool:
    """Whether a paragraph is a line of the page: a link, a date, an invitation."""
    if paragraph.linked >= 0.8 * paragraph.length:
        return True
    if 2 * paragraph.dated > paragraph.length or not _LETTER.search(words) or SERVICE.match(words.strip(MARKS)):
        return True
    folded = words.casefold()
    if len(words) < _NOTICE and any(sign in folded for sign in pages.RIGHTS_SIGNS) and _RIGHTS.search(words):
        return True
    if len(words) > _LINE:
        return False
    if 5 * paragraph.linked > 2 * paragraph.length and re.search(r"\w [|•·/] \w", words):
        return True
    if _is_among_links(paragraph):
        return True
    if _WALL.match(words) or OFFER.match(words.strip(MARKS)):
        return True
    if any(sign in folded for sign in pages.INVITATION_SIGNS) and _INVITATION.search(words):
        return True
    if _LINK.match(words) and 3 * paragraph.linked > paragraph.length:
        return True
    return len(words) <= STAMP and read_stamp(words) is not None


def _is_among_links(paragraph: Paragraph) -> bool:
    """Whether a short paragraph is in a box of links, such as the heading of a list of them."""
    for box in itertools.islice(paragraph.box.around(), NEAR):
        if box.tag in ("article", "main", "body") or box.prose or box.kinds & Kind.BODY:
            return False
        if box.length > paragraph.length and 2 * box.linked > box.length:
            return True
    return False


def is_names(words: str) -> bool:
    """Whether words may be names of authors: few, and mostly in capitals."""
    found = words.split()
    return 0 < len(found) <= 16 and sum(word[0].isupper() for word in found) * 2 >= len(found)
