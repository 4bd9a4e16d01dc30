"""Auditing a package, and writing the tables and charts into a folder."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import PackageError
from onrecord.package import DESCRIPTOR
from onrecord.package.opening import opened
from onrecord.package.package import read_package
from onrecord.package.staging import staged
from onrecord.text.printable import escape_json

if TYPE_CHECKING:
    import polars as pl

    from onrecord.voices.codes import Codes
    from onrecord.voices.measured import Measured
    from onrecord.voices.quotes import Voiced

RESAMPLES, SEED, TOP = 2_000, 1, 20
_FEWEST, _MOST = 100, 100_000  # resamples
ABOUT = "audit.json"


@dataclasses.dataclass(frozen=True, slots=True)
class Audit:
    """Whose voices a package carries: what `audit` returns.

    Attributes:
        path: the folder with the files; None if nothing was written.
        shares: polars frame of the shares; one row is the share of a category in a part of the corpus.
        totals: polars frame; one row is a part of the corpus, with its numbers of quotes, words and speakers.
        files: the names of the files in the folder.
        notes: what limits the shares, each as a sentence.

    Examples:
        >>> audit = onrecord.audit("out", None)
        >>> audit.totals.row(0, named=True)["speakers"]
        3
    """

    path: Path | None
    shares: pl.DataFrame = dataclasses.field(repr=False)
    totals: pl.DataFrame = dataclasses.field(repr=False)
    files: tuple[str, ...]
    notes: tuple[str, ...]


def audit(
    package: str | Path = ".",
    output: str | Path | None = "audit",
    codes: str | Path | None = None,
    measured: str | Path | None = None,
    *,
    charts: bool = True,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    top: int = TOP,
) -> Audit:
    """Counts whose voices a package carries: shares of quotes, words and speakers, by outlet and over time.

    The shares have intervals by a bootstrap over stories, and are corrected for the reader's error as far as it was
    measured. Quotes inside another quote are left out. Same package, same options, same tables.

    Args:
        package: folder of the package, its descriptor, or a zip of it.
        output: folder for the tables and charts, which is made if needed; None to write nothing.
        codes: CSV with the columns entity_id, category and value: your own codes of speakers. None are guessed.
        measured: how often the reader is wrong, as you measured it: a CSV with the columns by, true, read and count, or
            what `onrecord evaluate --reviewed --format json` prints; by default as onrecord's documentation states it.
        charts: whether to draw charts, too, which needs `pip install 'onrecord[audit]'`.
        resamples: how often the stories are drawn again, 100 to 100,000 times.
        seed: where the random numbers begin, from 0.
        top: how many speakers are named in each part; the others are one category.

    Raises:
        PackageError: the package or a file cannot be read or does not fit, or the folder cannot be written; then
            nothing is written.
        OnrecordError: matplotlib is not installed, or an option is out of its range.

    Examples:
        >>> audit = onrecord.audit("out", "voices", charts=False)
        >>> audit.files
        ('audit.json', 'shares.csv', 'shares.json', 'totals.csv', 'totals.json')
        >>> first = next(row for row in audit.shares.iter_rows(named=True) if row["by"] == "speaker_type")
        >>> first["category"], first["count"], first["total"], first["share"]
        ('organization', 2, 5, 0.4)
    """
    from onrecord.voices import charts as drawing
    from onrecord.voices.codes import read_codes
    from onrecord.voices.counting import Settings, count, dimensions_of
    from onrecord.voices.measured import read_measured, stated
    from onrecord.voices.quotes import voiced

    _check("resamples", resamples, _FEWEST, _MOST)
    _check("seed", seed, 0, 2**32 - 1)
    _check("top", top, 1, 10_000)
    folder = None if output is None else _folder(Path(output))
    if folder is not None and charts:
        drawing.require()
    with opened(Path(package)) as place:
        quotes = voiced(read_package(place))
    own = {} if codes is None else read_codes(Path(codes), quotes.entities)
    error = stated() if measured is None else read_measured(Path(measured))
    if unknown := [by for by in error.confusions if by not in (known := dimensions_of(own)[1:])]:
        raise PackageError(f"{measured}: by is {unknown[0]!r}; write one of {', '.join(known)}")
    shares, totals = count(quotes, own, error, Settings(resamples, seed, top))
    notes = (*limits(quotes, own, totals), *_errors(error, totals))
    if folder is None:
        return Audit(None, shares, totals, (), notes)
    unit = "story" if quotes.has_stories else "article"
    files = dict(_tables(shares, totals))
    if charts:
        files |= drawing.charts(shares, unit)
    about = {
        "seed": seed,
        "resamples": resamples,
        "top": top,
        "measured_by": error.wrong.described,
        "wrong_speakers": round(error.wrong.share, 4),
        "confusions": [*error.confusions],
        "files": [ABOUT, *sorted(files)],
        "notes": [*notes],
    }
    files[ABOUT] = (escape_json(json.dumps(about, ensure_ascii=False, indent=1)) + "\n").encode()
    _write(folder, files)
    return Audit(folder, shares, totals, tuple(sorted(files)), notes)


def _check(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise PackageError(f"{name} is {value:,}; give a whole number from {least:,} to {most:,}")


def _folder(path: Path) -> Path:
    """The folder to write into, which must not be a package: its files could have the same names."""
    if (path / DESCRIPTOR).exists():
        raise PackageError(f"{path}: a package; name another folder, as in: --output {path / 'audit'}")
    return path.resolve() if path.is_symlink() else path


def _tables(shares: pl.DataFrame, totals: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    from onrecord.exports.joined_formats import csv_parts, json_parts
    from onrecord.loading.joined import table_of_frame
    from onrecord.voices.columns import SHARES, TOTALS

    for view, frame in ((SHARES, shares), (TOTALS, totals)):
        table = table_of_frame(view, frame)
        yield f"{view.name}.csv", b"".join(csv_parts(table))
        yield f"{view.name}.json", b"".join(json_parts(table))


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Puts the files into the folder together; charts of an earlier audit that are no longer made are removed."""
    from onrecord.package.files import names
    from onrecord.voices.charts import FORMATS, OF_CODE, STEMS

    chart = re.compile(rf"(?:{'|'.join(STEMS)}|{OF_CODE}[a-z0-9-]+)\.(?:{'|'.join(FORMATS)})")
    try:
        with staged(folder) as staging:
            for name, content in files.items():
                staging.write(name, content)
            for name in names(folder) if folder.is_dir() else ():
                if name not in files and chart.fullmatch(name):
                    staging.delete(name)
    except OSError as error:
        message = f"{error.filename or folder}: {error.strerror or error}"
        raise PackageError(f"{message}; name a folder that can be written") from None


def limits(quotes: Voiced, codes: Codes, totals: pl.DataFrame) -> Iterator[str]:
    """What in the package limits the shares, each as a sentence; the first row of `totals` is of everything."""
    from onrecord.text.numbers import counted
    from onrecord.voices.bootstrap import FEW

    rows = quotes.rows
    if rows.is_empty():
        yield "there are no quotes, so there are no shares"
        return
    if not quotes.has_stories:
        yield "the package does not know copies of articles, so that every article counts"
    if (stories := totals["stories"][0]) < FEW:
        yield f"only {counted(stories, 'story')} with quotes: intervals are missing or probably too narrow"
    for column, what in (("publisher", "outlet"), ("year", "date")):
        if number := len(rows.filter(rows[column] == f"(no {what})")):
            yield f"{counted(number, 'quote')} of {len(rows):,} are in articles without {_a(what)} that is known"
    for category, values in codes.items():
        speakers = rows.filter(~rows["speaker_id"].is_in([*values]) & rows["speaker_id"].is_not_null())
        if number := speakers["speaker_id"].n_unique():
            quoted = counted(len(speakers), "quote")
            yield f"{counted(number, 'speaker')} with {quoted} have no {category} in the file of codes: (not coded)"


def _errors(measured: Measured, totals: pl.DataFrame) -> Iterator[str]:
    """What is known of the reader's errors."""
    if totals.is_empty():
        return
    wrong = measured.wrong
    yield (
        f"{wrong.share:.0%} of quotes have a wrong speaker by {wrong.described}: possible_low and possible_high say "
        "what that can do to a share"
    )
    if not measured.confusions:
        yield "no confusion of categories was measured, so that no share is corrected; give yours with --measured"
    yield "quotes that the reader misses are in no share; docs/method.md says how many these are"


def _a(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"
