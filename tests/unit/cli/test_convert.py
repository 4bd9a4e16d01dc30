"""`onrecord convert`: the standard input, and options that are wrong."""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path

import pytest

from onrecord.cli import main

from ...correcting import read

TEXT = "Ferry stays\n\nThe ferry will run all winter, said Mayor Tilda Rask.\n"


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    """The standard input, to be written; every test works in its own folder."""
    monkeypatch.chdir(tmp_path)
    content = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(content, encoding="utf-8"))
    return content


def put(given: io.BytesIO, content: bytes) -> None:
    """Makes bytes the standard input."""
    given.write(content)
    given.seek(0)


def tree() -> list[str]:
    """The files in the current folder."""
    return sorted(path.as_posix() for path in Path().rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ([], f"seeds/standard-input-{hashlib.sha256(TEXT.encode()).hexdigest()[:8]}.txt"),
        (["--name", "ferry.txt"], "seeds/ferry.txt"),
        (["--name", "2031/05/ferry.txt"], "seeds/2031/05/ferry.txt"),
        (["--name", "ferry.TXT"], "seeds/ferry.TXT"),
    ],
)
def test_the_standard_input(options: list[str], path: str, given: io.BytesIO) -> None:
    """An article as any other, under the name that it is given."""
    put(given, TEXT.encode())
    assert main(["convert", "-", "--package", "out", *options]) == 0
    assert Path("out", path).read_bytes() == TEXT.encode()
    [article] = read(Path("out"), "articles")
    assert (article["title"], article["text_path"], article["length"]) == ("Ferry stays", path, str(len(TEXT)))


def test_the_standard_input_beside_files(given: io.BytesIO) -> None:
    """Both are converted."""
    put(given, TEXT.encode())
    Path("mill.txt").write_text("Mill shuts\n\nThe mill shut in May.\n", encoding="utf-8")
    assert main(["convert", "mill.txt", "-", "--name", "ferry.txt", "--package", "out"]) == 0
    assert [row["text_path"] for row in read(Path("out"), "articles")] == ["seeds/ferry.txt", "seeds/mill.txt"]


def test_a_page_as_standard_input(given: io.BytesIO) -> None:
    """Its bytes say what it is, or the suffix of its name."""
    page = f"<!DOCTYPE html><html><head><title>Ferry stays</title></head><body><article><h1>Ferry stays</h1>{BODY}"
    put(given, f"{page}</article></body></html>".encode())
    assert main(["convert", "-", "--name", "ferry.html", "--package", "out"]) == 0
    [article] = read(Path("out"), "articles")
    assert (article["title"], article["text_path"]) == ("Ferry stays", "seeds/ferry.html.txt")
    assert article["original_path"].startswith("originals/")
    assert main(["validate", "out", "--strict"]) == 0


BODY = "".join(
    f"<p>The ferry will run all winter, said Mayor Tilda Rask on day {day}, and nobody on the quay was surprised.</p>"
    for day in range(6)
)
NAMES = {
    "../ferry.txt": "a name with '../' is not allowed in a package",
    "a/../../ferry.txt": "a name with '../' is not allowed in a package",
    "..": "a name that begins with a dot is not allowed in a package",
    "/etc/ferry.txt": "not the path of a file below a folder, such as deep/ferry.txt",
    ".ferry.txt": "a name that begins with a dot is not allowed in a package",
    "a\tb.txt": "a name with '\\t' is not allowed in a package",
    "a\\b.txt": "a name with '\\\\' is not allowed in a package",
    "a/": "not the path of a file below a folder, such as deep/ferry.txt",
    "a//b.txt": "not the path of a file below a folder, such as deep/ferry.txt",
    "./ferry.txt": "not the path of a file below a folder, such as deep/ferry.txt",
}


@pytest.mark.parametrize(("name", "message"), NAMES.items())
def test_a_name_that_no_package_can_hold(
    name: str, message: str, given: io.BytesIO, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written, in the package or elsewhere."""
    put(given, TEXT.encode())
    assert main(["convert", "-", "--name", name, "--package", "out"]) == 2
    output, errors = capsys.readouterr()
    assert (output, errors.count("\n"), tree()) == ("", 1, [])
    assert message in errors
    assert not Path("../ferry.txt").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "onrecord: standard-input-e3b0c442.txt: an empty file; remove it or restore its text\n"),
        (
            b"a\0b",
            "onrecord: standard-input-59b271ae.txt: a binary file (NUL at byte 1); give the article as plain text\n",
        ),
    ],
)
def test_a_standard_input_without_an_article(
    content: bytes, message: str, given: io.BytesIO, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message is that for a file."""
    put(given, content)
    assert main(["convert", "-", "--package", "out"]) == 2
    assert capsys.readouterr() == ("", message)
    assert tree() == []


@pytest.mark.usefixtures("given")
def test_a_name_without_a_standard_input(capsys: pytest.CaptureFixture[str]) -> None:
    """It is not passed over in silence."""
    Path("mill.txt").write_text("Mill shuts\n\nThe mill shut in May.\n", encoding="utf-8")
    assert main(["convert", "mill.txt", "--name", "ferry.txt", "--package", "out"]) == 2
    message = "onrecord: --name is the name of the standard input; name that too, as -, or leave out --name\n"
    assert capsys.readouterr() == ("", message)
    assert tree() == ["mill.txt"]


WRONG = {
    "--columns": {
        value: f"{value!r} names no columns; give pairs such as text=body,published=day"
        for value in ("", "text", "text=", "=body", "text=body,", "text=body,published", ",")
    },
    "--jobs": {
        value: f"{value!r} is not a whole number from 1; give one such as 2" for value in ("0", "-1", "two", "1.5", "")
    },
    "--time-limit": {
        value: f"{value!r} is not a whole number from 1; give one such as 2" for value in ("0", "-1", "long", "1.5")
    },
    "--min-confidence": {value: f"{value!r} is not a number from 0 to 1; give one such as 0.9" for value in ("2", "")},
}


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [(option, value, message) for option, cases in WRONG.items() for value, message in cases.items()],
)
def test_options_that_are_wrong(option: str, value: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The message has the value and an example."""
    with pytest.raises(SystemExit, match="2"):
        main(["convert", "texts", f"{option}={value}"])
    assert message in capsys.readouterr().err


def test_columns_that_articles_do_not_have(given: io.BytesIO, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is not among ours is an error, as it would be passed over."""
    put(given, b"body,day\nThe ferry will run all winter.,2031-05-14\n")
    assert main(["convert", "-", "--name", "a.csv", "--columns", "text=body,date=day", "--package", "out"]) == 2
    output, errors = capsys.readouterr()
    assert (output, tree()) == ("", [])
    assert errors.startswith("onrecord: columns: 'date' is not a fact; use text, id, url, publisher, published, ")
