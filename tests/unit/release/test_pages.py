"""The pages of releases: what they say, what they link to, and that nothing in a package runs on them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import feedparser
import pytest

from onrecord.package import DESCRIPTOR
from onrecord.package.own_tables import own_tables
from onrecord.release import Release, get, publish
from onrecord.sql.views import views
from onrecord.validation import validate, write_accepted

from ...small_package import BUILDERS, ENTITIES, entity_id
from ..site.page_reader import Page, read_page, squeezed
from .conftest import publish_unvalidated

TAGS = frozenset(
    word
    for line in (
        "html head meta title link style script body header nav main section footer a p h1 h2 h3 div span bdi b code",
        "pre blockquote dl dt dd ul ol li table caption thead tbody tr th td time",
    )
    for word in line.split()
)
SCHEMA = {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]}


def rows_of(page: Page, caption: str) -> list[list[str]]:
    """The cells of the rows of a table, without its header, as a browser shows them."""
    rows: list[list[str]] = []
    is_there = False
    for element in page.elements:
        if element.tag == "caption":
            is_there = squeezed(element.text) == caption
        elif is_there and element.tag == "tr":
            rows.append([])
        elif is_there and element.tag in ("th", "td"):
            rows[-1].append(squeezed(element.text))
    return rows[1:]


def headings(page: Page) -> list[str]:
    """The headings up to the third level."""
    return [squeezed(element.text) for element in page.elements if element.tag in ("h1", "h2", "h3")]


def facts(page: Page) -> list[tuple[str, str]]:
    """The terms of the lists of facts, each with its description."""
    return [
        (squeezed(term.text), squeezed(words.text)) for term, words in zip(page.all("dt"), page.all("dd"), strict=True)
    ]


def linked(page: Page) -> dict[str, Any]:
    """The JSON-LD of a page."""
    [script] = page.all("script")
    assert script.attributes == {"type": "application/ld+json"}
    value = json.loads(script.text)
    assert isinstance(value, dict)
    return value


def check(place: Path, home: Path) -> Page:
    """Checks what holds for every page: its policy, its elements, and that each of its own links leads somewhere."""
    page = read_page(place)
    [style] = page.all("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    [policy] = [each for each in page.all("meta") if each.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policy.attributes["content"] == (
        f"default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"
    )
    assert {element.tag for element in page.elements} <= TAGS
    assert [name for element in page.elements for name in element.attributes if name.startswith("on")] == []
    ids = page.values("id")
    assert sorted(set(ids)) == sorted(ids)
    for link in page.values("href"):
        path, _, anchor = link.partition("#")
        if link == "data:,":
            continue
        if re.match("[a-z]+:", link):
            assert link.startswith(("https://", "http://"))
            continue
        file = place if not path else (place.parent / unquote(path)).resolve()
        assert file.is_file(), link
        assert file.is_relative_to(home.resolve())
        assert not anchor or anchor in read_page(file).values("id"), link
    return page


def files_of(folder: Path, *paths: str) -> list[list[str]]:
    """The size and the hash of each file as a page shows them, after its path."""
    contents = ((path, (folder / path).read_bytes()) for path in paths)
    return [[path, f"{len(content):,}", hashlib.sha256(content).hexdigest()] for path, content in contents]


def test_the_page_of_a_version(described_release: Release) -> None:
    """What it is, how to cite it, its files with sizes and hashes, how to load it, what changed, all tables."""
    page = check(described_release.folder / "index.html", described_release.index.parent)
    tables = list(own_tables())
    assert [squeezed(each.text) for each in page.all("h1")] == ["Two articles of no town"]
    assert squeezed(page.all(css="kicker")[0].text) == "small · version 1.0.0 · released 2031-05-14"
    assert squeezed(page.all(css="lead")[0].text) == "Two articles about towns that do not exist."
    assert facts(page) == [
        ("version", "1.0.0"),
        ("tables", str(len(tables))),
        ("rows", str(sum(len(build()) for build in BUILDERS.values()) + 1)),  # of the first release itself
        ("License", "CC-BY-4.0, Creative Commons Attribution 4.0"),
        ("Creator", "Nora Pell, The Ashgrove Ledger"),
        ("Publisher", "Tarn Archive"),
        ("Editor", "Ida Brandt"),
        ("Address", "https://doi.org/10.5281/zenodo.1234"),
        ("Source", "The Ashgrove Ledger"),
        ("Keywords", "news, towns"),
    ]
    assert squeezed(page.all(css="citation")[0].text) == (
        "Nora Pell (2031). Two articles of no town (version 1.0.0). Tarn Archive. https://doi.org/10.5281/zenodo.1234"
    )
    paths = ["small-1.0.0.zip", "small-1.0.0.sqlite"]
    paths += [path for name in tables for path in (f"data/{name}.csv", f"parquet/{name}.parquet")]
    found = rows_of(page, "The files of version 1.0.0")
    assert [[path, size, sha256] for path, _, size, sha256 in found] == files_of(described_release.folder, *paths)
    assert [title for _, title, *_ in found[:4]] == [
        "All files of the package",
        "All tables, as a SQLite database",
        "Articles, as CSV",
        "Articles, as Parquet",
    ]
    others = (
        "README.md CITATION.cff datapackage.json data/CHANGELOG.md views.sql duckdb.sql postgres.sql provenance.json"
    )
    metadata = "croissant.json datacite.json ro-crate-metadata.json dataset.jsonld dcat.jsonld"
    assert [
        [path, size, sha256] for path, _, size, sha256 in rows_of(page, "Descriptions, scripts and other files")
    ] == files_of(described_release.folder, *others.split(), *metadata.split())
    assert headings(page) == [
        "Two articles of no town",
        *("How to cite", "Downloads", "Descriptions, scripts and other files"),
        *("How to load", "pandas, with onrecord", "pandas", "polars", "R", "DuckDB", "SQLite", "PostgreSQL"),
        *("How to check", "The rows, by their schemas", "The hashes of all files"),
        *("What changed", "Tables", "Views"),
        *(f"{name} {own_tables()[name].title}" for name in tables),
    ]
    readme = (described_release.folder / "README.md").read_text(encoding="utf-8")
    code = re.findall(r"^```\w+\n(.*?)\n```$", readme, re.MULTILINE | re.DOTALL)
    assert sorted(each.text for each in page.all("pre")) == sorted(code)
    assert [squeezed(each.text) for each in page.all(css="changes")] == ["first release"]


def test_the_tables_on_a_page(described_release: Release) -> None:
    """Each table with its keys, its first rows and its columns."""
    page = check(described_release.folder / "index.html", described_release.index.parent)
    overview = rows_of(page, "Tables")
    assert [row[:3] for row in overview[:3]] == [
        ["articles", "2", "20"],
        ["entities", "10", "9"],
        ["mentions", "12", "11"],
    ]
    assert [(name, words) for name, _, words in rows_of(page, "Views")] == [
        (view.name, view.description) for view in views(own_tables()).values()
    ]
    names = list(ENTITIES)[:5]
    assert [row[:4] for row in rows_of(page, "The first 5 of 10 rows")] == [
        [str(entity_id(name)), name, ENTITIES[name][0], ENTITIES[name][1] or ""] for name in names
    ]
    assert rows_of(page, "The only row")[-1][:2] == ["saved/page.html", "file"]
    [option] = [row for row in rows_of(page, "The columns of vote_counts") if row[0].startswith("option")]
    assert option == [
        "option always filled",
        "string",
        "The option that the count is for.",
        "one of yes, no, abstain, absent, not_voting, excused, other",
        "yes",
        "popoloproject.com/specs/vote-event.html#option",
    ]
    keys = [squeezed(each.text) for each in page.all(css="keys")]
    assert keys[list(own_tables()).index("vote_counts")] == (
        "Primary key: vote_id, option vote_id refers to vote_id of votes article_id refers to article_id of articles"
    )


def test_the_page_as_linked_data(described_release: Release) -> None:
    """The page has what dataset.jsonld has, for search engines, and links that programs follow."""
    page = read_page(described_release.folder / "index.html")
    assert linked(page) == json.loads((described_release.folder / "dataset.jsonld").read_bytes())
    links = [each.attributes for each in page.all("link")]
    assert links == [
        {"rel": "icon", "href": "data:,"},
        {
            "rel": "alternate",
            "type": "application/atom+xml",
            "title": "Versions of Two articles of no town",
            "href": "../feed.atom",
        },
        {"rel": "cite-as", "href": "https://doi.org/10.5281/zenodo.1234"},
        {"rel": "license", "href": "https://spdx.org/licenses/CC-BY-4.0.html"},
    ]


NASTY = "</script><script>alert(1)</script>"
HOSTILE = f"{NASTY}<img src=x onerror=alert(2)> \" ' & `<b>` ]]> {{{{ 7 * 7 }}}} \x1b[31m \u202e =1+1"


def write(folder: Path, content: str, *resources: dict[str, Any], **stated: Any) -> Path:
    """A third-party package with a table `t` of this CSV."""
    folder.mkdir(parents=True)
    (folder / "t.csv").write_text(content, encoding="utf-8", newline="")
    table = {"name": "t", "path": "t.csv", "schema": SCHEMA}
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    described = {"$schema": profile, "name": "fruits", "resources": [*(resources or [table])], **stated}
    (folder / DESCRIPTOR).write_text(json.dumps(described), encoding="utf-8")
    return folder


def test_nothing_in_a_package_runs(tmp_path: Path) -> None:
    """Cells, names, descriptions and addresses of a stranger are text, and only addresses of the web are links."""
    cell = HOSTILE.replace('"', '""')
    schema = {
        "title": HOSTILE,
        "description": HOSTILE,
        "fields": [
            {"name": f"id{NASTY}", "type": "integer", "description": HOSTILE, "skos:exactMatch": "javascript:alert(3)"},
            {"name": "name", "type": "string", "example": HOSTILE, "constraints": {"enum": [HOSTILE, NASTY]}},
        ],
        "primaryKey": [f"id{NASTY}"],
    }
    package = write(
        tmp_path / "p",
        f'"id{NASTY}",name\n1,"{cell}"\n',
        {"name": f"t{NASTY}", "path": "t.csv", "title": HOSTILE, "description": HOSTILE, "schema": schema},
        title=HOSTILE,
        description=HOSTILE,
        homepage="javascript:alert(4)",
        keywords=[HOSTILE],
        licenses=[{"name": NASTY, "title": HOSTILE, "path": "javascript:alert(5)"}],
        contributors=[{"title": HOSTILE, "path": f"https://example.org/{NASTY}", "roles": [NASTY]}],
        sources=[{"title": HOSTILE, "path": "data:text/html,<script>alert(6)</script>"}],
    )
    release = publish_unvalidated(package, tmp_path / "dist")
    home = release.index.parent
    seen = HOSTILE.replace("\x1b", "\\x1b").replace("\u202e", "\\u202e")
    for place in (release.folder / "index.html", home / "index.html"):
        page = check(place, home)
        elsewhere = [link for link in page.values("href") if re.match("[a-z]+:", link)]
        assert elsewhere == ["data:,", f"https://example.org/{NASTY}"]
        assert linked(page)["name"] == " ".join(HOSTILE.replace("\x1b", " ").replace("\u202e", " ").split())
    page = read_page(release.folder / "index.html")
    assert rows_of(page, "The only row") == [["1", squeezed(seen)]]
    [first, second] = rows_of(page, f"The columns of t{NASTY}")
    assert first[:3] == [f"id{NASTY}", "integer", squeezed(seen).replace("`", "")]
    assert second[3:5] == [f"one of {squeezed(seen)}, {NASTY}", squeezed(seen)]
    parsed = feedparser.parse(home / "feed.atom")
    assert (parsed.bozo, len(parsed.entries)) == (False, 1)


def test_a_page_has_a_limit(tmp_path: Path) -> None:
    """However many tables and columns there are, a page has no more than half a megabyte, and counts what it lacks."""
    fields = [{"name": f"c{number}", "type": "string", "description": "x" * 5000} for number in range(150)]
    content = f"{','.join(field['name'] for field in fields)}\n" + f"{','.join(['&' * 500] * 150)}\n" * 20
    tables = [{"name": f"t{number}", "path": "t.csv", "schema": {"fields": fields}} for number in range(30)]
    release = publish_unvalidated(write(tmp_path / "p", content, *tables), tmp_path / "dist")
    place = release.folder / "index.html"
    page = check(place, release.index.parent)
    assert place.stat().st_size < 500_000
    shown = [element for element in page.all("section") if "table" in element.classes]
    assert 0 < len(shown) < 30
    lines = [squeezed(each.text) for each in page.all(css="more")]
    assert (
        f"There is no room here for the columns of {30 - len(shown)} of the tables: README.md describes all." in lines
    )
    assert lines.count("And 50 more columns, which README.md describes.") == len(shown)
    caption = "The first 5 of 20 rows, and the first 24 of 150 columns"
    [row, *_] = rows_of(page, caption)
    assert row == ["&" * 200 + "…"] * 24


def test_values_of_every_type(tmp_path: Path) -> None:
    """A preview shows values, whatever the form in the file; what is missing is empty."""
    types = ["integer", "number", "boolean", "date", "datetime", "list", "geopoint", "string"]
    fields = [{"name": name, "type": name, "missingValues": ["-"]} for name in types]
    content = (
        f"{','.join(types)}\n"
        '007,1.50,TRUE,2031-05-13,2031-05-13T10:00:00+02:00,"a,b","90.5,45",\n'
        f"{','.join(['-'] * len(types))}\n"
    )
    package = write(tmp_path / "p", content, {"name": "t", "path": "t.csv", "schema": {"fields": fields}})
    release = publish_unvalidated(package, tmp_path / "dist")
    assert rows_of(read_page(release.folder / "index.html"), "All 2 rows") == [
        [
            *("7", "1.5", "true", "2031-05-13", "2031-05-13T08:00:00Z"),
            *('["a", "b"]', '{"lon": 90.5, "lat": 45.0}', ""),
        ],
        [""] * len(types),
    ]


def test_a_package_of_files_alone(tmp_path: Path) -> None:
    """Without a table there is nothing to load; the files are there."""
    package = write(tmp_path / "p", "x", {"name": "notes", "title": "Our notes", "path": "t.csv", "format": "txt"})
    release = publish_unvalidated(package, tmp_path / "dist")
    page = check(release.folder / "index.html", release.index.parent)
    assert headings(page) == [
        *("fruits", "How to cite", "Downloads", "Descriptions, scripts and other files", "How to check"),
        *("The rows, by their schemas", "The hashes of all files", "What changed"),
    ]
    assert rows_of(page, "Descriptions, scripts and other files")[0][:2] == ["t.csv", "Our notes"]


@pytest.mark.parametrize("path", ["index.html", "INDEX.HTML", "index.html/notes.txt"])
def test_a_page_of_the_package_is_kept(path: str, tmp_path: Path) -> None:
    """What the package lists under that name is part of the release, in the folder, in the zip and in the list."""
    package = write(tmp_path / "p", "id,name\n1,a\n", {"name": "page", "path": path})
    (package / path).parent.mkdir(exist_ok=True)
    (package / path).write_bytes(b"<p>Ours.</p>")
    release = publish_unvalidated(package, tmp_path / "dist")
    assert "index.html is a file of the package, and stays as it is" in release.notes
    assert (release.folder / path).read_bytes() == b"<p>Ours.</p>"
    got = get(str(release.index.parent), tmp_path / "got")
    assert (got.folder / path).read_bytes() == b"<p>Ours.</p>"


def test_the_pages_of_a_signed_release(tmp_path: Path) -> None:
    """They lead to the signature of the list of hashes, and state the key."""
    form = pytest.importorskip("cryptography.hazmat.primitives.serialization", reason="pip install 'onrecord[sign]'")
    ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
    private = ed25519.Ed25519PrivateKey.generate()
    key = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    (tmp_path / "key.pem").write_bytes(key)
    release = publish(write(tmp_path / "p", "id,name\n1,a\n"), tmp_path / "dist", sign=tmp_path / "key.pem")
    home = release.index.parent
    assert "SHA256SUMS.sig" in check(release.folder / "index.html", home).values("href")
    page = check(home / "index.html", home)
    stated = json.loads(release.index.read_bytes())["versions"][0]["public_key"]
    assert stated in [each.text for each in page.all("code")]
    assert squeezed(page.all("p", "facts")[0].text) == "no date stated · signed"


def test_accepted_problems_are_on_the_page(tmp_path: Path) -> None:
    """By rule, file and column, with the reason; a table without typed values is a file like others."""
    package = write(tmp_path / "p", "id,name\nx,a\n")
    write_accepted(tmp_path / "known.csv", validate(package).problems, "the <b>first</b> row is a sample")
    release = publish(package, tmp_path / "dist", accepted=tmp_path / "known.csv")
    page = check(release.folder / "index.html", release.index.parent)
    assert rows_of(page, "Known problems") == [
        ["type-error", "t.csv", "id", "1", "the <b>first</b> row is a sample"],
    ]
    assert "Tables" not in headings(page)
    assert rows_of(page, "Descriptions, scripts and other files")[0][:2] == ["t.csv", "t"]
