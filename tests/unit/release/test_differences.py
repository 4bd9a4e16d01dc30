"""Which rows and cells of a table differ, whatever they hold."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.contract import Resource, parse_table
from onrecord.errors import PackageError
from onrecord.release.differences import CellChange, TableDifference, difference
from onrecord.validate import blocks

Rows = dict[str, tuple[str, str]]
CELLS = st.text('ab,"\n\r ü', max_size=4)
ROWS = st.dictionaries(CELLS, st.tuples(CELLS, CELLS), max_size=12)


def resource(*columns: str, key: str = "id") -> Resource:
    """A table of strings."""
    schema = {"fields": [{"name": name, "type": "string"} for name in columns], "primaryKey": [key] if key else []}
    return Resource("things", "things.csv", parse_table("things", schema, "here"), {})


def written(path: Path, rows: Rows, *columns: str) -> Path:
    """A file with the rows, and with the columns in another order where asked."""
    order = columns or ("id", "one", "two")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, order, lineterminator="\r\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows({"id": key, "one": one, "two": two} for key, (one, two) in rows.items())
    return path


def found(folder: Path, old: Rows, new: Rows) -> TableDifference:
    """How two states of the table differ."""
    things = resource("id", "one", "two")
    return difference(things, written(folder / "old.csv", old), things, written(folder / "new.csv", new))


@settings(max_examples=150, deadline=None)
@given(ROWS, ROWS, st.booleans())
def test_what_is_told_makes_the_new_of_the_old(old: Rows, new: Rows, shared: bool) -> None:
    """Removing, adding and changing what is told turns one state into the other, and nothing else is told."""
    new = {**old, **new} if shared else new
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(blocks, "BLOCK", 20)
        told = found(Path(folder), old, new)
    state = dict(old)
    for (key,) in told.keys(told.removed):
        del state[key]
    for cell in told.cells():
        one, two = state[cell.key[0]]
        assert cell.old == (one if cell.field == "one" else two)
        assert cell.old != cell.new
        state[cell.key[0]] = (cell.new, two) if cell.field == "one" else (one, cell.new)
    for key, one, two in told.added.fill_null("").rows():
        assert key not in state
        state[key] = (one, two)
    assert state == new


def test_rows_are_told_in_the_order_of_the_new_state(tmp_path: Path) -> None:
    """Removed ones stand in the order of the old one."""
    told = found(
        tmp_path,
        {"a": ("1", "1"), "b": ("2", "2"), "c": ("3", "3"), "d": ("4", "4")},
        {"f": ("6", "6"), "d": ("4", "x"), "a": ("y", "z"), "e": ("5", "5")},
    )
    assert (told.keys(told.added), told.keys(told.removed)) == ([("f",), ("e",)], [("b",), ("c",)])
    assert list(told.cells()) == [
        CellChange(("d",), "two", "4", "x"),
        CellChange(("a",), "one", "1", "y"),
        CellChange(("a",), "two", "1", "z"),
    ]
    assert told.counts == {"added": 2, "removed": 2, "changed": 2}


def test_only_columns_of_both_states_are_compared(tmp_path: Path) -> None:
    """A row that got a column, or columns in another order, is no other row."""
    rows = {"a": ("1", "1"), "b": ("2", "2")}
    old = written(tmp_path / "old.csv", rows, "id", "one")
    new = written(tmp_path / "new.csv", rows | {"b": ("3", "2")}, "two", "one", "id")
    told = difference(resource("id", "one"), old, resource("two", "one", "id"), new)
    assert (told.shared, list(told.cells())) == (("one", "id"), [CellChange(("b",), "one", "2", "3")])


def test_without_a_key_whole_rows_are_compared(tmp_path: Path) -> None:
    """A row is there or it is not; one that is there more often than before was added."""
    things = resource("id", "one", "two", key="")
    old = written(tmp_path / "old.csv", {"a": ("1", "1"), "b": ("2", "2")})
    new = written(tmp_path / "new.csv", {"a": ("1", "1"), "b": ("2", "3")})
    assert difference(things, old, things, new).counts == {"added": 1, "removed": 1, "changed": 0}
    once, twice = tmp_path / "once.csv", tmp_path / "twice.csv"
    once.write_text("id,one,two\na,1,1\nb,1,1\n")
    twice.write_text("id,one,two\na,1,1\nb,1,1\na,1,1\na,1,1\n")
    assert difference(things, once, things, twice).added.rows() == [("a", "1", "1"), ("a", "1", "1")]
    assert difference(things, twice, things, once).counts == {"added": 0, "removed": 2, "changed": 0}
    assert not difference(things, twice, things, twice)


def test_files_that_cannot_be_compared(tmp_path: Path) -> None:
    """The message names the file."""
    things = resource("id", "one", "two")
    good = written(tmp_path / "good.csv", {})
    (tmp_path / "bad.csv").write_bytes(b"id,one,two\n\xff,1,2\n")
    (tmp_path / "other.csv").write_bytes(b"id,one\n")
    for name, told in (("none", "no such file"), ("bad", "the line is not UTF-8"), ("other", "the header is not")):
        with pytest.raises(PackageError) as caught:
            difference(things, good, things, tmp_path / f"{name}.csv")
        assert str(caught.value).startswith(str(tmp_path / f"{name}.csv"))
        assert told in str(caught.value)
    twofold = resource("id", "one", "one")
    with pytest.raises(PackageError, match=r"good\.csv: the header is not the schema's; validate the package$"):
        difference(twofold, good, twofold, good)
