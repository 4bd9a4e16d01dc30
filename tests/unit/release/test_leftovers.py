"""What killed runs leave: the next run of the same command removes it, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.package import state
from onrecord.package.staging import temporary_folder
from onrecord.release import download

from ...small_package import write_small_package
from .conftest import publish_unvalidated
from .web_server import Server, serving

COMMAND = "import sys; from onrecord.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with releases, and folders for the cache, for notes and for temporary files."""
    for name, variable in (("cache", "ONRECORD_CACHE"), ("state", "ONRECORD_STATE"), ("tmp", "TMPDIR")):
        (tmp_path / name).mkdir(mode=0o700)
        monkeypatch.setenv(variable, str(tmp_path / name))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setattr(download, "_PAUSE", 0)
    monkeypatch.chdir(tmp_path)
    publish_unvalidated(write_small_package(tmp_path / "small"), tmp_path / "dist")
    return tmp_path


def killed(*arguments: str, server: Server, number: int = signal.SIGKILL) -> tuple[int, str]:
    """Starts a command, kills it when it has asked a server for a zip, and gives its code and what it said."""
    run = subprocess.Popen([sys.executable, "-c", COMMAND, *arguments], stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 60
    while not any(path.endswith(".zip") for path, _ in server.asked):
        assert time.monotonic() < end
        assert run.poll() is None
        time.sleep(0.01)
    run.send_signal(number)
    return run.wait(60), run.stderr.read() if run.stderr else ""


def test_a_download_that_was_killed(place: Path) -> None:
    """The part of a file that nobody knows the hash of is gone after the next download; other files stay."""
    archive = "small/1.0.0/small-1.0.0.zip"
    (place / "dist" / "small" / "1.0.0" / "SHA256SUMS").unlink()
    unverified = place / "cache" / "unverified"
    with serving(place / "dist") as server:
        server.faults[".zip"] = [("sleep", 60)]
        assert killed("get", f"{server.url}/{archive}", "there", server=server)[0] == -signal.SIGKILL
        unverified.mkdir(exist_ok=True)
        [note] = (place / "state").iterdir()
        token = note.stem.rpartition("-")[2]
        (unverified / f"part-{token}").write_bytes(b"left")
        (unverified / "part-mine").write_bytes(b"mine")
        assert main(["get", f"{server.url}/{archive}", "there"]) == 0
    assert [path.name for path in unverified.iterdir()] == ["part-mine"]
    assert list((place / "state").iterdir()) == []
    assert list((place / "tmp").iterdir()) == []


UNPACKING = """
import sys, time
from onrecord.package.staging import temporary_folder
with temporary_folder() as folder:
    (folder / "file").write_bytes(b"left")
    print(folder, flush=True)
    time.sleep(60)
"""


def test_temporary_folders_of_dead_runs(place: Path, tmp_path: Path) -> None:
    """They are removed; one of a run that lives stays, and so does what others have called likewise or linked."""
    runs = [subprocess.Popen([sys.executable, "-c", UNPACKING], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    dead, linked, living = (Path(run.stdout.readline().strip()) for run in runs if run.stdout)
    try:
        for run in runs[:2]:
            run.kill()
            run.wait()
        (place / "tmp" / "onrecord-mine").mkdir()
        (place / "mine").mkdir()
        (place / "mine" / "file").write_bytes(b"mine")
        (linked / "file").unlink()
        linked.rmdir()
        linked.symlink_to(place / "mine")
        assert dead.is_dir()
        with temporary_folder() as folder:
            assert sorted((place / "tmp").iterdir()) == sorted([folder, living, place / "tmp" / "onrecord-mine"])
            assert folder.stat().st_mode & 0o777 == 0o700
        assert (place / "mine" / "file").read_bytes() == b"mine"
        assert (living / "file").read_bytes() == b"left"
    finally:
        runs[2].kill()
        runs[2].wait()


def test_notes_of_others_make_nobody_remove_anything(place: Path) -> None:
    """A folder for notes that others can write into is not believed."""
    victim = place / "victim"
    victim.mkdir()
    token = "0" * 32
    parent = place / "tmp"
    note = place / "state" / f"{state.key_of(parent / 'onrecord-')}-{token}.jsonl"
    note.write_text('{"made": "%s"}\n' % victim)  # noqa: UP031
    with temporary_folder():
        pass
    assert victim.is_dir()  # its name has no token
    note.write_text('{"made": "%s"}\n' % victim)  # noqa: UP031
    (place / "state").chmod(0o777)
    with pytest.raises(Exception, match="is not yours alone"), temporary_folder():
        pass
    assert victim.is_dir()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_download_that_is_interrupted(place: Path, number: int, code: int) -> None:
    """It says what is as it was, and leaves nothing of a file of which the hash is unknown."""
    with serving(place / "dist") as server:
        server.faults[".zip"] = [("sleep", 60), ...]
        url = f"{server.url}/small/1.0.0/small-1.0.0.zip"
        (place / "dist" / "small" / "1.0.0" / "SHA256SUMS").unlink()
        ended, said = killed("get", url, "there", server=server, number=number)
    assert (ended, said) == (code, "onrecord: interrupted: the folder was left as it was\n")
    assert not (place / "there").exists()
    for name in ("state", "tmp"):
        assert os.listdir(place / name) == []  # noqa: PTH208
