"""A package in a zip, and zips that must not be taken apart."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from onrecord.errors import PackageError
from onrecord.package.opening import opened
from onrecord.validation import validate

from ...small_package import edit_cell, mention_id


def zipped(folder: Path, target: Path, inside: str = "") -> Path:
    """A zip of a folder, its files below `inside`."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, inside + path.relative_to(folder).as_posix())
    return target


def one_member(target: Path, name: str, content: bytes = b"x", mode: int = 0) -> Path:
    """A zip with one member."""
    member = zipfile.ZipInfo(name)
    member.external_attr = mode << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(member, content)
    return target


@pytest.mark.parametrize("inside", ["", "small-1.0.0/"])
def test_a_zip_is_judged_as_its_folder_is(inside: str, small_package: Path, tmp_path: Path) -> None:
    """The descriptor may be at the top or in the only folder there."""
    edit_cell(small_package, "mentions", mention_id(3), "start", "x")
    package = zipped(small_package, tmp_path / "small.zip", inside)
    assert list(validate(package)) == list(validate(small_package))
    assert validate(package).tables == validate(small_package).tables


def test_a_name_may_hold_a_colon(small_package: Path, tmp_path: Path) -> None:
    """Headlines make file names; only the letter of a drive is dangerous."""
    (small_package / "notes: a draft.txt").write_text("x")
    assert list(validate(zipped(small_package, tmp_path / "small.zip"))) == []


def test_a_descriptor_stands_for_its_folder(small_package: Path) -> None:
    """The path of datapackage.json names a package too."""
    assert validate(small_package / "datapackage.json") == validate(small_package)


def test_the_folder_that_an_archiver_adds_is_no_second_top(small_package: Path, tmp_path: Path) -> None:
    """Zips made on a Mac are packages as well."""
    package = zipped(small_package, tmp_path / "small.zip", "small/")
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr("__MACOSX/small/._datapackage.json", b"x")
    assert list(validate(package)) == []


def test_what_is_hidden_is_not_unpacked(small_package: Path, tmp_path: Path) -> None:
    """Archives of repositories are packages; their settings of git and editors are not part of them."""
    package = zipped(small_package, tmp_path / "small.zip")
    with zipfile.ZipFile(package, "a") as archive:
        for name in (".git/config", "data/.envrc", ".gitignore"):
            archive.writestr(name, b"x")
    assert list(validate(package)) == []
    with opened(package) as place:
        assert [path.name for path in place.rglob(".*")] == []


def test_nothing_is_left_behind(small_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extracted files are removed after the judgement."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    package = zipped(small_package, tmp_path / "small.zip")
    assert (list(validate(package)), list(temporary.iterdir())) == ([], [])


@pytest.mark.parametrize(
    ("name", "mode", "reason"),
    [
        ("../out.txt", 0, "would leave the folder"),
        ("data/../../out.txt", 0, "would leave the folder"),
        ("/out.txt", 0, "would leave the folder"),
        ("C:/out.txt", 0, "would leave the folder"),
        ("link", stat.S_IFLNK | 0o777, "is a link or a device"),
        ("pipe", stat.S_IFIFO | 0o666, "is a link or a device"),
    ],
)
def test_a_member_that_reaches_out_is_refused(name: str, mode: int, reason: str, tmp_path: Path) -> None:
    """No file outside the temporary folder is written, and no link is made."""
    package = one_member(tmp_path / "bad.zip", name, mode=mode)
    with pytest.raises(PackageError) as caught:
        validate(package)
    assert str(caught.value) == f"{package}: {name!r} in the zip {reason}; do not use this file"
    assert list(tmp_path.rglob("out.txt")) == []


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    """What would grow a thousandfold is not extracted."""
    package = one_member(tmp_path / "bomb.zip", "data/zeros.csv", bytes(32 * 1024 * 1024))
    packed = zipfile.ZipFile(package).infolist()[0].compress_size
    with pytest.raises(PackageError) as caught:
        validate(package)
    message = f"{package}: the zip would grow from {packed:,} to 33,554,432 bytes; do not use this file"
    assert str(caught.value) == message


def test_a_name_that_occurs_twice_is_refused(tmp_path: Path) -> None:
    """Two files of one name are one file too many: readers differ in which they take."""
    package = one_member(tmp_path / "twice.zip", "datapackage.json")
    with zipfile.ZipFile(package, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("datapackage.json", b"y")
    with pytest.raises(PackageError) as caught:
        validate(package)
    assert str(caught.value) == f"{package}: 'datapackage.json' in the zip occurs twice; do not use this file"


def test_a_damaged_zip_is_refused(small_package: Path, tmp_path: Path) -> None:
    """A wrong checksum is reported without a traceback."""
    package = zipped(small_package, tmp_path / "small.zip")
    content = bytearray(package.read_bytes())
    content[100:140] = bytes(40)
    package.write_bytes(content)
    with pytest.raises(PackageError, match=r"small\.zip: a broken zip \(.+\); download it again"):
        validate(package)


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (
            lambda path: one_member(path, "readme.txt"),
            "no datapackage.json at the top of the zip; zip the package's folder",
        ),
        (lambda path: path.write_bytes(b"x"), "not a package; name a folder, its descriptor or a zip of it"),
        (lambda path: None, "no such package; name a folder, its descriptor or a zip of it"),
    ],
)
def test_a_file_that_is_no_package(prepare: object, message: str, tmp_path: Path) -> None:
    """What cannot be judged at all is refused with what to give instead."""
    assert callable(prepare)
    package = tmp_path / "package.zip"
    prepare(package)
    with pytest.raises(PackageError) as caught:
        validate(package)
    assert str(caught.value) == f"{package}: {message}"


def test_an_error_in_a_zip_names_the_zip(tmp_path: Path) -> None:
    """The reader has never heard of the temporary folder."""
    package = one_member(tmp_path / "package.zip", "datapackage.json", b"{")
    with pytest.raises(PackageError) as caught:
        validate(package)
    assert str(caught.value).startswith(f"{package}/datapackage.json: not JSON (")
