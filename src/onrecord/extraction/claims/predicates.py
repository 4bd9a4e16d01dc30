"""Verbs of finite clauses, their subjects, and what else is read off single tokens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.extraction.quotes.cues import FINITE
from onrecord.nlp.noun_phrases import SUBJECTS
from onrecord.text.calendar import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = SUBJECTS | {"expl"}
_DAYS = frozenset({*WEEKDAYS, *MONTHS})
_LINKING = frozenset({"be", "become", "seem", "feel", "look"})


def is_clause(token: Token) -> bool:
    """Whether a token is the verb of a finite clause."""
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    if token.tag_ in FINITE:
        return True
    # "which he said focused on leadership": the tagger takes the past tense for a participle, but it has a subject. In
    # a list, "relations established earlier" is a noun phrase.
    first = token.left_edge
    listed = token.dep_ == "conj" and first.i > 0 and first.nbor(-1).dep_ != "cc"
    mistagged = token.tag_ == "VBN" and not listed
    return any(
        (c.dep_ in {"aux", "auxpass"} and c.tag_ in FINITE) or (mistagged and c.dep_ == "nsubj") for c in token.children
    )


def finite_words(verb: Token) -> Iterator[Token]:
    """The finite words of a clause: its verb or its auxiliaries."""
    return (t for t in (*verb.children, verb) if t.tag_ in FINITE and (t.i == verb.i or "aux" in t.dep_))


def own_subject(verb: Token) -> Token | None:
    """The subject of a verb; of several, which a label before the clause may look like, the nearest before it."""
    subjects = [child for child in verb.children if child.dep_ in _SUBJECTS]
    if not subjects:
        # The parse may take the subject, before its verb, for a conjunct or the object of "as".
        nouns = (c for c in verb.children if c.i < verb.i and c.pos_ in {"NOUN", "PROPN", "PRON"})
        return next((noun for noun in nouns if noun.dep_ in {"conj", "pobj"}), None)
    before = [child for child in subjects if child.i < verb.i and child.dep_ != "csubj"]
    return before[-1] if before and subjects[0].dep_ != "expl" else subjects[0]


def subject_of(verb: Token, known: dict[int, Token | None]) -> Token | None:
    """The subject of a clause, or the subject that it shares with the clause before; `known` caches the answers."""
    way = [verb]
    while (last := way[-1]).i not in known:
        own = own_subject(last)
        if own is None and last.dep_ == "conj" and last.head.i != last.i:
            way.append(last.head)
        else:
            known[last.i] = own
    found = known[way[-1].i]
    known.update(dict.fromkeys((verb.i for verb in way), found))
    return found


def shares_auxiliary(verb: Token) -> bool:
    """Whether a joined verb may be a participle with the auxiliary of the verb before: "she was jailed and he fined".

    The tag does not separate the past tense from the participle there. What shows a passive is that there is no object
    but an amount: "fined $900"; without an object, that another noun follows an "and" at once.
    """
    first, subject = verb.head, own_subject(verb)
    if verb.tag_ not in {"VBN", "VBD"} or verb.pos_ != "VERB" or any("aux" in c.dep_ for c in verb.children):
        return False
    if not any("aux" in c.dep_ for c in first.children) or first.tag_ != "VBN":
        return False
    if verb.tag_ == "VBN":
        return True
    objects = [c for c in verb.children if c.dep_ in {"dobj", "ccomp", "acomp", "attr"}]
    if not has_child(first, "auxpass") or not all(has_child(c, "nummod") or c.like_num for c in objects):
        return False
    joining = verb.left_edge.nbor(-1) if verb.left_edge.i else verb.left_edge
    is_bare = joining.i > 0 and joining.lower_ == "and" and not joining.nbor(-1).is_punct
    return bool(objects) or (is_bare and subject is not None and subject.pos_ != "PRON")


def agrees(subject: Token, verb: Token) -> bool:
    """Whether a subject and a verb in the present have the same number."""
    finite = next(finite_words(verb), verb)
    if finite.tag_ not in {"VBZ", "VBP"} or subject.tag_ not in {"NN", "NNP", "NNS"}:
        return True
    plural = subject.tag_ == "NNS" or any(child.dep_ == "conj" for child in subject.children)
    return plural == (finite.tag_ == "VBP")


def has_child(token: Token, dependency: str, words: frozenset[str] | None = None) -> bool:
    """Whether a token has a child with a dependency, and one of the words if there are any."""
    return any(c.dep_ == dependency and (words is None or c.lower_ in words) for c in token.children)


def is_linking(verb: Token) -> bool:
    """Whether a verb links its subject to what it is or how it is: "is", "becomes", "looks"."""
    return verb.lemma_.lower() in _LINKING


def complements_of(verb: Token) -> list[Token]:
    """The adjectives and nouns that say what the subject of a linking verb is; none for other verbs."""
    return [c for c in verb.children if c.dep_ in {"acomp", "attr", "oprd"}] if is_linking(verb) else []


def is_date(token: Token) -> bool:
    """Whether a token is a number, a month or a day of the week."""
    return bool(token.like_num) or (token.text in _DAYS and token.tag_ == "NNP")
