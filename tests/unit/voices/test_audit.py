"""The tables of an audit, worked by hand on small packages."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.errors import PackageError

from ...small_package import FERRY, article_id, edit_bytes, edit_rows, entity_id, quote_id
from .corpus import Printed, picked, speaker_id, write_corpus

NONE = {"corrected": None, "corrected_low": None, "corrected_high": None, "possible_low": None, "possible_high": None}
TWO = "no interval: only 2 stories with quotes"


def audit(package: Path, **options: Any) -> onrecord.Audit:
    """An audit of which nothing is written."""
    return onrecord.audit(package, None, **({"resamples": 200} | options))


def row(category: str, count: int, total: int, stories: int, **others: Any) -> dict[str, Any]:
    """A row on the whole small package, in which two articles are too few for an interval."""
    of = {"group_by": "all", "group": "all", "unit": "article", "measure": "quotes", "category": category}
    counts = {"category_id": None, "count": count, "total": total, "share": count / total, "low": None, "high": None}
    return of | counts | {"stories": stories, "all_stories": 2} | NONE | {"note": TWO} | others


def test_shares_by_type(small_package: Path) -> None:
    """Ida Brandt is quoted twice, an office and a union once; nobody is named for the glass barn."""
    found = picked(audit(small_package).shares, group_by="all", unit="article", measure="quotes", by="speaker_type")
    assert found == [
        row("organization", 2, 5, 1, by="speaker_type"),
        row("person", 2, 5, 1, by="speaker_type"),
        row("(not settled)", 1, 5, 1, by="speaker_type"),
    ]


def test_shares_of_words_by_speaker(small_package: Path) -> None:
    """12 + 9 words of Ida Brandt, 11 of the office with its ship, 7 of the union, and 2 of nobody: 41."""
    found = picked(audit(small_package).shares, group_by="all", unit="article", measure="words", by="speaker")
    words = {"by": "speaker", "measure": "words"}
    assert found == [
        row("Ida Brandt", 21, 41, 1, category_id=entity_id("Ida Brandt"), **words),
        row("harbor office", 11, 41, 1, category_id=entity_id("harbor office"), **words),
        row("pilots’ union", 7, 41, 1, category_id=entity_id("pilots’ union"), **words),
        row("(not settled)", 2, 41, 1, **words),
    ]


def test_unique_speakers_by_type(small_package: Path) -> None:
    """One person and two organizations, each once, however often they speak."""
    found = picked(audit(small_package).shares, group_by="all", measure="speakers")
    note = "no interval: drawing stories again never finds further speakers"
    assert found == [
        row("organization", 2, 3, 1, by="speaker_type", measure="speakers", note=note),
        row("person", 1, 3, 1, by="speaker_type", measure="speakers", note=note),
    ]


def test_totals_by_outlet_and_time(small_package: Path) -> None:
    """One article has outlet and date; the other is in a group of its own."""
    mill = {
        "articles": 1, "stories": 1, "quotes": 3, "different_quotes": 3, "quoted_words": 23, "settled_quotes": 2,
        "speakers": 1, "people": 1, "organizations": 0, "people_quotes": 2, "organizations_quotes": 0,
    }  # fmt: skip
    ferry = {
        "articles": 1, "stories": 1, "quotes": 2, "different_quotes": 2, "quoted_words": 18, "settled_quotes": 2,
        "speakers": 2, "people": 0, "organizations": 2, "people_quotes": 0, "organizations_quotes": 2,
    }  # fmt: skip
    assert audit(small_package).totals.to_dicts() == [
        {"group_by": "all", "group": "all"} | {name: mill[name] + ferry[name] for name in mill},
        {"group_by": "publisher", "group": "The Ashgrove Ledger"} | mill,
        {"group_by": "publisher", "group": "(no outlet)"} | ferry,
        {"group_by": "year", "group": "2031"} | mill,
        {"group_by": "year", "group": "(no date)"} | ferry,
        {"group_by": "month", "group": "2031-05"} | mill,
        {"group_by": "month", "group": "(no month)"} | ferry,
    ]


def test_quotes_inside_quotes_are_left_out(small_package: Path) -> None:
    """The quote on the ice is inside another: the union has no share."""

    def edit(rows: list[dict[str, str]]) -> None:
        [ice] = [each for each in rows if each["quote_id"] == quote_id("ice")]
        ice["within_id"] = quote_id("shut")

    edit_rows(small_package, "quotes", edit)
    found = picked(audit(small_package).shares, group_by="all", unit="article", measure="quotes", by="speaker")
    assert {each["category"]: (each["count"], each["total"]) for each in found} == {
        "Ida Brandt": (2, 4), "harbor office": (1, 4), "(not settled)": (1, 4),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("published", "year", "month"),
    [
        ("2031-05-13", "2031", "2031-05"),
        ("2031-05-13T08:00:00Z", "2031", "2031-05"),
        ("2031-05~", "2031", "2031-05"),
        ("2031", "2031", "(no month)"),
        ("2031-05/2031-06", "2031", "(no month)"),
        ("2030-12/2031-01", "(no date)", "(no month)"),
        ("203X", "(no date)", "(no month)"),
        ("2031-21", "(no date)", "(no month)"),
        ("NaN", "(no date)", "(no month)"),
        ("", "(no date)", "(no month)"),
    ],
)
def test_dates(tmp_path: Path, published: str, year: str, month: str) -> None:
    """A date in EDTF is in the year and the month that it leaves no doubt about."""
    package = write_corpus(tmp_path / "out", [Printed("a", [("Ida Brandt", "Yes")], published=published)])
    totals = audit(package).totals
    assert [each["group"] for each in totals.to_dicts() if each["group_by"] in ("year", "month")] == [year, month]


def _without(frame: Any, *names: str) -> list[dict[str, Any]]:
    return frame.drop(names).to_dicts()


PRINTED = [
    Printed("a", [("Ida Brandt", "Yes we will"), ("The Board", "No")], "Ledger", "2031-05-01"),
    Printed("b", [("Ida Brandt", "Never"), ("", "who knows")], "Ledger", "2031-06-01"),
    Printed("c", [("Mara Quill", "We said ‘go’"), ("The Board", "No")], "Courier", "2031-06-02"),
    Printed("d", [("Mara Quill", "Perhaps"), ("Ida Brandt", "Yes we will")], "Courier", ""),
    Printed("e", [("Ida Brandt", "Yes"), ("The Board", "Not now"), ("", "a barn")], "", "2031-06-03"),
    Printed("f", [("Ida Brandt", "Yes, yes"), ("The Board", "Not yet")], "Ledger", "2031-06-04"),
]


def test_a_copy_in_the_same_story_changes_nothing_by_story(tmp_path: Path) -> None:
    """Article c is printed again by the same outlet on the same day: rows by story are the same, even their intervals.

    By article its quotes count twice.
    """
    copy = Printed("copy", [("Mara Quill", "We said ’go’"), ("The Board", "No")], "Courier", "2031-06-02", story="c")
    single = write_corpus(tmp_path / "single", [Printed(**(vars_of(each) | {"story": each.name})) for each in PRINTED])
    double = write_corpus(
        tmp_path / "double", [*(Printed(**(vars_of(each) | {"story": each.name})) for each in PRINTED), copy]
    )
    # The apostrophes of c are curly in one and straight in the other printing.
    edit_bytes(single, "data/quotes.csv", lambda content: content.replace("‘go’".encode(), "’go’".encode()))
    edit_bytes(double, "data/quotes.csv", lambda content: content.replace("‘go’".encode(), b"'go'"))
    before, after = (picked(audit(each).shares, unit="story") for each in (single, double))
    assert before == after
    assert any(each["low"] is not None for each in before)
    counted = [
        picked(
            audit(each).shares, group_by="all", unit="article", measure="quotes", by="speaker", category="Mara Quill"
        )
        for each in (single, double)
    ]
    assert [(each["count"], each["total"]) for [each] in counted] == [(2, 13), (3, 15)]


def vars_of(printed: Printed) -> dict[str, Any]:
    """The values of an article."""
    return {name: getattr(printed, name) for name in printed.__dataclass_fields__}


_ARTICLES = st.lists(
    st.tuples(
        st.lists(st.tuples(st.sampled_from(["", "A B", "C D", "E F", "The Board"]), st.sampled_from(["a", "b c"]))),
        st.sampled_from(["", "Ledger", "=Courier"]),
        st.sampled_from(["", "2031", "2031-05"]),
        st.sampled_from(["x", "y", "z", "w"]),
    ),
    max_size=12,
)


@given(articles=_ARTICLES, top=st.integers(1, 3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shares_add_up_to_one(tmp_path_factory: pytest.TempPathFactory, articles: list[Any], top: int) -> None:
    """In each part, for each unit and measure, whatever the categories are of; and no end of an interval is outside."""
    printed = [Printed(str(number), *each[:3], story=each[3]) for number, each in enumerate(articles)]
    found = audit(write_corpus(tmp_path_factory.mktemp("any") / "out", printed), resamples=100, top=top).shares
    sums: dict[tuple[str, ...], float] = {}
    for each in found.to_dicts():
        key = tuple(each[name] for name in ("group_by", "group", "unit", "measure", "by"))
        sums[key] = sums.get(key, 0) + each["share"]
        if each["low"] is not None:
            assert 0 <= each["low"] <= each["high"] <= 1
        assert each["count"] <= each["total"]
    assert all(math.isclose(each, 1) for each in sums.values())
    assert bool(sums) == any(said for said, *_ in articles)


def test_the_least_quoted_speakers_are_one_category(tmp_path: Path) -> None:
    """Of three speakers the most quoted is named; the others are together, and who is not settled stays apart."""
    found = audit(write_corpus(tmp_path / "out", PRINTED), top=1).shares
    rows = picked(found, group_by="all", unit="article", measure="quotes", by="speaker")
    assert [(each["category"], each["category_id"], each["count"], each["total"]) for each in rows] == [
        ("Ida Brandt", speaker_id("Ida Brandt"), 5, 13),
        ("(all other speakers)", None, 6, 13),
        ("(not settled)", None, 2, 13),
    ]


def test_the_same_seed_gives_the_same_intervals(tmp_path: Path) -> None:
    """Another seed gives others, and further outlets do not change those of an outlet."""
    package = write_corpus(tmp_path / "out", PRINTED)
    first, again, other = (audit(package, seed=seed).shares for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)
    assert first.drop("low", "high", "possible_low", "possible_high").equals(
        other.drop("low", "high", "possible_low", "possible_high")
    )


def test_codes_are_joined(tmp_path: Path) -> None:
    """Speakers have the user's values; who has none is not coded, and who is not settled stays so."""
    codes = tmp_path / "codes.csv"
    codes.write_text(f"entity_id,category,value\n{speaker_id('Ida Brandt')},party,=Green\n")
    made = audit(write_corpus(tmp_path / "out", PRINTED), codes=codes)
    rows = picked(made.shares, group_by="all", unit="article", by="code:party")
    assert [(each["measure"], each["category"], each["count"], each["total"]) for each in rows] == [
        ("quotes", "=Green", 5, 13), ("quotes", "(not coded)", 6, 13), ("quotes", "(not settled)", 2, 13),
        ("words", "=Green", 10, 24), ("words", "(not coded)", 10, 24), ("words", "(not settled)", 4, 24),
        ("speakers", "=Green", 1, 3), ("speakers", "(not coded)", 2, 3),
    ]  # fmt: skip
    assert "2 speakers with 6 quotes have no party in the file of codes: (not coded)" in made.notes


ID = entity_id("Ida Brandt")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "Ida Brandt,party,Green",
            ": 1 id not in the table entities of this package: Ida Brandt (line 2); write ids of the column entity_id, "
            "not names: onrecord export voices lists them as speaker_id",
        ),
        (
            "".join(f"ent_{'a' * 15}{letter},party,Green\n" for letter in "abcde"),
            ": 5 ids not in the table entities of this package: ent_aaaaaaaaaaaaaaaa (line 2), ent_aaaaaaaaaaaaaaab "
            "(line 3), ent_aaaaaaaaaaaaaaac (line 4) and 2 more; look it up in old_id of the table id_changes, which "
            "has the id of today, or remove the row",
        ),
        (
            f"{ID},party,Green\n{ID},party,Red",
            f":3: {ID} has two values in party: Green and Red; keep one, or use two categories",
        ),
        (
            f"{ID},party,(not coded)",
            ":2: value is (not coded), but values in round brackets are those that onrecord gives; leave the brackets "
            "out",
        ),
        (f"{ID},party,", ":2: value is empty; fill it in, or remove the row"),
        (f"{ID},a,b,c", ":2: the row has 4 cells, but the header has 3; put cells with commas in quotation marks"),
    ],
)
def test_codes_that_do_not_fit(small_package: Path, tmp_path: Path, content: str, message: str) -> None:
    """What is wrong, where, and what to do."""
    codes = tmp_path / "codes.csv"
    codes.write_text(f"entity_id,category,value\n{content}\n")
    with pytest.raises(PackageError) as error:
        audit(small_package, codes=codes)
    found = str(error.value).replace("'", "").replace('"', "")
    assert found == f"{codes}{message}"


def test_a_confusion_corrects_the_shares(tmp_path: Path) -> None:
    """Of 16 quotes 8 are read as of people: (.5 - .2) / (.9 - .2); shares of words are as read."""
    said = [("Ida Brandt", "Yes"), ("The Board", "No")]
    package = write_corpus(tmp_path / "out", [Printed(str(number), said) for number in range(8)])
    confusion = tmp_path / "confusion.csv"
    confusion.write_text(
        "by,true,read,count\nspeaker_type,person,person,90\nspeaker_type,person,organization,10\n"
        "speaker_type,organization,organization,80\nspeaker_type,organization,person,20\n"
    )
    made = audit(package, measured=confusion)
    for unit in ("article", "story"):
        rows = picked(made.shares, group_by="all", unit=unit, measure="quotes", by="speaker_type")
        assert {each["category"]: each["corrected"] for each in rows} == {
            "person": pytest.approx(0.3 / 0.7), "organization": pytest.approx(0.4 / 0.7),
        }  # fmt: skip
        assert all(each["corrected_low"] < each["corrected"] < each["corrected_high"] for each in rows)
    assert {each["corrected"] for each in picked(made.shares, measure="words")} == {None}
    assert not any("no confusion" in note for note in made.notes)


def test_a_confusion_of_something_else_is_refused(small_package: Path, tmp_path: Path) -> None:
    """`by` names what the shares are by."""
    confusion = tmp_path / "confusion.csv"
    confusion.write_text("by,true,read,count\ntype,person,person,90\n")
    with pytest.raises(PackageError, match=r"by is 'type'; write one of speaker_status, speaker_type$"):
        audit(small_package, measured=confusion)


def test_a_package_without_stories_is_counted_by_article(small_package: Path) -> None:
    """Packages of earlier versions do not know copies; then the unit story is missing, and a note says so."""
    drop_column(small_package, "articles", "story_id")
    made = audit(small_package)
    assert {*made.shares["unit"]} == {"article"}
    assert made.notes[0] == "the package does not know copies of articles, so that every article counts"
    assert picked(made.totals, group_by="all")[0]["stories"] == 2


@pytest.mark.parametrize(
    ("table", "column"), [("quotes", "within_id"), ("quotes", "text"), ("articles", "published"), ("entities", "name")]
)
def test_a_package_without_a_column_is_refused(small_package: Path, table: str, column: str) -> None:
    """The message names it."""
    drop_column(small_package, table, column)
    message = f"an audit needs {table}.{column}, which this package lacks; name a package that onrecord convert made"
    with pytest.raises(PackageError, match=f"{message}$"):
        audit(small_package)


def drop_column(package: Path, table: str, column: str) -> None:
    """Removes a column from a table and its schema."""
    path = f"schemas/{table}.schema.json"

    def schema(content: bytes) -> bytes:
        value = json.loads(content)
        value["fields"] = [field for field in value["fields"] if field["name"] != column]
        return json.dumps(value).encode()

    def rows(content: bytes) -> bytes:
        import polars

        return polars.read_csv(content, infer_schema=False).drop(column).write_csv().encode()

    edit_bytes(package, path, schema)
    edit_bytes(package, f"data/{table}.csv", rows)


def test_no_quotes_give_no_shares(small_package: Path) -> None:
    """A table without rows is no error."""
    edit_rows(small_package, "quotes", lambda rows: rows.clear())
    made = audit(small_package)
    assert (len(made.shares), len(made.totals)) == (0, 0)
    assert made.notes == ("there are no quotes, so there are no shares",)


def test_ids_that_lead_nowhere_are_counted(small_package: Path) -> None:
    """A quote of a missing article and a missing entity still counts: shares add up."""
    edit_rows(small_package, "entities", lambda rows: rows.clear())
    edit_rows(small_package, "articles", lambda rows: rows.clear())
    found = picked(audit(small_package).shares, group_by="publisher", unit="story", measure="quotes", by="speaker")
    assert {each["group"] for each in found} == {"(no outlet)"}
    assert {each["category"]: each["count"] for each in found} == {
        str(entity_id("Ida Brandt")): 2, str(entity_id("harbor office")): 1, str(entity_id("pilots’ union")): 1,
        "(not settled)": 1,
    }  # fmt: skip
    assert article_id(FERRY)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"resamples": 99}, "resamples is 99; give a whole number from 100 to 100,000"),
        ({"seed": -1}, "seed is -1; give a whole number from 0 to 4,294,967,295"),
        ({"top": 0}, "top is 0; give a whole number from 1 to 10,000"),
    ],
)
def test_options_have_a_range(small_package: Path, option: dict[str, int], message: str) -> None:
    """A message, not a crash of the library."""
    with pytest.raises(PackageError, match=f"^{message}$"):
        audit(small_package, **option)
