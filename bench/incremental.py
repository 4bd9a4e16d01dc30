"""What a conversion costs when most articles are as before: new articles, a correction, two processes.

`python bench/incremental.py --articles 10000` takes about an hour; the default is smaller. The articles have about 300
words and are about invented towns; each has words of its own, so that no two are the same.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from conversion import articles

NEW = 10


def main() -> None:
    """Prints the seconds of each conversion, and its ratio to a new conversion."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=2_000, help="articles in the package (default: 2,000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = articles(options.articles + NEW)
        write(folder / "old", texts[: options.articles])
        write(folder / "new", texts[options.articles :], options.articles)
        whole = convert(folder, "old", "--jobs", "1")
        print(f"{options.articles:,} articles, new:            {whole:8.1f} s")
        for what, arguments in (
            (f"{NEW} articles more", ("new",)),
            ("nothing new", ()),
        ):
            seconds = convert(folder, *arguments)
            print(f"{what + ':':<31}{seconds:8.1f} s   {whole / seconds:6.1f} times as fast")
        correct(folder / "package")
        seconds = convert(folder)
        print(f"{'a correction:':<31}{seconds:8.1f} s   {whole / seconds:6.1f} times as fast")
        shutil.rmtree(folder / "cache")
        shutil.rmtree(folder / "package")
        seconds = convert(folder, "old", "--jobs", "2")
        print(f"{'two processes:':<31}{seconds:8.1f} s   {whole / seconds:6.2f} times as fast")
        # A kibibyte on Linux; children are the commands and their workers.
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
        print(f"the largest process:           {peak:8.0f} MB")


def write(folder: Path, texts: list[str], first: int = 0) -> None:
    """Writes texts as files, each with a sentence of its own."""
    chance = random.Random(first)
    folder.mkdir()
    for number, text in enumerate(texts, start=first):
        line = f"The clerk filed the minutes as item {number} of volume {chance.randint(1, 900)}."
        (folder / f"a{number:06}.txt").write_text(f"{text.rstrip()}\n\n{line}\n", encoding="utf-8")


def correct(package: Path) -> None:
    """Confirms the first claim of a package."""
    with (package / "data" / "claims.csv").open(encoding="utf-8", newline="") as file:
        claim = next(csv.DictReader(file))
    line = {
        "action": "confirm",
        "table": "claims",
        "id": claim["claim_id"],
        "field": "text",
        "old_value": claim["text"],
        "new_value": "",
        "reason": "read",
        "curator": "bench",
        "date": "2031-05-13",
    }
    folder = package / "corrections"
    folder.mkdir(exist_ok=True)
    with (folder / "bench.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, line)
        writer.writeheader()
        writer.writerow(line)


def convert(folder: Path, *arguments: str) -> float:
    """The seconds of a conversion."""
    command = [sys.executable, "-m", "onrecord", "convert", *arguments, "--package", "package", "--quiet"]
    environment = {**os.environ, "ONRECORD_CACHE": str(folder / "cache"), "OMP_NUM_THREADS": "1"}
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
