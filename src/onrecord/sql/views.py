"""Views for the most common questions: names next to ids, votes in wide form, how often each speaker is quoted.

Each is a SELECT in the SQL that SQLite, DuckDB and PostgreSQL 15 have in common.
"""

from __future__ import annotations

import dataclasses
import re
import textwrap
from collections.abc import Iterator, Mapping

from onrecord.sql.syntax import quoted
from onrecord.tableschema.schema import Table

# Options of votes that can be names of columns.
_NAME = re.compile(r"[a-z][a-z_]*")
_WIDTH = 117


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column of a view: its name, its SQL expression, and its meaning."""

    name: str
    expression: str
    description: str


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """A view of some tables.

    Attributes:
        name: its name, which differs from those of the tables.
        description: what a row is, for people.
        columns: its columns, in order.
        source: the SQL after FROM.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    source: str

    @property
    def select(self) -> str:
        """The SELECT statement, without a semicolon."""
        columns = ",\n".join(f"  {column.expression} AS {quoted(column.name)}" for column in self.columns)
        return f"SELECT\n{columns}\nFROM {self.source}"

    @property
    def create(self) -> str:
        """The statement that creates the view in a database with the tables, without a semicolon."""
        return f"CREATE VIEW {quoted(self.name)} AS\n{self.select}"


def views(tables: Mapping[str, Table]) -> dict[str, View]:
    """The views of a package by name.

    Args:
        tables: the package's tables by name. A view is left out if a table or a column that it needs is missing, or if
            a table has its name.
    """
    return {
        view.name: view
        for make, needs in _VIEWS
        if all(name in tables and columns <= {*tables[name].columns} for name, columns in needs.items())
        for view in make(tables)
        if view.name not in tables
    }


def views_script(tables: Mapping[str, Table]) -> str:
    """An SQL file with the statements that create the views of a package, each after a comment that describes it.

    It runs in SQLite, DuckDB and PostgreSQL after the tables are loaded.
    """
    parts = [_comment("Views of the tables of this package, for SQLite, DuckDB and PostgreSQL: load the tables first.")]
    for view in views(tables).values():
        meanings = "".join(_comment(f"{column.name}: {column.description}", "  ") for column in view.columns)
        parts.append(f"{_comment(f'{view.name}: {view.description}')}{meanings}{view.create};\n")
    return "\n".join(parts)


def _comment(text: str, indent: str = "") -> str:
    lines = textwrap.wrap(text, _WIDTH - len(indent), subsequent_indent="  ")
    return "".join(f"-- {indent}{line}\n" for line in lines)


_ARTICLE = Column("article_title", "a.title", "The headline of the article; empty where it has none.")
_PUBLISHED = Column("published", "a.published", "When the article was published, in EDTF.")


def _own(alias: str, table: Table, *names: str) -> Iterator[Column]:
    """Unchanged columns of a table, with the descriptions of its schema."""
    for name in names:
        yield Column(name, f"{alias}.{quoted(name)}", table.field(name).description)


# In the order of the view; packages made by earlier versions lack some of them.
_OF_QUOTES = ("speaker_status", "speaker_confidence", "quote_type", "kind", "polarity", "text", "cue", "via_id")


def _quotes_named(tables: Mapping[str, Table]) -> Iterator[View]:
    quotes = tables["quotes"]
    yield View(
        "quotes_named",
        "One row is a quote, with the names of its speaker and of the outlet that carried it, and the title of its "
        "article.",
        (
            *_own("q", quotes, "quote_id", "article_id"),
            _ARTICLE,
            _PUBLISHED,
            *_own("q", quotes, "speaker_id"),
            Column("speaker", "s.name", "The speaker's name; empty if the text does not say who it is."),
            Column("speaker_type", "s.entity_type", "What kind of thing the speaker is."),
            Column("speaker_role", "s.role", "The speaker's title or office, in the words of the texts."),
            *_own("q", quotes, *(name for name in _OF_QUOTES if name in quotes.columns)),
            Column("via", "o.name", "The name of the outlet that carried the words."),
            *_own("q", quotes, "within_id", "start", "end", "confidence", "status"),
        ),
        "quotes AS q\n"
        "LEFT JOIN articles AS a ON a.article_id = q.article_id\n"
        "LEFT JOIN entities AS s ON s.entity_id = q.speaker_id\n"
        "LEFT JOIN entities AS o ON o.entity_id = q.via_id\n"
        'ORDER BY q.article_id, q."start", q.quote_id',
    )


# Who is quoted, of the quotes `q` and the entities `s`.
_QUOTED = (
    Column("speaker_id", "q.speaker_id", "The entity that is quoted."),
    Column("speaker", "s.name", "Its name."),
    Column("speaker_type", "s.entity_type", "What kind of thing it is."),
)


def _speaker_counts(tables: Mapping[str, Table]) -> Iterator[View]:
    def count(name: str, condition: str, what: str) -> Column:
        return Column(name, f"COUNT(CASE WHEN {condition} THEN 1 END)", what)

    yield View(
        "speaker_counts",
        "One row is a speaker, with how often the articles quote them, the most quoted first. Quotes inside another "
        "quote and quotes of unknown speakers are left out.",
        (
            *_QUOTED,
            Column("speaker_role", "s.role", "Its title or office, in the words of the texts."),
            Column("quotes", "COUNT(*)", "How many quotes."),
            Column("articles", "COUNT(DISTINCT q.article_id)", "In how many articles."),
            count("direct_quotes", "q.quote_type = 'direct'", "How many of the quotes are in quotation marks."),
            count("thoughts", "q.kind = 'thought'", "How many of the quotes are beliefs or intentions, not speech."),
        ),
        "quotes AS q\n"
        "LEFT JOIN entities AS s ON s.entity_id = q.speaker_id\n"
        "WHERE q.within_id IS NULL AND q.speaker_id IS NOT NULL\n"
        "GROUP BY q.speaker_id, s.name, s.entity_type, s.role\n"
        'ORDER BY "quotes" DESC, "speaker_id"',
    )


def _votes_wide(tables: Mapping[str, Table]) -> Iterator[View]:
    votes, options = tables["votes"], tables["vote_counts"].field("option").enum
    if not options or not all(isinstance(option, str) and _NAME.fullmatch(option) for option in options):
        return
    counts = [
        (name, option, unit, f"{what} `{option}`, as the text states it; empty where it does not.")
        for unit, suffix, what in (("count", "", "How many voted"), ("percent", "_percent", "What percentage voted"))
        for option in options
        for name in (f"{option}{suffix}",)
    ]
    cases = ",\n".join(
        f'    MAX(CASE WHEN "option" = \'{option}\' AND unit = \'{unit}\' THEN "value" END) AS "{name}"'
        for name, option, unit, _ in counts
    )
    yield View(
        "votes_wide",
        "One row is a report of a vote, with the name of the body, the title of the article, and a column for each "
        "stated count.",
        (
            *_own("v", votes, "vote_id", "vote_event_id", "article_id"),
            _ARTICLE,
            _PUBLISHED,
            *_own("v", votes, "body_id"),
            Column("body", "b.name", "The name of the body that voted."),
            *_own("v", votes, "motion", "motion_type", "result"),
            *(Column(name, f'c."{name}"', what) for name, _, _, what in counts),
            *_own("v", votes, "unanimous", "voting_method", "date", "exact", "confidence", "status"),
        ),
        "votes AS v\n"
        "LEFT JOIN articles AS a ON a.article_id = v.article_id\n"
        "LEFT JOIN entities AS b ON b.entity_id = v.body_id\n"
        f"LEFT JOIN (\n  SELECT\n    vote_id,\n{cases}\n  FROM vote_counts\n  GROUP BY vote_id\n"
        ") AS c ON c.vote_id = v.vote_id\n"
        'ORDER BY v.article_id, v."start", v.vote_id',
    )


def _positions_named(tables: Mapping[str, Table]) -> Iterator[View]:
    positions, votes = tables["vote_positions"], tables["votes"]
    yield View(
        "positions_named",
        "One row says how one voter voted, with the voter's full name, the body and the motion.",
        (
            *_own("p", positions, "vote_id", "article_id"),
            _ARTICLE,
            *_own("p", positions, "voter_id"),
            Column("voter_name", "e.name", "The voter's fullest name; empty if the text does not say who it is."),
            *_own("p", positions, "voter", "option"),
            *_own("v", votes, "vote_event_id", "body_id"),
            Column("body", "b.name", "The name of the body that voted."),
            *_own("v", votes, "motion", "result", "date"),
            *_own("p", positions, "exact", "confidence", "status"),
        ),
        "vote_positions AS p\n"
        "LEFT JOIN votes AS v ON v.vote_id = p.vote_id\n"
        "LEFT JOIN articles AS a ON a.article_id = p.article_id\n"
        "LEFT JOIN entities AS e ON e.entity_id = p.voter_id\n"
        "LEFT JOIN entities AS b ON b.entity_id = v.body_id\n"
        'ORDER BY p.article_id, p.vote_id, p."start", p.voter',
    )


def _claims_named(tables: Mapping[str, Table]) -> Iterator[View]:
    claims = tables["claims"]
    yield View(
        "claims_named",
        "One row is a claim, with the name of the claimant and the title of the article.",
        (
            *_own("c", claims, "claim_id", "article_id"),
            _ARTICLE,
            _PUBLISHED,
            *_own("c", claims, "claimant_id"),
            Column(
                "claimant_name",
                "e.name",
                "The claimant's fullest name; empty for the outlet itself and for a claimant who is not settled.",
            ),
            *_own("c", claims, "claimant", "stance", "text", "negated", "certainty", "quote_id", "start", "end"),
            *_own("c", claims, "confidence", "status"),
        ),
        "claims AS c\n"
        "LEFT JOIN articles AS a ON a.article_id = c.article_id\n"
        "LEFT JOIN entities AS e ON e.entity_id = c.claimant_id\n"
        'ORDER BY c.article_id, c."start", c.claim_id',
    )


def _stories(_: Mapping[str, Table]) -> Iterator[View]:
    def first(name: str, what: str) -> Column:
        return Column(f"first_{name}", f"MAX(CASE WHEN a.place = 1 THEN a.{name} END)", what)

    yield View(
        "stories",
        "One row is a story, with how many articles are of it: copies and versions of the same article, the most "
        "printed first.",
        (
            Column("story_id", "a.story_id", "The story."),
            Column("articles", "COUNT(*)", "How many articles."),
            Column("publishers", "COUNT(DISTINCT a.publisher)", "How many publishers, as far as they are known."),
            first("published", "When the earliest of them was published, in EDTF."),
            first("article_id", "The earliest article; if no date is known, the article with the smallest id."),
            first("publisher", "Who published it."),
            first("title", "Its headline."),
        ),
        "(\n"
        "  SELECT\n"
        "    articles.*,\n"
        "    ROW_NUMBER() OVER (\n"
        "      PARTITION BY story_id\n"
        "      ORDER BY CASE WHEN published IS NULL THEN 1 ELSE 0 END, published, article_id\n"
        "    ) AS place\n"
        "  FROM articles\n"
        ") AS a\n"
        "GROUP BY a.story_id\n"
        'ORDER BY "articles" DESC, "story_id"',
    )


def _speaker_stories(_: Mapping[str, Table]) -> Iterator[View]:
    yield View(
        "speaker_stories",
        "One row is a speaker, with how often the articles quote them if the copies of an article count once, in the "
        "most stories first. Quotes inside another quote and quotes of unknown speakers are left out.",
        (
            *_QUOTED,
            Column("stories", "COUNT(DISTINCT a.story_id)", "In how many stories."),
            Column("articles", "COUNT(DISTINCT q.article_id)", "In how many articles."),
            Column(
                "different_quotes",
                "COUNT(DISTINCT a.story_id || ' ' || REPLACE(q.text, '’', ''''))",
                "How many quotes, if the same words in the articles of a story count once.",
            ),
            Column("quotes", "COUNT(*)", "How many quotes in all articles."),
        ),
        "quotes AS q\n"
        "JOIN articles AS a ON a.article_id = q.article_id\n"
        "LEFT JOIN entities AS s ON s.entity_id = q.speaker_id\n"
        "WHERE q.within_id IS NULL AND q.speaker_id IS NOT NULL\n"
        "GROUP BY q.speaker_id, s.name, s.entity_type\n"
        'ORDER BY "stories" DESC, "different_quotes" DESC, "speaker_id"',
    )


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


_ARTICLES = _words("article_id title published")
_STORIES = _words("article_id story_id title publisher published")
_ENTITIES = _words("entity_id name entity_type role")
_VOTES = _words(
    "vote_id vote_event_id article_id body_id motion motion_type result unanimous voting_method date start exact "
    "confidence status"
)
_QUOTES = _words(
    "quote_id article_id speaker_id speaker_status quote_type kind text cue via_id within_id start end confidence "
    "status"
)
_COUNTS = _words("vote_id option unit value")
_POSITIONS = _words("vote_id article_id voter_id voter option start exact confidence status")
_CLAIMS = _words(
    "claim_id article_id claimant_id claimant stance text negated certainty quote_id start end confidence status"
)
# The function that makes each view, and the columns that it needs, by table.
_VIEWS = (
    (_quotes_named, {"quotes": _QUOTES, "articles": _ARTICLES, "entities": _ENTITIES}),
    (_speaker_counts, {"quotes": _QUOTES, "entities": _ENTITIES}),
    (_votes_wide, {"votes": _VOTES, "vote_counts": _COUNTS, "articles": _ARTICLES, "entities": _ENTITIES}),
    (_positions_named, {"vote_positions": _POSITIONS, "votes": _VOTES, "articles": _ARTICLES, "entities": _ENTITIES}),
    (_claims_named, {"claims": _CLAIMS, "articles": _ARTICLES, "entities": _ENTITIES}),
    (_stories, {"articles": _STORIES}),
    (_speaker_stories, {"quotes": _QUOTES, "articles": _STORIES, "entities": _ENTITIES}),
)
