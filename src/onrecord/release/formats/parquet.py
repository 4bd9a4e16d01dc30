"""A table as a Parquet file, for polars, pandas, DuckDB, R's arrow, Spark."""

from __future__ import annotations

from urllib.parse import quote


def parquet_path(table: str) -> str:
    """The path of a table's Parquet file in a version's folder; characters that file names cannot have are encoded."""
    name = quote(table, safe="")
    return f"parquet/{'%2E' + name[1:] if name.startswith('.') else name}.parquet"  # a leading dot would hide it
