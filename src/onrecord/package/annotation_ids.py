"""How rows are named in annotations that other tools read and return, and what their kinds are called there."""

from __future__ import annotations

from urllib.parse import quote, unquote

from onrecord.package.own_tables import facts_of, own_tables

_BEGINNING = "urn:onrecord:"


def annotation_id(table: str, key: tuple[str, ...]) -> str:
    """The id of the annotation of a row.

    Examples:
        >>> annotation_id("vote_positions", ("vot_a", "Lee, Jr."))
        'urn:onrecord:vote_positions:vot_a:Lee%2C%20Jr.'
    """
    return f"{_BEGINNING}{table}:{':'.join(quote(part, safe='') for part in key)}"


def row_of(annotation: str) -> tuple[str, tuple[str, ...]] | None:
    """Table and key of the row with this annotation; None if it is not the id of a row.

    Examples:
        >>> row_of("urn:onrecord:vote_positions:vot_a:Lee%2C%20Jr.")
        ('vote_positions', ('vot_a', 'Lee, Jr.'))
    """
    if not annotation.startswith(_BEGINNING):
        return None
    table, *parts = annotation.removeprefix(_BEGINNING).split(":")
    if table not in own_tables() or len(parts) != len(own_tables()[table].primary_key):
        return None
    return table, tuple(unquote(part) for part in parts)


def label_of(table: str, key: tuple[str, ...]) -> str:
    """What the marked words of a row are called in other tools: the role of a span of a quote, else the table."""
    return key[1] if table == "quote_spans" else table


def labels() -> list[tuple[str, str]]:
    """All labels, each with the table of its rows."""
    found = []
    for table in own_tables():
        if facts_of(table).annotation and facts_of(table).review:
            roles = own_tables()["quote_spans"].field("role").enum if table == "quote_spans" else (table,)
            found += [(str(role), table) for role in roles]
    return found
