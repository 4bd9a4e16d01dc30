"""Statements: the claims of sources, read from the contents of quotes."""

from __future__ import annotations

import collections
import re
from collections.abc import Iterator, Sequence

from onrecord.extraction.claims.assertions import is_assertion
from onrecord.extraction.claims.checkable import checkable_probability, is_improbable
from onrecord.extraction.claims.clauses import Clause, find_clauses, loses_verb, whole_clause
from onrecord.extraction.claims.factuality import certainty_of, hedged, is_negated
from onrecord.extraction.claims.participants import find_participants
from onrecord.extraction.claims.predicates import has_child, own_subject
from onrecord.extraction.claims.propositions import cue_lemma, has_proposition, is_impersonal, is_mandated, was_said
from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.values import Claim, Quote
from onrecord.lang.en import lexicon, modality
from onrecord.nlp.articles import ParsedArticle
from onrecord.text.spans import Places, Span, hull

# A clause is left out if it can less probably be checked.
LEAST = 0.45
_STOPPED = re.compile(r"[^\w.?!]*[.?!]")  # backwards
_LIMIT = re.compile(
    r"\W*(?:if|unless|until|when|once|provided|assuming|except|only|at least|at most|as long as|maybe|perhaps)\b",
    re.IGNORECASE,
)


def extract_statements(parsed: ParsedArticle, quotes: Sequence[Quote], entities: Entities) -> list[Claim]:
    """The claims of sources, in the order of their quotes.

    Args:
        parsed: the article.
        quotes: its quotes; a claim refers to its quote by the index in this list.
        entities: its entities.
    """
    nested: dict[int | None, Places[Quote]] = collections.defaultdict(Places)
    for quote in quotes:
        if quote.within is not None:
            nested[quote.within].add(hull([quote.span, *([quote.cue] if quote.cue else [])]), quote)
    claims = (claim for index, quote in enumerate(quotes) for claim in _statements(parsed, index, quote, entities))
    return [claim for claim in claims if claim.quote not in nested or not _is_of_nested(claim, nested[claim.quote])]


def _is_of_nested(claim: Claim, nested: Places[Quote]) -> bool:
    """Whether a claim belongs to a quote inside its quote: it is in the nested content, or reports it.

    `nested` are the quotes inside the claim's quote.
    """
    return any(
        quote.span.covers(claim.span) or any(quote.cue and part.covers(quote.cue) for part in claim.parts)
        for quote in nested.at(claim.span)
    )


def _statements(parsed: ParsedArticle, index: int, quote: Quote, entities: Entities) -> Iterator[Claim]:
    """The claims of a quote's source."""
    if quote.kind != "speech" or not has_proposition(parsed, quote) or not was_said(parsed, quote):
        return
    cue = cue_lemma(parsed, quote)
    denied = cue in modality.DENIALS
    for stretches in _sentences(parsed.text, quote):
        passage = parsed.passage_at(stretches[0])
        tokens = [token for stretch in stretches for token in passage.tokens(stretch)]
        # The source outside the quotation marks is not the subject of “... and paid”.
        subject = None if quote.quote_type == "direct" else quote.source
        limits = [stretch for stretch in stretches if _LIMIT.match(parsed.text, stretch.start, stretch.end)]
        found = list(find_clauses(passage, tokens, subject, denied=denied))
        if (not found and quote.quote_type == "indirect") or (
            quote.quote_type != "direct" and loses_verb(passage, tokens, found)
        ):
            found = [clause for clause in (whole_clause(passage, tokens),) if clause is not None]
        for clause in found:
            probability = checkable_probability(parsed, clause, quoted=quote.quote_type != "indirect")
            if is_improbable(probability, LEAST) or not is_assertion(clause, denied=denied):
                continue
            if _is_limited(limits, clause) or is_mandated(parsed, quote, clause.verb) or _is_frame(clause):
                continue
            yield Claim(
                parts=clause.parts,
                claimant=quote.speaker,
                claimant_words=None if is_impersonal(parsed, quote) else quote.source,
                quote=index,
                stance="denied" if denied else "asserted",
                negated=is_negated(clause),
                certainty=hedged(passage, stretches[0], certainty_of(clause, cue)),
                entities=find_participants(clause, entities),
                method="claims:statement@1",
                probability=probability,
            )


def _sentences(text: str, quote: Quote) -> Iterator[list[Span]]:
    """The contents of a quote, grouped: contents of a sentence with only the frame between them belong together."""
    together: list[Span] = []
    for content in quote.contents:
        if together and _ends_between(text, together[-1], content):
            yield together
            together = []
        together.append(content)
    yield together


def _ends_between(text: str, before: Span, after: Span) -> bool:
    """Whether a sentence ends between two contents; if not, only a frame is there: ", she said, "."""
    between = text[before.end : after.start]
    if text[before.end - 1] in ".?!…" or "\n" in between or _STOPPED.match(between[::-1]):
        return True
    return after.exact(text)[:1].isupper() and "," not in between[-4:]


def _is_limited(limits: Sequence[Span], clause: Clause) -> bool:
    """Whether a condition on the other side of an inserted frame limits a clause: “Unless it rains,” she said, “...”.

    `limits` are the stretches that begin with such a condition.
    """
    return any(not any(part.overlaps(stretch) for part in clause.parts) for stretch in limits)


def _is_frame(clause: Clause) -> bool:
    """Whether a clause goes on with what the source said: "it was new, and | added it was safe"."""
    reports = clause.verb.lemma_.lower() in lexicon.SPEECH and has_child(clause.verb, "ccomp")
    return reports and own_subject(clause.verb) is None
