"""Reports: whether a frame reports words or thoughts at all.

The judge gives the probability of each act of an attribution (`nlp.judgements.ACTS`). The rules, which are in `acts`,
`complements` and `hedges`, leave out what it lets through. Words in quotation marks are always a report, unless they
are a name.
"""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from onrecord.extraction.entities.quoted_names import NAMING
from onrecord.extraction.quotes.acts import is_act
from onrecord.extraction.quotes.complements import is_complement, is_said_in
from onrecord.extraction.quotes.contents import tokens_of, type_of
from onrecord.extraction.quotes.cues import Frame, is_clause
from onrecord.extraction.quotes.hedges import is_hedge
from onrecord.extraction.quotes.speakers import ANONYMITY
from onrecord.extraction.quotes.unsaid import is_disbelieved
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle
from onrecord.nlp.judgements import REPORTS
from onrecord.nlp.noun_phrases import head_of
from onrecord.nlp.reader import Attribution
from onrecord.text.quotation import QuotedRun
from onrecord.text.spans import Places, Span, hull

if TYPE_CHECKING:
    from spacy.tokens import Token

# The least probability that an attribution reports something: what is more probable than not. With .25, and .35 for
# nouns, .67 of the quotes in PolNeAR, which annotates acts, too, are found instead of .64, and .81 of those in news are
# right instead of .84.
LEAST = 0.5
_REPORTING = lexicon.SPEECH | lexicon.INFINITIVE | lexicon.ATTITUDES | lexicon.JUDGMENT | lexicon.DOCUMENTS


def is_report(
    parsed: ParsedArticle,
    runs: Places[QuotedRun],
    motions: Places[Span],
    attribution: Attribution,
    frame: Frame,
    lemmas: Set[str],
) -> bool:
    """Whether a frame reports what somebody said or thought.

    Args:
        parsed: the article.
        runs: its text in quotation marks, without names.
        motions: the words for what was voted on.
        attribution: the attribution of which the frame was made.
        frame: a cue with its source and contents.
        lemmas: the lemmas of the cue.
    """
    if lemmas & NAMING:
        return False
    if type_of(parsed.text, runs, frame.contents) == "direct":
        return True
    held = _is_disbelief(parsed, frame.verb, frame.contents[0])
    probability = _disbelief(attribution) if held else report_probability(attribution)
    return (
        probability >= LEAST
        and not _is_on_anonymity(parsed, frame)
        and not is_act(parsed, motions, frame, lemmas)
        and is_complement(parsed, runs, frame)
        and not is_hedge(parsed, runs, frame)
        and (bool(lemmas & _REPORTING) or not (_is_unnamed(parsed, frame) or _is_description(frame.verb)))
    )


def report_probability(attribution: Attribution) -> float:
    """The probability that an attribution reports words or thoughts; 1 if it was not judged.

    It is 0 if the most probable single reading is that nothing was said: "declined to comment".
    """
    acts = attribution.acts
    if not acts:
        return 1.0
    return 0.0 if max(acts, key=lambda act: acts[act]) == "unsaid" else sum(acts[act] for act in REPORTS)


def _disbelief(attribution: Attribution) -> float:
    """The probability that an attribution with a negated verb of thinking reports a thought or its contrary."""
    acts = attribution.acts
    return sum(acts[act] for act in (*REPORTS, "unsaid")) if acts else 1.0


def _is_disbelief(parsed: ParsedArticle, verb: Token, content: Span) -> bool:
    """Whether a source does not believe, expect or want something: "does not believe that the bridge is safe".

    "Did not want to say when" keeps silent.
    """
    tokens = tokens_of(parsed, [content])
    head = head_of(tokens)
    # "Sure" in "is not sure".
    adjectives = (child for child in verb.children if child.dep_ == "acomp")
    return (
        any(word.lemma_.lower() in lexicon.ATTITUDES for word in (verb, *adjectives))
        and is_disbelieved(verb)
        and head is not None
        and head.lemma_.lower() not in lexicon.SPEECH
        and is_clause(tokens)
    )


def _is_on_anonymity(parsed: ParsedArticle, frame: Frame) -> bool:
    """Whether a frame says why its source is not named: "asked not to be identified"."""
    words = [*([frame.cue] if frame.cue else []), *frame.contents]
    return parsed.occurrences(ANONYMITY).within(hull(words))


def _is_unnamed(parsed: ParsedArticle, frame: Frame) -> bool:
    """Whether a frame has no source, and its cue is not a noun for the words that a clause gives."""
    return frame.source is None and not is_said_in(parsed, frame)


def _is_description(verb: Token) -> bool:
    """Whether a verb describes a noun: "the first city to ban" reports no statement."""
    return verb.dep_ in {"relcl", "acl", "advcl"} and any(child.tag_ == "TO" for child in verb.children)
