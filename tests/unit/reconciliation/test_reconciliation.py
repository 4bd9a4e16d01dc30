"""The people of a package and those of the user's table: candidates, what a person accepts, and hostile tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from onrecord.building.conversion import convert
from onrecord.cli import main
from onrecord.errors import PackageError
from onrecord.package.ids import make_id
from onrecord.reconciliation import import_candidates, reconcile
from onrecord.reconciliation.names import Likeness, compare, plain
from onrecord.validation import validate
from onrecord.voices.codes import read_codes

TEXTS = {
    "ferry": "Ferry goes on\n\nThe ferry stays in Saltmere, said Mayor Tilda Rask. “We wait,” Rask said.\n",
    "rovers": "Rovers win\n\nCoach Owen Pike praised the team in Saltmere. “Good work,” said Pike.\n",
    "school": "School opens\n\nSenator Owen Pike opened a school in Tarn.\n",
    "bread": "Bakery grows\n\nJosé Müller baked for the Marlow Harbor Trust. “Bread is bread,” Müller said.\n",
}
RASK, COACH, MULLER = (make_id("entities", "person", name) for name in ("tilda rask", "owen pike", "josé müller"))
SENATOR = make_id("entities", "person", "owen pike", 2)
TABLE = """\
name,wikidata_id,aliases,party
Tilda Rask,Q11,,Green
Owen Pike,Q12,,Liberal
Owen Pike,Q13,,=1+1
"Muller, Jose",Q14,Pepe Müller | José Müllr,
Nora Pell,Q15,,Green
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Four articles, of which two have people of the same name."""
    (tmp_path / "texts").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    convert(tmp_path / "texts", package=tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """The user's table."""
    return written(tmp_path / "people.csv", TABLE)


def written(path: Path, text: str) -> Path:
    """A file with a text."""
    path.write_text(text, encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def accept(path: Path, *pairs: tuple[str, str]) -> Path:
    """Writes yes for pairs of an entity and an item."""
    found = rows(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, found[0])
        writer.writeheader()
        writer.writerows(
            row | ({"accept": "Yes"} if (row["entity_id"], row["candidate_wikidata_id"]) in pairs else {})
            for row in found
        )
    return path


@pytest.mark.parametrize(
    ("name", "other", "ground", "score"),
    [
        ("Tilda Rask", "TILDA  RASK", "same_name", 99.0),
        ("José Müller", "Jose Muller", "spelled_alike", 95.0),
        ("Müller-Lang, José", "José Müller Lang", "spelled_alike", 95.0),
        ("T. Rask", "Tilda Rask", "initials", 85.0),
        ("Tilda A. Rask", "Tilda Rask", "initials", 85.0),
        ("Carl Brandt", "Carl Brant", "similar", 94.0),
    ],
)
def test_names(name: str, other: str, ground: str, score: float) -> None:
    """A ground with its score; the order of the two does not matter."""
    assert compare(name, other, 80) == compare(other, name, 80) == Likeness(ground, score)


@pytest.mark.parametrize("other", ["Hilda Rask-Berg", "Tom Rask", "Tilda Pell", "Rask"])
def test_other_names(other: str) -> None:
    """A shared surname or given name is not enough."""
    assert compare("Tilda Rask", other, 85) is None


def test_plain_names() -> None:
    """Marks, accents and case go; a company's comma stays a break between words."""
    assert [plain(name) for name in ("O’Neil, Ana", "Rask, Berg, Pell")] == ["ana o neil", "rask berg pell"]


def test_candidates(package: Path, table: Path, tmp_path: Path) -> None:
    """All that fit are listed; what nothing distinguishes is marked, and nothing is accepted."""
    made = reconcile(package, table, tmp_path / "found.csv")
    assert (made.candidates, made.entities, made.ambiguous, made.accepted) == (6, 4, 2, 0)
    found = rows(made.path)
    both = "lines 3, 4 of the table fit equally well; 2 entities fit this line"
    columns = (
        "accept",
        "entity_id",
        "score",
        "ground",
        "ambiguity",
        "line",
        "candidate_wikidata_id",
        "candidate_party",
    )
    pikes = [
        ("", entity, "99", "same_name", both, *cells)
        for entity in (COACH, SENATOR)
        for cells in (("3", "Q12", "Liberal"), ("4", "Q13", "'=1+1"))
    ]
    expected = [
        ("", RASK, "99", "same_name", "", "2", "Q11", "Green"),
        ("", MULLER, "95", "spelled_alike", "", "5", "Q14", ""),
        *pikes,
    ]
    assert sorted(tuple(row[name] for name in columns) for row in found) == sorted(expected)
    [rask] = [row for row in found if row["entity_id"] == RASK]
    assert {name: rask[name] for name in ("name", "entity_type", "role", "aliases", "quotes", "sentence")} == {
        **{"name": "Tilda Rask", "entity_type": "person", "role": "Mayor", "aliases": "Rask", "quotes": "2"},
        "sentence": "The ferry stays in Saltmere, said Mayor Tilda Rask.",
    }


def test_the_order_of_the_table_settles_nothing(package: Path, tmp_path: Path) -> None:
    """The same rows in another order give the same candidates, but for their lines."""
    header, *lines = TABLE.splitlines(keepends=True)
    found = []
    for number, order in enumerate((lines, lines[::-1])):
        made = reconcile(package, written(tmp_path / f"{number}.csv", header + "".join(order)), tmp_path / "found.csv")
        cells = ("entity_id", "score", "ground", "candidate_wikidata_id")
        found.append(sorted((*(row[name] for name in cells), bool(row["ambiguity"])) for row in rows(made.path)))
    assert found[0] == found[1]


def test_exact_matches_can_be_accepted(package: Path, table: Path, tmp_path: Path) -> None:
    """Only if asked for, only with the same name, and never where two fit."""
    made = reconcile(package, table, tmp_path / "found.csv", accept_exact=True)
    assert made.accepted == 1
    assert [row["entity_id"] for row in rows(made.path) if row["accept"]] == [RASK]


def test_accepted_candidates_are_corrections_and_codes(package: Path, table: Path, tmp_path: Path) -> None:
    """The items are in the table after the next conversion, and the audit reads the codes."""
    made = reconcile(package, table, tmp_path / "found.csv")
    accept(made.path, (RASK, "Q11"), (COACH, "Q13"))
    codes = tmp_path / "codes.csv"
    taken = import_candidates(made.path, package, "Nora Pell", codes)
    assert (taken.accepted, taken.items, taken.codes, taken.notes) == (2, 2, 2, ())
    assert {
        (row["action"], row["table"], row["id"], row["field"], row["old_value"], row["new_value"], row["reason"])
        for row in rows(package / taken.path)
    } == {
        ("correct", "entities", RASK, "wikidata_id", "", "Q11", "reconciled with Tilda Rask: same_name"),
        ("correct", "entities", COACH, "wikidata_id", "", "Q13", "reconciled with Owen Pike: same_name"),
    }
    assert convert(package=package).problems == ()
    assert validate(package).problems == ()
    items = {
        row["entity_id"]: row["wikidata_id"] for row in rows(package / "data" / "entities.csv") if row["wikidata_id"]
    }
    assert items == {RASK: "Q11", COACH: "Q13"}
    assert read_codes(codes, items.keys()) == {"party": {RASK: "Green", COACH: "=1+1"}}
    # The item of an entity decides from then on.
    again = reconcile(package, table, tmp_path / "again.csv")
    found = {(row["entity_id"], row["candidate_wikidata_id"]): row for row in rows(again.path)}
    assert found[COACH, "Q13"]["ground"] == "same_wikidata_id"
    assert found[COACH, "Q12"]["ambiguity"] == "the entity is Q13 already"


def test_other_decisions_of_the_coder_stay(package: Path, table: Path, tmp_path: Path) -> None:
    """Also those about the same entity; a second import changes nothing."""
    header = "action,table,id,field,old_value,new_value,reason,curator,date\n"
    (package / "corrections").mkdir()
    line = f"confirm,entities,{RASK},name,Tilda Rask,,seen,Nora Pell,2031-06-01\n"
    own = written(package / "corrections" / "nora-pell.csv", header + line)
    made = reconcile(package, table, tmp_path / "found.csv", accept_exact=True)
    for _ in range(2):
        import_candidates(made.path, package, "Nora Pell")
        assert [(row["action"], row["field"]) for row in rows(own)] == [("confirm", "name"), ("correct", "wikidata_id")]


def test_two_entities_with_an_item(package: Path, table: Path, tmp_path: Path) -> None:
    """They may be the same person: the note has the correction that merges them."""
    made = reconcile(package, table, tmp_path / "found.csv")
    accept(made.path, (COACH, "Q12"), (SENATOR, "Q12"))
    first, second = (row["entity_id"] for row in rows(made.path) if row["accept"])
    [note] = import_candidates(made.path, package, "Nora Pell").notes
    assert note == (
        f"{second} and {first} are both Q12; if they are the same, merge them: "
        f"merge,entities,{second},name,Owen Pike,{first}"
    )


def refused(path: Path, package: Path) -> str:
    """Why a file of candidates is refused, without its path; nothing is written then."""
    with pytest.raises(PackageError) as error:
        import_candidates(path, package, "Nora Pell", package.parent / "codes.csv")
    assert not (package / "corrections").exists()
    assert not (package.parent / "codes.csv").exists()
    return str(error.value).replace(str(path), "found.csv")


def test_what_cannot_be_accepted(package: Path, table: Path, tmp_path: Path) -> None:
    """Two candidates of an entity, an entity that has changed, odd answers and items, and other files."""
    path = reconcile(package, table, tmp_path / "found.csv", accept_exact=True).path
    whole = path.read_text(encoding="utf-8")
    accept(path, (COACH, "Q12"), (COACH, "Q13"))
    first, second = (n for n, row in enumerate(rows(path), start=2) if row["entity_id"] == COACH)
    assert refused(path, package) == (
        f"found.csv:{second}: {COACH} is accepted as 'Owen Pike', and in line {first} as 'Owen Pike'; "
        "accept one of them"
    )
    for old, new, message in (
        (f"yes,{RASK}", f"maybe,{RASK}", "found.csv:2: accept is 'maybe'; write yes, or leave it empty"),
        (RASK, "ent_x", "found.csv:2: 'ent_x' is not in the package; run onrecord reconcile again"),
        (
            f"{RASK},Tilda Rask",
            f"{RASK},Ada Rask",
            f"found.csv:2: '{RASK}' is 'Tilda Rask' now, not 'Ada Rask'; run onrecord reconcile again",
        ),
        (
            ",Q11,",
            ",11,",
            "found.csv:2: candidate_wikidata_id is '11', which does not match ^Q[1-9][0-9]*$; write an item "
            "such as Q49229",
        ),
        (
            ",Green",
            ",(Green)",
            "found.csv:2: candidate_party is '(Green)', but values in round brackets are those of the "
            "audit; leave the brackets out",
        ),
        (
            "accept,",
            "accepted,",
            "found.csv:1: no column accept; give the file that onrecord reconcile wrote, saved as CSV with commas",
        ),
        (
            ",Green",
            ",Green,",
            "found.csv:2: the row has 17 cells, but the header has 16; put cells with commas in quotation marks",
        ),
    ):
        lines = whole.splitlines(keepends=True)
        at = next(n for n, line in enumerate(lines) if line.startswith("yes"))
        # The accepted row first, so that its line is known.
        changed = "".join([lines[0], lines[at], *lines[1:at], *lines[at + 1 :]]).replace(old, new, 1)
        assert refused(written(path, changed), package) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Name;Party\nA B;x\n",
            "people.csv:1: no column name; it has 'Name;Party'; save the file with commas between the cells",
        ),
        ("who,party\nA B,x\n", "people.csv:1: no column name; it has 'who, party'; call the column of the names name"),
        (
            "name,party,party\nA B,x,y\n",
            "people.csv:1: the column 'party' is there twice; rename or remove one of them",
        ),
        ("name,\nA B,x\n", "people.csv:1: a column has no name; name it, or remove it"),
        ("", "people.csv:1: no column name; it has ''; call the column of the names name"),
        ("name\n\n", "people.csv: no rows; write a name into each row"),
        (
            "name,wikidata_id\nA B,q1\n,Q2\nC D,Q3\nC E,Q3\nF G,x,y\nH I,\nH I,\n",
            "people.csv:2: wikidata_id is 'q1', which does not match ^Q[1-9][0-9]*$; write an item such as Q49229, or "
            "leave the cell empty\n"
            "people.csv:3: name is empty; fill it in, or remove the row\n"
            "people.csv:6: the row has 3 cells, but the header has 2; put cells with commas in quotation marks\n"
            "people.csv:5: wikidata_id is Q3, as in line 4; keep one row, and write other names into aliases\n"
            "people.csv:8: the row is the same as line 7; remove one of them",
        ),
        (
            "name,entity_type\nA B,human\n",
            "people.csv:2: entity_type is 'human', none of person, organization, place, group, facility, work, event, "
            "law, other; write one of these, or leave the cell empty",
        ),
    ],
)
def test_tables_that_make_no_sense(text: str, message: str, small_package: Path, tmp_path: Path) -> None:
    """Every defect with its line and what to do; nothing is written."""
    path = written(tmp_path / "people.csv", text)
    with pytest.raises(PackageError) as error:
        reconcile(small_package, path, tmp_path / "found.csv")
    assert str(error.value).replace(f"{tmp_path}/", "") == message
    assert not (tmp_path / "found.csv").exists()


def test_a_table_in_another_encoding(small_package: Path, tmp_path: Path) -> None:
    """The message says how to save it."""
    path = tmp_path / "people.csv"
    path.write_bytes("name\nJosé Müller\n".encode("latin-1"))
    with pytest.raises(PackageError, match=r"people\.csv: not UTF-8 \(.*\); save the file as UTF-8"):
        reconcile(small_package, path, tmp_path / "found.csv")


def test_files_that_would_be_lost(package: Path, table: Path) -> None:
    """Neither the table nor a file of the package is overwritten."""
    for output, reason in ((table, "the table itself"), (package / "data" / "quotes.csv", "quotes.csv")):
        before = output.read_bytes()
        with pytest.raises(PackageError, match=reason):
            reconcile(package, table, output)
        assert output.read_bytes() == before


def test_commands(
    package: Path, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each says what comes next."""
    monkeypatch.chdir(tmp_path)
    assert main(["reconcile", "out", "--against", "people.csv", "--accept-exact"]) == 0
    command = 'onrecord import candidates candidates.csv --package out --coder "Your Name" --codes codes.csv'
    assert capsys.readouterr().out == (
        "candidates.csv: 6 candidates for 4 of 5 people and organizations, 2 of them ambiguous\n"
        f"next: write yes into the column accept of the rows that are right (1 row marked), then:\n  {command}\n"
    )
    assert (
        main(["import", "candidates", "candidates.csv", "-p", "out", "--coder", "Nora Pell", "--codes", "codes.csv"])
        == 0
    )
    assert capsys.readouterr().out == (
        "corrections/nora-pell.csv: 1 candidate accepted, 1 Wikidata item set\ncodes.csv: 1 code\n"
        "to apply: onrecord convert --package out\n"
    )
    assert main(["import", "annotations", "a.json", "-p", "out", "--coder", "Nora Pell", "--codes", "codes.csv"]) == 2
    assert capsys.readouterr().err == "onrecord: --codes codes.csv: only candidates have codes; leave it out\n"
