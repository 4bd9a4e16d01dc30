"""Documents out of a reading: the reading is invented here."""

from __future__ import annotations

import re

import numpy as np
import pytest
from spacy.tokens import Doc
from tokenizers import Tokenizer

from onrecord.nlp import pipeline
from onrecord.nlp.documents import Builder, plain
from onrecord.nlp.models import WEIGHTS
from onrecord.nlp.parse import ARC, Scores
from onrecord.nlp.reader import Marked, Syntax
from onrecord.nlp.word_pieces import read_pieces
from onrecord.text.spans import Span

TOKENIZER = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
TAGS = ("NNP|PROPN", "VBD|VERB", "UH|INTJ", ".|PUNCT", "NNS|NOUN", "NN|NOUN", "JJ|ADJ", "DT|DET", "HYPH|PUNCT")
DEPENDENCIES = ("ROOT", "nsubj", "intj", "punct", "compound", "det", "amod")
# Word, tag, dependency and the word that is its head, for each token of TEXT.
TEXT = "Ida Brandt said no.\n\nMice left."
PARSE = [
    ("Ida", "NNP|PROPN", "compound", "Brandt"),
    ("Brandt", "NNP|PROPN", "nsubj", "said"),
    ("said", "VBD|VERB", "ROOT", "said"),
    ("no", "UH|INTJ", "intj", "said"),
    (".", ".|PUNCT", "punct", "said"),
    ("Mice", "NNS|NOUN", "nsubj", "left"),
    ("left", "VBD|VERB", "ROOT", "left"),
    (".", ".|PUNCT", "punct", "left"),
]


def build(text: str, parse: list[tuple[str, str, str, str]], names: tuple[tuple[str, str], ...] = ()) -> list[Doc]:
    """The documents of a text whose lines are its paragraphs, read with this parse and these names."""
    paragraphs = [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)]
    pieces = read_pieces(text, paragraphs, TOKENIZER)
    size = len(pieces)
    scores = Scores(
        np.zeros((size, len(TAGS)), np.float32),
        np.zeros((size, len(DEPENDENCIES)), np.float32),
        np.full(size, -9, np.float32),
        np.zeros((size, ARC), np.float32),
        np.eye(size, ARC, dtype=np.float32),
    )
    places, at = {}, 0
    for number, (word, *_) in enumerate(parse):
        at = text.index(word, at)
        places[number] = int(np.searchsorted(pieces.starts, at))
        at += len(word)
    for number, (_, tag, dependency, head) in enumerate(parse):
        place = places[number]
        # Heads are named by their words: the nearest token with the word is meant.
        nearest = min((k for k, row in enumerate(parse) if row[0] == head), key=lambda k: abs(k - number))
        scores.tags[place, TAGS.index(tag)] = 9
        scores.dependencies[place, DEPENDENCIES.index(dependency)] = 9
        scores.seekers[place, places[nearest]] = 300
    marked = tuple(Marked(Span(text.index(n), text.index(n) + len(n)), kind, 1.0) for n, kind in names)
    syntax = Syntax(pieces, scores, TAGS, DEPENDENCIES)
    return Builder(pipeline.load()).build(text, paragraphs, marked, syntax)


def test_documents_carry_the_parse_that_was_read() -> None:
    """Tags, parts of speech, lemmas by spaCy's rules, dependencies, heads; a paragraph is a sentence at least."""
    docs = build(TEXT, PARSE)
    rows = [(t.text, f"{t.tag_}|{t.pos_}", t.dep_, t.head.text) for doc in docs for t in doc]
    assert rows == PARSE
    assert [[t.lemma_ for t in doc] for doc in docs] == [["Ida", "Brandt", "say", "no", "."], ["mouse", "leave", "."]]
    assert [[sentence.text for sentence in doc.sents] for doc in docs] == [["Ida Brandt said no."], ["Mice left."]]


def test_what_has_no_piece_hangs_on_its_neighbour() -> None:
    """Blanks are tokens, except the single blank after a word."""
    (doc,) = build("Ida Brandt  said no.", PARSE[:5])
    assert [(t.text, t.tag_, t.dep_, t.head.text) for t in doc][2] == (" ", "_SP", "dep", "Brandt")
    assert [t.text for t in doc] == ["Ida", "Brandt", " ", "said", "no", "."]


# The reader gives each part of a noun with a hyphen the labels of the whole.
HYPHENATED = [
    (
        "The co-owner left.",
        [
            ("The", "DT|DET", "det", "co"),
            ("co", "NN|NOUN", "nsubj", "left"),
            ("-", "NN|NOUN", "nsubj", "left"),
            ("owner", "NN|NOUN", "nsubj", "left"),
            ("left", "VBD|VERB", "ROOT", "left"),
            (".", ".|PUNCT", "punct", "left"),
        ],
        [("The", "det", "owner"), ("co", "compound", "owner"), ("-", "punct", "owner"), ("owner", "nsubj", "left")],
    ),
    (
        "The secretary-general left.",
        [
            ("The", "DT|DET", "det", "secretary"),
            ("secretary", "NN|NOUN", "nsubj", "left"),
            ("-", "HYPH|PUNCT", "punct", "secretary"),
            ("general", "JJ|ADJ", "amod", "left"),
            ("left", "VBD|VERB", "ROOT", "left"),
            (".", ".|PUNCT", "punct", "left"),
        ],
        [
            ("The", "det", "secretary"),
            ("secretary", "nsubj", "left"),
            ("-", "punct", "secretary"),
            ("general", "amod", "secretary"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "parse", "expected"), HYPHENATED)
def test_a_noun_with_a_hyphen_has_one_head(
    text: str, parse: list[tuple[str, str, str, str]], expected: list[tuple[str, str, str]]
) -> None:
    """The second noun, or the noun before an adjective."""
    (doc,) = build(text, parse)
    assert [(t.text, t.dep_, t.head.text) for t in doc][:4] == expected
    assert [t.tag_ for t in doc][2] == "HYPH"


def test_names_are_entities() -> None:
    """Of two that share a token, the first keeps it."""
    docs = build(TEXT, PARSE, (("Ida", "Person"), ("Ida Brandt", "Organization"), ("Mice", "NORP")))
    assert [[(entity.text, entity.label_) for entity in doc.ents] for doc in docs] == [
        [("Ida", "PERSON")],
        [("Mice", "NORP")],
    ]


def test_no_paragraphs() -> None:
    """An article may be empty of words."""
    assert build("", []) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\tb\u00a0c\u2009d", "a b c d"),
        ("The group, “Rise! Tarn Now,” met.", "The group, “Rise  Tarn Now,” met."),
        ("“Stop! We are done,” she said.", "“Stop! We are done,” she said."),
    ],
)
def test_the_text_as_it_is_read(text: str, expected: str) -> None:
    """As long as before: blanks of every kind, and marks inside a name in quotation marks."""
    assert plain(text) == expected


@pytest.mark.parametrize("tag", ["NN", "JJ", "CD", "NNP", "NNPS"])
def test_words_that_need_no_rules(tag: str) -> None:
    """Their lemmas are those that the pipeline would give."""
    words = ["Poll", "news", "GLASS", "Better", "Forty", "3.5", "Wells", "data", "nurses", "Was"]
    nlp = pipeline.load()
    expected = Doc(nlp.vocab, words, tags=[tag] * len(words))
    for name in ("attribute_ruler", "lemmatizer"):
        expected = nlp.get_pipe(name)(expected)
    strings = nlp.vocab.strings
    builder = Builder(nlp)
    numbers = np.array([strings.add(word) for word in words], dtype=np.uint64)
    builder._learn(numbers, np.full(len(words), strings.add(tag), dtype=np.uint64))
    learned = [strings[builder._lemmas[int(number), strings.add(tag)]] for number in numbers]
    assert learned == [token.lemma_ for token in expected]


def test_what_is_longer_than_a_word_is_divided_all_the_same() -> None:
    """Nothing is lost where it is cut, neither a mark nor a blank."""
    marks, letters = '"' * 1000, "x" * 600
    (doc,) = build(f"{marks} {letters}. Yes", [])
    words = [token.text for token in doc]
    assert (doc.text, words[:1000], words[-2:]) == (f"{marks} {letters}. Yes", list(marks), [".", "Yes"])
    assert "".join(words[1000:-2]) == letters
