"""Roles: a person's title or office, from the words around the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from onrecord.lang.en import lexicon
from onrecord.nlp import Passage
from onrecord.nlp.noun_phrases import noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

_OFFICE = re.compile(
    r"((?:(?:[Ff]ormer|[Dd]eputy|[Aa]ssistant|[Pp]rime) )*"
    r"(?:Secretary|Minister|Director|Chief|Head|Speaker|Attorney|Leader) (?:of|for) (?:the )?[A-Z]\w+(?: [A-Z]\w+)*) $"
)
_LONGEST_OFFICE = 200  # characters


def role_after(passage: Passage, tokens: Sequence[Token]) -> str | None:
    """The role after a name, as in "president of the council" after "Jane Smith,"."""
    doc = passage.doc
    for token in tokens:
        for child in token.children:
            if child.dep_ == "appos" and child.pos_ == "NOUN" and child.lemma_.lower() in lexicon.ROLES:
                clauses = [c.left_edge.i for c in child.children if c.dep_ in {"relcl", "acl"}]
                limit = passage.span_of(doc[token.i], doc[min(clauses) - 1]) if clauses else None
                return noun_phrase(passage, child, limit).bare
    return None


def title_before(passage: Passage, tokens: Sequence[Token]) -> str | None:
    """The title before a name, as in "former Durham Police Chief" before "Jose Lopez"."""
    first, doc = tokens[0], passage.doc
    if match := _OFFICE.search(passage.text[max(0, first.idx - _LONGEST_OFFICE) : first.idx]):
        return match[1]
    start = first.i
    root = tokens[-1]
    while start > 0:
        before = doc[start - 1]
        attached = before.dep_ in {"compound", "amod", "nmod", "poss", "case"} and root.left_edge.i <= before.i
        title = before.text.rstrip(".").lower() in lexicon.TITLES and before.text[0].isupper()
        if not (attached or title) or before.is_punct:
            break
        start -= 1
    words = doc[start : first.i]
    if len(words) and words[-1].tag_ in {"NNS", "NNPS"}:
        return None  # "Council Members Lee and Ray": the title of several people
    while len(words) and (words[0].pos_ == "DET" or words[0].tag_ == "POS"):
        words = words[1:]
    if any(
        token.lemma_.rstrip(".").lower() in lexicon.ROLES | lexicon.TITLES
        or token.text.rstrip(".").lower() in lexicon.TITLES
        for token in words
    ):
        return str(" ".join(words.text.split()))
    return None


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
