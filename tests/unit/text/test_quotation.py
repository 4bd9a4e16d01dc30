"""Text in quotation marks, of every style."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.quotation import QuotedRun, find_quoted_runs
from onrecord.text.spans import Span


def runs(text: str) -> list[QuotedRun]:
    """The runs of a text whose lines are its paragraphs."""
    return find_quoted_runs(text, [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)])


def words(text: str) -> list[str]:
    """The runs with their marks; `>` after one that goes on in the next paragraph, `<` before what goes on there."""
    found = []
    for run in runs(text):
        assert run.outer.covers(run.inner)
        marks = run.outer.exact(text).replace(run.inner.exact(text), "", 1)
        assert set(marks) <= set("“”„«»‘’\"'`")
        found.append(f"{'< ' if run.continues else ''}{run.outer.exact(text)}{'' if run.closed else ' >'}")
    return found


STYLES = [
    ("“We are done,” she said. “Go home.”", ["“We are done,”", "“Go home.”"]),
    ('"We are done," she said. "Go home."', ['"We are done,"', '"Go home."']),
    ("''We are done,'' she said.", ["''We are done,''"]),
    ("``We are done,'' she said.", ["``We are done,''"]),
    ("‘We are done,’ she said. ‘Go home.’", ["‘We are done,’", "‘Go home.’"]),
    ("'We are done,' she said. 'Go home.'", ["'We are done,'", "'Go home.'"]),
    ("«We are done», she said.", ["«We are done»"]),
    ("« We are done », she said.", ["« We are done »"]),
    ("„We are done“, she said.", ["„We are done“"]),
    ("„We are done”, she said.", ["„We are done”"]),
    ("(“Yes,” he wrote.)", ["“Yes,”"]),
    ('She wrote—"yes"—and left.', ['"yes"']),
    ("“A”“B”", ["“A”", "“B”"]),
    ('“Go home." “Now,” he said.', ['“Go home."', "“Now,”"]),
    ('“Go home". “Now”, he said.', ['“Go home"', "“Now”"]),
    ('"Go home”. She left.', ['"Go home”']),
    ('He said “go" and left.', []),
]


@pytest.mark.parametrize(("text", "expected"), STYLES)
def test_a_style(text: str, expected: list[str]) -> None:
    """The marks belong to the run, which ends where they close."""
    assert words(text) == expected


def test_what_is_inside() -> None:
    """The inner span leaves out the marks, however many characters they have."""
    for text in ["“No,” she said.", "''No,'' she said.", "'No,' she said.", "``No,'' she said."]:
        (run,) = runs(text)
        assert run.inner.exact(text) == "No,"


NESTED = [
    ("“He told me ‘go away’ and left,” she said.", ["“He told me ‘go away’ and left,”"]),
    ("\"He told me 'go away' and left,\" she said.", ["\"He told me 'go away' and left,\""]),
    ("“«Oui»,” she said.", ["“«Oui»,”"]),
    ("‘He told me “go away” and left,’ she said.", ["‘He told me “go away” and left,’"]),
    ("'He told me \"go away\",' she said.", ["'He told me \"go away\",'"]),
    ("‘My mother said “go away”’, he said. “No,” I said.", ["‘My mother said “go away”’", "“No,”"]),
    # A possessive does not close over the words of another.
    ("'Twas said by the 'boss, who heard “no” from the members' side.", ["“no”"]),
]


@pytest.mark.parametrize(("text", "expected"), NESTED)
def test_the_outer_marks_count(text: str, expected: list[str]) -> None:
    """What is quoted inside an utterance is part of it."""
    assert words(text) == expected


APOSTROPHES = [
    ("The '90s and rock 'n' roll were loud.", []),
    ("The ’90s and the ‘80s ended, ’til then ’twas quiet, 'cause of 'em.", []),
    ("The members' vote and the owners' plea failed.", []),
    ("The members’ vote and the owners’ plea failed.", []),
    ("It’s Ana’s ‘big’ day, isn’t it?", ["‘big’"]),
    ("'Don't go,' said Tom's mother, 'it's late.'", ["'Don't go,'", "'it's late.'"]),
    ("He called it 'the members' vote' again.", ["'the members' vote'"]),
    ("It is the ‘members’ vote’ that counts.", ["‘members’ vote’"]),
    ('He is 5\'10" tall, and the pipe is 6" wide.', []),
    ('He is 5\'10" tall, "very tall" she said.', ['"very tall"']),
]


@pytest.mark.parametrize(("text", "expected"), APOSTROPHES)
def test_apostrophes_and_inches(text: str, expected: list[str]) -> None:
    """A mark inside or at the end of a word, before a decade or after a number quotes nothing."""
    assert words(text) == expected


UNBALANCED = [
    ("A “broken mark here.", []),
    ("A broken” mark here.", []),
    ('A "broken mark here.', []),
    ("A 'broken mark here.", []),
    ("A “broken mark here.\nAnother paragraph.", []),
    ("Empty “” and '' marks.", []),
    ("“One,” he said. “Two.\nThree.", ["“One,”", "“Two."]),
    ("“One,” he said, “two.\nThree.", ["“One,”", "“two."]),
    ("Lee said: “One. Two!", ["“One. Two!"]),
    ("No marks.", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), UNBALANCED)
def test_marks_without_a_partner(text: str, expected: list[str]) -> None:
    """They are passed over, unless they begin an utterance; and so is a pair with nothing in it."""
    assert words(text) == expected


PARAGRAPHS = [
    ("“First.\n“Second.\n“Third,” she said.", ["“First. >", "< “Second. >", "< “Third,”"]),
    ('"First.\n"Second," she said.', ['"First. >', '< "Second,"']),
    ("He said: “First.\n“Second.”", ["“First. >", "< “Second.”"]),
    ("“First,” she said. “Second.\n“Third.”\n“Fourth.”", ["“First,”", "“Second. >", "< “Third.”", "“Fourth.”"]),
    ("“First.”\n“Second.”", ["“First.”", "“Second.”"]),
    ("‘First.\n‘Second,’ she said.", ["‘First. >", "< ‘Second,’"]),
    ("He said: ‘The members’ vote.\n‘It’s late.’", ["‘The members’ vote. >", "< ‘It’s late.’"]),
    ("‘Fortress’ is a film.\n‘Towers’ is another.", ["‘Fortress’", "‘Towers’"]),
]


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS)
def test_an_utterance_of_several_paragraphs(text: str, expected: list[str]) -> None:
    """Each paragraph opens with a mark, and only the last paragraph closes."""
    assert words(text) == expected


@given(
    st.lists(st.sampled_from(["“", "”", '"', "'", "‘", "’", "''", "„", "«", "»", "a", "s", " ", ".", "\n", "🚢", "9"]))
)
def test_runs_never_overlap(pieces: list[str]) -> None:
    """However marks are thrown together, runs are in order, inside one paragraph, and hold something."""
    text = "".join(pieces)
    found = runs(text)
    assert all(one.outer.end <= two.outer.start for one, two in itertools.pairwise(found))
    for run in found:
        assert run.outer.covers(run.inner)
        assert "\n" not in run.outer.exact(text)
        assert run.outer.end == run.inner.end or run.closed
