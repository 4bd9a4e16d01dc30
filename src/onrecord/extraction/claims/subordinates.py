"""Subordinate clauses: which of them state a fact of their own, and which only go along with their main clause."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from onrecord.extraction.claims.predicates import finite_words, has_child, is_clause, own_subject
from onrecord.lang.en import lexicon, modality

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words that join clauses of which both are stated, whatever their tense.
_CONTRASTS = lexicon.words("while whereas although though")
# The fewest words that a clause must keep without what goes along with it, and without what dates it: "traffic fell by
# half | when it opened" says too little.
_FEWEST, _FEWEST_UNDATED = 5, 7
# How the head of a phrase that only goes along with a clause depends on its head.
_ADJUNCTS = frozenset({"relcl", "advcl", "acl", "prep"})


def stands_apart(token: Token) -> bool:
    """Whether a subordinate clause states its own fact, besides the fact of the clause that it depends on."""
    return _is_second_fact(token) or _is_addition(token)


def _is_second_fact(token: Token) -> bool:
    """Whether a clause is set against another clause, or is a past event that dates it."""
    subject, main = own_subject(token), token.head
    # "stopped running after it had sunk": the parse joins it to "running".
    main = main.head if main.dep_ == "xcomp" and not is_clause(main) else main
    joining = next((c for c in token.children if c.dep_ in {"mark", "advmod"} and c.i < token.i), None)
    if token.dep_ != "advcl" or subject is None or joining is None or not is_clause(main):
        return False
    if joining.i > token.left_edge.i + 1:
        return False
    word = joining.lower_
    if word in _CONTRASTS:
        return joining.nbor(-1).lower_ != "even" if joining.i else True
    around = (main.left_edge.i, token.left_edge.i) if main.i < token.i else (token.right_edge.i + 1, main.right_edge.i)
    kept = [t for t in token.doc[slice(*around)] if not t.is_punct]
    if len(kept) < _FEWEST_UNDATED or _is_hypothetical(main) or any(modality.is_negator(t.text) for t in kept):
        return False  # "nobody was hurt when it fell", "it would close after the term ended"
    if word == "after":
        return token.tag_ == "VBD" or any(c.tag_ in {"VBD", "VBZ", "VBP"} for c in token.children if "aux" in c.dep_)
    if word == "when":
        return all(verb.tag_ == "VBD" or any(c.tag_ == "VBD" for c in verb.children) for verb in (token, main))
    return word == "as" and subject.pos_ in {"NOUN", "PROPN"}


def _is_addition(token: Token) -> bool:
    """Whether a relative clause adds something about a noun behind the verb: "beat Ruiz, who had won in May"."""
    subject = own_subject(token) if token.dep_ == "relcl" and token.head.pos_ in {"NOUN", "PROPN"} else None
    if subject is None or subject.lower_ not in {"who", "which"} or subject.i != token.left_edge.i:
        return False
    plural, agreeing = token.head.tag_ in {"NNS", "NNPS"}, next(iter(finite_words(token)), token)
    if not subject.i or subject.nbor(-1).text not in {",", "—", "–"} or (plural and agreeing.tag_ == "VBZ"):
        return False
    above = next((a for a in token.ancestors if is_clause(a)), None)
    return above is not None and above.i < token.head.i and not has_child(token.head, "det", modality.NEGATORS)


def is_adjunct(token: Token, inside: set[int]) -> bool:
    """Whether a phrase only goes along with a clause that is whole without it: ", citing costs", ", with him absent".

    So does a relative clause that is about no noun in particular: ", which surprised nobody".
    """
    before = token.left_edge.i
    if token.dep_ not in _ADJUNCTS or token.doc[before - 1].text not in {",", "—", "–", "-", "--"}:
        return False
    head = next((a for a in token.ancestors if is_clause(a)), None)
    if head is None or token.i < head.i or has_child(token, "mark"):
        return False
    words = (t for t in token.doc[head.left_edge.i : before] if not t.is_punct)
    if sum(1 for _ in itertools.islice(words, _FEWEST)) < _FEWEST or not _is_last(token, inside):
        return False
    if token.dep_ == "relcl":
        subject = own_subject(token)
        return subject is not None and subject.i == before and subject.lower_ in {"who", "which"}
    if any(t.like_num for t in token.doc[before : token.right_edge.i + 1]):
        return False  # "moving north at 14 miles per hour" is a fact that would be lost
    if token.dep_ in {"advcl", "acl"}:
        return token.tag_ in {"VBG", "VBN"} and not is_clause(token)
    return token.lower_ == "with" and has_child(token, "pcomp")


def _is_last(token: Token, inside: set[int]) -> bool:
    """Whether a phrase ends what is said, or another clause follows; not the first of several: ", citing X, naming Y".

    `inside` are the tokens of the speaker.
    """
    after = token.right_edge.i + 1
    following = next((t for t in token.doc[after : after + 4] if not t.is_punct and not t.is_space), None)
    ends = (
        following is None
        or following.i not in inside
        or bool(following.is_sent_start)
        or (following.dep_ == "cc" and is_clause(following.head))
    )
    return ends and not has_child(token, "conj") and token.dep_ != "conj"


def _is_hypothetical(verb: Token) -> bool:
    modals = (c.lower_ for c in verb.children if c.dep_ == "aux" and c.tag_ == "MD")
    return any(modal not in {"will", "’ll", "'ll", "can"} for modal in modals)
