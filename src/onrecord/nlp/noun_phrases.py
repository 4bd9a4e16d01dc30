"""Noun phrases as stretches of tokens, from the dependency parse."""

from __future__ import annotations

import dataclasses
import itertools
import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_RESTRICTIVE = frozenset(
    {"prep", "acl", "relcl", "nummod", "amod", "advmod", "npadvmod", "nmod", "compound", "flat", "case"}
)
_BREAKS = frozenset({",", ";", ":", "—", "–", "―", "(", ")", "“", "”", '"', "--"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
# The most tokens on either side of the noun; real phrases have fewer.
_LONGEST = 200


@dataclasses.dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun with its title and restrictive modifiers, without appositions.

    Attributes:
        passage: the paragraph that holds it.
        tokens: its tokens, in order, without gaps.
        head: its noun.
    """

    passage: Passage
    tokens: tuple[Token, ...]
    head: Token

    @property
    def span(self) -> Span:
        """Its place in the article."""
        return self.passage.span_of(self.tokens[0], self.tokens[-1])

    @property
    def bare(self) -> str:
        """Its words without a leading article or possessive pronoun."""
        first = self.tokens[0]
        skipped = first.tag_ == "PRP$" or first.text.lower() in {
            "a",
            "an",
            "the",
            "this",
            "that",
            "these",
            "those",
            "some",
        }
        tokens = self.tokens[1:] if skipped and len(self.tokens) > 1 else self.tokens
        return " ".join(self.passage.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])].split())

    @property
    def is_definite(self) -> bool:
        """Whether it begins with "the", a demonstrative or a possessive pronoun."""
        return self.tokens[0].tag_ == "PRP$" or self.tokens[0].text.lower() in {
            "the",
            "this",
            "that",
            "these",
            "those",
        }

    @property
    def is_plural(self) -> bool:
        """Whether its noun is a plural."""
        return self.head.tag_ in {"NNS", "NNPS"}


def noun_phrase(passage: Passage, head: Token, limit: Span | None = None) -> NounPhrase:
    """The phrase around `head`; with `limit`, without the tokens outside that span."""
    left, right = head.i, head.i
    for child in head.children:
        if child.i < head.i and child.dep_ not in {
            "punct",
            "cc",
            "preconj",
            "appos",
            "advcl",
            "dep",
            "ccomp",
            "parataxis",
        }:
            left = min(left, child.left_edge.i)
        elif child.i > head.i and child.dep_ in _RESTRICTIVE:
            right = max(right, child.right_edge.i)
        elif child.i > head.i and child.dep_ == "conj" and _is_noun(child):
            right = max(right, child.i)
    doc = passage.doc
    left, right = max(left, head.i - _LONGEST), min(right, head.i + _LONGEST)

    def allowed(index: int) -> bool:
        token = doc[index]
        return token.text not in _BREAKS and (limit is None or limit.covers(passage.span_of(token, token)))

    start = head.i
    while start > left and (allowed(start - 1) or _inside_name(doc[start - 1])):
        start -= 1
    end = head.i
    while end < right and (allowed(end + 1) or _inside_name(doc[end + 1])):
        end += 1
    while start < head.i and (
        doc[start].is_space
        or doc[start].dep_ in {"cc", "punct"}
        or (doc[start].pos_ in {"ADV", "CCONJ", "SCONJ"} and doc[start].dep_ in {"advmod", "cc", "mark"})
    ):
        start += 1
    while end > head.i and (doc[end].is_space or (is_mark(doc[end]) and doc[end].text not in {"."})):
        end -= 1
    return NounPhrase(passage, tuple(doc[place] for place in range(start, end + 1)), head)


def is_mark(token: Token) -> bool:
    """Whether a token is punctuation; the signs of percent and degree are not."""
    return token.is_punct and token.text not in {"%", "‰", "°"}


def _is_noun(token: Token) -> bool:
    return token.pos_ in {"NOUN", "PROPN", "PRON"}


def _inside_name(token: Token) -> bool:
    """Whether a token is a comma inside a name, as in "Durham, N.C., police"."""
    return token.text == "," and token.ent_iob_ == "I"


def trimmed(passage: Passage, tokens: Sequence[Token]) -> Span | None:
    """The span of the tokens without conjunctions, "that" and punctuation at the ends; None if no word is left."""
    part = list(
        itertools.dropwhile(
            lambda token: (
                (is_mark(token) and token.text not in "“\"‘'«")
                or token.is_space
                or token.dep_ == "cc"
                or (token.lower_ == "that" and token.tag_ == "IN")
            ),
            tokens,
        )
    )
    while part and (
        part[-1].is_space
        or (is_mark(part[-1]) and part[-1].text not in "”\"’'»)")
        or (part[-1].dep_ in {"cc", "mark"} and len(part) > 1)
    ):
        part.pop()
    if not part or all(token.tag_ in {"WDT", "WP", "IN"} or is_mark(token) for token in part):
        return None
    return passage.span_of(part[0], part[-1])


def subtree(token: Token) -> list[Token]:
    """A token and all its descendants, in order. spaCy's own `subtree` is recursive and fails on deep trees."""
    found = [token]
    for member in found:  # grows
        found.extend(member.children)
    return sorted(found, key=operator.attrgetter("i"))


def head_of(tokens: Sequence[Token]) -> Token | None:
    """The token of a stretch that the others depend on."""
    inside = {token.i for token in tokens}
    heads = [token for token in tokens if token.head.i not in inside or token.head.i == token.i]
    nouns = [token for token in heads if token.pos_ in {"NOUN", "PROPN", "PRON", "VERB"}]
    return next(iter([*nouns, *heads]), None)


def phrase_at(parsed: ParsedArticle, source: Span) -> NounPhrase | None:
    """The phrase at a span; None if it holds nothing but white space."""
    passage = parsed.passage_at(source)
    tokens = passage.tokens(source)
    head = head_of(tokens)
    return NounPhrase(passage, tuple(tokens), head) if head is not None else None
