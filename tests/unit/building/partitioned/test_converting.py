"""A conversion in parts: the rows of one process, nothing done twice, and one article that fails never takes others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import onrecord
from onrecord.building.conversion import convert
from onrecord.building.partitioned import articles, reading, tables
from onrecord.building.partitioned.converting import Partitioned, convert_in_parts
from onrecord.building.partitioned.engines import Threads
from onrecord.building.partitioned.parts import Parts
from onrecord.errors import PackageError, SourceError

from ....partitioned_corpus import LATER, NAMESAKE, rows_of, write_sources


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources, which no test changes."""
    return write_sources(tmp_path_factory.mktemp("sources"))


@pytest.fixture(scope="module")
def one_process(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package that a conversion in one process makes of them."""
    folder = tmp_path_factory.mktemp("one") / "package"
    convert(sources, package=folder, jobs=1)
    return folder


@pytest.fixture(scope="module")
def in_parts(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package that a conversion in parts makes of them, each of two articles."""
    folder = tmp_path_factory.mktemp("parts") / "package"
    run(sources, folder)
    return folder


def run(place: Path | str, package: Path | str, **options: Any) -> Partitioned:
    """Converts a place in parts, in this process."""
    engine = Threads()
    try:
        return convert_in_parts([str(place)], str(package), engine, **{"shard": 2, **options})
    finally:
        engine.close()


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The content of each file below a folder, and when it was written."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def test_the_rows_are_those_of_one_process(one_process: Path, in_parts: Path) -> None:
    """Also what was set aside, what is a copy or an earlier text, and which votes and people are the same."""
    expected = rows_of(one_process)
    assert {name for name, rows in expected.items() if rows} >= {
        *("articles", "entities", "quotes", "votes", "claims", "article_relations", "article_revisions", "rejected"),
    }
    assert rows_of(in_parts) == expected


def test_the_package_is_valid_and_its_rows_are_at_their_places(in_parts: Path) -> None:
    """The validator finds the texts in their table, and compares each row with them."""
    verdict = onrecord.validate(in_parts)
    assert [problem for problem in verdict.problems if not problem.is_advice] == []
    assert [note for note in verdict.notes if "text" in note] == []


def test_a_row_that_differs_from_its_text_is_found(sources: Path, tmp_path: Path) -> None:
    """The texts in the table are what rows are compared with."""
    run(sources, tmp_path / "package")
    descriptor = json.loads((tmp_path / "package/datapackage.json").read_bytes())
    (texts,) = (each for each in descriptor["resources"] if each["name"] == "texts")
    for part in texts["path"]:
        frame = pl.read_parquet(tmp_path / "package" / part)
        frame.with_columns(pl.col("text").str.replace("barges", "ferries")).write_parquet(tmp_path / "package" / part)
    codes = {problem.code for problem in onrecord.validate(tmp_path / "package").problems}
    assert {"text-changed", "exact-differs"} <= codes


def test_a_second_run_does_nothing_again(sources: Path, in_parts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It finds what each task has left, and writes the same manifest."""
    before = files(in_parts)
    monkeypatch.setattr(articles, "derive", never)
    monkeypatch.setattr(reading, "read_all", never)
    monkeypatch.setattr(tables, "readings_of", never)
    run(sources, in_parts)
    after = files(in_parts)
    assert {path: content for path, (content, _) in after.items()} == {
        path: content for path, (content, _) in before.items()
    }
    kept = {path for path in before if path.startswith(("data/", "work/"))}
    assert {path: after[path] for path in kept} == {path: before[path] for path in kept}


def never(*_: object, **__: object) -> Iterator[Any]:
    """What must not be called."""
    raise AssertionError


def test_further_sources_change_only_their_shards(sources: Path, one_process: Path, tmp_path: Path) -> None:
    """What was read before is not read again; the rows are those of all sources."""
    more = tmp_path / "more"
    write_sources(more)
    (more / "later.jsonl").unlink()
    run(more, tmp_path / "package")
    before = {path for path in files(tmp_path / "package") if path.startswith("work/read/")}
    write_sources(more)
    run(more, tmp_path / "package")
    after = {path for path in files(tmp_path / "package") if path.startswith("work/read/")}
    assert before & after
    assert rows_of(tmp_path / "package") == rows_of(one_process)
    assert [problem for problem in onrecord.validate(tmp_path / "package").problems if not problem.is_advice] == []


def fails_at(words: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that fails if one of its arguments has some words."""

    def failing(*arguments: Any) -> Any:
        if any(words in str(argument) for argument in arguments):
            raise RuntimeError("a bug")
        return function(*arguments)

    return failing


def test_an_article_that_always_fails_is_set_aside_alone(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its shard is divided until it is alone."""
    monkeypatch.setattr(reading, "_light", fails_at("put off until June", reading._light))
    done = run(sources, tmp_path / "package", shard=50)
    rejected = {row["source"]: row for row in frame(tmp_path / "package", "rejected")}
    row = rejected["seeds/export.jsonl/one.txt"]
    assert (row["locator"], row["reason"]) == ("file", "crash")
    assert row["message"].startswith("RuntimeError: a bug; the other articles were converted")
    assert done.articles == 6
    assert LATER not in [row["text"] for row in frame(tmp_path / "package", "texts")]


def test_a_file_that_always_fails_is_set_aside_alone(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other files of its shard are converted."""
    monkeypatch.setattr(articles._Shelf, "add", fails_at("zebra.txt", articles._Shelf.add))
    run(sources, tmp_path / "package", shard=50)
    rejected = {row["source"]: row["reason"] for row in frame(tmp_path / "package", "rejected")}
    assert rejected["zebra.txt"] == "crash"
    assert "ice.html" not in rejected
    texts = [row["text"] for row in frame(tmp_path / "package", "texts")]
    assert NAMESAKE.replace("curator", "guard") not in texts
    assert len(texts) == 6


def frame(package: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table in the order of its parts."""
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    (resource,) = (each for each in descriptor["resources"] if each["name"] == table)
    return pl.concat(pl.read_parquet(package / path) for path in resource["path"]).to_dicts()


def test_the_manifest_lists_each_part(in_parts: Path) -> None:
    """With its size, hash and rows, in the order of the paths; nothing else is in data/."""
    descriptor = json.loads((in_parts / "datapackage.json").read_bytes())
    listed: set[str] = set()
    for resource in descriptor["resources"]:
        facts: list[Mapping[str, Any]] = resource["onrecord:parts"]
        assert len(resource["path"]) == len(facts)
        assert resource["rows"] == sum(each["rows"] for each in facts)
        assert resource["bytes"] == sum(each["bytes"] for each in facts)
        for path, each in zip(resource["path"], facts, strict=True):
            content = (in_parts / path).read_bytes()
            assert each["bytes"] == len(content)
            assert each["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert each["rows"] == pl.read_parquet(content).height
            listed.add(path)
    assert {path for path in files(in_parts) if path.startswith("data/")} == listed


def test_a_package_of_another_form_is_refused(one_process: Path, in_parts: Path, sources: Path) -> None:
    """Neither conversion writes over what the other made."""
    with pytest.raises(PackageError, match="a package whose tables are not in parts; name another folder"):
        run(sources, one_process)
    with pytest.raises(PackageError, match="a package in parts, which only --engine dask converts"):
        convert(sources, package=in_parts)


def test_texts_that_would_replace_another_stop_the_run(tmp_path: Path) -> None:
    """As in one process; nothing is in data/ then."""
    for name in ("a/ferry.txt", "b/ferry.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(NAMESAKE)
    places = [str(tmp_path / "a/ferry.txt"), str(tmp_path / "b/ferry.txt")]
    with pytest.raises(SourceError, match=r"would both become seeds/ferry\.txt; rename one of them"):
        convert_in_parts(places, str(tmp_path / "p"), Threads())
    assert [*Parts(str(tmp_path / "p")).listing("data")] == []
