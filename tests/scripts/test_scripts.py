"""The scripts as a shell runs them: exit codes, what they print, and what they leave behind."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
ARTICLE = """\
Lower Tarn Keeps Its Ferry

By Osric Vane

LOWER TARN — The Lower Tarn council voted 4-1 on Tuesday to keep the ferry.

“Nobody here wants to row,” said Harbor Master Lena Okoro.
"""


def run(script: str, *arguments: str | Path, folder: Path) -> tuple[int, str, str]:
    """Exit code, output and errors of a script that runs in `folder`."""
    done = subprocess.run(
        [sys.executable, SCRIPTS / f"{script}.py", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, done.stdout, done.stderr


def contents(folder: Path) -> dict[str, str]:
    """The hash of each file below a folder; folders have none."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in folder.rglob("*")
    }


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with one good article."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "rowing.txt").write_bytes(ARTICLE.encode())
    return folder


def test_from_texts_to_a_release(texts: Path, tmp_path: Path) -> None:
    """Convert, validate and publish exit with 0, and each says what to do next or what it made."""
    code, output, errors = run("convert", "texts", "--package", "out", folder=tmp_path)
    assert (code, errors) == (0, "")
    lines = output.splitlines()
    assert lines[0] == "out: 1 article converted"
    assert lines[1].split() == ["articles", "1"]
    assert lines[-1] == "next: onrecord validate --package out"

    code, output, errors = run("validate", "--package", "out", folder=tmp_path)
    assert (code, errors) == (0, "")

    code, output, errors = run("publish", "--package", "out", folder=tmp_path)
    assert (code, errors) == (0, "")
    assert json.loads((tmp_path / "dist" / "out" / "index.json").read_bytes())["latest"] == "1.0.0"


WRONG = {
    "wrong key": ("rowing.toml", b'autor = "Osric Vane"\n', "rowing.toml: unknown key 'autor'; "),
    "wrong value": ("rowing.toml", b'published = "Tuesday"\n', "rowing.toml: published is 'Tuesday'; "),
    "not TOML": ("rowing.toml", b"published: 2031", "rowing.toml: not TOML: "),
    "sidecar alone": (
        "lost.toml",
        b'publisher = "The Tarn Courier"\n',
        "lost.toml: a sidecar without its text ",
    ),
}


@pytest.mark.parametrize(("name", "content", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_source_leaves_nothing(name: str, content: bytes, message: str, texts: Path, tmp_path: Path) -> None:
    """One wrong file among good ones: a message that names it, exit code 2, and no package."""
    (texts / name).write_bytes(content)
    before = contents(tmp_path)
    code, output, errors = run("convert", "texts", "--package", "new/out", folder=tmp_path)
    assert (code, output) == (2, "")
    assert errors.startswith(f"onrecord: texts/{message}")
    assert errors.count("\n") == 1
    assert contents(tmp_path) == before


def test_a_wrong_source_leaves_a_package_as_it_was(texts: Path, small_package: Path, tmp_path: Path) -> None:
    """A package that stands is not touched when what is said of a new article is wrong."""
    (texts / "rowing.toml").write_bytes(b'autor = "Osric Vane"\n')
    before = contents(tmp_path)
    code, _, errors = run("convert", "texts", "--package", small_package, folder=tmp_path)
    assert (code, errors.count("\n")) == (2, 1)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"na\x81ve", "not UTF-8 at byte 2, and the words do not show its encoding; "),
        (b" \n", "an empty file; "),
        (b"\x89PNG\0\0", "it is a picture, which is not read; "),
    ],
    ids=["not UTF-8", "empty", "a picture"],
)
def test_a_source_that_cannot_be_read_is_set_aside(content: bytes, message: str, texts: Path, tmp_path: Path) -> None:
    """The others are converted, exit code 1, and a row of `rejected` says why."""
    (texts / "bad.txt").write_bytes(content)
    code, output, errors = run("convert", "texts", "--package", "new/out", folder=tmp_path)
    assert (code, errors.count("\n")) == (1, 1)
    assert errors.startswith(f"set aside: bad.txt: {message}")
    assert output.splitlines()[-1] == "next: onrecord validate --package new/out"
    rejected = (tmp_path / "new" / "out" / "data" / "rejected.csv").read_text(encoding="utf-8")
    assert rejected.splitlines()[1].startswith("bad.txt,file,")


@pytest.mark.parametrize(
    ("script", "arguments", "message"),
    [
        ("convert", ["nowhere", "--package", "out"], "onrecord: nowhere: no such file or folder; "),
        ("convert", ["--package", "out"], "onrecord: out: no such folder; "),
        ("convert", ["nowhere/*.txt", "--package", "out"], "onrecord: nowhere/*.txt: no file matches; "),
        ("validate", ["--package", "out"], "onrecord: out"),
        ("publish", ["--package", "out"], "onrecord: out"),
        ("load", ["--package", "out"], "onrecord: out"),
    ],
)
def test_a_missing_place_could_not_run(script: str, arguments: list[str], message: str, tmp_path: Path) -> None:
    """A folder that is not there: its name, exit code 2, and nothing made."""
    code, output, errors = run(script, *arguments, folder=tmp_path)
    assert (code, output) == (2, "")
    assert errors.startswith(message)
    assert errors.count("\n") == 1
    assert contents(tmp_path) == {}


@pytest.fixture
def defective(small_package: Path) -> Path:
    """The small package with one character of data/quotes.csv changed."""
    path = small_package / "data" / "quotes.csv"
    path.write_bytes(path.read_bytes().replace(b"The mill has stood empty", b"The mall has stood empty"))
    return small_package


def test_a_changed_character_is_named(defective: Path, tmp_path: Path) -> None:
    """The problem names file, line and key; the exit code is 1."""
    code, output, errors = run("validate", "--package", defective, folder=tmp_path)
    key = (defective / "data" / "quotes.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    assert (code, errors) == (1, "")
    assert f"data/quotes.csv:2: {key} text: " in output


def test_problems_as_json(defective: Path, tmp_path: Path) -> None:
    """The JSON form holds the same problems for machines."""
    code, output, errors = run("validate", "--package", defective, "--format", "json", folder=tmp_path)
    verdict = json.loads(output)
    assert (code, errors, verdict["valid"]) == (1, "", False)
    assert {problem["path"] for problem in verdict["problems"]} == {"data/quotes.csv"}


def test_a_defective_package_is_not_published(defective: Path, tmp_path: Path) -> None:
    """Publishing stops at the problems, says so with exit code 1, and writes nothing."""
    before = contents(tmp_path)
    code, output, errors = run("publish", "--package", defective, folder=tmp_path)
    assert (code, output) == (1, "")
    assert "data/quotes.csv:2" in errors
    assert contents(tmp_path) == before


def test_load_shows_the_tables(small_package: Path, tmp_path: Path) -> None:
    """Each table with its shape, each column with its type."""
    code, output, errors = run("load", "--package", small_package, folder=tmp_path)
    assert (code, errors) == (0, "")
    lines = output.splitlines()
    assert lines[0] == "articles: 2 rows, 20 columns"
    assert [line.split() for line in lines if line.split()[0] in {"unanimous", "ordinal", "confidence"}] == [
        *[["confidence", "Float64"]] * 4,
        ["ordinal", "Int64"],
        ["confidence", "Float64"],
        ["unanimous", "boolean"],
        *[["confidence", "Float64"]] * 6,
        ["ordinal", "Int64"],
    ]


@pytest.mark.parametrize("script", sorted(path.stem for path in SCRIPTS.glob("[!_]*.py")))
def test_help(script: str, tmp_path: Path) -> None:
    """A script tells how it is used."""
    code, output, errors = run(script, "--help", folder=tmp_path)
    assert (code, errors) == (0, "")
    assert output.startswith("usage: ")


def test_validate_writes_a_format(defective: Path, tmp_path: Path) -> None:
    """The file holds the format, the exit code is that of the verdict."""
    call = ("validate", "--package", defective, "--format", "sarif", "--output", "found.sarif")
    code, output, errors = run(*call, folder=tmp_path)
    assert (code, output, errors) == (1, "found.sarif: invalid\n", "")
    assert json.loads((tmp_path / "found.sarif").read_bytes())["version"] == "2.1.0"


def test_problems_are_accepted_with_a_reason(defective: Path, tmp_path: Path) -> None:
    """Once they stand in the list the package is valid; without a file or a reason nothing is written."""
    call = ("validate", "--package", defective)
    code, output, errors = run(*call, "--accept", "old", folder=tmp_path)
    assert (code, output) == (2, "")
    assert errors == "onrecord: --accept REASON needs a reason, and --accepted FILE for the file to write\n"
    code, output, errors = run(*call, "--accepted", "known.csv", "--accept", "an old edition", folder=tmp_path)
    assert (code, errors) == (0, "")
    lines = (tmp_path / "known.csv").read_text(encoding="utf-8").splitlines()
    assert output.splitlines()[0] == f"note: {len(lines) - 1} problems are accepted by known.csv"
    code, output, errors = run(*call, "--accepted", "known.csv", folder=tmp_path)
    assert (code, errors) == (0, "")
