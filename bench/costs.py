"""The costs of a process on one core: processor seconds and peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROUNDS = 5


class Cost(NamedTuple):
    """Processor seconds of a process, and its peak memory in MB."""

    seconds: float
    megabytes: float


def run(command: Sequence[str]) -> Cost:
    """The costs of a command on one core; exit code 1 is allowed."""
    environment = {**os.environ, "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is not compiled at each start
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    os.sched_setaffinity(child.pid, {min(os.sched_getaffinity(0))})
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.stderr
    message = child.stderr.read()
    if child.returncode not in (0, 1) or b"Traceback" in message:
        sys.exit(f"{' '.join(command)}: exit code {child.returncode}\n{message.decode()}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


def make(folder: Path, rows: int, **more: int | str) -> None:
    """Makes a package in a separate process: the memory of this process would count for its children, too."""
    options = [word for name, value in {"rows": rows, **more}.items() for word in (f"--{name}", str(value))]
    command = [sys.executable, str(HERE / "packages.py"), str(folder), *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def in_turn(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, Cost]:
    """The median costs of commands, which run in turn for several rounds."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(run(command))
    return {
        name: Cost(statistics.median(cost.seconds for cost in some), max(cost.megabytes for cost in some))
        for name, some in costs.items()
    }


def show(costs: Mapping[str, Cost]) -> None:
    """Prints costs, and the ratio of each time to the first."""
    base = next(iter(costs.values())).seconds
    for name, cost in costs.items():
        times = f"{cost.seconds / base:8.2f} times the first" if cost.seconds != base else ""
        print(f"  {name:<44}{cost.seconds:9.2f} s{cost.megabytes:8.0f} MB{times}")
