"""Dask distributed as the engine: its scheduler gives the tasks to its workers, on one machine or on many."""

from __future__ import annotations

import contextlib
import itertools
import logging
import queue
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from onrecord.building.partitioned.engines import Failed, Result, Task, described, tried
from onrecord.building.workers import usual_jobs
from onrecord.errors import OnrecordError, PackageError

# Tasks that wait at the scheduler for each worker. More would not make it faster, and each takes memory there.
_AHEAD = 2
_PATIENCE = 60.0  # seconds without a scheduler or a worker
_CHECKED = 2.0  # seconds between two looks at the scheduler
_MANY = 1_000_000  # articles, for as many workers as a machine has by itself


class Dask:
    """Runs tasks on the workers of a scheduler of Dask.

    Args:
        scheduler: the address of the scheduler, as in `tcp://10.0.0.7:8786`, or the path of its scheduler file; None to
            start one with workers on this machine.
        workers: how many workers to start on this machine; None for the usual number.

    Raises:
        PackageError: Dask is not installed, the scheduler cannot be reached, or it has no workers.
    """

    def __init__(self, scheduler: str | None = None, workers: int | None = None) -> None:
        try:
            from distributed import Client, LocalCluster
        except ImportError:
            raise PackageError(
                "the engine dask needs Dask, which is not installed; run pip install 'onrecord[dask]'"
            ) from None
        self._place = scheduler or "this machine"
        self._cluster: Any = None
        start: Any = LocalCluster  # neither has types
        connect: Any = Client
        try:
            if scheduler is None:
                # A thread each: a worker has a process that reads, which takes a processor.
                self._cluster = start(
                    n_workers=workers or usual_jobs(_MANY), threads_per_worker=1, dashboard_address=None, memory_limit=0
                )
            named = {"scheduler_file": scheduler} if scheduler and scheduler.endswith(".json") else {}
            self._client: Any = connect(self._cluster if scheduler is None else None if named else scheduler, **named)
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            self._end()
            message = f"{self._place}: no scheduler of Dask with a worker answers ({described(error)})"
            raise PackageError(f"{message}; check the address, and that dask scheduler and dask worker run") from None

    def hush(self) -> None:
        """Keeps Dask in this process from logging, with tracebacks, the losses that are reported as errors."""
        for name in list(logging.root.manager.loggerDict):
            if name.partition(".")[0] == "distributed":
                logging.getLogger(name).setLevel(logging.CRITICAL)

    @property
    def workers(self) -> int:
        """How many tasks run at once now; workers may come and go."""
        with contextlib.suppress(Exception):
            return max(1, int(sum(self._client.nthreads().values())))
        return 1

    @property
    def dashboard(self) -> str:
        """The address of the dashboard; empty without one."""
        return str(self._client.dashboard_link or "")

    def run(self, do: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Failed]]:
        """See `Engine.run`."""
        done: queue.SimpleQueue[tuple[Task, Any]] = queue.SimpleQueue()
        waiting, running = iter(tasks), 0
        futures: set[Any] = set()
        try:
            while True:
                for task in itertools.islice(waiting, max(0, _AHEAD * self.workers - running)):
                    future = self._client.submit(tried, do, task, pure=False, retries=1)
                    futures.add(future)
                    future.add_done_callback(lambda one, task=task: done.put((task, one)))
                    running += 1
                if not running:
                    return
                task, future = self._next(done)
                running -= 1
                result = self._result(future)
                futures.discard(future)
                yield task, result
        except _connection_errors() as error:
            raise self._lost(error) from None
        finally:
            with contextlib.suppress(Exception):
                self._client.cancel(list(futures))

    def _next(self, done: queue.SimpleQueue[tuple[Task, Any]]) -> tuple[Task, Any]:
        """The next task that is done."""
        while True:
            try:
                return done.get(timeout=_CHECKED)
            except queue.Empty:
                if self._client.status in {"closed", "closing"}:
                    raise self._lost(None) from None

    def _result(self, future: Any) -> Any:
        """The result of a task.

        Raises:
            OnrecordError: what it cannot help.
            OSError: likewise.
        """
        from distributed.scheduler import KilledWorker

        if future.status == "cancelled":
            raise self._lost(None)
        try:
            return future.result()
        except (OnrecordError, OSError):
            raise
        except KilledWorker:
            return Failed("it ended each worker that took it, as a lack of memory does")
        except Exception as error:
            return Failed(described(error))

    def _lost(self, error: BaseException | None) -> PackageError:
        reason = f" ({described(error)})" if error else ""
        message = f"{self._place}: the scheduler of Dask has gone{reason}"
        return PackageError(f"{message}; start one, and run the same command again: what is done is not done again")

    def close(self) -> None:
        """Closes the connection, and ends a cluster that was started here."""
        self._end()

    def _end(self) -> None:
        for each in (getattr(self, "_client", None), self._cluster):
            if each is not None:
                with contextlib.suppress(Exception):
                    each.close(timeout=10)


def _connection_errors() -> tuple[type[BaseException], ...]:
    from distributed.client import FutureCancelledError
    from distributed.comm.core import CommClosedError

    return (CommClosedError, FutureCancelledError)
