"""Loading a package into pandas: types from the schemas, nothing guessed."""

from __future__ import annotations

import copy
import json
import pickle
import re
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.errors import PackageError
from onrecord.loading import Tables, load
from onrecord.package.own_tables import TABLES, own_tables
from onrecord.package.staging import recover, staged
from onrecord.package.tables import TableWriter
from onrecord.tableschema.schema import parse_table

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
SCHEMA = {
    "fields": [
        {"name": "id", "type": "string"},
        {"name": "size", "type": "integer"},
        {"name": "share", "type": "number"},
        {"name": "open", "type": "boolean"},
        {"name": "day", "type": "date"},
    ]
}
HEADER = b"id,size,share,open,day\n"


def write_package(folder: Path, content: bytes) -> Path:
    """A package with one table, whose file holds `content`."""
    resource = {"name": "things", "path": "things.csv", "schema": SCHEMA}
    (folder / "datapackage.json").write_text(
        json.dumps({"$schema": V2, "name": "p", "resources": [resource]}), encoding="utf-8"
    )
    (folder / "things.csv").write_bytes(content)
    return folder


@pytest.mark.parametrize("end", [b"\r", b"\r\n", b"\n"])
@pytest.mark.parametrize("of_header", [b"\r", b"\r\n", b"\n"])
def test_no_row_is_lost_by_the_way_lines_end(of_header: bytes, end: bytes, tmp_path: Path) -> None:
    """Whatever ends the header and the rows, there are as many rows as lines behind it."""
    content = HEADER.strip() + of_header + b"".join(b"%s,%d,,," % (name, len(name)) + end for name in (b"a", b"bb"))
    frame = load(write_package(tmp_path, content))["things"]
    assert list(zip(frame["id"], frame["size"], strict=True)) == [("a", 1), ("bb", 2)]


def pack(folder: Path, archive: Path) -> Path:
    """A zip of the files in a folder."""
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in folder.rglob("*"):
            zipped.write(path, path.relative_to(folder))
    return archive


def test_types_are_those_of_the_schemas(small_package: Path) -> None:
    """Each column of each table has the type that its schema says, empty columns too."""
    dtypes = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
    assert {
        name: {column: str(dtype) for column, dtype in frame.dtypes.items()}
        for name, frame in load(small_package).items()
    } == {name: {field.name: dtypes[field.type] for field in table.fields} for name, table in own_tables().items()}


def test_tables_by_name_and_by_attribute(small_package: Path) -> None:
    """A mapping in the descriptor's order, its tables also attributes, and a short form to look at."""
    tables = load(small_package)
    assert tuple(tables) == TABLES
    assert len(tables) == 16
    assert tables.quotes is tables["quotes"]
    assert set(TABLES) <= set(dir(tables))
    assert repr(tables) == (
        "Tables(articles: 2, entities: 10, mentions: 12, entity_links: 0, quotes: 5, quote_spans: 14, votes: 1, "
        "vote_counts: 2, vote_positions: 1, claims: 4, claim_entities: 5, article_relations: 0, id_changes: 2, "
        "changes: 0, article_revisions: 0, rejected: 1)"
    )
    with pytest.raises(AttributeError, match=r"^no table quote; the package has articles, entities, mentions, "):
        tables.quote  # noqa: B018
    with pytest.raises(KeyError):
        tables["quote"]
    for copied in (copy.copy(tables), pickle.loads(pickle.dumps(tables))):
        pd.testing.assert_frame_equal(copied.votes, tables.votes)


def test_a_row_as_it_is_written(small_package: Path) -> None:
    """Values are Python's own, and what is empty is missing."""
    votes = load(small_package).votes
    row = {column: votes[column].iloc[0] for column in votes}
    assert {column for column, value in row.items() if value is pd.NA} == {"motion_type", "confidence"}
    assert (row["unanimous"], row["result"], row["end"] - row["start"]) == (False, "pass", len(row["exact"]))


def test_nothing_is_guessed(tmp_path: Path) -> None:
    """Words that readers take for numbers, booleans, dates or missing values stay words."""
    words = [
        "12345e67",
        "007",
        "NA",
        "None",
        "null",
        "NaN",
        "true",
        "1",
        " ",
        "2031-05-13",
        "a\r\nb",
        "c\nd",
        "e\rf",
        "🚢",
        '"',
    ]
    lines = [f'"{word.replace(chr(34), chr(34) * 2)}",1,1,true,\n' for word in words]
    things = load(write_package(tmp_path, HEADER + "".join(lines).encode())).things
    assert things["id"].tolist() == words
    assert things["day"].isna().all()


def test_values_of_each_type(tmp_path: Path) -> None:
    """Integers keep all their digits beside missing ones, and numbers are the nearest ones there are."""
    rows = b"a,9007199254740993,0.30000000000000004,true,2031-05-13\n" + b",,,,\n" + b"b,-0,1e-7,false,\n"
    things = load(write_package(tmp_path, HEADER + rows)).things
    expected = pd.DataFrame(
        {
            "id": pd.array(["a", None, "b"], dtype="string"),
            "size": pd.array([9007199254740993, None, 0], dtype="Int64"),
            "share": pd.array([0.30000000000000004, None, 1e-7], dtype="Float64"),
            "open": pd.array([True, None, False], dtype="boolean"),
            "day": pd.array(["2031-05-13", None, None], dtype="datetime64[s]"),
        }
    )
    pd.testing.assert_frame_equal(things, expected, check_exact=True)


_ROWS = st.tuples(
    st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.booleans(),
    st.none(),
)


@settings(deadline=None)  # the first example imports pandas
@given(st.lists(_ROWS))
@example([("x\x01", None, None, None, None)])  # as a file compressed by zlib begins
@example([("x^", None, None, None, None)])
def test_what_is_written_is_loaded(rows: list[tuple[Any, ...]]) -> None:
    """Any row comes back as it was given to the writer of tables."""
    table = parse_table("things", SCHEMA, "here")
    with tempfile.TemporaryDirectory() as name:
        folder = write_package(Path(name), b"")
        writer = TableWriter((folder / "things.csv").open("wb"), table)
        for row in rows:
            writer.write(dict(zip(table.columns, row, strict=True)))
        writer.close()
        things = load(folder).things
    loaded = [
        tuple(None if value is pd.NA or value is pd.NaT else value for value in row)
        for row in things.itertuples(index=False)
    ]
    assert loaded == rows


def test_folder_descriptor_and_zip_are_one_package(
    small_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package loads from its folder, its descriptor, a zip of it and the current folder alike."""
    monkeypatch.chdir(small_package)
    archive = pack(small_package, tmp_path / "small.zip")
    expected = load(small_package)
    for source in (str(small_package), small_package / "datapackage.json", archive, "datapackage.json", "."):
        loaded = load(source)
        assert list(loaded) == list(expected)
        for name, frame in loaded.items():
            pd.testing.assert_frame_equal(frame, expected[name])


def test_an_update_that_was_cut_short_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some files may be old and some new: nothing is loaded until the next run that writes has finished the update."""
    folder = write_package(tmp_path, HEADER)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("onrecord.package.staging._roll_forward", die)
    with pytest.raises(KeyboardInterrupt), staged(folder) as staging:
        staging.write("things.csv", HEADER + b"new,1,1,true,\n")
    monkeypatch.undo()
    with pytest.raises(PackageError, match=r"an update was interrupted while its files were put in place; run the"):
        load(folder)
    recover(folder)
    assert load(folder).things["id"].tolist() == ["new"]


DEFECTS = {
    "empty file": (b"", "things.csv:1: the header is '', but its schema has "),
    "other columns": (b"id,size\n", "things.csv:1: the header is 'id,size', but its schema has "),
    "too few cells": (HEADER + b"a,1,1,true\n", "things.csv:2: the row has 4 cells, but the header has 5; "),
    "too many cells": (
        HEADER + b'"a\nb",1,1,true,\nc,1,1,true,,\n',
        "things.csv:4: the row has 6 cells, but the header has 5; ",
    ),
    "blank line": (HEADER + b"\n", "things.csv:2: the row has 0 cells, but the header has 5; "),
    "no integer": (
        HEADER + b"a,1,1,true,\nb,1.0,1,true,\n",
        "things.csv:3: size is '1.0', which is not a valid integer; ",
    ),
    "an integer with a blank in it": (
        HEADER + b"a,1 1,1,true,\n",
        "things.csv:2: size is '1 1', which is not a valid integer; ",
    ),
    "an integer too large": (
        HEADER + b"a,9223372036854775808,1,true,\n",
        "'9223372036854775808', which 64 bits do not",
    ),
    "a number too large": (
        HEADER + b"a,1,1e400,true,\n",
        "things.csv:2: share is '1e400', which a float does not hold; ",
    ),
    "no number": (HEADER + b"a,1,none,true,\n", "things.csv:2: share is 'none', which is not a valid number; "),
    "no boolean": (HEADER + b"a,1,1,yes,\n", "things.csv:2: open is 'yes', which is not a valid boolean; "),
    "not UTF-8": (
        HEADER + b"\xff,1,1,true,\n",
        "things.csv:2: the line is not UTF-8: invalid start byte; save the file",
    ),
    "no day": (HEADER + b"a,1,1,true,2031-02-29\n", "things.csv:2: day is '2031-02-29', which is not a valid date; "),
    "a quotation mark within": (HEADER + b'"a"b,1,1,true,\n', "things.csv:2: the row is not CSV: "),
}


@pytest.mark.parametrize(("content", "message"), DEFECTS.values(), ids=DEFECTS.keys())
def test_a_table_that_is_not_as_its_schema_says(content: bytes, message: str, tmp_path: Path) -> None:
    """The error names file, line, column and value, for a zip by its name and not by a folder that is gone."""
    (tmp_path / "p").mkdir()
    folder = write_package(tmp_path / "p", content)
    with pytest.raises(PackageError) as caught:
        load(folder)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(folder))
    archive = pack(folder, tmp_path / "p.zip")
    with pytest.raises(PackageError) as caught:
        load(archive)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(archive))


def test_places_without_a_package(tmp_path: Path) -> None:
    """The error names what is missing or is something else."""
    (tmp_path / "notes.txt").write_bytes(b"hello")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    messages = {
        "nowhere": "nowhere: no such ",
        "nowhere/datapackage.json": "nowhere",
        "notes.txt": "notes.txt: n",
        "empty.zip": "empty.zip",
        ".": "datapackage.json: no such file",
    }
    for place, message in messages.items():
        with pytest.raises(PackageError) as caught:
            load(tmp_path / place)
        assert message in str(caught.value)


def test_a_table_that_is_missing(small_package: Path) -> None:
    """The file is named with the way to get it back."""
    shutil.rmtree(small_package / "data")
    with pytest.raises(PackageError, match=r"articles\.csv: no such file; restore the file, or correct the descriptor"):
        load(small_package)


PAGE = Path(__file__).parents[3] / "docs" / "loading.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_examples_of_the_page_run(
    example: str, small_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each block of Python in docs/loading.md runs by itself on a package `out`, if its libraries are there."""
    for library in re.findall(r"^import (\w+)", example, re.MULTILINE):
        pytest.importorskip(library)
    if "xlsxwriter" in example:
        pytest.importorskip("xlsxwriter")
    small_package.rename(tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, str(PAGE), "exec"), {})


def test_the_public_name() -> None:
    """`onrecord.load` is the function, and stays it when its module is imported."""
    import onrecord

    assert onrecord.load is load
    assert onrecord.Tables is Tables


@pytest.mark.parametrize("backend", ["pandas", "polars"])
def test_some_tables(small_package: Path, backend: Any) -> None:
    """They come in the order asked, as they would with all others, with the views that need no other table."""
    whole = load(small_package, "polars")
    some = load(small_package, backend, tables=["quotes", "entities"])
    assert list(some) == ["quotes", "entities"]
    assert [len(frame) for frame in some.values()] == [whole.quotes.height, whole.entities.height]
    assert list(some.views) == ["speaker_counts"]
    assert list(load(small_package, backend, tables=[])) == []


def test_some_tables_in_duckdb(small_package: Path) -> None:
    """The database has no others."""
    pytest.importorskip("duckdb")
    with load(small_package, "duckdb", tables=["votes"]) as database:
        assert database.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("votes",)]


def test_a_table_that_cannot_be_read_is_no_matter_for_the_others(small_package: Path) -> None:
    """It is not looked at unless it is asked for."""
    (small_package / "data" / "votes.csv").write_bytes(b"\xff\xfe\n")
    (small_package / "data" / "claims.csv").unlink()
    assert list(load(small_package, "polars", tables=["quotes"])) == ["quotes"]
    with pytest.raises(PackageError, match=r"votes\.csv:1: "):
        load(small_package, "polars", tables=["quotes", "votes"])


@pytest.mark.parametrize(
    ("tables", "error", "message"),
    [
        (["quotes", "quote"], PackageError, f"no table 'quote'; the package has {', '.join(TABLES)}"),
        ([f"text_{'x' * 20}"], PackageError, "no table 'text_"),
        ("quotes", TypeError, "tables is 'quotes'; give a list of names, such as ['quotes']"),
    ],
)
def test_tables_that_are_not_there(small_package: Path, tables: Any, error: type[Exception], message: str) -> None:
    """The error lists what there is; a string is not taken for a list of letters."""
    with pytest.raises(error) as caught:
        load(small_package, tables=tables)
    assert message in str(caught.value)
