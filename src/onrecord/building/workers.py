"""Processes that derive texts from files and read texts, in order; what crashes or stalls one is set aside."""

from __future__ import annotations

import collections
import queue
import subprocess
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from typing import TypeVar

import msgspec

from onrecord.building.worker import COMMAND, Answer, FileTask, Task, receive, send
from onrecord.errors import ModelError
from onrecord.ingestion import Source
from onrecord.package.processes import interpreter, processors
from onrecord.text.numbers import counted

Name = TypeVar("Name")
Result = TypeVar("Result")

# Seconds that the first task of a process has more, for loading libraries and the model.
_START = 60
# A process that has used so much memory is replaced: the vocabulary grows with each new word, and a long article takes
# a gigabyte that the allocator does not give back.
_MOST_MEMORY = 640 * 1024**2
# How many tasks for each process are done ahead of the task that is waited for.
_AHEAD = 16
# More processes than this do not pay without being asked for: each has its own copy of the model.
_USUAL = 4
# Fewer articles for each further process are not worth its start.
_FEWEST = 8
# Bytes of a file that are read in a second at the least.
_BYTES_A_SECOND = 500_000
# What to do about an article that took its process down.
REMEDY = "the other articles were converted; shorten or leave out this article, or report it with its text"


def usual_jobs(articles: int) -> int:
    """How many processes to use for a number of articles if nobody says: at most one per processor."""
    return max(1, min(_USUAL, processors(), articles // _FEWEST))


def read_all(
    tasks: Iterable[tuple[Name, Task]], jobs: int, crew: Crew | None = None
) -> Generator[tuple[Name, Answer], None, None]:
    """Reads texts in `jobs` processes, and yields the name of each with its answer, in the order of the tasks.

    Args:
        tasks: the texts, each with a name.
        jobs: how many processes.
        crew: the processes, if they are there already; they are not ended.

    Raises:
        ModelError: the language model cannot be loaded.
    """
    with Crew(jobs) if crew is None else nullcontext(crew) as staff:
        for name, answer in _ahead(((name, staff.submit(_Process.read, task)) for name, task in tasks), jobs):
            if answer.model:
                raise ModelError(answer.model)
            yield name, answer


def derive_all(
    sources: Iterable[tuple[Source, bool, Mapping[str, str]]], jobs: int, seconds: float, crew: Crew | None = None
) -> Generator[tuple[Source, Answer], None, None]:
    """Derives texts from files in `jobs` processes; yields the articles and records of each file, in order.

    Args:
        sources: the files, each with whether it may hold many articles: such a file is read by one process, as far as
            its articles are taken; and its columns, see `formats.Request`.
        jobs: how many processes.
        seconds: how long each article may take, and more for a large file, which may have to be read to its end before.
        crew: the processes, if they are there already; they are not ended.
    """

    def task(source: Source, columns: Mapping[str, str]) -> FileTask:
        within = None if source.within is None else str(source.within.absolute())
        path = str(source.path.absolute())
        more = source.size() / _BYTES_A_SECOND
        return FileTask(str(source.path), path, within, source.content, dict(columns), seconds + more)

    with Crew(jobs) if crew is None else nullcontext(crew) as staff:

        def single() -> Iterator[tuple[Source, Future[list[Answer]]]]:
            for source, is_many, columns in sources:
                if is_many:
                    many.append((source, columns))
                    return
                yield source, staff.submit(_Process.derived, task(source, columns))

        while True:
            many: list[tuple[Source, Mapping[str, str]]] = []
            for source, answers in _ahead(single(), jobs):
                yield from ((source, answer) for answer in answers)
            if not many:
                return
            with staff.free() as process:
                source, columns = many[0]
                yield from ((source, answer) for answer in process.derive(task(source, columns)))


def _ahead(submitted: Iterable[tuple[Name, Future[Result]]], jobs: int) -> Iterator[tuple[Name, Result]]:
    """The results of tasks in their order, while some more are done."""
    waiting: collections.deque[tuple[Name, Future[Result]]] = collections.deque()
    for name, result in submitted:
        waiting.append((name, result))
        if len(waiting) > _AHEAD * jobs:
            first, done = waiting.popleft()
            yield first, done.result()
    while waiting:
        first, done = waiting.popleft()
        yield first, done.result()


class Crew:
    """Some processes, and as many threads that wait for them; the processes start when there is work for them."""

    def __init__(self, size: int) -> None:
        self._threads = ThreadPoolExecutor(size)
        self._idle: queue.LifoQueue[_Process] = queue.LifoQueue()
        self._all = [_Process() for _ in range(size)]
        for process in self._all:
            self._idle.put(process)

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the processes, also in the middle of a task."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._all:
            process.end()
        self._threads.shutdown()

    def submit(self, do: Callable[[_Process, Result], Name], task: Result) -> Future[Name]:
        """Lets the next free process do a task."""

        def run() -> Name:
            with self.free() as process:
                return do(process, task)

        return self._threads.submit(run)

    @contextmanager
    def free(self) -> Iterator[_Process]:
        """The next free process, for a block."""
        process = self._idle.get()
        try:
            yield process
        finally:
            self._idle.put(process)


class _Process:
    """A process that does one task at a time; it is started when there is one, and again after it died."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def read(self, task: Task) -> Answer:
        """Reads a text; one that takes the process down gets a second try, as memory may have been short."""
        answer = Answer()
        for _ in range(2):
            (answer,) = self._answers(task)
            if answer.reason != "crash" or answer.fault:
                break
        return _with_remedy(answer)

    def derive(self, task: FileTask) -> Iterator[Answer]:
        """Derives texts from a file."""
        for answer in self._answers(task):
            yield _with_remedy(answer)

    def derived(self, task: FileTask) -> list[Answer]:
        """All that `derive` yields."""
        return list(self.derive(task))

    def end(self) -> None:
        """Ends the process for good, at once."""
        self._is_over = True
        self._stop()

    def _answers(self, task: Task | FileTask) -> Iterator[Answer]:
        """The answers of the process; if it ends before the last answer, that is a stall or a crash without a fault."""
        encoder, decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Answer)
        is_new = self._running is None
        if is_new:
            self._running = self._started()
        running = self._running
        given = msgspec.structs.replace(task, seconds=task.seconds + _START) if is_new else task
        start, is_sent = time.monotonic(), False
        while running is not None and running.stdin is not None and running.stdout is not None:
            try:
                if not is_sent:
                    send(running.stdin, encoder.encode(given))
                    is_sent = True
                content = receive(running.stdout)
            except UnicodeEncodeError:
                fault = "its name or its words have half of a character (a lone surrogate); rename it, or leave it out"
                yield Answer(reason="encoding", fault=fault)
                return
            except OSError:
                content = b""
            if not content:
                break
            answer = decoder.decode(content)
            if answer.memory > _MOST_MEMORY:
                self._stop()
            yield answer
            if answer.is_last:
                return
            start = time.monotonic()
        self._stop()
        is_stalled = time.monotonic() - start >= given.seconds
        yield Answer(reason="stall" if is_stalled else "crash", fault=_too_long(task) if is_stalled else "")

    def _started(self) -> subprocess.Popen[bytes] | None:
        if self._is_over:
            return None
        # What libraries print is not for the user, and a traceback of a stalled process even less.
        return subprocess.Popen(
            interpreter(COMMAND),
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


def _too_long(task: Task | FileTask) -> str:
    return f"reading it took over {counted(round(task.seconds), 'second')}"


def _with_remedy(answer: Answer) -> Answer:
    """An answer whose fault has its remedy, if the process failed."""
    if answer.reason not in {"crash", "stall"}:
        return answer
    fault = answer.fault or "the process that read it was ended by the system"
    return msgspec.structs.replace(answer, fault=f"{fault}; {REMEDY}")
