"""A web server on this machine that knows ranges, and that can be made to fail in every way."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class Server:
    """A server of the files below a folder.

    Attributes:
        url: its address.
        asked: path and `Range` of each request that came.
        faults: what is wrong with the next answers, by the end of a path: `("cut", 10)` closes the connection after ten
            bytes, `("status", 503)`, `("redirect", url)`, `("length", 5)` states five bytes more than it sends,
            `("whole",)` knows no ranges, `("sleep", 2)`, `("bytes", b"...")` sends these, `("range", "bytes 9-9/10")`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.url = ""
        self.asked: list[tuple[str, str]] = []
        self.faults: dict[str, list[tuple[Any, ...]]] = {}

    def fault(self, path: str) -> tuple[Any, ...]:
        """What is wrong with the next answer for a path; the last fault of a list that ends with `...` stays."""
        for end, faults in self.faults.items():
            if path.endswith(end) and faults:
                return faults[0] if faults[1:2] == [...] else faults.pop(0)
        return ("none",)


@contextmanager
def serving(root: Path) -> Iterator[Server]:
    """Serves a folder for a block."""
    server = Server(root)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            pass

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            asked = self.headers.get("Range", "")
            server.asked.append((self.path.lstrip("/"), asked))
            what, *values = server.fault(path)
            if what == "status":
                self.answer(values[0], b"", dict(values[1:]))
                return
            if what == "redirect":
                self.answer(302, b"", {"Location": values[0]})
                return
            if what == "sleep":
                time.sleep(values[0])
            file = server.root / path.lstrip("/")
            if not file.is_file():
                self.answer(404, b"not here")
                return
            content = values[0] if what == "bytes" else file.read_bytes()
            if what == "length":
                self.answer(200, content, {"Content-Length": str(len(content) + values[0])})
                self.close_connection = True
                return
            match = re.fullmatch(r"bytes=(\d+)-", asked)
            if match and what != "whole":
                start, end = int(match[1]), len(content)
                if start >= end:
                    self.answer(416, b"")
                    return
                message = values[0] if what == "range" else f"bytes {start}-{end - 1}/{end}"
                self.answer(206, content[start:], {"Content-Range": message}, cut=values[0] if what == "cut" else None)
                return
            self.answer(200, content, cut=values[0] if what == "cut" else None)

        def answer(
            self, status: int, content: bytes, headers: dict[str, str] | None = None, cut: int | None = None
        ) -> None:
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(content))} | (headers or {})).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content[:cut])
            if cut is not None:
                self.wfile.flush()
                self.close_connection = True

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client has left early, as some tests want it to

    listening = Quiet(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server.url = f"http://127.0.0.1:{listening.server_address[1]}"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()
