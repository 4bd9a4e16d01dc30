"""A site takes its place as a whole, and nothing else is ever replaced."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.errors import PackageError
from onrecord.package import files
from onrecord.package.package import read_package
from onrecord.site import make_site
from onrecord.site.placing import MARKER, in_place_of


def test_a_site_is_replaced_as_a_whole(small_package: Path, tmp_path: Path) -> None:
    """Pages of the old site are gone, and nothing is left next to it."""
    site = make_site(small_package, tmp_path / "site").path.parent
    (site / "articles" / "old.html").write_text("old")
    make_site(small_package, site)
    assert not (site / "articles" / "old.html").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "small"]


@pytest.mark.parametrize("marker", [None, b"{}", b"[1]", b"not JSON", b'{"made_by": "hand"}'])
def test_a_folder_that_is_not_a_site_is_never_touched(
    marker: bytes | None, small_package: Path, tmp_path: Path
) -> None:
    """Whatever is in it stays; the message names the remedy."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.txt").write_text("years of work")
    if marker is not None:
        (tmp_path / "site" / MARKER).write_bytes(marker)
    with pytest.raises(PackageError, match="a folder that is not a site of onrecord; name another folder, or empty it"):
        make_site(small_package, tmp_path / "site")
    assert (tmp_path / "site" / "thesis.txt").read_text() == "years of work"


def test_a_file_of_the_user_in_a_site_is_kept(small_package: Path, tmp_path: Path) -> None:
    """The site is not replaced while it has something that onrecord did not make."""
    site = make_site(small_package, tmp_path / "site").path.parent
    (site / "CNAME").write_text("example.org")
    with pytest.raises(PackageError, match="files that onrecord did not make: CNAME; they would be removed: move them"):
        make_site(small_package, site)
    assert (site / "CNAME").read_text() == "example.org"


def test_an_empty_folder_becomes_a_site_and_a_file_does_not(small_package: Path, tmp_path: Path) -> None:
    """A folder that was just made may be named."""
    (tmp_path / "empty").mkdir()
    assert make_site(small_package, tmp_path / "empty").path.is_file()
    (tmp_path / "file").write_text("kept")
    with pytest.raises(PackageError, match="file: not a folder; name a folder for the site"):
        make_site(small_package, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "kept"


def test_a_link_in_the_package_is_not_followed(small_package: Path, tmp_path: Path) -> None:
    """A package may come from a stranger; a link of the user's own leads to the site that is replaced."""
    real = make_site(small_package, tmp_path / "real").path.parent
    (small_package / "site").symlink_to(real)
    with pytest.raises(PackageError, match="links are not followed"):
        make_site(small_package, small_package / "site")
    (small_package / "site").unlink()
    (tmp_path / "link").symlink_to(real)
    make_site(small_package, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (real / "index.html").is_file()


def test_an_error_leaves_the_old_site(small_package: Path, tmp_path: Path) -> None:
    """The new folder is dropped."""
    site = make_site(small_package, tmp_path / "site").path.parent
    before = (site / "index.html").stat().st_ino

    def fail(folder: Path) -> None:
        (folder / "index.html").write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError), in_place_of(site, read_package(small_package)) as folder:
        fail(folder)
    assert (site / "index.html").stat().st_ino == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "small"]


def test_a_killed_run_leaves_the_old_site_and_the_next_run_cleans_up(small_package: Path, tmp_path: Path) -> None:
    """What it had written is removed by the next run."""
    site = make_site(small_package, tmp_path / "site").path.parent
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    code = (
        "import os, signal, sys\n"
        "from onrecord.site import making\n"
        "making._Making._write_start = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"making.make_site({str(small_package)!r}, {str(site)!r})\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, env=os.environ)
    assert run.returncode == -signal.SIGKILL
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
    assert len(list(tmp_path.iterdir())) == 3
    make_site(small_package, site)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "small"]


@pytest.mark.parametrize("at_once", [True, False])
def test_two_folders_change_places(at_once: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one step, or in three where the system has no such step."""
    if not at_once:
        monkeypatch.setattr(files, "_exchange_at_once", lambda *_: False)
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    files.exchange_folders(tmp_path / "one", tmp_path / "other")
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert found == ["one", "one/other", "other", "other/one"]


def test_a_failed_exchange_leaves_both_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the new folder cannot be moved, the old one goes back."""
    monkeypatch.setattr(files, "_exchange_at_once", lambda *_: False)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "kept").touch()
    with pytest.raises(OSError, match="missing"):
        files.exchange_folders(tmp_path / "missing", tmp_path / "other")
    assert (tmp_path / "other" / "kept").exists()


def test_a_package_in_an_old_site_is_kept(small_package: Path, tmp_path: Path) -> None:
    """The site would take the place of the folder that the package is in."""
    site = tmp_path / "site"
    make_site(small_package, site)
    home = site / "data" / "mine"
    shutil.copytree(small_package, home)

    with pytest.raises(PackageError, match="the package is in it, and would be replaced; name another folder"):
        make_site(home, site)

    assert (home / "datapackage.json").is_file()


@pytest.mark.parametrize("name", ["articles/novel.txt", "assets/thesis.js.bak", "data/mine/notes.md", "votes/a/b.html"])
def test_files_of_others_below_are_kept(name: str, small_package: Path, tmp_path: Path) -> None:
    """A site is made again in its place, unless something else is in one of its folders."""
    site = tmp_path / "site"
    make_site(small_package, site)
    make_site(small_package, site)
    other = site / name
    other.parent.mkdir(parents=True, exist_ok=True)
    other.write_text("mine", encoding="utf-8")

    with pytest.raises(
        PackageError, match=re.escape(f"files that onrecord did not make: {name}; they would be removed")
    ):
        make_site(small_package, site)

    assert other.read_text(encoding="utf-8") == "mine"
