"""Defects of the package and its files."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest

from onrecord.package.own_tables import LATER_TABLES, TABLES, own_tables
from onrecord.problems import Problem
from onrecord.validation import validate

from ..small_package import (
    BUILDERS,
    FERRY,
    MILL,
    SIDECAR,
    TEXTS,
    article_id,
    claim_id,
    edit_bytes,
    edit_cell,
    edit_descriptor,
    edit_rows,
    entity_id,
    quote_id,
    refresh_descriptor,
)
from .case import Case, both, reported

EMPTY = quote_id("empty")
QUOTES = "data/quotes.csv"


def descriptor(**values: Any) -> Any:
    """An edit of properties of the descriptor."""
    return lambda package: edit_descriptor(package, lambda value: value.update(values))


def resource(number: int, **values: Any) -> Any:
    """An edit of properties of a resource."""
    return lambda package: edit_descriptor(package, lambda value: value["resources"][number].update(values))


def content(path: str, old: bytes, new: bytes, count: int = -1) -> Any:
    """An edit of the bytes of a file, after which the descriptor is right again."""
    return lambda package: edit_bytes(package, path, lambda text: text.replace(old, new, count))


def without_articles(package: Path) -> None:
    """Leaves the texts, and tables without rows."""
    for table in BUILDERS:
        edit_rows(package, table, list.clear, refresh=False)
    refresh_descriptor(package)


def without_id_changes(package: Path) -> None:
    """Takes the table out of a package."""
    (package / "data" / "id_changes.csv").unlink()
    kept = [name for name in BUILDERS if name != "id_changes"]
    edit_descriptor(
        package,
        lambda value: value.update(
            resources=[one for one in value["resources"] if one["name"] in kept or "text" in one["name"]]
        ),
    )


def without_anything(package: Path) -> None:
    """Leaves tables without rows, and no text, as `onrecord init` makes them."""
    without_articles(package)
    shutil.rmtree(package / "seeds")
    edit_descriptor(package, lambda value: value.update(resources=value["resources"][: len(BUILDERS)]))


CASES = [
    Case("nothing", lambda package: None, []),
    Case("sidecars and changelog", lambda package: (package / "data/CHANGELOG.md").write_text("x"), []),
    Case(
        "rows",
        resource(TABLES.index("quotes"), rows=6),
        [reported("wrong-rows", QUOTES, "the table has 5 rows, but the descriptor says 6")],
    ),
    Case(
        "a hash that nobody knows",
        resource(TABLES.index("quotes"), hash="crc32:00000000"),
        [
            reported(
                "not-judged",
                QUOTES,
                "the descriptor gives a hash by 'crc32', which is not supported; it was not compared",
                "give the hash as sha256:...",
            )
        ],
    ),
    Case(
        "a table is gone",
        lambda package: (package / QUOTES).unlink(),
        [reported("missing-file", QUOTES, "the file does not exist")],
    ),
    Case(
        "a text is gone",
        lambda package: (package / MILL).unlink(),
        [reported("missing-file", MILL, "the file does not exist")],
    ),
    Case(
        "a file too many in data",
        lambda package: (package / "data/notes.csv").write_text("x"),
        [reported("stray-file", "data/notes.csv", "the descriptor does not list the file")],
    ),
    Case(
        "a text too many in seeds",
        lambda package: (package / "seeds/late.txt").write_text("x"),
        [reported("stray-file", "seeds/late.txt", "the descriptor does not list the file")],
    ),
    Case(
        "a version of two numbers",
        descriptor(version="1.0"),
        [reported("wrong-version", "datapackage.json", "the version is '1.0'")],
    ),
    Case(
        "a pre-release with a leading zero",
        descriptor(version="1.0.0-01"),
        [reported("wrong-version", "datapackage.json", "the version is '1.0.0-01'")],
    ),
    Case(
        "a version with a leading zero",
        descriptor(version="1.02.0"),
        [reported("wrong-version", "datapackage.json", "the version is '1.02.0'")],
    ),
    Case(
        "a license without a name",
        descriptor(licenses=[{}]),
        [
            reported(
                "descriptor-error",
                "datapackage.json",
                "the package: licenses[0] is {}; expected an object with a name or a path",
            )
        ],
    ),
    Case(
        "a resource listed twice",
        lambda package: edit_descriptor(package, lambda value: value["resources"].append(value["resources"][0])),
        [
            reported(
                "descriptor-error",
                "datapackage.json",
                "the package: resources[18].name is 'articles'; expected a name that occurs only once",
            )
        ],
    ),
    Case(
        "one of the tables is not listed",
        lambda package: edit_descriptor(package, lambda value: value["resources"].pop(TABLES.index("claims"))),
        [
            reported("stray-file", "data/claims.csv", "the descriptor does not list the file"),
            reported(
                "descriptor-error",
                "datapackage.json",
                "the foreign key claim_id of table claim_entities refers to table claims, "
                "which the descriptor does not list",
            ),
            reported("missing-table", "datapackage.json", "the descriptor lists no table claims"),
        ],
    ),
    Case("a package of an earlier onrecord has no id_changes", without_id_changes, []),
    Case(
        "no resources",
        both(
            descriptor(resources=[]),
            *(lambda package, folder=f: shutil.rmtree(package / folder) for f in ("data", "seeds")),
        ),
        [
            reported(
                "descriptor-error",
                "datapackage.json",
                "the package: resources is []; expected a list of objects, at least one",
            ),
            *(
                reported("missing-table", "datapackage.json", f"the descriptor lists no table {name}")
                for name in sorted(BUILDERS)
                if name not in LATER_TABLES
            ),
        ],
    ),
    Case("nothing yet", without_anything, []),
    Case("no articles", without_articles, [reported("empty-table", "data/articles.csv", "the table has no rows")]),
    Case(
        "byte order mark",
        lambda package: edit_bytes(package, QUOTES, lambda text: b"\xef\xbb\xbf" + text),
        [reported("byte-order-mark", f"{QUOTES}:1", "the file begins with a byte order mark")],
    ),
    Case(
        "NUL",
        content("data/entities.csv", b"harbor office", b"harbor\0office"),
        [reported("nul-character", "data/entities.csv:9", "the line holds a NUL character")],
    ),
    Case(
        "line ends of another system",
        content(QUOTES, b"\n", b"\r\n"),
        [
            reported(
                "carriage-return",
                f"{QUOTES}:1",
                "6 lines end with a carriage return and a line feed, this is the first; the dialect declares '\\n'",
            )
        ],
    ),
    Case(
        "another encoding",
        content("data/entities.csv", "pilots’".encode(), b"pilots\x92"),
        [
            reported(
                "not-utf8",
                "data/entities.csv:10",
                "the line is not UTF-8: invalid start byte",
                "the file is in Windows-1252 or another old encoding, as Excel's plain CSV is: save it as CSV UTF-8",
            )
        ],
    ),
    Case(
        "a quotation mark that does not close",
        content("data/votes.csv", b'no."', b"no."),
        [reported("not-csv", "data/votes.csv:2", "the row is not CSV: unexpected end of data")],
    ),
    Case(
        "a renamed column",
        content(QUOTES, b"cue", b"cues", 1),
        [
            reported(
                "wrong-header",
                f"{QUOTES}:1",
                "the header lacks cue; the header has 'cues', which the schema lacks",
            )
        ],
    ),
    Case(
        "columns in another order",
        content("data/vote_counts.csv", b"value,unit", b"unit,value"),
        [
            reported(
                "wrong-header",
                "data/vote_counts.csv:1",
                "the columns are in a different order from the schema's "
                + ", ".join(own_tables()["vote_counts"].columns),
            )
        ],
    ),
    Case(
        "a blank line",
        content(QUOTES, b"auto\n", b"auto\n\n", 1),
        [reported("blank-row", f"{QUOTES}:3", "the line is empty, but the schema has 17 fields")],
    ),
    Case(
        "a row of commas",
        lambda package: edit_bytes(package, QUOTES, lambda text: text + b",,,,,,,,,,,,,\n"),
        [reported("wrong-cell-count", f"{QUOTES}:7", "the row has 14 cells, but the schema has 17 fields")],
    ),
    Case(
        "a cell too few",
        content("data/claim_entities.csv", b",mentioned,", b",", 1),
        [
            reported(
                "wrong-cell-count",
                f"data/claim_entities.csv:3: {claim_id(1)},{entity_id('old mill')},{article_id(MILL)}",
                "the row has 6 cells, but the schema has 7 fields",
            )
        ],
    ),
    Case(
        "a cell too many",
        content("data/claim_entities.csv", b"object,", b"object,,", 1),
        [
            reported(
                "wrong-cell-count",
                f"data/claim_entities.csv:6: {claim_id(3)},{entity_id('old mill')},object",
                "the row has 8 cells, but the schema has 7 fields",
            )
        ],
    ),
    Case(
        "a text that is not UTF-8",
        lambda package: edit_bytes(package, FERRY, lambda text: text.replace("’".encode(), b"\x92")),
        [
            reported(
                "text-not-utf8",
                f"data/articles.csv:3: {article_id(FERRY)} text_path",
                "seeds/ferry.txt is not UTF-8 at byte 158",
            )
        ],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_defect(case: Case, small_package: Path) -> None:
    """A defect of a file brings these problems and no others."""
    case.edit(small_package)
    assert [str(problem) for problem in validate(small_package, engine="both")] == case.problems


def digest(package: Path, path: str, algorithm: str = "sha256") -> str:
    """The hash of a file as a message shows it."""
    value = hashlib.new(algorithm, (package / path).read_bytes()).hexdigest()
    return f"{value[:8]}…{value[-8:]}"


def test_one_character_of_a_quote(small_package: Path) -> None:
    """A changed character is reported with file, line, key, rule, value and remedy, and breaks the hash of the file."""
    stated = digest(small_package, QUOTES)
    text = "The mill has stood empty since 2008 … It will house forty families."
    edit_cell(small_package, "quotes", EMPTY, "text", text, refresh=False)
    actual = hashlib.sha256((small_package / QUOTES).read_bytes()).hexdigest()
    assert list(validate(small_package, engine="both")) == [
        Problem(
            code="wrong-hash",
            message=f"the sha256 is {digest(small_package, QUOTES)!r}, but the descriptor says {stated!r}",
            remedy="restore the file, or run convert again",
            path=QUOTES,
            table="quotes",
            value=actual,
        ),
        Problem(
            code="quote-text-differs",
            message="text reads 'tood empty since 2008 … It will house forty families.', "
            "but its content in quote_spans reads 'tood empty since 2009 … It will house forty families.'",
            remedy="restore the row from the text, or run convert again",
            path=QUOTES,
            table="quotes",
            line=2,
            key=EMPTY,
            field="text",
            value=text,
        ),
    ]


def test_a_value_that_no_rule_refuses_breaks_the_hash(small_package: Path) -> None:
    """A longer role is as good as another, but not what was published."""
    path = "data/entities.csv"
    size, stated = (small_package / path).stat().st_size, digest(small_package, path)
    edit_cell(small_package, "entities", entity_id("Ida Brandt"), "role", "Lady Mayor", refresh=False)
    assert [str(problem) for problem in validate(small_package, engine="both")] == [
        reported("wrong-bytes", path, f"the file has {size + 5:,} bytes, but the descriptor says {size}"),
        reported(
            "wrong-hash", path, f"the sha256 is {digest(small_package, path)!r}, but the descriptor says {stated!r}"
        ),
    ]


def test_a_hash_that_frictionless_does_not_know(small_package: Path) -> None:
    """A wrong SHA-1 is a wrong hash too."""
    resource(TABLES.index("quotes"), hash="sha1:" + "0" * 40)(small_package)
    assert [str(problem) for problem in validate(small_package, engine="both")] == [
        reported(
            "wrong-hash",
            QUOTES,
            f"the sha1 is {digest(small_package, QUOTES, 'sha1')!r}, but the descriptor says '00000000…00000000'",
        )
    ]


def test_an_empty_file(small_package: Path) -> None:
    """A file without a header is not a table; tables that refer to it are judged all the same."""
    size, stated = (small_package / QUOTES).stat().st_size, digest(small_package, QUOTES)
    (small_package / QUOTES).write_bytes(b"")
    assert [str(problem) for problem in validate(small_package, engine="both")] == [
        reported("wrong-bytes", QUOTES, f"the file has 0 bytes, but the descriptor says {size}"),
        reported("wrong-hash", QUOTES, f"the sha256 is 'e3b0c442…7852b855', but the descriptor says {stated!r}"),
        reported("wrong-header", f"{QUOTES}:1", "the file is empty"),
    ]


def test_a_text_that_was_edited(small_package: Path) -> None:
    """A changed text is reported with the file, with its article and with every row that no longer agrees."""
    stated = digest(small_package, MILL)
    edit_bytes(small_package, MILL, lambda text: text.replace(b"2009", b"2008"), refresh=False)
    actual = digest(small_package, MILL)
    differs = f"exact reads 'tood empty since 2009', but {MILL} at 169-204 reads 'tood empty since 2008'"
    assert [str(problem) for problem in validate(small_package, engine="both")] == [
        reported(
            "text-changed",
            f"data/articles.csv:2: {article_id(MILL)} text_sha256",
            f"the sha256 of {MILL} is {actual!r}, not {stated!r}",
        ),
        reported("exact-differs", f"data/claims.csv:2: {claim_id(0)} exact", differs),
        reported("exact-differs", f"data/quote_spans.csv:2: {EMPTY},content,1 exact", differs),
        reported("wrong-hash", MILL, f"the sha256 is {actual!r}, but the descriptor says {stated!r}"),
    ]


def test_texts_are_not_listed_where_they_are_not_carried(small_package: Path) -> None:
    """A package without texts may keep them in seeds/ unlisted."""
    edit_descriptor(
        small_package,
        lambda value: value.update(
            onrecord={"texts": "none"},
            resources=[resource for resource in value["resources"] if resource["path"] not in TEXTS],
        ),
    )
    assert list(validate(small_package, engine="both")) == []


def test_an_edited_sidecar(small_package: Path) -> None:
    """A sidecar that was edited after the conversion is reported with the row that no longer agrees."""
    sidecar = small_package / "seeds/mill.toml"
    date = SIDECAR["published"]
    sidecar.write_bytes(sidecar.read_bytes().replace(date.encode(), b"1999-01-01"))
    assert [str(problem) for problem in validate(small_package, engine="both")] == [
        reported(
            "sidecar-differs",
            f"data/articles.csv:2: {article_id(MILL)} published",
            f"mill.toml says '1999-01-01', but the row says {date!r}",
        )
    ]


def test_a_day_of_publication_in_the_text(small_package: Path) -> None:
    """Without a sidecar, a row may have the day that the text states on a line by itself, and no other."""
    text, sidecar = small_package / FERRY, small_package / FERRY.replace(".txt", ".toml")
    stated = text.read_bytes().replace(b"shut\n\n", b"shut\n\nThursday, May 8, 2031\n\n", 1)
    edit_cell(small_package, "articles", article_id(FERRY), "published", "2031-05-08")
    problems = [(problem.code, problem.field) for problem in validate(small_package, engine="both")]
    assert problems == [("sidecar-differs", "published")]
    text.write_bytes(stated)
    assert "sidecar-differs" not in {problem.code for problem in validate(small_package, engine="both")}
    sidecar.write_text('published = "2031-05-09"\n', encoding="utf-8")
    assert "sidecar-differs" in {problem.code for problem in validate(small_package, engine="both")}


def test_a_lost_sidecar(small_package: Path) -> None:
    """A missing sidecar is reported for each cell that came from it."""
    (small_package / "seeds/mill.toml").unlink()
    keys = [problem.field for problem in validate(small_package, engine="both")]
    assert keys == sorted(key for key in SIDECAR if key != "language")
