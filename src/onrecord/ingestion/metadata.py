"""`metadata.csv`: the facts about all articles of a folder, a row each."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from onrecord.errors import SourceError
from onrecord.ingestion.dates import order_of
from onrecord.ingestion.document import Refusal
from onrecord.ingestion.formats.csv_records import Table, open_table
from onrecord.ingestion.record_names import FACTS
from onrecord.ingestion.records import fact_named, form_of

LARGEST = 64 * 1024 * 1024
_LONGEST_NAME = 1_000  # characters of the path of a file
_FILES = ("file", "path", "filename", "file_name", "text_path")
_DATED = frozenset({"published", "updated"})


def read_metadata(content: bytes, path: str | Path) -> Mapping[str, Mapping[str, str]]:
    r"""The facts about articles, by the paths of their files in the folder.

    Args:
        content: the bytes of `metadata.csv`.
        path: its path, as messages name it.

    Returns:
        For each file the facts of which a cell is filled, in the forms of the table `articles`.

    Raises:
        SourceError: no column names the files, a column is not a fact, a file is named twice or is outside of the
            folder, or a value cannot be one of its fact; all such places are listed.

    Examples:
        >>> read_metadata(b"file,author,date\nferry.pdf,Nora Pell,8 May 2031\n", "metadata.csv")
        {'ferry.pdf': {'authors': 'Nora Pell', 'published': '2031-05-08'}}
    """
    if len(content) > LARGEST:
        raise SourceError(f"{path}: more than {LARGEST >> 20} MiB; keep only a row for each file")
    table = open_table(io.BytesIO(content), str(path))
    of_file = next((name for name in table.header if _folded(name) in _FILES), None)
    if of_file is None:
        raise SourceError(f"{path}: no column names the files; call it file ({', '.join(table.header)})")
    facts = _facts(table, of_file, str(path))
    rows = []
    wrong = []
    for number, cells in table.rows():
        if isinstance(cells, Refusal) or any(cells[len(table.header) :]):
            wrong.append(
                f"{path}, row {number}: not a row of {len(table.header)} cells; put quotation marks around cells"
            )
        elif any(cell.strip() for cell in cells):
            rows.append((number, {name: cell.strip() for name, cell in zip(table.header, cells, strict=False)}))
    order = order_of(row.get(name, "") for _, row in rows for name, fact in facts.items() if fact in _DATED)
    found: dict[str, dict[str, str]] = {}
    for number, row in rows:
        place = f"{path}, row {number}"
        file = _inside(row[of_file])
        if len(row[of_file]) > _LONGEST_NAME:
            wrong.append(f"{place}: a file name of {len(row[of_file]):,} characters; it has at most {_LONGEST_NAME:,}")
        elif file is None:
            wrong.append(f"{place}: {row[of_file]!r} is not a file in the folder; give its path below the folder")
        elif file in found:
            wrong.append(f"{place}: {file} has a row already; keep one of them")
        else:
            found[file] = values = {}
            for name, fact in facts.items():
                if cell := row.get(name, ""):
                    value = form_of(fact, cell, order)
                    if value is None:
                        wrong.append(f"{place}: {name} is {cell[:60]!r}; {_expected(fact)}")
                    else:
                        values[fact] = value
    if wrong:
        raise SourceError("\n".join(wrong))
    return found


def _facts(table: Table, of_file: str, path: str) -> dict[str, str]:
    """The facts that the columns hold, by their names."""
    found: dict[str, str] = {}
    for name in table.header:
        fact = fact_named(name)
        if name == of_file or not name:
            continue
        if fact is None or fact not in FACTS:
            raise SourceError(f"{path}: unknown column {name!r}; the facts are {', '.join(FACTS)}")
        if fact in found.values():
            raise SourceError(f"{path}: the column {name!r} is {fact} again; keep one of them")
        found[name] = fact
    return found


def _folded(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _inside(name: str) -> str | None:
    """A path below the folder, with slashes; None if it is empty, is the folder, or leads out of it."""
    path = PurePosixPath(name.replace("\\", "/"))
    is_inside = path.parts and not path.is_absolute() and ".." not in path.parts and ":" not in path.parts[0]
    return path.as_posix() if is_inside else None


def _expected(fact: str) -> str:
    if fact in _DATED:
        return "write a date as 2031-05-08, because the order of day and month is not known here"
    return {
        "url": "expected something like https://example.org/2031/ferry",
        "language": "expected a tag such as en or en-GB",
    }.get(fact, "expected plain words")
