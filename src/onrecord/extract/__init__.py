"""Article -> rows. Pure functions over a parsed article; they know neither pandas nor the contract."""

from onrecord.extract.values import Claim, Count, Entity, Extraction, Mention, Position, Quote, Vote
from onrecord.language import ParsedArticle

__all__ = ["Claim", "Count", "Entity", "Extraction", "Mention", "Position", "Quote", "Vote", "extract"]


def extract(parsed: ParsedArticle) -> Extraction:
    """All entities, mentions, quotes, votes and claims of an article."""
    return Extraction()
