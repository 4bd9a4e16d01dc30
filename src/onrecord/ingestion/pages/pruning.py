"""What is dropped from the paragraphs in the place of an article: repetitions, endings, headings of nothing."""

from __future__ import annotations

import dataclasses
import itertools
import re

from onrecord.ingestion.pages.forms import MARKS, NEAR, NOTE, STAMP
from onrecord.ingestion.pages.source import Source, Writer, is_plain
from onrecord.ingestion.pages.tree import BREAK, SPACE, Box, Paragraph, is_heading
from onrecord.ingestion.zones import Zone
from onrecord.lang.en import pages

# Words of a repetition, at least; and how many characters are compared to find all of a page.
_GRAM, _COMPARISONS = 4, 100_000_000
LABEL = 60  # characters of a label
_ENDING = re.compile(rf"(?:{pages.ENDINGS})", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclasses.dataclass(slots=True)
class Part:
    """A paragraph of the article.

    Attributes:
        text: its words.
        zone: what it is; None if only its words can show it.
        pieces: where its words come from: start and end in `text`, start and end in the source.
    """

    text: str
    zone: Zone | None
    pieces: list[list[int]]


@dataclasses.dataclass(slots=True)
class Candidate:
    """A paragraph in the place of the article.

    Attributes:
        number: its place among the paragraphs of the page.
        paragraph: what the tree says of it.
        part: its words.
        zone: what it is; None if it does not belong to the article.
    """

    number: int
    paragraph: Paragraph
    part: Part
    zone: Zone | None


def write(paragraph: Paragraph, source: Source) -> Part:
    """The words of a paragraph, as a part of the body."""
    if len(paragraph.runs) == 1:  # as most paragraphs have it
        (run,) = paragraph.runs
        start, end = source.starts[run], source.ends[run]
        words = source.text[start:end]
        if is_plain(words):
            return Part(words, Zone.BODY, [[0, len(words), start, end]])
    writer, has_space = Writer(source), False
    for run in paragraph.runs:
        if run in (BREAK, SPACE):
            has_space = True
            continue
        if has_space:
            writer.break_before(run)
            has_space = False
        writer.run(run)
    return Part(writer.written(), Zone.BODY, writer.pieces)


def cut(part: Part, end: int) -> None:
    """Cuts the text of a part off at a place."""
    part.text = part.text[:end].rstrip()
    length = len(part.text)
    pieces = [piece for piece in part.pieces if piece[0] < length]
    if pieces and pieces[-1][1] > length:
        start, _, first, _ = pieces[-1]
        pieces[-1] = [start, length, first, first + length - start]
    part.pieces = pieces


def drop_repetitions(candidates: list[Candidate]) -> None:
    """Drops paragraphs, such as pull quotes, whose words are in a longer paragraph of the body."""
    own = {c.number: f" {' '.join(_WORD.findall(c.part.text.casefold()))} " for c in candidates if c.zone is Zone.BODY}
    text = "\n".join(own.values())
    if len(own) * len(text) > _COMPARISONS:
        return
    dropped: list[Box] = []
    place = 0
    for candidate in candidates:
        words = own.get(candidate.number)
        if words is None:
            continue
        end = place + len(words)
        at = text.find(words) if words.count(" ") > _GRAM else place
        if at == place:  # not in a paragraph before; perhaps in a longer paragraph after it
            at = text.find(words, end) if words.count(" ") > _GRAM else -1
            at = (
                at
                if at >= 0 and not (text[at - 1] == "\n" and text[at + len(words) : at + len(words) + 1] in ("\n", ""))
                else -1
            )
        if at >= 0:
            candidate.zone = None
            near = itertools.islice(candidate.paragraph.box.around(), NEAR)
            dropped += [box for box in near if box.tag in ("blockquote", "figure", "aside")]
        place = end + 1
    gone = {box.number for box in dropped}
    for candidate in candidates:
        if gone and any(box.number in gone for box in itertools.islice(candidate.paragraph.box.around(), NEAR)):
            candidate.zone = None


def drop_ending(candidates: list[Candidate]) -> None:
    """Drops what follows the article under a heading: about a company, whom to ask."""
    total = sum(candidate.zone is not None for candidate in candidates)
    seen = 0
    for at, candidate in enumerate(candidates):
        seen += candidate.zone is not None
        words = candidate.part.text
        if 2 * seen >= total and len(words) < STAMP and _ENDING.match(words.strip(MARKS)):
            for later in candidates[at:]:
                later.zone = later.zone if NOTE.match(later.part.text) else None
            return


def drop_empty_headings(candidates: list[Candidate]) -> None:
    """Drops headings of what is left out: of a list of links, for example."""
    after: Candidate | None = None
    for at in range(len(candidates) - 1, -1, -1):
        candidate = candidates[at]
        if candidate.zone is None or candidate.zone is Zone.CAPTION:
            continue
        is_label = len(candidate.part.text) < LABEL and candidate.part.text.endswith(":")
        if is_label or (candidate.zone is Zone.HEADLINE and is_heading(candidate.paragraph)):
            follows = candidates[at + 1] if at + 1 < len(candidates) else None
            is_cut = follows is None or follows.zone is None
            inside = candidate.paragraph.box.parent
            holds = after is not None and inside is not None and any(b is inside for b in after.paragraph.box.around())
            if (after is None or (is_cut and not holds)) and candidate.paragraph.box.level != 1:
                candidate.zone = None
                continue
        after = candidate
