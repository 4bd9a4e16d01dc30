"""Leaving out what is less confident, with all that refers to it."""

from __future__ import annotations

import dataclasses

from onrecord.extraction.threshold import confident
from onrecord.extraction.values import Claim, Entity, Extraction, Mention, Position, Quote, Vote
from onrecord.ingestion import Zone
from onrecord.text.spans import Span

MAYOR, DOCK = 0, 1
READER = "quotes:reader@1"


def _entity(key: int, name: str, entity_type: str) -> Entity:
    return Entity(key, name, entity_type, None, True, "entities:named@1")


def _mention(start: int, key: int, probability: float) -> Mention:
    return Mention(Span(start, start + 4), "named", key, Zone.BODY, "names:reader@1", probability)


def _quote(start: int, probability: float | None, speaker: int | None, within: int | None = None) -> Quote:
    method = READER if probability is not None else "quotes:nested@1"
    words = (Span(start, start + 9),)
    status = "unknown" if speaker is None else "named"
    return Quote("indirect", "speech", words, None, None, speaker, status, None, method, probability, within)


def _claim(start: int, quoted: int | None, claimant: int | None) -> Claim:
    about = ((MAYOR, "subject"), (DOCK, "object"))
    method = "claims:statement@1"
    return Claim((Span(start, start + 9),), claimant, None, quoted, "asserted", False, "certain", about, method)


VOTE = Vote(
    span=Span(90, 99),
    body=DOCK,
    motion=None,
    motion_type=None,
    result="pass",
    voting_method="unknown",
    unanimous=None,
    date_text=None,
    date=None,
    date_basis=None,
    counts=(),
    positions=(Position(Span(90, 94), DOCK, "yes", Span(90, 99), "votes:position@1"),),
    method="votes:tally@1",
)
READ = Extraction(
    entities=(_entity(MAYOR, "Ana Ruiz", "person"), _entity(DOCK, "Dock", "organization")),
    mentions=(_mention(0, MAYOR, 0.99), _mention(10, DOCK, 0.1), _mention(20, MAYOR, 0.1)),
    quotes=(_quote(30, 0.2, MAYOR), _quote(32, None, None, within=0), _quote(50, 0.95, DOCK), _quote(60, 0.95, MAYOR)),
    votes=(VOTE,),
    claims=(_claim(30, 0, MAYOR), _claim(50, 2, DOCK), _claim(70, None, None)),
)


def test_what_is_confident_stays_and_refers_to_nothing_that_went() -> None:
    """Indices of quotes are counted anew; a speaker, voter or body that went is unknown."""
    kept, lost = confident(READ, 0.9)
    mayor_only = ((MAYOR, "subject"),)
    assert kept == Extraction(
        entities=READ.entities[:1],
        mentions=READ.mentions[:1],
        quotes=(dataclasses.replace(READ.quotes[2], speaker=None, speaker_status="unknown"), READ.quotes[3]),
        votes=(dataclasses.replace(VOTE, body=None, positions=(dataclasses.replace(VOTE.positions[0], entity=None),)),),
        claims=(
            dataclasses.replace(READ.claims[1], claimant=None, quote=0, entities=mayor_only),
            dataclasses.replace(READ.claims[2], entities=mayor_only),
        ),
    )
    assert lost == {"entities": 1, "mentions": 2, "quotes": 2, "claims": 1}


def test_a_vote_that_only_the_tagger_reads_is_less_confident() -> None:
    """Votes that rules and tagger read alike are kept longer than those of the tagger alone."""
    agreed, alone = (dataclasses.replace(VOTE, method=f"votes:{name}@1") for name in ("agreed", "reader"))
    read = dataclasses.replace(READ, votes=(VOTE, agreed, alone))
    assert [vote.method for vote in confident(read, 0.8)[0].votes] == ["votes:tally@1", "votes:agreed@1"]


def test_nothing_is_left_out_below_every_figure() -> None:
    """Rows without a measured confidence stay at any threshold."""
    assert confident(READ, 0.0) == (READ, {})
    assert confident(dataclasses.replace(READ, mentions=READ.mentions[:2], quotes=()), 1.0)[0].votes[0].body is None
