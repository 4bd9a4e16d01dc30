"""Times the validator beside frictionless and a script for DuckDB, on one core: processor seconds and peak memory.

All sides run in turn, so that a busy machine slows them alike. Figures are medians of whole processes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROUNDS = 5


class Cost(NamedTuple):
    """Processor seconds of a process, and its peak of memory in MB."""

    seconds: float
    megabytes: float


def run(command: Sequence[str]) -> Cost:
    """What a command costs on one core; it may find problems."""
    environment = {**os.environ, "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    os.sched_setaffinity(child.pid, {min(os.sched_getaffinity(0))})
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.stderr
    told = child.stderr.read()
    if child.returncode not in (0, 1) or b"Traceback" in told:
        sys.exit(f"{' '.join(command)}: exit code {child.returncode}\n{told.decode()}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


def make(folder: Path, rows: int, defects: int = 0) -> None:
    """Makes a package in a process of its own: what this one grows to, its children would seem to need, too."""
    command = [sys.executable, str(HERE / "packages.py"), str(folder), "--rows", str(rows), "--defects", str(defects)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def in_turn(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, Cost]:
    """The median costs of commands that run one after the other, several times."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(run(command))
    return {
        name: Cost(statistics.median(one.seconds for one in some), max(one.megabytes for one in some))
        for name, some in costs.items()
    }


def show(costs: Mapping[str, Cost]) -> None:
    """Prints costs, and how many times as long each takes as the first."""
    base = next(iter(costs.values())).seconds
    for name, cost in costs.items():
        times = f"{cost.seconds / base:8.2f} times the first" if cost.seconds != base else ""
        print(f"  {name:<44}{cost.seconds:9.2f} s{cost.megabytes:8.0f} MB{times}")


def main() -> None:
    """Measures and prints tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the package (default: a million)")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--large", type=int, default=0, help="rows of one more package, validated once")
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
        make(spoilt, args.rows, args.rows // 10)
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
        if args.large:
            make(large, args.large)
            size = (large / "data" / "items.csv").stat().st_size / 1e9
            print(f"{args.large:,} rows x 10 columns, {size:.1f} GB of CSV, once")
            show(in_turn({"onrecord validate": validate(large, *as_json)}, 1))


if __name__ == "__main__":
    main()
