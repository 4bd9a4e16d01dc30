"""Glossary, Descriptor: "Any URI can be used to directly reference a file"; so any name will do."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.errors import PackageError
from onrecord.loading import load
from onrecord.package import DESCRIPTOR
from onrecord.release import diff, publish
from onrecord.validation import validate

NAMES = ("x.package.json", "descriptor.JSON")
SCHEMA = {"fields": [{"name": "id", "type": "integer"}], "primaryKey": ["id"]}
FRUITS = {"name": "fruits", "type": "table", "path": "data/fruits.csv", "schema": SCHEMA}
DECLARED = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "p",
    "version": "1.0.0",
    "resources": [FRUITS],
}


def write(folder: Path, *names: str, cells: str = "1\n2\n") -> Path:
    """A package whose descriptor is called by each of the names; the first one's path."""
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "fruits.csv").write_text(f"id\n{cells}")
    for name in names:
        (folder / name).write_text(json.dumps(DECLARED))
    return folder / names[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_descriptor_of_any_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All commands take it; paths in it are relative to its folder."""
    described = write(tmp_path / "p", name)
    monkeypatch.chdir(tmp_path)
    assert main(["validate", f"p/{name}"]) == main(["validate", "--package", f"p/{name}"]) == 0
    assert load(described, "polars")["fruits"].rows() == [(1,), (2,)]
    assert main(["export", "postgres", f"p/{name}"]) == 0
    write(tmp_path / "q", DESCRIPTOR, cells="1\n3\n")
    assert [each.reason for each in diff(described, tmp_path / "q").comparison.changes] == [
        "fruits: 1 row added, 1 removed"
    ]
    capsys.readouterr()
    (tmp_path / "p" / "data" / "fruits.csv").write_text("id\nx\n")
    (tmp_path / "p" / name).write_text(json.dumps({**DECLARED, "name": 5}))
    assert main(["validate", f"p/{name}", "--format", "github"]) == 1
    message = {line.partition(",line")[0] for line in capsys.readouterr().out.splitlines()}
    assert {f"::error file=p/{name}", "::error file=p/data/fruits.csv"} <= message


@pytest.mark.parametrize("name", NAMES)
def test_it_is_published(name: str, tmp_path: Path) -> None:
    """In a release it has the name that readers look for; the package keeps its own."""
    described = write(tmp_path / "p", name)
    release = publish(described, tmp_path / "dist", created="2031-05-13")
    assert (release.folder / DESCRIPTOR).is_file()
    assert not (release.folder / name).exists()
    assert not (tmp_path / "p" / DESCRIPTOR).exists()
    assert json.loads(described.read_text())["version"] == str(release.version)
    assert not diff(described, release.zip).comparison.rows
    assert publish(described, tmp_path / "dist", created="2031-05-13").is_new is False


def test_a_folder_with_one_of_another_name(tmp_path: Path) -> None:
    """`NAME.package.json` is found in a folder and in a zip, where it is the only one of its kind."""
    described = write(tmp_path / "p", "x.package.json")
    assert validate(tmp_path / "p").tables == {"fruits": 2}
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        for path in (described, tmp_path / "p" / "data" / "fruits.csv"):
            archive.write(path, path.relative_to(tmp_path))
    assert validate(tmp_path / "p.zip").tables == {"fruits": 2}
    shutil.copy(described, tmp_path / "p" / "y.package.json")
    with pytest.raises(PackageError, match=r"no such file, so .* is not a package"):
        validate(tmp_path / "p")
    assert validate(tmp_path / "p" / "y.package.json").tables == {"fruits": 2}
    (tmp_path / "p" / DESCRIPTOR).write_text(json.dumps({**DECLARED, "resources": [{**FRUITS, "name": "others"}]}))
    assert validate(tmp_path / "p").tables == {"others": 2}


def test_what_is_no_descriptor(tmp_path: Path) -> None:
    """A file of another kind is none, and one that is missing is told."""
    write(tmp_path / "p", "x.package.json")
    with pytest.raises(PackageError, match=r"fruits\.csv: not a package; name a folder, its descriptor or a zip of it"):
        validate(tmp_path / "p" / "data" / "fruits.csv")
    with pytest.raises(PackageError, match=r"z\.json: no such file"):
        validate(tmp_path / "p" / "z.json")
