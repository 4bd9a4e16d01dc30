"""Names of files that some system cannot hold are refused when a package is published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import ReleaseError
from onrecord.package.names import is_hidden
from onrecord.release.names import refuse_names

from ...small_package import edit_descriptor
from .conftest import publish_unvalidated


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["data/a.csv", "data/A.csv"], "'data/A.csv' and 'data/a.csv' differ only in case or composition"),
        (["caf\u00e9.csv", "cafe\u0301.csv"], "differ only in case or composition of characters"),
        (["stra\u00dfe.csv", "STRASSE.csv"], "differ only in case or composition of characters"),
        (
            ["Data", "data/a.csv"],
            "'Data' is a file, but a folder in 'data/a.csv' if case does not matter; rename",
        ),
        (
            ["data/con"],
            "the path 'data/con' cannot be part of a release: Windows reads it as the name of a device; rename it",
        ),
        (["NUL.tar.gz"], "Windows reads it as the name of a device"),
        (["lpt1/a.csv"], "Windows reads it as the name of a device"),
        (["a./b.csv"], "Windows drops a dot or a blank at the end of a name"),
        (["b.csv "], "Windows drops a dot or a blank at the end of a name"),
        (["a:b.csv"], "Windows does not allow ':' in file names"),
        (["a\nb.csv"], "a line break or control character in it breaks the list of hashes; rename it"),
        (["a\x1b[2Jb.csv"], "a line break or control character in it breaks the list of hashes; rename it"),
        (["\u00fc" * 128], "a file name has at most 255 bytes"),
        (["a/" * 100 + "b"], "has 201 characters; Windows allows about 200; rename it"),
        (
            [".git/config"],
            "the path '.git/config' cannot be part of a release: a name that begins with a dot",
        ),
        (["data/.envrc"], "a name that begins with a dot is hidden, and programs read such files unasked"),
        (["\u200c.git/config"], "a name that begins with a dot is hidden"),
        (["a//b.csv"], "a part of it is empty"),
        (["../b.csv"], "a name that begins with a dot is hidden"),
        (["caf\u00e9.csv", "caf\u00e9\u200d.csv"], "differ only in case or composition of characters"),
        (["CONIN$"], "Windows reads it as the name of a device"),
        (["__MACOSX/a.csv"], "zips made on macOS keep their own notes under this name, which programs leave out"),
    ],
)
def test_names_that_are_refused(paths: list[str], message: str) -> None:
    """The message has the path, the reason and the remedy."""
    with pytest.raises(ReleaseError) as caught:
        refuse_names(paths)
    assert message in str(caught.value)


def test_names_that_all_systems_hold() -> None:
    """Folders may differ in case, names may look like devices and have any letter."""
    refuse_names(["Data/a.csv", "data/b.csv", "console.csv", "a.con", "\u00fc b'c.csv", "COM.csv", "a" * 200])


def test_what_is_hidden() -> None:
    """A dot elsewhere hides nothing."""
    assert [is_hidden(path) for path in ("a.b/c.csv", "a/.b", ".a/b", "a/b..", "\u2060.a")] == [
        *(False, True, True, False, True)
    ]


def test_such_a_file_leaves_no_trace(small_package: Path, tmp_path: Path) -> None:
    """Nothing is written."""

    def add(value: dict[str, Any]) -> None:
        value["resources"].append({"name": "device", "path": "aux.txt"})

    (small_package / "aux.txt").write_bytes(b"")
    edit_descriptor(small_package, add)
    with pytest.raises(
        ReleaseError, match=r"^the path 'aux\.txt' cannot be part of a release: Windows reads it as the"
    ):
        publish_unvalidated(small_package, tmp_path / "dist")
    assert list(tmp_path.glob("dist/**/*.*")) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("con", "Windows reads it as the name of a device; choose another"),
        ("news.", "Windows drops a dot or a blank at the end of a name; choose another"),
        ("n" * 101, "it has more than 100 characters; choose another"),
    ],
)
def test_names_of_packages(small_package: Path, tmp_path: Path, name: str, message: str) -> None:
    """They name a folder."""
    edit_descriptor(small_package, lambda value: value.update(name=name))
    with pytest.raises(ReleaseError) as caught:
        publish_unvalidated(small_package, tmp_path / "dist")
    assert str(caught.value).endswith(message)


@pytest.mark.parametrize("table", ["aux", "x" * 250])
def test_names_of_tables(small_package: Path, tmp_path: Path, table: str) -> None:
    """They name a Parquet file."""
    edit_descriptor(small_package, lambda value: value["resources"][0].update(name=table))
    with pytest.raises(ReleaseError, match=r"^the path 'parquet/"):
        publish_unvalidated(small_package, tmp_path / "dist")
    assert list(tmp_path.glob("dist/**/*.*")) == []
