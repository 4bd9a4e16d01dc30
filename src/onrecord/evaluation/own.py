"""Onrecord's own reading of the texts of a gold file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.evaluation.gold import Annotated, Quoted
from onrecord.extraction.extract import extract
from onrecord.extraction.values import Vote
from onrecord.ingestion import Article
from onrecord.ingestion.facts import Facts
from onrecord.ingestion.layout import lay_out
from onrecord.nlp.articles import parse
from onrecord.package.ids import make_id
from onrecord.text.spans import Span

# Otherwise a single sentence would be taken for a headline.
_HEADING = "A report\n\n"


def annotate(gold: Sequence[Annotated]) -> Iterator[Annotated]:
    """The articles as `onrecord convert` would read them.

    Raises:
        ModelError: a language model is missing or is not the expected one.
    """
    headings = [_HEADING if article.vote is not None else "" for article in gold]
    texts = (article_of(heading + article.text) for heading, article in zip(headings, gold, strict=True))
    for article, heading, parsed in zip(gold, headings, parse(texts), strict=True):
        found = extract(parsed)
        types = {entity.key: entity.entity_type for entity in found.entities}
        names = {entity.key: entity.name for entity in found.entities}
        back = -len(heading)
        quotes = [
            Quoted(
                {
                    "source": _moved([quote.source] if quote.source else [], back),
                    "cue": _moved([quote.cue] if quote.cue else [], back),
                    "content": _moved(quote.contents, back),
                },
                quote.quote_type,
            )
            for quote in found.quotes
            if quote.quote_type != "fragment" and quote.span.start >= len(heading)
        ]
        named = [
            (mention.span.shift(back), types[mention.entity])
            for mention in found.mentions
            if mention.mention_type == "named" and mention.span.start >= len(heading)
        ]
        votes = [_vote(vote, names, parsed.text) for vote in found.votes]
        yield Annotated(article.article_id, article.text, tuple(quotes), tuple(named), {"votes": votes})


def _moved(spans: Sequence[Span], by: int) -> tuple[Span, ...]:
    return tuple(span.shift(by) for span in spans)


def article_of(text: str) -> Article:
    """A text as an article without a file."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Article(make_id("articles", sha256), "", text, sha256, Facts(), lay_out(text))


def _vote(vote: Vote, names: dict[int, str], text: str) -> dict[str, Any]:
    return {
        "body": names[vote.body] if vote.body is not None else None,
        "result": vote.result,
        "unanimous": vote.unanimous,
        "voters": [{"name": position.voter.exact(text), "option": position.option} for position in vote.positions],
        **{count.option: count.value for count in vote.counts},
    }
