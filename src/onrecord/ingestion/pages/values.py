"""What pages write for dates, addresses, languages and names, as the columns of the table `articles` hold it."""

from __future__ import annotations

import datetime
import email.utils
import re
import urllib.parse

from onrecord.ingestion.pages import precedence
from onrecord.ingestion.particulars import bare_byline, read_byline
from onrecord.ingestion.stamps import stamp_at_end
from onrecord.lang.en import lexicon, pages

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ]{1,2}(\d{2}:\d{2})(:\d{2})?(?:[.,]\d{1,9})?"
    r"\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?(?!\d)",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z?))?\Z")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?:\s+(\d{2}:\d{2})(:\d{2})?)?")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?\Z")
_PARTIAL = re.compile(r"\d{4}(?:-\d{2})?\Z")
# Years that an article can be of; others are defaults of programs.
_FIRST, _LAST = 1600, 2200
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,4}\Z", re.IGNORECASE)
_LONGEST_URL, _LONGEST_NAME, _LONGEST = 2_000, 120, 400
_NOT_NAMES = re.compile(r"https?:|www\.|[@<>{}\\\d]|\.(?:com|org|net)\b")
_BETWEEN = re.compile(r" ?(?:[;|•·]|,? (?:and|&) | / ) ?", re.IGNORECASE)
_AFTER = re.compile(r"(?:,\s|\s[–—|-]\s|\s\(|\s(?:in|for|at|on)\s(?=[A-Z\d])).{0,200}\Z")
_COMPANY = re.compile(rf", (?:{pages.COMPANIES})\b\.?\Z")
_BY = re.compile(
    r"(?:(?:words|text|story|report(?:ing|ed)?|written|posted|published) )?by:?\s+|(?:author|reporter)s?:\s+",
    re.IGNORECASE,
)


def date(value: str) -> str | None:
    """A date with its time and zone, as far as they are given, in EDTF; None if it is not a date.

    Examples:
        >>> date("2031-05-08T14:05:00.000+0100")
        '2031-05-08T14:05:00+01:00'
    """
    value = value.strip()[:80]
    if match := _ISO.match(value):
        return _moment(match[1], match[2], match[3], match[4])
    if match := _COMPACT.match(value):
        if not match[4]:
            return _moment("-".join(match.group(1, 2, 3)), None, None, None) or _of_epoch(value)
        return _moment("-".join(match.group(1, 2, 3)), f"{match[4]}:{match[5]}", f":{match[6] or '00'}", match[7])
    if match := _SLASHED.match(value):
        return _moment(f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}", match[4], match[5], None)
    if _EPOCH.match(value):
        return _of_epoch(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (ValueError, IndexError, TypeError, OverflowError):
        stamp = stamp_at_end(f" {value}")
        return (
            stamp.published
            if stamp and value[:1].isalnum()
            else value
            if _PARTIAL.match(value) and _FIRST <= int(value[:4]) <= _LAST
            else None
        )
    zone = moment.strftime("%z")
    return _moment(
        str(moment.date()), moment.strftime("%H:%M"), moment.strftime(":%S"), "Z" if zone == "+0000" else zone
    )


def _of_epoch(value: str) -> str | None:
    if not _EPOCH.match(value):
        return None
    moment = datetime.datetime.fromtimestamp(int(value[:10]), datetime.UTC)
    return _moment(str(moment.date()), moment.strftime("%H:%M"), moment.strftime(":%S"), "Z")


def _moment(day: str, time: str | None, seconds: str | None, zone: str | None) -> str | None:
    zone = (zone or "").upper()
    if zone in ("UTC", "GMT"):
        zone = "Z"
    elif len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    elif len(zone) == 3:
        zone += ":00"
    text = f"{day}T{time}{seconds or ':00'}{zone}" if time else day
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    is_default = (moment.year, moment.month, moment.day) == (1970, 1, 1)
    return text if _FIRST <= moment.year <= _LAST and not is_default else None


def url(value: str, base: str = "") -> str | None:
    """An absolute address without userinfo, fragment and what follows readers; None if it is not one of the web.

    Examples:
        >>> url("/news/ferry?utm_source=mail&id=7#top", "https://paper.example/")
        'https://paper.example/news/ferry?id=7'
    """
    value = value.strip()
    if not value or len(value) > _LONGEST_URL or value.endswith("://"):
        return None
    try:
        parts = urllib.parse.urlsplit(urllib.parse.urljoin(base, value))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s<>\"{}|\\^`]", host):
        return None
    host = f"[{host}]" if ":" in host else host
    pairs = [pair for pair in parts.query.split("&") if pair and not _is_tracking(pair.partition("=")[0].lower())]
    # What is not allowed in an address is written in percent signs, as browsers send it.
    path, query = (urllib.parse.quote(part, safe="/%:@!$&'()*+,;=?~-._") for part in (parts.path, "&".join(pairs)))
    return urllib.parse.urlunsplit((parts.scheme, f"{host}:{port}" if port else host, path or "/", query, ""))


def _is_tracking(name: str) -> bool:
    return name in precedence.TRACKING or name.startswith(precedence.TRACKING_PREFIXES)


def language(value: str) -> str | None:
    """A BCP 47 tag in its usual case; None if it is not a tag.

    Examples:
        >>> language("en_gb")
        'en-GB'
    """
    value = value.strip().replace("_", "-").split(",")[0].strip()
    if not _LANGUAGE.match(value) or value.lower() in ("und", "mul", "zxx"):
        return None
    first, *others = value.split("-")
    return "-".join(
        [first.lower(), *(p.upper() if len(p) == 2 else p.title() if len(p) == 4 else p.lower() for p in others)]
    )


def words(value: str) -> str | None:
    """A short text, such as the name of a section; None if it is empty, too long, or an address."""
    value = value.strip(" \xa0|–—-")
    return value if value and len(value) <= _LONGEST and not value.startswith(("http:", "https:")) else None


def names(value: str, *, is_structured: bool) -> list[str]:
    """The names of authors in the words of a page, without `By`, roles, addresses and accounts.

    Args:
        value: the words.
        is_structured: whether the page says that they are one author.

    Examples:
        >>> names("By Nora Pell, Staff Writer, and Ida Brandt", is_structured=False)
        ['Nora Pell', 'Ida Brandt']
    """
    value = value.strip()
    if not value or len(value) > _LONGEST:
        return []
    value = _BY.sub("", value, count=1) if _BY.match(value) else value
    if _COMPANY.search(value):
        return [value]
    signed = None if is_structured else read_byline(f"By {value}")
    found = signed or (None if is_structured else bare_byline(value))
    if found is not None:
        base = f"By {value}" if signed else value
        if found.authors:
            return [name.exact(base) for name in found.authors if _is_name(name.exact(base))]
        value = found.words.exact(base)  # a single word, or an outlet
    parts = [value] if is_structured and len(value.split()) <= 4 else [part.strip() for part in _BETWEEN.split(value)]
    parts = [piece for part in parts for piece in _listed(part)]
    parts = [part for part in parts if not is_post(part)] or parts[:1]
    cleaned = (_AFTER.sub("", part).strip(" ,.;:–—-") if not _is_organization(part) else part for part in parts)
    return [part for part in cleaned if _is_name(part) and (is_structured or _is_capitalized(part))]


def is_signature(words: str) -> bool:
    """Whether words begin as a byline: "Published by Nora Pell at 3:47pm"."""
    return _BY.match(words) is not None


def _is_capitalized(part: str) -> bool:
    listed = part.split()
    return part[0].isupper() and 2 * sum(word[0].isupper() for word in listed) >= len(listed)


def _listed(part: str) -> list[str]:
    """The names of a list with commas; words without a capital, or of a post, are not names."""
    listed = [piece.strip() for piece in part.split(",")]
    names = [piece for piece in listed if len(piece.split()) > 1 and not (len(listed) > 1 and is_post(piece))]
    return names or [piece for piece in listed[:1] if len(listed) == 1 or not is_post(piece)]


def _is_name(part: str) -> bool:
    is_short = 1 < len(part) <= _LONGEST_NAME and len(part.split()) <= 8
    return is_short and part.lower() not in precedence.ACCOUNTS and not _NOT_NAMES.search(part) and part[0].isalpha()


def is_post(part: str) -> bool:
    """Whether words name a post or an outlet, not a person."""
    return not pages.CREDENTIALS.isdisjoint(word.strip(".,").lower() for word in part.split())


def _is_organization(part: str) -> bool:
    return bool(_COMPANY.search(part)) or not lexicon.ORGANIZATIONS.isdisjoint(word.lower() for word in part.split())
