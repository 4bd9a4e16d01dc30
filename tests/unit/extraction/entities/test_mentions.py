"""Mentions by their place, against looking at all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.entities.mentions import Mentions
from onrecord.extraction.values import Mention
from onrecord.ingestion import Zone
from onrecord.text.spans import Span

SPANS = st.tuples(st.integers(0, 20), st.integers(1, 8)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


def mention(span: Span, entity: int) -> Mention:
    """A mention of an entity."""
    return Mention(span, "named", entity, Zone.BODY, "names:test@1")


@given(st.lists(SPANS, max_size=12), SPANS)
def test_mentions_are_found_as_if_all_were_looked_at(spans: list[Span], wanted: Span) -> None:
    """In order; inside a stretch; the shortest that covers a place. The last mention added has the span."""
    mentions, plain = Mentions(), {}
    for entity, span in enumerate(spans):
        mentions.put(mention(span, entity))
        plain[span] = mention(span, entity)
    assert list(mentions) == [plain[span] for span in sorted(plain)]
    assert mentions.get(wanted) == plain.get(wanted)
    assert mentions.inside(wanted) == [plain[span] for span in sorted(plain) if wanted.covers(span)]
    covering = [span for span in sorted(plain) if span.covers(wanted)]
    found = mentions.at(wanted)
    assert found == (plain[min(covering, key=len)] if covering else None)
