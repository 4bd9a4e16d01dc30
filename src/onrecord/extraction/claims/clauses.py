"""Clauses: where the propositions of a stretch of text begin and end.

Clauses joined by "and" are separate propositions; a clause that shares the subject of the clause before it takes the
words of that subject. Nothing is paraphrased: a clause is made of stretches of the article.

Limits: subordinate clauses stay in the clause that governs them.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.lang.en import lexicon
from onrecord.nlp import Passage
from onrecord.nlp.noun_phrases import SUBJECTS, is_mark, noun_phrase
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
# Nouns whose clause is denied with them: "denied a claim that she owned the mill".
_ASSERTIONS = lexicon.words("claim report allegation accusation suggestion charge rumor rumour idea notion story")
_OPENERS = lexicon.words("""
    however meanwhile but and so also still moreover furthermore therefore thus yet then instead
""")
_NOT = re.compile(r"n?[’']t\b")


@dataclasses.dataclass(frozen=True, slots=True)
class Clause:
    """A finite clause: its verb, its subject, and the stretches that state it."""

    passage: Passage
    verb: Token
    subject: Token | None
    parts: tuple[Span, ...]


def find_clauses(
    passage: Passage, tokens: Sequence[Token], source: Span | None = None, *, denied: bool = False
) -> Iterator[Clause]:
    """The finite main clauses among `tokens`, in text order.

    Args:
        passage: their paragraph.
        tokens: the tokens of a sentence that belong to one speaker, on both sides of an inserted frame.
        source: the words that name the speaker, if a clause may take its subject from them.
        denied: whether the source denies them: then the clause in "a claim that ..." is a proposition. Otherwise it is
            a third party's, and nobody here asserts it.
    """
    inside = {token.i for token in tokens}
    mains: dict[int, bool] = {}
    heads = [token for token in tokens if _is_clause(token) and _is_main(token, inside, denied, mains)]
    words, ranks = _by_head(tokens, heads), {token.i: number for number, token in enumerate(tokens)}
    subjects: dict[int, Token | None] = {}
    for head in heads:
        own = _stretch(words[head.i], head, ranks)
        if not own:
            continue
        subject = _subject(head, subjects)
        if subject is None:
            continue
        parts = tuple(_balanced(passage, part) for part in _unbroken(passage, own, inside))
        if subject.i not in {t.i for t in own}:
            phrase = _outer_subject(passage, subject, inside, source)
            if phrase is None or phrase.end > parts[0].start:
                continue
            parts = (phrase, *parts)
        if not any(_cuts_word(passage, part) for part in parts):
            yield Clause(passage, head, subject, parts)


def _by_head(tokens: Sequence[Token], heads: Sequence[Token]) -> dict[int, list[Token]]:
    """The tokens of each clause, in order, by the index of its head; a token belongs to the nearest head above it."""
    owners: dict[int, int | None] = {head.i: head.i for head in heads}
    found: dict[int, list[Token]] = {head.i: [] for head in heads}
    for token in sorted({token.i: token for token in tokens}.values(), key=lambda token: token.i):
        way, above = [], token
        while above.i not in owners and above.head.i != above.i:
            way.append(above.i)
            above = above.head
        owner = owners.setdefault(above.i, None)
        owners.update(dict.fromkeys(way, owner))
        if owner is not None:
            found[owner].append(token)
    return found


def _is_clause(token: Token) -> bool:
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    if token.tag_ in _FINITE:
        return True
    # "which he said focused on leadership": the tagger takes the past tense for a participle, but it has a subject.
    mistagged = token.tag_ == "VBN"
    return any(
        (c.dep_ in {"aux", "auxpass"} and c.tag_ in _FINITE) or (mistagged and c.dep_ == "nsubj")
        for c in token.children
    )


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
    if token.dep_ in {"aux", "auxpass"}:
        return False
    if token.dep_ == "ROOT" or token.head.i not in inside:
        return True
    if token.dep_ == "conj" and not _is_clause(token.head) and _begins_with_that(token):
        # "that it was likely to fail and that the city had not applied": the parse may attach the second anywhere.
        above = next((a for a in token.ancestors if a.i in inside and _is_clause(a)), None)
        return above if above is not None and _own_subject(token) is not None else False
    if token.dep_ == "conj":
        return token.head if _is_clause(token.head) else False
    if denied and token.dep_ in {"acl", "ccomp", "relcl"} and _is_assertion(token.head):
        return any(c.lower_ == "that" for c in token.children)
    # Sentences joined by a comma: the parse takes the first for a complement of the second.
    joined = (
        token.dep_ in {"ccomp", "parataxis"}
        and _own_subject(token) is not None
        and not any(c.dep_ == "mark" for c in token.children)
    )
    joined = joined and token.head.lemma_.lower() not in lexicon.SAYING and token.i < token.head.i
    return token.head if joined else False


def _begins_with_that(token: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in token.children)


def _is_assertion(token: Token) -> bool:
    return token.pos_ == "NOUN" and token.lemma_.lower() in _ASSERTIONS


def _cuts_word(passage: Passage, part: Span) -> bool:
    """Whether a part begins or ends inside a word: "n’t" may not lose its "do", nor "do" its "n’t"."""
    text, start, end = passage.text, part.start - passage.offset, part.end - passage.offset
    begins_inside = text[max(0, start - 1) : start].isalnum() and (text[start].isalnum() or text[start] in "’'")
    ends_inside = text[end - 1].isalnum() and (text[end : end + 1].isalnum() or _NOT.match(text, end))
    return begins_inside or bool(ends_inside)


def _unbroken(passage: Passage, own: Sequence[Token], within: set[int]) -> Iterator[Span]:
    """The stretches of a clause: several if a frame or another clause interrupts it."""
    stretches: list[list[Token]] = [[own[0]]]
    for before, token in itertools.pairwise(own):
        if any(n not in within and not passage.doc[n].is_space for n in range(before.i + 1, token.i)):
            stretches.append([])
        stretches[-1].append(token)
    for number, stretch in enumerate(stretches, start=1):
        if number > 1:
            stretch = list(itertools.dropwhile(is_mark, stretch))
        while stretch and is_mark(stretch[-1]) and number < len(stretches):
            stretch.pop()
        if stretch:
            yield passage.span_of(stretch[0], stretch[-1])


def _stretch(tokens: Sequence[Token], head: Token, rank: Mapping[int, int]) -> list[Token]:
    """The unbroken run of tokens around `head`, without conjunctions and punctuation at its ends.

    `rank` maps the index of each token to its number among the speaker's tokens.
    """
    position = next((n for n, token in enumerate(tokens) if token.i == head.i), None)
    if position is None:
        return []
    start = end = position
    while start > 0 and rank[tokens[start - 1].i] >= rank[tokens[start].i] - 2:
        start -= 1
    while end + 1 < len(tokens) and rank[tokens[end + 1].i] <= rank[tokens[end].i] + 2:
        end += 1
    while tokens[start].i < head.i and _leads(tokens[start], head):
        start += 1
    part = list(tokens[start : end + 1])
    first: dict[str, int] = {}
    for number, token in enumerate(part):
        first.setdefault(token.text, number)
    while part[-1].i > head.i and (
        (is_mark(part[-1]) and not _closes(part[-1], len(part) - 1, first))
        or part[-1].is_space
        or part[-1].dep_ == "cc"
    ):
        part.pop()
    return part


def _leads(token: Token, head: Token) -> bool:
    """Whether a token only introduces a clause."""
    return (
        is_mark(token)
        or token.is_space
        or (token.head.i == head.i and (token.dep_ in {"cc", "mark"} or token.lower_ in _OPENERS))
        or token.tag_ in {"WDT", "WP"}
    )


def _balanced(passage: Passage, span: Span) -> Span:
    """The span with an adjacent quotation mark or bracket whose partner is inside."""
    text, start, end = passage.text, span.start - passage.offset, span.end - passage.offset
    inner = text[start:end]
    for opening, closing in (("“", "”"), ("‘", "’"), ("«", "»"), ("(", ")")):
        if inner.rfind(opening) > inner.rfind(closing):
            behind = text[end : end + 2]
            end += next((len(marks) for marks in (behind[:1], behind) if marks.strip(".,?!") == closing), 0)
        if (
            (position := inner.find(closing)) >= 0
            and opening not in inner[:position]
            and text.endswith(opening, 0, start)
        ):
            start -= 1
    if text[start] in "“‘«\"'" and end - start > 1 and not _ends_quoted(text[start + 1 : end]):
        start += 1  # its partner is outside
    return Span(passage.offset + start, passage.offset + end)


def _ends_quoted(words: str) -> bool:
    """Whether the words end with a closing quotation mark."""
    behind = itertools.takewhile(lambda character: not (character.isalnum() or character == "_"), reversed(words))
    return any(character in "”’»\"'" for character in behind)


def _closes(mark: Token, place: int, first: Mapping[str, int]) -> bool:
    """Whether a mark closes a mark that opens before it; `first` has the first index of each text of the stretch."""
    opening = {"”": "“", '"': '"', "’": "‘", "'": "'", "»": "«", ")": "("}.get(mark.text, "")
    return first.get(opening, place) < place


def _own_subject(verb: Token) -> Token | None:
    for child in verb.children:
        # The parse may take the subject, before its verb, for a conjunct.
        mistaken = child.dep_ == "conj" and child.i < verb.i and child.pos_ in {"NOUN", "PROPN", "PRON"}
        if mistaken or child.dep_ in {*SUBJECTS, "expl"}:
            return child
    return None


def _subject(verb: Token, known: dict[int, Token | None]) -> Token | None:
    """The subject of a clause, or the subject that it shares with the clause before; `known` caches the answers."""
    way = [verb]
    while (last := way[-1]).i not in known:
        own = _own_subject(last)
        if own is None and last.dep_ == "conj" and last.head.i != last.i:
            way.append(last.head)
        else:
            known[last.i] = own
    found = known[way[-1].i]
    known.update(dict.fromkeys((verb.i for verb in way), found))
    return found


def _outer_subject(passage: Passage, subject: Token, inside: set[int], source: Span | None) -> Span | None:
    """The words of a subject outside its clause."""
    if subject.tag_ in {"WDT", "WP"}:
        relative = next((a for a in subject.ancestors if a.dep_ == "relcl"), None)
        return noun_phrase(passage, relative.head, _before(passage, subject)).span if relative is not None else None
    span = noun_phrase(passage, subject).span
    if subject.i in inside or (source is not None and source.covers(passage.span_of(subject, subject))):
        return span
    return None


def _before(passage: Passage, token: Token) -> Span:
    return Span(passage.offset, passage.offset + max(1, token.idx))
