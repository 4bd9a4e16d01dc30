"""croissant.json: the tables as record sets for machine learning tools, after Croissant 1.0."""

from __future__ import annotations

from typing import Any

from onrecord.release.formats.parquet import parquet_path
from onrecord.release.metadata.about import About, File, without_empty
from onrecord.release.metadata.linked import dataset_properties, one_or_all, reference
from onrecord.sql.schema import SqlTable
from onrecord.tableschema.parsers import is_known
from onrecord.tableschema.schema import Field
from onrecord.tableschema.types import TYPES

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
# The media type that readers of Croissant expect.
_PARQUET = "application/x-parquet"


def croissant(about: About) -> dict[str, Any]:
    """The document; its record sets refer to Parquet, because readers guess the types of CSV."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **dataset_properties(about),
        "citeAs": about.citation(),
        "distribution": [_file_object(file) for file in about.files],
        "recordSet": [_record_set(table) for table in about.tables],
    }


def _file_object(file: File) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "description": file.title,
        "contentUrl": reference(file.path),
        "encodingFormat": _PARQUET if file.path.endswith(".parquet") else file.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }


def _record_set(table: SqlTable) -> dict[str, Any]:
    # References are to files, as mlcroissant 1.1 fails to join a record set that itself has references.
    references = {key.columns[0]: _source(key.table, key.target[0]) for key in table.straight if len(key.columns) == 1}
    return without_empty(
        {
            "@type": "cr:RecordSet",
            "@id": table.name,
            "name": table.name,
            "description": table.table.description,
            "key": one_or_all([{"@id": f"{table.name}/{column}"} for column in table.primary_key]),
            "field": [_field(table.name, field, references.get(field.name)) for field in table.table.fields],
        }
    )


def _source(table: str, column: str) -> dict[str, Any]:
    return {"fileObject": {"@id": parquet_path(table)}, "extract": {"column": column}}


def _field(table: str, field: Field, target: dict[str, Any] | None) -> dict[str, Any]:
    identifier, source = f"{table}/{field.name}", _source(table, field.name)
    kind = field.type if is_known(field) else "any"
    is_list = kind == "list"
    parts = [
        {
            "@type": "cr:Field",
            "@id": f"{identifier}/{part}",
            "name": f"{identifier}/{part}",
            "dataType": "sc:Float",
            "source": {**source, "transform": {"jsonPath": f"$.{part}"}},
        }
        for part in (("lon", "lat") if kind == "geopoint" else ())
    ]
    return without_empty(
        {
            "@type": "cr:Field",
            "@id": identifier,
            "name": identifier,
            "description": field.description,
            "dataType": TYPES[field.item_type if is_list else kind].croissant,
            "repeated": True if is_list else None,
            "equivalentProperty": field.exact_match,
            "source": {} if parts else source,
            "subField": parts,
            "references": target,
        }
    )
