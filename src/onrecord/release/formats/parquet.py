"""A table as a Parquet file, for whoever reads columns: polars, pandas, DuckDB, R's arrow, Spark."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import polars as pl


def parquet_path(table: str) -> str:
    """Where a version's folder has the Parquet file of a table; what cannot stand in the name of a file is encoded."""
    name = quote(table, safe="")
    return f"parquet/{'%2E' + name[1:] if name.startswith('.') else name}.parquet"  # else it would be hidden


def write_parquet(path: Path, frame: pl.DataFrame) -> None:
    """Writes a frame; the same frame gives the same bytes from one version of polars.

    What polars would choose by itself is said, so that another version chooses no other.

    Args:
        path: the file.
        frame: rows as `typed_table` gives them.
    """
    frame.write_parquet(
        path, compression="zstd", compression_level=3, statistics=True, row_group_size=256 * 1024, use_pyarrow=False
    )
