"""Version numbers."""

from __future__ import annotations

import itertools

import pytest
from semver import Version

from onrecord.release.version import Level, bump
from onrecord.text.versions import parse_version


def bumped(text: str, level: Level) -> str:
    """The version after that which `text` writes."""
    version = parse_version(text)
    assert version is not None
    return str(bump(version, level))


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("0.0.4", Version(0, 0, 4)),
        ("1.20.300", Version(1, 20, 300)),
        ("2.0.0-rc.1", Version(2, 0, 0, "rc.1")),
        ("1.0.0-0a.7-b", Version(1, 0, 0, "0a.7-b")),
        ("1.0.0--", Version(1, 0, 0, "-")),
        ("1.0.0+20310513", Version(1, 0, 0)),
        ("1.0.0-a+b.01", Version(1, 0, 0, "a")),
    ],
)
def test_a_semantic_version_is_read_and_written(text: str, version: Version) -> None:
    """Reading gives the parts, writing gives the text again."""
    parsed = parse_version(text)
    assert parsed == version
    assert str(parsed) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.0",
        "v1.0.0",
        "01.0.0",
        "1.0.0-01",
        "1.0.0-",
        "1.0.0-a..b",
        "1.0.0+",
        " 1.0.0",
        "1.0.0\n",
        "1.0.٣",
        "1٣.0.0",
    ],
)
def test_anything_else_is_no_version(text: str) -> None:
    """What the standard forbids is not read."""
    assert parse_version(text) is None


@pytest.mark.parametrize("value", [None, 1.0, ["1.0.0"], "1." + "9" * 100 + ".0"])
def test_what_cannot_name_a_file_is_no_version(value: object) -> None:
    """Neither other values than strings are read, nor what would make a file name too long."""
    assert parse_version(value) is None


def test_order_is_the_standards() -> None:
    """The example of the standard's section on precedence, and its neighbors, in rising order."""
    texts = ["0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2"]
    texts += ["1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.1.0", "1.10.0", "2.0.0"]
    versions = [parse_version(text) for text in texts]
    for lower, higher in itertools.combinations(versions, 2):
        assert lower is not None
        assert higher is not None
        assert lower < higher
        assert not higher <= lower


def test_build_metadata_does_not_count() -> None:
    """Two builds of a version are neither higher."""
    one, two = parse_version("1.0.0+one"), parse_version("1.0.0+two")
    assert one == two
    assert one is not None
    assert two is not None
    assert not one < two


@pytest.mark.parametrize(
    ("text", "patch", "minor", "major"),
    [
        ("1.2.3", "1.2.4", "1.3.0", "2.0.0"),
        ("0.1.0", "0.1.1", "0.2.0", "1.0.0"),
        ("1.2.3+build", "1.2.4", "1.3.0", "2.0.0"),
        ("2.0.0-rc.1", "2.0.0", "2.0.0", "2.0.0"),
        ("1.3.0-rc.1", "1.3.0", "1.3.0", "2.0.0"),
        ("1.2.4-rc.1", "1.2.4", "1.3.0", "2.0.0"),
    ],
)
def test_the_next_version(text: str, patch: str, minor: str, major: str) -> None:
    """Each level raises its part; a pre-release becomes the release that it announces if that is step enough."""
    levels = (Level.NONE, Level.PATCH, Level.MINOR, Level.MAJOR)
    assert [bumped(text, level) for level in levels] == [text, patch, minor, major]
