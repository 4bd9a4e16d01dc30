"""The layout of a news text: headline, byline, dateline, credit, captions and paragraphs, recognized by form alone."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable, Sequence

from onrecord.ingestion.bylines import Byline, bare_byline, byline_at_end, is_certain, is_outlet_line, read_byline
from onrecord.ingestion.captions import is_caption, photo_credits
from onrecord.ingestion.document import Block
from onrecord.ingestion.openings import Opening, dateline_alone, read_opening
from onrecord.ingestion.paragraphs import split_paragraphs
from onrecord.ingestion.stamps import read_stamp
from onrecord.ingestion.zones import Paragraph, Zone
from onrecord.lang.en import outlets, pages
from onrecord.package.ids import fold
from onrecord.text.legible import legible
from onrecord.text.spans import Span


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a text, recognized by form; None if the text lacks a part.

    Attributes:
        paragraphs: all paragraphs of the article, in order; lines of the page around it, such as links, are left out.
        title: the headline.
        byline: the authors' names, without `By`.
        authors: the names in the byline.
        dateline: the place before the first paragraph.
        credit: the agency before the first paragraph, without its parentheses.
        photo_credits: the sources of pictures that the captions name.
        published: the day of publication on a line by itself, in EDTF.
    """

    paragraphs: tuple[Paragraph, ...]
    title: Span | None = None
    byline: Span | None = None
    dateline: Span | None = None
    credit: Span | None = None
    photo_credits: tuple[Span, ...] = ()
    authors: tuple[Span, ...] = ()
    published: str | None = None


_SMALL_WORDS = frozenset(
    "a an and as at but by for from in into nor of off on or over per the to up via vs with".split()  # noqa: SIM905 -- a list of words reads better as a text
)
# The most paragraphs before the first of the article: headlines, summaries, dates, bylines, notes.
_FRONT = 20
# Characters of a line with a date.
_LONGEST_LINE = 120
# The paragraphs at the top among which a byline is, and those at the end.
_TOP, _END = 8, 3
# The most words of a headline with a period.
_SENTENCE_WORDS = 18
# The most words of a line that the page says, of a summary under the headline, and of a label over it.
_SERVICE_WORDS, _SUMMARY_WORDS, _LABEL_WORDS = 12, 40, 4
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z")
_STEP = r"[^\W_][^>»›|/.!?]{0,40}"
_TRAIL = re.compile(rf"{_STEP}(?:\s[>»›]\s{_STEP}){{1,6}}\Z|{_STEP}(?:\s[|/]\s{_STEP}){{2,6}}\Z")
_LINK = re.compile(rf"(?:{pages.LINKS})\s*(?::|[>»›|–—]\s)\s*\S", re.IGNORECASE)
_SERVICE = re.compile(rf"(?:{pages.SERVICES})\s?[.:!»›>…]?\Z", re.IGNORECASE)
_MARKER = re.compile(rf"(?:{pages.MARKERS})\W{{0,5}}\Z", re.IGNORECASE)
_TITLED = re.compile(rf"(?:{pages.TITLES}):\s+(?=\S)", re.IGNORECASE)
_NOTE = re.compile(rf"[\[(*_]*(?:{pages.NOTES})\b\W{{0,3}}:", re.IGNORECASE)
# A headline in Markdown.
_EMPHASIS = re.compile(r"(?:#{1,6}\s+|(?=[*_]))[*_]{0,3}(\S.*?)[*_]{0,3}\Z")
# A paragraph with a speaker's label, and the end of a sentence.
_LABELLED = re.compile(r"[^\W\d_a-z](?:[^:\n]|:(?=\d)){0,80}:\s")
_SENTENCE_END = re.compile(r"[.?!…][”\"’')]{0,3}\Z")
_ENDED = re.compile(r"[.;:,][”\"’']?\Z")


@dataclasses.dataclass(frozen=True, slots=True)
class _Part:
    """What a rule takes a paragraph for.

    Attributes:
        zone: its zone; None leaves the paragraph out.
        span: the words that are left of it, if not all.
    """

    zone: Zone | None
    span: Span | None = None
    title: Span | None = None
    byline: Byline | None = None
    opening: Opening | None = None
    published: str | None = None
    begins: bool = False


class _Page:
    """The paragraphs of a text, of which each is taken for what the first rule says that applies to it.

    Attributes:
        words: the words of each paragraph.
        given: the zone of each paragraph, where the format of the file shows it.
        parts: what the paragraphs so far are.
        title: the headline so far.
        byline: the byline so far.
        begun: whether the first paragraph of the body is among those so far.
    """

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text = text
        self.spans = [block.span for block in blocks] or list(split_paragraphs(text))
        self.given = [block.zone for block in blocks] or [None] * len(self.spans)
        self.words = [span.exact(text) for span in self.spans]
        self.parts: list[_Part] = []
        self.title: Span | None = None
        self.byline: Byline | None = None
        self.opening: Opening | None = None
        self.published: str | None = None
        self.begun = False

    def read(self) -> Layout:
        """The layout of the text."""
        for number in range(len(self.spans)):
            part = next(part for _, rule in _RULES if (part := rule(self, number)) is not None)
            self.parts.append(part)
            self.title = self.title or part.title
            self.byline = self.byline or part.byline
            self.opening = self.opening or part.opening
            self.published = self.published or part.published
            self.begun |= part.begins or number > _FRONT
        paragraphs = tuple(
            Paragraph(part.span or span, part.zone)
            for span, part in zip(self.spans, self.parts, strict=True)
            if part.zone is not None
        )
        captions = [paragraph.span for paragraph in paragraphs if paragraph.zone is Zone.CAPTION]
        return Layout(
            paragraphs,
            self.title,
            self.byline.words if self.byline else None,
            self.opening.dateline if self.opening else None,
            self.opening.credit if self.opening else None,
            tuple(itertools.chain.from_iterable(photo_credits(self.text, caption) for caption in captions)),
            self.byline.authors if self.byline else (),
            self.published,
        )

    def following(self, number: int) -> int | None:
        """The next paragraph that is not a caption or a line of the page."""
        return next((n for n in range(number + 1, len(self.words)) if not _is_aside(self, n)), None)


def lay_out(text: str, blocks: Sequence[Block] = ()) -> Layout:
    """The layout of `text`.

    Args:
        text: the text.
        blocks: its paragraphs, if the format of the file shows them; otherwise they are found by blank lines.
    """
    return _Page(legible(text), blocks).read()


def _given(page: _Page, number: int) -> _Part | None:
    """A paragraph whose zone the format shows, as the heading of a web page does."""
    zone, span = page.given[number], page.spans[number]
    if zone is None:
        return None
    if zone is Zone.BODY:
        return _opening(page, number) or _Part(zone, begins=True)
    if zone is Zone.BYLINE:
        byline = read_byline(page.words[number]) or bare_byline(page.words[number])
        return _byline_part(page, number, byline) or _Part(zone)
    is_title = zone is Zone.HEADLINE and page.title is None and not page.begun
    return _Part(zone, title=span if is_title else None)


def _line_of_the_page(page: _Page, number: int) -> _Part | None:
    words = page.words[number]
    is_top = not page.begun and page.title is None
    if _ADDRESS.match(words) or (_MARKER.match(words) and not page.begun) or (is_top and _TRAIL.match(words)):
        return _Part(None)
    if number and _LINK.match(words):
        return _Part(None)
    return _Part(None) if len(words.split()) <= _SERVICE_WORDS and _SERVICE.match(words) else None


def _stamp(page: _Page, number: int) -> _Part | None:
    words = page.words[number]
    stamp = read_stamp(words) if len(words) <= _LONGEST_LINE else None
    return _Part(None, published=None if page.begun else stamp.published) if stamp else None


def _caption(page: _Page, number: int) -> _Part | None:
    return _Part(Zone.CAPTION) if is_caption(page.words[number]) else None


def _titled(page: _Page, number: int) -> _Part | None:
    match = None if page.begun or page.title else _TITLED.match(page.words[number])
    if match is None:
        return None
    span = Span(page.spans[number].start + match.end(), page.spans[number].end)
    return _Part(Zone.HEADLINE, span, title=span)


def _label_above(page: _Page, number: int) -> _Part | None:
    """The name of a section or of the outlet above the headline: "POLITICS"."""
    words, after = page.words[number], page.following(number)
    if page.begun or page.title or after is None or len(words.split()) > _LABEL_WORDS or _ENDED.search(words):
        return None
    further = page.following(after)
    following = page.words[after]
    is_outlet = words.split()[-1].lower() in outlets.WORDS
    is_label = (words.isupper() or len(words.split()) == 1 or is_outlet) and not following.isupper()
    is_title = len(following.split()) > 2 and not re.search(r"[.;:,][”\"’']?\Z", following)
    if not is_label or not is_title or further is None:
        return None
    is_other = read_byline(following) or bare_byline(following) or dateline_alone(page.text, page.spans[after])
    is_opening = read_opening(page.text, page.spans[after])
    return None if is_other or is_opening else _Part(None)


def _headline(page: _Page, number: int) -> _Part | None:
    after = None if page.begun or page.title else page.following(number)
    if after is None:
        return None
    labelled = [bool(_LABELLED.match(words)) for words in page.words[after : after + 3]]
    words = page.words[number]
    is_turn = _LABELLED.match(words) and _SENTENCE_END.search(words[-4:]) and 2 * sum(labelled) > len(labelled)
    if page.byline or is_turn or not _is_headline(words, read_opening(page.text, page.spans[after]) is not None):
        return None
    marked = _EMPHASIS.match(words)
    start = page.spans[number].start
    return _Part(Zone.HEADLINE, title=Span(*marked.span(1)).shift(start) if marked else page.spans[number])


def _headline_again(page: _Page, number: int) -> _Part | None:
    is_same = page.title is not None and fold(page.words[number]) == fold(page.title.exact(page.text))
    return _Part(Zone.HEADLINE) if is_same and not page.begun else None


def _byline(page: _Page, number: int) -> _Part | None:
    byline = read_byline(page.words[number]) if page.byline is None and number < _TOP else None
    return _byline_part(page, number, byline)


def _bare_byline(page: _Page, number: int) -> _Part | None:
    """Names that the text itself does not speak of: under the headline, or in capitals below a line of the page."""
    is_there = page.title is not None or (number > 0 and page.words[number].isupper())
    if page.byline or page.begun or not is_there or page.following(number) is None:
        return None
    byline = bare_byline(page.words[number])
    if byline is None:
        return None
    names = [name.exact(page.words[number]) for name in byline.authors]
    others = [words for at, words in enumerate(page.words) if at != number]
    told = _words("\n".join(others[:-_END] if len(others) > 2 * _END else others))
    if not names or any(told & _words(name) for name in names):
        return None
    if not is_certain(page.words[number], byline) and _words(byline.words.exact(page.words[number])) & _SMALL_WORDS - {
        "and",
        "in",
        "with",
    }:
        return None
    return _byline_part(page, number, byline)


def _byline_at_end(page: _Page, number: int) -> _Part | None:
    is_there = page.byline is None and page.begun and number >= len(page.words) - _END
    return _byline_part(page, number, byline_at_end(page.words[number]) if is_there else None)


def _byline_part(page: _Page, number: int, byline: Byline | None) -> _Part | None:
    if byline is None:
        return None
    start = page.spans[number].start
    placed = Byline(byline.words.shift(start), tuple(name.shift(start) for name in byline.authors))
    return _Part(Zone.BYLINE, byline=placed, published=None if page.begun else byline.published)


def _under_byline(page: _Page, number: int) -> _Part | None:
    """The author's post or outlet on a separate line."""
    is_there = bool(page.parts) and page.parts[-1].byline is not None and not page.begun
    return _Part(Zone.BYLINE) if is_there and is_outlet_line(page.words[number]) else None


def _dateline_alone(page: _Page, number: int) -> _Part | None:
    opening = None if page.begun or page.title is None else dateline_alone(page.text, page.spans[number])
    return _Part(None, opening=opening, published=opening.published) if opening else None


def _subhead(page: _Page, number: int) -> _Part | None:
    return _Part(Zone.HEADLINE) if number and _is_subhead(page.words[number]) else None


def _note(page: _Page, number: int) -> _Part | None:
    """A note to the reader before the article."""
    return _Part(Zone.BODY) if not page.begun and _NOTE.match(page.words[number]) else None


def _opening(page: _Page, number: int) -> _Part | None:
    opening = None if page.begun or page.opening else read_opening(page.text, page.spans[number])
    return _Part(Zone.BODY, opening.rest, opening=opening, begins=True) if opening else None


def _summary(page: _Page, number: int) -> _Part | None:
    """A line between the headline and the article, which has no period or is before a dateline."""
    words, after = page.words[number], page.following(number)
    if page.begun or page.title is None or after is None or len(words.split()) > _SUMMARY_WORDS:
        return None
    is_before = read_opening(page.text, page.spans[after], certain=True) is not None
    return _Part(Zone.BODY) if is_before or not re.search(r"[.!?:;…][”\"’')\]]*\Z", words) else None


def _body(_: _Page, __: int) -> _Part:
    return _Part(Zone.BODY, begins=True)


# The rules for a paragraph, in the order in which they are asked.
_RULES: tuple[tuple[str, Callable[[_Page, int], _Part | None]], ...] = (
    ("as the format shows", _given),
    ("a line of the page", _line_of_the_page),
    ("a date or a time", _stamp),
    ("a caption", _caption),
    ("a headline with a label", _titled),
    ("a label above the headline", _label_above),
    ("a byline", _byline),
    ("names without By", _bare_byline),
    ("the headline", _headline),
    ("the headline again", _headline_again),
    ("a line under the byline", _under_byline),
    ("a dateline on its own line", _dateline_alone),
    ("a byline at the end", _byline_at_end),
    ("a heading", _subhead),
    ("a note", _note),
    ("an opening", _opening),
    ("a summary", _summary),
    ("the body", _body),
)


def _is_aside(page: _Page, number: int) -> bool:
    return any(rule(page, number) is not None for rule in (_line_of_the_page, _stamp, _caption))


def _is_headline(words: str, is_before_opening: bool) -> bool:
    """Whether words are a headline: short, and without a final period, or capitalized, or before a dateline."""
    if len(words) > 250 or len(words.split()) > 30 or words[-1] in ",;:" or read_byline(words):
        return False
    if len(words.split()) > _SENTENCE_WORDS and re.search(r"[a-z][.?!] [A-Z]", words):
        return False
    if is_before_opening or not _ENDED.search(words):
        return True
    return (
        len(words.split()) <= _SENTENCE_WORDS
        and _capitalized(words) >= 0.75
        and not read_opening(words, Span(0, len(words)))
    )


def _is_subhead(words: str) -> bool:
    return len(words.split()) <= 10 and not re.search(r"[.!?;:,…][”\"’')]?$", words) and _capitalized(words) >= 0.9


def _capitalized(words: str) -> float:
    """The share of the words that begin with a capital, without articles and the like."""
    counted = [word for word in re.findall(r"[^\W\d_][\w’'-]*", words) if word.lower() not in _SMALL_WORDS]
    return sum(word[0].isupper() for word in counted) / len(counted) if counted else 0.0


def is_title_case(words: str) -> bool:
    """Whether `words` are in title case, like American headlines: important words begin with a capital."""
    return _capitalized(words) >= 0.75


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_][\w’'-]*", text.lower()))
