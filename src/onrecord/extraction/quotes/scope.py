"""Scope: which of the contents that the reader linked to a cue are in its report, and how far they reach.

It is read from quotation marks, the ends of sentences and paragraphs; `boundaries` reads the parse.

- "“The mill is closed, a total loss,” Voss said": a content reaches to the quotation marks around most of it;
- "“We lost,” she said of the vote. It had rained.": neither the topic nor the next sentence belongs to the report;
- "“A,” she said, citing costs, “and B.”": what continues an earlier quotation is left to that;
- a paragraph without any words of the report ends it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from onrecord.extraction.quotes.contents import MARKS, has_letters, joined, utterance
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle
from onrecord.text.quotation import QuotedRun
from onrecord.text.spans import Places, Span, hull, span_or_none

_END = re.compile(r"[.?!\n](?=([^\w\s.?!]*\s))")
_TOPIC = re.compile(r"\b(?:of|about) $")


def complete_contents(
    parsed: ParsedArticle,
    runs: Places[QuotedRun],
    resumed: Places[QuotedRun],
    contents: Sequence[Span],
    cue: Span | None,
) -> list[Span]:
    """The contents that the reader linked, extended to quotation marks and joined where nothing is between them.

    Contents that continue the quote of an earlier paragraph, and runs that continue an earlier quotation, are left out;
    so are relative pronouns, unless there is nothing else.

    Args:
        parsed: the article.
        runs: its text in quotation marks, without names.
        resumed: the runs that continue the sentence of the run before.
        contents: the contents as the reader marked them.
        cue: the cue that it linked to them, if any.
    """
    if cue is not None:
        contents = [content for content in contents if not _is_continued(parsed, runs, content, cue)]
    found = joined(
        parsed.text,
        [
            extend_to_marks(parsed.text, runs, part, cue)
            for content in contents
            for part in _before_resumed(parsed.text, resumed, content)
        ],
    )
    return [part for part in found if part.exact(parsed.text).lower() not in lexicon.RELATIVE_PRONOUNS] or found


def extend_to_marks(text: str, runs: Places[QuotedRun], content: Span, cue: Span | None = None) -> Span:
    """The content, extended to each text in quotation marks of which it has at least half, or the beginning.

    The marks belong to the content if it has words outside them. A cue inside the marks reports a part of them.
    """
    for run in runs.at(content):
        shared = min(content.end, run.inner.end) - max(content.start, run.inner.start)
        begins = content.start in {run.outer.start, run.inner.start}
        begins = begins and cue is not None and not run.outer.overlaps(cue)
        if shared > 0 and (begins or 2 * shared >= len(run.inner)):
            others = any(has_letters(text, part) for part in content.without([run.outer]))
            content = hull([content, run.outer if others else utterance(text, run) or run.inner])
    return content


def without_marks(text: str, runs: Places[QuotedRun], content: Span) -> Span:
    """A content that is nothing but a text in quotation marks, without the marks."""
    run = next((run for run in runs.at(content) if run.outer == content), None)
    return (utterance(text, run) or run.inner) if run else content


def split_at_parentheses(text: str, runs: Places[QuotedRun], content: Span) -> Sequence[Span]:
    """The texts in quotation marks of which a content consists, if one is in parentheses: “Nein” (“No”)."""
    own = sorted(runs.over(content), key=lambda run: run.outer)
    if len(own) < 2 or any(has_letters(text, part) for part in content.without([run.outer for run in own])):
        return [content]
    between = [text[run.outer.end : later.outer.start] for run, later in itertools.pairwise(own)]
    return [without_marks(text, runs, run.outer) for run in own] if any("(" in gap for gap in between) else [content]


def keep_in_scope(parsed: ParsedArticle, runs: Places[QuotedRun], contents: list[Span], cue: Span) -> list[Span]:
    """The contents of the report and of the turn with this cue."""
    return _of_turn(parsed, _of_report(parsed, runs, contents, cue), cue)


def drop_earlier(parsed: ParsedArticle, runs: Places[QuotedRun], contents: list[Span], cue: Span) -> list[Span]:
    """Contents without unquoted pieces of an earlier sentence, if there are others: "He voted no. She said ..."."""
    passage = parsed.passage_at(cue)
    words = passage.tokens(cue)
    start = passage.place(passage.sentence_of(words[0])).start if words else cue.start
    return [content for content in contents if content.end > start or runs.at(content)] or contents


def is_near(parsed: ParsedArticle, span: Span, later: Span) -> bool:
    """Whether no sentence ends between a span and a span after it; spans in another order are near."""
    between = span_or_none(span.end, later.start)
    return between is None or not parsed.occurrences(_END).within(between)


def _before_resumed(text: str, resumed: Places[QuotedRun], content: Span) -> Sequence[Span]:
    """A content without the run that continues an earlier quotation: “A,” she said, citing costs, “and B.”."""
    later = [run.outer for run in resumed.at(content) if content.start < run.outer.start]
    if not later or text[content.start] in MARKS:
        return [content]
    return [left for part in content.without(later) if (left := part.trim(text, " ,"))]


def _is_continued(parsed: ParsedArticle, runs: Places[QuotedRun], content: Span, cue: Span) -> bool:
    """Whether a content continues the quote of the paragraph before, and its cue is in a later paragraph."""
    continues = any(run.continues for run in runs.at(content))
    return continues and parsed.passage_at(cue).offset > parsed.passage_at(content).offset


def _of_report(parsed: ParsedArticle, runs: Places[QuotedRun], contents: list[Span], cue: Span) -> list[Span]:
    """The contents of the report with this cue.

    After “...,” she said, a new sentence without quotation marks is not hers, nor is the topic in “...,” she said
    of the plan.
    """
    marked = {content for content in contents if next(runs.over(content), None)}
    if not marked:
        return contents
    answers = min(marked).start < cue.start
    return [
        content
        for content in contents
        if content.start < cue.start
        or parsed.text[content.start] in MARKS
        or (
            not (answers and _is_topic(parsed.text, cue, content))
            and (content in marked or is_near(parsed, cue, content))
        )
    ]


def _of_turn(parsed: ParsedArticle, contents: list[Span], cue: Span) -> list[Span]:
    """The contents of the turn with this cue: a paragraph without any of its words ends the turn."""
    home = parsed.number_at(cue)
    places = [parsed.number_at(content) for content in contents]
    held, reached = set(places), {home}
    for step in (1, -1):
        number = home + step
        while number in held:
            reached.add(number)
            number += step
    return [content for content, place in zip(contents, places, strict=True) if place in reached] or contents


def _is_topic(text: str, cue: Span, content: Span) -> bool:
    return bool(_TOPIC.search(text, max(cue.start, content.start - len(" about \n")), content.start))
