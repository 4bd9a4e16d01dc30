"""Staging: whenever a run dies, the old state or the new one is left."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.errors import PackageError
from onrecord.staging import FOLDER, recover, replace_file, staged

OLD = {"a.txt": b"old", "data/b.csv": b"old", "gone.txt": b"old", "kept.txt": b"kept"}
NEW = {"a.txt": b"new", "data/b.csv": b"new", "deep/er/c.csv": b"new", "kept.txt": b"kept"}
# What Python reports before it touches the file system.
OPERATIONS = {"open", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir", "os.truncate", "shutil.rmtree"}
DONE, FAILED, KILLED = 0, 1, 9

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a child process that can be killed at a moment")


def tree(folder: Path) -> dict[str, bytes]:
    """The content of each file below a folder; of an empty folder, its name with a slash."""
    return {
        f"{path.relative_to(folder).as_posix()}{'' if path.is_file() else '/'}": path.read_bytes()
        if path.is_file()
        else b""
        for path in folder.rglob("*")
        if path.is_file() or not any(path.iterdir())
    }


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """Puts files into a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def update(folder: Path) -> None:
    """Brings a folder from `OLD` to `NEW`, in each of the ways in which a file can be staged."""
    with staged(folder) as staging:
        staging.write("a.txt", b"new")
        with staging.open("data/b.csv") as file:
            file.write(b"new")
        staging.path("deep/er/c.csv").write_bytes(b"new")
        if (folder / "gone.txt").exists():
            staging.delete("gone.txt")
        else:
            staging.write("kept.txt", b"kept")


def kill() -> None:
    """The end, without any cleaning up."""
    os._exit(KILLED)


def fail() -> None:
    """The disk is full."""
    raise OSError(errno.ENOSPC, "No space left on device")


def run_until(moment: int, death: Callable[[], None], action: Callable[[], None]) -> int:
    """Calls `action` in a child process that meets `death` before its operation number `moment` on files."""
    child = os.fork()
    if child == 0:
        operations = itertools.count()

        def watch(event: str, _arguments: tuple[object, ...]) -> None:
            if event in OPERATIONS and next(operations) == moment:
                death()

        sys.addaudithook(watch)
        code = FAILED
        try:
            action()
            code = DONE
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def moments(death: Callable[[], None], action: Callable[[Path], None], make: Callable[[Path], Path]) -> Iterator[Path]:
    """A folder made by `make` for each moment at which `action` can meet `death` in it; the last one was spared."""
    for moment in itertools.count():
        folder = make(Path(f"{moment}"))
        code = run_until(moment, death, lambda folder=folder: action(folder))  # type: ignore[misc]
        yield folder
        if code == DONE:
            return


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test works in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def old_folder(folder: Path) -> Path:
    """A folder in its old state."""
    return write(folder, OLD)


def cut_short(folder: Path) -> Path:
    """A folder whose update counts as made, and was killed before any file was moved."""
    journal = folder / FOLDER / "journal.json"
    for moment in itertools.count():
        shutil.rmtree(folder, ignore_errors=True)
        run_until(moment, kill, lambda: update(old_folder(folder)))
        if journal.exists():
            return folder
    raise AssertionError


def test_an_update() -> None:
    """Files are replaced, added and removed together, and no trace is left."""
    folder = old_folder(Path("p"))
    update(folder)
    assert tree(folder) == NEW


@forks
def test_an_update_that_is_killed() -> None:
    """At every moment the next command finds the old state or the new one, and once new it stays new."""
    states = []
    for folder in moments(kill, update, old_folder):
        recover(folder)
        states.append(tree(folder))
    made = states.index(NEW)
    assert 0 < made < len(states) - 1
    assert states == [OLD] * made + [NEW] * (len(states) - made)


@forks
def test_an_update_that_fails() -> None:
    """What fails before the update counts as made leaves no trace; what fails after it is finished later."""
    states = []
    for folder in moments(fail, update, old_folder):
        left = tree(folder)
        recover(folder)
        states.append(tree(folder))
        assert states[-1] == NEW or left == OLD
    assert [state for state, _ in itertools.groupby(states)] == [OLD, NEW]


@forks
def test_a_recovery_that_is_killed() -> None:
    """It is taken up again, and again, until it is done."""
    assert tree(cut_short(Path("once")))["a.txt"] == b"old"
    for folder in moments(kill, recover, lambda folder: Path(shutil.copytree("once", folder))):
        recover(folder)
        assert tree(folder) == NEW


@forks
def test_the_next_update_finishes_the_last_one() -> None:
    """The files of a run that died after its update counted as made are there when the next one begins."""
    folder = cut_short(Path("p"))
    with staged(folder) as staging:
        assert (folder / "a.txt").read_bytes() == b"new"
        staging.write("a.txt", b"newer")
    assert tree(folder) == NEW | {"a.txt": b"newer"}


@forks
def test_a_new_folder_that_is_killed() -> None:
    """It is there as a whole or not at all."""
    states = []
    for folder in moments(kill, update, lambda folder: folder / "deep" / "corpus"):
        states.append(tree(folder) if folder.exists() else None)
        if folder.exists():
            recover(folder)
            assert tree(folder) == NEW
    assert [state for state, _ in itertools.groupby(states)] == [None, NEW]


@forks
def test_a_new_folder_that_fails() -> None:
    """Nothing is left, not even the folders that were made on the way."""
    states = []
    for folder in moments(fail, update, lambda folder: folder / "deep" / "corpus"):
        states.append(tree(folder) if folder.exists() else None)
        assert folder.exists() or not folder.parents[1].exists()
    assert [state for state, _ in itertools.groupby(states)] == [None, NEW]


def test_a_new_folder_comes_last() -> None:
    """While its files are written, nobody sees it; folders that stood before stay when it fails."""
    write(Path("stands"), {"a.txt": b""})
    folder = Path("stands/made/corpus")

    def stop() -> None:
        with staged(folder) as staging:
            staging.write("a.txt", b"new")
            assert not folder.exists()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert tree(Path()) == {"stands/a.txt": b""}


def test_a_block_that_raises() -> None:
    """The error is passed on, and the folder is as it was."""
    folder = old_folder(Path("p"))

    def stop() -> None:
        with staged(folder) as staging:
            staging.write("a.txt", b"new")
            staging.delete("gone.txt")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stop()
    assert tree(folder) == OLD


def test_a_folder_without_a_trace_is_left_alone() -> None:
    """There is nothing to recover."""
    folder = old_folder(Path("p"))
    recover(folder)
    assert tree(folder) == OLD


def test_a_file_is_no_folder() -> None:
    """The remedy is told, and the file stays."""
    write(Path(), {"corpus": b"a file"})
    with pytest.raises(PackageError, match=r"^corpus: not a folder; name a folder, or one that does not exist yet$"):
        update(Path("corpus"))
    assert tree(Path()) == {"corpus": b"a file"}


@forks
@pytest.mark.parametrize("death", [kill, fail])
def test_a_file_is_replaced_as_a_whole(death: Callable[[], None]) -> None:
    """A reader sees the old content or the new one, never a part."""
    seen = [
        (folder / "a.txt").read_bytes()
        for folder in moments(death, lambda folder: replace_file(folder / "a.txt", b"new" * 9), old_folder)
    ]
    assert [content for content, _ in itertools.groupby(seen)] == [b"old", b"new" * 9]


def test_two_updates_at_once() -> None:
    """The second one stops before it has touched anything, and the first one is made."""
    write(Path("out"), OLD)
    with staged(Path("out")) as staging:
        staging.write("a.txt", b"new")
        with (
            pytest.raises(PackageError, match=r"^out: another run is writing there; wait for its end and try again$"),
            staged(Path("out")),
        ):
            pass
    assert tree(Path("out")) == {**OLD, "a.txt": b"new"}


def test_a_package_is_opened_while_it_is_updated() -> None:
    """Whoever opens it finds the old state and leaves the update alone."""
    write(Path("out"), OLD)
    with staged(Path("out")) as staging:
        staging.write("a.txt", b"new")
        recover(Path("out"))
        assert {name: (Path("out") / name).read_bytes() for name in OLD} == OLD
    assert tree(Path("out")) == {**OLD, "a.txt": b"new"}
