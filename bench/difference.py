"""Compares `onrecord diff` with the same join in DuckDB and with daff, on one core: processor seconds and peak memory.

All programs run in turn, so a busy machine slows them alike. Figures are medians of whole processes.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from costs import HERE, ROUNDS, in_turn, make, show


def main() -> None:
    """Measures and prints tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of each package (default: a million)")
    parser.add_argument("--small", type=int, default=100_000, help="rows of the packages that daff compares, too")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    args = parser.parse_args()
    tools = str(Path(sys.executable).parent)
    onrecord, daff = (shutil.which(name, path=tools) or name for name in ("onrecord", "daff"))
    for rows, with_daff in ((args.rows, False), (args.small, True)):
        edits = max(1, rows // 250)
        with tempfile.TemporaryDirectory() as temporary:
            old, new = (Path(temporary, name) for name in ("old", "new"))
            make(old, rows)
            make(new, rows, edits=edits)
            print(f"{rows:,} x 10 columns twice; {edits:,} rows changed, {edits:,} removed, {edits:,} added")
            tables = [str(folder / "data" / "items.csv") for folder in (old, new)]
            commands = {
                "onrecord diff": [onrecord, "diff", str(old), str(new), "--format", "csv"],
                "the join in DuckDB (bench/duckdb_join.py)": [sys.executable, str(HERE / "duckdb_join.py"), *tables],
            }
            if with_daff:
                ids = ["--id", "item_id"]
                commands["daff"] = [daff, "diff", *ids, "--output", str(Path(temporary, "daff.csv")), *tables]
            show(in_turn(commands, 1 if with_daff else args.rounds))


if __name__ == "__main__":
    main()
