"""Opening the files of a package: what is inside is read, and nothing else, with and without the help of the system."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.errors import PackageError
from onrecord.package import files

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs links and pipes")


@pytest.fixture(params=["walking", "looking"])
def package(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package next to a secret, opened folder by folder, or as on systems that cannot do that."""
    monkeypatch.setattr(files, "_CAN_WALK", request.param == "walking")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.csv").write_bytes(b"secret")
    folder = tmp_path / "package"
    (folder / "data" / "deep").mkdir(parents=True)
    (folder / "data" / "a.csv").write_bytes(b"inside")
    (folder / "data" / "ü🚢 b.csv").write_bytes(b"odd name")
    (folder / "link.csv").symlink_to(tmp_path / "secret" / "a.csv")
    (folder / "near.csv").symlink_to("data/a.csv")
    (folder / "lost.csv").symlink_to("nowhere")
    (folder / "loop").symlink_to("loop")
    (folder / "away").symlink_to(tmp_path / "secret")
    (folder / "data" / "up").symlink_to("..")
    (folder / "zero").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe")
    return folder


READERS: dict[str, Callable[[Path, str], object]] = {
    "inside": files.inside,
    "open_inside": lambda folder, location: files.open_inside(folder, location).close(),
    "read_inside": files.read_inside,
    "size_inside": files.size_inside,
    "is_inside": files.is_inside,
}
LEAVES = "must be relative and stay inside the package"
NO_NAME = "is not a valid path"
LINK = "is a link; links are not followed: put the file there itself"
OVER = "leads over a link; links are not followed: put the file there itself"
ODD = "names a pipe or a device; put a file there"
REFUSED = {
    "": LEAVES,
    "/etc/passwd": LEAVES,
    "../secret/a.csv": LEAVES,
    "data/../../secret/a.csv": LEAVES,
    "data/..": LEAVES,
    "C:/a.csv": LEAVES,
    "data\\a.csv": LEAVES,
    "file:///etc/passwd": LEAVES,
    "https://example.org/a.csv": LEAVES,
    "simplecache::file:///etc/passwd": LEAVES,
    ".": NO_NAME,
    "a\0b": NO_NAME,
    "\ud800": NO_NAME,
    "x" * 300: NO_NAME,
    "link.csv": LINK,
    "near.csv": LINK,
    "lost.csv": LINK,
    "loop": LINK,
    "zero": LINK,
    "away/a.csv": OVER,
    "data/up/data/a.csv": OVER,
    "loop/a": OVER,
    "pipe": ODD,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("location", REFUSED)
def test_what_is_refused(location: str, reader: str, package: Path) -> None:
    """Whoever asks for it learns the place and the remedy, and at once."""
    with pytest.raises(PackageError) as caught:
        READERS[reader](package, location)
    assert str(caught.value) == f"{package}: path {location[:200]!r} {REFUSED[location]}"


@pytest.mark.parametrize("location", ["data/a.csv", "./data//a.csv", "data/./a.csv"])
def test_what_is_read(location: str, package: Path) -> None:
    """A file inside, however its path is written."""
    assert files.inside(package, location) == package / "data" / "a.csv"
    assert files.read_inside(package, location) == b"inside"
    assert files.size_inside(package, location) == 6
    assert files.is_inside(package, location)


def test_a_package_that_is_a_link(package: Path) -> None:
    """The user has named it; what it leads to is the package."""
    (package.parent / "latest").symlink_to(package)
    assert files.read_inside(package.parent / "latest", "data/ü🚢 b.csv") == b"odd name"


@pytest.mark.parametrize("location", ["no.csv", "no/no.csv", "data/a.csv/x"])
def test_what_is_not_there(location: str, package: Path) -> None:
    """It is not an error to ask for it, but one to open it."""
    assert files.size_inside(package, location) is None
    assert not files.is_inside(package, location)
    with pytest.raises((FileNotFoundError, NotADirectoryError)) as caught:
        files.open_inside(package, location)
    assert str(caught.value.filename).startswith(str(package))


def test_a_folder_is_not_a_file(package: Path) -> None:
    """It has a path, and no size."""
    assert files.inside(package, "data") == package / "data"
    assert files.size_inside(package, "data") is None
    with pytest.raises(IsADirectoryError):
        files.read_inside(package, "data")


def test_a_file_that_is_too_large(package: Path) -> None:
    """It is refused before it is read."""
    with pytest.raises(PackageError) as caught:
        files.read_inside(package, "data/a.csv", 5)
    assert str(caught.value) == f"{package}: path 'data/a.csv' names a file of 6 bytes; at most 5 are read"


def test_all_files_are_listed(package: Path) -> None:
    """Links and pipes, too, for whoever opens them to refuse; no link is followed."""
    assert files.walk(package) == [
        *("away", "data/a.csv", "data/up", "data/ü🚢 b.csv"),
        *("link.csv", "loop", "lost.csv", "near.csv", "pipe", "zero"),
    ]
    assert files.walk(package, "data") == ["data/a.csv", "data/up", "data/ü🚢 b.csv"]
    assert files.walk(package, "no") == []
    with pytest.raises(PackageError, match="is a link"):
        files.walk(package, "away")


def test_writing_and_removing(package: Path) -> None:
    """A link is replaced or removed and what it leads to stays; no folder is written through that is one."""
    secret, new = package.parent / "secret", package.parent / "new"
    for location in ("more/of/it.csv", "link.csv"):
        new.write_bytes(b"new")
        files.replace_inside(package, location, new)
        assert files.read_inside(package, location) == b"new"
    files.remove_inside(package, "zero")
    files.remove_inside(package, "data/none.csv")
    new.write_bytes(b"new")
    for location in ("away/a.csv", "data/up/data/a.csv", "../secret/a.csv"):
        with pytest.raises(PackageError):
            files.replace_inside(package, location, new)
        with pytest.raises(PackageError):
            files.remove_inside(package, location)
    assert [(path.name, path.read_bytes()) for path in secret.iterdir()] == [("a.csv", b"secret")]
    assert not (package / "zero").is_symlink()
    assert (package / "data" / "a.csv").read_bytes() == b"inside"


def test_files_that_the_user_names(package: Path) -> None:
    """Links of theirs are followed; pipes and what is too large are refused."""
    assert files.read_file(package / "link.csv") == b"secret"
    with pytest.raises(PackageError, match="a pipe or a device; name a file"):
        files.read_file(package / "zero")
    with pytest.raises(PackageError, match="6 bytes, of which at most 5 are read"):
        files.read_file(package / "data" / "a.csv", 5)


def test_a_path_that_the_user_names_in_a_package(package: Path) -> None:
    """Over a link in the package it is refused; anywhere else it is theirs to say."""
    files.refuse_links_below(package, package / "data" / "new" / "out.csv")
    files.refuse_links_below(package, package.parent / "elsewhere")
    with pytest.raises(PackageError, match="leads over a link"):
        files.refuse_links_below(package, package / "away" / "new" / "out.csv")
