"""A watch over a connection: it is cut where its server sends too little in too much time.

The time limits of sockets are for one wait. A server that sends a byte a second never exceeds them, whether it sends
the head of an answer or its content.
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
PATIENCE = 30.0  # seconds for the head of an answer, and for each further block of it


class Watch:
    """A watch over the connections that one request opens.

    Attributes:
        is_cut: whether they were cut.
    """

    def __init__(self) -> None:
        self.is_cut = False
        self._is_over = threading.Event()
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self.go_on()

    def go_on(self) -> None:
        """Says that something has come, so that the time begins again."""
        self._due = time.monotonic() + PATIENCE

    def over(self, connection: socket.socket) -> None:
        """Watches a connection, too."""
        with self._lock:
            # A second handle, as TLS takes the first one away; what is shut down by one is shut down for both.
            self._sockets.append(connection.dup())
            if self.is_cut:
                self._cut()

    def run(self) -> None:
        """Waits for the end of the request, or for the moment at which it is cut."""
        while not self._is_over.wait(max(0.0, self._due - time.monotonic())):
            if time.monotonic() >= self._due:
                with self._lock:
                    self._cut()
                return

    def end(self) -> None:
        """Ends the watch."""
        self._is_over.set()

    def close(self) -> None:
        """Lets go of the connections."""
        for each in self._sockets:
            each.close()

    def _cut(self) -> None:
        self.is_cut = True
        for each in self._sockets:
            with suppress(OSError):  # the server has gone
                each.shutdown(socket.SHUT_RDWR)


def new_session() -> Session:
    """A session that follows no redirect by itself, and does not even look where it leads to.

    The library raises whatever its parsers of URLs raise, even where it is told to follow none.
    """
    from requests import Session

    class Plain(Session):
        def get_redirect_target(self, resp: object) -> None:
            return None

    return Plain()


@contextmanager
def watching(session: Session) -> Iterator[Watch]:
    """Watches over all connections that a session opens within the block."""
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
    """What opens connections for a session, and shows each of them to a watch."""
    from requests.adapters import HTTPAdapter

    class Adapter(HTTPAdapter):
        def get_connection_with_tls_context(self, *arguments: Any, **named: Any) -> Any:
            pool = super().get_connection_with_tls_context(*arguments, **named)
            if not hasattr(pool.ConnectionCls, "watch"):  # the pool of an earlier redirect to the same server
                pool.ConnectionCls = _watched(pool.ConnectionCls, watch)
            return pool

    return Adapter()


def _watched(connection: Any, over: Watch) -> Any:
    from http.client import HTTPResponse, parse_headers

    class Final(HTTPResponse):
        """The final answer to a request: of those before it (RFC 9110, 15.2), the library passes over `100` alone."""

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
