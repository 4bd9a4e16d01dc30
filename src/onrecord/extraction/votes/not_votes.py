"""Tallies that are not votes of a body on a measure: elections, games, parties, seats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.extraction.votes.tallies import Tally
from onrecord.extraction.votes.triggers import MOTION_NOUNS, REFERENDUM, STANCES, TIE, VERBS, is_body
from onrecord.lang.en import lexicon, voters
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import subtree
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


# Groups that are only a part of the body.
_PARTIES = lexicon.words("republicans democrats conservatives liberals tories labour independents gop parties")
# Verbs for choosing a candidate.
CHOOSING = lexicon.words("elect reelect re-elect choose nominate pick")
PUBLIC = voters.forms(voters.nouns("public"))
_RIVALS = lexicon.words("host rival champion visitor opponent side")
# "Justice Cole, writing for the 5-2 majority"
_WRITING = re.compile(r"\b(?:writing|wrote|opinion)\b[^.;]{0,20}\bfor (?:the|a)\s$", re.IGNORECASE)
_VOTER = re.compile(voters.COUNTED, re.IGNORECASE)


def is_not_a_vote(text: str, passage: Passage, words: str, tally: Tally, governor: Token) -> bool:
    """Whether a tally counts anything but the votes of a body on a measure.

    Args:
        text: the article's text.
        passage: the paragraph.
        words: the sentence.
        tally: the numbers.
        governor: the verb or noun of deciding of the tally.
    """
    lemma = governor.lemma_.lower()
    return (
        _is_of_party(governor)
        or _is_between_candidates(governor)
        or _is_of_rival(passage, tally.span)
        or _is_composition(text, tally, governor)
        or ((tally.unit == "percent" or lemma in {"defeat"} | TIE) and _is_of_person(governor))
        or (
            tally.unit == "percent"
            and lemma in STANCES
            and not REFERENDUM.search(words)
            and not _is_of_delegates(governor)
        )
        or (lemma == "defeat" and _is_of_team(governor))
    )


def is_measure(words: str, verb: Token) -> bool:
    """Whether a measure was voted on, not a person: candidates win shares of the votes, too."""
    if REFERENDUM.search(words):
        return True
    arguments = [c for c in verb.children if c.dep_ in {"nsubjpass", "dobj", "nsubj"}]
    named = {t.lemma_.lower() for argument in arguments for t in (argument, *argument.children)}
    if verb.lemma_ == "vote":
        named |= {t.lemma_.lower() for t in subtree(verb) if t.i > verb.i}
    return not _is_of_person(verb) and (
        verb.lemma_.lower() in VERBS - {"be", "win", "vote"} or bool(named & MOTION_NOUNS)
    )


def _is_of_person(verb: Token) -> bool:
    """Whether a person is chosen or beaten."""
    arguments = [c for c in verb.children if c.dep_ in {"nsubjpass", "dobj", "nsubj"}]
    # A person's motion is not a person: "Lee's motion was defeated".
    named = (
        t for argument in arguments for t in (argument, *argument.children) if t.dep_ not in {"poss", "relcl", "acl"}
    )
    return any(t.ent_type_ == "PERSON" for t in named)


def _is_of_rival(passage: Passage, tally: Span) -> bool:
    """Whether the second number is another candidate's: "with 61 votes to 38 for Carol Finn"."""
    after = passage.tokens(Span(tally.end, passage.span.end))[:2] if tally.end < passage.span.end else []
    return len(after) == 2 and after[0].lower_ == "for" and after[1].ent_type_ == "PERSON"


def _is_between_candidates(verb: Token) -> bool:
    """Whether a person was chosen over another, or by the public: "elected Lee over Cole, 412 to 388"."""
    if verb.lemma_.lower() not in CHOOSING:
        return False
    rivals = (t for c in subtree(verb) if c.lower_ == "over" for t in c.children)
    by_public = any(c.dep_ == "nsubj" and c.lower_ in PUBLIC for c in verb.children)
    return by_public or any(t.ent_type_ == "PERSON" for t in rivals)


def _is_of_party(verb: Token) -> bool:
    """Whether the tally is that of a party: "Republicans voted 45-3 for the bill"."""
    # The parse may miss the subject of the second of two verbs: "Democrats voted ... and Republicans opposed it".
    subjects = [c for c in verb.children if c.dep_ == "nsubj"] or [verb.doc[max(0, verb.i - 1)]]
    return any(subject.lower_ in _PARTIES for subject in subjects)


def _is_of_delegates(verb: Token) -> bool:
    """Whether the subject is a group that votes, such as delegates or shareholders, not a public that was polled."""
    return any(c.lower_ in voters.DELEGATED for c in verb.children if c.dep_ == "nsubj")


def _is_of_team(verb: Token) -> bool:
    """Whether a team was beaten: its object has a name, or is a rival."""
    beaten = [c for c in verb.children if c.dep_ == "dobj"]
    return any(
        token.ent_type_ in {"ORG", "GPE", "NORP", "FAC"} or token.lemma_.lower() in _RIVALS
        for argument in beaten
        for token in (argument, *(c for c in argument.children if c.dep_ in {"appos", "compound"}))
    )


def is_of_some(verb: Token) -> bool:
    """Whether people with a unanimous view are not a body: "the candidates unanimously opposed it"."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    known = any(is_body(c) or c.ent_type_ == "ORG" or _VOTER.fullmatch(c.lower_) for c in subjects)
    return verb.lemma_.lower() in STANCES and bool(subjects) and not known


def _is_composition(text: str, tally: Tally, governor: Token) -> bool:
    """Whether the tally counts seats, as "a 5-4 majority on the court" does unless it decides something."""
    if _WRITING.search(text[max(0, tally.span.start - 50) : tally.span.start]):
        return False
    after = text[tally.span.end : tally.span.end + 30]
    if re.match(
        r"[- ](?:[\w-]+ ){0,3}(?:majority|supermajority|advantage|edge|lead|favou?rite|odds|record|start|run)\b",
        after,
    ):
        return governor.lemma_.lower() not in VERBS - {"be", "win"}
    return False
