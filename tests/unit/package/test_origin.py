"""Where an onrecord comes from, read from what installers note of it."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from packaging.requirements import Requirement

from onrecord.errors import PackageError
from onrecord.package.origin import Origin, installed, named

COMMIT = "1f3a2c9d5b7e8f60112233445566778899aabbcc"
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
REMEDY = "if the index lacks it, name another origin: onrecord init --requirement 'onrecord @ git+https://…'"
VCS = {"vcs": "git", "requested_revision": "main", "commit_id": COMMIT}


def note(monkeypatch: pytest.MonkeyPatch, noted: Any) -> None:
    """Has onrecord be version 7.1.0, installed with that in its `direct_url.json`; None: from the index."""
    text = noted if isinstance(noted, str | None) else json.dumps(noted)
    found = SimpleNamespace(version="7.1.0", read_text={"direct_url.json": text}.get)
    monkeypatch.setattr(importlib.metadata, "distribution", lambda name: found)


@pytest.mark.parametrize(
    ("noted", "requirement"),
    [
        (None, "onrecord==7.1.0"),
        (
            {"url": "https://example.org/o/onrecord.git", "vcs_info": VCS},
            f"onrecord @ git+https://example.org/o/onrecord.git@{COMMIT}",
        ),
        (
            {"url": "https://example.org/o/all", "vcs_info": VCS, "subdirectory": "python"},
            f"onrecord @ git+https://example.org/o/all@{COMMIT}#subdirectory=python",
        ),
        (
            {
                "url": "https://example.org/onrecord-7.1.0.zip",
                "archive_info": {"hashes": {"md5": "x", "sha256": SHA256}},
            },
            f"onrecord @ https://example.org/onrecord-7.1.0.zip#sha256={SHA256}",
        ),
        (
            {"url": "https://example.org/onrecord-7.1.0.zip", "archive_info": {"hash": f"sha256={SHA256}"}},
            f"onrecord @ https://example.org/onrecord-7.1.0.zip#sha256={SHA256}",
        ),
        (
            {"url": "https://example.org/onrecord-7.1.0.zip", "archive_info": {}},
            "onrecord @ https://example.org/onrecord-7.1.0.zip",
        ),
        (
            {"url": "ssh://git@example.org/o/onrecord.git", "vcs_info": VCS},
            f"onrecord @ git+ssh://git@example.org/o/onrecord.git@{COMMIT}",
        ),
        (
            {"url": "https://ada:secret@example.org/o/onrecord.git", "vcs_info": VCS},
            f"onrecord @ git+https://example.org/o/onrecord.git@{COMMIT}",
        ),
        (
            {"url": "https://${USER}:${TOKEN}@example.org/o/onrecord.git", "vcs_info": VCS},
            f"onrecord @ git+https://${{USER}}:${{TOKEN}}@example.org/o/onrecord.git@{COMMIT}",
        ),
    ],
)
def test_an_origin_that_others_reach(noted: Any, requirement: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index, a repository at its commit, an archive with its hash; passwords stay here."""
    note(monkeypatch, noted)
    assert installed() == Origin(requirement)
    assert str(Requirement(requirement)) == requirement


LOCAL = "onrecord was installed from this machine, where CI cannot get it"
UNKNOWN = "its installer recorded no origin of a kind that PEP 610 defines"


@pytest.mark.parametrize(
    ("noted", "reason"),
    [
        ({"url": "file:///home/ada/onrecord", "dir_info": {"editable": True}}, LOCAL),
        ({"url": "file:///home/ada/onrecord", "dir_info": {}}, LOCAL),
        ({"url": "file:///home/ada/onrecord-7.1.0-py3-none-any.whl", "archive_info": {}}, LOCAL),
        ({"url": "file:///home/ada/onrecord", "vcs_info": VCS}, LOCAL),
        (
            {"url": "https://example.org/onrecord.zip?token=secret", "archive_info": {}},
            "the URL that onrecord was installed from has parameters, which may be secret",
        ),
        ({"url": "https://example.org/onrecord.zip"}, UNKNOWN),
        ({"url": "https://example.org/o/onrecord.git", "vcs_info": {"vcs": "git"}}, UNKNOWN),
        ({"url": "https://example.org/a b.zip", "archive_info": {}}, UNKNOWN),
        ({"url": "https://example.org/onrecord.zip", "archive_info": {"hashes": [1]}}, UNKNOWN),
        ({"url": 7}, UNKNOWN),
        ([], UNKNOWN),
        ("{", UNKNOWN),
    ],
)
def test_an_origin_that_others_do_not_reach(noted: Any, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version on the index is used instead, and a note says why; nothing in it is about this machine."""
    note(monkeypatch, noted)
    message = f"requirements.txt names onrecord==7.1.0 of the package index: {reason}; {REMEDY}"
    assert installed() == Origin("onrecord==7.1.0", message)


def test_an_onrecord_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A checkout on the path has no origin."""

    def missing(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", missing)
    with pytest.raises(PackageError, match=r"; install it, or name a requirement: --requirement onrecord==VERSION$"):
        installed()


def test_a_requirement_that_the_user_names() -> None:
    """It is written as pip takes it, on one line; another package's, or none, is refused."""
    assert named(" OnRecord [duckdb]  >= 7 ").requirement == "OnRecord[duckdb]>=7"
    assert named("onrecord @ file:///srv/onrecord").requirement == "onrecord @ file:///srv/onrecord"
    forms = r"write it as 'onrecord==0\.2\.0' or 'onrecord @ git\+https://…'"
    with pytest.raises(
        PackageError, match=rf"^the requirement must name onrecord: 'pandas==2' is another package; {forms}$"
    ):
        named("pandas==2")
    with pytest.raises(PackageError, match=rf"^a requirement has the form of .*: 'onrecord=7': .*; {forms}$"):
        named("onrecord=7")
