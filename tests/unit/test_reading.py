"""Reading text in memory: the rows that a package would have, and no file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.errors import OnrecordError, SourceError
from onrecord.package.ids import make_id

from ..small_package import MILL, SIDECAR, TEXTS

VOTE = "Mill rezoned\n\nThe Ashgrove council 🚢 voted 5-2 on Monday to rezone the old mill, Mayor Ida Brandt said.\n"


@pytest.mark.parametrize("said", [{}, SIDECAR], ids=["a text alone", "with its source"])
def test_the_rows_are_those_of_a_new_package(said: dict[str, str], tmp_path: Path) -> None:
    """Every table, with all rows and types, and every view is that of the package that `convert` makes."""
    path = tmp_path / "mill.txt"
    path.write_bytes(TEXTS[MILL].encode())
    if said:
        sidecar = "".join(f'{key} = "{value}"\n' for key, value in said.items())
        path.with_suffix(".toml").write_text(sidecar, encoding="utf-8")
    onrecord.convert(path, package=tmp_path / "out")
    converted = onrecord.load(tmp_path / "out", "polars")
    tables = onrecord.read(TEXTS[MILL], name="mill.txt", backend="polars", **said)  # type: ignore[call-overload]
    assert list(tables) == list(converted)
    assert [name for name in tables if not tables[name].equals(converted[name])] == []
    assert [tables[name].schema for name in tables] == [converted[name].schema for name in converted]
    assert list(tables.views) == list(converted.views)
    assert [name for name in tables.views if not tables.views[name].equals(converted.views[name])] == []
    assert tables.quotes.height > 0
    assert tables.votes.height > 0


def test_offsets_are_those_of_the_text() -> None:
    """They count code points, as Python does, also behind an emoji."""
    for name, table in onrecord.read(VOTE).items():
        if "exact" in table:
            for row in table.itertuples():
                assert VOTE[row.start : row.end] == row.exact, name


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder stays empty."""
    monkeypatch.chdir(tmp_path)
    assert onrecord.read(VOTE).votes.result.to_list() == ["pass"]
    assert list(tmp_path.iterdir()) == []


def test_the_name_makes_the_ids() -> None:
    """Two articles of two names have no id in common; one with an address has that of the address."""
    ids = [onrecord.read(VOTE, name=name).articles.article_id[0] for name in ("a", "a.txt", "deep/b.txt")]
    assert ids == [make_id("articles", name) for name in ("a.txt", "a.txt", "deep/b.txt")]
    url = "https://example.org/a"
    assert onrecord.read(VOTE, url=url).articles.article_id.to_list() == [make_id("articles", url)]


def test_each_backend() -> None:
    """Tables come as `load` gives them."""
    pytest.importorskip("duckdb")
    connection = onrecord.read(VOTE, backend="duckdb")
    assert connection.sql("SELECT option, value FROM vote_counts ORDER BY option").fetchall() == [("no", 2), ("yes", 5)]
    pytest.importorskip("pyarrow")
    assert onrecord.read(VOTE, backend="arrow").vote_counts["option"].to_pylist() == ["yes", "no"]


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"text": Path("a.txt")}, TypeError, "text is of type Posix"),
        ({"text": b"a"}, TypeError, "text is of type bytes; give a str, or convert the file: onrecord.convert"),
        ({"text": " \n"}, SourceError, "article.txt: an empty file"),
        ({"text": "a\0"}, SourceError, "article.txt: a binary file"),
        (
            {"text": "a\ud83d"},
            SourceError,
            "article.txt: half of a character (a lone surrogate) at 1; decode its bytes again",
        ),
        ({"text": "a" * 4_000_001}, SourceError, "article.txt: a text of 4,000,001 characters"),
        ({"text": "a", "name": ".a"}, SourceError, ".a: a name that begins with a dot is not allowed in a package"),
        ({"text": "a", "name": "../a"}, SourceError, "../a: a name with '../' is not allowed in a package"),
        ({"text": "a", "published": "May 13"}, SourceError, "article.txt: published is 'May 13'; expected "),
        ({"text": "a", "url": "example.org"}, SourceError, "article.txt: url is 'example.org'; expected "),
        ({"text": "a", "backend": "excel"}, OnrecordError, "there is no backend 'excel'; use one of pandas"),
    ],
)
def test_what_is_no_article(arguments: dict[str, Any], error: type[Exception], said: str) -> None:
    """It is said what is wrong with the text, or with what is said of it."""
    with pytest.raises(error) as raised:
        onrecord.read(**arguments)
    assert str(raised.value).startswith(said)
