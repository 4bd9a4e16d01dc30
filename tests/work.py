"""How much work something is, in a measure that no clock and no other program has a part in."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import onrecord
from onrecord.text.spans import Span

SOURCE = str(Path(onrecord.__file__).parent)
# As many characters are one line's work.
CHARACTERS = 100


class Work:
    """The lines of the package that are run, and the characters that it takes out of texts or looks for patterns in."""

    def __init__(self) -> None:
        self.lines = self.characters = 0

    def __repr__(self) -> str:
        return f"{self.lines:,} lines and {self.characters:,} characters"

    @property
    def total(self) -> int:
        """Both, in lines."""
        return self.lines + self.characters // CHARACTERS


class _Pattern:
    """A pattern that notes how far it had to look."""

    def __init__(self, pattern: re.Pattern[str], work: Work) -> None:
        self._pattern, self._work = pattern, work

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        found = self._pattern.search(text, start, end)
        self._work.characters += max(0, (found.end() if found else min(end, len(text))) - start)
        return found

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        at = start
        for found in self._pattern.finditer(text, start, end):
            self._work.characters += found.end() - at
            at = found.end()
            yield found
        self._work.characters += max(0, min(end, len(text)) - at)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        found = self._pattern.match(text, start, end)
        self._work.characters += found.end() - start if found else 1
        return found

    def findall(self, text: str) -> list[Any]:
        self._work.characters += len(text)
        return self._pattern.findall(text)

    def sub(self, new: Any, text: str) -> str:
        self._work.characters += len(text)
        return self._pattern.sub(new, text)


class _Re:
    """The module `re`, whose functions note the texts that they are given."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __getattr__(self, name: str) -> Any:
        function = getattr(re, name)
        if name not in {"search", "match", "fullmatch", "findall", "finditer", "split"}:
            return function

        def noted(pattern: str, text: str, *more: Any) -> Any:
            self._work.characters += len(text)
            return function(pattern, text, *more)

        return noted


@contextlib.contextmanager
def _noting(work: Work) -> Iterator[None]:
    put: list[tuple[Any, str, Any]] = []
    for name, module in list(sys.modules.items()):
        if name.startswith("onrecord"):
            for key, value in list(vars(module).items()):
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    put.append((module, key, value))
                    setattr(module, key, _Pattern(value, work))
                elif value is re:
                    put.append((module, key, value))
                    setattr(module, key, _Re(work))
    exact = Span.exact

    def noted(span: Span, text: str) -> str:
        work.characters += len(span)
        return exact(span, text)

    setattr(Span, "exact", noted)  # noqa: B010 -- a method of another class
    try:
        yield
    finally:
        setattr(Span, "exact", exact)  # noqa: B010
        for module, key, value in put:
            setattr(module, key, value)


def work_of(function: Callable[[], object]) -> Work:
    """The work that a function is."""
    work = Work()

    def by_line(frame: FrameType, event: str, arg: object) -> object:
        if event == "line":
            work.lines += 1
        return by_line

    def by_call(frame: FrameType, event: str, arg: object) -> object:
        return by_line if frame.f_code.co_filename.startswith(SOURCE) else None

    before = sys.gettrace()
    with _noting(work):
        sys.settrace(by_call)  # type: ignore[arg-type]
        try:
            function()
        finally:
            sys.settrace(before)
    return work
