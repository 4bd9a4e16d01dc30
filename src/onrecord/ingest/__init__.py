"""Source -> Article: files are found, read, checked and laid out. The only place where sources are interpreted."""

from onrecord.ingest.article import Article, read_article
from onrecord.ingest.layout import Layout, Paragraph, Zone, lay_out
from onrecord.ingest.limits import LONGEST_PARAGRAPH
from onrecord.ingest.sidecar import KEYS as SIDECAR_KEYS
from onrecord.ingest.sidecar import Sidecar, parse_sidecar
from onrecord.ingest.sources import Source, find_sources

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
