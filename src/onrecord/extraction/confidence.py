"""The columns `confidence` and `speaker_confidence`: how often rows of a kind agreed with annotations by people.

docs/method.md says on which articles and by which rule each figure was measured; `training/calibrate.py` measures them,
`training/statements.py` those of claims. A kind with fewer than fifty rows in those articles has no figure.
"""

from __future__ import annotations

from onrecord.extraction.values import Claim, Mention, Quote, Vote

# Method, type and kind of a quote -> pairs of a lowest probability of the reader and the share of correct rows from it.
_QUOTES: dict[tuple[str, str, str], tuple[tuple[float, float], ...]] = {
    ("quotes:reader@1", "direct", "speech"): ((0.0, 0.98),),
    ("quotes:reader@1", "indirect", "speech"): ((0.0, 0.79), (0.892, 0.96)),
    ("quotes:reader@1", "indirect", "thought"): ((0.0, 0.74),),
    ("quotes:reader@1", "mixed", "speech"): ((0.0, 0.89),),
}
# Method of a quote and form of its source -> the share of right speakers among those that were given; of descriptions
# and pronouns as measured before quotes had to be reports more probably than not, which left too few of them.
_SPEAKERS: dict[tuple[str, str | None], float] = {
    ("quotes:reader@1", "description"): 0.73,
    ("quotes:reader@1", "name"): 0.94,
    ("quotes:reader@1", "pronoun"): 0.71,
}
# The same by the method of a named mention and the type of its entity.
_NAMES: dict[tuple[str, str], tuple[tuple[float, float], ...]] = {
    ("names:reader@1", "group"): ((0.0, 0.86),),
    ("names:reader@1", "organization"): ((0.0, 0.76), (0.738, 0.9), (0.873, 0.94)),
    ("names:reader@1", "person"): ((0.0, 0.79), (0.936, 0.97), (0.961, 0.98)),
    ("names:reader@1", "place"): ((0.0, 0.65), (0.768, 0.92), (0.872, 0.98)),
}
# The same for claims, from a lowest probability that a claim can be checked.
_CLAIMS: tuple[tuple[float, float], ...] = ((0.0, 0.62), (0.751, 0.78), (0.879, 0.86), (0.95, 0.91), (0.983, 0.95))
# The share of votes whose counts and result were right, by method: whether rules and reader read the vote alike
# (`training/measure_votes.py`; 110 and 207 votes).
_VOTES: dict[str, float] = {
    "votes:agreed@1": 0.92,
    "votes:reader@1": 0.75,
}


def quote_confidence(quote: Quote) -> float | None:
    """The share of such quotes that people had marked, too; None if it was not measured."""
    return _share(_QUOTES.get((quote.method, quote.quote_type, quote.kind), ()), quote.probability)


def speaker_confidence(quote: Quote) -> float | None:
    """The share of quotes with such a source whose speaker was right; None without a speaker, or if not measured."""
    return _SPEAKERS.get((quote.method, quote.source_form)) if quote.speaker is not None else None


def name_confidence(mention: Mention, entity_type: str) -> float | None:
    """The share of such names that people had marked with that type; None if it was not measured."""
    return _share(_NAMES.get((mention.method, entity_type), ()), mention.probability)


def claim_confidence(claim: Claim) -> float | None:
    """The share of such claims that readers found checkable, whole and the claimant's; None if it was not judged."""
    return _share(_CLAIMS, claim.probability) if claim.probability is not None else None


def vote_confidence(vote: Vote) -> float | None:
    """The share of such votes whose counts and result were right; None if it was not measured."""
    return _VOTES.get(vote.method)


def _share(steps: tuple[tuple[float, float], ...], probability: float | None) -> float | None:
    """The share of the highest step that is reached; rules have a single step, from 0."""
    reached = [share for least, share in steps if least <= (probability or 0)]
    return reached[-1] if reached else None
