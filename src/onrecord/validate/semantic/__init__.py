"""What JSON cannot say: rows against the source texts, and rows against each other."""

from onrecord.validate.semantic import claims, dates, entities, ids, quotes, spans, votes
from onrecord.validate.semantic.book import CHECKS, Book, judge
from onrecord.validate.semantic.texts import Texts, read_texts

__all__ = [
    "CHECKS",
    "Book",
    "Texts",
    "claims",
    "dates",
    "entities",
    "ids",
    "judge",
    "quotes",
    "read_texts",
    "spans",
    "votes",
]
