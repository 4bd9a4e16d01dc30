"""Attributions of the reader -> frames: complete contents with cue and source, corrected by the parse.

The reader marks contents, cues and sources and links them. Each attribution passes these steps, each in its module:

1. `divisions`: one that holds two reports is divided;
2. `scope`: its contents reach to their quotation marks, and what is not in its report is left out;
3. `cues`: a content without a cue gets the verb or noun that governs it;
4. `boundaries`: the parse corrects where contents begin and end;
5. `unsaid`: cues that report no words are dropped;
6. `constructions`: those with cue, source and content in other places are read from the parse;
7. `sources`: a missing or wrong source is replaced;
8. `reports`: what reports no words or thoughts is dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence, Set
from typing import TYPE_CHECKING

from onrecord.extraction.quotes.boundaries import (
    with_condition,
    with_object,
    with_relative,
    with_subject,
    without_circumstances,
    without_replies,
)
from onrecord.extraction.quotes.constructions import (
    Construction,
    construction_of,
    is_background,
    received,
)
from onrecord.extraction.quotes.contents import by_place, joined, type_of
from onrecord.extraction.quotes.cues import Frame, governing_cue, holder_of, lemmas_of
from onrecord.extraction.quotes.divisions import divided
from onrecord.extraction.quotes.hedges import is_hedge
from onrecord.extraction.quotes.reports import LEAST, is_report, report_probability
from onrecord.extraction.quotes.scope import (
    complete_contents,
    drop_earlier,
    extend_to_marks,
    is_near,
    keep_in_scope,
    split_at_parentheses,
    without_marks,
)
from onrecord.extraction.quotes.sources import Sources
from onrecord.extraction.quotes.unsaid import is_unsaid
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import NounPhrase, head_of, trimmed
from onrecord.nlp.reader import Attribution, Marked
from onrecord.text.quotation import QuotedRun
from onrecord.text.spans import Places, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

READ = "quotes:reader@1"


def make_frames(
    parsed: ParsedArticle,
    runs: Sequence[QuotedRun],
    resumed: Collection[QuotedRun],
    motions: Sequence[Span],
    quoted: Places[Span],
) -> Iterator[Frame]:
    """Yields the frames of the attributions that report something, in the reader's order.

    Args:
        parsed: the article.
        runs: its text in quotation marks, without names.
        resumed: the runs that continue the sentence of the run before.
        motions: the words for what was voted on.
        quoted: the contents of quotes that other rules have found; they are left out.
    """
    attributions = [part for own in parsed.reading.attributions for part in divided(parsed, own)]
    attributed = _Attributed(parsed, runs, resumed, motions, attributions)
    for attribution in attributions:
        contents = [part.span for part in attribution.contents if not quoted.at(part.span)]
        frame = attributed.frame(attribution, contents)
        if frame is not None:
            yield frame


class _Attributed:
    """Makes frames of the attributions of an article."""

    def __init__(
        self,
        parsed: ParsedArticle,
        runs: Sequence[QuotedRun],
        resumed: Collection[QuotedRun],
        motions: Sequence[Span],
        attributions: Sequence[Attribution],
    ) -> None:
        self._parsed, self._text = parsed, parsed.text
        self._runs, self._resumed = by_place(runs), by_place(resumed)
        self._motions = Places((motion, motion) for motion in motions)
        self._sources = Sources(parsed, self._runs, attributions)

    def frame(self, attribution: Attribution, linked: Sequence[Span]) -> Frame | None:
        """The frame of an attribution with its contents; None if it is not a report.

        Args:
            attribution: the linked spans.
            linked: those of its contents that are not left out.
        """
        marked = attribution.cue.span if attribution.cue else None
        contents = complete_contents(self._parsed, self._runs, self._resumed, linked, marked)
        cue = marked or (self._governing_cue(contents[0]) if contents else None)
        if cue is None or not contents:
            return None
        contents = keep_in_scope(self._parsed, self._runs, contents, cue)
        passage = self._parsed.passage_at(cue)
        verb = head_of(passage.tokens(cue))
        if verb is None:
            return None
        if not self._is_direct(contents):
            contents = self._corrected(passage, verb, cue, contents)
            if self._says_nothing(passage, verb, cue, contents[0]):
                return None
        if (noun := received(passage.tokens(cue))) is not None:
            return self._received(passage, noun, contents, attribution)
        if (found := construction_of(passage, cue, verb, contents)) is not None:
            return self._constructed(passage, found, contents, attribution)
        source, contents = self._sources.find(
            attribution.source.span if attribution.source else None, verb, cue, contents
        )
        contents = [part for content in contents for part in split_at_parentheses(self._text, self._runs, content)]
        lemmas = lemmas_of(passage, cue)
        parts = (attribution.cue, *attribution.contents) if attribution.cue else attribution.contents
        frame = _frame(passage, verb, cue, source, contents, lemmas, parts)
        if self._is_narrated(cue, contents, lemmas):
            frame.cue = None
        reports = is_report(self._parsed, self._runs, self._motions, attribution, frame, lemmas)
        return frame if reports else None

    def _governing_cue(self, content: Span) -> Span | None:
        """The cue of a content without a cue; text in quotation marks is left to other rules."""
        return None if self._runs.at(content) else governing_cue(self._parsed.passage_at(content), content)

    def _is_direct(self, contents: Sequence[Span]) -> bool:
        return type_of(self._text, self._runs, contents) == "direct"

    def _corrected(self, passage: Passage, verb: Token, cue: Span, contents: list[Span]) -> list[Span]:
        """Contents that are not only text in quotation marks, with the bounds that the parse gives them."""
        contents = drop_earlier(self._parsed, self._runs, contents, cue)
        contents = [without_circumstances(passage, self._runs, content, cue) for content in contents]
        contents = [without_replies(self._parsed.passage_at(content), content) for content in contents]
        contents = [with_relative(self._parsed.passage_at(content), content, cue) for content in contents]
        contents = [with_object(passage, verb, cue, content) for content in contents]
        contents = [with_subject(self._parsed.passage_at(content), content) for content in contents]
        return with_condition(passage, verb, contents)

    def _says_nothing(self, passage: Passage, verb: Token, cue: Span, content: Span) -> bool:
        """Whether a cue says that nothing was said, or only on what occasion somebody spoke."""
        first = self._parsed.passage_at(content).tokens(content)
        verbs = [verb, *(token for token in passage.tokens(cue) if token.pos_ == "VERB" and token.i != verb.i)]
        return any(is_unsaid(token, first) for token in verbs) or is_background(verb)

    def _is_narrated(self, cue: Span, contents: Sequence[Span], lemmas: Set[str]) -> bool:
        """Whether quoted words follow a sentence with a verb that is not one of saying: "She shrugged. “No.”"."""
        apart = not lemmas & lexicon.SAYING and not is_near(self._parsed, cue, contents[0])
        return apart and self._is_direct(contents)

    def _received(self, passage: Passage, noun: Token, contents: list[Span], attribution: Attribution) -> Frame | None:
        """The frame of what somebody heard: "after facing complaints from parents that the bus was late"."""
        if report_probability(attribution) < LEAST:
            return None
        cue = passage.span_of(noun, noun)
        return _frame(passage, noun, cue, holder_of(passage, noun), contents, frozenset(), attribution.contents)

    def _constructed(
        self, passage: Passage, found: Construction, contents: Sequence[Span], attribution: Attribution
    ) -> Frame | None:
        """The frame of a construction, whose words the reader divided as in a plain report."""
        if found.outside is not None:
            rest = [part for content in contents for part in content.without([found.outside])]
            spans = [span for part in rest if (span := trimmed(passage, passage.tokens(part)))]
        else:
            spans = []
        said = [extend_to_marks(self._text, self._runs, span) for span in spans or found.contents or ()]
        said = joined(self._text, [without_marks(self._text, self._runs, content) for content in said])
        if not said or report_probability(attribution) < LEAST:
            return None
        lemmas = {found.verb.lemma_.lower()}
        frame = _frame(passage, found.verb, found.cue, found.source, said, lemmas, attribution.contents)
        frame.outlet = found.outlet
        return None if is_hedge(self._parsed, self._runs, frame) else frame


def _frame(
    passage: Passage,
    verb: Token,
    cue: Span,
    source: NounPhrase | None,
    contents: list[Span],
    lemmas: Set[str],
    parts: Sequence[Marked],
) -> Frame:
    """A frame that is as sure as the least sure of the parts that the reader marked."""
    end = max([cue.end, *([source.span.end] if source else [])])
    kind = "thought" if lemmas & lexicon.ATTITUDES and not lemmas & lexicon.SPEECH else "speech"
    sure = min(part.probability for part in parts)
    return Frame(passage, verb, cue, source, end, kind, READ, contents=contents, probability=sure)
