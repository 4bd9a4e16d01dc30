"""Judging a package: reads it once, has both engines and all checks look at it, and gathers what they say."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from onrecord.contract import DESCRIPTOR, Package, inside, read_package
from onrecord.errors import PackageError
from onrecord.opening import opened
from onrecord.problems import Problem, sort_problems
from onrecord.validate import declared, frictionless_engine, semantic, strict
from onrecord.validate.findings import CELL_CODES
from onrecord.validate.rules import problem
from onrecord.validate.sheets import Sheet, read_sheet, why_unreadable

ENGINES = ("frictionless", "pandera")
# How far a judgement goes: descriptor, sizes, hashes and headers; every row; rows against texts and each other.
LEVELS = ("quick", "rows", "deep")


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """What was judged, and how it did.

    Attributes:
        problems: all defects, errors and warnings, sorted.
        notes: what a reader should know that is no defect, as texts that are not there.
        tables: number of rows of each table that was judged.
        articles: number of articles.
        texts: number of articles whose text was read and compared.
        engines: the engines that judged, with their versions.
        level: how far it went, one of `LEVELS`.
    """

    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    tables: Mapping[str, int]
    articles: int
    texts: int
    engines: tuple[str, ...]
    level: str = "deep"

    @property
    def valid(self) -> bool:
        """Whether there is no error; warnings may be there."""
        return not self.errors

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that make the package invalid."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that are worth a look and make no package invalid."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")


def validate(package: str | Path = ".", texts: str | Path | None = None, *, level: str = "deep") -> list[Problem]:
    """All defects of a package, sorted: errors, and warnings that leave it valid (`Problem.severity`).

    Args:
        package: folder of the package, its datapackage.json, or a zip of it.
        texts: folder with the articles' texts, where the package does not carry them.
        level: how far to go: `quick` looks at the descriptor, at sizes, hashes and headers; `rows` also at every row by
            the schemas; `deep` also compares rows with the texts and with each other.

    Raises:
        PackageError: the package, its descriptor or one of its schemas cannot be read at all.
        ValueError: there is no such level.
    """
    return list(judge(package, texts, level=level).problems)


def judge(package: str | Path = ".", texts: str | Path | None = None, *, level: str = "deep") -> Verdict:
    """What `validate` finds, together with what was judged; takes and raises the same."""
    if level not in LEVELS:
        raise ValueError(f"{level!r} is none of {', '.join(LEVELS)}")
    supplied = None if texts is None else Path(texts)
    if supplied and not supplied.is_dir():
        raise PackageError(f"{supplied}: no such folder; name the folder that holds the articles' texts")
    try:
        with opened(Path(package)) as folder:
            return _judge(read_package(folder), supplied, level)
    except OSError as error:
        raise PackageError(f"{error.filename or package}: {error.strerror or error}; check the rights") from error


def _judge(package: Package, supplied: Path | None, level: str) -> Verdict:
    _refuse_broken_schemas(package)
    problems = [*frictionless_engine.judge_descriptor(package), *strict.package_problems(package)]
    problems += declared.descriptor_slips(package)
    for resource in package.resources:
        problems += strict.file_problems(package, resource)
    sheets, form, notes = _read_sheets(package, header_only=level == "quick")
    notes += [
        f"the profile {profile} was not fetched; the descriptor was judged by the standard alone"
        for profile in sorted(frictionless_engine.unknown_profiles(package))
    ]
    problems += form
    if level == "quick":
        return Verdict(tuple(sort_problems(problems)), tuple(notes), dict.fromkeys(package.tables, 0), 0, 0, (), level)
    for name, sheet in sheets.items():
        problems += strict.row_count_problems(sheet, package.tables[name])
    problems += strict.empty_problems(package, sheets)
    if strict.is_untouched(package, sheets):
        notes.append("no articles yet: put texts into seeds/ and run convert")
    problems += list(_contract_problems(package, sheets, problems))
    engines = tuple(f"{engine} {version(engine)}" for engine in ENGINES)
    rows = {name: len(sheet.lines) for name, sheet in sheets.items()}
    if level == "rows":
        return Verdict(tuple(sort_problems(problems)), tuple(notes), rows, 0, 0, engines, level)
    texts = semantic.read_texts(package, sheets.get("articles"), supplied)
    problems += semantic.judge(semantic.Book(sheets, texts))
    # A cell that is wrong by itself is not compared with the sidecar.
    wrong = {(found.path, found.line, found.field) for found in problems}
    problems += (
        found
        for found in texts.problems
        if found.code != "sidecar-differs" or (found.path, found.line, found.field) not in wrong
    )
    return Verdict(
        problems=tuple(sort_problems(problems)),
        notes=(*notes, *texts.notes),
        tables=rows,
        articles=texts.articles,
        texts=len(texts.by_article),
        engines=engines,
    )


def _refuse_broken_schemas(package: Package) -> None:
    """Refuses what no engine can take."""
    for resource in package.tables.values():
        for field in resource.table.fields if resource.table else ():
            where = f"{package.folder / DESCRIPTOR}: table {resource.name}, field {field.name}"
            if not all(isinstance(word, str) for word in (field.name, field.type, field.format)):
                raise PackageError(f"{where}: name, type and format of a field must be strings; mend the schema")
            try:
                re.compile(field.pattern or "")
            except (re.error, TypeError) as error:
                told = f"the pattern {field.pattern!r} is no regular expression ({error})"
                raise PackageError(f"{where}: {told}; mend the schema") from None


def _read_sheets(package: Package, *, header_only: bool) -> tuple[dict[str, Sheet], list[Problem], list[str]]:
    """The tables whose rows can be judged, what is wrong with the files, notes on tables of other kinds."""
    sheets: dict[str, Sheet] = {}
    problems: list[Problem] = []
    notes: list[str] = []
    for name, resource in package.tables.items():
        path = inside(package.folder, resource.path)
        assert resource.table
        if reason := why_unreadable(resource):
            notes.append(f"{resource.path} {reason}; its rows were not judged")
        elif path.is_file():
            sheet, form = read_sheet(resource, resource.table, path, header_only=header_only)
            problems += form
            if sheet:
                sheets[name] = sheet
    return sheets, problems, notes


def _contract_problems(package: Package, sheets: Mapping[str, Sheet], found: list[Problem]) -> Iterator[Problem]:
    """What the engines and the strict layer find in the rows."""
    from onrecord.validate import crosscheck, pandera_engine  # slow to import; a quick look needs neither

    contract, facts = frictionless_engine.judge(package, sheets)
    settled = list(crosscheck.settle(contract, pandera_engine.judge(sheets), sheets))
    yield from settled
    known = {(defect.table, defect.code) for defect in found}
    for table, code in sorted(facts - known):
        told = f"frictionless finds the file at fault ({code}), the strict layer does not"
        yield problem("engines-disagree", told, path=sheets[table].path, table=table)
    rejected = {(defect.table, defect.line, defect.field) for defect in settled if defect.code in CELL_CODES}
    for sheet in sheets.values():
        yield from strict.form_problems(sheet, rejected)
