"""Claims as schema.org ClaimReview skeletons: the claim is filled in, the judgment is left to a fact-checker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.exports.json_values import location_of, without_empty
from onrecord.package.records import Row

_TYPES = {"person": "Person", "organization": "Organization", "group": "Organization", "work": "CreativeWork"}
# The properties that schema.org requires of a review, for the fact-checker to fill in.
_BY_CHECKER = {
    "author": {"@type": "Organization", "name": ""},
    "datePublished": "",
    "url": "",
    "reviewRating": {"@type": "Rating", "ratingValue": "", "bestRating": "", "worstRating": "", "alternateName": ""},
}


def document(tables: Mapping[str, list[Row]]) -> tuple[dict[str, Any], int]:
    """One review for each claim, in the order of the table; and the number of reviews.

    The person who denies a claim is not its author: a denied claim has no author, and its description says who denies
    it.
    """
    entities = {row["entity_id"]: row for row in tables["entities"]}
    articles = {row["article_id"]: row for row in tables["articles"]}
    reviews = [_review(row, articles[row["article_id"]], entities) for row in tables["claims"]]
    return {"@context": "https://schema.org", "@graph": reviews}, len(reviews)


def _review(row: Row, article: Row, entities: Mapping[str, Row]) -> dict[str, Any]:
    speaker = entities.get(row["claimant_id"])
    name = speaker["name"] if speaker else row["claimant"]
    kind = _TYPES.get(speaker["entity_type"], "Thing") if speaker else "Thing"
    author = {"@type": kind, "name": name} if name else None
    is_of_outlet = not row["quote_id"]
    if is_of_outlet and article["publisher"]:
        author = {"@type": "NewsMediaOrganization", "name": article["publisher"]}
    denied = row["stance"] == "denied"
    claim = {
        "@type": "Claim",
        "@id": f"urn:onrecord:{row['claim_id']}",
        "text": row["text"],
        "author": None if denied else author,
        "disambiguatingDescription": f"denied by {name}" if denied and name else None,
        "datePublished": article["published"],
        "appearance": without_empty(
            {
                "@type": "NewsArticle",
                "@id": f"urn:onrecord:{article['article_id']}",
                "headline": article["title"],
                "url": location_of(article),
                "datePublished": article["published"],
                "publisher": {"@type": "Organization", "name": article["publisher"]} if article["publisher"] else None,
            }
        ),
    }
    return {"@type": "ClaimReview", "claimReviewed": row["text"], "itemReviewed": without_empty(claim), **_BY_CHECKER}
