"""The command line: what ends a run becomes a message and an exit code."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from onrecord import __version__
from onrecord.cli import TRACEBACK, build_parser, guard, main
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
def test_what_ends_a_run_is_told(
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
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith(f"onrecord: unexpected {name} in {__name__}, line ")
    assert told[1].endswith("even if a file is damaged; to report it, run again with ONRECORD_TRACEBACK=1")
    assert len(told) == 2
    monkeypatch.setenv(TRACEBACK, "1")
    assert guard(raising(error)) == 2
    assert "Traceback (most recent call last):\n" in capsys.readouterr().err


def test_a_panic_of_a_library(capsys: pytest.CaptureFixture[str]) -> None:
    """What is written in Rust raises what is no Exception."""

    class PanicException(BaseException):
        pass

    assert guard(raising(PanicException("index out of bounds"))) == 2
    assert "unexpected PanicException in " in capsys.readouterr().err


def test_a_wrong_command_line_is_shown_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    """The parser quotes what was typed."""
    with pytest.raises(SystemExit):
        main(["get", "a", "b", "https://ida:secret@example.org/\x1b[2J?secret"])
    assert capsys.readouterr().err.endswith("unrecognized arguments: https://example.org/\\x1b[2J\n")


WAITING = """
import pathlib, sys, tempfile, time
from onrecord.cli import _leaving, guard

def run():
    with _leaving("the folder was left as it was"), tempfile.TemporaryDirectory() as folder:
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


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` tells name and version."""
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert (stop.value.code, capsys.readouterr().out) == (0, f"onrecord {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [[], ["weigh"], ["validate", "--format", "xml"], ["publish", "--out", "x"], ["init"]],
    ids=" ".join,
)
def test_a_wrong_command_line_could_not_run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The usage is shown, and the code is the one of a run that could not start."""
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("usage: onrecord")


def test_options_stand_anywhere() -> None:
    """An option between two places leaves both of them what they are."""
    options = build_parser().parse_args(["get", "https://example.org/dist/small", "--key", "public.pem", "there"])
    assert (options.url, options.key, options.folder) == ("https://example.org/dist/small", "public.pem", "there")
    options = build_parser().parse_args(["convert", "one", "--package", "out", "two"])
    assert (options.sources, options.package) == (["one", "two"], "out")


def test_choices_are_those_of_the_validator() -> None:
    """The command line names formats and levels without importing what knows them."""
    from onrecord.validation import FORMATS, LEVELS

    for form in FORMATS:
        assert build_parser().parse_args(["validate", "--format", form]).format == form
    for level in LEVELS:
        assert build_parser().parse_args(["validate", f"--{level}"]).level == level


@pytest.mark.parametrize("command", ["init", "convert", "validate", "publish", "get", "report"])
def test_help_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The help of a command ends with a line to copy."""
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"example: onrecord {command} ")


FULL = "onrecord: the output: No space left on device; make room there, and run the command again\n"
PRINTING = "import sys; from onrecord.cli import guard; sys.exit(guard(lambda: print('“yes”') or 0))"


def test_a_reader_that_leaves_is_no_error() -> None:
    """When the reader of the output has gone, as `head` does, the command ends without a word."""
    run = subprocess.Popen([sys.executable, "-c", PRINTING], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout
    run.stdout.close()
    assert (run.stderr and run.stderr.read(), run.wait()) == (b"", 141)


@pytest.mark.skipif(os.name == "nt", reason="its shell closes no streams")
@pytest.mark.parametrize(("stream", "code", "told"), [(">&-", 0, ""), ("2>&-", 0, ""), (">/dev/full", 2, FULL)])
def test_output_that_goes_nowhere(stream: str, code: int, told: str) -> None:
    """A stream that is closed takes nothing; one that is full is said to be, as what was printed is lost."""
    command = shlex.join([sys.executable, "-c", PRINTING])
    run = subprocess.run(["sh", "-c", f"{command} {stream}"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert (run.returncode, run.stderr.decode()) == (code, told)


def test_output_survives_a_poor_terminal() -> None:
    """Characters that the terminal's encoding lacks are shown by number."""
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii"}
    run = subprocess.run([sys.executable, "-c", PRINTING], capture_output=True, text=True, check=True, env=ascii_only)
    assert run.stdout == "\\u201cyes\\u201d\n"
