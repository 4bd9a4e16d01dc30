"""Lines: the paragraphs of a text before anything is known of them but their words, and the form of these words."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Sequence

from onrecord.ingestion.document import Block
from onrecord.ingestion.marks import is_image, is_only_link, without_marks
from onrecord.ingestion.paragraphs import split_paragraphs
from onrecord.ingestion.zones import Zone
from onrecord.lang.en import outlets, pages
from onrecord.package.ids import fold
from onrecord.text.spans import Span

# Words that are small in titles; no headline ends with one.
SMALL_WORDS = frozenset(
    "a an and as at but by for from in into nor of off on or over per the to up via vs with".split()  # noqa: SIM905 -- a list of words reads better as a text
)
# Of the words of a text at most so many are compared with those of a line, in characters.
_READ = 20_000
_HEADLINE, _LONGEST_HEADLINE, _SENTENCE_WORDS, _LABEL_WORDS, _HEADING_WORDS = 30, 250, 18, 4, 10
_ENDED = re.compile(r"[.;:,][”\"’']?\Z")
_SENTENCE_END = re.compile(r"[.!?:;…][”\"’')\]]*\Z")
_INNER_END = re.compile(r"[a-z][.?!][”\"’']? [A-Z]")
_LABELLED = re.compile(r"[^\W\d_a-z](?:[^:\n]|:(?=\d)){0,80}:\s")
_QUESTION = re.compile(r"[.?!…][”\"’')]{0,3}\Z")
_WORDS = re.compile(r"[^\W\d_][\w’'-]*")


@dataclasses.dataclass(frozen=True)
class Line:
    """A paragraph of a text.

    Attributes:
        span: where it is.
        words: its words; marks of Markdown are blanks.
        zone: its zone, where the format of the file shows it.
        is_image: whether it is a picture with its description, in Markdown.
        is_link: whether it is a link alone, in Markdown.
        marked: where it is with the marks of Markdown at its ends, if it has any.
    """

    span: Span
    words: str
    zone: Zone | None = None
    is_image: bool = False
    is_link: bool = False
    marked: Span | None = None

    @property
    def whole(self) -> Span:
        """Where it is, with its marks."""
        return self.marked or self.span

    @functools.cached_property
    def count(self) -> int:
        """The number of its words."""
        return len(self.words.split())

    @functools.cached_property
    def is_prose(self) -> bool:
        """Whether it ends like a sentence, or is longer than a headline is."""
        return bool(_SENTENCE_END.search(self.words)) or not self.is_short

    @functools.cached_property
    def is_phrase(self) -> bool:
        """Whether it may be a headline: short, without a final period, and no two sentences."""
        return self.is_short and not _ENDED.search(self.words)

    @functools.cached_property
    def is_short(self) -> bool:
        """Whether it is no longer than a headline."""
        is_long = self.count > _SENTENCE_WORDS and self.is_two
        return self.count <= _HEADLINE and len(self.words) <= _LONGEST_HEADLINE and not is_long

    @functools.cached_property
    def is_two(self) -> bool:
        """Whether a sentence ends inside it."""
        return _INNER_END.search(self.words) is not None

    @functools.cached_property
    def is_title(self) -> bool:
        """Whether it is in title case, like American headlines, and no longer than a sentence."""
        return self.count <= _SENTENCE_WORDS and self.words[-1] not in ",;:" and is_title_case(self.words)

    @functools.cached_property
    def is_heading(self) -> bool:
        """Whether it is a heading between paragraphs: a few words, nearly all capitalized."""
        is_ended = re.search(r"[.!?;:,…][”\"’')]?\Z", self.words)
        return self.count <= _HEADING_WORDS and not is_ended and capitalized(self.words) >= 0.9

    @functools.cached_property
    def is_label(self) -> bool:
        """Whether it may be the name of a section or an outlet, or a kicker: "POLITICS", "Companies & Markets"."""
        if self.count > _LABEL_WORDS or _ENDED.search(self.words):
            return False
        plain = [word.strip(";,:") for word in self.words.lower().split()]
        is_topic = any(word in pages.TOPICS for word in plain) and all(
            word in pages.TOPICS or word in pages.JOINING for word in plain
        )
        return is_topic or self.words.isupper() or self.count == 1 or plain[-1] in outlets.WORDS

    @functools.cached_property
    def is_section(self) -> bool:
        """Whether it is the name of a section."""
        plain = [word.strip(";,:") for word in self.words.lower().split()]
        return self.count <= _LABEL_WORDS and all(word in pages.TOPICS or word in pages.JOINING for word in plain)

    @functools.cached_property
    def is_kicker(self) -> bool:
        """Whether it says what kind of article it is: "EXCLUSIVE"."""
        return all(word in pages.KICKERS for word in self.words.lower().split())

    @functools.cached_property
    def is_labelled(self) -> bool:
        """Whether it begins with a speaker's label, as in a transcript."""
        return bool(_LABELLED.match(self.words))

    @functools.cached_property
    def is_turn(self) -> bool:
        """Whether it is a labelled sentence."""
        return self.is_labelled and bool(_QUESTION.search(self.words[-4:]))

    @functools.cached_property
    def folded(self) -> str:
        """Its words as they are compared with those of another line."""
        return fold(self.words).strip(" .")

    @functools.cached_property
    def content(self) -> frozenset[str]:
        """Its words without the small words, in small letters."""
        return frozenset(word for word in words_of(self.words) if word not in SMALL_WORDS and len(word) > 2)


def read_lines(text: str, blocks: Sequence[Block]) -> list[Line]:
    """The lines of a text: the blocks that a format shows, or else its paragraphs."""
    found = blocks or [Block(span) for span in split_paragraphs(text)]
    return [_line(text, block) for block in found]


def _line(text: str, block: Block) -> Line:
    words = block.span.exact(text)
    plain = without_marks(words)
    span = Span(0, len(plain)).trim(plain)
    if plain == words or span is None:
        return Line(block.span, words, block.zone)
    return Line(
        span.shift(block.span.start), span.exact(plain), block.zone, is_image(words), is_only_link(words), block.span
    )


def capitalized(words: str) -> float:
    """The share of the words that begin with a capital, without articles and the like."""
    counted = [word for word in _WORDS.findall(words[:_READ]) if word.lower() not in SMALL_WORDS]
    return sum(word[0].isupper() for word in counted) / len(counted) if counted else 0.0


def is_title_case(words: str) -> bool:
    """Whether `words` are in title case, like American headlines: important words begin with a capital."""
    return capitalized(words) >= 0.75


def words_of(text: str) -> set[str]:
    """The words of a text, in small letters."""
    return set(_WORDS.findall(text.lower()))
