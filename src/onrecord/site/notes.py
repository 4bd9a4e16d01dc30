"""The notes on an article: a card for each quote, vote and claim."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.package.own_tables import allowed
from onrecord.package.records import Row
from onrecord.site.corpus import Corpus, start_of
from onrecord.site.tally import Tally, tally


@dataclasses.dataclass(frozen=True, slots=True)
class Head:
    """The head of a card: the token and label of its row, and the anchor of its words in the text."""

    token: str
    label: str
    anchor: str


@dataclasses.dataclass(frozen=True, slots=True)
class ClaimNote:
    """A claim as a line of a card: its words, and facts such as stance and certainty.

    `elided` is whether the words differ from the marked text, some of which was left out.
    """

    head: Head
    words: str
    facts: tuple[str, ...]
    elided: bool


@dataclasses.dataclass(frozen=True, slots=True)
class QuoteNote:
    """A quote with the claims made in it; `source` has the words that name the speaker.

    `within` is whether it is part of another quote.
    """

    head: Head
    row: Row
    speaker: str
    role: str
    source: str
    via: str
    within: bool
    claims: tuple[ClaimNote, ...]
    layer: str = "quotes"


@dataclasses.dataclass(frozen=True, slots=True)
class VoteNote:
    """A vote with its tally; `positions` are pairs of an option and the names of its voters."""

    head: Head
    row: Row
    body: str
    tally: Tally
    positions: tuple[tuple[str, str], ...]
    layer: str = "votes"


@dataclasses.dataclass(frozen=True, slots=True)
class ClaimsNote:
    """Claims outside of quotes, all by the same claimant."""

    claimant: str
    claims: tuple[ClaimNote, ...]
    layer: str = "claims"


Note = QuoteNote | VoteNote | ClaimsNote


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """A note, its words, their offset in the text, and whether they were found there."""

    note: Note
    words: tuple[str, ...]
    start: int
    placed: bool


def labels_of(corpus: Corpus, article_id: str) -> dict[str, str]:
    """The labels of an article's rows by id: 1, 2 for quotes, a, b for claims, V1, V2 for votes."""
    quotes, votes, claims = (corpus.rows(table, article_id) for table in ("quotes", "votes", "claims"))
    return {
        **{row["quote_id"]: str(number) for number, row in enumerate(quotes, start=1)},
        **{row["vote_id"]: f"V{number}" for number, row in enumerate(votes, start=1)},
        **{row["claim_id"]: letters for row, letters in zip(claims, _letters(), strict=False)},
    }


def _letters() -> Iterator[str]:
    """Yields a, b, ... z, aa, ab and so on endlessly."""
    for length in itertools.count(1):
        yield from map("".join, itertools.product("abcdefghijklmnopqrstuvwxyz", repeat=length))


def items(corpus: Corpus, article_id: str, labels: Mapping[str, str]) -> list[Item]:
    """The notes on an article, in the order of the text."""
    quotes, votes, claims = (corpus.rows(table, article_id) for table in ("quotes", "votes", "claims"))
    quoted = {row["quote_id"] for row in quotes}
    found = [
        *(_quote(corpus, row, labels) for row in quotes),
        *(_vote(corpus, row, labels) for row in votes),
        *(_claim(corpus, row, labels) for row in claims if row["quote_id"] not in quoted),
    ]
    return sorted(found, key=lambda item: item.start)


def _quote(corpus: Corpus, row: Row, labels: Mapping[str, str]) -> Item:
    parts = corpus.parts("quote_spans", row, "quote_id")
    contents = [part for part in parts if part["role"] == "content"] or [{**row, "exact": row["text"]}]
    speaker = corpus.entities.get(row["speaker_id"], {})
    note = QuoteNote(
        head=_head(corpus, row["quote_id"], labels),
        row=row,
        speaker=speaker.get("name", ""),
        role=speaker.get("role", ""),
        source=next((part["exact"] for part in parts if part["role"] == "source"), ""),
        via=corpus.name(row["via_id"]),
        within=bool(row["within_id"]),
        claims=tuple(
            _claim_note(corpus, claim, labels, row["speaker_id"]) for claim in corpus.parts("claims", row, "quote_id")
        ),
    )
    return _item(corpus, note, contents)


def _vote(corpus: Corpus, row: Row, labels: Mapping[str, str]) -> Item:
    note = VoteNote(
        head=_head(corpus, row["vote_id"], labels),
        row=row,
        body=corpus.name(row["body_id"]),
        tally=tally(corpus.parts("vote_counts", row, "vote_id")),
        positions=tuple(_positions(corpus, row)),
    )
    return _item(corpus, note, [row])


def _claim(corpus: Corpus, row: Row, labels: Mapping[str, str]) -> Item:
    # Only the outlet's own claims have neither a claimant nor a quote.
    unnamed = "No claimant settled" if row["quote_id"] else "The outlet"
    claimant = corpus.name(row["claimant_id"]) or row["claimant"] or unnamed
    return _item(corpus, ClaimsNote(claimant, (_claim_note(corpus, row, labels, row["claimant_id"]),)), [row])


def _claim_note(corpus: Corpus, row: Row, labels: Mapping[str, str], said_by: str) -> ClaimNote:
    """A line for a claim on a card of the entity `said_by`; it names the claimant if that is somebody else."""
    claimant = corpus.name(row["claimant_id"]) if row["claimant_id"] != said_by else ""
    negated = "negated" if row["negated"] == "true" else ""
    checked = row["status"] if row["status"] != "auto" else ""
    facts = tuple(fact for fact in (claimant, row["stance"], row["certainty"], negated, checked) if fact)
    return ClaimNote(_head(corpus, row["claim_id"], labels), row["text"], facts, row["text"] != row["exact"])


def _head(corpus: Corpus, key: str, labels: Mapping[str, str]) -> Head:
    return Head(corpus.tokens[key], labels[key], corpus.anchors.get(key, ""))


def _item(corpus: Corpus, note: Note, evidence: Sequence[Row]) -> Item:
    words = tuple(row["exact"] for row in evidence)
    starts = [span.start for row in evidence if (span := corpus.place(row))]
    return Item(note, words, min(starts, default=start_of(evidence[0])), bool(starts))


def _positions(corpus: Corpus, vote: Row) -> Iterator[tuple[str, str]]:
    rows = corpus.parts("vote_positions", vote, "vote_id")
    for option in allowed("vote_positions", "option"):
        names = [corpus.name(row["voter_id"]) or row["voter"] for row in rows if row["option"] == option]
        if names:
            yield option.replace("_", " "), ", ".join(names)


def merged(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes, with neighboring notes on the claims of the same claimant merged."""
    result: list[Note] = []
    for claimant, run in itertools.groupby(notes, lambda note: note.claimant if isinstance(note, ClaimsNote) else None):
        if claimant is None:
            result += run
        else:
            claims = (claim for note in run if isinstance(note, ClaimsNote) for claim in note.claims)
            result.append(ClaimsNote(claimant, tuple(claims)))
    return tuple(result)


def runs(claims: Iterable[ClaimNote], each: bool) -> Iterator[tuple[tuple[str, ...], list[ClaimNote]]]:
    """Groups of neighboring claims with the same facts, with these facts; `each` keeps every claim separate.

    A claim whose words differ from the marked text is kept separate, too, as its card shows the words.
    """

    def group(claim: ClaimNote) -> tuple[tuple[str, ...], Head | None]:
        return claim.facts, claim.head if each or claim.elided else None

    for (facts, _), run in itertools.groupby(claims, key=group):
        yield facts, list(run)
