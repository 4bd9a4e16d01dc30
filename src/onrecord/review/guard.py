"""Who may use the desk: a browser on this machine that was given the token, and no page of another site.

The server listens on 127.0.0.1 alone. A page of another site could still send requests there, or reach it under a name
that it points to 127.0.0.1 (DNS rebinding). So the name in the request must be ours, a request that writes must come
from our own page, and every request needs the cookie that the address with the token sets.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LARGEST_BODY = 256 * 1024
_LONGEST_PATH = 100
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    b"content-security-policy": _POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"no-store",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}


class Guard:
    """Refuses requests before they reach the desk.

    Args:
        app: the application.
        port: the port of the server.
        token: the secret in the address that the user opens.
    """

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]], port: int, token: str) -> None:
        self._app, self._token = app, token
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        # Cookies do not know ports: each desk on this machine has its own.
        self._cookie, self._session = f"onrecord-desk-{port}", secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, or passes it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message["headers"] if name.lower() not in _HEADERS]
                message["headers"] = [*kept, *_HEADERS.items()]
            await send(message)

        answer = self._refusal(Request(scope))
        if answer is None and scope["method"] == "POST":
            body = await _body(receive)
            if body is None:
                answer = _refused(413, f"more than {LARGEST_BODY // 1024} KiB; write less")
            else:
                receive = _replay(body)
        if answer is not None:
            await answer(scope, receive, with_headers)
        else:
            await self._app(scope, receive, with_headers)

    def _refusal(self, request: Request) -> Response | None:
        """The answer to a request that is not passed on."""
        headers = request.headers
        if headers.getlist("host") != [host := headers.get("host", "")] or host not in self._hosts:
            return _refused(421, "this name is not the desk's; open the address that onrecord review printed")
        if len(request.url.path) > _LONGEST_PATH:
            return _refused(404, "no such page; open the list of rows")
        if request.method not in {"GET", "HEAD", "POST"}:
            return _refused(405, "the desk has only pages and decisions; reload the page")
        if request.method == "POST" and headers.get("origin") != f"http://{host}":
            return _refused(403, "the request is from another site; use the desk's own page")
        if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"} and request.method == "POST":
            return _refused(403, "the request is from another site; use the desk's own page")
        if request.method == "POST" and headers.get("content-type", "").partition(";")[0] != "application/json":
            return _refused(415, "a decision is JSON; use the desk's own page")
        if _too_long(headers):
            return _refused(413, f"more than {LARGEST_BODY // 1024} KiB; write less")
        if request.method == "GET" and request.url.path == "/" and "token" in request.query_params:
            if not hmac.compare_digest(request.query_params["token"].encode(), self._token.encode()):
                return _refused(403, "the token is wrong; open the address that onrecord review printed")
            entered = RedirectResponse("/", 303)
            entered.set_cookie(self._cookie, self._session, httponly=True, samesite="strict", path="/")
            return entered
        cookie = request.cookies.get(self._cookie, "")
        if not hmac.compare_digest(cookie.encode(), self._session.encode()):
            return _refused(403, "no token; open the address that onrecord review printed")
        return None


def _too_long(headers: Headers) -> bool:
    stated = headers.get("content-length", "0")
    return not stated.isascii() or not stated.isdecimal() or len(stated) > 9 or int(stated) > LARGEST_BODY


def _refused(code: int, message: str) -> Response:
    return PlainTextResponse(f"{message}\n", code)


async def _body(receive: Receive) -> bytes | None:
    """The body of a request; None if it is too long, whatever its length was said to be."""
    body: bytes = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            return None
        if not message.get("more_body"):
            return body


def _replay(body: bytes) -> Receive:
    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
