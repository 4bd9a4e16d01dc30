"""Constructions in which cue, source and content are not where a plain report has them.

Each is read from the parse, for whatever cue the reader marked:

- "The Ledger quoted Lee as saying that it rained": Lee said it, and the Ledger carried it;
- "Lee was told that it rained": Lee only heard it;
- "a law which Lee said was slow": what the clause is about comes before the cue.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.lang.en import lexicon
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import NounPhrase, noun_phrase, subtree, trimmed
from onrecord.text.spans import Span, hull

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIVE = frozenset({"WDT", "WP", "WP$"})
_PASSIVE = frozenset({"nsubjpass", "auxpass"})
# Whom a verb of quoting quotes; the parse takes a name after a title for an apposition.
_SPOKEN = frozenset({"dobj", "nsubjpass", "appos"})
_AS = re.compile(r"\bas\b", re.IGNORECASE)
# Verbs of quoting, whose object or passive subject is the speaker.
_QUOTING = lexicon.words("quote cite")


@dataclasses.dataclass(frozen=True, slots=True)
class Construction:
    """What a construction gives: the verb that reports, and what differs from a plain report.

    Attributes:
        verb: the verb of saying.
        cue: its words.
        source: who spoke; None if the text does not say.
        contents: what was said; None if the reader's contents are right but for `outside`.
        outside: words outside of the content.
        outlet: who carried the words, if somebody did.
    """

    verb: Token
    cue: Span
    source: NounPhrase | None
    contents: list[Span] | None = None
    outside: Span | None = None
    outlet: Token | None = None


def construction_of(passage: Passage, cue: Span, verb: Token, contents: Sequence[Span]) -> Construction | None:
    """The construction of a cue; None for a plain report.

    Args:
        passage: the paragraph of the cue.
        cue: the cue that the reader marked.
        verb: its head.
        contents: the contents that it marked.
    """
    return (
        _quoted_as(passage, passage.tokens(cue))
        or _heard(passage, cue, verb, contents)
        or _relative(passage, cue, verb, contents)
    )


def is_background(verb: Token) -> bool:
    """Whether a cue only says on what occasion somebody spoke: "Asked by Crane whether he knew, Pike answered"."""
    return (
        verb.lemma_.lower() == "ask"
        and verb.tag_ == "VBN"
        and verb.dep_ == "advcl"
        and not any(child.dep_ in {*_PASSIVE, "nsubj", "aux"} for child in verb.children)
    )


def received(cue: Sequence[Token]) -> Token | None:
    """The noun of a cue for what somebody heard and did not say: "faced complaints", "responded to reports that"."""
    nouns = [token for token in cue if token.pos_ == "NOUN"]
    return next(
        (
            token
            for token in nouns
            if (token.dep_ == "dobj" and token.head.lemma_.lower() in lexicon.RECEIVING)
            or (token.dep_ == "pobj" and token.head.head.lemma_.lower() in lexicon.ANSWERING and _has_clause(token))
        ),
        None,
    )


def _has_clause(noun: Token) -> bool:
    return any(child.dep_ in {"ccomp", "acl"} and child.i > noun.i for child in noun.children)


def outlets_of(source: NounPhrase) -> Iterator[Token]:
    """The outlets in "Brandt, quoted by the news agency NNA, said"."""
    for child in source.head.children:
        if child.dep_ == "acl" and child.lemma_.lower() in _QUOTING and (agent := _agent(child)) is not None:
            yield agent


def _quoted_as(passage: Passage, cue: Sequence[Token]) -> Construction | None:
    for token in cue if passage.occurrences(_AS).end_of_first(0) is not None else ():
        for verb, saying in _as_saying(token):
            # The phrase is in the parse of the verb or of its object.
            # It may take a name after a title for a second subject.
            subjects = [child for child in verb.children if child.dep_ == "nsubj"]
            objects = [child for child in verb.children if child.dep_ in _SPOKEN and child.i < saying.i]
            objects += [child for child in subjects[1:] if verb.i < child.i < saying.i]
            if not objects:
                continue
            spoken, passive = objects[0], objects[0].dep_ == "nsubjpass"
            clause = next((child for child in saying.children if child.dep_ == "ccomp" and child.i > saying.i), None)
            # "As telling residents that": the hearer does not belong to the content either.
            before = passage.doc[saying.i + 1 : clause.left_edge.i] if clause is not None else ()
            last = next((token for token in reversed(before) if not token.is_punct), saying)
            first = next((c for c in verb.children if passive and c.dep_ in {"aux", "auxpass"}), verb)
            agent = _agent(verb) or _agent(saying)
            subject = subjects[0] if subjects else None
            source = _with_apposition(passage, spoken)
            edge = spoken.left_edge if passive else verb
            return Construction(
                verb=saying,
                cue=passage.span_of(first if passive else saying, saying),
                source=source,
                contents=_complement(passage, [clause] if clause is not None else saying.children, saying),
                outside=hull([passage.span_of(edge, last), source.span]),
                outlet=agent if passive else subject,
            )
    return None


def _with_apposition(passage: Passage, noun: Token) -> NounPhrase:
    """A noun phrase up to the end of its apposition: "the captain, Otto Lund"."""
    phrase = noun_phrase(passage, noun)
    last = max([phrase.tokens[-1].i, *(child.right_edge.i for child in noun.children if child.dep_ == "appos")])
    first = phrase.tokens[0].i
    # The parse may hang a title on the verb: "quoted engineer Pavel Orlik".
    while first and passage.doc[first - 1].dep_ == "compound" and passage.doc[first - 1].head.i == noun.head.i:
        first -= 1
    return NounPhrase(passage, tuple(passage.doc[first : last + 1]), noun)


def _as_saying(token: Token) -> Iterator[tuple[Token, Token]]:
    """Pairs of a verb and the participle after its "as": "quoted Lee as saying", with any of the two as the cue."""
    for verb in (token, token.head.head, token.head.head.head):
        if verb.pos_ != "VERB":
            continue
        for child in verb.children:
            for preposition in (child, *child.children):
                if preposition.lower_ != "as" or preposition.dep_ != "prep":
                    continue
                for saying in preposition.children:
                    says = saying.lemma_.lower() in lexicon.SAYING or verb.lemma_.lower() in _QUOTING
                    if saying.dep_ == "pcomp" and saying.tag_ == "VBG" and says and token in {verb, saying}:
                        yield verb, saying


def _complement(passage: Passage, children: Iterable[Token], verb: Token) -> list[Span]:
    """The words of some children of a verb that follow it."""
    after = [
        token
        for child in children
        if child.i > verb.i and child.dep_ not in {"punct", "agent"}
        for token in subtree(child)
        if not token.is_space
    ]
    span = trimmed(passage, after)
    return [span] if span else []


def _heard(passage: Passage, cue: Span, verb: Token, contents: Sequence[Span]) -> Construction | None:
    """Whoever hears something in the passive voice is not the source: "Lee was asked whether it rained"."""
    subject = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    lemma, states = verb.lemma_.lower(), verb.lower_ in lexicon.ATTITUDES
    if subject is None or verb.tag_ != "VBN" or states or lemma not in lexicon.SAYING | lexicon.INFINITIVE:
        return None
    hearer = noun_phrase(passage, subject)
    complements = [child for child in verb.children if child.dep_ in {"ccomp", "xcomp", "oprd"} and child.i > verb.i]
    if not complements or any(content.covers(cue) for content in contents):
        return None
    infinitive = any(child.tag_ == "TO" for child in complements[0].children)
    agent = next((child for child in verb.children if child.dep_ == "agent"), None)
    by = agent is not None and passage.span_of(agent, agent).start == cue.end + 1
    others = [content for content in contents if not content.overlaps(hearer.span)]
    source = noun_phrase(passage, spoken) if (spoken := _agent(verb)) is not None else None
    return Construction(
        verb=verb,
        cue=hull([cue, passage.span_of(agent, agent)]) if agent is not None and by else cue,
        source=source,
        contents=[hearer.span, *others] if infinitive else others,
    )


def _relative(passage: Passage, cue: Span, verb: Token, contents: Sequence[Span]) -> Construction | None:
    """A reported relative clause begins with the noun before it: "a law which Lee said was slow"."""
    reported = _reported_relative(verb)
    if reported is None:
        for content in contents:
            inside = [t for t in passage.tokens(content) if t.dep_ == "relcl" and _reported_relative(t) is not None]
            head = next(iter(passage.tokens(content)), None)
            if inside and head is not None and _is_phrase(passage, content, inside[0].head):
                verb, reported = inside[0], _reported_relative(inside[0])
                cue = passage.span_of(verb, verb)
                break
    if reported is None:
        return None
    subject, pronoun, clause = reported
    about = noun_phrase(passage, verb.head)
    first = Span(about.span.start, passage.span_of(pronoun, pronoun).end) if pronoun else about.span
    left_out = {token.i for child in verb.children if child.i != clause.i for token in subtree(child)}
    rest = [token for token in subtree(clause) if token.i > verb.i and token.i not in left_out and not token.is_space]
    after = trimmed(passage, rest)
    if after is None or first.end > cue.start:
        return None
    return Construction(verb=verb, cue=cue, source=noun_phrase(passage, subject), contents=[first, after])


def _reported_relative(verb: Token) -> tuple[Token, Token | None, Token] | None:
    """Subject, relative pronoun and reported clause of a relative clause that reports; None for other verbs."""
    if verb.dep_ != "relcl" or verb.lemma_.lower() not in lexicon.SAYING:
        return None
    subject = next((child for child in verb.children if child.dep_ == "nsubj" and child.tag_ not in _RELATIVE), None)
    clause = next((child for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i), None)
    if subject is None or clause is None:
        return None
    gap = next((t for t in [*subtree(clause), *verb.children] if t.tag_ in _RELATIVE and t.i < subject.i), None)
    if gap is None and any(
        child.dep_ in {"nsubj", "nsubjpass", "expl"} and child.i > verb.i for child in clause.children
    ):
        return None
    return subject, gap, clause


def _is_phrase(passage: Passage, content: Span, noun: Token) -> bool:
    """Whether a content is nothing but a noun with its relative clause."""
    tokens = passage.tokens(content)
    return all(token.i == noun.i or token.head.i == noun.i or noun.is_ancestor(token) for token in tokens)


def _agent(verb: Token) -> Token | None:
    """The noun after "by"."""
    for child in verb.children:
        if child.dep_ in {"agent", "prep"} and child.lower_ == "by":
            return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    return None
