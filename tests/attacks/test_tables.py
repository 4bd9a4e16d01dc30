"""Tables of a stranger that are made to fill the memory, or that are none: every command says so, in its words."""

from __future__ import annotations

import contextlib
import io
import json
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.cli import main
from onrecord.package import DESCRIPTOR
from onrecord.tableschema import parquet

from .test_foreign_packages import in_time, load

STANDARD = "https://datapackage.org/profiles/2.0/datapackage.json"
SCHEMA = {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}], "primaryKey": "id"}
MIB = 1024 * 1024
ODD = ("unexpected", "Traceback", "panicked")
GROWN = "it grows to more than 200 times its size; do not use this file"


def package(folder: Path, content: bytes, path: str = "t.parquet", **more: Any) -> Path:
    """A package of one table."""
    folder.mkdir(exist_ok=True)
    where = {} if "data" in more else {"path": path}
    resource = {"name": "t", "type": "table", **where, "schema": SCHEMA, **more}
    (folder / DESCRIPTOR).write_text(json.dumps({"$schema": STANDARD, "name": "p", "resources": [resource]}))
    (folder / path).write_bytes(content)
    return folder


def written(frame: pl.DataFrame, **options: Any) -> bytes:
    """A frame as a Parquet file."""
    file = io.BytesIO()
    frame.write_parquet(file, **options)
    return file.getvalue()


def by_arrow(table: pa.Table) -> bytes:
    """A table as a Parquet file."""
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()


def rows(name: Any, number: int = 200) -> pl.DataFrame:
    """Rows with ids, and one value in each."""
    ids = pl.int_range(number, dtype=pl.Int64, eager=True).alias("id")
    return pl.DataFrame([ids, pl.Series("name", [name]).new_from_index(0, number)])


def repeated(text: str, number: int) -> bytes:
    """A Parquet file of rows with one text, which stands in it once; to make it takes no more memory than that."""
    names = pa.DictionaryArray.from_arrays(pa.array([0] * number, pa.int32()), [text])
    return by_arrow(pa.table({"id": pa.array(range(number), pa.int64()), "name": names}))


BOMBS: Mapping[str, Callable[[], bytes]] = {
    "a text of 32 MiB in each of 200 rows": lambda: repeated("x" * (32 * MIB), 200),
    "a text of 1 MiB in each of 100 rows": lambda: repeated("x" * MIB, 100),
    "one text of 64 MiB": lambda: written(rows("x" * (64 * MIB), 1)),
    "10 million rows that are the same": lambda: written(
        pl.select(pl.repeat(1, 10_000_000, dtype=pl.Int64).alias("id"), pl.repeat("a", 10_000_000).alias("name"))
    ),
    "a list of 20 million": lambda: written(
        pl.DataFrame({"id": [1]}).with_columns(pl.repeat(1, 20_000_000).implode().alias("name"))
    ),
}


def outcomes(folder: Path, other: Path, capfd: pytest.CaptureFixture[str]) -> dict[str, tuple[int, str]]:
    """What each command that reads tables ends with, and what it says."""
    commands: dict[str, Callable[[], int]] = {
        "validate": lambda: main(["validate", "--package", str(folder)]),
        "validate --quick": lambda: main(["validate", "--quick", "--package", str(folder)]),
        "diff from it": lambda: main(["diff", str(folder), str(other)]),
        "diff to it": lambda: main(["diff", str(other), str(folder)]),
        "export duckdb": lambda: main(["export", "duckdb", "--package", str(folder), "--output", str(folder / "o.db")]),
        "publish": lambda: main(["publish", "--package", str(folder), "--output", str(folder.parent / "dist")]),
        **{f"load {backend}": lambda backend=backend: load(backend)(folder) for backend in ("pandas", "polars")},
    }
    found = {}
    for name, run in commands.items():
        with in_time():
            try:
                code = run()
            except SystemExit as exit_:
                code = int(exit_.code or 0)
        said = capfd.readouterr()
        found[name] = (code, said.out + said.err)
    return found


def wrong(found: Mapping[str, tuple[int, str]], reason: str) -> list[str]:
    """The commands that do not refuse a package, with the reason, in words of their own."""
    return [
        f"{name}: {code} {said}"
        for name, (code, said) in found.items()
        if code not in {1, 2} or reason not in said or any(odd in said for odd in ODD)
    ]


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_of_parquet(bomb: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What grows far more than tables do is refused, by the limit of all that is packed."""
    foreign, good = package(tmp_path / "p", BOMBS[bomb]()), package(tmp_path / "q", written(rows("a")))
    assert wrong(outcomes(foreign, good, capfd), GROWN) == []


BROKEN: Mapping[str, tuple[str, bytes, str]] = {
    "no Parquet": ("t.parquet", b"PAR1xx", "it is not a Parquet file"),
    "half of one": ("t.parquet", written(rows("a"))[:-9], "it is not a Parquet file"),
    "a text that is none": (
        "t.parquet",
        written(rows("abcdef")).replace(b"abcdef", b"\xff\xfeabcd"),
        "it is not a Parquet file",
    ),
    "a zone that there is not, over which polars breaks down": (
        "t.parquet",
        by_arrow(pa.table({"id": pa.array([1], pa.timestamp("us", "Mars/Phobos")), "name": ["a"]})),
        "it is not a Parquet file",
    ),
    "no array": ("t.json", b'{"a": 5}', "it is not an array of rows"),
    "an item that is not a row": ("t.json", b'[{"id": 1, "name": "a"}, 5]', "item 2 is not a row; expected an object"),
    "no JSON": ("t.json", b"[{", "the table cannot be read as JSON"),
}


@pytest.mark.parametrize("odd", BROKEN)
def test_a_table_that_is_none(odd: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Whatever is to read it says why it cannot."""
    path, content, reason = BROKEN[odd]
    foreign, good = package(tmp_path / "p", content, path), package(tmp_path / "q", written(rows("a")))
    assert wrong({k: v for k, v in outcomes(foreign, good, capfd).items() if k != "validate --quick"}, reason) == []


def test_data_in_the_descriptor_that_are_no_rows(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """They are told likewise."""
    good = package(tmp_path / "q", written(rows("a")))
    foreign = package(tmp_path / "p", b"", data=[{"id": 1, "name": "a"}, 5])
    found = outcomes(foreign, good, capfd)
    assert (
        wrong({name: found[name] for name in found if name.startswith(("diff", "load"))}, "item 2 is not a row") == []
    )


def test_what_a_footer_says_is_not_believed() -> None:
    """The heads of the pages count where they say more, and what the footer says where that is more."""
    content = written(rows("x" * (4 * MIB), 1), compression="zstd", statistics=False)
    honest = parquet.size_when_read(content)
    assert honest > 4 * MIB
    end = len(content) - 8 - struct.unpack("<I", content[-8:-4])[0]
    footer = bytearray(content[end:])
    for at in range(len(footer) - 4):
        # A number of 4 MiB and a little, as Thrift has it, and 0 in as many bytes.
        number = sum((byte & 0x7F) << (7 * place) for place, byte in enumerate(footer[at : at + 4])) >> 1
        if 4 * MIB < number < 4 * MIB + 500 and [byte >> 7 for byte in footer[at : at + 4]] == [1, 1, 1, 0]:
            footer[at : at + 4] = b"\x80\x80\x80\x00"
    assert bytes(footer) != content[end:]
    assert 4 * MIB < parquet.size_when_read(content[:end] + bytes(footer)) <= honest


def test_a_footer_of_millions_of_structures() -> None:
    """Each of them takes a byte there, and sixty and more in memory."""
    number = 4 * MIB
    length = bytes((number >> shift & 0x7F) | 0x80 for shift in range(0, 21, 7)) + bytes([number >> 21])
    footer = b"\x49\xfc" + length + bytes(number + 1)  # field 4, a list, of structures without fields
    content = b"PAR1" + footer + len(footer).to_bytes(4, "little") + b"PAR1"
    with pytest.raises(parquet.Malformed, match="more than 2,000,000 values"):
        parquet.size_when_read(content)


@pytest.mark.parametrize("place", range(0, 400, 7))
def test_a_parquet_file_with_a_byte_that_is_another(place: int) -> None:
    """It is read, or is said to be malformed."""
    content = bytearray(written(rows("a", 3)))
    content[-9 - place % (len(content) - 12)] ^= 0xFF
    with contextlib.suppress(parquet.Malformed):
        parquet.size_when_read(bytes(content))
