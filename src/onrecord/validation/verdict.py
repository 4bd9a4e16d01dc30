"""Judging a package: reads it once, has an engine, or two, and all checks look at it, and gathers what they say."""

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
from onrecord.validation.rules import problem, settled
from onrecord.validation.semantic import corrections
from onrecord.validation.sheets import Sheet, read_sheet, why_no_frame, why_not_judged

# Who judges the rows by the schemas: polars alone; frictionless and Pandera, side by side; frictionless alone.
ENGINES = ("fast", "both", "frictionless")
# Releases of at most so many bytes of tables are judged by both: frictionless takes six seconds here.
BOTH_UP_TO = 10 * 1024 * 1024
_LIBRARIES = {"both": ("frictionless", "pandera"), "frictionless": ("frictionless",)}
_DISAGREED = "expect frictionless to refuse the package; if the descriptor is wrong, report this as a bug of onrecord"
# How far a judgement goes: descriptor, sizes, hashes and headers; every row; rows against texts and each other.
LEVELS = ("quick", "rows", "deep")


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """What was judged, and how it did: what `validate` returns.

    A loop over a verdict goes over its problems, `len()` counts them. It is neither true nor false, as that could mean
    that there are problems, or that there are none: ask `valid`, or `problems`.

    Attributes:
        problems: all defects, errors and advice, sorted.
        notes: what a reader should know that is not a defect, as texts that are not there.
        tables: number of rows of each table that was judged.
        articles: number of articles.
        texts: number of articles whose text was read and compared.
        engines: the engines that judged, with their versions.
        level: how far it went, one of `LEVELS`.
        unjudged: the tables whose rows were not judged, each with the reason.
        files: number of the files of the package that were judged: whether they are there, their sizes and hashes.

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
        raise TypeError("a verdict is neither true nor false; ask verdict.valid, or verdict.problems")

    @property
    def valid(self) -> bool:
        """Whether there is no error, and something was judged; advice may be there."""
        return not self.errors and not self.is_unjudged

    @property
    def word(self) -> str:
        """`valid`, `invalid` or `not judged`."""
        return "invalid" if self.errors else "not judged" if self.is_unjudged else "valid"

    @property
    def is_unjudged(self) -> bool:
        """Whether nothing was judged, or no table of those that there are; such a package is not called valid."""
        return not self.tables and (bool(self.unjudged) or not self.files)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that make the package invalid."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def advice(self) -> tuple[Problem, ...]:
        """The problems that will hurt a reader and make no package invalid."""
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
    """Checks a package, and returns all that is wrong with it together with what was judged.

    Errors are what the standard forbids: version 2 of Data Package, or version 1 for a package that is of it; advice is
    what it allows and what will hurt a reader (`Problem.severity`). A package whose descriptor has the property
    `onrecord` is one of onrecord's own: it is judged strictly, and by its texts.

    Args:
        package: folder of the package, its descriptor, or a zip of it; or data frames of pandas or polars by the
            names of their tables, which the fast engine judges as the files that they would be written to.
        texts: folder with the articles' texts, where the package does not carry them.
        level: how far to go: `quick` looks at the descriptor, at sizes, hashes and headers; `rows` also at every row by
            the schemas; `deep` also compares rows with the texts and with each other.
        engine: who judges rows by the schemas: `fast`, the rules that Pandera gets, run by polars alone; `both`,
            frictionless and Pandera side by side, which takes three times as long for small packages and thirty times
            for large ones; `frictionless` alone.
        schemas: for frames of tables that are not one of the project's own, the JSON of their Table Schemas by name.
        strict: whether advice counts as an error.
        fetch: what downloads a URL and gives the file, as `onrecord.release.download.fetch_url` does; without it tables
            that are elsewhere are not judged.

    Returns:
        The verdict, over whose problems a loop goes.

    Raises:
        PackageError: the package, its descriptor or one of its schemas cannot be read at all.
        TypeError: a frame is none.
        ValueError: there is no such level or engine, or none that goes with frames.

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
            raise ValueError("frames have rows, are judged by the fast engine, and are not compared with texts")
        return _settled(_judge_frames(package, schemas, level), schemas is None, strict)
    if schemas is not None:
        raise ValueError("schemas go with frames; a package has its own")
    supplied = None if texts is None else Path(texts)
    if supplied and not supplied.is_dir():
        raise PackageError(f"{supplied}: no such folder; name the folder that holds the articles' texts")
    try:
        with opened(Path(package)) as described:
            contents = read_package(described, fetch)
            verdict = _settled(_judge(contents, supplied, level, engine), contents.is_own, strict)
            return verdict if contents.described_in == DESCRIPTOR else _called(verdict, contents.described_in)
    except OSError as error:
        raise PackageError(of_system(error, package)) from error


def _settled(verdict: Verdict, is_own: bool, is_strict: bool) -> Verdict:
    """The verdict with its problems as severe as they are in one of onrecord's own packages, or where asked to be."""
    found = sort_problems(settled(verdict.problems, is_own=is_own, is_strict=is_strict))
    return dataclasses.replace(verdict, problems=tuple(found))


def _called(verdict: Verdict, described_in: str) -> Verdict:
    """The verdict with the descriptor, which has one name for all who judge, called as it is."""
    found = [dataclasses.replace(one, path=described_in) if one.path == DESCRIPTOR else one for one in verdict.problems]
    return dataclasses.replace(verdict, problems=tuple(sort_problems(found)))


def engine_for_release(package: Package) -> str:
    """The engine for what others will rely on: a second opinion is asked unless the tables are large."""
    paths = [part for resource in package.tables.values() for part in resource.local_parts]
    size = sum(size_inside(package.folder, path) or 0 for path in paths)
    return "both" if size <= BOTH_UP_TO else "fast"


def _judge(package: Package, supplied: Path | None, level: str, engine: str) -> Verdict:
    problems = [*shapes.package_shape(package), *files_and_forms.package_problems(package)]
    problems += declared.descriptor_slips(package)
    for resource in package.resources:
        problems += _faults(resource, problems)
        problems += files_and_forms.file_problems(package, resource)
    notes = [
        f"the profile {profile} was not fetched; the descriptor was judged by the standard alone"
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
            problems += budget.kept(_contract_problems(package, sheets, alone=engine == "frictionless"))
    rows = {name: len(sheet.lines) for name, sheet in sheets.items()}
    if not is_own:
        problems += budget.left_out()
        return Verdict(
            tuple(sort_problems(problems)), tuple(notes), rows, 0, 0, engines, level, reading.unjudged, files
        )
    from onrecord.validation import semantic  # the words of claims and quotes, which only the project's own tables have

    texts = semantic.read_texts(package, sheets.get("articles"), supplied)
    with working("comparing rows with the texts"):
        problems += budget.kept(semantic.judge(semantic.Book(sheets, texts)))
    problems += corrections.correction_problems(package.folder, sheets)
    # A cell that is wrong by itself is not compared with the sidecar.
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
    """What frictionless finds in a descriptor in which nothing else was found; where it is asked alone, as an error."""
    from onrecord.validation.engines import frictionless

    if not any(defect.code == "descriptor-error" for defect in found):
        for defect in frictionless.judge_descriptor(package):
            if not alone and difference_of_descriptors(defect.message):
                continue
            message = f"frictionless takes the descriptor for faulty ({defect.message}), the standard does not"
            yield defect if alone else problem("engines-disagree", message, remedy=_DISAGREED, path=defect.path)


@dataclasses.dataclass
class _Reading:
    """What came of reading the tables: those whose rows can be judged, problems, and the rejected rows by column.

    `unjudged` has the reason for each table whose rows cannot be judged.
    """

    sheets: dict[str, Sheet] = dataclasses.field(default_factory=dict)
    problems: list[Problem] = dataclasses.field(default_factory=list)
    rejected: dict[str, Mapping[str, Set[int]]] = dataclasses.field(default_factory=dict)
    unjudged: dict[str, str] = dataclasses.field(default_factory=dict)


# The properties of a resource on which it depends whether its rows can be read.
_OF_READING = ("name", "path", "data", "schema", "dialect", "format", "encoding", "compression")


def _is_told(resource: Resource, found: Sequence[Problem]) -> bool:
    """Whether what keeps a resource from being read is among the problems of the shape of the descriptor."""
    places = (*(f"resource {resource.name}: {name}" for name in _OF_READING), f"table {resource.name}: fields is")
    return any(one.code == "descriptor-error" and one.message.startswith(places) for one in found)


def _faults(resource: Resource, found: Sequence[Problem]) -> Iterator[Problem]:
    """What keeps a resource from being read, as its descriptor has it, unless that is among what was found."""
    kind = "table" if resource.is_tabular else "resource"
    is_told = _is_told(resource, found)
    for fault in resource.faults:
        if is_told and fault.code == "descriptor-error":
            continue
        message = f"the {kind} {resource.name} {fault.reason}"
        message += "; its rows were not judged" if resource.is_tabular and fault.blocks else ""
        table = resource.name if resource.is_tabular else ""
        yield problem(fault.code, message, remedy=fault.remedy, path=DESCRIPTOR, table=table)


def _read(
    package: Package, engine: str, found: Sequence[Problem], budget: ProblemBudget, *, header_only: bool, keep_all: bool
) -> _Reading:
    """Reads the tables; the fast engine judges their cells as they go by."""
    reading = _Reading()
    tables = {name: resource.table for name, resource in package.tables.items() if resource.table}
    for resource in package.resources:
        if not resource.is_tabular:
            continue
        name, table = resource.name, resource.table
        if (reason := why_not_judged(resource)) or table is None:
            reading.unjudged[name] = reason
            if not any(fault.blocks for fault in resource.faults) and not _is_told(resource, found):
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
                message = f"the table has no schema; read as its cells are, its columns are {types.reported()}"
                remedy = "draft one: onrecord schema infer"
                place = {"path": resource.path or DESCRIPTOR, "table": name}
                reading.problems.append(problem("schema-advice", message, remedy=remedy, **place))
            if judge:
                reading.problems += judge.problems()
                reading.rejected[name] = judge.rejected
    return reading


def _contract_problems(package: Package, sheets: Mapping[str, Sheet], *, alone: bool) -> Iterator[Problem]:
    """What frictionless, alone or with Pandera, and the strict layer find in the rows."""
    from onrecord.validation.engines import comparison, frictionless

    contract = frictionless.judge(package, sheets)
    if alone:
        settled = list(comparison.settle(contract, None, sheets))
    else:
        from onrecord.validation.engines import pandera

        settled = list(comparison.settle(contract, pandera.judge(sheets), sheets))
    yield from settled
    rejected = {(defect.table, defect.line, defect.field) for defect in settled if defect.code in CELL_CODES}
    for sheet in sheets.values():
        yield from files_and_forms.form_problems(sheet, rejected)
