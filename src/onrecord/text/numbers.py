"""Numbers in English words, and how many of something there are."""

from __future__ import annotations

UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# The number of each word below a hundred.
NUMBERS = {word: number for number, word in enumerate(UNITS)}
NUMBERS |= {word: 10 * number for number, word in enumerate(TENS, start=2)}
NUMBERS |= {
    f"{tens}-{unit}": 10 * ten + one
    for ten, tens in enumerate(TENS, start=2)
    for one, unit in enumerate(UNITS[1:10], 1)
}


def counted(count: int, noun: str, after: str = "") -> str:
    """How many things there are; `after` follows the noun.

    Example:
        >>> counted(1, "table"), counted(1200, "piece", " of advice")
        ('1 table', '1,200 pieces of advice')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}{after}"
