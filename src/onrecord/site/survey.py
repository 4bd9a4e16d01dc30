"""A first look at the tables of a package, before any page is written: in what order they are, and who is met where."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from onrecord.errors import PackageError
from onrecord.package.own_tables import own_tables
from onrecord.package.package import Package
from onrecord.package.records import cells_of, tables_in

# Their rows are not read from the text of an article.
_OTHERS = frozenset(("articles", "entity_links", "article_relations", "article_revisions", "id_changes"))
# The columns with entities, by table. Mentions come first: without one, an entity has no home.
_ENTITIES = {
    "mentions": ("entity_id",),
    "claim_entities": ("entity_id",),
    "quotes": ("speaker_id", "via_id"),
    "claims": ("claimant_id",),
    "votes": ("body_id",),
    "vote_positions": ("voter_id",),
}
_SEVERAL = -1


@dataclasses.dataclass(frozen=True, slots=True)
class Survey:
    """What is known before pages are written.

    Attributes:
        tables: the tables with rows of articles; for each whether its rows are in the order of the articles.
        homes: for each entity that neither speaks, claims nor votes and that only one article mentions, the number of
            this article. These entities share a page: there are many, and there is little to say of each.
    """

    tables: Mapping[str, bool]
    homes: Mapping[str, int]


def survey(package: Package, numbers: Mapping[str, int]) -> Survey:
    """Looks at all tables with rows of articles.

    Args:
        package: the package.
        numbers: the number of each article by its id.

    Raises:
        PackageError: a table cannot be read, or a row is of an article that is missing.
    """
    tables: dict[str, bool] = {}
    homes: dict[str, int] = {}
    for name in tables_in(package):
        if name in _OTHERS or "article_id" not in own_tables()[name].columns:
            continue
        before, is_ordered = 0, True
        for article_id, *entities in cells_of(package, name, ("article_id", *_ENTITIES.get(name, ()))):
            if (number := numbers.get(article_id)) is None:
                message = f"a row of {name} is of the article {article_id[:80]!r}, which is missing"
                raise PackageError(f"{package.described}: {message}; run onrecord validate")
            is_ordered = is_ordered and number >= before
            before = number
            for key in entities:
                if name == "mentions":
                    home = homes.setdefault(key, number)
                else:
                    home = homes.get(key, _SEVERAL) if name == "claim_entities" else _SEVERAL
                if home != number:
                    homes[key] = _SEVERAL
        tables[name] = is_ordered
    return Survey(tables, {key: number for key, number in homes.items() if number != _SEVERAL})
