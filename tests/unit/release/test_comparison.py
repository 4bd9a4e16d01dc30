"""How two packages differ, as people and programs read it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.cli import main
from onrecord.errors import PackageError
from onrecord.release import Diff, diff, render
from onrecord.release.comparison import row_changes
from onrecord.release.comparison_formats import word_changes
from onrecord.release.differences import CellChange

from ...small_package import MILL, TEXTS, VOTE_ID, claim_id, edit_cell, edit_descriptor, edit_rows, entity_id, quote_id

TITLE = TEXTS[MILL].splitlines()[0]
SAID = "The mill has stood empty since 2009 … It will house forty families."
ROOF = "the roof had not been repaired in a decade"
ABOUT = {"vote": "rezone the old mill", "article": TITLE}


@pytest.fixture
def found(small_package: Path, tmp_path: Path) -> Diff:
    """The small package with a changed count and without a claim, and the unchanged package."""
    edit_descriptor(small_package, lambda value: value.update(version="1.2.0"))
    old = shutil.copytree(small_package, tmp_path / "old")
    edit_cell(small_package, "vote_counts", f"{VOTE_ID},no", "value", "3")
    edit_rows(small_package, "claims", lambda rows: rows.pop(0))
    return diff(old, small_package)


def test_text(found: Diff) -> None:
    """The changes, then every row and cell, then the level."""
    assert render(found, "text") == (
        "major  claims: 1 row removed\n"
        "patch  vote_counts: 1 row changed\n"
        f"\nvote_counts\n~ {VOTE_ID},no value: '2' -> '3' [vote: rezone the old mill; article: {TITLE}]\n"
        f"\nclaims\n- {claim_id(0)} 'The mill has stood empty since 2009' "
        f"[article: {TITLE}; claimant: Ida Brandt; quote: {SAID[:60]}…]\n"
        "\nmajor: the next version is 2.0.0\n"
    )


def test_csv(found: Diff) -> None:
    """A line a change."""
    assert render(found, "csv") == (
        "table,change,key,field,old,new,vote,article,claimant,quote\n"
        f'vote_counts,changed,"{VOTE_ID},no",value,2,3,rezone the old mill,{TITLE},,\n'
        f"claims,removed,{claim_id(0)},text,The mill has stood empty since 2009,,,{TITLE},Ida Brandt,{SAID}\n"
    )


def test_json(found: Diff) -> None:
    """Whole rows where they came or went."""
    value = json.loads(render(found, "json"))
    assert (value["level"], value["version"]) == ("major", "2.0.0")
    assert value["changes"] == [
        {"level": "major", "reason": "claims: 1 row removed"},
        {"level": "patch", "reason": "vote_counts: 1 row changed"},
    ]
    assert value["tables"]["vote_counts"] == {
        "key": ["vote_id", "option"],
        "added": [],
        "removed": [],
        "changed": [{"key": [VOTE_ID, "no"], "field": "value", "old": "2", "new": "3"}],
        "moved": [],
        "reanchored": [],
        "names": [{"key": [VOTE_ID, "no"], "old": ABOUT, "new": ABOUT}],
    }
    [removed] = value["tables"]["claims"]["removed"]
    assert (removed["claim_id"], removed["certainty"]) == (claim_id(0), "certain")
    names = {"article": TITLE, "claimant": "Ida Brandt", "quote": SAID}
    assert value["tables"]["claims"]["names"] == [{"key": [claim_id(0)], "old": names, "new": {}}]


def test_markdown_is_short(small_package: Path, tmp_path: Path) -> None:
    """Twenty rows of a table and the number of the others; what Markdown would take for its own is escaped."""
    old = shutil.copytree(small_package, tmp_path / "old")
    edit_rows(small_package, "mentions", lambda rows: [row.update(exact="a|*b*\n" + "c" * 99) for row in rows])
    edit_rows(small_package, "quotes", lambda rows: [row.update(confidence="0.5", method="x@1") for row in rows])
    edit_rows(small_package, "quote_spans", lambda rows: [row.update(confidence="0.5", method="x@1") for row in rows])
    page = render(diff(old, small_package), "markdown")
    assert page.startswith("**patch")
    assert "| a\\|\\*b\\* cccc" in page
    spans = page.partition("### quote_spans")[2]
    assert spans.partition("###")[0].count("| changed |") == 20
    assert "more" in spans


@pytest.fixture
def moved(small_package: Path, tmp_path: Path) -> Diff:
    """Changes to the small package: a row in another place, a row with another word, and a row with both."""
    old = shutil.copytree(small_package, tmp_path / "old")

    def edit(rows: list[dict[str, str]]) -> None:
        for row in rows[1:4]:
            row.update(start=str(int(row["start"]) + 10), end=str(int(row["end"]) + 10))
        rows[3]["exact"] = "the new mill"
        rows[4]["exact"] = "<Mara> Quill"

    edit_rows(small_package, "mentions", edit)
    return diff(old, small_package)


def test_rows_that_moved(moved: Diff) -> None:
    """An edit of a text moves what follows; such rows are counted, and their cells are in the formats for programs."""
    start = TEXTS[MILL].index("the old mill")
    keys = [",".join(row.key) for row in row_changes("mentions", moved)]
    assert render(moved, "text") == (
        "patch  mentions: 4 rows changed\n"
        "\nmentions\n"
        f"~ {keys[2]} start: '{start}' -> '{start + 10}' [article: {TITLE}; entity: old mill]\n"
        f"~ {keys[2]} end: '{start + 12}' -> '{start + 22}' [article: {TITLE}; entity: old mill]\n"
        f"~ {keys[2]} exact: 'the old mill' -> 'the new mill' [article: {TITLE}; entity: old mill]\n"
        f"~ {keys[3]} exact: 'Mara Quill' -> '<Mara> Quill' [article: {TITLE}; entity: Mara Quill]\n"
        "= 2 rows moved in the text: start and end are others, the words are the same\n"
        "\npatch: the next version is 1.0.1\n"
    )
    lines = render(moved, "csv").splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["moved"] * 4 + ["reanchored"] * 4
    assert json.loads(render(moved, "json"))["tables"]["mentions"]["moved"] == [[keys[0]], [keys[1]]]
    assert json.loads(render(moved, "json"))["tables"]["mentions"]["reanchored"] == [[keys[2]], [keys[3]]]
    assert render(moved, "markdown").endswith(
        "\n\n2 rows moved in the text: start and end are others, the words are the same\n"
    )


def test_ids_that_became_others(small_package: Path, tmp_path: Path) -> None:
    """A row that is gone is reported with what `id_changes` says of its id."""
    old = shutil.copytree(small_package, tmp_path / "old")
    gone = (claim_id(0), claim_id(1))
    edit_rows(small_package, "claims", lambda rows: rows.__delitem__(slice(0, 2)))

    def forward(rows: list[dict[str, str]]) -> None:
        rows.append({**rows[0], "table_name": "claims", "old_id": gone[0], "new_id": claim_id(2), "reason": "merged"})
        rows.append({**rows[0], "table_name": "claims", "old_id": gone[1], "new_id": "", "reason": "withdrawn"})

    edit_rows(small_package, "id_changes", forward)
    found = diff(old, small_package)
    said = json.loads(render(found, "json"))["tables"]["claims"]["removed"]
    first, second = (row["text"] if len(row["text"]) <= 60 else f"{row['text'][:60]}…" for row in said)
    named = [f"article: {TITLE}; claimant: Ida Brandt; quote: {quote}" for quote in (f"{SAID[:60]}…", ROOF)]
    assert (
        f"- {gone[0]} {first!r} (merged, now {claim_id(2)}) [{named[0]}]\n"
        f"- {gone[1]} {second!r} (withdrawn) [{named[1]}]\n"
    ) in render(found, "text")
    assert [line for line in render(found, "csv").splitlines() if line.startswith("claims")] == [
        f"claims,merged,{gone[0]},,,{claim_id(2)},{TITLE},Ida Brandt,{SAID}",
        f"claims,withdrawn,{gone[1]},,,,{TITLE},Ida Brandt,{ROOF}",
    ]
    assert json.loads(render(found, "json"))["ids"] == [
        {"table": "claims", "old": gone[0], "new": claim_id(2), "reason": "merged"},
        {"table": "claims", "old": gone[1], "new": "", "reason": "withdrawn"},
    ]
    assert f"<code>{gone[0]}</code> (merged, now {claim_id(2)})<br>\n<small>article: {TITLE}</small>" in render(
        found, "html"
    )


def test_rows_that_came(small_package: Path, tmp_path: Path) -> None:
    """A row that is new is reported with its words, by which people know it; where it has none, by its key alone."""
    new = shutil.copytree(small_package, tmp_path / "new")
    edit_rows(small_package, "entities", lambda rows: rows.__delitem__(slice(0, 1)))
    edit_rows(small_package, "claim_entities", lambda rows: rows.__delitem__(slice(1, None)))
    edit_rows(new, "claim_entities", lambda rows: rows.__delitem__(slice(2, None)))
    found = diff(small_package, new)
    [entity] = json.loads(render(found, "json"))["tables"]["entities"]["added"]
    [link] = json.loads(render(found, "json"))["tables"]["claim_entities"]["added"]
    key = f"{link['claim_id']},{link['entity_id']},{link['role']}"
    assert f"\nentities\n+ {entity['entity_id']} {entity['name']!r}\n" in render(found, "text")
    names = f"claim: {ROOF}; entity: old mill; article: {TITLE}"
    assert f"\nclaim_entities\n+ {key} [{names}]\n" in render(found, "text")
    assert render(found, "csv").splitlines() == [
        "table,change,key,field,old,new,claim,entity,article",
        f"entities,added,{entity['entity_id']},name,,{entity['name']},,,",
        f'claim_entities,added,"{key}",,,,{ROOF},old mill,{TITLE}',
    ]
    assert f'<td class="cell"><ins>{entity["name"]}</ins></td>' in render(found, "html")


def test_a_quote_is_shown_with_its_speaker_and_article(small_package: Path, tmp_path: Path) -> None:
    """In every format, whether it came, went or changed; where the speaker changed, with the old and the new name."""
    edit_descriptor(small_package, lambda value: value.update(version="1.2.0"))
    old = shutil.copytree(small_package, tmp_path / "old")
    gone, came, changed = quote_id("roof"), "quo_aaaaaaaaaaaaaaaa", quote_id("empty")

    def edit(rows: list[dict[str, str]]) -> None:
        found = {row["quote_id"]: row for row in rows}
        found[gone]["quote_id"] = came
        found[changed]["speaker_id"] = entity_id("Mara Quill") or ""

    edit_rows(small_package, "quotes", edit)
    found = diff(old, small_package)
    both = [entity_id("Ida Brandt"), entity_id("Mara Quill")]
    assert render(found, "text").partition("\nquotes\n")[2] == (
        f"+ {came} {ROOF!r} [article: {TITLE}; speaker: Ida Brandt]\n"
        f"- {gone} {ROOF!r} [article: {TITLE}; speaker: Ida Brandt]\n"
        f"~ {changed} speaker_id: {both[0]!r} -> {both[1]!r} [article: {TITLE}; speaker: Ida Brandt → Mara Quill]\n"
        "\nmajor: the next version is 2.0.0\n"
    )
    assert list(csv.DictReader(io.StringIO(render(found, "csv")))) == [
        {"table": "quotes", "change": "added", "key": came, "field": "text", "old": "", "new": ROOF}
        | {"article": TITLE, "speaker": "Ida Brandt"},
        {"table": "quotes", "change": "removed", "key": gone, "field": "text", "old": ROOF, "new": ""}
        | {"article": TITLE, "speaker": "Ida Brandt"},
        {"table": "quotes", "change": "changed", "key": changed, "field": "speaker_id", "old": both[0], "new": both[1]}
        | {"article": TITLE, "speaker": "Ida Brandt → Mara Quill"},
    ]
    was, now = ({"article": TITLE, "speaker": name} for name in ("Ida Brandt", "Mara Quill"))
    assert json.loads(render(found, "json"))["tables"]["quotes"]["names"] == [
        {"key": [came], "old": {}, "new": was},
        {"key": [gone], "old": was, "new": {}},
        {"key": [changed], "old": was, "new": now},
    ]
    page = render(found, "markdown")
    assert page.count(f"| article: {TITLE}; speaker: Ida Brandt |") == 2
    assert page.count(f"| article: {TITLE}; speaker: Ida Brandt → Mara Quill |") == 1
    page = render(found, "html")
    assert page.count(f"<small>article: {TITLE}</small><br>\n<small>speaker: Ida Brandt</small>") == 2
    assert page.count(f"<small>article: {TITLE}</small><br>\n<small>speaker: Ida Brandt → Mara Quill</small>") == 1


def test_a_row_is_shown_with_its_own_name(small_package: Path, tmp_path: Path) -> None:
    """Unless that is what changed."""
    old = shutil.copytree(small_package, tmp_path / "old")
    mayor, mill = (entity_id(name) or "" for name in ("Ida Brandt", "old mill"))
    edit_cell(small_package, "entities", mayor, "role", "Lord Mayor")
    edit_cell(small_package, "entities", mill, "name", "Old Mill")
    assert render(diff(old, small_package), "text").splitlines()[3:5] == [
        f"~ {mayor} role: 'Mayor' -> 'Lord Mayor' [name: Ida Brandt]",
        f"~ {mill} name: 'old mill' -> 'Old Mill'",
    ]


def test_packages_of_others_have_names_too(tmp_path: Path) -> None:
    """A foreign key leads to a name wherever it can; where it cannot, the rows are compared all the same."""

    def make(version: str, towns: str, people: str, to: str = "towns") -> Path:
        folder = tmp_path / version
        folder.mkdir()
        (folder / "towns.csv").write_text(towns, encoding="utf-8")
        (folder / "people.csv").write_text(people, encoding="utf-8")
        fields = [{"name": name, "type": "string"} for name in ("id", "new_id", "age")]
        reference = {"resource": to, "fields": "id"}
        tables = {
            "towns": {"fields": [{"name": "id"}, {"name": "title"}, {"name": "name"}], "primaryKey": "id"},
            "people": {
                "fields": fields,
                "primaryKey": "id",
                "foreignKeys": [{"fields": "new_id", "reference": reference}],
            },
        }
        resources = [{"name": name, "path": f"{name}.csv", "schema": schema} for name, schema in tables.items()]
        (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}))
        return folder

    towns = 'id,title,name\nt1,Tarn,\nt2,Kell,"=Kell"\nt3,,\n'
    old = make("old", towns, "id,new_id,age\np1,t1,1\np2,t3,1\np3,t9,1\np4,,1\n")
    new = make("new", towns, "id,new_id,age\np1,t2,1\np2,t3,2\np3,t9,2\np4,,2\n")
    assert render(diff(old, new), "csv").splitlines() == [
        "table,change,key,field,old,new,new name",
        "people,changed,p1,new_id,t1,t2,Tarn → =Kell",
        "people,changed,p2,age,1,2,",
        "people,changed,p3,age,1,2,",
        "people,changed,p4,age,1,2,",
    ]
    lost = make("lost", towns, "id,new_id,age\np1,t2,1\n", "nowhere")
    assert "~ p1 new_id: 't1' -> 't2' [new: Tarn → (none)]\n" in render(diff(old, lost), "text")
    (new / "towns.csv").write_bytes(b"id,title\n\xff\xfe,x\n")
    shutil.copy(new / "towns.csv", old / "towns.csv")
    assert render(diff(old, new), "csv").splitlines()[:2] == [
        "table,change,key,field,old,new",
        "people,changed,p1,new_id,t1,t2",
    ]


def test_html(moved: Diff) -> None:
    """One page that loads nothing: words that differ are marked, and what a cell holds is not markup."""
    page = render(moved, "html")
    assert "the <del>old</del><ins>new</ins> mill" in page
    assert "<ins>&lt;</ins>Mara<ins>&gt;</ins> Quill" in page
    assert "<strong>patch: the next version is 1.0.1</strong>" in page
    assert "2 rows moved in the text" in page
    assert not re.search(r"\b(src|href)=|@import|url\(", page)


def test_html_has_an_end(small_package: Path, tmp_path: Path) -> None:
    """A thousand rows of a table are shown and the others counted."""
    old = shutil.copytree(small_package, tmp_path / "old")
    edit_rows(
        small_package, "mentions", lambda rows: rows.extend({**rows[0], "mention_id": f"m{n}"} for n in range(1200))
    )
    page = render(diff(old, small_package), "html")
    assert page.count('<td class="added">') == 1_000
    assert "<p>And 200 more rows; <code>--format csv</code> has them all.</p>" in page


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("a b", "a c", [("same", "a "), ("old", "b"), ("new", "c")]),
        ("", "a", [("new", "a")]),
        ("x" * 1500, "y" * 1500, [("old", "x" * 1500), ("new", "y" * 1500)]),
    ],
)
def test_words_that_differ(old: str, new: str, parts: list[tuple[str, str]]) -> None:
    """Stretches of words; very long cells are shown as a whole."""
    assert list(word_changes(CellChange(("k",), "f", old, new))) == parts


# A table with a key of two columns, and one without a key, where identical rows are one.
COLUMNS = {"keyed": ("id", "part", "word"), "bare": ("word", "other")}
CELLS = st.sampled_from(["", "a", "b", "ä", "a,b", 'say "x"', "two\nlines"])
KEYED_ROWS = st.dictionaries(st.tuples(st.sampled_from("abcde"), st.sampled_from("12")), CELLS, max_size=8).map(
    lambda rows: [(*key, word) for key, word in rows.items()]
)
PACKAGES = st.fixed_dictionaries({"keyed": KEYED_ROWS, "bare": st.lists(st.tuples(CELLS, CELLS), max_size=6)})


def write(folder: Path, package: dict[str, list[tuple[str, ...]]]) -> Path:
    """Writes a package of the two tables."""
    folder.mkdir()
    resources = []
    for name, columns in COLUMNS.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([columns, *package[name]])
        schema = {"fields": [{"name": column, "type": "string"} for column in columns]}
        key = {"primaryKey": ["id", "part"]} if name == "keyed" else {}
        resources.append({"name": name, "path": f"{name}.csv", "schema": {**schema, **key}})
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}))
    return folder


def apply(found: dict[str, Any], package: dict[str, list[tuple[str, ...]]]) -> dict[str, Counter[tuple[str, ...]]]:
    """The rows that a package has after the JSON of a comparison is applied."""
    result = {}
    for name, columns in COLUMNS.items():
        message = found["tables"].get(name, {"key": list(columns), "added": [], "removed": [], "changed": []})
        place = [columns.index(column) for column in message["key"]]
        state = list(package[name])
        for row in message["removed"]:
            state.remove(tuple(row[column] or "" for column in columns))
        for cell in message["changed"]:
            [row] = [row for row in state if [row[each] for each in place] == cell["key"]]
            at = columns.index(cell["field"])
            assert row[at] == cell["old"]
            state[state.index(row)] = (*row[:at], cell["new"], *row[at + 1 :])
        state += [tuple(row[column] or "" for column in columns) for row in message["added"]]
        result[name] = Counter(state)
    return result


@given(PACKAGES, PACKAGES)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_difference_makes_the_new_of_the_old(
    old: dict[str, list[tuple[str, ...]]], new: dict[str, list[tuple[str, ...]]]
) -> None:
    """The JSON, applied to the old package, gives the new package."""
    with tempfile.TemporaryDirectory() as folder:
        found = diff(write(Path(folder, "old"), old), write(Path(folder, "new"), new))
        assert apply(json.loads(render(found, "json")), old) == {name: Counter(rows) for name, rows in new.items()}
        assert found.comparison.rows.keys() == {name for name in old if Counter(old[name]) != Counter(new[name])}


ORDERS = "\x1b[2J\x9b31m\u202e\n::stop-commands::x\n##[add-mask]a\u2028\x07<script>|[x](y)"


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "html"])
def test_orders_of_others_are_seen_and_not_obeyed(form: str, tmp_path: Path) -> None:
    """Neither the name of a table or a column, nor a key or a cell, moves a cursor or talks to a log."""
    for version, cell in (("old", "a"), ("new", f"b{ORDERS}")):
        (tmp_path / version).mkdir()
        with (tmp_path / version / "a.csv").open("w", encoding="utf-8", newline="") as file:
            rows = [("id", f"::{ORDERS}"), (f"::k{ORDERS}", cell), (f"went {version}", ORDERS)]
            csv.writer(file, lineterminator="\n").writerows(rows)
        schema = {"fields": [{"name": "id"}, {"name": f"::{ORDERS}"}], "primaryKey": "id"}
        resource = {"name": f"::t{ORDERS}", "path": "a.csv", "schema": schema}
        (tmp_path / version / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    text = render(diff(tmp_path / "old", tmp_path / "new"), form)
    assert not set(text) & set("\x1b\x9b\u202e\u2028\x07")
    assert [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line] == []
    if form == "json":
        assert json.loads(text)["tables"][f"::t{ORDERS}"]["changed"] == [
            {"key": [f"::k{ORDERS}"], "field": f"::{ORDERS}", "old": "a", "new": f"b{ORDERS}"}
        ]
    if form == "html":
        assert "<script>" not in text


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+1", "'+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-1+cmd", "'-1+cmd"),
        ("\tx", "'\tx"),
        ("-1.5", "-1.5"),
        ("a=b", "a=b"),
    ],
)
def test_a_spreadsheet_runs_no_formula(cell: str, shown: str, tmp_path: Path) -> None:
    """A cell of CSV that would be one is a text; numbers stay numbers."""
    old = write(tmp_path / "old", {"keyed": [("a", "1", "x")], "bare": []})
    new = write(tmp_path / "new", {"keyed": [("a", "1", cell)], "bare": []})
    _, row = csv.reader(render(diff(old, new), "csv").splitlines())
    assert row == ["keyed", "changed", "a,1", "word", "x", shown]


def test_nothing(small_package: Path) -> None:
    """A package does not differ from itself."""
    same = diff(small_package, small_package)
    assert [render(same, form) for form in ("text", "csv", "markdown")] == [
        "no difference\n",
        "table,change,key,field,old,new\n",
        "**no difference**\n",
    ]
    assert (same.level, same.version) == ("none", "")


def test_the_command(found: Diff, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints what the function gives."""
    assert main(["diff", found.old, found.new, "--format", "csv"]) == 0
    assert capsys.readouterr().out == render(found, "csv")
    with pytest.raises(PackageError, match="no such package"):
        diff("nowhere", found.new)
