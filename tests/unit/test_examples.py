"""Every public name has an example in its docstring that does what it shows, and a place in the reference."""

from __future__ import annotations

import doctest
import inspect
import json
import re
import shutil
from pathlib import Path

import pytest

import onrecord
from onrecord.review.queue import Selection, queue

from ..small_package import SIDECAR, TEXTS, edit_cell, write_small_package
from .review.reviewing import judge, reading_of

ROOT = Path(__file__).parents[2]
API = ROOT / "docs" / "api.md"


def examples(name: str) -> list[doctest.DocTest]:
    """The examples in the docstring of a public name itself, not of its methods."""
    found = doctest.DocTestFinder(recurse=False).find(getattr(onrecord, name), name, globs={"onrecord": onrecord})
    return [one for one in found if one.examples]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the examples work on: two articles, a package, its release, the package edited, and annotated articles."""
    folder = tmp_path_factory.mktemp("examples")
    (folder / "texts").mkdir()
    for path, text in TEXTS.items():
        (folder / "texts" / Path(path).name).write_text(text, encoding="utf-8")
    sidecar = "".join(f"{key} = {json.dumps(value)}\n" for key, value in SIDECAR.items())
    (folder / "texts" / "mill.toml").write_text(sidecar, encoding="utf-8")
    write_small_package(folder / "out")
    (folder / "people.csv").write_text("name,wikidata_id,party\nIda Brandt,Q42,Green\n", encoding="utf-8")
    onrecord.publish(folder / "out", folder / "dist", created="2031-05-13")
    shutil.copytree(folder / "out", folder / "edited")
    [entity] = onrecord.load(folder / "out").entities.query("name == 'Ida Brandt'").entity_id
    edit_cell(folder / "edited", "entities", entity, "role", "Mayor of Ashgrove")
    shutil.copytree(folder / "out", folder / "reviewed")
    for item in queue(reading_of(folder / "reviewed"), Selection(("quotes",), sample=5)):
        for coder in ("Nora Pell", "Ada Quint"):
            judge(folder / "reviewed", coder, item)
    quotes = [{"type": "direct", "fragments": {"content": [[0, 9]], "cue": [[10, 14]], "speaker": [[15, 25]]}}]
    gold = {"id": "a1", "text": "“We won,” said Jane Smith of the Durham City Council.", "quotes": quotes}
    for name in ("gold.jsonl", "theirs.jsonl"):
        (folder / name).write_text(f"{json.dumps(gold)}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", onrecord.__all__)
def test_examples_show_what_happens(
    name: str, prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each public name has an example, and it gives what it says."""
    shutil.copytree(prepared, tmp_path / "place", symlinks=True)
    monkeypatch.chdir(tmp_path / "place")
    found = examples(name)
    assert found
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    failed = sum(runner.run(one).failed for one in found)
    assert not failed, capsys.readouterr().out


def test_the_reference_has_every_public_name() -> None:
    """docs/api.md shows each name of `onrecord.__all__` once, and no other."""
    shown = re.findall(r"^::: onrecord\.(\w+)$", API.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(shown) == sorted(onrecord.__all__)


@pytest.mark.parametrize("name", [name for name in onrecord.__all__ if inspect.isfunction(getattr(onrecord, name))])
def test_a_function_says_what_it_takes_and_raises(name: str) -> None:
    """Each argument is described, and so is what stops the function."""
    function = getattr(onrecord, name)
    message = inspect.getdoc(function) or ""
    arguments = message.partition("\nArgs:\n")[2].partition("\nRaises:\n")[0]
    assert re.findall(r"^    (\w+): ", arguments, re.MULTILINE) == list(inspect.signature(function).parameters)
    assert "\nRaises:\n" in message


def test_arguments_come_in_the_order_of_the_command_line() -> None:
    """The places of a command are the first arguments of its function."""
    first = {"validate": ["package"], "convert": ["sources", "package"], "publish": ["package", "output"]}
    first |= {"audit": ["package", "output"]}
    first |= {"export": ["form", "package", "output"], "make_site": ["package", "output"], "diff": ["old", "new"]}
    first |= {"get": ["url", "folder"], "evaluate": ["gold", "predictions"], "init": ["folder", "requirement"]}
    first |= {"measure_agreement": ["package", "one", "other"], "import_annotations": ["form", "file"]}
    first |= {"infer_schema": ["file", "table"], "check_schema": ["file"], "check_updates": ["folder"]}
    taken = {name: list(inspect.signature(getattr(onrecord, name)).parameters) for name in first}
    assert {name: taken[name][: len(order)] for name, order in first.items()} == first
