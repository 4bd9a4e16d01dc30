"""The pages of releases in a browser: accessible, readable on a phone and on paper, and silent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.package import DESCRIPTOR

from ..small_package import edit_cell, edit_descriptor, quote_id, write_small_package
from ..unit.release.conftest import STATED, publish_unvalidated
from ..unit.release.test_pages import HOSTILE, write
from .test_site import Watched, axe, chromium, pytestmark

__all__ = ["chromium", "pytestmark"]  # a fixture, and when to skip


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases of the small package, and that of a stranger with hostile cells."""
    folder = tmp_path_factory.mktemp("releases")
    package = write_small_package(folder / "small")
    edit_descriptor(package, lambda descriptor: descriptor.update(STATED))
    publish_unvalidated(package, folder / "dist")
    edit_descriptor(package, lambda descriptor: descriptor.update(created="2031-06-01"))
    edit_cell(package, "quotes", quote_id("empty"), "cue", "told us")
    publish_unvalidated(package, folder / "dist")
    cell = HOSTILE.replace('"', '""')
    stranger = write(folder / "p", f'id,name\n1,"{cell}"\n2,{"word" * 200}\n', title=HOSTILE, description=HOSTILE * 20)
    assert (stranger / DESCRIPTOR).is_file()
    publish_unvalidated(stranger, folder / "dist")
    return folder / "dist"


KINDS = {
    "versions": "small/index.html",
    "first": "small/1.0.0/index.html",
    "second": "small/1.0.1/index.html",
    "of a stranger": "fruits/1.0.0/index.html",
    "versions of a stranger": "fruits/index.html",
}


@pytest.fixture
def watched(chromium: Any, dist: Path) -> Iterator[Watched]:
    """A page that must not complain, and must ask for nothing."""
    made = Watched(chromium, dist, viewport={"width": 1280, "height": 900})
    yield made
    made.context.close()
    assert made.complaints == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_accessible_and_loads_nothing(
    kind: str,
    width: int,
    scheme: str,
    chromium: Any,
    dist: Path,
) -> None:
    """Axe finds nothing of any impact, nothing scrolls sideways but the rows, and no script of a stranger has run."""
    options = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme}
    for bypass in (False, True):  # the policy of the page would keep axe out, too
        made = Watched(chromium, dist, bypass_csp=bypass, **options)
        made.page.on("dialog", lambda dialog, made=made: made.complaints.append(dialog.message))
        made.page.goto((dist / KINDS[kind]).as_uri())
        made.page.wait_for_load_state("load")
        assert made.page.evaluate("document.documentElement.scrollWidth") <= width
        if bypass:
            found = axe.Axe().run(made.page).response["violations"]
            assert [(each["id"], each["impact"], each["nodes"][0]["html"]) for each in found] == []
        assert made.complaints == []
        made.context.close()


def test_with_the_keyboard_alone(watched: Watched, dist: Path) -> None:
    """The first stop skips the head; rows that are wider than the page are a stop, and the arrows move them."""
    watched.page.goto((dist / KINDS["second"]).as_uri())
    watched.page.keyboard.press("Tab")
    assert watched.page.evaluate("document.activeElement.textContent") == "Skip to the content"
    watched.page.keyboard.press("Enter")
    watched.page.keyboard.press("Tab")
    assert watched.page.evaluate("document.activeElement.textContent").startswith("Download all")
    rows = watched.page.get_by_role("region", name="Rows of articles")
    rows.focus()
    for _ in range(5):
        watched.page.keyboard.press("ArrowRight")
    watched.page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_from_version_to_version(watched: Watched, dist: Path) -> None:
    """The links between the pages of a package lead there and back."""
    watched.page.goto((dist / KINDS["versions"]).as_uri())
    watched.page.get_by_role("link", name="1.0.0", exact=True).click()
    assert watched.page.url == (dist / KINDS["first"]).as_uri()
    watched.page.goto((dist / KINDS["second"]).as_uri())
    watched.page.get_by_role("heading", name="What changed since 1.0.0").get_by_role("link").click()
    assert watched.page.url == f"{(dist / KINDS['versions']).as_uri()}#v1.0.0"
    assert watched.page.locator("#v1\\.0\\.0").is_visible()


def test_printed(watched: Watched, dist: Path) -> None:
    """On paper there is no navigation, and wide rows are cut to the columns that fit, which the page says."""
    watched.page.emulate_media(media="print")
    watched.page.goto((dist / KINDS["second"]).as_uri())
    assert not watched.page.get_by_role("navigation").first.is_visible()
    wide = watched.page.locator(".preview.wide").first
    assert wide.evaluate("element => element.scrollWidth <= element.clientWidth")
    assert "first eight columns" in wide.evaluate("element => getComputedStyle(element, '::after').content")
