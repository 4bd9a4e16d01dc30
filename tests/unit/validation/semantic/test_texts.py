"""Packages without their texts, and readers who have them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from onrecord.errors import PackageError
from onrecord.validation import Verdict, validate

from ....small_package import FERRY, MILL, TEXTS, edit_cell, edit_descriptor, mention_id

NO_TEXTS = "the package carries no texts; offsets are checked only against texts that the user supplies"
WRONG = (
    f"data/mentions.csv:5: {mention_id(3)} exact: exact reads 'the old mall', but seeds/mill.txt at 126-138 reads "
    "'the old mill'; restore the row from the text, or run convert again [exact-differs]"
)


def lacking(count: int) -> str:
    """The note on articles without a text."""
    return f"{count} of 2 articles have no text here; their rows were not compared with it"


@pytest.fixture
def textless(small_package: Path) -> Path:
    """The small package without its texts, one mention wrong."""
    edit_cell(small_package, "mentions", mention_id(3), "exact", "the old mall")
    edit_descriptor(
        small_package,
        lambda value: value.update(
            onrecord={"texts": "none"},
            resources=[resource for resource in value["resources"] if resource["path"] not in TEXTS],
        ),
    )
    shutil.rmtree(small_package / "seeds")
    return small_package


def supply(folder: Path, **texts: str) -> Path:
    """A folder of the reader's with texts by the stem of their name."""
    (folder / "news").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "news" / f"{name}.txt").write_bytes(text.encode())
    return folder


def outcome(verdict: Verdict) -> tuple[list[str], tuple[str, ...], int]:
    """Problems, notes and the number of texts that were read."""
    return [str(problem) for problem in verdict.problems], verdict.notes, verdict.texts


def test_without_texts_nothing_is_sliced_and_it_is_said(textless: Path) -> None:
    """A wrong mention passes, and a note says why."""
    assert outcome(validate(textless)) == ([], (NO_TEXTS, lacking(2)), 0)


def test_texts_of_the_reader_are_found_by_name_and_hash(textless: Path, tmp_path: Path) -> None:
    """They may be in any subfolder of the given folder."""
    texts = supply(tmp_path / "mine", mill=TEXTS[MILL], ferry=TEXTS[FERRY])
    assert outcome(validate(textless, texts)) == ([WRONG], (NO_TEXTS,), 2)


def test_another_text_of_the_same_name_is_not_taken(textless: Path, tmp_path: Path) -> None:
    """A later version of an article says nothing about rows that were read from an earlier one."""
    texts = supply(tmp_path / "mine", mill=TEXTS[MILL] + "Correction.\n", ferry=TEXTS[FERRY])
    assert outcome(validate(textless, texts)) == ([], (NO_TEXTS, lacking(1)), 1)


def test_end_offsets_are_compared_with_the_length_all_the_same(textless: Path) -> None:
    """The table of articles knows how long each text is."""
    edit_cell(textless, "mentions", mention_id(3), "end", "1000")
    assert [str(problem) for problem in validate(textless).problems] == [
        f"data/mentions.csv:5: {mention_id(3)} end: end is 1000, but the text has 369 characters; "
        "restore the row from the text, or run convert again [span-outside-text]"
    ]


def test_a_folder_of_texts_must_exist(textless: Path, tmp_path: Path) -> None:
    """A wrong path would look like texts that were checked."""
    with pytest.raises(PackageError) as caught:
        validate(textless, tmp_path / "nowhere")
    assert (
        str(caught.value) == f"{tmp_path / 'nowhere'}: no such folder; name the folder that holds the articles' texts"
    )
