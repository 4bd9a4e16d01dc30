"""Outlets that carried what somebody said: "told The Gazette", "in an interview with WRAL-TV"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.entities import Entities
from onrecord.lang.en import lexicon, outlets
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import SUBJECTS, subtree

if TYPE_CHECKING:
    from spacy.tokens import Token

_HEARERS = frozenset({"dobj", "dative"})
_SPEAKING = frozenset({"speak", "talk"})
_REMARKS = frozenset({"comment", "remark"})


def carriers(verb: Token) -> Iterator[Token]:
    """Yields the nouns that may be an outlet or its report: who hears the speaker, and where the words were said."""
    # In "said Lee in a report", the parse may give the preposition to the subject.
    after = [child for child in verb.children if child.dep_ in SUBJECTS and child.i > verb.i]
    for child in (*verb.children, *(inner for subject in after for inner in subject.children)):
        if child.dep_ in _HEARERS and verb.lemma_ == "tell":
            yield child
        elif child.dep_ == "prep" and child.lower_ in {"in", "to", "with", "on"}:
            yield from (
                noun
                for noun in child.children
                if noun.dep_ == "pobj" and (child.lower_ == "on" or noun.lemma_.lower() in lexicon.CARRIERS | _REMARKS)
            )
        elif child.dep_ == "advcl" and child.lemma_ in _SPEAKING and child.tag_ == "VBG":
            yield from (
                noun
                for preposition in child.children
                if preposition.lower_ in {"to", "with"}
                for noun in preposition.children
                if noun.dep_ == "pobj"
            )


def outlet_at(passage: Passage, noun: Token, entities: Entities) -> int | None:
    """The outlet that a noun names, or that its report is from: the owner in "Fox's “Morning Show”"."""
    tokens = [*_owner(noun), *subtree(noun)]
    is_report = noun.lemma_.lower() in lexicon.CARRIERS
    shows = _shows_outlet if noun.head.lower_ == "on" else _is_outlet
    for token in tokens:
        key = entities.at(passage, token)
        if key is not None and entities.entity_type(key) == "organization":
            named = [other for other in tokens if entities.at(passage, other) == key]
            if is_report or shows(named):
                return key
    if noun.pos_ == "PROPN" and _shows_outlet([noun]) and entities.at(passage, noun) is None:
        return entities.name(passage.span_of(noun, noun), "organization", passage.zone)
    return None


def _owner(noun: Token) -> list[Token]:
    """The name whose possessive is before a noun and its quotation mark, whatever the parse makes of it."""
    place = noun.left_edge.i - 1
    place -= int(place > 0 and noun.doc[place].is_quote)
    return [noun.doc[place - 1]] if place > 0 and noun.doc[place].tag_ == "POS" else []


def _shows_outlet(name: Sequence[Token]) -> bool:
    """Whether a word of a name is one that outlets have: "Gazette", "WRAL-TV"."""
    return any(
        token.lower_ in (outlets.ACRONYMS if token.text.isupper() else outlets.WORDS | outlets.ACRONYMS)
        or token.text.endswith("TV")
        for token in name
        if token.text[0].isupper()
    )


def _is_outlet(name: Sequence[Token]) -> bool:
    """Whether an organization that hears a speaker is an outlet, as it is unless its name shows another kind.

    Of the organizations that hear a speaker in some 900 news texts, all were outlets, except bodies, courts and
    offices known by an acronym with an article ("the FBI").
    """
    if _shows_outlet(name):
        return True
    words = {token.lower_ for token in name}
    first = name[0]
    is_acronym = len(name) == 1 and first.text.isupper()
    before = first.nbor(-1).lower_ if first.i else ""
    return words.isdisjoint(outlets.OTHERS) and name[-1].tag_ != "NNPS" and not (is_acronym and before == "the")
