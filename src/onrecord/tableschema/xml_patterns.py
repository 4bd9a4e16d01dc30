"""The regular expressions of XML Schema, which Table Schema requires: recognized, and translated for Python.

Source: www.w3.org/TR/xmlschema-2/#regexs.
"""

from __future__ import annotations

import functools
import itertools
import re

LONGEST = 20_000  # characters of an expression
# The tokens of XML Schema's expressions; and, because nearly all authors use them, ^ and $ at the ends, and a backslash
# before a mark that needs no backslash.
_CLASS = r"\[\^?(?:[^\\\[\]]|\\.)+(?:-\[\^?(?:[^\\\[\]]|\\.)+\])?\]"
_TOKEN = re.compile(
    rf"""(?P<class>{_CLASS}) | (?P<escape>\\(?:[pP]\{{[A-Za-z0-9-]+\}}|[nrtsSiIcCdDwW]|[^\w\s]))
    | (?P<plain>[^.\\?*+()|\[\]{{}}^$] | [.|)] | \((?!\?) | ^\^ | \$\Z | (?:[?*+]|\{{\d+(?:,\d*)?\}})(?![?*+{{]))""",
    re.VERBOSE | re.DOTALL,
)
# Syntax that Python does not know, or reads in another way.
_OF_XML = re.compile(r"\\[pPiIcC]|-\[")
# And escapes with another meaning in Python: its \w has the underscore and no symbols, its \s all blanks of Unicode.
_OF_XSD = re.compile(rf"{_OF_XML.pattern}|\\[wWsS]")
_SUBTRACTED = re.compile(r"(?P<from>\[(?:[^\\\[]|\\.)+)-(?P<less>\[[^\]]+\])\]", re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:(?P<not>[pP])\{(?P<name>[A-Za-z0-9-]+)\}|(?P<multi>[iIcC])|(?P<short>[wWsS])|(?P<mark>.))", re.DOTALL
)
# The characters that XML names begin with, and those that may follow: categories of Unicode, and characters.
_NAME_START, _NAME_MORE = ("L", "Nl", "_", ":"), ("Nd", "M", ".", "·", "-")
_BLOCK = "Is"  # the prefix of the name of a Unicode block


@functools.lru_cache(4096)
def _tokens(pattern: str) -> tuple[re.Match[str], ...] | None:
    """The tokens of a pattern by the grammar of XML Schema; None if it does not follow that grammar."""
    found, at = [], 0
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if not token or len(pattern) > LONGEST:
            return None
        found.append(token)
        at = token.end()
    return tuple(found)


def is_of_standard(pattern: str) -> bool:
    """Whether a pattern is an expression of XML Schema, apart from ^ and $ around it."""
    return _tokens(pattern) is not None


@functools.lru_cache(4096)
def in_python(pattern: str, *, of_xsd: bool = False) -> str:
    r"""A pattern in the syntax of Python; `of_xsd` is whether `\w` and `\s` mean the same as in XML Schema, too.

    Raises:
        re.error: it names an unknown category.
    """
    tokens = _tokens(pattern) if (_OF_XSD if of_xsd else _OF_XML).search(pattern) else None
    if tokens is None:
        return pattern
    return "".join(
        token[0] if token["plain"] else _class_in_python(token[0], bool(token["class"]), of_xsd=of_xsd)
        for token in tokens
    )


def _class_in_python(text: str, is_class: bool, *, of_xsd: bool) -> str:
    def of(name: re.Match[str]) -> str:
        if name["mark"]:
            return name[0]
        if letter := name["short"]:
            ranges = _short(letter) if of_xsd else name[0]
            return ranges if is_class or not of_xsd else f"[{ranges}]"
        letter = name["name"] or name["multi"]
        if name["name"] and letter.startswith(_BLOCK):
            ranges = _block(letter, without=name["not"] == "P")
            return ranges if is_class else f"[{ranges}]"
        among = {"i": _NAME_START, "c": _NAME_START + _NAME_MORE}.get(letter.lower()) if name["multi"] else (letter,)
        ranges = _ranges(among or (), without=(name["not"] or letter) in ("P", "I", "C"))
        return ranges if is_class else f"[{ranges}]"

    if subtracted := _SUBTRACTED.fullmatch(text) if is_class else None:
        parts = (subtracted["less"], subtracted["from"] + "]")
        less, base = (_class_in_python(part, is_class=True, of_xsd=of_xsd) for part in parts)
        return f"(?:(?!{less}){base})"
    return _ESCAPE.sub(of, text)


def _short(letter: str) -> str:
    """The characters of XML Schema's `w`, `W`, `s` or `S`, as the inside of a set."""
    if letter.lower() == "w":
        return _ranges(("P", "Z", "C"), without=letter == "w")
    return r" \t\n\r" if letter == "s" else r"\x00-\x08\x0b\x0c\x0e-\x1f!-\U0010ffff"


@functools.cache
def _block(name: str, *, without: bool) -> str:
    """A Unicode block, such as `IsBasicLatin`, as the inside of a set; or all other characters.

    Raises:
        re.error: there is no such block.
    """
    from elementpath.regex import RegexError, unicode_subset

    try:
        ranges = unicode_subset(name).codepoints
    except (RegexError, KeyError):
        raise re.error(f"no such block as {name}") from None
    bounds = sorted(codes if isinstance(codes, tuple) else (codes, codes + 1) for codes in ranges)
    if without:
        ends = [0, *(code for pair in bounds for code in pair), 0x110000]
        bounds = [(first, end) for first, end in zip(ends[::2], ends[1::2], strict=True) if first < end]
    return "".join(f"\\U{first:08x}-\\U{end - 1:08x}" for first, end in bounds)


@functools.cache
def _ranges(among: tuple[str, ...], *, without: bool) -> str:
    """Unicode categories, of one letter or two, and characters, as the inside of a set; or all other characters.

    Raises:
        re.error: there is no such category.
    """
    import unicodedata

    known = {unicodedata.category(chr(code)) for code in range(0x3000)} | {"Cs", "Co", "Cn"}
    names = {name for name in known for prefix in among if name.startswith(prefix)}
    marks = {mark for mark in among if len(mark) == 1 and not mark.isalpha()}
    if len(names) < sum(each not in marks for each in among):
        raise re.error(f"no such category among {', '.join(among)}")
    are_in = [
        ((character := chr(code)) in marks or unicodedata.category(character) in names) != without
        for code in range(0x110000)
    ]
    parts, code = [], 0
    for is_in, run in itertools.groupby(are_in):
        first, code = code, code + sum(1 for _ in run)
        if is_in:
            parts.append(f"\\U{first:08x}-\\U{code - 1:08x}")
    return "".join(parts)
