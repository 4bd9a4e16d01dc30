"""The tree of a page as boxes and paragraphs: what a browser would lay out as blocks, with the runs of text in them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.ingestion.pages.classes import Kind, kinds_of
from onrecord.ingestion.pages.source import MARK, NUMBERS, Source
from onrecord.lang.en.lexicon import words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# Elements that begin a new block.
_BLOCKS = words("""
    html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table caption tbody td
    tfoot th thead tr ul amp-carousel amp-accordion
""")
# Elements whose text is not shown, or is the surface of a program.
_DROPPED = words("""
    script style template noscript iframe svg math canvas object embed video audio button select textarea datalist
    title head label dialog rt rp noframes noembed xmp progress meter map amp-ad amp-social-share amp-sidebar
    amp-analytics amp-consent amp-user-notification amp-iframe amp-embed amp-sticky-ad amp-lightbox
""")
# What is around an article, by the elements themselves.
_JUNK = frozenset(["nav", "aside", "footer", "form", "menu", "fieldset"])
_JUNK_ROLES = words("""
    navigation banner contentinfo complementary search dialog alertdialog alert toolbar menu menubar tooltip button
    form tablist
""")
# Attributes in which the makers of a page name an element.
_NAMES = ("class", "id", "data-component", "data-testid")
# The other attributes that say something of an element.
_TELLING = frozenset(("itemprop", "rel", "role", "hidden", "aria-hidden", "style"))
# Properties of schema.org that a standfirst has.
_STANDFIRSTS = frozenset({"description", "abstract", "alternativeHeadline"})
# Those that the body of an article has.
_BODIES = frozenset({"articleBody", "reviewBody"})
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_AROUND = Kind.JUNK | Kind.COMMENTS | Kind.TRAIL
# Characters of a line that ends with a break where all others do: of an address, or of the head of an old page.
_SHORT = 150
_CELLS = frozenset(("body", "center", "div", "td", "th"))  # where old pages have it
BREAK, SPACE = -1, -2  # among the runs of a paragraph


@dataclasses.dataclass(slots=True)
class Box:
    """An element that is a block.

    Attributes:
        number: its place among the boxes, which are in the order of the page.
        parent: the box around it.
        tag: its name.
        kinds: what its names say.
        properties: its `itemprop`s.
        is_junk_itself: whether its element, its role or its names say that it is around an article.
        is_junk: whether it or a box around it is so.
        first: the first of the paragraphs in it.
        end: the paragraph after it.
        prose: characters of paragraphs of prose in it, without links and junk; counted when all are known.
        all_prose: the same with junk.
        length: characters in it.
        linked: characters of links in it.
        asks: whether it has a field to fill in.
        cell: the innermost table or cell of a table that it is, or is in.
        level: of the heading that it is in, from 1; 0 if it is in no heading.
        near: what its names and those of the next boxes around it say; -1 before it is asked.
    """

    number: int
    parent: Box | None
    tag: str
    kinds: int = Kind.NOTHING
    properties: frozenset[str] = frozenset()
    is_junk_itself: bool = False
    is_junk: bool = False
    first: int = 0
    end: int = 0
    prose: int = 0
    all_prose: int = 0
    length: int = 0
    linked: int = 0
    asks: bool = False
    cell: Box | None = None
    level: int = 0
    near: int = -1

    def around(self) -> Iterator[Box]:
        """The box and all boxes around it, from the inner to the outer."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent


@dataclasses.dataclass(slots=True)
class Paragraph:
    """A stretch of runs without a block in between.

    Attributes:
        box: the innermost box.
        runs: numbers of runs, and `BREAK` and `SPACE` between them.
        length: characters, without those of credits.
        linked: characters in links.
        dated: characters in elements for times.
        kinds: what the names of the elements in it say.
        is_signed: whether an element in it is marked as the author.
    """

    box: Box
    runs: list[int]
    length: int = 0
    linked: int = 0
    dated: int = 0
    kinds: int = Kind.NOTHING
    is_signed: bool = False


# What attributes say of an element: kinds, properties, role, whether it is the author's, whether it is shown.
_Description = tuple[int, frozenset[str], str, bool, bool]
_NO_PROPERTIES: frozenset[str] = frozenset()
_PLAIN: _Description = (Kind.NOTHING, _NO_PROPERTIES, "", False, True)


# The state inside an element: its innermost box, whether it is in a link, whether it is in a time, what the names of
# the inline elements around it say, and whether one of them is marked as the author. A tuple, since a page needs
# thousands.
_State = tuple[Box, bool, bool, int, bool]


class Tree:
    """The boxes and paragraphs of a page.

    Attributes:
        boxes: in the order of the page.
        paragraphs: in the order of the page; those without words are left out.
    """

    def __init__(self, root: LexborNode, source: Source) -> None:
        self._source = source
        self._runs: list[int] = []
        self._paragraph: Paragraph | None = None
        self._linked: set[int] = set()
        self._dated: set[int] = set()
        self._kinds: dict[str, int] = {}  # by the names of an element: most are those of many
        self.boxes = [Box(0, None, "html")]
        self.paragraphs: list[Paragraph] = []
        self._walk(root)
        self._add_up()
        self.count()

    def _walk(self, root: LexborNode) -> None:
        nodes: Iterator[LexborNode] = iter((root,))
        inside: _State = (self.boxes[0], False, False, Kind.NOTHING, False)
        # The nodes that are left in the elements around the present one, and the states there.
        around: list[tuple[Iterator[LexborNode], _State]] = []
        while True:
            for node in nodes:
                tag = node.tag or ""
                if tag == "-text":
                    self._text(node.text_content or "", inside)
                elif tag == "br":
                    self._runs.append(BREAK)
                elif tag == "hr":
                    self._flush()
                elif tag == "input":
                    kind = (node.attributes.get("type") or "text").lower()
                    inside[0].asks |= kind in ("text", "email", "search", "tel")
                elif tag not in _DROPPED and tag[:1] not in "-!":
                    within = self._enter(node, tag, inside)
                    if within is not None:
                        around.append((nodes, inside))
                        nodes, inside = node.iter(include_text=True), within
                        break
            else:
                if not around:
                    break
                box = inside[0]
                nodes, inside = around.pop()
                if box is not inside[0]:
                    self._flush()
                    box.end = len(self.paragraphs)
        self._flush()
        self.boxes[0].end = len(self.paragraphs)

    def _enter(self, node: LexborNode, tag: str, outer: _State) -> _State | None:
        """The state inside an element; None if its text is not shown."""
        attributes = node.attributes
        kinds, properties, role, is_signed, is_shown = self._described(attributes) if attributes else _PLAIN
        if not is_shown:
            return None
        if (tag == "nav" or role == "navigation") and not kinds & Kind.TRAIL and not _is_trail(attributes):
            return None  # menus are most of the elements of many pages
        around, is_linked, is_dated, outer_kinds, is_outer_signed = outer
        is_signed |= is_outer_signed
        if tag not in _BLOCKS:
            if tag in ("cite", "small") and "caption" in around.tag:
                kinds |= Kind.CREDIT
            is_dated = is_dated or tag == "time" or bool(kinds & Kind.TIME)
            return around, is_linked or tag == "a", is_dated, kinds | outer_kinds, is_signed
        self._flush()
        is_junk = bool(tag in _JUNK or role in _JUNK_ROLES or kinds & _AROUND) and tag not in ("html", "body")
        if tag in ("article", "main") or role in ("article", "main"):
            kinds |= Kind.ARTICLE
        if not _BODIES.isdisjoint(properties):
            kinds |= Kind.BODY
        box = Box(len(self.boxes), around, tag, kinds, properties, is_junk, first=len(self.paragraphs))
        box.cell = box if tag in ("td", "th", "table") else around.cell
        box.level = int(tag[1]) if tag in _HEADINGS else around.level
        self.boxes.append(box)
        return box, is_linked, False, Kind.NOTHING, is_signed

    def _described(self, attributes: dict[str, str | None]) -> _Description:
        names = " ".join(filter(None, map(attributes.get, _NAMES)))
        kinds = self._kinds.get(names)
        if kinds is None:
            kinds = self._kinds[names] = kinds_of(names)
        if _TELLING.isdisjoint(attributes):
            return kinds, _NO_PROPERTIES, "", False, not kinds & Kind.HIDDEN
        if kinds & Kind.HIDDEN or _is_hidden(attributes):
            return kinds, _NO_PROPERTIES, "", False, False
        itemprop, rel = attributes.get("itemprop"), attributes.get("rel")
        properties = frozenset(itemprop.split()) if itemprop else _NO_PROPERTIES
        if properties & _STANDFIRSTS:
            kinds = (kinds & ~Kind.JUNK) | Kind.STANDFIRST  # "teaser" is a class of standfirsts, too
        is_signed = "author" in properties or (rel is not None and "author" in rel.lower().split())
        return kinds, properties, (attributes.get("role") or "").lower(), is_signed, True

    def _text(self, content: str, inside: _State) -> None:
        box, is_linked, is_dated, kinds, is_signed = inside
        if kinds & Kind.CREDIT:
            return
        runs, most = self._runs, len(self._source.starts)
        # Words of a page may look like a number of ours, after an element whose content is text to the parser alone.
        numbers = [number for number in map(int, NUMBERS.findall(content)) if number < most]
        if not numbers:
            if content:
                runs.append(SPACE)
            return
        if content[0] != MARK:
            runs.append(SPACE)
        paragraph = self._paragraph
        if paragraph is None or paragraph.box is not box:
            paragraph = self._paragraph = Paragraph(box, runs)
        if is_linked:
            self._linked.update(numbers)
        if is_dated:
            self._dated.update(numbers)
        paragraph.kinds |= kinds
        paragraph.is_signed |= is_signed
        runs += numbers
        if content[-1] != ";":
            runs.append(SPACE)

    def _flush(self) -> None:
        """Ends a paragraph; two line breaks divide it."""
        paragraph, runs = self._paragraph, self._runs
        self._paragraph = None
        if runs:
            self._runs = []
        if paragraph is None:
            return
        parts = _divided(runs, 2) if runs.count(BREAK) > 1 else [runs]
        if paragraph.box.tag in _CELLS or paragraph.kinds & (Kind.BYLINE | Kind.TIME):
            parts = [line for part in parts for line in self._lines(part)]
        for part in parts:
            own = paragraph if part is runs else dataclasses.replace(paragraph, runs=part)
            self._measure(own)
            self.paragraphs.append(own)

    def _measure(self, paragraph: Paragraph) -> None:
        """Counts the characters of a paragraph."""
        starts, ends = self._source.starts, self._source.ends
        for run in paragraph.runs:
            if run >= 0:
                length = ends[run] - starts[run]
                paragraph.length += length
                if run in self._linked:
                    paragraph.linked += length
                if run in self._dated:
                    paragraph.dated += length

    def _lines(self, part: list[int]) -> list[list[int]]:
        """The lines of a paragraph if all are short, as in the head of an old page; otherwise the paragraph."""
        if BREAK not in part:
            return [part]
        lines = _divided(part, 1)
        starts, ends = self._source.starts, self._source.ends
        lengths = (sum(ends[run] - starts[run] for run in line if run >= 0) for line in lines)
        return lines if all(length <= _SHORT for length in lengths) else [part]

    def below(self, box: Box) -> list[Box]:
        """A box and the boxes in it, in order."""
        end = box.number + 1
        inside = {box.number}
        while end < len(self.boxes) and (outer := self.boxes[end].parent) is not None and outer.number in inside:
            inside.add(end)
            end += 1
        return self.boxes[box.number : end]

    def _add_up(self) -> None:
        """Counts what is in each box."""
        for paragraph in self.paragraphs:
            box = paragraph.box
            box.length += paragraph.length
            box.linked += paragraph.linked
            if is_prose(paragraph):
                box.all_prose += paragraph.length - paragraph.linked
        for box in reversed(self.boxes):
            if (outer := box.parent) is not None:
                outer.length += box.length
                outer.linked += box.linked
                outer.all_prose += box.all_prose

    def count(self) -> None:
        """Finds what is in junk, and counts the prose in each box that is not."""
        for box in self.boxes:
            box.prose = 0
            box.is_junk = box.is_junk_itself or (box.parent is not None and box.parent.is_junk)
        for paragraph in self.paragraphs:
            if is_prose(paragraph) and not paragraph.box.is_junk:
                paragraph.box.prose += paragraph.length - paragraph.linked
        for box in reversed(self.boxes):
            if box.prose and box.parent is not None:
                box.parent.prose += box.prose


def is_prose(paragraph: Paragraph) -> bool:
    """Whether a paragraph is long enough for prose, and not mainly a link."""
    return paragraph.length >= 60 and 2 * paragraph.linked <= paragraph.length and not paragraph.box.level


def is_heading(paragraph: Paragraph) -> bool:
    """Whether a paragraph is in a heading."""
    return paragraph.box.level > 0


def _divided(runs: list[int], least: int) -> list[list[int]]:
    """Runs divided where there are some line breaks; parts without words are left out."""
    parts: list[list[int]] = [[]]
    breaks = 0
    for run in runs:
        if run == BREAK:
            breaks += 1
        elif run >= 0:
            if breaks >= least:
                parts.append([])
            breaks = 0
        parts[-1].append(run)
    return [part for part in parts if any(run >= 0 for run in part)]


def _is_trail(attributes: dict[str, str | None]) -> bool:
    """Whether a list of links says that it leads from the front page to this page."""
    return "crumb" in (attributes.get("aria-label") or "").lower()


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    """Whether an element is hidden by its attributes."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if style and ("none" in style or "hidden" in style):
        plain = style.replace(" ", "").lower()
        return "display:none" in plain or "visibility:hidden" in plain
    return False
