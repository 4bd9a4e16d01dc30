"""Making an empty package."""

from __future__ import annotations

import ast
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from onrecord.errors import PackageError
from onrecord.ingestion import parse_sidecar
from onrecord.loading import load
from onrecord.package.json_files import read_json
from onrecord.package.own_tables import TABLES, own_tables
from onrecord.package.skeleton import init

FILES = {
    ".gitattributes",
    ".github/workflows/validate.yml",
    ".gitignore",
    "README.md",
    "corrections/.gitkeep",
    "datapackage.json",
    "noxfile.py",
    "requirements.txt",
    "seeds/.gitkeep",
}
FILES |= {path for table in TABLES for path in (f"data/{table}.csv", f"schemas/{table}.schema.json")}


def tree(folder: Path) -> dict[str, bytes]:
    """The content of each file below a folder, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_empty_package(tmp_path: Path) -> None:
    """All tables without rows, listed in a descriptor that is named for the folder and states no date."""
    folder = init(tmp_path / "deep" / "My Corpus")
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


def test_what_it_brings_along(tmp_path: Path) -> None:
    """The files for git, nox and GitHub are ones, and onrecord stands in one place, with its version."""
    folder = init(tmp_path / "corpus")
    noxfile = ast.parse((folder / "noxfile.py").read_bytes())
    sessions = [node.name for node in noxfile.body if isinstance(node, ast.FunctionDef) and node.decorator_list]
    assert sessions == ["convert", "validate", "publish"]
    workflow = yaml.safe_load((folder / ".github" / "workflows" / "validate.yml").read_bytes())
    commands = [step["run"] for step in workflow["jobs"]["validate"]["steps"] if "run" in step]
    assert commands == ["pip install --requirement requirements.txt", "onrecord validate --format github"]
    assert (folder / "requirements.txt").read_text(encoding="ascii").splitlines()[
        -1
    ] == f"onrecord=={version('onrecord')}"
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("# corpus\n\n")


def test_the_sidecar_of_the_readme_is_one(tmp_path: Path) -> None:
    """The example is read as it stands."""
    readme = (init(tmp_path / "corpus") / "README.md").read_text(encoding="utf-8")
    example = readme.partition("```toml\n")[2].partition("```")[0]
    read = parse_sidecar(example.encode(), tmp_path / "mill.toml")
    assert read.publisher == tomllib.loads(example)["publisher"] == "The Ashgrove Ledger"


def test_the_same_name_gives_the_same_bytes(tmp_path: Path) -> None:
    """Neither the day nor the place is in it."""
    one, two = init(tmp_path / "one" / "corpus"), init(tmp_path / "two" / "corpus")
    assert tree(one) == tree(two)


@pytest.mark.parametrize("inside", [[], [".git/config"]], ids=["empty", "git repository"])
def test_an_empty_folder_will_do(inside: list[str], tmp_path: Path) -> None:
    """A folder with nothing in it, or only a repository, becomes the package."""
    for path in inside:
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_bytes(b"")
    assert set(tree(init(tmp_path))) == FILES | set(inside)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written over or beside what is there."""
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
