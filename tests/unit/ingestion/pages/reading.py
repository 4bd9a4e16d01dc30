"""What the tests of pages share: pages read as documents, and the law of their offsets."""

from __future__ import annotations

import html
import re

from onrecord.ingestion.document import Document, Refusal
from onrecord.ingestion.formats.registry import Request
from onrecord.ingestion.pages import derive

# As many sentences as an article has at least.
STORY = (
    "<p>The ferry to Skell Island will run through the winter, the council said on Monday.</p>"
    "<p>It had planned to stop the boats in November, when few people travel.</p>"
)
STORY_BLOCKS = [
    ("body", "The ferry to Skell Island will run through the winter, the council said on Monday."),
    ("body", "It had planned to stop the boats in November, when few people travel."),
]
# White space of HTML, and the break that is shown as a space.
_BLANK = re.compile(r"[ \t\n\r\f]+|<br\b[^>]*>", re.IGNORECASE)


def document(page: str | bytes, **hints: str) -> Document:
    """The document of a page that is an article."""
    found = derive(page if isinstance(page, bytes) else page.encode(), Request("page.html"), **hints)
    assert isinstance(found, Document), found
    assert_mapped(found)
    return found


def refusal(page: str | bytes) -> Refusal:
    """Why a page is not an article."""
    found = derive(page if isinstance(page, bytes) else page.encode(), Request("page.html"))
    assert isinstance(found, Refusal), found
    return found


def blocks(found: Document) -> list[tuple[str | None, str]]:
    """The blocks of a document: zone and words."""
    return [(block.zone and block.zone.value, block.span.exact(found.text)) for block in found.blocks]


def facts(found: Document) -> dict[str, tuple[str, str]]:
    """The facts of a document: value and basis."""
    return {name: (fact.value, fact.basis) for name, fact in found.facts.items()}


def assert_mapped(found: Document) -> None:
    """Every character but the breaks between blocks comes from the source, in which it is the same."""
    assert found.original is not None
    source = found.original.content.decode(found.original.encoding, "replace")
    place = 0
    for piece in found.pieces:
        assert set(found.text[place : piece.text.start]) <= {"\n"}
        place = piece.text.end
        words, origin = piece.text.exact(found.text), piece.original.exact(source)
        assert _BLANK.sub(" ", html.unescape(origin).replace("\0", "")) == words
    assert set(found.text[place:]) <= {"\n"}
