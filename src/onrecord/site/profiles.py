"""The page of an entity: what it said and claims, what it is said to have done, how it voted, and where it is met.

A site has more of these pages than of all others together, so that they are made as the `fragments` of pages are,
without a template.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from onrecord.site.addresses import entity_page, table_page, vote_page
from onrecord.site.entities import Counts, Entity
from onrecord.site.fragments import pager, shown, source, statements
from onrecord.site.gathering import Headed
from onrecord.site.store import Known

# The sections: the kind of statement, the title, and the table that has all of them.
_SECTIONS = (
    ("said", "What they said", "quotes"),
    ("did", "What they are said to have done", "about"),
    ("about", "Other claims about them", "about"),
    ("claims", "What they claim", "claims"),
    ("voted", "How they voted", "positions"),
    ("decided", "Votes of this body", "votes"),
)
_MET = "in"
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
    return "".join(
        (
            f'<p class="kicker">{shown(entity.entity_type)}</p>\n<h1 dir="auto">{shown(entity.name)}</h1>\n',
            f'<p class="lead" dir="auto">{shown(entity.role)}</p>\n' if entity.role else "",
            *_names(entity),
            '<dl class="counts">\n',
            *(
                f"<div><dt>{one if count == 1 else many}</dt><dd>{count:,}</dd></div>\n"
                for name, one, many in _COUNTED
                if (count := getattr(counts, name))
            ),
            "</dl>\n",
            *(
                _section(key, title, _list(key, known[key].shown, heads, top), known[key], _table(entity, table, top))
                for key, title, table in _SECTIONS
                if key in known
            ),
            _met(entity, known[_MET], 1, heads, top) if _MET in known else "",
            _origin(entity),
        )
    )


def shared_profile(
    head: Headed,
    entities: Sequence[tuple[Entity, Counts, Mapping[str, Known]]],
    heads: Sequence[Headed],
    top: str,
) -> str:
    """The content of the page of the entities that only one article mentions, by name.

    Args:
        head: the article.
        entities: the entities, each with how often it is met, and what was gathered about it by the kind of statement.
        heads: the articles.
        top: the way to the top of the site.
    """
    parts = [
        f'<p class="kicker">Named only in</p>\n<h1 dir="auto">{shown(head.title)}</h1>\n',
        '<p class="lead">What no other article names, and what is neither quoted nor claims or votes.</p>\n',
        f'<p class="facts">{source(head, top)}</p>\n',
    ]
    for entity, counts, known in sorted(entities, key=_by_name):
        key = entity.entity_id
        facts = [entity.entity_type, entity.role, f"mentioned {counts.mentions:,} times" if counts.mentions > 1 else ""]
        parts += (
            f'<section class="entry" id="{key}" aria-labelledby="name-{key}">\n'
            f'<h2 id="name-{key}" dir="auto">{shown(entity.name)}</h2>\n',
            f'<p class="facts">{" · ".join(f"<bdi>{shown(fact)}</bdi>" for fact in facts if fact)}</p>\n',
            *_names(entity),
        )
        for kind, title, table in _SECTIONS:
            if kind in known:
                more = _more(known[kind], _table(entity, table, top))
                parts.append(f"<h3>{title}</h3>\n{_list(kind, known[kind].shown, heads, top)}{more}")
        parts += (_origin(entity), "</section>\n")
    return "".join(parts)


def _by_name(met: tuple[Entity, Counts, Mapping[str, Known]]) -> tuple[str, str]:
    return met[0].name.casefold(), met[0].entity_id


def _names(entity: Entity) -> Iterator[str]:
    """Other names of an entity, and where Wikidata has it."""
    if entity.aliases:
        yield f'<p class="facts">Also: <bdi>{shown(entity.aliases.replace(" | ", ", "))}</bdi></p>\n'
    if entity.wikidata_id:
        address = f"https://www.wikidata.org/wiki/{quote(entity.wikidata_id, errors='replace')}"
        link = f'<a href="{shown(address)}" rel="noopener noreferrer">{shown(entity.wikidata_id)} in Wikidata</a>'
        yield f'<p class="facts">{link}</p>\n'


def _origin(entity: Entity) -> str:
    checked = "" if entity.status == "auto" else f" · {shown(entity.status)} by a person"
    return f'<p class="row"><code>{entity.entity_id}</code> · {shown(entity.method)}{checked}</p>\n'


def further_mentions(entity: Entity, met: Known, page: int, heads: Sequence[Headed], top: str) -> str:
    """The content of a further page of an entity, which goes on with where it is mentioned."""
    return "".join(
        (
            f'<p class="kicker">{shown(entity.entity_type)}</p>\n',
            f'<h1 dir="auto"><a href="{top}{entity_page(entity.entity_id)}">{shown(entity.name)}</a></h1>\n',
            _met(entity, met, page, heads, top),
        )
    )


def _section(key: str, title: str, content: str, known: Known, table: str) -> str:
    return (
        f'<section aria-labelledby="{key}">\n'
        f'<h2 id="{key}">{title} <span class="times">{known.total:,}</span></h2>\n'
        f"{content}{_more(known, table)}</section>\n"
    )


def _more(known: Known, table: str) -> str:
    """Where all statements are, if there are several; `table` is the address of the table with these."""
    if known.total == 1:
        return ""
    first = f"The first {len(known.shown):,} of {known.total:,}. " if len(known.shown) < known.total else ""
    return f'<p class="more">{first}<a href="{table}">All of them in the table</a></p>\n'


def _table(entity: Entity, table: str, top: str) -> str:
    return f"{top}{table_page(table, entity.entity_id)}"


def _list(key: str, known: Sequence[Any], heads: Sequence[Headed], top: str) -> str:
    match key:
        case "voted":
            items = "".join(_vote(each, each[7], " on", (each[8], *each[4:7]), heads, top) for each in known)
        case "decided":
            items = "".join(_vote(each, each[4].capitalize(), "", each[5:7], heads, top) for each in known)
        case _:
            items = statements(known, heads, top)
    return f'<ul class="statements">\n{items}</ul>\n'


def _met(entity: Entity, met: Known, page: int, heads: Sequence[Headed], top: str) -> str:
    """The articles that mention an entity, as many as fit on this page."""
    [(before, articles)] = [(start, some) for number, start, some in met.pages() if number == page]
    items = "".join(_article(number, times, heads, top) for number, times in articles)
    return (
        f'<section aria-labelledby="in">\n<h2 id="in">Where they are mentioned <span class="times">{met.total:,}</span>'
        f'</h2>\n<ul class="plain">\n{items}</ul>\n'
        f"{pager(page, before, len(articles), met.total, partial(entity_page, entity.entity_id), top)}</section>\n"
    )


def _article(number: int, times: int, heads: Sequence[Headed], top: str) -> str:
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
