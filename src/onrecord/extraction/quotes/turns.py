"""Turns of interviews and transcripts: paragraphs that begin with a speaker's label, such as "Q:" or "SMITH:"."""

from __future__ import annotations

import collections
import dataclasses
import re

from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp import ParsedArticle
from onrecord.package.ids import fold
from onrecord.text.spans import Span, span_or_none

_NAME = r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|of|de|la|van|von|bin|al)){0,4}"
_OPENING = '[“"‘«„]'
_LABEL = re.compile(
    rf"(?P<mark>{_OPENING}?)(?:(?P<letter>[QA])[:.]|(?P<word>Question|Answer):|(?P<name>{_NAME}):)\s+(?=\S)"
)
_MARK = re.compile(_OPENING)
_CLOSING = re.compile(r"[”\"’»]\s*\Z")
# "(Applause.)" between turns belongs to nobody.
_ASIDE = re.compile(rf"{_OPENING}?[(\[][^)\]]*[)\]][.”\"]*\Z")
# With as many labelled paragraphs, and a label used twice, the labels are not a coincidence.
_FEWEST = 3
# Words with a colon that begin other kinds of paragraphs.
_HEADINGS = lexicon.words("""
    note notes update updated correction corrections photo photos source sources read watch more related video location
    where when what who why how date time cost price tickets contact phone email website
""")
QUESTION, ANSWER = "q", "a"


@dataclasses.dataclass(frozen=True, slots=True)
class Turn:
    """A speaker's words in a paragraph; a continued turn has no label.

    `speaker` is the label's name, folded, or `QUESTION` or `ANSWER`.
    """

    label: Span | None
    content: Span
    speaker: str


def find_turns(parsed: ParsedArticle) -> list[Turn]:
    """The turns of an article, in order; empty if it is not an interview or transcript.

    A paragraph without a label continues the previous turn if that is an answer, or if the transcript is in quotation
    marks and the paragraph begins with one; text after the last answer is ignored.
    """
    turns: list[Turn] = []
    quoted = False
    for passage in parsed.passages:
        if passage.zone is not Zone.BODY or _ASIDE.match(passage.text):
            continue
        match = _LABEL.match(passage.text)
        start = passage.offset
        if match and fold(match[0].lstrip('“"‘«„')).split(":")[0].split()[0] not in _HEADINGS:
            name = match["letter"] or match["word"] or match["name"]
            label = Span(0, len(name.rstrip("."))).shift(start + len(match["mark"]))
            speaker = fold(label.exact(parsed.text))
            quoted = bool(match["mark"])
            content = _words(parsed.text, start + match.end(), passage.span.end, quoted)
            if content:
                turns.append(Turn(label, content, speaker if match["name"] else speaker[0]))
        elif turns and quoted and _MARK.match(passage.text):
            content = _words(parsed.text, start + 1, passage.span.end, quoted)
            if content:
                turns.append(Turn(None, content, turns[-1].speaker))
        elif turns and turns[-1].speaker == ANSWER:
            turns.append(Turn(None, passage.span, ANSWER))
    if not quoted:
        while turns and turns[-1].label is None:
            turns.pop()  # text after the last answer may be anything
    labels = collections.Counter(turn.speaker for turn in turns if turn.label)
    return turns if labels.total() >= _FEWEST and max(labels.values()) > 1 else []


def _words(text: str, start: int, end: int, quoted: bool) -> Span | None:
    """The words from `start` to `end` without a closing quotation mark; None if there are no words."""
    closing = _CLOSING.search(text[start:end]) if quoted else None
    return span_or_none(start, end - len(closing[0]) if closing else end)
