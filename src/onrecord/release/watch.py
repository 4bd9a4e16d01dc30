"""A watch over connections, which cuts them if a server sends too little in a given time.

The timeouts of sockets limit a single wait. A server that sends a byte a second never exceeds them, neither in the
header of an answer nor in its content.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from requests import Session

NAME = "onrecord watches a connection"
PATIENCE = 30.0  # seconds for the header of an answer, and for each block of its content


class Watch:
    """A watch over the connections of a request.

    Attributes:
        is_cut: whether the connections were cut.
    """

    def __init__(self) -> None:
        self.is_cut = False
        self._is_over = threading.Event()
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self.go_on()

    def go_on(self) -> None:
        """Restarts the time, as bytes have arrived."""
        self._due = time.monotonic() + PATIENCE

    def over(self, connection: socket.socket) -> None:
        """Adds a connection."""
        with self._lock:
            # TLS takes the first handle away, so this is a second; a shutdown by either closes the connection.
            self._sockets.append(connection.dup())
            if self.is_cut:
                self._cut()

    def run(self) -> None:
        """Waits for the end of the request, and cuts it if the time is over."""
        while not self._is_over.wait(max(0.0, self._due - time.monotonic())):
            if time.monotonic() >= self._due:
                with self._lock:
                    self._cut()
                return

    def end(self) -> None:
        """Ends the watch."""
        self._is_over.set()

    def close(self) -> None:
        """Closes the handles of the connections."""
        for connection in self._sockets:
            connection.close()

    def _cut(self) -> None:
        self.is_cut = True
        for connection in self._sockets:
            with suppress(OSError):  # the server has closed it
                connection.shutdown(socket.SHUT_RDWR)


def new_session() -> Session:
    """A session that neither follows redirects nor parses their URLs.

    Even with `allow_redirects=False`, the library would raise the errors of its URL parsers.
    """
    from requests import Session

    class Plain(Session):
        def get_redirect_target(self, resp: object) -> None:
            return None

    return Plain()


@contextmanager
def watching(session: Session) -> Iterator[Watch]:
    """Watches all connections that a session opens within a block."""
    watch = Watch()
    adapter = _adapter(watch)
    for prefix in ("http://", "https://"):
        session.mount(prefix, adapter)
    thread = threading.Thread(target=watch.run, name=NAME, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        watch.end()
        thread.join()
        adapter.close()
        watch.close()


def _adapter(watch: Watch) -> Any:
    """An adapter that opens connections for a session and adds each to a watch."""
    from requests.adapters import HTTPAdapter

    class Adapter(HTTPAdapter):
        def get_connection_with_tls_context(self, *arguments: Any, **named: Any) -> Any:
            pool = super().get_connection_with_tls_context(*arguments, **named)
            if not hasattr(pool.ConnectionCls, "watch"):  # else a pool from an earlier redirect to the same server
                pool.ConnectionCls = _watched(pool.ConnectionCls, watch)
            return pool

    return Adapter()


def _watched(connection: Any, over: Watch) -> Any:
    from http.client import HTTPResponse, parse_headers

    class Final(HTTPResponse):
        """The final answer to a request: of interim answers (RFC 9110, 15.2), the library skips only `100`."""

        def _read_status(self) -> tuple[str, int, str]:
            while True:
                version, status, reason = super()._read_status()  # type: ignore[misc]
                if not 101 < status < 200:
                    return version, status, reason
                parse_headers(self.fp)

    class Watched(connection):  # type: ignore[misc]
        watch = over
        response_class = Final

        def _new_conn(self) -> socket.socket:
            opened: socket.socket = super()._new_conn()
            self.watch.over(opened)
            return opened

    return Watched
