"""Who goes on speaking: the speaker of a report whose source is a pronoun follows from the report before it.

In "Tom Ash had a gun, Jon Pike testified. He said Ash fired twice.", the topic of the first sentence is Ash, but its
speaker goes on. After a question, the person who was asked speaks: "Crane asked Pike where he was. “At home,” he said."
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.antecedents import GENDERS
from onrecord.extraction.entities.compatibility import DESCRIBES, may_be, noun_type
from onrecord.extraction.entities.descriptions import is_listed
from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.quotes.cues import Frame
from onrecord.extraction.quotes.speakers import speaker_of
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import SUBJECTS, NounPhrase, noun_phrase
from onrecord.text.quotation import QuotedRun
from onrecord.text.spans import Places, Span, hull, span_or_none

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

# Verbs of asking, after which the other person speaks, and verbs with which the other person does.
_ASKING = frozenset({"ask"})
_ANSWERING = frozenset({"answer", "reply", "respond"})
# Verbs with which the same person speaks on.
_CONTINUING = frozenset({"add", "continue"})
# The most sentences from one report to the next of the same person.
_FARTHEST = 4
_THINGS = frozenset({"it", "this", "that", "these", "those", "there", "which", "what"})
INTRODUCED = "quotes:introduced@1"
_BODIES = frozenset({"organization", "group", "place", "work", "law", "other"})


class Speakers:
    """The speakers of the frames of an article.

    Args:
        parsed: the article.
        entities: its entities; sources that are only described are added to them.
        frames: its frames with contents, in any order.
    """

    def __init__(self, parsed: ParsedArticle, entities: Entities, frames: Sequence[Frame]) -> None:
        self._parsed, self._entities = parsed, entities
        self._starts = [passage.place(s).start for passage in parsed.passages for s in passage.sentences]
        self._known: dict[int, tuple[int | None, str]] = {}
        before: Frame | None = None
        for frame in sorted(frames, key=lambda frame: (_extent(frame).start, frame.place)):
            self._known[frame.place] = self._next(frame, before)
            if frame.source is not None and _speaks(frame) and not _is_aside(frame):
                before = frame

    def of(self, frame: Frame) -> tuple[int | None, str]:
        """The entity of a frame's source, and the speaker status."""
        known = self._known.get(frame.place)
        return known if known is not None else speaker_of(frame, self._entities)

    def _next(self, frame: Frame, before: Frame | None) -> tuple[int | None, str]:
        found = speaker_of(frame, self._entities)
        pronoun = frame.source.head if frame.source is not None and len(frame.source.tokens) == 1 else None
        if before is None or pronoun is None or pronoun.lower_ not in GENDERS or frame.kind != "speech":
            return found
        if not self._adjoins(before, frame, pronoun):
            return found
        other, status = self._asked(before, frame) or self._known[before.place]
        # A person whose gender is unknown may be "they", if nobody else is meant.
        is_one = found[0] is None and status == "role" and pronoun.lower_ == "they"
        if other is None or other == found[0] or not (is_one or self._agrees(pronoun, other, status)):
            return found
        if found[0] is not None and self._is_topic(found[0], frame, before):
            return found
        assert frame.source is not None
        self._entities.relink(frame.source.span, other)
        return other, status

    def _adjoins(self, before: Frame, frame: Frame, pronoun: Token) -> bool:
        """Whether a frame begins in the sentence in which the frame before it ends, or in the next.

        "He continued" may be in the paragraph after. There may be sentences between them in which nobody is named: they
        go on with what the person says.
        """
        last, first = _extent(before).end - 1, _extent(frame).start
        if frame.verb.lemma_.lower() in _CONTINUING:
            return self._paragraph(first) - self._paragraph(last) in {0, 1}
        distance = self._sentence(first) - self._sentence(last)
        return distance in {0, 1} or (
            1 < distance <= _FARTHEST
            and not self._is_other_between(span_or_none(last + 1, first), pronoun, self._known[before.place][0])
        )

    def _is_other_between(self, between: Span | None, pronoun: Token, speaker: int | None) -> bool:
        """Whether the text between two frames mentions somebody else whom a pronoun may mean."""
        types = {"n": _BODIES - {"place", "work", "law", "other"}, "p": _BODIES | {"person"}}
        meant = types.get(GENDERS[pronoun.lower_], frozenset({"person", "group"}))
        mentions = self._entities.inside(between) if between is not None else []
        others = (mention.entity for mention in mentions if mention.entity != speaker)
        return any(self._entities.entity_type(other) in meant for other in others)

    def _paragraph(self, place: int) -> int:
        return self._parsed.number_at(Span(place, place + 1))

    def _sentence(self, place: int) -> int:
        return bisect.bisect_right(self._starts, place) - 1

    def _asked(self, before: Frame, frame: Frame) -> tuple[int | None, str] | None:
        """The person to whom the frame before spoke, if this person answers now."""
        asks = before.verb.lemma_.lower() in _ASKING
        if not asks and frame.verb.lemma_.lower() not in _ANSWERING:
            return None
        for child in before.verb.children:
            if child.dep_ in {"dobj", "dative"} and child.i > before.verb.i:
                key = self._entities.at(before.passage, child)
                return key, "named" if key is not None and self._entities.is_named(key) else "role"
        return (None, "unknown") if asks else None

    def _agrees(self, pronoun: Token, key: int, status: str) -> bool:
        cluster, gender = self._entities.clusters[key], GENDERS[pronoun.lower_]
        if gender in {"m", "f"}:
            words = cluster.described_as
            known = cluster.gender or ("f" if words & lexicon.FEMALE else "m" if words & lexicon.MALE else None)
            return cluster.entity_type == "person" and status != "document" and known in {None, gender}
        if gender == "n":
            return cluster.entity_type in _BODIES or status == "document"
        return status in {"collective", "anonymous"}

    def _is_topic(self, key: int, frame: Frame, before: Frame) -> bool:
        """Whether the text between two frames, or the source of the frame before, is about an entity.

        A name in the content of the frame before does not count: its speaker is somebody else.
        """
        start = _extent(before).end
        between = Span(start, frame.place) if start < frame.place else None
        return between is not None and any(
            mention.entity == key and mention.mention_type != "pronominal"
            for mention in self._entities.inside(between)
            if not any(content.covers(mention.span) for content in frame.contents)
        )


def introduced_by(
    parsed: ParsedArticle, run: QuotedRun, runs: Places[QuotedRun], entities: Entities
) -> NounPhrase | None:
    """The subject of the sentence before a quotation without a frame, if that is a person: Brandt smiled. “We won.”.

    Args:
        parsed: the article.
        run: the quotation.
        runs: all quotations; a sentence with one of them introduces no other.
        entities: the entities of the article.
    """
    number = parsed.number_at(run.outer)
    passage = parsed.passages[number]
    before = passage.sentences_between(passage.span.start, run.outer.start)
    before = [sentence for sentence in before if passage.place(sentence).end <= run.outer.start]
    if not before and number and run.outer.start == passage.span.start:
        passage = parsed.passages[number - 1]
        before = passage.sentences
    if not before or passage.zone is not Zone.BODY:
        return None
    sentence = before[-1]
    place = passage.place(sentence)
    root = sentence.root
    subject = next((child for child in root.children if child.dep_ == "nsubj"), None)
    if subject is None or any(True for _ in runs.over(place)):
        return None
    key = entities.at(passage, subject)
    if key is None or entities.entity_type(key) != "person" or subject.tag_ in {"WP", "WDT"}:
        return None
    return noun_phrase(passage, subject)


def is_about_others(
    parsed: ParsedArticle,
    between: Span,
    speaker: int | None,
    runs: Places[QuotedRun],
    entities: Entities,
    *,
    alone: bool = False,
) -> bool:
    """Whether narrated sentences are about somebody else than a speaker, or too many to be an aside.

    They are if they name a person, or have people for their subject: "The water rose" is not, "Residents fled" is.

    Args:
        parsed: the article.
        between: the text between the speaker's words.
        speaker: the entity of the speaker, if it is known.
        runs: the text in quotation marks.
        entities: the entities of the article.
        alone: whether the article quotes nobody else; then narrated sentences may be many, and their subjects anything
            that is not known to be a person or people.
    """
    first, last = parsed.number_at(between), parsed.number_at(Span(between.end - 1, between.end))
    if last - first > _FARTHEST and not alone:
        return True
    sentences = [
        (passage, sentence)
        for passage in parsed.passages[first : last + 1]
        for sentence in passage.sentences_between(between.start, between.end)
        if between.covers(place := passage.place(sentence)) and not any(True for _ in runs.over(place))
    ]
    return (len(sentences) > _FARTHEST and not alone) or any(
        _is_about_another(passage, sentence, speaker, entities, alone=alone) for passage, sentence in sentences
    )


def _is_about_another(
    passage: Passage, sentence: TokenSpan, speaker: int | None, entities: Entities, *, alone: bool
) -> bool:
    named = [own.entity for own in entities.inside(passage.place(sentence)) if own.mention_type == "named"]
    if any(entities.entity_type(key) == "person" and key != speaker for key in named):
        return True
    for subject in (child for child in sentence.root.children if child.dep_ in SUBJECTS):
        key = entities.at(passage, subject)
        if key is not None and key != speaker and entities.entity_type(key) in {"person", "group"}:
            return True
        is_sure = is_listed(subject) or GENDERS.get(subject.lower_) in {"m", "f"}
        if key is None and (is_sure or not alone) and _is_of_people(passage, subject, entities):
            return True
    return False


def _is_of_people(passage: Passage, noun: Token, entities: Entities) -> bool:
    if noun.pos_ == "PRON":
        return noun.lower_ not in _THINGS
    is_group = noun_type(entities.vectors, passage, noun) == "group"
    return is_group or may_be(entities.vectors, passage, noun, "person", DESCRIBES)


def _speaks(frame: Frame) -> bool:
    """Whether a frame reports speech with a word that means nothing else."""
    return frame.verb.lemma_.lower() in lexicon.SPEECH | lexicon.INFINITIVE | {"accord"}


def _is_aside(frame: Frame) -> bool:
    """Whether a report is in a relative clause, which does not change who is speaking."""
    return frame.verb.dep_ == "relcl" or (frame.source is not None and frame.source.head.tag_ in {"WP", "WDT"})


def _extent(frame: Frame) -> Span:
    words = [*frame.contents, *([frame.cue] if frame.cue else []), *([frame.source.span] if frame.source else [])]
    return hull(words)
