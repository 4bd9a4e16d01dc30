"""The views of single quotes, votes, positions and claims, with names, outlet, date and address next to the ids.

People find what they look for in the first columns; the ids come last. Packages of earlier versions lack some of the
columns, and get views without these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from onrecord.sql.view import Column, View, renamed, same
from onrecord.tableschema.schema import Table

# Options of votes that can be names of columns.
_NAME = re.compile(r"[a-z][a-z_]*")
_ABOUT = ("subject", "object", "mentioned")
_MOST_NAMES = 4  # entities of a role in a claim that are named
_PLACE = ("start", "end")


def _article(articles: Table) -> Iterator[Column]:
    """Where a row was printed: outlet, date, headline and address of the article `a`."""
    yield from same("a", articles, "publisher")
    yield renamed("published", "a", articles, "published", "When the article was published, in EDTF.")
    yield renamed("article_title", "a", articles, "title", "The headline of the article; empty where it has none.")
    yield from same("a", articles, "url", "credit")


def _evidence(alias: str, table: Table, articles: Table, *others: str) -> Iterator[Column]:
    """How a row was made, how far to trust it, and where its words are in the text of the article `a`."""
    yield from same(alias, table, "method", "confidence", *others, "status")
    yield from same("a", articles, "text_path")
    yield from same(alias, table, *_PLACE)


def quotes_named(tables: Mapping[str, Table]) -> Iterator[View]:
    """Quotes with their speakers and articles."""
    quotes, articles, entities = (tables[name] for name in ("quotes", "articles", "entities"))
    spans = tables.get("quote_spans")
    has_source = spans is not None and {"quote_id", "role", "ordinal", "exact"} <= {*spans.columns}
    source = Column("source", "w.exact", "The words of the text that name who said it; empty where it has none.")
    yield View(
        "quotes_named",
        "One row is a quote, with the names of its speaker and of the outlet that carried it, and the title, outlet, "
        "date and address of its article.",
        (
            renamed("speaker", "s", entities, "name", "The speaker's name; empty if the text does not say who it is."),
            *same("q", quotes, "text"),
            *_article(articles),
            renamed("speaker_type", "s", entities, "entity_type", "What kind of thing the speaker is."),
            renamed("speaker_role", "s", entities, "role", "The speaker's title or office, in the words of the texts."),
            *same("q", quotes, "speaker_status"),
            *((source,) if has_source else ()),
            *same("q", quotes, "cue", "quote_type", "kind", "polarity"),
            renamed("via", "o", entities, "name", "The name of the outlet that carried the words."),
            *_evidence("q", quotes, articles, "speaker_confidence"),
            *same("q", quotes, "quote_id", "article_id", "speaker_id", "via_id", "within_id"),
        ),
        "quotes AS q\n"
        "LEFT JOIN articles AS a ON a.article_id = q.article_id\n"
        "LEFT JOIN entities AS s ON s.entity_id = q.speaker_id\n"
        "LEFT JOIN entities AS o ON o.entity_id = q.via_id\n"
        + (
            "LEFT JOIN (\n"
            "  SELECT quote_id, exact FROM quote_spans WHERE role = 'source' AND ordinal = 1\n"
            ") AS w ON w.quote_id = q.quote_id\n"
            if has_source
            else ""
        )
        + 'ORDER BY q.article_id, q."start", q.quote_id',
        ("quotes", "articles", "entities", *(("quote_spans",) if has_source else ())),
        is_by_article=True,
    )


def votes_wide(tables: Mapping[str, Table]) -> Iterator[View]:
    """Reports of votes with a column for each count; none if the options are not names."""
    votes, articles, entities = (tables[name] for name in ("votes", "articles", "entities"))
    counts = tables["vote_counts"]
    options = counts.field("option").enum
    if not options or not all(isinstance(option, str) and _NAME.fullmatch(option) for option in options):
        return
    stated = [
        (name, option, unit, f"{what} `{option}`, as the text states it; empty where it does not.")
        for unit, suffix, what in (("count", "", "How many voted"), ("percent", "_percent", "What percentage voted"))
        for option in options
        for name in (f"{option}{suffix}",)
    ]
    cases = ",\n".join(
        f'    MAX(CASE WHEN "option" = \'{option}\' AND unit = \'{unit}\' THEN "value" END) AS "{name}"'
        for name, option, unit, _ in stated
    )
    yield View(
        "votes_wide",
        "One row is a report of a vote, with the name of the body, the title, outlet, date and address of the article, "
        "and a column for each stated count.",
        (
            renamed("body", "b", entities, "name", "The name of the body that voted."),
            *same("v", votes, "motion", "result"),
            *(Column(name, f'c."{name}"', what, counts.field("value").type) for name, _, _, what in stated),
            *same("v", votes, "unanimous", "date"),
            *_article(articles),
            *same("v", votes, "motion_type", "voting_method", "exact"),
            *_evidence("v", votes, articles),
            *same("v", votes, "vote_id", "vote_event_id", "article_id", "body_id"),
        ),
        "votes AS v\n"
        "LEFT JOIN articles AS a ON a.article_id = v.article_id\n"
        "LEFT JOIN entities AS b ON b.entity_id = v.body_id\n"
        f"LEFT JOIN (\n  SELECT\n    vote_id,\n{cases}\n  FROM vote_counts\n  GROUP BY vote_id\n"
        ") AS c ON c.vote_id = v.vote_id\n"
        'ORDER BY v.article_id, v."start", v.vote_id',
        ("votes", "vote_counts", "articles", "entities"),
        is_by_article=True,
    )


def positions_named(tables: Mapping[str, Table]) -> Iterator[View]:
    """How each voter voted."""
    positions, votes, articles, entities = (
        tables[name] for name in ("vote_positions", "votes", "articles", "entities")
    )
    yield View(
        "positions_named",
        "One row says how one voter voted, with the voter's full name, the body, the motion, and the title, outlet, "
        "date and address of the article.",
        (
            renamed(
                "voter_name",
                "e",
                entities,
                "name",
                "The voter's fullest name; empty if the text does not say who it is.",
            ),
            *same("p", positions, "voter", "option"),
            renamed("body", "b", entities, "name", "The name of the body that voted."),
            *same("v", votes, "motion", "result", "date"),
            *_article(articles),
            *same("p", positions, "exact"),
            *_evidence("p", positions, articles),
            *same("p", positions, "vote_id", "article_id", "voter_id"),
            *same("v", votes, "vote_event_id", "body_id"),
        ),
        "vote_positions AS p\n"
        "LEFT JOIN votes AS v ON v.vote_id = p.vote_id\n"
        "LEFT JOIN articles AS a ON a.article_id = p.article_id\n"
        "LEFT JOIN entities AS e ON e.entity_id = p.voter_id\n"
        "LEFT JOIN entities AS b ON b.entity_id = v.body_id\n"
        'ORDER BY p.article_id, p.vote_id, p."start", p.voter',
        ("vote_positions", "votes", "articles", "entities"),
        is_by_article=True,
    )


def claims_named(tables: Mapping[str, Table]) -> Iterator[View]:
    """Claims with their claimants, the entities they are about, and their articles."""
    claims, articles, entities = (tables[name] for name in ("claims", "articles", "entities"))
    linked = tables.get("claim_entities")
    has_names = linked is not None and {"claim_id", "entity_id", "role"} <= {*linked.columns}
    yield View(
        "claims_named",
        "One row is a claim, with the names of the claimant and of the entities that it is about, and the title, "
        "outlet, date and address of the article.",
        (
            renamed(
                "claimant_name",
                "e",
                entities,
                "name",
                "The claimant's fullest name; empty for the outlet itself and for a claimant who is not settled.",
            ),
            *same("c", claims, "text", "stance", "negated", "certainty"),
            *_article(articles),
            *(map(_names, _ABOUT) if has_names else ()),
            *same("c", claims, "claimant", "exact"),
            *_evidence("c", claims, articles),
            *same("c", claims, "claim_id", "article_id", "claimant_id", "quote_id"),
        ),
        "claims AS c\n"
        "LEFT JOIN articles AS a ON a.article_id = c.article_id\n"
        "LEFT JOIN entities AS e ON e.entity_id = c.claimant_id\n"
        + (_names_by_claim() if has_names else "")
        + 'ORDER BY c.article_id, c."start", c.claim_id',
        ("claims", "articles", "entities", *(("claim_entities",) if has_names else ())),
        is_by_article=True,
    )


def _names(role: str) -> Column:
    """The names of the entities that have a role in a claim, in one cell.

    The functions that join texts have a name and an order in each database, and SQLite has had them since 3.44 only.
    """
    first, *others = (f"n.{role}_{place}" for place in range(1, _MOST_NAMES + 1))
    more = "".join(f"\n    || COALESCE('; ' || {other}, '')" for other in others)
    rest = f"\n    || CASE WHEN n.{role}_{_MOST_NAMES + 1} IS NULL THEN '' ELSE '; …' END"
    what = "that the claim mentions" if role == "mentioned" else f"that are the {role} of the claim"
    message = f"The names of the entities {what}, with semicolons between them and … after the first {_MOST_NAMES}."
    return Column(role, f"{first}{more}{rest}", message)


def _names_by_claim() -> str:
    cases = ",\n".join(
        f"    MAX(CASE WHEN role = '{role}' AND place = {place} THEN name END) AS {role}_{place}"
        for role in _ABOUT
        for place in range(1, _MOST_NAMES + 2)
    )
    return (
        f"LEFT JOIN (\n  SELECT\n    claim_id,\n{cases}\n"
        "  FROM (\n"
        "    SELECT\n"
        "      l.claim_id AS claim_id,\n"
        "      l.role AS role,\n"
        "      t.name AS name,\n"
        "      ROW_NUMBER() OVER (PARTITION BY l.claim_id, l.role ORDER BY t.name, t.entity_id) AS place\n"
        "    FROM claim_entities AS l\n"
        "    JOIN entities AS t ON t.entity_id = l.entity_id\n"
        "  ) AS ranked\n"
        "  GROUP BY claim_id\n"
        ") AS n ON n.claim_id = c.claim_id\n"
    )
