"""Names and titles in quotation marks, as opposed to utterances."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from onrecord.extraction.entities.descriptions import introduced_by
from onrecord.extraction.entities.name_spans import without_period
from onrecord.extraction.entities.nicknames import with_nicknames
from onrecord.extraction.quotes.cues import frame_after
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle
from onrecord.text.quotation import QuotedRun
from onrecord.text.spans import Places, Span

# Verbs that only give a name, and report no statement, opinion or judgment.
NAMING = lexicon.NAMING - lexicon.ATTITUDES - lexicon.JUDGMENT - {"know"}
# Words that have a small letter in titles, though they are long: "Life with Ghosts".
_SMALL = lexicon.words("about after against before between from into over than that under upon with without")
# A title with a subtitle: “Broken Tide: The Last Years of a Port”.
_SUBTITLED = re.compile(r"\w: [^\W\d_a-z]")
# A word after an article or particle: "d’Or", "al-Rashid".
_ELIDED = re.compile(r"[^\W\d_]{1,2}[’'-](?=[^\W\d_a-z])")


def split_names(parsed: ParsedArticle, runs: Sequence[QuotedRun]) -> tuple[list[Span], list[QuotedRun]]:
    """Splits the runs in quotation marks into names and titles, without final commas, and other runs.

    A name is introduced by a verb of naming ("dubbed", "titled", "known as"), or has capitals on all important words
    and is not followed by a reporting clause. A nickname inside a name that the reader found belongs to neither.
    """
    people = Places((mark.span, mark.span) for mark in with_nicknames(parsed) if mark.kind == "Person")
    contents = Places(
        (part.span, part.span)
        for found in parsed.reading.attributions
        if not (found.cue and _names_something(parsed, found.cue.span))
        for part in found.contents
    )
    names: list[Span] = []
    others: list[QuotedRun] = []
    for run in runs:
        if any(person.start < run.outer.start and run.outer.end < person.end for person in people.over(run.outer)):
            continue
        name = run.inner.trim(parsed.text, lambda c: c.isspace() or c in ",")
        said = any(map(run.outer.covers, contents.at(run.outer)))
        if (
            name
            and run.closed
            and (
                _is_titled(parsed, name)
                or (
                    _is_capitalized(parsed, name)
                    and (_is_introduced(parsed, name) or (not said and _is_name(parsed, run, name)))
                )
            )
        ):
            names.append(without_period(parsed.text, name))
        else:
            others.append(run)
    return names, others


def _names_something(parsed: ParsedArticle, cue: Span) -> bool:
    return any(token.lemma_.lower() in NAMING for token in parsed.passage_at(cue).tokens(cue))


def _is_capitalized(parsed: ParsedArticle, name: Span) -> bool:
    """Whether all important words begin with a capital, and they are few enough for a name."""
    words = re.findall(r"[^\W_][\w’'-]*", name.exact(parsed.text))
    weighty = [word for word in words if (len(word) > 3 and word not in _SMALL) or word[0].isupper()]
    return (
        0 < len(words) <= 12
        and words[0][0].isupper()
        and all(word[0].isupper() or word[0].isdigit() or _ELIDED.match(word) for word in weighty)
    )


def _is_titled(parsed: ParsedArticle, name: Span) -> bool:
    """Whether a participle gives a noun this title, which may have small letters: "a talk called “Now and then”"."""
    passage = parsed.passage_at(name)
    # The token before the name is the mark.
    verb = next((token for token in passage.tokens(name)[:1] if token.i > 1), None)
    verb = verb.nbor(-2) if verb is not None else None
    return (
        name.exact(parsed.text)[:1].isupper()
        and verb is not None
        and verb.dep_ == "acl"
        and verb.lemma_.lower() in lexicon.NAMING
        and not any(child.dep_ == "agent" for child in verb.children)
    )


def _is_introduced(parsed: ParsedArticle, name: Span) -> bool:
    """Whether a word for naming introduces a name, or it has a subtitle, as no utterance has."""
    passage = parsed.passage_at(name)
    if passage.zone is Zone.HEADLINE:
        return False
    return _SUBTITLED.search(name.exact(parsed.text)) is not None or introduced_by(passage, name) is not None


def _is_name(parsed: ParsedArticle, run: QuotedRun, name: Span) -> bool:
    passage = parsed.passage_at(run.outer)
    if passage.zone is Zone.HEADLINE:
        return False
    doc, start = passage.doc, run.outer.start - passage.offset
    after = bisect.bisect_left(range(len(doc)), start, key=lambda number: doc[number].idx)
    before = list(doc[max(0, after - 4) : after])
    if any(token.lemma_.lower() in lexicon.NAMING and token.pos_ == "VERB" for token in before) or any(
        token.lower_ in {"so", "as"} and token.i + 1 < len(passage.doc) and token.nbor(1).lower_ in {"called", "-"}
        for token in before
    ):
        return True
    if re.search(r"[.?!,]$", run.inner.exact(parsed.text)) and frame_after(parsed.text, passage, run) is not None:
        return False
    if before and before[-1].tag_ == "POS":
        return True  # "Fox's “Morning Show.”"
    if re.search(r"[.?!]$", name.exact(parsed.text)) and run.outer.end >= passage.span.end:
        return False
    return not (before and before[-1].text in {",", ":"} and any(t.lemma_ in lexicon.SPEECH for t in before))
