"""How often rows of a kind agreed with people: the column `confidence`.

docs/method.md says on what articles and by what rule each figure was measured. A kind with fewer than a hundred rows in
them, or whose annotation follows another convention than ours, has no figure.
"""

from __future__ import annotations

from onrecord.extract.values import Quote

# Method, type and kind of a quote.
_QUOTES = {
    ("quotes:according@1", "indirect", "speech"): 0.86,
    ("quotes:carry-over@1", "direct", "speech"): 0.62,
    ("quotes:clause@1", "indirect", "speech"): 0.84,
    ("quotes:clause@1", "indirect", "thought"): 0.62,
    ("quotes:clause@1", "mixed", "speech"): 0.88,
    ("quotes:marks@1", "direct", "speech"): 0.95,
    ("quotes:marks@1", "mixed", "speech"): 0.67,
    ("quotes:unattributed@1", "direct", "speech"): 0.65,
}
# Method of a named mention, and the type of its entity.
_NAMES = {
    ("names:en_core_web_sm@3.8.0", "group"): 0.85,
    ("names:en_core_web_sm@3.8.0", "organization"): 0.53,
    ("names:en_core_web_sm@3.8.0", "person"): 0.74,
    ("names:en_core_web_sm@3.8.0", "place"): 0.81,
    ("names:repeat@1", "group"): 0.62,
    ("names:repeat@1", "organization"): 0.42,
    ("names:repeat@1", "person"): 0.59,
    ("names:repeat@1", "place"): 0.33,
}


def quote_confidence(quote: Quote) -> float | None:
    """Share of such quotes that people had marked too; None where it was not measured."""
    return _QUOTES.get((quote.method, quote.quote_type, quote.kind))


def name_confidence(method: str, entity_type: str) -> float | None:
    """Share of the names of that method that people had marked with that type; None where it was not measured."""
    return _NAMES.get((method, entity_type))
