"""Subordinate clauses: which of them state a second fact, and which only go along with their main clause."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.extraction.claims.predicates import finite_words, has_child, is_clause, is_date, own_subject
from onrecord.extraction.entities.descriptions import described_type
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
# Prepositions of phrases that the parse may attach to the verb before or to its object.
_PLACES = lexicon.words("in at on near for about")
# The next word is looked for among so many tokens, the others being punctuation.
_NEAR = 4


def stands_apart(token: Token) -> bool:
    """Whether a subordinate clause states its own fact, besides the fact of the clause that it depends on."""
    if _is_contrast(token) or _is_addition(token):
        return not _is_followed(token, commas=False)
    return _is_event(token) and not _is_followed(token, commas=True)


def is_adverbial(token: Token) -> bool:
    """Whether a token is the verb of a finite clause that a word such as "when" or "because" makes an adverbial."""
    opened = (c.i < token.i and (c.dep_ == "mark" or c.tag_ == "WRB") for c in token.children)
    return token.dep_ == "advcl" and is_clause(token) and any(opened)


def _main(token: Token) -> Token:
    """The verb that a clause depends on; in "stopped running after it had sunk", the parse joins it to "running"."""
    return token.head.head if token.head.dep_ == "xcomp" and not is_clause(token.head) else token.head


def _joining(token: Token) -> Token | None:
    """The word that joins a clause with its own subject to its main clause: "while", "after"; None without one."""
    joining = next((c for c in token.children if c.dep_ in {"mark", "advmod"} and c.i < token.i), None)
    if joining is None or token.dep_ not in {"advcl", "relcl"} or not is_clause(_main(token)):
        return None
    bracketed = joining.i > 0 and joining.nbor(-1).text in {"(", "["}
    return None if bracketed or joining.i > token.left_edge.i + 1 or own_subject(token) is None else joining


def _is_contrast(token: Token) -> bool:
    """Whether a clause is set against its main clause: "while the other rose"."""
    joining = _joining(token)
    if joining is None or joining.lower_ not in _CONTRASTS:
        return False
    return not joining.i or joining.nbor(-1).lower_ != "even"


def _is_event(token: Token) -> bool:
    """Whether a clause is a past event that dates its main clause: "after the court had ruled"."""
    joining, subject, main = _joining(token), own_subject(token), _main(token)
    if joining is None or subject is None:
        return False
    word = joining.lower_
    around = (main.left_edge.i, token.left_edge.i) if main.i < token.i else (token.right_edge.i + 1, main.right_edge.i)
    kept = [t for t in token.doc[slice(*around)] if not t.is_punct]
    if len(kept) < _FEWEST_UNDATED or _is_hypothetical(main) or any(modality.is_negator(t.text) for t in kept):
        return False  # "nobody was hurt when it fell", "it would close after the term ended"
    if word == "after":
        return token.tag_ == "VBD" or any(c.tag_ in {"VBD", "VBZ", "VBP"} for c in token.children if "aux" in c.dep_)
    if word == "when":
        return _says_enough(token, subject) and _is_past(token) and _is_past(main)
    return word == "as" and _says_enough(token, subject)


def _says_enough(token: Token, subject: Token) -> bool:
    """Whether a clause says more than when something was: "when I was five" does not.

    `subject` is its subject.
    """
    if subject.pos_ in {"NOUN", "PROPN"}:
        return True
    return token.lemma_ != "be" and any(
        t.pos_ == "PROPN" or is_date(t) for t in token.doc[token.i : token.right_edge.i + 1]
    )


def _is_past(verb: Token) -> bool:
    return any(word.tag_ == "VBD" for word in finite_words(verb))


def _is_addition(token: Token) -> bool:
    """Whether a relative clause adds something about a noun behind the verb: "beat Ruiz, who had won in May"."""
    subject = own_subject(token) if token.dep_ == "relcl" and token.head.pos_ in {"NOUN", "PROPN"} else None
    if subject is None or subject.lower_ not in {"who", "which"} or subject.i != token.left_edge.i:
        return False
    other = "VBZ" if token.head.tag_ in {"NNS", "NNPS"} else "VBP"
    if not subject.i or not _sets_off(subject.nbor(-1)) or any(word.tag_ == other for word in finite_words(token)):
        return False  # "shares in Acme, which are worth little"
    if subject.lower_ == "which" and subject.nbor(-2).i != token.head.i:
        return False  # "a member of the firm, which is old": it may be about either noun
    if any(_can_mean(subject, noun, token) for noun in _nouns_around(token.head)):
        return False
    above = next((a for a in token.ancestors if is_clause(a)), None)
    if above is None or above.i > token.head.i:
        return False
    # "since April 2018, which has been hard" is about more than the month.
    return not is_date(token.head) and not has_child(token.head, "det", modality.NEGATORS)


def _nouns_around(noun: Token) -> Iterator[Token]:
    """The nouns whose phrases a noun ends: "visit" and "plant" in "a visit to a plant near the city".

    The parse may take what belongs to an object for the verb's: "opened a plant | in the city".
    """
    while noun.dep_ == "pobj" and noun.head.dep_ == "prep":
        preposition = noun.head
        noun = preposition.head
        if is_clause(noun) and preposition.i and preposition.lower_ in _PLACES:
            noun = preposition.nbor(-1)
        if noun.pos_ in {"NOUN", "PROPN"} or noun.tag_ == "VBG":
            yield noun


def _can_mean(pronoun: Token, noun: Token, verb: Token) -> bool:
    """Whether a relative pronoun with this verb can mean a noun, by its number and by whether it is a person."""
    several = noun.tag_ in {"NNS", "NNPS"}
    words = {word.lower_ if word.lemma_ == "be" else word.tag_ for word in finite_words(verb)}
    if words & ({"is", "was", "VBZ"} if several else {"are", "were", "VBP"}):
        return False
    kind = described_type(noun)
    if pronoun.lower_ == "who":
        return noun.ent_type_ == "PERSON" or kind == "person" or (several and kind == "group")
    return noun.ent_type_ != "PERSON" and kind != "person"


def _is_followed(token: Token, *, commas: bool) -> bool:
    """Whether the main clause goes on behind a subordinate clause: "two banks, which I know: Acme and Bolt".

    With `commas`, also if a comma is between them.
    """
    after = token.right_edge.i + 1
    rest = list(token.doc[after : after + _NEAR])
    number = next((n for n, t in enumerate(rest) if not t.is_punct and not t.is_space), None)
    if number is None or (not commas and any(t.text == "," for t in rest[:number])):
        return False
    main = next((a for a in token.ancestors if is_clause(a)), None)
    first = rest[number]
    if main is None or main.i > token.i or first.is_sent_start or first.dep_ == "cc":
        return False
    return next((t for t in (first, *first.ancestors) if is_clause(t)), None) == main


def is_adjunct(token: Token, inside: set[int]) -> bool:
    """Whether a phrase only goes along with a clause that is whole without it: ", citing costs", ", with him absent".

    So does a relative clause that is about no noun in particular: ", which surprised nobody".
    """
    before = token.left_edge.i
    if token.dep_ not in _ADJUNCTS or not _sets_off(token.doc[before - 1]):
        return False
    head = next((a for a in token.ancestors if is_clause(a)), None)
    if head is None or token.i < head.i or has_child(token, "mark"):
        return False
    words = (t for t in token.doc[head.left_edge.i : before] if not t.is_punct)
    if sum(1 for _ in itertools.islice(words, _FEWEST)) < _FEWEST or not _is_last(token, inside):
        return False
    if any(t.like_num for t in token.doc[before : token.right_edge.i + 1]):
        return False  # "moving north at 14 miles per hour" is a fact that would be lost
    if token.dep_ == "relcl":
        subject = own_subject(token)
        return subject is not None and subject.i == before and subject.lower_ in {"who", "which"}
    if token.dep_ in {"advcl", "acl"}:
        return token.tag_ in {"VBG", "VBN"} and not is_clause(token)
    return token.lower_ == "with" and has_child(token, "pcomp")


def _sets_off(token: Token) -> bool:
    """Whether a token is a comma or a dash; not the hyphen of "co-hosted"."""
    return token.text in {",", "—", "--"} or (token.text in {"–", "-"} and bool(token.whitespace_))


def _is_last(token: Token, inside: set[int]) -> bool:
    """Whether a phrase ends what is said, or another clause follows; not the first of several: ", citing X, naming Y".

    `inside` are the tokens of the speaker.
    """
    after = token.right_edge.i + 1
    following = next((t for t in token.doc[after : after + _NEAR] if not t.is_punct and not t.is_space), None)
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
