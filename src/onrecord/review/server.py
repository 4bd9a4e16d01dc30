"""The review desk as web pages, served on this machine only."""

from __future__ import annotations

import contextlib
import secrets
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from onrecord.corrections import ARTICLES
from onrecord.errors import OnrecordError, PackageError, of_system
from onrecord.package.files import read_file
from onrecord.review.desk import Desk
from onrecord.review.guard import LARGEST_BODY, Guard
from onrecord.review.views import (
    added_rows,
    claimed_by,
    groups,
    named,
    noun,
    parts_to_add,
    pieces,
    rows_to_add,
    state_word,
    title_of,
    version_of,
)
from onrecord.text.bounded_json import NotReadable, parse_json
from onrecord.text.html import environment

_TEMPLATES = Path(__file__).parent / "templates"
_STATIC = {"desk.css": "text/css", "desk.js": "text/javascript"}
HERE = "127.0.0.1"
_ON_A_PAGE = 200


def application(desk: Desk, port: int, token: str) -> Guard:
    """The application of a desk, behind its guard.

    Args:
        desk: the desk.
        port: the port on which it will be served.
        token: the secret that opens it.
    """
    pages = _Pages(desk)
    routes = [
        Route("/", pages.start),
        Route("/rows", pages.rows),
        Route("/rows/{number:int}", pages.row),
        Route("/rows/{number:int}/{what}", pages.write, methods=["POST"]),
        Route("/undo", pages.undo, methods=["POST"]),
        Route("/entities", pages.entities),
        Route("/static/{name}", _static),
    ]
    return Guard(Starlette(routes=routes, exception_handlers={OnrecordError: pages.stopped}), port, token)


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        return Response("no such file; reload the page\n", 404)
    return Response(read_file(_TEMPLATES / name), media_type=_STATIC[name])


class _Pages:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        templates = environment(_TEMPLATES, lstrip_blocks=True)
        templates.globals |= {"noun": noun, "title_of": title_of}
        self._templates = templates

    def _page(self, template: str, code: int = 200, **values: Any) -> Response:
        about = {"desk": self._desk, "package": self._desk.reading.package.descriptor.get("title") or "", "last": ""}
        content = self._templates.get_template(template).render(about | values)
        return HTMLResponse(content.encode("utf-8", "xmlcharrefreplace"), code)

    def stopped(self, request: Request, error: Exception) -> Response:
        """The page for an error, such as a file of corrections that somebody has made invalid since."""
        return self._page("error.html.jinja", 409, heading="The desk cannot go on", message=str(error))

    def start(self, request: Request) -> Response:
        """The next row that is not done; the list if all are."""
        number = self._desk.next_open(self._desk.states())
        return RedirectResponse("/rows" if number is None else f"/rows/{number + 1}", 303)

    def rows(self, request: Request) -> Response:
        """The list of all rows."""
        states = self._desk.states()
        show = request.query_params.get("show", "")
        words = [state_word(item, state) for item, state in zip(self._desk.items, states, strict=True)]
        chosen = [number for number, word in enumerate(words, start=1) if show in {"", word}]
        pages = max(1, -(-len(chosen) // _ON_A_PAGE))
        stated = request.query_params.get("page", "1")
        page = min(pages, max(1, int(stated))) if stated.isdecimal() and len(stated) < 9 else 1
        listed = [
            (number, self._desk.items[number - 1], words[number - 1], self._title(number))
            for number in chosen[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]
        ]
        shown: dict[str, Any] = {
            "show": show if show in words else "",
            "page": page,
            "pages": pages,
            "found": len(chosen),
        }
        shown |= {"listed": listed, "progress": self._desk.progress(states)}
        return self._page("rows.html.jinja", last=self._desk.decision(self._desk.journal.last()), **shown)

    def _title(self, number: int) -> str:
        """The words of a row, for the list."""
        item, reading = self._desk.items[number - 1], self._desk.reading
        if item.table == ARTICLES:
            return f"Is a {noun(item.looks_for)} missing in this article?"
        if item.missing:
            return "withdrawn before"
        row = reading.rows[item.table][item.key]
        return row.get("text") or row.get("exact") or row.get("name") or ",".join(item.key)

    def row(self, request: Request) -> Response:
        """A row in its article."""
        number = request.path_params["number"] - 1
        desk, reading = self._desk, self._desk.with_added_entities()
        if not 0 <= number < len(desk.items):
            return self._page("error.html.jinja", 404, heading="No such page", message=f"There is no row {number + 1}.")
        item, states = desk.items[number], desk.states()
        state = states[number]
        article = reading.articles.get(item.article_id, {})
        new = desk.added_to(item.article_id)
        tables = dict.fromkeys((*[item.looks_for or item.table][: item.table != "entities"], *desk.selection.tables))
        involved = dict.fromkeys(
            control.value
            for group in groups(item, reading, state)
            for control in group.controls
            if control.kind == "entity"
        )
        involved |= dict.fromkeys([item.key[0]] if item.table == "entities" else [])
        return self._page(
            "row.html.jinja",
            number=number + 1,
            item=item,
            state=state,
            word=state_word(item, state),
            title=self._title(number + 1),
            groups=groups(item, reading, state),
            claimed_by=claimed_by(item, reading),
            parts=parts_to_add(item, reading) if item.table != ARTICLES and not item.missing else [],
            rows=rows_to_add(tuple(tables), reading, item.article_id) if article else [],
            pieces=pieces(item, reading, state, desk.selection.tables, new),
            source=reading.source(item.article_id),
            article=article,
            added=added_rows(new),
            involved=[(entity, named(reading, entity)) for entity in involved if entity in desk.reading.entities],
            version=version_of(item, reading),
            decision=desk.decision(item.name),
            last=desk.decision(desk.journal.last()),
            progress=desk.progress(states),
            previous=number if number else None,
            following=number + 2 if number + 1 < len(desk.items) else None,
        )

    def entities(self, request: Request) -> Response:
        """The entities whose names have some words, as JSON."""
        return JSONResponse(self._desk.find_entities(request.query_params.get("q", "")[:200]))

    async def write(self, request: Request) -> Response:
        """Writes a decision about a row, and answers with the page to show next."""
        number = request.path_params["number"] - 1
        actions: Mapping[str, Callable[[int, Mapping[str, Any]], None]] = {
            "decide": self._desk.decide,
            "add": self._desk.add,
            "merge": self._desk.merge,
            "split": self._desk.split,
        }
        action = actions.get(request.path_params["what"])
        if action is None:
            return _problem(404, "there is no such decision; reload the page")
        body = await request.body()

        def written() -> Response:
            action(number, _payload(body))
            if action != self._desk.decide:
                return JSONResponse({"next": f"/rows/{number + 1}"})
            following = self._desk.next_open(self._desk.states(), number)
            return JSONResponse({"next": "/rows" if following is None else f"/rows/{following + 1}"})

        return await _answered(written)

    async def undo(self, request: Request) -> Response:
        """Removes a decision, and answers with the page of its row."""
        body = await request.body()

        def undone() -> Response:
            place = self._desk.undo(_payload(body))
            return JSONResponse({"next": "" if place is None else f"/rows/{place + 1}"})

        return await _answered(undone)


def _payload(body: bytes) -> Mapping[str, Any]:
    try:
        value = parse_json(body, strict=True, largest=LARGEST_BODY)
    except NotReadable as error:
        raise PackageError(f"the decision is {error}") from None
    if not isinstance(value, dict):
        raise PackageError("the decision is not an object; reload the page")
    return value


async def _answered(action: Callable[[], Response]) -> Response:
    try:
        return await run_in_threadpool(action)
    except OnrecordError as error:
        return _problem(422, str(error))
    except OSError as error:
        return _problem(500, f"the decision could not be written: {of_system(error, 'corrections/')}")


def _problem(code: int, message: str) -> Response:
    return JSONResponse({"problem": message}, code)


@contextlib.contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """A socket on this machine's own address.

    Args:
        port: the port; 0 for any free port.

    Raises:
        PackageError: the port is in use.
    """
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((HERE, port))
            server.listen(128)  # so that the address can be opened as soon as it is printed
        except OSError as error:
            raise PackageError(f"port {port}: {error.strerror or error}; choose another port with --port") from None
        yield server
    finally:
        server.close()


def serve(desk: Desk, port: int, ready: Callable[[str], None], token: str = "") -> None:
    """Serves a desk until the program is interrupted.

    Args:
        desk: the desk.
        port: the port; 0 for any free port.
        ready: is called with the address to open, which has the token.
        token: the token; by default a random token.

    Raises:
        PackageError: the port is in use.
    """
    import uvicorn

    token = token or secrets.token_urlsafe(24)
    with listening(port) as server:
        port = server.getsockname()[1]
        config = uvicorn.Config(
            application(desk, port, token),
            log_level="error",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=2,
            h11_max_incomplete_event_size=64 * 1024,
        )
        ready(f"http://{HERE}:{port}/?token={token}")
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how a review ends
            uvicorn.Server(config).run(sockets=[server])
