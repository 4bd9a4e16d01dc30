"""Web pages -> documents: the article in a page, the facts that the page has about it, and where each word is."""

from onrecord.ingestion.pages.derivation import derive, derive_fragment

__all__ = ["derive", "derive_fragment"]
