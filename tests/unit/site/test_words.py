"""The index of words: each word leads to its rows, in files that are found by their first words."""

from __future__ import annotations

from array import array

import pytest

from onrecord.site import words
from onrecord.site.scripts import data_script
from onrecord.site.words import Words, words_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The town’s 2nd mill", {"the", "town", "s", "2nd", "mill"}),
        ("Café ÉLAN Zoe\u0308", {"cafe", "elan", "zoe"}),
        ("snake_case <b>&amp;</b>", {"snake", "case", "b", "amp"}),
        ("אמר 🚢 Ŀ", {"אמר", "l"}),
        ("", set()),
    ],
)
def test_words_are_in_lower_case_without_accents(text: str, found: set[str]) -> None:
    """Signs, spaces and emoji are no part of words."""
    assert {word.rstrip("·") for word in words_of(text)} == found


def decoded(steps: str) -> list[int]:
    """The numbers of rows that steps stand for."""
    rows, row = [], 0
    for step in steps.split():
        row += int(step)
        rows.append(row)
    return rows


def test_every_word_is_in_one_file_and_files_are_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word is found by the last file whose first word is not after it."""
    monkeypatch.setattr(words, "_LARGEST", 40)
    index = Words()
    texts = [f"common w{number} w{number // 3}" for number in range(60)]
    for row, text in enumerate(texts):
        index.add(row, [text])
    files = list(index.files())
    starts = [file[0][0] for file in files]
    assert len(files) == 20
    assert starts == sorted(starts)
    found = {word: decoded(steps) for file in files for word, steps in file}
    expected: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        for word in words_of(text):
            expected.setdefault(word, []).append(row)
    assert found == expected


def test_a_word_of_too_many_rows_is_named_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be as long as the rest."""
    monkeypatch.setattr(words, "_MOST_ROWS", 2)
    index = Words()
    for row in range(3):
        index.add(row, [f"the w{row}"])
    assert index.common() == ["the"]
    assert list(index.files()) == [[["w0", "0"], ["w1", "1"], ["w2", "2"]]]


def test_words_are_in_the_order_of_javascript() -> None:
    """Letters beyond the 16 bits of a unit come before some within them there."""
    index = Words()
    index._rows = {word: array("I", [0]) for word in ("\ufb13", "\U00010428", "b")}
    [file] = index.files()
    assert [word for word, _ in file] == ["b", "\U00010428", "\ufb13"]


def test_data_is_inert() -> None:
    """No sign in a value can end the script or the string, and numbers that JSON lacks are refused."""
    nasty = "</script><!--\u2028\u2029'\"\\ \ud800 \x00"
    content = data_script("t/x", [nasty])
    assert content.isascii()
    assert b"<" not in content
    with pytest.raises(ValueError, match="JSON"):
        data_script("t/x", float("nan"))
