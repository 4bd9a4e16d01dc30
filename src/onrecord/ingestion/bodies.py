"""Bodies: the words of an article without headline, byline, dateline, credit and captions, to compare articles by."""

from __future__ import annotations

import re
import unicodedata

from onrecord.ingestion.zones import Layout, Zone
from onrecord.text.legible import legible

# Signs of money and percentages count as words: they change what a number means.
_WORD = re.compile(r"[^\W_]+|[$€£¥%]")
_SOFT_HYPHEN = "\u00ad"


def body_words(text: str, layout: Layout) -> list[str]:
    """The words of an article's body, folded: without case, punctuation, spaces and ways to write one character.

    Two bodies with the same words are the same text: outlets differ in quotation marks, dashes and line breaks.

    Examples:
        >>> text = "DURHAM (AP) — “It’s  5%,” he said."
        >>> body_words(text, lay_out(text))
        ['it', 's', '5', '%', 'he', 'said']
    """
    readable = legible(text)
    body = (paragraph.span.exact(readable) for paragraph in layout.paragraphs if paragraph.zone is Zone.BODY)
    folded = unicodedata.normalize("NFKC", "\n".join(body).replace(_SOFT_HYPHEN, "")).casefold()
    return _WORD.findall(folded)
