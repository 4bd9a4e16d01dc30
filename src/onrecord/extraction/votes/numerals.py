"""Numbers of votes in words and digits: "5", "1,204", "a dozen", "nobody", "the lone no vote"."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from onrecord.text.numbers import DOZENS, NUMBER, THOUSANDS, number
from onrecord.text.spans import Span

# Words that count voters without being numerals.
_FEW = {
    **dict.fromkeys(("nobody", "no one", "no-one", "not one", "not a single", "none", "nil", "no"), 0.0),
    **dict.fromkeys(("nothing", "naught"), 0.0),
    **dict.fromkeys(("lone", "only", "sole", "single", "solitary", "alone", "a", "an"), 1.0),
    **dict.fromkeys(("both", "a pair", "a couple", "a couple of", "couple"), 2.0),
}
# "No: 3", "two no votes": what voters say, not a number.
_LABEL = re.compile(r"\s*:|[-–— ]votes?\b(?! (?:against|opposed|in opposition))")
_PATTERN = re.compile(
    rf"(?<![\w.,$€£])(?:{THOUSANDS}|"
    rf"{DOZENS}|"
    rf"{'|'.join(map(re.escape, sorted(_FEW.keys() - {'a', 'an'}, key=len, reverse=True)))}|{NUMBER})"
    r"(?![\w]|,\d{3}|\.\d|[ -](?:thirds|fifths|quarters|fourths)\b)",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text: place, value, and whether it is a word that need not count anything ("no", "only")."""

    span: Span
    value: float
    weak: bool


def value_of(words: str) -> float | None:
    """The number that words state; None if they state none."""
    folded = " ".join(words.lower().split())
    if folded in _FEW:
        return _FEW[folded]
    try:
        return number(folded)
    except ValueError:
        return None


def find_numerals(text: str, within: Span) -> Iterator[Numeral]:
    """Yields the numbers in a span, in text order."""
    for match in _PATTERN.finditer(text, within.start, within.end):
        value = value_of(match[0])
        if value is not None:
            if match[0].lower() == "no" and _LABEL.match(text, match.end()):
                continue
            yield Numeral(Span(*match.span()), value, match[0].lower() in _FEW)
