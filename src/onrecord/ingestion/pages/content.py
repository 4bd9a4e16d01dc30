"""The article among the paragraphs of a page: where it is, and what in its place does not belong to it."""

from __future__ import annotations

import collections
import dataclasses
import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from onrecord.ingestion.bylines import byline_at_end, read_byline
from onrecord.ingestion.captions import is_caption
from onrecord.ingestion.pages import values
from onrecord.ingestion.pages.classes import Kind
from onrecord.ingestion.pages.source import Source, Writer
from onrecord.ingestion.pages.tree import BREAK, SPACE, Box, Paragraph, Tree, is_heading, is_prose
from onrecord.ingestion.stamps import read_stamp
from onrecord.ingestion.zones import Zone
from onrecord.lang.en import pages
from onrecord.package.ids import fold

# The least characters of prose of an article: a brief has a sentence or two.
_LEAST = 90
# The share of the page's prose that a box with the name of a body must have, and that a body by density has.
_OF_NAMED, _OF_DENSE = 0.4, 0.9
# The share that the element of an article with the headline in it has, where others follow on the same page.
_OF_ARTICLE = 0.2
# The share of the named bodies that makes the largest of them the only one.
_OF_BODIES = 0.8
# Boxes around a paragraph whose names speak of it.
_NEAR = 4
# Characters of a byline, a label, a credit, a line with a date, and a caption without a name.
_BYLINE, _LABEL, _CREDIT, _STAMP, _CAPTION = 250, 60, 80, 120, 400
# Characters of a standfirst without a name, of a line of the page, and of its notice about rights.
_STANDFIRST, _LINE, _NOTICE = 40, 250, 320
# Words of the name of a section.
_SECTION = 4
# Characters of a form to sign up, or of an advertisement; and of the label over one.
_FORM, _PAID_LABEL = 500, 40
# How many times as many characters as those of links a body with the name of something else has.
_DENSITY = 3
# Characters of a teaser.
_TEASER = 900
# Words of a repetition, at least; and how many characters are compared to find all of a page.
_GRAM, _COMPARISONS = 4, 100_000_000
# Teasers that make a page a front: headings that are links, each with a summary or without.
_TEASERS = 5
# Characters of a headline.
_HEADLINE = 500
# Headings below the first level among which a headline is looked for.
_MOST_HEADINGS = 400
# Paragraphs after the headline among which a line has the date.
_NEAR_TITLE = 15

_LINK = re.compile(rf"(?:{pages.LINKS})\s*(?::|[>»›|–—]\s)\s*\S", re.IGNORECASE)
_SERVICE = re.compile(rf"[-–—*•\s]{{0,4}}(?:{pages.SERVICES})\s?[.:!»›>…*–-]{{0,3}}\Z", re.IGNORECASE)
_NOTE = re.compile(rf"[\[(*_•\s]{{0,4}}(?:(?:{pages.NOTES})\b\W{{0,3}}(?::|[–—-]\s)|{pages.AMENDED})", re.IGNORECASE)
_ENDING = re.compile(rf"(?:{pages.ENDINGS})", re.IGNORECASE)
_PAID = re.compile(rf"(?:{pages.PAID})\W{{0,3}}\Z", re.IGNORECASE)
_AD = re.compile(r"advertise?ments?(?: feature)?\Z", re.IGNORECASE)
_RIGHTS = re.compile(pages.RIGHTS, re.IGNORECASE)
_WALL = re.compile(pages.WALLS, re.IGNORECASE)
_PICTURE = re.compile(rf"(?<!\w)(?:{pages.PICTURE_CREDITS})", re.IGNORECASE)
_MAKER = re.compile(pages.MAKERS, re.IGNORECASE)
_OFFER = re.compile(pages.OFFERS, re.IGNORECASE)
_INVITATION = re.compile(pages.INVITATIONS, re.IGNORECASE)
# What a line of the page is set off with.
_MARKS = " \xa0[]()*–—-•|=_"
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclasses.dataclass(slots=True)
class Part:
    """A paragraph of the article.

    Attributes:
        text: its words.
        zone: what it is; None if only its words can show it.
        pieces: where its words come from: start and end in `text`, start and end in the source.
    """

    text: str
    zone: Zone | None
    pieces: list[list[int]]


@dataclasses.dataclass(slots=True)
class _Candidate:
    """A paragraph in the place of the article.

    Attributes:
        number: its place among the paragraphs of the page.
        paragraph: what the tree says of it.
        part: its words.
        zone: what it is; None if it does not belong to the article.
    """

    number: int
    paragraph: Paragraph
    part: Part
    zone: Zone | None


def write(paragraph: Paragraph, source: Source) -> Part:
    """The words of a paragraph, as a part of the body."""
    writer, has_space = Writer(source), False
    for run in paragraph.runs:
        if run in (BREAK, SPACE):
            has_space = True
            continue
        if has_space:
            writer.break_before(run)
            has_space = False
        writer.run(run)
    return Part(writer.written(), Zone.BODY, writer.pieces)


def _kinds(paragraph: Paragraph) -> int:
    """What the names of the elements near a paragraph say of it."""
    box = paragraph.box
    if box.near < 0:
        box.near = 0
        for outer in itertools.islice(box.around(), _NEAR):
            if outer.tag in ("article", "main", "body") or outer.kinds & Kind.BODY:
                break
            box.near |= outer.kinds
    return paragraph.kinds | box.near


# Says the zone of a paragraph by its number and its words; None if it does not belong to the article.
_Rule = Callable[[int, Paragraph, str], Zone | None]


class Page:
    """The paragraphs of a page, and the article among them.

    Attributes:
        title: the headline; None if the page shows no headline.
        bylines: the lines that name the authors.
    """

    def __init__(self, tree: Tree, source: Source, headlines: Sequence[str] = (), names: Sequence[str] = ()) -> None:
        self._tree, self._source = tree, source
        self.bylines: list[str] = []
        self._texts: dict[int, Part] = {}
        self._title = self._find_title([fold(words) for words in headlines], {fold(name) for name in names})
        if self._title is not None:
            for box in tree.paragraphs[self._title].box.around():
                box.is_junk_itself &= box.tag == "nav"
        for box in tree.boxes:
            if "articleBody" in box.properties:
                for outer in box.around():
                    outer.is_junk_itself = False
        tree.count()
        self._mark_offers()
        self._mark_teasers()
        self._restore()
        self.title = self._part(self._title).text if self._title is not None else None

    def _part(self, number: int) -> Part:
        part = self._texts.get(number)
        if part is None:
            part = self._texts[number] = write(self._tree.paragraphs[number], self._source)
        return part

    def _find_title(self, headlines: list[str], names: set[str]) -> int | None:
        """The headline: the heading of the first level that says what the metadata say, or the first of them."""
        tops, others = [], []
        for number, paragraph in enumerate(self._tree.paragraphs):
            box = paragraph.box
            if paragraph.length > _HEADLINE or (
                box.is_junk and any(outer.kinds & Kind.COMMENTS for outer in box.around())
            ):
                continue
            if box.level == 1:
                tops.append(number)
            elif box.level or _kinds(paragraph) & Kind.HEADLINE:
                others.append(number)
        tops = [
            number for number in tops if (words := fold(self._part(number).text)) in headlines or words not in names
        ]
        for group, least in ((tops, 0.5), (others[:_MOST_HEADINGS], 0.8)):
            scored = [
                (max((_likeness(fold(self._part(number).text), line) for line in headlines), default=0.0), -number)
                for number in group
            ]
            likeness, number = max(scored, default=(0.0, 0))
            if likeness >= least:
                return -number
        paragraphs = self._tree.paragraphs
        free = [number for number in tops if all(box.tag != "nav" for box in paragraphs[number].box.around())]
        # A heading that is a link is often the name of the outlet, which leads to its front page.
        return min(
            free,
            key=lambda n: (paragraphs[n].box.is_junk, 2 * paragraphs[n].linked > paragraphs[n].length, n),
            default=None,
        )

    def _mark_teasers(self) -> None:
        """Finds the boxes of links to other articles: each has a heading that is a link, and perhaps a summary."""
        tree = self._tree
        counts = [0] * len(tree.boxes)
        heads: list[Box] = []
        before = -2
        for number, paragraph in enumerate(tree.paragraphs):
            if number == self._title:
                counts[paragraph.box.number] = 2 * _TEASERS  # no box around the headline is a teaser
            elif is_heading(paragraph) and 2 * paragraph.linked > paragraph.length:
                if number != before + 1:  # a second heading is of the same teaser
                    heads.append(paragraph.box)
                    counts[paragraph.box.number] += 1
                before = number
        for box in reversed(tree.boxes):
            if box.parent is not None:
                counts[box.parent.number] += counts[box.number]
        found = []
        for head in heads:
            outer = itertools.takewhile(
                lambda b: counts[b.number] == 1 and b.length <= _TEASER and not _is_body(b), head.around()
            )
            wrapper = list(outer)[-1:]
            if wrapper and wrapper[0].length > head.length:
                found += wrapper
        for box in found if len(found) > 1 else ():
            box.is_junk_itself = True

    def _restore(self) -> None:
        """Takes boxes that have most of an article's prose for what they are, whatever their names say."""
        tree = self._tree
        everything = tree.boxes[0]
        title = tree.paragraphs[self._title].box if self._title is not None else everything
        scope = next((box for box in title.around() if box.tag in ("article", "main") and box.all_prose), everything)
        inside = tree.below(scope)
        is_bare = scope.prose < _LEAST
        tree.count()
        for box in inside:
            is_large = box.all_prose > 2 * scope.prose
            is_other = box.tag == "nav" or (box.tag == "aside" and not is_bare) or box.kinds & Kind.COMMENTS
            if box.is_junk_itself and (is_large or is_bare) and not is_other and _DENSITY * box.linked < box.length:
                box.is_junk_itself = False
        tree.count()

    def _mark_offers(self) -> None:
        """Finds the boxes around fields to fill in, such as those for signing up, and around what is paid for."""
        asking = [box for box in self._tree.boxes if box.asks]
        for paragraph in self._tree.paragraphs:
            if paragraph.length > _PAID_LABEL or paragraph.linked:
                continue
            words = self._label(paragraph)
            if _AD.match(words):
                bare = itertools.takewhile(lambda b: not b.prose and _is_offer(b), paragraph.box.around())
                for box in list(bare)[-1:]:
                    box.is_junk_itself = True
            elif _PAID.match(words):
                asking.append(paragraph.box)
        for box in asking:
            for outer in list(itertools.takewhile(_is_offer, box.around()))[-1:]:
                outer.is_junk_itself = True

    def _label(self, paragraph: Paragraph) -> str:
        """The words of the first run of a paragraph, without marks around them."""
        source, run = self._source, next(run for run in paragraph.runs if run >= 0)
        return source.text[source.starts[run] : source.ends[run]].strip(_MARKS)

    def published(self) -> str | None:
        """The day of publication on a line by itself near the headline."""
        body = self._body() if self._title is None else None
        first = self._title if self._title is not None else max(0, body.first - _NEAR_TITLE) if body is not None else 0
        for number in range(first, min(first + 2 * _NEAR_TITLE, len(self._tree.paragraphs))):
            if number == self._title or self._tree.paragraphs[number].length > _STAMP:
                continue
            stamp = read_stamp(self._part(number).text)
            if stamp is not None and stamp.published is not None:
                return stamp.published
        return None

    def section(self) -> str | None:
        """The label above the headline that leads to a section."""
        if self._title is None:
            return None
        title = self._tree.paragraphs[self._title]
        head = {
            box.number for box in itertools.islice(title.box.around(), 3) if box.tag not in ("body", "html", "main")
        }
        found: list[str] = []
        for number in range(self._title - 1, max(-1, self._title - _NEAR_TITLE), -1):
            paragraph, words = self._tree.paragraphs[number], self._part(number).text
            near = list(itertools.islice(paragraph.box.around(), _NEAR))
            is_link = 2 * paragraph.linked > paragraph.length and len(words.split()) <= _SECTION
            if is_link and any(box.kinds & Kind.LABEL and box.tag not in ("section", "body") for box in near):
                return words
            if any(box.kinds & Kind.TRAIL for box in near):
                found += reversed(re.split(r"\s[>›»/|]\s", words))
            elif is_link and any(box.number in head for box in near[:2]) and not _SERVICE.match(words):
                found.insert(0, words)
        for number in range(self._title + 1, min(self._title + _NEAR, len(self._tree.paragraphs))):
            paragraph, words = self._tree.paragraphs[number], self._part(number).text
            if 2 * paragraph.linked > paragraph.length and (_kinds(paragraph) & Kind.LABEL):
                found.append(words)
        names = (name.strip(" \xa0>›»/|") for name in found)
        return next(
            (name for name in names if name and len(name.split()) <= _SECTION and not self._is_home(name)), None
        )

    def _is_home(self, words: str) -> bool:
        return bool(_SERVICE.match(words)) or (self.title is not None and fold(words)[:20] == fold(self.title)[:20])

    def is_front(self) -> bool:
        """Whether the page leads to articles, and is not an article itself."""
        title = self._title
        teasers, summaries = 0, 0
        for number, paragraph in enumerate(self._tree.paragraphs):
            if number == title or paragraph.box.is_junk:
                continue
            if is_heading(paragraph) and 2 * paragraph.linked > paragraph.length:
                teasers += 1
                after = self._tree.paragraphs[number + 1 : number + 3]
                summaries += sum(other.length - other.linked for other in after if is_prose(other))
        return teasers >= _TEASERS and summaries >= 0.6 * self._tree.boxes[0].prose

    def parts(self) -> list[Part]:
        """The paragraphs of the article, in order; empty if there is no article."""
        body = self._body()
        if body is None:
            return []
        title = self._title if self._title is not None and self._title < body.end else None
        whole = self._whole(body)
        candidates = [*self._before(title, body, whole), *self._inside(title, body), *self._after(body, whole)]
        _drop_repetitions(candidates)
        _drop_ending(candidates)
        _drop_empty_headings(candidates)
        kept = [candidate for candidate in candidates if candidate.zone is not None]
        if sum(len(c.part.text) for c in kept if c.zone is Zone.BODY) < _LEAST:
            return []
        is_open = self._title is None
        for candidate in kept:
            is_open &= not is_prose(candidate.paragraph)
            # Without a heading, only the words of the first lines show what they are.
            candidate.part.zone = None if is_open and candidate.zone is not Zone.CAPTION else candidate.zone
        return [candidate.part for candidate in kept]

    def all_parts(self) -> list[Part]:
        """The paragraphs of a fragment, of which only lines of the page are left out."""
        candidates = list(self._candidates(range(len(self._tree.paragraphs)), self._inner))
        _drop_repetitions(candidates)
        for candidate in candidates:
            candidate.part.zone = candidate.zone or Zone.BODY
        return [candidate.part for candidate in candidates if candidate.zone is not None]

    def _body(self) -> Box | None:
        """The box of the article's body: by its property or name if it has enough prose, or else by density."""
        scope = self._scope()
        boxes = self._tree.below(scope)
        total = scope.prose
        if total < _LEAST:
            return None
        named = [box for box in boxes if "articleBody" in box.properties and box.prose >= _OF_NAMED * total]
        named = named or [
            box for box in boxes if box.kinds & Kind.BODY and box.prose and box.tag not in ("html", "body")
        ]
        chosen = _together(named) if named else None
        if chosen is not None and chosen.prose >= _OF_NAMED * total:
            return chosen
        articles = [box for box in boxes if (box.tag in ("article", "main")) and box.prose >= _OF_NAMED * total]
        start = max(articles, key=lambda box: (box.prose, box.number), default=scope)
        return _dense(boxes, start)

    def _scope(self) -> Box:
        """The box of the article that the headline is in, or the whole page: there may be further articles below."""
        everything = self._tree.boxes[0]
        if self._title is None:
            return everything
        for box in self._tree.paragraphs[self._title].box.around():
            is_one = box.tag == "article" or "articleBody" in box.properties
            if is_one and box.prose >= max(_LEAST, _OF_ARTICLE * everything.prose):
                return box
        return everything

    def _whole(self, body: Box) -> Box:
        """The box of the article with its head: it has the headline."""
        title = self._tree.paragraphs[self._title].box if self._title is not None else None
        outer = set() if title is None else {box.number for box in title.around()}
        for box in body.around():
            if box.tag in ("article", "main") or box.kinds & Kind.ARTICLE or box.number in outer:
                return (
                    box if title is None or box.number in outer else next(b for b in box.around() if b.number in outer)
                )
        return body

    def _candidates(self, numbers: range, rule: _Rule) -> Iterator[_Candidate]:
        for number in numbers:
            paragraph = self._tree.paragraphs[number]
            if paragraph.box.is_junk and not self._may_be_note(paragraph):
                yield _Candidate(number, paragraph, Part("", None, []), None)
                continue
            part = self._part(number)
            yield _Candidate(number, paragraph, part, rule(number, paragraph, part.text))

    def _may_be_note(self, paragraph: Paragraph) -> bool:
        return bool(_kinds(paragraph) & Kind.NOTE) or _NOTE.match(self._label(paragraph)) is not None

    def _before(self, title: int | None, body: Box, whole: Box) -> list[_Candidate]:
        """The paragraphs from the headline to the body, and captions above the headline."""
        if title is not None and title >= body.first:
            return []
        first = whole.first if title is None else min(whole.first, title)
        return list(self._candidates(range(first, body.first), self._head))

    def _inside(self, title: int | None, body: Box) -> list[_Candidate]:
        if title is None or title < body.first:
            return list(self._candidates(range(body.first, body.end), self._inner))
        begins = next(
            (n for n in range(title + 1, body.end) if self._begins(n)),
            body.end,
        )
        return [
            *self._candidates(range(body.first, begins), self._head),
            *self._candidates(range(begins, body.end), self._inner),
        ]

    def _is_story(self, paragraph: Paragraph) -> bool:
        is_other = _kinds(paragraph) & (Kind.STANDFIRST | Kind.BYLINE | Kind.TIME | Kind.CAPTION)
        return not paragraph.box.is_junk and not is_other and is_prose(paragraph)

    def _begins(self, number: int) -> bool:
        """Whether the story begins with a paragraph: the first of prose that does not name the authors."""
        paragraph = self._tree.paragraphs[number]
        return self._is_story(paragraph) and not _is_byline(paragraph, _kinds(paragraph), self._part(number).text)

    def _after(self, body: Box, whole: Box) -> list[_Candidate]:
        """Notes after the body."""
        found = self._candidates(range(body.end, max(body.end, whole.end)), self._note)
        return [candidate for candidate in found if candidate.zone is not None]

    def _note(self, number: int, paragraph: Paragraph, words: str) -> Zone | None:
        """The zone of a correction or a note by the editors; None for everything else."""
        if _is_note(paragraph, words) and not _is_line(paragraph, words):
            return Zone.BODY
        return None

    def _head(self, number: int, paragraph: Paragraph, words: str) -> Zone | None:
        """The zone of a paragraph around the headline."""
        if number == self._title:
            return Zone.HEADLINE
        if paragraph.box.is_junk:
            return self._note(number, paragraph, words)
        kinds = _kinds(paragraph)
        if self._title is not None and number > self._title and _is_byline(paragraph, kinds, words):
            self.bylines.append(words)
            # With a date, or how long it takes to read, the line is of the page.
            return None if re.search(r"\d", words) else Zone.BYLINE
        if _is_caption(paragraph, kinds, words):
            return self._caption(number)
        if _is_line(paragraph, words) or self._title is None or number < self._title:
            return None
        if is_heading(paragraph) and kinds & Kind.STANDFIRST and words.endswith(":"):
            return Zone.HEADLINE  # of a list of the main points
        if kinds & (Kind.BYLINE | Kind.TIME | Kind.LABEL | Kind.CREDIT) and not kinds & Kind.STANDFIRST:
            return None
        if _is_note(paragraph, words) or kinds & Kind.STANDFIRST:
            return Zone.BODY
        is_long = paragraph.length >= _STANDFIRST and 2 * paragraph.linked < paragraph.length
        return Zone.BODY if is_long and paragraph.box.tag in ("p", "h2", "h3", "div", "li", "td") else None

    def _inner(self, number: int, paragraph: Paragraph, words: str) -> Zone | None:
        """The zone of a paragraph in the place of the body."""
        if number == self._title:
            return Zone.HEADLINE
        if paragraph.box.is_junk:
            return self._note(number, paragraph, words)
        kinds = _kinds(paragraph)
        if _is_caption(paragraph, kinds, words):
            return self._caption(number)
        if _is_line(paragraph, words) or (kinds & Kind.CREDIT and len(words) < _CREDIT):
            return None
        if self.title is not None and len(words) > _STANDFIRST and fold(words) == fold(self.title):
            return None
        if is_heading(paragraph):
            return Zone.HEADLINE if not kinds & Kind.LABEL else None
        if kinds & (Kind.TIME | Kind.LABEL) and len(words) < _LABEL:
            return None
        if byline_at_end(words) or (read_byline(words) and len(words) < _BYLINE):
            self.bylines.append(words)
            return None if re.search(r"\d", words) else Zone.BYLINE
        if (kinds & Kind.BYLINE or paragraph.is_signed or (kinds & Kind.LIVE and _is_names(words))) and not is_prose(
            paragraph
        ):
            return None  # of an entry of a live blog, or of a box about the author
        cell = next((box for box in paragraph.box.around() if box.tag in ("td", "th", "table")), None)
        return None if cell is not None and not cell.prose else Zone.BODY

    def _caption(self, number: int) -> Zone | None:
        """The zone of a caption, whose end that names the source of the picture is cut off."""
        part = self._part(number)
        if _SERVICE.match(part.text) or _OFFER.match(part.text):
            return None
        cut(part, _credit_start(part.text))
        return Zone.CAPTION if part.text else None


def _credit_start(words: str) -> int:
    """Where the words of a caption end, before those that name who made the picture."""
    opening = words.rfind("(")
    inside = words[opening + 1 :].rstrip(").")
    before = words[:opening].rstrip() if opening >= 0 else ""
    is_last = words.rstrip(".").endswith(")") and inside[:1].isupper() and len(inside) <= 2 * _CREDIT
    if before and is_last and (before[-1] in '.!?”"’' or _MAKER.search(inside)):
        return len(before)
    slash = words.rfind("/")
    if slash > 0 and words[:slash].rstrip()[-1:] in (".", "!", "?") and words[slash + 1 :].lstrip()[:1].isupper():
        return len(words[:slash].rstrip())
    for match in _PICTURE.finditer(words, max(0, len(words) - 2 * _CREDIT)):
        rest = words[match.end() :].rstrip(" .)")
        if len(rest) <= _CREDIT and not any(mark in rest for mark in ".!?"):
            return len(words[: match.start()].rstrip(" |(/–—-"))
    return len(words)


def _is_credited(words: str) -> bool:
    """Whether words end as a caption does: with the maker of a picture in parentheses after a sentence."""
    opening = words.rfind("(")
    before = words[:opening].rstrip() if opening > 0 else ""
    inside = words[opening + 1 :].rstrip(").")
    is_last = words.endswith(")") and inside[:1].isupper() and len(inside) <= 2 * _CREDIT
    return is_last and before[-1:] in (".", "!", "?", "”") and _MAKER.search(inside) is not None


def _is_offer(box: Box) -> bool:
    return box.length <= _FORM and not _is_whole(box)


def _is_body(box: Box) -> bool:
    return box.tag in ("main", "body", "html") or bool(box.kinds & Kind.BODY and box.prose > _TEASER // 2)


def _is_whole(box: Box) -> bool:
    return box.tag in ("article", "main", "body", "html") or bool(box.kinds & (Kind.BODY | Kind.ARTICLE))


def cut(part: Part, end: int) -> None:
    """Cuts the text of a part off at a place."""
    part.text = part.text[:end].rstrip()
    length = len(part.text)
    pieces = [piece for piece in part.pieces if piece[0] < length]
    if pieces and pieces[-1][1] > length:
        start, _, first, _ = pieces[-1]
        pieces[-1] = [start, length, first, first + length - start]
    part.pieces = pieces


def _is_caption(paragraph: Paragraph, kinds: int, words: str) -> bool:
    may_be = len(words) < _CAPTION and (")" in words[-3:] or paragraph.box.tag != "p")
    if may_be and (_is_credited(words) or is_caption(words)):
        return True
    return bool(kinds & Kind.CAPTION) or any(
        box.tag in ("figcaption", "caption") for box, _ in zip(paragraph.box.around(), range(_NEAR), strict=False)
    )


def _is_byline(paragraph: Paragraph, kinds: int, words: str) -> bool:
    """Whether a paragraph under the headline names the authors."""
    if len(words) > _BYLINE or paragraph.box.is_junk or len(words.split()) < 2 or read_stamp(words):
        return False
    if read_byline(words):
        return True
    is_named = bool(kinds & Kind.BYLINE) or paragraph.is_signed or values.is_signature(words)
    return is_named and not _SERVICE.match(words) and bool(values.names(words, is_structured=False))


def _is_note(paragraph: Paragraph, words: str) -> bool:
    if 2 * paragraph.linked > paragraph.length:
        return False
    return bool(_NOTE.match(words)) or (bool(_kinds(paragraph) & Kind.NOTE) and is_prose(paragraph))


def _is_line(paragraph: Paragraph, words: str) -> bool:
    """Whether a paragraph is a line of the page: a link, a date, an invitation."""
    if paragraph.linked >= 0.8 * paragraph.length:
        return True
    if 2 * paragraph.dated > paragraph.length or not _LETTER.search(words) or _SERVICE.match(words.strip(_MARKS)):
        return True
    if len(words) < _NOTICE and _RIGHTS.search(words):
        return True
    if len(words) > _LINE:
        return False
    if 5 * paragraph.linked > 2 * paragraph.length and re.search(r"\w [|•·/] \w", words):
        return True
    if _is_among_links(paragraph):
        return True
    if _WALL.match(words) or _OFFER.match(words.strip(_MARKS)) or _INVITATION.search(words):
        return True
    if _LINK.match(words) and 3 * paragraph.linked > paragraph.length:
        return True
    return len(words) <= _STAMP and read_stamp(words) is not None


def _is_among_links(paragraph: Paragraph) -> bool:
    """Whether a short paragraph is in a box of links, such as the heading of a list of them."""
    for box, _ in zip(paragraph.box.around(), range(_NEAR), strict=False):
        if box.tag in ("article", "main", "body") or box.prose or box.kinds & Kind.BODY:
            return False
        if box.length > paragraph.length and 2 * box.linked > box.length:
            return True
    return False


def _is_names(words: str) -> bool:
    """Whether words may be names of authors: few, and mostly in capitals."""
    found = words.split()
    return 0 < len(found) <= 16 and sum(word[0].isupper() for word in found) * 2 >= len(found)


def _likeness(first: str, second: str) -> float:
    """How alike two headlines are: the share of their words that both have."""
    if first == second:
        return 1.0
    mine, theirs = set(_WORD.findall(first)), set(_WORD.findall(second))
    both = len(mine & theirs)
    return 2 * both / (len(mine) + len(theirs)) if min(len(mine), len(theirs)) > 2 else 0.0


def _together(named: list[Box]) -> Box | None:
    """The largest of boxes, or if none of them has nearly all of their prose, the box around them."""
    inner: dict[int, Box] = {}
    outermost = []
    for box in named:  # in the order of the page, so that outer boxes come first
        if not any(outer.number in inner for outer in box.around()):
            outermost.append(box)
        inner[box.number] = box
    total = sum(box.prose for box in outermost)
    best = max(outermost, key=lambda box: box.prose)
    if best.prose < _OF_BODIES * total:
        counts = collections.Counter(
            outer.number for box in outermost if 20 * box.prose >= total for outer in box.around()
        )
        most = max(counts.values())
        around = [outer for outer in best.around() if counts[outer.number] == most]
        return around[0] if around else best
    # A box inside with the same name may be the body, with the same prose and less around it.
    for box in named:
        if box.prose >= 0.97 * best.prose and best.number < box.number and best in box.around():
            best = box
    return best


def _dense(boxes: list[Box], start: Box) -> Box:
    """The innermost box below another that has nearly all of its prose."""
    best = start
    for box in boxes:
        if box.parent is best and box.prose >= _OF_DENSE * start.prose and box.tag not in ("p", "li", "ul"):
            best = box
    return best


def _drop_repetitions(candidates: list[_Candidate]) -> None:
    """Drops paragraphs, such as pull quotes, whose words are in a longer paragraph of the body."""
    own = {c.number: f" {' '.join(_WORD.findall(c.part.text.casefold()))} " for c in candidates if c.zone is Zone.BODY}
    text = "\n".join(own.values())
    if len(own) * len(text) > _COMPARISONS:
        return
    dropped: list[Box] = []
    place = 0
    for candidate in candidates:
        words = own.get(candidate.number)
        if words is None:
            continue
        end = place + len(words)
        at = text.find(words) if words.count(" ") > _GRAM else place
        if at == place:  # in no paragraph before; perhaps in a longer paragraph after it
            at = text.find(words, end) if words.count(" ") > _GRAM else -1
            at = (
                at
                if at >= 0 and not (text[at - 1] == "\n" and text[at + len(words) : at + len(words) + 1] in ("\n", ""))
                else -1
            )
        if at >= 0:
            candidate.zone = None
            near = itertools.islice(candidate.paragraph.box.around(), _NEAR)
            dropped += [box for box in near if box.tag in ("blockquote", "figure", "aside")]
        place = end + 1
    gone = {box.number for box in dropped}
    for candidate in candidates:
        if gone and any(
            box.number in gone for box, _ in zip(candidate.paragraph.box.around(), range(_NEAR), strict=False)
        ):
            candidate.zone = None


def _drop_ending(candidates: list[_Candidate]) -> None:
    """Drops what follows the article under a heading: about a company, whom to ask."""
    total = sum(candidate.zone is not None for candidate in candidates)
    seen = 0
    for at, candidate in enumerate(candidates):
        seen += candidate.zone is not None
        words = candidate.part.text
        if 2 * seen >= total and len(words) < _STAMP and _ENDING.match(words.strip(_MARKS)):
            for later in candidates[at:]:
                later.zone = later.zone if _NOTE.match(later.part.text) else None
            return


def _drop_empty_headings(candidates: list[_Candidate]) -> None:
    """Drops headings of what is left out: of a list of links, for example."""
    after: _Candidate | None = None
    for at in range(len(candidates) - 1, -1, -1):
        candidate = candidates[at]
        if candidate.zone is None or candidate.zone is Zone.CAPTION:
            continue
        is_label = len(candidate.part.text) < _LABEL and candidate.part.text.endswith(":")
        if is_label or (candidate.zone is Zone.HEADLINE and is_heading(candidate.paragraph)):
            follows = candidates[at + 1] if at + 1 < len(candidates) else None
            is_cut = follows is None or follows.zone is None
            inside = candidate.paragraph.box.parent
            holds = after is not None and inside is not None and any(b is inside for b in after.paragraph.box.around())
            if (after is None or (is_cut and not holds)) and candidate.paragraph.box.level != 1:
                candidate.zone = None
                continue
        after = candidate
