"""The colors of the page: text contrasts with its background, in the light and in the dark."""

from __future__ import annotations

import re

import pytest

from onrecord.site import pages

SHARED, OWN = (part.read_text("utf-8") for part in pages.ASSETS["site.css"])
CSS = SHARED + OWN
# The first two rules for :root in each part are those for the light and for the dark.
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", "".join(blocks)))
    for blocks in zip(*(re.findall(r":root \{([^}]*)\}", part)[:2] for part in (SHARED, OWN)), strict=True)
)
TEXT = [
    ("ink", "paper"),
    ("ink", "panel"),
    ("ink", "quote-wash"),
    ("ink", "quote-lit"),
    ("ink", "vote-wash"),
    ("ink", "claim-lit"),
    ("ink", "entity-lit"),
    ("soft", "paper"),
    ("soft", "panel"),
    ("link", "paper"),
    ("link", "panel"),
    ("quote-ink", "paper"),
    ("quote-ink", "panel"),
    ("vote-ink", "paper"),
    ("vote-ink", "panel"),
    ("vote-ink", "quote-wash"),
    ("vote-ink", "vote-wash"),
    ("claim-ink", "paper"),
    ("claim-ink", "panel"),
    ("claim-ink", "claim-lit"),
]
LINES = [(f"{layer}-line", "paper") for layer in ("quote", "vote", "claim", "entity")]


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """Contrast ratio as WCAG 2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast_is_that_of_wcag_aa(colors: dict[str, str]) -> None:
    """Text has a contrast of 4.5 at least; lines that distinguish marks have 3."""
    weak = [pair for pair in TEXT if contrast(colors[pair[0]], colors[pair[1]]) < 4.5]
    faint = [pair for pair in LINES if contrast(colors[pair[0]], colors[pair[1]]) < 3]
    assert (weak, faint) == ([], [])


def test_the_style_loads_nothing() -> None:
    """Fonts are the reader's own; there is no url and no import."""
    assert re.findall(r"url\(|@import|@font-face|https?:", CSS) == []
