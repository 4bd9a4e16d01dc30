"""Lines of the page around an article, which do not belong to it: links, sign-up lines, marks, records of databases."""

from __future__ import annotations

import re

from onrecord.lang.en import pages

# The most words of a line that the page says.
_SERVICE_WORDS = 14
_SERVICE = re.compile(rf"(?:{pages.SERVICES}|{pages.SUMMARIES})\s?[.:!»›>…]?\Z", re.IGNORECASE)
_RECORD = re.compile(rf"(?:{pages.RECORDS})\Z|(?:{pages.FIELDS})\s?:.{{0,120}}\Z", re.IGNORECASE)
_MARKER = re.compile(rf"(?:{pages.MARKERS})\W{{0,5}}\Z", re.IGNORECASE)
_LINK = re.compile(rf"(?:{pages.LINKS})\s*(?::|[>»›|–—]\s)\s*\S", re.IGNORECASE)
_CONTACT = re.compile(
    rf"(?:{pages.CONTACTS})\s?(?::|\Z)|(?:for interviews|for (?:more|further) information)\b", re.IGNORECASE
)
_END = re.compile(rf"(?:{pages.ENDS})\Z", re.IGNORECASE)
_ABOUT_IT = re.compile(pages.ABOUT_IT, re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z")
CODE = re.compile(
    r"(?P<code>HD|BY|WC|PD|ET|SN|SC|LA|CY|LP|TD|ED|PG|SE|CR|VOL|CO|IN|NS|RE|PUB|AN|IPC|IPD|CLM|ART|RF|CX|NGC)(?:\s|\Z)"
)
_COUNT = re.compile(r"WC [\d,]{1,9} words\Z")
_PROVIDED = re.compile(
    r"(?:news |story |content )?(?:provided|distributed|sponsored|presented|brought to you) by:?\Z", re.IGNORECASE
)
_STEP = r"[^\W_][^>»›|/.!?]{0,40}"
_TRAIL = re.compile(rf"{_STEP}(?:\s?[>»›]\s?{_STEP}){{1,6}}\Z|{_STEP}(?:\s[|/]\s{_STEP}){{2,6}}\Z")
# What desks write under an article for themselves: "adj/hbr/kjm", "--IANS", "ml/dpb".
_CODES = re.compile(r"[a-z]{2,5}(?:[/-][a-z]{2,5}){1,4}\Z")
_SIGN_OFF = re.compile(
    rf"\W{{0,3}}(?:{pages.AGENCIES})(?: [A-Z]{{2,4}}\b|[ /][a-z]{{2,5}}){{0,4}}\W{{0,3}}\Z", re.IGNORECASE
)
# An agency's sign after the last sentence: "… said. (PTI)", "… said. EFE", "… said. PTI KSR", "… interview. Enditem".
_LAST_SIGN = re.compile(
    rf"(?<=[.!?”\"’'])\s{{1,3}}(?:\((?P<agency>{pages.AGENCIES})\)(?: \([\w./:-]{{4,60}}\))?"
    rf"|(?-i:(?=[A-Z]{{2}}))(?P<agency2>{pages.AGENCIES})(?:(?-i: [A-Z]{{2,4}}){{0,4}}|(?-i:[ /][a-z]{{2,5}}){{1,4}})"
    r"|Enditem)\Z",
    re.IGNORECASE,
)
_EDITOR = re.compile(r"(?:edited by|editors?:|editing by)\s{0,3}\S.{0,80}\Z", re.IGNORECASE)
_NAME = r"(?-i:[^\W\d_a-z][\w.’'-]{1,30}(?: [^\W\d_a-z][\w.’'-]{0,30}){1,3})"
# Who helped, and how to reach whom.
_HELPERS = re.compile(
    r"\W{0,3}(?:additional reporting|with (?:reporting|assistance|files|help) (?:by|from)|editing by|edited by|"
    r"research by|graphics? by|translated by)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(r"[^\W\d_a-z][\w’'-]{1,30} reported from [^\W\d_a-z][^.]{1,120}\.?\Z")
_SOMEBODY = re.compile(rf"\W{{0,3}}{_NAME}\b")
_HELPED = re.compile(
    r"\b(?:contributed to (?:this|the) (?:report|story|article)|contributed reporting|reported from [^\W\d_a-z]|"
    r"reported this (?:story|article)|(?:can )?be (?:reached|contacted|followed) (?:at|on|by|via))",
)
_REACH = re.compile(r"\W{0,3}(?:you can )?(?:reach|contact|e-?mail|follow|write to)\b", re.IGNORECASE)
_AT = re.compile(r"\b(?:at|on):? (?:[\w.+-]{1,64}@\w|@\w|twitter\b|x\b|\+?\d{3})|@\w|https?://", re.IGNORECASE)
_SIGN_LENGTH = 120  # characters of an agency's sign
_LONGEST = 300  # characters of a line of the page


def is_service(words: str) -> bool:
    """Whether the page says a line to its reader: "Share this article", "2 min read"."""
    return len(words) <= _LONGEST and len(words.split()) <= _SERVICE_WORDS and _SERVICE.match(words) is not None


def is_of_editor(words: str) -> bool:
    """Whether words name who edited, who is not an author."""
    return len(words) <= _LONGEST and _EDITOR.match(words) is not None


def is_notice(words: str) -> bool:
    """Whether a line is one of the longer lines of a page: a copyright, a feed, a way to write to it."""
    return len(words) <= 3 * _LONGEST and (
        _ABOUT_IT.match(words) is not None
        or _COPYRIGHT.match(words) is not None
        or "all rights reserved" in words.lower()
    )


def is_link(words: str) -> bool:
    """Whether a line leads to another article: "Read more: Barges banned"."""
    return _LINK.match(words) is not None


def is_coded_line(words: str) -> bool:
    """Whether a line is a field of a database whose fields have codes: "AN Document tc2031"."""
    return len(words) <= _LONGEST and CODE.match(words) is not None


def is_word_count(words: str) -> bool:
    """Whether a line is the number of words in such a database, which each record has."""
    return _COUNT.match(words) is not None


def names_next(words: str) -> bool:
    """Whether the line after a line names a company of the page: "News provided by"."""
    return _PROVIDED.match(words) is not None


def is_address(words: str) -> bool:
    """Whether a line is an address on the web."""
    return _ADDRESS.match(words) is not None


def is_trail(words: str) -> bool:
    """Whether a line is the way to the page: "Home > News > Tarn"."""
    return len(words) <= _LONGEST and _TRAIL.match(words) is not None


def is_marker(words: str) -> bool:
    """Whether a line says what kind of text follows: "FOR IMMEDIATE RELEASE"."""
    return len(words) <= _LONGEST and _MARKER.match(words) is not None


def is_record_line(words: str) -> bool:
    """Whether a line is a record of a database of news: "LENGTH: 412 words"."""
    return len(words) <= _LONGEST and _RECORD.match(words) is not None


def is_contact(words: str) -> bool:
    """Whether a line names whom to ask about a press release."""
    return len(words) <= _LONGEST and _CONTACT.match(words) is not None


def is_end(words: str) -> bool:
    """Whether an article ends at a line: "###", "Notes to editors"."""
    return len(words) <= _LONGEST and _END.match(words) is not None


def is_sign_off(words: str) -> bool:
    """Whether a line under an article is a desk's or an agency's sign: "adj/hbr", "--IANS"."""
    return len(words) <= 40 and (_CODES.match(words) is not None or _SIGN_OFF.match(words) is not None)


def last_sign(words: str) -> re.Match[str] | None:
    """The sign of an agency at the end of the last paragraph of an article, with its name in `agency` or `agency2`."""
    return _LAST_SIGN.search(words, max(0, len(words) - _SIGN_LENGTH))


def is_about_makers(words: str) -> bool:
    """Whether a line names who helped with an article, or how to reach its author."""
    if _HELPERS.match(words) or _REPORTED.match(words):
        return True
    if len(words) > _LONGEST:
        return False
    is_help = _SOMEBODY.match(words) is not None and _HELPED.search(words) is not None
    return is_help or (_REACH.match(words) is not None and _AT.search(words) is not None)
