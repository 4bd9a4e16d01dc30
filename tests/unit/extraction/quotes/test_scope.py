"""How far contents reach into quotation marks."""

from __future__ import annotations

import pytest

from onrecord.extraction.quotes.contents import by_place
from onrecord.extraction.quotes.scope import extend_to_marks, split_at_parentheses, without_marks
from onrecord.text.quotation import QuotedRun, find_quoted_runs
from onrecord.text.spans import Places, Span


def runs_of(text: str) -> Places[QuotedRun]:
    """The text in quotation marks, by its place."""
    return by_place(find_quoted_runs(text, [Span(0, len(text))]))


def place(text: str, words: str) -> Span:
    """Where words first occur in a text."""
    return Span(text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    ("text", "content", "cue", "expected"),
    [
        ("“The mill is closed,” Voss said.", "mill is closed", "said", "The mill is closed"),
        (
            "Voss said the mill was “closed for good.”",
            "the mill was “closed for",
            "said",
            "the mill was “closed for good.”",
        ),
        ("“The mill is closed for good,” Voss said.", "good", "said", "good"),
        ("“The mill is closed for good,” Voss said.", "The mill", "said", "The mill is closed for good"),
        ("“The mill is closed, Voss said, for good.”", "The mill", "said", "The mill"),
        ("Voss said the mill was closed.", "the mill", "said", "the mill"),
    ],
)
def test_contents_reach_to_their_marks(text: str, content: str, cue: str, expected: str) -> None:
    """With half of the quoted words or their beginning, unless the cue is among them."""
    found = extend_to_marks(text, runs_of(text), place(text, content), place(text, cue))
    assert found.exact(text) == expected


@pytest.mark.parametrize(
    ("content", "expected"), [("“closed,”", "closed"), ("“closed,” Voss", "“closed,” Voss"), ("closed", "closed")]
)
def test_marks_are_left_out(content: str, expected: str) -> None:
    """Only where the content is nothing but the quoted words."""
    text = "It is “closed,” Voss said."
    assert without_marks(text, runs_of(text), place(text, content)).exact(text) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [("“Nein” (“No”)", ["Nein", "No"]), ("“Nein” or (“No”)", ["“Nein” or (“No”)"]), ("“Nein” “No”", ["“Nein” “No”"])],
)
def test_translations_in_parentheses_are_apart(content: str, expected: list[str]) -> None:
    """Quoted words and their translation are two contents, unless other words are between them."""
    text = f"{content}, Voss said."
    assert [part.exact(text) for part in split_at_parentheses(text, runs_of(text), place(text, content))] == expected
