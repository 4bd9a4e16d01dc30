"""Names that the reader may cut, join or stretch: the marks are invented here, the parse is the product's."""

from __future__ import annotations

import dataclasses

import pytest

from onrecord.extraction.entities.names import find_names
from onrecord.nlp.reader import Marked
from onrecord.text.spans import Span

from ..conftest import Parse

KINDS = {"p": "Person", "o": "Organization", "l": "Location", "g": "NORP", "m": "Misc"}


def found(parse: Parse, text: str, *marks: str) -> list[tuple[str, str]]:
    """The names in a text in which words are marked, as `letter:words` or `letter:words:probability`."""
    parsed = parse(text)
    read = []
    for mark in marks:
        letter, words, *sure = mark.split(":")
        start = text.index(words)
        read.append(Marked(Span(start, start + len(words)), KINDS[letter], float(sure[0]) if sure else 0.9))
    reading = dataclasses.replace(parsed.reading, names=tuple(read))
    return [(name.text, name.entity_type) for name in find_names(dataclasses.replace(parsed, reading=reading))]


WHOLE = [
    (
        "TARM met. TARM Hector Vane spoke for an hour.",
        ["o:TARM", "p:TARM Hector Vane"],
        [("TARM", "organization"), ("TARM", "organization"), ("Hector Vane", "person")],
    ),
    ("Then Junichi Harada spoke for an hour.", ["p:Junichi", "p:Harada"], [("Junichi Harada", "person")]),
    (
        "Marlow and Kell Police said a van burned.",
        ["l:Marlow", "o:Kell Police"],
        [("Marlow and Kell Police", "organization")],
    ),
    (
        "Holloway and Sons, a brewer, said it would close. Lund and Voll, a shop chain, agreed.",
        ["p:Lund", "p:Voll"],
        [("Lund and Voll", "organization")],
    ),
    (
        "Lund and Voll, a couple from Tarn, said it would close.",
        ["p:Lund", "p:Voll"],
        [("Lund", "person"), ("Voll", "person")],
    ),
    (
        "The pier in Marlow and Kell Council were named.",
        ["l:Marlow", "o:Kell Council"],
        [("Marlow", "place"), ("Kell Council", "organization")],
    ),
    (
        "R.T. Moss & Daughters, Inc. sold the mill.",
        ["p:R.T. Moss", "o:& Daughters, Inc:.3"],
        [("R.T. Moss & Daughters, Inc.", "organization")],
    ),
    ("Members of Rise Up For Tarn marched.", ["l:Tarn:.4"], [("Rise Up For Tarn", "organization")]),
    ("She joined Clean Harbors Now in May.", ["o:Clean Harbors:.4"], [("Clean Harbors Now", "organization")]),
    ("Then Tarn slept.", ["l:Tarn"], [("Tarn", "place")]),
    (
        "Tarn Becomes Third Norland Town To Ban Geese\n\nThe third town to ban them is Tarn, the council said.",
        ["l:Third Norland Town", "l:Tarn, the:.9"],
        [("Tarn, the", "place")],
    ),
]


@pytest.mark.parametrize(("text", "marks", "names"), WHOLE)
def test_whole_names(parse: Parse, text: str, marks: list[str], names: list[tuple[str, str]]) -> None:
    """Joined and completed by the words around them."""
    assert found(parse, text, *marks) == names


TYPES = [
    ("The Vanes met. Ida Vane spoke.", ["o:Vanes", "p:Ida Vane"], [("Vanes", "group"), ("Ida Vane", "person")]),
    ("Marlow Republicans met in May.", ["o:Marlow Republicans:.5"], [("Marlow Republicans", "group")]),
    ("The CFO left the room.", ["o:CFO"], []),
    ("The yacht Adela sank in May.", ["p:Adela:.5"], [("Adela", "other")]),
    ("Councillor Vane spoke.", ["o:Vane:.4"], [("Vane", "person")]),
    (
        "Unity’s Tom Vane said it was late.",
        ["p:Unity:.5", "p:Tom Vane"],
        [("Unity", "organization"), ("Tom Vane", "person")],
    ),
    ("The charity Norvik, which is old, sued.", ["p:Norvik:.5"], [("Norvik", "organization")]),
    ("Norvik, a shipping company, sued.", ["l:Norvik:.6"], [("Norvik", "organization")]),
    ("A spokesman for Norvik Line said it would sail.", ["l:Norvik Line:.6"], [("Norvik Line", "organization")]),
    ("Workers at TARM went home.", ["p:TARM:.6"], [("TARM", "organization")]),
    (
        "Velmara sued. Velmaran police agreed.",
        ["l:Velmara", "l:Velmaran"],
        [("Velmara", "place"), ("Velmaran", "group")],
    ),
    ("Lund said the dam was safe.", ["p:Lund:.5"], [("Lund", "person")]),
]


@pytest.mark.parametrize(("text", "marks", "names"), TYPES)
def test_types_follow_from_the_words_around_names(
    parse: Parse, text: str, marks: list[str], names: list[tuple[str, str]]
) -> None:
    """Where the reader is unsure of them."""
    assert found(parse, text, *marks) == names
