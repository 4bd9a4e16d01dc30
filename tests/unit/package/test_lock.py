"""The lock on a folder: one process at a time, and nothing left behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.errors import ReleaseError
from onrecord.package.lock import locked

HOLDING = """
import sys
from pathlib import Path
from onrecord.package.lock import locked

with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock on a folder until it is killed or asked to release it."""
    command = [sys.executable, "-c", HOLDING, str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_another_process_waits(tmp_path: Path) -> None:
    """It says so after a while; when the other has let go or was killed, it has the lock at once."""
    folder = tmp_path / "a" / "b"
    for end in (lambda other: other.communicate("\n"), lambda other: other.kill()):
        other = holder(folder)
        with (
            pytest.raises(
                ReleaseError, match=r"b: another run has been at work there for 0\.1 seconds; try again later$"
            ),
            locked(folder, wait=0.1),
        ):
            pass
        end(other)
        other.wait()
        with locked(folder, wait=0):
            assert list(folder.iterdir()) == []


def test_what_was_made_for_it_is_removed(tmp_path: Path) -> None:
    """Folders that are left empty go; what was put into them stays."""
    with locked(tmp_path / "a" / "b"):
        pass
    assert list(tmp_path.iterdir()) == []
    with locked(tmp_path / "a" / "b"):
        (tmp_path / "a" / "b" / "c").write_bytes(b"")
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "a", tmp_path / "a" / "b", tmp_path / "a" / "b" / "c"]


def test_a_folder_that_was_replaced_is_locked_separately(tmp_path: Path) -> None:
    """Whoever holds the lock on a folder that is gone does not keep out those who come after."""
    with locked(tmp_path / "a"):
        (tmp_path / "a").rename(tmp_path / "b")
        (tmp_path / "a").mkdir()
        with locked(tmp_path / "a", wait=0):
            pass


def test_nothing_is_written_into_the_folder(tmp_path: Path) -> None:
    """A link that is called like a lock leads nobody anywhere."""
    (tmp_path / "outside").write_bytes(b"precious")
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / ".onrecord-lock").symlink_to(tmp_path / "outside")
    with locked(tmp_path / "p"):
        pass
    assert (tmp_path / "outside").read_bytes() == b"precious"
    assert (tmp_path / "p" / ".onrecord-lock").is_symlink()
