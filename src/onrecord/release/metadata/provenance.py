"""provenance.json: the inputs and the programs that a release was made with, in the terms of W3C PROV."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord import __version__
from onrecord.release.files import is_history
from onrecord.release.metadata.about import About, without_empty
from onrecord.release.metadata.linked import reference

_CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "dct": "http://purl.org/dc/terms/",
    "title": "dct:title",
    "version": "http://schema.org/softwareVersion",
    "sha256": "http://schema.org/sha256",
    "command": "http://schema.org/description",
    "used": {"@id": "prov:used", "@type": "@id"},
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "generatedAtTime": {"@id": "prov:generatedAtTime", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
}


def provenance(about: About, inputs: Mapping[str, str]) -> dict[str, Any]:
    """The document, as JSON-LD.

    Args:
        about: the release.
        inputs: the hash of each source text, sidecar and file of corrections, by its path in the package.
    """
    models = _models(about.settings)
    outputs = [resource for resource in about.resources if resource.table is not None]
    used = [reference(path) for path in inputs]
    made = [reference(resource.path) for resource in outputs if not is_history(resource)]
    graph: list[dict[str, Any]] = [
        {
            "@id": "./",
            "@type": "prov:Entity",
            "title": about.title,
            "version": about.version,
            "generatedAtTime": about.created,
            "wasGeneratedBy": "#publish",
        },
        {
            "@id": "#publish",
            "@type": "prov:Activity",
            "command": "onrecord publish",
            "used": made,
            "wasAssociatedWith": ["#onrecord"],
        },
        {"@id": "#onrecord", "@type": "prov:SoftwareAgent", "title": "onrecord", "version": __version__},
    ]
    if models:
        # Only `convert` states models; without them, the tables come from elsewhere.
        agents = [f"#{reference(model['title'])}" for model in models]
        graph.append(
            {
                "@id": "#convert",
                "@type": "prov:Activity",
                "command": "onrecord convert",
                "used": used,
                "wasAssociatedWith": agents,
            }
        )
        graph += [{"@id": f"#{reference(model['title'])}", "@type": "prov:SoftwareAgent", **model} for model in models]
    graph += [
        {
            "@id": reference(resource.path),
            "@type": "prov:Entity",
            "sha256": _sha256(resource.declared),
            "wasGeneratedBy": "#publish" if is_history(resource) else "#convert" if models else "",
        }
        for resource in outputs
    ]
    graph += [{"@id": reference(path), "@type": "prov:Entity", "sha256": digest} for path, digest in inputs.items()]
    return {"@context": _CONTEXT, "@graph": [without_empty(node) for node in graph]}


def _models(settings: Mapping[str, Any]) -> list[dict[str, str]]:
    """Name, version and hash of the models that read the articles, from the descriptor."""
    listed = settings.get("models", [settings.get("model")])
    models = []
    for model in listed if isinstance(listed, list) else []:
        if isinstance(model, dict) and isinstance(model.get("name"), str):
            stated = {"title": model["name"], "version": model.get("version"), "sha256": model.get("sha256")}
            models.append({name: value for name, value in stated.items() if isinstance(value, str)})
    return models


def _sha256(declared: Mapping[str, Any]) -> str:
    algorithm, _, digest = str(declared.get("hash", "")).partition(":")
    return digest if algorithm == "sha256" else ""
