"""The release as linked data: schema.org for search engines, RO-Crate for archives, DCAT for portals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from onrecord.release.metadata.about import About, Agent, File, Licence, without_empty

_RO_CRATE = "https://w3id.org/ro/crate/1.1"


def reference(path: str) -> str:
    """A path in the version's folder as a relative URL."""
    return quote(path)


def dataset_properties(about: About) -> dict[str, Any]:
    """The properties of a schema.org Dataset, except its files; people and licences are nested."""
    return without_empty(
        {
            "name": about.title,
            "alternateName": about.name if about.name != about.title else "",
            "description": about.description,
            "url": about.homepage,
            "identifier": f"https://doi.org/{about.doi}" if about.doi else "",
            "version": about.version,
            "datePublished": about.date,
            "license": one_or_all([licence.url or licence.title or licence.name for licence in about.licences]),
            "keywords": list(about.keywords),
            "creator": one_or_all([schema_org_agent(agent) for agent in about.creators]),
            "contributor": one_or_all([schema_org_agent(agent) for agent in about.others]),
            "publisher": one_or_all([schema_org_agent(agent) for agent in about.publishers]),
            "isBasedOn": [
                without_empty({"@type": "CreativeWork", "name": title, "url": address})
                for title, address in about.sources
            ],
        }
    )


def one_or_all(values: Sequence[Any]) -> Any:
    """A single value by itself, several values as a list, as most readers of JSON-LD expect."""
    return values[0] if len(values) == 1 else list(values)


def schema_org_agent(agent: Agent) -> dict[str, Any]:
    """A contributor in the terms of schema.org."""
    return without_empty(
        {
            "@type": "Person" if agent.is_person else "Organization",
            "@id": f"https://orcid.org/{agent.orcid}" if agent.orcid else "",
            "name": agent.name,
            "givenName": agent.given,
            "familyName": agent.family,
            "email": agent.email,
            "url": "" if agent.orcid else agent.url,
            "affiliation": {"@type": "Organization", "name": agent.organization} if agent.organization else {},
        }
    )


def schema_org(about: About) -> dict[str, Any]:
    """dataset.jsonld: a schema.org Dataset, for the web page of the data."""
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        **dataset_properties(about),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.title,
                "contentUrl": reference(file.path),
                "encodingFormat": file.media_type,
                "contentSize": f"{file.size} B",
                "sha256": file.sha256,
            }
            for file in about.files
        ],
    }


def ro_crate(about: About, files: Sequence[File]) -> dict[str, Any]:
    """ro-crate-metadata.json, after RO-Crate 1.1; it needs a date, a description and a licence.

    Args:
        about: the release.
        files: the files of the crate.
    """
    ids = {agent: f"https://orcid.org/{agent.orcid}" if agent.orcid else _local(agent.name) for agent in about.agents}
    licences = {licence.url or _local("licence", licence.name or licence.title): licence for licence in about.licences}
    sources = {address or _local("source", title): title for title, address in about.sources}
    root = {
        **dataset_properties(about),
        "license": _ids(licences),
        "author": _ids(ids[agent] for agent in about.creators),
        "creator": _ids(ids[agent] for agent in about.creators),
        "contributor": _ids(ids[agent] for agent in about.others),
        "publisher": _ids(ids[agent] for agent in about.publishers),
        "isBasedOn": _ids(sources),
        "hasPart": [{"@id": reference(file.path)} for file in files],
    }
    # Somebody who occurs twice, or also as the organization of a person, is one entity.
    entities = {identifier: _crate_agent(agent) for agent, identifier in ids.items()}
    for organization in filter(None, (agent.organization for agent in about.agents)):
        entities.setdefault(_local(organization), {"@type": "Organization", "name": organization})
    entities |= {identifier: _crate_licence(licence) for identifier, licence in licences.items()}
    entities |= {identifier: {"@type": "CreativeWork", "name": title} for identifier, title in sources.items()}
    return {
        "@context": f"{_RO_CRATE}/context",
        "@graph": [
            {
                "@id": "ro-crate-metadata.json",
                "@type": "CreativeWork",
                "conformsTo": {"@id": _RO_CRATE},
                "about": {"@id": "./"},
            },
            {"@id": "./", "@type": "Dataset", **without_empty(root)},
            *(
                {
                    "@id": reference(file.path),
                    "@type": "File",
                    "name": file.title,
                    "encodingFormat": file.media_type,
                    "contentSize": str(file.size),
                    "sha256": file.sha256,
                }
                for file in files
            ),
            *({"@id": identifier, **without_empty(entity)} for identifier, entity in entities.items()),
        ],
    }


def _local(*words: str) -> str:
    return f"#{quote('-'.join(words))}"


def _ids(identifiers: Iterable[str]) -> Any:
    return one_or_all([{"@id": identifier} for identifier in identifiers])


def _crate_agent(agent: Agent) -> dict[str, Any]:
    affiliation = {"@id": _local(agent.organization)} if agent.organization else {}
    values = {**schema_org_agent(agent), "affiliation": affiliation}
    return {name: value for name, value in values.items() if name != "@id"}


def _crate_licence(licence: Licence) -> dict[str, Any]:
    name = licence.title or licence.name or licence.url
    return {"@type": "CreativeWork", "name": name, "identifier": licence.spdx}


_DCAT_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def dcat(about: About) -> dict[str, Any]:
    """dcat.jsonld: a Dataset of W3C's DCAT 3, for open data portals."""
    is_moment = len(about.created) > len("2031-05-13")
    return without_empty(
        {
            "@context": _DCAT_CONTEXT,
            "@id": "./",
            "@type": "dcat:Dataset",
            "dct:identifier": f"https://doi.org/{about.doi}" if about.doi else about.name,
            "dct:title": about.title,
            "dct:description": about.description,
            "dcat:version": about.version,
            "dct:issued": {"@type": "xsd:dateTime" if is_moment else "xsd:date", "@value": about.created}
            if about.created
            else {},
            "dcat:landingPage": {"@id": about.homepage} if about.homepage else {},
            "dct:license": [_dcat_licence(licence) for licence in about.licences],
            "dcat:keyword": list(about.keywords),
            "dct:creator": [_foaf(agent) for agent in about.creators],
            "dct:contributor": [_foaf(agent) for agent in about.others],
            "dct:publisher": [_foaf(agent) for agent in about.publishers],
            "dct:source": [without_empty({"@id": address, "dct:title": title}) for title, address in about.sources],
            "dcat:distribution": [_distribution(file, about) for file in about.files],
        }
    )


def _dcat_licence(licence: Licence) -> dict[str, Any]:
    return without_empty(
        {"@id": licence.url, "@type": "dct:LicenseDocument", "dct:title": licence.title or licence.name}
    )


def _foaf(agent: Agent) -> dict[str, Any]:
    return without_empty(
        {
            "@id": f"https://orcid.org/{agent.orcid}" if agent.orcid else "",
            "@type": "foaf:Person" if agent.is_person else "foaf:Organization",
            "foaf:name": agent.name,
            "foaf:mbox": {"@id": f"mailto:{quote(agent.email, safe='@')}"} if agent.email else {},
            "foaf:homepage": {"@id": agent.url} if agent.url and not agent.orcid else {},
        }
    )


def _distribution(file: File, about: About) -> dict[str, Any]:
    return without_empty(
        {
            "@type": "dcat:Distribution",
            "dct:title": file.title,
            "dcat:downloadURL": {"@id": reference(file.path)},
            "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{file.media_type}"},
            "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.size)},
            "dct:license": [{"@id": licence.url} for licence in about.licences if licence.url],
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
            },
        }
    )
