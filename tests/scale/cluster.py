"""A Dask cluster of separate processes, and a service between it and a bucket that refuses requests now and then."""

from __future__ import annotations

import http.client
import http.server
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

WITHIN = 240  # seconds; a machine with much to do takes fifty times as long as one without


class Cluster:
    """A scheduler and workers, each a process."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder, self._environment = folder, {**os.environ, **environment}
        self.file = folder / "scheduler.json"
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self, workers: int = 2, *options: str, nanny: bool = False) -> None:
        """Starts a scheduler and workers."""
        self.file.unlink(missing_ok=True)
        self.scheduler = self._run("scheduler", "--port", "0", "--no-dashboard", "--no-show")
        for _ in range(workers):
            self.add_worker(*options, nanny=nanny)

    def add_worker(self, *options: str, nanny: bool = False) -> subprocess.Popen[bytes]:
        """Starts a worker; a nanny starts it again when it dies."""
        kind = "--nanny" if nanny else "--no-nanny"
        worker = self._run("worker", "--nthreads", "1", "--memory-limit", "0", "--no-dashboard", kind, *options)
        self.workers.append(worker)
        return worker

    def _run(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", what, "--scheduler-file", str(self.file), *options]
        log = (self._folder / f"{what}.log").open("ab")
        return subprocess.Popen(
            command, env=self._environment, stdout=log, stderr=log, cwd=self._folder, start_new_session=True
        )

    def stop(self) -> None:
        """Ends all processes."""
        for process in (self.scheduler, *self.workers):
            if process is not None:
                kill(process)
        self.scheduler, self.workers = None, []


def kill(process: subprocess.Popen[bytes]) -> None:
    """Ends a process, and those that it started, at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def cluster(folder: Path, environment: Mapping[str, str]) -> Iterator[Cluster]:
    """A cluster for a block; it has no processes until `start`."""
    folder.mkdir(parents=True, exist_ok=True)
    found = Cluster(folder, environment)
    try:
        yield found
    finally:
        found.stop()


class Client:
    """A run of `onrecord convert --engine dask` as a process."""

    def __init__(
        self, cluster: Cluster, environment: Mapping[str, str], sources: str, package: str, *more: str
    ) -> None:
        command = [sys.executable, "-m", "onrecord", "convert", sources, "--package", package, "--engine", "dask"]
        command += ["--scheduler", str(cluster.file), "--shard-size", "2", "--quiet"]
        self._process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def ended(self) -> tuple[int, str]:
        """The exit code of the run and what it said, when it has ended."""
        _, said = self._process.communicate(timeout=WITHIN)
        return self._process.returncode, said.decode()

    def kill(self) -> None:
        """Ends the run at once."""
        kill(self._process)

    @property
    def is_running(self) -> bool:
        """Whether the run has not ended."""
        return self._process.poll() is None


def wait_until(what: object, *, within: float = WITHIN) -> None:
    """Waits until a function returns something true."""
    assert callable(what)
    end = time.monotonic() + within
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@contextmanager
def refusing(address: str, share: float, seed: int) -> Iterator[tuple[str, list[int]]]:
    """A service in front of another that answers a share of all requests with 503; and how many those were."""
    target, chance, refused = urlsplit(address), random.Random(seed), [0]
    lock = threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with lock:
                is_refused = chance.random() < share
                refused[0] += is_refused
            if is_refused:
                status, headers, content = 503, [], b"<Error><Code>SlowDown</Code><Message>Slow down</Message></Error>"
            else:
                connection = http.client.HTTPConnection(str(target.hostname), target.port, timeout=60)
                connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in self.headers.items():
                    connection.putheader(name, value)
                connection.endheaders(body)
                answer = connection.getresponse()
                status, headers, content = answer.status, answer.getheaders(), answer.read()
                connection.close()
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in {"content-length", "transfer-encoding", "connection", "date", "server"}:
                    self.send_header(name, value)
            length = next((value for name, value in headers if name.lower() == "content-length"), str(len(content)))
            self.send_header("Content-Length", length if self.command == "HEAD" else str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", refused
    finally:
        server.shutdown()


def preload(folder: Path, code: Sequence[str]) -> list[str]:
    """The options by which a worker runs some lines of code when it starts."""
    path = folder / "preload.py"
    path.write_text("\n".join(code) + "\n", encoding="utf-8")
    return ["--preload", str(path)]
