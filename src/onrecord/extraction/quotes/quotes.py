"""Quotes: who said what, and the words that report it.

The attributions of the reader become frames. Text in quotation marks that it missed is given to an adjacent frame, or
to the speaker who goes on, and each source is resolved to an entity.
"""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import operator
import re
from collections.abc import Iterator, Sequence

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.quotes.attribution import READ, make_frames
from onrecord.extraction.quotes.contents import MARKS, by_place, extend, resumes, type_of, utterance
from onrecord.extraction.quotes.cues import (
    ENDS,
    Frame,
    frame_after,
    frame_before,
    frame_of_last_verb,
    is_utterance,
    signed,
)
from onrecord.extraction.quotes.labels import read_label
from onrecord.extraction.quotes.nested import nested_quotes
from onrecord.extraction.quotes.speakers import form_of, via_of
from onrecord.extraction.quotes.turn_speakers import interviewee, turn_speaker
from onrecord.extraction.quotes.turn_taking import INTRODUCED, Speakers, introduced_by, is_about_others
from onrecord.extraction.quotes.turns import Turn
from onrecord.extraction.quotes.unsaid import is_contrary
from onrecord.extraction.values import Quote
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import head_of
from onrecord.text.quotation import QuotedRun
from onrecord.text.spans import Places, Span, hull, span_or_none

_WORD_OR_STOP = re.compile(r"[\w.;:?!]")
# The least share of a paragraph that a run fills which is all of it.
_ALONE = 0.9
# The most marks and blanks between a run and its frame.
_GAP = 200


def extract_quotes(
    parsed: ParsedArticle,
    runs: Sequence[QuotedRun],
    turns: Sequence[Turn],
    entities: Entities,
    motions: Sequence[Span] = (),
) -> list[Quote]:
    """All quotes of an article, in text order.

    Args:
        parsed: the article.
        runs: its text in quotation marks, without names.
        turns: its turns, if it is an interview or transcript.
        entities: its entities; sources that are only described are added to them.
        motions: the words for what was voted on; "approved the lease" in a vote reports no statement.
    """
    return _Frames(parsed, runs, entities, motions).quotes(turns)


class _Frames:
    """Collects the frames of an article and their contents."""

    def __init__(
        self, parsed: ParsedArticle, runs: Sequence[QuotedRun], entities: Entities, motions: Sequence[Span]
    ) -> None:
        self._parsed, self._text, self._entities, self._motions = parsed, parsed.text, entities, motions
        self._runs = [run for run in runs if utterance(parsed.text, run) is not None]
        self._runs_at = by_place(self._runs)
        self._frames: dict[int, Frame] = {}
        # The frames by their words; by their contents, each with its number; the places of those that report speech.
        self._by_words: Places[tuple[Span, Frame]] = Places()
        self._by_content: Places[tuple[int, Frame]] = Places()
        self._numbers: dict[int, int] = {}
        self._speaking: list[int] = []
        self._resumed = {
            later for run, later in itertools.pairwise(self._runs) if resumes(parsed.text, run.outer, later)
        }
        # Utterances without a frame, each with all its paragraphs; those of the subject of the sentence before them, or
        # of who speaks before them.
        self._loose: list[list[QuotedRun]] = []
        self._continued: list[tuple[list[QuotedRun], Frame]] = []
        self._fragments: list[QuotedRun] = []

    def quotes(self, turns: Sequence[Turn]) -> list[Quote]:
        """All quotes; `turns` are those of an interview or transcript."""
        spoken = [content for turn in turns for content in turn.contents]
        by_turns = Places((content, content) for content in spoken)
        self._runs = [run for run in self._runs if not by_turns.at(run.inner)]
        marked = self._runs_at = by_place(self._runs)
        quoted = Places((content, content) for content in [*spoken, *self._signed()])
        for frame in make_frames(self._parsed, self._runs, self._resumed, self._motions, quoted):
            frame.contents = self._of_speaker(frame)
            if (known := self._known(frame)) is not frame:
                self._extend(known, frame.contents)
        self._assign_runs()
        self._give_to_interviewee()
        frames = [frame for frame in self._frames.values() if frame.contents]
        speakers = Speakers(self._parsed, self._entities, frames)
        made = [self._from_frame(frame, marked, speakers) for frame in frames]
        made += list(self._from_turns(turns))
        made += list(self._from_headline(marked))
        made += [self._from_continued(together, frame, speakers) for together, frame in self._continued]
        made += [self._without_frame(together, "direct", "quotes:unattributed@1") for together in self._loose]
        made += [self._without_frame([run], "fragment", "quotes:fragment@1") for run in self._fragments]
        return self._with_nested(_without_overlaps(made))

    def _with_nested(self, quotes: Sequence[Quote]) -> list[Quote]:
        """The quotes and the quotes inside their words, in text order, an outer quote first."""
        pairs = list(nested_quotes(self._parsed, self._runs, quotes, self._entities))
        outer = {id(inner): quote for quote, inner in pairs}
        inside = [inner for _, inner in pairs]
        made = sorted([*quotes, *inside], key=lambda quote: (quote.span.start, -quote.span.end, id(quote) in outer))
        places = {id(quote): place for place, quote in enumerate(made)}
        return [
            dataclasses.replace(quote, within=places[id(outer[id(quote)])]) if id(quote) in outer else quote
            for quote in made
        ]

    def _signed(self) -> Iterator[Span]:
        """Makes frames of the runs that are signed with a name, whatever the reader linked; yields these runs."""
        for run in self._runs:
            frame = signed(self._text, self._parsed.passages, run)
            if frame is not None:
                self._extend(self._known(frame), self._utterances([run]))
                yield run.outer

    def _known(self, frame: Frame) -> Frame:
        """The known frame at the place of `frame`; if no frame is known there, `frame` itself, which is added."""
        known = self._frames.setdefault(frame.place, frame)
        if known is not frame:
            return known
        self._numbers[frame.place] = len(self._numbers)
        if frame.method == READ and (
            parts := [span for span in (frame.cue, frame.source and frame.source.span) if span]
        ):
            words = hull(parts)
            self._by_words.add(words, (words, frame))
        if frame.kind == "speech" and frame.source is not None:
            bisect.insort(self._speaking, frame.place)
        self._note(frame, frame.contents)
        return frame

    def _extend(self, frame: Frame, contents: Sequence[Span]) -> None:
        self._note(frame, extend(self._text, frame.contents, contents))

    def _note(self, frame: Frame, contents: Sequence[Span]) -> None:
        for content in contents:
            self._by_content.add(content, (self._numbers[frame.place], frame))

    def _of_speaker(self, frame: Frame) -> list[Span]:
        """The contents up to a narrated sentence about somebody else, which ends the turn."""
        source = frame.source
        if source is None:
            return frame.contents
        speaker = self._entities.at(source.passage, source.head)
        for number, content in enumerate(frame.contents):
            run = next(self._runs_at.over(content), None) if number and content.start > frame.end else None
            subject = introduced_by(self._parsed, run, self._runs_at, self._entities) if run else None
            if subject is not None and subject.span.start >= frame.end:
                other = self._entities.at(subject.passage, subject.head)
                if other != speaker and speaker is not None:
                    return frame.contents[:number]
        return frame.contents

    def _points_back(self, content: Span) -> bool:
        """Whether a content only refers to something mentioned before: "its passage", "his dismissal"."""
        tokens = self._parsed.passage_at(content).tokens(content)
        head = head_of(tokens)
        if head is None or head.pos_ != "NOUN" or tokens[0].tag_ != "PRP$" or tokens[0].head.i != head.i:
            return False
        return not any(inner.tag_ == "TO" for child in head.children for inner in child.children)

    # -- text in quotation marks that the reader missed ---------------------------------------------------------

    def _assign_runs(self) -> None:
        """Gives each run to a frame, or to one of the lists of runs without a frame."""
        previous: tuple[QuotedRun, Frame] | None = None
        waiting: list[QuotedRun] = []  # paragraphs of an utterance whose frame comes later
        for index, run in enumerate(self._runs):
            if not run.continues:
                self._leave(waiting)
                waiting = []
            passage = self._parsed.passage_at(run.outer)
            if (inside := self._around(run)) is not None:
                self._extend(inside, self._utterances(waiting))
                previous, waiting = (run, inside), []
                continue
            frame = self._frame_for(passage, run, index, previous)
            if frame is not None:
                self._extend(frame, self._utterances([*waiting, run]))
                previous, waiting = (run, frame), []
            elif not run.closed:
                if previous is not None and not self._is_next(previous[0], run):
                    previous = None
                waiting.append(run)
            elif waiting:
                self._leave([*waiting, run])
                waiting = []
            elif passage.zone is Zone.HEADLINE:
                continue
            elif is_utterance(self._text, passage, run) or self._is_paragraph(run):
                previous = (run, earlier) if (earlier := self._leave([run])) is not None else None
            else:
                self._fragments.append(run)
        self._leave(waiting)

    def _is_next(self, run: QuotedRun, later: QuotedRun) -> bool:
        """Whether no paragraph lies between two runs."""
        return self._parsed.number_at(later.outer) - self._parsed.number_at(run.outer) <= 1

    def _is_alone(self, run: QuotedRun) -> bool:
        """Whether a paragraph is nothing but a run."""
        return len(run.outer) >= _ALONE * len(self._parsed.passage_at(run.outer).span)

    def _is_paragraph(self, run: QuotedRun) -> bool:
        """Whether a paragraph is nothing but a run that ends as a sentence does: “A disaster for all of us.”."""
        return self._is_alone(run) and run.inner.exact(self._text).rstrip()[-1:] in ENDS

    def _leave(self, together: list[QuotedRun]) -> Frame | None:
        """Notes the paragraphs of an utterance without a frame; returns the earlier frame that they go on with."""
        if not together:
            return None
        subject = introduced_by(self._parsed, together[0], self._runs_at, self._entities)
        if subject is not None:
            frame = Frame(subject.passage, subject.head, None, subject, subject.span.end, "speech", INTRODUCED)
            self._continued.append((together, frame))
            return None
        earlier = self._speaking_before(together[0])
        if earlier is None:
            self._loose.append(together)
        else:
            self._continued.append((together, earlier))
        return earlier

    def _utterances(self, runs: Sequence[QuotedRun]) -> list[Span]:
        return [span for run in runs if (span := utterance(self._text, run))]

    def _around(self, run: QuotedRun) -> Frame | None:
        """The frame with a content that overlaps a run."""
        return min(self._by_content.at(run.inner), key=operator.itemgetter(0), default=(0, None))[1]

    def _frame_for(
        self, passage: Passage, run: QuotedRun, index: int, previous: tuple[QuotedRun, Frame] | None
    ) -> Frame | None:
        """The frame after a run or before it, or the frame of the previous run if the run continues that."""
        if previous is not None and (run in self._resumed or self._follows(previous, run)):
            return previous[1]
        if (adjacent := self._adjacent(run)) is not None:
            return adjacent
        if not is_utterance(self._text, passage, run):
            return None
        later = self._runs[index + 1].outer.start if index + 1 < len(self._runs) else None
        frame = frame_after(self._text, passage, run, later)
        if frame is None:
            frame = frame_before(self._text, passage, run, self._runs[index - 1].outer.end if index else 0)
        if frame is None and run.outer.start == passage.span.start:
            frame = self._announced(passage)
        if frame is None and previous is not None and run.continues:
            return previous[1]
        if frame is None:
            return None
        frame.contents = []
        return self._known(frame)

    def _adjacent(self, run: QuotedRun) -> Frame | None:
        """The frame next to a run in its sentence, with no word between: "Stop," she said, "or I shoot."."""
        text, passage = self._text, self._parsed.passage_at(run.outer).span
        last = min(passage.end, run.outer.end + _GAP)
        word = _WORD_OR_STOP.search(text, run.outer.end, last)
        end, start = word.end() if word else last, run.outer.start
        first = max(passage.start, start - _GAP)
        while start > first and not _WORD_OR_STOP.match(text, start):
            start -= 1
        ended = run.inner.exact(text).rstrip().endswith(".")
        for words, frame in self._by_words.over(Span(start, end)):
            leads = run.outer.end <= words.start
            between = text[run.outer.end : words.start] if leads else text[words.end : run.outer.start]
            if frame.passage.span == passage and not _WORD_OR_STOP.search(between) and not (leads and ended):
                return frame
        return None

    def _announced(self, passage: Passage) -> Frame | None:
        """The frame at the end of the previous paragraph, if that ends with a colon."""
        index = self._parsed.number_at(passage.span)
        if index == 0:
            return None
        before = self._parsed.passages[index - 1]
        if not before.text.rstrip().endswith(":"):
            return None
        return frame_of_last_verb(before, before.words[:-1], far=True)

    def _follows(self, previous: tuple[QuotedRun, Frame], run: QuotedRun) -> bool:
        """Whether a run follows right after the frame of the previous run: "A," said X. "B."."""
        earlier, frame = previous
        if not (frame.passage.span.covers(run.outer) and frame.passage.span.covers(earlier.outer)):
            return False
        stretch = span_or_none(max(frame.end, earlier.outer.end), run.outer.start)
        between = [token for token in frame.passage.tokens(stretch) if token.text not in MARKS] if stretch else []
        ended = [token.text in ENDS for token in between]
        return frame.end > earlier.outer.end and not any(ended[:-1]) and (not between or ended[-1])

    def _speaking_before(self, run: QuotedRun) -> Frame | None:
        """The frame whose speaker goes on in a run without a frame: the last frame before it.

        It is in the same paragraph, or in an earlier paragraph if this paragraph is nothing but the run; and no
        narrated sentence between them is about somebody else.
        """
        passage = self._parsed.passage_at(run.outer)
        before = bisect.bisect_left(self._speaking, run.outer.start)
        found = [(place, self._frames[place]) for place in self._speaking[max(0, before - 1) : before]]
        # Of the runs whose speaker goes on, the last has the last frame.
        found += [(runs[-1].outer.start, frame) for runs, frame in self._continued[-1:]]
        place, last = max(found, key=operator.itemgetter(0), default=(0, None))
        if last is None or last.source is None or (self._loose and self._loose[-1][0].outer.start > place):
            return None
        # After "..., I say." it is the other person who speaks.
        if last.source.head.lower_ == "i" or not (place >= passage.offset or self._is_alone(run)):
            return None
        between = span_or_none(max(place, last.end), run.outer.start)
        speaker = self._entities.at(last.source.passage, last.source.head)
        others = between is not None and is_about_others(self._parsed, between, speaker, self._runs_at, self._entities)
        return None if others else last

    def _give_to_interviewee(self) -> None:
        """Gives quoted paragraphs without a frame to the only person whom the article quotes.

        No narrated sentence since this person's last words names anybody else.
        """
        frame = self._frame_of_interviewee() if self._loose else None
        source = frame.source if frame is not None else None
        if frame is None or source is None:
            return
        speaker = self._entities.at(source.passage, source.head)
        his = sorted(
            [content.end for own in self._frames.values() for content in own.contents]
            + [run.outer.end for together, _ in self._continued for run in together]
        )
        left: list[list[QuotedRun]] = []
        ended = 0  # after so many of his words, a sentence is about others: so it is for all later paragraphs
        for together in self._loose:
            start = together[0].outer.start
            number = bisect.bisect_right(his, start)
            if number == ended or not all(map(self._is_alone, together)):
                left.append(together)
                continue
            between = span_or_none(his[number - 1], start)
            if between is None or is_about_others(
                self._parsed, between, speaker, self._runs_at, self._entities, alone=True
            ):
                ended = number
                left.append(together)
            else:
                self._continued.append((together, frame))
                bisect.insort(his, together[-1].outer.end)
        self._loose = left

    def _frame_of_interviewee(self) -> Frame | None:
        """A frame of the only person whose words the article quotes; None if it quotes others, or somebody unknown."""
        quoting = [
            frame
            for frame in self._frames.values()
            if frame.contents and type_of(self._text, self._runs_at, frame.contents) != "indirect"
        ]
        quoting += [frame for _, frame in self._continued]
        found: dict[int | None, Frame] = {}
        for frame in quoting:
            source = frame.source
            found[self._entities.at(source.passage, source.head) if source is not None else None] = frame
        if len(found) != 1:
            return None
        ((key, frame),) = found.items()
        is_person = key is not None and self._entities.is_named(key) and self._entities.entity_type(key) == "person"
        return frame if is_person else None

    # -- values -------------------------------------------------------------------------------------------------

    def _from_frame(self, frame: Frame, marked: Places[QuotedRun], speakers: Speakers) -> Quote:
        speaker, status = speakers.of(frame)
        quote_type = type_of(self._text, marked, frame.contents)
        asks = frame.verb.lemma_.lower() in lexicon.INFINITIVE - lexicon.ATTITUDES
        if quote_type == "direct" and self._completes(frame):
            quote_type = "mixed"
        if quote_type == "indirect" and asks and all(map(self._points_back, frame.contents)):
            quote_type = "fragment"
        return Quote(
            quote_type=quote_type,
            kind=frame.kind,
            contents=tuple(frame.contents),
            source=frame.source.span if frame.source else None,
            cue=frame.cue,
            speaker=speaker,
            speaker_status=status,
            via=via_of(frame, self._entities),
            polarity="negative" if quote_type != "direct" and is_contrary(frame.verb) else "positive",
            source_form=form_of(frame, self._entities),
            method=frame.method,
            probability=frame.probability,
        )

    def _completes(self, frame: Frame) -> bool:
        """Whether the quoted words complete a clause that begins with their source: The board “opposes it.”."""
        first = frame.contents[0]
        if frame.source is None or frame.source.span.end > first.start:
            return False
        between = self._text[frame.source.span.end : first.start]
        return self._text[first.start].islower() and set(between.strip()) <= MARKS and between != between.strip()

    def _from_turns(self, turns: Sequence[Turn]) -> Iterator[Quote]:
        """Yields a quote per turn."""
        answering = interviewee(self._parsed, self._entities, turns)
        for turn in turns:
            key, status = turn_speaker(self._parsed, self._entities, turn, answering)
            yield Quote("direct", "speech", turn.contents, turn.label, None, key, status, None, "quotes:turn@1")

    def _from_headline(self, marked: Places[QuotedRun]) -> Iterator[Quote]:
        """Yields what a headline reports after a name and a colon, of a person whom the article names, too."""
        passage = next((p for p in self._parsed.passages if p.zone is Zone.HEADLINE), None)
        label = read_label(passage.text) if passage is not None else None
        if passage is None or label is None or label.kind != "name" or label.name is None:
            return
        words = span_or_none(passage.offset + label.start, passage.span.end)
        key = self._entities.exactly(label.name.shift(passage.offset))
        if (
            words is None
            or key is None
            or self._entities.entity_type(key) != "person"
            or not self._entities.recurs(key)
        ):
            return
        content = Span(words.start, words.end - int(words.exact(self._text).endswith(".")))
        content = next((run.inner for run in marked.over(content) if run.outer.start == content.start), content)
        quote_type = type_of(self._text, marked, [content])
        source = label.words.shift(passage.offset)
        yield Quote(quote_type, "speech", (content,), source, None, key, "named", None, "quotes:headline@1")

    def _from_continued(self, together: Sequence[QuotedRun], frame: Frame, speakers: Speakers) -> Quote:
        speaker, status = speakers.of(frame)
        method = INTRODUCED if frame.method == INTRODUCED else "quotes:carry-over@1"
        quote = self._without_frame(together, "direct", method)
        source = frame.source.span if frame.source else None
        form = form_of(frame, self._entities)
        return dataclasses.replace(quote, source=source, speaker=speaker, speaker_status=status, source_form=form)

    def _without_frame(self, runs: Sequence[QuotedRun], quote_type: str, method: str) -> Quote:
        contents = tuple(utterance(self._text, run) or run.inner for run in runs)
        return Quote(quote_type, "speech", contents, None, None, None, "unknown", None, method)


def _without_overlaps(quotes: Sequence[Quote]) -> list[Quote]:
    """Removes quotes that overlap others: quotes with quotation marks are kept first, then longer quotes."""
    rank = {"direct": 0, "mixed": 1, "indirect": 2, "fragment": 3}
    kept: list[Quote] = []
    taken = bytearray(max((content.end for quote in quotes for content in quote.contents), default=0))
    for quote in sorted(quotes, key=lambda q: (rank[q.quote_type], -sum(map(len, q.contents)), q.span)):
        if all(taken.find(1, content.start, content.end) < 0 for content in quote.contents):
            kept.append(quote)
            for content in quote.contents:
                taken[content.start : content.end] = b"\1" * len(content)
    return kept
