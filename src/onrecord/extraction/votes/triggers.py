"""Triggers: the verbs and nouns of deciding, and whether the decision took place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.lang.en import lexicon
from onrecord.nlp.noun_phrases import subtree

if TYPE_CHECKING:
    from spacy.tokens import Token

# Deciding verbs by the result for the motion.
PASS = lexicon.words("""
    accept adopt advance agree allow amend approve authorize back clear confirm elect enact endorse favor favour grant
    greenlight legalize override pass ratify recommend reinstate renew repeal scrap send sign support uphold
    fire oust dismiss reverse overturn side fund award appoint hire ban
""")
# Verbs with the motion as subject when it passes; with other subjects they mean something else.
CARRIED = lexicon.words("carry prevail sail squeak scrape win")
# Verbs for what a body does with a motion without passing or rejecting it.
PROCEDURAL = lexicon.words("amend postpone refer table")
FAIL = lexicon.words("""
    defeat deny reject refuse kill block fail die fall oppose sink strike scuttle scupper quash nix spike torpedo thwart
    rebuff
""")
FAIL_TRANSITIVE = FAIL - lexicon.words("fail die fall oppose sink strike")
# Verbs that mean rejection with a particle.
_DOWN = {"turn": {"down"}, "shoot": {"down"}, "throw": {"out"}, "knock": {"down"}}
# Verbs for what a voter does, or a body.
STANCES = lexicon.words("favor favour support back oppose object dissent abstain")
TIE = lexicon.words("deadlock deadlocke tie")
NEUTRAL = lexicon.words("vote split decide rule be")
# Verbs with the motion as subject when it fails.
LOST = lexicon.words("lose")
# Verbs that decide only if judges are the subject.
COURTS_DO = lexicon.words("find hold conclude order convict acquit")
VERBS = (
    PASS | FAIL | TIE | NEUTRAL | CARRIED | LOST | PROCEDURAL | COURTS_DO | {"decline", "report", "go"} | _DOWN.keys()
)
# Verbs for what bodies do without a vote, and for what teams do.
_NO_ACTS = lexicon.SAYING | lexicon.words("""
    win lose beat lead trail play draw edge top rout blank meet face have outnumber grow rise fall gain drop be become
    get receive take earn include split sit improve start open go comprise number contain hold stand outscore down
    host visit sweep hammer clobber shut tie deadlock seem meet debate discuss consider weigh hear convene gather review
""")
# Nouns that state the result: "a 7-1 approval".
PASSING = lexicon.words("approval passage adoption ratification confirmation endorsement")
FAILING = lexicon.words("rejection defeat")
# What a body gives a motion that it approves: "gave the plan a 5-2 nod".
GRANTS = lexicon.words("light nod go-ahead blessing endorsement ok okay")
NOUNS = PASSING | FAILING | lexicon.words("vote tally decision margin ballot ruling count majority verdict consent")
MOTION_NOUNS = lexicon.words(
    """
    bill resolution ordinance measure amendment motion proposal plan rule bylaw text directive charter levy budget
    package nomination reading referendum proposition bond contract question initiative treaty tax act legislation
    """
)
# Subjects of "fall" and "die" besides motions.
_TRIES = lexicon.words("vote effort attempt bid push move appeal request override nominee legislation code")
REFERENDUM = re.compile(r"\b(?:referend(?:um|a|ums)|ballot measure|plebiscite)\b", re.IGNORECASE)
COURT = re.compile(
    r"\b(?:supreme court|(?:appeals|appellate|high|circuit|district) (?:court|panel)|court of appeals|the court|"
    r"grand chamber|tribunal|icj|justices|judges|(?:three|five|seven)-judge panel|circuit)\b",
    re.IGNORECASE,
)
_JUDGES = lexicon.words("court justice judge")
UNREAL = lexicon.words("will would could might may should must can")
CONDITIONS = frozenset({"if", "unless", "’ll", "'ll", "’d"})
REQUIRING = lexicon.words("need require want expect plan hope schedule postpone delay threaten promise urge")


def is_body(token: Token) -> bool:
    """Whether a word means a body that votes, or its members."""
    return token.lemma_.lower() in lexicon.BODIES or token.lower_ in lexicon.BODIES


def purpose_of(noun: Token) -> Token | None:
    """The infinitive right after a noun: "sell" in "the 5-2 vote to sell the mill".

    For "be", as in "the vote to sell the mill was 5-2", it is that of its subject.
    """
    if noun.lemma_ == "be":
        noun = next((child for child in noun.children if child.dep_ == "nsubj"), noun)
    doc, index = noun.doc, noun.i + 1
    if noun.lemma_.lower() not in {"vote", "decision"} or index + 1 >= len(doc) or doc[index].tag_ != "TO":
        return None
    return next((t for t in doc[index + 1 : index + 4] if t.tag_ == "VB"), None)


def is_short_of(verb: Token) -> bool:
    """Whether a verb follows "short of": "overriding" in "fell short of overriding the veto"."""
    return verb.tag_ == "VBG" and any(w.lower_ in {"short", "shy"} for w in verb.doc[max(0, verb.i - 5) : verb.i])


def is_of_court(verb: Token) -> bool:
    """Whether judges or a court are the subject."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    if not subjects and verb.dep_ in {"xcomp", "conj", "advcl"}:
        subjects = [c for c in verb.head.children if c.dep_ == "nsubj"]
    return any(t.lemma_.lower() in _JUDGES for s in subjects for t in (s, *s.children)) or any(
        COURT.search(s.doc[s.left_edge.i : s.right_edge.i + 1].text) for s in subjects
    )


def decides(verb: Token) -> bool:
    """Whether a verb is a verb of deciding; some are only with a motion, or with a court, as the subject."""
    lemma = verb.lemma_.lower()
    if lemma in {"win", "lose"} and any(c.dep_ == "dobj" and is_trust(c) for c in verb.children):
        return True
    subjects = {c.lemma_.lower() for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}}
    if lemma in _DOWN:
        return is_turned_down(verb)
    if lemma == "report":
        return bool(subjects & (MOTION_NOUNS | {"it", "which", "that"})) and any(
            c.lower_ == "out" for c in verb.children
        )
    if lemma in COURTS_DO:
        return is_of_court(verb)
    if lemma == "strike":
        return any(c.dep_ == "dobj" or c.lower_ == "down" for c in verb.children) or "nsubjpass" in {
            c.dep_ for c in verb.children
        }
    if lemma in {"fall", "die"}:
        return bool(subjects & (MOTION_NOUNS | _TRIES | {"it", "which", "that"}))
    if lemma in CARRIED | LOST:
        return bool(subjects & (MOTION_NOUNS | {"it", "which", "that"})) or any(
            t.lemma_.lower() in MOTION_NOUNS for c in verb.children if c.dep_ == "nsubj" for t in c.children
        )
    if lemma == "split" and subjects & {"stock", "share"}:
        return False
    if lemma == "go":
        return _goes_down(verb) and bool(subjects & (MOTION_NOUNS | {"it", "which", "that"}))
    if lemma == "split" and any(c.dep_ == "auxpass" for c in verb.children):
        # People who "were split" have different views; only for courts and votes is it a decision.
        return is_of_court(verb) or bool(subjects & NOUNS)
    if lemma == "decline":
        return any(c.dep_ == "xcomp" for c in verb.children)
    return lemma in VERBS


def is_trust(noun: Token) -> bool:
    """Whether a noun is a vote of confidence, which a government wins or loses, and not a vote of no confidence."""
    words = {t.lower_ for t in subtree(noun)}
    return noun.lemma_ == "vote" and "confidence" in words and not words & {"no", "no-confidence", "non"}


def is_turned_down(verb: Token) -> bool:
    """Whether a verb with its particle means rejection: "turned down the deal", "was thrown out"."""
    particles = _DOWN.get(verb.lemma_.lower(), set())
    return any(c.lower_ in particles and c.i <= verb.i + 4 for c in verb.children)


def _goes_down(verb: Token) -> bool:
    """Whether a verb is "go down", as in "the treaty went down, 45-55"."""
    return verb.lemma_ == "go" and any(c.lower_ == "down" and c.i == verb.i + 1 for c in verb.children)


def acts(verb: Token) -> bool:
    """Whether a verb states any act of a body: "the delegates removed the ban".

    Such a verb alone does not report a vote; with a tally set off after it, it does.
    """
    if verb.pos_ != "VERB" or verb.tag_ not in {"VBD", "VBN", "VBZ"} or verb.lemma_.lower() in _NO_ACTS:
        return False
    doers = [c for c in verb.children if c.dep_ == "nsubj"]
    doers += [t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"]
    if not any(is_body(t) for t in doers):
        return False
    done = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass", "xcomp", "ccomp"}]
    return bool(done) and not any(t.ent_type_ in {"ORG", "GPE", "NORP", "FAC"} for t in done)


def is_unreal(governor: Token) -> bool:
    """Whether the vote is in the future, required, hypothetical or only hoped for."""
    for token in (governor, *governor.ancestors):
        lemma = token.lemma_.lower()
        if token.pos_ in {"VERB", "AUX"}:
            if any(
                c.dep_ in {"aux", "mark"} and (c.lemma_.lower() in UNREAL or c.lower_ in CONDITIONS)
                for c in token.children
            ):
                return True
            if any(c.dep_ == "neg" for c in token.children) and token.i == governor.i:
                return True
            if lemma in REQUIRING and token.i != governor.i:
                return True
            if token.dep_ in {"relcl", "advcl"} and token.tag_ == "VBD":
                break  # "The ordinance, which passed 4-3, would limit rentals": it did pass
    return governor.lemma_.lower() in REQUIRING
