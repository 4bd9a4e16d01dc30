"""Making an empty package."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest
import yaml

from onrecord.cli import main
from onrecord.errors import PackageError
from onrecord.ingestion import parse_sidecar
from onrecord.loading import load
from onrecord.package import origin
from onrecord.package.json_files import read_json
from onrecord.package.origin import Origin
from onrecord.package.own_tables import TABLES, own_tables
from onrecord.package.skeleton import Skeleton, init

FILES = {
    ".gitattributes",
    ".github/workflows/validate.yml",
    ".gitignore",
    "README.md",
    "corrections/.gitkeep",
    "datapackage.json",
    "noxfile.py",
    "requirements-convert.txt",
    "requirements.txt",
    "seeds/.gitkeep",
}
FILES |= {path for table in TABLES for path in (f"data/{table}.csv", f"schemas/{table}.schema.json")}


def tree(folder: Path) -> dict[str, bytes]:
    """The content of each file below a folder, including hidden files."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_empty_package(tmp_path: Path) -> None:
    """All tables without rows, listed in a descriptor that is named for the folder and states no date."""
    folder = init(tmp_path / "deep" / "My Corpus").folder
    assert folder == tmp_path / "deep" / "My Corpus"
    assert set(tree(folder)) == FILES
    descriptor = read_json(folder / "datapackage.json")
    assert (descriptor["name"], descriptor["title"], descriptor["version"]) == ("my-corpus", "My Corpus", "1.0.0")
    assert "created" not in descriptor
    assert descriptor["onrecord"] == {"texts": "full"}
    assert [(entry["name"], entry["rows"]) for entry in descriptor["resources"]] == [(name, 0) for name in TABLES]
    assert {name: tuple(frame) for name, frame in load(folder).items()} == {
        name: table.columns for name, table in own_tables().items()
    }
    assert all(frame.empty for frame in load(folder).values())


WORKFLOW = """\
name: validate

on: [push, pull_request]

permissions:
  contents: read

jobs:
  validate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: "3.12"
      - run: pip install --requirement requirements.txt
      - run: onrecord validate --format github
"""
REQUIREMENTS = """\
# For validating and publishing this package, here and in CI. With one fixed version, a rebuild gives the same bytes.
{}
"""


def test_what_it_brings_along(tmp_path: Path) -> None:
    """A workflow and a noxfile, which install onrecord from one file; only what reads articles asks for the model."""
    made = init(tmp_path / "corpus", "onrecord @ git+https://example.org/o/onrecord.git@v7")
    written = {path: content.decode("utf-8") for path, content in tree(made.folder).items()}
    assert made == Skeleton(tmp_path / "corpus", "onrecord @ git+https://example.org/o/onrecord.git@v7")
    assert written["requirements.txt"] == REQUIREMENTS.format(made.requirement)
    assert written["requirements-convert.txt"] == (
        "# For reading articles: the same as requirements.txt, with a language model.\n"
        "onrecord[convert] @ git+https://example.org/o/onrecord.git@v7\n"
    )
    assert written[".github/workflows/validate.yml"] == WORKFLOW
    assert yaml.safe_load(WORKFLOW)["jobs"]["validate"]["steps"][-2]["run"].endswith("--requirement requirements.txt")
    noxfile = ast.parse(written["noxfile.py"])
    sessions = [node for node in noxfile.body if isinstance(node, ast.FunctionDef) and node.decorator_list]
    assert {node.name: ast.unparse(node.body[-1]) for node in sessions} == {
        "convert": "_onrecord(session, 'requirements-convert.txt')",
        "validate": "_onrecord(session)",
        "publish": "_onrecord(session)",
    }
    assert "session.install('--requirement', requirements)" in ast.unparse(noxfile)
    assert written["README.md"].startswith("# corpus\n\n")
    assert "\npip install --requirement requirements-convert.txt\n" in written["README.md"]
    assert [path for path, content in written.items() if "OWNER" in content] == []


def test_the_command_says_what_the_workflow_installs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The origin of the running onrecord, with a note if CI cannot get it, or the requirement that is named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(origin, "installed", lambda: Origin("onrecord==7.1.0", "requirements.txt names another origin"))
    assert main(["init", "one"]) == 0
    assert main(["init", "two", "--requirement", "onrecord ==7.2"]) == 0
    assert main(["init", "three", "--requirement", "pandas"]) == 2
    done = capsys.readouterr()
    assert done.out == (
        "one: an empty package; its workflow installs onrecord==7.1.0\n"
        "note: requirements.txt names another origin\n"
        "next: put articles into one/seeds and run: onrecord convert --package one\n"
        "two: an empty package; its workflow installs onrecord==7.2\n"
        "next: put articles into two/seeds and run: onrecord convert --package two\n"
    )
    assert done.err.startswith("onrecord: the requirement must name onrecord: 'pandas' is another package; ")
    assert Path("one/requirements.txt").read_text(encoding="ascii") == REQUIREMENTS.format("onrecord==7.1.0")
    assert Path("two/requirements.txt").read_text(encoding="ascii") == REQUIREMENTS.format("onrecord==7.2")
    assert not Path("three").exists()


def test_the_sidecar_of_the_readme_is_valid(tmp_path: Path) -> None:
    """The example is read without changes."""
    readme = (init(tmp_path / "corpus").folder / "README.md").read_text(encoding="utf-8")
    example = readme.partition("```toml\n")[2].partition("```")[0]
    read = parse_sidecar(example.encode(), tmp_path / "mill.toml")
    assert read.publisher == tomllib.loads(example)["publisher"] == "The Ashgrove Ledger"


def test_the_same_name_gives_the_same_bytes(tmp_path: Path) -> None:
    """Neither the day nor the place is in it."""
    one, two = (init(tmp_path / name / "corpus").folder for name in ("one", "two"))
    assert tree(one) == tree(two)


@pytest.mark.parametrize("inside", [[], [".git/config"]], ids=["empty", "git repository"])
def test_an_empty_folder_will_do(inside: list[str], tmp_path: Path) -> None:
    """A folder with nothing in it, or only a repository, becomes the package."""
    for path in inside:
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_bytes(b"")
    assert set(tree(init(tmp_path).folder)) == FILES | set(inside)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written over existing files or next to them."""
    (tmp_path / "notes.txt").write_bytes(b"mine")
    with pytest.raises(PackageError, match=r"not empty; name an empty folder, or one that does not exist yet$"):
        init(tmp_path)
    with pytest.raises(PackageError, match=r"notes\.txt: not a folder; "):
        init(tmp_path / "notes.txt")
    assert tree(tmp_path) == {"notes.txt": b"mine"}


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder appears as a whole or not at all."""

    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device", "corpus")

    monkeypatch.setattr("onrecord.package.files.flush_file", fail)
    with pytest.raises(
        PackageError, match=r"^corpus: No space left on device; make room there, and run the command again$"
    ):
        init(tmp_path / "corpus")
    assert list(tmp_path.iterdir()) == []
