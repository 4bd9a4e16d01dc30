"""Quotes that report a proposition, and quotes with the same cues that do not."""

from __future__ import annotations

import dataclasses

import pytest

from onrecord.extraction.claims.propositions import cue_lemma, has_proposition, is_impersonal, was_said
from onrecord.extraction.extract import extract
from onrecord.extraction.values import Quote
from onrecord.nlp.articles import ParsedArticle
from onrecord.text.spans import Span

from ..conftest import Parse


def quote_in(parse: Parse, text: str) -> tuple[ParsedArticle, Quote]:
    """A text and its only quote."""
    parsed = parse(text)
    (quote,) = extract(parsed).quotes
    return parsed, quote


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moss said the bridge closed in March.", True),
        ("“The bridge closed in March,” Moss said.", True),
        ("Moss recommended that the bridge be closed.", False),
        ("Moss promised to close the bridge.", False),
    ],
)
def test_propositions(parse: Parse, text: str, expected: bool) -> None:
    """A demand or an intention states nothing."""
    assert has_proposition(*quote_in(parse, text)) is expected


def test_what_was_said(parse: Parse) -> None:
    """Who denies something says so; where the cue or its source is negated, nobody said anything."""
    parsed, quote = quote_in(parse, "Moss has denied that the bridge closed in March.")
    assert cue_lemma(parsed, quote) == "deny"
    assert was_said(parsed, quote)
    assert quote.cue is not None
    text = parsed.text.replace("Moss", "Nobody")
    assert not was_said(parse(text), dataclasses.replace(quote, source=Span(0, 6), cue=quote.cue.shift(2)))


def test_nobody_as_a_source(parse: Parse) -> None:
    """A text may leave open who revealed something."""
    parsed, quote = quote_in(parse, "It was revealed that the bridge closed in March.")
    assert is_impersonal(parsed, dataclasses.replace(quote, source=Span(0, 2)))
    assert not is_impersonal(parsed, quote)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moss urged that the council close the bridge.", False),
        ("Moss suggested that residents boil their water.", False),
        ("Moss insisted that the council cut the tax in 2029.", True),
        ("Moss insists that the trains run late in March.", True),
        ("The farmers need rain by June, Moss suggested.", True),
    ],
)
def test_demands(parse: Parse, text: str, expected: bool) -> None:
    """What is demanded is in the subjunctive, after its cue; a finite verb states what is."""
    assert has_proposition(*quote_in(parse, text)) is expected


def test_an_address_as_a_source(parse: Parse) -> None:
    """A number after "No." is no denial."""
    parsed, quote = quote_in(parse, "No. 10 said the talks would resume on Monday.")
    assert was_said(parsed, quote)
