"""The command line: what ends a run becomes a message and an exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from onrecord import __version__
from onrecord.cli import build_parser, guard, main
from onrecord.errors import PackageError


def raising(error: BaseException) -> Callable[[], int]:
    """A run that ends with an error."""

    def run() -> int:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (PackageError("a: no\nb: no"), 2, "onrecord: a: no\nonrecord: b: no\n"),
        (
            OSError(28, "No space left on device", "out/data"),
            2,
            "onrecord: out/data: No space left on device\n",
        ),
        (OSError("the disk is gone"), 2, "onrecord: the disk is gone\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_what_ends_a_run_is_told(
    error: BaseException, code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each line of a message is one of the command; an interrupted run says nothing."""
    assert guard(raising(error)) == code
    assert capsys.readouterr() == ("", message)


def test_a_bug_is_not_hidden() -> None:
    """What nobody foresaw keeps its traceback, which a report of the bug needs."""
    with pytest.raises(ZeroDivisionError):
        guard(raising(ZeroDivisionError()))


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
    from onrecord.validate import FORMATS, LEVELS

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


PRINTING = "import sys; from onrecord.cli import guard; sys.exit(guard(lambda: print('“yes”') or 0))"


def test_a_reader_that_leaves_is_no_error() -> None:
    """When the reader of the output has gone, as `head` does, the command ends without a word."""
    run = subprocess.Popen([sys.executable, "-c", PRINTING], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout
    run.stdout.close()
    assert (run.stderr and run.stderr.read(), run.wait()) == (b"", 141)


def test_output_survives_a_poor_terminal() -> None:
    """Characters that the terminal's encoding lacks are shown by number."""
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii"}
    run = subprocess.run([sys.executable, "-c", PRINTING], capture_output=True, text=True, check=True, env=ascii_only)
    assert run.stdout == "\\u201cyes\\u201d\n"
