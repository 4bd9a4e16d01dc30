"""Excerpts: the sentence around words of a text, for people who decide what the words mean."""

from __future__ import annotations

import re

from onrecord.text.spans import Span

# Between two sentences; not after initials and the short forms of titles, as in "Dr. J. Rask".
_BETWEEN = re.compile(
    r"\n|(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Lt))(?<!\b(?:Mrs|Gov|Sen|Rep|Gen|Col|Sgt|Rev))(?<!\b(?:Capt|Prof|Supt))[.!?][\"”’')]{0,3}(?P<space>\s{1,3})"
    r"(?=[\"“‘'(]{0,3}[^\W\d_a-z])"
)
_CUT = "…"


def sentence_around(text: str, span: Span, longest: int = 300) -> str:
    r"""The sentence with the words of a span on a line, without what is farther than `longest` characters from them.

    Examples:
        >>> sentence_around("Rain\n\nIt rained. Dr. Rask saw it. He left.", Span(21, 25))
        'Dr. Rask saw it.'
    """
    first, last = max(0, span.start - longest), min(len(text), span.end + longest)
    start, end = first, last
    for between in _BETWEEN.finditer(text, first, last):
        if between.end() <= span.start:
            start = between.end()
        elif between.start() >= span.end - 1:
            end = between.start("space") if between["space"] else between.start()
            break
    before = _CUT if start == first > 0 else ""
    after = _CUT if end == last < len(text) else ""
    return f"{before}{' '.join(text[start:end].split())}{after}"
