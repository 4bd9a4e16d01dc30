"""The desk on the network of this machine: who may use it, and what third-party text does to its pages."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import threading
import time
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from onrecord.corrections import Correction, read_lines
from onrecord.review.decisions import Decided, decided
from onrecord.review.desk import open_desk
from onrecord.review.guard import LARGEST_BODY
from onrecord.review.queue import Item, Selection
from onrecord.review.rows import Reading
from onrecord.review.server import application, listening
from onrecord.review.views import version_of

from ...small_package import ARTICLES, FERRY, MILL, TEXTS, edit_cell, entity_id, quote_id, write_small_package
from .reviewing import judge

uvicorn = pytest.importorskip("uvicorn")
TOKEN = "the-token-of-this-test"


class Client:
    """A browser of few words: it keeps the cookie and sends what it is told to."""

    def __init__(self, port: int) -> None:
        self.port, self.cookie = port, ""
        self.own = {"Host": f"127.0.0.1:{port}", "Origin": f"http://127.0.0.1:{port}"}

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """Status, headers and body of the answer; a header of the value `none` is not sent."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {**self.own, "Content-Type": "application/json", "Cookie": self.cookie}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.items():
            if value != "none":
                connection.putheader(name, value)
        if body is not None and "Transfer_Encoding" not in headers:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        if body is not None:
            with contextlib.suppress(ConnectionError):  # refused before it was read
                connection.send(body)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()

    def enter(self) -> None:
        """Opens the address with the token."""
        code, headers, _ = self.ask("GET", f"/?token={TOKEN}")
        assert (code, headers["location"]) == (303, "/")
        self.cookie = headers["set-cookie"].partition(";")[0]

    def decide(self, number: int, **payload: object) -> tuple[int, dict[str, str]]:
        """Sends a decision about a row."""
        page = self.ask("GET", f"/rows/{number}")[2]
        version = re.findall(r'data-version="(\w+)"', page)[0]
        sent = json.dumps({"verdict": "right", "version": version, **payload}).encode()
        code, _, body = self.ask("POST", f"/rows/{number}/decide", sent)
        return code, json.loads(body)

    def undo(self, **payload: object) -> tuple[int, dict[str, str]]:
        """Undoes the last decision, as the button of a page that is loaded now."""
        [last] = re.findall(r'data-action="undo" data-key="u" data-decision="(\w*)"', self.ask("GET", "/rows")[2])
        code, _, body = self.ask("POST", "/undo", json.dumps({"decision": last, **payload}).encode())
        return code, json.loads(body)


@pytest.fixture
def client(small_package: Path) -> Iterator[Client]:
    """A client of a desk with the quotes of the small package."""
    yield from served(small_package)


def served(package: Path, tables: tuple[str, ...] = ("quotes",)) -> Iterator[Client]:
    """A client of a desk that is served in a thread."""
    desk = open_desk(package, "Nora Pell", Selection(tables))
    with listening(0) as socket:
        port = socket.getsockname()[1]
        config = uvicorn.Config(application(desk, port, TOKEN), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield Client(port)
        server.should_exit = True
        thread.join()


def test_the_cookie_and_the_headers(client: Client) -> None:
    """The cookie is for this site alone and for no script; no script but the desk's own runs in a page."""
    _, headers, _ = client.ask("GET", f"/?token={TOKEN}")
    name, _, rest = headers["set-cookie"].partition("=")
    assert name == f"onrecord-desk-{client.port}"
    assert {part.strip().casefold() for part in rest.split(";")[1:]} == {"httponly", "path=/", "samesite=strict"}
    client.enter()
    code, headers, body = client.ask("GET", "/rows/1")
    assert code == 200
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")
    assert not re.search(r"<script(?! src=\"/static/desk.js\")|\son\w+=|\sstyle=", body)


REFUSED = {
    "no cookie": (403, "GET", "/rows/1", {"Cookie": "none"}),
    "a wrong cookie": (403, "GET", "/rows/1", {"Cookie": "onrecord-desk-1=x"}),
    "a wrong token": (403, "GET", "/?token=guess", {"Cookie": "none"}),
    "a file without a cookie": (403, "GET", "/static/desk.js", {"Cookie": "none"}),
    "another name": (421, "GET", "/rows/1", {"Host": "desk.example"}),
    "another name with the token": (421, "GET", f"/?token={TOKEN}", {"Host": "desk.example"}),
    "no name": (400, "GET", "/rows/1", {"Host": "none"}),
    "another site": (403, "POST", "/undo", {"Origin": "http://evil.example"}),
    "another port": (403, "POST", "/undo", {"Origin": "http://127.0.0.1:1"}),
    "no site": (403, "POST", "/undo", {"Origin": "none"}),
    "a page in a sandbox": (403, "POST", "/undo", {"Origin": "null"}),
    "another site by another header": (403, "POST", "/undo", {"Sec_Fetch_Site": "cross-site"}),
    "a form": (415, "POST", "/undo", {"Content_Type": "text/plain"}),
    "another method": (405, "PUT", "/undo", {}),
    "a long name of a row": (404, "POST", "/rows/1/delete", {}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_who_is_refused(case: str, client: Client, small_package: Path) -> None:
    """Nothing is written, and no page is shown."""
    code, method, path, headers = REFUSED[case]
    client.enter()
    client.decide(1)
    before = (small_package / "corrections" / "nora-pell.csv").read_bytes()
    found, _, body = client.ask(method, path, b"{}" if method != "GET" else None, **headers)
    assert (found, "data-version" in body) == (code, False)
    assert (small_package / "corrections" / "nora-pell.csv").read_bytes() == before


@pytest.mark.parametrize("length", ["stated", "unstated"])
def test_a_body_that_is_too_long(length: str, client: Client) -> None:
    """It is refused by the length that it states, or when it grows too long."""
    client.enter()
    body = b'{"reason": "' + b"x" * LARGEST_BODY + b'"}'
    if length == "stated":
        code = client.ask("POST", "/undo", body)[0]
    else:
        chunks = (
            b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:70_000] for _ in range(5))) + b"0\r\n\r\n"
        )
        code = client.ask("POST", "/undo", chunks, Transfer_Encoding="chunked")[0]
    assert code == 413


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "the decision is not JSON"),
        (b"[]", "the decision is not an object; reload the page"),
        (b"{" * 100_000, "the decision is "),
        (b'{"verdict": "right", "verdict": "wrong"}', "the decision is the property 'verdict' is repeated"),
        (b'{"verdict": "right"}', "the row is another now; reload the page"),
        (b'{"verdict": "right", "version": "0"}', "the row is another now; reload the page"),
    ],
)
def test_what_is_not_a_decision(body: bytes, message: str, client: Client, small_package: Path) -> None:
    """The reviewer sees what is wrong; nothing is written."""
    client.enter()
    code, _, answer = client.ask("POST", "/rows/1/decide", body)
    assert (code, json.loads(answer)["problem"][: len(message)]) == (422, message)
    assert not (small_package / "corrections").exists()


PAYLOADS = [
    ({"verdict": "maybe"}, "a verdict is right or wrong"),
    ({"changes": {"99": "x"}}, "'99' is not a place of this row or text"),
    ({"changes": {"-1": "x"}}, "'-1' is not a place of this row or text"),
    ({"changes": {"1": 5}}, "speaker_status is not a text of up to 20,000 characters"),
    ({"changes": {"1": "x" * 20_001}}, "speaker_status is not a text of up to 20,000 characters"),
    ({"changes": {"1": "boss"}}, "speaker_status: new_value is 'boss', none of named"),
    ({"changes": {"5": "words"}}, "words are changed by a selection"),
    ({"changes": {"5": {"start": 0, "end": 10**9}}}, "'1000000000' is not a place of this row or text"),
    ({"changes": {"5": {"start": 3, "end": 3}}}, "no words are selected"),
    ({"changes": []}, "changes is not an object"),
    ({"removed": [7]}, "'7' is not a place of this row or text"),
    ({"removed": [True]}, "'True' is not a place of this row or text"),
    ({"added": [{"table": "votes"}]}, "this row has no such parts"),
    ({"reason": ["x"]}, "reason is not a text"),
]


@pytest.mark.parametrize(("payload", "message"), PAYLOADS, ids=[message[:40] for _, message in PAYLOADS])
def test_decisions_of_a_hostile_page(
    payload: dict[str, object], message: str, client: Client, small_package: Path
) -> None:
    """Each is refused with a message, and the file is not made."""
    client.enter()
    code, answer = client.decide(1, **payload)
    assert (code, message in answer["problem"]) == (422, True), answer
    assert not (small_package / "corrections").exists()


def test_a_decision_is_written_at_once(client: Client, small_package: Path) -> None:
    """It leads to the next row; undo leads back."""
    client.enter()
    assert client.decide(1, changes={"1": "role"}, reason="two\nlines") == (200, {"next": "/rows/2"})
    lines = read_lines(small_package)[0]
    assert [(line.field, line.new) for line in lines if line.action == "correct"] == [("speaker_status", "role")]
    assert {(line.curator, line.reason) for line in lines} == {("Nora Pell", "two lines")}
    assert "selected>role" in client.ask("GET", "/rows/1")[2]
    assert client.undo() == (200, {"next": "/rows/1"})
    assert read_lines(small_package)[0] == []


NOT_THIS_ROW = "this decision was changed or undone in another window; reload the page"
STALE = [
    ({"decision": ""}, NOT_THIS_ROW),
    ({"row": 0, "decision": "0123456789abcdef"}, NOT_THIS_ROW),
    ({"row": 0}, NOT_THIS_ROW),
    ({"row": True}, "'True' is not a place of this row or text; reload the page"),
    ({"row": False}, "'False' is not a place of this row or text; reload the page"),
    ({"row": 0.0}, "'0.0' is not a place of this row or text; reload the page"),
    ({"row": 5}, "'5' is not a place of this row or text; reload the page"),
    ({"row": None}, "'None' is not a place of this row or text; reload the page"),
    ({"added": "new-0123456789abcdef"}, "nothing was decided there that could be undone; reload the page"),
]


@pytest.mark.parametrize(("payload", "message"), STALE, ids=[str(payload) for payload, _ in STALE])
def test_what_is_not_undone(payload: dict[str, object], message: str, client: Client, small_package: Path) -> None:
    """A page that is out of date, a truth value in place of a number, a row that was never added."""
    client.enter()
    client.decide(1)
    client.decide(2)
    before = read_lines(small_package)[0]
    assert client.undo(**payload) == (422, {"problem": message})
    assert read_lines(small_package)[0] == before


def test_a_decision_is_undone_once(client: Client, small_package: Path) -> None:
    """Two windows show a row as accepted: the second press does not undo the decision before."""
    client.enter()
    assert client.undo() == (422, {"problem": "nothing was decided yet that could be undone"})
    client.decide(1)
    client.decide(2)
    page = client.ask("GET", "/rows/2")[2]
    [shown] = re.findall(r'data-version="\w+" data-decision="(\w+)"', page)
    [last] = re.findall(r'data-key="u" data-decision="(\w+)"', page)
    assert (shown, client.undo(decision=last)) == (last, (200, {"next": "/rows/2"}))
    assert client.undo(decision=last) == (422, {"problem": NOT_THIS_ROW})
    assert client.undo(row=1, decision=shown) == (422, {"problem": NOT_THIS_ROW})
    assert {line.key[0] for line in read_lines(small_package)[0] if line.table == "quotes"} == {
        open_desk(small_package, "Nora Pell", Selection(("quotes",))).items[0].key[0]
    }


def test_only_the_decided_row_is_judged_again(small_package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page needs what was decided about all rows, but a decision changes one."""
    judged = []

    def counted(item: Item, reading: Reading, lines: Sequence[Correction]) -> Decided:
        judged.append(item.name)
        return decided(item, reading, lines)

    desk = open_desk(small_package, "Nora Pell", Selection(("quotes",)))
    monkeypatch.setattr("onrecord.review.ledger.decided", counted)
    for number in (1, 3):
        desk.decide(number, {"verdict": "right", "version": version_of(desk.items[number], desk.reading)})
        for _ in range(3):
            states = desk.states()
    assert judged == [desk.items[1].name, desk.items[3].name]
    assert [state.done for state in states] == [False, True, False, True, False]
    judge(small_package, "Nora Pell", desk.items[0], wrong=True)  # in another window
    assert [state.withdrawn for state in desk.states()] == [True, False, False, False, False]
    assert judged[2:] == [desk.items[0].name]


def test_a_file_that_became_invalid(client: Client, small_package: Path) -> None:
    """The desk says where it is invalid, writes nothing over it, and goes on when it is valid again."""
    client.enter()
    client.decide(1)
    file = small_package / "corrections" / "nora-pell.csv"
    valid = file.read_bytes()
    file.write_bytes(valid + b"confirm,quotes,x\n")
    message = f"corrections/nora-pell.csv:{len(valid.splitlines()) + 1}: the line has 3 cells, not 10"
    for path in ("/", "/rows", "/rows/2"):
        code, _, body = client.ask("GET", path)
        assert (code, message in body) == (409, True)
    code, _, body = client.ask("POST", "/undo", b"{}")
    assert (code, message in json.loads(body)["problem"]) == (422, True)
    assert file.read_bytes() == valid + b"confirm,quotes,x\n"
    file.write_bytes(valid)
    assert client.ask("GET", "/rows/2")[0] == 200


def test_the_list_of_rows(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what was decided, in pages; numbers that a browser makes up lead to a page that there is."""
    monkeypatch.setattr("onrecord.review.server._ON_A_PAGE", 2)
    client.enter()
    client.decide(1)
    client.decide(2, verdict="wrong")
    client.decide(3, changes={"1": "role"})

    def rows(query: str) -> list[str]:
        return re.findall(r'href="/rows/(\d)"', client.ask("GET", f"/rows?{query}")[2])

    shown = {show: rows(f"show={show}") for show in ("open", "accepted", "withdrawn", "changed")}
    assert shown == {"open": ["4", "5"], "accepted": ["1"], "withdrawn": ["2"], "changed": ["3"]}
    pages = [rows(f"page={page}") for page in ("1", "2", "3", "99", "-1", "x", "9" * 40)]
    assert pages == [["1", "2"], ["3", "4"], ["5"], ["5"], ["1", "2"], ["1", "2"], ["1", "2"]]
    assert rows("show=nothing") == []


def test_rows_are_added_merged_split_and_taken_back(client: Client, small_package: Path) -> None:
    """What the buttons at the bottom of the page send."""
    client.enter()
    number = next(
        n for n in range(1, 6) if "still shut" in (page := client.ask("GET", f"/rows/{n}")[2]) or "stay shut" in page
    )
    start = TEXTS[FERRY].index("harbor office")
    add = {
        "table": "entities",
        "start": start,
        "end": start + 13,
        "values": {"name": "", "entity_type": "organization"},
    }
    assert client.ask("POST", f"/rows/{number}/add", json.dumps(add).encode())[0] == 200
    fields = {(line.table, line.field): line.new for line in read_lines(small_package)[0]}
    assert (fields["entities", "name"], fields["mentions", "start"]) == ("harbor office", str(start))
    ida, mara = entity_id("Ida Brandt"), entity_id("Mara Quill")
    assert client.ask("POST", f"/rows/{number}/merge", json.dumps({"entity": ida, "into": mara}).encode())[0] == 200
    office = {"entity": entity_id("harbor office"), "name": "port office"}
    assert client.ask("POST", f"/rows/{number}/split", json.dumps(office).encode())[0] == 200
    assert [line.action for line in read_lines(small_package)[0]][-2:] == ["merge", "split"]
    found = [name for _, name in json.loads(client.ask("GET", "/entities?q=HARBOR")[2])]
    assert found == ["harbor office (organization)", "harbor office (new)"]
    for _ in range(3):
        client.undo()
    assert read_lines(small_package)[0] == []


def test_a_name_that_was_added_can_be_chosen(client: Client, small_package: Path) -> None:
    """It is among the names of its article, by its name, also when it was chosen."""
    client.enter()
    desk = open_desk(small_package, "Nora Pell", Selection(("quotes",)))
    number = next(n for n, item in enumerate(desk.items, 1) if item.key == (quote_id("shut"),))
    start = TEXTS[FERRY].index("Lower Tarn")
    words = {"table": "entities", "start": start, "end": start + 10, "values": {"name": "", "entity_type": "place"}}
    assert client.ask("POST", f"/rows/{number}/add", json.dumps(words).encode())[0] == 200
    option = r'<option value="(new-[0-9a-f]{16})"( selected)?>Lower Tarn \(place\)</option>'
    [(name, chosen), *_] = re.findall(option, client.ask("GET", f"/rows/{number}")[2])
    assert chosen == ""
    assert client.decide(number, changes={"0": name})[0] == 200
    assert (name, " selected") in re.findall(option, client.ask("GET", f"/rows/{number}")[2])
    other = next(n for n, item in enumerate(desk.items, 1) if item.article_id == ARTICLES[MILL])
    assert "Lower Tarn (place)" not in client.ask("GET", f"/rows/{other}")[2]


class Texts(HTMLParser):
    """The text of the article in a page, and all elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags, self._depth = "", [], 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element."""
        self.tags.append(tag)
        self._depth += ("id", "text") in attrs or (self._depth > 0 and tag == "span")

    def handle_endtag(self, tag: str) -> None:
        """Leaves an element."""
        self._depth -= self._depth > 0 and tag in {"span", "div"}

    def handle_data(self, data: str) -> None:
        """Notes text."""
        self.text += data if self._depth else ""


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)> {{ 7 * 7 }} \x1b[31m \u202e ::error:: 🚢\r\n'


def test_markup_of_an_article_does_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is text with as many characters as before; so it is in names and titles."""
    monkeypatch.setitem(TEXTS, FERRY, TEXTS[FERRY] + HOSTILE)
    package = write_small_package(tmp_path / "small")
    edit_cell(package, "entities", entity_id("harbor office") or "", "name", HOSTILE.strip())
    edit_cell(package, "articles", ARTICLES[FERRY], "title", HOSTILE.strip())
    for client in served(package):
        client.enter()
        pages = [client.ask("GET", f"/rows/{number}")[2] for number in range(1, 6)]
        read = [Texts(page) for page in pages]
        texts = [each.text for each in read if "ferry" in each.text]
        assert {len(text) for text in texts} == {len(TEXTS[FERRY])}
        assert {text[-len(HOSTILE) :].partition("\x1b")[0][:40] for text in texts} == {HOSTILE[:40]}
        assert {tag for each in read for tag in each.tags} & {"img", "script"} == {"script"}
        assert all(each.tags.count("script") == 1 for each in read)
        assert not any("\x1b" in page or "\u202e" in page or "49" in page for page in pages)


def test_a_row_that_has_changed(small_package: Path) -> None:
    """The fingerprint of a page is that of the values that it shows."""
    desk = open_desk(small_package, "Nora Pell", Selection(("quotes",)))
    before = version_of(desk.items[0], desk.reading)
    edit_cell(small_package, "quotes", desk.items[0].key[0], "polarity", "negative")
    changed = open_desk(small_package, "Nora Pell", Selection(("quotes",)))
    assert version_of(desk.items[0], changed.reading) != before
    assert desk.items[0].key in {(quote_id(name),) for name in ("empty", "shut", "roof", "barn", "ice")}


def test_who_makes_a_claim(small_package: Path) -> None:
    """The claimant is shown with each claim: the speaker of its quote, whom to correct there, or the outlet."""
    notes = []
    for desk in served(small_package, ("claims",)):
        desk.enter()
        for number in range(1, 5):
            page = desk.ask("GET", f"/rows/{number}")[2]
            words = re.findall(r'<blockquote class="said"[^>]*>(.*?)</blockquote>', page, re.DOTALL)[0].strip()
            notes.append((words, *re.findall(r"<p>((?:Claimed by|The outlet itself).*?)</p>", page)))
    of_quote = "Claimed by {}, the speaker of the quote. If this is wrong, correct the speaker of the quote."
    assert sorted(notes) == [
        ("Neighbors call it a “glass barn”", "The outlet itself claims this. If somebody else does, withdraw the row."),
        ("The Lower Tarn ferry 🚢 will probably stay shut until spring", of_quote.format("harbor office")),
        ("The mill has stood empty since 2009", of_quote.format("Ida Brandt")),
        ("the roof had not been repaired in a decade", of_quote.format("Ida Brandt")),
    ]
