"""Turns of interviews and transcripts: paragraphs that a speaker's label opens, as "Q:" or "SMITH:"."""

from __future__ import annotations

import collections
import dataclasses
import re

from onrecord.identifiers import fold
from onrecord.ingest import Zone
from onrecord.language import ParsedArticle
from onrecord.spans import Span

_NAME = r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|of|de|la|van|von|bin|al)){0,4}"
_LABEL = re.compile(rf"(?:(?P<letter>[QA])[:.]|(?P<word>Question|Answer):|(?P<name>{_NAME}):)\s+(?=\S)")
# As many labelled paragraphs, one label twice among them, are no chance.
_FEWEST = 3
# Words with a colon that open paragraphs of other kinds.
_HEADINGS = frozenset(
    "note notes update updated correction corrections photo photos source sources read watch more related video "
    "location where when what who why how date time cost price tickets contact phone email website".split()
)
QUESTION, ANSWER = "q", "a"


@dataclasses.dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in one paragraph; `label` is None where it goes on from the paragraph before.

    `speaker` is the label's name, folded, or `QUESTION` or `ANSWER`.
    """

    label: Span | None
    content: Span
    speaker: str


def find_turns(parsed: ParsedArticle) -> list[Turn]:
    """The turns of an article, in order; none where it is no interview or transcript.

    A paragraph without a label between an answer and the next question goes on with the answer.
    """
    turns: list[Turn] = []
    for passage in parsed.passages:
        if passage.zone is not Zone.BODY:
            continue
        match = _LABEL.match(passage.text)
        if match and fold(match[0]).split(":")[0].split()[0] not in _HEADINGS:
            label = (match["letter"] or match["word"] or match["name"]).rstrip(".")
            speaker = fold(label)[0] if not match["name"] else fold(label)
            start = passage.offset + match.end()
            turns.append(Turn(Span(passage.offset, passage.offset + len(label)), Span(start, passage.span.end), speaker))
        elif turns and turns[-1].speaker == ANSWER:
            turns.append(Turn(None, passage.span, ANSWER))
    while turns and turns[-1].label is None:
        turns.pop()  # what follows the last answer may be anything
    labels = collections.Counter(turn.speaker for turn in turns if turn.label)
    return turns if labels.total() >= _FEWEST and max(labels.values()) > 1 else []

