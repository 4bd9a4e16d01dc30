"""`onrecord convert`: articles to tables."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.cli.arguments import STANDARD_OUTPUT, add_package, add_quiet, columns, positive_number, share
from onrecord.cli.exits import PROBLEMS, VALID, leaving
from onrecord.cli.printing import in_package, print_counts, say, telling
from onrecord.errors import SourceError
from onrecord.text.numbers import counted

if TYPE_CHECKING:
    from onrecord.ingestion.sources import Source

_SHOWN = 10  # most notes of a kind
_OF_ENGINES = ("scheduler", "shard_size", "metrics")
_SINGULAR = {"entities": "entity", "mentions": "mention", "quotes": "quote", "votes": "vote", "claims": "claim"}

EXAMPLE = "onrecord convert texts/ --package out"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the places and options of the command."""
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCES",
        help="files, folders or globs of articles in any format that is read, added to the package first; - for "
        "standard input; without them the articles in seeds/ are converted",
    )
    add_package(parser, "folder of the package; created if it is missing", is_place=False)
    parser.add_argument(
        "--min-confidence",
        type=share,
        metavar="SHARE",
        help="leave out quotes, votes, claims and mentions whose confidence is lower, from 0 to 1, and what belongs to "
        "them; rows without a measured confidence are kept",
    )
    parser.add_argument(
        "--columns",
        type=columns,
        metavar="NAMES",
        help="the names that a table has for the text and the facts, as in text=body,published=day",
    )
    parser.add_argument(
        "--name", metavar="NAME", help="the name of the standard input as a file; its suffix says what it is"
    )
    parser.add_argument(
        "-j",
        "--jobs",
        type=positive_number,
        metavar="N",
        help="how many processes read articles (default: one for each processor, up to 4); the result is the same",
    )
    parser.add_argument(
        "--time-limit",
        type=positive_number,
        metavar="SECONDS",
        help="set aside an article whose reading takes longer (default: 60, and 1 more for each 1,000 characters)",
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="read all articles again, and keep nothing for next time"
    )
    add_engine(parser)
    add_quiet(parser)


def add_engine(parser: argparse.ArgumentParser) -> None:
    """Adds the options of conversions on many machines."""
    parser.add_argument(
        "--engine",
        choices=("processes", "dask"),
        default="processes",
        help="dask: read on the workers of a Dask cluster, from folders and URLs, and write tables in parts of Parquet "
        "to the folder or URL of the package (default: processes of this machine, and tables in CSV)",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="with --engine dask: address of a scheduler, or its scheduler file (default: start workers here)",
    )
    parser.add_argument(
        "--shard-size",
        type=positive_number,
        metavar="N",
        help="with --engine dask: how many articles a task has (default: 500)",
    )
    parser.add_argument(
        "--metrics",
        metavar="FILE",
        help="with --engine dask: add a line of JSON a minute to a file: how many, how fast, what failed, what is left",
    )


def run(options: argparse.Namespace) -> int:
    """Runs the command."""
    if options.engine != "processes":
        return _run_in_parts(options)
    from onrecord.building.conversion import convert

    if alone := next((name for name in _OF_ENGINES if getattr(options, name) is not None), ""):
        message = f"--{alone.replace('_', '-')} is an option of --engine dask"
        raise SourceError(f"{message}; leave it out, or name the engine, too")
    with telling(options) as tell:
        with leaving("the package was left as it was"):
            if options.name and STANDARD_OUTPUT not in options.sources:
                message = "--name is the name of the standard input"
                raise SourceError(f"{message}; name that too, as {STANDARD_OUTPUT}, or leave out --name")
            conversion = convert(
                [_given(place, options.name) for place in options.sources],
                package=options.package,
                columns=options.columns,
                min_confidence=options.min_confidence,
                jobs=options.jobs,
                time_limit=options.time_limit,
                cache=not options.no_cache,
            )
        new = f", {conversion.new:,} new or changed" if conversion.new < len(conversion.articles) else ""
        tell(f"{conversion.folder}: {counted(len(conversion.articles), 'article')} converted{new}")
        print_counts(conversion.rows, tell)
        _tell_unconfident(options.min_confidence, conversion.unconfident, tell)
        _tell_left_out(conversion.left_out, tell)
        if conversion.same:
            tell(f"note: {counted(len(conversion.same), 'source')} had been converted before: {_some(conversion.same)}")
        for first, second in conversion.same_texts[:_SHOWN]:
            tell(f"note: {first} has the same text as {second}; both are kept, as one story")
        if further := conversion.same_texts[_SHOWN:]:
            tell(f"note: {counted(len(further), 'more article')} with the text of another")
        if conversion.updated:
            updated, which = counted(len(conversion.updated), "article"), _some(conversion.updated)
            tell(f"note: {updated} got a later version of the text: {which}; onrecord diff --article compares them")
        if conversion.earlier:
            earlier, which = counted(len(conversion.earlier), "source"), _some(conversion.earlier)
            tell(f"note: {earlier} with an earlier version of an article, whose later text stays: {which}")
        if conversion.restated:
            restated = counted(len(conversion.restated), "article")
            tell(f"note: {restated} got other facts from the source: {_some(conversion.restated)}")
        _tell_faults(conversion.faults, tell)
        _tell_differing(conversion.differing, tell)
        for each in conversion.waiting:
            number, coders = counted(each.decisions, "decision"), counted(each.coders, "coder")
            tell(f"note: {number} of {each.path} waiting until {coders} have reviewed the sample of seed {each.seed}")
        for line in conversion.rejected[:_SHOWN]:
            say(f"set aside: {line}", to=sys.stderr)
        if conversion.rejected:
            number = counted(len(conversion.rejected), "source")
            tell(f"note: {number} set aside, everything else was written; data/rejected.csv has each with its reason")
        if conversion.problems:
            for problem in conversion.problems:
                say(str(problem), to=sys.stderr)
            count = counted(len(conversion.problems), "correction")
            tell(f"note: {count} could not be applied, everything else was written; fix the lines and convert again")
            return PROBLEMS
        tell(f"next: onrecord validate{in_package(options.package)}")
        return PROBLEMS if conversion.rejected else VALID


def _run_in_parts(options: argparse.Namespace) -> int:
    """Runs the command on an engine."""
    from pathlib import Path

    from onrecord.building.partitioned.converting import SHARD, convert_in_parts
    from onrecord.building.partitioned.dask_engine import Dask

    if not options.sources or STANDARD_OUTPUT in options.sources:
        raise SourceError("--engine dask reads files and folders; name them, or their URLs: s3://bucket/articles")
    with telling(options) as tell:
        with leaving("what was read is kept; run the same command again to go on"):
            engine = Dask(options.scheduler, options.jobs)
            engine.hush()
            try:
                done = convert_in_parts(
                    options.sources,
                    options.package,
                    engine,
                    columns=options.columns,
                    min_confidence=options.min_confidence,
                    time_limit=options.time_limit,
                    shard=options.shard_size or SHARD,
                    metrics=Path(options.metrics) if options.metrics else None,
                )
            finally:
                engine.close()
        tell(f"{done.place}: {counted(done.articles, 'article')} converted, {done.words:,} words")
        print_counts(done.rows, tell)
        _tell_unconfident(options.min_confidence, done.unconfident, tell)
        _tell_left_out(done.left_out, tell)
        if done.same:
            tell(f"note: {counted(done.same, 'source')} had an article that another has, too")
        if done.updated:
            tell(f"note: {counted(done.updated, 'article')} got a later version of the text from another source")
        _tell_faults(done.faults, tell)
        _tell_differing(done.differing, tell)
        for line in done.reasons[:_SHOWN]:
            say(f"set aside: {line}", to=sys.stderr)
        if done.rejected:
            number = counted(done.rejected, "source")
            tell(f"note: {number} set aside, everything else was written; the table rejected has each with its reason")
        return PROBLEMS if done.rejected else VALID


def _given(place: str, name: str | None) -> str | Source:
    """A place that was named, or the standard input as a file."""
    if place != STANDARD_OUTPUT:
        return place
    import hashlib
    from pathlib import Path

    from onrecord.ingestion.sources import Source

    content = sys.stdin.buffer.read()
    # Without a name, another text gets another name.
    name = name or f"standard-input-{hashlib.sha256(content).hexdigest()[:8]}.txt"
    return Source(name, Path(name), content=content)


def _tell_unconfident(least: float | None, unconfident: Mapping[str, int], tell: Callable[..., None]) -> None:
    """Says how many rows were left out because of their confidence, if there is a limit."""
    if least is not None:
        lost = ", ".join(counted(number, _SINGULAR[table]) for table, number in unconfident.items()) or "nothing"
        tell(f"note: left out, because of a confidence below {least:g}: {lost}")


def _tell_faults(faults: Sequence[str], tell: Callable[..., None]) -> None:
    """Names the facts that the tables do not allow, and columns that are not read."""
    for fault in faults[:_SHOWN]:
        tell(f"note: left out: {fault}")
    if more := faults[_SHOWN:]:
        tell(f"note: {len(more):,} more left out")


def _tell_differing(differing: Sequence[str], tell: Callable[..., None]) -> None:
    """Names the reports of a vote that differ."""
    for difference in differing[:_SHOWN]:
        tell(f"note: reports of the same vote differ, and both are kept: {difference}")
    if more := differing[_SHOWN:]:
        tell(f"note: {counted(len(more), 'more report')} of votes differ")


def _tell_left_out(left_out: Sequence[tuple[str, str]], tell: Callable[..., None]) -> None:
    """Names the files in folders that are not articles, by the reasons."""
    by_reason: dict[str, list[str]] = {}
    for path, reason in left_out:
        by_reason.setdefault(reason, []).append(path)
    for reason, paths in by_reason.items():
        tell(f"note: {counted(len(paths), 'file')} left out: {_some(paths)}: {reason}")


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
