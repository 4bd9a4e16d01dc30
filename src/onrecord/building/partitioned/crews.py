"""The processes of a worker that derive and read texts: they stay between tasks, as each has to load the model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from onrecord.building.workers import Crew

# Those that have no task now; a worker that does several tasks at once, in threads, has several.
_idle: list[Crew] = []


@contextmanager
def crew() -> Iterator[Crew]:
    """A process for a task, which is kept for the next.

    It ends with the process of the worker, also if that is killed: its input ends then.
    """
    try:
        own = _idle.pop()
    except IndexError:
        own = Crew(1)
    try:
        yield own
    except BaseException:
        own.close()  # it may be in the middle of something
        raise
    _idle.append(own)


def end() -> None:
    """Ends the processes that have no task."""
    while _idle:
        _idle.pop().close()
