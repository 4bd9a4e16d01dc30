"""The outlet's claims: what is next to quotes, and what is only about them."""

from __future__ import annotations

import pytest

from onrecord.extraction.claims.reporting import extract_reporting
from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.extract import extract
from onrecord.text.quotation import find_quoted_runs

from ..conftest import Parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Tarn bridge closed on Monday.", ["The Tarn bridge closed on Monday"]),
        ("Moss said the bridge closed on Monday.", []),
        ("The town of Tarn sued Moss in 2021, arguing that she closed it.", ["The town of Tarn sued Moss in 2021"]),
        ("You can cross the bridge on Monday.", []),
        ("Moss declined to say when the bridge would open.", []),
    ],
)
def test_reporting(parse: Parse, text: str, expected: list[str]) -> None:
    """What a quote reports is not the outlet's, nor is advice to readers a claim."""
    parsed = parse(text)
    runs = [run.outer for run in find_quoted_runs(text, [passage.span for passage in parsed.passages])]
    claims = list(extract_reporting(parsed, extract(parsed).quotes, Entities(parsed, []), runs))
    assert [" ".join(part.exact(text) for part in claim.parts) for claim in claims] == expected
    assert {(claim.claimant, claim.quote, claim.method) for claim in claims} <= {(None, None, "claims:outlet@1")}
