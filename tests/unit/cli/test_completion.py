"""Scripts with which shells complete the command line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.cli.completion import SHELLS
from onrecord.cli.parser import build_parser

from ..test_readme import commands

# What bash does at the end of a line when Tab is pressed.
TAB = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
COMPREPLY=()
"$(complete -p onrecord | sed 's/.*-F \\([^ ]*\\).*/\\1/')" onrecord "${COMP_WORDS[COMP_CWORD]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The script for a shell."""
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("va", ["validate"]),
        ("validate --fo", ["--format"]),
        ("validate --format j", ["json", "junit"]),
        ("export po", ["positions", "popolo", "postgres"]),
        ("completion ", ["bash", "zsh", "fish"]),
        ("site te", ["texts.toml"]),
        ("diff one te", ["texts.toml"]),
        ("validate --texts te", ["texts.toml"]),
    ],
)
def test_bash_completes(typed: str, completed: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Commands, options, their choices, and names of files where one is to be named."""
    path = tmp_path / "onrecord.bash"
    path.write_text(script("bash", capsys), encoding="utf-8")
    (tmp_path / "texts.toml").touch()
    command = ["bash", "-c", TAB, "bash", str(path), "onrecord", *typed.split(" ")]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.split() == completed


@pytest.mark.parametrize("shell", SHELLS)
def test_scripts_know_every_command_and_option(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each word that the parser takes is in the script; each shell that is there can read it."""
    made = script(shell, capsys)
    for name, parser in commands(build_parser()).items():
        assert name in made
        for option in parser._option_string_actions:
            assert option.lstrip("-") in made
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=made, text=True, check=True)


def test_what_is_missing_can_be_installed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The scripts are made by a library that comes with an extra."""
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 2
    said = "onrecord: completion needs shtab, which is not installed; run pip install 'onrecord[completion]'\n"
    assert capsys.readouterr() == ("", said)
