"""Article by article: the rows of the tables on the site, and what is known of each entity, vote and outlet."""

from __future__ import annotations

import collections
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from onrecord.package.records import Row
from onrecord.site import sentences
from onrecord.site.addresses import article_page, checked, entity_page, outlet_id, outlet_page, vote_page
from onrecord.site.browsing import Cell, Writer
from onrecord.site.cards import claimant_of, grouped, positions_of
from onrecord.site.entities import Entities
from onrecord.site.store import Store
from onrecord.site.streaming import ArticleRows
from onrecord.site.tally import Tally, tally


class Headed(NamedTuple):
    """What pages say of an article when they link to it."""

    article_id: str
    title: str
    outlet: str
    published: str


class Report(NamedTuple):
    """A report of a vote, as the page of the vote shows it.

    Attributes:
        number: the number of the article.
        anchor: its place there.
        body: the name of the body that voted; may be empty.
        body_id: its id; may be empty.
        motion: on what; may be empty.
        sentence: the result in words.
        date: the date of the vote in words; may be empty.
        words: the words that report it.
        counts: the stated counts.
        positions: how voters voted, as `positions_of` has it.
        method: the rule that made the row.
        confidence: how often such rows are right, in words.
    """

    number: int
    anchor: str
    body: str
    body_id: str
    motion: str
    sentence: str
    date: str
    words: str
    counts: Sequence[Mapping[str, str]]
    positions: Sequence[Any]
    method: str
    confidence: str

    @property
    def tally(self) -> Tally:
        """The counts as figures, as words and as a drawing."""
        return tally(self.counts)


def headed(row: Row) -> Headed:
    """The title, outlet and date of an article; its path if it has no title."""
    return Headed(row["article_id"], row["title"] or row["text_path"], row["publisher"], row["published"])


class Gatherer:
    """Takes the articles one by one and passes their rows on.

    Attributes:
        totals: the numbers of rows by table.
        outlets: the numbers of articles, quotes, votes and claims by outlet.
        checked: the numbers of quotes, votes and claims by status.
        speakers: the numbers of quotes by outlet and speaker.
    """

    def __init__(self, entities: Entities, store: Store, writers: Mapping[str, Writer]) -> None:
        self._entities, self._store, self._writers = entities, store, writers
        self.totals: collections.Counter[str] = collections.Counter()
        self.checked: collections.Counter[str] = collections.Counter()
        self.outlets: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
        self.speakers: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)

    def take(self, article: ArticleRows, text: str, placed: Mapping[str, int]) -> None:
        """Takes an article with its text and the ids of the rows that are marked on its page."""
        head = headed(article.row)
        counts = {table: len(article.tables[table]) for table in ("quotes", "votes", "claims")}
        self.totals.update(counts)
        self.totals["articles"] += 1
        for table in counts:
            self.checked.update(row["status"] for row in article.tables[table])
        self._article(article.row, head, counts, text)
        self._mentions(article)
        own = _OfArticle(article, head, placed)
        self._quotes(own)
        self._claims(own)
        self._about(own)
        self._votes(own)

    def _article(self, row: Row, head: Headed, counts: Mapping[str, int], text: str) -> None:
        numbers = [str(count) for count in counts.values()]
        self._writers["articles"].add(
            [
                (head.title, article_page(head.article_id)),
                _outlet_cell(head),
                head.published,
                row["section"],
                *numbers,
            ],
            (row["title"], row["publisher"], text),
            [row["story_id"]] if row["story_id"] else (),
            [
                head.article_id,
                *(row[name] for name in ("title", "publisher", "published", "section", "authors", "url")),
                *numbers,
            ],
        )
        if head.outlet:
            self.outlets[head.outlet].update(articles=1, **counts)
            self._store.add(outlet_id(head.outlet), "articles", [self.totals["articles"] - 1, *counts.values()])

    def _mentions(self, article: ArticleRows) -> None:
        met = collections.Counter(row["entity_id"] for row in article.tables["mentions"])
        for key, count in met.items():
            if known := self._entities.counts.get(key):
                known.mentions += count
                known.articles += 1
                self._store.add(key, "in", [article.number, count], self._entities.owner(key))

    def _quotes(self, own: _OfArticle) -> None:
        for row in own.rows("quotes"):
            speaker = self._entities.get(row["speaker_id"])
            key, sentence = row["quote_id"], sentences.of_quote(row)
            if speaker:
                # A quote inside another is not counted: its words are counted with the outer quote.
                if not row["within_id"]:
                    self._entities.counts[speaker.entity_id].quotes += 1
                    if own.head.outlet:
                        self.speakers[own.head.outlet][speaker.entity_id] += 1
                self._store.add(
                    speaker.entity_id, "said", [*own.place(key), sentences.worded(row), sentence, _right(row)]
                )
            name = speaker.name if speaker else ""
            self._writers["quotes"].add(
                [
                    (sentences.worded(row), own.page(key)),
                    (name, entity_page(speaker.entity_id)) if speaker else "",
                    sentence,
                    *own.cells,
                    _right(row),
                ],
                (row["text"], name),
                [speaker.entity_id] if speaker else (),
            )

    def _claims(self, own: _OfArticle) -> None:
        for row in own.rows("claims"):
            key, sentence, is_known = row["claim_id"], sentences.of_claim(row), row["claimant_id"] in self._entities
            if is_known:
                self._entities.counts[row["claimant_id"]].claims += 1
                self._store.add(
                    row["claimant_id"], "claims", [*own.place(key), sentences.worded(row), sentence, _right(row)]
                )
            claimant = self._claimant(row)
            self._writers["claims"].add(
                [(sentences.worded(row), own.page(key)), claimant, sentence, *own.cells, _right(row)],
                (row["text"], _text(claimant)),
                [row["claimant_id"]] if is_known else (),
            )

    def _claimant(self, claim: Row) -> Cell:
        name = claimant_of(claim, self._entities)
        return (name, entity_page(claim["claimant_id"])) if claim["claimant_id"] in self._entities else name

    def _about(self, own: _OfArticle) -> None:
        claims = {row["claim_id"]: row for row in own.rows("claims")}
        for row in own.rows("claim_entities"):
            claim, entity = claims.get(row["claim_id"]), self._entities.get(row["entity_id"])
            if claim is None or entity is None:
                continue
            key = entity.entity_id
            self._entities.counts[key].about += 1
            claimant, sentence, words = self._claimant(claim), sentences.of_claim(claim), sentences.worded(claim)
            self._store.add(
                key,
                "did" if row["role"] == "subject" else "about",
                [*own.place(row["claim_id"]), words, f"{_text(claimant)} {sentence}", _right(claim)],
                self._entities.owner(key),
            )
            self._writers["about"].add(
                [
                    (entity.name, self._entities.page(key)),
                    sentences.ROLES.get(row["role"], row["role"]),
                    (words, own.page(row["claim_id"])),
                    claimant,
                    sentence,
                    *own.cells,
                    _right(claim),
                ],
                (claim["text"], entity.name, _text(claimant)),
                [key],
            )

    def _votes(self, own: _OfArticle) -> None:
        counts = grouped(own.rows("vote_counts"), "vote_id")
        positions = grouped(own.rows("vote_positions"), "vote_id")
        for row in own.rows("votes"):
            key, event = row["vote_id"], checked("vote_events", row, "vote_event_id")
            body = self._entities.get(row["body_id"])
            of_body: Cell = (body.name, entity_page(body.entity_id)) if body else ""
            stated = tally(counts.get(key, ()))
            motion = row["motion"] or row["exact"]
            result = sentences.RESULTS.get(row["result"], row["result"])
            summary: list[int | str] = [*own.place(key), event, motion, result, stated.words, row["date"]]
            if body:
                self._entities.counts[body.entity_id].votes += 1
                self._store.add(body.entity_id, "decided", summary)
            for position in positions.get(key, ()):
                self._position(own, position, [(motion, vote_page(event)), of_body, result, row["date"]], summary)
            report = Report(
                *own.place(key),
                body=_text(of_body),
                body_id=body.entity_id if body else "",
                motion=row["motion"],
                sentence=sentences.of_vote(row),
                date=sentences.of_date(row),
                words=row["exact"],
                counts=[{name: each[name] for name in ("option", "value", "unit")} for each in counts.get(key, ())],
                positions=positions_of(positions.get(key, ()), self._entities),
                method=row["method"],
                confidence=sentences.of_confidence(row),
            )
            self._store.add(event, "reports", report)
            self._writers["votes"].add(
                [(motion, vote_page(event)), of_body, result, stated.words, row["date"], *own.cells, _right(row)],
                (row["motion"], row["exact"], _text(of_body)),
                [event, body.entity_id] if body else [event],
            )

    def _position(self, own: _OfArticle, row: Row, vote: Sequence[Cell], summary: Sequence[int | str]) -> None:
        """How a voter voted; `vote` has cells of the motion, the body, the result and the date."""
        voter = self._entities.get(row["voter_id"])
        option = sentences.OPTIONS.get(row["option"], row["option"])
        if voter:
            self._entities.counts[voter.entity_id].votes += 1
            self._store.add(voter.entity_id, "voted", [*summary, option, _text(vote[1])])
        name = voter.name if voter else row["voter"]
        self._writers["positions"].add(
            [(name, entity_page(voter.entity_id)) if voter else name, option, *vote, *own.cells, _right(row)],
            (name, _text(vote[0]), _text(vote[1])),
            [voter.entity_id] if voter else (),
        )

    def finish(self) -> None:
        """Adds the rows of the tables that cover all articles: entities and outlets."""
        counts = self._entities.counts
        for key in sorted(self._entities, key=lambda key: (-counts[key].mentions, self._entities[key].name, key)):
            entity, known = self._entities[key], counts[key]
            numbers = [
                *map(str, (known.quotes, known.claims, known.about, known.votes, known.mentions, known.articles))
            ]
            self._writers["entities"].add(
                [(entity.name, self._entities.page(key)), entity.entity_type, entity.role, *numbers],
                (entity.name, entity.aliases, entity.role),
                (),
                [*entity[:6], *numbers, *entity[6:]],
            )
        for outlet in sorted(self.outlets):
            numbers = [str(self.outlets[outlet][name]) for name in ("articles", "quotes", "votes", "claims")]
            cells: list[Cell] = [(outlet, outlet_page(outlet)), *numbers]
            self._writers["outlets"].add(cells, [outlet], (), [outlet, *numbers])


class _OfArticle:
    """An article whose rows are taken, and what all of its rows share."""

    def __init__(self, article: ArticleRows, head: Headed, placed: Mapping[str, int]) -> None:
        self._article, self.head, self._placed = article, head, placed
        self.cells: list[Cell] = [_outlet_cell(head), head.published, (head.title, article_page(head.article_id))]

    def rows(self, table: str) -> Sequence[Row]:
        return self._article.tables[table]

    def page(self, key: str) -> str:
        """The address of a row: its place on the page of the article."""
        return article_page(self.head.article_id, key if key in self._placed else f"note-{key}")

    def place(self, key: str) -> tuple[int, str]:
        """The number of the article, and the anchor of a row there."""
        return self._article.number, key if key in self._placed else f"note-{key}"


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell[0]


def _outlet_cell(head: Headed) -> Cell:
    return (head.outlet, outlet_page(head.outlet)) if head.outlet else ""


def _right(row: Row) -> str:
    """The confidence as a number of 100; empty if it was not measured."""
    try:
        return str(round(100 * float(row["confidence"])))
    except (ValueError, OverflowError):
        return ""
