"""Checks that a schema cannot express: rows against the source texts, and rows against each other."""

from onrecord.validation.semantic import claims, dates, entities, ids, links, quotes, relations, spans, votes
from onrecord.validation.semantic.book import CHECKS, Book, judge
from onrecord.validation.semantic.texts import Texts, read_texts

__all__ = [
    "CHECKS",
    "Book",
    "Texts",
    "claims",
    "dates",
    "entities",
    "ids",
    "judge",
    "links",
    "quotes",
    "read_texts",
    "relations",
    "spans",
    "votes",
]
