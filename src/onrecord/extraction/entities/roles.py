"""Roles: a person's title or office, from the words around the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import NounPhrase, noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

_OFFICE = re.compile(
    r"((?:(?:[Ff]ormer|[Dd]eputy|[Aa]ssistant|[Pp]rime) )*"
    r"(?:Secretary|Minister|Director|Chief|Head|Speaker|Attorney|Leader) (?:of|for) (?:the )?[A-Z]\w+(?: [A-Z]\w+)*) $"
)
_LONGEST_OFFICE = 200  # characters


# Verbs that say what their subject is.
_COPULAS = frozenset({"be", "become", "remain"})


def said_of(passage: Passage, tokens: Sequence[Token]) -> Iterator[NounPhrase]:
    """What the sentence says that a name is, as noun phrases, without relative clauses.

    As in "Jane Smith, president of the council,", "Smith is a former judge", "the board named Smith chief executive".
    """
    for token in tokens:
        nouns = [child for child in token.children if child.dep_ == "appos" and child.i > token.i]
        verb = token.head
        if token.dep_ in {"nsubj", "nsubjpass", "dobj"} and verb.pos_ in {"VERB", "AUX"}:
            complement = "oprd" if token.dep_ != "nsubj" else "attr" if verb.lemma_ in _COPULAS else ""
            nouns += [child for child in verb.children if child.dep_ == complement and not _is_doubted(verb)]
        for noun in nouns:
            if noun.pos_ in {"NOUN", "PROPN"} and not noun.ent_type_:
                clauses = [child.left_edge.i for child in noun.children if child.dep_ in {"relcl", "acl"}]
                after = min((start for start in clauses if start > noun.i), default=None)
                limit = passage.span_of(noun.left_edge, passage.doc[after - 1]) if after is not None else None
                yield noun_phrase(passage, noun, limit)


def subject_of_complement(noun: Token) -> Token | None:
    """The subject of which a sentence says that it is this noun, without doubt: "Smith" in "Smith is a judge"."""
    verb = noun.head
    if noun.dep_ != "attr" or verb.lemma_ not in _COPULAS or _is_doubted(verb):
        return None
    return next((child for child in verb.children if child.dep_ == "nsubj"), None)


def _is_doubted(verb: Token) -> bool:
    return any(child.dep_ == "neg" or child.tag_ == "MD" for child in verb.children)


def title_before(passage: Passage, tokens: Sequence[Token]) -> str | None:
    """The title before a name, as in "former Durham Police Chief" before "Jose Lopez"."""
    first = tokens[0]
    if match := _OFFICE.search(passage.text[max(0, first.idx - _LONGEST_OFFICE) : first.idx]):
        return match[1]
    words = words_before(passage, tokens)
    if any(
        token.lemma_.rstrip(".").lower() in lexicon.OFFICES or token.text.rstrip(".").lower() in lexicon.TITLES
        for token in words
    ):
        return " ".join("".join(token.text_with_ws for token in words).split())
    return None


def words_before(passage: Passage, tokens: Sequence[Token]) -> list[Token]:
    """The words before a name that describe its bearer, without an article: "former radio host" before "Jo Vane"."""
    first, doc = tokens[0], passage.doc
    start = first.i
    root = tokens[-1]
    while start > 0:
        before = doc[start - 1]
        attached = before.dep_ in {"compound", "amod", "nmod", "poss", "case"} and root.left_edge.i <= before.i
        title = before.text.rstrip(".").lower() in lexicon.TITLES and before.text[0].isupper()
        if not (attached or title) or before.is_punct:
            break
        start = _first_part(before)
    words = list(doc[start : first.i])
    if words and words[-1].tag_ in {"NNS", "NNPS"}:
        return []  # "Council Members Lee and Ray": the title of several people
    while words and (words[0].pos_ == "DET" or words[0].tag_ == "POS"):
        words = words[1:]
    return words


def _first_part(token: Token) -> int:
    """Where the word begins that a token ends: "world" in "world-renowned"."""
    start, doc = token.i, token.doc
    while start > 1 and doc[start - 1].text == "-" and not (doc[start - 1].whitespace_ or doc[start - 2].whitespace_):
        start -= 2
    return int(start)


def unlisted_title(passage: Passage, tokens: Sequence[Token]) -> str | None:
    """The capitalized word before a name that is a title though no list has it: "Sheikh Khalid", "Striker Jo Vane"."""
    first, doc = tokens[0], passage.doc
    if not first.i or passage.zone is Zone.HEADLINE:
        return None
    word = doc[first.i - 1]
    is_part = word.dep_ == "compound" and word.head.i in {token.i for token in tokens}
    alone = word.left_edge.i == word.i and not (word.i and doc[word.i - 1].dep_ == "compound")
    titled = word.text.istitle() and not word.ent_type_ and word.lower_.rstrip(".") not in lexicon.ADDRESS
    return str(word.text) if is_part and alone and titled else None


def gender_of_name(name: str) -> str | None:
    """`f` or `m` if the given name is nearly always a woman's or a man's, else None."""
    first = name.split()[0].lower() if " " in name else ""
    if first in lexicon.FEMALE_NAMES:
        return "f"
    return "m" if first in lexicon.MALE_NAMES else None


def gender_of(words: Iterable[str]) -> str | None:
    """`f` or `m` if a word of a title or role shows it, else None."""
    words = set(words)
    if words & lexicon.FEMALE:
        return "f"
    return "m" if words & lexicon.MALE else None
