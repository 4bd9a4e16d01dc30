"""The notes on an article: a card for each quote, vote and claim, in plain sentences."""

from __future__ import annotations

import collections
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from onrecord.package.records import Row
from onrecord.site import sentences
from onrecord.site.entities import Entities
from onrecord.site.tally import Tally, in_order, tally


class Head(NamedTuple):
    """What each row of a card shows: its token and label on the page, whether its words are marked, and its origin."""

    token: str
    label: str
    row_id: str
    is_placed: bool
    method: str
    confidence: str


class ClaimLine(NamedTuple):
    """A claim: its words if they differ from the marked text, the claimant if not that of the card, a sentence."""

    head: Head
    words: str
    claimant: str
    sentence: str


class QuoteCard(NamedTuple):
    """A quote with the claims made in it."""

    head: Head
    start: int
    words: tuple[str, ...]
    speaker: str
    speaker_id: str
    role: str
    facts: tuple[str, ...]
    claims: tuple[ClaimLine, ...]
    layer: str = "quotes"


class VoteCard(NamedTuple):
    """A vote with its tally; `positions` are pairs of an option and its voters, each a name and an id."""

    head: Head
    start: int
    words: tuple[str, ...]
    body: str
    body_id: str
    event_id: str
    sentence: str
    date: str
    motion: str
    tally: Tally
    positions: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    layer: str = "votes"


class ClaimsCard(NamedTuple):
    """A claim outside of quotes."""

    head: Head
    start: int
    words: tuple[str, ...]
    claimant: str
    claimant_id: str
    claims: tuple[ClaimLine, ...]
    layer: str = "claims"


Card = QuoteCard | VoteCard | ClaimsCard


class Labels(NamedTuple):
    """The tokens and the labels of an article's rows by id: 1, 2 for quotes, a, b for claims, V1, V2 for votes."""

    tokens: Mapping[str, str]
    labels: Mapping[str, str]


def labels_of(tables: Mapping[str, Sequence[Row]]) -> Labels:
    """The labels of the rows of one article."""
    quotes, votes, claims = (
        [row[key] for row in tables[table]]
        for table, key in (("quotes", "quote_id"), ("votes", "vote_id"), ("claims", "claim_id"))
    )
    entities = dict.fromkeys(row["entity_id"] for row in tables["mentions"])
    return Labels(
        {
            key: f"{layer}{number}"
            for layer, keys in (("q", quotes), ("v", votes), ("c", claims), ("e", entities))
            for number, key in enumerate(keys, start=1)
        },
        {
            **{key: str(number) for number, key in enumerate(quotes, start=1)},
            **{key: f"V{number}" for number, key in enumerate(votes, start=1)},
            **dict(zip(claims, _letters(), strict=False)),
        },
    )


def _letters() -> Iterator[str]:
    """Yields a, b, ... z, aa, ab and so on endlessly."""
    for length in itertools.count(1):
        yield from map("".join, itertools.product("abcdefghijklmnopqrstuvwxyz", repeat=length))


class _Article(NamedTuple):
    """What the cards of an article are made from."""

    entities: Entities
    labels: Labels
    placed: Mapping[str, int]  # the first character of the rows whose words are in the text, by id
    spans: Mapping[str, Sequence[Row]]
    claims: Mapping[str, Sequence[Row]]
    counts: Mapping[str, Sequence[Row]]
    positions: Mapping[str, Sequence[Row]]


def cards_of(
    tables: Mapping[str, Sequence[Row]], entities: Entities, labels: Labels, placed: Mapping[str, int]
) -> list[Card]:
    """The cards of an article, in the order of the text.

    Args:
        tables: the rows of the article by table.
        entities: all entities.
        labels: the labels of the rows.
        placed: the first characters of rows whose words are marked, by id; other rows are cards without a place.
    """
    article = _Article(
        entities,
        labels,
        placed,
        grouped(tables["quote_spans"], "quote_id"),
        grouped(tables["claims"], "quote_id"),
        grouped(tables["vote_counts"], "vote_id"),
        grouped(tables["vote_positions"], "vote_id"),
    )
    quoted = {row["quote_id"] for row in tables["quotes"]}
    found: list[Card] = [
        *(_quote(article, row) for row in tables["quotes"]),
        *(_vote(article, row) for row in tables["votes"]),
        *(_claim(article, row) for row in tables["claims"] if row["quote_id"] not in quoted),
    ]
    return sorted(found, key=lambda card: card.start)


def grouped(rows: Sequence[Row], column: str) -> dict[str, list[Row]]:
    """Rows by the value of a column."""
    groups: dict[str, list[Row]] = collections.defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def merged(cards: Sequence[Card]) -> list[Card]:
    """The cards of a paragraph, with neighboring claims of the same claimant on one card."""
    result: list[Card] = []
    for card in cards:
        before = result[-1] if result else None
        if isinstance(card, ClaimsCard) and isinstance(before, ClaimsCard) and _claimant(card) == _claimant(before):
            result[-1] = before._replace(claims=before.claims + card.claims)
        else:
            result.append(card)
    return result


def _claimant(card: ClaimsCard) -> tuple[str, str]:
    return card.claimant, card.claimant_id


def _head(article: _Article, key: str, row: Row) -> Head:
    return Head(
        article.labels.tokens[key],
        article.labels.labels[key],
        key,
        key in article.placed,
        row["method"],
        sentences.of_confidence(row),
    )


def _quote(article: _Article, row: Row) -> QuoteCard:
    key = row["quote_id"]
    parts = article.spans.get(key, ())
    contents = tuple(part["exact"] for part in parts if part["role"] == "content")
    speaker = article.entities.get(row["speaker_id"])
    source = next((part["exact"] for part in parts if part["role"] == "source"), "")
    nobody = "Quoted words" if row["quote_type"] == "fragment" else "Nobody named"
    via = article.entities.name(row["via_id"])
    facts = (
        sentences.of_quote(row),
        sentences.of_speaker(row),
        f"carried by {via}" if via else "",
        "inside another quote" if row["within_id"] else "",
    )
    return QuoteCard(
        head=_head(article, key, row),
        start=article.placed.get(key, _NOWHERE),
        words=contents or (row["text"],),
        speaker=speaker.name if speaker else source or nobody,
        speaker_id=speaker.entity_id if speaker else "",
        role=speaker.role if speaker else "",
        facts=tuple(filter(None, facts)),
        claims=tuple(_line(article, claim, row["speaker_id"]) for claim in article.claims.get(key, ())),
    )


def _vote(article: _Article, row: Row) -> VoteCard:
    body = article.entities.get(row["body_id"])
    key = row["vote_id"]
    return VoteCard(
        head=_head(article, key, row),
        start=article.placed.get(key, _NOWHERE),
        words=(row["exact"],),
        body=body.name if body else "A body that the article does not name",
        body_id=body.entity_id if body else "",
        event_id=row["vote_event_id"],
        sentence=sentences.of_vote(row),
        date=sentences.of_date(row),
        motion=row["motion"],
        tally=tally(article.counts.get(key, ())),
        positions=positions_of(article.positions.get(key, ()), article.entities),
    )


def positions_of(rows: Sequence[Row], entities: Entities) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """How the named voters voted: pairs of an option and its voters, each a name and the id of the entity, if any.

    Options that the schema does not list come last.
    """
    by_option = grouped(rows, "option")
    return tuple(
        (
            sentences.OPTIONS.get(option, option),
            tuple(
                (entities.name(row["voter_id"]) or row["voter"], row["voter_id"] if row["voter_id"] in entities else "")
                for row in by_option[option]
            ),
        )
        for option in sorted(by_option, key=lambda option: in_order("vote_positions", "option", option))
    )


def claimant_of(row: Row, entities: Entities) -> str:
    """Who makes a claim: only the outlet's own claims have neither a claimant nor a quote."""
    unnamed = "Somebody whom the article does not name" if row["quote_id"] else "The outlet itself"
    return entities.name(row["claimant_id"]) or row["claimant"] or unnamed


def _claim(article: _Article, row: Row) -> ClaimsCard:
    key = row["claim_id"]
    claimant_id = row["claimant_id"] if row["claimant_id"] in article.entities else ""
    line = _line(article, row, row["claimant_id"])
    return ClaimsCard(
        head=line.head,
        start=article.placed.get(key, _NOWHERE),
        words=(row["exact"],),
        claimant=claimant_of(row, article.entities),
        claimant_id=claimant_id,
        claims=(line,),
    )


def _line(article: _Article, row: Row, said_by: str) -> ClaimLine:
    """A claim on a card of the entity `said_by`; the claimant is named if that is somebody else."""
    return ClaimLine(
        _head(article, row["claim_id"], row),
        row["text"] if row["text"] != row["exact"] or row["claim_id"] not in article.placed else "",
        article.entities.name(row["claimant_id"]) if row["claimant_id"] != said_by else "",
        sentences.of_claim(row),
    )


_NOWHERE = 10**12  # after all that has a place
