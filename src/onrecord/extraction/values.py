"""What the extractors yield: plain frozen values that point into the text of one article.

Entities are referred to by their `key`, a number that is good inside one `Extraction` only; quotes by their place in
its list. Allowed words (entity types, quote types, options and so on) are the ones that the schemas list.
"""

from __future__ import annotations

import dataclasses

from onrecord.ingestion import Zone
from onrecord.text.spans import Span, hull


@dataclasses.dataclass(frozen=True, slots=True)
class Entity:
    """Something that the article speaks of; `named` is False for one that it only describes.

    `aliases` are the other forms of its name, the most frequent first.
    """

    key: int
    name: str
    entity_type: str
    role: str | None
    named: bool
    method: str
    aliases: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of an entity; `probability` is the reader's own, where it read the name."""

    span: Span
    mention_type: str
    entity: int
    zone: Zone
    method: str
    probability: float | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Quote:
    """One utterance or thought with its parts; `via` is the outlet that carried it.

    `within` is the quote in whose words it stands, by its place in the list. `probability` is the reader's own, of the
    least sure of cue and contents; None where a rule found the quote.
    """

    quote_type: str
    kind: str
    contents: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    speaker: int | None
    speaker_status: str
    via: int | None
    method: str
    probability: float | None = None
    within: int | None = None

    @property
    def span(self) -> Span:
        """From the first character of the content to the last."""
        return hull(self.contents)


@dataclasses.dataclass(frozen=True, slots=True)
class Count:
    """A stated count of one option."""

    option: str
    value: float
    unit: str
    span: Span
    method: str


@dataclasses.dataclass(frozen=True, slots=True)
class Position:
    """How one named voter voted; `voter` is the name, `span` the words that state the position."""

    voter: Span
    entity: int | None
    option: str
    span: Span
    method: str


@dataclasses.dataclass(frozen=True, slots=True)
class Vote:
    """One report of a vote; `span` is the sentence that states it, `date_basis` how the date follows from its words."""

    span: Span
    body: int | None
    motion: Span | None
    motion_type: str | None
    result: str | None
    voting_method: str
    unanimous: bool | None
    date_text: Span | None
    date: str | None
    date_basis: str | None
    counts: tuple[Count, ...]
    positions: tuple[Position, ...]
    method: str


@dataclasses.dataclass(frozen=True, slots=True)
class Claim:
    """One checkable proposition; its text is its `parts` joined by a space.

    `quote` is the place of the quote that it is part of; None for the outlet's own. `entities` pairs an entity's key
    with its role in the claim.
    """

    parts: tuple[Span, ...]
    claimant: int | None
    claimant_words: Span | None
    quote: int | None
    stance: str
    negated: bool
    certainty: str
    entities: tuple[tuple[int, str], ...]
    method: str

    @property
    def span(self) -> Span:
        """From the first character of the proposition to the last."""
        return hull(self.parts)


@dataclasses.dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one article, each list in text order."""

    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    votes: tuple[Vote, ...] = ()
    claims: tuple[Claim, ...] = ()
