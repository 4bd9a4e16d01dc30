"""Attributions of the reader -> frames: complete contents with cue and source, corrected by the parse.

The reader marks contents, cues and sources and links them. Here contents are extended to the quotation marks around
them, a cue without a source gets its subject, and what is not a report is dropped.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.quoted_names import NAMING
from onrecord.extraction.quotes.boundaries import (
    with_object,
    without_absolute,
    without_circumstances,
    without_replies,
)
from onrecord.extraction.quotes.constructions import (
    Construction,
    construction_of,
    is_background,
    received,
    with_subject,
)
from onrecord.extraction.quotes.contents import MARKS, by_place, joined, type_of, utterance
from onrecord.extraction.quotes.cues import FINITE, Frame, cue_of, holder_of, phrase_before, source_of
from onrecord.extraction.quotes.divisions import divided
from onrecord.extraction.quotes.speakers import ANONYMITY
from onrecord.extraction.quotes.unsaid import is_disbelieved, is_unsaid
from onrecord.lang.en import lexicon, modality
from onrecord.nlp import ParsedArticle, Passage
from onrecord.nlp.judgements import REPORTS
from onrecord.nlp.noun_phrases import SUBJECTS, NounPhrase, head_of, phrase_at, trimmed
from onrecord.nlp.reader import Attribution
from onrecord.text.quotation import QuotedRun
from onrecord.text.spans import Places, Span, hull, span_or_none

if TYPE_CHECKING:
    from spacy.tokens import Token

READ = "quotes:reader@1"
# The least probability that an attribution reports something. A higher bound drops more acts, but also reports with
# rare verbs.
LEAST = 0.25
# The same for a noun without a clause, if the verb need not mean speech: "backed the plan". With .55, precision on news
# is .02 higher, and F1 on PolNeAR, which annotates such acts, .006 lower.
LEAST_OF_NOUNS = 0.35
_END = re.compile(r"[.?!\n](?=([^\w\s.?!]*\s))")
_LETTER = re.compile(r"[^\W_]")
_TOPIC = re.compile(r"\b(?:of|about) $")
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
_OF_SPEECH = lexicon.SPEECH | lexicon.JUDGMENT
_REPORTING = lexicon.SPEECH | lexicon.INFINITIVE | lexicon.ATTITUDES | lexicon.JUDGMENT | lexicon.DOCUMENTS


class Attributed:
    """Makes frames of the attributions of an article.

    Attributes:
        attributions: those of the reader, of which one with two reports is two.

    Args:
        parsed: the article.
        runs: its text in quotation marks, without names.
        resumed: the runs that continue the sentence of the run before.
        motions: the words for what was voted on.
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
        self.attributions = linked = [part for own in parsed.reading.attributions for part in divided(parsed, own)]
        self._by_content = Places((part.span, (part.span, link)) for link in linked for part in link.contents)
        self._people = Places((name.span, name.span) for name in parsed.reading.names if name.kind == "Person")
        # The cues in text order, each with the index of its attribution.
        self._cued = sorted((link.cue.span, number) for number, link in enumerate(linked) if link.cue)

    def frame(self, attribution: Attribution, quoted: Places[Span]) -> Frame | None:
        """The frame of an attribution with its contents; None if it is not a report.

        Args:
            attribution: the linked spans.
            quoted: the contents of quotes that other rules have found; they are left out.
        """
        marked = [part.span for part in attribution.contents if not quoted.at(part.span)]
        if attribution.cue:
            marked = [content for content in marked if not self._is_continued(content, attribution.cue.span)]
        if not marked:
            return None
        outside = attribution.cue.span if attribution.cue else None
        contents = joined(
            self._text,
            [self._whole(content, outside) for content in marked for content in self._before_resumed(content)],
        )
        contents = [
            content for content in contents if content.exact(self._text).lower() not in lexicon.RELATIVE_PRONOUNS
        ] or contents
        cue = attribution.cue.span if attribution.cue else self._governing(contents[0])
        if cue is None:
            return None
        contents = self._of_turn(self._of_report(contents, cue), cue)
        passage = self._parsed.passage_at(cue)
        verb = head_of(passage.tokens(cue))
        if verb is None:
            return None
        if type_of(self._text, self._runs, contents) != "direct":
            contents = self._not_before(contents, cue)
            contents = [without_circumstances(passage, self._runs, content, cue) for content in contents]
            contents = [without_replies(self._parsed.passage_at(content), content) for content in contents]
            contents = [with_object(passage, verb, cue, content) for content in contents]
            contents = [with_subject(self._parsed.passage_at(content), content) for content in contents]
            first = self._parsed.passage_at(contents[0]).tokens(contents[0])
            verbs = [verb, *(token for token in passage.tokens(cue) if token.pos_ == "VERB" and token.i != verb.i)]
            if any(is_unsaid(token, first) for token in verbs) or is_background(verb):
                return None
        if (noun := received(passage.tokens(cue))) is not None:
            return self._received(passage, noun, contents, attribution)
        found = construction_of(passage, cue, verb, contents)
        if found is not None:
            return self._constructed(passage, found, contents, attribution)
        source = phrase_at(self._parsed, attribution.source.span) if attribution.source else None
        is_later = source is not None and source.span.start > cue.end and not self._is_near(cue, source.span)
        if is_later and type_of(self._text, self._runs, contents) != "direct":
            source = None
        if source is None:
            if verb.pos_ == "NOUN":
                source = holder_of(passage, verb)
            else:
                source = source_of(passage, verb) or phrase_before(passage, passage.tokens(cue)[0])
            if source is None or any(source.span.overlaps(content) for content in contents):
                source, contents = self._source_before_marks(contents)
        if source is not None and _is_of_preposition(source.head):
            # "The coalition, which includes other groups, urged its passage": no group but the subject of the verb.
            own = source_of(passage, verb)
            free = own is not None and not any(own.span.overlaps(span) for span in (*contents, source.span))
            source = own if free and verb.pos_ == "VERB" else source
        source = self._from_outside(source, cue, contents) if source else self._of_report_before(verb, cue)
        lemmas = {token.lemma_.lower() for token in passage.tokens(cue) if token.pos_ not in {"ADP", "ADV", "PART"}}
        if source is not None and _is_audience(source, verb, lemmas):
            source = None
        if source is not None:
            contents = _not_of_source(source, contents) or contents
            source = self._to_the_end(without_absolute(source))
        kind = _kind(lemmas)
        contents = [part for content in contents for part in self._beside_parentheses(content)]
        end = max([cue.end, *([source.span.end] if source else [])])
        narrated = not lemmas & lexicon.SAYING and not self._is_near(cue, contents[0])
        words = None if narrated and type_of(self._text, self._runs, contents) == "direct" else cue
        parts = (attribution.cue, *attribution.contents) if attribution.cue else attribution.contents
        sure = min(part.probability for part in parts)
        frame = Frame(passage, verb, words, source, end, kind, READ, contents=contents, probability=sure)
        if type_of(self._text, self._runs, frame.contents) != "direct":
            held = self._is_disbelief(verb, frame.contents[0])
            if (_disbelieves(attribution) if held else _reports(attribution)) < self._least(frame, lemmas):
                return None
        return None if self._is_doubtful(frame, cue, lemmas) else frame

    def _constructed(
        self, passage: Passage, found: Construction, contents: Sequence[Span], attribution: Attribution
    ) -> Frame | None:
        """The frame of a construction, whose words the reader divided as in a plain report."""
        if found.outside is not None:
            rest = [part for content in contents for part in content.without([found.outside])]
            told = [self._whole(span) for part in rest if (span := trimmed(passage, passage.tokens(part)))]
        else:
            told = []
        told = told or [self._whole(content) for content in found.contents or ()]
        told = joined(self._text, [self._unmarked(content) for content in told])
        if not told or _reports(attribution) == 0.0:
            return None
        end = max([found.cue.end, *([found.source.span.end] if found.source else [])])
        kind = _kind({found.verb.lemma_.lower()})
        sure = min(part.probability for part in attribution.contents)
        frame = Frame(passage, found.verb, found.cue, found.source, end, kind, READ, contents=told, probability=sure)
        frame.outlet = found.outlet
        return None if self._is_hedge(frame) else frame

    def _beside_parentheses(self, content: Span) -> Sequence[Span]:
        """The texts in quotation marks of which a content consists, if one is in parentheses: “Nein” (“No”)."""
        runs = sorted(self._runs.over(content), key=lambda run: run.outer)
        if len(runs) < 2 or any(
            _LETTER.search(part.exact(self._text)) for part in content.without([r.outer for r in runs])
        ):
            return [content]
        between = [self._text[run.outer.end : later.outer.start] for run, later in itertools.pairwise(runs)]
        return [self._unmarked(run.outer) for run in runs] if any("(" in gap for gap in between) else [content]

    def _received(self, passage: Passage, noun: Token, contents: list[Span], attribution: Attribution) -> Frame | None:
        """The frame of what somebody heard: "after facing complaints from parents that the bus was late"."""
        source, cue = holder_of(passage, noun), passage.span_of(noun, noun)
        end = max([cue.end, *([source.span.end] if source else [])])
        sure = min(part.probability for part in attribution.contents)
        frame = Frame(passage, noun, cue, source, end, "speech", READ, contents=contents, probability=sure)
        return None if _reports(attribution) < LEAST else frame

    def _unmarked(self, content: Span) -> Span:
        """A content that is nothing but a text in quotation marks, without the marks."""
        run = next((run for run in self._runs.at(content) if run.outer == content), None)
        return (utterance(self._text, run) or run.inner) if run else content

    def _whole(self, content: Span, cue: Span | None = None) -> Span:
        """The content, extended to each text in quotation marks of which it has at least half, or the beginning.

        The marks belong to the content if it has words outside them. A cue inside the marks reports a part of them.
        """
        for run in self._runs.at(content):
            shared = min(content.end, run.inner.end) - max(content.start, run.inner.start)
            begins = content.start in {run.outer.start, run.inner.start}
            begins = begins and cue is not None and not run.outer.overlaps(cue)
            if shared > 0 and (begins or 2 * shared >= len(run.inner)):
                others = any(_LETTER.search(self._text, part.start, part.end) for part in content.without([run.outer]))
                content = hull([content, run.outer if others else utterance(self._text, run) or run.inner])
        return content

    def _before_resumed(self, content: Span) -> Sequence[Span]:
        """A content without the run that continues an earlier quotation: “A,” she said, citing costs, “and B.”."""
        resumed = [run.outer for run in self._resumed.at(content) if content.start < run.outer.start]
        if not resumed or self._text[content.start] in MARKS:
            return [content]
        return [left for part in content.without(resumed) if (left := part.trim(self._text, " ,"))]

    def _is_continued(self, content: Span, cue: Span) -> bool:
        """Whether a content continues the quote of the paragraph before, and its cue is in a later paragraph."""
        continues = any(run.continues for run in self._runs.at(content))
        return continues and self._parsed.passage_at(cue).offset > self._parsed.passage_at(content).offset

    def _of_report(self, contents: list[Span], cue: Span) -> list[Span]:
        """The contents of the report with this cue.

        After “...,” she said, a new sentence without quotation marks is not hers, nor is the topic in “...,” she said
        of the plan.
        """
        marked = {content for content in contents if next(self._runs.over(content), None)}
        if not marked:
            return contents
        answers = min(marked).start < cue.start
        return [
            content
            for content in contents
            if content.start < cue.start
            or self._text[content.start] in MARKS
            or (not (answers and self._is_topic(cue, content)) and (content in marked or self._is_near(cue, content)))
        ]

    def _of_turn(self, contents: list[Span], cue: Span) -> list[Span]:
        """The contents of the turn with this cue: a paragraph without any of its words ends the turn."""
        home = self._parsed.number_at(cue)
        places = [self._parsed.number_at(content) for content in contents]
        held, reached = set(places), {home}
        for step in (1, -1):
            number = home + step
            while number in held:
                reached.add(number)
                number += step
        return [content for content, place in zip(contents, places, strict=True) if place in reached] or contents

    def _is_topic(self, cue: Span, content: Span) -> bool:
        return bool(_TOPIC.search(self._text, max(cue.start, content.start - len(" about \n")), content.start))

    def _is_near(self, content: Span, cue: Span) -> bool:
        """Whether no sentence ends between a content and a cue after it."""
        between = span_or_none(content.end, cue.start)
        return between is None or not self._parsed.occurrences(_END).within(between)

    def _governing(self, content: Span) -> Span | None:
        """The cue of a content without one: the verb or noun that governs it, or the verb inserted into it.

        Text in quotation marks is left to other rules.
        """
        if self._runs.at(content):
            return None
        passage = self._parsed.passage_at(content)
        tokens = passage.tokens(content)
        head = head_of(tokens)
        if head is None:
            return None
        inside = {token.i for token in tokens}
        inserted = [child for child in head.children if child.dep_ == "parataxis" and child.i not in inside]
        governor = inserted[0] if inserted else head.head
        # "Sharing a photo" says nothing about a proposition.
        is_clause = any(token.tag_ in FINITE or token.tag_ == "TO" for token in tokens)
        reporting = lexicon.SAYING | lexicon.ATTITUDES if is_clause else lexicon.SAYING
        if governor.i in inside or governor.lemma_.lower() not in reporting:
            return None
        cue = cue_of(passage, governor) if governor.pos_ == "VERB" else passage.span_of(governor, governor)
        return None if content.overlaps(cue) else cue

    def _not_before(self, contents: list[Span], cue: Span) -> list[Span]:
        """Contents without unquoted pieces of an earlier sentence, if there are others: "He voted no. She said ..."."""
        passage = self._parsed.passage_at(cue)
        words = passage.tokens(cue)
        start = passage.place(passage.sentence_of(words[0])).start if words else cue.start
        return [c for c in contents if c.end > start or self._runs.at(c)] or contents

    def _source_before_marks(self, contents: list[Span]) -> tuple[NounPhrase | None, list[Span]]:
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
                and self._is_near(holding, cue)
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
        linked, start = self.attributions, self._parsed.passage_at(cue).offset
        here = bisect.bisect_left(self._cued, (cue,))
        before = [
            (number, source.span)
            for place, number in self._cued[max(0, here - _MOST) : here]
            if (source := linked[number].source) and start < place.end <= cue.start and self._is_near(place, cue)
        ]
        return phrase_at(self._parsed, max(before)[1]) if before else None

    def _is_doubtful(self, frame: Frame, cue: Span, lemmas: set[str]) -> bool:
        """Whether this may not be a report: a wish for anonymity, a name, a request, an act, or without a source."""
        if lemmas & NAMING:
            return True
        if type_of(self._text, self._runs, frame.contents) == "direct":
            return False
        if self._parsed.occurrences(ANONYMITY).within(hull([cue, *frame.contents])):
            return True
        if self._is_no_report(frame) or self._is_hedge(frame):
            return True
        if lemmas & lexicon.ANSWERING and self._are_all(frame.contents, lexicon.REQUESTS):
            return True
        # "the first city to ban" describes a city and reports no statement.
        verb = frame.verb
        describes = verb.dep_ in {"relcl", "acl", "advcl"} and any(child.tag_ == "TO" for child in verb.children)
        # In "voted in favor of" and "filed a lawsuit to stop the ban", the noun of the cue reports nothing.
        if verb.lemma_.lower() in lexicon.ACTS and not lemmas & (lexicon.SPEECH | lexicon.INFINITIVE):
            return True
        if verb.lemma_.lower() in lexicon.RULING and self._are_all(frame.contents, lexicon.CASES):
            return True
        if not lemmas & lexicon.SPEECH and any(map(self._motions.at, frame.contents)):
            return True
        unnamed = frame.source is None and not self._is_said_in(frame)
        return (unnamed or describes) and not lemmas & _REPORTING

    def _least(self, frame: Frame, lemmas: Collection[str]) -> float:
        """The least probability of a report: more if a verb without the meaning of speech governs a mere noun.

        "Backed Lee for president" is rather an act than "told residents that it rained".
        """
        tokens = [t for content in frame.contents for t in self._parsed.passage_at(content).tokens(content)]
        is_clause = any(token.tag_ in FINITE or token.tag_ == "TO" for token in tokens)
        return LEAST if is_clause or not _OF_SPEECH.isdisjoint(lemmas) else LEAST_OF_NOUNS

    def _is_disbelief(self, verb: Token, content: Span) -> bool:
        """Whether a source does not believe, expect or want something: "does not believe that the bridge is safe".

        "Did not want to say when" keeps silent.
        """
        tokens = self._parsed.passage_at(content).tokens(content)
        head = head_of(tokens)
        return (
            verb.lemma_.lower() in lexicon.ATTITUDES
            and is_disbelieved(verb)
            and head is not None
            and head.lemma_.lower() not in lexicon.SPEECH
            and any(token.tag_ in FINITE or token.tag_ == "TO" for token in tokens)
        )

    def _is_said_in(self, frame: Frame) -> bool:
        """Whether the cue is a noun for words that a clause gives, whoever said them: "warnings that it rained"."""
        tokens = self._parsed.passage_at(frame.contents[0]).tokens(frame.contents[0])
        head = head_of(tokens)
        return (
            head is not None
            and head.dep_ in {"acl", "ccomp"}
            and head.head.i == frame.verb.i
            and frame.verb.pos_ == "NOUN"
            and any(token.tag_ in FINITE for token in tokens)
        )

    def _is_no_report(self, frame: Frame) -> bool:
        """Whether the verb does not report this content.

        "Learned that it rained" says nothing, "pleaded guilty" and "the plan was backed" are acts, "we asked" is an act
        of the writer, "wrote to him seeking answers" says how he wrote, "saw a boom" that there was one, and "he
        said, referring to the road" is a gloss.
        """
        tokens = [t for content in frame.contents for t in self._parsed.passage_at(content).tokens(content)]
        head = head_of(tokens)
        if _is_charge(frame.verb) or _is_plea(frame.verb) or _is_of_the_writer(frame):
            return True
        if len(tokens) == 1 and tokens[0].pos_ == "PRON" and frame.verb.lemma_.lower() not in lexicon.SPEECH:
            return True
        if head is None or len({t.doc for t in [*tokens, frame.verb]}) > 1:
            return False
        marked = any(map(self._runs.at, frame.contents))
        if _is_gloss(frame.verb) and not marked and head.pos_ in {"NOUN", "PROPN"}:
            return True
        hearer = head.head if head.head.dep_ == "pobj" else None
        if head.tag_ == "VBG" and head.dep_ in {"advcl", "acl"} and hearer and hearer.head.head.i == frame.verb.i:
            return hearer.head.lower_ == "to"
        if head.head.i != frame.verb.i:
            return False
        is_finite = any(token.tag_ in FINITE for token in tokens)
        if frame.verb.lemma_.lower() in lexicon.LEARNING:
            return True
        if (head.dep_ == "acomp" and not is_finite) or (head.dep_ == "advcl" and head.tag_ == "VBG"):
            return True
        if head.dep_ == "nsubjpass" and frame.verb.lemma_.lower() not in lexicon.SPEECH:
            return True
        if frame.verb.lemma_.lower() in lexicon.PORTRAYING and head.dep_ == "dobj" and not marked:
            # "Called the police", "describes the mine".
            return not is_finite and not _has_complement(frame.verb)
        return (
            frame.verb.lemma_.lower() in lexicon.TRANSITIVE
            and head.dep_ in {"dobj", "ccomp"}
            and not marked
            and not is_finite
            and not any(token.lower_ == "as" or token.tag_ == "TO" for token in tokens)
        )

    def _is_hedge(self, frame: Frame) -> bool:
        """Whether a verb weakens what the outlet itself says: "is expected to reopen", "seems to hesitate".

        Nor is it a report that somebody "is known for" something, or "is considered" something.
        """
        verb = frame.verb
        has_auxiliary = any(child.dep_ == "auxpass" for child in verb.children)
        is_passive = verb.tag_ == "VBN" and (has_auxiliary or verb.dep_ == "acl")
        has_agent = any(child.dep_ == "agent" for child in verb.children)
        words = frame.passage.tokens(frame.cue) if frame.cue else []
        raises = verb.lemma_ in lexicon.RAISING or (
            verb.lemma_ == "look" and any(c.dep_ == "acomp" for c in verb.children)
        )
        if raises and not any(word.lemma_.lower() in lexicon.SAYING for word in words):
            return True
        if verb.lower_ in modality.PROBABLE and is_passive and not has_agent:
            return True
        tokens = [t for content in frame.contents for t in self._parsed.passage_at(content).tokens(content)]
        is_clause = any(token.tag_ in FINITE or token.tag_ == "TO" for token in tokens)
        named = verb.lemma_.lower() == "know" and verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl", "amod"}
        is_marked = any(map(self._runs.at, frame.contents))
        return not is_clause and (named or (has_auxiliary and not has_agent and not is_marked))

    def _are_all(self, contents: Sequence[Span], nouns: frozenset[str]) -> bool:
        """Whether the head of each content is one of the nouns: "respond to a request", "dismissed a suit by Lee"."""
        heads = [head_of(self._parsed.passage_at(content).tokens(content)) for content in contents]
        return all(head is not None and head.lemma_.lower() in nouns for head in heads)


def _closing(text: str, source: Span) -> int | None:
    """Where the quotation mark ends that closes a nickname at the end of a source: "a dealer known as “Tito.”"."""
    words = source.exact(text)
    place = max(words.rfind(mark) for mark in _CLOSINGS)
    if place < 0 or (words[place] == '"' and words.count('"') % 2 == 0):
        return None
    closing = _CLOSINGS[words[place]]
    match = None if closing.search(words, place + 1) else closing.match(text, source.end)
    return match.end() if match else None


def _reports(attribution: Attribution) -> float:
    """The probability that an attribution reports words or thoughts; 1 if it was not judged.

    It is 0 if the most probable single reading is that nothing was said: "declined to comment".
    """
    acts = attribution.acts
    if not acts:
        return 1.0
    return 0.0 if max(acts, key=lambda act: acts[act]) == "unsaid" else sum(acts[act] for act in REPORTS)


def _disbelieves(attribution: Attribution) -> float:
    """The probability that an attribution with a negated verb of thinking reports a thought or its contrary."""
    acts = attribution.acts
    return sum(acts[act] for act in (*REPORTS, "unsaid")) if acts else 1.0


def _is_charge(verb: Token) -> bool:
    """Whether a verb is the act of a prosecutor: "was charged with fraud"."""
    return verb.lemma_.lower() == "charge" and any(
        child.lower_ == "with" and child.dep_ == "prep" for child in verb.children
    )


def _has_complement(verb: Token) -> bool:
    """Whether a verb of portraying says what it portrays its object as: "described the plan as bold", "called for"."""
    after = [child.dep_ for child in verb.children if child.i > verb.i]
    return not {"oprd", "prep", "prt", "acomp", "ccomp"}.isdisjoint(after) or after.count("dobj") > 1


def _is_plea(verb: Token) -> bool:
    """Whether a verb is the act of a defendant: "pleaded guilty to fraud"."""
    return verb.lemma_.lower() == "plead" and any(child.dep_ in {"acomp", "oprd"} for child in verb.children)


def _is_of_the_writer(frame: Frame) -> bool:
    """Whether the writer asks: "we asked readers whether"."""
    asks = frame.verb.lemma_.lower() == "ask"
    return asks and frame.source is not None and frame.source.head.lower_ in {"i", "we"}


def _is_gloss(verb: Token) -> bool:
    """Whether a participle says what the words before it are about or from: "..., he said, referring to the road"."""
    if verb.lemma_.lower() not in lexicon.GLOSSING or verb.tag_ != "VBG" or verb.dep_ != "advcl":
        return False
    # The parse may give the participle to what is reported.
    governing = verb.head.head if verb.head.dep_ == "ccomp" else verb.head
    return governing.lemma_.lower() in lexicon.SAYING and not any(child.lower_ == "as" for child in verb.children)


def _kind(lemmas: Collection[str]) -> str:
    return "thought" if lexicon.ATTITUDES & set(lemmas) and not lexicon.SPEECH & set(lemmas) else "speech"


def _is_of_preposition(noun: Token) -> bool:
    """Whether a noun, or the noun that it is joined to, belongs to a preposition that names no agent or authority."""
    while noun.dep_ == "conj" and noun.head.i != noun.i:
        noun = noun.head
    return noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.lower_ in lexicon.ACCOMPANYING


def _is_audience(source: NounPhrase, verb: Token, lemmas: set[str]) -> bool:
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
