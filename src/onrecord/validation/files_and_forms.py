"""Checks that both engines lack: files against the descriptor, and the form of cells."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from onrecord.package import DESCRIPTOR, ORIGIN, SEEDS, SIDECAR
from onrecord.package.files import open_inside, size_inside, walk
from onrecord.package.own_tables import LATER_TABLES, TABLES
from onrecord.package.package import Package
from onrecord.package.resources import Resource
from onrecord.problems import Problem
from onrecord.tableschema.columns import Column
from onrecord.tableschema.missing import filled, present
from onrecord.text.bounded_json import strings_of
from onrecord.text.printable import address, shown
from onrecord.text.versions import parse_version
from onrecord.validation.engines.findings import INCOMPLETE_KEY
from onrecord.validation.readers import Pitfalls
from onrecord.validation.rules import problem
from onrecord.validation.sheets import Sheet

_BLOCK = 1024 * 1024
# Files in data/ and seeds/ that the descriptor need not list.
_UNLISTED = frozenset({"data/CHANGELOG.md", "data/.gitkeep", "seeds/.gitkeep"})


def package_problems(package: Package) -> Iterator[Problem]:
    """The problems of the package as a whole."""
    version = package.descriptor.get("version")
    if isinstance(version, str) and parse_version(version) is None:
        yield problem("wrong-version", f"the version is {shown(version)}", path=DESCRIPTOR, value=version)
    for url in dict.fromkeys(filter(_has_password, strings_of(package.descriptor))):
        yield problem("password-in-url", f"the URL {address(url)} contains a password", path=DESCRIPTOR)
    yield from _reference_problems(package)
    if package.is_own:
        yield from _missing_tables(package)
        yield from _stray_files(package)


def _has_password(text: str) -> bool:
    """Whether a text is a URL with a user and a password."""
    if "://" not in text or "@" not in text:
        return False
    try:
        return bool(urlsplit(text).password)
    except ValueError:  # it is not a URL
        return False


def _missing_tables(package: Package) -> Iterator[Problem]:
    for name in TABLES:
        if name not in package.tables and name not in LATER_TABLES:
            yield problem("missing-table", f"the descriptor lists no table {name}", path=DESCRIPTOR, table=name)


def _reference_problems(package: Package) -> Iterator[Problem]:
    for resource in package.tables.values():
        assert resource.table
        for key in resource.table.foreign_keys:
            if key.elsewhere:
                message = f"the foreign key {', '.join(key.fields)} of table {resource.name} refers to another package"
                remedy = "check these references by other means"
                yield problem("not-judged", message, remedy=remedy, path=DESCRIPTOR, table=resource.name)
                continue
            target = package.tables.get(key.resource)
            if target is None and any(other.name == key.resource for other in package.resources):
                message = f"the foreign key {', '.join(key.fields)} of table {resource.name} refers to {key.resource}"
                remedy = "give that resource a schema"
                message = f"{message}, which has no schema; it was not judged"
                yield problem("not-judged", message, remedy=remedy, path=DESCRIPTOR, table=resource.name)
                continue
            refers = f"the foreign key {', '.join(key.fields)} of table {resource.name} refers to"
            if target is None or target.table is None:
                message = f"{refers} table {key.resource}, which the descriptor does not list"
                yield problem("descriptor-error", message, path=DESCRIPTOR, table=resource.name)
            elif lacking := sorted(set(key.reference_fields) - set(target.table.columns)):
                message = f"{refers} {', '.join(lacking)} of table {target.name}, which has no such column"
                yield problem("descriptor-error", message, path=DESCRIPTOR, table=resource.name)


def _stray_files(package: Package) -> Iterator[Problem]:
    listed = {path for resource in package.resources for path in (*resource.parts, *resource.companions)} | _UNLISTED
    folders = ("data", SEEDS) if package.texts == "full" else ("data",)
    for folder in folders:
        for path in walk(package.folder, folder):
            is_sidecar = folder == SEEDS and path.endswith((SIDECAR, ORIGIN))
            if path not in listed and not is_sidecar:
                yield problem("stray-file", "the descriptor does not list the file", path=path)


def file_problems(package: Package, resource: Resource) -> Iterator[Problem]:
    """Where the files of a resource differ from the descriptor."""
    table, listed = resource.name if resource.table else "", resource.declared.get("path")
    sizes = {part: size_inside(package.folder, part) for part in resource.local_parts}
    for part in [part for part, size in sizes.items() if size is None]:
        yield problem("missing-file", "the file does not exist", path=part, table=table)
    if None in sizes.values() or len(resource.local_parts) != (len(listed) if isinstance(listed, list) else 1):
        return
    place = {"path": resource.path, "table": table}
    found = _differing(package.folder, resource, sum(sizes[part] or 0 for part in resource.local_parts))
    if len(resource.parts) == 1:
        yield from (
            problem(code, message, remedy=remedy, value=value, **place) for code, message, remedy, value in found
        )
        return
    for _, message, remedy, value in found:
        message = f"all files of {resource.name}, concatenated: {message}; the standard defines it for single files"
        remedy = remedy or "state it for the concatenated files, or leave it out"
        yield problem("not-judged", message, remedy=remedy, value=value, **place)


def _differing(folder: Path, resource: Resource, size: int) -> Iterator[tuple[str, str, str, str]]:
    """Rule, message, remedy and value for each difference of a resource's files from the stated size and hash.

    Several files are concatenated, as Data Resource defines it.
    """
    declared, kind = resource.declared, "file has" if len(resource.parts) == 1 else "files have"
    stated = declared.get("bytes")
    if stated is not None and stated != size:
        yield "wrong-bytes", f"the {kind} {size:,} bytes, but the descriptor says {stated}", "", ""
    if isinstance(stated := declared.get("hash"), str) and stated:
        algorithm, _, digest = stated.rpartition(":")
        actual = _digest(folder, resource.parts, algorithm or "md5")
        if actual is None:
            message = f"the descriptor gives a hash by {shown(algorithm)}, which is not supported; it was not compared"
            yield "not-judged", message, "give the hash as sha256:...", ""
        elif actual != digest.lower():
            message = f"the {algorithm or 'md5'} is {shown(actual, 16)}, but the descriptor says {shown(digest, 16)}"
            yield "wrong-hash", message, "", actual


def _digest(folder: Path, locations: Sequence[str], algorithm: str) -> str | None:
    if algorithm not in ("md5", "sha1", "sha256", "sha512"):
        return None
    found = hashlib.new(algorithm, usedforsecurity=False)
    for location in locations:
        with open_inside(folder, location) as file:
            while block := file.read(_BLOCK):
                found.update(block)
    return found.hexdigest()


def row_count_problems(sheet: Sheet, resource: Resource) -> Iterator[Problem]:
    """The problem of a table whose number of rows differs from the descriptor's."""
    stated, rows = resource.declared.get("rows"), len(sheet.lines)
    place = {"path": sheet.path, "table": sheet.name}
    if stated is not None and stated != rows:
        yield problem("wrong-rows", f"the table has {rows:,} rows, but the descriptor says {stated}", **place)


def is_untouched(package: Package, sheets: Mapping[str, Sheet]) -> bool:
    """Whether a package is as `onrecord init` makes it: without texts, and without rows in any table."""
    texts = any(resource.table is None for resource in package.resources)
    return "articles" in sheets and not texts and not any(sheet.lines for sheet in sheets.values())


def empty_problems(package: Package, sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    """The problem of an empty table of articles in a package that has texts or other rows."""
    articles = sheets.get("articles")
    if articles and not articles.lines and not is_untouched(package, sheets):
        yield problem("empty-table", "the table has no rows", path=articles.path, table=articles.name)


def form_problems(sheet: Sheet, rejected: Container[tuple[str, int, str]]) -> Iterator[Problem]:
    """Cells in a form that readers interpret differently, unless an engine has rejected them.

    Args:
        sheet: the table.
        rejected: table, line and column of the rejected cells.
    """
    pitfalls = Pitfalls(sheet.table, sheet.path)
    pitfalls.see(sheet.frame.select(present(field) for field in sheet.table.fields))
    yield from pitfalls.problems()
    for field in sheet.table.fields:
        column = Column.of(sheet.table, field)
        cells = filled(sheet.frame, field)
        for row, cell in column.faulty(cells, lambda cell, column=column: column.form(cell) is not None):  # type: ignore[misc]
            defect = column.form(cell)
            is_code = defect is not None and defect[0] == "missing-word" and field.name in pitfalls.codes
            if (
                defect
                and not is_code
                and row not in sheet.ragged
                and (sheet.name, sheet.lines[row], field.name) not in rejected
            ):
                yield sheet.problem(defect[0], row, field.name, defect[1])
    yield from _incomplete_keys(sheet)


def _incomplete_keys(sheet: Sheet) -> Iterator[Problem]:
    # The engines report required columns.
    names = [name for name in sheet.table.primary_key if sheet.has(name) and not sheet.table.field(name).required]
    for name in names:
        for row, cell in sheet.records(name):
            if cell in sheet.missing(name):
                yield sheet.problem("incomplete-key", row, name, INCOMPLETE_KEY)
