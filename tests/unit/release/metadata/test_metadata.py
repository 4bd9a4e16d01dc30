"""What a release says of itself, document by document."""

from __future__ import annotations

import datetime
import hashlib
import importlib.util
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from onrecord import __version__
from onrecord.cli import main
from onrecord.package.own_tables import own_tables
from onrecord.release import Release
from onrecord.sql.views import views

from ....mutations import every_constraint
from ..conftest import publish_unvalidated

TABLES = list(own_tables())
ROWS = [2, 10, 12, 0, 5, 14, 1, 2, 1, 4, 5, 0, 2, 1, 0, 1]


def needs(module: str) -> pytest.MarkDecorator:
    """Skips a test where a module is missing."""
    reason = f"{module} is not installed: pip install {module}"
    return pytest.mark.skipif(importlib.util.find_spec(module) is None, reason=reason)


def files_of(release: Release) -> list[dict[str, Any]]:
    """Path, title, media type, size and hash of each file to download, in the order in which documents have them."""
    listed = [("small-1.0.0.zip", "All files of the package", "application/zip")]
    for name in TABLES:
        title = own_tables()[name].title
        listed.append((f"data/{name}.csv", f"{title}, as CSV", "text/csv"))
        listed.append((f"parquet/{name}.parquet", f"{title}, as Parquet", "application/vnd.apache.parquet"))
    listed.append(("small-1.0.0.sqlite", "All tables, as a SQLite database", "application/vnd.sqlite3"))
    facts = {path: ((release.folder / path).stat().st_size, sha256(release, path)) for path, _, _ in listed}
    return [
        {"path": path, "title": title, "type": kind, "size": facts[path][0], "sha256": facts[path][1]}
        for path, title, kind in listed
    ]


def sha256(release: Release, path: str) -> str:
    """The hash of a file of a release."""
    return hashlib.sha256((release.folder / path).read_bytes()).hexdigest()


def document(release: Release, name: str) -> Any:
    """The JSON in a file of a release."""
    return json.loads((release.folder / name).read_bytes())


NORA = {
    "@type": "Person",
    "@id": "https://orcid.org/0000-0002-1825-0097",
    "name": "Nora Pell",
    "givenName": "Nora",
    "familyName": "Pell",
    "email": "nora@example.org",
    "affiliation": {"@type": "Organization", "name": "The Ashgrove Ledger"},
}
ARCHIVE = {"@type": "Organization", "name": "Tarn Archive", "url": "https://example.org/tarn"}
IDA = {"@type": "Organization", "name": "Ida Brandt"}
DATASET = {
    "name": "Two articles of no town",
    "alternateName": "small",
    "description": "Two articles about towns that do not exist.",
    "url": "https://example.org/small",
    "identifier": "https://doi.org/10.5281/zenodo.1234",
    "version": "1.0.0",
    "datePublished": "2031-05-14",
    "license": "https://spdx.org/licenses/CC-BY-4.0.html",
    "keywords": ["news", "towns"],
    "creator": NORA,
    "contributor": IDA,
    "publisher": ARCHIVE,
    "isBasedOn": [{"@type": "CreativeWork", "name": "The Ashgrove Ledger", "url": "https://example.org/ledger"}],
}


def test_schema_org(described_release: Release) -> None:
    """dataset.jsonld: the data set, and each file that can be downloaded."""
    assert document(described_release, "dataset.jsonld") == {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        **DATASET,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file["title"],
                "contentUrl": file["path"],
                "encodingFormat": file["type"],
                "contentSize": f"{file['size']} B",
                "sha256": file["sha256"],
            }
            for file in files_of(described_release)
        ],
    }


def test_ro_crate(described_release: Release) -> None:
    """ro-crate-metadata.json: a flat graph of the crate, its files, people, licences and sources."""
    nora = {"@id": "https://orcid.org/0000-0002-1825-0097"}
    described = {
        "path": "datapackage.json",
        "title": "The descriptor of the data package",
        "type": "application/json",
        "size": (described_release.folder / "datapackage.json").stat().st_size,
        "sha256": sha256(described_release, "datapackage.json"),
    }
    files = [described, *files_of(described_release)]
    ledger = {"@id": "#The%20Ashgrove%20Ledger"}
    assert document(described_release, "ro-crate-metadata.json") == {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [
            {
                "@id": "ro-crate-metadata.json",
                "@type": "CreativeWork",
                "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
                "about": {"@id": "./"},
            },
            {
                "@id": "./",
                "@type": "Dataset",
                **DATASET,
                "license": {"@id": "https://spdx.org/licenses/CC-BY-4.0.html"},
                "author": nora,
                "creator": nora,
                "contributor": {"@id": "#Ida%20Brandt"},
                "publisher": {"@id": "#Tarn%20Archive"},
                "isBasedOn": {"@id": "https://example.org/ledger"},
                "hasPart": [{"@id": file["path"]} for file in files],
            },
            *(
                {
                    "@id": file["path"],
                    "@type": "File",
                    "name": file["title"],
                    "encodingFormat": file["type"],
                    "contentSize": str(file["size"]),
                    "sha256": file["sha256"],
                }
                for file in files
            ),
            {**NORA, "affiliation": ledger},
            {"@id": "#Tarn%20Archive", **ARCHIVE},
            {"@id": "#Ida%20Brandt", **IDA},
            {**ledger, "@type": "Organization", "name": "The Ashgrove Ledger"},
            {
                "@id": "https://spdx.org/licenses/CC-BY-4.0.html",
                "@type": "CreativeWork",
                "name": "Creative Commons Attribution 4.0",
                "identifier": "CC-BY-4.0",
            },
            {"@id": "https://example.org/ledger", "@type": "CreativeWork", "name": "The Ashgrove Ledger"},
        ],
    }


def test_dcat(described_release: Release) -> None:
    """dcat.jsonld: a dataset with a distribution for each file."""
    licence = {"@id": "https://spdx.org/licenses/CC-BY-4.0.html"}
    assert document(described_release, "dcat.jsonld") == {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": "./",
        "@type": "dcat:Dataset",
        "dct:identifier": "https://doi.org/10.5281/zenodo.1234",
        "dct:title": "Two articles of no town",
        "dct:description": "Two articles about towns that do not exist.",
        "dcat:version": "1.0.0",
        "dct:issued": {"@type": "xsd:dateTime", "@value": "2031-05-14T08:00:00Z"},
        "dcat:landingPage": {"@id": "https://example.org/small"},
        "dct:license": [{**licence, "@type": "dct:LicenseDocument", "dct:title": "Creative Commons Attribution 4.0"}],
        "dcat:keyword": ["news", "towns"],
        "dct:creator": [
            {
                "@id": "https://orcid.org/0000-0002-1825-0097",
                "@type": "foaf:Person",
                "foaf:name": "Nora Pell",
                "foaf:mbox": {"@id": "mailto:nora@example.org"},
            }
        ],
        "dct:contributor": [{"@type": "foaf:Organization", "foaf:name": "Ida Brandt"}],
        "dct:publisher": [
            {
                "@type": "foaf:Organization",
                "foaf:name": "Tarn Archive",
                "foaf:homepage": {"@id": "https://example.org/tarn"},
            }
        ],
        "dct:source": [{"@id": "https://example.org/ledger", "dct:title": "The Ashgrove Ledger"}],
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": file["title"],
                "dcat:downloadURL": {"@id": file["path"]},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{file['type']}"},
                "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file["size"])},
                "dct:license": [licence],
                "spdx:checksum": {
                    "@type": "spdx:Checksum",
                    "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                    "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file["sha256"]},
                },
            }
            for file in files_of(described_release)
        ],
    }


def test_datacite(described_release: Release) -> None:
    """datacite.json: what a repository needs for a DOI."""
    assert document(described_release, "datacite.json") == {
        "doi": "10.5281/zenodo.1234",
        "url": "https://example.org/small",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data package"},
        "creators": [
            {
                "name": "Pell, Nora",
                "nameType": "Personal",
                "givenName": "Nora",
                "familyName": "Pell",
                "affiliation": [{"name": "The Ashgrove Ledger"}],
                "nameIdentifiers": [
                    {
                        "nameIdentifier": "https://orcid.org/0000-0002-1825-0097",
                        "nameIdentifierScheme": "ORCID",
                        "schemeUri": "https://orcid.org/",
                    }
                ],
            }
        ],
        "titles": [{"title": "Two articles of no town"}],
        "publisher": {"name": "Tarn Archive"},
        "publicationYear": "2031",
        "subjects": [{"subject": "news"}, {"subject": "towns"}],
        "contributors": [{"name": "Ida Brandt", "contributorType": "Editor"}],
        "dates": [{"date": "2031-05-14", "dateType": "Issued"}],
        "sizes": [f"{described_release.zip.stat().st_size} bytes"],
        "formats": list(dict.fromkeys(file["type"] for file in files_of(described_release))),
        "version": "1.0.0",
        "rightsList": [
            {
                "rights": "Creative Commons Attribution 4.0",
                "rightsUri": "https://spdx.org/licenses/CC-BY-4.0.html",
                "rightsIdentifier": "CC-BY-4.0",
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            }
        ],
        "descriptions": [{"description": "Two articles about towns that do not exist.", "descriptionType": "Abstract"}],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }


def test_the_datacite_file_of_the_page(described_release: Release) -> None:
    """What docs/publishing.md shows is such a file; sizes vary."""
    page = (Path(__file__).parents[4] / "docs" / "publishing.md").read_text(encoding="utf-8")
    shown = json.loads(page.partition("```json\n")[2].partition("```")[0])
    found = document(described_release, "datacite.json")
    assert shown == {**found, "sizes": shown["sizes"]}


def test_citation(described_release: Release) -> None:
    """CITATION.cff: what GitHub, Zenodo and citation managers read."""
    assert (
        (described_release.folder / "CITATION.cff").read_text(encoding="utf-8")
        == """\
cff-version: "1.2.0"
message: "If you use this data set, please cite it as below."
type: "dataset"
title: "Two articles of no town"
authors:
  - given-names: "Nora"
    family-names: "Pell"
    affiliation: "The Ashgrove Ledger"
    email: "nora@example.org"
    orcid: "https://orcid.org/0000-0002-1825-0097"
version: "1.0.0"
date-released: "2031-05-14"
doi: "10.5281/zenodo.1234"
url: "https://example.org/small"
license: "CC-BY-4.0"
abstract: "Two articles about towns that do not exist."
keywords:
  - "news"
  - "towns"
"""
    )


def test_provenance(described_release: Release) -> None:
    """provenance.json: the hashes of texts, sidecars, corrections and tables, and what made them."""
    tables = [f"data/{name}.csv" for name in TABLES]
    inputs = ["corrections/names.csv", "seeds/ferry.txt", "seeds/mill.toml", "seeds/mill.txt"]
    found = document(described_release, "provenance.json")
    assert found["@context"]["prov"] == "http://www.w3.org/ns/prov#"
    assert found["@graph"] == [
        {
            "@id": "./",
            "@type": "prov:Entity",
            "title": "Two articles of no town",
            "version": "1.0.0",
            "generatedAtTime": "2031-05-14T08:00:00Z",
            "wasGeneratedBy": "#publish",
        },
        {
            "@id": "#publish",
            "@type": "prov:Activity",
            "command": "onrecord publish",
            "used": [path for path in tables if path != "data/changes.csv"],
            "wasAssociatedWith": ["#onrecord"],
        },
        {"@id": "#onrecord", "@type": "prov:SoftwareAgent", "title": "onrecord", "version": __version__},
        {
            "@id": "#convert",
            "@type": "prov:Activity",
            "command": "onrecord convert",
            "used": inputs,
            "wasAssociatedWith": ["#reader"],
        },
        {
            "@id": "#reader",
            "@type": "prov:SoftwareAgent",
            "title": "reader",
            "version": "2",
            "sha256": "48a6684c17cacd62",
        },
        *(
            {
                "@id": path,
                "@type": "prov:Entity",
                "sha256": sha256(described_release, path),
                "wasGeneratedBy": "#publish" if path == "data/changes.csv" else "#convert",
            }
            for path in tables
        ),
        *({"@id": path, "@type": "prov:Entity", "sha256": sha256(described_release, path)} for path in inputs),
    ]


def test_croissant(described_release: Release) -> None:
    """croissant.json: every file with its hash, every table as a record set with keys and references."""
    found = document(described_release, "croissant.json")
    del found["@context"]
    record_sets = {one["@id"]: one for one in found.pop("recordSet")}
    assert found == {
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **DATASET,
        "citeAs": "Nora Pell (2031). Two articles of no town (version 1.0.0). Tarn Archive. "
        "https://doi.org/10.5281/zenodo.1234",
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": file["path"],
                "name": file["path"],
                "description": file["title"],
                "contentUrl": file["path"],
                "encodingFormat": file["type"].replace("vnd.apache.parquet", "x-parquet"),
                "contentSize": f"{file['size']} B",
                "sha256": file["sha256"],
            }
            for file in files_of(described_release)
        ],
    }
    assert list(record_sets) == TABLES
    table = own_tables()["claim_entities"]

    def source(name: str, column: str) -> dict[str, Any]:
        return {"fileObject": {"@id": f"parquet/{name}.parquet"}, "extract": {"column": column}}

    targets = {"claim_id": "claims", "entity_id": "entities", "article_id": "articles"}
    assert record_sets["claim_entities"] == {
        "@type": "cr:RecordSet",
        "@id": "claim_entities",
        "name": "claim_entities",
        "description": table.description,
        "key": [{"@id": f"claim_entities/{column}"} for column in ("claim_id", "entity_id", "role")],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"claim_entities/{field.name}",
                "name": f"claim_entities/{field.name}",
                "description": field.description,
                "dataType": "sc:Float" if field.name == "confidence" else "sc:Text",
                **({"equivalentProperty": field.exact_match} if field.exact_match else {}),
                "source": source("claim_entities", field.name),
                **({"references": source(targets[field.name], field.name)} if field.name in targets else {}),
            }
            for field in table.fields
        ],
    }


def test_readme(described_release: Release) -> None:
    """README.md: what it is, how to cite and load it, and each column."""
    page = (described_release.folder / "README.md").read_text(encoding="utf-8")
    descriptions = {name: own_tables()[name].description for name in TABLES}
    overview = "\n".join(
        f"| [{name}](#{name}) | {rows} | {len(own_tables()[name].fields)} | {descriptions[name]} |"
        for name, rows in zip(TABLES, ROWS, strict=True)
    )
    joined = "\n".join(
        f"| `{view.name}` | {len(view.columns)} | {view.description} |" for view in views(own_tables()).values()
    )
    head, _, sections = page.partition("\n\n## articles\n")
    assert (
        head
        == f"""\
# Two articles of no town

Two articles about towns that do not exist.

- Version 1.0.0 of `small`, released 2031-05-14
- Licence: [CC-BY-4.0](https://spdx.org/licenses/CC-BY-4.0.html), Creative Commons Attribution 4.0
- Address: <https://doi.org/10.5281/zenodo.1234>
- Creator: Nora Pell
- Publisher: Tarn Archive
- Editor: Ida Brandt
- Source: [The Ashgrove Ledger](https://example.org/ledger)

## How to cite

> Nora Pell (2031). Two articles of no town (version 1.0.0). Tarn Archive. https://doi.org/10.5281/zenodo.1234

Programs read the same from `CITATION.cff`.

## Tables

| table | rows | columns | what it holds |
| --- | --- | --- | --- |
{overview}

The databases have views that join them; `views.sql` makes these elsewhere.

| view | columns | what it holds |
| --- | --- | --- |
{joined}

## How to load

The tables are CSV files, and their schemas say of which type each column is. Readers of CSV that guess
types make numbers of texts such as `007`. In this folder, or with the name of the zip in place of the dot:

```python
import onrecord
tables = onrecord.load(".")
print(tables.views.quotes_named)
```

```sh
onrecord validate --package .
```

Where the release was published, there are more files next to the zip: each table as Parquet, all of them as
one SQLite database, with types, a script that makes a DuckDB database, and the hash of every file. From the
folder that holds `small-1.0.0.zip`:

pandas:

```python
import pandas
frame = pandas.read_parquet("parquet/articles.parquet", dtype_backend="numpy_nullable")
```

polars:

```python
import polars
frame = polars.read_parquet("parquet/articles.parquet")
```

R:

```r
library(arrow)
frame <- read_parquet("parquet/articles.parquet")
```

DuckDB:

```sh
duckdb small-1.0.0.duckdb < duckdb.sql
duckdb small-1.0.0.duckdb 'SELECT * FROM "quotes_named" LIMIT 5'
```

SQLite:

```sh
sqlite3 small-1.0.0.sqlite 'SELECT * FROM "quotes_named" LIMIT 5'
```

PostgreSQL:

```sh
createdb small
psql -d small -f postgres.sql
psql -d small -c 'SELECT * FROM "quotes_named" LIMIT 5'
```

The hashes of all files:

```sh
sha256sum --check SHA256SUMS
```

Each column is described below; **bold** columns are always filled."""
    )
    assert [line[3:] for line in f"## articles\n{sections}".splitlines() if line.startswith("## ")] == TABLES
    assert "| **`claim_id`** | string | The claim. |" in sections


def test_the_blocks_of_the_readme_run(
    described_release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the page says of loading is true in the folder of the version; the first part also in what the zip holds."""
    page = (described_release.folder / "README.md").read_text(encoding="utf-8")
    first, *others = (block.partition("```")[0] for block in page.split("```python\n")[1:])
    shutil.unpack_archive(described_release.zip, tmp_path)
    names: dict[str, Any] = {}
    for folder in (tmp_path, described_release.folder):
        monkeypatch.chdir(folder)
        exec(first, names)
        assert [len(frame) for frame in names.pop("tables").values()] == ROWS
        assert main(["validate", "--package", "."]) == 0
    for block in others:
        exec(block, names)
        assert list(names.pop("frame")["title"]) == ["Ashgrove Council Clears Way for Mill Homes", "Ferry stays shut"]
    for program in ("sqlite3", "duckdb"):
        if shutil.which(program):
            shutil.copytree(described_release.folder, tmp_path / program)
            lines = [line for line in page.splitlines() if line.startswith(f"{program} ")]
            command = ["bash", "-euc", "\n".join(lines)]
            run = subprocess.run(command, cwd=tmp_path / program, capture_output=True, encoding="utf-8", check=True)
            assert "It will house forty families" in run.stdout
    run = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "")


@needs("datacite")
def test_datacite_by_its_schema(described_release: Release) -> None:
    """The document is valid by DataCite's own JSON Schema."""
    from datacite import schema45

    assert list(schema45.validator.iter_errors(document(described_release, "datacite.json"))) == []


@needs("rdflib")
@pytest.mark.parametrize("name", ["dcat.jsonld", "provenance.json"])
def test_linked_data_is_read_as_such(described_release: Release, name: str) -> None:
    """Read as RDF, every property of a document is there under the address that its context gives it."""
    import rdflib

    graph = rdflib.Graph().parse(described_release.folder / name, format="json-ld", publicID="https://example.org/r/")
    value = document(described_release, name)
    context = value.pop("@context")

    def address(key: str) -> str:
        term = context.get(key, key)
        prefix, _, rest = (term["@id"] if isinstance(term, dict) else term).partition(":")
        return context[prefix] + rest if prefix in context else f"{prefix}:{rest}"

    def keys(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(keys, value))
        return set(value).union(*map(keys, value.values())) if isinstance(value, dict) else set()

    found = {str(predicate) for predicate in graph.predicates()} - {str(rdflib.RDF.type)}
    assert found == {address(key) for key in keys(value) if not key.startswith("@")}


@needs("rocrate")
def test_ro_crate_by_its_library(described_release: Release) -> None:
    """ro-crate-py finds the crate's facts and each of its files."""
    from rocrate.rocrate import ROCrate

    crate = ROCrate(described_release.folder)
    assert (crate.name, crate.license.id) == ("Two articles of no town", "https://spdx.org/licenses/CC-BY-4.0.html")
    files = {entity.id for entity in crate.get_by_type("File")}
    assert files == {"datapackage.json", *(file["path"] for file in files_of(described_release))}


@needs("mlcroissant")
def test_croissant_by_mlcroissant(described_release: Release) -> None:
    """The library finds no fault, and loads every record of every table with its types."""
    import mlcroissant
    import polars as pl

    data = mlcroissant.Dataset(described_release.folder / "croissant.json")
    assert (data.metadata.ctx.issues.errors, data.metadata.ctx.issues.warnings) == (set(), set())
    for name in TABLES:
        rows = pl.read_parquet(described_release.folder / "parquet" / f"{name}.parquet").rows(named=True)
        expected = [
            {f"{name}/{key}": cell.encode() if isinstance(cell, str) else cell for key, cell in row.items()}
            for row in rows
        ]
        assert list(data.records(name)) == expected


@needs("mlcroissant")
def test_croissant_of_every_type(tmp_path: Path) -> None:
    """Each type has one that mlcroissant knows, and the values that it reads are those of the tables."""
    import mlcroissant

    package = every_constraint.write_package(
        tmp_path / "every", {name: rows for name, (_, rows) in every_constraint.tables().items()}
    )
    release = publish_unvalidated(package, tmp_path / "dist")
    data = mlcroissant.Dataset(release.folder / "croissant.json")
    second = {kind: list(data.records(kind))[1][f"{kind}/plain"] for kind in every_constraint.VALUES}
    assert second == {
        "any": b"cat",
        "string": b"cat",
        "integer": 3,
        "number": 1.5,
        "boolean": False,
        "date": datetime.datetime(2031, 5, 13),
        "time": datetime.time(3, 30),
        "datetime": datetime.datetime(2031, 5, 13, 8, tzinfo=datetime.UTC),
        "year": 2031,
        "yearmonth": b"2031-05",
        "duration": b"P3D",
        "object": b'{"a": 3, "b": 0}',
        "array": b"[3, 0]",
        "list": [b"cat", b"dog"],
        "geopoint": {"geopoint/plain/lon": 3.0, "geopoint/plain/lat": 45.5},
        "geojson": b'{"type": "Point", "coordinates": [3, 45.5]}',
    }
