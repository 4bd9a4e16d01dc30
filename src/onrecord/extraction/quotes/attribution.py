"""What the reader linked, as frames: whole contents with the cue and the source that the grammar confirms.

The reader tells which stretches are content, cue and source of one another. Contents take in the quotation marks that
they stand in, a cue without a source asks the grammar for its subject, and what is not a report is left out.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.quoted_names import NAMING
from onrecord.extraction.quotes.contents import MARKS, by_place, joined, type_of, utterance
from onrecord.extraction.quotes.cues import Frame, cue_of, holder_of, phrase_before, source_of
from onrecord.extraction.quotes.speakers import ANONYMITY
from onrecord.lang.en import lexicon
from onrecord.nlp import ParsedArticle
from onrecord.nlp.noun_phrases import SUBJECTS, NounPhrase, head_of, phrase_at
from onrecord.nlp.reader import Attribution
from onrecord.text.quotation import QuotedRun
from onrecord.text.spans import Places, Span, hull, span_or_none

if TYPE_CHECKING:
    from spacy.tokens import Token

READ = "quotes:reader@1"
# Those before whom something is said.
_AUDIENCES = lexicon.words("court jury inquest inquiry tribunal hearing judge panel juror")
# What courts and bodies do with what is brought before them, which they need not say.
_RULING = lexicon.words("dismiss reject deny grant uphold overturn reverse")
_CASES = lexicon.words("""
    suit lawsuit case appeal petition motion application bail injunction amendment bill ordinance permit rezoning
    variance
""")
# What one does with a request, or does not.
_ANSWERING = frozenset({"respond", "reply", "answer", "return"})
# Words that stand for what was said in another clause.
_END = re.compile(r"[.?!\n](?=([^\w\s.?!]*\s))")
_LETTER = re.compile(r"[^\W_]")
_TOPIC = re.compile(r"\b(?:of|about) $")
# Reports before in a sentence that a verb without a subject may go on from.
_MOST = 50
_RELATIVE = frozenset({"which", "that", "who", "whom", "what"})
_REPORTING = lexicon.SPEECH | lexicon.INFINITIVE | lexicon.ATTITUDES | lexicon.JUDGMENT | lexicon.DOCUMENTS


class Attributed:
    """Makes frames of the attributions of one article.

    Args:
        parsed: the article.
        runs: its text in quotation marks, names left out.
        resumed: those of the runs that go on with the sentence of the run before.
        motions: what was voted on.
    """

    def __init__(
        self,
        parsed: ParsedArticle,
        runs: Sequence[QuotedRun],
        resumed: Collection[QuotedRun],
        motions: Sequence[Span],
    ) -> None:
        self._parsed, self._text = parsed, parsed.text
        self._runs, self._resumed = by_place(runs), by_place(resumed)
        self._motions = Places((motion, motion) for motion in motions)
        linked = parsed.reading.attributions
        self._by_content = Places((part.span, (part.span, one)) for one in linked for part in one.contents)
        # In the order of the text, each with its number among those that the reader linked.
        self._cued = sorted((one.cue.span, number) for number, one in enumerate(linked) if one.cue)

    def frame(self, attribution: Attribution, settled: Places[Span]) -> Frame | None:
        """The frame of an attribution with its contents; None where it is not a report.

        Args:
            attribution: what the reader linked.
            settled: stretches whose quotes are known already; they are left out.
        """
        message = [part.span for part in attribution.contents if not settled.at(part.span)]
        if attribution.cue:
            message = [content for content in message if not self._is_taken_up(content, attribution.cue.span)]
        if not message:
            return None
        contents = joined(
            self._text, [self._whole(content) for content in message for content in self._before_resumed(content)]
        )
        contents = [content for content in contents if content.exact(self._text).lower() not in _RELATIVE] or contents
        cue = attribution.cue.span if attribution.cue else self._governing(contents[0])
        if cue is None:
            return None
        contents = self._of_one_report(contents, cue)
        passage = self._parsed.passage_at(cue)
        verb = head_of(passage.tokens(cue))
        if verb is None:
            return None
        source = phrase_at(self._parsed, attribution.source.span) if attribution.source else None
        if (
            source is not None
            and source.passage.offset > passage.offset
            and type_of(self._text, self._runs, contents) != "direct"
        ):
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
        if source is not None and _is_audience(source, verb, lemmas):
            source = None
        if source is not None:
            contents = _not_of_source(source, contents) or contents
        kind = "thought" if lemmas & lexicon.ATTITUDES and not lemmas & lexicon.SPEECH else "speech"
        end = max([cue.end, *([source.span.end] if source else [])])
        parts = (attribution.cue, *attribution.contents) if attribution.cue else attribution.contents
        sure = min(part.probability for part in parts)
        frame = Frame(passage, verb, cue, source, end, kind, READ, contents=contents, probability=sure)
        return None if self._is_doubtful(frame, cue, lemmas) else frame

    def _whole(self, content: Span) -> Span:
        """The content with all of the text in quotation marks of which it has the greater part.

        Marks belong to it where it has other words beside those that they enclose.
        """
        for run in self._runs.at(content):
            shared = min(content.end, run.inner.end) - max(content.start, run.inner.start)
            if shared > 0 and 2 * shared >= len(run.inner):
                beside = any(_LETTER.search(self._text, part.start, part.end) for part in content.without([run.outer]))
                content = hull([content, run.outer if beside else utterance(self._text, run) or run.inner])
        return content

    def _before_resumed(self, content: Span) -> Sequence[Span]:
        """A content without the run that goes on with what was quoted before: “A,” she said, citing costs, “and B.”."""
        resumed = [run.outer for run in self._resumed.at(content) if content.start < run.outer.start]
        if not resumed or self._text[content.start] in MARKS:
            return [content]
        return [left for part in content.without(resumed) if (left := part.trim(self._text, " ,"))]

    def _is_taken_up(self, content: Span, cue: Span) -> bool:
        """Whether a content goes on with the quote of the paragraph before, and its cue stands in one after it."""
        continues = any(run.continues for run in self._runs.at(content))
        return continues and self._parsed.passage_at(cue).offset > self._parsed.passage_at(content).offset

    def _of_one_report(self, contents: list[Span], cue: Span) -> list[Span]:
        """The contents, or those in marks: after “...,” she said, a new sentence without marks is not hers.

        Nor is what the words in marks were said of: “...,” she said of the plan.
        """
        marked = {content for content in contents if next(self._runs.over(content), None)}
        if not marked:
            return contents
        answers = min(marked).start < cue.start
        return [
            content
            for content in contents
            if content in marked
            or content.start < cue.start
            or (self._is_near(cue, content) and not (answers and self._is_topic(cue, content)))
        ]

    def _is_topic(self, cue: Span, content: Span) -> bool:
        return bool(_TOPIC.search(self._text, max(cue.start, content.start - len(" about \n")), content.start))

    def _is_near(self, content: Span, cue: Span) -> bool:
        """Whether no sentence ends between a content and a cue after it."""
        between = span_or_none(content.end, cue.start)
        return between is None or not self._parsed.occurrences(_END).within(between)

    def _governing(self, content: Span) -> Span | None:
        """The verb or noun on which a content hangs, or the verb put into it: the cue where the reader saw none.

        Text in quotation marks has rules of its own.
        """
        if self._runs.at(content):
            return None
        passage = self._parsed.passage_at(content)
        tokens = passage.tokens(content)
        head = head_of(tokens)
        if head is None:
            return None
        inside = {token.i for token in tokens}
        put_in = [child for child in head.children if child.dep_ == "parataxis" and child.i not in inside]
        governor = put_in[0] if put_in else head.head
        if governor.i in inside or governor.lemma_.lower() not in lexicon.SPEECH | lexicon.THOUGHT | lexicon.ATTITUDES:
            return None
        cue = cue_of(passage, governor) if governor.pos_ == "VERB" else passage.span_of(governor, governor)
        return None if content.overlaps(cue) else cue

    def _source_before_marks(self, contents: list[Span]) -> tuple[NounPhrase | None, list[Span]]:
        """Source and contents where the reporting verb has no subject but the quoted one.

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
        """The source, or that of another attribution, one of whose contents holds the source but not the cue.

        Who only stands in what others say reports nothing beside them: in "Lee said he would pay and warned of a
        strike" it is Lee who warned.
        """
        for holding, other in self._by_content.at(source.span):
            if other.source is None or other.cue is None or other.cue.span.end > cue.start:
                continue
            within = (cue, *contents, other.source.span)
            if (
                holding.covers(source.span)
                and not any(holding.overlaps(span) for span in within)
                and self._is_near(holding, cue)
            ):
                return phrase_at(self._parsed, other.source.span) or source
        return source

    def _of_report_before(self, verb: Token, cue: Span) -> NounPhrase | None:
        """The source of the report before in the sentence, where a verb without a subject goes on from it.

        As in: She told the board on Monday, adding that ...
        """
        if verb.dep_ not in {"conj", "advcl"} or any(child.dep_ in SUBJECTS for child in verb.children):
            return None
        linked, start = self._parsed.reading.attributions, self._parsed.passage_at(cue).offset
        here = bisect.bisect_left(self._cued, (cue,))
        before = [
            (number, source.span)
            for place, number in self._cued[max(0, here - _MOST) : here]
            if (source := linked[number].source) and start < place.end <= cue.start and self._is_near(place, cue)
        ]
        return phrase_at(self._parsed, max(before)[1]) if before else None

    def _is_doubtful(self, frame: Frame, cue: Span, lemmas: set[str]) -> bool:
        """Whether this is not a report: a wish to stay unnamed, a name, a request, an act, or without a source."""
        if lemmas & NAMING:
            return True
        if type_of(self._text, self._runs, frame.contents) == "direct":
            return False
        if self._parsed.occurrences(ANONYMITY).within(hull([cue, *frame.contents])):
            return True
        if lemmas & _ANSWERING and self._are_all(frame.contents, lexicon.REQUESTS):
            return True
        # "the first city to ban" tells what a city is, not what it said.
        verb = frame.verb
        describes = verb.dep_ in {"relcl", "acl", "advcl"} and any(child.tag_ == "TO" for child in verb.children)
        acts = verb.lemma_.lower() in lexicon.ACTS
        if verb.lemma_.lower() in _RULING and self._are_all(frame.contents, _CASES):
            return True
        if not lemmas & lexicon.SPEECH and any(map(self._motions.at, frame.contents)):
            return True
        return (frame.source is None or describes or acts) and not lemmas & _REPORTING

    def _are_all(self, contents: Sequence[Span], nouns: frozenset[str]) -> bool:
        """Whether all that is told is one of some nouns: "respond to a request", "dismissed a similar suit by Lee"."""
        heads = [head_of(self._parsed.passage_at(content).tokens(content)) for content in contents]
        return all(head is not None and head.lemma_.lower() in nouns for head in heads)


def _is_audience(source: NounPhrase, verb: Token, lemmas: set[str]) -> bool:
    """Whether who is named only listened: "..., a court heard", "the jury was told that ..."."""
    if source.head.lemma_.lower() not in _AUDIENCES:
        return False
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)
    return "hear" in lemmas or ("tell" in lemmas and (passive or verb.tag_ == "VBN"))


def _not_of_source(source: NounPhrase, contents: Sequence[Span]) -> list[Span]:
    """The contents without what is told of the source itself: "Berg, who voted against the curfew, said ..."."""
    clauses = [child for child in source.head.children if child.dep_ in {"relcl", "acl"}]
    spans = [source.passage.span_of(clause.left_edge, clause.right_edge) for clause in clauses]
    message = Places((span, span) for span in spans)
    return [content for content in contents if not any(span.covers(content) for span in message.over(content))]
