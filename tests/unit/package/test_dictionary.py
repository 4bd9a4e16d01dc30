"""The data dictionary."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from onrecord.package.dictionary import data_dictionary, table_section
from onrecord.package.own_tables import own_tables

PAGE = Path(__file__).parents[3] / "docs" / "data-dictionary.md"


def test_the_page_is_in_step_with_the_schemas() -> None:
    """The committed page agrees with the schemas; if this fails, run `nox -s docs`."""
    assert PAGE.read_text(encoding="utf-8") == data_dictionary()


def test_a_column_becomes_a_row() -> None:
    """A row holds name, type, meaning, constraints, example and term, and its bars do not end the cell."""
    lines = "\n".join(table_section(own_tables()["articles"])).splitlines()
    assert [line for line in lines if line.startswith("| `published` |")] == [
        "| `published` | string | Date or time of publication in EDTF: from its sidecar, or as the source states it, "
        "or from a line of the text such as `Thursday, May 8, 2031`. Relative dates in the text are resolved with it. "
        r"| matches `^(\.\.\|[0-9X]{4})[-/.0-9X?~%]*(T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z\|[+-][0-9]{2}:[0-9]{2})?)?$` | "
        "`2024-05-14` | [schema.org/datePublished](https://schema.org/datePublished) |"
    ]


def test_keys_are_listed() -> None:
    """Primary key, unique columns and references come before the columns."""
    section = data_dictionary().split("\n## claim_entities\n")[1]
    assert section.splitlines()[3:7] == [
        "- Primary key: `claim_id`, `entity_id`, `role`",
        "- `claim_id` refers to `claim_id` of [claims](#claims)",
        "- `entity_id` refers to `entity_id` of [entities](#entities)",
        "- `article_id` refers to `article_id` of [articles](#articles)",
    ]


def test_a_third_party_table_may_lack_a_description() -> None:
    """Without a description and keys, the columns follow the heading."""
    table = dataclasses.replace(own_tables()["articles"], description="", primary_key=(), unique_keys=())
    assert list(table_section(table))[:4] == [
        "",
        "## articles",
        "",
        "| column | type | meaning | constraints | example | same as |",
    ]


def test_every_table_has_a_section() -> None:
    """The sections are the tables, in their order."""
    headings = [line[3:] for line in data_dictionary().splitlines() if line.startswith("## ")]
    assert headings == list(own_tables())
