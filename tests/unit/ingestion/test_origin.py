"""Origins: where a text was derived from, written, read, and compared with the original."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import SourceError
from onrecord.ingestion import Facts, Zone
from onrecord.ingestion.document import Block, Piece
from onrecord.ingestion.origin import (
    Origin,
    fault_in_blocks,
    fault_in_pieces,
    origin_path,
    parse_origin,
    written_origin,
)
from onrecord.text.spans import Span

PATH = Path("seeds/ferry.html.origin.json")
PAGE = "<h1>Ferry&nbsp;stays</h1>\n<p>It\n will run.</p>"
TEXT = "Ferry\u00a0stays\n\nIt will run.\n"
ORIGIN = Origin(
    "html@1",
    "ferry.html",
    f"originals/3f/3f{'0' * 62}.html",
    "",
    "utf-8",
    Facts(url="https://example.org/ferry", basis={"url": "link"}),
    (Block(Span(0, 11), Zone.HEADLINE), Block(Span(13, 25), None)),
    (
        Piece(Span(0, 5), Span(4, 9)),
        Piece(Span(5, 6), Span(9, 15)),
        Piece(Span(6, 11), Span(15, 20)),
        Piece(Span(13, 15), Span(29, 31)),
        Piece(Span(15, 16), Span(31, 33)),
        Piece(Span(16, 25), Span(33, 42)),
    ),
)


def test_an_origin_is_read_as_it_was_written() -> None:
    """Facts with their bases, paragraphs and pieces; the hash of the original is its name."""
    found = parse_origin(written_origin(ORIGIN), PATH)
    assert found == ORIGIN
    assert found.facts.basis == {"url": "link"}
    assert found.sha256 == f"3f{'0' * 62}"
    assert origin_path("seeds/ferry.html.txt") == str(PATH)


@pytest.mark.parametrize(
    ("span", "places"),
    [
        (Span(2, 8), (Span(6, 17),)),  # "rry sta" with a reference that is taken whole
        (Span(9, 14), (Span(18, 20), Span(29, 30))),  # over the break between paragraphs
        (Span(15, 16), (Span(31, 33),)),  # white space that is shown as one blank
        (Span(11, 13), ()),  # the break alone
    ],
)
def test_places_in_the_original(span: Span, places: tuple[Span, ...]) -> None:
    """The stretches of the original that a span of the text is from."""
    assert ORIGIN.places(span) == places


def test_pieces_agree_with_the_original() -> None:
    """References are resolved, and white space is one blank; anything else is named with its place."""
    assert fault_in_pieces(TEXT, PAGE.encode(), ORIGIN) == ""
    changed = TEXT.replace("will", "must")
    assert fault_in_pieces(changed, PAGE.encode(), ORIGIN) == (
        f"characters 16-25 of the text are not characters 33-42 of {ORIGIN.path}"
    )
    assert fault_in_pieces(TEXT, b"", ORIGIN) == f"the pieces go beyond the text or beyond {ORIGIN.path}"


def test_blocks_are_paragraphs_of_the_text() -> None:
    """Each is inside the text, has words, and no white space at its ends."""
    assert fault_in_blocks(TEXT, ORIGIN) == ""
    for span in (Span(0, 12), Span(11, 13), Span(13, 40), Span(200, 210)):
        wrong = dataclasses.replace(ORIGIN, blocks=(Block(span),))
        assert fault_in_blocks(TEXT, wrong) == f"characters {span} are not a paragraph of the text"


WHOLE = json.loads(written_origin(ORIGIN))
DAMAGED: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a number": b"1",
    "not UTF-8": b'{"step": "\xff"}',
    "too deep": b'{"step": ' + b"[" * 500 + b"]" * 500 + b"}",
    **{
        name: json.dumps(WHOLE | change).encode()
        for name, change in {
            "a step that is a number": {"step": 1},
            "a span that ends before it starts": {"blocks": [[5, 2, "body"]]},
            "a negative span": {"pieces": [[-1, 2, 0, 3]]},
            "an unknown zone": {"blocks": [[0, 2, "attic"]]},
            "a fact without a basis": {"facts": {"url": "https://example.org"}},
            "pieces of three numbers": {"pieces": [[0, 1, 2]]},
            "pieces of words": {"pieces": [["a", "b", "c", "d"]]},
            "pieces that overlap": {"pieces": [[0, 5, 0, 5], [3, 8, 5, 10]]},
            "pieces out of order": {"pieces": [[5, 8, 5, 8], [0, 5, 0, 5]]},
            "pieces of fractions": {"pieces": [[0.5, 2, 0, 3]]},
            "a span without an end": {"blocks": [[0, 10**30, "body"]]},
            "pieces without an encoding": {"encoding": ""},
            "a codec that is none of text": {"encoding": "undefined"},
            "a path that leads out": {"original": "../../etc/passwd"},
            "a step with control characters": {"step": "html@1\x1b[31m"},
        }.items()
    },
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_damaged_origins(content: bytes) -> None:
    """They are named with the reason and a remedy."""
    with pytest.raises(SourceError) as raised:
        parse_origin(content, PATH)
    message = str(raised.value)
    assert message.startswith(f"{PATH}: not an origin that onrecord wrote (")
    assert message.endswith("); remove it and the text, and convert the original again")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*WHOLE, "x"]), inner, max_size=4),
    max_leaves=12,
)


@given(key=st.sampled_from(sorted(WHOLE)), value=JSON)
def test_any_value_is_read_or_refused(key: str, value: Any) -> None:
    """No value of a property leads to another error."""
    try:
        found = parse_origin(json.dumps(WHOLE | {key: value}).encode(), PATH)
    except SourceError:
        return
    assert isinstance(found, Origin)
    assert fault_in_pieces(TEXT, PAGE.encode(), found) is not None
