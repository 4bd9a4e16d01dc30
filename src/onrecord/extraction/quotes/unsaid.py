"""What was not said: negated cues, refusals and denials.

"Nobody said that", "declined to comment" and "without saying why" report no words; "does not believe that" and "denied
that" report that the source holds the contrary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.quotes.cues import is_negated
from onrecord.lang.en import lexicon, modality
from onrecord.nlp.noun_phrases import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Token

# Prepositions whose clause did not happen: "left without saying why".
_UNDONE = frozenset({"without", "instead of", "short of", "than"})
# A verb that governs another shares its negation: "did not want to say", "is not to say that".
_GOVERNED = frozenset({"xcomp", "ccomp", "acomp"})
_QUESTIONS = frozenset({"whether", "if", "why", "how", "who", "what", "when", "where", "which", "whose", "whom"})
# From the main verb to a verb of saying: "stopped short of saying".
_LEADING_ON = frozenset({"xcomp", "prep", "pcomp", "advmod", "acomp"})
# Auxiliaries of what is not so, or not yet.
_UNREAL = modality.FUTURE | {"should", "must", "ought"}
_OF_SUBJECT = frozenset({"det", "neg", "preconj"})
_MOST = 8


def is_unsaid(verb: Token, content: Sequence[Token]) -> bool:
    """Whether a cue says that nothing was said or thought: "did not say why", "refused to answer", "nobody knows who".

    Args:
        verb: the head of the cue.
        content: the tokens of the reported words.
    """
    return (verb.pos_ in {"VERB", "AUX"} and _is_unreal(verb)) or _is_withheld(verb, content)


def _is_unreal(verb: Token) -> bool:
    """Whether a cue is about what somebody will say, should say or may have said: "if she says", "anyone thinks"."""
    if any(child.dep_ == "aux" and child.lemma_.lower() in _UNREAL for child in verb.children):
        return True
    chain = list(_governing(verb))
    conditional = (child.dep_ == "mark" and child.lower_ in modality.CONDITIONS for t in chain for child in t.children)
    return any(conditional) or any(map(_is_anybody, chain[-1].children))


def _is_withheld(verb: Token, content: Sequence[Token]) -> bool:
    """Whether a cue is negated, or a refusal."""
    if verb.pos_ not in {"VERB", "AUX"}:
        return any(child.dep_ in {"det", "neg"} and child.lower_ in modality.NEGATORS for child in verb.children)
    chain = list(_governing(verb))
    top = chain[-1]
    if (
        top.dep_ == "pcomp"
        and {top.head.lower_, f"{top.head.nbor(-1).lower_} {top.head.lower_}" if top.head.i else ""} & _UNDONE
    ):
        return True
    if any(map(_is_refusal, chain[1:])) or (_is_refusal(verb) and _has_infinitive(verb)):
        return True
    if not any(map(_is_denied, chain)):
        return False
    if verb.lemma_.lower() in lexicon.THOUGHT:
        return asks(content)
    return verb.lemma_.lower() in lexicon.SPEECH | lexicon.DEMANDS


def says_nothing(verb: Token) -> bool:
    """Whether a clause only states that somebody did not speak: "declined to say when", "stopped short of saying".

    "She was fired without saying a word" states more.
    """
    found = [verb]
    for token in found:  # grows
        found += [c for c in token.children if c.dep_ in _LEADING_ON and c.i > token.i and c.lower_ != "without"]
    return any(
        token.lemma_.lower() in lexicon.SPEECH and _reports(token) and _is_withheld(token, ()) for token in found
    )


def _reports(verb: Token) -> bool:
    """Whether a clause depends on a verb: "say when the bridge would open", and not "reply on Monday"."""
    return any(child.dep_ in {"ccomp", "advcl"} and child.i > verb.i for child in verb.children)


def is_contrary(verb: Token) -> bool:
    """Whether the source holds the contrary of the content: "denied that", "does not believe that"."""
    denies = verb.lemma_.lower() in modality.DENIALS and verb.pos_ == "VERB"
    # "Dismissed the claim as false" says that it is false.
    denies = denies and not any(child.lower_ == "as" and child.dep_ == "prep" for child in verb.children)
    return denies != is_disbelieved(verb)


def is_disbelieved(verb: Token) -> bool:
    """Whether the verb of a cue, or the verb of an adjective, is negated: "does not believe", "is not convinced"."""
    if verb.pos_ == "ADJ" and verb.dep_ == "acomp":
        verb = verb.head
    return verb.pos_ in {"VERB", "AUX"} and any(map(_is_denied, _governing(verb)))


def asks(content: Sequence[Token]) -> bool:
    """Whether a content is a question: "whether it would rain", "why she left"."""
    return bool(content) and content[0].lower_ in _QUESTIONS


def _governing(verb: Token) -> Iterator[Token]:
    """The verb and the verbs that govern it as their complement: in "is not to say", "say" and "is"."""
    yield verb
    token = verb
    for _ in range(_MOST):
        if token.dep_ not in _GOVERNED or token.head.i == token.i or (token.dep_ == "ccomp" and _has_subject(token)):
            return
        token = token.head
        yield token


def _has_subject(token: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in token.children)


def _is_denied(token: Token) -> bool:
    """Whether a verb is negated, by "not" or "never" or by its subject: "nobody", "no official"."""
    if is_negated(token) or any(
        (child.lower_ == "neither" and child.dep_ == "preconj")
        or (child.lower_ == "yet" and token.lemma_ in {"have", "be"} and child.i > token.i)  # "have yet to say"
        for child in token.children
    ):
        return True
    subjects = [child for child in token.children if child.dep_ in SUBJECTS]
    return any(
        subject.lower_ in modality.NEGATIVE_PRONOUNS
        or (subject.lower_ == "one" and subject.i > 0 and subject.nbor(-1).lower_ == "no")
        or any(child.dep_ in _OF_SUBJECT and child.lower_ in {"no", "neither"} for child in subject.children)
        for subject in subjects
    )


def _is_anybody(subject: Token) -> bool:
    """Whether a subject is whoever it may be: "anyone", "any hopes"."""
    free = subject.lower_ in {"anyone", "anybody", "whoever"}
    return subject.dep_ in SUBJECTS and (free or any(child.lower_ == "any" for child in subject.children))


def _is_refusal(verb: Token) -> bool:
    return verb.lemma_.lower() in lexicon.REFUSALS


def _has_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "xcomp" and any(inner.tag_ == "TO" for inner in child.children) for child in verb.children)
