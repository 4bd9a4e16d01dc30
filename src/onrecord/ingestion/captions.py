"""Captions of pictures, and the sources of pictures that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.text.spans import Span

_CAPTION = re.compile(
    r"(?:pictured|photo(?:graph)?|image|picture|caption|file photo|in this (?:file )?photo|credit|"
    r"(?:photo|image) credit)\b[^.]{0,30}?:|(?:file photo|pictured (?:above|here|left|right)|in this .{0,40}\bphoto\b)",
    re.IGNORECASE,
)
_PICTURE = r"(?:photo|image|picture)s?"
_PHOTO_CREDIT = re.compile(
    rf"\((?:(?:(?:{_PICTURE} )?(?:credit|source)s?|{_PICTURE})(?:\s*:| by\b)|(?:{_PICTURE} )?courtesy(?: of)?\b:?)"
    r"\s*(?:the )?((?-i:[A-Z@])[^()]{1,60}?)\s{0,3}\.?\)"
    rf"|(?<!file )\b{_PICTURE}(?: credit| by| courtesy of)?:\s*((?-i:[A-Z@])[^().:]{{1,60}}?)\s{{0,3}}\.?$"
    r"|\(((?-i:AP|AFP|Reuters|Getty|EPA)\b[^()]{0,40})\)\s{0,3}\.?$",
    re.IGNORECASE,
)


# A line with nothing but the source of a picture: "Photo: Nora Pell", "Getty Images", "[Nora Pell, Courier]".
_CREDIT_ALONE = re.compile(
    rf"[\[(]?(?:(?:{_PICTURE}|{_PICTURE} credit|{_PICTURE} by|credit)\s?[:|/]\s?[^.:]{{2,80}}"
    rf"|{_PICTURE} (?:by|source,) [^.:]{{2,80}}"
    r"|(?:getty images|shutterstock|ap photo|afp|reuters|file(?: photo| picture)?|supplied|nation media group)"
    r"(?:[/ ](?:via )?[\w .]{2,40})?)[\])]?\Z",
    re.IGNORECASE,
)


def is_picture_credit(words: str) -> bool:
    """Whether a line names the source of a picture, and nothing else."""
    return len(words) <= 120 and _CREDIT_ALONE.match(words) is not None


def is_caption(words: str) -> bool:
    """Whether a paragraph is a caption, by its first words or by the credit at its end."""
    if len(words) > 600:
        return False
    if _CAPTION.match(words.lstrip("([ ")):
        return True
    end = words[-90:]  # a credit has a colon, or is in parentheses
    return len(words) < 400 and (":" in end or "(" in end) and _PHOTO_CREDIT.search(end) is not None


def photo_credits(text: str, caption: Span) -> Iterator[Span]:
    """The sources of pictures that a caption of a text names."""
    for match in _PHOTO_CREDIT.finditer(caption.exact(text)):
        number = match.lastindex or 0
        named = Span(*match.span(number)).shift(caption.start)
        # "AP Photo/Jane Doe" names the agency, then the photographer.
        between = re.finditer(r"/|\s+Photos?(?=\s*(?:/|$))", named.exact(text))
        for part in named.without(Span(*match.span()).shift(named.start) for match in between):
            if piece := part.trim(text):
                yield piece
