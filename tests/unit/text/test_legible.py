"""Texts with traces of a wrong encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.legible import legible

HYPHEN = "\u00ad"
MEANT = "“It’s ours – all of it,” said José."
TEXTS = [
    # Stored, legible.
    ("\x93It\x92s ours \x96 all of it,\x94 said José.", MEANT),
    ("&ldquo;Wait,&rdquo; she said.", "      “Wait,”       she said."),
    ("&#8220;Wait,&#x201D; she said.", "      “Wait,”        she said."),
    ("Moss &amp; Sons", "Moss &     Sons"),
    ("Mayor&nbsp;Moss", "Mayor      Moss"),
    ("It&rsquo;s ours", f"It’{6 * HYPHEN}s ours"),
    ("caf&eacute; owners", f"café{7 * HYPHEN} owners"),
    ("one\rtwo\r\nthree", "one\ntwo\r\nthree"),
    # No references, and no UTF-8 that was read wrongly.
    ("A&B; R&D; &c.; AT&T", "A&B; R&D; &c.; AT&T"),
    ("Ã la carte, 5 £, naïve, São Tomé", "Ã la carte, 5 £, naïve, São Tomé"),
    ("the ‘café’” and the “Ä”", "the ‘café’” and the “Ä”"),
    (MEANT, MEANT),
]


@pytest.mark.parametrize(("stored", "meant"), TEXTS)
def test_a_text(stored: str, meant: str) -> None:
    """Each character is at the place where its sequence begins or ends."""
    assert legible(stored) == meant


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_utf_8_read_as_something_else(encoding: str) -> None:
    """The characters come back, with blanks or soft hyphens."""
    stored = MEANT.encode("utf-8").decode(encoding, "replace")
    assert "".join(legible(stored).replace(HYPHEN, "").split()) == "".join(MEANT.split())


@given(
    st.text() | st.lists(st.sampled_from(["&quot;", "â€œ", "â€", "\x93", "é", "&", ";", " ", "a", "\r"])).map("".join)
)
def test_offsets_stay(text: str) -> None:
    """A legible text has the length of the stored one, and a text of plain letters stays as it is."""
    assert len(legible(text)) == len(text)
