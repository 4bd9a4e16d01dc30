"""The views that count: how often each speaker is quoted, in which outlet, and how many articles a story has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onrecord.sql.view import Column, View, count, distinct, renamed, same
from onrecord.tableschema.schema import Table
from onrecord.text.quotation import BREAK

_OUTERMOST = "Quotes inside another quote are left out."


def _quoted(entities: Table) -> tuple[Column, ...]:
    """Who is quoted, of the quotes `q` and the entities `s`."""
    return (
        Column("speaker_id", "q.speaker_id", "The entity that is quoted."),
        renamed("speaker", "s", entities, "name", "Its name."),
        renamed("speaker_type", "s", entities, "entity_type", "What kind of thing it is."),
    )


def speaker_counts(tables: Mapping[str, Table]) -> Iterator[View]:
    """How often each speaker is quoted."""
    entities = tables["entities"]
    yield View(
        "speaker_counts",
        "One row is a speaker, with how often the articles quote them, the most quoted first. Quotes inside another "
        "quote and quotes of unknown speakers are left out.",
        (
            *_quoted(entities),
            renamed("speaker_role", "s", entities, "role", "Its title or office, in the words of the texts."),
            count("quotes", "How many quotes."),
            distinct("articles", "q.article_id", "In how many articles."),
            count("direct_quotes", "How many of the quotes are in quotation marks.", "q.quote_type = 'direct'"),
            count("thoughts", "How many of the quotes are beliefs or intentions, not speech.", "q.kind = 'thought'"),
        ),
        "quotes AS q\n"
        "LEFT JOIN entities AS s ON s.entity_id = q.speaker_id\n"
        "WHERE q.within_id IS NULL AND q.speaker_id IS NOT NULL\n"
        "GROUP BY q.speaker_id, s.name, s.entity_type, s.role\n"
        'ORDER BY "quotes" DESC, "speaker_id"',
        ("quotes", "entities"),
    )


def voices(tables: Mapping[str, Table]) -> Iterator[View]:
    """Whose voices each outlet carries."""
    entities = tables["entities"]
    has_stories = "story_id" in tables["articles"].columns
    yield View(
        "voices",
        "One row is a speaker in an outlet, with how often and with how many words it quotes them, the most quoted "
        "first. The quotes whose speaker is not settled are in one row for each outlet and speaker_status, so that the "
        f"rows add up to all quotes. {_OUTERMOST}",
        (
            renamed("speaker", "s", entities, "name", "The speaker's name; empty where the texts do not settle it."),
            *same("a", tables["articles"], "publisher"),
            count("quotes", "How many quotes."),
            Column("quoted_words", "CAST(SUM(q.words) AS BIGINT)", "How many words they have.", "integer"),
            distinct("articles", "q.article_id", "In how many articles."),
            *(
                (distinct("stories", "a.story_id", "In how many stories: copies of an article count once."),)
                if has_stories
                else ()
            ),
            count("direct_quotes", "How many of the quotes are in quotation marks.", "q.quote_type = 'direct'"),
            count("thoughts", "How many of the quotes are beliefs or intentions, not speech.", "q.kind = 'thought'"),
            Column("first_published", "MIN(a.published)", "When the earliest of the articles was published, in EDTF."),
            Column("last_published", "MAX(a.published)", "When the latest of the articles was published, in EDTF."),
            renamed("speaker_type", "s", entities, "entity_type", "What kind of thing the speaker is."),
            renamed("speaker_role", "s", entities, "role", "The speaker's title or office, in the words of the texts."),
            Column("speaker_status", "q.unsettled", "What the texts say about a speaker who is not settled."),
            Column("speaker_id", "q.speaker_id", "The entity that is quoted."),
        ),
        f"{_outermost('quote_type', 'kind')}\n"
        "LEFT JOIN articles AS a ON a.article_id = q.article_id\n"
        "LEFT JOIN entities AS s ON s.entity_id = q.speaker_id\n"
        "GROUP BY q.speaker_id, q.unsettled, a.publisher, s.name, s.entity_type, s.role\n"
        # A missing value comes first in one database and last in another.
        "ORDER BY\n"
        '  "quotes" DESC,\n'
        '  "quoted_words" DESC,\n'
        "  COALESCE(q.speaker_id, ''),\n"
        "  COALESCE(a.publisher, ''),\n"
        "  COALESCE(q.unsettled, '')",
        ("quotes", "articles", "entities"),
    )


def _outermost(*columns: str) -> str:
    """The quotes that are not inside another quote as `q`, with some of their columns and the number of words."""
    further = "".join(f"    {column},\n" for column in columns)
    return (
        "(\n"
        "  SELECT\n"
        "    quote_id,\n"
        "    article_id,\n"
        "    speaker_id,\n"
        f"{further}"
        "    CASE WHEN speaker_id IS NULL THEN speaker_status END AS unsettled,\n"
        "    CASE WHEN plain = '' THEN 0 ELSE LENGTH(plain) - LENGTH(REPLACE(plain, ' ', '')) + 1 END AS words\n"
        "  FROM (\n"
        "    SELECT\n"
        "      quotes.*,\n"
        f"{_plain('text', '      ')} AS plain\n"
        "    FROM quotes\n"
        "    WHERE within_id IS NULL\n"
        "  ) AS spaced\n"
        ") AS q"
    )


def audited(tables: Mapping[str, Table]) -> View:
    """What `onrecord audit` counts: the quotes of the view `voices`, one by one; no database has this view."""
    articles, entities = tables["articles"], tables["entities"]
    columns = ("speaker_status", "text", '"start"')
    return View(
        "audited",
        f"One row is a quote, with its speaker, outlet, date and number of words. {_OUTERMOST}",
        (
            Column("article_id", "q.article_id", "The article."),
            *same("a", articles, "story_id", "publisher", "published"),
            Column("speaker_id", "q.speaker_id", "The entity that is quoted."),
            renamed("speaker", "s", entities, "name", "Its name."),
            renamed("speaker_type", "s", entities, "entity_type", "What kind of thing it is."),
            Column("speaker_status", "q.speaker_status", "What the text says about the speaker."),
            Column("unsettled", "q.unsettled", "The same for a speaker who is not settled."),
            Column("words", "q.words", "How many words the quote has.", "integer"),
            Column("said", "REPLACE(q.text, '’', '''')", "The words, to find the same words in copies."),
        ),
        f"{_outermost(*columns)}\n"
        "LEFT JOIN articles AS a ON a.article_id = q.article_id\n"
        "LEFT JOIN entities AS s ON s.entity_id = q.speaker_id\n"
        'ORDER BY q.article_id, q."start", q.quote_id',
        ("quotes", "articles", "entities"),
    )


def _plain(column: str, indent: str) -> str:
    """A text with one space between its words, without the breaks of a quote."""
    # Sixteen spaces in a row, as a hard-wrapped and indented text has them, become one.
    spaces = (BREAK, "\n", "\t", "\u00a0", *["  "] * 4)
    before = "".join(f"{indent}REPLACE(\n" for _ in spaces)
    after = "".join(f",\n{indent}'{space}', ' ')" for space in spaces)
    return f"{indent}TRIM(\n{before}{indent}{column}{after})"


def stories(tables: Mapping[str, Table]) -> Iterator[View]:
    """Articles that are copies and versions of each other."""
    articles = tables["articles"]

    def first(name: str, what: str) -> Column:
        expression = f"MAX(CASE WHEN a.place = 1 THEN a.{name} END)"
        return Column(f"first_{name}", expression, what, articles.field(name).type)

    yield View(
        "stories",
        "One row is a story, with how many articles are of it: copies and versions of the same article, the most "
        "printed first.",
        (
            Column("story_id", "a.story_id", "The story."),
            count("articles", "How many articles."),
            distinct("publishers", "a.publisher", "How many publishers, as far as they are known."),
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
        ("articles",),
    )


def speaker_stories(tables: Mapping[str, Table]) -> Iterator[View]:
    """How often each speaker is quoted if copies count once."""
    yield View(
        "speaker_stories",
        "One row is a speaker, with how often the articles quote them if the copies of an article count once, in the "
        "most stories first. Quotes inside another quote and quotes of unknown speakers are left out.",
        (
            *_quoted(tables["entities"]),
            distinct("stories", "a.story_id", "In how many stories."),
            distinct("articles", "q.article_id", "In how many articles."),
            distinct(
                "different_quotes",
                "a.story_id || ' ' || REPLACE(q.text, '’', '''')",
                "How many quotes, if the same words in the articles of a story count once.",
            ),
            count("quotes", "How many quotes in all articles."),
        ),
        "quotes AS q\n"
        "JOIN articles AS a ON a.article_id = q.article_id\n"
        "LEFT JOIN entities AS s ON s.entity_id = q.speaker_id\n"
        "WHERE q.within_id IS NULL AND q.speaker_id IS NOT NULL\n"
        "GROUP BY q.speaker_id, s.name, s.entity_type\n"
        'ORDER BY "stories" DESC, "different_quotes" DESC, "speaker_id"',
        ("quotes", "articles", "entities"),
    )
