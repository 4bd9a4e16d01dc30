"""Extraction -> rows of the tables, with their ids."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from onrecord.building.copies import Relation
from onrecord.building.entity_resolution import Registry, is_of_one_article
from onrecord.building.previous import PreviousTables
from onrecord.building.reanchoring import Anchor, are_similar, match
from onrecord.extraction.confidence import (
    claim_confidence,
    name_confidence,
    quote_confidence,
    speaker_confidence,
    vote_confidence,
)
from onrecord.extraction.values import Claim, Extraction, Quote, Vote
from onrecord.ingestion import Article
from onrecord.ingestion.origin import Origin
from onrecord.package.ids import IdMinter
from onrecord.package.own_cells import SEPARATOR
from onrecord.package.own_tables import TABLES, facts_of
from onrecord.text.quotation import BREAK
from onrecord.text.spans import Span

Row = dict[str, Any]
# Start and end of words in a text, and the words.
Place = tuple[int, int, str]


def article_row(article: Article, origin: Origin | None = None) -> Row:
    """The row of the table `articles`."""
    layout, facts = article.layout, article.facts

    def words(span: Span | None) -> str | None:
        return span.exact(article.text) if span else None

    return {
        "article_id": article.article_id,
        "title": facts.title or words(layout.title),
        "credit": words(layout.credit),
        "byline": words(layout.byline),
        "dateline": words(layout.dateline),
        "publisher": facts.publisher,
        "url": facts.url,
        "published": article.published,
        "language": facts.language or "en",
        "text_path": article.path,
        "text_sha256": article.sha256,
        "length": len(article.text),
        "rights": facts.rights,
        "authors": facts.authors or SEPARATOR.join(words(name) or "" for name in layout.authors) or None,
        "updated": facts.updated,
        "section": facts.section,
        "facts_from": SEPARATOR.join(f"{name}: {fact.basis}" for name, fact in facts.pairs.items() if fact.basis)
        or None,
        "derivation": origin.step or None if origin else None,
        "original_path": origin.path or None if origin else None,
    }


def relation_row(relation: Relation) -> Row:
    """A row of the table `article_relations`."""
    facts = {**dataclasses.asdict(relation), **_origin(relation.method)}
    return {**facts, "likeness": round(relation.likeness, 3), "containment": round(relation.containment, 3)}


def extraction_rows(
    article: Article,
    extraction: Extraction,
    shared: Mapping[int, str],
    previous: PreviousTables,
    link: Callable[[Vote, str], str],
) -> Iterator[tuple[str, Row]]:
    """Yields pairs of a table's name and a row, in the order of the tables and of the text.

    Rows of the previous tables keep their ids.

    Args:
        article: the article.
        extraction: the values in it.
        shared: the ids of the entities that articles share, by their keys; the registry, which gave them, has their
            rows when all articles are read.
        previous: the tables of the package before.
        link: returns the id of the event of a vote, whose own id it gets.
    """
    return _Mapper(article, extraction, shared, previous, link).rows()


class _Mapper:
    """Holds the ids of one article's rows while they refer to each other."""

    def __init__(
        self,
        article: Article,
        extraction: Extraction,
        shared: Mapping[int, str],
        previous: PreviousTables,
        link: Callable[[Vote, str], str],
    ) -> None:
        self._article, self._extraction, self._shared, self._link = article, extraction, shared, link
        new, roles = self._anchors()
        old = previous.article(article.article_id)
        same_text = old.sha256 == article.sha256
        kept = match(old, new, article.text, same_text=same_text)
        # A corrected row that is not found again in an unchanged text may get its id by the rule.
        found = {anchor.row_id for anchor in kept.values()}
        free = {anchor.row_id for anchor in old.anchors if same_text and anchor.is_moved} - found
        taken = {used for anchor in old.anchors for used in (anchor.row_id, anchor.entity_id)} - free
        self._minter = IdMinter(article.article_id, taken)
        self._ids: dict[str, list[str]] = {name: [] for name in TABLES if facts_of(name).anchor}
        for place, (anchor, (role, span)) in enumerate(zip(new, roles, strict=True)):
            row_id = kept[place].row_id if place in kept else self._mint(anchor.table, role, span)
            self._ids[anchor.table].append(row_id)
        was = [kept.get(at) for at in range(len(extraction.mentions))]
        self._entities = self._entity_ids(previous, was, same_text=same_text)
        self._types = {entity.key: entity.entity_type for entity in extraction.entities}
        self._quotes = self._ids["quotes"]

    def _anchors(self) -> tuple[list[Anchor], list[tuple[str, Span]]]:
        """The rows that have ids and a place in the text, each with its role and the span that its id is made of."""
        read = self._extraction
        rows: list[tuple[str, str, Span, tuple[Span, ...]]] = [
            ("mentions", mention.mention_type, mention.span, (mention.span,)) for mention in read.mentions
        ]
        rows += [("quotes", quote.quote_type, quote.span, quote.contents) for quote in read.quotes]
        rows += [("votes", "vote", vote.span, (vote.span,)) for vote in read.votes]
        rows += [("claims", claim.stance, claim.span, (claim.span,)) for claim in read.claims]
        anchors = [Anchor(table, span.start, span.end, self._joined(words, BREAK)) for table, _, span, words in rows]
        return anchors, [(role, span) for _, role, span, _ in rows]

    def _entity_ids(self, previous: PreviousTables, was: list[Anchor | None], *, same_text: bool) -> dict[int, str]:
        """The ids of the article's entities by their keys; `was` holds the previous rows of its mentions."""
        pairs: dict[int, Counter[str]] = {entity.key: Counter() for entity in self._extraction.entities}
        for mention, before in zip(self._extraction.mentions, was, strict=True):
            if before is not None and before.entity_id:
                pairs[mention.entity][before.entity_id] += 1
        ids, left, given = dict(self._shared), [], set(self._shared.values())
        for entity in self._extraction.entities:
            if entity.key in self._shared:
                for old_id, count in pairs[entity.key].items():
                    previous.note(old_id, self._shared[entity.key], count, same_text=same_text)
                continue
            for old_id, count in pairs[entity.key].most_common():
                row = previous.entity(old_id)
                name, kind = row.get("name", ""), row.get("entity_type")
                is_free = is_of_one_article(row) and old_id not in given
                # In an unchanged text, only a changed correction can have given another name.
                is_same = same_text and 2 * count > pairs[entity.key].total()
                if is_free and (is_same or (kind == entity.entity_type and are_similar(name, entity.name))):
                    ids[entity.key] = old_id
                    given.add(old_id)
                    break
            else:
                left.append(entity)
        ids |= {entity.key: self._minter.mint("entities", entity.entity_type, entity.name) for entity in left}
        return ids

    def rows(self) -> Iterator[tuple[str, Row]]:
        for entity in self._extraction.entities:
            if entity.key in self._shared:
                continue
            yield (
                "entities",
                {
                    "entity_id": self._entities[entity.key],
                    "name": entity.name,
                    "entity_type": entity.entity_type,
                    "role": entity.role,
                    "aliases": SEPARATOR.join(entity.aliases) or None,
                    **_origin(entity.method),
                },
            )
        for mention_id, mention in zip(self._ids["mentions"], self._extraction.mentions, strict=True):
            yield (
                "mentions",
                {
                    "mention_id": mention_id,
                    **self._here,
                    "entity_id": self._entities[mention.entity],
                    "mention_type": mention.mention_type,
                    **self._evidence(mention.span),
                    "zone": mention.zone.value,
                    **_origin(mention.method, name_confidence(mention, self._types[mention.entity])),
                },
            )
        for quote_id, quote in zip(self._quotes, self._extraction.quotes, strict=True):
            yield from self._quote(quote_id, quote)
        for vote_id, vote in zip(self._ids["votes"], self._extraction.votes, strict=True):
            yield from self._vote(vote_id, vote)
        for claim_id, claim in zip(self._ids["claims"], self._extraction.claims, strict=True):
            yield from self._claim(claim_id, claim)

    @property
    def _here(self) -> Row:
        return {"article_id": self._article.article_id}

    def _mint(self, table: str, role: str, span: Span) -> str:
        return self._minter.mint(table, role, span.exact(self._article.text))

    def _evidence(self, span: Span) -> Row:
        return {"start": span.start, "end": span.end, "exact": self._words(span)}

    def _words(self, span: Span | None) -> str | None:
        return span.exact(self._article.text) if span else None

    def _joined(self, spans: tuple[Span, ...], by: str) -> str:
        return by.join(span.exact(self._article.text) for span in spans)

    def _entity(self, key: int | None) -> str | None:
        return None if key is None else self._entities[key]

    def _quote(self, quote_id: str, quote: Quote) -> Iterator[tuple[str, Row]]:
        yield (
            "quotes",
            {
                "quote_id": quote_id,
                **self._here,
                "quote_type": quote.quote_type,
                "kind": quote.kind,
                "polarity": quote.polarity,
                "text": self._joined(quote.contents, BREAK),
                "speaker_id": self._entity(quote.speaker),
                "speaker_status": quote.speaker_status,
                "speaker_confidence": speaker_confidence(quote),
                "cue": self._words(quote.cue),
                "via_id": self._entity(quote.via),
                "within_id": None if quote.within is None else self._quotes[quote.within],
                "start": quote.span.start,
                "end": quote.span.end,
                **_origin(quote.method, quote_confidence(quote)),
            },
        )
        parts = {
            "content": quote.contents,
            "source": (quote.source,) if quote.source else (),
            "cue": (quote.cue,) if quote.cue else (),
        }
        for role, spans in parts.items():
            for ordinal, span in enumerate(spans, start=1):
                yield (
                    "quote_spans",
                    {
                        "quote_id": quote_id,
                        "role": role,
                        "ordinal": ordinal,
                        **self._here,
                        **self._evidence(span),
                        **_origin(quote.method, quote_confidence(quote)),
                    },
                )

    def _vote(self, vote_id: str, vote: Vote) -> Iterator[tuple[str, Row]]:
        yield (
            "votes",
            {
                "vote_id": vote_id,
                **self._here,
                "vote_event_id": self._link(vote, vote_id),
                "body_id": self._entity(vote.body),
                "motion": self._words(vote.motion),
                "motion_type": vote.motion_type,
                "result": vote.result,
                "voting_method": vote.voting_method,
                "unanimous": vote.unanimous,
                "date": vote.date,
                "date_text": self._words(vote.date_text),
                "date_basis": vote.date_basis,
                **self._evidence(vote.span),
                **_origin(vote.method, vote_confidence(vote)),
            },
        )
        for count in vote.counts:
            yield (
                "vote_counts",
                {
                    "vote_id": vote_id,
                    "option": count.option,
                    **self._here,
                    "value": count.value,
                    "unit": count.unit,
                    **self._evidence(count.span),
                    **_origin(count.method),
                },
            )
        for position in vote.positions:
            yield (
                "vote_positions",
                {
                    "vote_id": vote_id,
                    "voter": self._words(position.voter),
                    **self._here,
                    "voter_id": self._entity(position.entity),
                    "option": position.option,
                    **self._evidence(position.span),
                    **_origin(position.method),
                },
            )

    def _claim(self, claim_id: str, claim: Claim) -> Iterator[tuple[str, Row]]:
        yield (
            "claims",
            {
                "claim_id": claim_id,
                **self._here,
                "text": self._joined(claim.parts, " "),
                "claimant_id": self._entity(claim.claimant),
                "claimant": self._words(claim.claimant_words),
                "quote_id": None if claim.quote is None else self._quotes[claim.quote],
                "stance": claim.stance,
                "negated": claim.negated,
                "certainty": claim.certainty,
                **self._evidence(claim.span),
                **_origin(claim.method, claim_confidence(claim)),
            },
        )
        for key, role in claim.entities:
            yield (
                "claim_entities",
                {
                    "claim_id": claim_id,
                    "entity_id": self._entities[key],
                    "role": role,
                    **self._here,
                    **_origin("claims:roles@1"),
                },
            )


def entity_rows(registry: Registry) -> Iterator[Row]:
    """The rows of the entities that articles share."""
    return map(entity_row, registry.rows())


def entity_row(found: Mapping[str, Any]) -> Row:
    """The row of an entity that articles share, from what a registry says of it."""
    return {**found, **_origin(found["method"])}


def places(extraction: Extraction, text: str, shared: Container[int]) -> dict[int, Place]:
    """Where an article names each of some entities, by their keys: in full if it does, else where it does first."""
    names = {entity.key: entity.name for entity in extraction.entities if entity.key in shared}
    found: dict[int, tuple[int, Place]] = {}
    for mention in extraction.mentions:
        if (name := names.get(mention.entity)) is None:
            continue
        words = mention.span.exact(text)
        rank = 0 if words == name else 1 if mention.mention_type == "named" else 2
        if mention.entity not in found or rank < found[mention.entity][0]:
            found[mention.entity] = rank, (mention.span.start, mention.span.end, words)
    return {key: place for key, (_, place) in found.items()}


def link_rows(registry: Registry, named: Mapping[str, Mapping[int, Place]]) -> Iterator[Row]:
    """The rows of the table `entity_links`.

    Args:
        registry: the entities that articles share.
        named: the result of `places` for each article of the package.
    """
    for entity_id, found in registry.links():
        # An article that could not be read again is not in the package.
        links = [link for link in found if link.article_id in named]
        for link in links if len(links) > 1 else ():
            start, end, exact = named[link.article_id][link.key]
            yield {
                "entity_id": entity_id,
                "article_id": link.article_id,
                "grounds": SEPARATOR.join(link.grounds),
                "doubts": SEPARATOR.join(link.doubts) or None,
                "support": link.support,
                "names_in_common": link.names_in_common,
                "role": link.role,
                "start": start,
                "end": end,
                "exact": exact,
                **_origin(link.method),
            }


def _origin(method: str, confidence: float | None = None) -> Row:
    return {"method": method, "confidence": confidence, "status": "auto"}
