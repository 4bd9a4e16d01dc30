"""The views of a package for the most common questions, in the SQL that SQLite, DuckDB and PostgreSQL 15 share.

One definition serves the tables that `onrecord export` writes for spreadsheets, the frames of `onrecord.load`, the
pages of a site and each database of a release.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from onrecord.sql import counts, joins
from onrecord.sql.view import Column, View
from onrecord.tableschema.schema import Table

__all__ = ["JOINED", "Column", "View", "lacking", "views", "views_script"]

_WIDTH = 117


def views(tables: Mapping[str, Table]) -> dict[str, View]:
    """The views of a package by name.

    Args:
        tables: the package's tables by name. A view is left out if a table or a column that it needs is missing, or if
            a table has its name.
    """
    return {
        view.name: view
        for make, needs in _VIEWS
        if not _lacking(needs, tables)
        for view in make(tables)
        if view.name not in tables
    }


def lacking(view: str, tables: Mapping[str, Table]) -> list[str]:
    """What a package lacks that a view needs: the names of tables, and of columns as in `articles.title`."""
    return next(_lacking(needs, tables) for make, needs in _VIEWS if make.__name__ == view)


def _lacking(needs: Mapping[str, frozenset[str]], tables: Mapping[str, Table]) -> list[str]:
    found = []
    for name, columns in needs.items():
        if name not in tables:
            found.append(name)
        else:
            found += [f"{name}.{column}" for column in sorted(columns - {*tables[name].columns})]
    return found


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


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


_ARTICLES = _words("article_id title published")
_PUBLISHED = _words("article_id publisher published")
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
# The function that makes each view and has its name, and the columns that the view needs, by table.
_VIEWS = (
    (joins.quotes_named, {"quotes": _QUOTES, "articles": _ARTICLES, "entities": _ENTITIES}),
    (counts.speaker_counts, {"quotes": _QUOTES, "entities": _ENTITIES}),
    (joins.votes_wide, {"votes": _VOTES, "vote_counts": _COUNTS, "articles": _ARTICLES, "entities": _ENTITIES}),
    (
        joins.positions_named,
        {"vote_positions": _POSITIONS, "votes": _VOTES, "articles": _ARTICLES, "entities": _ENTITIES},
    ),
    (joins.claims_named, {"claims": _CLAIMS, "articles": _ARTICLES, "entities": _ENTITIES}),
    (counts.voices, {"quotes": _QUOTES, "articles": _PUBLISHED, "entities": _ENTITIES}),
    (counts.stories, {"articles": _STORIES}),
    (counts.speaker_stories, {"quotes": _QUOTES, "articles": _STORIES, "entities": _ENTITIES}),
)
# The views that people look at as tables, by the names that they know.
JOINED: Mapping[str, str] = {
    "quotes": "quotes_named",
    "votes": "votes_wide",
    "positions": "positions_named",
    "claims": "claims_named",
    "voices": "voices",
}
