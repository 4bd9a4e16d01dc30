"""The page: text marked in place, everything escaped, nothing loaded, nothing left out in silence."""

from __future__ import annotations

import base64
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import PackageError
from onrecord.site import Report, page, report

from ...small_package import FERRY, MILL, TEXTS, article_id, edit_bytes, edit_descriptor, edit_rows, entity_id, quote_id
from .package_writer import Rows, claim, entity, evidence, quote, write_package
from .page_reader import Page, read_page, squeezed

HOSTILE = (
    "\ufeff</p></article><script>alert('1')</script> &amp; &lt;b&gt; & \"quoted\" {{ 7 * 7 }} {% raw %}\r\n"
    "\r\n\n  <!-- a comment --> <style>p{}</style> \x07\x1b[0m\x0b\x7f\x85 tab\there  two spaces \r lone\n\n"
    "“אמר ראש העיר” said the mayor \u202eleft to right\u202c, <img src=x onerror=alert(2)> ]]> 🚢\u2028"
    "<svg onload=alert(3)> &#13; \x00 end \n\n\n"
)
TAGS = frozenset(
    word
    for line in (
        "html head meta title style body script header nav main section article footer a p h1 h2 h3 div span bdi",
        "b i strong code dl dt dd ul li table thead tbody tr th td details summary fieldset legend label input",
        "svg rect blockquote",
    )
    for word in line.split()
)


def text_of(shown: Page, kind: str = "text") -> str:
    """The text of the marked paragraphs of a page."""
    return "".join(element.text for element in shown.all(css=kind))


def show(package: Path) -> Page:
    """The report on a package, read back."""
    return read_page(report(package, package.parent / "report.html").path)


def hostile_rows(text: str) -> Rows:
    """Rows whose every cell is hostile."""
    nasty = '"><script>alert(4)</script>'
    mayor = entity(f"the mayor {nasty}", role=nasty)
    spoken = quote(text, "nasty", ["<img src=x onerror=alert(2)>"], speaker_id=mayor["entity_id"], cue=nasty)
    said = claim(text, "{{ 7 * 7 }}", claimant=nasty, text=nasty)
    return {
        "entities": [mayor],
        "mentions": [
            {
                "mention_id": nasty,
                "entity_id": mayor["entity_id"],
                "mention_type": "nominal",
                "zone": "body",
                **evidence(text, "the mayor"),
            }
        ],
        **spoken,
        "claims": [said],
    }


def test_a_hostile_text_comes_out_of_the_marks_as_it_went_in(tmp_path: Path) -> None:
    """Every character survives, carriage returns and controls too; NUL, which HTML cannot hold, is replaced."""
    package = write_package(tmp_path / "hostile", HOSTILE, hostile_rows(HOSTILE))
    assert text_of(show(package)) == HOSTILE.replace("\0", "\ufffd")


def test_hostile_words_make_no_element_and_no_attribute(tmp_path: Path) -> None:
    """The only elements are the page's own, none with an event handler or an inline style."""
    nasty = '"><script>alert(5)</script>'
    columns = {"title": nasty, "publisher": nasty, "rights": nasty, "url": f"https://example.org/{nasty}"}
    package = write_package(tmp_path / "hostile", HOSTILE, hostile_rows(HOSTILE), **columns)
    edit_descriptor(package, lambda value: value.update(title=nasty, description=nasty, licenses=[{"name": nasty}]))
    shown = show(package)
    assert {element.tag for element in shown.elements} <= TAGS
    assert [element.text for element in shown.all("script")] == [shown.all("script")[0].text]
    assert "alert" not in shown.all("script")[0].text
    names = {name for element in shown.elements for name in element.attributes}
    assert [name for name in names if name.startswith("on") or name in ("style", "src", "srcset")] == []


def test_the_page_loads_nothing(small_package: Path) -> None:
    """Links lead into the page or, when followed, to the addresses in the data; the policy forbids all loading."""
    shown = show(small_package)
    outward = [link for link in shown.values("href") if not link.startswith("#")]
    assert outward == ["https://example.org/2031/05/13/mill", "https://creativecommons.org/licenses/by/4.0/"]
    assert shown.values("src") == []

    def fingerprint(tag: str) -> str:
        [element] = shown.all(tag)
        return base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()

    [policy] = [
        meta.attributes["content"]
        for meta in shown.all("meta")
        if meta.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{fingerprint('style')}'; "
        f"script-src 'sha256-{fingerprint('script')}'; base-uri 'none'; form-action 'none'"
    )


def test_every_link_inside_the_page_has_one_target(small_package: Path) -> None:
    """Ids are unique, and each reference to a place on the page finds one."""
    shown = show(small_package)
    ids = shown.values("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in shown.values("href") if link.startswith("#")} - set(ids) == set()


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
    """Whatever else an url may be is not a link."""
    assert page.web_address(url) == link


def test_an_url_that_is_no_address_is_shown_as_text(tmp_path: Path) -> None:
    """The reader sees the value, and cannot follow it."""
    package = write_package(tmp_path / "package", "A text.", url="javascript:alert(1)")
    shown = show(package)
    assert "javascript:alert(1)" in shown.all(css="provenance")[0].text
    assert [link for link in shown.values("href") if "javascript" in link] == []


def test_same_package_same_bytes(small_package: Path, tmp_path: Path) -> None:
    """The page depends on nothing but the package: no clock, no place."""
    elsewhere = shutil.copytree(small_package, tmp_path / "elsewhere" / "package")
    first = report(small_package, tmp_path / "one.html").path.read_bytes()
    assert report(elsewhere, tmp_path / "new" / "folder" / "two.html").path.read_bytes() == first


def test_the_page_is_written_to_the_current_folder_unless_told(
    small_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both arguments have defaults."""
    monkeypatch.chdir(small_package)
    assert report().path == Path("report.html")
    assert sorted(path.name for path in small_package.iterdir() if path.is_file()) == [
        "datapackage.json",
        "report.html",
    ]


def test_a_quote_in_two_pieces_is_one_thing(small_package: Path) -> None:
    """Its pieces, its source and its cue share a token and a number."""
    shown = show(small_package)
    marked = {
        kind: [
            element.text
            for element in shown.all("span", f"m-{kind}")
            if "q1" in element.attributes.get("data-r", "").split()
        ]
        for kind in ("content", "source", "cue")
    }
    assert marked == {
        "content": ["The mill has stood empty since 2009", "It will house forty families."],
        "source": ["Mayor Ida Brandt"],
        "cue": ["said"],
    }
    pins = [(pin.attributes["href"], pin.attributes["data-pin"]) for pin in shown.all(css="pin-q")]
    assert pins[:2] == [("#note-q1", "1"), ("#note-q1", "1")]


def test_spans_that_overlap_are_marked_side_by_side(tmp_path: Path) -> None:
    """Where two spans cross, the piece that they share has the marks of both."""
    text = "One two three four."
    rows = quote(text, "left", ["One two three"])
    rows["claims"] = [claim(text, "two three four")]
    shown = show(write_package(tmp_path / "package", text, rows))
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


def test_notes_stand_with_the_paragraph_that_they_are_on(small_package: Path) -> None:
    """A card says who, how and what is claimed; its vote has the tally."""
    cards = [squeezed(card.text) for card in show(small_package).all("div", "card")]
    assert cards == [
        "V1 Ashgrove council 5–2 passed 5 yes, 2 no · 2031-05-12 rezone the old mill no Mara Quill",
        "1 Ida Brandt Mayor direct · said a asserted · certain",
        "2 Ida Brandt Mayor indirect · said b asserted · certain · negated",
        "The outlet c asserted · certain",
        "3 Quoted words fragment",
        "1 harbor office indirect · said "
        "a The Lower Tarn ferry will probably stay shut until spring asserted · probable",
        "2 pilots’ union direct · wrote · via Tarn Courier",
    ]


def test_claims_that_say_the_same_of_themselves_share_a_line(tmp_path: Path) -> None:
    """Neighbors with equal stance and certainty share a line, others do not; the outlet's claims are in one card."""
    text = "One is. Two is. Three may be."
    claims = [claim(text, "One is"), claim(text, "Two is"), claim(text, "Three may be", certainty="possible")]
    shown = show(write_package(tmp_path / "package", text, {"claims": claims}))
    assert [squeezed(card.text) for card in shown.all("div", "card")] == [
        "The outlet a b asserted · certain c asserted · possible"
    ]


def test_a_claimant_who_is_not_the_speaker_is_named(small_package: Path) -> None:
    """Nor is a claim whose quote is missing taken for the outlet's."""

    def edit(rows: list[dict[str, str]]) -> None:
        rows[0]["claimant_id"] = entity_id("Mara Quill")
        rows[3]["quote_id"] = "quo_aaaaaaaaaaaaaaaa"

    edit_rows(small_package, "claims", edit)
    cards = [squeezed(card.text) for card in show(small_package).all("div", "card")]
    assert (cards[1], cards[3]) == (
        "1 Ida Brandt Mayor direct · said a Mara Quill · asserted · certain",
        "No claimant settled c asserted · certain",
    )


def test_who_is_quoted_is_counted_in_quotes_and_words(small_package: Path) -> None:
    """The speaker with the most words comes first, quotes without a settled speaker last."""
    [voices] = show(small_package).all("section", "voices")
    assert squeezed(voices.text) == (
        "Who is quoted SpeakerQuotesWords Ida Brandt221 harbor office111 pilots’ union17 No speaker settled12"
    )


def test_words_inside_a_quote_are_counted_once(small_package: Path) -> None:
    """They belong to the quote that holds them, and the card says that they do."""
    edit_rows(small_package, "quotes", lambda rows: rows[-1].update(within_id=rows[-2]["quote_id"]))
    shown = show(small_package)
    [voices] = shown.all("section", "voices")
    assert squeezed(voices.text) == (
        "Who is quoted SpeakerQuotesWords Ida Brandt221 harbor office111 No speaker settled12"
    )
    assert [card.text.count("inside a quote") for card in shown.all("div", "card")].count(1) == 1


def test_the_tables_hold_every_row(small_package: Path) -> None:
    """A row leads to its words in the text; ids of entities and articles are shown by name."""
    shown = show(small_package)
    [row] = [row for row in shown.all("tr") if row.attributes.get("id") == f"row-{quote_id('ice')}"]
    cells = [
        quote_id("ice"),
        *("Ferry stays shut", "direct", "speech", "positive", "No boat is safe in this ice", "pilots’ union", "named"),
        *("wrote", "Tarn Courier", "107", "134", "quotes:hand@1", "auto"),
    ]
    start = TEXTS[FERRY].index("No boat")
    cells[10:12] = [str(start), str(start + len("No boat is safe in this ice"))]
    assert row.text == "".join(cells)
    assert f"#a2-{start}" in shown.values("href")
    heads = [summary.text for summary in shown.all("summary")]
    assert heads == [
        *("Articles 2 rows", "Entities 10 rows", "Mentions 12 rows", "Quotes 5 rows", "Quote spans 14 rows"),
        *("Votes 1 row", "Vote counts 2 rows", "Vote positions 1 row", "Claims 4 rows", "Claim entities 5 rows"),
        *("Article relations 0 rows", "Id changes 2 rows", "Changes 0 rows"),
        *("Article revisions 0 rows", "Rejected sources 1 row"),
    ]


def test_without_texts_the_rows_show_their_words(small_package: Path, tmp_path: Path) -> None:
    """A package that leaves out its texts says so, and shows what its rows hold."""

    def leave_out(value: dict[str, object]) -> None:
        value["onrecord"] = {"texts": "none"}

    shutil.rmtree(small_package / "seeds")
    edit_descriptor(small_package, leave_out)
    written = report(small_package, tmp_path / "report.html")
    shown = read_page(written.path)
    assert [note[:80] for note in written.notes] == [
        "This package leaves out its articles’ texts (onrecord.texts is “none”). Quotes, "
    ]
    assert [banner.text for banner in shown.all(css="banner")] == list(written.notes)
    assert text_of(shown) == ""
    assert [element.text for element in shown.all("blockquote")] == [
        "The Ashgrove council voted 5-2 on Monday night to rezone the old mill, with Mara Quill voting no.",
        "The mill has stood empty since 2009 … It will house forty families.",
        "the roof had not been repaired in a decade",
        "Neighbors call it a “glass barn”",
        "glass barn",
        "The Lower Tarn ferry 🚢 will probably stay shut until spring",
        "No boat is safe in this ice",
    ]
    assert "b the roof had not been repaired in a decade asserted · certain · negated" in squeezed(
        shown.all(css="card")[2].text
    )


def test_texts_that_a_reader_puts_back_are_marked(small_package: Path, tmp_path: Path) -> None:
    """The setting says that the package lacks the texts, not that the page may not use them."""
    edit_descriptor(small_package, lambda value: value.update(onrecord={"texts": "none"}))
    written = report(small_package, tmp_path / "report.html")
    assert written.notes == ()
    assert text_of(read_page(written.path)) == TEXTS[MILL] + TEXTS[FERRY]


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
    shown = show(small_package)
    assert [banner.text for banner in shown.all(css="banner")] == [complaint]
    assert text_of(shown).startswith(TEXTS[MILL])


def test_a_text_outside_the_package_is_not_read(small_package: Path) -> None:
    """A row cannot have the page show a file of the reader's machine."""
    (small_package.parent / "secret.txt").write_text("secret", encoding="utf-8")
    edit_rows(small_package, "articles", lambda rows: rows[1].update(text_path="../secret.txt"))
    shown = show(small_package)
    assert [banner.text for banner in shown.all(css="banner")] == [
        "The path '../secret.txt' must be relative and stay inside the package; run onrecord validate."
    ]
    assert text_of(shown) == TEXTS[MILL]


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
    shown = show(small_package)
    assert [banner.text for banner in shown.all(css="banner")] == [
        "Rows whose words are not at their place in the text: 1; run onrecord validate."
    ]
    [loose] = shown.all("blockquote")
    assert loose.text == cells.get("exact", "No boat is safe in this ice")
    assert text_of(shown) == TEXTS[MILL] + TEXTS[FERRY]


def test_articles_beyond_the_limit_are_left_out_and_that_is_said(
    small_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page and the caller learn how many are shown; counts and speakers still cover all."""
    monkeypatch.setattr(page, "MAX_ARTICLES", 1)
    written = report(small_package, tmp_path / "report.html")
    shown = read_page(written.path)
    assert written == Report(
        tmp_path / "report.html",
        (
            "This page shows the first 1 of 2 articles and the rows read from them. "
            "The counts and the list of speakers cover all; data/ holds everything.",
        ),
    )
    assert [banner.text for banner in shown.all(css="banner")] == list(written.notes)
    assert text_of(shown) == TEXTS[MILL]
    assert [squeezed(count.text) for count in shown.all("dl", "counts")] == [
        "articles2 quotes5 vote1 claims4 entities10"
    ]
    assert "pilots’ union" in shown.all(css="voices")[0].text
    assert [summary.text for summary in shown.all("summary")][:4] == [
        *("Articles 1 row", "Entities 6 rows", "Mentions 8 rows", "Quotes 3 rows")
    ]


def test_rows_beyond_the_limit_are_left_out_and_that_is_said(
    small_package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long table shows its first rows and their number."""
    monkeypatch.setattr(page, "MAX_ROWS", 10)
    shown = show(small_package)
    assert [banner.text for banner in shown.all(css="banner")] == [
        "Tables of which this page shows the first 10 rows only: mentions, quote_spans."
    ]
    assert [strong.text for strong in shown.all("strong")] == [
        "The first 10 of 12 rows.",
        "The first 10 of 14 rows.",
    ]


def test_empty_tables_make_a_page(tmp_path: Path) -> None:
    """An article without rows is a plain text; a package without articles is an empty page."""
    package = write_package(tmp_path / "package", "Nothing happened.\n")
    shown = show(package)
    assert (text_of(shown), shown.all(css="card"), shown.all(css="voices")) == ("Nothing happened.\n", [], [])
    edit_rows(package, "articles", lambda rows: rows.clear())
    shown = show(package)
    assert (shown.all("article"), {summary.text.split()[-2] for summary in shown.all("summary")}) == ([], {"0"})


def test_a_package_that_is_invalid_is_an_error(tmp_path: Path) -> None:
    """The message names the place and the remedy."""
    with pytest.raises(PackageError, match=r"nowhere: no such package; name a folder, its"):
        report(tmp_path / "nowhere", tmp_path / "report.html")
    with pytest.raises(PackageError, match=r"datapackage\.json: no such file"):
        report(tmp_path, tmp_path / "report.html")


def test_a_package_of_others(tmp_path: Path) -> None:
    """It is named as such: a conversion would not make it one that has articles."""
    (tmp_path / "datapackage.json").write_text(
        '{"name": "p", "resources": [{"name": "prices", "path": "prices.csv", "schema": {"fields": [{"name": "a"}]}}]}'
    )
    with pytest.raises(
        PackageError, match=r"another tool's package, with the tables prices; name a package that onrec"
    ):
        report(tmp_path, tmp_path / "report.html")


def test_a_table_that_cannot_be_read_is_an_error_and_the_old_page_stays(small_package: Path, tmp_path: Path) -> None:
    """A missing table, file or column stops the run before anything is written."""
    output = tmp_path / "report.html"
    output.write_text("old", encoding="utf-8")
    edit_bytes(small_package, "data/quotes.csv", lambda content: content.replace(b"speaker_id", b"speaker", 1))
    with pytest.raises(
        PackageError, match=r"quotes\.csv: no column speaker_id; restore the file, or run: onrecord convert"
    ):
        report(small_package, output)
    (small_package / "data" / "quotes.csv").unlink()
    with pytest.raises(PackageError, match=r"quotes\.csv: no such file"):
        report(small_package, output)
    edit_descriptor(small_package, lambda value: value["resources"].pop(3))
    with pytest.raises(PackageError, match=r"datapackage\.json: no table quotes; run: onrecord convert"):
        report(small_package, output)
    assert output.read_text(encoding="utf-8") == "old"


def test_a_place_that_cannot_be_written_is_an_error(small_package: Path, tmp_path: Path) -> None:
    """A folder, and a file below a file."""
    with pytest.raises(PackageError, match=r"a folder; name the file to write, as in: --output .*report\.html"):
        report(small_package, tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(PackageError, match="name a file that can be written"):
        report(small_package, tmp_path / "file" / "report.html")


def test_columns_in_another_order_and_short_lines_are_read(small_package: Path, tmp_path: Path) -> None:
    """A table that a spreadsheet has rewritten still makes the page."""
    before = report(small_package, tmp_path / "before.html").path.read_bytes()

    def turn(content: bytes) -> bytes:
        lines = [line.split(",") for line in content.decode().splitlines()]
        return "".join(",".join(reversed(line)) + "\n" for line in lines).encode()

    edit_bytes(small_package, "data/claim_entities.csv", turn)
    assert report(small_package, tmp_path / "after.html").path.read_bytes() == before
    edit_bytes(small_package, "data/claim_entities.csv", lambda content: content + b"only\n\n")
    assert "only" in [cell.text for cell in show(small_package).all("td")]


def test_a_later_table_whose_schema_is_broken_is_reported(small_package: Path) -> None:
    """It is there, so that it is not left out in silence."""
    (small_package / "schemas" / "changes.schema.json").write_text('{"fields": NaN}')
    with pytest.raises(PackageError, match="the schema of changes cannot be read; validate the package"):
        show(small_package)


def test_a_package_of_an_earlier_onrecord(small_package: Path) -> None:
    """The tables that it lacks are not shown."""

    def without(descriptor: dict[str, Any]) -> None:
        descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] != "changes"]

    edit_descriptor(small_package, without)
    assert "data/changes.csv" not in {element.text for element in show(small_package).all("code")}


def test_an_article_says_what_it_is_a_copy_of(small_package: Path) -> None:
    """Both articles of a relation name the other; how alike they are is left out where more is known."""
    mill, ferry = article_id(MILL), article_id(FERRY)
    first, second = sorted((mill, ferry))
    relations = [(first, second, "near_duplicate"), (ferry, mill, "syndicated_from")]

    def relate(rows: list[dict[str, str]]) -> None:
        for one, other, relation in relations:
            rows.append(
                {"article_id": one, "related_id": other, "relation": relation, "method": "a@1", "status": "auto"}
            )

    edit_rows(small_package, "article_relations", relate)
    lines = [element.text for element in show(small_package).all(css="provenance")]
    assert [squeezed(line) for line in lines if "From" in line or "again" in line] == [
        "Printed again as Ferry stays shut",
        "From Ashgrove Council Clears Way for Mill Homes (The Ashgrove Ledger)",
    ]
    relations[:] = [(first, second, "same_text")]
    edit_rows(small_package, "article_relations", lambda rows: (rows.clear(), relate(rows)))
    lines = [element.text for element in show(small_package).all(css="provenance")]
    assert [squeezed(line) for line in lines if "same text" in line] == [
        "The same text as Ferry stays shut",
        "The same text as Ashgrove Council Clears Way for Mill Homes (The Ashgrove Ledger)",
    ]
