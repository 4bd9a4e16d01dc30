"""The file in corrections/ that holds the decisions of one person."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import io
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from onrecord.corrections import FOLDER, Correction, read_lines
from onrecord.errors import PackageError
from onrecord.package import files
from onrecord.package.ids import PREFIXES
from onrecord.package.lock import locked
from onrecord.package.names import name_fault
from onrecord.package.own_tables import corrections_table, own_tables
from onrecord.package.staging import replace_file
from onrecord.review.queue import stratum_of
from onrecord.review.rows import Name, root_of

# What decisions are about that are not about a row that was read.
NEW = "new"
# The cells of a line, one for each column of the files in corrections/.
Cells = tuple[str, ...]


def subject_of(line: Correction) -> Name:
    """What a line is about: the reviewed row, the merged or split entity, the new row, or the article that was read."""
    table, key = line.table, line.key
    if line.action in {"merge", "split"}:
        return line.action, (*key, line.old) if line.action == "split" else key
    if line.action == "add" and (table in PREFIXES or not _is_id(table, key[0])):
        return NEW, key[:1]
    if table == "articles":
        stratum = stratum_of(line.sample)
        return table, (*key, stratum.stratum if stratum else "")
    return root_of(table, key)


def _is_id(table: str, value: str) -> bool:
    pattern = own_tables()[table].field(own_tables()[table].primary_key[0]).pattern
    return bool(pattern and re.search(pattern, value))


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
class Journal:
    """The decisions of one person, in the order in which they were made.

    Every change replaces the file as a whole by one rename, after the new content is on the disk: whatever ends the
    program, the file has all decisions so far, each of them completely.

    Attributes:
        folder: folder of the package.
        coder: the person, as in the column `curator`.
        path: path of the file in the package.
    """

    folder: Path
    coder: str
    path: str

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

    def lines(self) -> list[Correction]:
        """The lines of the file.

        Raises:
            PackageError: a line is invalid: a program may not build on a file that it does not understand.
        """
        lines, problems = read_lines(self.folder, self.path)
        if problems:
            raise PackageError(f"{problems[0]}; the review continues when the file is valid")
        return lines

    def put(self, subject: Name, lines: Sequence[Cells]) -> None:
        """Adds a decision; an earlier decision about the same subject is replaced.

        Args:
            subject: what the decision is about, as `subject_of` names it.
            lines: its lines.
        """
        with self._alone():
            kept = [line for line in self.lines() if subject_of(line) != subject]
            self._write([*map(cells_of, kept), *lines])

    def add(self, decisions: Sequence[tuple[Name, Sequence[Cells]]]) -> None:
        """Adds many decisions at once, as `put` does."""
        with self._alone():
            subjects = {subject for subject, _ in decisions}
            kept = [cells_of(line) for line in self.lines() if subject_of(line) not in subjects]
            self._write([*kept, *(line for _, lines in decisions for line in lines)])

    def undo(self, subject: Name | None = None) -> Name | None:
        """Removes a decision, by default the last, and returns its subject; None if there is no decision."""
        with self._alone():
            lines = self.lines()
            if not lines:
                return None
            gone = subject or subject_of(lines[-1])
            kept = [line for line in lines if subject_of(line) != gone]
            if len(kept) < len(lines):
                self._write([*map(cells_of, kept)])
            return gone

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

    def _write(self, lines: Sequence[Cells]) -> None:
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(corrections_table().columns)
        writer.writerows(lines)
        path = files.inside(self.folder, self.path)
        replace_file(path, text.getvalue().encode("utf-8"))
        # The rename, too, has to be on the disk before the next decision is made.
        with contextlib.suppress(OSError):  # Windows cannot open a folder
            folder = files.open_folder(path.parent)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def cells_of(line: Correction) -> Cells:
    """A line as the cells of its file."""
    signed = (line.reason, line.curator, line.date, line.sample)
    return line.action, line.table, ",".join(line.key), line.field, line.old, line.new, *signed
