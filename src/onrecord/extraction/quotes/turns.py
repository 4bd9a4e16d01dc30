"""Turns of interviews and transcripts: paragraphs that begin with a speaker's label, such as "Q:" or "SMITH:"."""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from onrecord.extraction.quotes.labels import Label, read_label
from onrecord.ingestion import Zone
from onrecord.ingestion.stamps import read_stamp
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.package.ids import fold
from onrecord.text.quotation import find_quoted_runs
from onrecord.text.spans import Places, Span, span_or_none

Speaker = Literal["question", "answer", "name", "role", "unknown"]


@dataclasses.dataclass(frozen=True, slots=True)
class Turn:
    """A speaker's words, perhaps over several paragraphs, without notes such as "(Laughter.)".

    Attributes:
        speaker: what the label stands for.
        label: the label; None for turns without one.
        name: the name or the role in the label; for initials, the name that they stand for, where it is first.
        contents: the words.
    """

    speaker: Speaker
    label: Span | None
    name: Span | None
    contents: tuple[Span, ...]


_LETTER = re.compile(r"[^\W_]")
_MARK = re.compile(r"[“\"‘«„]")
_CLOSING = re.compile(r"[”\"’»]\s*\Z")
_EMPHASIS = re.compile(r"[*_]{1,3}\s*\Z")
# "(Applause.)" between turns belongs to nobody.
_ASIDE = re.compile(r"[“\"‘«„]?[(\[][^)\]]*[)\]][.”\"]*\Z")
# A note between the sentences of a turn: "(laughs)", "[CROSSTALK]", "(voice-over):".
_NOTE = re.compile(r"(?:(?<=[.?!…”\"])|(?<=[.?!…”\"]\s)|\A)\s?[(\[](?!I\b)[^()\[\]]{1,60}[)\]][:.]?(?=\s|\Z)")
_DASHED = re.compile(r"[-–—]{1,2}\s+(?=\S)")
_MARKED = re.compile(r"[“”\"«»„]")
# The words of a post, its author and the account: "Stay home. — Tarn Police (@TarnPolice) May 8, 2031".
_POSTED = re.compile(
    r"\s[—–]\s?(?P<label>(?P<name>[^\W\d_a-z][^—–()\n]{1,60}) \(@\w{1,30}\)),?(?P<day>[^—–@()]{0,60})\Z"
)
# The most characters of that.
_LONGEST_POSTED = 180
# The most paragraphs of answers for each question, and the most words of a question on its own.
_ANSWER = 5
_QUESTION_WORDS = 80
# The most letters of "de", "van" and the like inside a name, and what a name never has inside.
_PARTICLE = 3
_STOP = re.compile(r"[,;:()“”\n]")
_LONGEST_NAME = 80  # characters
# Words in the first person.
_OWN = re.compile(r"\b(?:I|[Mm]y|me|I[’'](?:m|ve|d|ll))\b")
# Words of people who speak to each other.
_SPOKEN = re.compile(r"\b(?:I|we|you|my|our|your|me|us|let[’']s)\b|\?", re.IGNORECASE)
# With as many labelled paragraphs, and a label used twice, the labels are not a coincidence.
_FEWEST = 3
# The most further paragraphs for each labelled one; more are an article with an exchange in it.
_FURTHER = 2
# The share of the turns that must sound spoken if no label is used twice.
_SPOKEN_SHARE = 1 / 3


@dataclasses.dataclass(slots=True)
class _Draft:
    """A turn while its paragraphs are collected."""

    label: Label
    offset: int
    contents: list[Span]
    further: list[Span] = dataclasses.field(default_factory=list)  # in paragraphs that may continue it


def find_turns(parsed: ParsedArticle) -> list[Turn]:
    """The turns of an article, in order; empty if it is not an interview or transcript.

    A paragraph without a label between two turns continues the turn before, unless it is narration: a turn in quotation
    marks continues only with a mark, and a paragraph that begins with a speaker's name is about that speaker. Text
    after the last turn is ignored, unless it is in quotation marks. Posts of a social network are turns, too.
    """
    turns = next((turns for form in (_labelled, _dashed, _unlabelled) if (turns := form(parsed))), [])
    return sorted([*turns, *_posts(parsed, turns)], key=lambda turn: turn.contents[0])


def _labelled(parsed: ParsedArticle) -> list[Turn]:
    """The turns of a transcript or an interview with labels."""
    drafts = list(_drafts(parsed))
    if not _is_transcript(parsed.text, drafts):
        return []
    answers = any(draft.label.kind == "answer" for draft in drafts)
    if answers or sum(len(draft.further) for draft in drafts) <= _FURTHER * len(drafts):
        for draft in drafts:
            draft.contents += draft.further
    are_initials = all(_is_short(parsed.text, draft) for draft in drafts if draft.label.kind in {"name", "role"})
    full = _full_names(parsed.text[: drafts[0].offset]) if are_initials else {}
    turns = []
    for draft in drafts:
        words, name = draft.label.words.shift(draft.offset), _shifted(draft.label.name, draft.offset)
        speaker: Speaker = "unknown" if draft.label.kind == "insert" else draft.label.kind
        if are_initials and speaker == "name" and name is not None:
            name = full.get(name.exact(parsed.text).replace(".", ""))
            speaker = "name" if name else "unknown"
        if draft.contents:
            turns.append(Turn(speaker, words, name, tuple(draft.contents)))
    return turns


def _drafts(parsed: ParsedArticle) -> Iterator[_Draft]:
    """Yields the labelled paragraphs with those that continue them."""
    current: _Draft | None = None
    waiting: list[Span] = []  # paragraphs that continue a turn if another turn follows
    labels = list(_labels(parsed))
    names = {_key(passage.text, label) for passage, label in labels if label is not None and label.kind == "name"}
    for passage, label in labels:
        if _ASIDE.match(passage.text):
            continue
        if label is not None and label.kind != "insert":
            if current is not None:
                current.further = waiting
                yield current
            waiting = []
            contents = list(_contents(parsed.text, passage, label))
            current = _Draft(label, passage.offset, contents)
        elif label is None and current is not None:
            quoted = current.label.marked or (
                current.contents and _MARK.match(parsed.text, current.contents[0].start - 1)
            )
            if not current.contents:
                current.contents += _contents(parsed.text, passage, dataclasses.replace(current.label, start=0))
            elif quoted and _MARK.match(passage.text):
                current.contents += _words(parsed.text, passage.offset + 1, passage.span.end, is_marked=True)
            elif not quoted and not _tells_of(passage.text, names):
                waiting += _words(parsed.text, passage.offset, passage.span.end)
    if current is not None:
        yield current


def _labels(parsed: ParsedArticle) -> Iterator[tuple[Passage, Label | None]]:
    """Yields the paragraphs of the body with their labels; a single word among full labels counts if it recurs."""
    found = [(passage, read_label(passage.text)) for passage in parsed.passages if passage.zone is Zone.BODY]
    labels = [(_key(passage.text, label), label) for passage, label in found if label and label.kind != "insert"]
    times = collections.Counter(key for key, _ in labels)
    certain = sum(label.certain for _, label in labels)
    for passage, label in found:
        is_odd = label is not None and label.kind != "insert" and not label.certain and 2 * certain > len(labels)
        yield passage, None if is_odd and label and times[_key(passage.text, label)] < 2 else label


def _contents(text: str, passage: Passage, label: Label) -> Iterator[Span]:
    """The words after a label: without the quotation marks, if all are in quotation marks."""
    place = span_or_none(passage.offset + label.start, passage.span.end)
    if place is None:
        return
    runs = [] if label.marked or not _MARK.match(text, place.start) else find_quoted_runs(text, [place])
    if runs and runs[0].outer.start == place.start:
        yield from (run.inner for run in runs)
    elif not label.marked and _MARK.match(text, place.start):
        yield from _words(text, place.start + 1, place.end, is_marked=True)
    else:
        yield from _words(text, place.start, place.end, is_marked=label.marked)


def _words(text: str, start: int, end: int, *, is_marked: bool = False) -> Iterator[Span]:
    """The words from `start` to `end` without a closing quotation mark and without notes."""
    if (emphasis := _EMPHASIS.search(text[start:end])) is not None:
        end -= len(emphasis[0])
    if is_marked and (closing := _CLOSING.search(text[start:end])) is not None:
        end -= len(closing[0])
    whole = span_or_none(start, end)
    if whole is None:
        return
    notes = [Span(*note.span()).shift(start) for note in _NOTE.finditer(text[start:end])]
    for part in whole.without(notes):
        if _LETTER.search(text, part.start, part.end) and (trimmed := part.trim(text)) is not None:
            yield trimmed


def _key(text: str, label: Label) -> str:
    """The last word of the name, by which labels of one speaker are the same."""
    if label.kind in {"question", "answer"}:
        return label.kind
    name = fold((label.name or label.words).exact(text))
    return name.split()[-1] if label.kind == "name" else name


def _tells_of(words: str, names: set[str]) -> bool:
    """Whether a paragraph begins with the name of a speaker, as narration does."""
    start = re.match(r"[\w.’' -]{1,60}", words)
    first = [fold(word) for word in start[0].split()[:3]] if start else []
    return not names.isdisjoint(first)


def _is_transcript(text: str, drafts: Sequence[_Draft]) -> bool:
    """Whether labelled paragraphs are turns: labels recur, or have a form of labels, and their words sound spoken."""
    names = [fold(_named(draft).exact(text)) for draft in drafts]
    kinds = {draft.label.kind for draft in drafts}
    if {"question", "answer"} <= kinds or (len(drafts) >= _FEWEST and len(set(names)) < len(names)):
        return True
    if len(drafts) < 2 or not all(draft.label.certain and draft.contents for draft in drafts):
        return False
    quoted = [bool(_MARK.match(text, draft.contents[0].start - 1)) for draft in drafts]
    if len(drafts) < _FEWEST and not (all(quoted) or all(_named(draft).exact(text).isupper() for draft in drafts)):
        return False
    spoken = [any(_SPOKEN.search(content.exact(text)) for content in draft.contents) for draft in drafts]
    # "Ida Brandt" is called "Brandt" afterwards.
    again = not {name.split()[-1] for name in names if " " in name}.isdisjoint(names)
    return sum(map(max, quoted, spoken)) >= max(1, 0 if again else _SPOKEN_SHARE * len(drafts))


def _named(draft: _Draft) -> Span:
    return (draft.label.name or draft.label.words).shift(draft.offset)


def _is_short(text: str, draft: _Draft) -> bool:
    name = draft.label.name.shift(draft.offset).exact(text) if draft.label.name else ""
    return bool(re.fullmatch(r"[A-Z]{2,3}|(?:[A-Z]\.){2,3}", name))


def _full_names(text: str) -> dict[str, Span]:
    """The names of two or three words in a text by their initials, each where it is first, if no other has these."""
    words = [word for word in re.finditer(r"[\w’'-]+", text) if len(word[0]) > _PARTICLE or not word[0].islower()]
    found: dict[str, list[Span]] = collections.defaultdict(list)
    for number, first in enumerate(words):
        for last in words[number + 1 : number + 3]:
            if _STOP.search(text, first.start(), last.end()) or last.end() - first.start() > _LONGEST_NAME:
                break
            parts = words[number : words.index(last, number) + 1]
            found["".join(word[0][0] for word in parts)].append(Span(first.start(), last.end()))
    return {
        initials: names[0] for initials, names in found.items() if len({fold(name.exact(text)) for name in names}) == 1
    }


def _shifted(span: Span | None, offset: int) -> Span | None:
    return span.shift(offset) if span is not None else None


def _dashed(parsed: ParsedArticle) -> list[Turn]:
    """The answers of an interview in which each turn begins with a dash, and each second turn is a question."""
    turns = [
        (passage, match.end())
        for passage in parsed.passages
        if passage.zone is Zone.BODY and (match := _DASHED.match(passage.text))
    ]
    asks = [passage.text.rstrip().endswith("?") for passage, _ in turns]
    if len(turns) < _FEWEST + 1 or asks != [number % 2 == 0 for number in range(len(turns))]:
        return []
    return [
        Turn("answer", None, None, contents)
        for passage, start in turns[1::2]
        if (contents := tuple(_words(parsed.text, passage.offset + start, passage.span.end)))
    ]


def _unlabelled(parsed: ParsedArticle) -> list[Turn]:
    """The answers of an interview without labels: after each question, somebody speaks in the first person."""
    together: list[list[Passage]] = []
    for passage in parsed.passages:
        is_question = passage.text.rstrip("*_ ").endswith("?") and not _MARKED.search(passage.text)
        if is_question and len(passage.text.split()) <= _QUESTION_WORDS:
            together.append([])
        elif together and passage.zone is Zone.BODY:
            together[-1].append(passage)
    answers = [[*passages] for passages in together if passages]
    if len(answers) <= _FEWEST or len(answers) < len(together) or sum(map(len, answers)) > _ANSWER * len(answers):
        return []
    answers[-1] = answers[-1][:1]  # text after the last answer may be anything
    own = sum(bool(_OWN.search(first.text)) for first, *_ in answers)
    if 2 * own <= len(answers) or any(_MARKED.match(passage.text) for passages in answers for passage in passages):
        return []
    return [
        Turn("answer", None, None, contents)
        for passages in answers
        if (contents := tuple(span for p in passages for span in _words(parsed.text, p.offset, p.span.end)))
    ]


def _posts(parsed: ParsedArticle, turns: Sequence[Turn]) -> Iterator[Turn]:
    """Yields the posts of a social network that are quoted with author, account and day."""
    taken = Places((content, content) for turn in turns for content in turn.contents)
    for passage in parsed.passages:
        first = max(0, len(passage.text) - _LONGEST_POSTED)
        match = _POSTED.search(passage.text[first:]) if passage.zone is Zone.BODY else None
        if match is None or not (read_stamp(match["day"].strip()) or not match["day"]):
            continue
        words = span_or_none(passage.offset, passage.offset + first + match.start())
        said = words.trim(parsed.text, '“”" ') if words else None
        if said is not None and next(taken.over(passage.span), None) is None:
            label, name = (Span(*match.span(group)).shift(passage.offset + first) for group in ("label", "name"))
            yield Turn("name", label, name, (said,))
