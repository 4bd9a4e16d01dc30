"""Motions: the words for what was voted on, and the kind of motion where the words tell it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.extract import lexicon
from onrecord.extract.deciding import (
    CARRIED,
    COURT,
    FAILING,
    GRANTS,
    NOUNS,
    PASSING,
    PROCEDURAL,
    REFERENDUM,
    TIE,
    is_of_court,
    purpose_of,
)
from onrecord.extract.phrases import noun_phrase
from onrecord.extract.tallies import NUMBER
from onrecord.language import Passage
from onrecord.spans import Span, span_or_none

if TYPE_CHECKING:
    from spacy.tokens import Token

# Where what is told of the vote begins, after what was voted on.
_HOW = re.compile(
    r",? (?:(?:on|by|in) an? (?:[\w–-]+ ){0,3}(?:vote|tally|margin)\b|"
    r"with (?:\w+[ ,]+){1,12}(?:dissenting|opposed|opposing|abstaining|absent|voting)|"
    rf",?\s*{NUMBER}(?:\s?[-–—‑]\s?(?:to[-–—‑])?|\s+to\s+|\s+votes to\s+){NUMBER}\b)",
    re.IGNORECASE,
)
_POINTERS = lexicon.words("it this that which he she they who what")


def find_motion(passage: Passage, decided: Token | None, governor: Token, text: str) -> Span | None:
    """The words for what was voted on."""
    noun = governor.lemma_.lower()
    if governor.pos_ == "NOUN" and (todo := purpose_of(governor)) is not None:
        return _without_frame(passage.span_of(todo, todo.right_edge), text)
    if decided is None:
        given = [c for c in governor.head.children if c.dep_ in {"dative", "dobj"} and c.i < governor.i]
        if given and noun in GRANTS | PASSING:
            return noun_phrase(passage, given[0]).span
        told = {"of", "on", "for"} if noun in PASSING | FAILING else {"on", "for", "approving"}
        return _object_of_preposition(passage, governor, told)
    lemma = decided.lemma_.lower()
    if lemma in {"rule", "hold", "find", "conclude"}:
        clause = next((c for c in decided.children if c.dep_ == "ccomp"), None)
        return (
            _without_frame(passage.span_of(_after_that(clause), clause.right_edge), text)
            if clause is not None
            else None
        )
    if lemma in PROCEDURAL or (is_of_court(decided) and lemma not in {"vote", "split", "decide"} | TIE):
        return _phrase_of(passage, decided, text)
    if lemma in {"vote", "decide", "agree", "recommend"}:
        for child in decided.children:
            if child.dep_ in {"xcomp", "advcl", "ccomp"} and any(t.tag_ == "TO" for t in child.children):
                to = next(t for t in child.children if t.tag_ == "TO")
                denied = passage.doc[to.i - 1].lower_ == "not"
                first = passage.doc[to.i - 1] if denied else passage.doc[min(to.i + 1, child.i)]
                return _without_frame(passage.span_of(first, child.right_edge), text)
    if lemma == "vote" and any(c.lower_ == "down" for c in decided.children):
        down = next(c for c in decided.children if c.lower_ == "down")
        things = [c for c in (*decided.children, *down.children) if c.dep_ in {"dobj", "pobj"} and not c.like_num]
        return _without_frame(noun_phrase(passage, things[0]).span, text) if things else None
    if lemma in {"vote", "split", "divide"} | TIE:
        return _object_of_preposition(passage, decided, {"for", "against", "on", "of", "in", "over"})
    subject = next((c for c in decided.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    thing = next((c for c in decided.children if c.dep_ == "dobj" and not c.like_num), None)
    if thing is not None and (
        (lemma in CARRIED and thing.lemma_.lower() in PASSING)
        or (lemma in {"clear", "pass"} and thing.lemma_.lower() in lexicon.BODIES)
    ):
        thing = subject
    if any(c.dep_ == "nsubjpass" for c in decided.children) or (
        lemma in CARRIED | {"fail", "pass", "die", "clear", "fall"} and thing is None
    ):
        thing = subject
    if thing is not None and thing.lower_ in {"which", "that"} and decided.dep_ == "relcl":
        thing = decided.head
    if thing is None or (thing.lower_ in _POINTERS and thing.dep_ != "nsubjpass"):
        return None
    if thing.pos_ == "PRON" or any(c.isdigit() for c in thing.text):
        return None
    return _without_frame(noun_phrase(passage, thing).span, text)


def _after_that(clause: Token) -> Token:
    """The first word of a clause, "that" left out."""
    first = clause.left_edge
    return first.nbor(1) if first.lower_ == "that" and first.i < clause.i else first


def _phrase_of(passage: Passage, verb: Token, text: str) -> Span | None:
    """The verb with all that follows it."""
    last = max([verb, *(c.right_edge for c in verb.children if c.i > verb.i and c.dep_ not in {"punct", "cc", "conj"})])
    return _without_frame(passage.span_of(verb, last), text)


def _without_frame(motion: Span, text: str) -> Span | None:
    """A motion up to where the words begin that tell how it was voted on."""
    frame = _HOW.search(text, motion.start, motion.end)
    clipped = span_or_none(motion.start, frame.start() if frame else motion.end)
    return clipped.trim(text, lambda c: c.isspace() or c in ",.;—–-(") if clipped else None


def _object_of_preposition(passage: Passage, governor: Token, prepositions: set[str]) -> Span | None:
    for child in governor.children:
        if child.dep_ != "prep" or child.lower_ not in prepositions:
            continue
        for noun in child.children:
            if noun.dep_ in {"pobj", "pcomp"}:
                if noun.lower_ in {"favor", "favour", "support"}:
                    return _object_of_preposition(passage, noun, {"of"})
                if noun.lemma_.lower() in NOUNS | {"vote", "session", "line"} or noun.ent_type_ in {
                    "DATE",
                    "TIME",
                    "CARDINAL",
                    "PERCENT",
                }:
                    continue
                return noun_phrase(passage, noun).span
    return None


def motion_type_of(words: str, decided: Token | None) -> str | None:
    """The kind of motion, one of those in the schema of `votes`; None where the sentence does not tell."""
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
    if re.search(r"\bamendment\b", words):
        return "amendment-passage"
    if re.search(r"\b(?:bill|legislation)\b", words):
        return "bill-passage"
    return None
