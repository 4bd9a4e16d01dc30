"""Where the output of a command goes, and how much of it there is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.validation import render_text, validate

from ...small_package import edit_bytes

# The header of quotes is line 1; each of these rows gets a quote type that does not exist.
WRONG = (b"direct", b"dirct")


@pytest.fixture
def wrong_package(small_package: Path) -> Path:
    """A package with some problems."""
    edit_bytes(small_package, "data/quotes.csv", lambda content: content.replace(*WRONG))
    return small_package


def test_a_hyphen_is_standard_output(
    small_package: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """`--output -` prints what would be written to a file, and nothing else."""
    for command in (["export", "popolo"], ["export", "views"]):
        assert main([*command, str(small_package), "-o", str(tmp_path / "file")]) == 0
        capfdbinary.readouterr()
        assert main([*command, str(small_package), "-o", "-"]) == 0
        assert capfdbinary.readouterr().out == (tmp_path / "file").read_bytes()
    assert main(["validate", str(small_package), "--format", "json", "--output", "-"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["valid"] is True
    assert not Path("-").exists()


def test_evaluate_writes_predictions_to_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--write -` prints what would be written to a file, and the scores go to standard error."""
    monkeypatch.chdir(tmp_path)
    quotes = [{"type": "direct", "fragments": {"content": [[0, 9]], "cue": [[10, 14]], "speaker": [[15, 25]]}}]
    article = {"id": "a1", "text": "“We won,” said Jane Smith of the Durham City Council.", "quotes": quotes}
    Path("gold.jsonl").write_text(f"{json.dumps(article)}\n", encoding="utf-8")
    command = ["evaluate", "gold.jsonl", "--predictions", "gold.jsonl", "--format", "json", "--write"]
    assert main([*command, "file.jsonl"]) == 0
    scores = capsys.readouterr().out
    assert main([*command, "-"]) == 0
    assert capsys.readouterr() == (Path("file.jsonl").read_text(encoding="utf-8"), scores)
    assert not Path("-").exists()


def test_a_release_is_not_a_stream(small_package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`publish` writes a folder, and says so."""
    assert main(["publish", str(small_package), "--output", "-"]) == 2
    message = "onrecord: --output -: a release is a folder and cannot go to standard output; name a folder or a URL\n"
    assert capsys.readouterr() == ("", message)


def test_a_limit_of_printed_problems(wrong_package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first problems have their line, the others are counted; the summary counts all of them."""
    verdict = validate(wrong_package)
    assert len(verdict.problems) > 2
    assert main(["validate", str(wrong_package), "--limit", "2"]) == 1
    summary, problems, end = capsys.readouterr().out.split("\n\n")
    rendered = render_text(verdict).split("\n\n")
    assert (summary, end) == (rendered[0], rendered[2])
    more = len(verdict.problems) - 2
    counted = f"... and {more} more problem{'s' if more > 1 else ''}"
    assert problems.splitlines() == [*map(str, verdict.problems[:2]), counted]


@pytest.mark.parametrize("limit", ["0", "1000"])
def test_limits_at_the_ends(limit: str, wrong_package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """None are printed, or all."""
    verdict = validate(wrong_package)
    assert main(["validate", str(wrong_package), "--limit", limit]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [str(problem) in lines for problem in verdict.problems] == [limit != "0"] * len(verdict.problems)
    assert (f"... and {len(verdict.problems)} more problems" in lines) is (limit == "0")


@pytest.mark.parametrize("form", ["json", "junit", "sarif", "github"])
def test_programs_get_all_problems(form: str, wrong_package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A limit is for people."""
    main(["validate", str(wrong_package), "--format", form])
    whole = capsys.readouterr().out
    main(["validate", str(wrong_package), "--format", form, "--limit", "1"])
    assert capsys.readouterr().out == whole


def test_quiet_prints_problems_alone(wrong_package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`validate --quiet` has no summary and no verdict."""
    verdict = validate(wrong_package)
    assert main(["validate", "-q", str(wrong_package)]) == 1
    assert capsys.readouterr() == ("".join(f"{one}\n" for one in verdict.problems), "")


def test_quiet_says_nothing_of_what_went_well(
    small_package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A valid package, a release, a download: the exit code is all."""
    assert main(["validate", "-q", str(small_package)]) == 0
    assert main(["publish", "-q", str(small_package), "-o", str(tmp_path / "dist")]) == 0
    name = json.loads((small_package / "datapackage.json").read_bytes())["name"]
    assert main(["get", "-q", str(tmp_path / "dist" / name), str(tmp_path / "got")]) == 0
    assert capsys.readouterr() == ("", "")
    assert (tmp_path / "got" / "datapackage.json").is_file()


def test_quiet_tells_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What could not run says why."""
    assert main(["convert", "-q", "-p", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.startswith(f"onrecord: {tmp_path / 'none'}: no such folder; ")


@pytest.mark.parametrize("level", ["--quick", "--rows"])
def test_a_look_at_part_writes_no_list(level: str, wrong_package: Path, tmp_path: Path) -> None:
    """It would drop what it did not look for; nor is the list written over by the output."""
    file = tmp_path / "accepted.csv"
    call = ["validate", str(wrong_package), "--accepted", str(file), "--accept", "an old edition"]
    assert main([*call, level]) == 2
    assert not file.exists()
    assert main([*call, "--output", str(file)]) == 2
    assert not file.exists()
    assert main(call) == 0
    listed = file.read_bytes()
    assert main([*call, level]) == 2
    assert file.read_bytes() == listed
