"""Corrections of the small package, replayed over its tables without an extractor."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from onrecord.corrections import Replayed, read_corrections, replay
from onrecord.package.own_tables import TABLES, corrections_table, data_path, own_tables
from onrecord.package.tables import TableWriter, read_rows

from .small_package import ARTICLES, TEXTS, refresh_descriptor

Line = tuple[str, ...]
SIGNED = ("seen in print", "Nora Pell", "2031-05-14")
FILE = "corrections/desk.csv"


def correction(action: str, table: str, row: str, field: str, old: str = "", new: str = "") -> Line:
    """A line of a file of corrections, signed."""
    return action, table, row, field, old, new, *SIGNED


def write_corrections(package: Path, lines: Sequence[Line], name: str = FILE) -> None:
    """Writes a file of corrections into a package."""
    text = io.StringIO(newline="")
    width = max([9, *map(len, lines)])  # the last column, sample, may be missing
    csv.writer(text, lineterminator="\n").writerows([corrections_table().columns[:width], *lines])
    (package / name).parent.mkdir(exist_ok=True)
    (package / name).write_bytes(text.getvalue().encode())


def read(package: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table."""
    return list(read_rows(package / data_path(table)))


def replay_over(package: Path, lines: Sequence[Line]) -> Replayed:
    """Corrects the small package by `lines`, as a conversion would that has read just its rows."""
    write_corrections(package, lines)
    tables = {name: package / data_path(name) for name in TABLES}
    texts = {ARTICLES[path]: text for path, text in TEXTS.items()}

    def write(name: str, rows: Iterator[Mapping[str, str]]) -> None:
        content = list(rows)
        writer = TableWriter(tables[name].open("wb"), own_tables()[name])
        for row in content:
            writer.write(row)
        writer.close()

    def settled(row: Mapping[str, str]) -> Mapping[str, str]:
        """The row with the id that stands for the old one in the end, as a conversion has it."""
        new_id = row["new_id"]
        while following := done.id_changes.get((row["table_name"], new_id)):
            new_id = following["new_id"]
        return {**row, "new_id": new_id}

    corrections = read_corrections(package)
    done = replay(corrections, tables, lambda article: texts.get(article, ""), write, {})
    write("id_changes", map(settled, [*read(package, "id_changes"), *done.id_changes.values()]))
    refresh_descriptor(package)
    return Replayed([*corrections.problems, *done.problems], done.id_changes)


def changed(before: Mapping[str, Sequence[Mapping[str, str]]], package: Path) -> dict[str, dict[str, str]]:
    """The cells that differ from `before`, by `table key`; a row that came or went has the cell `row`."""
    found: dict[str, dict[str, str]] = {}
    for name, table in own_tables().items():

        def key(row: Mapping[str, str], columns: Sequence[str] = table.primary_key) -> str:
            return ",".join(row[column] for column in columns)

        old, new = ({key(row): row for row in rows} for rows in (before[name], read(package, name)))
        for gone in old.keys() - new.keys():
            found[f"{name} {gone}"] = {"row": "gone"}
        for came in new.keys() - old.keys():
            found[f"{name} {came}"] = {"row": "new"} | {column: cell for column, cell in new[came].items() if cell}
        for both in old.keys() & new.keys():
            if cells := {column: cell for column, cell in new[both].items() if cell != old[both][column]}:
                found[f"{name} {both}"] = cells
    return found


def tables_of(package: Path) -> dict[str, list[dict[str, str]]]:
    """All rows of a package."""
    return {name: read(package, name) for name in TABLES}
