"""Parquet files whose footer does not fit their content are refused; those that writers make are accepted."""

from __future__ import annotations

import io

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.tableschema.parquet import Malformed, size_when_read

ROWS = 1_000
FRAME = pl.DataFrame(
    {
        "id": range(ROWS),
        "name": ["one", "two", None, "four"] * (ROWS // 4),
        "parts": [[1, 2], [], None, [3]] * (ROWS // 4),
        "place": [{"town": "Ulm", "tags": ["a", "b"]}, {"town": None, "tags": []}] * (ROWS // 2),
    }
)


def written(frame: pl.DataFrame, **options: object) -> bytes:
    """A frame as polars writes it."""
    file = io.BytesIO()
    frame.write_parquet(file, **options)  # type: ignore[arg-type]
    return file.getvalue()


def by_arrow(frame: pl.DataFrame, **options: object) -> bytes:
    """A frame as Arrow writes it."""
    file = io.BytesIO()
    pq.write_table(frame.to_arrow(), file, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        written(FRAME),
        written(FRAME, row_group_size=77, data_page_size=100),
        written(FRAME.clear()),
        by_arrow(FRAME),
        by_arrow(FRAME, row_group_size=77, data_page_size=100, data_page_version="2.0", use_dictionary=False),
        by_arrow(FRAME.clear()),
        by_arrow(pl.from_arrow(pa.table({"m": pa.array([[("k", 1)], []], pa.map_(pa.string(), pa.int32()))}))),  # type: ignore[arg-type]
    ],
    ids=range(7),
)
def test_what_writers_make_is_read(content: bytes) -> None:
    """Lists, structures and maps, many small groups and pages, both versions of pages, no rows at all."""
    assert size_when_read(content) >= 0


@pytest.mark.parametrize("rows", [0, 1, 976, 999, 1_001, 8_168])
def test_a_number_of_rows_that_lies(rows: int) -> None:
    """Wherever it is in the footer; a reader would silently drop rows."""
    content = written(FRAME.select("id", "name"))
    start = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    right, wrong = varint(ROWS), varint(rows)
    places = [at for at in range(start, len(content) - 8) if content.startswith(right, at)]
    assert len(places) >= 4  # of the file, of its part, and of each column
    for at in places:
        footer = content[start:at] + wrong + content[at + len(right) : -8]
        patched = content[:start] + footer + len(footer).to_bytes(4, "little") + b"PAR1"
        with pytest.raises(Malformed):
            size_when_read(patched)


def varint(number: int) -> bytes:
    """A number as Thrift's compact protocol writes it."""
    value, found = number * 2, bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
