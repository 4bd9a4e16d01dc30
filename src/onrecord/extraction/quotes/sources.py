"""Sources: whose words or thoughts an attribution reports.

The reader links most sources. Here a missing source is read from the parse, or taken from the previous report of the
sentence; a wrong source is replaced; and a source is extended to the end of its name.

- "“...,” a court heard": who only listened is not the source;
- "The coalition, which includes other groups, urged its passage": the coalition urged it, not the groups;
- "Lee said he would pay and warned of a strike": Lee warned, not "he";
- "She said on Monday that it was safe, adding that it was new": she added it.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.quotes.boundaries import without_absolute
from onrecord.extraction.quotes.contents import type_of, utterance
from onrecord.extraction.quotes.cues import holder_of, lemmas_of, phrase_before, source_of
from onrecord.extraction.quotes.scope import is_near
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import SUBJECTS, NounPhrase, head_of, phrase_at
from onrecord.nlp.reader import Attribution
from onrecord.text.quotation import QuotedRun
from onrecord.text.spans import Places, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARENTHESIS = re.compile(r" ?\([^()\n]{1,200}\)")
# What closes a nickname at the end of a source, by the mark that opens it.
_CLOSINGS = {
    "“": re.compile(r"[.,!?]?”"),
    "‘": re.compile(r"[.,!?]?’"),
    "«": re.compile(r"[.,!?]?»"),
    '"': re.compile(r"[.,!?]?\""),
}
_INCHES = re.compile(r"\d[\"″”](?=[\s,])")
# How many reports before a verb without a subject are searched for its source.
_MOST = 50


class Sources:
    """Finds the sources of the attributions of an article.

    Args:
        parsed: the article.
        runs: its text in quotation marks, without names.
        attributions: its attributions, in the reader's order.
    """

    def __init__(self, parsed: ParsedArticle, runs: Places[QuotedRun], attributions: Sequence[Attribution]) -> None:
        self._parsed, self._text, self._runs, self._attributions = parsed, parsed.text, runs, attributions
        self._by_content = Places((part.span, (part.span, link)) for link in attributions for part in link.contents)
        self._people = Places((name.span, name.span) for name in parsed.reading.names if name.kind == "Person")
        # The cues in text order, each with the index of its attribution.
        self._cued = sorted((link.cue.span, number) for number, link in enumerate(attributions) if link.cue)

    def find(
        self, linked: Span | None, verb: Token, cue: Span, contents: list[Span]
    ) -> tuple[NounPhrase | None, list[Span]]:
        """The source of a report and its contents without what belongs to the source; None for an unknown source.

        Args:
            linked: the source that the reader linked, if any.
            verb: the head of the cue.
            cue: the words that report it.
            contents: the reported words.
        """
        passage = self._parsed.passage_at(cue)
        source = self._linked(linked, cue, contents)
        if source is None:
            source = _of_cue(passage, verb, cue)
            if source is None or any(source.span.overlaps(content) for content in contents):
                source, contents = self._before_marks(contents)
        if source is not None and _is_of_preposition(source.head):
            # "The coalition, which includes other groups, urged its passage": no group but the subject of the verb.
            own = source_of(passage, verb)
            free = own is not None and not any(own.span.overlaps(span) for span in (*contents, source.span))
            source = own if free and verb.pos_ == "VERB" else source
        source = self._from_outside(source, cue, contents) if source else self._of_report_before(verb, cue)
        if source is None or _is_audience(source, verb, lemmas_of(passage, cue)):
            return None, contents
        return self._to_the_end(without_absolute(source)), _not_of_source(source, contents) or contents

    def _linked(self, linked: Span | None, cue: Span, contents: Sequence[Span]) -> NounPhrase | None:
        """The source that the reader linked, unless it is in a later sentence than words that are not all quoted."""
        source = phrase_at(self._parsed, linked) if linked is not None else None
        if source is None or source.span.start <= cue.end or is_near(self._parsed, cue, source.span):
            return source
        return source if type_of(self._text, self._runs, contents) == "direct" else None

    def _before_marks(self, contents: list[Span]) -> tuple[NounPhrase | None, list[Span]]:
        """Source and contents if the subject of the quoted clause is the source, before the quotation marks.

        As in: The board “opposes it,” said in a letter.
        """
        first, *rest = contents
        run = next(
            (run for run in self._runs.at(first) if first.start < run.outer.start and first.covers(run.inner)), None
        )
        inner = utterance(self._text, run) if run else None
        if run is None or inner is None or first.end > run.outer.end:
            return None, contents
        passage = self._parsed.passage_at(first)
        before = passage.tokens(Span(first.start, run.outer.start))
        head = head_of(before)
        if head is None or head.dep_ != "nsubj" or any(token.pos_ in {"VERB", "AUX"} for token in before):
            return None, contents
        return NounPhrase(passage, tuple(before), head), [inner, *rest]

    def _from_outside(self, source: NounPhrase, cue: Span, contents: Sequence[Span]) -> NounPhrase:
        """The source, or the source of another attribution if one of its contents contains the source but not the cue.

        A source cannot be inside another's content: in "Lee said he would pay and warned of a strike" it is Lee who
        warned, not "he". But in "Lee said many objected, with a few writing back, saying ..." it is the few.
        """
        if source.head.head.tag_ == "VBG" and source.head.dep_ in SUBJECTS:
            return source
        for holding, other in self._by_content.at(source.span):
            if other.source is None or other.cue is None or other.cue.span.end > cue.start:
                continue
            within = (cue, *contents, other.source.span)
            if (
                holding.covers(source.span)
                and not any(holding.overlaps(span) for span in within)
                and is_near(self._parsed, holding, cue)
            ):
                return phrase_at(self._parsed, other.source.span) or source
        return source

    def _to_the_end(self, source: NounPhrase) -> NounPhrase:
        """A source up to the name after its title, or the end of its parenthesis, nickname or measure in inches."""
        span, passage = source.span, source.passage
        after = Span(span.end, span.end + 2)
        name = next((name for name in self._people.over(after) if name.start == span.end + 1), None)
        if name is not None and self._text[span.end] == " " and source.head.pos_ in {"NOUN", "PROPN"}:
            # "Secretary of the Treasury Ida Brandt", of which the reader has the title.
            tokens = passage.tokens(Span(span.start, name.end))
            return NounPhrase(passage, tuple(tokens), head_of(tokens) or source.head)
        if (mark := _closing(self._text, span)) is not None and mark <= passage.span.end:
            return NounPhrase(passage, tuple(passage.tokens(Span(span.start, mark))), source.head)
        opened = span.exact(self._text).rfind("(")
        start = span.start + opened if ")" not in span.exact(self._text)[max(opened, 0) :] and opened >= 0 else span.end
        match = _PARENTHESIS.match(self._text, start, passage.span.end) or _INCHES.match(self._text, span.end - 1)
        if match is None or (match.re is _INCHES and self._runs.at(Span(match.end() - 1, match.end()))):
            return source
        return NounPhrase(passage, tuple(passage.tokens(Span(span.start, match.end()))), source.head)

    def _of_report_before(self, verb: Token, cue: Span) -> NounPhrase | None:
        """The source of the previous report in the sentence, for a verb without a subject that continues it.

        As in: She said on Monday that it was safe, adding that ...
        """
        if verb.dep_ not in {"conj", "advcl"} or any(child.dep_ in SUBJECTS for child in verb.children):
            return None
        linked, start = self._attributions, self._parsed.passage_at(cue).offset
        here = bisect.bisect_left(self._cued, (cue,))
        before = [
            (number, source.span)
            for place, number in self._cued[max(0, here - _MOST) : here]
            if (source := linked[number].source)
            and start < place.end <= cue.start
            and is_near(self._parsed, place, cue)
        ]
        return phrase_at(self._parsed, max(before)[1]) if before else None


def _of_cue(passage: Passage, verb: Token, cue: Span) -> NounPhrase | None:
    """The source of a cue in the parse: who is behind a noun, the subject of a verb, or the noun before it."""
    if verb.pos_ == "NOUN":
        return holder_of(passage, verb)
    return source_of(passage, verb) or phrase_before(passage, passage.tokens(cue)[0])


def _closing(text: str, source: Span) -> int | None:
    """Where the quotation mark ends that closes a nickname at the end of a source: "a dealer known as “Tito.”"."""
    words = source.exact(text)
    place = max(words.rfind(mark) for mark in _CLOSINGS)
    if place < 0 or (words[place] == '"' and words.count('"') % 2 == 0):
        return None
    closing = _CLOSINGS[words[place]]
    match = None if closing.search(words, place + 1) else closing.match(text, source.end)
    return match.end() if match else None


def _is_of_preposition(noun: Token) -> bool:
    """Whether a noun, or the noun that it is joined to, belongs to a preposition that names no agent or authority."""
    while noun.dep_ == "conj" and noun.head.i != noun.i:
        noun = noun.head
    return noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.lower_ in lexicon.ACCOMPANYING


def _is_audience(source: NounPhrase, verb: Token, lemmas: Collection[str]) -> bool:
    """Whether the supposed source only listened: "..., a court heard", "the jury was told that ..."."""
    if source.head.lemma_.lower() not in lexicon.AUDIENCES:
        return False
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)
    return "hear" in lemmas or ("tell" in lemmas and (passive or verb.tag_ == "VBN"))


def _not_of_source(source: NounPhrase, contents: Sequence[Span]) -> list[Span]:
    """The contents without clauses about the source itself: "Berg, who voted against the curfew, said ..."."""
    clauses = [child for child in source.head.children if child.dep_ in {"relcl", "acl"}]
    spans = [source.passage.span_of(clause.left_edge, clause.right_edge) for clause in clauses]
    modifiers = Places((span, span) for span in spans)
    return [content for content in contents if not any(span.covers(content) for span in modifiers.over(content))]
