"""The article among the paragraphs of a page: where it is, and what in its place does not belong to it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from onrecord.ingestion.bylines import byline_at_end
from onrecord.ingestion.pages.boxes import TEASER, dense, is_body, is_offer, together
from onrecord.ingestion.pages.classes import Kind
from onrecord.ingestion.pages.forms import (
    BYLINE,
    CREDIT,
    MARKS,
    NEAR,
    NOTE,
    OFFER,
    SERVICE,
    STAMP,
    credit_start,
    is_byline,
    is_caption,
    is_line,
    is_names,
    is_note,
    kinds_near,
)
from onrecord.ingestion.pages.pruning import (
    LABEL,
    Candidate,
    Part,
    cut,
    drop_empty_headings,
    drop_ending,
    drop_repetitions,
    write,
)
from onrecord.ingestion.pages.source import Source
from onrecord.ingestion.pages.tree import Box, Paragraph, Tree, is_heading, is_prose
from onrecord.ingestion.particulars import read_byline, read_particulars
from onrecord.ingestion.stamps import read_stamp
from onrecord.ingestion.zones import Zone
from onrecord.lang.en import pages
from onrecord.package.ids import fold

# The least characters of prose of an article: a brief has a sentence or two.
_LEAST = 90
# The share of the page's prose that a box with the name of a body must have.
_OF_NAMED = 0.4
# The share that the element of an article with the headline in it has, where others follow on the same page.
_OF_ARTICLE = 0.2
# Characters of a standfirst without a name.
_STANDFIRST = 40
# Words of the name of a section.
_SECTION = 4
# Characters of the label over an advertisement.
_PAID_LABEL = 40
# How many times as many characters as those of links a body with the name of something else has.
_DENSITY = 3
# Teasers that make a page a front: headings that are links, each with a summary or without.
_TEASERS = 5
# Characters of a headline.
_HEADLINE = 500
# Headings below the first level among which a headline is looked for.
_MOST_HEADINGS = 400
# Paragraphs after the headline among which a line has the date.
_NEAR_TITLE = 15

_PAID = re.compile(rf"(?:{pages.PAID})\W{{0,3}}\Z", re.IGNORECASE)
_AD = re.compile(r"advertise?ments?(?: feature)?\Z", re.IGNORECASE)
_WORD = re.compile(r"\w+")


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
        tops: list[int] = []
        others: list[int] = []
        for number, paragraph in enumerate(self._tree.paragraphs):
            box = paragraph.box
            if paragraph.length > _HEADLINE or not (box.level or kinds_near(paragraph) & Kind.HEADLINE):
                continue
            if not (box.is_junk and any(outer.kinds & Kind.COMMENTS for outer in box.around())):
                (tops if box.level == 1 else others).append(number)
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
                lambda b: counts[b.number] == 1 and b.length <= TEASER and not is_body(b), head.around()
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
                bare = itertools.takewhile(lambda b: not b.prose and is_offer(b), paragraph.box.around())
                for box in list(bare)[-1:]:
                    box.is_junk_itself = True
            elif _PAID.match(words):
                asking.append(paragraph.box)
        for box in asking:
            for outer in list(itertools.takewhile(is_offer, box.around()))[-1:]:
                outer.is_junk_itself = True

    def _label(self, paragraph: Paragraph) -> str:
        """The words of the first run of a paragraph, without marks around them."""
        source, run = self._source, next(run for run in paragraph.runs if run >= 0)
        return source.text[source.starts[run] : source.ends[run]].strip(MARKS)

    def published(self) -> str | None:
        """The day of publication on a line near the headline, by itself or next to the authors."""
        body = self._body() if self._title is None else None
        first = self._title if self._title is not None else max(0, body.first - _NEAR_TITLE) if body is not None else 0
        for number in range(first, min(first + 2 * _NEAR_TITLE, len(self._tree.paragraphs))):
            if number == self._title or self._tree.paragraphs[number].length > STAMP:
                continue
            words = self._part(number).text
            stated = read_stamp(words) or read_particulars(words)
            if stated is not None and stated.published is not None:
                return stated.published
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
            near = list(itertools.islice(paragraph.box.around(), NEAR))
            is_link = 2 * paragraph.linked > paragraph.length and len(words.split()) <= _SECTION
            if is_link and any(box.kinds & Kind.LABEL and box.tag not in ("section", "body") for box in near):
                return words
            if any(box.kinds & Kind.TRAIL for box in near):
                found += reversed(re.split(r"\s[>›»/|]\s", words))
            elif is_link and any(box.number in head for box in near[:2]) and not SERVICE.match(words):
                found.insert(0, words)
        for number in range(self._title + 1, min(self._title + NEAR, len(self._tree.paragraphs))):
            paragraph, words = self._tree.paragraphs[number], self._part(number).text
            if 2 * paragraph.linked > paragraph.length and (kinds_near(paragraph) & Kind.LABEL):
                found.append(words)
        names = (name.strip(" \xa0>›»/|") for name in found)
        return next(
            (name for name in names if name and len(name.split()) <= _SECTION and not self._is_home(name)), None
        )

    def _is_home(self, words: str) -> bool:
        return bool(SERVICE.match(words)) or (self.title is not None and fold(words)[:20] == fold(self.title)[:20])

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
        drop_repetitions(candidates)
        drop_ending(candidates)
        drop_empty_headings(candidates)
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
        drop_repetitions(candidates)
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
        chosen = together(named) if named else None
        if chosen is not None and chosen.prose >= _OF_NAMED * total:
            return chosen
        articles = [box for box in boxes if (box.tag in ("article", "main")) and box.prose >= _OF_NAMED * total]
        start = max(articles, key=lambda box: (box.prose, box.number), default=scope)
        return dense(boxes, start)

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

    def _candidates(self, numbers: range, rule: _Rule) -> Iterator[Candidate]:
        for number in numbers:
            paragraph = self._tree.paragraphs[number]
            if paragraph.box.is_junk and not self._may_be_note(paragraph):
                yield Candidate(number, paragraph, Part("", None, []), None)
                continue
            part = self._part(number)
            yield Candidate(number, paragraph, part, rule(number, paragraph, part.text))

    def _may_be_note(self, paragraph: Paragraph) -> bool:
        return bool(kinds_near(paragraph) & Kind.NOTE) or NOTE.match(self._label(paragraph)) is not None

    def _before(self, title: int | None, body: Box, whole: Box) -> list[Candidate]:
        """The paragraphs from the headline to the body, and captions above the headline."""
        if title is not None and title >= body.first:
            return []
        first = whole.first if title is None else min(whole.first, title)
        return list(self._candidates(range(first, body.first), self._head))

    def _inside(self, title: int | None, body: Box) -> list[Candidate]:
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
        is_other = kinds_near(paragraph) & (Kind.STANDFIRST | Kind.BYLINE | Kind.TIME | Kind.CAPTION)
        return not paragraph.box.is_junk and not is_other and is_prose(paragraph)

    def _begins(self, number: int) -> bool:
        """Whether the story begins with a paragraph: the first of prose that does not name the authors."""
        paragraph = self._tree.paragraphs[number]
        return self._is_story(paragraph) and not is_byline(paragraph, kinds_near(paragraph), self._part(number).text)

    def _after(self, body: Box, whole: Box) -> list[Candidate]:
        """Notes after the body."""
        found = self._candidates(range(body.end, max(body.end, whole.end)), self._note)
        return [candidate for candidate in found if candidate.zone is not None]

    def _note(self, number: int, paragraph: Paragraph, words: str) -> Zone | None:
        """The zone of a correction or a note by the editors; None for everything else."""
        if is_note(paragraph, words) and not is_line(paragraph, words):
            return Zone.BODY
        return None

    def _head(self, number: int, paragraph: Paragraph, words: str) -> Zone | None:
        """The zone of a paragraph around the headline."""
        if number == self._title:
            return Zone.HEADLINE
        if paragraph.box.is_junk:
            return self._note(number, paragraph, words)
        kinds = kinds_near(paragraph)
        if self._title is not None and number > self._title and is_byline(paragraph, kinds, words):
            self.bylines.append(words)
            # With a date, or how long it takes to read, the line is of the page.
            return None if re.search(r"\d", words) else Zone.BYLINE
        if is_caption(paragraph, kinds, words):
            return self._caption(number)
        if is_line(paragraph, words) or self._title is None or number < self._title:
            return None
        if is_heading(paragraph) and kinds & Kind.STANDFIRST and words.endswith(":"):
            return Zone.HEADLINE  # of a list of the main points
        if kinds & (Kind.BYLINE | Kind.TIME | Kind.LABEL | Kind.CREDIT) and not kinds & Kind.STANDFIRST:
            return None
        if is_note(paragraph, words) or kinds & Kind.STANDFIRST:
            return Zone.BODY
        is_long = paragraph.length >= _STANDFIRST and 2 * paragraph.linked < paragraph.length
        return Zone.BODY if is_long and paragraph.box.tag in ("p", "h2", "h3", "div", "li", "td") else None

    def _inner(self, number: int, paragraph: Paragraph, words: str) -> Zone | None:
        """The zone of a paragraph in the place of the body."""
        if number == self._title:
            return Zone.HEADLINE
        if paragraph.box.is_junk:
            return self._note(number, paragraph, words)
        kinds = kinds_near(paragraph)
        if is_caption(paragraph, kinds, words):
            return self._caption(number)
        if is_line(paragraph, words) or (kinds & Kind.CREDIT and len(words) < CREDIT):
            return None
        if self.title is not None and len(words) > _STANDFIRST and fold(words) == fold(self.title):
            return None
        if is_heading(paragraph):
            return Zone.HEADLINE if not kinds & Kind.LABEL else None
        if kinds & (Kind.TIME | Kind.LABEL) and len(words) < LABEL:
            return None
        if byline_at_end(words) or (read_byline(words) and len(words) < BYLINE):
            self.bylines.append(words)
            return None if re.search(r"\d", words) else Zone.BYLINE
        if (kinds & Kind.BYLINE or paragraph.is_signed or (kinds & Kind.LIVE and is_names(words))) and not is_prose(
            paragraph
        ):
            return None  # of an entry of a live blog, or of a box about the author
        cell = paragraph.box.cell
        return None if cell is not None and not cell.prose else Zone.BODY

    def _caption(self, number: int) -> Zone | None:
        """The zone of a caption, whose end that names the source of the picture is cut off."""
        part = self._part(number)
        if SERVICE.match(part.text) or OFFER.match(part.text):
            return None
        cut(part, credit_start(part.text))
        return Zone.CAPTION if part.text else None


def _likeness(first: str, second: str) -> float:
    """How alike two headlines are: the share of their words that both have."""
    if first == second:
        return 1.0
    mine, theirs = set(_WORD.findall(first)), set(_WORD.findall(second))
    both = len(mine & theirs)
    return 2 * both / (len(mine) + len(theirs)) if min(len(mine), len(theirs)) > 2 else 0.0
