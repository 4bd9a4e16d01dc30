"""Phrases against the pattern that they are."""

from __future__ import annotations

import re

import pytest

from onrecord.text.phrases import Phrases

PHRASES = (
    r"menu|(?:the )?(?:web ?site|page)s?|\d{1,2} min|(?:please |kindly )?(?:sign|log) in|[#*]{2,9}|\W?kept|.{2}z\b"
    r"|\(c\)|(?:[\w-]{1,9} ){0,2}paper|(?-i:[A-Z])x+|—? ?end|sh\b.{0,3}|“yes”|(?i:k|s)elvin|\bopen|(?=q)quit"
)
WORDS = """
    menu|Menu|men|the website|websites|THE PAGES|the|5 min|55 min|555 min|please log in|Sign in|kindly sign|***|*|kept
    (kept|—kept|skept|abz|“az|(c)|(C)|paper|the daily paper|a b c paper|Ax|ax|Éx|end|— end|—end|- end|shop|SH|“yes”|yes
    kelvin|\u212aelvin|\u017felvin|selvin|\u017fign in|\u0130n|open|quit|q|- menu|-- menu|--- menu|é|“|1|
""".replace("\n", "|").split("|")


@pytest.mark.parametrize("before", ["", "[—-]{0,2} ?"])
def test_phrases_are_their_pattern(before: str) -> None:
    """The phrases that are not tried match nothing."""
    phrases, whole = Phrases(PHRASES, before=before, after=r"[.!]?\Z"), rf"{before}(?:{PHRASES})[.!]?\Z"
    assert phrases.whole == re.compile(whole, re.IGNORECASE)
    expected, found = {}, {}
    for line in WORDS:
        for words in (line.strip(), f"{line.strip()}!", line.strip().upper()):
            here, there = re.match(whole, words, re.IGNORECASE), phrases.match(words)
            expected[words], found[words] = here and here.span(), there and there.span()
    assert found == expected
    assert 60 < sum(span is not None for span in found.values()) < len(found)
