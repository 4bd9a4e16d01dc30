"""The size of `pip install onrecord` and `pip install 'onrecord[convert]'`, and the time until the command answers.

Each is installed into a new environment; pip downloads what is not in its cache. Sizes are those of the files of
site-packages on the disk, with compiled files. Times are processor seconds of whole processes, on which other programs
have little influence.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from costs import in_turn

ROOT = Path(__file__).parents[1]
EXTRAS = {"onrecord": "", "onrecord[convert]": "[convert]"}
BLOCK = 512  # bytes in a unit of `st_blocks`, on every system that has it
ROUNDS = 15


def install(folder: Path, extra: str) -> Path:
    """Installs this checkout with an extra into a new environment, and returns the environment's Python."""
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*pip, f"{ROOT}{extra}"], check=True)
    return python


def megabytes(environment: Path) -> int:
    """The size of site-packages on the disk, as `du -sm` counts it."""
    [packages] = environment.glob("lib/python*/site-packages")
    files = {(found.st_dev, found.st_ino): found.st_blocks for found in map(os.lstat, packages.rglob("*"))}
    return -(-sum(files.values()) * BLOCK // 2**20)


def main() -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    args = parser.parse_args()
    for name in [name for name in os.environ if name.startswith("PYTHON")]:
        del os.environ[name]  # only the installed packages are measured
    with tempfile.TemporaryDirectory() as temporary:
        pythons = {name: install(Path(temporary, name), extra) for name, extra in EXTRAS.items()}
        commands: dict[str, list[str]] = {}
        for name, python in pythons.items():
            command = str(python.with_name("onrecord"))
            commands |= {
                f"{name} python": [str(python), "-c", ""],
                f"{name} help": [command, "--help"],
                f"{name} validate": [command, "validate", "--package", str(ROOT)],
            }
        in_turn(commands, 1)  # fills the disk cache and compiles
        costs = in_turn(commands, args.rounds)
        print(f"{'':<20}{'site-packages':>14}{'python, nothing':>17}{'onrecord --help':>17}{'onrecord validate':>19}")
        for name, python in pythons.items():
            nothing, help_, validate = (
                f"{costs[f'{name} {what}'].seconds:.2f} s" for what in ("python", "help", "validate")
            )
            print(f"{name:<20}{megabytes(python.parents[1]):>11} MB{nothing:>17}{help_:>17}{validate:>19}")


if __name__ == "__main__":
    main()
