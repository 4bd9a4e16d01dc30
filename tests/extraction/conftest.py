"""Reading a sentence as the product does, and writing what was read so that a table of examples can show it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.extraction.extract import extract
from onrecord.extraction.values import Extraction
from onrecord.ingestion import Article, Facts
from onrecord.ingestion.layout import lay_out
from onrecord.nlp.articles import parse

Read = Callable[..., tuple[str, Extraction]]


@pytest.fixture(scope="session")
def read() -> Read:
    """A function that reads a text, perhaps with its day of publication, and returns it with all that was extracted."""

    def read_text(text: str, published: str | None = None) -> tuple[str, Extraction]:
        sidecar = Facts(published=published)
        article = Article("art_aaaaaaaaaaaaaaaa", "seeds/example.txt", text, "0" * 64, sidecar, lay_out(text))
        (parsed,) = parse([article])
        return text, extract(parsed)

    return read_text


def claim_rows(text: str, found: Extraction) -> list[tuple[object, ...]]:
    """What was read of each claim: text, claimant, stance, whether it is negated, certainty."""
    names = {entity.key: entity.name for entity in found.entities}
    return [
        (
            " ".join(part.exact(text) for part in claim.parts),
            names.get(claim.claimant) if claim.claimant is not None else None,
            claim.stance,
            claim.negated,
            claim.certainty,
        )
        for claim in found.claims
    ]


def quote_rows(text: str, found: Extraction) -> list[str]:
    """What was read of each quote: type with kind, contents, source, cue, speaker with status, perhaps the outlet."""
    names = {entity.key: entity.name for entity in found.entities}
    return [
        " | ".join(
            [
                quote.quote_type if quote.kind == "speech" else f"{quote.quote_type} {quote.kind}",
                " / ".join(span.exact(text) for span in quote.contents),
                quote.source.exact(text) if quote.source else "-",
                quote.cue.exact(text) if quote.cue else "-",
                f"{'-' if quote.speaker is None else names[quote.speaker]} ({quote.speaker_status})",
                *([] if quote.via is None else [f"via {names[quote.via]}"]),
            ]
        )
        for quote in found.quotes
    ]
