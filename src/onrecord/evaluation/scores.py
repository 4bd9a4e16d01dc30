"""Scores of predictions against gold, strict and symmetric.

Spans are equal only if both ends agree; missed and invented spans weigh the same; gold and predictions go through the
same functions. Each figure is a sum over articles, so articles can be resampled for an interval.
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterable, Sequence

from onrecord.evaluation.gold import ROLES, Annotated, Quoted
from onrecord.evaluation.votes import vote_counts
from onrecord.text.spans import Span, span_or_none

# The names of entity types in annotated corpora, and onrecord's.
TYPES = {
    "Person": "person",
    "Organization": "organization",
    "Location": "place",
    "Facility": "facility",
    "NORP": "group",
    "Product": "other",
    "Misc": "other",
}
_THREE = frozenset({"person", "organization", "place"})
_MARKS = "“”\"‘’'«»„"


@dataclasses.dataclass(frozen=True, slots=True)
class Tally:
    """The counts of an article for a figure: F1 of `right`, `found`, `expected`, or the mean `right` / `expected`."""

    right: float = 0
    found: float = 0
    expected: float = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.found + other.found, self.expected + other.expected)


Tallies = dict[str, Tally]


def tally(gold: Annotated, ours: Annotated) -> Tallies:
    """The tallies of an article by figure; the names of figures are paths such as `content/exact`.

    A figure whose name ends in `mean` is a mean; all others have precision, recall and F1.
    """
    tallies: Tallies = {}
    if gold.quotes is not None:
        tallies |= _of_quotes(gold.text, gold.quotes, ours.quotes or ())
    if gold.names is not None:
        tallies |= _of_names(gold, ours)
    if gold.vote is not None:
        tallies |= {f"votes/{name}": Tally(*counts) for name, counts in vote_counts(gold.vote, ours.vote).items()}
    return tallies


def _of_quotes(text: str, gold: Sequence[Quoted], ours: Sequence[Quoted]) -> Tallies:
    tallies: Tallies = {}
    for edges in ("kept", "trimmed"):
        for role in ROLES:
            expected, found = (set(_fragments(text, quotes, role, edges == "trimmed")) for quotes in (gold, ours))
            name = role if edges == "kept" else f"{role} (edges trimmed)"
            tallies[f"{name}/exact"] = Tally(len(expected & found), len(found), len(expected))
            begun, begins = ({span.start for span in spans} for spans in (expected, found))
            tallies[f"{name}/begin"] = Tally(len(begun & begins), len(begins), len(begun))
            overlaps = [max((_jaccard(a, b) for b in found), default=0.0) for a in expected]
            invented = sum(not any(a.overlaps(b) for a in expected) for b in found)
            tallies[f"{name}/jaccard mean"] = Tally(sum(overlaps), 0, len(overlaps) + invented)
    pairs = match(gold, ours)
    tallies["quotes/whole"] = Tally(len(pairs), len(ours), len(gold))
    types = {quote.quote_type for quote in gold} - {None}
    for quote_type in sorted(map(str, types)):
        of_type = [k for k, quote in enumerate(gold) if quote.quote_type == quote_type]
        hit = [(k, n) for k, n in pairs if k in of_type]
        tallies[f"quotes/{quote_type} found mean"] = Tally(len(hit), 0, len(of_type))
        tallies[f"quotes/{quote_type} with the right source mean"] = _sources(gold, ours, hit)
    tallies["quotes/source overlaps mean"] = _sources(gold, ours, pairs)
    return tallies


def _fragments(text: str, quotes: Iterable[Quoted], role: str, trimmed: bool) -> Iterable[Span]:
    """The spans of a role, cut at line breaks, without white space at their ends."""
    for quote in quotes:
        for span in quote.spans[role]:
            for line in re.finditer(r"[^\n]+", span.exact(text)):
                part = Span(*line.span()).shift(span.start)
                kept = trim(text, part) if trimmed else part.trim(text)
                if kept:
                    yield kept


def trim(text: str, span: Span) -> Span | None:
    """The span without edges on which conventions differ: quotation marks, punctuation, an opening "that"."""
    start, end = span.start, span.end
    while True:
        before = (start, end)
        while start < end and (text[start].isspace() or text[start] in _MARKS + ",:;—–-"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in _MARKS + ",.:;—–-"):
            end -= 1
        if text[start : start + 5].lower() == "that ":
            start += 5
        if (start, end) == before:
            return span_or_none(start, end)


def _jaccard(a: Span, b: Span) -> float:
    shared = max(0, min(a.end, b.end) - max(a.start, b.start))
    return shared / (max(a.end, b.end) - min(a.start, b.start))


def match(gold: Sequence[Quoted], ours: Sequence[Quoted]) -> list[tuple[int, int]]:
    """Pairs of indices of quotes whose contents share half of their characters; each quote is in one pair at most."""
    contents = [
        [{k for span in q.spans["content"] for k in range(span.start, span.end)} for q in qs] for qs in (gold, ours)
    ]
    pairs = [
        (len(a & b) / len(a | b), i, k) for i, a in enumerate(contents[0]) for k, b in enumerate(contents[1]) if a & b
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    matched = []
    for value, i, k in sorted(pairs, reverse=True):
        if value >= 0.5 and i not in taken[0] and k not in taken[1]:
            taken[0].add(i)
            taken[1].add(k)
            matched.append((i, k))
    return matched


def _sources(gold: Sequence[Quoted], ours: Sequence[Quoted], pairs: Iterable[tuple[int, int]]) -> Tally:
    """Of the matched quotes with a source, those whose predicted source shares a character with it."""
    sourced = [(gold[i].spans["source"], ours[k].spans["source"]) for i, k in pairs if gold[i].spans["source"]]
    return Tally(sum(any(a.overlaps(b) for a in theirs for b in own) for theirs, own in sourced), 0, len(sourced))


def _of_names(gold: Annotated, ours: Annotated) -> Tallies:
    expected, found = (set(_named(article)) for article in (gold, ours))
    kinds = {kind for _, kind in expected}
    tallies = {}
    for label, keep in (
        ("person, organization, place", _THREE),
        *((kind, frozenset({kind})) for kind in sorted(kinds)),
    ):
        left, right = ({name for name in names if name[1] in keep} for names in (expected, found))
        tallies[f"names/{label}"] = Tally(len(left & right), len(right), len(left))
    return tallies


def _named(article: Annotated) -> Iterable[tuple[Span, str]]:
    """Names with onrecord's types, without "the" before and "'s" after them; other types are left out."""
    for span, kind in article.names or ():
        entity_type = TYPES.get(kind, kind)
        if entity_type not in TYPES.values():
            continue
        name = trim_name(article.text, span)
        if name:
            yield name, entity_type


def trim_name(text: str, span: Span) -> Span | None:
    """The span without "the" before and "'s" after it."""
    start, end = span.start, span.end
    if text[start : start + 4].lower() == "the ":
        start += 4
    if text[end - 2 : end] in {"'s", "’s"}:
        end -= 2
    return span_or_none(start, end)


def total(tallies: Iterable[Tallies]) -> Tallies:
    """The sum over articles."""
    sums: dict[str, Tally] = collections.defaultdict(Tally)
    for own in tallies:
        for name, value in own.items():
            sums[name] += value
    return dict(sums)
