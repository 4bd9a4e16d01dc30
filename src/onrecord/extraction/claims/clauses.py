"""Clauses: where the propositions of a stretch of text begin and end.

Clauses joined by "and" are separate propositions; a clause that shares the subject of the clause before it takes the
words of that subject. So are clauses that state a second fact: a contrast ("while the other rose"), a past event that
dates the first ("after the court had ruled"), and what is added about the last noun (", who won in May"). An adjunct
without a finite verb after a comma (", citing costs") is left out. Nothing is paraphrased: a clause is made of
stretches of the article.

Limits: reasons, conditions and restrictive relative clauses stay in the clause that governs them.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.claims.predicates import (
    agrees,
    has_child,
    is_clause,
    own_subject,
    shares_auxiliary,
    subject_of,
)
from onrecord.extraction.claims.stretches import balanced, cuts_word, is_labelled, leaves_open, stretch_around, unbroken
from onrecord.extraction.claims.subordinates import is_adjunct, is_adverbial, stands_apart
from onrecord.extraction.quotes.cues import is_condition
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import SUBJECTS, is_mark, noun_phrase
from onrecord.text.spans import Span, hull

if TYPE_CHECKING:
    from spacy.tokens import Token

# The most predicates that are looked at for an "and": "came, saw and won".
_MOST_JOINED = 8
# Nouns whose clause is denied with them: "denied a claim that she owned the mill".
_ASSERTIONS = lexicon.words("claim report allegation accusation suggestion charge rumor rumour idea notion story")
# What a verb cannot do without, where the text has it.
_ARGUMENTS = frozenset({*SUBJECTS, "dobj", "attr", "acomp", "oprd", "dative", "xcomp", "ccomp", "prt"})


@dataclasses.dataclass(frozen=True, slots=True)
class Clause:
    """A finite clause: its verb, its subject, and the stretches that state it.

    `is_subordinate` is true for a clause that depends on another clause, but is its own proposition.
    """

    passage: Passage
    verb: Token
    subject: Token | None
    parts: tuple[Span, ...]
    is_subordinate: bool = False


def find_clauses(
    passage: Passage,
    tokens: Sequence[Token],
    source: Span | None = None,
    *,
    denied: bool = False,
    bound: Container[int] = (),
) -> Iterator[Clause]:
    """The finite main clauses among `tokens`, in text order.

    Args:
        passage: their paragraph.
        tokens: the tokens of a sentence that belong to one speaker, on both sides of an inserted frame.
        source: the words that name the speaker, if a clause may take its subject from them.
        denied: whether the source denies them: then the clause in "a claim that ..." is a proposition. Otherwise it is
            a third party's, and nobody here asserts it.
        bound: the verbs whose clauses stay with their main clause.
    """
    inside = {token.i for token in tokens}
    mains: dict[int, bool] = {}
    heads = [t for t in tokens if is_clause(t) and t.i not in bound and _is_main(t, inside, denied, mains)]
    if not heads:
        return
    added = set() if denied else {token.i for token in heads if stands_apart(token)}
    adjuncts = [token for token in tokens if not denied and token.i not in added and is_adjunct(token, inside)]
    words = _by_head(tokens, [*heads, *adjuncts])
    apart = {t.i for head in (*(h for h in heads if h.i in added), *adjuncts) for t in words[head.i]}
    ranks = dict(zip((t.i for t in tokens), itertools.accumulate(t.i not in apart for t in tokens), strict=True))
    known = {token.i for own in words.values() for token in own}
    stretches = {head.i: stretch_around(words[head.i], head, ranks) for head in heads}
    taken = apart | {token.i for own in stretches.values() for token in own}
    subjects: dict[int, Token | None] = {}
    for head in heads:
        own = stretches[head.i]
        if not own or _goes_on(own, inside, taken):
            continue
        subject = subject_of(head, subjects)
        if source is not None and subject is not None and subject.i not in inside:
            # "Voss said the couple sold it and | were ...": the parse may join what is reported to the cue.
            subject = next((own_subject(h) for h in reversed(heads) if h.i < head.i and own_subject(h)), subject)
        if subject is None or any(c.i not in known and _is_governed(c, head) for c in head.children):
            continue  # its object, complement or condition is someone else's
        if own_subject(head) is None and not agrees(subject, head):
            continue  # the parse joined it to the wrong clause
        here = {token.i for token in own}
        parts = tuple(balanced(passage, part) for part in unbroken(passage, own, (inside - apart) | here))
        if subject.i not in here:
            phrase = _outer_subject(passage, subject, inside, source)
            if phrase is None or phrase.end > parts[0].start:
                continue
            parts = (phrase, *parts)
        exact = " ".join(part.shift(-passage.offset).exact(passage.text) for part in parts)
        if not leaves_open(exact) and not any(cuts_word(passage, part) for part in parts):
            yield Clause(passage, head, _antecedent(subject), parts, head.i in added)


def _goes_on(own: Sequence[Token], inside: set[int], taken: set[int]) -> bool:
    """Whether words that are in no clause follow at once: the parse joined them to another clause.

    As in "it is because of him | I have got here". `taken` are the tokens that are in a clause.
    """
    after = own[-1].i + 1
    if after not in inside or after in taken:
        return False
    following = own[-1].doc[after]
    return not is_mark(following) and not following.is_space and following.dep_ != "cc"


def whole_clause(passage: Passage, tokens: Sequence[Token]) -> Clause | None:
    """The only clause of a reported content whose parts the parse joined wrongly; None if there may be several.

    As in "said | allowing the kiosk might bring cars", where the parse may take "allowing" for the subject of "said",
    and "said | members found guilty may be fined", where it may take "found" for a main verb.
    """
    words = [token for token in tokens if not token.is_space]
    verbs = [token for token in words if is_clause(token) and token.dep_ not in {"relcl", "advcl", "aux", "auxpass"}]
    if not verbs or any(_has_company(verb) for verb in verbs) or words[0].tag_ in {"WDT", "WP", "WRB", "IN", "TO"}:
        return None
    if has_child(verbs[0], "mark") and len(verbs) == 1:
        return None
    if any(t.tag_ == "TO" for t in words if t.i < verbs[0].i):
        return None  # "urged | residents to come"
    nouns = (t for t in words if t.i < verbs[0].i and t.pos_ in {"NOUN", "PROPN", "PRON", "VERB"})
    subject = next(nouns, None)
    if subject is None or subject.dep_ in {"dobj", "pobj"}:
        return None  # "sided with | residents who feared it would close"
    while is_mark(words[-1]):
        words.pop()
    verb = next((verb for verb in verbs[1:] if own_subject(verb) is None), verbs[0])
    return Clause(passage, verb, subject, (passage.span_of(words[0], words[-1]),))


def _has_company(verb: Token) -> bool:
    """Whether a verb is joined to another by a conjunction."""
    return verb.dep_ == "conj" or has_child(verb, "conj")


def loses_verb(passage: Passage, tokens: Sequence[Token], clauses: Sequence[Clause]) -> bool:
    """Whether what is reported has a verb that its frame governs and that is in none of its clauses."""
    inside = {token.i for token in tokens}
    verbs = [t for t in tokens if t.dep_ == "ccomp" and t.head.i not in inside and is_clause(t)]
    kept = [part for clause in clauses for part in clause.parts]
    return any(not any(part.covers(passage.span_of(verb, verb)) for part in kept) for verb in verbs)


def _is_governed(token: Token, verb: Token) -> bool:
    """Whether a verb cannot do without a dependent; a clause before it may be another sentence, joined by a colon."""
    if token.dep_ == "ccomp" and token.i < verb.i and verb.lemma_.lower() not in lexicon.SAYING:
        return False
    return token.dep_ in _ARGUMENTS or (token.dep_ == "advcl" and is_condition(token))


def _antecedent(subject: Token) -> Token:
    """The noun that a relative pronoun stands for; any other subject itself."""
    if subject.tag_ not in {"WDT", "WP"}:
        return subject
    return next((a.head for a in subject.ancestors if a.dep_ == "relcl"), subject)


def _by_head(tokens: Sequence[Token], heads: Sequence[Token]) -> dict[int, list[Token]]:
    """The tokens of each clause, in order, by the index of its head; a token belongs to the nearest head above it.

    A condition that the parse joined to the frame limits the clause before it: "it will close, he said, | if it snows".
    """
    owners: dict[int, int | None] = {head.i: head.i for head in heads}
    inside = {token.i for token in tokens}
    for stray in (t for t in tokens if t.head.i not in inside and is_clause(t) and is_condition(t)):
        owners.setdefault(stray.i, max((head.i for head in heads if head.i < stray.i), default=None))
    found: dict[int, list[Token]] = {head.i: [] for head in heads}
    for place, token in sorted({token.i: token for token in tokens}.items()):
        way, at, above = [], place, token.head
        while at not in owners and above.i != at:
            way.append(at)
            at, above = above.i, above.head
        owner = owners.setdefault(at, None)
        owners.update(dict.fromkeys(way, owner))
        if owner is not None:
            found[owner].append(token)
    return found


def _is_main(token: Token, inside: set[int], denied: bool, known: dict[int, bool]) -> bool:
    """Whether a clause is not part of another clause of the stretch; `known` caches the answers."""
    way = []
    above: Token | bool = token
    while not isinstance(above, bool):
        token = above
        way.append(token.i)
        above = known[token.i] if token.i in known else _as_main(token, inside, denied)
    known.update(dict.fromkeys(way, above))
    return above


def _as_main(token: Token, inside: set[int], denied: bool) -> Token | bool:
    """Whether a clause is a main clause; if that depends on another clause, the verb of that clause."""
    if token.dep_ in {"aux", "auxpass"} or is_condition(token):
        return False
    if token.dep_ == "ROOT" or token.head.i not in inside:
        return not _continues(token, inside) and not is_adverbial(token)
    if token.dep_ == "conj" and not is_clause(token.head) and _begins_with_that(token):
        # "that it was likely to fail and that the city had not applied": the parse may attach the second anywhere.
        above = next((a for a in token.ancestors if a.i in inside and is_clause(a)), None)
        return above if above is not None and own_subject(token) is not None else False
    if token.dep_ == "conj":
        apart = token.head.i < token.i and _is_joined(token) and not (_shares_more(token) or shares_auxiliary(token))
        return token.head if is_clause(token.head) and apart else False
    if token.dep_ in {"acl", "appos"} and token.head.dep_ == "ROOT" and is_labelled(token):
        return True
    if not denied and stands_apart(token):
        return next((a for a in token.ancestors if a.i in inside and is_clause(a)), False)
    if denied and token.dep_ in {"acl", "ccomp", "relcl"} and _is_assertion(token.head):
        return any(c.lower_ == "that" for c in token.children)
    # Sentences joined by a comma: the parse takes the first for a complement of the second.
    joined = (
        token.dep_ in {"ccomp", "parataxis"}
        and own_subject(token) is not None
        and not any(c.dep_ == "mark" for c in token.children)
    )
    joined = joined and token.head.lemma_.lower() not in lexicon.SAYING and token.i < token.head.i
    return token.head if joined else False


def _shares_more(token: Token) -> bool:
    """Whether a predicate shares more than the subject with the predicate before: an object, or a negation before "or".

    As in "kicked and punched a guard", "never asked for or got a permit".
    """
    if own_subject(token) is not None:
        return False
    first, between = token.head, token.doc[token.head.i + 1 : token.i]
    ends_at_once = all(t.is_punct or t.dep_ == "cc" for t in between if t.dep_ not in {"aux", "neg", "advmod"})
    marked = any(t.is_punct or t.dep_ == "cc" for t in between)
    bare = marked and ends_at_once and any(child.i > token.i for child in token.children)
    return bare or any(child.dep_ == "cc" and child.lower_ == "or" for child in first.children)


def _is_joined(token: Token) -> bool:
    """Whether a predicate is joined to another by a conjunction; otherwise the parse missed its subject.

    As in "It passed after a group, which backs the museum, urged its passage", with "urged" joined to "passed", and in
    "It is only part of the work Bond produces", with "produces" joined to "is".
    """
    first = token.left_edge
    before = first.nbor(-1) if first.i else first
    if not first.i or own_subject(token) is not None:
        return True
    if before.text != ",":
        return before.dep_ == "cc" or is_mark(before)
    joined: Token | None = token.head
    for _ in range(_MOST_JOINED):
        if joined is None or has_child(joined, "cc"):
            return joined is not None
        joined = next((child for child in joined.children if child.dep_ == "conj"), None)
    return False


def _continues(token: Token, inside: set[int]) -> bool:
    """Whether a clause with "that" follows a clause without "and": it belongs to it, and the parse missed how.

    As in "will stay until the police promise, in writing, that it is safe", with "is" joined to the verb of the frame.
    """
    before = token.left_edge.i - 1
    while before in inside and is_mark(token.doc[before]):
        before -= 1
    return before in inside and _begins_with_that(token) and token.doc[before].dep_ != "cc"


def _begins_with_that(token: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in token.children)


def _is_assertion(token: Token) -> bool:
    return token.pos_ == "NOUN" and token.lemma_.lower() in _ASSERTIONS


def _outer_subject(passage: Passage, subject: Token, inside: set[int], source: Span | None) -> Span | None:
    """The words of a subject outside its clause."""
    if subject.tag_ in {"WDT", "WP"}:
        relative = next((a for a in subject.ancestors if a.dep_ == "relcl"), None)
        return noun_phrase(passage, relative.head, _before(passage, subject)).span if relative is not None else None
    if subject.dep_ == "csubj":  # "closing the mill | costs jobs and | breaks up families"
        span = passage.span_of(subject.left_edge, subject.right_edge)
    else:
        span = noun_phrase(passage, subject).span
    # "the 6.5 km (4-mile) bridge": the bracket ends the phrase.
    determiner = next((c for c in subject.children if c.dep_ == "det" and c.i < subject.i), None)
    if determiner is not None:
        span = hull([passage.span_of(determiner, determiner), span])
    if subject.i in inside or (source is not None and source.covers(passage.span_of(subject, subject))):
        return span
    return None


def _before(passage: Passage, token: Token) -> Span:
    return Span(passage.offset, passage.offset + max(1, token.idx))
