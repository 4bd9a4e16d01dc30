"""The results of extraction: plain frozen values with spans in the text of an article.

Entities are referred to by their `key`, which is valid only inside an `Extraction`, and quotes by their index in its
list. The schemas list the allowed entity types, quote types, options and so on.
"""

from __future__ import annotations

import dataclasses

from onrecord.ingestion import Zone
from onrecord.text.spans import Span, hull


@dataclasses.dataclass(frozen=True, slots=True)
class Entity:
    """An entity of the article; `named` is False if the article only describes it.

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
    """An occurrence of an entity; `probability` is the reader's, for names that it found."""

    span: Span
    mention_type: str
    entity: int
    zone: Zone
    method: str
    probability: float | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Quote:
    """An utterance or thought with its parts; `via` is the outlet that carried it.

    `within` is the index of the quote whose words contain it. `probability` is the reader's lowest for cue and
    contents; None if a rule found the quote. `polarity` is negative if the source denies the content. `source_form` is
    what its source is: a `name`, a `description` or a `pronoun`; None without a source.
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
    polarity: str = "positive"
    source_form: str | None = None

    @property
    def span(self) -> Span:
        """From the first character of the content to the last."""
        return hull(self.contents)


@dataclasses.dataclass(frozen=True, slots=True)
class Count:
    """A stated count of an option."""

    option: str
    value: float
    unit: str
    span: Span
    method: str


@dataclasses.dataclass(frozen=True, slots=True)
class Position:
    """How a named voter voted; `voter` is the name, `span` the sentence that states the position."""

    voter: Span
    entity: int | None
    option: str
    span: Span
    method: str


@dataclasses.dataclass(frozen=True, slots=True)
class Vote:
    """A report of a vote; `span` is the sentence that states it, `date_basis` how the date follows from its words."""

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
    """A checkable proposition; its text is its `parts` joined by a space.

    `quote` is the index of the quote that it is part of; None for the outlet's own claims. `entities` pairs the key of
    an entity with its role in the claim. `probability` is the reader's that it can be checked.
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
    probability: float | None = None

    @property
    def span(self) -> Span:
        """From the first character of the proposition to the last."""
        return hull(self.parts)


@dataclasses.dataclass(frozen=True, slots=True)
class Extraction:
    """The values of an article, each list in text order."""

    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    votes: tuple[Vote, ...] = ()
    claims: tuple[Claim, ...] = ()
