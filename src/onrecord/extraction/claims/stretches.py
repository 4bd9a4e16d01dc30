"""The stretches of text that a clause is made of: where they begin and end."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.claims.predicates import is_clause, own_subject
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import is_mark
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_OPENERS = lexicon.words("""
    however meanwhile but and so also still moreover furthermore therefore thus yet then instead
""")
# The next word is looked for among so many tokens, the others being punctuation.
_NEAR = 4
_PAIRS = {"“": "”", "‘": "’", "«": "»", '"': '"', "'": "'", "(": ")"}
# What continues a word: "n’t" after "do", "-founder" after "co".
_CONTINUES = re.compile(r"n?[’']t\b|-\w")
# A dash that is not set off from the first word: "LONDON -The pier closed".
_DASH = re.compile(r"[-–—](?=[^\W\d])")
_BEGUN = re.compile(r"\w-$")


def unbroken(passage: Passage, own: Sequence[Token], within: set[int]) -> Iterator[Span]:
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


def stretch_around(tokens: Sequence[Token], head: Token, rank: Mapping[int, int]) -> list[Token]:
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
    start = _after_label(tokens, start, head)
    while tokens[start].i < head.i and _leads(tokens[start], head):
        start += 1
    part = _without_rest(tokens[start : end + 1], head, rank)
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


def _without_rest(part: Sequence[Token], head: Token, inside: Container[int]) -> list[Token]:
    """A clause without what leads on to the next clause: "it rained | and on Monday", before "the dam broke".

    `inside` are the tokens of the speaker.
    """
    joining = next((n for n in range(len(part) - 1, 0, -1) if part[n].dep_ == "cc"), 0)
    if part[joining].i < head.i or any(token.dep_ == "conj" or is_clause(token) for token in part[joining:]):
        return list(part)
    after = part[-1].doc[part[-1].i + 1 : part[-1].i + 1 + _NEAR]
    following = next((token for token in after if not token.is_punct), None)
    ends = following is None or following.i not in inside or following.is_space
    return list(part if ends else part[:joining])


def _after_label(tokens: Sequence[Token], start: int, head: Token) -> int:
    """Where a clause begins behind a label or a dateline: "CORRECTION: ...", "OSTRY, Neb. — ..."."""
    opening = list(itertools.takewhile(lambda token: token.i < head.i, tokens[start:]))
    marks = [number for number, token in enumerate(opening) if _ends_label(token)]
    if len(marks) != 1 or not (label := [token for token in opening[: marks[0]] if not token.is_punct]):
        return start
    names = all(token.pos_ in {"PROPN", "NUM"} or token.is_upper for token in label)
    return start + marks[0] + 1 if names and marks[0] + 1 < len(opening) else start


def is_labelled(token: Token) -> bool:
    """Whether a clause follows a label that the parse takes for the head of the sentence: "WARNING: A storm ..."."""
    first = token.left_edge
    return own_subject(token) is not None and first.i > 0 and _ends_label(first.nbor(-1))


def _ends_label(token: Token) -> bool:
    spaced = token.i > 0 and bool(token.nbor(-1).whitespace_)
    return token.text in {":", "—", "--"} or (token.text in {"–", "-"} and spaced)


def _leads(token: Token, head: Token) -> bool:
    """Whether a token only introduces a clause."""
    return (
        is_mark(token)
        or token.is_space
        or (token.head.i == head.i and (token.dep_ in {"cc", "mark"} or token.lower_ in _OPENERS))
        or (token.head.i == head.i and token.lower_ == "when" and head.dep_ == "advcl")
        or token.tag_ in {"WDT", "WP"}
    )


def cuts_word(passage: Passage, part: Span) -> bool:
    """Whether a part begins or ends inside a word: "n’t" may not lose its "do", nor "founder" its "co-"."""
    text, start, end = passage.text, part.start - passage.offset, part.end - passage.offset
    begins_inside = text[max(0, start - 1) : start].isalnum() and (text[start].isalnum() or text[start] in "’'")
    ends_inside = text[end - 1].isalnum() and (text[end : end + 1].isalnum() or _CONTINUES.match(text, end))
    return begins_inside or bool(ends_inside) or bool(_BEGUN.search(text, max(0, start - 2), start))


def balanced(passage: Passage, span: Span) -> Span:
    """The span with an adjacent quotation mark or bracket whose partner is inside, without one whose partner is not."""
    text, start, end = passage.text, span.start - passage.offset, span.end - passage.offset
    start += bool(_DASH.match(text, start))
    inner = text[start:end]
    for opening, closing in _PAIRS.items():
        if opening not in inner and closing not in inner:
            continue
        opened, closed = _last(_opening(opening), inner), _last(_closing(closing), inner)
        if opened > closed:
            behind = text[end : end + 2]
            end += next((len(marks) for marks in (behind[:1], behind) if marks.strip(".,?!") == closing), 0)
        if (
            (position := inner.find(closing)) >= 0
            and opening != closing
            and opening not in inner[:position]
            and text.endswith(opening, 0, start)
        ):
            start -= 1
    closing = _PAIRS.get(text[start], "") if text[start] != "(" else ""
    if closing and end - start > 1 and not _closing(closing).search(text, start + 1, end):
        start += 1  # its partner is outside
    return Span(passage.offset + start, passage.offset + end)


def leaves_open(words: str) -> bool:
    """Whether a quotation mark has no partner in these words."""
    return words.count('"') % 2 == 1 or any(words.count(mark) != words.count(_PAIRS[mark]) for mark in "“«")


@functools.cache
def _opening(mark: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(mark)}(?=\S)")


@functools.cache
def _closing(mark: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=\S){re.escape(mark)}(?!\w)")


def _last(pattern: re.Pattern[str], words: str) -> int:
    """Where a pattern occurs last; -1 if it does not."""
    return max((match.start() for match in pattern.finditer(words)), default=-1)


def _closes(mark: Token, place: int, first: Mapping[str, int]) -> bool:
    """Whether a mark closes a mark that opens before it; `first` has the first index of each text of the stretch."""
    opening = {"”": "“", '"': '"', "’": "‘", "'": "'", "»": "«", ")": "("}.get(mark.text, "")
    return first.get(opening, place) < place
