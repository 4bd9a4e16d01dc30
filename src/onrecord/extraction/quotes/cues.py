"""Frames: cues with their sources, as in "said Lopez in a news report", "according to the mayor"."""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from onrecord.lang.en import lexicon, modality
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import SUBJECTS, NounPhrase, head_of, noun_phrase, trimmed
from onrecord.text.quotation import QuotedRun
from onrecord.text.spans import Span, hull, span_or_none

if TYPE_CHECKING:
    from spacy.tokens import Token

FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
ENDS = frozenset({".", "?", "!", "…"})
# Parts of speech of a cue's words that do not change what it reports.
_LIGHT = frozenset({"ADP", "ADV", "PART"})
# Verbs whose passive subject is the speaker.
_HEARD = lexicon.words("quote hear see record overhear")
# The most tokens of a frame and the words around it.
_LONGEST = 200
_BLANK = re.compile(r"\s*")
_STOPPED = re.compile(r"[.?!,…—-][’”\"'»]*$")
_STOP_AFTER = re.compile(r"\s*(?:[.?!]|\Z)")
_DASHES = frozenset({"—", "–", "-", "―", "--"})
# A dash, a name, and perhaps a description: "— Maria Keller, a teacher."
_SIGNATURE = re.compile(
    r"[\s.]*(?P<dash>[—–―-]{1,2})\s*"
    r"(?P<name>[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|de|da|del|la|van|von|bin|al)){0,4})"
    r"(?:, [^.!?]{1,60}(?:\.[.,\s]*)?|[,\s][.,\s]*)?"
)


@dataclasses.dataclass(slots=True)
class Frame:
    """A cue with its source and, once found, its contents; `verb` is the head of the source if there is no verb.

    `outlet` is the noun for who carried the words, if the construction has one: "The Ledger quoted Lee as saying".
    """

    passage: Passage
    verb: Token
    cue: Span | None
    source: NounPhrase | None
    end: int
    kind: str
    method: str
    contents: list[Span] = dataclasses.field(default_factory=list)
    probability: float | None = None
    outlet: Token | None = None

    @property
    def place(self) -> int:
        """The offset of the verb in the article; it identifies the frame."""
        return int(self.verb.idx) + self.passage.offset


def is_utterance(text: str, passage: Passage, run: QuotedRun) -> bool:
    """Whether quoted words are a complete utterance: a finite clause with a beginning and an end.

    The stop may be after the closing mark, as is usual in British English; a paragraph may end without one.
    """
    tokens = passage.tokens(run.inner)
    finite = is_finite(tokens)
    ended = bool(_STOPPED.search(run.inner.exact(text).strip())) or not run.closed
    ended = ended or bool(_STOP_AFTER.match(text, run.outer.end, passage.span.end))
    starts = run.inner.exact(text).lstrip()[:1]
    return len(tokens) > 2 and finite and ended and (starts.isupper() or starts in "[…." or starts.isdigit())


def frame_after(text: str, passage: Passage, run: QuotedRun, end: int | None = None) -> Frame | None:
    """The frame after a run in its sentence, up to `end`, where the next run begins."""
    ending = run.inner.exact(text).rstrip()[-1:]
    limit = passage.span.end if end is None else min(end, passage.span.end)
    tokens: list[Token] = []
    for token in passage.tokens_from(run.outer.end, limit, _LONGEST) if run.outer.end < limit else ():
        abbreviated = bool(tokens) and tokens[-1].lower_ in lexicon.HONORIFICS
        if (token.text in ENDS and not abbreviated) or (token.text in {";", ":"} and tokens):
            break
        tokens.append(token)
    comma = bool(tokens) and tokens[0].text in {",", *_DASHES}
    dash = comma and tokens[0].text in _DASHES
    tokens = tokens[1:] if comma else tokens
    if (
        not tokens
        or (ending == "." and not dash)
        or not (comma or ending in ",?!…—–-" or tokens[0].lemma_.lower() in lexicon.SPEECH)
    ):
        return None
    if tokens[0].lower_ == "according":
        return according_to(passage, tokens[0])
    for number, verb in enumerate(tokens[:16]):
        if verb.lemma_.lower() in lexicon.SAYING and verb.pos_ == "VERB":
            if verb.lemma_.lower() in lexicon.CLAUSE_ONLY - {"continue"} or is_negated(verb):
                return None
            if verb.tag_ == "VBG" and number > 1:
                return None
            return _make_frame(passage, verb, tokens, number)
        if (verb.tag_ in FINITE and verb.pos_ != "AUX") or verb.lower_ in {
            "which",
            "but",
            "because",
            "that",
            "if",
            "when",
        }:
            return None
    return None


def signed(text: str, passages: Sequence[Passage], run: QuotedRun) -> Frame | None:
    """The frame in "“I will vote.” — Maria Keller": only a dash and a name, after a run or in the next paragraph."""
    number = bisect.bisect_right(passages, run.outer.start, key=lambda passage: passage.offset) - 1
    rest = span_or_none(run.outer.end, passages[number].span.end)
    if rest is None or _BLANK.fullmatch(text, rest.start, rest.end):
        number += 1
        rest = passages[number].span if number < len(passages) else None
    match = _SIGNATURE.fullmatch(text, rest.start, rest.end) if rest else None
    if rest is None or match is None:
        return None
    passage = passages[number]
    name = Span(*match.span("name"))
    tokens = passage.tokens(name)
    if not tokens or any(token.pos_ in {"VERB", "AUX"} for token in tokens):
        return None
    head = next((token for token in reversed(tokens) if token.text[0].isupper()), tokens[-1])
    cue = Span(*match.span("dash"))
    return Frame(passage, head, cue, NounPhrase(passage, tuple(tokens), head), rest.end, "speech", "quotes:signature@1")


def frame_before(text: str, passage: Passage, run: QuotedRun, start: int = 0) -> Frame | None:
    """The frame before a run in its sentence, from `start` on, where the previous run ends."""
    stretch = span_or_none(max(start, passage.offset), run.outer.start)
    tokens = passage.tokens(stretch) if stretch else []
    ends = [n for n, token in enumerate(tokens) if token.text in ENDS]
    tokens = tokens[ends[-1] + 1 :] if ends else tokens
    if not tokens:
        return None
    mark = tokens[-1].text if tokens[-1].text in {",", ":", *_DASHES} else ""
    tokens = tokens[:-1] if mark else tokens
    starts = run.inner.exact(text).lstrip()[:1]
    frame = frame_of_last_verb(passage, tokens, far=mark == ":")
    if frame is None:
        return None
    rest = [token for token in tokens if token.i > frame.verb.i and passage.span_of(token, token).start >= frame.end]
    if frame.verb.lemma_.lower() in lexicon.JUDGMENT or (not mark and (rest or starts.islower())):
        cue_end = cue_of(passage, frame.verb).end
        after = [token for token in tokens if passage.span_of(token, token).start >= cue_end]
        frame.contents = [hull([passage.span_of(after[0], after[0]), run.outer]) if after else run.outer]
    return frame


def frame_of_last_verb(passage: Passage, tokens: Sequence[Token], *, far: bool) -> Frame | None:
    """The frame of the last reporting verb; None if another finite verb follows it, unless `far`."""
    verbs = lexicon.SAYING | lexicon.JUDGMENT
    for number in range(len(tokens) - 1, -1, -1):
        verb = tokens[number]
        if verb.pos_ == "VERB" and verb.lemma_.lower() in verbs and verb.dep_ != "amod" and not is_negated(verb):
            if verb.lemma_.lower() in lexicon.CLAUSE_ONLY and not far:
                return None
            return _make_frame(passage, verb, tokens, number)
        if verb.tag_ in FINITE and not far:
            return None
    return None


def _make_frame(passage: Passage, verb: Token, tokens: Sequence[Token], number: int) -> Frame:
    cue = cue_of(passage, verb)
    limit = Span(passage.span_of(tokens[0], tokens[0]).start, passage.span_of(tokens[-1], tokens[-1]).end)
    source = source_of(passage, verb, limit) or _adjacent_phrase(passage, tokens, number, limit)
    kind = "thought" if verb.lemma_.lower() in lexicon.THOUGHT else "speech"
    return Frame(passage, verb, cue, source, limit.end, kind, "quotes:marks@1")


def _adjacent_phrase(passage: Passage, tokens: Sequence[Token], number: int, limit: Span) -> NounPhrase | None:
    """The noun phrase next to a verb without a subject in the parse: after it ("said Lopez"), else before it."""
    after = list(tokens[number + 1 :])
    if after and (after[0].pos_ in {"PROPN", "PRON", "DET", "ADJ", "NUM"} or after[0].ent_type_ == "PERSON"):
        for token in after:
            if token.lower_.rstrip(".") in lexicon.HONORIFICS:
                continue
            if token.pos_ in {"PROPN", "NOUN", "PRON"} and token.dep_ not in {"compound", "nmod", "amod", "poss"}:
                return noun_phrase(passage, token, limit)
    for token in reversed(tokens[:number]):
        if token.pos_ in {"PROPN", "NOUN", "PRON"} and token.dep_ in {*SUBJECTS, "ROOT", "dep", "conj"}:
            return noun_phrase(passage, token, limit)
    return None


def according_to(passage: Passage, token: Token) -> Frame | None:
    """The frame of "according to" with its source; the content is the rest of the sentence."""
    if token.lower_ != "according" or token.i + 2 >= len(passage.doc) or token.nbor(1).lower_ != "to":
        return None
    to = token.nbor(1)
    nouns = [child for child in [*to.children, *token.children] if child.dep_ == "pobj"]
    if not nouns:
        return None
    source = noun_phrase(passage, nouns[0])
    sentence = passage.sentence_of(token)
    phrase_end = max(nouns[0].right_edge.i, source.tokens[-1].i)
    doc, nearest = passage.doc, max(sentence.start, token.i - _LONGEST)
    before = [t for t in doc[nearest : token.i] if not t.is_space]
    after = [t for t in doc[phrase_end + 1 : min(sentence.end, phrase_end + _LONGEST)] if not t.is_space]
    cue = passage.span_of(token, to)
    contents = [span for part in (before, after) if (span := trimmed(passage, part))]
    if len(contents) > 1 and len(contents[0]) < 15:
        contents = contents[1:]
    return Frame(
        passage,
        token,
        cue,
        source,
        max(cue.end, source.span.end),
        "speech",
        "quotes:according@1",
        contents=contents,
    )


def source_of(passage: Passage, verb: Token, limit: Span | None = None) -> NounPhrase | None:
    """The source of a verb: its subject, or the subject that it shares with the verb above it.

    The subject of "was heard yelling" or "was forced to admit" is the source, too.
    """

    def allowed(token: Token) -> bool:
        return limit is None or limit.covers(passage.span_of(token, token))

    while True:
        for child in verb.children:
            quoted = child.dep_ == "nsubjpass" and verb.lemma_.lower() in _HEARD
            if (child.dep_ in {"nsubj", "csubj"} or quoted) and allowed(child):
                return noun_phrase(passage, _titled(child), limit)
            if child.dep_ == "agent":
                for noun in child.children:
                    if noun.dep_ == "pobj":
                        return noun_phrase(passage, noun, limit)
        if any(child.dep_ == "nsubjpass" for child in verb.children):
            return None
        if verb.dep_ not in {"conj", "xcomp", "advcl", "pcomp"} or verb.head.i == verb.i:
            break
        head = verb.head if verb.dep_ != "pcomp" else verb.head.head
        if verb.dep_ in {"xcomp", "advcl"}:
            for child in head.children:
                if child.dep_ == "nsubjpass" and allowed(child):
                    return noun_phrase(passage, child, limit)
        if head.pos_ not in {"VERB", "AUX"}:
            break
        verb = head
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.pos_ in {"NOUN", "PROPN"} and allowed(verb.head):
        return noun_phrase(passage, verb.head, limit)
    return None


def phrase_before(passage: Passage, cue: Token) -> NounPhrase | None:
    """The noun phrase right before a cue, ignoring adverbs and auxiliaries: its subject if the parse is wrong."""
    if cue.tag_ == "TO":
        return None
    before = list(takewhile(lambda t: t.pos_ in {"ADV", "AUX"}, reversed(passage.doc[: cue.i])))
    place = cue.i - 1 - len(before)
    if place < passage.sentence_of(cue).start or passage.doc[place].pos_ not in {"NOUN", "PROPN", "PRON"}:
        return None
    return noun_phrase(passage, passage.doc[place])


def holder_of(passage: Passage, noun: Token, prepositions: Collection[str] = ("by", "from")) -> NounPhrase | None:
    """The author or owner of a noun: "the city's report", "a petition by the group", "heard cries from the crowd"."""
    around = noun.head.children if noun.dep_ in {"attr", "dobj"} else ()
    for child in (*noun.children, *(child for child in around if child.dep_ == "prep" and child.i > noun.i)):
        if child.dep_ == "poss":
            held = noun_phrase(passage, child)
            tokens = held.tokens[:-1] if held.tokens[-1].tag_ == "POS" else held.tokens
            return NounPhrase(passage, tokens, held.head)
        if child.dep_ in {"prep", "agent"} and child.lower_ in prepositions:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return noun_phrase(passage, inner)
    return None


def _titled(token: Token) -> Token:
    """The name after a title that the parse takes for the whole subject: "Sgt. Melissa Tran"."""
    if token.lower_.rstrip(".") not in lexicon.HONORIFICS:
        return token
    name = token
    for following in token.doc[token.i + 1 : token.i + 6]:
        if following.text != "." and following.pos_ != "PROPN":
            break
        name = following if following.pos_ == "PROPN" else name
    return name


def cue_of(passage: Passage, verb: Token) -> Span:
    """The verb with its particle."""
    last = verb
    for child in verb.children:
        if child.dep_ == "prt" and child.i == verb.i + 1:
            last = child
    return passage.span_of(verb, last)


def is_negated(verb: Token) -> bool:
    """Whether "not" or "never" negates the verb itself, and not what follows it: "told them never to speak"."""
    return any(child.dep_ == "neg" and (child.i < verb.i or verb.pos_ == "AUX") for child in verb.children)


def is_condition(verb: Token) -> bool:
    """Whether the clause of a verb is a condition: "if it rains", "should it rain", "had it rained"."""
    if any(child.dep_ == "mark" and child.lower_ in modality.CONDITIONS for child in verb.children):
        return True
    words = [verb, *(child for child in verb.children if child.dep_ not in {"punct", "cc", "ccomp", "parataxis"})]
    first = min(words, key=lambda token: token.i)
    inverted = first.lower_ in modality.INVERTED and (first.i == verb.i or first.dep_ in {"aux", "auxpass"})
    return inverted and any(child.dep_ in {*SUBJECTS, "expl"} for child in words)


def governing_cue(passage: Passage, content: Span) -> Span | None:
    """The cue of a content without a cue: the verb or noun that governs it, or the verb inserted into it."""
    tokens = passage.tokens(content)
    head = head_of(tokens)
    if head is None:
        return None
    inside = {token.i for token in tokens}
    inserted = [child for child in head.children if child.dep_ == "parataxis" and child.i not in inside]
    governor = inserted[0] if inserted else head.head
    # "Sharing a photo" says nothing about a proposition.
    reporting = lexicon.SAYING | lexicon.ATTITUDES if is_clause(tokens) else lexicon.SAYING
    if governor.i in inside or governor.lemma_.lower() not in reporting:
        return None
    cue = cue_of(passage, governor) if governor.pos_ == "VERB" else passage.span_of(governor, governor)
    return None if content.overlaps(cue) else cue


def lemmas_of(passage: Passage, cue: Span) -> set[str]:
    """The lemmas of a cue's words without prepositions, adverbs and particles."""
    return {token.lemma_.lower() for token in passage.tokens(cue) if token.pos_ not in _LIGHT}


def is_finite(tokens: Sequence[Token]) -> bool:
    """Whether a stretch has a finite verb."""
    return any(token.tag_ in FINITE for token in tokens)


def is_clause(tokens: Sequence[Token]) -> bool:
    """Whether a stretch has a finite verb or an infinitive."""
    return any(token.tag_ in FINITE or token.tag_ == "TO" for token in tokens)
