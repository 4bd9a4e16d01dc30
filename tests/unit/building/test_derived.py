"""A folder as a journalist has it: pages, a feed, an export and texts become one valid package."""

from __future__ import annotations

import csv
import html
import json
import sys
from pathlib import Path

import pytest

from onrecord.building.conversion import convert
from onrecord.cli import main
from onrecord.exports.formats import export
from onrecord.release import publish
from onrecord.validation import validate

PAGE = """<!doctype html><html lang="en-GB"><head><title>Ferry stays | Tarn Courier</title>
<link rel="canonical" href="https://courier.example/2031/ferry">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry stays", "author": {"@type": "Person",
"name": "Nora Pell"}, "publisher": {"@type": "Organization", "name": "Tarn Courier"},
"datePublished": "2031-05-13T09:05:00+01:00", "dateModified": "2031-05-13T11:00:00+01:00", "articleSection": "Harbor"}
</script></head><body><nav><a href="/">Home</a></nav><article><h1>Ferry stays</h1><p class="byline">By Nora Pell</p>
<p>The ferry will stay through the winter, Mayor Ivo Brandt said on Monday after a long debate in the town hall.</p>
<p>&ldquo;Nobody here wants to row&rdquo;, Brandt told reporters.
&ldquo;The boat carries 300&nbsp;people a day.&rdquo;</p>
</article><footer>Sign up for our newsletter</footer></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Ostry Ledger</title><item><title>Mill closes</title><link>https://ledger.example/mill</link><guid>mill-7</guid>
<pubDate>Wed, 14 May 2031 10:00:00 GMT</pubDate><content:encoded>&lt;p&gt;The mill in Ostry will close in May, said its
owner, Tam Reyes.&lt;/p&gt;&lt;p&gt;About 300 people work there.&lt;/p&gt;</content:encoded></item></channel></rss>"""
RECORDS = [
    {
        "id": 7,
        "headline": "Clinic delayed",
        "body": "The clinic will open in April, the trust said.",
        "date": "2031-05-12",
    },
    {"id": 8, "headline": "Nothing", "body": ""},
]
FRENCH = """Le bac reste

Le bac restera en service, a dit lundi le maire. Le conseil a voté la fermeture du pont et la mairie paiera.
"""
TEXT = "Harbor dredged\n\nThe harbor was dredged on Friday, the port said.\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package that the folder becomes, in the current folder."""
    monkeypatch.chdir(tmp_path)
    folder = Path("desk")
    folder.mkdir()
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "feed.xml").write_text(FEED, encoding="utf-8")
    (folder / "export.json").write_text(json.dumps(RECORDS), encoding="utf-8")
    (folder / "bac.txt").write_text(FRENCH, encoding="utf-8")
    (folder / "harbor.txt").write_text(TEXT, encoding="utf-8")
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n")
    (folder / "metadata.csv").write_text("file,publisher\nharbor.txt,The Port Log\n", encoding="utf-8")
    convert("desk", package="pk")
    return Path("pk")


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table of the package."""
    with Path("pk", "data", f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("package")
def test_articles_and_where_their_facts_are_from() -> None:
    """Each article has the facts of its source, and says where they were found."""
    columns = ("title", "authors", "publisher", "url", "published", "updated", "section", "language", "derivation")
    assert [tuple(row[column] for column in columns) for row in rows("articles")] == [
        ("Clinic delayed", "", "", "", "2031-05-12", "", "", "en", "json@1"),
        (
            "Mill closes",
            "",
            "Ostry Ledger",
            "https://ledger.example/mill",
            "2031-05-14T10:00:00Z",
            "",
            "",
            "en",
            "feed@1",
        ),
        ("Harbor dredged", "", "The Port Log", "", "", "", "", "en", ""),
        (
            *("Ferry stays", "Nora Pell", "Tarn Courier", "https://courier.example/2031/ferry"),
            *("2031-05-13T09:05:00+01:00", "2031-05-13T11:00:00+01:00", "Harbor", "en-GB", "html@1"),
        ),
    ]
    assert [row["text_path"] for row in rows("articles")] == [
        "seeds/export.json/7.txt",
        "seeds/feed.xml/mill-7.txt",
        "seeds/harbor.txt",
        "seeds/page.html.txt",
    ]
    assert rows("articles")[2]["facts_from"] == "publisher: metadata"
    assert "published: json-ld" in rows("articles")[3]["facts_from"]


@pytest.mark.usefixtures("package")
def test_what_is_not_an_article() -> None:
    """It is set aside with its reason, or left out."""
    assert [(row["source"], row["locator"], row["reason"]) for row in rows("rejected")] == [
        ("bac.txt", "file", "language"),
        ("export.json", "item 2", "no_text"),
    ]


def test_the_text_of_a_page(package: Path) -> None:
    """The article without the page around it; the original is kept as it was."""
    text = (package / "seeds" / "page.html.txt").read_text(encoding="utf-8")
    assert text.split("\n\n") == [
        "Ferry stays",
        "By Nora Pell",
        "The ferry will stay through the winter, Mayor Ivo Brandt said on Monday after a long debate in the town hall.",
        "“Nobody here wants to row”, Brandt told reporters. “The boat carries 300\u00a0people a day.”\n",
    ]
    original = next(row["original_path"] for row in rows("articles") if row["derivation"] == "html@1")
    assert (package / original).read_text(encoding="utf-8") == PAGE


def test_annotations_lead_into_the_page(package: Path) -> None:
    """Each annotation of the page's article has its words at its places in the page."""
    export("annotations", package, "out.jsonld")
    items = json.loads(Path("out.jsonld").read_text(encoding="utf-8"))["items"]
    checked = 0
    for item in items:
        if not isinstance(item["target"], list) or not item["target"][1]["source"].endswith(".html"):
            continue
        page = (package / item["target"][1]["source"]).read_text(encoding="utf-8")
        places = [page[place["start"] : place["end"]] for place in item["target"][1]["selector"]]
        exact = next(each["exact"] for each in item["target"][0]["selector"] if "exact" in each)
        assert " ".join(html.unescape(" ".join(places)).split()) == " ".join(exact.split())
        checked += 1
    assert checked > 10


def test_the_package_is_valid_until_something_changes(package: Path) -> None:
    """A changed original, and a text that is not in it, are errors with their place."""
    assert validate(package).problems == ()
    convert(package="pk")
    assert validate(package).problems == ()
    original = package / next(row["original_path"] for row in rows("articles") if row["derivation"] == "html@1")
    original.write_text(PAGE.replace("row", "swim"), encoding="utf-8")
    assert [problem.code for problem in validate(package).problems] == ["origin-differs"]
    original.unlink()
    assert validate(package).problems == ()  # a release need not contain it


@pytest.mark.usefixtures("package")
def test_a_later_text_at_the_same_address(capsys: pytest.CaptureFixture[str]) -> None:
    """It takes the place of the earlier text, which is kept; rows that are the same keep their ids."""
    quotes = {row["text"]: row["quote_id"] for row in rows("quotes")}
    later = PAGE.replace("T11:00", "T15:30").replace("300&nbsp;people", "400&nbsp;people")
    Path("later.html").write_text(later, encoding="utf-8")
    assert main(["convert", "later.html", "--package", "pk"]) == 0
    assert "note: 1 article got a later version of the text: seeds/page.html.txt" in capsys.readouterr().out
    article = next(row for row in rows("articles") if row["derivation"] == "html@1")
    assert (article["text_path"], article["updated"]) == ("seeds/page.html.txt", "2031-05-13T15:30:00+01:00")
    [revision] = rows("article_revisions")
    assert (revision["article_id"], revision["revision"]) == (article["article_id"], "1")
    assert revision["updated"] == "2031-05-13T11:00:00+01:00"
    assert "300" in Path("pk", revision["text_path"]).read_text(encoding="utf-8")
    now = {row["text"]: row["quote_id"] for row in rows("quotes")}
    same = quotes.keys() & now.keys()
    assert len(same) >= 2
    assert {text: now[text] for text in same} == {text: quotes[text] for text in same}
    # The earlier capture again is an earlier text, not a later one.
    assert main(["convert", "desk/page.html", "--package", "pk"]) == 0
    assert [row["revision"] for row in rows("article_revisions")] == ["1"]
    assert validate("pk").problems == ()


def test_an_earlier_text_that_is_found_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is kept as a revision, and the command says that the later text stays."""
    monkeypatch.chdir(tmp_path)
    Path("new.html").write_text(PAGE, encoding="utf-8")
    earlier = PAGE.replace("through the winter", "until June").replace('T11:00:00+01:00"', 'T09:30:00+01:00"')
    Path("old.html").write_text(earlier, encoding="utf-8")
    convert("new.html", package="pk")
    capsys.readouterr()
    assert main(["convert", "old.html", "--package", "pk"]) == 0
    assert "1 source with an earlier version of an article, whose later text stays: old.html" in capsys.readouterr().out
    assert "through the winter" in Path("pk/seeds/new.html.txt").read_text(encoding="utf-8")
    assert [row["updated"] for row in rows("article_revisions")] == ["2031-05-13T09:30:00+01:00"]


EXPORT = """nr,head,story,day,by
A1,Quay closed,"The quay was closed on Friday, the port said.",2031-05-12,Nora Pell
A2,Mill sold,"The mill was sold on Monday, its owner said.",2031-05-13,Ida Mott
"""


def test_an_export_whose_columns_are_named_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its articles keep their names, and get the ids, headlines and facts that the columns give."""
    monkeypatch.chdir(tmp_path)
    Path("cms.csv").write_text(EXPORT, encoding="utf-8")
    convert("cms.csv", package="pk", columns={"text": "story"})
    quay, mill = sorted(
        (row["text_path"] for row in rows("articles")), key=lambda path: "mill" in Path("pk", path).read_text()
    )
    columns = {"text": "story", "id": "nr", "title": "head", "published": "day", "authors": "by"}
    conversion = convert("cms.csv", package="pk", columns=columns)
    assert (conversion.restated, conversion.updated) == ((quay, mill), ())
    assert {row["text_path"]: (row["title"], row["published"], row["authors"]) for row in rows("articles")} == {
        quay: ("Quay closed", "2031-05-12", "Nora Pell"),
        mill: ("Mill sold", "2031-05-13", "Ida Mott"),
    }
    assert validate("pk").valid
    assert convert("cms.csv", package="pk", columns=columns).same == ("cms.csv", "cms.csv")


def test_the_columns_that_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command names them once for a file, and how one could be read."""
    monkeypatch.chdir(tmp_path)
    words = "The harbor was dredged on Friday, the port said."
    Path("a.csv").write_text(
        f'No,headline,body,pub_date,desk_note,paper\n1,Harbor,"{words}",2031-05-12,ok,Tarn Courier\n'
        f'2,Port,"{words} It took a day.",2031-05-13,ok,Tarn Courier\n',
        encoding="utf-8",
    )
    assert main(["convert", "a.csv", "--package", "out"]) == 0
    notes = [line for line in capsys.readouterr().out.splitlines() if "left out" in line]
    assert notes == [
        "note: left out: a.csv: 3 columns ('No', 'desk_note', 'paper'); "
        "if one has a fact, name it, as in --columns section=NAME"
    ]
    assert main(["convert", "a.csv", "--package", "out", "--columns", "publisher=paper"]) == 0
    notes = [line for line in capsys.readouterr().out.splitlines() if "left out" in line]
    assert notes == [
        "note: left out: a.csv: 2 columns ('No', 'desk_note'); if one has a fact, name it, as in --columns section=NAME"
    ]


def test_exports_with_different_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sidecar of each names its columns and states facts; those named for all are for the others."""
    monkeypatch.chdir(tmp_path)
    Path("desk").mkdir()
    Path("desk/cms.csv").write_text(EXPORT, encoding="utf-8")
    Path("desk/cms.toml").write_text(
        'publisher = "The Port Log"\n\n[columns]\ntext = "story"\ntitle = "head"\n', encoding="utf-8"
    )
    records = [{"id": 7, "wording": "The clinic will open in April, the trust said."}]
    Path("desk/export.json").write_text(json.dumps(records), encoding="utf-8")
    assert main(["convert", "desk", "--package", "pk", "--columns", "text=wording", "--quiet"]) == 0
    assert sorted((row["title"], row["publisher"]) for row in rows("articles")) == [
        ("", ""),
        ("Mill sold", "The Port Log"),
        ("Quay closed", "The Port Log"),
    ]


@pytest.mark.parametrize(
    ("name", "sidecar", "message"),
    [
        ("cms.csv", "[columns]\ntext = 7\n", "desk/cms.toml: columns is not a table of names; write it as [columns]"),
        ("cms.csv", 'columns = "story"\n', "desk/cms.toml: columns is not a table of names; write it as [columns]"),
        ("cms.csv", '[columns]\nbody = "story"\n', "desk/cms.toml, columns: 'body' is not a fact; use text, id, "),
        ("cms.txt", '[columns]\ntext = "story"\n', "desk/cms.toml: unknown key 'columns'; use only url, "),
    ],
)
def test_a_sidecar_whose_columns_are_wrong(
    name: str,
    sidecar: str,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The command says what is wrong, and writes nothing."""
    monkeypatch.chdir(tmp_path)
    Path("desk").mkdir()
    Path("desk", name).write_text(EXPORT if name.endswith("csv") else TEXT, encoding="utf-8")
    Path("desk/cms.toml").write_text(sidecar, encoding="utf-8")
    assert main(["convert", "desk", "--package", "pk"]) == 2
    assert message in capsys.readouterr().err
    assert not Path("pk").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot hold the names")
def test_names_that_only_some_systems_can_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They become names that all can hold, so that the package can be published; a second conversion finds them."""
    monkeypatch.chdir(tmp_path)
    Path("desk/a*b").mkdir(parents=True)
    Path("desk/a*b/Why: what now?.txt").write_text(TEXT, encoding="utf-8")
    Path("desk/aux.html").write_text(PAGE, encoding="utf-8")
    assert convert("desk", package="pk").articles == ("seeds/a_b/Why_ what now_.txt", "seeds/aux_.html.txt")
    assert publish("pk", output="dist").version == "1.0.0"
    assert convert("desk", package="pk").same == ("desk/a*b/Why: what now?.txt", "desk/aux.html")
