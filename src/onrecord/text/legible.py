"""Texts with traces of a wrong encoding, made legible without moving a character.

Quotation marks and letters may be stored as code points of Windows-1252 (U+0093), as HTML references (`&quot;`), or as
UTF-8 that was read as Windows-1252. Each is replaced by the character that it means. Such a sequence is longer than the
character, and the rest is filled with blanks, inside a word with soft hyphens, so that offsets are valid in the stored
text, too.
"""

from __future__ import annotations

import html
import re

_SOFT_HYPHEN = "\u00ad"
# U+0080 to U+009F as Windows-1252 has them; the five that it leaves open stay as they are.
_CONTROLS = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}
_CONTROL = re.compile("[\u0080-\u009f]")
_BYTES = {ord(character): code for code, character in _CONTROLS.items()} | {code: code for code in range(0x80, 0x100)}
_HIGH = "".join(re.escape(chr(character)) for character in _BYTES)
# A line break of old computers.
_RETURN = re.compile(r"\r(?!\n)")
_REFERENCE = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});")
# The closing quotation mark, whose last byte Windows-1252 lacks, so that programs replace or drop it.
_CLOSING = re.compile("\u00e2\u20ac(?:\ufffd|(?=[\\s,.;:!?)]|\\Z))")
# The bytes of a letter of Latin-1, and those of a mark such as a dash. Other sequences may be meant: a letter with an
# accent before two quotation marks would be a Chinese character.
_DOUBLE = re.compile(rf"[\u00c2\u00c3][{_HIGH}]|\u00e2[\u20ac\u201e\u0080\u0084][{_HIGH}]")


def legible(text: str) -> str:
    """The text as it was meant, of the same length.

    Examples:
        >>> legible("\u0093Wait,\u0094 she said.")
        '“Wait,” she said.'
        >>> legible("&quot;Wait,&quot; she said.")
        '     "Wait,"      she said.'
    """
    if "\r" in text:
        text = _RETURN.sub("\n", text)
    if _DOUBLE.search(text):
        text = _DOUBLE.sub(lambda match: _filled(match, _decoded(match[0])), text)
    if "\u00e2\u20ac" in text:
        text = _CLOSING.sub(lambda match: _filled(match, "”"), text)
    if "&" in text:
        text = _REFERENCE.sub(lambda match: _filled(match, html.unescape(match[0])), text)
    return text.translate(_CONTROLS) if _CONTROL.search(text) else text


def _decoded(words: str) -> str:
    try:
        return bytes(_BYTES[ord(character)] for character in words).decode("utf-8")
    except UnicodeDecodeError:
        return words


def _filled(match: re.Match[str], character: str) -> str:
    """A character filled up to the length of a match: before it, if it opens a word, else after it."""
    if len(character) != 1:
        return match[0]
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    rest = len(match[0]) - 1
    if character.isspace():
        return " " * len(match[0])
    if (before.isalnum() or character.isalpha()) and (after.isalnum() or character.isalpha()):
        return character + _SOFT_HYPHEN * rest
    return " " * rest + character if not before.strip() and after.strip() else character + " " * rest
