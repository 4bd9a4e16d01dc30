"""What differs between two packages, for people and programs: schemas, rows by their keys, cells before and after."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from onrecord.contract import read_package
from onrecord.errors import PackageError
from onrecord.opening import opened
from onrecord.release.changes import Comparison, compare
from onrecord.release.differences import TableDifference
from onrecord.release.version import parse_version

_SHOWN = 20  # rows of a table that Markdown shows: a comment on a pull request has an end
_LONG = 60


@dataclasses.dataclass(frozen=True)
class Diff:
    """Two packages, and how they differ.

    Attributes:
        old: the one that was, as its user named it.
        new: the one that is.
        comparison: what changed.
        version: the version that the old one's should become at least; empty where it has none, or nothing changed.
    """

    old: str
    new: str
    comparison: Comparison
    version: str

    @property
    def level(self) -> str:
        """How far the widest change reaches: none, patch, minor or major."""
        return self.comparison.level.name.lower()


def diff(old: str | Path, new: str | Path) -> Diff:
    """What changed from one package to another.

    Args:
        old: folder of the package that was, its datapackage.json, or a zip of it.
        new: the package that is, likewise.

    Raises:
        PackageError: a package, its descriptor, a schema or a table cannot be read.
        ReleaseError: a package lists a text though its texts may not be passed on.
    """
    try:
        with opened(Path(old)) as before, opened(Path(new)) as after:
            one, other = read_package(before), read_package(after)
            comparison = compare(one, other)
    except OSError as error:
        raise PackageError(f"{error.filename or old}: {error.strerror or error}; check that place") from error
    version = parse_version(one.descriptor.get("version"))
    bumped = "" if version is None or not comparison.changes else str(version.bump(comparison.level))
    return Diff(str(old), str(new), comparison, bumped)


def render(found: Diff, form: str) -> str:
    """A difference as `text`, `json`, `csv` or `markdown`.

    Raises:
        KeyError: there is no such format.
    """
    return FORMATS[form](found)


def render_text(found: Diff) -> str:
    """For people: the changes, widest first, then every row and cell."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Diff) -> Iterator[str]:
    for change in found.comparison.changes:
        yield f"{change.level.name.lower():<5}  {change.reason}"
    for name, rows in found.comparison.rows.items():
        yield f"\n{name}"
        yield from (f"+ {_key(key)}" for key in rows.keys(rows.added))
        yield from (f"- {_key(key)}" for key in rows.keys(rows.removed))
        yield from (f"~ {_key(cell.key)} {cell.field}: {cell.old!r} -> {cell.new!r}" for cell in rows.cells())
    yield _verdict(found) if not found.comparison.changes else f"\n{_verdict(found)}"


def _verdict(found: Diff) -> str:
    if not found.comparison.changes:
        return "no difference"
    return f"{found.level}{f': the next version is {found.version}' if found.version else ''}"


def _key(key: tuple[str, ...]) -> str:
    return ",".join(key).replace("\r", "\\r").replace("\n", "\\n")


def render_json(found: Diff) -> str:
    """For programs: an object with level, version, changes, and the rows of each table that differ."""

    def rows_of(rows: TableDifference) -> dict[str, object]:
        return {
            "key": list(rows.key),
            "added": rows.added.to_dicts(),
            "removed": rows.removed.to_dicts(),
            "changed": [{**dataclasses.asdict(cell), "key": list(cell.key)} for cell in rows.cells()],
        }

    value = {
        "old": found.old,
        "new": found.new,
        "level": found.level,
        "version": found.version,
        "changes": [{"level": each.level.name.lower(), "reason": each.reason} for each in found.comparison.changes],
        "tables": {name: rows_of(rows) for name, rows in found.comparison.rows.items()},
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def render_csv(found: Diff) -> str:
    """For spreadsheets: a line for each row that came or went, and for each cell that changed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("table", "change", "key", "field", "old", "new"))
    for name, rows in found.comparison.rows.items():
        writer.writerows((name, "added", ",".join(key), "", "", "") for key in rows.keys(rows.added))
        writer.writerows((name, "removed", ",".join(key), "", "", "") for key in rows.keys(rows.removed))
        writer.writerows((name, "changed", ",".join(cell.key), cell.field, cell.old, cell.new) for cell in rows.cells())
    return text.getvalue()


def render_markdown(found: Diff) -> str:
    """For pull requests: the changes as a table, and the first rows of each table that differ."""
    lines = [f"**{_verdict(found)}**"]
    if found.comparison.changes:
        lines += ["", "| reaches | change |", "| --- | --- |"]
        lines += [f"| {each.level.name.lower()} | {_in_cell(each.reason)} |" for each in found.comparison.changes]
    for name, rows in found.comparison.rows.items():
        told = [
            *(("added", key, "", "", "") for key in rows.keys(rows.added)),
            *(("removed", key, "", "", "") for key in rows.keys(rows.removed)),
            *(("changed", cell.key, cell.field, cell.old, cell.new) for cell in rows.cells()),
        ]
        lines += ["", f"### {name}", "", "| | key | column | before | after |", "| --- | --- | --- | --- | --- |"]
        lines += [
            f"| {what} | {_in_cell(_key(key))} | {field} | {_in_cell(old)} | {_in_cell(new)} |"
            for what, key, field, old, new in told[:_SHOWN]
        ]
        if more := len(told) - _SHOWN:
            lines += ["", f"and {more:,} more"] if more > 0 else []
    return "\n".join(lines) + "\n"


def _in_cell(text: str) -> str:
    """A text as a cell of a Markdown table holds it."""
    short = text if len(text) <= _LONG else f"{text[:_LONG]}…"
    for character in "\\`*_<>|[]":
        short = short.replace(character, f"\\{character}")
    return short.replace("\r", " ").replace("\n", " ")


FORMATS: Mapping[str, Callable[[Diff], str]] = {
    "text": render_text,
    "json": render_json,
    "csv": render_csv,
    "markdown": render_markdown,
}
