"""Quotes: who said what, and in which words the article says so.

A frame is a cue with its source: "said Lopez in a news report", "a spokesman said that", "according to the mayor". Text
in quotation marks goes to the frame before or after it; clauses without marks to the verb that governs them.

Limits: one layer only (what a quoted speaker reports of another is left inside the quote), no frames in headlines, no
cue but a reporting verb or "according to".
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence, Set
from typing import TYPE_CHECKING

from onrecord.extract import lexicon
from onrecord.extract.entities import Entities
from onrecord.extract.frames import (
    ENDS,
    Frame,
    according_to,
    cue_of,
    frame_after,
    frame_before,
    frame_of_last_verb,
    is_negated,
    is_utterance,
    source_of,
)
from onrecord.extract.phrases import SUBJECTS, noun_phrase
from onrecord.extract.reported import reported_stretches, reported_words
from onrecord.extract.speakers import ANONYMITY, speaker_of, via_of
from onrecord.extract.values import Quote
from onrecord.ingest import Zone
from onrecord.language import ParsedArticle, Passage
from onrecord.quotation import QuotedRun
from onrecord.spans import Span, hull, span_or_none

if TYPE_CHECKING:
    from spacy.tokens import Token

_MARKS = frozenset("“”\"‘’'«»")


def split_names(parsed: ParsedArticle, runs: Sequence[QuotedRun]) -> tuple[list[Span], list[QuotedRun]]:
    """Names and titles among the runs in quotation marks, without final commas, and the runs that are none.

    A name is introduced as one ("dubbed", "titled", "known as"), or has a capital on each word of weight and is not
    followed by a reporting clause.
    """
    names: list[Span] = []
    others: list[QuotedRun] = []
    for run in runs:
        name = run.inner.trim(parsed.text, lambda c: c.isspace() or c in ",")
        if name and run.closed and _is_name(parsed, run, name):
            names.append(name)
        else:
            others.append(run)
    return names, others


def _is_name(parsed: ParsedArticle, run: QuotedRun, name: Span) -> bool:
    words = re.findall(r"[^\W_][\w’'-]*", name.exact(parsed.text))
    weighty = [word for word in words if len(word) > 3 or word[0].isupper()]
    if (
        not words
        or len(words) > 12
        or not words[0][0].isupper()
        or not all(w[0].isupper() or w[0].isdigit() for w in weighty)
    ):
        return False
    passage = _passage_of(parsed, run)
    if passage.zone is Zone.HEADLINE:
        return False
    before = [token for token in passage.doc if passage.offset + token.idx < run.outer.start][-4:]
    if any(token.lemma_.lower() in lexicon.NAMING and token.pos_ == "VERB" for token in before) or any(
        token.lower_ in {"so", "as"} and token.i + 1 < len(passage.doc) and token.nbor(1).lower_ in {"called", "-"}
        for token in before
    ):
        return True
    if re.search(r"[.?!,]$", run.inner.exact(parsed.text)) and frame_after(parsed.text, passage, run, ()) is not None:
        return False
    if re.search(r"[.?!]$", name.exact(parsed.text)) and run.outer.end >= passage.span.end:
        return False
    return not (before and before[-1].text in {",", ":"} and any(t.lemma_ in lexicon.SPEECH for t in before))


def extract_quotes(parsed: ParsedArticle, runs: Sequence[QuotedRun], entities: Entities) -> list[Quote]:
    """All quotes of an article, in text order.

    Args:
        parsed: the article.
        runs: its text in quotation marks, names left out.
        entities: its entities; sources that are only described are added to them.
    """
    return _Reader(parsed, runs, entities).quotes()


class _Reader:
    """Holds the frames of one article while runs and clauses are given to them."""

    def __init__(self, parsed: ParsedArticle, runs: Sequence[QuotedRun], entities: Entities) -> None:
        self._parsed, self._text, self._entities = parsed, parsed.text, entities
        self._runs = [
            run
            for run in runs
            if _passage_of(parsed, run).zone is not Zone.HEADLINE and _utterance(parsed.text, run) is not None
        ]
        self._frames: dict[int, Frame] = {}
        self._loose: list[QuotedRun] = []
        self._carried: list[tuple[QuotedRun, Frame]] = []
        self._fragments: list[QuotedRun] = []

    def quotes(self) -> list[Quote]:
        self._clauses()
        self._quoted()
        for frame in self._frames.values():
            if frame.runs:
                inner = [span for run in frame.runs if (span := _utterance(self._text, run))]
                told = frame.contents if frame.mixed else []
                frame.contents = sorted([*told, *(span for span in inner if not any(c.covers(span) for c in told))])
        made = [quote for frame in self._frames.values() if frame.contents for quote in self._from_frame(frame)]
        made += [self._from_carried(run, frame) for run, frame in self._carried]
        made += [self._without_frame(run, "direct", "quotes:unattributed@1") for run in self._loose]
        made += [self._without_frame(run, "fragment", "quotes:fragment@1") for run in self._fragments]
        return sorted(_without_overlaps(made), key=lambda quote: quote.span)

    # -- clauses ------------------------------------------------------------------------------------------------

    def _clauses(self) -> None:
        """Frames whose content is a clause, read off the parse."""
        for passage in self._parsed.passages:
            if passage.zone not in {Zone.BODY, Zone.CAPTION}:
                continue
            covered: list[Span] = []
            quoted = {t.i for run in self._runs if passage.span.covers(run.outer) for t in passage.tokens(run.outer)}
            for token in passage.doc:
                place = passage.span_of(token, token)
                if token.i in quoted or any(span.covers(place) for span in covered):
                    continue
                frame = according_to(passage, token) or self._clause(passage, token, quoted)
                if frame:
                    self._frames[frame.place] = frame
                    covered += frame.contents

    def _clause(self, passage: Passage, verb: Token, quoted: Set[int]) -> Frame | None:
        lemma = verb.lemma_.lower()
        if verb.pos_ != "VERB" or lemma not in lexicon.SPEECH | lexicon.THOUGHT or is_negated(verb):
            return None
        if ANONYMITY.match(" ".join(token.text for token in verb.doc[verb.i : verb.right_edge.i + 1])):
            return None
        if verb.tag_ == "VBN" and not any(child.dep_ in {"aux", "auxpass"} for child in verb.children):
            return None  # "asked whether he would run": somebody else asks
        source = source_of(passage, verb)
        if source is None and verb.tag_ in {"VB", "VBG", "VBN"}:
            return None
        tokens = reported_words(passage, verb)
        if source is None and any(token.i in quoted for token in tokens):
            return None
        contents = [self._whole_runs(passage, span) for span in reported_stretches(passage, tokens, verb)]
        contents = [span for span in contents if source is None or not span.overlaps(source.span)]
        if not contents:
            return None
        kind = "thought" if lemma in lexicon.THOUGHT else "speech"
        cue = cue_of(passage, verb)
        end = max([cue.end, *([source.span.end] if source else [])])
        return Frame(passage, verb, cue, source, end, kind, "quotes:clause@1", contents=contents)

    def _whole_runs(self, passage: Passage, span: Span) -> Span:
        """A content does not begin or end inside quotation marks: the run belongs to it as a whole."""
        for run in self._runs:
            if span.overlaps(run.outer) and not span.covers(run.outer) and passage.span.covers(run.outer):
                span = hull([span, run.outer])
        return span

    # -- text in quotation marks --------------------------------------------------------------------------------

    def _quoted(self) -> None:
        """Gives each run to a frame, or to the runs that have none."""
        previous: tuple[QuotedRun, Frame] | None = None
        waiting: list[QuotedRun] = []  # paragraphs of an utterance whose frame comes later
        for index, run in enumerate(self._runs):
            if not run.continues:
                self._loose += waiting
                waiting = []
            passage = _passage_of(self._parsed, run)
            frame = self._frame_for(passage, run, index, previous)
            if frame is not None:
                if not any(content.covers(run.outer) for content in frame.contents):
                    frame.runs += [*waiting, run]
                previous, waiting = (run, frame), []
            elif not run.closed:
                waiting.append(run)
            elif waiting:
                self._loose += [*waiting, run]
                waiting = []
            elif not is_utterance(self._text, passage, run):
                self._fragments.append(run)
            elif (earlier := self._speaking_before(passage, run)) is not None:
                self._carried.append((run, earlier))
                previous = (run, earlier)
            else:
                self._loose.append(run)
                previous = None
        self._loose += waiting

    def _frame_for(
        self, passage: Passage, run: QuotedRun, index: int, previous: tuple[QuotedRun, Frame] | None
    ) -> Frame | None:
        """The frame that a run belongs to: around it, or around the run before where that goes on."""
        inside = next((f for f in self._frames.values() if any(c.covers(run.outer) for c in f.contents)), None)
        after = self._frame_after(passage, run, index) if is_utterance(self._text, passage, run) else None
        if after is not None:
            # The parse may give the words between the marks and the source to the utterance: the marks know better.
            if inside is not None:
                inside.contents = []
            known = self._frames.setdefault(after.place, after)
            known.contents, known.source = [], after.source or known.source
            return known
        if inside is not None:
            if _fills(self._text, inside, self._runs):
                inside.contents = []
            else:
                inside.mixed = True
            return inside
        frame = self._frame(passage, run, index)
        if frame is None and previous is not None and (run.continues or self._follows(previous, run)):
            frame = previous[1]
        if frame is None:
            return None
        frame = self._frames.setdefault(frame.place, frame)
        if not frame.mixed and not frame.runs:
            frame.contents = []
        return frame

    def _frame_after(self, passage: Passage, run: QuotedRun, index: int) -> Frame | None:
        return frame_after(self._text, passage, run, [other.outer for other in self._runs[index + 1 :]])

    def _frame(self, passage: Passage, run: QuotedRun, index: int) -> Frame | None:
        after = self._frame_after(passage, run, index)
        if after is not None:
            after = self._frames.get(after.place, after)
            if after.source is None:
                self._split_predicate(passage, run, after)
            return after
        before = frame_before(self._text, passage, run, [other.outer for other in self._runs[:index]])
        if before is not None:
            return self._frames.get(before.place, before)
        if run.outer.start == passage.span.start:
            return self._announced(passage)
        return None

    def _split_predicate(self, passage: Passage, run: QuotedRun, frame: Frame) -> None:
        """In "the council “opposes the plan,” said in a statement" subject and source stand before the marks."""
        for token in passage.tokens(run.inner):
            for child in token.children:
                if child.dep_ in SUBJECTS and passage.span_of(child, child).end <= run.outer.start:
                    frame.source = noun_phrase(passage, child, Span(passage.offset, run.outer.start))
                    frame.mixed = True
                    return

    def _announced(self, passage: Passage) -> Frame | None:
        """The frame at the end of the paragraph before, where that ends with a colon."""
        index = self._parsed.passages.index(passage)
        if index == 0:
            return None
        before = self._parsed.passages[index - 1]
        if not before.text.rstrip().endswith(":"):
            return None
        return frame_of_last_verb(before, [token for token in before.doc if not token.is_space][:-1], far=True)

    def _follows(self, previous: tuple[QuotedRun, Frame], run: QuotedRun) -> bool:
        """Whether a run goes on where the frame of the run before ends: "A," said X. "B."."""
        earlier, frame = previous
        if not (frame.passage.span.covers(run.outer) and frame.passage.span.covers(earlier.outer)):
            return False
        if frame.mixed and not frame.runs:
            return False
        stretch = span_or_none(max(frame.end, earlier.outer.end), run.outer.start)
        between = [token for token in frame.passage.tokens(stretch) if token.text not in _MARKS] if stretch else []
        ended = [token.text in ENDS for token in between]
        return frame.end > earlier.outer.end and not any(ended[:-1]) and (not between or ended[-1])

    def _speaking_before(self, passage: Passage, run: QuotedRun) -> Frame | None:
        """The frame whose speaker goes on in a run without a frame of its own: the last one before it.

        It stands in the same paragraph, or in the one before where this one is nothing but the run.
        """
        passages = self._parsed.passages
        number = passages.index(passage)
        alone = len(run.outer) >= 0.9 * len(passage.span)
        first = passages[number - 1] if alone and number else passage
        frames = [frame for frame in self._frames.values() if first.offset <= frame.place < run.outer.start]
        carried = [frame for other, frame in self._carried if first.offset <= other.outer.start < run.outer.start]
        speaking = [frame for frame in frames if frame.kind == "speech" and frame.source is not None]
        return max([*speaking, *carried], key=lambda frame: frame.place, default=None)

    # -- values -------------------------------------------------------------------------------------------------

    def _from_frame(self, frame: Frame) -> Iterator[Quote]:
        contents = tuple(frame.contents)
        speaker, status = speaker_of(frame, self._entities)
        yield Quote(
            quote_type=self._type(frame),
            kind=frame.kind,
            contents=contents,
            source=frame.source.span if frame.source else None,
            cue=frame.cue,
            speaker=speaker,
            speaker_status=status,
            via=via_of(frame, self._entities),
            method=frame.method if not frame.runs else "quotes:marks@1",
        )

    def _from_carried(self, run: QuotedRun, frame: Frame) -> Quote:
        speaker, status = speaker_of(frame, self._entities)
        quote = self._without_frame(run, "direct", "quotes:carry-over@1")
        source = frame.source.span if frame.source else None
        return dataclasses.replace(quote, source=source, speaker=speaker, speaker_status=status)

    def _without_frame(self, run: QuotedRun, quote_type: str, method: str) -> Quote:
        content = _utterance(self._text, run) or run.inner
        return Quote(quote_type, "speech", (content,), None, None, None, "unknown", None, method)

    def _type(self, frame: Frame) -> str:
        if frame.runs and not frame.mixed:
            return "direct"
        overlapping = any(run.outer.overlaps(span) for run in self._runs for span in frame.contents)
        return "mixed" if overlapping or frame.mixed else "indirect"


def _passage_of(parsed: ParsedArticle, run: QuotedRun) -> Passage:
    return next(passage for passage in parsed.passages if passage.span.covers(run.outer))


def _utterance(text: str, run: QuotedRun) -> Span | None:
    """The words of a run without the comma that belongs to the frame."""
    return run.inner.trim(text, lambda c: c.isspace() or c in ",")


def _fills(text: str, frame: Frame, runs: Sequence[QuotedRun]) -> bool:
    """Whether all words of a frame's contents stand in quotation marks."""
    for content in frame.contents:
        for rest in content.without(run.outer for run in runs):
            if any(character.isalnum() for character in rest.exact(text)):
                return False
    return True


def _without_overlaps(quotes: Sequence[Quote]) -> list[Quote]:
    """No characters are content of two quotes: the one with quotation marks stays, then the longer one."""
    rank = {"direct": 0, "mixed": 1, "indirect": 2, "fragment": 3}
    kept: list[Quote] = []
    for quote in sorted(quotes, key=lambda q: (rank[q.quote_type], -sum(map(len, q.contents)), q.span)):
        if not any(a.overlaps(b) for other in kept for a in other.contents for b in quote.contents):
            kept.append(quote)
    return kept


# -- frames -----------------------------------------------------------------------------------------------------
