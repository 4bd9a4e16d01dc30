"""Factuality: whether a clause is negated, and how certain its words or its cue make it.

Both are read from the parse; `onrecord.lang.en.modality` reads them again without a parse.
"""

from __future__ import annotations

from onrecord.extraction.claims.clauses import Clause
from onrecord.lang.en import modality
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import SUBJECTS
from onrecord.text.spans import Span

# The most tokens before a content that are searched for a hedge.
_BEFORE = 200


def is_negated(clause: Clause) -> bool:
    """Whether a clause is negated: by "not" or "never" at its verb, or "no" in its subject or object."""
    verb = clause.verb
    arguments = [c for c in verb.children if c.dep_ in {*SUBJECTS, "dobj", "attr", "acomp"}]
    # "no longer had access"
    if any(c.lower_ == "longer" and c.i and c.nbor(-1).lower_ == "no" for c in verb.children):
        return True
    if clause.subject is not None:
        arguments.append(clause.subject)
    # "left it with no plan"
    arguments += [g for c in verb.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
    # "cannot" has its negation among the auxiliaries.
    return any(
        c.dep_ == "neg" or (modality.is_negator(c.lower_) and c.dep_ in {"advmod", "aux"}) for c in verb.children
    ) or any(
        (a.lower_ in modality.NEGATIVE_PRONOUNS and not (a.i + 1 < len(a.doc) and a.nbor().lower_ == "other"))
        or any((c.dep_ == "det" and c.lower_ in {"no", "neither"}) or c.dep_ == "neg" for c in a.children)
        for a in arguments
    )


def certainty_of(clause: Clause, cue: str | None) -> str:
    """The certainty that the words at the verb of a clause state, or else its cue.

    Args:
        clause: the clause.
        cue: the lemma of the cue of its attribution; None without one.

    Returns:
        `certain`, `probable`, `possible`, or `unknown` for hearsay.
    """
    near = {
        clause.verb.lemma_.lower(),
        *(c.lower_ for c in clause.verb.children if c.dep_ in {"aux", "advmod", "acomp", "neg"}),
    }
    if "neg" in {c.dep_ for c in clause.verb.children}:
        near -= {"could"}  # "could not find it" is about what happened
    if not any(c.dep_ in {"xcomp", "oprd", "acomp", "ccomp", "attr"} for c in clause.verb.children):
        near -= {"appear", "seem"}  # "the book will appear in May"
    near |= {c.lemma_.lower() for c in clause.verb.children if c.dep_ in {"acomp", "xcomp"}}
    if near & modality.POSSIBLE:
        return "possible"
    if near & modality.PROBABLE or "estimate" in near:
        return "probable"
    if near & modality.HEARSAY:
        return "unknown"
    return modality.UNSURE_CUES.get(cue or "", "certain")


def hedged(passage: Passage, content: Span, certainty: str) -> str:
    """The certainty of a content after "It is possible, she said, that"; `certainty` is read from the content alone."""
    first = passage.tokens_from(content.start, content.end, 1)[0]
    if certainty != "certain" or not first.i or first.nbor(-1).lower_ != "that":
        return certainty
    opens = max(passage.sentence_of(first).start, first.i - _BEFORE)
    before = {token.lower_ for token in first.doc[opens : first.i]}
    if before & modality.POSSIBLE_THAT:
        return "possible"
    return "probable" if before & modality.PROBABLE_THAT else certainty
