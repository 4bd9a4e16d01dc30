"""Motions: the words for what was voted on, and the type of the motion."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from onrecord.extraction.votes.triggers import (
    CARRIED,
    COURT,
    COURTS_DO,
    FAILING,
    GRANTS,
    LOST,
    MOTION_NOUNS,
    NOUNS,
    PASSING,
    PROCEDURAL,
    REFERENDUM,
    STANCES,
    TIE,
    VERBS,
    acts,
    is_of_court,
    is_trust,
    purpose_of,
)
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import noun_phrase, subtree
from onrecord.text.numbers import NUMBER
from onrecord.text.spans import Span, hull, span_or_none

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words about the vote itself, after the motion.
_HOW = re.compile(
    r",? (?:(?:on|by|in) an? (?:[\w–-]+ ){0,3}(?:vote|tally|margin|opinion|decision|ruling)\b|"
    r"with (?:\w+[ ,]+){1,12}(?:dissenting|opposed|opposing|abstaining|absent|voting|in favou?r)|"
    rf",?\s{{0,3}}{NUMBER}(?:\s?[-–—‑]\s?(?:to[-–—‑])?|\s+to\s+|\s+votes to\s+){NUMBER}\b|"
    r"with \d[\d.]*\s?(?:%|per ?cent))",
    re.IGNORECASE,
)
# Stages that a motion passes; objects of deciding verbs that are not motions.
_STAGES = lexicon.words("reading test hurdle stage")
_NO_MOTIONS = lexicon.words("vote tally decision margin ballot count way day")
# Words between a tally and its infinitive: nothing, or "vote" and the like, or who was absent.
_TO_DO = re.compile(
    r"\s+(?:(?:[\w-]+\s+){0,2}(?:vote|decision)\s+|(?:on|in|at)\s+(?:\w+\s+){1,2}reading\s+)?(?P<not>not\s+)?to\s+|"
    r",\s+with\s[^.;]{2,60}?,\s+to\s+"
)
_ABOUT = re.compile(
    r"\b(?:voted|voting|votes?|were|was|cast) (?:yes |no )?(?:in favou?r of|in support of|for|against|opposed to|on) "
    r"(?:(?:the|a|an|this|that|its) )?(?P<what>[\w-]+(?: [\w-]+)?)",
    re.IGNORECASE,
)
_LOOSE = re.compile(rf",?(?<!\s)\s+(?:and|but|by)(?: {NUMBER})?$")
_LIGHT = lexicon.words("that this with from into approve approved would their city council board")
_SIDE = re.compile(r"\s+(?:against|for|in favou?r of)\b")
_REFERRAL = re.compile(
    r"^(?:(?:a|the) motion to )?(?:refer\b|(?:re)?commit\b|"
    r"send\b.*\bto (?:the |a |an )?(?:\w+ ){0,3}(?:sub)?committee\b)"
)
_APPOINTMENT = re.compile(r"(?:appoint|hire|name|reappoint|(?:the |her |his )?(?:appointment|hiring|nomination)\b)")
_POINTERS = lexicon.words("it this that which he she they who what")


def find_motion(
    passage: Passage, decided: Token | None, governor: Token, text: str, tally: Span | None = None
) -> Span | None:
    """The words for what was voted on.

    Args:
        passage: the paragraph.
        decided: the verb that says what was decided, if there is one.
        governor: the verb or noun of deciding.
        text: the article's text.
        tally: the place of the numbers; an infinitive right after them is the motion.
    """
    if tally is not None and (done := _infinitive_after(passage, tally, text)) is not None:
        return _without_frame(hull([done, _clause_of(passage, passage.tokens(done)[-1])]), text)
    if governor.pos_ in {"NOUN", "AUX"} and (todo := purpose_of(governor)) is not None:
        return _without_frame(passage.span_of(todo, todo.right_edge), text)
    if decided is None or governor.lemma_ == "be":
        motion = _of_governor(passage, governor, text)
        return _without_frame(motion, text) if motion else None
    has_side = tally is not None and _SIDE.match(text, tally.end)
    found = (
        (None if has_side else _of_clause(passage, decided, text))
        or _of_vote(passage, decided)
        or _of_argument(passage, decided)
    )
    return _without_frame(found, text) if found else None


def _of_governor(passage: Passage, governor: Token, text: str) -> Span | None:
    """The motion if there is no deciding verb, as in "the vote on the plan" or "members backed the plan"."""
    lemma = governor.lemma_.lower()
    if lemma == "be":
        subject = next((c for c in governor.children if c.dep_ == "nsubj" and c.lemma_.lower() in NOUNS), None)
        return _object_of_preposition(passage, subject, {"on", "for"}) if subject is not None else None
    if lemma in STANCES:
        noun = next((c for c in governor.children if c.dep_ == "dobj"), None)
        return noun_phrase(passage, noun).span if noun is not None and noun.pos_ != "PRON" else None
    if governor.pos_ == "VERB" and lemma == "vote":
        verbs = [governor, *(t for t in subtree(governor) if t.dep_ == "conj" and t.lemma_.lower() == "vote")]
        found = (_object_of_preposition(passage, verb, {"on", "for", "against", "in"}) for verb in verbs)
        return next((motion for motion in found if motion), None) or _of_clause(passage, governor, text)
    given = [c for c in governor.head.children if c.dep_ in {"dative", "dobj"} and c.i < governor.i]
    if given and lemma in GRANTS | PASSING:
        return noun_phrase(passage, given[0]).span
    prepositions = {"of", "on", "for", "to"} if lemma in PASSING | FAILING else {"on", "for", "against", "approving"}
    giving = governor.head if governor.head.lemma_.lower() == "give" else governor
    return _object_of_preposition(passage, governor, prepositions) or _object_of_preposition(passage, giving, {"to"})


def _of_clause(passage: Passage, decided: Token, text: str) -> Span | None:
    """The motion in a clause: "ruled that ...", "agreed to ...", "allowed women to ..."."""
    lemma = decided.lemma_.lower()
    clauses = [c for c in decided.children if c.dep_ in {"xcomp", "advcl", "ccomp"} and c.i > decided.i]
    clause = next((c for c in clauses if c.dep_ == "ccomp"), None)
    if lemma in COURTS_DO | {"rule"} and clause is not None:
        return passage.span_of(_after_that(clause), clause.right_edge)
    any_act = lemma not in VERBS and acts(decided)
    if (
        any_act
        or lemma in PROCEDURAL
        or (is_of_court(decided) and lemma not in {"vote", "split", "decide", "rule"} | TIE)
    ):
        return _phrase_of(passage, decided, text)
    if lemma in {"vote", "decide", "agree", "recommend"}:
        for child in clauses:
            to = next((t for t in child.children if t.tag_ == "TO"), None)
            if to is not None:
                denied = passage.doc[to.i - 1].lower_ == "not"
                first = passage.doc[to.i - 1] if denied else passage.doc[min(to.i + 1, child.i)]
                return passage.span_of(first, child.right_edge)
    if lemma in {"recommend", "vote"} and clause is not None:
        return passage.span_of(_after_that(clause), clause.right_edge)
    if lemma in {"allow", "let", "permit"} and clauses:
        return passage.span_of(passage.doc[decided.i + 1], clauses[0].right_edge)
    return None


def _of_vote(passage: Passage, decided: Token) -> Span | None:
    """The motion after "for", "against" or "on" of a vote, or "signed off on"."""
    lemma = decided.lemma_.lower()
    if lemma == "sign":
        on = next((t for t in subtree(decided) if t.lower_ == "on" and t.dep_ == "prep"), None)
        return _object_of_preposition(passage, on.head, {"on"}) if on is not None else None
    if lemma not in {"vote", "split", "divide"} | TIE:
        return None
    if (trust := next((c for c in decided.children if c.lemma_ == "confidence"), None)) is not None:
        return noun_phrase(passage, trust).span
    if (down := next((c for c in decided.children if c.lower_ == "down"), None)) is not None:
        objects = [c for c in (*decided.children, *down.children) if c.dep_ in {"dobj", "pobj"} and not c.like_num]
        return noun_phrase(passage, objects[0]).span if objects else None
    # "voted 45 for, 12 against on the new rules": the parse may attach the last words to the numbers.
    heads = [t.head for t in subtree(decided) if t.dep_ == "prep" and t.lower_ == "on" and t.head.i > decided.i]
    asked = [(decided, {"for", "against", "on", "of", "in", "over"}), *((head, {"on"}) for head in heads)]
    found = (_object_of_preposition(passage, head, prepositions) for head, prepositions in asked)
    return next((motion for motion in found if motion), None)


def _of_argument(passage: Passage, decided: Token) -> Span | None:
    """The motion as an object or subject: the object of "approved", the subject of "passed" and "was approved"."""
    lemma = decided.lemma_.lower()
    if lemma in {"vote", "split", "divide", "sign", "rule"} | COURTS_DO | TIE:
        return None
    subject = next((c for c in decided.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    noun = next((c for c in decided.children if c.dep_ == "dobj" and not c.like_num), None)
    gerunds = (c for c in decided.children if c.dep_ == "xcomp" and c.tag_ == "VBG" and c.i > decided.i)
    doing = next((c for c in gerunds if c.lower_ not in _STAGES), None)
    if noun is None and doing is not None:
        return _clause_of(passage, doing)  # "endorsed borrowing $40 million"
    if lemma == "clear" and noun is not None and noun.lemma_ == "way":
        return _object_of_preposition(passage, noun, {"for"}) or _object_of_preposition(passage, decided, {"for"})
    if noun is not None and noun.lemma_.lower() == "government":
        # "defeated the government over its plan": the motion is the plan.
        return _object_of_preposition(passage, decided, {"over", "on"})
    if noun is not None:
        object_ = noun.lemma_.lower()
        won = lemma in CARRIED and object_ in PASSING | {"support", "vote", "backing"}
        went = lemma in {"clear", "pass"} and object_ in lexicon.BODIES | _STAGES
        noun = subject if (won and not is_trust(noun)) or went else noun
    elif lemma in CARRIED | LOST | {"fail", "pass", "die", "clear", "fall"}:
        noun = subject
    elif decided.dep_ == "acl" and decided.tag_ == "VBN" and decided.head.lemma_.lower() in MOTION_NOUNS:
        noun = decided.head
    if any(c.dep_ == "nsubjpass" for c in decided.children):
        noun = subject
    if noun is not None and noun.lower_ in {"which", "that"} and decided.dep_ == "relcl":
        noun = decided.head
    if noun is None or (noun.lower_ in _POINTERS and noun.dep_ != "nsubjpass"):
        return None
    other = noun.lemma_.lower() in _NO_MOTIONS and not is_trust(noun)
    if other or noun.pos_ == "PRON" or any(c.isdigit() for c in noun.text):
        return None
    return noun_phrase(passage, noun).span


def _after_that(clause: Token) -> Token:
    """The first word of a clause after "that"."""
    first = clause.left_edge
    return first.nbor(1) if first.lower_ == "that" and first.i < clause.i else first


def _phrase_of(passage: Passage, verb: Token, text: str) -> Span | None:
    """The verb with everything that depends on it after it."""
    last = max([verb, *(c.right_edge for c in verb.children if c.i > verb.i and c.dep_ not in {"punct", "cc", "conj"})])
    return _without_frame(passage.span_of(verb, last), text)


def _without_frame(motion: Span, text: str) -> Span | None:
    """A motion without the words about the vote itself."""
    frame = _HOW.search(text, motion.start, motion.end)
    clipped = span_or_none(motion.start, frame.start() if frame else motion.end)
    trimmed = clipped.trim(text, lambda c: c.isspace() or c in ",.;—–-(") if clipped else None
    if trimmed is None or not (loose := _LOOSE.search(trimmed.exact(text))):
        return trimmed
    return Span(trimmed.start, trimmed.start + loose.start())


def _object_of_preposition(passage: Passage, governor: Token, prepositions: set[str]) -> Span | None:
    for child in governor.children:
        if child.dep_ not in {"prep", "dative"} or child.lower_ not in prepositions:
            continue
        for noun in child.children:
            if noun.dep_ in {"pobj", "pcomp"}:
                if noun.lower_ in {"favor", "favour", "support"}:
                    return _object_of_preposition(passage, noun, {"of"})
                if noun.lemma_.lower() in NOUNS | _STAGES | {"session", "line"} or noun.ent_type_ in {
                    "DATE",
                    "TIME",
                    "CARDINAL",
                    "PERCENT",
                }:
                    continue
                if noun.lower_ in _POINTERS:
                    return None
                return _clause_of(passage, noun) if noun.dep_ == "pcomp" else noun_phrase(passage, noun).span
    return None


def _infinitive_after(passage: Passage, tally: Span, text: str) -> Span | None:
    """The infinitive after a tally: "sell" in "voted 5-2 to sell the mill"; "not to sell" is kept whole."""
    match = _TO_DO.match(text, tally.end, passage.span.end)
    if match is None or match.end() >= passage.span.end:
        return None
    after = passage.tokens(Span(match.end(), passage.span.end))[:2]
    verb = next((token for token in after if token.tag_ == "VB"), None)
    if verb is None:
        return None
    place = passage.span_of(verb, verb)
    return Span(match.start("not"), place.end) if match["not"] else place


def _clause_of(passage: Passage, verb: Token) -> Span:
    """A verb with its dependents, without a clause set off by a comma and without another verb's tally."""
    first = next((child for child in verb.children if child.dep_ == "neg" and child.i == verb.i - 1), verb)
    last = verb
    for child in verb.children:
        apart = child.dep_ in {"advcl", "punct", "cc", "conj"} and passage.doc[child.left_edge.i - 1].text in {
            ",",
            "and",
        }
        if child.i > verb.i and not apart and child.dep_ not in {"punct", "cc"}:
            last = max(last, child.right_edge, key=lambda token: token.i)
    return passage.span_of(first, last)


@functools.lru_cache(1 << 12)  # a motion is compared with others
def content_words(words: str) -> frozenset[str]:
    """The words that distinguish a motion from others."""
    return frozenset(word for word in re.findall(r"[a-z]{4,}", words.lower()) if word not in _LIGHT)


def motion_named(words: str) -> frozenset[str]:
    """The content words of the motion that somebody voted for or against; empty for "it" and "the measure"."""
    match = _ABOUT.search(words)
    return content_words(match["what"]) - MOTION_NOUNS if match else frozenset()


def motion_type_of(words: str, decided: Token | None, motion: str = "") -> str | None:
    """The type of a motion, as in the schema of `votes`; None if the text does not show it.

    Args:
        words: the sentence.
        decided: the verb that says what was decided.
        motion: the words for what was voted on, which are more reliable than the sentence.
    """
    if re.search(r"\bveto", words) and re.search(r"\boverr(?:ide|ode|idden)", words):
        return "veto-override"
    if re.search(r"\b(?:second|first|third|final) reading\b", words):
        return "reading"
    if decided is not None:
        inner = {t.lemma_.lower() for t in decided.children if t.dep_ == "xcomp"}
        if "table" in inner:
            return "table"
        if "postpone" in inner or "delay" in inner:
            return "postpone"
    if COURT.search(words):
        return "court-disposition"
    if REFERENDUM.search(words):
        return "ballot-measure"
    if _REFERRAL.search(motion):
        return "referral"
    if _APPOINTMENT.match(motion):
        return "appointment"
    # The first noun is the motion: "an amendment to the bill".
    first = re.search(r"\b(?P<amendment>amendment)\b|\b(?:bill|legislation)\b", motion or words)
    if first is not None:
        return "amendment-passage" if first["amendment"] else "bill-passage"
    return None
