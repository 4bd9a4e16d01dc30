"""The claims of sources: contents of one sentence belong together, and a quote in a quote has its own claims."""

from __future__ import annotations

import pytest

from onrecord.extraction.claims.statements import extract_statements
from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.extract import extract

from ..conftest import Parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moss said the bridge closed on Monday.", ["the bridge closed on Monday"]),
        ("“The bridge,” Moss said, “closed on Monday.”", ["The bridge closed on Monday"]),
        (
            "“The bridge closed on Monday,” Moss said. “The mill opened in May.”",
            ["The bridge closed on Monday", "The mill opened in May"],
        ),
        ("Moss demanded that the bridge be closed.", []),
        ("The Tarn bridge closed on Monday.", []),
    ],
)
def test_statements(parse: Parse, text: str, expected: list[str]) -> None:
    """Each claim refers to its quote."""
    parsed = parse(text)
    quotes = extract(parsed).quotes
    claims = extract_statements(parsed, quotes, Entities(parsed, []))
    assert [" ".join(part.exact(text) for part in claim.parts) for claim in claims] == expected
    for claim in claims:
        assert claim.quote is not None
        assert quotes[claim.quote].span.covers(claim.span)


def test_quotes_in_quotes(parse: Parse) -> None:
    """What a quote in a quote states is not a claim of the outer quote, too."""
    parsed = parse("“I told them, ‘The bridge lost 30 bolts,’ in 2027,” engineer Ana Ruiz said.")
    quotes = extract(parsed).quotes
    claims = extract_statements(parsed, quotes, Entities(parsed, []))
    assert [quotes[claim.quote or 0].within is not None for claim in claims] == [True]
