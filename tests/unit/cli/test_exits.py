"""How a run ends: what ends it becomes a message and an exit code."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from onrecord.cli import guard
from onrecord.cli.exits import TRACEBACK
from onrecord.errors import PackageError


def raising(error: BaseException) -> Callable[[], int]:
    """A run that ends with an error."""

    def run() -> int:
        raise error

    return run


def noted(error: BaseException, note: str) -> BaseException:
    """An error with a note."""
    error.add_note(note)
    return error


INTERRUPTED = "onrecord: interrupted: the folder was left as it was\n"


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (PackageError("a: no\nb: no"), 2, "onrecord: a: no\nonrecord: b: no\n"),
        (
            OSError(28, "No space left on device", "out/data"),
            2,
            "onrecord: out/data: No space left on device; make room there, and run the command again\n",
        ),
        (OSError("the disk is gone"), 2, "onrecord: the disk is gone\n"),
        (KeyboardInterrupt(), 130, "onrecord: interrupted\n"),
        (noted(KeyboardInterrupt(), "the folder was left as it was"), 130, INTERRUPTED),
        (
            MemoryError(),
            2,
            "onrecord: not enough memory for this; close other programs, divide the package, or use a larger machine\n",
        ),
        (PackageError("a\x1b[2J\r: \u202e\ud800 ##[x]"), 2, "onrecord: a\\x1b[2J\\r: \\u202e\\ud800 #\\x23[x]\n"),
        (PackageError("s3://key:sec/ret@bucket/a?b=secret: no"), 2, "onrecord: s3://bucket/a: no\n"),
        (PackageError("x" * 9_999), 2, f"onrecord: {'x' * 2_000} … {'x' * 2_000}\n"),
    ],
)
def test_what_ends_a_run_is_reported(
    error: BaseException, code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each line of a message is one of the command; nothing in it is an order, a secret or without end."""
    assert guard(raising(error)) == code
    assert capsys.readouterr() == ("", message)


@pytest.mark.parametrize(
    "error", [RecursionError("deep"), UnicodeEncodeError("utf-8", "\ud800", 0, 1, "no"), KeyError()]
)
def test_what_nobody_foresaw(
    error: Exception, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says where it happened and how a report of it gets the traceback, which is printed on demand."""
    monkeypatch.delenv(TRACEBACK, raising=False)
    name = type(error).__name__
    assert guard(raising(error)) == 2
    message = capsys.readouterr().err.splitlines()
    assert message[0].startswith(f"onrecord: unexpected {name} in {__name__}, line ")
    assert message[1].endswith("even if a file is damaged; to report it, run again with ONRECORD_TRACEBACK=1")
    assert len(message) == 2
    monkeypatch.setenv(TRACEBACK, "1")
    assert guard(raising(error)) == 2
    assert "Traceback (most recent call last):\n" in capsys.readouterr().err


def test_a_panic_of_a_library(capsys: pytest.CaptureFixture[str]) -> None:
    """What is written in Rust raises what is not an Exception."""

    class PanicException(BaseException):
        pass

    assert guard(raising(PanicException("index out of bounds"))) == 2
    assert "unexpected PanicException in " in capsys.readouterr().err


WAITING = """
import pathlib, sys, tempfile, time
from onrecord.cli.exits import guard, leaving

def run():
    with leaving("the folder was left as it was"), tempfile.TemporaryDirectory() as folder:
        print(folder, flush=True)
        time.sleep(60)

sys.exit(guard(run))
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_clean_up(number: signal.Signals, code: int) -> None:
    """Temporary folders go, and it is said what was left as it was; a second signal to end changes nothing."""
    run = subprocess.Popen([sys.executable, "-c", WAITING], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stdout
    folder = run.stdout.readline().strip()
    run.send_signal(number)
    if number == signal.SIGTERM:
        run.send_signal(number)
    assert (run.communicate(timeout=60)[1], run.returncode) == (INTERRUPTED, code)
    assert folder
    assert not os.path.exists(folder)  # noqa: PTH110


FULL = "onrecord: the output: No space left on device; make room there, and run the command again\n"
PRINTING = "import sys; from onrecord.cli import guard; sys.exit(guard(lambda: print('“yes”') or 0))"


def test_a_reader_that_leaves_is_no_error() -> None:
    """When the reader of the output has gone, as `head` does, the command ends without a word."""
    run = subprocess.Popen([sys.executable, "-c", PRINTING], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout
    run.stdout.close()
    assert (run.stderr and run.stderr.read(), run.wait()) == (b"", 141)


@pytest.mark.skipif(os.name == "nt", reason="its shell closes no streams")
@pytest.mark.parametrize(("stream", "code", "message"), [(">&-", 0, ""), ("2>&-", 0, ""), (">/dev/full", 2, FULL)])
def test_output_that_goes_nowhere(stream: str, code: int, message: str) -> None:
    """A stream that is closed takes nothing; one that is full is said to be, as what was printed is lost."""
    command = shlex.join([sys.executable, "-c", PRINTING])
    run = subprocess.run(["sh", "-c", f"{command} {stream}"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert (run.returncode, run.stderr.decode()) == (code, message)


def test_output_survives_a_poor_terminal() -> None:
    """Characters that the terminal's encoding lacks are shown by number."""
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii"}
    run = subprocess.run([sys.executable, "-c", PRINTING], capture_output=True, text=True, check=True, env=ascii_only)
    assert run.stdout == "\\u201cyes\\u201d\n"
