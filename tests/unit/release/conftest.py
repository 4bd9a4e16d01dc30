"""A release that states all that metadata ask for."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from onrecord.problems import Problem
from onrecord.release import Release, publish
from onrecord.validation import Verdict

from ...small_package import edit_cell, edit_descriptor, quote_id, write_small_package

STATED: dict[str, Any] = {
    "id": "https://doi.org/10.5281/zenodo.1234",
    "description": "Two articles about towns that do not exist.",
    "created": "2031-05-14T08:00:00Z",
    "homepage": "https://example.org/small",
    "keywords": ["news", "towns"],
    "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0"}],
    "contributors": [
        {
            "title": "Nora Pell",
            "givenName": "Nora",
            "familyName": "Pell",
            "path": "https://orcid.org/0000-0002-1825-0097",
            "email": "nora@example.org",
            "organization": "The Ashgrove Ledger",
            "roles": ["creator"],
        },
        {"title": "Tarn Archive", "path": "https://example.org/tarn", "roles": ["publisher"]},
        {"title": "Ida Brandt", "roles": ["editor"]},
    ],
    "sources": [{"title": "The Ashgrove Ledger", "path": "https://example.org/ledger"}],
    "onrecord": {
        "texts": "full",
        "models": [{"name": "reader", "version": "2", "sha256": "48a6684c17cacd62"}],
    },
}


@pytest.fixture(scope="session")
def described_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the small package, which nobody changes."""
    folder = tmp_path_factory.mktemp("described")
    package = write_small_package(folder / "small")
    (package / "corrections").mkdir()
    (package / "corrections" / "names.csv").write_bytes(
        b"action,table,id,field,old_value,new_value,reason,curator,date\n"
    )
    edit_descriptor(package, lambda descriptor: descriptor.update(STATED))
    return publish_unvalidated(package, folder / "dist")


def judged(*problems: Problem) -> Verdict:
    """A verdict on a file that found these problems."""
    return Verdict(problems=problems, notes=(), tables={}, articles=0, texts=0, engines=(), files=1)


def publish_unvalidated(package: Path, output: Path) -> Release:
    """Publishes without validation, which has its own tests and takes a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importlib.import_module("onrecord.validation"), "validate", lambda folder, engine: judged())
        return publish(package, output)


def publish_twice(folder: Path) -> Path:
    """A folder with the small package, and `dist` with the releases 1.0.0 and 1.0.1 of it."""
    package = write_small_package(folder / "small")
    publish_unvalidated(package, folder / "dist")
    edit_cell(package, "quotes", quote_id("empty"), "cue", "told us")
    publish_unvalidated(package, folder / "dist")
    return folder
