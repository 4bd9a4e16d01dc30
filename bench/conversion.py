"""Compares the times of onrecord with those of its base: the start of the command, and the conversion of articles.

Both sides of a comparison run in turn, so that a busy machine slows both. Figures are medians.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

STARTS, ROUNDS = 15, 3
TOWNS = ("Ashgrove", "Lower Tarn", "Pellham", "Brindle Falls", "Quay St. Odo")
PEOPLE = ("Ida Brandt", "Mara Quill", "Osric Vane", "Lena Okoro", "Tomas Ferrow", "Priya Sandoval")
OFFICES = ("Mayor", "Police Chief", "Councilwoman", "Harbor Master", "Schools Superintendent")
PLANS = (
    "rezone the old mill",
    "close the ferry for the winter",
    "fund a second clinic",
    "sell the tram depot",
)
PARAGRAPHS = (
    "The {town} council voted {yes}-{no} on {day} to {plan}, after a debate of three hours.",
    "“We have waited {number} years for this,” said {office} {person}. “Nobody can say that we were hasty.”",
    "{person}, who voted against the plan, said that the town had not been told what it would cost.",
    "According to a report by the harbor office, about {number} families live within a mile of the site.",
    "A spokesman for the {town} police denied that officers had been asked to keep residents out.",
    "Residents called the plan a “paper bridge” and urged the council to {plan} only after a public hearing.",
    "“It will be built,” {person} told reporters, “and it will be built before {day} week.”",
    "The work will probably begin in {number} days, the {town} Courier reported.",
)


def articles(number: int) -> list[str]:
    """`number` articles about invented towns; the same each time."""
    chance = random.Random(2031)

    def sentence(template: str) -> str:
        return template.format(
            town=chance.choice(TOWNS),
            person=chance.choice(PEOPLE),
            office=chance.choice(OFFICES),
            plan=chance.choice(PLANS),
            day=chance.choice(("Monday", "Tuesday", "Thursday")),
            yes=chance.randint(4, 7),
            no=chance.randint(0, 3),
            number=chance.randint(11, 90),
        )

    def article() -> str:
        headline = f"{chance.choice(TOWNS)} Council Votes to {chance.choice(PLANS).title()}"
        body = chance.choices(PARAGRAPHS, k=chance.randint(12, 20))
        return "\n\n".join([headline, *map(sentence, body)]) + "\n"

    return [article() for _ in range(number)]


def wall_seconds(command: Sequence[str]) -> float:
    """The seconds that a process takes from start to end."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def cpu_seconds(work: Callable[[], object]) -> float:
    """Processor time that a call takes, with that of the processes which it starts and ends."""
    began = _cpu_time()
    work()
    return _cpu_time() - began


def _cpu_time() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def in_turn(rounds: int, measures: Sequence[Callable[[], float]]) -> list[tuple[float, ...]]:
    """The results of each measure over `rounds` rounds of all measures, so other processes disturb all alike."""
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return list(zip(*taken, strict=True))


def start() -> list[tuple[float, ...]]:
    """Seconds of a bare interpreter and of `onrecord --help`."""
    onrecord = shutil.which("onrecord", path=str(Path(sys.executable).parent)) or "onrecord"
    commands = ([sys.executable, "-c", "pass"], [onrecord, "--help"])
    return in_turn(STARTS, [functools.partial(wall_seconds, command) for command in commands])


def conversion(texts: Sequence[str]) -> list[tuple[float, ...]]:
    """Processor seconds of spaCy's small English pipeline, of textacy's direct quotations, and of a conversion.

    All get the same texts on one core, as a command whose start counts, with the loading of its model.
    """
    alone = [sys.executable, str(Path(__file__).with_name("spacy_alone.py"))]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "texts")
        source.mkdir()
        for number, text in enumerate(texts):
            (source / f"{number:05}.txt").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "onrecord", "convert", str(source), "--no-cache", "--jobs", "1", "--quiet"]

        def run(*command: str) -> None:
            subprocess.run(command, check=True, env=environment)

        def converted() -> None:
            with tempfile.TemporaryDirectory(dir=folder) as package:
                run(*command, "--package", f"{package}/out")

        works = (lambda: run(*alone, str(source)), lambda: run(*alone, str(source), "--quotes"), converted)
        return in_turn(ROUNDS, [functools.partial(cpu_seconds, work) for work in works])


def written_anew() -> list[str]:
    """The articles of `tests/pages`: news as newspapers write it."""
    pages = Path(__file__).parents[1] / "tests" / "pages"
    facts = [json.loads(path.read_bytes()) for path in sorted(pages.rglob("*.json"))]
    return ["\n\n".join([own["title"], *own["paragraphs"]]) + "\n" for own in facts if own.get("paragraphs")]


def main() -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200, help="how many articles to convert (default: 200)")
    parser.add_argument("--gold", type=Path, help="convert the texts of this file instead (docs/evaluate.md)")
    args = parser.parse_args()
    if args.gold:
        with args.gold.open(encoding="utf-8") as lines:
            sets = {"of the file": [json.loads(line)["text"] for line in lines]}
    else:
        sets = {"as newspapers write them": written_anew(), "of votes and quotes alone": articles(args.articles)}
    bare, command = map(statistics.median, start())
    print(f"start, milliseconds, median of {STARTS}")
    print(f"  python -c pass   {1000 * bare:8.1f}")
    print(f"  onrecord --help  {1000 * command:8.1f}  {command / bare:.2f} times as long")
    print(f"words per processor second with the start of each command, median of {ROUNDS}")
    for name, texts in sets.items():
        words = sum(len(text.split()) for text in texts)
        rounds = conversion(texts)
        parsing, quoting, converting = map(statistics.median, rounds)
        ratios = [theirs / ours for theirs, _, ours in zip(*rounds, strict=True)]
        times = f"{statistics.median(ratios):.2f} times the first ({min(ratios):.2f} to {max(ratios):.2f} by round)"
        print(f"{len(texts)} articles {name}, {words} words")
        print(f"  spaCy's small pipeline alone         {words / parsing:8.0f}")
        print(f"  textacy's direct quotes, with it     {words / quoting:8.0f}")
        print(f"  onrecord convert                     {words / converting:8.0f}  {times}")


if __name__ == "__main__":
    main()
