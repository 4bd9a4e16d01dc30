"""Problem: one defect found in data."""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Iterable

from onrecord.text.printable import visible


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One defect, with all that a person needs to fix it. Problems are collected and returned, never raised.

    Attributes:
        code: stable kebab-case name of the rule, listed in docs/problems.md.
        message: the rule and the value that breaks it.
        remedy: what to do about it.
        path: file inside the package, such as `data/quotes.csv`; empty if the package as a whole is meant.
        table: name of the table; empty for files that are not tables.
        line: line of the file, from 1, the header being line 1; 0 if no line is meant.
        key: value of the primary key, its parts joined by a comma; empty if no row is meant.
        field: name of the column; empty if no column is meant.
        value: the offending cell as text; empty if no cell is meant.
        severity: `error` for what is forbidden, `advice` for what is allowed but will hurt a reader; advice never makes
            a package invalid.

    Examples:
        >>> problem = onrecord.Problem("below-minimum", "-1 is less than 0", path="data/votes.csv", line=2, field="yes")
        >>> print(problem)
        data/votes.csv:2: yes: -1 is less than 0 [below-minimum]
        >>> problem.code, problem.severity
        ('below-minimum', 'error')
    """

    code: str
    message: str
    remedy: str = ""
    path: str = ""
    table: str = ""
    line: int = 0
    key: str = ""
    field: str = ""
    value: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        """One line to print: `place: key field: message; remedy [code]`; advice has `advice:` before the message."""
        place = f"{self.path}:{self.line}" if self.line else self.path or "package"
        subject = " ".join(part for part in (self.key, self.field) if part)
        message = self.message if self.severity == "error" else f"{self.severity}: {self.message}"
        text = f"{subject}: {message}" if subject else message
        return visible(f"{place}: {text}{'; ' + self.remedy if self.remedy else ''} [{self.code}]")

    def as_dict(self) -> dict[str, str | int]:
        """All attributes by name, for machine formats."""
        return dict(zip(_NAMES, _attributes(self), strict=True))  # asdict() takes twenty times as long


_NAMES = tuple(field.name for field in dataclasses.fields(Problem))
_attributes = operator.attrgetter(*_NAMES)
_order = operator.attrgetter("path", "line", "field", "code", "key", "message")


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, ordered by file, line, field and code."""
    return sorted(dict.fromkeys(problems), key=_order)
