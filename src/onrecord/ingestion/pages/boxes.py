"""The boxes of a page, among them that of an article's body."""

from __future__ import annotations

import collections

from onrecord.ingestion.pages.classes import Kind
from onrecord.ingestion.pages.tree import Box

# The share of its box's prose that a body by density has, and that of the named bodies that the only one has.
_OF_DENSE, _OF_BODIES = 0.9, 0.8
TEASER = 900  # characters of a teaser
FORM = 500  # characters of a form to sign up, or of an advertisement


def is_offer(box: Box) -> bool:
    """Whether a box is small enough for a form or an advertisement."""
    return box.length <= FORM and not is_whole(box)


def is_body(box: Box) -> bool:
    """Whether a box holds a body by its tag, or by its name and its prose."""
    return box.tag in ("main", "body", "html") or bool(box.kinds & Kind.BODY and box.prose > TEASER // 2)


def is_whole(box: Box) -> bool:
    """Whether a box is of a whole article or of its body."""
    return box.tag in ("article", "main", "body", "html") or bool(box.kinds & (Kind.BODY | Kind.ARTICLE))


def together(named: list[Box]) -> Box | None:
    """The largest of boxes, or if none of them has nearly all of their prose, the box around them."""
    inner: dict[int, Box] = {}
    outermost = []
    for box in named:  # in the order of the page, so that outer boxes come first
        if not any(outer.number in inner for outer in box.around()):
            outermost.append(box)
        inner[box.number] = box
    total = sum(box.prose for box in outermost)
    best = max(outermost, key=lambda box: box.prose)
    if best.prose < _OF_BODIES * total:
        counts = collections.Counter(
            outer.number for box in outermost if 20 * box.prose >= total for outer in box.around()
        )
        most = max(counts.values())
        around = [outer for outer in best.around() if counts[outer.number] == most]
        return around[0] if around else best
    # A box inside with the same name may be the body, with the same prose and less around it.
    for box in named:
        if box.prose >= 0.97 * best.prose and best.number < box.number and best in box.around():
            best = box
    return best


def dense(boxes: list[Box], start: Box) -> Box:
    """The innermost box below another that has nearly all of its prose."""
    best = start
    for box in boxes:
        if box.parent is best and box.prose >= _OF_DENSE * start.prose and box.tag not in ("p", "li", "ul"):
            best = box
    return best
