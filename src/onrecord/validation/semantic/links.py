"""Links of entities across articles against their mentions."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.problems import Problem
from onrecord.validation.semantic.book import Book, check


@check(entity_links="entity_id article_id start end", mentions="entity_id article_id start end")
def links_and_mentions_agree(book: Book) -> Iterator[Problem]:
    """An entity that several articles mention has a link for each of them, at one of its mentions; others have none."""
    links, mentions = book.sheets["entity_links"], book.sheets["mentions"]
    first: dict[str, str] = {}
    several: set[str] = set()
    for _, entity, article in mentions.records("entity_id", "article_id"):
        if first.setdefault(entity, article) != article:
            several.add(entity)
    rows = list(links.records("entity_id", "article_id", "start", "end"))
    linked = {(entity, article) for _, entity, article, _, _ in rows}
    unmet = {(entity, article, start, end) for _, entity, article, start, end in rows}
    for row, entity, article, start, end in mentions.records("entity_id", "article_id", "start", "end"):
        unmet.discard((entity, article, start, end))
        if entity in several and (entity, article) not in linked:
            linked.add((entity, article))
            message = f"several articles mention {entity}, but entity_links has no row for {article}"
            yield mentions.problem("link-missing", row, "entity_id", message)
    for row, entity, article, start, end in rows:
        if (entity, article, start, end) in unmet:
            yield links.problem("link-without-mention", row, "start", f"no mention of {entity} is at {start}-{end}")
        elif entity not in several:
            yield links.problem("link-without-mention", row, "entity_id", f"no other article mentions {entity}")


@check(entity_links="grounds support decided_in")
def decisions_are_named(book: Book) -> Iterator[Problem]:
    """What a person decided names the correction, and nothing else does."""
    links = book.sheets["entity_links"]
    for row, grounds, support, place in links.records("grounds", "support", "decided_in"):
        if len({grounds == "correction", support == "decided", bool(place)}) > 1:
            message = f"grounds is {grounds}, support is {support or 'empty'}, and decided_in is {place or 'empty'}"
            yield links.problem("link-decision-differs", row, "decided_in", message)
