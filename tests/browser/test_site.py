"""The site in a browser: every kind of page, from disk, with Chromium."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.site import make_site

from .. import small_package as builder
from ..small_package import ENTITIES, FERRY, MILL, TEXTS, article_id, edit_rows, entity_id, quote_id

playwright = pytest.importorskip("playwright.sync_api", reason="pip install 'onrecord[browser]'")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install 'onrecord[browser]'")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed")
WIDTHS = (1280, 390)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser; as root it starts only without its sandbox."""
    with playwright.sync_playwright() as running:
        arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = running.chromium.launch(executable_path=BROWSER, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small package, whose mill article is there 60 times, so that tables have several pages."""
    folder = tmp_path_factory.mktemp("browser")
    package = builder.write_small_package(folder / "small")

    def copied(key: str, number: int) -> str:
        return f"{key[:-2]}{chr(97 + number // 26)}{chr(97 + number % 26)}"

    def more(rows: list[dict[str, str]]) -> None:
        copies = []
        for number in range(60):
            for row in rows:
                if row["article_id"] == article_id(MILL):
                    keys = ("article_id", "quote_id", "mention_id", "claim_id", "vote_id", "within_id")
                    new = {name: copied(cell, number) if name in keys and cell else cell for name, cell in row.items()}
                    if "published" in new:
                        new["published"] = f"2031-{number % 12 + 1:02}-{number % 28 + 1:02}"
                    copies.append(new)
        rows += copies

    for table in ("articles", "mentions", "quotes", "quote_spans", "votes", "vote_counts", "vote_positions", "claims"):
        edit_rows(package, table, more)
    edit_rows(package, "quotes", lambda rows: [row.update(confidence=f"0.{50 + n % 50}") for n, row in enumerate(rows)])
    return make_site(package, folder / "site").path.parent


KINDS = {
    "start": "index.html",
    "article": f"articles/{article_id(MILL)}.html",
    "person": f"entities/{entity_id('Ida Brandt')}.html",
    "names": f"entities/{article_id(FERRY)}.html",
    "outlet": "outlets/*.html",
    "vote": "votes/*.html",
    "articles": "tables/articles.html",
    "outlets": "tables/outlets.html",
    "entities": "tables/entities.html",
    "quotes": "tables/quotes.html",
    "filtered": "tables/quotes.html#speaker=Ida%20Brandt&sort=-published",
    "votes": "tables/votes.html",
    "positions": "tables/positions.html",
    "claims": "tables/claims.html",
    "about": "tables/about.html",
    "only": f"tables/about.html#of={entity_id('old mill')}",
    "voices": "voices.html",
    "search": "search.html#q=mill",
}


def address(site: Path, kind: str) -> str:
    """The URL of a page of some kind."""
    place, _, fragment = KINDS[kind].partition("#")
    return next(iter(sorted(site.glob(place)))).as_uri() + (f"#{fragment}" if fragment else "")


class Watched:
    """A page, with all that it complains of and asks for."""

    def __init__(self, browser: Any, site: Path, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        inside = (site.as_uri(), "data:", "blob:")
        self.page.on(
            "request", lambda request: None if request.url.startswith(inside) else self.complaints.append(request.url)
        )


@pytest.fixture
def watched(chromium: Any, site: Path) -> Iterator[Watched]:
    """A page that must not complain."""
    made = Watched(chromium, site, viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield made
    made.context.close()
    assert made.complaints == []


def settle(page: Any) -> None:
    """Waits until the rows that a page shows are there."""
    page.wait_for_load_state("load")
    page.wait_for_timeout(250)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible_and_loads_nothing_from_elsewhere(kind: str, chromium: Any, site: Path) -> None:
    """Axe finds nothing of any impact, light and dark, wide and on a phone, where nothing scrolls sideways."""
    for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")):
        options = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "reduced_motion": "reduce"}
        made = Watched(chromium, site, **options)
        made.page.goto(address(site, kind))
        settle(made.page)
        assert made.page.evaluate("document.documentElement.scrollWidth") <= width
        assert made.complaints == []
        made.context.close()
        # The policy of the page would keep axe out, too.
        made = Watched(chromium, site, bypass_csp=True, **options)
        made.page.goto(address(site, kind))
        settle(made.page)
        found = axe.Axe().run(made.page).response["violations"]
        assert [(each["id"], each["impact"], each["nodes"][0]["html"]) for each in found] == []
        made.context.close()


def test_the_policy_keeps_out_what_a_page_does_not_own(watched: Watched, site: Path) -> None:
    """An inline script does not run, and nothing is fetched."""
    watched.page.goto(address(site, "article"))
    ran = watched.page.evaluate(
        """async () => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            const fetched = await fetch("https://example.org/").then(() => true, () => false);
            return [window.ran === true, fetched];
        }"""
    )
    assert ran == [False, False]
    assert len(watched.complaints) >= 2
    watched.complaints.clear()


def rows_of(page: Any) -> list[list[str]]:
    """The cells of the rows that a table shows."""
    found: list[list[str]] = page.eval_on_selector_all(
        "#table tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return found


def status(page: Any) -> str:
    """What the table says of its rows."""
    return str(page.text_content("#status"))


def test_a_table_sorts_filters_and_turns_its_pages(watched: Watched, site: Path) -> None:
    """By button and field; the address leads back to the same rows."""
    page = watched.page
    page.goto(address(site, "quotes"))
    settle(page)
    assert status(page) == "Rows 1 to 50 of 185"
    page.get_by_role("button", name="Published").click()
    settle(page)
    dates = [row[4] for row in rows_of(page)]
    assert (dates, dates[0]) == (sorted(dates), "2031-01-01")
    assert page.get_attribute("th[data-key=published]", "aria-sort") == "ascending"
    page.get_by_role("button", name="Published").click()
    settle(page)
    assert rows_of(page)[0][4] == "2031-12-24"
    assert page.get_attribute("th[data-key=published]", "aria-sort") == "descending"
    page.get_by_label("Speaker").fill("ida")
    settle(page)
    assert status(page) == "Rows 1 to 50 of 122 quotes"
    assert {row[1] for row in rows_of(page)} == {"Ida Brandt"}
    page.get_by_role("button", name="Next rows").click()
    settle(page)
    assert status(page) == "Rows 51 to 100 of 122 quotes"
    page.get_by_label("How").select_option("said, word for word")
    page.get_by_label("Published from").fill("2031-06-01")
    page.get_by_label("to", exact=True).fill("2031-06-30")
    settle(page)
    assert [(row[1], row[2], row[4][:7]) for row in rows_of(page)] == [
        ("Ida Brandt", "said, word for word", "2031-06")
    ] * 5
    before = (status(page), rows_of(page))
    page.reload()
    settle(page)
    assert (status(page), rows_of(page)) == before
    page.get_by_label("Right, of 100, at least").fill("99")
    page.get_by_label("Words").fill("mill")
    settle(page)
    assert all(int(row[6]) >= 99 for row in rows_of(page))
    page.get_by_label("Words").fill("nothing like this")
    settle(page)
    assert status(page) == "No quotes match."
    page.get_by_role("button", name="Clear").click()
    settle(page)
    assert status(page) == "Rows 1 to 50 of 185 quotes"


def test_the_rows_that_match_can_be_saved(watched: Watched, site: Path) -> None:
    """As CSV, safe in spreadsheets."""
    page = watched.page
    page.goto(address(site, "entities"))
    settle(page)
    page.get_by_label("Type").select_option("person")
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download these rows").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ['"Name"', '"Ida Brandt"', '"Mara Quill"']


def test_a_link_leads_to_the_rows_of_one_person(watched: Watched, site: Path) -> None:
    """By the id; other filters narrow these rows, and a button shows all again."""
    page = watched.page
    page.goto(address(site, "person"))
    page.get_by_role("link", name="All of them in the table").first.click()
    settle(page)
    assert page.url.endswith(f"tables/quotes.html#of={entity_id('Ida Brandt')}")
    assert (page.text_content("#only"), status(page)) == ("Only Ida Brandt Show all", "Rows 1 to 50 of 122 quotes")
    page.get_by_label("Words").fill("roof")
    settle(page)
    assert (status(page), {row[1] for row in rows_of(page)}) == ("Rows 1 to 50 of 61 quotes", {"Ida Brandt"})
    page.reload()
    settle(page)
    assert status(page) == "Rows 1 to 50 of 61 quotes"
    page.get_by_role("button", name="Show all").click()
    settle(page)
    assert (page.locator("#only").is_visible(), page.url.partition("#")[2]) == (False, "q=roof")
    page.goto(address(site, "only"))
    settle(page)
    assert (page.text_content("#only-of"), {row[0] for row in rows_of(page)}) == ("old mill", {"old mill"})


def test_search_finds_words_and_beginnings_at_once(watched: Watched, site: Path) -> None:
    """People, articles, quotes and claims; the results lead to their words."""
    page = watched.page
    page.goto(address(site, "search").partition("#")[0])
    settle(page)
    for words, heads in (
        ("brandt", ["People and organizations (1)", "Articles (61)", "Quotes (122)", "Claims (122)"]),
        ("brand", ["People and organizations (1)", "Articles (61)", "Quotes (122)", "Claims (122)"]),
        ("ferry ice", ["Articles (1)"]),
        ("zebra", []),
    ):
        page.fill("#query", words)
        settle(page)
        assert page.eval_on_selector_all("#results h2", "all => all.map(head => head.textContent)") == heads
    page.fill("#query", "glass barn")
    settle(page)
    start = time.perf_counter()
    page.evaluate("() => onrecord.search('quotes', 'glass bar')")
    assert time.perf_counter() - start < 0.1
    page.locator("#results section", has_text="Quotes").get_by_role("link").first.click()
    settle(page)
    assert page.url.endswith(f"#{quote_id('barn')}")
    assert page.evaluate("document.querySelector(':target').nextElementSibling.textContent") == "glass barn"


def test_an_article_can_be_read_with_the_keyboard_alone(watched: Watched, site: Path) -> None:
    """The tab order is short: the text is one stop; arrows move in it, Enter leads to the card and back."""
    page = watched.page
    page.goto(address(site, "article"))
    settle(page)
    stops: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate("document.activeElement.closest('.reading') ? 'text' : document.activeElement.tagName")
        if stop == "BODY":
            break
        stops.append(stop)
    assert (stops.count("text"), len(stops) < 35) == (1, True), stops
    page.locator(".reading a[tabindex='0']").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert page.evaluate("document.querySelectorAll(\".reading a[tabindex='0']\").length") == 1
    page.locator(f"#{quote_id('empty')}").focus()
    assert page.evaluate("document.querySelectorAll('.lit-q').length") >= 5
    page.keyboard.press("Enter")
    settle(page)
    focused = "[document.activeElement.className, document.activeElement.textContent]"
    assert page.evaluate(focused) == ["label", "1"]
    page.keyboard.press("Enter")
    settle(page)
    assert page.evaluate("document.activeElement.id") == quote_id("empty")


def test_marks_are_switched_on_and_off(watched: Watched, site: Path) -> None:
    """Each kind by its box; the text stays."""
    page = watched.page
    page.goto(address(site, "article"))
    settle(page)
    shown = page.eval_on_selector_all(".text", "all => all.map(each => each.textContent).join('')")
    assert shown == TEXTS[MILL]
    row = page.locator(".card.quotes .row").first
    assert not row.is_visible()
    page.get_by_label("How each was read").check()
    assert row.is_visible()
    page.get_by_label("Claims").uncheck()
    assert page.locator(".claim-lines").first.is_hidden()
    page.get_by_label("Votes").uncheck()
    assert page.locator(".card.votes").is_hidden()


def test_print_has_the_whole_page(watched: Watched, site: Path) -> None:
    """Nothing is cut off or folded; ids and methods are printed, controls are not."""
    page = watched.page
    page.goto(address(site, "article"))
    page.emulate_media(media="print")
    settle(page)
    assert page.locator(".card .row").first.is_visible()
    assert page.locator(".toolbar").is_hidden()
    page.goto(address(site, "quotes"))
    settle(page)
    assert page.locator("#filters").is_hidden()
    assert page.evaluate("getComputedStyle(document.getElementById('scroll')).overflow") == "visible"


def test_hostile_rows_run_nothing(chromium: Any, tmp_path: Path) -> None:
    """Markup in names and quotes is text on every page, also where a script shows it."""
    package = builder.write_small_package(tmp_path / "small")
    nasty = "<img src=x onerror=\"document.title='ran'\"><script>document.title='ran'</script>"
    edit_rows(package, "entities", lambda rows: [row.update(name=f"{nasty} {row['name']}") for row in rows])
    edit_rows(package, "quotes", lambda rows: [row.update(text=f"{nasty} {row['text']}") for row in rows])
    edit_rows(package, "articles", lambda rows: [row.update(title=nasty, publisher=nasty) for row in rows])
    hostile = make_site(package, tmp_path / "site").path.parent
    made = Watched(chromium, hostile)
    for place in ("index.html", "tables/quotes.html#q=img", "tables/entities.html#sort=name", "search.html#q=img"):
        made.page.goto(hostile.as_uri() + "/" + place)
        settle(made.page)
        assert made.page.evaluate("[document.images.length, document.title === 'ran']") == [0, False]
    assert made.page.locator("#results li").count() >= len(ENTITIES) - 2
    assert made.complaints == []
    made.context.close()
