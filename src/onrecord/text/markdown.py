"""GitHub's Markdown with third-party text in it, which is shown unchanged and has no effects.

A comment on a pull request notifies everybody whom it mentions (`@name`), and adds a reference to each issue that it
names (`#1`, `GH-1`, a URL). Neither a backslash nor an entity prevents that, because GitHub looks at the rendered page;
a zero-width space does. Texts that the standard defines as Markdown, such as descriptions, stay as they are.
Sources: github.github.com/gfm; docs.github.com, "Basic writing and formatting syntax" and "Autolinked references".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from onrecord.text.printable import visible

_APART = "&#8203;"
# An underscore between letters has no effect.
_SPECIAL = re.compile(r"[\\`*<\[\]~$]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
# The beginning of a list, a quotation or a heading.
_LEADING = re.compile(r"^(?:[-+=#>]|\d{1,9}[.)])")
# Followed by a name or a number that GitHub or GitLab looks up, or by the rest of an address.
_LOOKED_UP = re.compile(
    r"@(?=\w)|[#!&](?=\d)|\bGH-(?=\d)|(?<=:)/(?=/)|\bwww(?=\.)|\b(?:mailto|xmpp)(?=:)", re.IGNORECASE
)
_LINE_BREAKS = re.compile(r"[\r\n][\r\n \t]*")
_IN_ADDRESSES = ":/?#[]@!$&'*+,;=%~"  # not quoted in URLs: all characters of RFC 3986 except parentheses
_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")


def plain(text: str) -> str:
    r"""A third-party text as one line of Markdown that shows it.

    Examples:
        >>> plain("thanks, @ida: *see* #7")
        'thanks, @&#8203;ida: \\*see\\* #&#8203;7'
    """
    line = visible(_LINE_BREAKS.sub(" ", text).strip())
    parts, at = [], 0
    for match in _LOOKED_UP.finditer(line):
        parts.append(line[at : match.end()])
        at = match.end()
    escaped = _APART.join(_SPECIAL.sub(r"\\\g<0>", part) for part in (*parts, line[at:]))
    return _LEADING.sub(lambda match: f"{match[0][:-1]}\\{match[0][-1]}", escaped)


def code(text: str) -> str:
    """A text as a code span, which shows it unchanged except that line breaks become blanks."""
    line = visible(_LINE_BREAKS.sub(" ", text))
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    pad = " " if line.strip() != line or "`" in (line[:1], line[-1:]) else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def link(text: str, url: str) -> str:
    """A link with a third-party text."""
    return f"[{plain(text)}]({quote(url, safe=_IN_ADDRESSES)})"


def grid(header: Iterable[str], rows: Iterable[Iterable[str]], numbers: int = 0) -> Iterator[str]:
    """The lines of a table.

    Args:
        header: the names of the columns, as Markdown.
        rows: the cells, as Markdown.
        numbers: how many of the last columns are numbers, which are aligned right.
    """
    names = list(header)
    yield f"| {' | '.join(map(_cell, names))} |"
    yield f"|{' --- |' * (len(names) - numbers)}{' ---: |' * numbers}"
    for row in rows:
        yield f"| {' | '.join(map(_cell, row))} |"


def _cell(text: str) -> str:
    """A cell with its bars escaped and without line breaks: both would end the cell, even in a code span."""
    return _BAR.sub(r"\1\\|", _LINE_BREAKS.sub(" ", text))
