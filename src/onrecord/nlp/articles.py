"""Articles, read and parsed for the extractors.

A `ParsedArticle` holds what the reader found in the article and, for each paragraph, a spaCy document with its parse
and its place in the text.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
import operator
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.ingestion import LONGEST_PARAGRAPH, Article, Paragraph, Zone
from onrecord.nlp import documents, pipeline, reader
from onrecord.nlp.reader import Reading, Syntax
from onrecord.text.legible import legible
from onrecord.text.spans import Occurrences, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """A parsed paragraph.

    Attributes:
        doc: its parse.
        text: its text as stored.
        span: its place in the article.
        zone: the part of the article that it belongs to.
        words: its tokens without white space. spaCy creates a new token object at each access, so the extractors take
            them from here.
    """

    doc: Doc
    text: str
    span: Span
    zone: Zone
    words: list[Token] = dataclasses.field(init=False, repr=False, compare=False)
    _sentences: list[TokenSpan] = dataclasses.field(init=False, repr=False, compare=False, default_factory=list)
    _found: dict[re.Pattern[str], Occurrences] = dataclasses.field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _starts: list[int] = dataclasses.field(init=False, repr=False, compare=False)
    _ends: list[int] = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        words = [token for token in self.doc if not token.is_space]
        starts = [token.idx for token in words]
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "_starts", starts)
        object.__setattr__(self, "_ends", [start + len(token) for start, token in zip(starts, words, strict=True)])

    @property
    def offset(self) -> int:
        """Where the paragraph begins in the article."""
        return self.span.start

    def span_of(self, first: Token, last: Token) -> Span:
        """The span in the article of the tokens from `first` to `last`."""
        offset = self.span.start
        return Span(first.idx + offset, last.idx + len(last) + offset)

    def place(self, tokens: TokenSpan) -> Span:
        """The span in the article of a spaCy span."""
        offset = self.span.start
        return Span(tokens.start_char + offset, tokens.end_char + offset)

    @property
    def sentences(self) -> list[TokenSpan]:
        """Its sentences, kept because spaCy creates new objects at each access."""
        if not self._sentences and len(self.doc):
            self._sentences.extend(self.doc.sents)
        return self._sentences

    def sentence_of(self, token: Token) -> TokenSpan:
        """The sentence that contains a token."""
        return self.sentences[bisect.bisect_right(self.sentences, token.i, key=_start) - 1]

    def sentences_between(self, start: int, end: int) -> list[TokenSpan]:
        """The sentences that begin in the article from `start` on and before `end`."""
        places = (start - self.span.start, end - self.span.start)
        first, after = (bisect.bisect_left(self.sentences, place, key=_start_char) for place in places)
        return self.sentences[first:after]

    def occurrences(self, pattern: re.Pattern[str]) -> Occurrences:
        """The matches of a pattern, with offsets from the start of the paragraph."""
        if pattern not in self._found:
            self._found[pattern] = Occurrences(pattern, self.text)
        return self._found[pattern]

    def tokens_from(self, start: int, end: int, most: int) -> list[Token]:
        """At most `most` tokens that end after `start` and begin before `end` in the article, without white space."""
        first = bisect.bisect_right(self._ends, start - self.span.start)
        after = bisect.bisect_left(self._starts, end - self.span.start)
        return self.words[first : min(after, first + most)]

    def tokens(self, span: Span) -> list[Token]:
        """The tokens that overlap a span of the article, without white space."""
        offset = self.span.start
        return self.words[
            bisect.bisect_right(self._ends, span.start - offset) : bisect.bisect_left(self._starts, span.end - offset)
        ]


@dataclasses.dataclass(frozen=True, slots=True)
class ParsedArticle:
    """An article with its parsed paragraphs, in order, and what the reader found in it.

    Attributes:
        article: the article.
        passages: its paragraphs.
        reading: what the reader found.
        text: the article's text as the rules read it; see `legible`. Rows hold the words of `article.text`.
    """

    article: Article
    passages: tuple[Passage, ...]
    reading: Reading
    text: str = dataclasses.field(init=False, repr=False, compare=False)
    _starts: list[int] = dataclasses.field(init=False, repr=False, compare=False)
    _found: dict[re.Pattern[str], Occurrences] = dataclasses.field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", legible(self.article.text))
        object.__setattr__(self, "_starts", [passage.span.start for passage in self.passages])

    def occurrences(self, pattern: re.Pattern[str]) -> Occurrences:
        """The matches of a pattern in the article's text."""
        if pattern not in self._found:
            self._found[pattern] = Occurrences(pattern, self.text)
        return self._found[pattern]

    def passage_at(self, place: Span) -> Passage:
        """The passage in which a span of the article begins."""
        return self.passages[self.number_at(place)]

    def number_at(self, place: Span) -> int:
        """The index in `passages` of the passage in which a span begins."""
        return max(0, bisect.bisect_right(self._starts, place.start) - 1)


_start = operator.attrgetter("start")
_start_char = operator.attrgetter("start_char")


def parse(articles: Iterable[Article]) -> Iterator[ParsedArticle]:
    """Reads and parses articles one after the other.

    Raises:
        ModelError: a language model is missing or has the wrong version or hash.
    """
    builder = _builder(pipeline.load())
    passages: list[Passage] = []
    reading = Reading()
    for part in (part for article in articles for part in _parts(article)):
        found, syntax = _read(part)
        text, spans = part.text, [paragraph.span for paragraph in part.paragraphs]
        passages += (
            Passage(doc, paragraph.span.exact(text), paragraph.span, paragraph.zone)
            for doc, paragraph in zip(builder.build(text, spans, found.names, syntax), part.paragraphs, strict=True)
        )
        reading += found
        if part.is_last:
            done = [ParsedArticle(part.article, tuple(passages), reading)]
            passages, reading = [], Reading()
            yield done.pop()  # only the caller keeps a reference: a long article takes a gigabyte


@dataclasses.dataclass(frozen=True, slots=True)
class _Part:
    """Paragraphs of an article that are read together: all of them, unless the article has the length of a book.

    `text` is the article's text as `legible` makes it.
    """

    article: Article
    text: str
    paragraphs: Sequence[Paragraph]
    is_last: bool


def _parts(article: Article) -> Iterator[_Part]:
    text = legible(article.text)
    first, length = 0, 0
    for number, paragraph in enumerate(article.layout.paragraphs):
        length += len(paragraph.span)
        if length > LONGEST_PARAGRAPH and number > first:
            yield _Part(article, text, article.layout.paragraphs[first:number], False)
            first, length = number, len(paragraph.span)
    yield _Part(article, text, article.layout.paragraphs[first:], True)


def _read(part: _Part) -> tuple[Reading, Syntax]:
    return reader.read(part.text, [paragraph.span for paragraph in part.paragraphs])


@functools.lru_cache(maxsize=1)
def _builder(language: Language) -> documents.Builder:
    """The builder of the process, which knows the lemmas of the articles before."""
    return documents.Builder(language)
