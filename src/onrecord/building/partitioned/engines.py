"""Engines: what runs the tasks of a partitioned conversion. The result does not depend on the engine."""

from __future__ import annotations

import dataclasses
import itertools
import queue
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

from onrecord.building.partitioned.crews import end
from onrecord.errors import OnrecordError

Task = TypeVar("Task")
Result = TypeVar("Result")

# How often a task is tried whose failure is not that of a disk, a bucket or the model.
TRIES = 3
_LONGEST = 300  # characters of a reason


@dataclasses.dataclass(frozen=True, slots=True)
class Failed:
    """A task that failed each time, and why."""

    reason: str


class Engine(Protocol):
    """Runs tasks somewhere."""

    @property
    def workers(self) -> int:
        """How many tasks run at once."""

    def run(self, do: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Failed]]:
        """The results of tasks, as they come; tasks are taken as there is room for them.

        Raises:
            OnrecordError: what a task cannot help: the bucket, the disk, the model, the engine itself.
            OSError: likewise.
        """

    def close(self) -> None:
        """Ends what the engine started."""


class Threads:
    """Runs tasks in threads of this process; each has a process that reads.

    Args:
        workers: how many tasks run at once.
    """

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers
        self._threads = ThreadPoolExecutor(workers)

    def run(self, do: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Failed]]:
        """See `Engine.run`."""
        done: queue.SimpleQueue[tuple[Task, Future[Result | Failed]]] = queue.SimpleQueue()
        waiting = iter(tasks)
        running = 0
        while True:
            for task in itertools.islice(waiting, 2 * self.workers - running):
                future = self._threads.submit(tried, do, task)
                future.add_done_callback(lambda one, task=task: done.put((task, one)))  # type: ignore[misc]
                running += 1
            if not running:
                return
            task, future = done.get()
            running -= 1
            yield task, future.result()

    def close(self) -> None:
        """Ends the processes that read; tasks that have not begun are dropped."""
        self._threads.shutdown(cancel_futures=True)
        end()


def tried(do: Callable[[Task], Result], task: Task) -> Result | Failed:
    """The result of a task, which is tried again, unless a disk, a bucket or the model fails.

    Raises:
        OnrecordError: what it cannot help.
        OSError: likewise.
    """
    reason = ""
    for _ in range(TRIES):
        try:
            return do(task)
        except (OnrecordError, OSError):
            raise
        except Exception as error:
            reason = described(error)
    return Failed(reason)


def described(error: BaseException) -> str:
    """An error in a few words."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:_LONGEST]
