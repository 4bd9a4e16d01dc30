"""The descriptor: what a person wrote into it stays, and the rest follows from the files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from onrecord.package import descriptor
from onrecord.package.descriptor import FileFacts
from onrecord.package.own_tables import own_tables, schemas_folder


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("my-corpus", "my-corpus"),
        ("My Corpus (2031)", "my-corpus-2031"),
        ("harbor_city.v2", "harbor_city.v2"),
        ("Zürich", "z-rich"),
        (".hidden-", "hidden"),
        ("新闻", "package"),
        ("", "package"),
    ],
)
def test_slug(name: str, slug: str) -> None:
    """Only what a descriptor's name may hold; a name with nothing of it is `package`."""
    assert descriptor.slug(name) == slug


def test_file_facts(tmp_path: Path) -> None:
    """Bytes are counted, not characters."""
    path = tmp_path / "a.txt"
    path.write_bytes("🚢\r\n".encode())
    assert descriptor.file_facts(path) == FileFacts(6, hashlib.sha256("🚢\r\n".encode()).hexdigest())


def test_a_new_descriptor() -> None:
    """It has all that a stranger needs and no date, which would be the clock's."""
    assert descriptor.new_descriptor("My Corpus") == {
        "name": "my-corpus",
        "title": "My Corpus",
        "version": "1.0.0",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0 "
                "(the tables; the articles keep the terms of their publishers)",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "contributors": [{"title": "My Corpus", "roles": ["creator"]}],
    }


def test_resources() -> None:
    """A table says how it is to be read; a text goes by its headline, or by its path where it has none."""
    table = own_tables()["claims"]
    assert descriptor.table_resource(table, FileFacts(12, "ab"), 3) == {
        "name": "claims",
        "title": table.title,
        "description": table.description,
        "type": "table",
        "profile": "tabular-data-resource",
        "path": "data/claims.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": False,
        },
        "bytes": 12,
        "hash": "sha256:ab",
        "rows": 3,
        "schema": "schemas/claims.schema.json",
    }
    titled = descriptor.text_resource("art_a", "No Barges", "seeds/a.txt", FileFacts(12, "ab"))
    assert titled == {
        "name": "text_art_a",
        "title": "No Barges",
        "path": "seeds/a.txt",
        "format": "txt",
        "mediatype": "text/plain",
        "encoding": "utf-8",
        "bytes": 12,
        "hash": "sha256:ab",
    }
    untitled = descriptor.text_resource("art_a", None, "seeds/a.txt", FileFacts(12, "ab"))
    assert untitled == titled | {"title": "seeds/a.txt"}


def test_what_a_person_wrote_stays() -> None:
    """Known properties come in the usual order, unknown properties after them; those about the files are new."""
    human = {
        "x-codebook": {"path": "codebook.pdf"},
        "resources": [{"name": "old"}],
        "onrecord": {"texts": "none", "models": "old"},
        "$schema": "https://example.org/old",
        "keywords": ["barges"],
        "version": "2.1.0",
        "name": "barges",
    }
    built = descriptor.build(human, {"texts": "none"}, [{"name": "new"}])
    assert list(built.items()) == [
        ("$schema", "https://datapackage.org/profiles/2.0/datapackage.json"),
        ("name", "barges"),
        ("version", "2.1.0"),
        ("keywords", ["barges"]),
        ("x-codebook", {"path": "codebook.pdf"}),
        ("onrecord", {"texts": "none"}),
        ("resources", [{"name": "new"}]),
    ]


def test_bytes_of_a_descriptor() -> None:
    """Readable in a diff: a property a line, letters as they are, a line feed at the end."""
    assert descriptor.dump({"title": "“Zoë” 🚢", "n": [1]}) == (
        '{\n  "title": "“Zoë” 🚢",\n  "n": [\n    1\n  ]\n}\n'.encode()
    )


def test_schema_files() -> None:
    """A package gets the project's own schemas, byte for byte."""
    files = {f"schemas/{path.name}": path.read_bytes() for path in schemas_folder().iterdir() if path.suffix == ".json"}
    del files["schemas/corrections.schema.json"]  # what people write is read by it wherever they do
    assert descriptor.schema_files() == files
    assert {json.loads(content)["name"] for content in descriptor.schema_files().values()} == set(own_tables())
