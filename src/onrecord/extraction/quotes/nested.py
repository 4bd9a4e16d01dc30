"""Quotes inside quotes: a quoted speaker quotes somebody, as in “She told me ‘go home,’” Lee said.

A reported clause may quote somebody, too: “Lee said that Pike had shouted ‘burn it’.” Limits: one level, and only words
in their own quotation marks next to a verb of saying with a subject. Indirect speech inside a quote stays part of it,
and so do names that somebody gives to something. What somebody would or will say was not said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.quotes.contents import by_place, type_of, utterance
from onrecord.extraction.quotes.cues import Frame, frame_after, frame_before, is_negated, source_of
from onrecord.extraction.quotes.speakers import form_of, speaker_of
from onrecord.extraction.values import Quote
from onrecord.lang.en import lexicon, modality
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import SUBJECTS, NounPhrase, noun_phrase
from onrecord.text.quotation import QuotedRun, find_quoted_runs
from onrecord.text.spans import Places, Span, hull, span_or_none

if TYPE_CHECKING:
    from spacy.tokens import Token

_NESTED = "quotes:nested@1"
_MODALS = frozenset({"would", "could", "should", "might", "may", "can", "will", "'ll", "’ll", "'d", "’d", "must"})
_NAMES = lexicon.NAMING | lexicon.JUDGMENT
_HYPOTHETICAL = modality.CONDITIONS | {"whether"}


def nested_quotes(
    parsed: ParsedArticle, runs: Sequence[QuotedRun], quotes: Sequence[Quote], entities: Entities
) -> Iterator[tuple[Quote, Quote]]:
    """Yields pairs of a quote and a quote inside its words, in text order.

    Args:
        parsed: the article.
        runs: its text in quotation marks, without names.
        quotes: its quotes on the first level.
        entities: its entities; sources that are only described are added to them.
    """
    contents = Places((part, (part, quote)) for quote in quotes for part in quote.contents)
    marked = by_place(runs)
    for run in runs:
        part, reporting = next(contents.over(run.inner), (None, None))
        if part is not None and reporting is not None and reporting.quote_type == "mixed" and part.covers(run.outer):
            if (frame := _frame_in_report(parsed.text, parsed.passage_at(run.outer), part, run)) is not None:
                yield reporting, _quote(parsed.text, frame, reporting, marked, entities)
            continue
        inner = find_quoted_runs(parsed.text, [run.inner])
        outer = next((quote for _, quote in contents.over(run.inner)), None)
        if inner and outer is not None and outer.quote_type != "fragment":
            inside = by_place(inner)
            for frame in _frames(parsed.text, parsed.passage_at(run.outer), run, inner):
                whole = hull(frame.contents)
                if any(quote is outer and part.covers(whole) for part, quote in contents.over(whole)):
                    yield outer, _quote(parsed.text, frame, outer, inside, entities)


def _frames(text: str, passage: Passage, run: QuotedRun, inner: Sequence[QuotedRun]) -> Iterator[Frame]:
    """Yields the frames inside `run` with their contents; ‘A,’ he said, ‘B’ is a single frame."""
    frames: dict[int, Frame] = {}
    for number, words in enumerate(inner):
        frame = _frame(text, passage, run, inner, number)
        content = utterance(text, words)
        if frame is None or frame.source is None or content is None or not _was_said(frame.verb):
            continue
        if _is_relative(frame):
            frame.source = _noun_before(frame)
        if frame.source is None or frame.verb.lemma_.lower() in _NAMES:
            continue
        whole = _clause(passage, frame, words) or content
        if frame.source.span.overlaps(whole):
            continue
        known = frames.setdefault(frame.place, frame)
        if known is frame:
            known.contents = []
        known.contents.append(whole)
    yield from frames.values()


def _frame_in_report(text: str, passage: Passage, content: Span, run: QuotedRun) -> Frame | None:
    """The frame, inside a reported clause, of the quoted words in it: "that Pike had shouted “burn it”"."""
    frame = frame_before(text, passage, run, content.start)
    said = utterance(text, run)
    if frame is None or frame.source is None or said is None or not content.covers(frame.source.span):
        return None
    is_subject = frame.source.head.dep_ in SUBJECTS and frame.source.head.i < frame.verb.i
    if not is_subject or _is_relative(frame) or not _was_said(frame.verb):
        return None
    if frame.verb.lemma_.lower() not in lexicon.SPEECH:
        return None
    frame.contents = [_clause(passage, frame, run) or said]
    return frame


def _noun_before(frame: Frame) -> NounPhrase | None:
    """The noun that a relative pronoun means: "a sign that says ‘No dogs’"."""
    assert frame.source is not None
    passage, noun = frame.passage, frame.verb.head
    before = span_or_none(passage.offset, frame.source.span.start)
    is_noun = frame.verb.dep_ == "relcl" and noun.pos_ in {"NOUN", "PROPN"} and before is not None
    return noun_phrase(passage, noun, before) if is_noun else None


def _is_relative(frame: Frame) -> bool:
    return frame.source is not None and frame.source.head.tag_ in {"WP", "WDT"}


def _quote(text: str, frame: Frame, outer: Quote, marked: Places[QuotedRun], entities: Entities) -> Quote:
    assert frame.source is not None
    if frame.source.head.lower_ == "i":
        speaker, status = outer.speaker, outer.speaker_status
    else:
        speaker, status = speaker_of(frame, entities)
    return Quote(
        quote_type=type_of(text, marked, frame.contents),
        kind=frame.kind,
        contents=tuple(frame.contents),
        source=frame.source.span,
        cue=frame.cue,
        speaker=speaker,
        speaker_status=status,
        via=None,
        method=_NESTED,
        source_form=form_of(frame, entities),
    )


def _frame(text: str, passage: Passage, run: QuotedRun, inner: Sequence[QuotedRun], number: int) -> Frame | None:
    """The frame, inside `run`, of one of its inner runs: before it, or else after it."""
    words = inner[number]
    start = inner[number - 1].outer.end if number else run.inner.start
    end = inner[number + 1].outer.start if number + 1 < len(inner) else run.inner.end
    return (
        frame_before(text, passage, words, start)
        or _colloquial_frame(passage, words, start)
        or frame_after(text, passage, words, end)
    )


def _colloquial_frame(passage: Passage, run: QuotedRun, limit: int) -> Frame | None:
    """The frame in spoken "I was like, ‘no way,’" and "he goes, ‘no way,’"."""
    stretch = span_or_none(limit, run.outer.start)
    tokens = [token for token in passage.tokens(stretch) if token.text != ","] if stretch else []
    if len(tokens) < 2:
        return None
    like = tokens[-1].lower_ == "like" and tokens[-2].lemma_.lower() == "be"
    goes = tokens[-1].lemma_.lower() == "go" and passage.text[run.outer.start - passage.offset - 2] == ","
    verb = tokens[-2] if like else tokens[-1]
    source = source_of(passage, verb) if like or goes else None
    if source is None:
        return None
    cue = passage.span_of(tokens[-1], tokens[-1])
    return Frame(passage, verb, cue, source, cue.end, "speech", _NESTED)


def _clause(passage: Passage, frame: Frame, run: QuotedRun) -> Span | None:
    """The reported clause that ends with a run; None if only the addressee is before the run."""
    words = passage.tokens(frame.contents[0]) if frame.contents else []
    if words and words[0].tag_ == "PRP":
        words = words[1:]
    if words and words[0].lower_ == "that":
        words = words[1:]
    start = passage.span_of(words[0], words[0]).start if words else run.outer.start
    return Span(start, run.outer.end) if start < run.outer.start else None


def _was_said(verb: Token) -> bool:
    """Whether a verb reports that something was said, not that it might be or was not said."""
    clause = [verb, *(verb.head.children if verb.dep_ == "conj" else ()), *verb.children]
    return not is_negated(verb) and not any(
        (token.dep_ == "aux" and token.lower_ in _MODALS) or (token.dep_ == "mark" and token.lower_ in _HYPOTHETICAL)
        for token in clause
    )
