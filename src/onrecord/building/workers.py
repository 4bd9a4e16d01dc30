"""Reads many articles in processes of their own, in order; a text that crashes or stalls its process is set aside."""

from __future__ import annotations

import collections
import dataclasses
import json
import os
import queue
import subprocess
import sys
import time
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from onrecord.building.worker import COMMAND, Answer, Task, receive, send
from onrecord.errors import ModelError

if TYPE_CHECKING:
    import msgspec

Name = TypeVar("Name")

# Seconds that the first article of a process has more, for loading the model.
_START = 60
# A process that has used so much memory is replaced: the vocabulary grows with each new word, and a long article takes
# a gigabyte that the allocator does not give back.
_MOST_MEMORY = 640 * 1024**2
# How many articles for each process are read ahead of the one that is waited for.
_AHEAD = 16
# More processes than this do not pay without being asked for: each has its own copy of the model.
_USUAL = 4
# Fewer articles for each further process are not worth its start.
_FEWEST = 8


@dataclasses.dataclass(frozen=True, slots=True)
class SetAside:
    """An article that could not be read.

    Attributes:
        reason: one of `document.REASONS`.
        message: what happened, and the remedy.
    """

    reason: str
    message: str


def usual_jobs(articles: int) -> int:
    """How many processes to use for a number of articles if nobody says: at most one per processor."""
    return max(1, min(_USUAL, _processors(), articles // _FEWEST))


def read_all(tasks: Iterable[tuple[Name, Task]], jobs: int) -> Generator[tuple[Name, bytes | SetAside], None, None]:
    """Reads articles in `jobs` processes, and yields each one's name with its reading, in the order of the tasks.

    Raises:
        ModelError: the language model cannot be loaded.
    """
    waiting: collections.deque[tuple[Name, Future[bytes | SetAside]]] = collections.deque()
    with _Crew(jobs) as crew:
        for name, task in tasks:
            waiting.append((name, crew.submit(task)))
            if len(waiting) > _AHEAD * jobs:
                first, result = waiting.popleft()
                yield first, result.result()
        while waiting:
            first, result = waiting.popleft()
            yield first, result.result()


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)  # a container may have fewer than the machine
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class _Crew:
    """Some processes, and as many threads that wait for them."""

    def __init__(self, size: int) -> None:
        self._threads = ThreadPoolExecutor(size)
        self._idle: queue.LifoQueue[_Process] = queue.LifoQueue()
        self._all = [_Process() for _ in range(size)]
        for process in self._all:
            self._idle.put(process)

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._all:
            process.end()
        self._threads.shutdown()

    def submit(self, task: Task) -> Future[bytes | SetAside]:
        return self._threads.submit(self._read, task)

    def _read(self, task: Task) -> bytes | SetAside:
        with self._free() as process:
            return process.read(task)

    @contextmanager
    def _free(self) -> Iterator[_Process]:
        process = self._idle.get()
        try:
            yield process
        finally:
            self._idle.put(process)


class _Process:
    """A process that reads one article at a time; it is started when there is one, and again after it died."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def read(self, task: Task) -> bytes | SetAside:
        """Reads an article; one that takes the process down gets a second try, as memory may have been short."""
        for _ in range(2):
            start = time.monotonic()
            answer = self._ask(task)
            if answer is None and time.monotonic() - start >= task.seconds:
                return SetAside("stall", f"reading it took over {task.seconds:g} seconds; {_REMEDY}")
            if answer is not None:
                break
        if answer is None:
            return SetAside("crash", f"the process that read it was ended by the system; {_REMEDY}")
        if answer.model:
            raise ModelError(answer.model)
        if answer.reason == "crash":
            return SetAside(answer.reason, f"{answer.fault}; {_REMEDY}")
        return SetAside(answer.reason, answer.fault) if answer.reason else answer.reading

    def end(self) -> None:
        """Ends the process for good, at once."""
        self._is_over = True
        self._stop()

    def _ask(self, task: Task) -> Answer | None:
        """The answer; None if the process ended without one."""
        encoder, decoder = _coders()
        is_new = self._running is None
        if is_new:
            self._running = self._started()
        running = self._running
        if running is None or running.stdin is None or running.stdout is None:
            return None
        given = dataclasses.replace(task, seconds=task.seconds + _START) if is_new else task
        try:
            send(running.stdin, encoder.encode(given))
            content = receive(running.stdout)
        except OSError:
            content = b""
        if not content:
            self._stop()
            return None
        answer = decoder.decode(content)
        if answer.memory > _MOST_MEMORY:
            self._stop()
        return answer

    def _started(self) -> subprocess.Popen[bytes] | None:
        if self._is_over:
            return None
        places = json.dumps([place for place in sys.path if place])
        # What libraries print is not for the user, and a traceback of a stalled process even less.
        return subprocess.Popen(
            [sys.executable, "-c", COMMAND, places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def _stop(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            with suppress(OSError):
                running.kill()
            running.wait()
            for stream in (running.stdin, running.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()


_REMEDY = "the other articles were converted; shorten or leave out this one, or report it with its text"


def _coders() -> tuple[msgspec.msgpack.Encoder, msgspec.msgpack.Decoder[Answer]]:
    import msgspec

    return msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Answer)
