"""A table as a Parquet file, for polars, pandas, DuckDB, R's arrow, Spark."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import polars as pl


def parquet_path(table: str) -> str:
    """The path of a table's Parquet file in a version's folder; characters that file names cannot have are encoded."""
    name = quote(table, safe="")
    return f"parquet/{'%2E' + name[1:] if name.startswith('.') else name}.parquet"  # a leading dot would hide it


def write_parquet(path: Path, frame: pl.DataFrame) -> None:
    """Writes a frame; the same frame gives the same bytes with the same version of polars.

    The defaults of polars are stated, as other versions may have different defaults.

    Args:
        path: the file.
        frame: rows from `typed_table`.
    """
    frame.write_parquet(
        path, compression="zstd", compression_level=3, statistics=True, row_group_size=256 * 1024, use_pyarrow=False
    )
