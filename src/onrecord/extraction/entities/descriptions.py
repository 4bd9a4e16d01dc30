"""Noun phrases that describe somebody or something: of what type, and by which name they are introduced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.lang.en import lexicon
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import NounPhrase
from onrecord.package.ids import fold
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_SINGULAR = frozenset({"NN", "NNP"})
_PLURAL = frozenset({"NNS", "NNPS"})
_PEOPLE = lexicon.OFFICES | lexicon.PEOPLE | lexicon.FEMALE | lexicon.MALE | lexicon.ANONYMOUS
_BODIES = lexicon.BODIES | lexicon.ORGANIZATIONS | lexicon.GENERIC_ORGANIZATIONS | lexicon.TOWNS
_TEXTS = lexicon.DOCUMENTS | lexicon.CARRIERS | lexicon.WORKS
_LISTED = _PEOPLE | _BODIES | _TEXTS
_SEVERAL = frozenset({"them", "us", "these", "those"})
# Endings of nouns for acts, states and fields, which nobody is.
_AGENT = re.compile(r"(?:er|or|ist|ian|man|woman|person|year-old)\Z")
_ABSTRACT = re.compile(r"\w{2,}(?:[ts]ion|ment|ness|ity|ism|[ae]nce|ure|age|ing|ics|ysis|graphy|ship|dom)s?\Z")
_MODIFYING = frozenset({"amod", "compound", "nmod"})
_EMPTY = lexicon.words("same said whole entire own")  # adjectives that distinguish nothing
_JUDGING = lexicon.SAYING | lexicon.ATTITUDES | lexicon.JUDGMENT
# How far above a name in quotation marks the noun is that it names.
_STEPS = 4


def is_person_noun(token: Token) -> bool:
    """Whether a word is a singular noun for a person by office, function or kinship."""
    return token.tag_ in _SINGULAR and not _PEOPLE.isdisjoint({token.lower_.rstrip("."), token.lemma_.lower()})


def described_type(head: Token) -> str:
    """The type of the entity that a phrase with this noun describes; `other` if the noun shows none."""
    lemma, word = head.lemma_.lower(), head.lower_
    if lemma in _TEXTS:
        return "work"
    members = _members(head)
    if members is not None and any(child.lower_ in {"a", "an"} for child in head.children):
        return "group" if members.pos_ == "PRON" else described_type(members)  # "an army of supporters"
    if lemma in _BODIES and head.tag_ not in _PLURAL:
        return "organization"
    if word in lexicon.COLLECTIVES:
        return "group"
    if {lemma, word} & _PEOPLE:
        return "group" if head.tag_ in _PLURAL else "person"
    if word == "one" and members is not None:
        return _type_of_one(members)  # "one of them", "one of the candidates"
    if members is not None:
        return "group" if members.pos_ == "PRON" else described_type(members)
    if head.pos_ == "NOUN" and (head.tag_ == "VBG" or _ABSTRACT.fullmatch(lemma)):
        return "other"
    if word in lexicon.MEASURES:
        return "other"
    if head.tag_ in _PLURAL or word == "percent":
        return "group"
    if head.pos_ == "PROPN" and any(child.dep_ == "det" for child in head.children):
        return "organization"  # "the Gazette"
    return "person" if head.pos_ != "NOUN" or _AGENT.search(lemma) else "other"


def _type_of_one(members: Token) -> str:
    if members.lemma_.lower() in _TEXTS:
        return "work"
    return "organization" if members.lemma_.lower() in _BODIES else "person"


def is_listed(noun: Token) -> bool:
    """Whether a list of `lexicon` says what the noun describes, so that its type is not guessed."""
    return not _LISTED.isdisjoint({noun.lemma_.lower(), noun.lower_})


def _members(head: Token) -> Token | None:
    """The plural of which a noun states a quantity: "voters" in "a majority of voters", "them" in "plenty of them"."""
    nouns = (noun for child in head.children if child.lower_ == "of" and child.i > head.i for noun in child.children)
    return next(
        (noun for noun in nouns if noun.dep_ == "pobj" and (noun.tag_ in _PLURAL or noun.lower_ in _SEVERAL)), None
    )


def modifiers(phrase: NounPhrase) -> set[str]:
    """The adjectives and nouns before the noun of a phrase, in small letters: "far-right" in "the far-right group"."""
    before = [token for token in phrase.tokens if token.i < phrase.head.i and token.dep_ in _MODIFYING]
    words: set[str] = set()
    for token in before:
        start = token.left_edge.i if token.dep_ == "amod" else token.i
        words.add(fold("".join(part.text_with_ws for part in token.doc[start : token.i + 1])))
    return words - _EMPTY


def introduced_by(passage: Passage, span: Span) -> Token | None:
    """The noun that the name in quotation marks at `span` names.

    "group" in "The group, which calls itself “Clean Rivers Now,”", "driver" in "a driver known as “Slim”".
    """
    doc, words = passage.doc, [token for token in passage.tokens(span) if not token.is_punct]
    if not words:
        return None
    before = list(doc[max(0, words[0].i - 4) : words[0].i])
    verb = next((token for token in before if token.lemma_.lower() in lexicon.NAMING), None)
    noun = next((token for token in reversed(doc[: verb.i]) if not token.is_punct), None) if verb else None
    if noun is not None and noun.pos_ == "NOUN":
        return noun
    return _named_by_clause(words[-1])


def _named_by_clause(name: Token) -> Token | None:
    """The noun whose clause gives it a name: "the singer, who performs as “Vane”", "a man who goes by “Slim”"."""
    token = name
    link = ""
    for _ in range(_STEPS):
        if token.dep_ in {"relcl", "acl"}:
            lemma = token.lemma_.lower()
            names = lemma in lexicon.NAMING or (link == "as" and lemma not in _JUDGING) or (link, lemma) == ("by", "go")
            return token.head if names and token.head.pos_ == "NOUN" and token.i < name.i else None
        if token.dep_ not in {"pobj", "prep", "oprd", "attr", "dobj", "compound", "xcomp", "advmod"}:
            return None
        link = token.lower_ if token.dep_ == "prep" else link
        token = token.head if token.head.i < name.i or token.dep_ != "prep" else _verb_before(token)
    return None


def _verb_before(link: Token) -> Token:
    """The verb before a preposition that the parse gives to the main verb: "gave her name only as “Slim” said"."""
    before = reversed(link.doc[max(0, link.i - _STEPS) : link.i])
    return next((token for token in before if token.pos_ == "VERB"), link.head)
