"""Version numbers after Semantic Versioning 2.0.0: what is one, which is higher, which comes next."""

from __future__ import annotations

import dataclasses
import enum
import functools
import re
from typing import Any

# The regular expression that semver.org suggests.
_SEMVER = re.compile(
    r"(?P<major>0|[1-9]\d*)\.(?P<minor>0|[1-9]\d*)\.(?P<patch>0|[1-9]\d*)"
    r"(?:-(?P<pre>(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
    r"(?:\+(?P<build>[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?",
    re.ASCII,
)
# A version names a folder and a file; file systems take 255 bytes.
_LONGEST = 100


class Level(enum.IntEnum):
    """How far a change reaches."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


@functools.total_ordering
@dataclasses.dataclass(frozen=True, slots=True)
class Version:
    """A version. Build metadata is kept but, as the standard has it, of no account in comparisons."""

    major: int
    minor: int
    patch: int
    pre: tuple[int | str, ...] = ()
    build: str = dataclasses.field(default="", compare=False)

    def __str__(self) -> str:
        pre = "-" + ".".join(map(str, self.pre)) if self.pre else ""
        return f"{self.major}.{self.minor}.{self.patch}{pre}{'+' + self.build if self.build else ''}"

    def __lt__(self, other: Version) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[Any, ...]:
        # A pre-release comes before its release; in it, numbers come before words.
        return (
            self.major,
            self.minor,
            self.patch,
            not self.pre,
            [(isinstance(part, str), part) for part in self.pre],
        )

    def bump(self, level: Level) -> Version:
        """The next version after a change of this level; the version itself where nothing changed.

        A pre-release is followed by the release that it announces where that is step enough.
        """
        announced = bool(self.pre)
        match level:
            case Level.NONE:
                return self
            case Level.PATCH:
                return Version(self.major, self.minor, self.patch + (not announced))
            case Level.MINOR:
                return Version(self.major, self.minor + (not announced or self.patch > 0), 0)
            case Level.MAJOR:
                return Version(self.major + (not announced or self.minor > 0 or self.patch > 0), 0, 0)


FIRST = Version(1, 0, 0)


def parse_version(text: object) -> Version | None:
    """The version that `text` writes; None where it is no semantic version of at most 100 characters."""
    match = _SEMVER.fullmatch(text) if isinstance(text, str) and len(text) <= _LONGEST else None
    if match is None:
        return None
    major, minor, patch = (int(match[part]) for part in ("major", "minor", "patch"))
    pre = tuple(int(part) if part.isdecimal() else part for part in (match["pre"] or "").split(".") if part)
    return Version(major, minor, patch, pre, match["build"] or "")
