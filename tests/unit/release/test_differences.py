"""Which rows and cells of a table differ, whatever they hold."""

from __future__ import annotations

import csv
import dataclasses
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import PackageError
from onrecord.package.resources import Resource
from onrecord.release import differences
from onrecord.release.differences import CellChange, TableDifference
from onrecord.tableschema import csv_blocks
from onrecord.tableschema.schema import parse_table
from onrecord.tableschema.values import normal

Rows = dict[str, tuple[str, str]]
CELLS = st.text('ab,"\n\r ü', max_size=4)
ROWS = st.dictionaries(CELLS, st.tuples(CELLS, CELLS), max_size=12)


def difference(old: Resource, old_file: Path, new: Resource, new_file: Path) -> TableDifference:
    """How a table changed from one file to another."""

    def at(table: Resource, file: Path) -> Resource:
        return dataclasses.replace(table, path=file.name, parts=(file.name,), is_tabular=True)

    return differences.difference(old_file.parent, at(old, old_file), new_file.parent, at(new, new_file))


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
def test_what_is_reported_makes_the_new_of_the_old(old: Rows, new: Rows, shared: bool) -> None:
    """The reported differences turn one table into the other, and nothing else is reported."""
    new = {**old, **new} if shared else new
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(csv_blocks, "BLOCK", 20)
        message = found(Path(folder), old, new)
    state = dict(old)
    for (key,) in message.keys(message.removed):
        del state[key]
    for cell in message.cells():
        one, two = state[cell.key[0]]
        assert cell.old == (one if cell.field == "one" else two)
        assert cell.old != cell.new
        state[cell.key[0]] = (cell.new, two) if cell.field == "one" else (one, cell.new)
    for key, one, two in message.added.fill_null("").rows():
        assert key not in state
        state[key] = (one, two)
    assert state == new


def test_rows_are_reported_in_the_order_of_the_new_state(tmp_path: Path) -> None:
    """Removed rows are in the order of the old table."""
    message = found(
        tmp_path,
        {"a": ("1", "1"), "b": ("2", "2"), "c": ("3", "3"), "d": ("4", "4")},
        {"f": ("6", "6"), "d": ("4", "x"), "a": ("y", "z"), "e": ("5", "5")},
    )
    assert (message.keys(message.added), message.keys(message.removed)) == ([("f",), ("e",)], [("b",), ("c",)])
    assert list(message.cells()) == [
        CellChange(("d",), "two", "4", "x"),
        CellChange(("a",), "one", "1", "y"),
        CellChange(("a",), "two", "1", "z"),
    ]
    assert message.counts == {"added": 2, "removed": 2, "changed": 2}


def test_only_columns_of_both_states_are_compared(tmp_path: Path) -> None:
    """A row that got a column, or columns in another order, is the same row."""
    rows = {"a": ("1", "1"), "b": ("2", "2")}
    old = written(tmp_path / "old.csv", rows, "id", "one")
    new = written(tmp_path / "new.csv", rows | {"b": ("3", "2")}, "two", "one", "id")
    message = difference(resource("id", "one"), old, resource("two", "one", "id"), new)
    assert (message.shared, list(message.cells())) == (("one", "id"), [CellChange(("b",), "one", "2", "3")])


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
    for name, message in (("none", "no such file"), ("bad", "the line is not UTF-8"), ("other", "the header is not")):
        with pytest.raises(PackageError) as caught:
            difference(things, good, things, tmp_path / f"{name}.csv")
        assert str(caught.value).startswith(str(tmp_path / f"{name}.csv"))
        assert message in str(caught.value)
    twofold = resource("id", "one", "one")
    with pytest.raises(PackageError, match=r"good\.csv: the header is not the schema's; validate the package$"):
        difference(twofold, good, twofold, good)


def table(
    folder: Path, rows: str, *fields: dict[str, object], key: str = "id", **schema: object
) -> tuple[Resource, Path]:
    """A table with a key and other fields, and its file."""
    declared = {"fields": [{"name": "id", "type": "string"}, *fields], "primaryKey": [key] if key else [], **schema}
    parsed = parse_table("things", declared, "here")
    folder.mkdir(exist_ok=True)
    path = folder / "things.csv"
    path.write_text(",".join(parsed.columns) + "\n" + rows, encoding="utf-8")
    return Resource("things", "things.csv", parsed, {}), path


FIELDS: dict[str, dict[str, object]] = {
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "datetime": {"type": "datetime"},
    "time": {"type": "time"},
    "object": {"type": "object"},
    "geopoint": {"type": "geopoint"},
    "string": {"type": "string"},
    "dotted": {"type": "date", "format": "%d.%m.%Y"},
    "date": {"type": "date"},
    "comma": {"type": "number", "decimalChar": ",", "groupChar": "."},
    "dash": {"type": "string", "missingValues": ["", "-"]},
    "question": {"type": "string", "missingValues": ["?"]},
}


@pytest.mark.parametrize(
    ("old", "one", "new", "other", "differs"),
    [
        ("integer", "7", "integer", "007", False),
        ("integer", "7", "integer", "8", True),
        ("integer", "x", "integer", "y", True),
        ("number", "1.0", "number", "1", False),
        ("number", "1e1", "number", "10.00", False),
        ("number", "1.0", "number", "1.0000000000000000001", True),
        ("boolean", "true", "boolean", "1", False),
        ("boolean", "true", "boolean", "false", True),
        ("datetime", "2031-05-13T00:00:00Z", "datetime", "2031-05-13T01:00:00+01:00", False),
        ("datetime", "2031-05-13T00:00:00Z", "datetime", "2031-05-13T00:00:00+01:00", True),
        ("object", '"{""a"": 1, ""b"": 2}"', "object", '"{""b"":2,""a"":1}"', False),
        ("geopoint", '"1.0,2"', "geopoint", '"1,2.0"', False),
        ("string", "1.0", "string", "1", True),
        ("dash", "", "dash", "-", False),
        ("dash", "-", "question", "?", False),
        ("dash", "-", "question", "", True),
        ("string", "-", "dash", "", True),
        ("number", "1234.5", "comma", '"1.234,50"', False),
        ("number", "1.5", "comma", '"15,0"', True),
        ("date", "2031-05-13", "dotted", "13.05.2031", False),
        ("integer", "10", "number", "1e1", False),
        ("number", "2.50", "string", "2.5", False),
        ("integer", "2", "string", "02", True),
        ("integer", "02", "string", "02", False),
    ],
)
def test_cells_are_equal_as_their_values_are(
    tmp_path: Path, old: str, one: str, new: str, other: str, differs: bool
) -> None:
    """Each side is read by its own schema; texts that are equal do not change a cell."""
    columns = [{"name": "v", **FIELDS[name]} for name in (old, new)]
    before = table(tmp_path / "old", f"a,{one}\nb,{one}\n", columns[0])
    after = table(tmp_path / "new", f"a,{other}\nb,{one}\n", columns[1])
    message = difference(*before, *after)
    cells = [(cell.key, cell.field) for cell in message.cells()]
    assert (cells, message.counts["changed"]) == ([(("a",), "v")] if differs else [], int(differs))


def test_only_cells_that_differ_are_reported(tmp_path: Path) -> None:
    """Of a row that changed, a cell in another form is left out."""
    fields = ({"name": "n", "type": "number"}, {"name": "v", "type": "string"})
    message = difference(*table(tmp_path / "old", "a,1.0,x\n", *fields), *table(tmp_path / "new", "a,1,y\n", *fields))
    assert list(message.cells()) == [CellChange(("a",), "v", "x", "y")]


def test_keys_are_equal_as_their_values_are(tmp_path: Path) -> None:
    """A row whose key is written in another way is the same row, be it unchanged or changed; the others come and go."""
    fields = ({"name": "n", "type": "integer"}, {"name": "v", "type": "string"})
    before = table(tmp_path / "old", "p,1,x\nq,02,x\nr,3,x\ns,4,x\n", *fields, key="n")
    after = table(tmp_path / "new", "s,+4,x\nr,03,y\nq,2,x\nt,5,x\n", *fields, key="n")
    message = difference(*before, *after)
    assert (message.added.rows(), message.removed.rows()) == ([("t", "5", "x")], [("p", "1", "x")])
    assert list(message.cells()) == [CellChange(("03",), "v", "x", "y")]


def test_rows_without_a_key_are_equal_as_their_values_are(tmp_path: Path) -> None:
    """Each of equal rows is one, in whatever form."""
    field = {"name": "n", "type": "number"}
    before = table(tmp_path / "old", "a,1\na,1.0\na,1.00\nb,2\n", field, key="")
    after = table(tmp_path / "new", "a,1e0\na,1\nb,3\n", field, key="")
    message = difference(*before, *after)
    assert (message.added.rows(), [row[0] for row in message.removed.rows()]) == ([("b", "3")], ["a", "b"])
    assert list(message.cells()) == []


def test_rows_that_a_new_key_does_not_tell_apart(tmp_path: Path) -> None:
    """None of them is lost."""
    field = {"name": "n", "type": "integer"}
    before = table(tmp_path / "old", "a,1\na,2\nb,3\n", field, key="n")
    after = table(tmp_path / "new", "a,1\nb,4\n", field)
    message = difference(*before, *after)
    assert (message.added.rows(), message.removed.rows()) == ([], [("a", "2")])
    assert list(message.cells()) == [CellChange(("b",), "n", "3", "4")]


NUMBERS = st.sampled_from(["0", "-0", "0.0", "1", "1.0", "10e-1", "2", "02.", "x", "", "-", "NaN", "INF", "inf"])
NUMBER_ROWS = st.dictionaries(st.integers(0, 5), st.tuples(NUMBERS, NUMBERS), max_size=6)


@settings(max_examples=150, deadline=None)
@given(NUMBER_ROWS, NUMBER_ROWS, st.sampled_from(["", "id"]))
def test_the_law_of_a_cell(old: dict[int, tuple[str, str]], new: dict[int, tuple[str, str]], key: str) -> None:
    """The differences are those that a comparison of all values, row by row, finds."""
    one, two = ({"name": name, "type": "number", "missingValues": ["", "-"]} for name in ("one", "two"))
    field = parse_table("t", {"fields": [one]}, "here").fields[0]
    worth = normal(field)

    def values(rows: dict[int, tuple[str, str]]) -> dict[str, tuple[str, ...]]:
        return {
            str(row): tuple("" if cell in ("", "-") else worth(cell) for cell in cells) for row, cells in rows.items()
        }

    with tempfile.TemporaryDirectory() as folder:
        states = [
            table(Path(folder, name), "".join(f"{row},{a},{b}\n" for row, (a, b) in rows.items()), one, two, key=key)
            for name, rows in (("old", old), ("new", new))
        ]
        message = difference(*states[0], *states[1])
    before, after = values(old), values(new)
    changed = {row for row in before.keys() & after.keys() if before[row] != after[row]}
    gone = (before.keys() - after.keys()) | (set() if key else changed)
    come = (after.keys() - before.keys()) | (set() if key else changed)
    assert {row[0] for row in message.added.rows()} == come
    assert {row[0] for row in message.removed.rows()} == gone
    assert {(cell.key[0], cell.field) for cell in message.cells()} == {
        (row, name)
        for row in (changed if key else ())
        for name, a, b in zip(("one", "two"), before[row], after[row], strict=True)
        if a != b
    }


def test_lines_that_a_carriage_return_ends(tmp_path: Path) -> None:
    """Two states whose headers end with one differ in their rows."""
    states = [tmp_path / "old.csv", tmp_path / "new.csv"]
    for state, cell in zip(states, ("x", "y"), strict=True):
        state.write_bytes(f"id,a\r1,{cell}\r2,z\r".encode())
    table = resource("id", "a")
    difference_ = difference(table, states[0], table, states[1])
    assert [(change.key, change.field, change.old, change.new) for change in difference_.cells()] == [
        (("1",), "a", "x", "y")
    ]
