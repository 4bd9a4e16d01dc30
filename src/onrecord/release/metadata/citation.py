"""CITATION.cff and datacite.json: metadata for citing a release."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from onrecord.release.metadata.about import About, Agent, without_empty
from onrecord.text.printable import escape_json

# DataCite's code for an unknown value.
_UNKNOWN = ":unav"
_DATACITE_ROLES: Mapping[str, str] = {
    "contact": "ContactPerson",
    "curator": "DataCurator",
    "editor": "Editor",
    "funder": "Sponsor",
    "maintainer": "DataManager",
    "producer": "Producer",
    "researcher": "Researcher",
    "wrangler": "DataCurator",
}


def citation_cff(about: About) -> str:
    """The text of CITATION.cff, after version 1.2.0 of the Citation File Format; it needs a creator."""
    licences = [licence.spdx for licence in about.licences if licence.spdx]
    others = [licence.url for licence in about.licences if not licence.spdx and licence.url]
    values = {
        "cff-version": "1.2.0",
        "message": "If you use this data set, please cite it as below.",
        "type": "dataset",
        "title": about.title,
        "authors": [_cff_author(agent) for agent in about.creators],
        "version": about.version,
        "date-released": about.date,
        "doi": about.doi,
        "url": about.homepage,
        "license": licences if len(licences) > 1 else "".join(licences),
        "license-url": others[0] if others and not licences else "",
        "abstract": about.description,
        "keywords": list(about.keywords),
    }
    return "".join(f"{name}:{_yaml(value)}\n" for name, value in without_empty(values).items())


def _cff_author(agent: Agent) -> dict[str, Any]:
    orcid = f"https://orcid.org/{agent.orcid}" if agent.orcid else ""
    if agent.given or agent.family:
        names = {"given-names": agent.given, "family-names": agent.family, "affiliation": agent.organization}
    else:
        names = {"name": agent.name}
    return without_empty({**names, "email": agent.email, "orcid": orcid, "website": "" if orcid else agent.url})


def _yaml(value: Any) -> str:
    """The text after a colon: lists as lines, anything else as JSON, which is also YAML.

    PyYAML would save nine lines, but it breaks long texts or quotes names, depending on its style, so every release
    would have different bytes; importing it takes 15 ms.
    """
    if not isinstance(value, list):
        return f" {escape_json(json.dumps(value, ensure_ascii=False))}"
    lines = []
    for item in value:
        is_dict = isinstance(item, dict)
        parts = [f"{name}:{_yaml(part)}" for name, part in item.items()] if is_dict else [_yaml(item)[1:]]
        lines.append("\n  - " + "\n    ".join(parts))
    return "".join(lines)


def datacite(about: About) -> dict[str, Any]:
    """The metadata of a DOI, after version 4 of DataCite's schema; it needs a date for the year of publication."""
    values = {
        "doi": about.doi,
        "url": about.homepage,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data package"},
        "creators": [_datacite_agent(agent) for agent in about.creators] or [{"name": _UNKNOWN}],
        "titles": [{"title": about.title}],
        "publisher": {"name": about.publishers[0].name if about.publishers else _UNKNOWN},
        "publicationYear": about.created[:4],
        "subjects": [{"subject": keyword} for keyword in about.keywords],
        "contributors": [
            {**_datacite_agent(agent), "contributorType": _datacite_role(agent)} for agent in about.others
        ],
        "dates": [{"date": about.date, "dateType": "Issued"}],
        "sizes": [f"{about.files[0].size} bytes"],
        "formats": list(dict.fromkeys(file.media_type for file in about.files)),
        "version": about.version,
        "rightsList": [
            without_empty(
                {
                    "rights": licence.title or licence.name,
                    "rightsUri": licence.url,
                    "rightsIdentifier": licence.spdx,
                    "rightsIdentifierScheme": "SPDX" if licence.spdx else "",
                    "schemeUri": "https://spdx.org/licenses/" if licence.spdx else "",
                }
            )
            for licence in about.licences
        ],
        "descriptions": [{"description": about.description, "descriptionType": "Abstract"}]
        if about.description
        else [],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }
    return without_empty(values)


def _datacite_agent(agent: Agent) -> dict[str, Any]:
    is_named = bool(agent.given and agent.family)
    return without_empty(
        {
            "name": f"{agent.family}, {agent.given}" if is_named else agent.name,
            "nameType": "Personal" if agent.is_person else "",
            "givenName": agent.given,
            "familyName": agent.family,
            "affiliation": [{"name": agent.organization}] if agent.organization else [],
            "nameIdentifiers": [
                {
                    "nameIdentifier": f"https://orcid.org/{agent.orcid}",
                    "nameIdentifierScheme": "ORCID",
                    "schemeUri": "https://orcid.org/",
                }
            ]
            if agent.orcid
            else [],
        }
    )


def _datacite_role(agent: Agent) -> str:
    return next((_DATACITE_ROLES[role] for role in agent.roles if role in _DATACITE_ROLES), "Other")
