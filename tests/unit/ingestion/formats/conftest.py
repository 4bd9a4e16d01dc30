"""A stand-in for the derivation of pages, for as long as it is not there."""

from __future__ import annotations

import html
import importlib.util
import re
import sys
import types

from onrecord.ingestion.document import Document, Original, joined
from onrecord.ingestion.formats import Request
from onrecord.ingestion.zones import Zone


def derive_fragment(markup: str) -> Document:
    """The paragraphs of markup."""
    parts = re.split(r"</?(?:p|h\d|li|html|body)\b[^>]*>", markup)
    text, blocks = joined((html.unescape(re.sub(r"<[^>]*>", "", part)).strip(), Zone.BODY) for part in parts)
    return Document(text, blocks, original=Original(markup.encode(), ".html", "utf-8"))


def derive(content: bytes, request: Request, *, encoding: str = "", url: str = "") -> Document:
    """The paragraphs of a page."""
    return derive_fragment(content.decode(encoding or "utf-8"))


if importlib.util.find_spec("onrecord.ingestion.pages") is None:
    module = types.ModuleType("onrecord.ingestion.pages")
    module.derive, module.derive_fragment = derive, derive_fragment  # type: ignore[attr-defined]
    sys.modules["onrecord.ingestion.pages"] = module
