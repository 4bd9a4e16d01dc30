"""Quotes: who said what, and in which words the article says so.

The reader marks contents, cues and sources and tells which belong together. Here they become utterances: contents take
in the quotation marks that they stand in, text in quotation marks that the reader passed over is given to the frame
beside it or to the speaker who goes on, and each source is led back to whom it speaks of.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extract import lexicon
from onrecord.extract.entities import Entities
from onrecord.extract.frames import (
    ENDS,
    Frame,
    cue_of,
    frame_after,
    frame_before,
    frame_of_last_verb,
    holder_of,
    is_utterance,
    phrase_before,
    signed,
    source_of,
)
from onrecord.extract.nested import nested_quotes
from onrecord.extract.phrases import SUBJECTS, NounPhrase
from onrecord.extract.speakers import ANONYMITY, speaker_of, via_of
from onrecord.extract.turns import ANSWER, QUESTION, Turn, find_turns
from onrecord.extract.values import Quote
from onrecord.ingest import Zone
from onrecord.language import ParsedArticle, Passage
from onrecord.quotation import QuotedRun
from onrecord.spans import Span, hull, span_or_none
from onrecord.tagging.reader import Attribution

if TYPE_CHECKING:
    from spacy.tokens import Token

_MARKS = frozenset("“”\"‘’'«»")
READ = "quotes:reader@1"
# What one does with a request, or does not.
_ANSWERING = frozenset({"respond", "reply", "answer", "return"})
# Words that stand for what was said in another clause.
_RELATIVE = frozenset({"which", "that", "who", "whom", "what"})
_NAMING = lexicon.NAMING - lexicon.ATTITUDES - lexicon.JUDGMENT - {"know"}
_REPORTING = lexicon.SPEECH | lexicon.INFINITIVE | lexicon.ATTITUDES | lexicon.JUDGMENT | lexicon.DOCUMENTS


def split_names(parsed: ParsedArticle, runs: Sequence[QuotedRun]) -> tuple[list[Span], list[QuotedRun]]:
    """Names and titles among the runs in quotation marks, without final commas, and the runs that are none.

    A name is introduced as one ("dubbed", "titled", "known as"), or has a capital on each word of weight and is not
    followed by a reporting clause.
    """
    contents = [
        part.span
        for found in parsed.reading.attributions
        if not (found.cue and _names_something(parsed, found.cue.span))
        for part in found.contents
    ]
    names: list[Span] = []
    others: list[QuotedRun] = []
    for run in runs:
        name = run.inner.trim(parsed.text, lambda c: c.isspace() or c in ",")
        said = any(run.outer.covers(content) for content in contents)
        if name and run.closed and not said and _is_name(parsed, run, name):
            names.append(name)
        else:
            others.append(run)
    return names, others


def _names_something(parsed: ParsedArticle, cue: Span) -> bool:
    return any(token.lemma_.lower() in _NAMING for token in parsed.passage_at(cue).tokens(cue))


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
    passage = parsed.passage_at(run.outer)
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
    return _Frames(parsed, runs, entities).quotes()


class _Frames:
    """Holds the frames of one article while contents and runs are given to them."""

    def __init__(self, parsed: ParsedArticle, runs: Sequence[QuotedRun], entities: Entities) -> None:
        self._parsed, self._text, self._entities = parsed, parsed.text, entities
        self._runs = [run for run in runs if _utterance(parsed.text, run) is not None]
        self._frames: dict[int, Frame] = {}
        self._resumed = [
            later for run, later in itertools.pairwise(self._runs) if _resumes(parsed.text, run.outer, later)
        ]
        self._loose: list[QuotedRun] = []
        self._carried: list[tuple[QuotedRun, Frame]] = []
        self._fragments: list[QuotedRun] = []

    def quotes(self) -> list[Quote]:
        turns = find_turns(self._parsed)
        settled = [turn.content for turn in turns]
        self._runs = [run for run in self._runs if not any(content.overlaps(run.inner) for content in settled)]
        settled += list(self._signed())
        for attribution in self._parsed.reading.attributions:
            self._read(attribution, settled)
        self._passed_over()
        made = [quote for frame in self._frames.values() if frame.contents for quote in self._from_frame(frame)]
        made += list(self._from_turns(turns))
        made += [self._from_carried(run, frame) for run, frame in self._carried]
        made += [self._without_frame(run, "direct", "quotes:unattributed@1") for run in self._loose]
        made += [self._without_frame(run, "fragment", "quotes:fragment@1") for run in self._fragments]
        return self._with_nested(_without_overlaps(made))

    def _with_nested(self, quotes: Sequence[Quote]) -> list[Quote]:
        """The quotes with those that stand inside their words, in text order, an outer one first."""
        pairs = list(nested_quotes(self._parsed, self._runs, quotes, self._entities))
        outer = {id(inner): quote for quote, inner in pairs}
        inside = [inner for _, inner in pairs]
        made = sorted([*quotes, *inside], key=lambda quote: (quote.span.start, -quote.span.end, id(quote) in outer))
        places = {id(quote): place for place, quote in enumerate(made)}
        return [
            dataclasses.replace(quote, within=places[id(outer[id(quote)])]) if id(quote) in outer else quote
            for quote in made
        ]

    # -- what the reader saw ------------------------------------------------------------------------------------

    def _signed(self) -> Iterator[Span]:
        """Makes frames of the runs that a name signs; they are whose name it is, whatever else the reader saw."""
        for run in self._runs:
            frame = signed(self._text, self._parsed.passages, run)
            if frame is not None:
                self._frames[frame.place] = frame
                frame.contents = self._utterances([run])
                yield run.outer

    def _from_outside(self, source: NounPhrase, cue: Span, contents: Sequence[Span]) -> NounPhrase:
        """The source, or that of another attribution, one of whose contents holds the source but not the cue.

        Who only stands in what others say reports nothing beside them: in "Lee said he would pay and warned of a
        strike" it is Lee who warned.
        """
        for other in self._parsed.reading.attributions:
            if other.source is None or other.cue is None or other.cue.span.end > cue.start:
                continue
            holding = next((part.span for part in other.contents if part.span.covers(source.span)), None)
            within = (cue, *contents, other.source.span)
            if holding and not any(holding.overlaps(span) for span in within) and self._is_near(holding, cue):
                return _phrase(self._parsed, other.source.span) or source
        return source

    def _of_report_before(self, verb: Token, cue: Span) -> NounPhrase | None:
        """The source of the report before in the sentence, where a verb without a subject goes on from it.

        As in: She told the board on Monday, adding that ...
        """
        if verb.dep_ not in {"conj", "advcl"} or any(child.dep_ in SUBJECTS for child in verb.children):
            return None
        before = [
            other.source.span
            for other in self._parsed.reading.attributions
            if other.source and other.cue and other.cue.span.end <= cue.start and self._is_near(other.cue.span, cue)
        ]
        return _phrase(self._parsed, before[-1]) if before else None

    def _of_one_report(self, contents: list[Span], cue: Span) -> list[Span]:
        """The contents, or those in marks: after “...,” she said, a new sentence without marks is not hers.

        Nor is what the words in marks were said of: “...,” she said of the plan.
        """
        marked = [content for content in contents if any(run.outer.overlaps(content) for run in self._runs)]
        if not marked:
            return contents
        answers = marked[0].start < cue.start
        return [
            content
            for content in contents
            if content in marked
            or content.start < cue.start
            or (self._is_near(cue, content) and not (answers and self._is_topic(cue, content)))
        ]

    def _is_topic(self, cue: Span, content: Span) -> bool:
        return bool(re.search(r"\b(?:of|about) $", self._text[cue.start : content.start]))

    def _is_near(self, content: Span, cue: Span) -> bool:
        """Whether no sentence ends between a content and a cue after it."""
        return not re.search(r"[.?!\n]\W*\s", self._text[content.end : cue.start])

    def _read(self, attribution: Attribution, settled: Sequence[Span]) -> None:
        told = [part.span for part in attribution.contents if not any(part.span.overlaps(span) for span in settled)]
        if attribution.cue:
            told = [content for content in told if not self._is_taken_up(content, attribution.cue.span)]
        if not told:
            return
        contents = self._joined([self._whole(content) for content in told for content in self._before_resumed(content)])
        contents = [content for content in contents if content.exact(self._text).lower() not in _RELATIVE] or contents
        cue = attribution.cue.span if attribution.cue else self._governing(contents[0])
        if cue is None:
            return
        contents = self._of_one_report(contents, cue)
        passage = self._parsed.passage_at(cue)
        verb = _head(passage.tokens(cue))
        if verb is None:
            return
        source = _phrase(self._parsed, attribution.source.span) if attribution.source else None
        if source is not None and source.passage.offset > passage.offset and self._type(contents) != "direct":
            source = None
        if source is None:
            if verb.pos_ == "NOUN":
                source = holder_of(passage, verb)
            else:
                source = source_of(passage, verb) or phrase_before(passage, passage.tokens(cue)[0])
            if source is None or any(source.span.overlaps(content) for content in contents):
                source, contents = self._source_before_marks(contents)
        source = self._from_outside(source, cue, contents) if source else self._of_report_before(verb, cue)
        lemmas = {token.lemma_.lower() for token in passage.tokens(cue)}
        kind = "thought" if lemmas & lexicon.ATTITUDES and not lemmas & lexicon.SPEECH else "speech"
        end = max([cue.end, *([source.span.end] if source else [])])
        parts = (attribution.cue, *attribution.contents) if attribution.cue else attribution.contents
        sure = min(part.probability for part in parts)
        frame = Frame(passage, verb, cue, source, end, kind, READ, contents=contents, probability=sure)
        if self._is_doubtful(frame, cue, lemmas):
            return
        known = self._frames.setdefault(frame.place, frame)
        if known is not frame:
            known.contents = self._joined([*known.contents, *contents])

    def _before_resumed(self, content: Span) -> Sequence[Span]:
        """A content without the run that goes on with what was quoted before: “A,” she said, citing costs, “and B.”."""
        resumed = [run.outer for run in self._resumed if content.start < run.outer.start < content.end]
        if not resumed or self._text[content.start] in _MARKS:
            return [content]
        return [left for part in content.without(resumed) if (left := part.trim(self._text, " ,"))]

    def _is_taken_up(self, content: Span, cue: Span) -> bool:
        """Whether a content goes on with the quote of the paragraph before, and its cue stands in one after it."""
        run = next((run for run in self._runs if run.continues and run.outer.overlaps(content)), None)
        return run is not None and self._parsed.passage_at(cue).offset > self._parsed.passage_at(content).offset

    def _source_before_marks(self, contents: list[Span]) -> tuple[NounPhrase | None, list[Span]]:
        """Source and contents where the reporting verb has no subject but the quoted one.

        As in: The board “opposes it,” said in a letter.
        """
        first, *rest = contents
        run = next((run for run in self._runs if first.start < run.outer.start and first.covers(run.inner)), None)
        inner = _utterance(self._text, run) if run else None
        if run is None or inner is None or first.end > run.outer.end:
            return None, contents
        passage = self._parsed.passage_at(first)
        before = passage.tokens(Span(first.start, run.outer.start))
        head = _head(before)
        if head is None or head.dep_ != "nsubj" or any(token.pos_ in {"VERB", "AUX"} for token in before):
            return None, contents
        return NounPhrase(passage, tuple(before), head), [inner, *rest]

    def _is_doubtful(self, frame: Frame, cue: Span, lemmas: set[str]) -> bool:
        """Whether what was seen is no report: a wish to stay unnamed, a name, a request, an act, or told by nobody."""
        if lemmas & _NAMING:
            return True
        if self._type(frame.contents) == "direct":
            return False
        if ANONYMITY.search(hull([cue, *frame.contents]).exact(self._text)):
            return True
        if lemmas & _ANSWERING and self._is_request(frame.contents):
            return True
        # "the first city to ban" tells what a city is, not what it said.
        verb = frame.verb
        describes = verb.dep_ in {"relcl", "acl", "advcl"} and any(child.tag_ == "TO" for child in verb.children)
        acts = verb.lemma_.lower() in lexicon.ACTS
        return (frame.source is None or describes or acts) and not lemmas & _REPORTING

    def _points_back(self, content: Span) -> bool:
        """Whether a content is no more than a thing that was spoken of before: "its passage", "his dismissal"."""
        tokens = self._parsed.passage_at(content).tokens(content)
        head = _head(tokens)
        if head is None or head.pos_ != "NOUN" or tokens[0].tag_ != "PRP$" or tokens[0].head.i != head.i:
            return False
        return not any(inner.tag_ == "TO" for child in head.children for inner in child.children)

    def _is_request(self, contents: Sequence[Span]) -> bool:
        """Whether all that is told is that somebody was asked: "did not respond to a request for comment"."""
        heads = [_head(self._parsed.passage_at(content).tokens(content)) for content in contents]
        return all(head is not None and head.lemma_.lower() in lexicon.REQUESTS for head in heads)

    def _governing(self, content: Span) -> Span | None:
        """The verb or noun on which a content hangs, or the verb put into it: the cue where the reader saw none.

        Text in quotation marks has rules of its own.
        """
        if any(run.outer.overlaps(content) for run in self._runs):
            return None
        passage = self._parsed.passage_at(content)
        tokens = passage.tokens(content)
        head = _head(tokens)
        if head is None:
            return None
        inside = {token.i for token in tokens}
        put_in = [child for child in head.children if child.dep_ == "parataxis" and child.i not in inside]
        governor = put_in[0] if put_in else head.head
        if governor.i in inside or governor.lemma_.lower() not in lexicon.SPEECH | lexicon.THOUGHT | lexicon.ATTITUDES:
            return None
        cue = cue_of(passage, governor) if governor.pos_ == "VERB" else passage.span_of(governor, governor)
        return None if content.overlaps(cue) else cue

    def _whole(self, content: Span) -> Span:
        """The content with all of the text in quotation marks of which it has the greater part.

        Marks belong to it where it has other words beside those that they enclose.
        """
        for run in self._runs:
            shared = min(content.end, run.inner.end) - max(content.start, run.inner.start)
            if shared > 0 and 2 * shared >= len(run.inner):
                more = [part.exact(self._text) for part in content.without([run.outer])]
                beside = any(character.isalnum() for part in more for character in part)
                content = hull([content, run.outer if beside else _utterance(self._text, run) or run.inner])
        return content

    def _joined(self, contents: Sequence[Span]) -> list[Span]:
        """Contents between which nothing stands but marks and white space are one, and where no sentence ends."""
        joined: list[Span] = []
        for content in sorted(contents):
            between = self._text[joined[-1].end : content.start] if joined else ""
            apart = re.search(r"[\w\n]|[.?!].*(?:[“\"«„‘]|''|``)|(?:[”\"»’]|'').*[.?!]", between)
            if joined and (content.start <= joined[-1].end or not apart):
                joined[-1] = hull([joined[-1], content])
            else:
                joined.append(content)
        return joined

    # -- text in quotation marks that it passed over ------------------------------------------------------------

    def _passed_over(self) -> None:
        """Gives each run to a frame, or to the runs that have none."""
        previous: tuple[QuotedRun, Frame] | None = None
        waiting: list[QuotedRun] = []  # paragraphs of an utterance whose frame comes later
        for index, run in enumerate(self._runs):
            if not run.continues:
                self._loose += waiting
                waiting = []
            passage = self._parsed.passage_at(run.outer)
            if (inside := self._around(run)) is not None:
                inside.contents = self._joined([*inside.contents, *self._utterances(waiting)])
                previous, waiting = (run, inside), []
                continue
            frame = self._frame_for(passage, run, index, previous)
            if frame is not None:
                frame.contents = self._joined([*frame.contents, *self._utterances([*waiting, run])])
                previous, waiting = (run, frame), []
            elif not run.closed:
                waiting.append(run)
            elif waiting:
                self._loose += [*waiting, run]
                waiting = []
            elif passage.zone is Zone.HEADLINE:
                continue
            elif not is_utterance(self._text, passage, run):
                self._fragments.append(run)
            elif (earlier := self._speaking_before(passage, run)) is not None:
                self._carried.append((run, earlier))
                previous = (run, earlier)
            else:
                self._loose.append(run)
                previous = None
        self._loose += waiting

    def _utterances(self, runs: Sequence[QuotedRun]) -> list[Span]:
        return [span for run in runs if (span := _utterance(self._text, run))]

    def _around(self, run: QuotedRun) -> Frame | None:
        """The frame of which a run is a part, or that stands inside the run's words."""
        for frame in self._frames.values():
            if any(content.overlaps(run.inner) for content in frame.contents):
                return frame
        return None

    def _frame_for(
        self, passage: Passage, run: QuotedRun, index: int, previous: tuple[QuotedRun, Frame] | None
    ) -> Frame | None:
        """The frame after a run, before it, or around the run before where that goes on."""
        if previous is not None and (run in self._resumed or self._follows(previous, run)):
            return previous[1]
        if (around := self._beside(run)) is not None:
            return around
        if not is_utterance(self._text, passage, run):
            return None
        frame = frame_after(self._text, passage, run, [other.outer for other in self._runs[index + 1 :]])
        if frame is None:
            frame = frame_before(self._text, passage, run, [other.outer for other in self._runs[:index]])
        if frame is None and run.outer.start == passage.span.start:
            frame = self._announced(passage)
        if frame is None and previous is not None and run.continues:
            return previous[1]
        if frame is None:
            return None
        known = self._frames.setdefault(frame.place, frame)
        if known is frame:
            known.contents = []
        return known

    def _beside(self, run: QuotedRun) -> Frame | None:
        """The frame next to a run in its sentence, with no word between: "Stop," she said, "or I shoot."."""
        for frame in self._frames.values():
            parts = [span for span in (frame.cue, frame.source.span if frame.source else None) if span]
            if frame.method != READ or not parts or not frame.passage.span.covers(run.outer):
                continue
            first, last = min(part.start for part in parts), max(part.end for part in parts)
            leads = run.outer.end <= first
            between = self._text[run.outer.end : first] if leads else self._text[last : run.outer.start]
            ended = leads and run.inner.exact(self._text).rstrip().endswith(".")
            if not re.search(r"[\w.;:?!]", between) and not ended:
                return frame
        return None

    def _announced(self, passage: Passage) -> Frame | None:
        """The frame at the end of the paragraph before, where that ends with a colon."""
        index = self._parsed.passages.index(passage)
        if index == 0:
            return None
        before = self._parsed.passages[index - 1]
        if not before.text.rstrip().endswith(":"):
            return None
        return frame_of_last_verb(before, before.words[:-1], far=True)

    def _follows(self, previous: tuple[QuotedRun, Frame], run: QuotedRun) -> bool:
        """Whether a run goes on where the frame of the run before ends: "A," said X. "B."."""
        earlier, frame = previous
        if not (frame.passage.span.covers(run.outer) and frame.passage.span.covers(earlier.outer)):
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
        speaker, status = speaker_of(frame, self._entities)
        quote_type = self._type(frame.contents)
        asks = frame.verb.lemma_.lower() in lexicon.INFINITIVE - lexicon.ATTITUDES
        if quote_type == "direct" and self._completes(frame):
            quote_type = "mixed"
        if quote_type == "indirect" and asks and all(map(self._points_back, frame.contents)):
            quote_type = "fragment"
        yield Quote(
            quote_type=quote_type,
            kind=frame.kind,
            contents=tuple(frame.contents),
            source=frame.source.span if frame.source else None,
            cue=frame.cue,
            speaker=speaker,
            speaker_status=status,
            via=via_of(frame, self._entities),
            method=frame.method,
            probability=frame.probability,
        )

    def _completes(self, frame: Frame) -> bool:
        """Whether the quoted words are the rest of a clause that their source begins: The board “opposes it.”."""
        first = frame.contents[0]
        if frame.source is None or frame.source.span.end > first.start:
            return False
        between = self._text[frame.source.span.end : first.start]
        return self._text[first.start].islower() and set(between.strip()) <= _MARKS and between != between.strip()

    def _from_turns(self, turns: Sequence[Turn]) -> Iterator[Quote]:
        """Each turn with the paragraphs that go on with it; who answers is told only where the opening names one."""
        for index, turn in enumerate(turns):
            if turn.label is None:
                continue
            rest = itertools.takewhile(lambda later: later.label is None, turns[index + 1 :])
            contents = tuple(part.content for part in (turn, *rest))
            if turn.speaker in {QUESTION, ANSWER}:
                key = self._entities.only_person_before(turns[0].content.start) if turn.speaker == ANSWER else None
            else:
                key = self._entities.called(turn.speaker)
            status = "unknown" if key is None else "named"
            yield Quote("direct", "speech", contents, turn.label, None, key, status, None, "quotes:turn@1")

    def _from_carried(self, run: QuotedRun, frame: Frame) -> Quote:
        speaker, status = speaker_of(frame, self._entities)
        quote = self._without_frame(run, "direct", "quotes:carry-over@1")
        source = frame.source.span if frame.source else None
        return dataclasses.replace(quote, source=source, speaker=speaker, speaker_status=status)

    def _without_frame(self, run: QuotedRun, quote_type: str, method: str) -> Quote:
        content = _utterance(self._text, run) or run.inner
        return Quote(quote_type, "speech", (content,), None, None, None, "unknown", None, method)

    def _type(self, contents: Sequence[Span]) -> str:
        """Direct where all words stand in quotation marks, indirect where none do."""
        outer = [run.outer for run in self._runs]
        unmarked = [rest.exact(self._text) for content in contents for rest in content.without(outer)]
        if not any(character.isalnum() for rest in unmarked for character in rest):
            return "direct"
        return "mixed" if any(run.overlaps(content) for run in outer for content in contents) else "indirect"


def _head(tokens: Sequence[Token]) -> Token | None:
    """The token of a stretch on which the others hang."""
    inside = {token.i for token in tokens}
    heads = [token for token in tokens if token.head.i not in inside or token.head.i == token.i]
    nouns = [token for token in heads if token.pos_ in {"NOUN", "PROPN", "PRON", "VERB"}]
    return next(iter([*nouns, *heads]), None)


def _phrase(parsed: ParsedArticle, source: Span) -> NounPhrase | None:
    passage = parsed.passage_at(source)
    tokens = passage.tokens(source)
    head = _head(tokens)
    return NounPhrase(passage, tuple(tokens), head) if head is not None else None


def _utterance(text: str, run: QuotedRun) -> Span | None:
    """The words of a run without the comma that belongs to the frame."""
    return run.inner.trim(text, lambda c: c.isspace() or c in ",")


def _resumes(text: str, run: Span, later: QuotedRun) -> bool:
    """Whether a run goes on with the sentence of the one before, which its frame interrupts."""
    between = text[run.end : later.outer.start]
    leads = run.exact(text)[-2:-1] == "," or between.startswith(",")
    return leads and bool(re.fullmatch(r"[^.?!\n:;]*[\w)],\s", between)) and text[later.inner.start].islower()


def _without_overlaps(quotes: Sequence[Quote]) -> list[Quote]:
    """No characters are content of two quotes: the one with quotation marks stays, then the longer one."""
    rank = {"direct": 0, "mixed": 1, "indirect": 2, "fragment": 3}
    kept: list[Quote] = []
    for quote in sorted(quotes, key=lambda q: (rank[q.quote_type], -sum(map(len, q.contents)), q.span)):
        if not any(a.overlaps(b) for other in kept for a in other.contents for b in quote.contents):
            kept.append(quote)
    return kept
