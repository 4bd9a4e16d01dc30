"""Names that are given, so that only the rules for entities count."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extraction.entities.coreference import References
from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.entities.name import Name
from onrecord.ingestion import Zone
from onrecord.nlp.articles import ParsedArticle
from onrecord.text.spans import Span

TYPES = {"p": "person", "o": "organization", "l": "place", "f": "facility"}


def name_all(text: str, names: Sequence[str]) -> list[Name]:
    """Each occurrence of the names, the longest first if they overlap; a name is `letter:words`."""
    types = {words: TYPES[letter] for letter, _, words in (name.partition(":") for name in names)}
    pattern = "|".join(rf"\b{re.escape(words)}(?!\w)" for words in sorted(types, key=len, reverse=True))
    return [
        Name(Span(*match.span()), match[0], types[match[0]], Zone.BODY, "test@1")
        for match in re.finditer(pattern, text)
    ]


def entities_of(parsed: ParsedArticle, names: Sequence[str], quoted: str = "") -> Entities:
    """The entities of an article with these names; `quoted` is in quotation marks."""
    start = parsed.text.find(quoted)
    entities = Entities(parsed, name_all(parsed.text, names))
    References(parsed, entities, [Span(start, start + len(quoted))] if quoted else []).resolve()
    return entities
