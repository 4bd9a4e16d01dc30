"""Contents: the stretches of text that were said, and their relation to text in quotation marks."""

from __future__ import annotations

import bisect
import operator
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from onrecord.nlp.articles import ParsedArticle
from onrecord.text.quotation import QuotedRun
from onrecord.text.spans import Places, Span, hull

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORD, _LETTER, _ENDS = re.compile(r"[\w\n]"), re.compile(r"[^\W_]"), re.compile(r"[.?!]")
_OPENS, _CLOSES = re.compile(r"[“\"«„‘]|''|``"), re.compile(r"[”\"»’]|''")
MARKS = frozenset("“”\"‘’'«»")


def utterance(text: str, run: QuotedRun) -> Span | None:
    """The words of a run without the comma that belongs to the frame."""
    return run.inner.trim(text, lambda c: c.isspace() or c in ",")


def by_place(runs: Iterable[QuotedRun]) -> Places[QuotedRun]:
    """Text in quotation marks, indexed by its place with the marks."""
    return Places((run.outer, run) for run in runs)


def extend(text: str, contents: list[Span], more: Sequence[Span]) -> list[Span]:
    """Adds contents to a sorted list, joining them with their neighbours; returns the new or changed contents."""
    if not more:
        return []
    # Only the neighbours on either side may be joined to them.
    first = max(0, bisect.bisect_left(contents, min(more)) - 1)
    after = bisect.bisect_right(contents, max(span.end for span in more), key=operator.attrgetter("start")) + 1
    made = joined(text, [*contents[first:after], *more])
    contents[first:after] = made
    return made


def joined(text: str, contents: Sequence[Span]) -> list[Span]:
    """Joins contents with nothing but marks and white space between them, unless a sentence ends there."""
    made: list[Span] = []
    for content in sorted(contents):
        if made and (content.start <= made[-1].end or not _are_apart(text[made[-1].end : content.start])):
            made[-1] = hull([made[-1], content])
        else:
            made.append(content)
    return made


def _are_apart(between: str) -> bool:
    """Whether the text between contents has a word or a line break, or ends a sentence and opens or closes a mark."""
    if _WORD.search(between):
        return True
    opens, closes, ends = ([match.start() for match in marks.finditer(between)] for marks in (_OPENS, _CLOSES, _ENDS))
    return bool(ends) and bool((opens and ends[0] < opens[-1]) or (closes and closes[0] < ends[-1]))


def type_of(text: str, runs: Places[QuotedRun], contents: Sequence[Span]) -> str:
    """`direct` if all words are in quotation marks, `mixed` if some are, else `indirect`."""
    marked = [[run.outer for run in runs.at(content)] for content in contents]
    pairs = zip(contents, marked, strict=True)
    unmarked = (rest for content, outer in pairs for rest in content.without(outer))
    if not any(has_letters(text, rest) for rest in unmarked):
        return "direct"
    return "mixed" if any(marked) else "indirect"


def has_letters(text: str, span: Span) -> bool:
    """Whether a stretch has a letter or a digit, and not only marks and white space."""
    return bool(_LETTER.search(text, span.start, span.end))


def resumes(text: str, run: Span, later: QuotedRun) -> bool:
    """Whether a run continues the sentence of the run before, which its frame interrupts."""
    between = text[run.end : later.outer.start]
    leads = run.exact(text)[-2:-1] == "," or between.startswith(",")
    return leads and bool(re.fullmatch(r"[^.?!\n:;]*[\w)],\s?", between)) and text[later.inner.start].islower()


def tokens_of(parsed: ParsedArticle, contents: Iterable[Span]) -> list[Token]:
    """The tokens of all contents, in order."""
    return [token for content in contents for token in parsed.passage_at(content).tokens(content)]
