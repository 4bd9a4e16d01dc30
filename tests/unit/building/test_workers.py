"""Processes that read: what crashes or stalls one is set aside, and a run that was killed goes on where it was."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onrecord.building import workers
from onrecord.building.conversion import convert
from onrecord.cli import main
from onrecord.package.state import CACHE

from ...correcting import read

GOOD = {
    "ferry": "Ferry stays\n\nThe ferry will run all winter, said Mayor Tilda Rask.\n",
    "mill": "Mill shuts\n\nThe Saltmere Town Council voted 4-1 to shut the mill.\n",
    "pier": "Pier safe\n\n“The pier is safe,” said Owen Pike of the Harbor Health Trust.\n",
}
BAD = "Zebra seen\n\nA zebra was seen on the quay, said Mayor Tilda Rask.\n"
# What a process runs in which reading a text with a zebra does something else.
SPOILED = """\
import json, os, signal, sys
sys.path[:] = json.loads(sys.argv[1])
from onrecord.building import readings, worker
good = readings.read
def read(article):
    if "zebra" in article.text:
        {}
    return good(article)
readings.read = read
sys.exit(worker.main())
"""
REMEDY = "the other articles were converted; shorten or leave out this article, or report it with its text"
ENDED = f"the process that read it was ended by the system; {REMEDY}"
FAULTS = {
    # What happens; the reason and the message.
    "an error": ("raise KeyError('stripes')", "crash", f"KeyError in __main__, line 7: 'stripes'; {REMEDY}"),
    "no memory": ("raise MemoryError", "crash", f"MemoryError in __main__, line 7: ; {REMEDY}"),
    "too much memory": ("bytes(8 << 30)", "crash", f"MemoryError in __main__, line 7: ; {REMEDY}"),
    "a deep recursion": ("read(article)", "crash", None),
    "the end of the process": ("os._exit(7)", "crash", ENDED),
    "an exit": ("sys.exit(0)", "crash", ENDED),
    "a signal": ("os.kill(os.getpid(), signal.SIGKILL)", "crash", ENDED),
    "a loop": ("while True: pass", "stall", f"reading it took over 3 seconds; {REMEDY}"),
}


def write(package: Path, texts: dict[str, str]) -> None:
    """Puts texts into a package."""
    for name, text in texts.items():
        path = package / "seeds" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def files(package: Path) -> dict[str, bytes]:
    """The content of each file of a package."""
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in package.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test works in its own folder, with its own cache."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))


@pytest.mark.parametrize(("fault", "reason", "message"), FAULTS.values(), ids=FAULTS.keys())
@pytest.mark.usefixtures("own_processes")
def test_a_text_that_cannot_be_read(
    fault: str, reason: str, message: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are converted, and it is, too, when the cause is gone."""
    write(Path("out"), {**GOOD, "zebra": BAD})
    with monkeypatch.context() as patch:
        patch.setattr(workers, "COMMAND", SPOILED.format(fault))
        assert main(["convert", "--package", "out", "--jobs", "1", "--time-limit", "3"]) == 1
    output, errors = capsys.readouterr()
    [row] = read(Path("out"), "rejected")
    told = row["message"] if message is None else message
    assert row == {"source": "seeds/zebra.txt", "locator": "file", "reason": reason, "message": told}
    assert message is not None or re.match(r"RecursionError in __main__, line \d+: maximum recursion depth", told)
    assert errors == f"set aside: seeds/zebra.txt: {told}\n"
    assert "out: 3 articles converted" in output.splitlines()
    assert "Traceback" not in output + errors
    assert [article["text_path"] for article in read(Path("out"), "articles")] == [f"seeds/{name}.txt" for name in GOOD]
    conversion = convert(package="out")
    assert (conversion.read, conversion.new, conversion.rejected) == (1, 1, ())
    assert read(Path("out"), "rejected") == []
    write(Path("undisturbed/out"), {**GOOD, "zebra": BAD})
    convert(package="undisturbed/out")
    assert files(Path("out")) == files(Path("undisturbed/out"))


@pytest.mark.usefixtures("own_processes")
def test_a_package_with_a_text_that_is_set_aside_is_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text stays in the package, though it has no rows."""
    write(Path("out"), {**GOOD, "zebra": BAD})
    monkeypatch.setattr(workers, "COMMAND", SPOILED.format("os._exit(7)"))
    assert convert(package="out").rejected == (f"seeds/zebra.txt: {ENDED}",)
    assert main(["validate", "out", "--strict"]) == 0


@pytest.mark.usefixtures("own_processes")
def test_an_article_that_is_set_aside_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its ids are withdrawn, and come back with it; nothing of that shows in the end."""
    write(Path("out"), GOOD)
    convert(package="out")
    before = files(Path("out"))
    write(Path("out"), {"mill": GOOD["mill"] + "\nA zebra came.\n"})
    with monkeypatch.context() as patch:
        patch.setattr(workers, "COMMAND", SPOILED.format("raise ValueError"))
        convert(package="out")
    gone = {row["table_name"] for row in read(Path("out"), "id_changes") if row["reason"] == "withdrawn"}
    assert {"articles", "votes", "mentions", "claims"} <= gone
    write(Path("out"), {"mill": GOOD["mill"]})
    convert(package="out")
    assert files(Path("out")) == before


@pytest.mark.usefixtures("own_processes")
def test_nothing_can_be_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Then the run has failed, and nothing is written."""
    write(Path("out"), {"zebra": BAD})
    before = files(Path("out"))
    monkeypatch.setattr(workers, "COMMAND", SPOILED.format("raise ValueError('stripes')"))
    assert main(["convert", "--package", "out"]) == 2
    message = f"onrecord: seeds/zebra.txt: ValueError in __main__, line 7: stripes; {REMEDY}\n"
    assert capsys.readouterr() == ("", message)
    assert files(Path("out")) == before


@pytest.mark.usefixtures("own_processes")
def test_what_a_library_prints_is_no_answer(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Nor does the user see it."""
    write(Path("out"), {**GOOD, "zebra": BAD})
    noise = "os.write(1, b'stripes' * 100); print('stripes', flush=True); print('stripes', file=sys.stderr)"
    monkeypatch.setattr(workers, "COMMAND", SPOILED.format(noise))
    assert convert(package="out").rejected == ()
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("own_processes")
def test_a_text_in_another_language_that_somebody_put_there(capsys: pytest.CaptureFixture[str]) -> None:
    """In seeds/, too, it is set aside."""
    french = "Le conseil a voté lundi la fermeture du pont, selon le maire de la ville, qui ne veut pas attendre. "
    write(Path("out"), {**GOOD, "pont": french * 2})
    assert main(["convert", "--package", "out"]) == 1
    message = "in the language 'fr'; only English is read"
    [row] = read(Path("out"), "rejected")
    assert row == {"source": "seeds/pont.txt", "locator": "file", "reason": "language", "message": message}
    assert capsys.readouterr().err == f"set aside: seeds/pont.txt: {message}\n"


KILLED = """\
import os, signal, sys
from onrecord.building import cache, workers
from onrecord.building.conversion import convert
left, put, started = 36, cache.Cache.put, workers._Process._started
def counted(self, key, reading):
    global left
    put(self, key, reading)
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
def noted(self):
    process = started(self)
    print(process.pid, flush=True)
    return process
cache.Cache.put, cache._PAUSE, workers._Process._started = counted, 3_600, noted
convert(package="out", jobs=1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_run_that_was_killed_goes_on_where_it_was() -> None:
    """It reads only what is missing, leaves no process behind, and the result is that of an undisturbed run."""
    texts = {
        f"{n:02}": f"Pier {n} sinks\n\nPier {n} sank in May, said Tilda Rask, who saw {n} boats.\n" for n in range(40)
    }
    write(Path("out"), texts)
    write(Path("undisturbed/out"), texts)
    before = files(Path("out"))
    killed = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True)
    assert (killed.returncode, killed.stderr) == (-signal.SIGKILL, "")
    for pid in map(int, killed.stdout.split()):
        for _ in range(100):
            if not Path(f"/proc/{pid}").exists():
                break
            time.sleep(0.1)
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    seeds = {path: content for path, content in files(Path("out")).items() if path.startswith("seeds/")}
    assert seeds == before
    conversion = convert(package="out")
    assert len(conversion.articles) == 40
    assert conversion.read == 8  # readings are kept 32 at a time; those of the last four were not yet
    convert(package="undisturbed/out", cache=False)
    assert files(Path("out")) == files(Path("undisturbed/out"))


LARGE = """\
from onrecord.building import workers
from onrecord.building.conversion import convert
content = b"x" * 2 * workers._MOST_MEMORY
started, start = [], workers._Process._started
workers._Process._started = lambda process: started.append(process) or start(process)
convert(package="out", jobs=1)
print(len(started))
"""


def test_the_memory_of_a_process_is_its_own() -> None:
    """A program that uses much memory, as a notebook may, does not have the model loaded again for each article."""
    write(Path("out"), GOOD)
    assert subprocess.check_output([sys.executable, "-c", LARGE], text=True) == "1\n"
