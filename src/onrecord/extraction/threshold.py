"""Leaving out rows below a confidence, without references to rows that are left out.

Rows without a measured confidence are kept: nothing says that they are worse.
"""

from __future__ import annotations

import collections
import dataclasses

from onrecord.extraction.confidence import claim_confidence, name_confidence, quote_confidence, vote_confidence
from onrecord.extraction.values import Claim, Extraction, Quote, Vote


def confident(extraction: Extraction, least: float) -> tuple[Extraction, collections.Counter[str]]:
    """The values with at least this confidence, and how many of each table were left out.

    With a quote go its claims and the quotes inside it; with an entity's last mention the entity, and then a quote,
    vote or claim that refers to it has no speaker, body or claimant.

    Args:
        extraction: the values of an article.
        least: the lowest confidence, from 0 to 1.
    """
    types = {entity.key: entity.entity_type for entity in extraction.entities}
    mentions = tuple(m for m in extraction.mentions if _reaches(name_confidence(m, types[m.entity]), least))
    known = {mention.entity for mention in mentions}
    entities = tuple(entity for entity in extraction.entities if entity.key in known)
    places: dict[int, int] = {}
    for index, quote in enumerate(extraction.quotes):
        if _reaches(quote_confidence(quote), least) and (quote.within is None or quote.within in places):
            places[index] = len(places)
    quotes = tuple(_quote(extraction.quotes[index], places, known) for index in places)
    claims = tuple(
        _claim(claim, places, known)
        for claim in extraction.claims
        if (claim.quote is None or claim.quote in places) and _reaches(claim_confidence(claim), least)
    )
    votes = tuple(_vote(vote, known) for vote in extraction.votes if _reaches(vote_confidence(vote), least))
    kept = Extraction(entities, mentions, quotes, votes, claims)
    return kept, collections.Counter(
        {
            field.name: lost
            for field in dataclasses.fields(Extraction)
            if (lost := len(getattr(extraction, field.name)) - len(getattr(kept, field.name)))
        }
    )


def _reaches(confidence: float | None, least: float) -> bool:
    return confidence is None or confidence >= least


def _known(key: int | None, known: set[int]) -> int | None:
    return key if key in known else None


def _quote(quote: Quote, places: dict[int, int], known: set[int]) -> Quote:
    lost = quote.speaker is not None and quote.speaker not in known
    return dataclasses.replace(
        quote,
        speaker=_known(quote.speaker, known),
        speaker_status="unknown" if lost else quote.speaker_status,
        via=_known(quote.via, known),
        within=None if quote.within is None else places[quote.within],
    )


def _vote(vote: Vote, known: set[int]) -> Vote:
    positions = tuple(dataclasses.replace(p, entity=_known(p.entity, known)) for p in vote.positions)
    return dataclasses.replace(vote, body=_known(vote.body, known), positions=positions)


def _claim(claim: Claim, places: dict[int, int], known: set[int]) -> Claim:
    return dataclasses.replace(
        claim,
        claimant=_known(claim.claimant, known),
        quote=None if claim.quote is None else places[claim.quote],
        entities=tuple((key, role) for key, role in claim.entities if key in known),
    )
