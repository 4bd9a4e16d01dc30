"""Parquet files, such that the same frame gives the same bytes with the same version of polars."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import polars as pl


def write_parquet(file: Path | IO[bytes], frame: pl.DataFrame) -> None:
    """Writes a frame.

    The defaults of polars are stated, as other versions may have different defaults.
    """
    frame.write_parquet(
        file, compression="zstd", compression_level=3, statistics=True, row_group_size=256 * 1024, use_pyarrow=False
    )
