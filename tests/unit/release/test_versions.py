"""The page of all versions and the feed: what they say of each release, and that they follow from the index."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest

from onrecord.package.own_tables import own_tables
from onrecord.release import get
from onrecord.release.index import INDEX, Entry, dump_index, read_index
from onrecord.release.pages import is_made_here, pages_of_all
from onrecord.text.versions import parse_version

from ...small_package import edit_cell, edit_descriptor, edit_rows, quote_id, write_small_package
from ..site.page_reader import Page, read_page, squeezed
from .conftest import STATED, publish_unvalidated
from .test_pages import check, facts, files_of, headings, linked, rows_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small package, and `dist` with the releases 1.0.0, 1.0.1 and 1.1.0 of it."""
    folder = tmp_path_factory.mktemp("versions")
    package = write_small_package(folder / "small")
    edit_descriptor(package, lambda descriptor: descriptor.update(STATED))
    publish_unvalidated(package, folder / "dist")
    edit_descriptor(package, lambda descriptor: descriptor.pop("created"))
    edit_cell(package, "quotes", quote_id("empty"), "cue", "told us")
    publish_unvalidated(package, folder / "dist")
    edit_descriptor(package, lambda descriptor: descriptor.update(created="2031-06-01T10:00:00+02:00"))
    edit_rows(package, "claim_entities", lambda rows: rows.pop())
    publish_unvalidated(package, folder / "dist")
    return folder


@pytest.fixture
def home(made: Path) -> Path:
    """The folder of the releases, which nobody changes."""
    return made / "dist" / "small"


def versions(page: Page) -> list[list[str]]:
    """The version, the facts and the changes of each version in the list."""
    found: list[list[str]] = []
    for element in page.elements:
        if element.tag == "li" and element.attributes.get("id", "").startswith("v"):
            found.append([element.attributes["id"]])
        elif found and (element.tag, element.attributes.get("class")) in {("p", "facts"), ("ul", "changes")}:
            found[-1].append(squeezed(element.text))
    return found


def test_the_page_of_all_versions(home: Path) -> None:
    """The newest first, what changed in each, and the files of the newest."""
    page = check(home / "index.html", home)
    assert headings(page) == [
        *("Two articles of no town", "Versions", "1.1.0", "1.0.1", "1.0.0"),
        *("Downloads of version 1.1.0", "Follow and check"),
    ]
    assert versions(page) == [
        [
            "v1.1.0",
            "2031-06-01 · minor, compared with 1.0.1",
            "claim_entities: 1 row removed",
        ],
        ["v1.0.1", "no date stated · patch, compared with 1.0.0", "quotes: 1 row changed"],
        ["v1.0.0", "2031-05-14", "first release"],
    ]
    assert facts(page)[0] == ("License", "CC-BY-4.0, Creative Commons Attribution 4.0")
    found = [[path, size, sha256] for path, _, size, sha256 in rows_of(page, "The files of version 1.1.0")]
    first = ["1.1.0/small-1.1.0.zip", "1.1.0/small-1.1.0.sqlite", "1.1.0/data/articles.csv"]
    assert found[:3] == files_of(home, *first)
    assert len(found) == 2 + 2 * len(own_tables())
    [entry, *_] = read_index(home / INDEX, "small")
    assert linked(page)["distribution"][0] == {
        "@type": "DataDownload",
        "name": "All files of the package",
        "contentUrl": "1.1.0/small-1.1.0.zip",
        "encodingFormat": "application/zip",
        "contentSize": f"{entry.zip_bytes} B",
        "sha256": entry.zip_sha256,
    }


def test_the_page_of_a_version_says_what_changed(home: Path) -> None:
    """Since which version, each change with its level, and what users have to do."""
    page = check(home / "1.1.0" / "index.html", home)
    assert "What changed since 1.0.1" in headings(page)
    assert "../index.html#v1.0.1" in page.values("href")
    [changes] = [squeezed(each.text) for each in page.all(css="changes")]
    assert changes == "minor claim_entities: 1 row removed"
    assert "What to do: Programs run on. Run analyses again where rows are new or gone." in [
        squeezed(each.text) for each in page.all(css="more")
    ]


def test_the_feed(home: Path) -> None:
    """Atom 1.0 with an entry for each version, the latest first; a release without a date has the date before it."""
    found = feedparser.parse(home / "feed.atom")
    assert (found.bozo, found.version, found.feed.title) == (False, "atom10", "Two articles of no town: versions")
    assert (found.feed.updated, found.feed.author, found.feed.link) == (
        "2031-06-01T10:00:00+02:00",
        "Nora Pell",
        "index.html",
    )
    entries = [(entry.title.rpartition(" ")[2], entry.updated, entry.link) for entry in found.entries]
    assert entries == [
        ("1.1.0", "2031-06-01T10:00:00+02:00", "1.1.0/index.html"),
        ("1.0.1", "2031-05-14T08:00:00Z", "1.0.1/index.html"),
        ("1.0.0", "2031-05-14T08:00:00Z", "1.0.0/index.html"),
    ]
    second = found.entries[1]
    [archive] = [link for link in second.links if link.rel == "enclosure"]
    size = (home / "1.0.1" / "small-1.0.1.zip").stat().st_size
    assert (archive.href, archive.type, archive.length) == ("1.0.1/small-1.0.1.zip", "application/zip", str(size))
    assert squeezed(Page(second.content[0].value).elements[0].text) == "Changes since 1.0.0:"
    assert "<li>quotes: 1 row changed</li>" in second.content[0].value
    assert "The release states no date." in second.content[0].value
    ids = [found.feed.id, *(entry.id for entry in found.entries)]
    assert len(set(ids)) == 4
    assert all(each.startswith("urn:uuid:") for each in ids)


def test_ids_in_the_feed_stay(home: Path) -> None:
    """Of the feed and of each entry, whatever is published later."""
    entries = read_index(home / INDEX, "small")
    now = feedparser.parse(home / "feed.atom")
    before = feedparser.parse(pages_of_all(home, entries[1:])["feed.atom"])
    assert before.feed.id == now.feed.id
    assert [entry.id for entry in before.entries] == [entry.id for entry in now.entries[1:]]


def feed_of(home: Path, *entries: Entry) -> Any:
    """The feed of an index with these entries."""
    found = feedparser.parse(pages_of_all(home, entries)["feed.atom"])
    assert found.bozo is False
    return found


def test_dates_in_the_feed(home: Path) -> None:
    """RFC 4287: a date-time with T and Z. The clock is not asked, and what is not a date in an index is none."""
    entries = read_index(home / INDEX, "small")

    def dated(*dates: str | None) -> list[str]:
        pairs = zip(entries, dates, strict=True)
        found = feed_of(home, *(dataclasses.replace(entry, created=date) for entry, date in pairs))
        return [entry.updated for entry in found.entries]

    assert dated(None, None, None) == ["1970-01-01T00:00:00Z"] * 3
    assert dated("yesterday", "2031-13-01T00:00:00Z", "2031-05-14t08:00:00z") == ["2031-05-14T08:00:00Z"] * 3
    # An older line that goes on comes first, by its date.
    assert dated("2031-05-01T00:00:00Z", "2031-09-01T00:00:00Z", None) == [
        *("2031-09-01T00:00:00Z", "2031-05-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ]


def test_a_feed_has_no_character_that_xml_forbids(home: Path) -> None:
    """An index may contain any; they are seen as escapes, or as the replacement character."""
    [entry, *_] = read_index(home / INDEX, "small")
    words = "a\x00\x1b\ufffe\uffff<b>&\ud800"
    found = feed_of(home, dataclasses.replace(entry, changes=(words,), reason=words, created=None, previous=words))
    assert r"<li>a\x00\x1b\ufffd\ufffd&lt;b&gt;&amp;\ud800</li>".replace(r"\ufffd", "\ufffd") in (
        found.entries[0].content[0].value
    )


def test_a_release_without_a_page(home: Path, tmp_path: Path) -> None:
    """Releases of earlier versions of onrecord have none, and the oldest list no files: what is there is linked."""
    newest, middle, first = read_index(home / INDEX, "small")
    middle = dataclasses.replace(
        middle, files=tuple(file for file in middle.files if not file.path.endswith("index.html"))
    )
    first = dataclasses.replace(first, files=(), sums=None)
    for entries in ([newest, middle, first], [middle, first], [first]):
        place = tmp_path / str(len(entries)) / "small"
        write_at(place / entries[0].path / "datapackage.json", (home / "1.0.0" / "datapackage.json").read_bytes())
        pages = pages_of_all(place, entries)
        page = Page(pages["index.html"].decode())
        links = page.values("href")
        files = [f"1.0.1/{name}" for name in ("README.md", "small-1.0.1.sqlite", "SHA256SUMS", "small-1.0.1.zip")]
        assert [link for link in files if link in links] == (files if len(entries) > 1 else [])
        assert "1.0.0/small-1.0.0.zip" in links
        assert [link for link in links if link in ("1.0.1/index.html", "1.0.0/index.html")] == []
        assert rows_of(page, f"The files of version {entries[0].version}")[0][0] == entries[0].zip
        links = [entry.link for entry in feedparser.parse(pages["feed.atom"]).entries]
        assert links[-1] == "index.html#v1.0.0"


def write_at(path: Path, content: bytes) -> None:
    """Writes a file and the folders above it."""
    path.parent.mkdir(parents=True)
    path.write_bytes(content)


def many(entry: Entry, count: int) -> Iterator[Entry]:
    """Releases, the newest first, with long changes."""
    for number in reversed(range(count)):
        version = parse_version(f"1.{number}.0")
        assert version
        changes = tuple(f"t{each}: {'x' * 2000}" for each in range(30))
        yield dataclasses.replace(
            entry,
            version=version,
            path=str(version),
            zip=f"{version}/a.zip",
            previous=f"1.{number - 1}.0",
            changes=changes,
        )


def test_thousands_of_versions(home: Path) -> None:
    """The page stays below half a megabyte, and counts what it leaves out; the feed has the latest fifty."""
    [entry, *_] = read_index(home / INDEX, "small")
    newest = dataclasses.replace(entry, version=parse_version("1.3000.0"))
    entries = [newest, *many(entry, 3000)]
    pages = pages_of_all(home, entries)
    page = Page(pages["index.html"].decode())
    assert len(pages["index.html"]) < 600_000
    assert [each.attributes["id"] for each in page.all("li") if "id" in each.attributes][:3] == [
        *("v1.3000.0", "v1.2999.0", "v1.2998.0"),
    ]
    assert "And 2,001 more, which index.json lists." in [squeezed(each.text) for each in page.all(css="more")]
    assert len(feed_of(home, *entries).entries) == 50


def test_pages_are_repaired_and_other_files_stay(tmp_path: Path) -> None:
    """Publishing an unchanged package brings them up to date; what is there under their names and is no page stays."""
    package = write_small_package(tmp_path / "small")
    home = publish_unvalidated(package, tmp_path / "dist").index.parent
    page, feed = home / "index.html", home / "feed.atom"
    made = {place: place.read_bytes() for place in (page, feed)}
    page.unlink()
    feed.write_bytes(made[feed].replace(b"1.0.0", b"0.9.0"))
    assert publish_unvalidated(package, tmp_path / "dist").notes == ()
    assert {place: place.read_bytes() for place in (page, feed)} == made
    page.write_bytes(b"<p>Ours.</p>")
    feed.unlink()
    feed.mkdir()
    remedy = "is not a page that publish made, and stays as it is; move it away and publish again to get the page"
    assert publish_unvalidated(package, tmp_path / "dist").notes == (f"{page} {remedy}", f"{feed} {remedy}")
    assert page.read_bytes() == b"<p>Ours.</p>"
    page.unlink()
    page.symlink_to(tmp_path / "elsewhere.html")
    assert publish_unvalidated(package, tmp_path / "dist").notes[0] == f"{page} {remedy}"
    assert page.is_symlink()


def test_the_feed_of_a_package_with_many_authors_is_known_as_ours(home: Path, tmp_path: Path) -> None:
    """What names its maker is at the top."""
    place = tmp_path / "small"
    people = [{"title": f"{'n' * 100} {number}", "roles": ["creator"]} for number in range(300)]
    described = {"name": "small", "resources": [], "contributors": people, "title": "t" * 10_000}
    write_at(place / "1.1.0" / "datapackage.json", json.dumps(described).encode())
    pages = pages_of_all(place, read_index(home / INDEX, "small"))
    assert [is_made_here(content) for content in pages.values()] == [True, True]
    assert not is_made_here(b"<p>onrecord publish</p>")


def test_the_address_of_the_page_is_that_of_its_releases(home: Path, tmp_path: Path) -> None:
    """What people copy from the browser is what `get` downloads from."""
    assert get(str(home / "index.html"), tmp_path / "got").version == "1.1.0"


def test_an_index_stays_readable(home: Path) -> None:
    """The page of a version is listed as any other file of it."""
    entries = read_index(home / INDEX, "small")
    assert dump_index("small", entries) == (home / INDEX).read_bytes()
    assert [file.path for file in entries[0].files if file.path.endswith(".html")] == ["1.1.0/index.html"]
    assert "  index.html\n" in (home / "1.1.0" / "SHA256SUMS").read_text(encoding="utf-8")
    assert read_page(home / "index.html").values("href").count("1.1.0/index.html") == 3
