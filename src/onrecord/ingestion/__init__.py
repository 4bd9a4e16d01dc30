"""Files -> articles: found, read, checked, and divided into headline, byline and paragraphs."""

from onrecord.ingestion.article import Article, article_of
from onrecord.ingestion.facts import KEYS, Facts
from onrecord.ingestion.limits import LONGEST_PARAGRAPH
from onrecord.ingestion.sidecar import parse_sidecar, sidecar_of
from onrecord.ingestion.sources import Source, find_sources, find_texts
from onrecord.ingestion.zones import Layout, Paragraph, Zone

__all__ = [
    "KEYS",
    "LONGEST_PARAGRAPH",
    "Article",
    "Facts",
    "Layout",
    "Paragraph",
    "Source",
    "Zone",
    "article_of",
    "find_sources",
    "find_texts",
    "parse_sidecar",
    "sidecar_of",
]
