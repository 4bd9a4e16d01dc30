"""Claims: the checkable propositions in statements of sources and in the outlet's own reporting.

A proposition is a finite clause that the text reports as asserted or denied.

What an article attributes without a proposition, such as an act ("signed the bill") or a demand ("urged the council to
wait"), is a claim of the outlet: that it was done or demanded.

`statements` reads the claims of sources, and `reporting` those of the outlet: both take the `clauses` that are
`assertions`, and read their `factuality` and `participants`.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extraction.claims.reporting import extract_reporting
from onrecord.extraction.claims.statements import extract_statements
from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.values import Claim, Quote
from onrecord.lang.en import modality
from onrecord.nlp.articles import ParsedArticle
from onrecord.text.spans import Span


def extract_claims(
    parsed: ParsedArticle, quotes: Sequence[Quote], entities: Entities, runs: Sequence[Span] = ()
) -> list[Claim]:
    """All claims of an article, in text order.

    Args:
        parsed: the article.
        quotes: its quotes; a claim refers to its quote by the index in this list.
        entities: its entities.
        runs: its stretches in quotation marks, in order; what is said there is not the outlet's.
    """
    found = [*extract_statements(parsed, quotes, entities), *extract_reporting(parsed, quotes, entities, runs)]
    claims = (claim for claim in found if _is_plain(parsed.text, quotes, claim))
    return sorted(claims, key=lambda claim: (claim.span, claim.quote is None))


def _is_plain(text: str, quotes: Sequence[Quote], claim: Claim) -> bool:
    """Whether the words without a parse have the same meaning; otherwise one of the two readings is wrong."""
    words = " ".join(part.exact(text) for part in claim.parts)
    before, after = claim.span.prefix(text, modality.CONTEXT), claim.span.suffix(text, modality.CONTEXT)
    quote = quotes[claim.quote] if claim.quote is not None else None
    cue = quote.cue.exact(text) if quote and quote.cue else ""
    return (
        modality.is_negated(words) == claim.negated
        and modality.certainty(words, before, cue) == claim.certainty
        and modality.denies(cue) == (claim.stance == "denied")
        and not modality.left_out(words, claim.span.exact(text))
        and not modality.cut_off(before, after)
    )
