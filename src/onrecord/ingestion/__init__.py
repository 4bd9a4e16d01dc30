"""Files -> articles: found, read, checked, and divided into headline, byline and paragraphs."""

from onrecord.ingestion.article import Article, read_article
from onrecord.ingestion.layout import Layout, Paragraph, Zone, lay_out
from onrecord.ingestion.limits import LONGEST_PARAGRAPH
from onrecord.ingestion.sidecar import KEYS as SIDECAR_KEYS
from onrecord.ingestion.sidecar import Sidecar, parse_sidecar
from onrecord.ingestion.sources import Source, find_sources

__all__ = [
    "LONGEST_PARAGRAPH",
    "SIDECAR_KEYS",
    "Article",
    "Layout",
    "Paragraph",
    "Sidecar",
    "Source",
    "Zone",
    "find_sources",
    "lay_out",
    "parse_sidecar",
    "read_article",
]
