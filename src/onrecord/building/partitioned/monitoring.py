"""What a long run reports: a bar on a terminal, and lines of JSON for schedulers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.package.files import open_part
from onrecord.progress import counting

_EVERY = 60.0  # seconds between two lines


class Monitor:
    """Reports how far a run is.

    Args:
        metrics: the file that takes a line of JSON a minute, and at the end of each stage; None for no lines.
        clock: returns seconds; for tests.
    """

    def __init__(self, metrics: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self._metrics, self._clock = metrics, clock
        self._failed = 0

    @contextmanager
    def stage(self, name: str, total: int, workers: Callable[[], int]) -> Iterator[Callable[[int, int], None]]:
        """A function for the time of a stage, to be called with how many more are done, and how many of them failed.

        Args:
            name: of the stage: `deriving`, `reading`, `linking` or `writing`.
            total: how many files or articles there are.
            workers: returns how many work on them now.
        """
        start = written = self._clock()
        done = 0
        with counting(total, name) as show:

            def advance(more: int, failed: int = 0) -> None:
                nonlocal done, written
                done += more
                self._failed += failed
                show(more, self._failed)
                if self._clock() - written >= _EVERY:
                    written = self._clock()
                    self._write(name, done, total, written - start, workers())

            yield advance
        self._write(name, done, total, self._clock() - start, workers())

    def _write(self, name: str, done: int, total: int, seconds: float, workers: int) -> None:
        if self._metrics is None:
            return
        rate = done / seconds if seconds > 0 else 0.0
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._clock())),
            "stage": name,
            "done": done,
            "total": total,
            "failed": self._failed,
            "per_second": round(rate, 2),
            "seconds_left": round((total - done) / rate) if rate else None,
            "workers": workers,
        }
        with open_part(self._metrics) as file:
            file.write(json.dumps(line).encode("utf-8") + b"\n")
