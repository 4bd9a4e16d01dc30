"""The site: text marked in place, everything escaped, nothing loaded, every link with a target."""

from __future__ import annotations

import itertools
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import OnrecordError, PackageError
from onrecord.exports import export
from onrecord.package.ids import make_id
from onrecord.package.own_tables import TABLES, own_tables
from onrecord.package.tables import read_rows
from onrecord.site import Site, make_site, measured, store, workers
from onrecord.site.addresses import outlet_page
from onrecord.site.pages import POLICY
from onrecord.sql.views import JOINED
from onrecord.text.html import web_address
from onrecord.voices import audit

from ...small_package import (
    FERRY,
    MILL,
    SIDECAR,
    TEXTS,
    VOTE_ID,
    article_id,
    claim_id,
    edit_bytes,
    edit_descriptor,
    edit_rows,
    entity_id,
    quote_id,
)
from .package_writer import ARTICLE_ID, Rows, claim, entity, evidence, quote, write_package
from .page_reader import Page, read_page, squeezed

ROOT = Path(__file__).parents[3]
HOSTILE = (
    "\ufeff</p></article><script>alert('1')</script> &amp; &lt;b&gt; & \"quoted\" {{ 7 * 7 }} {% raw %}\r\n"
    "\r\n\n  <!-- a comment --> <style>p{}</style> \x07\x1b[0m\x0b\x7f\x85 tab\there  two spaces \r lone\n\n"
    "“אמר ראש העיר” said the mayor \u202eleft to right\u202c, <img src=x onerror=alert(2)> ]]> 🚢\u2028"
    "<svg onload=alert(3)> &#13; \x00 end \n\n\n"
)
NASTY = '"><script>alert(4)</script>'
TAGS = frozenset(
    word
    for line in (
        "html head meta title link body script noscript header nav main section article footer a p h1 h2 h3 div",
        "span bdi b i strong code dl dt dd ul li table caption thead tbody tr th td fieldset legend label input form",
        "button select option svg rect blockquote time",
    )
    for word in line.split()
)


def show(package: Path) -> Path:
    """The folder of the site of a package."""
    return make_site(package, package.parent / "site").path.parent


def article(package: Path, key: str) -> Page:
    """The page of an article."""
    return read_page(show(package) / "articles" / f"{key}.html")


def pages(site: Path) -> dict[str, Page]:
    """All pages of a site by path."""
    return {path.relative_to(site).as_posix(): read_page(path) for path in sorted(site.rglob("*.html"))}


def text_of(shown: Page) -> str:
    """The text of the marked paragraphs of a page."""
    return "".join(element.text for element in shown.all(css="text") if "loose" not in element.classes)


def put(site: Path, name: str) -> Any:
    """The value that a script of data gives."""
    content = (site / "data" / f"{name}.js").read_bytes().decode("ascii")
    found = re.fullmatch(r"onrecord\.put\((.*)\);\n", content, re.DOTALL)
    assert found
    key, value = json.loads(f"[{found[1]}]")
    assert key == name
    return value


def hostile_rows(text: str) -> Rows:
    """Rows whose every cell is hostile."""
    mayor = entity(f"the mayor {NASTY}", role=NASTY, aliases=NASTY, wikidata_id=NASTY)
    spoken = quote(text, "nasty", ["<img src=x onerror=alert(2)>"], speaker_id=mayor["entity_id"], cue=NASTY)
    said = claim(text, "{{ 7 * 7 }}", claimant=NASTY, text=NASTY, claimant_id=mayor["entity_id"])
    mention = {"mention_id": NASTY, "entity_id": mayor["entity_id"], "mention_type": "nominal", "zone": "body"}
    vote = {
        "vote_id": NASTY,
        "vote_event_id": "vev_aaaaaaaaaaaaaaaa",
        "body_id": mayor["entity_id"],
        "motion": NASTY,
        "result": NASTY,
        "voting_method": NASTY,
        "date": NASTY,
        "date_text": NASTY,
        **evidence(text, "two spaces"),
    }
    position = {"vote_id": NASTY, "voter": NASTY, "option": "yes", **evidence(text, "two spaces")}
    return {
        "entities": [mayor],
        "mentions": [{**mention, **evidence(text, "the mayor")}],
        **spoken,
        "claims": [said],
        "votes": [vote],
        "vote_positions": [position],
        "vote_counts": [
            {"vote_id": NASTY, "option": "yes", "value": 3, "unit": "count", **evidence(text, "two spaces")}
        ],
    }


@pytest.fixture
def hostile_package(tmp_path: Path) -> Path:
    """A package whose text, cells and descriptor all try to become markup."""
    columns = {"title": NASTY, "publisher": NASTY, "rights": NASTY, "url": f"https://example.org/{NASTY}"}
    package = write_package(tmp_path / "hostile", HOSTILE, hostile_rows(HOSTILE), section=NASTY, **columns)
    edit_descriptor(package, lambda value: value.update(title=NASTY, description=NASTY, licenses=[{"name": NASTY}]))
    return package


def test_a_hostile_text_comes_out_of_the_marks_as_it_went_in(hostile_package: Path) -> None:
    """Every character survives, carriage returns and controls too; NUL, which HTML cannot hold, is replaced."""
    assert text_of(article(hostile_package, ARTICLE_ID)) == HOSTILE.replace("\0", "\ufffd")


def test_hostile_words_make_no_element_and_no_attribute(hostile_package: Path) -> None:
    """The only elements are the site's own, none with an event handler or an inline style; no script has content."""
    for path, shown in pages(show(hostile_package)).items():
        assert {element.tag for element in shown.elements} <= TAGS, path
        assert {element.text for element in shown.all("script")} <= {""}, path
        names = {name for element in shown.elements for name in element.attributes}
        assert [name for name in names if name.startswith("on") or name in ("style", "srcset")] == [], path


def test_hostile_words_are_inert_in_data(hostile_package: Path) -> None:
    """Data is one call with JSON in ASCII, without a sign that could end a script."""
    site = show(hostile_package)
    scripts = list((site / "data").rglob("*.js"))
    assert len(scripts) > 20
    for path in scripts:
        content = path.read_bytes()
        assert b"<" not in content, path
        put(site, path.relative_to(site / "data").with_suffix("").as_posix())
    assert put(site, "quotes/rows-0")[0][0][0] == "<img src=x onerror=alert(2)>"


def test_each_page_may_load_its_own_scripts_alone(small_package: Path) -> None:
    """The policy is the first thing that a page says; nothing that is loaded is outside of the site."""
    site = show(small_package)
    for path, shown in pages(site).items():
        policies = [meta.attributes["content"] for meta in shown.all("meta") if "http-equiv" in meta.attributes]
        assert policies == [POLICY]
        loaded = [element.attributes.get("src") or element.attributes["href"] for element in shown.all("script")]
        loaded += [link.attributes["href"] for link in shown.all("link") if link.attributes["rel"] == "stylesheet"]
        assert [each for each in loaded if not ((site / path).parent / each).resolve().is_file()] == []
        assert [each for each in loaded if "assets/" not in each] == []


def test_every_link_has_one_target(small_package: Path) -> None:
    """Ids are unique, each link leads to a page or a file of the site, and each fragment to an element there."""
    site = show(small_package)
    read = pages(site)
    outward = set()
    for path, shown in read.items():
        ids = shown.values("id")
        assert len(ids) == len(set(ids)), path
        for link in shown.values("href"):
            if link.startswith(("http", "data:")):
                outward.add(link)
                continue
            place, _, fragment = link.partition("#")
            target = ((site / path).parent / place).resolve() if place else site / path
            assert target.is_file(), (path, link)
            if fragment and "=" not in fragment:
                assert fragment in read[target.relative_to(site.resolve()).as_posix()].values("id"), (path, link)
    assert outward == {SIDECAR["url"], "https://creativecommons.org/licenses/by/4.0/", "data:,"}


def test_every_row_of_a_table_leads_to_its_words(small_package: Path) -> None:
    """The links in the data have targets, too."""
    site = show(small_package)
    read = pages(site)
    links = [
        cell[1]
        for table in ("articles", "outlets", "entities", "quotes", "votes", "claims")
        for cells in put(site, f"{table}/rows-0")
        for cell in cells
        if isinstance(cell, list)
    ]
    assert len(links) > 30
    for link in links:
        place, _, fragment = link.partition("#")
        assert not fragment or fragment in read[place].values("id")


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("http://example.org/a", "http://example.org/a"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org/a", ""),
        ("https:", ""),
        ("http://[::1", ""),
        (7, ""),
    ],
)
def test_only_addresses_of_the_web_become_links(url: object, link: str) -> None:
    """Whatever else a URL may be is not a link."""
    assert web_address(url) == link


def test_a_url_that_is_not_an_address_is_shown_as_text(tmp_path: Path) -> None:
    """The reader sees the value, and cannot follow it."""
    shown = article(write_package(tmp_path / "package", "A text.", url="javascript:alert(1)"), ARTICLE_ID)
    assert "javascript:alert(1)" in shown.all(css="provenance")[0].text
    assert [link for link in shown.values("href") if "javascript" in link] == []


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("articles", "article_id", "../../evil"),
        ("entities", "entity_id", "ent_AAAAAAAAAAAAAAAA"),
        ("votes", "vote_event_id", "../vev_aaaaaaaaaaaaa"),
    ],
)
def test_an_id_that_cannot_be_an_address_is_refused(small_package: Path, table: str, column: str, value: str) -> None:
    """Names of files come from ids of the right form alone, and no file is written."""
    edit_rows(small_package, table, lambda rows: rows[0].update({column: value}))
    if table == "articles":
        for other in ("mentions", "quotes", "quote_spans", "votes", "vote_counts", "vote_positions", "claims"):
            edit_rows(small_package, other, lambda rows: rows.clear())
    with pytest.raises(PackageError, match=rf"an id has the form .*{column} '{re.escape(value)}' does not; run onr"):
        show(small_package)
    assert not (small_package.parent / "site").exists()


def test_two_articles_with_one_id_are_refused(small_package: Path) -> None:
    """One page would replace the other."""
    edit_rows(small_package, "articles", lambda rows: rows[1].update(article_id=rows[0]["article_id"]))
    with pytest.raises(PackageError, match="two articles have the same article_id; run onrecord validate"):
        show(small_package)


def test_a_row_of_a_missing_article_is_refused(small_package: Path) -> None:
    """It is not left out in silence."""
    edit_rows(small_package, "claims", lambda rows: rows[0].update(article_id="art_aaaaaaaaaaaaaaaa"))
    with pytest.raises(PackageError, match="a row of claims is of the article 'art_aaaaaaaaaaaaaaaa', which is miss"):
        show(small_package)


def test_same_package_same_bytes(small_package: Path, tmp_path: Path) -> None:
    """The site depends on nothing but the package: no clock, no place."""

    def content(site: Path) -> dict[str, bytes]:
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}

    elsewhere = shutil.copytree(small_package, tmp_path / "elsewhere" / "package")
    first = content(show(small_package))
    assert content(make_site(elsewhere, tmp_path / "new" / "folder").path.parent) == first
    assert len(first) > 60


def test_workers_give_the_same_bytes(small_package: Path, tmp_path: Path) -> None:
    """The site does not depend on how many processes write it."""
    alone, helped = (make_site(small_package, tmp_path / f"site-{jobs}", jobs=jobs).path.parent for jobs in (1, 3))
    paths = sorted(path.relative_to(alone) for path in alone.rglob("*") if path.is_file())
    assert paths == sorted(path.relative_to(helped) for path in helped.rglob("*") if path.is_file())
    assert [path for path in paths if (alone / path).read_bytes() != (helped / path).read_bytes()] == []


def test_what_a_worker_cannot_do_is_an_error(small_package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its message is that of the process alone; a worker that was killed is named; no site is left."""
    monkeypatch.setattr(workers, "_COMMAND", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(
        OnrecordError, match=r"writes pages has ended with code -9; run the command again, with --jobs 1"
    ):
        make_site(small_package, small_package.parent / "site", jobs=2)
    refused = "from onrecord.site import workers; workers.read_basis = lambda package: package.folder / 1"
    monkeypatch.setattr(workers, "_COMMAND", f"{refused}; sys.exit(workers.main())")
    with pytest.raises(OnrecordError, match="has ended with code 1"):
        make_site(small_package, small_package.parent / "site", jobs=2)
    missing = (
        "from onrecord.site import workers; workers.read_basis = lambda package: next(workers.Path('gone').iterdir())"
    )
    monkeypatch.setattr(workers, "_COMMAND", f"{missing}; sys.exit(workers.main())")
    with pytest.raises(PackageError, match="gone: No such file or directory; check that place"):
        make_site(small_package, small_package.parent / "site", jobs=2)
    assert [path.name for path in small_package.parent.iterdir()] == ["small"]


def test_rows_in_another_order_give_the_same_site(small_package: Path) -> None:
    """A table that is not in the order of the articles is sorted first."""
    site = show(small_package)
    first = {path: path.read_bytes() for path in sorted((site / "articles").iterdir())}
    for table in ("mentions", "quotes", "quote_spans", "claims"):

        def turn(rows: list[dict[str, str]]) -> None:
            keys = sorted({row["article_id"] for row in rows}, key=[row["article_id"] for row in rows].index)
            rows.sort(key=lambda row: -keys.index(row["article_id"]))

        edit_rows(small_package, table, turn)
    show(small_package)
    assert {path: path.read_bytes() for path in sorted((site / "articles").iterdir())} == first


def test_the_site_is_written_to_the_current_folder_by_default(
    small_package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both arguments have defaults."""
    monkeypatch.chdir(small_package)
    assert make_site() == Site(Path("site/index.html"), 2, ())
    assert (small_package / "site" / "index.html").is_file()


def test_a_quote_in_two_pieces_is_one_thing(small_package: Path) -> None:
    """Its pieces, its source and its cue share a token and a number; its address is that of the first piece."""
    shown = article(small_package, article_id(MILL))
    marked = {
        kind: [each.text for each in shown.all(css=f"m-{kind}") if "q1" in each.attributes.get("data-r", "").split()]
        for kind in ("content", "source", "cue")
    }
    assert marked == {
        "content": ["The mill has stood empty since 2009", "It will house forty families."],
        "source": ["Mayor Ida Brandt"],
        "cue": ["said"],
    }
    pins = [
        (pin.attributes["href"], pin.attributes["data-pin"], pin.attributes.get("id"))
        for pin in shown.all(css="pin-q")[:2]
    ]
    assert pins == [("#note-q1", "1", quote_id("empty")), ("#note-q1", "1", None)]


def test_spans_that_overlap_are_marked_side_by_side(tmp_path: Path) -> None:
    """Where two spans cross, the piece that they share has the marks of both."""
    text = "One two three four."
    rows = quote(text, "left", ["One two three"])
    rows["claims"] = [claim(text, "two three four")]
    shown = article(write_package(tmp_path / "package", text, rows), ARTICLE_ID)
    assert [
        (element.text, element.attributes["class"], element.attributes["data-r"])
        for element in shown.all("span", "m")
        if "data-r" in element.attributes
    ] == [
        ("One ", "m m-content", "q1"),
        ("two three", "m m-claims m-content", "q1 c1"),
        (" four", "m m-claims", "c1"),
    ]
    assert text_of(shown) == text


def test_a_card_says_in_plain_words_what_its_row_says(small_package: Path) -> None:
    """Who, how, what is claimed, how it was read, and how often such rows are right."""
    edit_rows(small_package, "quotes", lambda rows: rows[0].update(confidence="0.98"))
    edit_rows(small_package, "claims", lambda rows: rows[1].update(status="confirmed"))
    cards = [squeezed(card.text) for card in article(small_package, article_id(MILL)).all("div", "card")]
    assert cards == [
        "V1 Ashgrove council 5–2 passed 5 yes, 2 no · on 2031-05-12 (“Monday night”, counted from the day of "
        f"publication) rezone the old mill No Mara Quill not measured · {VOTE_ID} · votes:hand@1",
        f"1 Ida Brandt Mayor said, word for word of 100 such rows, 98 were right · {quote_id('empty')} · "
        f"quotes:hand@1 a says it is so not measured · {claim_id(0)} · claims:hand@1",
        f"2 Ida Brandt Mayor said, in the words of the article not measured · {quote_id('roof')} · quotes:hand@1 "
        f"b says it is so checked by a person · {claim_id(1)} · claims:hand@1",
        f"The outlet itself c says it is so not measured · {claim_id(3)} · claims:hand@1",
        "3 Quoted words a few words, not a whole sentence · the article does not say who not measured · "
        f"{quote_id('barn')} · quotes:hand@1",
    ]


def test_claims_of_one_claimant_share_a_card(tmp_path: Path) -> None:
    """The outlet's neighboring claims are on one card, each with its own line."""
    text = "One is. Two is. Three may be."
    claims = [claim(text, "One is"), claim(text, "Two is"), claim(text, "Three may be", certainty="possible")]
    shown = article(write_package(tmp_path / "package", text, {"claims": claims}), ARTICLE_ID)
    lines = [
        squeezed(line.text).partition(" not measured")[0] for line in shown.all("li") if "data-r" in line.attributes
    ]
    assert len(shown.all("div", "card")) == 1
    assert lines == ["a says it is so", "b says it is so", "c says it may be so"]


def test_a_claimant_who_is_not_the_speaker_is_named(small_package: Path) -> None:
    """Nor is a claim whose quote is missing taken for the outlet's."""

    def edit(rows: list[dict[str, str]]) -> None:
        rows[0]["claimant_id"] = str(entity_id("Mara Quill"))
        rows[3]["quote_id"] = "quo_aaaaaaaaaaaaaaaa"

    edit_rows(small_package, "claims", edit)
    shown = article(small_package, article_id(MILL))
    assert "a Mara Quill says it is so" in squeezed(shown.all("div", "card")[1].text)
    assert squeezed(shown.all("div", "card")[3].text).startswith("Somebody whom the article does not name c says")


def test_marks_are_not_stops_of_the_tab_key(small_package: Path) -> None:
    """Links in the text and on the cards are reached through one stop, which the script makes."""
    shown = article(small_package, article_id(MILL))
    inside = shown.all("a", "pin") + shown.all("a", "label") + shown.all("a", "m")
    assert len(inside) > 20
    assert {link.attributes["tabindex"] for link in inside} == {"-1"}


def test_the_page_of_a_person(small_package: Path) -> None:
    """What they said, claim and are said to have done, how they voted, and where; each leads to its words."""
    site = show(small_package)
    mayor = read_page(site / "entities" / f"{entity_id('Ida Brandt')}.html")
    assert [heading.text for heading in mayor.all("h1") + mayor.all("h2")] == [
        "Ida Brandt",
        "What they said 2",
        "What they claim 2",
        "Where they are mentioned 1",
    ]
    place = "Ashgrove Council Clears Way for Mill Homes, The Ashgrove Ledger, 2031-05-13"
    assert [squeezed(item.text) for item in mayor.all("li")[8:]] == [
        f"The mill has stood empty since 2009 … It will house forty families. said, word for word {place}",
        f"the roof had not been repaired in a decade said, in the words of the article {place}",
        f"The mill has stood empty since 2009 says it is so {place}",
        f"the roof had not been repaired in a decade says it is so {place}",
        f"{place} 2 times",
    ]
    councilor = read_page(site / "entities" / f"{entity_id('Mara Quill')}.html")
    [section] = [each for each in councilor.all("section") if each.attributes["aria-labelledby"] == "voted"]
    assert squeezed(section.text) == (
        f"How they voted 1 No on rezone the old mill Ashgrove council · passed · 5 yes, 2 no · 2031-05-12 {place}"
    )


def test_what_is_named_once_shares_a_page(small_package: Path) -> None:
    """It has there all that a page would have; what speaks, or what two articles name, has a page."""
    site = show(small_package)
    key = entity_id("old mill")
    shared = read_page(site / "entities" / f"{article_id(MILL)}.html")
    place = "Ashgrove Council Clears Way for Mill Homes, The Ashgrove Ledger, 2031-05-13"
    assert [squeezed(each.text) for each in shared.all("section") if each.attributes["id"] == key] == [
        "old mill facility "
        f"What they are said to have done The mill has stood empty since 2009 Ida Brandt says it is so {place} "
        "Other claims about them "
        f"the roof had not been repaired in a decade Ida Brandt says it is so {place} "
        f"Neighbors call it a “glass barn” The outlet itself says it is so {place} All of them in the table "
        f"{key} · entities:named@1"
    ]
    assert f"../entities/{article_id(MILL)}.html#{key}" in read_page(
        site / "articles" / f"{article_id(MILL)}.html"
    ).values("href")
    assert {path.stem for path in (site / "entities").iterdir()} == {
        *(article_id(path) for path in (MILL, FERRY)),
        *(entity_id(name) for name in ("Ida Brandt", "Mara Quill", "Ashgrove council", "harbor office")),
        *(entity_id(name) for name in ("pilots’ union", "Tarn Courier")),
    }
    edit_rows(
        small_package,
        "mentions",
        lambda rows: rows.append({**rows[-1], "mention_id": "men_aaaaaaaaaaaaaaaa", "entity_id": str(key)}),
    )
    assert read_page(show(small_package) / "entities" / f"{key}.html").all("h1")[0].text == "old mill"


def found_by(site: Path, table: str, row_id: str) -> list[int]:
    """The numbers of the rows of a table that its index finds by an id."""
    found = dict(put(site, f"{table}/words-0")).get(row_id.rpartition("_")[2], "")
    return list(itertools.accumulate(map(int, found.split())))


def test_a_long_list_shows_its_beginning_and_leads_to_the_table(
    small_package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table finds the other rows by the id, not by the name, which others may have, too."""
    monkeypatch.setattr(store, "MOST", 1)
    site, key, mill = show(small_package), str(entity_id("Ida Brandt")), str(entity_id("old mill"))
    mayor = read_page(site / "entities" / f"{key}.html")
    assert [squeezed(each.text) for each in mayor.all("p", "more")] == [
        "The first 1 of 2. All of them in the table"
    ] * 2
    assert [link for link in mayor.values("href") if "#of" in link] == [
        f"../tables/quotes.html#of={key}",
        f"../tables/claims.html#of={key}",
    ]
    assert (found_by(site, "quotes", key), found_by(site, "claims", key)) == ([0, 1], [0, 1])
    shared = read_page(site / "entities" / f"{article_id(MILL)}.html")
    assert f"../tables/about.html#of={mill}" in shared.values("href")
    rows, page = put(site, "about/rows-0"), ["Ida Brandt", f"entities/{key}.html"]
    found = [rows[row] for row in found_by(site, "about", mill)]
    assert [(row[0][0], row[1], row[2][0], row[3]) for row in found] == [
        ("old mill", "does it, or is it", "The mill has stood empty since 2009", page),
        ("old mill", "is named in it", "the roof had not been repaired in a decade", page),
        ("old mill", "it is done to them", "Neighbors call it a “glass barn”", "The outlet itself"),
    ]


def test_how_a_voter_voted_is_a_row(small_package: Path) -> None:
    """With what was voted on, by whom, and with what result."""
    site = show(small_package)
    voter, body = str(entity_id("Mara Quill")), str(entity_id("Ashgrove council"))
    [row] = put(site, "positions/rows-0")
    [vote] = (site / "votes").iterdir()
    assert row == [
        ["Mara Quill", f"entities/{voter}.html"],
        "No",
        ["rezone the old mill", f"votes/{vote.name}"],
        ["Ashgrove council", f"entities/{body}.html"],
        "passed",
        "2031-05-12",
        ["The Ashgrove Ledger", outlet_page("The Ashgrove Ledger")],
        "2031-05-13",
        ["Ashgrove Council Clears Way for Mill Homes", f"articles/{article_id(MILL)}.html"],
        "",
    ]
    assert (found_by(site, "positions", voter), found_by(site, "votes", body), found_by(site, "votes", vote.stem)) == (
        [0],
        [0],
        [0],
    )


def test_a_list_that_no_table_has_goes_on_on_further_pages(
    small_package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where an entity is mentioned, and the reports of a vote; each page leads to the one before and after it."""
    monkeypatch.setattr(store, "MOST", 1)
    key = str(entity_id("Ida Brandt"))
    more = {"mention_id": "men_aaaaaaaaaaaaaaaa", "entity_id": key}
    edit_rows(small_package, "mentions", lambda rows: rows.append({**rows[-1], **more}))
    again = {"vote_id": "vot_aaaaaaaaaaaaaaaa", "article_id": article_id(FERRY)}
    edit_rows(small_package, "votes", lambda rows: rows.append({**rows[0], **again}))
    site = show(small_package)
    [event] = [path.stem for path in (site / "votes").iterdir() if path.stem.count("_") == 1]
    for kind, stem, shown in (
        ("entities", key, [f"articles/{article_id(path)}.html" for path in (MILL, FERRY)]),
        (
            "votes",
            event,
            [
                f"articles/{article_id(MILL)}.html#{VOTE_ID}",
                f"articles/{article_id(FERRY)}.html#note-vot_aaaaaaaaaaaaaaaa",
            ],
        ),
    ):
        first, second = (read_page(site / kind / f"{stem}{end}.html") for end in ("", "_2"))
        assert [squeezed(each.text) for each in first.all("p", "more") if "table" not in each.text] == ["1 to 1 of 2"]
        assert [squeezed(each.text) for each in second.all("p", "more")] == ["2 to 2 of 2"]
        links = [[link.removeprefix("../") for link in page.values("href")] for page in (first, second)]
        assert f"{kind}/{stem}_2.html" in links[0]
        assert f"{kind}/{stem}.html" in links[1]
        assert [place in page for place, page in zip(shown, links, strict=True)] == [True, True]


def test_the_page_of_a_vote(small_package: Path) -> None:
    """Counts as a chart with words and as a table, positions, and the sentence that reports the vote."""
    [page] = (show(small_package) / "votes").iterdir()
    shown = read_page(page)
    assert [squeezed(each.text) for each in shown.all("h1") + shown.all("h2")] == ["rezone the old mill", "5–2 Passed"]
    [chart] = shown.all("svg", "tally")
    assert (chart.attributes["aria-label"], len(shown.all("rect", "yes")), len(shown.all("rect", "no"))) == (
        "5 yes, 2 no",
        6,
        3,
    )
    [table] = shown.all("table")
    assert squeezed(table.text) == "Counts, as the article states them VotesNumber Yes5 No2"
    assert "No Mara Quill" in [squeezed(each.text) for each in shown.all("p", "facts")]


def test_the_page_of_an_outlet(small_package: Path) -> None:
    """Its articles, who is quoted in it, and links to its rows in the tables."""
    shown = read_page(show(small_package) / outlet_page("The Ashgrove Ledger"))
    assert [squeezed(each.text) for each in shown.all("dl", "counts")] == ["articles1 quotes3 votes1 claims3"]
    assert [squeezed(row.text) for row in shown.all("tr")] == ["SpeakerQuotes", "Ida Brandt2"]
    assert "../tables/quotes.html#outlet=The%20Ashgrove%20Ledger" in shown.values("href")


def test_the_start_page_says_how_far_to_trust_it(small_package: Path) -> None:
    """Each figure with its interval and what it was measured on."""
    shown = read_page(show(small_package) / "index.html")
    right, found = (squeezed(table.text) for table in shown.all("table", "measured"))
    assert "Quotes right in everything, speaker included8472 to 9191 quotes in newswire that nobody had looked" in right
    assert "Direct quotes found9795 to 9984 articles that people had annotated (PolNeAR)" in found
    assert "beliefs and intentions included64not computed84 articles" in found
    assert [squeezed(each.text) for each in shown.all("ul", "counts")] == [
        "2 articles 5 quotes 1 report of a vote 4 claims 10 people and things"
    ]


def reviewed(folder: Path, **columns: Any) -> Path:
    """A file with what a reviewed sample gives: all quotes, and in the articles that were read the missing ones."""
    share = {"table": "quotes", "method": "", "low": 0.6049, "high": 0.9, "number": 40, "total": 900}
    shares = [
        {**share, "what": "precision", "of": "all is right", "value": 0.8, **columns},
        {**share, "what": "precision", "of": "all is right", "value": 0.7, "method": "quotes:direct@1"},
        {**share, "what": "precision", "of": "is a row", "value": 0.9},
        {**share, "what": "precision", "of": "speaker_id", "value": 0.8},
        {**share, "what": "recall", "of": "is a row", "value": 0.75, "number": 12},
    ]
    path = folder / "evaluation.json"
    path.write_text(json.dumps({"coder": "Nora Pell", "rows": 40, "articles": 2, "shares": shares}), encoding="utf-8")
    return path


def test_the_start_page_has_the_figures_of_a_reviewed_sample(small_package: Path, tmp_path: Path) -> None:
    """A person has judged these rows; how many speakers are wrong is said of the shares, too: 1 - .9 * .8."""
    site = make_site(small_package, tmp_path / "site", evaluation=reviewed(tmp_path)).path.parent
    shown = read_page(site / "index.html")
    assert [squeezed(table.text) for table in shown.all("table", "measured")] == [
        "Of 100 rows of this kind, how many are right WhatOf 100Interval (95 %)Measured on "
        "Quotes right in everything8060 to 9040 rows of this package, reviewed by Nora Pell",
        "Of 100 that an article has, how many are found WhatOf 100Interval (95 %)Measured on "
        "Quotes found7560 to 9012 rows of this package, reviewed by Nora Pell",
    ]
    trust = next(section for section in shown.all("section") if section.attributes["aria-labelledby"] == "trust")
    assert "A person, Nora Pell, has reviewed 40 rows of this package." in squeezed(trust.text)
    assert "28 have a wrong speaker, by the reviewed sample of evaluation.json" in squeezed(
        read_page(site / "voices.html").all("section")[-1].text
    )


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"value": 2}, "the precision of quotes is not a share with its interval"),
        ({"number": "many"}, "the precision of quotes is not a share with its interval"),
        ({"table": "mentions"}, "no precision of quotes, votes, claims or entities"),
    ],
)
def test_an_evaluation_that_does_not_fit_is_refused(
    small_package: Path, tmp_path: Path, columns: dict[str, Any], message: str
) -> None:
    """Before anything is written; the message says which command writes such a file."""
    with pytest.raises(PackageError, match=f"evaluation.json: {message}; write the file with: onrecord evaluate"):
        make_site(small_package, tmp_path / "site", evaluation=reviewed(tmp_path, **columns))
    (tmp_path / "evaluation.json").write_text("[]")
    with pytest.raises(PackageError, match="not the figures of a reviewed sample; write the file with"):
        make_site(small_package, tmp_path / "site", evaluation=tmp_path / "evaluation.json")


@pytest.mark.parametrize("figure", [*measured.RIGHT, *measured.FOUND], ids=lambda figure: figure.what)
def test_figures_are_those_of_the_method(figure: measured.Figure) -> None:
    """docs/method.md states each, with its interval."""
    method = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    [row] = [line for line in method.splitlines() if line.startswith(f"| {figure.row}")][:1]
    stated = f".{figure.share:02}" + ("" if figure.low is None else f" (.{figure.low:02}-.{figure.high:02})")
    assert stated in row
    if number := re.match(r"\d+", figure.of):
        assert number[0] in method


def test_a_table_has_its_rows_columns_and_download(small_package: Path) -> None:
    """The first rows are in the page; the browser loads the rows, the columns and the words; the download has all."""
    site = show(small_package)
    ledger = ["The Ashgrove Ledger", outlet_page("The Ashgrove Ledger")]
    mill, ferry = (
        [title, f"articles/{article_id(path)}.html"]
        for title, path in (("Ashgrove Council Clears Way for Mill Homes", MILL), ("Ferry stays shut", FERRY))
    )
    mayor = ["Ida Brandt", f"entities/{entity_id('Ida Brandt')}.html"]

    def words(text: str, path: str, name: str) -> list[str]:
        return [text, f"articles/{article_id(path)}.html#{quote_id(name)}"]

    assert put(site, "quotes/rows-0") == [
        [
            words("The mill has stood empty since 2009 … It will house forty families.", MILL, "empty"),
            *(mayor, "said, word for word", ledger, "2031-05-13", mill, ""),
        ],
        [
            words("the roof had not been repaired in a decade", MILL, "roof"),
            *(mayor, "said, in the words of the article", ledger, "2031-05-13", mill, ""),
        ],
        [
            words("glass barn", MILL, "barn"),
            *("", "a few words, not a whole sentence", ledger, "2031-05-13", mill, ""),
        ],
        [
            words("The Lower Tarn ferry 🚢 will probably stay shut until spring", FERRY, "shut"),
            ["harbor office", f"entities/{entity_id('harbor office')}.html"],
            *("said, in the words of the article", "", "", ferry, ""),
        ],
        [
            words("No boat is safe in this ice", FERRY, "ice"),
            ["pilots’ union", f"entities/{entity_id('pilots’ union')}.html"],
            *("said, word for word", "", "", ferry, ""),
        ],
    ]
    assert put(site, "quotes/column-speaker") == [
        ["harbor office", "Ida Brandt", "pilots’ union", ""],
        [1, 1, 3, 0, 2],
    ]
    assert put(site, "quotes/about")[3][2] == [
        *("type", "choice", True),
        [
            ["a few words, not a whole sentence", 1],
            ["said, in the words of the article", 2],
            ["said, word for word", 2],
        ],
    ]
    found = dict(put(site, "quotes/words-0"))
    assert {word: found[word] for word in ("ida", "the", "barn")} == {"ida": "0 1", "the": "0 1 2", "barn": "2"}
    page = read_page(site / "tables" / "quotes.html")
    assert [[head.attributes.get("scope") for head in page.all("th")][:7], len(page.all("tr"))] == [["col"] * 7, 6]
    assert "../data/quotes.csv" in page.values("href")


@pytest.mark.parametrize("table", JOINED)
def test_a_download_is_the_export(small_package: Path, table: str) -> None:
    """The same rows, columns and bytes, by the same view."""
    site = show(small_package)
    made = export(table, small_package, small_package.parent / f"{table}.csv")
    assert (site / "data" / f"{table}.csv").read_bytes() == made.path.read_bytes()
    assert f"data/{table}.csv" in read_page(site / "index.html").values("href")


def test_a_download_that_cannot_be_made_is_left_out(small_package: Path) -> None:
    """Pages show a row that does not fit its schema; a table that joins it has no file and no link, and a note."""
    edit_rows(small_package, "claims", lambda rows: rows[0].update(confidence="high"))
    made = make_site(small_package, small_package.parent / "site")
    assert made.notes == (
        "There is no download of claims: rows do not fit their schemas; onrecord export claims says which.",
    )
    site = made.path.parent
    assert sorted(path.name for path in (site / "data").glob("*.csv")) == [
        *("articles.csv", "entities.csv", "outlets.csv", "positions.csv", "quotes.csv", "voices.csv", "votes.csv")
    ]
    for page in ("index.html", "tables/claims.html", "tables/about.html"):
        assert [link for link in read_page(site / page).values("href") if link.endswith("claims.csv")] == []
    assert put(site, "claims/rows-0")[0][0][0] == "The mill has stood empty since 2009"


def test_the_page_of_voices_has_the_figures_of_the_audit(tmp_path: Path) -> None:
    """The same shares and intervals, in percent; speakers lead to their pages."""
    text = "One said a. " * 8
    rows: Rows = {"entities": [entity("Ada Ode"), entity("the board", entity_type="organization")]}
    ada, board = (each["entity_id"] for each in rows["entities"])
    package = write_package(tmp_path / "package", text, rows)
    [about] = read_rows(package / "data" / "articles.csv")
    articles, quotes = [], []
    nothing = dict.fromkeys(own_tables()["quotes"].columns, "")
    for number in range(40):
        key = make_id("articles", str(number))
        published, publisher = f"{2030 + number % 2}-05-01", f"Paper {number % 3}"
        articles.append({**about, "article_id": key, "published": published, "publisher": publisher})
        [said] = quote(text, f"{number}", ["One said a"], speaker_status="named")["quotes"]
        said |= {"article_id": key, "speaker_id": ada if number % 4 else board}
        quotes.append(nothing | {name: str(value) for name, value in said.items()})
    edit_rows(package, "articles", lambda rows: rows.__setitem__(slice(None), articles))
    edit_rows(package, "quotes", lambda rows: rows.extend(quotes))
    shown = read_page(show(package) / "voices.html")
    wanted = ("all", "story", "quotes", "speaker", "Ada Ode")
    columns = ("group", "unit", "measure", "by", "category")
    shares = audit(package, None, charts=False).shares.rows(named=True)
    [found] = [row for row in shares if tuple(row[name] for name in columns) == wanted]
    assert found["share"] == 0.75
    low, high = (round(100 * found[end], 1) for end in ("low", "high"))
    assert f"Ada Ode3075.0{low} to {high}" in [squeezed(row.text) for row in shown.all("tr")]
    assert f"entities/{ada}.html" in shown.values("href")
    years = [squeezed(row.text) for row in shown.all("tr")]
    assert [row.split(" (")[0] for row in years if row.startswith("203")] == ["20302050.0", "203120100.00.0"]
    assert [squeezed(each.text) for each in shown.all("h2")] == [
        *("People, organizations and others", "The most quoted", "Named or not", "Over time", "By outlet"),
        "What limits these shares",
    ]


def test_without_quotes_there_are_no_shares(tmp_path: Path) -> None:
    """The page is there, because others lead to it, and says so."""
    shown = read_page(show(write_package(tmp_path / "package", "Nothing happened.")) / "voices.html")
    assert shown.all(css="banner")[0].text == "There are no shares; the reason is below."
    assert "There are no quotes, so there are no shares." in [squeezed(each.text) for each in shown.all("li")]


def test_options_and_types_that_the_schema_does_not_list_are_shown(small_package: Path) -> None:
    """A row is never left out because a program does not know a word in it."""
    edit_rows(small_package, "vote_positions", lambda rows: rows[0].update(option="proxy"))
    edit_rows(small_package, "vote_counts", lambda rows: rows[1].update(option="paired"))
    edit_rows(
        small_package,
        "entities",
        lambda rows: [row.update(entity_type="vessel") for row in rows if row["name"] == "old mill"],
    )
    site = show(small_package)
    shown = read_page(site / "articles" / f"{article_id(MILL)}.html")
    [card] = [squeezed(each.text) for each in shown.all("div", "votes") if "card" in each.classes]
    assert "5 yes, 2 paired" in card
    assert "proxy Mara Quill" in card
    assert squeezed(shown.all("dl")[0].text).endswith("vesselold mill")
    [page] = (site / "votes").iterdir()
    assert squeezed(read_page(page).all("table")[0].text).endswith("Yes5 paired2")


def test_related_articles_are_named(small_package: Path) -> None:
    """A copy names what it is from, and the other way round."""

    def add(rows: list[dict[str, str]]) -> None:
        rows.append(
            {
                **dict.fromkeys(("likeness", "containment", "confidence"), ""),
                "article_id": article_id(FERRY),
                "related_id": article_id(MILL),
                "relation": "syndicated_from",
                "method": "copies:hand@1",
                "status": "auto",
            }
        )

    edit_rows(small_package, "article_relations", add)
    assert squeezed(article(small_package, article_id(FERRY)).all(css="provenance")[1].text) == (
        "From Ashgrove Council Clears Way for Mill Homes (The Ashgrove Ledger)"
    )
    assert squeezed(article(small_package, article_id(MILL)).all(css="provenance")[1].text) == (
        "Printed again as Ferry stays shut"
    )


def test_without_texts_the_rows_show_their_words(small_package: Path, tmp_path: Path) -> None:
    """A package that leaves out its texts says so, and shows what its rows hold; links lead to the cards."""
    shutil.rmtree(small_package / "seeds")
    edit_descriptor(small_package, lambda value: value.update(onrecord={"texts": "none"}))
    made = make_site(small_package, tmp_path / "site")
    assert [note[:80] for note in made.notes] == [
        "This package leaves out its articles’ texts (onrecord.texts is “none”). Quotes, "
    ]
    assert [banner.text for banner in read_page(made.path).all(css="banner")] == list(made.notes)
    shown = read_page(tmp_path / "site" / "articles" / f"{article_id(MILL)}.html")
    assert [element.text for element in shown.all("blockquote")] == [
        "The mill has stood empty since 2009 … It will house forty families.",
        "the roof had not been repaired in a decade",
        "glass barn",
        "The Ashgrove council voted 5-2 on Monday night to rezone the old mill, with Mara Quill voting no.",
        "Neighbors call it a “glass barn”",
    ]
    assert put(tmp_path / "site", "quotes/rows-0")[0][0][1].endswith(f"#note-{quote_id('empty')}")
    test_every_link_has_one_target(small_package)


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda file: file.unlink(), f"{FERRY} cannot be read; restore the file."),
        (lambda file: file.write_bytes(b"\xff"), f"{FERRY} is not UTF-8 at byte 0; restore the file."),
        (
            lambda file: file.write_bytes(TEXTS[FERRY].encode() + b"More.\n"),
            f"{FERRY} has changed since its rows were made; run onrecord convert.",
        ),
    ],
    ids=["missing", "not UTF-8", "changed"],
)
def test_a_text_that_is_not_the_one_that_was_read_is_reported(
    small_package: Path, damage: Callable[[Path], object], complaint: str
) -> None:
    """The article says what is wrong with its text; the other article is shown as usual."""
    damage(small_package / FERRY)
    assert [banner.text for banner in article(small_package, article_id(FERRY)).all(css="banner")] == [complaint]
    assert text_of(article(small_package, article_id(MILL))) == TEXTS[MILL]


def test_a_text_outside_the_package_is_not_read(small_package: Path) -> None:
    """A row cannot have the page show a file of the reader's machine."""
    (small_package.parent / "secret.txt").write_text("secret", encoding="utf-8")
    edit_rows(small_package, "articles", lambda rows: rows[1].update(text_path="../secret.txt"))
    shown = article(small_package, article_id(FERRY))
    assert [banner.text for banner in shown.all(css="banner")] == [
        "The path '../secret.txt' must be relative and stay inside the package; run onrecord validate."
    ]
    assert text_of(shown) == ""


@pytest.mark.parametrize(
    "cells",
    [
        {"end": "100000"},
        {"start": "x"},
        {"start": "900"},
        {"exact": "No boat is safe in that ice"},
        {"end": "9" * 5000},
    ],
)
def test_rows_that_do_not_fit_the_text_are_shown_apart(small_package: Path, cells: dict[str, str]) -> None:
    """A mark never covers words that its row does not hold; the row is shown after the text."""

    def edit(rows: list[dict[str, str]]) -> None:
        [row] = [row for row in rows if row["exact"] == "No boat is safe in this ice"]
        row.update(cells)

    edit_rows(small_package, "quote_spans", edit)
    shown = article(small_package, article_id(FERRY))
    assert [banner.text for banner in shown.all(css="banner")] == [
        "Rows whose words are not at their place in the text: 1; run onrecord validate."
    ]
    [loose] = shown.all("blockquote")
    assert loose.text == cells.get("exact", "No boat is safe in this ice")
    assert text_of(shown) == TEXTS[FERRY]


def test_empty_tables_make_a_site(tmp_path: Path) -> None:
    """An article without rows is a plain text; a package without articles has pages without rows."""
    package = write_package(tmp_path / "package", "Nothing happened.\n")
    shown = article(package, ARTICLE_ID)
    assert (text_of(shown), shown.all(css="card")) == ("Nothing happened.\n", [])
    edit_rows(package, "articles", lambda rows: rows.clear())
    site = show(package)
    assert (sorted(path.name for path in site.rglob("*.html")), put(site, "quotes/about")[0]) == (
        [
            f"{name}.html"
            for name in (
                "about",
                "articles",
                "claims",
                "entities",
                "index",
                "outlets",
                "positions",
                "quotes",
                "search",
                "voices",
                "votes",
            )
        ],
        0,
    )


def test_a_package_that_is_invalid_is_an_error(tmp_path: Path) -> None:
    """The message names the place and the remedy."""
    with pytest.raises(PackageError, match=r"nowhere: no such package; name a folder, its"):
        make_site(tmp_path / "nowhere", tmp_path / "site")
    with pytest.raises(PackageError, match=r"datapackage\.json: no such file"):
        make_site(tmp_path, tmp_path / "site")


def test_a_package_of_others(tmp_path: Path) -> None:
    """It is named as such: a conversion would not make it one that has articles."""
    (tmp_path / "datapackage.json").write_text(
        '{"name": "p", "resources": [{"name": "prices", "path": "prices.csv", "schema": {"fields": [{"name": "a"}]}}]}'
    )
    with pytest.raises(PackageError, match=r"another tool's package, with the tables prices; name a package that onr"):
        make_site(tmp_path, tmp_path / "site")


def test_a_table_that_cannot_be_read_is_an_error_and_the_old_site_stays(small_package: Path) -> None:
    """A missing table, file or column stops the run before anything is replaced."""
    site = show(small_package)
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    edit_bytes(small_package, "data/quotes.csv", lambda content: content.replace(b"speaker_id", b"speaker", 1))
    with pytest.raises(PackageError, match=r"quotes\.csv: no column speaker_id; restore the file, or run: onrecord"):
        show(small_package)
    (small_package / "data" / "quotes.csv").unlink()
    with pytest.raises(PackageError, match=r"quotes\.csv: no such file"):
        show(small_package)
    edit_descriptor(small_package, lambda value: value["resources"].pop(TABLES.index("quotes")))
    with pytest.raises(PackageError, match=r"datapackage\.json: no table quotes; run: onrecord convert"):
        show(small_package)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
    assert {path.name for path in small_package.parent.iterdir()} == {"small", "site"}
