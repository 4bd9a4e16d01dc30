"""What others wrote, made fit to be shown: without orders to a terminal, without the secrets of URLs.

Names, cells, paths, reasons of a server: none of it is ours, and all of it is printed somewhere. Whatever prints for
people prints it by `visible`; whatever names a URL, in a message, a file or a page, names its `address`.
"""

from __future__ import annotations

import json
import re
from typing import Any

# Control characters (C0, DEL, C1), marks that turn the direction of writing (UAX #9, and the marks of U+061C, U+200E,
# U+200F), separators of lines and paragraphs, halves of characters. What joins letters or emoji stays as it is.
_ODD = r"\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_HIDDEN = re.compile(f"[{_ODD}]")
_HIDDEN_IN_LINES = re.compile(f"(?![\n\t])[{_ODD}]")
# JSON escapes those below U+0020 by itself, and has line breaks of its own between its values.
_HIDDEN_IN_JSON = re.compile(f"(?![\x00-\x1f])[{_ODD}]")
# GitHub takes `::name ...::` at the start of a line of a log, and `##[name ...]` anywhere in it, for an order.
_COMMAND = re.compile(r"(?m)^(?P<space>[^\S\n]*):(?=:)|#(?=\[)(?<=##)")

_SCHEME = r"[A-Za-z][A-Za-z0-9+.\-]*"
# A URL that was taken for a path has one slash; what begins with one letter is a drive of Windows. No scheme is longer;
# without a bound, a text of letters alone would be searched from each of them to its end.
_BEGINNING = r"[A-Za-z][A-Za-z0-9+.\-]{1,40}:/{1,2}"
_URL = re.compile(rf"(?s)(?P<beginning>{_BEGINNING})(?P<rest>.*)")
_URL_IN_TEXT = re.compile(rf"{_BEGINNING}[^\s'\"<>`|]*")
# fsspec takes several URLs in a row; the `::` of an IPv6 address is within brackets.
_NEXT_URL = re.compile(rf"(?<![\[:])::(?={_SCHEME}(?::/|::|$))")
_HOST = re.compile(r"(?:\[[^\]@]*\]|[^@:\[\]]*)(?::[0-9]*)?")
_PARAMETER = re.compile(r"(?P<name>[?&][\w.~%\-]+=)[^\s&'\"<>`|]+")
_SHORTEST_SECRET = 4  # what is shorter is a part of too many words


def visible(text: str, *, lines: bool = False) -> str:
    r"""A text whose every character can be seen, and which no terminal and no log takes for an order.

    Args:
        text: what somebody else may have written.
        lines: let line breaks and tabs be; for a text of several lines of ours.

    Examples:
        >>> print(visible("red \x1b[31m and \u202eback"))
        red \x1b[31m and \u202eback
    """
    text = (_HIDDEN_IN_LINES if lines else _HIDDEN).sub(_escape, text)
    if "::" in text or "##[" in text:
        text = _COMMAND.sub(lambda match: f"{match['space'] or ''}\\x{ord(match[0][-1]):02x}", text)
    return text


def hides(text: str) -> bool:
    """Whether a text has characters, beside line breaks and tabs, that cannot be seen or change how it is shown."""
    return bool(_HIDDEN_IN_LINES.search(text))


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character)
    code = ord(character)
    return short or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def in_json(value: Any, limit: int) -> str:
    """A value of JSON as it is written there, cut off where it is longer than a limit."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except RecursionError:  # it was just not too deep to be read
        text = "["
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= limit else f"{text[:limit]}…"


def visible_in_page(value: Any) -> Any:
    """What a page shows of a value, for templates; HTML that the page has made is not a text of others."""
    return visible(value, lines=True) if type(value) is str else value


def visible_json(value: Any, *, indent: int | None = 2) -> str:
    """A value as JSON that a terminal shows as it is and that UTF-8 can hold; a reader of JSON gets the same value."""
    return escape_json(json.dumps(value, indent=indent, ensure_ascii=False))


def escape_json(text: str) -> str:
    """JSON in which characters that are not signs, and what a log takes for an order, are escaped."""
    return _HIDDEN_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text).replace("##[", "#\\u0023[")


def address(url: str) -> str:
    """A URL without user, password, query and fragment, for people and files; a path stays as it is.

    URLs that fsspec takes in a row, as in `zip://a.csv::https://...`, are each without them.

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
        # A password that should have been quoted, as one with a slash: it ends at the @, wherever that is.
        rest = rest.partition("@")[2] or host.partition(":")[0] + rest[len(host) :]
    return match["beginning"] + re.split("[?#]", rest, maxsplit=1)[0]


def without_secrets(text: str, *urls: str) -> str:
    """A text of a library, which may quote URLs, without their secrets.

    Args:
        text: the text.
        urls: the URLs at work, whose users, passwords and queries are taken out wherever they are quoted.
    """
    for secret in sorted({secret for url in urls for secret in _secrets_of(url)}, key=len, reverse=True):
        text = text.replace(secret, "…")
    text = _URL_IN_TEXT.sub(lambda match: _address_in_text(match[0]), text)
    return _PARAMETER.sub(lambda match: f"{match['name']}…", text)


def _address_in_text(url: str) -> str:
    kept = url.rstrip(").,;:!?]")
    return address(kept) + url[len(kept) :]


def _secrets_of(url: str) -> list[str]:
    from urllib.parse import unquote, unquote_plus  # it takes a while, and messages without URLs need none of it

    found = []
    for each in _NEXT_URL.split(url):
        if match := _URL.fullmatch(each):
            shown = _address(each).removeprefix(match["beginning"])
            before, _, after = match["rest"].partition(shown) if shown else (match["rest"], "", "")
            userinfo, (query, _, fragment) = before.rpartition("@")[0], after.removeprefix("?").partition("#")
            parameters = query.split("&")
            values = [parameter.partition("=")[2] for parameter in parameters]
            # A parser may take a password apart that should have been quoted, and quote a part of it.
            pieces = re.split(r"[:/?#@\\]", userinfo)
            found += [userinfo, *userinfo.split(":", 1), *pieces, fragment, query, *parameters, *values]
    return [
        secret for one in found for secret in {one, unquote(one), unquote_plus(one)} if len(secret) >= _SHORTEST_SECRET
    ]


def shown(value: str, limit: int = 60) -> str:
    """A value as a message shows it: quoted, on one line, its middle left out where it is long."""
    if len(value) > limit:
        value = f"{value[: limit // 2]}…{value[-(limit // 2) :]}"
    return repr(value)


def difference(one: str, other: str) -> tuple[str, str]:
    """Two unequal texts as a message shows them, each around the first character in which they differ."""
    pairs = enumerate(zip(one, other, strict=False))
    first = next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
    around = slice(max(0, first - 20), first + 40)
    return shown(one[around]), shown(other[around])
