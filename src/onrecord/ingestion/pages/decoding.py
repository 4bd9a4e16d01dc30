"""The encoding of a web page, as browsers choose it: byte order mark, header of the transfer, the page's own words."""

from __future__ import annotations

import codecs
import re

# Bytes at the beginning of a page in which it may declare its encoding; browsers read 1,024, pages write later.
_HEAD = 4096
# Bytes from which an undeclared encoding is guessed.
_SAMPLE = 64 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(rb"<meta\b[^<>]{0,400}", re.IGNORECASE)
_DECLARED = re.compile(rb"""\bcharset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)
_XML = re.compile(rb"""\A\s{0,9}<\?xml\b[^>]{0,100}?\bencoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""")

# What labels mean by https://encoding.spec.whatwg.org/#names-and-labels, where Python's codec of the name is another.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    # A page whose declaration can be read as bytes is in neither of them.
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
# Further codecs that a page may name; Python's others are not encodings of pages.
_OTHERS = (
    "utf-8 cp866 cp932 cp949 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 iso8859-2 iso8859-3"
    " iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r"
    " koi8-u mac-roman gb18030 big5hkscs euc_jp iso2022_jp"
)
_ALLOWED = frozenset(codecs.lookup(name).name for name in _OTHERS.split())


def decode(content: bytes, declared: str = "") -> tuple[str, str] | None:
    r"""The text of a page and the codec that gives it with `errors="replace"`; None if no encoding fits.

    Args:
        content: the page.
        declared: the encoding that the transfer declared; empty if it declared nothing.

    Examples:
        >>> decode(b"<meta charset=latin-1>\x93Yes\x94")
        ('<meta charset=latin-1>“Yes”', 'cp1252')
    """
    encoding = next((codec for mark, codec in _MARKS if content.startswith(mark)), None) or _named(declared)
    if encoding is None:
        metas = _META.findall(content, 0, _HEAD)
        found = next(filter(None, map(_DECLARED.search, metas)), None) or _XML.match(content)
        encoding = _named(found[1].decode("ascii")) if found else None
        if encoding != "utf-8" and _is_utf8(content):
            # Bytes of another encoding are never UTF-8 by chance: a saved page may keep the words of the old encoding.
            encoding = "utf-8"
        encoding = encoding or _guessed(content)
    return None if encoding is None else (content.decode(encoding, "replace"), encoding)


def _named(label: str) -> str | None:
    """The codec that a label means on the web; None if it means nothing there."""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return None
    name = _MEANT.get(name, name)
    return name if name in _ALLOWED else None


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guessed(content: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_SAMPLE]).best()
    return (_named(best.encoding) or "cp1252") if best is not None else None
