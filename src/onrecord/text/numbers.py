"""Numbers in English words, and counts with their nouns."""

from __future__ import annotations

UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# The words for the numbers below a hundred.
NUMBERS = {word: number for number, word in enumerate(UNITS)}
NUMBERS |= {word: 10 * number for number, word in enumerate(TENS, start=2)}
NUMBERS |= {
    f"{tens}-{unit}": 10 * ten + one
    for ten, tens in enumerate(TENS, start=2)
    for one, unit in enumerate(UNITS[1:10], 1)
}


# A consonant and a y, as nouns end whose plural is in "ies": "entity", "body", but not "key".
_ENDINGS_IN_IES = frozenset(f"{letter}y" for letter in "bcdfghjklmnpqrstvwxz")


def counted(count: int, noun: str, after: str = "") -> str:
    """A count with its noun in the singular or plural; `after` follows the noun.

    Example:
        >>> counted(1, "table"), counted(1200, "piece", " of advice"), counted(2, "entity")
        ('1 table', '1,200 pieces of advice', '2 entities')
    """
    plural = f"{noun[:-1]}ies" if noun[-2:] in _ENDINGS_IN_IES else f"{noun}s"
    return f"{count:,} {noun if count == 1 else plural}{after}"
