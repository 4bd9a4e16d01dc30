"""The views for the most common questions: their rows, and which of them a package has."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.loading import load
from onrecord.package.own_tables import own_tables
from onrecord.package.tables import read_records
from onrecord.sql.views import JOINED, lacking, views, views_script
from onrecord.tableschema.schema import parse_table

Row = dict[str, Any]


@pytest.fixture
def database(small_package: Path) -> Iterator[sqlite3.Connection]:
    """The tables of a small package and their views, in SQLite."""
    connection = sqlite3.connect(":memory:")
    kinds = {"integer": "INTEGER", "number": "REAL"}
    for name, table in own_tables().items():
        columns = ", ".join(f'"{field.name}" {kinds.get(field.type, "TEXT")}' for field in table.fields)
        connection.execute(f"CREATE TABLE {name} ({columns})")
        _, *records = read_records(small_package / "data" / f"{name}.csv")
        # In another order than that of the views.
        for record in reversed(records):
            marks = ", ".join("?" * len(record.cells))
            connection.execute(f"INSERT INTO {name} VALUES ({marks})", [cell or None for cell in record.cells])
    connection.executescript(views_script(own_tables()))
    yield connection
    connection.close()


def rows(database: sqlite3.Connection, view: str, *columns: str) -> list[Row]:
    """All rows of a view in some of its columns."""
    found = database.execute(f"SELECT * FROM {view}")
    names = [name for name, *_ in found.description]
    return [{name: dict(zip(names, row, strict=True))[name] for name in columns} for row in found]


def test_quotes_have_names_and_titles(database: sqlite3.Connection) -> None:
    """Each quote occurs once, in the order of the text, also the one whose speaker is unknown."""
    columns = ("article_title", "speaker", "speaker_type", "text", "cue", "via")
    mill, ferry = "Ashgrove Council Clears Way for Mill Homes", "Ferry stays shut"
    shut = "The Lower Tarn ferry 🚢 will probably stay shut until spring"
    empty = "The mill has stood empty since 2009 … It will house forty families."
    found = rows(database, "quotes_named", *columns)
    assert sorted((tuple(row.values()) for row in found), key=lambda row: row[3]) == [
        (ferry, "pilots’ union", "organization", "No boat is safe in this ice", "wrote", "Tarn Courier"),
        (ferry, "harbor office", "organization", shut, "said", None),
        (mill, "Ida Brandt", "person", empty, "said", None),
        (mill, None, None, "glass barn", None, None),
        (mill, "Ida Brandt", "person", "the roof had not been repaired in a decade", "said", None),
    ]
    places = [tuple(row.values()) for row in rows(database, "quotes_named", "article_id", "start")]
    assert places == sorted(places)


def test_who_is_quoted_how_often(database: sqlite3.Connection) -> None:
    """Most quoted first; quotes in quotes and quotes of nobody do not count."""
    columns = ("speaker", "quotes", "articles", "direct_quotes", "thoughts")
    assert rows(database, "speaker_counts", *columns)[0] == dict(zip(columns, ("Ida Brandt", 2, 1, 1, 0), strict=True))
    assert {row["speaker"]: row["quotes"] for row in rows(database, "speaker_counts", *columns)} == {
        "Ida Brandt": 2,
        "harbor office": 1,
        "pilots’ union": 1,
    }
    database.execute("UPDATE quotes SET within_id = quote_id WHERE cue = 'wrote'")
    assert [row["speaker"] for row in rows(database, "speaker_counts", "speaker")] == ["Ida Brandt", "harbor office"]


def test_votes_in_wide_form(database: sqlite3.Connection) -> None:
    """A vote is one row; each option has a column for counts and one for percentages, missing where none is stated."""
    database.execute("UPDATE vote_counts SET unit = 'percent', value = 12.5 WHERE option = 'no'")
    columns = ("body", "result", "yes", "no", "abstain", "yes_percent", "no_percent", "other_percent")
    [row] = rows(database, "votes_wide", *columns)
    [(yes,)] = database.execute("SELECT value FROM vote_counts WHERE option = 'yes'")
    assert row == {
        "body": "Ashgrove council",
        "result": "pass",
        "yes": yes,
        "no": None,
        "abstain": None,
        "yes_percent": None,
        "no_percent": 12.5,
        "other_percent": None,
    }
    database.execute("DELETE FROM vote_counts")
    assert [row["yes"] for row in rows(database, "votes_wide", "yes")] == [None]


def test_who_voted_how(database: sqlite3.Connection) -> None:
    """A position has the voter's full name next to the words of the text."""
    columns = ("voter_name", "option", "body", "result")
    [row] = rows(database, "positions_named", *columns)
    assert row == {"voter_name": "Mara Quill", "option": "no", "body": "Ashgrove council", "result": "pass"}


def test_who_claims_what(database: sqlite3.Connection) -> None:
    """A claim of the outlet itself has no claimant's name."""
    found = {row["text"]: row["claimant_name"] for row in rows(database, "claims_named", "text", "claimant_name")}
    assert found == {
        "The mill has stood empty since 2009": "Ida Brandt",
        "the roof had not been repaired in a decade": "Ida Brandt",
        "The Lower Tarn ferry will probably stay shut until spring": "harbor office",
        "Neighbors call it a “glass barn”": None,
    }


def test_rows_say_where_they_were_printed_and_how_they_were_made(database: sqlite3.Connection) -> None:
    """Outlet, date, headline, address and text of the article; an agency where one is credited; the rule."""
    columns = ("publisher", "published", "article_title", "url", "credit", "text_path", "method")
    mill = {
        "publisher": "The Ashgrove Ledger",
        "published": "2031-05-13",
        "article_title": "Ashgrove Council Clears Way for Mill Homes",
        "url": "https://example.org/2031/05/13/mill",
        "credit": None,
        "text_path": "seeds/mill.txt",
    }
    ferry = dict.fromkeys(columns) | {
        "article_title": "Ferry stays shut",
        "credit": "WNA",
        "text_path": "seeds/ferry.txt",
    }
    for view, count, method in (
        ("votes_wide", 1, "votes:hand@1"),
        ("positions_named", 1, "votes:hand@1"),
        ("quotes_named", 3, "quotes:hand@1"),
        ("claims_named", 3, "claims:hand@1"),
    ):
        found = rows(database, view, *columns)
        assert [row for row in found if row["text_path"] == "seeds/mill.txt"] == [mill | {"method": method}] * count
        others = [row for row in found if row["text_path"] != "seeds/mill.txt"]
        assert others == [ferry | {"method": method}] * len(others)


def test_quotes_have_the_words_that_name_the_source(database: sqlite3.Connection) -> None:
    """As the text has them, also where they are no name."""
    found = {
        row["cue"] or "": row["source"]
        for row in rows(database, "quotes_named", "cue", "source")
        if row["cue"] != "said"
    }
    assert found == {"wrote": "the pilots’ union", "": None}
    sources = sorted(row["source"] for row in rows(database, "quotes_named", "cue", "source") if row["cue"] == "said")
    assert sources == ["Mayor Ida Brandt", "She", "the harbor office"]
    # A package without these words has the column no more.
    bare = {name: table for name, table in own_tables().items() if name != "quote_spans"}
    assert [column.name for column in views(bare)["quotes_named"].columns] == [
        column.name for column in views(own_tables())["quotes_named"].columns if column.name != "source"
    ]


def test_claims_name_what_they_are_about(database: sqlite3.Connection) -> None:
    """By role; several names are sorted, and more than four are cut with a sign."""
    columns = ("subject", "object", "mentioned")
    found = {
        row["text"][:9]: tuple(row[name] for name in columns)
        for row in rows(database, "claims_named", "text", *columns)
    }
    assert found == {
        "The mill ": ("old mill", None, None),
        "the roof ": (None, None, "old mill"),
        "The Lower": ("Lower Tarn ferry", None, None),
        "Neighbors": ("Neighbors", "old mill", None),
    }
    [(claim,)] = database.execute("SELECT claim_id FROM claims WHERE text LIKE 'the roof%'")
    for number, expected in ((2, "e0; e1; old mill"), (3, "e0; e1; e2; old mill"), (5, "e0; e1; e2; e3; …")):
        database.execute("DELETE FROM claim_entities WHERE entity_id LIKE 'x%'")
        database.execute("DELETE FROM entities WHERE entity_id LIKE 'x%'")
        for place in range(number):
            database.execute("INSERT INTO entities (entity_id, name) VALUES (?, ?)", (f"x{place}", f"e{place}"))
            database.execute(
                "INSERT INTO claim_entities (claim_id, entity_id, role) VALUES (?, ?, 'mentioned')",
                (claim, f"x{place}"),
            )
        [row] = [row for row in rows(database, "claims_named", "claim_id", "mentioned") if row["claim_id"] == claim]
        assert row["mentioned"] == expected


def test_whose_voices_an_outlet_carries(database: sqlite3.Connection) -> None:
    """A row for each speaker in each outlet, and one for all quotes of nobody known; the rows add up to all quotes."""
    columns = ("speaker", "publisher", "quotes", "quoted_words", "articles", "stories", "direct_quotes")
    columns += ("first_published", "last_published", "speaker_status")
    found = rows(database, "voices", *columns)
    ledger, day = "The Ashgrove Ledger", "2031-05-13"
    assert sorted((tuple(row.values()) for row in found), key=lambda row: (-row[2], -row[3])) == [
        ("Ida Brandt", ledger, 2, 7 + 5 + 9, 1, 1, 1, day, day, None),
        ("harbor office", None, 1, 11, 1, 1, 0, None, None, None),
        ("pilots’ union", None, 1, 7, 1, 1, 1, None, None, None),
        (None, ledger, 1, 2, 1, 1, 0, day, day, "unknown"),
    ]
    assert [row["quotes"] for row in found] == sorted((row["quotes"] for row in found), reverse=True)
    # In another outlet on another day, two of the quotes in other white space, and one inside another quote.
    database.execute("UPDATE articles SET publisher = 'Tarn Post', published = '2031-06' WHERE publisher IS NULL")
    database.execute(
        "UPDATE quotes SET speaker_id = (SELECT speaker_id FROM quotes WHERE cue = 'said' AND text LIKE 'the roof%')"
    )
    database.execute("UPDATE quotes SET text = '  one\n    two\tthree four … five ' WHERE cue = 'wrote'")
    database.execute("UPDATE quotes SET within_id = quote_id WHERE text = 'glass barn'")
    assert {row["publisher"]: tuple(row.values())[2:9] for row in rows(database, "voices", *columns)} == {
        ledger: (2, 21, 1, 1, 1, day, day),
        "Tarn Post": (2, 11 + 5, 1, 1, 1, "2031-06", "2031-06"),
    }


def test_types_are_those_of_the_values(small_package: Path) -> None:
    """What a column says of its type is what frames have."""
    kinds = {"String": "string", "Int64": "integer", "Float64": "number", "Boolean": "boolean"}
    frames = load(small_package, "polars").views
    for name, view in views(own_tables()).items():
        found = {column: kinds[str(kind)] for column, kind in frames[name].schema.items()}
        assert found == {column.name: column.type for column in view.columns}


def test_what_a_package_lacks_is_named() -> None:
    """Tables and columns, of the view that was asked for."""
    tables = {name: table for name, table in own_tables().items() if name != "entities"}
    articles = dataclasses.replace(tables["articles"], fields=tables["articles"].fields[:1])
    assert lacking("quotes_named", own_tables()) == []
    assert lacking("quotes_named", tables) == ["entities"]
    assert lacking("quotes_named", tables | {"articles": articles}) == [
        "articles.published",
        "articles.title",
        "entities",
    ]
    assert set(JOINED.values()) <= views(own_tables()).keys()


def test_copies_are_one_story(database: sqlite3.Connection) -> None:
    """A story has its earliest article, and the same words in its articles count once."""
    mill, ferry = (
        dict(zip(("article_id", "story_id", "title"), row, strict=True))
        for row in database.execute("SELECT article_id, story_id, title FROM articles ORDER BY published IS NULL")
    )
    dated = {"first_published": "2031-05-13", "first_publisher": "The Ashgrove Ledger"}
    undated = {"first_published": None, "first_publisher": None}
    columns = ("story_id", "articles", "publishers", "first_published", "first_article_id", "first_publisher")
    assert sorted(rows(database, "stories", *columns), key=lambda row: row["publishers"]) == [
        {"story_id": own["story_id"], "articles": 1, "publishers": n, "first_article_id": own["article_id"], **facts}
        for n, (own, facts) in enumerate(((ferry, undated), (mill, dated)))
    ]
    # A quote of each article is now the same, once with another apostrophe.
    database.execute("UPDATE articles SET story_id = ?", (mill["story_id"],))
    for words, text in (("No boat%", "It can’t stay."), ("the roof%", "It can't stay.")):
        database.execute("UPDATE quotes SET text = ?, speaker_id = 'ent_x' WHERE text LIKE ?", (text, words))
    assert rows(database, "stories", *columns, "first_title") == [
        {
            "story_id": mill["story_id"],
            "articles": 2,
            "publishers": 1,
            "first_article_id": mill["article_id"],
            "first_title": mill["title"],
            **dated,
        }
    ]
    columns = ("speaker_id", "stories", "articles", "different_quotes", "quotes")
    [row] = [row for row in rows(database, "speaker_stories", *columns) if row["speaker_id"] == "ent_x"]
    assert row == dict(zip(columns, ("ent_x", 1, 2, 1, 2), strict=True))


def test_a_view_is_left_out_where_something_that_it_needs_is_missing() -> None:
    """A table or a column that is not there, or a table of that name, costs the views that need it and no other."""
    tables = dict(own_tables())
    names = ["quotes_named", "speaker_counts", "votes_wide", "positions_named", "claims_named"]
    names += ["voices", "stories", "speaker_stories"]
    assert list(views(tables)) == names
    assert list(views({name: table for name, table in tables.items() if name != "votes"})) == [
        *names[:2],
        *names[4:],
    ]
    bare = dataclasses.replace(tables["articles"], fields=tables["articles"].fields[:1])
    assert list(views(tables | {"articles": bare})) == ["speaker_counts"]
    assert list(views(tables | {"votes_wide": tables["votes"]})) == [name for name in names if name != "votes_wide"]
    things = parse_table("things", {"fields": [{"name": "a"}]}, "here")
    assert views({"things": things}) == {}
    assert "CREATE" not in views_script({"things": things})


def test_options_that_are_no_names_make_no_columns() -> None:
    """A package of others may list whatever it likes; it does not get into the SQL."""
    counts = own_tables()["vote_counts"]
    for enum in ((), ('yes" FROM x; DROP TABLE votes; --',), (1, 2)):
        fields = [dataclasses.replace(field, enum=enum) if field.name == "option" else field for field in counts.fields]
        changed = {"vote_counts": dataclasses.replace(counts, fields=tuple(fields))}
        assert "votes_wide" not in views({**own_tables(), **changed})


def test_the_script_says_what_each_view_and_column_is() -> None:
    """Above each statement stand the view's description and one line for each column, in comments."""
    script = views_script(own_tables())
    for view in views(own_tables()).values():
        [above] = [part for part in script.split("\n\n") if f"{view.create};" in part]
        comments = [line for line in above.split(view.create)[0].splitlines() if not line.startswith("--     ")]
        assert all(line.startswith("-- ") for line in comments)
        assert [line.split(": ")[0] for line in comments if line.startswith("--   ") and ": " in line][-1] == (
            f"--   {view.columns[-1].name}"
        )
        assert all(column.description for column in view.columns)
    assert max(map(len, script.splitlines())) <= 120


def test_the_page_lists_the_views_with_their_columns() -> None:
    """docs/loading.md has a row for each view: what one row is, and all columns in order."""
    page = (Path(__file__).parents[3] / "docs" / "loading.md").read_text(encoding="utf-8")
    for view in views(own_tables()).values():
        columns = ", ".join(f"`{column.name}`" for column in view.columns)
        message = view.description.removeprefix("One row ").removeprefix("is ")
        assert f"| `{view.name}` | {message} | {columns} |" in page.splitlines()
    tables = (Path(__file__).parents[3] / "docs" / "export.md").read_text(encoding="utf-8")
    for name, view_name in JOINED.items():
        message = views(own_tables())[view_name].description.removeprefix("One row ").removeprefix("is ")
        assert f"| `{name}` | {message} | `{view_name}` |" in tables.splitlines()
