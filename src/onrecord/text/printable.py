"""Third-party text made safe to show: without commands to a terminal, without the secrets in URLs.

Names, cells, paths and a server's reasons are all third-party text, and all are printed somewhere. Code that prints for
people uses `visible`; code that names a URL, in a message, a file or a page, uses `address`.
"""

from __future__ import annotations

import json
import re
from typing import Any

# Control characters (C0, DEL, C1), marks that change the direction of writing (UAX #9, and U+061C, U+200E, U+200F),
# line and paragraph separators, lone surrogates. Characters that join letters or emoji are kept.
_ODD = r"\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_HIDDEN = re.compile(f"[{_ODD}]")
_HIDDEN_IN_LINES = re.compile(f"(?![\n\t])[{_ODD}]")
# JSON itself escapes the characters below U+0020, and may have line breaks between its values.
_HIDDEN_IN_JSON = re.compile(f"(?![\x00-\x1f])[{_ODD}]")
# GitHub reads `::name ...::` at the start of a line of a log, and `##[name ...]` anywhere in it, as a command.
_COMMAND = re.compile(r"(?m)^(?P<space>[^\S\n]*):(?=:)|#(?=\[)(?<=##)")

_SCHEME = r"[A-Za-z][A-Za-z0-9+.\-]*"
# A URL that was handled as a path has one slash; a single letter is a drive of Windows. No scheme is longer than the
# bound; without it, a text of letters alone would be searched to its end from each letter.
_BEGINNING = r"[A-Za-z][A-Za-z0-9+.\-]{1,40}:/{1,2}"
_URL = re.compile(rf"(?s)(?P<beginning>{_BEGINNING})(?P<rest>.*)")
_URL_IN_TEXT = re.compile(rf"{_BEGINNING}[^\s'\"<>`|]*")
# fsspec accepts several URLs in a row; the `::` of an IPv6 address is within brackets.
_NEXT_URL = re.compile(rf"(?<![\[:])::(?={_SCHEME}(?::/|::|$))")
_HOST = re.compile(r"(?:\[[^\]@]*\]|[^@:\[\]]*)(?::[0-9]*)?")
_PARAMETER = re.compile(r"(?P<name>[?&][\w.~%\-]+=)[^\s&'\"<>`|]+")
_SHORTEST_SECRET = 4  # characters; shorter strings are parts of too many words


def visible(text: str, *, lines: bool = False) -> str:
    r"""A text in which every character can be seen, and which no terminal or log reads as a command.

    Args:
        text: a text that may be third-party.
        lines: whether to keep line breaks and tabs, for a text of several lines that onrecord makes.

    Examples:
        >>> print(visible("red \x1b[31m and \u202eback"))
        red \x1b[31m and \u202eback
    """
    text = (_HIDDEN_IN_LINES if lines else _HIDDEN).sub(_escape, text)
    if "::" in text or "##[" in text:
        text = _COMMAND.sub(lambda match: f"{match['space'] or ''}\\x{ord(match[0][-1]):02x}", text)
    return text


def hides(text: str) -> bool:
    """Whether a text has characters other than line breaks and tabs that are invisible or change how it is shown."""
    return bool(_HIDDEN_IN_LINES.search(text))


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character)
    code = ord(character)
    return short or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def in_json(value: Any, limit: int) -> str:
    """A value in JSON syntax, cut off after `limit` characters."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except RecursionError:  # reading allows a little more depth than writing
        text = "["
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= limit else f"{text[:limit]}…"


def visible_in_page(value: Any) -> Any:
    """A value for templates: plain strings are made visible, HTML that the page itself made stays as it is."""
    return visible(value, lines=True) if type(value) is str else value


def visible_json(value: Any, *, indent: int | None = 2) -> str:
    """A value as JSON that is safe on a terminal and that UTF-8 can hold; a reader of JSON gets the same value."""
    return escape_json(json.dumps(value, indent=indent, ensure_ascii=False))


def escape_json(text: str) -> str:
    """JSON with invisible characters and the commands of logs escaped."""
    return _HIDDEN_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text).replace("##[", "#\\u0023[")


def address(url: str) -> str:
    """A URL without user, password, query and fragment, for people and files; a path stays as it is.

    In a row of URLs for fsspec, such as `zip://a.csv::https://...`, that holds for each URL.

    Examples:
        >>> address("https://ida:secret@example.org:8080/dist?token=secret")
        'https://example.org:8080/dist'
        >>> address("s3://key:sec/ret@bucket/dist")
        's3://bucket/dist'
    """
    return "::".join(map(_address, _NEXT_URL.split(url)))


def _address(url: str) -> str:
    match = _URL.fullmatch(url)
    if match is None:
        return url
    rest = match["rest"]
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if "@" in host:
        rest = rest[host.rfind("@") + 1 :]
    elif not _HOST.fullmatch(host):
        # A password that should have been quoted, such as a password with a slash: it ends at the @, wherever that is.
        rest = rest.partition("@")[2] or host.partition(":")[0] + rest[len(host) :]
    return match["beginning"] + re.split("[?#]", rest, maxsplit=1)[0]


def without_secrets(text: str, *urls: str) -> str:
    """A text of a library, which may quote URLs, without their secrets.

    Args:
        text: the text.
        urls: the URLs in use; their users, passwords and queries are removed wherever the text quotes them.
    """
    for secret in sorted({secret for url in urls for secret in _secrets_of(url)}, key=len, reverse=True):
        text = text.replace(secret, "…")
    text = _URL_IN_TEXT.sub(lambda match: _address_in_text(match[0]), text)
    return _PARAMETER.sub(lambda match: f"{match['name']}…", text)


def _address_in_text(url: str) -> str:
    kept = url.rstrip(").,;:!?]")
    return address(kept) + url[len(kept) :]


def _secrets_of(url: str) -> list[str]:
    from urllib.parse import unquote, unquote_plus  # slow to import, and messages without URLs do not need it

    found = []
    for each in _NEXT_URL.split(url):
        if match := _URL.fullmatch(each):
            shown = _address(each).removeprefix(match["beginning"])
            before, _, after = match["rest"].partition(shown) if shown else (match["rest"], "", "")
            userinfo, (query, _, fragment) = before.rpartition("@")[0], after.removeprefix("?").partition("#")
            parameters = query.split("&")
            values = [parameter.partition("=")[2] for parameter in parameters]
            # A parser may split a password that should have been quoted, and quote a part of it in a message.
            pieces = re.split(r"[:/?#@\\]", userinfo)
            found += [userinfo, *userinfo.split(":", 1), *pieces, fragment, query, *parameters, *values]
    return [
        secret
        for part in found
        for secret in {part, unquote(part), unquote_plus(part)}
        if len(secret) >= _SHORTEST_SECRET
    ]


def shown(value: str, limit: int = 60) -> str:
    """A value for a message: quoted, on one line, and without its middle if it is long."""
    if len(value) > limit:
        value = f"{value[: limit // 2]}…{value[-(limit // 2) :]}"
    return repr(value)


def difference(one: str, other: str) -> tuple[str, str]:
    """Two unequal texts for a message, each cut to the surroundings of the first difference."""
    pairs = enumerate(zip(one, other, strict=False))
    first = next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
    around = slice(max(0, first - 20), first + 40)
    return shown(one[around]), shown(other[around])
