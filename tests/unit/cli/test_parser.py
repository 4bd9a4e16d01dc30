"""The parser of the command line: what is typed, and what is said of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import onrecord.cli
from onrecord import __version__
from onrecord.cli import main
from onrecord.cli.parser import COMMANDS, build_parser

from ..test_readme import commands


def test_a_command_is_a_file() -> None:
    """Each command is the module of its name; the other modules are what they share."""
    names = [Path(command.__file__ or "").stem for command in COMMANDS]
    assert list(commands(build_parser())) == names
    files = {path.stem for path in Path(onrecord.cli.__file__).parent.glob("*.py")}
    assert files - {*names} == {"__init__", "arguments", "exits", "parser", "printing"}


def test_the_package_runs_as_a_module() -> None:
    """`python -m onrecord` is the command, where that is not on the path."""
    run = subprocess.run([sys.executable, "-m", "onrecord", "--version"], capture_output=True, text=True, check=True)
    assert run.stdout == f"onrecord {__version__}\n"


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


def test_a_wrong_command_line_is_shown_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    """The parser quotes what was typed."""
    with pytest.raises(SystemExit):
        main(["get", "a", "b", "https://ida:secret@example.org/\x1b[2J?secret"])
    assert capsys.readouterr().err.endswith("unrecognized arguments: https://example.org/\\x1b[2J\n")
