"""What others run in their CI: the action, the hook, and the commands of docs/ci.md."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from onrecord import __version__
from onrecord.cli.parser import build_parser

from ..small_package import edit_bytes

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_bytes())
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_bytes())


def run_action(package: Path, tmp_path: Path, arguments: str = "") -> subprocess.CompletedProcess[str]:
    """Runs the last step of the action as a runner would, with the command of this environment."""
    command = tmp_path / "onrecord" / "bin" / "onrecord"
    command.parent.mkdir(parents=True, exist_ok=True)
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m onrecord "$@"\n')
    command.chmod(0o755)
    step = ACTION["runs"]["steps"][-1]
    given = {"package": package.name, "arguments": arguments}
    filled = {name: given[re.sub(r"\W*inputs\.([\w-]+)\W*", r"\1", value)] for name, value in step["env"].items()}
    environment = {**os.environ, **filled, "RUNNER_TEMP": str(tmp_path)}
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", step["run"]],
        cwd=package.parent,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.skipif(os.name == "nt", reason="the action runs in bash")
def test_the_action_annotates_and_fails(small_package: Path, tmp_path: Path) -> None:
    """A valid package passes, a changed one is annotated where it changed, arguments go through."""
    done = run_action(small_package, tmp_path)
    assert (done.returncode, done.stdout) == (0, "onrecord: valid: 0 errors, 0 pieces of advice in 16 tables\n")
    edit_bytes(small_package, "data/quotes.csv", lambda content: content.replace(b"direct", b"dirct", 1))
    done = run_action(small_package, tmp_path)
    assert done.returncode == 1
    assert f"::error file={small_package.name}/data/quotes.csv,line=" in done.stdout
    assert "::error" not in run_action(small_package, tmp_path, "--quick").stdout


def test_the_hook_is_a_command() -> None:
    """Its entry parses, and it looks at commits that touch a package, and at no others."""
    [hook] = HOOKS
    program, *arguments = hook["entry"].split()
    assert program == "onrecord"
    assert build_parser().parse_args(arguments).level == "deep"
    touched = ["datapackage.json", "data/votes.csv", "out/data/votes.csv", "seeds/a.txt", "schemas/votes.schema.json"]
    assert all(re.search(hook["files"], path) for path in touched)
    assert not any(re.search(hook["files"], path) for path in ["README.md", "src/data.py", "metadata/x.csv"])


def test_the_documented_commands_parse() -> None:
    """Each command line in docs/ci.md is one that the parser takes, and versions are the current one."""
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    commands = re.findall(r"^.*?\bonrecord (validate .*?)(?: \|\| true)?$", text, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        build_parser().parse_args(shlex.split(command))
    assert set(re.findall(r"(?:onrecord@v|onrecord==|rev: v)([\d.]+)", text)) == {__version__}
    [arguments] = re.findall(r"arguments: (.*)", text)
    build_parser().parse_args(["validate", *shlex.split(arguments)])
