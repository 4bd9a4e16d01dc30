"""The page of an entity: what it said and claims, what it is said to have done, how it voted, and where it is met.

A site has more of these pages than of all others together, so that they are made as the `fragments` of pages are,
without a template.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from onrecord.site.addresses import table_page, vote_page
from onrecord.site.entities import Counts, Entity
from onrecord.site.fragments import shown, source, statements
from onrecord.site.gathering import Headed
from onrecord.site.store import Known

# The sections: the kind of statement, the title, and the table with all of them and the column by which it is
# filtered, if there is one.
_SECTIONS = (
    ("said", "What they said", "quotes", "speaker"),
    ("did", "What they are said to have done", "", ""),
    ("about", "Other claims about them", "", ""),
    ("claims", "What they claim", "claims", "speaker"),
    ("voted", "How they voted", "", ""),
    ("decided", "Votes of this body", "votes", "body"),
    ("in", "Where they are mentioned", "", ""),
)
_COUNTED = (
    ("quotes", "quote", "quotes"),
    ("claims", "claim", "claims"),
    ("about", "claim about", "claims about"),
    ("votes", "vote", "votes"),
    ("mentions", "mention", "mentions"),
    ("articles", "article", "articles"),
)


def profile(entity: Entity, counts: Counts, known: Mapping[str, Known], heads: Sequence[Headed], top: str) -> str:
    """The content of the page of an entity.

    Args:
        entity: the entity.
        counts: how often it is met.
        known: what was gathered about it, by the kind of statement.
        heads: the articles.
        top: the way to the top of the site.
    """
    parts = [f'<p class="kicker">{shown(entity.entity_type)}</p>\n<h1 dir="auto">{shown(entity.name)}</h1>\n']
    if entity.role:
        parts.append(f'<p class="lead" dir="auto">{shown(entity.role)}</p>\n')
    if entity.aliases:
        parts.append(f'<p class="facts">Also: <bdi>{shown(entity.aliases.replace(" | ", ", "))}</bdi></p>\n')
    if entity.wikidata_id:
        address = f"https://www.wikidata.org/wiki/{quote(entity.wikidata_id, errors='replace')}"
        link = f'<a href="{shown(address)}" rel="noopener noreferrer">{shown(entity.wikidata_id)} in Wikidata</a>'
        parts.append(f'<p class="facts">{link}</p>\n')
    parts.append('<dl class="counts">\n')
    for name, one, many in _COUNTED:
        if count := getattr(counts, name):
            parts.append(f"<div><dt>{one if count == 1 else many}</dt><dd>{count:,}</dd></div>\n")
    parts.append("</dl>\n")
    for key, title, table, column in _SECTIONS:
        if key in known:
            parts += _section(entity, key, title, (table, column), known[key], heads, top)
    checked = "" if entity.status == "auto" else f" · {shown(entity.status)} by a person"
    parts.append(f'<p class="row"><code>{entity.entity_id}</code> · {shown(entity.method)}{checked}</p>\n')
    return "".join(parts)


def _section(
    entity: Entity,
    key: str,
    title: str,
    table: tuple[str, str],
    known: Known,
    heads: Sequence[Headed],
    top: str,
) -> Iterator[str]:
    yield (
        f'<section aria-labelledby="{key}">\n'
        f'<h2 id="{key}">{title} <span class="times">{known.total:,}</span></h2>\n'
        f'<ul class="{"plain" if key == "in" else "statements"}">\n'
    )
    match key:
        case "in":
            yield from (_met(each, heads, top) for each in known.shown)
        case "voted":
            yield from (_vote(each, each[7], " on", (each[8], *each[4:7]), heads, top) for each in known.shown)
        case "decided":
            yield from (_vote(each, each[4].capitalize(), "", each[5:7], heads, top) for each in known.shown)
        case _:
            yield statements(known.shown, heads, top)
    yield "</ul>\n"
    if known.left:
        name, column = table
        all_of_them = f"{top}{table_page(name)}#{column}={quote(entity.name, safe='', errors='replace')}"
        link = f' <a href="{all_of_them}">All of them, in the table</a>.' if name else ""
        yield f'<p class="more">The first {len(known.shown)} of {known.total:,}.{link}</p>\n'
    yield "</section>\n"


def _met(known: Sequence[Any], heads: Sequence[Headed], top: str) -> str:
    number, times = known
    often = f' <span class="times">{times} times</span>' if times > 1 else ""
    return f"<li>{source(heads[number], top)}{often}</li>\n"


def _vote(known: Sequence[Any], result: str, on: str, facts: Sequence[str], heads: Sequence[Headed], top: str) -> str:
    number, anchor, event, motion = known[:4]
    said = " · ".join(f"<bdi>{shown(fact)}</bdi>" for fact in facts if fact)
    return (
        f'<li><p class="vote-line"><b>{shown(result)}</b>{on} '
        f'<a href="{top}{vote_page(event)}"><bdi>{shown(motion)}</bdi></a></p>\n'
        f'<p class="facts">{said}</p>\n<p class="facts">{source(heads[number], top, anchor)}</p></li>\n'
    )
