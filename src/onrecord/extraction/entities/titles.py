"""Whether the words before a person's name are that person's title, however long, or name somebody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.descriptions import is_person_noun
from onrecord.lang.en import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_PLURAL = frozenset({"NNS", "NNPS"})
_BODIES = lexicon.ORGANIZATIONS | lexicon.BODIES | lexicon.FACILITIES


def are_title(before: Sequence[Token], in_name: Callable[[Token], bool]) -> bool:
    """Whether the words before a person's name are a title or description of that person.

    "Former minister for Women and Equalities", "Superintendent of Schools" and "Tarn Chamber of Commerce president" are
    titles; "a lawyer for", "the wife of Mayor", "the office of Mayor" and "aides to" are not.

    Args:
        before: the words of the phrase that ends in the name.
        in_name: whether a word is part of another name.
    """
    words = [token for token in before if not token.is_space]
    while words and words[-1].lower_.rstrip(".") in lexicon.HONORIFICS | {"rt", "right"}:
        words.pop()
    if not words or (len(words) == 1 and words[0].pos_ == "DET"):
        return len(before) > len(words)
    if words[-1].pos_ in {"CCONJ", "ADP"} or any(map(_is_of_clause, words)):
        return False
    links = [place for place, token in enumerate(words) if token.pos_ == "ADP" and not in_name(token)]
    first = words[: links[0]] if links else words
    head = next((token for token in reversed(first) if token.pos_ in {"NOUN", "PROPN"}), None)
    if head is None or (head.tag_ in _PLURAL and not in_name(head)) or _joins_another(first, in_name):
        return False
    if not links:
        return True
    after = words[links[-1] + 1 :]
    if after and all(token.lower_.rstrip(".") in lexicon.TITLES for token in after):
        return False  # "the government of President"
    of_another = [part for part in _parts(words[links[0] + 1 :]) if part and is_person_noun(part[-1])]
    if not is_person_noun(head):
        return not of_another or head.text[0].isupper() or head.lemma_.lower() in _BODIES
    rest = words[links[-1] + 1 :]
    owned = any(token.tag_ == "POS" for token in rest)
    described = words[0].pos_ in {"DET", "PRON"} and not any(token.text[0].isupper() for token in rest)
    return not (of_another or owned or described)


def _is_of_clause(token: Token) -> bool:
    return (
        token.pos_ in {"AUX", "SCONJ"}
        or token.tag_ in {"TO", "PRP", "WP", "WDT", "WRB"}
        or (token.pos_ == "VERB" and token.dep_ not in {"amod", "compound", "nmod"})
    )


def _joins_another(words: Sequence[Token], in_name: Callable[[Token], bool]) -> bool:
    """Whether the words join somebody else to the person: "Acme and president", "a teacher and Mayor"."""
    for place, token in enumerate(words):
        if token.pos_ == "CCONJ" and not in_name(token) and 0 < place < len(words) - 1:
            before, after = words[place - 1], words[place + 1]
            if in_name(before) or (before.text[0].islower() and after.text[0].isupper()):
                return True
    return False


def _parts(words: Sequence[Token]) -> list[list[Token]]:
    """The words between prepositions; what follows a conjunction goes on with the title."""
    parts: list[list[Token]] = [[]]
    joined = False
    for token in words:
        if token.pos_ in {"ADP", "PUNCT"}:
            parts.append([])
            joined = False
        elif token.pos_ == "CCONJ":
            joined = True
        elif not joined:
            parts[-1].append(token)
    return parts
