"""Compares the validator with frictionless and a script for DuckDB, on one core: processor seconds and peak memory.

All programs run in turn, so a busy machine slows them alike. Figures are medians of whole processes.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from costs import HERE, ROUNDS, in_turn, make, show
from packages import SHAPES


def main() -> None:
    """Measures and prints tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the package (default: a million)")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--shapes", nargs="*", choices=SHAPES, default=SHAPES, help="kinds of tables (default: all)")
    parser.add_argument("--large", type=int, default=0, help="rows of a further package, validated once")
    args = parser.parse_args()
    tools = str(Path(sys.executable).parent)
    onrecord, frictionless = (shutil.which(name, path=tools) or name for name in ("onrecord", "frictionless"))

    def validate(folder: Path, *options: str) -> list[str]:
        return [onrecord, "validate", "--package", str(folder), *options]

    reference = HERE.parent
    print("the reference package, whole process")
    show(
        in_turn(
            {
                "onrecord validate": validate(reference),
                "onrecord validate --engine both": validate(reference, "--engine", "both"),
                "frictionless validate": [frictionless, "validate", str(reference / "datapackage.json")],
            },
            2 * args.rounds,
        )
    )
    with tempfile.TemporaryDirectory() as temporary:
        clean, spoilt, large = (Path(temporary, name) for name in ("clean", "spoilt", "large"))
        make(clean, args.rows)
        make(spoilt, args.rows, defects=args.rows // 10)
        print(f"{args.rows:,} rows x 10 columns: keys, foreign key, enum, pattern, range")
        as_json = ("--format", "json")
        costs = in_turn(
            {
                "onrecord validate": validate(clean, *as_json),
                f"the same with {args.rows // 10:,} defects": validate(spoilt, *as_json),
                "a script for DuckDB (bench/duckdb_checks.py)": [
                    sys.executable,
                    str(HERE / "duckdb_checks.py"),
                    str(clean),
                ],
            },
            args.rounds,
        )
        costs |= in_turn({"frictionless validate": [frictionless, "validate", str(clean / "datapackage.json")]}, 1)
        show(costs)
        for shape in args.shapes:
            folder = Path(temporary, shape.replace(" ", "-"))
            make(folder, args.rows, shape=shape)
            print(f"{args.rows:,} rows, {shape}")
            checks = [sys.executable, str(HERE / "duckdb_checks.py"), str(folder)]
            costs = in_turn(
                {"a script for DuckDB": checks, "onrecord validate": validate(folder, *as_json)}, args.rounds
            )
            named = [frictionless, "validate", str(folder / "datapackage.json")]
            show(costs | in_turn({"frictionless validate": named}, 1))
            shutil.rmtree(folder)
        if args.large:
            make(large, args.large)
            size = (large / "data" / "items.csv").stat().st_size / 1e9
            print(f"{args.large:,} rows x 10 columns, {size:.1f} GB of CSV, once")
            show(in_turn({"onrecord validate": validate(large, *as_json)}, 1))


if __name__ == "__main__":
    main()
