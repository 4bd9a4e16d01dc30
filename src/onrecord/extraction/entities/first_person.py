"""Mentions of speakers by themselves: "I" in a person's own words."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.values import Quote
from onrecord.nlp.articles import ParsedArticle
from onrecord.text.spans import Places, Span

FIRST_PERSON = "mentions:first-person@1"
_PRONOUNS = frozenset({"i", "me", "my", "mine", "myself"})


def note_first_persons(
    parsed: ParsedArticle, runs: Sequence[Span], quotes: Sequence[Quote], entities: Entities
) -> None:
    """Adds a mention of the speaker for each "I", "me" or "my" in a person's quoted words.

    Args:
        parsed: the article.
        runs: its stretches in quotation marks, which may be nested.
        quotes: its quotes; a word in several of them belongs to the shortest.
        entities: its entities, to which the mentions are added.
    """
    quoted = Places((run, run) for run in runs)
    for quote in sorted(quotes, key=lambda own: sum(map(len, own.contents))):
        if quote.speaker is None or quote.speaker_status != "named" or entities.entity_type(quote.speaker) != "person":
            continue
        for content in quote.contents:
            passage = parsed.passage_at(content)
            for token in passage.tokens(content):
                if token.lower_ not in _PRONOUNS or not token.tag_.startswith("PRP"):
                    continue
                span = passage.span_of(token, token)
                if quote.quote_type == "direct" or any(run.covers(span) for run in quoted.at(span)):
                    entities.note(span, quote.speaker, "pronominal", passage.zone, FIRST_PERSON)
