"""Two texts of an article: what a newspaper changed, as changes of rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.building.conversion import convert
from onrecord.building.revisions import both_texts
from onrecord.cli import main
from onrecord.errors import PackageError
from onrecord.release import diff

FIRST = (
    "Ferry stays\n\nThe Tarn Town Council voted 5-2 to keep the ferry.\n\n“It carries 300 people,” said Ida Brandt.\n"
)
SECOND = FIRST.replace("5-2", "6-1")
THIRD = SECOND.replace("300", "280")
FACTS = 'url = "https://courier.example/ferry"\npublisher = "The Tarn Courier ⛴ 🚢"\npublished = "2031-05-13"\n'


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package in the current folder whose article was found with three texts, one after the other."""
    monkeypatch.chdir(tmp_path)
    for number, text in enumerate((FIRST, SECOND, THIRD)):
        folder = Path(f"day{number}")
        folder.mkdir()
        (folder / "ferry.txt").write_text(text, encoding="utf-8")
        (folder / "ferry.toml").write_text(FACTS, encoding="utf-8")
        convert(folder, package="pk")
    return Path("pk")


def changes(package: Path, revision: int | None) -> set[tuple[str, str, str, str]]:
    """The cells of votes and quotes that differ: table, column, old and new value."""
    with both_texts(package, "seeds/ferry.txt", revision) as (old, new):
        return {
            (table, cell.field, cell.old, cell.new)
            for table, difference in diff(old, new).comparison.rows.items()
            if table in {"vote_counts", "quotes"} and difference
            for cell in difference.cells()
        }


def test_the_last_text_and_the_present_text(package: Path) -> None:
    """The rows keep their ids, and only what the change did to them differs."""
    quote = ("quotes", "text", "It carries 300 people", "It carries 280 people")
    assert changes(package, None) == {quote}
    assert changes(package, 1) == {
        quote,
        ("vote_counts", "value", "5", "6"),
        ("vote_counts", "exact", "5", "6"),
        ("vote_counts", "value", "2", "1"),
        ("vote_counts", "exact", "2", "1"),
    }


def test_the_command(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It takes a package and an article by its id or its path, and leaves the package as it is."""
    before = sorted((path, path.stat().st_mtime_ns) for path in package.rglob("*"))
    assert main(["diff", "pk", "--article", "seeds/ferry.txt"]) == 0
    shown = capsys.readouterr().out
    assert (
        "text: 'It carries 300 people' -> 'It carries 280 people' [article: Ferry stays; speaker: Ida Brandt]\n"
        in shown
    )
    assert "vote_counts" not in shown
    assert sorted((path, path.stat().st_mtime_ns) for path in package.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pk", "--article", "art_a"], "pk: no article 'art_a'; name one by its article_id or its text_path"),
        (
            ["pk", "--article", "seeds/ferry.txt", "--revision", "7"],
            "pk: no revision 7 of seeds/ferry.txt; data/article_revisions.csv lists those there are",
        ),
        (["pk"], "name two packages, or one and an article of it: onrecord diff out --article seeds/ferry.txt"),
        (
            ["pk", "pk", "--article", "seeds/ferry.txt"],
            "name two packages, or one and an article of it: onrecord diff out --article seeds/ferry.txt",
        ),
    ],
)
@pytest.mark.usefixtures("package")
def test_what_cannot_be_compared(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The command says what is missing."""
    assert main(["diff", *arguments]) == 2
    assert capsys.readouterr().err == f"onrecord: {message}\n"


def test_an_article_with_one_text(tmp_path: Path) -> None:
    """It has nothing to compare."""
    (tmp_path / "ferry.txt").write_text(FIRST, encoding="utf-8")
    convert(tmp_path / "ferry.txt", package=tmp_path / "pk")
    with (
        pytest.raises(PackageError, match=r"no earlier text of seeds/ferry\.txt"),
        both_texts(tmp_path / "pk", "seeds/ferry.txt"),
    ):
        pass
