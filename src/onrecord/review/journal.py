"""The file in corrections/ that holds the decisions of one person."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from onrecord.corrections import FOLDER, Correction, Name, parse_line, read_lines, subject_of
from onrecord.errors import PackageError
from onrecord.package import files
from onrecord.package.lock import locked
from onrecord.package.names import name_fault
from onrecord.package.own_tables import corrections_table
from onrecord.package.staging import replace_file
from onrecord.package.tables import as_csv

# The cells of a line, one for each column of the files in corrections/.
Cells = tuple[str, ...]


def file_of(coder: str) -> str:
    """The path of the file of a person in the package.

    Raises:
        PackageError: the name has no letter or digit that a file name can have on every system.

    Examples:
        >>> file_of("Nora Péll")
        'corrections/nora-pell.csv'
    """
    plain = unicodedata.normalize("NFKD", coder).encode("ascii", "ignore").decode().casefold()
    name = "-".join(re.findall(r"[a-z0-9]+", plain))
    if not name or name_fault(f"{name}.csv") or len(name) > 80:
        raise PackageError(
            f"the coder {coder!r} gives no file name; write a name with Latin letters, such as 'Nora Pell'"
        )
    return f"{FOLDER}/{name}.csv"


@dataclasses.dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a file: its bytes, its lines, and these by their subjects."""

    content: bytes = b""
    lines: Sequence[Correction] = ()
    decisions: Mapping[Name, Sequence[Correction]] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(slots=True)
class Journal:
    """The decisions of one person, in the order in which they were made.

    Every change replaces the file as a whole by one rename, after the new content is on the disk: whatever ends the
    program, the file has all decisions so far, each of them completely. The file is read at each use, as another desk
    may have changed it, but judged again only if its bytes are others.

    Attributes:
        folder: folder of the package.
        coder: the person, as in the column `curator`.
        path: path of the file in the package.
    """

    folder: Path
    coder: str
    path: str
    _known: _Known = dataclasses.field(default_factory=_Known)

    @classmethod
    def of(cls, folder: Path, coder: str) -> Journal:
        """The file of a person, which need not exist.

        Raises:
            PackageError: the name cannot be a curator; the file has invalid lines, or is another person's.
        """
        coder = coder.strip()
        if not coder or len(coder) > 100 or not coder.isprintable():
            raise PackageError(f"{coder!r} is not a name of a coder; write up to 100 letters, such as 'Nora Pell'")
        journal = cls(folder, coder, file_of(coder))
        journal._require_own()
        return journal

    def lines(self) -> Sequence[Correction]:
        """The lines of the file.

        Raises:
            PackageError: a line is invalid: a program may not build on a file that it does not understand.
        """
        return self._read().lines

    def decisions(self) -> Mapping[Name, Sequence[Correction]]:
        """The lines by what they are about, in the order of the file; raises as `lines`.

        As long as a decision is the same, so is its sequence of lines.
        """
        return self._read().decisions

    def last(self) -> Name | None:
        """What the last decision is about; None if there is no decision; raises as `lines`."""
        lines = self.lines()
        return subject_of(lines[-1]) if lines else None

    def put(self, subject: Name, lines: Sequence[Cells]) -> None:
        """Adds a decision; an earlier decision about the same subject is replaced.

        Args:
            subject: what the decision is about, as `subject_of` names it.
            lines: its lines.
        """
        self.add([(subject, lines)])

    def add(self, decisions: Sequence[tuple[Name, Sequence[Cells]]]) -> None:
        """Adds many decisions at once, as `put` does."""
        with self._alone():
            kept = self._without({subject for subject, _ in decisions})
            self._write(kept, [line for _, lines in decisions for line in lines])

    def undo(self, subject: Name) -> None:
        """Removes a decision.

        Raises:
            PackageError: there is no such decision.
        """
        with self._alone():
            if subject not in self.decisions():
                raise PackageError("nothing was decided there that could be undone; reload the page")
            self._write(self._without({subject}), ())

    def _read(self) -> _Known:
        content = self._content()
        if content != self._known.content:
            lines, problems = read_lines(self.folder, self.path)
            if problems:
                raise PackageError(f"{problems[0]}; the review continues when the file is valid")
            known = _Known(content, lines, _grouped(lines, self._known))
            if self._content() != content:
                return known  # somebody wrote meanwhile: these lines may be older or newer than the bytes
            self._known = known
        return self._known

    def _content(self) -> bytes:
        return files.read_inside(self.folder, self.path) if files.is_inside(self.folder, self.path) else b""

    def _without(self, subjects: Collection[Name]) -> Sequence[Correction]:
        """The lines that are not about these subjects."""
        known = self._read()
        gone = {line.line for subject in subjects for line in known.decisions.get(subject, ())}
        return [line for line in known.lines if line.line not in gone] if gone else known.lines

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps out other desks that write at the same time."""
        path = files.inside(self.folder, self.path)
        with locked(path.parent):
            self._require_own()
            yield

    def _require_own(self) -> None:
        """Refuses a file in which another person has signed: names that are written alike have one file."""
        for line in self.lines():
            if line.curator != self.coder:
                message = f"{self.path}:{line.line}: the curator is {line.curator!r}, not {self.coder!r}"
                raise PackageError(f"{message}; write the name in the same way, or choose another name")

    def _write(self, kept: Sequence[Correction], new: Sequence[Cells]) -> None:
        """Writes the file with some of its lines, and new lines after them."""
        known, header, rows = self._read(), as_csv([corrections_table().columns]), as_csv(new)
        if kept is known.lines and known.content.startswith(header) and known.content.endswith(b"\n"):
            content = known.content + rows
        else:
            content = header + as_csv(map(cells_of, kept)) + rows
        path = files.inside(self.folder, self.path)
        replace_file(path, content)
        # The rename, too, has to be on the disk before the next decision is made.
        with contextlib.suppress(OSError):  # Windows cannot open a folder
            folder = files.open_folder(path.parent)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        if b"\r" not in content:  # else where lines begin depends on how they end
            self._known = _written(content, known, kept, new, self.path)


def _written(content: bytes, before: _Known, kept: Sequence[Correction], new: Sequence[Cells], path: str) -> _Known:
    """What is known of a file that was just written: the lines that it keeps are not judged again."""
    added = {(line.table, line.key[0]) for line in kept if line.action == "add"}
    added |= {(cells[1], cells[2].partition(",")[0]) for cells in new if cells[0] == "add"}
    parsed = [parse_line(cells, added) for cells in new]
    lines = [line for line in parsed if isinstance(line, Correction)]
    if len(lines) < len(parsed):
        return _Known()  # why a line is invalid is for the reader of the file to say
    if kept is before.lines:
        placed = [*kept, *_numbered(lines, _after(kept[-1]) if kept else 2, path)]
        return _Known(content, placed, _by_subject(placed[len(kept) :], before.decisions))
    placed = _numbered([*kept, *lines], 2, path)
    return _Known(content, placed, _grouped(placed, before))


def _after(line: Correction) -> int:
    """The line of the file at which the next correction begins."""
    return line.line + 1 + sum(cell.count("\n") for cell in cells_of(line))


def _numbered(lines: Sequence[Correction], first: int, path: str) -> list[Correction]:
    """Lines with their places in the file, from the line `first` on."""
    found: list[Correction] = []
    for line in lines:
        place = _after(found[-1]) if found else first
        is_there = line.line == place and line.path == path
        found.append(line if is_there else dataclasses.replace(line, path=path, line=place))
    return found


def _grouped(lines: Sequence[Correction], before: _Known) -> Mapping[Name, Sequence[Correction]]:
    """Lines by their subjects; a decision that is as before stays the same object."""
    decisions, known = _by_subject(lines, {}), before.decisions
    return decisions | {subject: known[subject] for subject, own in decisions.items() if own == known.get(subject)}


def _by_subject(
    lines: Sequence[Correction], before: Mapping[Name, Sequence[Correction]]
) -> dict[Name, Sequence[Correction]]:
    """The lines after those before, by their subjects."""
    found: dict[Name, list[Correction]] = {}
    for line in lines:
        found.setdefault(subject_of(line), []).append(line)
    return {**before, **{subject: (*before.get(subject, ()), *own) for subject, own in found.items()}}


def cells_of(line: Correction) -> Cells:
    """A line as the cells of its file."""
    signed = (line.reason, line.curator, line.date, line.sample)
    return line.action, line.table, ",".join(line.key), line.field, line.old, line.new, *signed
