"""Entities against their mentions."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.problems import Problem
from onrecord.validation.semantic.book import Book, check


@check(entities="entity_id", mentions="entity_id")
def entities_are_mentioned(book: Book) -> Iterator[Problem]:
    """Every entity has a mention."""
    entities = book.sheets["entities"]
    mentioned = {entity_id for _, entity_id in book.sheets["mentions"].records("entity_id")}
    for row, entity_id in entities.records("entity_id"):
        if entity_id not in mentioned:
            yield entities.problem("entity-without-mention", row, "", "mentions has no row of the entity")
