"""Validates a package: reads it once, passes it to the engines and all checks, and collects their problems."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, NoReturn

from onrecord.errors import PackageError, of_system
from onrecord.package import DESCRIPTOR
from onrecord.package.files import is_inside, size_inside
from onrecord.package.opening import opened
from onrecord.package.package import Package, read_package
from onrecord.package.resources import Fetch, Resource
from onrecord.package.table_data import resolved
from onrecord.problems import Problem, sort_problems
from onrecord.progress import working
from onrecord.tableschema.blocks import Block
from onrecord.validation import declared, files_and_forms, shapes
from onrecord.validation.budget import ProblemBudget
from onrecord.validation.engines.differences import difference_of_descriptors
from onrecord.validation.engines.fast import FAST, TableJudge, row_problems
from onrecord.validation.engines.findings import CELL_CODES
from onrecord.validation.frames import Frames, sheet_of, tables_of
from onrecord.validation.inference import Types
from onrecord.validation.keys import key_columns
from onrecord.validation.rules import graded, problem
from onrecord.validation.semantic import corrections
from onrecord.validation.sheets import Sheet, read_sheet, why_no_frame, why_not_judged

# What judges rows by the schemas: polars; frictionless and Pandera, compared with each other; frictionless.
ENGINES = ("fast", "both", "frictionless")
# Bytes of tables up to which releases are judged by two engines; frictionless takes six seconds for them.
BOTH_UP_TO = 10 * 1024 * 1024
_LIBRARIES = {"both": ("frictionless", "pandera"), "frictionless": ("frictionless",)}
_DISAGREED = "expect frictionless to refuse the package; if the descriptor is wrong, report this as a bug in onrecord"
# How much is checked: descriptor, sizes, hashes and headers; every row; rows against texts and against each other.
LEVELS = ("quick", "rows", "deep")


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """The result of `validate`: the problems, and how much was judged.

    Iterating over a verdict gives its problems, and `len()` counts them. A verdict is neither true nor false, because
    that could mean "has problems" or "is valid": use `valid` or `problems`.

    Attributes:
        problems: all errors and advice, sorted.
        notes: what a reader should know that is not a problem, such as missing texts.
        tables: number of rows of each table that was judged.
        articles: number of articles.
        texts: number of articles whose text was read and compared.
        engines: the engines that judged the rows, with their versions.
        level: how much was checked, one of `LEVELS`.
        unjudged: the tables whose rows were not judged, each with the reason.
        files: number of files whose presence, size and hash were checked.

    Examples:
        >>> verdict = onrecord.validate("out")
        >>> verdict.valid, verdict.errors, verdict.advice, verdict.unjudged
        (True, (), (), {})
    """

    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    tables: Mapping[str, int]
    articles: int
    texts: int
    engines: tuple[str, ...]
    level: str = "deep"
    unjudged: Mapping[str, str] = dataclasses.field(default_factory=dict)
    files: int = 0

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __len__(self) -> int:
        return len(self.problems)

    def __bool__(self) -> NoReturn:
        raise TypeError("a verdict is neither true nor false; use verdict.valid or verdict.problems")

    @property
    def valid(self) -> bool:
        """Whether something was judged, and there are no errors; there may be advice."""
        return not self.errors and not self.is_unjudged

    @property
    def word(self) -> str:
        """`valid`, `invalid` or `not judged`."""
        return "invalid" if self.errors else "not judged" if self.is_unjudged else "valid"

    @property
    def is_unjudged(self) -> bool:
        """Whether nothing was judged, or none of the tables; such a package is not called valid."""
        return not self.tables and (bool(self.unjudged) or not self.files)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that make the package invalid."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def advice(self) -> tuple[Problem, ...]:
        """The problems that will hurt a reader but do not make the package invalid."""
        return tuple(problem for problem in self.problems if problem.severity == "advice")


def validate(
    package: str | Path | Frames = ".",
    texts: str | Path | None = None,
    *,
    level: str = "deep",
    engine: str = "fast",
    schemas: Mapping[str, Any] | None = None,
    strict: bool = False,
    fetch: Fetch | None = None,
) -> Verdict:
    """Checks a package, and returns its problems and how much was judged.

    The standard (Data Package 2, or version 1 for packages that declare it) forbids errors; it allows advice, which
    will hurt a reader (`Problem.severity`). A package whose descriptor has the property `onrecord` is one of onrecord's
    own: it is judged strictly, and compared with its texts.

    Args:
        package: folder of the package, its descriptor, or a zip of it; or data frames of pandas or polars by the
            names of their tables, which the fast engine judges like the files that they would be written to.
        texts: folder with the articles' texts, if the package does not carry them.
        level: how much to check: `quick` checks the descriptor, sizes, hashes and headers; `rows` also checks every row
            by the schemas; `deep` also compares rows with the texts and with each other.
        engine: what judges rows by the schemas: `fast` runs the rules that Pandera gets with polars; `both` compares
            frictionless with Pandera, and takes three times as long for small packages and thirty times as long for
            large packages; `frictionless` runs only that library.
        schemas: the JSON of the Table Schemas, by name, for frames of tables that are not onrecord's own.
        strict: whether advice counts as an error.
        fetch: a function that downloads a URL and returns the file, such as `onrecord.release.download.fetch_url`;
            without it, remote tables are not judged.

    Returns:
        The verdict; iterating over it gives its problems.

    Raises:
        PackageError: the package, its descriptor or one of its schemas cannot be read at all.
        TypeError: a value of `package` is not a data frame.
        ValueError: there is no such level or engine, or frames do not allow it.

    Examples:
        >>> verdict = onrecord.validate("out")
        >>> verdict.valid, len(verdict), verdict.tables["quotes"]
        (True, 0, 5)
        >>> for problem in verdict:
        ...     print(problem.path, problem.line, problem.message)
    """
    for value, allowed in ((level, LEVELS), (engine, ENGINES)):
        if value not in allowed:
            raise ValueError(f"{value!r} is not one of {', '.join(allowed)}")
    if isinstance(package, Mapping):
        if level == "quick" or engine != "fast" or texts is not None:
            raise ValueError("frames are judged by the fast engine, at level rows or deep, and without texts")
        return _graded(_judge_frames(package, schemas, level), schemas is None, strict)
    if schemas is not None:
        raise ValueError("schemas are for frames; a package has its own schemas")
    supplied = None if texts is None else Path(texts)
    if supplied and not supplied.is_dir():
        raise PackageError(f"{supplied}: no such folder; name the folder that holds the articles' texts")
    try:
        with opened(Path(package)) as described:
            contents = read_package(described, fetch)
            verdict = _graded(_judge(contents, supplied, level, engine), contents.is_own, strict)
            return verdict if contents.described_in == DESCRIPTOR else _renamed(verdict, contents.described_in)
    except OSError as error:
        raise PackageError(of_system(error, package)) from error


def _graded(verdict: Verdict, is_own: bool, is_strict: bool) -> Verdict:
    """The verdict with the severities that apply to onrecord's own packages, or to strict validation."""
    found = sort_problems(graded(verdict.problems, is_own=is_own, is_strict=is_strict))
    return dataclasses.replace(verdict, problems=tuple(found))


def _renamed(verdict: Verdict, described_in: str) -> Verdict:
    """The verdict with the actual name of the descriptor; all checks use its usual name."""
    found = [
        dataclasses.replace(defect, path=described_in) if defect.path == DESCRIPTOR else defect
        for defect in verdict.problems
    ]
    return dataclasses.replace(verdict, problems=tuple(sort_problems(found)))


def engine_for_release(package: Package) -> str:
    """The engine that judges a release: both unless the tables are large."""
    paths = [part for resource in package.tables.values() for part in resource.local_parts]
    size = sum(size_inside(package.folder, path) or 0 for path in paths)
    return "both" if size <= BOTH_UP_TO else "fast"


def _judge(package: Package, supplied: Path | None, level: str, engine: str) -> Verdict:
    problems = [*shapes.package_shape(package), *files_and_forms.package_problems(package)]
    problems += declared.descriptor_advice(package)
    for resource in package.resources:
        problems += _faults(resource, problems)
        problems += files_and_forms.file_problems(package, resource)
    notes = [
        f"the profile {profile} was not fetched; the descriptor was judged by the standard only"
        for profile in sorted(shapes.unknown_profiles(package))
    ]
    if engine != "fast" and level != "quick":
        problems += _by_frictionless(package, problems, alone=engine == "frictionless")
    package = resolved(package)
    is_own = level == "deep" and package.is_own
    budget = ProblemBudget()
    reading = _read(
        package, engine, problems, budget, header_only=level == "quick", keep_all=is_own or engine != "fast"
    )
    problems += reading.problems
    sheets = reading.sheets
    files = sum(len(resource.local_parts) for resource in package.resources)
    if level == "quick":
        judged = {name: 0 for name in package.tables if name not in reading.unjudged}
        return Verdict(tuple(sort_problems(problems)), tuple(notes), judged, 0, 0, (), level, reading.unjudged, files)
    for name, sheet in sheets.items():
        problems += files_and_forms.row_count_problems(sheet, package.tables[name])
    if package.is_own:
        problems += files_and_forms.empty_problems(package, sheets)
    if package.is_own and files_and_forms.is_untouched(package, sheets):
        notes.append("no articles yet: put texts into seeds/ and run convert")
    if engine == "fast":
        engines: tuple[str, ...] = (FAST,)
        problems += budget.kept(row_problems(sheets, reading.rejected))
    else:
        from importlib.metadata import version

        engines = tuple(f"{name} {version(name)}" for name in _LIBRARIES[engine])
        with working(f"judging by {' and '.join(_LIBRARIES[engine])}"):
            problems += budget.kept(_row_problems(package, sheets, alone=engine == "frictionless"))
    rows = {name: len(sheet.lines) for name, sheet in sheets.items()}
    if not is_own:
        problems += budget.left_out()
        return Verdict(
            tuple(sort_problems(problems)), tuple(notes), rows, 0, 0, engines, level, reading.unjudged, files
        )
    from onrecord.validation import semantic  # imports lang, which only onrecord's own packages need

    texts = semantic.read_texts(package, sheets.get("articles"), supplied)
    with working("comparing rows with the texts"):
        problems += budget.kept(semantic.judge(semantic.Book(sheets, texts)))
    problems += corrections.correction_problems(package.folder, sheets)
    # A cell with a problem is not compared with the sidecar.
    wrong = {(found.path, found.line, found.field) for found in problems}
    problems += (
        found
        for found in texts.problems
        if found.code != "sidecar-differs" or (found.path, found.line, found.field) not in wrong
    )
    problems += budget.left_out()
    return Verdict(
        problems=tuple(sort_problems(problems)),
        notes=(*notes, *texts.notes),
        tables=rows,
        articles=texts.articles,
        texts=len(texts.by_article),
        engines=engines,
        unjudged=reading.unjudged,
        files=files,
    )


def _judge_frames(frames: Frames, schemas: Mapping[str, Any] | None, level: str) -> Verdict:
    tables = tables_of(frames, schemas)
    problems: list[Problem] = []
    budget = ProblemBudget()
    sheets: dict[str, Sheet] = {}
    rejected: dict[str, Mapping[str, Set[int]]] = {}
    for name, table in tables.items():
        problems += shapes.schema_shape(table.schema, name, name)
        if reason := why_no_frame(table):
            problems.append(
                problem("not-judged", f"the table {reason}; its rows were not judged", path=name, table=name)
            )
            continue
        sheet, block, form = sheet_of(frames[name], table)
        problems += form
        if sheet and block:
            judge = TableJudge(table, name, budget)
            judge.see(block, 0)
            problems += judge.problems()
            sheets[name], rejected[name] = sheet, judge.rejected
    problems += budget.kept(row_problems(sheets, rejected))
    if level == "deep" and schemas is None:
        from onrecord.validation import semantic

        problems += budget.kept(semantic.judge(semantic.Book(sheets, semantic.Texts())))
    problems += budget.left_out()
    rows = {name: len(sheet.lines) for name, sheet in sheets.items()}
    return Verdict(tuple(sort_problems(problems)), (), rows, 0, 0, (FAST,), level)


def _by_frictionless(package: Package, found: list[Problem], *, alone: bool) -> Iterator[Problem]:
    """The problems that frictionless finds in a descriptor without other errors; errors if it is the only engine."""
    from onrecord.validation.engines import frictionless

    if not any(defect.code == "descriptor-error" for defect in found):
        for defect in frictionless.judge_descriptor(package):
            if not alone and difference_of_descriptors(defect.message):
                continue
            message = f"frictionless rejects the descriptor ({defect.message}), which the standard allows"
            yield defect if alone else problem("engines-disagree", message, remedy=_DISAGREED, path=defect.path)


@dataclasses.dataclass
class _Reading:
    """The result of reading the tables.

    Attributes:
        sheets: the tables whose rows can be judged.
        problems: the problems of their files and, with the fast engine, of their cells.
        rejected: by table and column, the rows whose cells the fast engine rejects.
        unjudged: the reason for each table whose rows cannot be judged.
    """

    sheets: dict[str, Sheet] = dataclasses.field(default_factory=dict)
    problems: list[Problem] = dataclasses.field(default_factory=list)
    rejected: dict[str, Mapping[str, Set[int]]] = dataclasses.field(default_factory=dict)
    unjudged: dict[str, str] = dataclasses.field(default_factory=dict)


# The properties of a resource that decide whether its rows can be read.
_NEEDED_TO_READ = ("name", "path", "data", "schema", "dialect", "format", "encoding", "compression")


def _is_reported(resource: Resource, found: Sequence[Problem]) -> bool:
    """Whether a problem of the descriptor explains why a resource cannot be read."""
    places = (*(f"resource {resource.name}: {name}" for name in _NEEDED_TO_READ), f"table {resource.name}: fields is")
    return any(defect.code == "descriptor-error" and defect.message.startswith(places) for defect in found)


def _faults(resource: Resource, found: Sequence[Problem]) -> Iterator[Problem]:
    """Why a resource cannot be read as it is declared, unless a problem in `found` explains it."""
    kind = "table" if resource.is_tabular else "resource"
    is_reported = _is_reported(resource, found)
    for fault in resource.faults:
        if is_reported and fault.code == "descriptor-error":
            continue
        message = f"the {kind} {resource.name} {fault.reason}"
        message += "; its rows were not judged" if resource.is_tabular and fault.blocks else ""
        table = resource.name if resource.is_tabular else ""
        yield problem(fault.code, message, remedy=fault.remedy, path=DESCRIPTOR, table=table)


def _read(
    package: Package, engine: str, found: Sequence[Problem], budget: ProblemBudget, *, header_only: bool, keep_all: bool
) -> _Reading:
    """Reads the tables; the fast engine judges their cells block by block."""
    reading = _Reading()
    tables = {name: resource.table for name, resource in package.tables.items() if resource.table}
    for resource in package.resources:
        if not resource.is_tabular:
            continue
        name, table = resource.name, resource.table
        if (reason := why_not_judged(resource)) or table is None:
            reading.unjudged[name] = reason
            if not any(fault.blocks for fault in resource.faults) and not _is_reported(resource, found):
                message = f"the table {reason}; its rows were not judged"
                reading.problems.append(problem("not-judged", message, path=resource.path or DESCRIPTOR, table=name))
            continue
        if not all(is_inside(package.folder, part) for part in resource.local_parts):
            reading.unjudged[name] = "lacks its file"
            continue
        judge = TableJudge(table, resource.path or DESCRIPTOR, budget) if engine == "fast" and not header_only else None
        keep = None if keep_all else key_columns(table, tables)
        types = None if resource.declared.get("schema") or header_only else Types(table.columns)

        def see(block: Block, first: int, judge: TableJudge | None = judge, types: Types | None = types) -> None:
            if judge:
                judge.see(block, first)
            if types:
                types.see(block.frame)

        sheet, form = read_sheet(
            package.folder, resource, table, header_only=header_only, keep=keep, see=see, budget=budget
        )
        reading.problems += form
        if sheet is None and (not header_only or any(defect.severity == "error" for defect in form)):
            reading.unjudged[name] = "cannot be read"
        if sheet:
            reading.sheets[name] = sheet
            if types and table.columns and resource.declared.get("type") == "table":
                message = f"the table has no schema; by their cells, its columns are {types.reported()}"
                remedy = "draft one: onrecord schema infer"
                place = {"path": resource.path or DESCRIPTOR, "table": name}
                reading.problems.append(problem("schema-advice", message, remedy=remedy, **place))
            if judge:
                reading.problems += judge.problems()
                reading.rejected[name] = judge.rejected
    return reading


def _row_problems(package: Package, sheets: Mapping[str, Sheet], *, alone: bool) -> Iterator[Problem]:
    """The problems with rows that frictionless, alone or with Pandera, and the checks of forms find."""
    from onrecord.validation.engines import comparison, frictionless

    by_frictionless = frictionless.judge(package, sheets)
    if alone:
        found = list(comparison.compare(by_frictionless, None, sheets))
    else:
        from onrecord.validation.engines import pandera

        found = list(comparison.compare(by_frictionless, pandera.judge(sheets), sheets))
    yield from found
    rejected = {(defect.table, defect.line, defect.field) for defect in found if defect.code in CELL_CODES}
    for sheet in sheets.values():
        yield from files_and_forms.form_problems(sheet, rejected)
