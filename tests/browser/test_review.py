"""The review desk in Chromium: two coders, a kill, and a keyboard alone."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.corrections import read_lines

from ..small_package import FERRY, MILL, TEXTS, quote_id

playwright = pytest.importorskip("playwright.sync_api", reason="the extra browser is not installed")
pytest.importorskip("uvicorn", reason="the extra review is not installed")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium."""
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


class Desk:
    """A desk in another process, and a page of it."""

    def __init__(self, package: Path, browser: Any, coder: str, **context: Any) -> None:
        self.package, self.coder = package, coder
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.start()

    def start(self) -> None:
        """Starts the server and opens the address that it prints."""
        command = [sys.executable, "-m", "onrecord", "review", str(self.package), "--coder", self.coder]
        self.server = subprocess.Popen([*command, "--tables", "quotes"], stdout=subprocess.PIPE, text=True)
        assert self.server.stdout is not None
        lines = iter(self.server.stdout.readline, "")
        try:
            self.page.goto(next(match[0] for line in lines if (match := re.search(r"http://\S+", line))))
        except BaseException:
            self.kill()  # nobody else would
            raise

    def kill(self) -> None:
        """Ends the server as a crash would."""
        self.server.send_signal(signal.SIGKILL)
        self.server.wait()

    def close(self) -> None:
        """Ends the server and the pages."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.server.pid, signal.SIGINT)
        self.server.wait(20)
        self.context.close()

    def select(self, words: str) -> None:
        """Selects words in the text with the mouse's means: a range."""
        self.page.evaluate(
            """words => {
                const text = document.getElementById("text");
                const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
                const whole = text.textContent, start = whole.indexOf(words), range = document.createRange();
                let at = 0;
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    const length = node.textContent.length;
                    if (start >= at && start < at + length) range.setStart(node, start - at);
                    if (start + words.length > at && start + words.length <= at + length)
                        range.setEnd(node, start + words.length - at);
                    at += length;
                }
                getSelection().removeAllRanges();
                getSelection().addRange(range);
            }""",
            words,
        )

    def go_to(self, words: str) -> None:
        """Opens the row with these words from the list."""
        self.page.goto(self.page.url.split("/rows")[0] + "/rows")
        with self.saved():
            self.page.get_by_role("link", name=words).first.click()

    def saved(self) -> Any:
        """Waits at the end of a block until the page after a decision is there."""
        return self.page.expect_navigation(wait_until="load")

    def lines(self) -> dict[tuple[str, str, str], tuple[str, str]]:
        """What the file of the coder says: action and value by table, id and column."""
        lines, problems = read_lines(self.package)
        assert problems == []
        return {
            (line.table, ",".join(line.key), line.field): (line.action, line.new)
            for line in lines
            if line.curator == self.coder
        }


@pytest.fixture
def desk(small_package: Path, browser: Any) -> Iterator[Desk]:
    """The desk of a coder."""
    opened = Desk(small_package, browser, "Nora Pell")
    yield opened
    opened.close()
    assert opened.faults == []


def test_rows_are_gone_through(desk: Desk) -> None:
    """Accept, next, previous, and the list, in which the row is accepted."""
    page = desk.page
    assert page.get_by_role("heading", level=1).inner_text() == "Row 1: quote"
    marked = page.locator("#text .own-content").all_inner_texts()
    assert marked == ["The mill has stood empty since 2009", "It will house forty families."]
    with desk.saved():
        page.get_by_role("button", name="Accept").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Row 2: quote"
    assert page.locator(".progress strong").inner_text() == "1"
    page.get_by_role("link", name="Previous").click()
    page.wait_for_url("**/rows/1")
    assert page.locator(".state-line").inner_text() == "accepted"
    page.get_by_role("link", name="All rows").click()
    assert page.locator("tbody tr").first.locator(".state").inner_text() == "accepted"


def test_words_are_selected_and_a_kill_loses_nothing(desk: Desk) -> None:
    """Words after a character of two UTF-16 units; after SIGKILL the new server shows the correction."""
    page = desk.page
    desk.go_to("The Lower Tarn ferry")
    words = "ferry 🚢 will probably stay shut"
    desk.select(words)
    page.get_by_role("button", name="Use selected words").first.click()
    page.locator("#row").get_by_label("Said or thought").select_option("thought")
    assert page.locator("#accept-word").inner_text() == "Accept with changes"
    with desk.saved():
        page.get_by_role("button", name="Accept with changes").click()
    found = desk.lines()
    quote = quote_id("shut")
    assert found["quotes", quote, "kind"] == ("correct", "thought")
    assert found["quote_spans", f"{quote},content,1", "exact"] == ("correct", words)
    assert words in TEXTS[FERRY]
    desk.kill()
    page.get_by_role("button", name="Undo last").click()
    page.locator("#problem").filter(has_text="does not answer").wait_for()
    desk.faults.clear()
    desk.start()
    assert desk.lines() == found
    assert page.locator(".progress strong").inner_text() == "1"
    desk.go_to("The Lower Tarn ferry")
    assert page.locator("#text .own-content").all_inner_texts() == [words]
    assert page.locator(".said").first.inner_text() == words
    assert page.locator("#row").get_by_label("Said or thought").input_value() == "thought"
    # Another look with another change keeps the words.
    page.locator("#row").get_by_label("Polarity").select_option("negative")
    with desk.saved():
        page.get_by_role("button", name="Accept with changes").click()
    assert desk.lines() == {**found, ("quotes", quote, "polarity"): ("correct", "negative")}


def test_a_keyboard_is_enough(desk: Desk) -> None:
    """Keys alone: help, next, select words, take them, accept, withdraw, undo."""
    page, keys = desk.page, desk.page.keyboard
    keys.press("?")
    page.get_by_role("dialog").wait_for()
    keys.press("Escape")
    desk.go_to("glass barn")
    keys.press("t")
    assert page.evaluate("document.activeElement.id") == "text"
    keys.press("Control+Home")
    for _ in range(TEXTS[MILL].index("Neighbors")):
        keys.press("ArrowRight")
    for _ in "Neighbors":
        keys.press("Shift+ArrowRight")
    before = page.locator("#text").inner_text()
    keys.press("x")
    keys.press("2")
    assert page.locator("#text").inner_text() == before
    assert page.locator(".new-part .said").first.inner_text() == "Neighbors"
    with desk.saved():
        keys.press("a")
    quote = quote_id("barn")
    assert desk.lines()["quote_spans", f"{quote},source,1", "exact"] == ("add", "Neighbors")
    number = page.get_by_role("heading", level=1).inner_text()
    with desk.saved():
        keys.press("w")
    assert [value for value in desk.lines().values() if value[0] == "withdraw"] == [("withdraw", "")]
    with desk.saved():
        keys.press("u")
    assert page.get_by_role("heading", level=1).inner_text() == number
    assert [value for value in desk.lines().values() if value[0] == "withdraw"] == []


def test_changes_are_not_lost_unasked(desk: Desk) -> None:
    """Whoever goes to the next row with a change that is not saved is asked first."""
    page = desk.page
    page.locator("#row").get_by_label("Polarity").select_option("negative")
    page.locator("#row-title").click()
    page.keyboard.press("n")
    page.locator("#problem").filter(has_text="Your changes are not saved").wait_for()
    assert page.url.endswith("/rows/1")
    with desk.saved():
        page.keyboard.press("n")
    assert page.url.endswith("/rows/2")
    assert desk.lines() == {}


def test_keys_do_nothing_while_somebody_writes(desk: Desk) -> None:
    """A reason may have the letters of the keys; the keys can be switched off."""
    page = desk.page
    page.keyboard.press("r")
    page.keyboard.type("was wrong?")
    assert page.locator("#reason").input_value() == "was wrong?"
    assert desk.lines() == {}
    page.get_by_role("button", name="Keys and help").click()
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("w")
    page.reload()
    page.keyboard.press("a")
    assert desk.lines() == {}


def test_a_speaker_is_searched_and_a_quote_is_added(desk: Desk) -> None:
    """A name of another article, found by a part of it; a quote that was left out."""
    page = desk.page
    desk.go_to("glass barn")
    page.get_by_text("Search all names").first.click()
    page.get_by_label("A part of the name").first.press_sequentially("courier")
    page.get_by_role("button", name="Tarn Courier").click()
    assert page.locator("#accept-word").inner_text() == "Accept with changes"
    page.get_by_label("Kind of speaker").first.select_option("named")
    with desk.saved():
        page.get_by_role("button", name="Accept with changes").click()
    desk.go_to("glass barn")
    page.keyboard.press("+")
    page.get_by_text("Add a quote").first.click()
    form = page.locator("form.new-row[data-table=quotes]")
    form.get_by_label("Kind of speaker").select_option("unknown")
    form.get_by_label("Type of quote").select_option("fragment")
    form.get_by_role("button").click()
    page.locator("#problem").filter(has_text="No words are selected").wait_for()
    desk.select("Neighbors")
    form.get_by_role("button").click()
    page.get_by_role("heading", name="Added by you in this article").wait_for()
    added = [key for key, value in desk.lines().items() if value == ("add", "Neighbors")]
    assert [(table, field) for table, _, field in added] == [("quote_spans", "exact")]
    with desk.saved():
        page.get_by_role("button", name="Remove", exact=True).click()
    assert page.locator("#status").inner_text() == "The added row is removed."
    assert not any(value == ("add", "Neighbors") for value in desk.lines().values())


def test_two_coders_at_once(desk: Desk, small_package: Path, browser: Any) -> None:
    """Each in their own browser and file, blind to the other."""
    other = Desk(small_package, browser, "Ada Quint")
    for each in (desk, other):
        with each.saved():
            each.page.get_by_role("button", name="Accept").click()
        assert each.page.locator(".progress strong").inner_text() == "1"
    desk.page.keyboard.press("w")
    desk.page.wait_for_url("**/rows/3")
    other.page.reload()
    assert other.page.locator(".progress strong").inner_text() == "1"
    assert other.page.locator(".state-line").inner_text() == "open"
    assert len([value for value in desk.lines().values() if value[0] == "withdraw"]) == 1
    assert {action for action, _ in other.lines().values()} == {"confirm"}
    other.close()
    assert other.faults == []


def test_two_browsers_of_one_coder(desk: Desk, browser: Any) -> None:
    """Both write to the same file; each sees what the other decided when it loads a page."""
    context = browser.new_context()
    context.add_cookies(desk.context.cookies())
    second = context.new_page()
    second.goto(desk.page.url.split("/rows")[0] + "/rows/2")
    second.get_by_role("button", name="Accept").click()
    second.wait_for_url("**/rows/3")
    desk.page.get_by_role("button", name="Accept").click()
    desk.page.wait_for_url("**/rows/3")
    assert desk.page.locator(".progress strong").inner_text() == "2"
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_fault_of_accessibility(scheme: str, width: int, small_package: Path, browser: Any) -> None:
    """Axe finds nothing, and nothing is wider than the window."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    size = {"width": width, "height": 850}
    desk = Desk(small_package, browser, "Nora Pell", color_scheme=scheme, viewport=size, bypass_csp=True)
    with desk.saved():
        desk.page.get_by_role("button", name="Accept").click()
    for path in ("/rows/1", "/rows/2", "/rows", "/rows/99"):
        desk.page.goto(desk.page.url.split("/rows")[0] + path)
        for details in desk.page.locator("details > summary").all():
            if details.is_visible():
                details.click()
        found = axe.run(desk.page).response["violations"]
        assert [(path, fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.close()
