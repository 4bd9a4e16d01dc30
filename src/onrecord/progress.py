"""Progress of long work: a bar on a terminal, and the reason when it pauses."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from onrecord.text.printable import visible

T = TypeVar("T")
# Whether a bar is shown already, or all are to be hidden.
_is_shown = ContextVar("_is_shown", default=False)


def track(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """The items, with a bar on standard error if that is a terminal and there are several items."""
    if total < 2 or not _is_watched():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield from bar.track(items, total=total, description=visible(what))


@contextmanager
def bytes_bar(total: int, what: str) -> Iterator[Callable[[int], None]]:
    """A function to call with each further number of bytes, out of `total`; it moves a bar on a terminal."""
    if not total or not _is_watched():
        yield lambda more: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(visible(what), total=total)
        yield lambda more: bar.advance(task, more)


@contextmanager
def counting(total: int, what: str) -> Iterator[Callable[[int, int], None]]:
    """A function to call with each further number of items, and with how many failed so far, out of `total`.

    On a terminal it moves a bar that also shows how many items a second are done.
    """
    if total < 2 or not _is_watched():
        yield lambda more, failed: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    speed = TextColumn("{task.fields[speed]}{task.fields[failures]}")
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), speed)
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(visible(what), total=total, speed="", failures="")

        def show(more: int, failed: int) -> None:
            bar.advance(task, more)
            speed = bar.tasks[0].speed
            failures = f", {failed:,} set aside" if failed else ""
            bar.update(task, speed=f"{speed:.1f} a second" if speed else "", failures=failures)

        yield show


@contextmanager
def working(what: str) -> Iterator[None]:
    """Shows on a terminal, during a block of unknown length, what is being done and for how long so far."""
    if not _is_watched():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with _shown(), Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(visible(what), total=None)
        yield


@contextmanager
def hidden() -> Iterator[None]:
    """Hides all progress within a block."""
    with _shown():
        yield


def waiting(why: str, seconds: float) -> None:
    """Logs why a run pauses, and for how long: on standard error unless the calling program logs elsewhere."""
    import logging

    logging.getLogger("onrecord").warning(visible(f"{why}; trying again in {seconds:g} seconds"))


def _is_watched() -> bool:
    return not _is_shown.get() and sys.stderr.isatty() and not os.environ.get("CI")


@contextmanager
def _shown() -> Iterator[None]:
    """Keeps other bars from being shown within a block."""
    token = _is_shown.set(True)
    try:
        yield
    finally:
        _is_shown.reset(token)
