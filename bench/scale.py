"""Measures a conversion in parts: Dask next to processes of one machine, and the second pass over very many articles.

Processor time is that of all processes that a run starts, read from /proc while they run. What a run needs to start is
measured with few articles and taken off.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from conversion import articles
from costs import HERE

TICKS = os.sysconf("SC_CLK_TCK")
SHARD = 5_000  # articles of a generated part
# Generated names: people and organizations, of whom a few are in most articles, as in the news.
PEOPLE, OTHERS, OF_ARTICLE = 300_000, 60_000, 10
# Of a virtual machine with two processors, dollars an hour, as clouds ask for spare ones and for any.
PRICES = {"spare": 0.03, "any": 0.10}
# Pages of a month of CC-NEWS, the share in English, and words of an article.
MONTH, ENGLISH, WORDS = 10_000_000, 0.4, 450


def tree_of(root: int) -> Iterator[tuple[int, float]]:
    """The processes that a process has started, also through others, with their processor seconds."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                fields = (path / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has ended
                continue
            parents[int(path.name)] = int(fields[1])
            seconds[int(path.name)] = (int(fields[11]) + int(fields[12])) / TICKS
    for process in parents:
        above = process
        while above not in (0, root):
            above = parents.get(above, 0)
        if above == root:
            yield process, seconds[process]


def measured(command: Sequence[str]) -> tuple[float, float]:
    """Processor seconds of a command with all that it starts, and its seconds."""
    began = time.monotonic()
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    used: dict[int, float] = {}
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(0.2):
            used.update(tree_of(run.pid))

    watch = threading.Thread(target=look)
    watch.start()
    run.wait()
    is_over.set()
    watch.join()
    assert run.returncode in (0, 1), command
    return sum(used.values()), time.monotonic() - began


def write_texts(folder: Path, texts: Sequence[str]) -> str:
    """Writes texts as files."""
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")
    return str(folder)


def engines(number: int, shard: int) -> None:
    """Prints the costs of both engines."""
    texts = articles(number)
    words = sum(len(text.split()) for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        # Two shards, so that both workers start.
        least = 2 * shard
        many, few = write_texts(Path(folder, "many"), texts), write_texts(Path(folder, "few"), texts[:least])
        dask = ["--engine", "dask", "--shard-size", str(shard)]
        ways = {"--jobs 2": ["--jobs", "2", "--no-cache"], "dask, 2 workers": [*dask, "--jobs", "2"]}
        ways["dask, 1 worker"] = [*dask, "--jobs", "1"]
        costs = {}
        for place, (name, options) in enumerate(ways.items()):
            command = [sys.executable, "-m", "onrecord", "convert", "--quiet", *options]
            start = measured([*command, few, "--package", f"{folder}/few-{place}"])
            whole = measured([*command, many, "--package", f"{folder}/many-{place}"])
            costs[name] = (whole[0] - start[0], whole[1] - start[1])
    print(f"{number} articles, {words} words; beyond those of {least}")
    rest = number - least
    for name, (cpu, seconds) in costs.items():
        print(f"  {name:<18}{cpu:9.1f} s of processors{seconds:9.1f} s{rest / seconds:8.1f} articles a second")
    one, two, single = costs.values()
    print(f"  dask next to --jobs 2: {two[0] / one[0]:.2f} times the processor time (at most 1.15)")
    print(f"  two workers next to one: {single[1] / two[1]:.2f} times as fast (at least 1.8)")
    month(words * rest / number / two[0])


def month(speed: float) -> None:
    """Prints what a month of CC-NEWS costs at a speed in words a processor second."""
    hours = MONTH * ENGLISH * WORDS / speed / 3600
    print(
        f"a month of CC-NEWS: {MONTH * ENGLISH:,.0f} articles in English of {WORDS} words, {speed:,.0f} words a second"
    )
    print(f"  {hours:,.0f} hours of a processor, without downloading and deriving")
    for name, price in PRICES.items():
        print(f"  {hours * price / 2:,.0f} dollars at {price:.2f} an hour for two processors ({name})")


def names(chance: np.random.Generator) -> pl.DataFrame:
    """The generated names, with what a worker says of each."""
    from onrecord.building.entity_resolution import keys_of
    from onrecord.building.partitioned.reading import bucket_of

    syllables = ["bran", "dt", "va", "ne", "oko", "ro", "qui", "ll", "lo", "ma", "ri", "tes", "bo", "gu", "hal", "ist"]

    def word() -> str:
        return "".join(chance.choice(syllables, chance.integers(2, 4))).title()

    rows = []
    for number in range(PEOPLE + OTHERS):
        kind = "person" if number < PEOPLE else "organization"
        middle = [f"{word()[0]}."] if kind == "person" and number % 7 == 0 else []
        name = " ".join([word(), *middle, word()])
        first, *others = (bucket_of(*key) for key in keys_of(kind, name))
        rows.append((kind, name, "Mayor" if number % 3 == 0 else None, first, others[0] if others else first))
    columns = {"entity_type": pl.String, "name": pl.String, "role": pl.String, "bucket": pl.Int64, "link": pl.Int64}
    return pl.DataFrame(rows, schema=columns, orient="row")


def generated(number: int, folder: Path) -> list[object]:
    """Writes what readings of `number` articles leave for the second pass, and returns their records."""
    from onrecord.building.partitioned.frames import packed
    from onrecord.building.partitioned.parts import Parts
    from onrecord.building.partitioned.reading import KINDS, UNIT, ReadRecord
    from onrecord.package.ids import fold

    chance = np.random.default_rng(2031)
    known, parts, records = names(chance), Parts(str(folder)), []
    folded = [fold(name) for name in known["name"]]
    for start in range(0, number, SHARD):
        size = min(SHARD, number - start)
        people = (PEOPLE * chance.random((size, OF_ARTICLE * 7 // 10)) ** 3).astype(np.int64)
        others = PEOPLE + (OTHERS * chance.random((size, OF_ARTICLE - people.shape[1])) ** 3).astype(np.int64)
        chosen = np.hstack([people, others])
        company = [UNIT.join(sorted({folded[each] for each in own})) for own in chosen.tolist()]
        rows = np.repeat(np.arange(size), OF_ARTICLE)
        places = np.tile(np.arange(OF_ARTICLE), size)
        entities = known[chosen.ravel()].with_columns(
            row=pl.Series(rows),
            place=pl.Series(places),
            key=pl.Series(places),
            method=pl.lit("entities:named@1"),
            aliases=pl.lit(""),
            start=pl.lit(0),
            end=pl.lit(10),
            exact=pl.col("name"),
            company=pl.Series(company).gather(pl.Series(rows)),
        )
        hashes = np.sort(chance.integers(0, 1 << 63, (size, 256), np.uint64) // np.uint64(3), axis=1)
        for copy in range(1, size, 20):  # one in twenty is a shortened copy of the article before
            hashes[copy, :180] = hashes[copy - 1, :180]
            hashes[copy].sort()
        paths = [f"seeds/{start + row:08}.txt" for row in range(size)]
        light = {
            "articles": pl.DataFrame(
                {
                    "row": np.arange(size),
                    "article_id": [f"art_{start + row:016}" for row in range(size)],
                    "path": paths,
                    "publisher": [f"Outlet {row % 400}" for row in range(size)],
                    "credit": None,
                    "byline": None,
                    "published": [f"2031-05-{1 + row % 28:02}" for row in range(size)],
                    "updated": None,
                    "digest": [f"{start + row:032x}" for row in range(size)],
                    "shingles": 400,
                    "hashes": [own.astype("<u8").tobytes() for own in hashes],
                    "sources": "",
                    "version": 0,
                },
                schema=KINDS["articles"],
            ),
            "entities": entities.select(KINDS["entities"].names()).cast(KINDS["entities"]),
            "votes": pl.DataFrame(schema=KINDS["votes"]),
        }
        record = ReadRecord(f"part-{start}", f"{start:032x}", tuple(range(size)))
        for kind, frame in light.items():
            parts.commit(record.light(kind), packed(frame))
        records.append(record)
    return records


def passed(number: int, folder: Path) -> None:
    """Runs the second pass over generated articles, and prints what it took; in a process that does nothing else."""
    from onrecord.building.partitioned.parts import Parts
    from onrecord.building.partitioned.reading import ReadRecord
    from onrecord.building.partitioned.second_pass import decisions, entity_rows, link_rows, relation_rows, second_pass
    from onrecord.building.partitioned.spill import spill

    records = [
        ReadRecord(f"part-{start}", f"{start:032x}", tuple(range(min(SHARD, number - start))))
        for start in range(0, number, SHARD)
    ]
    began = time.monotonic()
    with spill() as database:
        second_pass(Parts(str(folder)), records, database)
        decided = sum(len(found.stories) for _, found in decisions(database))
        entities = sum(1 for _ in entity_rows(database))
        links = sum(1 for _ in link_rows(database))
        relations = sum(1 for _ in relation_rows(database))
    status = Path("/proc/self/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    found = {"articles": decided, "entities": entities, "links": links, "relations": relations}
    print(json.dumps({**found, "seconds": round(time.monotonic() - began), "megabytes": peak // 1000}))


def second(number: int) -> None:
    """Prints the costs of the second pass over generated articles."""
    with tempfile.TemporaryDirectory() as folder:
        run = [sys.executable, str(HERE / "scale.py"), "--articles", str(number), "--folder", folder]
        subprocess.run([*run, "--only", "generate"], check=True)
        said = subprocess.run([*run, "--only", "pass"], check=True, capture_output=True, text=True).stdout
    found = json.loads(said)
    print(f"second pass over {found['articles']:,} generated articles with {number * OF_ARTICLE:,} names")
    print(f"  {', '.join(f'{found[name]:,} {name}' for name in ('entities', 'links', 'relations'))}")
    print(f"  {found['seconds']:,} s, at most {found['megabytes']:,} MB of memory (2,000 at a million articles)")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=4_000, help="how many articles to convert (default: 4000)")
    parser.add_argument("--generated", type=int, default=1_000_000, help="how many to link (default: a million)")
    parser.add_argument("--shard", type=int, default=500, help="articles of a task (default: 500)")
    parser.add_argument("--only", choices=("engines", "second", "generate", "pass"), help="measure a part alone")
    parser.add_argument("--folder", type=Path, help="where generated articles are, for a part alone")
    options = parser.parse_args()
    if options.only == "generate":
        generated(options.articles, options.folder)
    elif options.only == "pass":
        passed(options.articles, options.folder)
    else:
        if options.only in (None, "engines"):
            engines(options.articles, options.shard)
        if options.only in (None, "second"):
            second(options.generated)


if __name__ == "__main__":
    main()
