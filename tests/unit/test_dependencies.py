"""The lower bounds of dependencies exclude versions with known vulnerabilities."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
GROUPS = {"": DECLARED["dependencies"], **DECLARED["optional-dependencies"]}

# A group, a package, the last version with a vulnerability, the first without it, and its advisory.
KNOWN = [
    ("", "requests", "2.32.3", "2.33.0", "CVE-2024-47081: credentials of .netrc go to another server"),
    ("", "requests", "2.32.5", "2.33.0", "CVE-2026-25645: a file of a guessable name in the temporary folder"),
    ("", "urllib3", "2.4.0", "2.7.0", "CVE-2025-50181: redirects that were switched off are followed"),
    ("", "urllib3", "2.6.2", "2.7.0", "CVE-2026-21441: a redirect is decompressed without a limit"),
    (
        "",
        "urllib3",
        "2.6.3",
        "2.7.0",
        "CVE-2026-44431, CVE-2026-44432: secrets at redirects, no limit of decompression",
    ),
    ("", "jinja2", "3.1.5", "3.1.6", "CVE-2025-27516: a way out of the sandbox"),
    # No advisory: a HOME or an XDG_STATE_HOME that is not absolute gives a folder in the one that a run was started in,
    # which may be a stranger's package.
    ("", "platformdirs", "4.13.7", "4.14.0", "the folder for state is relative where HOME is"),
    # No advisory: it takes "1.0.0\n" and digits that are not ASCII, which must never name a folder.
    ("", "semver", "3.0.4", "3.1.0", "3.0.4 reads versions that Semantic Versioning 2.0.0 forbids"),
    ("", "simpleeval", "1.0.4", "1.0.5", "CVE-2026-32640: a way out of the sandbox"),
    ("convert", "protobuf", "6.33.4", "6.33.5", "CVE-2026-0994: the limit of depth is passed by"),
    ("arrow", "pyarrow", "14.0.0", "23.0.1", "CVE-2023-47248: a file runs code"),
    ("arrow", "pyarrow", "23.0.0", "23.0.1", "CVE-2026-25087: memory is used after it was freed"),
    ("sign", "cryptography", "44.0.0", "50.0.0", "CVE-2024-12797: OpenSSL in the wheels"),
    ("sign", "cryptography", "46.0.7", "50.0.0", "GHSA-537c-gmf6-5ccf"),
    ("sign", "cryptography", "49.0.0", "50.0.0", "CVE-2026-69247: what is encrypted by PKCS#7 can be read"),
    ("gs", "cryptography", "49.0.0", "50.0.0", "CVE-2026-69247"),
    ("gs", "pyasn1", "0.6.3", "0.6.4", "CVE-2026-59885: quadratic time"),
    *(
        (group, "aiohttp", last, "3.14.3", advisory)
        for group in ("s3", "gs")
        for last, advisory in (
            ("3.13.3", "CVE-2026-34513 to CVE-2026-34525"),
            ("3.13.5", "CVE-2026-34993, CVE-2026-47265"),
            ("3.14.0", "CVE-2026-54273 to CVE-2026-54280"),
            ("3.14.2", "CVE-2026-69244: the parser reads beyond its memory"),
        )
    ),
]


@pytest.mark.parametrize(("group", "name", "last", "first", "advisory"), KNOWN)
def test_vulnerable_versions_are_excluded(group: str, name: str, last: str, first: str, advisory: str) -> None:
    """Whoever installs the package, or an extra of it, gets none of them; the first version without it is allowed."""
    [found] = [one for one in map(Requirement, GROUPS[group]) if one.name.lower() == name]
    assert not found.specifier.contains(last), advisory
    assert found.specifier.contains(first)


@pytest.mark.parametrize("group", GROUPS)
def test_bounds_are_met_where_tests_run(group: str) -> None:
    """What is installed here is what is promised there."""
    for requirement in map(Requirement, GROUPS[group]):
        try:
            installed = version(requirement.name)
        except PackageNotFoundError:
            continue
        assert requirement.specifier.contains(installed, prereleases=True), requirement
