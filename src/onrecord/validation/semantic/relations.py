"""Relations between articles against their texts, their publishers and dates, and their stories."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from onrecord.ingestion.bodies import body_words
from onrecord.ingestion.layout import lay_out
from onrecord.lang.en import outlets
from onrecord.problems import Problem
from onrecord.text.printable import shown
from onrecord.validation.semantic.book import Book, check

# Relations that say how alike two texts are, not which came from which.
_UNDIRECTED = frozenset({"same_text", "near_duplicate"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T|\Z)")


@check(article_relations="article_id related_id relation")
def relations_are_between_two_articles(book: Book) -> Iterator[Problem]:
    """An article is not related to itself, and a pair is listed once: by its direction, or else by its ids."""
    relations = book.sheets["article_relations"]
    rows = list(relations.records("article_id", "related_id", "relation"))
    known = {(article, related, relation) for _, article, related, relation in rows}
    for row, article, related, relation in rows:
        if article == related:
            message = "related_id is the id of the article itself"
            yield relations.problem("relation-to-itself", row, "related_id", message)
        elif relation in _UNDIRECTED and article > related:
            message = f"{relation} has no direction, but {article} comes after {related}"
            yield relations.problem("relation-reversed", row, "article_id,related_id", message)
        elif relation not in _UNDIRECTED and article > related and (related, article, relation) in known:
            message = f"{relation} is listed in both directions between {related} and {article}"
            yield relations.problem("relation-reversed", row, "article_id,related_id", message)


@check(article_relations="article_id related_id relation")
def same_texts_have_the_same_words(book: Book) -> Iterator[Problem]:
    """The bodies of two articles with the same text have the same words."""
    relations, texts = book.sheets["article_relations"], book.texts.by_article

    @functools.lru_cache(maxsize=1 << 10)  # one article may be related to thousands
    def words(article: str) -> list[str]:
        return body_words(texts[article], lay_out(texts[article], book.texts.blocks.get(article, ())))

    for row, article, related, relation in relations.records("article_id", "related_id", "relation"):
        if relation != "same_text" or article not in texts or related not in texts:
            continue
        mine, theirs = words(article), words(related)
        if mine != theirs:
            at = next((n for n, pair in enumerate(zip(mine, theirs, strict=False)) if len({*pair}) > 1), None)
            place = min(len(mine), len(theirs)) if at is None else at
            one, other = (shown(" ".join(each[place : place + 5])) for each in (mine, theirs))
            message = f"from word {place + 1:,} of the body, {article} reads {one} and {related} reads {other}"
            yield relations.problem("relation-text-differs", row, "relation", message)


@check(article_relations="relation likeness containment")
def shares_fit_each_other(book: Book) -> Iterator[Problem]:
    """What both texts share is at least as large a share of the shorter text; the same text is shared completely."""
    relations = book.sheets["article_relations"]
    for row, relation, likeness, containment in relations.records("relation", "likeness", "containment"):
        all_of_it, some = _number(likeness), _number(containment)
        if all_of_it is None or some is None:
            continue
        if all_of_it > some:
            message = f"likeness is {likeness}, more than the containment of {containment}"
            yield relations.problem("relation-shares-differ", row, "likeness", message)
        elif relation == "same_text" and all_of_it < 1:
            message = f"likeness is {likeness}, but the text is the same"
            yield relations.problem("relation-shares-differ", row, "likeness", message)


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


@check(article_relations="article_id related_id relation status", articles="article_id publisher published")
def sources_are_earlier_and_of_their_publisher(book: Book) -> Iterator[Problem]:
    """A version is by the same publisher, a source by another; neither was published on a later day.

    What a person decided is not checked.
    """
    relations, articles = book.sheets["article_relations"], book.sheets["articles"]
    stated = articles.records("article_id", "publisher", "published")
    facts = {article: (publisher, published) for _, article, publisher, published in stated}
    # An article that updates another may have been published earlier, if it was changed later.
    changed = (
        {article: moment for _, article, moment in articles.records("article_id", "updated")}
        if articles.has("updated")
        else {}
    )
    rows = relations.records("article_id", "related_id", "relation", "status")
    for row, article, related, relation, status in rows:
        if relation in _UNDIRECTED or status != "auto" or article not in facts or related not in facts:
            continue
        (publisher, day), (other, other_day) = facts[article], facts[related]
        if (not publisher and relation == "updates") or not other:
            message = f"{relation} needs a publisher, but {article if other else related} has none"
            yield relations.problem("relation-publisher-differs", row, "relation", message)
        elif (outlets.name_key(publisher) == outlets.name_key(other)) != (relation == "updates"):
            message = f"{relation}, but {article} is by {shown(publisher)} and {related} by {shown(other)}"
            yield relations.problem("relation-publisher-differs", row, "relation", message)
        day = (relation == "updates" and changed.get(article)) or day
        days = [found[0] if (found := _DAY.match(date)) else "" for date in (day, other_day)]
        if all(days) and days[0] < days[1]:
            message = f"{article} was published on {days[0]}, before {related} on {days[1]}"
            yield relations.problem("relation-date-differs", row, "relation", message)


@check(articles="article_id story_id", article_relations="article_id related_id")
def stories_follow_from_relations(book: Book) -> Iterator[Problem]:
    """Articles are of one story if relations connect them, directly or through others, and of two if not."""
    articles, relations = book.sheets["articles"], book.sheets["article_relations"]
    stories = {article: story for _, article, story in articles.records("article_id", "story_id")}
    pairs = [(article, related) for _, article, related in relations.records("article_id", "related_id")]
    first = _connected(stories, pairs)
    for row, article, related in relations.records("article_id", "related_id"):
        if article in stories and related in stories and stories[article] != stories[related]:
            message = f"{article} is of {stories[article]}, but {related} of {stories[related]}"
            yield relations.problem("story-differs", row, "related_id", message)
    homes: dict[str, str] = {}
    for row, article, story in articles.records("article_id", "story_id"):
        home = homes.setdefault(story, article)
        if first[home] != first[article]:
            message = f"{home} is of the same story, but no relations connect the two"
            yield articles.problem("story-differs", row, "story_id", message)


def _connected(articles: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """For each article the first of all articles that pairs connect it with."""
    neighbors: dict[str, list[str]] = defaultdict(list)
    for one, other in pairs:
        neighbors[one].append(other)
        neighbors[other].append(one)
    first: dict[str, str] = {}
    for article in articles:
        left = [] if article in first else [article]
        while left:
            reached = left.pop()
            if reached not in first:
                first[reached] = article
                left += neighbors[reached]
    return first
