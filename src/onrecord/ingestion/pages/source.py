"""The source of a page as a reader of markup sees it: its runs of text, with their places.

Parsers of HTML do not show where a node comes from. Therefore the runs of text are numbered before the page is parsed:
each run is replaced by its number, and the parser's tree then shows which runs an element has, wherever the parser
moves them. The words are read from the source itself, so that the place of each character is known.
"""

from __future__ import annotations

import dataclasses
import html
import re

from onrecord.lang.en.lexicon import words

BLANKS = " \t\n\r\f"  # white space by the standard of HTML; a no-break space is not
# A character for private use before the number of a run.
MARK = "\ue000"
NUMBERS = re.compile(MARK + r"(\d{1,9});")
# Elements whose content is text, whatever it looks like.
_RAW = "script|style|xmp|iframe|noembed|noframes|title|textarea"
_ATTRIBUTES = r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+"""
# The blanks and the words before a tag, and the tag. No part can match in two ways (`++` and `*+` give nothing back),
# so that the scan is linear. Few tags begin like a raw element, and need no comparison with all of them.
_TOKEN = re.compile(
    rf"""[{BLANKS}]*+(?P<words>(?:[^<]++|<(?![a-z/!?]))*+)
    (?:(?P<comment><!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>|\Z)))
    |(?P<raw><(?=[sxint])(?P<name>{_RAW})(?=[\s/>]){_ATTRIBUTES}(?:>|\Z))(?P<inside>(?:[^<]++|<(?!/(?P=name)[\s/>]))*+)
    |(?P<tag><(?P<end>/?)(?P<element>[a-z][^\s/>]*+){_ATTRIBUTES}(?:>|\Z))
    |(?P<other><[^>]*+(?:>|\Z))
    |\Z)""",
    re.VERBOSE | re.IGNORECASE,
)
# Elements without content, and those that browsers close by themselves: they do not nest in each other.
_FLAT = words("""
    area base br col embed hr img input link meta param source track wbr p li dt dd tr td th tbody thead tfoot option
    optgroup a rp rt html head body
""")
_BLANKS = re.compile(f"[{BLANKS}]+")
# Character references, NULs, and white space that is shown as a single space.
_ODD = re.compile(r"&#[0-9]+;?|&#[xX][0-9a-fA-F]+;?|&[a-zA-Z][a-zA-Z0-9]{1,31};?|[ \t\n\r\f]{2,}|[\t\n\r\f]|\0+")


@dataclasses.dataclass(slots=True)
class Source:
    """The source of a page.

    Attributes:
        text: the page as decoded.
        markup: the same with the number of each run in place of its words, for a parser.
        starts: where each run begins.
        ends: where it ends; a run has no white space at its ends.
        breaks: the first white space or line break between a run and the run before, as start and end.
        depth: how deep its elements are nested, at most.
        title: the title of the page, as markup.
        data: what scripts with JSON-LD hold.
        elements: how many tags and runs of text it has.
    """

    text: str
    markup: str = ""
    starts: list[int] = dataclasses.field(default_factory=list)
    ends: list[int] = dataclasses.field(default_factory=list)
    breaks: list[tuple[int, int] | None] = dataclasses.field(default_factory=list)
    depth: int = 0
    title: str = ""
    data: list[str] = dataclasses.field(default_factory=list)
    elements: int = 0


def scan(text: str) -> Source:
    """The source of a page, with its runs of text."""
    source = Source(text)
    starts, ends, breaks = source.starts, source.ends, source.breaks
    # What the parser gets is copied up to a place, in stretches as long as possible.
    markup: list[str] = []
    copied = elements = depth = deepest = 0
    gap: tuple[int, int] | None = None
    for match in _TOKEN.finditer(text):
        before, (first, place) = match.start(), match.span("words")
        if before < place:
            elements += 1
        if before < first:
            gap = gap or (before, first)
        if first < place:
            end = first + len(text[first:place].rstrip(BLANKS))
            markup.append(f"{text[copied:first]}{MARK}{len(starts)};")
            copied = end
            starts.append(first)
            ends.append(end)
            breaks.append(gap)
            gap = (end, place) if end < place else None
        kind = match.lastgroup
        if kind == "tag":
            elements += 1
            name = match["element"].lower()
            if name not in _FLAT:
                if not match["end"]:
                    depth += 1
                    if depth > deepest:
                        deepest = depth
                elif depth:
                    depth -= 1
            elif name == "br":
                gap = gap or match.span("tag")
        elif kind == "inside":
            # The parser does not get what is inside: in a drawing it would take it for elements, however many.
            elements += 1
            opening, inside = match["raw"], match["inside"]
            if match["name"].lower() == "title":
                source.title = source.title or inside
            elif "ld+json" in opening.lower():
                source.data.append(inside)
            start, end = match.span("inside")
            markup.append(text[copied:start])
            copied = end
        elif kind == "comment":
            start, end = match.span("comment")
            markup.append(text[copied:start])
            copied = end
        elif kind == "other":
            elements += 1
    markup.append(text[copied:])
    source.markup = "".join(markup)
    source.depth, source.elements = deepest, elements
    return source


def is_plain(words: str) -> bool:
    """Whether words of the source are shown as they are."""
    return words.isprintable() and "&" not in words and "  " not in words


class Writer:
    """Writes the words of runs as a browser shows them, and notes where each stretch comes from.

    Attributes:
        length: the characters written so far.
        pieces: where they come from: start and end in the text, start and end in the source.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._parts: list[str] = []
        self.pieces: list[list[int]] = []
        self._space: tuple[int, int] | None = None
        self._has_space = False
        self.length = 0

    def run(self, number: int) -> None:
        """Adds a run."""
        text, place, end = self._source.text, self._source.starts[number], self._source.ends[number]
        words = text[place:end]
        if is_plain(words):
            self._put(words, place, end)
            return
        for match in _ODD.finditer(text, place, end):
            start, found = match.start(), match[0]
            shown = " " if found[0] in BLANKS else "" if found[0] == "\0" else html.unescape(found)
            if shown == found:
                continue
            self._plain(text[place:start], place)
            place = match.end()
            if shown.strip(BLANKS):
                self._put(shown, start, place)
            elif shown:
                self.space(start, place)
        self._plain(text[place:end], place)

    def space(self, start: int, end: int) -> None:
        """Adds white space, which is shown as a single space between words."""
        if not self._has_space and self.length:
            self._space, self._has_space = (start, end), True

    def break_before(self, number: int) -> None:
        """Adds the white space or the line break before a run."""
        text, start, end = self._source.text, self._source.starts[number], self._source.starts[number]
        while start and text[start - 1] in BLANKS:
            start -= 1
        place = (start, end) if start < end else self._source.breaks[number]
        if place is not None:
            self.space(*place)
        elif self.length:
            self._has_space = True  # between elements that touch in the source

    def _plain(self, words: str, place: int) -> None:
        if words:
            lead = len(words) - len(words.lstrip(" "))
            if lead:
                self.space(place, place + lead)
            bare = words.strip(" ")
            if bare:
                self._put(bare, place + lead, place + lead + len(bare))
            if bare and lead + len(bare) < len(words):
                self.space(place + lead + len(bare), place + len(words))

    def _put(self, words: str, start: int, end: int) -> None:
        if self._has_space:
            space, self._space, self._has_space = self._space, None, False
            if space:
                self._note(" ", *space)
            else:
                self._parts.append(" ")
                self.length += 1
        self._note(words, start, end)

    def _note(self, words: str, start: int, end: int) -> None:
        place, self.length = self.length, self.length + len(words)
        self._parts.append(words)
        if self.pieces and len(words) == end - start:
            before = self.pieces[-1]
            if before[1] == place and before[3] == start and before[1] - before[0] == before[3] - before[2]:
                before[1], before[3] = self.length, end
                return
        self.pieces.append([place, self.length, start, end])

    def written(self) -> str:
        """The text so far."""
        return "".join(self._parts)


def shown(text: str) -> str:
    r"""The words of a text of markup without tags, as a browser shows them.

    Examples:
        >>> shown("Fish &amp;\n  chips")
        'Fish & chips'
    """
    if "&" in text:
        text = html.unescape(text)
    return _BLANKS.sub(" ", text.replace("\0", "")).strip(" ")
