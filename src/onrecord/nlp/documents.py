"""Builds spaCy documents: the tokens are from spaCy's tokenizer, the parse and the names from the reader.

Each paragraph is a document, so no sentence crosses a paragraph break.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from onrecord.nlp import parse as tree
from onrecord.nlp.reader import Marked, Syntax
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Numbers = NDArray[np.uint64]

# Capitalized words in quotation marks, with a mark inside that would end a sentence elsewhere.
_QUOTED_NAME = re.compile(r"[“\"‘](?:[A-Z0-9][\w’'-]*[!?.,:]*\s+)+[A-Z0-9][\w’'-]*[!?,]?[”\"’]")
_BLANK = re.compile(r"\s")
# Where the words inside a quotation mark and those outside it have no blank between them: 'the cells,"Lee said', "It
# closed.”The mayor". The mark of an inch and an apostrophe, as in "Inc.'s", are not such places.
_GLUED = re.compile(
    r"(?<=[\w.,;:!?…])(?=[“„«])|(?<=[”»])(?=\w)|(?<=[”»\"],)(?=[^\W\d])"
    r"|(?<=[.,;:!?…])(?=(?:\"|'')[^\W\d])|(?<=[.,;:!?…]\")(?=[^\W\d])"
    r"|(?<=[.,;:!?…]'')(?=[^\W\d])|(?<=[.,;:!?…][’'])(?=[A-Z]\w)"
)
# The most characters that a word or an address has.
_LONGEST = 250
# Words with their tags whose lemmas are kept.
_MOST_LEMMAS = 50_000
_LONG = re.compile(rf"\S{{{_LONGEST + 1},}}")
# Tags of words whose lemma is the word in lower case, or as written; the pipeline's rules give the same lemmas.
_LEMMA_IS_LOWER, _LEMMA_IS_WORD = frozenset({"NN", "JJ", "CD"}), frozenset({"NNP", "NNPS"})
# The reader's types of names -> spaCy's.
_TYPES = {
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


def plain(text: str) -> str:
    """The text in the form that is best for the tokenizer, with the same length and offsets.

    Line breaks and no-break spaces become blanks, and so do marks that would end a sentence inside a name in quotation
    marks ("Jeopardy! Live").
    """
    return _QUOTED_NAME.sub(lambda match: re.sub(r"[!?](?=\s)", " ", match[0]), _BLANK.sub(" ", text))


def _unbroken(text: str, paragraphs: Sequence[Span], syntax: Syntax) -> Syntax:
    """The parse without sentences that begin inside a quoted name, or right after it with a lower-case letter."""
    starts, small = syntax.scores.starts, syntax.pieces.small
    for paragraph in paragraphs:
        for name in _QUOTED_NAME.finditer(paragraph.exact(text)):
            first, after = np.searchsorted(syntax.pieces.starts, np.array(name.span()) + paragraph.start)
            after += int(after < len(small) and small[after])
            if (starts[first + 1 : after] > 0).any():
                starts = starts.copy()
                starts[first + 1 : after] = -1
    return dataclasses.replace(syntax, scores=dataclasses.replace(syntax.scores, starts=starts))


@dataclasses.dataclass(frozen=True, slots=True)
class _Labels:
    """The numbers that spaCy has for the reader's labels."""

    tags: Numbers
    parts_of_speech: Numbers
    dependencies: Numbers
    root: int


class Builder:
    """Builds documents; caches the lemma of each word with its tag, since the pipeline's rules are slow."""

    def __init__(self, pipeline: Language) -> None:
        from spacy.attrs import DEP, HEAD, LEMMA, LENGTH, ORTH, POS, SPACY, TAG
        from spacy.symbols import IDS

        self._pipeline = pipeline
        self._lemmas: dict[tuple[int, int], int] = {}
        self._labels: _Labels | None = None
        self._read, self._written = [ORTH, LENGTH, SPACY], [TAG, POS, LEMMA, HEAD, DEP]
        self._ids: dict[str, int] = IDS

    def build(self, text: str, paragraphs: Sequence[Span], names: Sequence[Marked], syntax: Syntax) -> list[Doc]:
        """One document for each paragraph, with tags, lemmas, dependencies, sentences and names.

        Args:
            text: the article's text.
            paragraphs: the paragraphs.
            names: the names that the reader found in them.
            syntax: the reader's scores for their parse.
        """
        docs = [self._divided(plain(paragraph.exact(text))) for paragraph in paragraphs]
        rows = [doc.to_array(self._read).astype(np.int64).reshape(-1, 3) for doc in docs]
        if not sum(map(len, docs)):
            return docs
        columns, words = self._columns(rows, paragraphs, _unbroken(text, paragraphs, syntax))
        tags = columns[:, 0]
        self._learn(words, tags)
        columns[:, 2] = [self._lemmas[pair] for pair in zip(words.tolist(), tags.tolist(), strict=True)]
        bounds = np.cumsum([len(doc) for doc in docs])[:-1]
        for doc, own in zip(docs, np.split(columns, bounds), strict=True):
            if len(doc):
                doc.from_array(self._written, cast(Any, own))
        _name(docs, paragraphs, names)
        return docs

    def _divided(self, text: str) -> Doc:
        """The tokens of a paragraph, which end at quotation marks also where a blank is missing.

        For each mark that the tokenizer splits off, it scans the whole string between two blanks again, so strings
        longer than any word or address are cut first.
        """
        from spacy.tokens import Doc

        cuts = {end for chunk in _LONG.finditer(text) for end in range(chunk.start() + _LONGEST, chunk.end(), _LONGEST)}
        cuts.update(glued.start() for glued in _GLUED.finditer(text))
        if not cuts:
            return self._pipeline.make_doc(text)
        bounds = itertools.pairwise([0, *sorted(cuts), len(text)])
        parts = [self._pipeline.make_doc(text[start:end]) for start, end in bounds]
        tokens = [token for part in parts for token in part]
        spaces = [bool(token.whitespace_) for token in tokens]
        return Doc(self._pipeline.vocab, [token.text for token in tokens], spaces)

    def _columns(
        self, rows: Sequence[NDArray[np.int64]], paragraphs: Sequence[Span], syntax: Syntax
    ) -> tuple[Numbers, Numbers]:
        """The columns that `_written` names, a row per token of the article, without lemmas; and the tokens' words."""
        labels = self._labels = self._labels or self._numbers(syntax)
        lengths = [len(own) for own in rows]
        table = np.concatenate(rows)
        words, (size, blank) = table[:, 0].astype(np.uint64), table[:, 1:].T
        ends = np.concatenate([np.cumsum(own[:, 1] + own[:, 2]) for own in rows])
        ends += np.repeat([paragraph.start for paragraph in paragraphs], lengths)
        starts = ends - size - blank
        # A token has the labels of the first piece that begins in it; without such a piece it depends on its neighbour.
        piece = np.searchsorted(syntax.pieces.starts, starts)
        inside = np.append(syntax.pieces.starts, np.iinfo(np.int64).max)[piece] < starts + size
        known = np.flatnonzero(inside)
        opens = np.zeros(len(words), dtype=bool)
        opens[np.cumsum([0, *lengths])[:-1][np.array(lengths) > 0]] = True
        paragraph_of = np.cumsum(opens)
        found = tree.parse(syntax.scores, piece[known], labels.root, np.diff(paragraph_of[known], prepend=0) != 0)
        columns = np.zeros((len(words), 5), dtype=np.uint64)
        heads = np.arange(len(words))
        columns[known, 0], columns[known, 1] = labels.tags[found.tags], labels.parts_of_speech[found.tags]
        columns[known, 4] = labels.dependencies[found.dependencies]
        heads[known] = known[found.heads]
        self._attach(columns, heads, np.flatnonzero(~inside), opens, words)
        self._join(columns, heads, np.flatnonzero(words == self._pipeline.vocab.strings.add("-")), starts, ends - blank)
        columns[:, 3] = (heads - np.arange(len(words))).astype(np.uint64)
        return columns, words

    def _attach(
        self,
        columns: Numbers,
        heads: NDArray[np.int64],
        loose: NDArray[np.int64],
        opens: NDArray[np.bool_],
        words: Numbers,
    ) -> None:
        """Gives tokens without a piece, mostly white space, the previous token as their head, or else the next."""
        strings = self._pipeline.vocab.strings
        for token in loose.tolist():
            if not opens[token]:
                heads[token] = token - 1
            elif token + 1 < len(heads) and not opens[token + 1]:
                heads[token] = token + 1
            columns[token, 4] = strings.add("dep")
            if strings[int(words[token])].isspace():
                columns[token, :2] = strings.add("_SP"), self._ids["SPACE"]
            else:
                columns[token, :2] = columns[heads[token], :2]

    def _join(
        self,
        columns: Numbers,
        heads: NDArray[np.int64],
        hyphens: NDArray[np.int64],
        starts: NDArray[np.int64],
        ends: NDArray[np.int64],
    ) -> None:
        """Makes the first part of a noun with a hyphen depend on the second: "vice" in "the vice-president".

        The reader's corpus has such nouns as one token, so that each part, and the hyphen, has the labels of the whole.
        An adjective after the hyphen depends on the noun: "the secretary-general".
        """
        add = self._pipeline.vocab.strings.add
        nouns = [add(tag) for tag in ("NN", "NNS", "NNP", "NNPS")]
        inner = hyphens[(hyphens > 0) & (hyphens + 1 < len(heads))]
        joined: dict[int, int] = {}  # a part -> what it depends on from now on, and with it what depended on the part

        def head_of(token: int) -> int:
            head = int(heads[token])
            while head in joined:
                head = joined[head]
            return head

        for hyphen in inner[(ends[inner - 1] == starts[inner]) & (ends[inner] == starts[inner + 1])].tolist():
            first, last = hyphen - 1, hyphen + 1
            head = head_of(first)
            if columns[first, 0] not in nouns or head != head_of(last) or head in {first, last}:
                continue
            if columns[last, 0] in nouns and columns[first, 4] == columns[last, 4]:
                part, whole, relation = first, last, "compound"
            elif columns[last, 0] == add("JJ"):
                part, whole, relation = last, first, "amod"
            else:
                continue
            joined[part] = heads[part] = heads[hyphen] = whole
            columns[part, 4], columns[hyphen, 4] = add(relation), add("punct")
            columns[hyphen, 0], columns[hyphen, 1] = add("HYPH"), self._ids["PUNCT"]
        moved = np.arange(len(heads))
        for part, whole in reversed(joined.items()):
            moved[part] = moved[whole]
        heads[:] = moved[heads]

    def _numbers(self, syntax: Syntax) -> _Labels:
        add = self._pipeline.vocab.strings.add
        pairs = [tag.split("|") for tag in syntax.tags]
        return _Labels(
            np.array([add(tag) for tag, _ in pairs], dtype=np.uint64),
            np.array([self._ids[part] for _, part in pairs], dtype=np.uint64),
            np.array([add(dependency) for dependency in syntax.dependencies], dtype=np.uint64),
            syntax.dependencies.index("ROOT"),
        )

    def _learn(self, words: Numbers, tags: Numbers) -> None:
        """Adds the lemmas of words with tags that are new; the pipeline is asked only where its rules are needed."""
        from spacy.tokens import Doc

        vocab = self._pipeline.vocab
        if len(self._lemmas) > _MOST_LEMMAS:
            self._lemmas.clear()
        unseen = []
        for word, tag in set(zip(words.tolist(), tags.tolist(), strict=True)) - self._lemmas.keys():
            name = vocab.strings[tag]
            if name in _LEMMA_IS_LOWER:
                self._lemmas[word, tag] = vocab.strings.add(vocab.strings[word].lower())
            elif name in _LEMMA_IS_WORD:
                self._lemmas[word, tag] = word
            else:
                unseen.append((word, tag))
        if not unseen:
            return
        doc = Doc(vocab, [vocab.strings[word] for word, _ in unseen], tags=[vocab.strings[tag] for _, tag in unseen])
        for name in ("attribute_ruler", "lemmatizer"):
            doc = self._pipeline.get_pipe(name)(doc)
        self._lemmas |= {pair: token.lemma for pair, token in zip(unseen, doc, strict=True)}


def _name(docs: Sequence[Doc], paragraphs: Sequence[Span], names: Sequence[Marked]) -> None:
    """Gives the tokens of each name its type; if two names share a token, the first is kept."""
    number = 0
    inside: list[list[Marked]] = [[] for _ in docs]
    for name in names:
        while paragraphs[number].end < name.span.end:
            number += 1
        inside[number].append(name)
    for doc, paragraph, own in zip(docs, paragraphs, inside, strict=True):
        kept, free = [], 0
        for name in own:
            place = name.span.shift(-paragraph.start)
            span = doc.char_span(place.start, place.end, _TYPES[name.kind], alignment_mode="expand")
            if span is not None and span.start >= free:
                kept.append(span)
                free = span.end
        doc.set_ents(kept)
