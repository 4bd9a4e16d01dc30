"""Numbers in English words, and counts with their nouns."""

from __future__ import annotations

import re
from collections.abc import Sequence

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


# Words for nothing, as votes are counted.
_NOTHING = dict.fromkeys(("none", "nil", "no"), 0)
# No more digits than a count has, so that a page of digits is not searched from each digit.
DIGITS = r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,9}(?:\.\d{1,4})?)"
_SIMPLE = (
    rf"(?:(?:{'|'.join(TENS)})(?:-(?:{'|'.join(UNITS[1:10])}))?|"
    rf"{'|'.join(sorted([*UNITS, *_NOTHING], key=len, reverse=True))})"
)
DOZENS = rf"(?:(?:a couple of|a couple|couple|half a|a half|half|a|{'|'.join(UNITS[2:13])}|{'|'.join(TENS)})[ -]dozen)"
WORD_NUMBERS = rf"(?:{DOZENS}|(?:a|{'|'.join(UNITS[1:10])})[ -]hundred(?:(?:[ -]and)?[ -](?:{_SIMPLE}))?|{_SIMPLE})"
_HUNDREDS = re.compile(r"(?P<n>\w{1,10})[ -]hundred(?:(?:[ -]and)?[ -](?P<rest>[\w-]{1,20}))?")
NUMBER = rf"(?:{DIGITS}|{WORD_NUMBERS})"
_LARGE = {"thousand": 1_000, "million": 1_000_000}
# Pattern: "two thousand", "1.2 million".
THOUSANDS = rf"{NUMBER} (?:{'|'.join(_LARGE)})"
_STATED = re.compile(rf"(?<![\w.,$€£])(?:{THOUSANDS}|{NUMBER})(?![\w]|[.,]\d)", re.IGNORECASE)


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


def number(words: str) -> float:
    """The number that digits or English words state.

    Raises:
        ValueError: they are not a number.

    Examples:
        >>> [number(words) for words in ("1,204", "Forty-one", "half a dozen", "a hundred and five", "2 thousand")]
        [1204.0, 41.0, 6.0, 105.0, 2000.0]
    """
    folded = words.lower()
    before, _, unit = folded.rpartition(" ")
    if unit in _LARGE:
        return _LARGE[unit] * number(before)
    if folded.endswith("dozen"):
        dozens = folded.removesuffix("dozen").rstrip(" -")
        return 12 * (0.5 if "half" in dozens else 2 if "couple" in dozens else 1 if dozens == "a" else number(dozens))
    if match := _HUNDREDS.fullmatch(folded):
        return 100 * (1 if match["n"] == "a" else number(match["n"])) + (number(match["rest"]) if match["rest"] else 0)
    known = NUMBERS.get(folded, _NOTHING.get(folded))
    return float(words.replace(",", "")) if known is None else float(known)


def numbers_in(words: str) -> tuple[Sequence[float], str]:
    """The numbers that words state, in their order, and the words without them.

    Examples:
        >>> numbers_in("all seven of the 12 members")
        ([7.0, 12.0], 'all  of the  members')
    """
    return [number(found) for found in _STATED.findall(words)], _STATED.sub("", words)
