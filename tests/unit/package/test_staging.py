"""Staging: whenever a run dies, the old state is left or the update can be finished, and nobody's work is lost."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.cli.exits import leaving
from onrecord.errors import PackageError
from onrecord.package import staging as module
from onrecord.package import state
from onrecord.package.staging import PREFIX, recover, replace_file, settled, staged

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
    """A folder from `make` for each moment at which `death` can strike `action`; in the last folder it survives."""
    for moment in itertools.count():
        folder = make(Path(f"{moment}"))
        code = run_until(moment, death, lambda folder=folder: action(folder))  # type: ignore[misc]
        yield folder
        if code == DONE:
            return


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test works in its own folder, and notes are kept in another folder."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv(state.STATE, str(tmp_path / "state"))


def notes() -> list[str]:
    """The notes that are there."""
    return sorted(path.name for path in state.folder().iterdir())


def old_folder(folder: Path) -> Path:
    """A folder in its old state."""
    return write(folder, OLD)


class Died(BaseException):
    """The end of a run that nothing in it can catch."""


def cut_short(folder: Path) -> Path:
    """A folder whose update counts as made, and was killed before any file was moved."""
    old_folder(folder)

    def die(*_: object) -> None:
        raise Died

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_roll_forward", die)
        with pytest.raises(Died):
            update(folder)
    return folder


def test_an_update() -> None:
    """Files are replaced, added and removed together, and no trace is left."""
    folder = old_folder(Path("p"))
    update(folder)
    assert tree(folder) == NEW
    assert notes() == []


@forks
def test_an_update_that_is_killed() -> None:
    """At every moment the next command finds the old state or the new state, and once new it stays new."""
    states = []
    for folder in moments(kill, update, old_folder):
        recover(folder)
        states.append(tree(folder))
        assert notes() == []
    made = states.index(NEW)
    assert 0 < made < len(states) - 1
    assert states == [OLD] * made + [NEW] * (len(states) - made)


def interrupt() -> None:
    """Ctrl-C."""
    raise KeyboardInterrupt


def new_file(folder: Path) -> None:
    """A file replaces an old file."""
    replace_file(folder / "a.txt", b"new")


AS_IT_WAS = "it was left as it was"


@forks
@pytest.mark.parametrize(
    ("action", "make", "old", "new", "place"),
    [
        (update, old_folder, OLD, NEW, ""),
        (update, lambda folder: folder, {}, {**NEW, "kept.txt": b"kept"}, ""),
        (new_file, old_folder, OLD, {**OLD, "a.txt": b"new"}, "/a.txt"),
    ],
)
def test_what_is_said_of_an_interrupted_run(
    action: Callable[[Path], None],
    make: Callable[[Path], Path],
    old: dict[str, bytes],
    new: dict[str, bytes],
    place: str,
) -> None:
    """At every moment it is true: nothing was written, or it was, or the next run finishes it."""

    def report_interrupt(folder: Path) -> None:
        try:
            with leaving(AS_IT_WAS):
                action(folder)
                list(os.scandir(folder))  # more to do
        except KeyboardInterrupt as error:
            Path(f"{folder}.told").write_text(error.__notes__[0])
            raise

    said = []
    for folder in moments(interrupt, report_interrupt, make):
        file = Path(f"{folder}.told")
        said.append(file.read_text().replace(str(folder), "p") if file.exists() else "")
        left = {path: content for path, content in tree(folder).items() if not path.startswith(PREFIX)}
        recover(folder)
        expected = {
            AS_IT_WAS: (old, old),
            f"p{place} was written before; run the same command again": (new, new),
            "the files of p are being exchanged; run the same command again": (left, new),
            "": (new, new),
        }
        assert (left, tree(folder)) == expected[said[-1]], said
    assert (said[0], said[-1]) == (AS_IT_WAS, "")
    assert said[-2] == f"p{place} was written before; run the same command again"


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
    for folder in moments(kill, recover, cut_short):
        recover(folder)
        assert tree(folder) == NEW
        assert notes() == []


def test_the_next_update_finishes_the_last_update() -> None:
    """The files of a run that died after its update counted as made are there when the next update begins."""
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
        update(folder)
        assert tree(folder.parent) == {f"corpus/{name}": content for name, content in NEW.items()}
        assert notes() == []
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
    """While its files are written, nobody sees it; existing folders stay if it fails."""
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


def test_a_file_is_not_a_folder() -> None:
    """The message has the remedy, and the file stays."""
    write(Path(), {"corpus": b"a file"})
    with pytest.raises(PackageError, match=r"^corpus: not a folder; name a folder, or one that does not exist yet$"):
        update(Path("corpus"))
    assert tree(Path()) == {"corpus": b"a file"}


@forks
@pytest.mark.parametrize("death", [kill, fail])
def test_a_file_is_replaced_as_a_whole(death: Callable[[], None]) -> None:
    """A reader sees the old content or the new content, never a part."""
    seen = []
    for folder in moments(death, lambda folder: replace_file(folder / "a.txt", b"new" * 9), old_folder):
        seen.append((folder / "a.txt").read_bytes())
        replace_file(folder / "a.txt", b"newer")
        assert tree(folder) == OLD | {"a.txt": b"newer"}
        assert notes() == []
    assert [content for content, _ in itertools.groupby(seen)] == [b"old", b"new" * 9]


def test_two_updates_at_once() -> None:
    """The second update stops before it changes anything, and the first is made."""
    write(Path("out"), OLD)
    with staged(Path("out")) as staging:
        staging.write("a.txt", b"new")
        with (
            pytest.raises(PackageError, match=r"^out: another run is writing there; try again when it has ended$"),
            staged(Path("out")),
        ):
            pass
    assert tree(Path("out")) == {**OLD, "a.txt": b"new"}


@pytest.mark.parametrize("is_file", [False, True])
def test_two_runs_make_one_folder(is_file: bool) -> None:
    """The later run stops and says why; the files of the earlier run stay."""

    def late() -> None:
        with staged(Path("out")) as staging:
            staging.write("a.txt", b"late")
            write(Path(), {"out" if is_file else "out/a.txt": b"early"})

    message = (
        "another run made this folder in the meantime; this run has changed nothing: look at the folder, and run the"
    )
    with pytest.raises(PackageError, match=rf"^out: {message} command again$"):
        late()
    assert tree(Path()) == {"out" if is_file else "out/a.txt": b"early"}
    assert notes() == []


def test_a_package_is_opened_while_it_is_updated() -> None:
    """Whoever opens it finds the old state and leaves the update alone."""
    write(Path("out"), OLD)
    with staged(Path("out")) as staging:
        staging.write("a.txt", b"new")
        recover(Path("out"))
        settled(Path("out"))
        assert {name: (Path("out") / name).read_bytes() for name in OLD} == OLD
    assert tree(Path("out")) == {**OLD, "a.txt": b"new"}


def test_whoever_only_reads_finishes_nothing() -> None:
    """The reader of a folder between its old and its new state says what is to be done, and changes nothing."""
    folder = cut_short(Path("p"))
    before = tree(folder)
    with pytest.raises(PackageError, match=r"^p: an update was interrupted while its files were put in place; run the"):
        settled(folder)
    assert tree(folder) == before
    recover(folder)
    settled(folder)
    assert tree(folder) == NEW


def test_a_staging_folder_without_a_note_is_nobody_s() -> None:
    """What lies in a package and looks like the rest of an update is neither carried out nor removed."""
    write(Path("outside"), {"precious.txt": b"precious"})
    folder = write(
        old_folder(Path("p")), {f"{PREFIX}{'0' * 32}/a.txt": b"foreign", ".onrecord-staging/journal.json": b"{}"}
    )
    before = tree(Path())
    settled(folder)
    recover(folder)
    with staged(folder):
        pass
    assert tree(Path()) == before


def test_another_folder_took_the_place() -> None:
    """An update that was interrupted is not carried out in a folder that came to be there later."""
    shutil.rmtree(cut_short(Path("p")))
    folder = write(Path("p"), {"gone.txt": b"mine", "a.txt": b"mine"})
    settled(folder)
    recover(folder)
    assert tree(folder) == {"gone.txt": b"mine", "a.txt": b"mine"}
    assert notes() == []


@pytest.mark.parametrize("link", [False, True])
def test_staged_files_that_were_changed_are_not_moved(link: bool) -> None:
    """Whoever got at the staging folder after a run had died puts nothing of theirs into its place."""
    folder = cut_short(Path("p"))
    write(Path(), {"secret.txt": b"secret"})
    [staging] = folder.glob(f"{PREFIX}*")
    (staging / "a.txt").unlink()
    if link:
        (staging / "a.txt").symlink_to(Path("secret.txt").resolve())
    else:
        (staging / "a.txt").write_bytes(b"evil")
    with pytest.raises(PackageError, match=r"a\.txt: changed since the run that wrote it was interrupted; remove"):
        recover(folder)
    assert (folder / "a.txt").read_bytes() == b"old"
    shutil.rmtree(staging)
    recover(folder)
    assert (folder / "a.txt").read_bytes() == b"old"


@pytest.mark.parametrize("name", ["a.txt", "data/b.csv", "gone.txt", "deep/er/c.csv"])
@pytest.mark.parametrize("link", [False, True])
def test_what_was_changed_since_is_not_replaced(name: str, link: bool) -> None:
    """A file that somebody changed, made or linked after a kill stays; once it is moved away, all is finished."""
    folder = cut_short(Path("p"))
    [staging] = folder.glob(f"{PREFIX}*")
    write(Path(), {"mine.txt": b"mine"})
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    if link:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(Path("mine.txt").resolve())
    else:
        (folder / name).write_bytes(b"mine")
    before = tree(folder)
    for action in (recover, update):
        with pytest.raises(PackageError) as caught:
            action(folder)
        message = f"{folder / name}: changed since an update was interrupted; its files are in {staging.absolute()}"
        assert str(caught.value) == f"{message}: move your file away and run the command again"
        assert tree(folder) == before
    (folder / name).rename("kept.txt")
    recover(folder)
    assert tree(folder) == NEW
    assert Path("kept.txt").read_bytes() == Path("mine.txt").read_bytes() == b"mine"
    assert notes() == []


@forks
@pytest.mark.parametrize("name", ["a.txt", "data/b.csv", "gone.txt"])
def test_an_edit_after_a_kill_is_kept(name: str) -> None:
    """At whatever moment the run was killed: what is written into a file then is there after the next command."""
    stops = 0
    for folder in moments(kill, update, old_folder):
        write(folder, {name: b"mine"})
        try:
            recover(folder)
        except PackageError:
            stops += 1
        assert (folder / name).read_bytes() == b"mine"
    assert stops > 0


def test_a_file_that_is_changed_while_a_run_is_at_work() -> None:
    """The run has not seen the change, so it stops and writes nothing."""
    folder = old_folder(Path("p"))

    def work() -> None:
        with staged(folder) as staging:
            staging.write("a.txt", b"new")
            staging.delete("gone.txt")
            write(folder, {"gone.txt": b"mine"})

    with pytest.raises(
        PackageError, match=r"^p.gone\.txt: changed while this run was at work; nothing was written: run"
    ):
        work()
    assert tree(folder) == {**OLD, "gone.txt": b"mine"}
    assert notes() == []


@pytest.mark.parametrize("place", ["data", "data/b.csv/c", "a.txt"])
def test_a_link_in_the_way(place: str) -> None:
    """A folder that is a link is not written through, and nothing is written then; a file that is one is replaced."""
    write(Path(), {"outside/b.csv": b"precious"})
    folder = write(Path("p"), {"kept.txt": b"kept"})
    link = folder / place.split("/")[0] if place != "data/b.csv/c" else folder / "data" / "b.csv"
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(Path("outside").resolve() if place != "a.txt" else Path("outside/b.csv").resolve())

    def run() -> None:
        with staged(folder) as staging:
            staging.write("a.txt", b"new")
            staging.write(place, b"new") if "/" in place else staging.write(
                f"{place}/b.csv" if place == "data" else place, b"new"
            )

    if place == "a.txt":
        run()
        assert (folder / "a.txt").read_bytes() == b"new"
        assert not (folder / "a.txt").is_symlink()
    else:
        with pytest.raises(PackageError, match=r"links are not followed"):
            run()
        assert not (folder / "a.txt").exists()
    assert tree(Path("outside")) == {"b.csv": b"precious"}
    assert notes() == []


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "C:/x", "a\\b", "", ".", "a\0b", "http://x/y"])
def test_a_path_that_leaves_the_folder(path: str) -> None:
    """Neither written nor removed: the update stops."""
    folder = old_folder(Path("p"))
    for action in ("write", "delete"):
        with (
            pytest.raises(PackageError, match=r"^p: path .* (must be relative and stay inside|is not a valid path)"),
            staged(folder) as staging,
        ):
            staging.write(path, b"new") if action == "write" else staging.delete(path)
    assert tree(Path()) == {f"p/{name}": content for name, content in OLD.items()}


def test_a_link_that_is_written_over() -> None:
    """The link is replaced; what it led to stays."""
    write(Path(), {"outside.txt": b"precious"})
    for name in ("report.html", ".report.html.partial"):
        Path(name).symlink_to("outside.txt")
    replace_file(Path("report.html"), b"new")
    assert Path("report.html").read_bytes() == b"new"
    assert not Path("report.html").is_symlink()
    assert Path("outside.txt").read_bytes() == b"precious"


def test_the_rights_of_a_file_that_is_written() -> None:
    """They are those that new files get, not those of a temporary one."""
    mask = os.umask(0o027)
    try:
        replace_file(Path("report.html"), b"new")
    finally:
        os.umask(mask)
    assert Path("report.html").stat().st_mode & 0o777 == 0o640


def test_an_update_that_is_interrupted_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it counts as made, the old state is gone, and a note on the interrupt says what to do."""

    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    folder = write(tmp_path / "folder", OLD)
    monkeypatch.setattr(module, "_roll_forward", interrupt)
    with pytest.raises(KeyboardInterrupt) as caught:
        update(folder)
    assert caught.value.__notes__ == [f"the files of {folder} are being exchanged; run the same command again"]
    monkeypatch.undo()
    with pytest.raises(KeyboardInterrupt) as caught, staged(folder):
        raise KeyboardInterrupt
    assert not hasattr(caught.value, "__notes__")


def test_a_new_note_that_another_run_took_for_a_dead_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is written again: an update without a note would be lost to the next run."""
    taken, moments = state.lock.take, iter([True])

    def take(file: int) -> bool:
        if next(moments, False):
            [note] = state.folder().iterdir()
            note.unlink()
        return taken(file)

    folder = old_folder(Path("p"))
    monkeypatch.setattr(state.lock, "take", take)
    with state.noted(folder, folder, PREFIX) as note:
        assert note.path.exists()
        note.remove()


def test_what_a_shell_names_for_output_is_written_to(tmp_path: Path) -> None:
    """A pipe behind a number of the process, as `>(...)` gives it, and the device that takes anything; both stay."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as pipe:
        for place in (f"/dev/fd/{writing}", f"/proc/self/fd/{writing}"):
            replace_file(Path(place), [b"one ", b"two\n"])
        os.close(writing)
        assert pipe.read() == b"one two\n" * 2
    before = Path(os.devnull).stat()
    replace_file(Path(os.devnull), b"gone")
    assert Path(os.devnull).stat().st_ino == before.st_ino
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_what_no_file_takes_the_place_of(tmp_path: Path) -> None:
    """A pipe, a socket, a folder and a link to one stay as they are; a link to a device is replaced, not followed."""
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    with socket.socket(socket.AF_UNIX) as bound, pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)  # the name of a socket has a hundred characters at most
        bound.bind("socket")
        before = {path.name: path.lstat() for path in tmp_path.iterdir()}
        for name in before:
            with pytest.raises(PackageError, match=rf"{name}: a (folder|pipe, a socket or a device); name "):
                replace_file(tmp_path / name, b"new")
        assert {path.name: path.lstat() for path in tmp_path.iterdir()} == before
    (tmp_path / "null").symlink_to(os.devnull)
    replace_file(tmp_path / "null", b"new")
    assert (tmp_path / "null").is_symlink() is False
    assert (tmp_path / "null").read_bytes() == b"new"
