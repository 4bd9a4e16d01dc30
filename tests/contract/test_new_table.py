"""A new table is a schema, what fills it, and little else: one is added to a copy of the project and published."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from onrecord.package.own_tables import own_tables

ROOT = Path(__file__).parents[2]
# What finds sums of money in an article: the new module.
FINDER = '''\
"""Sums of money."""

import re

from onrecord.extraction.values import Sum
from onrecord.nlp.articles import ParsedArticle
from onrecord.text.spans import Span

_SUM = re.compile(r"[$]([0-9]+(?:,[0-9]{3})*)")


def find_sums(parsed: ParsedArticle) -> tuple[Sum, ...]:
    """The sums in dollars that an article states in digits."""
    return tuple(
        Sum(Span(*found.span()), int(found[1].replace(",", "")), "digits@1") for found in _SUM.finditer(parsed.text)
    )
'''
VALUE = '''
@dataclasses.dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money."""

    span: Span
    value: int
    method: str


'''
ROWS = """\
        for sum_id, found in zip(self._ids["sums"], self._extraction.sums, strict=True):
            own = {"sum_id": sum_id, **self._here, "value": found.value}
            yield "sums", {**own, **self._evidence(found.span), **_origin(found.method)}
"""
TEXT = """\
Saltmere pays for its ferry

SALTMERE — The council set aside $1,200 for the ferry and $300 for its bell, said Mayor Tilda Rask.

Of the $300 nothing is left.
"""


def schema() -> dict[str, Any]:
    """The schema of the new table: a key of its own, and columns as another table has them."""
    like = own_tables()["vote_counts"].schema["fields"]
    shared = ("article_id", "value", "start", "end", "exact", "method", "confidence", "status")
    key = {
        "name": "sum_id",
        "type": "string",
        "description": "Stable id.",
        "example": "sum_a2b3c4d5e6f7g2h3",
        "constraints": {"required": True, "unique": True, "pattern": "^sum_[a-z2-7]{16}$"},
    }
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": "sums",
        "title": "Sums",
        "description": "One row is a sum of money that the article states in digits.",
        "onrecord:order": 105,
        "onrecord:idPrefix": "sum",
        "onrecord:layer": "sums",
        "onrecord:anchor": "exact",
        "onrecord:annotation": ["value"],
        "onrecord:addedIn": "0.3.0",
        "fields": [key, *(next(field for field in like if field["name"] == name) for name in shared)],
        "missingValues": [""],
        "primaryKey": ["sum_id"],
        "foreignKeys": [{"fields": ["article_id"], "reference": {"resource": "articles", "fields": ["article_id"]}}],
    }


def insert(path: Path, before: str, added: str) -> None:
    """Adds text before a line, or before another stretch that a file has once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, (path, before)
    path.write_text(text.replace(before, added + before), encoding="utf-8")


def name_among_tables(path: Path, field: str) -> None:
    """Adds the table to the ones that a column may name."""
    declared = json.loads(path.read_bytes())
    [column] = [each for each in declared["fields"] if each["name"] == field]
    column["constraints"]["enum"].append("sums")
    written = json.dumps(declared, ensure_ascii=False, indent=2) + "\n"
    path.write_text(written.replace("|clm)_", "|clm|sum)_"), encoding="utf-8")  # what an id begins with


def add_table(project: Path) -> None:
    """Adds the table `sums` to a checkout, as somebody would who works on it."""
    code = project / "src" / "onrecord"
    written = json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
    (project / "schemas" / "sums.schema.json").write_text(written, encoding="utf-8")
    name_among_tables(project / "schemas" / "corrections.schema.json", "table")
    name_among_tables(project / "schemas" / "id_changes.schema.json", "table_name")
    (code / "extraction" / "sums.py").write_text(FINDER, encoding="utf-8")
    home = code / "extraction" / "extract.py"
    insert(home, "from onrecord.extraction.values", "from onrecord.extraction.sums import find_sums\n")
    text = home.read_text(encoding="utf-8")
    home.write_text(text.replace("tuple(claims))", "tuple(claims), find_sums(parsed))"), encoding="utf-8")
    values = code / "extraction" / "values.py"
    insert(values, "@dataclasses.dataclass(frozen=True, slots=True)\nclass Extraction:", VALUE.lstrip("\n"))
    values.write_text(values.read_text(encoding="utf-8") + "    sums: tuple[Sum, ...] = ()\n", encoding="utf-8")
    rows = code / "building" / "rows.py"
    anchors = '        rows += [("sums", "sum", found.span, (found.span,)) for found in read.sums]\n'
    insert(rows, "        anchors = [Anchor(", anchors)
    insert(rows, "\n    @property\n    def _here(", ROWS)


def contents(project: Path) -> dict[str, bytes]:
    """The files of a checkout, without what Python compiles."""
    files = (path for path in project.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in files}


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs Python with the code of a checkout, in the folder above it."""
    environment = {**os.environ, "PYTHONPATH": str(project / "src"), "ONRECORD_STATE": str(project.parent / "state")}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=project.parent, env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_a_table_is_added_in_few_places(small_package: Path, tmp_path: Path) -> None:
    """Eight files; the table is converted, judged, published, shown and annotated; packages without it stay valid."""
    project = tmp_path / "project"
    shutil.copytree(ROOT / "src", project / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "schemas", project / "schemas")
    (project / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "data-dictionary.md", project / "docs")
    before = contents(project)
    add_table(project)
    run(project, "-m", "onrecord.package.dictionary", "project/docs/data-dictionary.md")
    after = contents(project)
    assert sorted(path for path in after if before.get(path) != after[path]) == [
        "docs/data-dictionary.md",
        "schemas/corrections.schema.json",
        "schemas/id_changes.schema.json",
        "schemas/sums.schema.json",
        "src/onrecord/building/rows.py",
        "src/onrecord/extraction/extract.py",
        "src/onrecord/extraction/sums.py",
        "src/onrecord/extraction/values.py",
    ]

    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "ferry.txt").write_text(TEXT, encoding="utf-8")
    cli = ("-m", "onrecord")
    run(project, *cli, "convert", "texts", "--package", "out")
    with (tmp_path / "out" / "data" / "sums.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    ids = [row.pop("sum_id") for row in found]
    article = found[0]["article_id"]
    places = [(TEXT.index("$1,200"), "$1,200"), (TEXT.index("$300"), "$300"), (TEXT.rindex("$300"), "$300")]
    assert found == [
        {
            "article_id": article,
            "value": words.strip("$").replace(",", ""),
            "start": str(start),
            "end": str(start + len(words)),
            "exact": words,
            "method": "digits@1",
            "confidence": "",
            "status": "auto",
        }
        for start, words in places
    ]
    assert len(set(ids)) == 3
    run(project, *cli, "validate", "--package", "out", "--engine", "both", "--strict")
    run(project, *cli, "publish", "--package", "out")
    assert (tmp_path / "dist" / "out" / "1.0.0" / "data" / "sums.csv").is_file()
    run(project, *cli, "site", "--package", "out", "--output", "site")
    [shown] = (tmp_path / "site" / "articles").iterdir()
    page = shown.read_text(encoding="utf-8")
    assert re.findall(r'<span class="[^"]*\bm-sums\b[^>]*>([^<]*)<', page) == ["$1,200", "$300", "$300"]
    run(project, *cli, "export", "annotations", "--package", "out", "--output", "page.json")
    items = json.loads((tmp_path / "page.json").read_bytes())["items"]
    assert [each["id"] for each in items if "sums" in each["id"]] == [f"urn:onrecord:sums:{row_id}" for row_id in ids]

    # Another paragraph comes first, and two sums are known again; one goes, and its id is not forgotten.
    text = TEXT.replace("SALTMERE —", "Costs rose.\n\nSALTMERE —").replace(" and $300 for its bell", "")
    (tmp_path / "out" / "seeds" / "ferry.txt").write_text(text, encoding="utf-8")
    run(project, *cli, "convert", "--package", "out")
    kept = [line.split(",")[0] for line in (tmp_path / "out" / "data" / "sums.csv").read_text().splitlines()[1:]]
    assert kept == [ids[0], ids[2]]
    with (tmp_path / "out" / "data" / "id_changes.csv").open(encoding="utf-8", newline="") as file:
        gone = [(row["table_name"], row["old_id"], row["reason"]) for row in csv.DictReader(file)]
    assert ("sums", ids[1], "withdrawn") in gone
    run(project, *cli, "validate", "--package", "out", "--strict")

    run(project, *cli, "validate", "--package", str(small_package))
