"""Claims that are altered by rule: every one is caught.

Each alteration is what a careless summary does to a claim: it drops a negation or adds one, changes a number, turns
who did what to whom around, drops a hedge, changes a quantifier, or puts the claim into another mouth.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.building.conversion import convert
from onrecord.package.own_tables import data_path
from onrecord.validation import validate

from .texts import TEXTS

Row = dict[str, str]
Tables = dict[str, list[Row]]
# Changes the row of a claim, or rows that belong to it, and returns whether there was anything to change.
Alteration = Callable[[Row, Tables], bool]

NEGATOR = re.compile(r"\b(?:not|never|no|nobody|nothing|none|neither) |n[’']t\b|(?<=can)not\b", re.IGNORECASE)
AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|does|did|will|would|may|might|can|could)\b(?! not)")
HEDGE = re.compile(
    r"\b(?:may|might|could|would|will|probably|perhaps|nearly|about|at least|fewer than) ", re.IGNORECASE
)
NUMBER = re.compile(r"\d+")
LOADED = re.compile(r"(?:all|every|most|some|many|few|both|no|none of|nearly|about|at least|half|\d[\d,]*) ", re.I)
QUANTIFIERS = {
    "all": "some", "every": "no", "most": "all", "some": "all", "many": "few", "few": "many", "both": "neither",
    "several": "all", "only": "all", "half": "all", "none": "all", "no": "every", "nobody": "everybody",
}  # fmt: skip
QUANTIFIER = re.compile(rf"\b(?:{'|'.join(QUANTIFIERS)})\b", re.IGNORECASE)


def text_with(pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Alteration:
    """An alteration of the first match in the text of a claim."""

    def alter(claim: Row, _: Tables) -> bool:
        altered = pattern.sub(new, claim["text"], count=1).strip()
        changed, claim["text"] = altered != claim["text"], altered
        return changed

    return alter


def flipped(column: str, values: dict[str, str]) -> Alteration:
    """An alteration of one cell."""

    def alter(claim: Row, _: Tables) -> bool:
        new = values.get(claim[column])
        claim[column] = new or claim[column]
        return new is not None

    return alter


def ends_swapped(claim: Row, _: Tables) -> bool:
    """Who does it and whom it is done to, told the other way round: the first two words and the last two."""
    words = claim["text"].split()
    if len(words) < 5:
        return False
    claim["text"] = " ".join([*words[-2:], *words[2:-2], *words[:2]])
    return True


def roles_swapped(claim: Row, tables: Tables) -> bool:
    """The same in the table of entities."""
    own = {row["role"]: row for row in tables["claim_entities"] if row["claim_id"] == claim["claim_id"]}
    if not {"subject", "object"} <= own.keys():
        return False
    own["subject"]["role"], own["object"]["role"] = "object", "subject"
    return True


def another_claimant(claim: Row, tables: Tables) -> bool:
    """The claim in somebody else's mouth."""
    if not claim["claimant_id"]:
        return False
    others = [row["claimant_id"] for row in tables["claims"] if row["claimant_id"] not in {"", claim["claimant_id"]}]
    claim["claimant_id"] = others[0]
    return True


def outlet_to_source(claim: Row, tables: Tables) -> bool:
    """What the paper says in its own voice, in somebody's mouth."""
    if claim["quote_id"]:
        return False
    claim["claimant_id"] = next(row["claimant_id"] for row in tables["claims"] if row["claimant_id"])
    return True


def first_word_cut_off(claim: Row, _: Tables) -> bool:
    """Text, evidence and span begin after a first word that matters: "all", "no", a number."""
    first = re.match(
        r"(?:all|every|most|some|many|few|both|no|none of|nearly|about|at least|half|\d[\d,]*) ", claim["text"], re.I
    )
    if first is None or not claim["exact"].startswith(first[0]):
        return False
    for column in ("text", "exact"):
        claim[column] = claim[column][first.end() :]
    claim["start"] = str(int(claim["start"]) + first.end())
    return True


def last_word_dropped(claim: Row, _: Tables) -> bool:
    """The text ends before its evidence does."""
    claim["text"] = claim["text"].rsplit(" ", 1)[0]
    return True


ALTERATIONS: dict[str, Alteration] = {
    "negation dropped": text_with(NEGATOR, lambda _: ""),
    "negation added": text_with(AUXILIARY, lambda match: f"{match[0]} not"),
    "negated turned around": flipped("negated", {"true": "false", "false": "true"}),
    "number raised": text_with(NUMBER, lambda match: str(int(match[0]) + 1)),
    "number dropped": text_with(NUMBER, lambda _: ""),
    "agent and patient swapped": ends_swapped,
    "roles swapped": roles_swapped,
    "hedge dropped": text_with(HEDGE, lambda _: ""),
    "certainty raised": flipped("certainty", {"possible": "certain", "probable": "certain"}),
    "certainty lowered": flipped("certainty", {"certain": "possible"}),
    "quantifier changed": text_with(QUANTIFIER, lambda match: QUANTIFIERS[match[0].lower()]),
    "quantifier dropped": text_with(QUANTIFIER, lambda _: ""),
    "another claimant": another_claimant,
    "the outlet's own in a source's mouth": outlet_to_source,
    "stance turned around": flipped("stance", {"asserted": "denied", "denied": "asserted"}),
    "first word cut off": first_word_cut_off,
    "last word dropped": last_word_dropped,
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles as onrecord converts them; nothing is wrong with their claims."""
    folder = tmp_path_factory.mktemp("altered")
    (folder / "texts").mkdir()
    for name, text in TEXTS.items():
        (folder / "texts" / name).write_text(text, encoding="utf-8")
    convert([folder / "texts"], package=folder / "out")
    assert list(validate(folder / "out")) == []
    return folder / "out"


def read(package: Path, table: str) -> list[Row]:
    """The rows of a table."""
    with (package / data_path(table)).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(package: Path, table: str, rows: list[Row]) -> None:
    """Puts rows in the place of those of a table."""
    with (package / data_path(table)).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def altered(package: Path, alteration: Alteration) -> tuple[Tables, list[str]]:
    """The tables with each claim altered to which the rule applies, and the ids of these."""
    tables = {name: read(package, name) for name in ("claims", "claim_entities")}
    return tables, [claim["claim_id"] for claim in tables["claims"] if alteration(claim, tables)]


@pytest.mark.parametrize("name", ALTERATIONS)
def test_every_altered_claim_is_caught(package: Path, tmp_path: Path, name: str) -> None:
    """Each altered claim has a problem of its own, beside the file's wrong hash."""
    copy = Path(shutil.copytree(package, tmp_path / "copy"))
    tables, ids = altered(copy, ALTERATIONS[name])
    for table, rows in tables.items():
        write(copy, table, rows)
    caught: dict[str, list[str]] = defaultdict(list)
    for problem in validate(copy):
        caught[problem.key.split(",")[0]].append(problem.code)
    passed = [row["text"] for row in tables["claims"] if row["claim_id"] in ids and not caught[row["claim_id"]]]
    assert passed == []
    assert ids


def test_there_are_many(package: Path) -> None:
    """The set is large enough to mean something."""
    assert sum(len(altered(package, alteration)[1]) for alteration in ALTERATIONS.values()) >= 400
