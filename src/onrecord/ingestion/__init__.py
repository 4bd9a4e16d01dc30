"""Files -> articles: found, read, checked, and divided into headline, byline and paragraphs."""

from onrecord.ingestion.article import Article, article_of, read_article
from onrecord.ingestion.layout import Layout, lay_out
from onrecord.ingestion.limits import LONGEST_PARAGRAPH
from onrecord.ingestion.sidecar import KEYS as SIDECAR_KEYS
from onrecord.ingestion.sidecar import Sidecar, parse_sidecar, sidecar_of
from onrecord.ingestion.sources import Source, find_sources
from onrecord.ingestion.zones import Paragraph, Zone

__all__ = [
    "LONGEST_PARAGRAPH",
    "SIDECAR_KEYS",
    "Article",
    "Layout",
    "Paragraph",
    "Sidecar",
    "Source",
    "Zone",
    "article_of",
    "find_sources",
    "lay_out",
    "parse_sidecar",
    "read_article",
    "sidecar_of",
]
